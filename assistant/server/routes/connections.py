"""The owner's Google accounts: signing in as it goes on, what each is allowed for, whether it works, letting go.

A secret comes in and never goes out; the address of Google's page holds none.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from assistant.domain.base import LocalText
from assistant.domain.google import GoogleAccount, GoogleUse
from assistant.google.accounts import Attempt
from assistant.google.uses import NAMES, SCOPES, USES
from assistant.server.desk import Desk
from assistant.server.rpc import Done, Keyed, Method, Params, Result, RouteGroup


class UseShown(Result):
    """Something Google may be allowed for, and what Google calls it."""

    use: GoogleUse
    name: LocalText
    scopes: Sequence[str]


class AttemptShown(Result):
    """Signing in, as far as it has come: `url` is Google's page while it is waited for, `error` why it ended without success."""

    uses: Sequence[GoogleUse]
    url: str
    error: str
    error_ru: str


class GoogleShown(Result):
    """The client, the accounts and the attempt under way. `place` is where secrets are kept: keyring or file."""

    client_id: str
    has_secret: bool
    place: str
    stand_in: str
    uses: Sequence[UseShown]
    accounts: Sequence[GoogleAccount]
    attempt: AttemptShown | None


class OwnClientGiven(Keyed):
    """The owner's own OAuth client; an empty secret keeps the one before."""

    client_id: str = Field(min_length=1, max_length=300, pattern=r"^[A-Za-z0-9._-]+$")
    client_secret: str = Field(default="", max_length=500, repr=False)


class ConnectGiven(Keyed):
    """What to ask for, for an account that is connected or another one."""

    uses: Sequence[GoogleUse]
    account: str = Field(default="", max_length=200)


class GoogleNamed(Params):
    """An account by its id."""

    account: str = Field(min_length=1, max_length=200)


class GoogleChecked(Result):
    """Whether it works: connected, sign_in (the owner has to), refused (Google says no to what it is used for), unreachable."""

    state: str
    detail: str
    detail_ru: str


class GoogleLetGo(Result):
    """Whether Google could be told to end the permission."""

    told: bool


async def google(desk: Desk, params: Params) -> GoogleShown:
    """How Google stands."""
    settings = desk.settings.google
    return GoogleShown(
        client_id=settings.client_id,
        has_secret=await desk.google.has_secret(),
        place=await desk.google.place(),
        stand_in=settings.stand_in,
        uses=[UseShown(use=use, name=NAMES[use], scopes=SCOPES[use]) for use in USES],
        accounts=await desk.google.all(),
        attempt=_shown(desk.google.attempt),
    )


def _shown(attempt: Attempt | None) -> AttemptShown | None:
    if attempt is None:
        return None
    return AttemptShown(uses=attempt.uses, url=attempt.url, error=attempt.error, error_ru=attempt.error_ru)


async def set_client(desk: Desk, params: OwnClientGiven) -> Done:
    """Keep the owner's own client."""
    if params.client_secret:
        await desk.google.keep_client(params.client_secret)
    await desk.change_setting("google", "client_id", params.client_id)
    return Done()


async def connect(desk: Desk, params: ConnectGiven) -> Done:
    """Open Google's page in the owner's browser; how it goes on is told by events."""
    await desk.google.begin(params.uses, params.account)
    return Done()


async def cancel(desk: Desk, params: Keyed) -> Done:
    """Give signing in up, or put the fault of the last time away."""
    desk.google.cancel()
    return Done()


async def check(desk: Desk, params: GoogleNamed) -> GoogleChecked:
    """Ask Google whether it works; what could not be set up when it was connected is set up now."""
    checked = await desk.google.check(params.account)
    return GoogleChecked(state=checked.state, detail=checked.detail, detail_ru=checked.detail_ru)


async def disconnect(desk: Desk, params: GoogleNamed) -> GoogleLetGo:
    """End the permission at Google and forget the account here, with its mailbox and calendars."""
    return GoogleLetGo(told=await desk.google.disconnect(params.account))


class ConnectionsRoutes(RouteGroup):
    """`connections.*`"""

    methods = {
        "google": Method(Params, GoogleShown, google),
        "set_client": Method(OwnClientGiven, Done, set_client),
        "connect": Method(ConnectGiven, Done, connect),
        "cancel": Method(Keyed, Done, cancel),
        "check": Method(GoogleNamed, GoogleChecked, check),
        "disconnect": Method(GoogleNamed, GoogleLetGo, disconnect),
    }
