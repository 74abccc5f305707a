"""The owner's Google accounts: connected one use at a time, told truly whether they still work, let go for good."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import anyio
import anyio.to_thread
import httpx
from anyio.abc import TaskGroup
from pydantic import ValidationError

from assistant.domain.google import GoogleAccount, GoogleUse
from assistant.errors import AssistantError, NotFound, SignInNeeded, StepError, StepRefused, Unreachable
from assistant.google.grant import TIMEOUT, Grant, is_secure
from assistant.google.oauth import PATIENCE, OwnClient, SignedIn, sign_in
from assistant.google.uses import NAMES, USES, scopes_for, uses_of
from assistant.settings import GoogleSettings
from assistant.store.google import GoogleLedger
from assistant.vault import Vault

if TYPE_CHECKING:
    from assistant.google.client import Client

logger = logging.getLogger(__name__)
CLIENT_SECRET = "google client"  # noqa: S105 - its name in the vault
WHERE = "https://myaccount.google.com/permissions"
State = Literal["connected", "sign_in", "refused", "unreachable"]


def secret_name(account: str) -> str:
    """The name of an account's grant in the vault."""
    return f"grant {account}"


@dataclass(frozen=True, slots=True)
class Attempt:
    """Signing in, as far as it has come: `url` is the page for the owner, `error` why it ended without success."""

    uses: tuple[GoogleUse, ...]
    url: str = ""
    error: str = ""
    error_ru: str = ""
    over: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether the permission of an account holds, asked just now."""

    state: State
    detail: str = ""
    detail_ru: str = ""


@dataclass(slots=True)
class _Going:
    scope: anyio.CancelScope = field(default_factory=anyio.CancelScope)


class GoogleAccounts:
    """All methods on the event loop. `open_page` opens the owner's browser; `changed` is told after an account was connected,
    allowed more or less, or let go (then its `uses` are empty); `tell` after anything that a window shows."""

    def __init__(
        self,
        settings: Callable[[], GoogleSettings],
        ledger: GoogleLedger,
        vault: Vault,
        open_page: Callable[[str], Awaitable[None]],
        tell: Callable[[], None],
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._settings = settings
        self._ledger = ledger
        self._vault = vault
        self._open_page = open_page
        self._tell = tell
        self._patience = patience
        self.changed: Callable[[GoogleAccount], Awaitable[None]] = _nobody
        self.attempt: Attempt | None = None
        self._going: _Going | None = None
        self._tasks: TaskGroup | None = None
        self._clients: dict[str, Client] = {}
        self._opening = anyio.Lock()

    async def run(self) -> None:
        """Serve until cancelled."""
        try:
            async with anyio.create_task_group() as tasks:
                self._tasks = tasks
                await anyio.sleep_forever()
        finally:
            self._tasks = None
            for client in self._clients.values():
                client.close()
            self._clients.clear()

    # --- what is connected ---

    async def all(self) -> Sequence[GoogleAccount]:
        """Every account, the first connected first."""
        return await self._ledger.all()

    async def account(self, use: GoogleUse, said: str = "") -> GoogleAccount:
        """The account for a use, by id or address when one is named. Raises SignInNeeded when none may be used for it."""
        known = await self._ledger.all()
        named = [each for each in known if not said or said.lower() in (each.id, each.email.lower())]
        found = next((each for each in named if use in each.uses), None)
        if found is not None:
            return found
        name = NAMES[use]
        if not named:
            raise SignInNeeded(
                f"Google is not connected. Connect it for {name['en']} under “Connections”.",
                ru=f"Google не подключён. Подключите его в «Подключениях»; нужно: {name['ru']}.",
            )
        raise SignInNeeded(
            f"{named[0].email} has not allowed {name['en']} yet. Allow it under “Connections”, “Google”.",
            ru=f"Для {named[0].email} ещё не разрешено: {name['ru']}. Разрешите в «Подключениях», «Google».",
        )

    async def client(self, use: GoogleUse, said: str = "") -> Client:
        """The APIs of the account for a use; its methods block. Raises SignInNeeded."""
        account = await self.account(use, said)
        async with self._opening:
            if account.id not in self._clients:
                secret = await self._vault.get(secret_name(account.id))
                self._clients[account.id] = await anyio.to_thread.run_sync(_opened, secret)
            return self._clients[account.id]

    async def check(self, account: str) -> Checked:
        """Ask Google whether the permission holds."""
        secret = await self._vault.get(secret_name(account))
        known = next((each for each in await self._ledger.all() if each.id == account), None)
        try:
            await anyio.to_thread.run_sync(_try, secret, abandon_on_cancel=True)
            if known is not None:
                # What stands on it may have failed when it was connected: an API that was switched off, say.
                await self.changed(known)
        except SignInNeeded as fault:
            return Checked("sign_in", str(fault), fault.said("ru"))
        except Unreachable as fault:
            return Checked("unreachable", str(fault), fault.said("ru"))
        except StepError as fault:
            return Checked("refused", str(fault), fault.said("ru"))
        return Checked("connected")

    # --- connecting ---

    async def begin(self, uses: Iterable[GoogleUse], account: str = "") -> Attempt:
        """Ask the owner at Google for these uses, beside those an account has; any former attempt is given up.

        Raises StepRefused when no client of the owner's own is set.
        """
        client = await self._own_client()
        known = next((each for each in await self._ledger.all() if each.id == account), None)
        wanted = {*uses, *(known.uses if known else ())}
        ordered = tuple(use for use in USES if use in wanted)
        if not ordered:
            raise StepRefused("Choose what Google may be used for.", ru="Выберите, для чего нужен Google.")
        if self._tasks is None:
            raise StepRefused("The assistant is still starting.", ru="Помощник ещё запускается.")
        self.cancel()
        self._going, self.attempt = _Going(), Attempt(ordered)
        self._tasks.start_soon(self._sign_in, self._going, client, ordered, known.email if known else "")
        self._tell()
        return self.attempt

    def cancel(self) -> None:
        """Give the attempt up; an answer that still comes is not taken."""
        if self._going is not None:
            self._going.scope.cancel()
        self._going = self.attempt = None
        self._tell()

    async def keep_client(self, secret: str) -> None:
        """Keep the secret of the owner's own client."""
        await self._vault.set(CLIENT_SECRET, secret)
        self._tell()

    async def has_secret(self) -> bool:
        """Whether the secret of the owner's own client is kept."""
        return bool(await self._vault.get(CLIENT_SECRET))

    async def place(self) -> str:
        """Where secrets are kept: keyring or file."""
        return await self._vault.place()

    async def _own_client(self) -> OwnClient:
        client_id = self._settings().client_id
        secret = await self._vault.get(CLIENT_SECRET)
        if not client_id or not secret:
            raise StepRefused(
                "Google wants a client of your own first: enter its id and secret under “Connections”, “Google”.",
                ru="Сначала нужен свой клиент Google: введите его id и секрет в «Подключениях», «Google».",
            )
        return OwnClient(id=client_id, secret=secret)

    async def _sign_in(self, going: _Going, client: OwnClient, uses: tuple[GoogleUse, ...], hint: str) -> None:
        async def show(url: str) -> None:
            if self._going is going:
                self.attempt = Attempt(uses, url=url)
                self._tell()
            try:
                await self._open_page(url)
            except StepError as trouble:
                # The window shows the address, too.
                logger.info("no browser was opened for signing in: %s", trouble.__class__.__name__)

        with going.scope:
            try:
                stand_in = self._settings().stand_in
                signed = await sign_in(client, scopes_for(uses), show, hint=hint, stand_in=stand_in, patience=self._patience)
                await self._keep(signed)
                self._end(going, None)
            except AssistantError as fault:
                self._end(going, fault)

    def _end(self, going: _Going, fault: AssistantError | None) -> None:
        if self._going is going and self.attempt is not None:
            self._going = None
            self.attempt = (
                replace(self.attempt, url="", error=str(fault), error_ru=fault.said("ru"), over=True) if fault else None
            )
            self._tell()

    async def _keep(self, signed: SignedIn) -> None:
        account = GoogleAccount(id=signed.id, email=signed.email, uses=uses_of(signed.grant.scopes))
        if not account.uses:
            raise StepRefused(
                "None of what was asked for was allowed at Google; tick the boxes there.",
                ru="В Google ничего из нужного не разрешили; отметьте там галочки.",
            )
        with anyio.CancelScope(shield=True):
            await self._vault.set(secret_name(account.id), signed.grant.model_dump_json())
            await self._ledger.put(account)
            self._let_go(account.id)
            await self.changed(account)

    # --- letting go ---

    async def disconnect(self, account: str) -> bool:
        """Take the permission back at Google and forget it here; whether Google could be told. Raises NotFound."""
        found = next((each for each in await self._ledger.all() if each.id == account), None)
        if found is None:
            raise NotFound("This Google account is not connected.", ru="Этот аккаунт Google не подключён.")
        secret = await self._vault.get(secret_name(account))
        told = await anyio.to_thread.run_sync(_revoke, secret) if secret else False
        with anyio.CancelScope(shield=True):
            await self._ledger.remove(account)
            await self._vault.remove(secret_name(account))
            self._let_go(account)
            await self.changed(found.model_copy(update={"uses": ()}))
        self._tell()
        return told

    def _let_go(self, account: str) -> None:
        if (client := self._clients.pop(account, None)) is not None:
            client.close()


async def _nobody(account: GoogleAccount) -> None:
    """Nobody wants to know."""


def _opened(secret: str) -> Client:
    """Blocking."""
    # Google's library takes a third of a second, which a start without Google shall not pay.
    from assistant.google.client import opened

    return opened(secret)


def _try(secret: str) -> None:
    """Blocking."""
    client = _opened(secret)
    try:
        client.sign_in()
    finally:
        client.close()


def _revoke(secret: str) -> bool:
    """Blocking. What was withdrawn already counts as told."""
    try:
        grant = Grant.model_validate_json(secret)
    except ValidationError:
        # What the library says quotes what it was given.
        return False
    try:
        with httpx.Client(timeout=TIMEOUT, trust_env=is_secure(grant.endpoints.revoke)) as client:
            answer = client.post(grant.endpoints.revoke, data={"token": grant.refresh_token})
    except httpx.HTTPError:
        return False
    return answer.status_code in (200, 400)
