"""The owner's mailboxes: listed, added, tried, removed. A password comes in and never goes out."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from assistant.domain.letter import LoginWay, MailAccount, ServerAddress
from assistant.server.desk import Desk
from assistant.server.rpc import Done, Keyed, Method, Params, Result, RouteGroup


class MailAccounts(Result):
    """The mailboxes, the default first."""

    accounts: Sequence[MailAccount]


class AddressSaid(Params):
    """An address."""

    email: str = Field(min_length=3, max_length=320, pattern=r"^[^\s@]+@[^\s@]+$")


class ServersFound(Result):
    """The servers of an address; `how` they were found: known, told by the provider, or guessed.

    `app_password` is the page where the provider makes a password for programs, empty when it is not known.
    """

    incoming: ServerAddress
    outgoing: ServerAddress
    how: str
    app_password: str


class MailboxGiven(Params):
    """A mailbox; servers left out are found by the address, an empty password keeps the one before.

    Where `login` is not by password, `password` is a token, or the JSON `{token_url, client_id, client_secret, refresh_token, scope}`
    new ones are fetched with.
    """

    email: str = Field(min_length=3, max_length=320, pattern=r"^[^\s@]+@[^\s@]+$")
    password: str = Field(default="", max_length=10_000, repr=False)
    login: LoginWay = "password"
    name: str = Field(default="", max_length=200)
    title: str = Field(default="", max_length=100)
    user: str = Field(default="", max_length=320)
    incoming: ServerAddress | None = None
    outgoing: ServerAddress | None = None


class MailboxAdded(Result):
    """The mailbox as it is kept."""

    account: MailAccount


class MailboxNamed(Params):
    """A mailbox by its id."""

    account: str = Field(min_length=1, max_length=100)


class MailboxCalled(Keyed):
    """A mailbox, and how the owner calls it; empty: by its address."""

    account: str = Field(min_length=1, max_length=100)
    title: str = Field(max_length=100)


class MailboxTried(Result):
    """What came of trying it; `detail` says what is wrong, `detail_ru` the same in Russian."""

    ok: bool
    seconds: float
    detail: str
    detail_ru: str


async def accounts(desk: Desk, params: Params) -> MailAccounts:
    """Every mailbox."""
    return MailAccounts(accounts=await desk.mail.all())


async def discover(desk: Desk, params: AddressSaid) -> ServersFound:
    """Where the mailbox of an address is."""
    found = await desk.mail.discover(params.email)
    servers = found.servers
    return ServersFound(incoming=servers.incoming, outgoing=servers.outgoing, how=found.how, app_password=servers.app_password)


async def add(desk: Desk, params: MailboxGiven) -> MailboxAdded:
    """Try a mailbox and keep it; nothing is kept when it does not work."""
    servers = (await desk.mail.discover(params.email)).servers
    account = MailAccount(
        id="",
        email=params.email,
        name=params.name,
        title=params.title,
        user=params.user or _user(servers.user, params.email),
        incoming=params.incoming or servers.incoming,
        outgoing=params.outgoing or servers.outgoing,
        login=params.login,
    )
    return MailboxAdded(account=await desk.mail.add(account, params.password))


async def test(desk: Desk, params: MailboxNamed) -> MailboxTried:
    """Log in for reading and for sending."""
    tried = await desk.mail.test(params.account)
    return MailboxTried(ok=tried.ok, seconds=tried.seconds, detail=tried.detail, detail_ru=tried.ru)


async def make_default(desk: Desk, params: MailboxNamed) -> Done:
    """The mailbox that is meant when none is named."""
    await desk.mail.make_default(params.account)
    return Done()


async def rename(desk: Desk, params: MailboxCalled) -> MailboxAdded:
    """How the owner calls a mailbox, so that he can name it when he speaks."""
    return MailboxAdded(account=await desk.mail.rename(params.account, params.title))


async def forget(desk: Desk, params: MailboxNamed) -> Done:
    """Forget a mailbox, its password and what is known of its letters; the mailbox itself stays as it is."""
    await desk.mail.remove(params.account)
    return Done()


def _user(pattern: str, email: str) -> str:
    return pattern.replace("%EMAILADDRESS%", email).replace("%EMAILLOCALPART%", email.partition("@")[0])


class MailRoutes(RouteGroup):
    """`mail.*`"""

    methods = {
        "accounts": Method(Params, MailAccounts, accounts),
        "discover": Method(AddressSaid, ServersFound, discover),
        "add": Method(MailboxGiven, MailboxAdded, add),
        "test": Method(MailboxNamed, MailboxTried, test),
        "make_default": Method(MailboxNamed, Done, make_default),
        "rename": Method(MailboxCalled, MailboxAdded, rename),
        "forget": Method(MailboxNamed, Done, forget),
    }
