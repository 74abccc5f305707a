"""Connecting mailboxes: servers found by the address, tried before they are kept, forgotten with everything known of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import anyio.to_thread

from assistant import plugins
from assistant.domain.base import new_id
from assistant.domain.google import GoogleAccount
from assistant.domain.letter import MailAccount
from assistant.domain.web import WebRequest
from assistant.errors import AssistantError, Conflict, StepError, StepRefused
from assistant.extensions.mail import MailBackend
from assistant.mail import providers
from assistant.mail.mailboxes import Mailboxes, is_granted, secret_name
from assistant.mail.providers import Servers
from assistant.ports import Web
from assistant.settings import MailSettings
from assistant.store.mail import MailAccounts
from assistant.vault import Vault
from assistant.wording.called import mailbox_names
from assistant.words import fold

_OWN = frozenset({"localhost", "127.0.0.1", "::1"})
SECONDS = 8.0
"""What asking a provider for its servers may take at each place."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying a mailbox; `ru` the same in Russian."""

    ok: bool
    seconds: float
    detail: str = ""
    ru: str = ""


@dataclass(frozen=True, slots=True)
class FoundServers:
    """The servers of an address, and how they were found: known, told by the provider, or guessed."""

    servers: Servers
    how: str


class MailConnections:
    """Adds, tries and removes mailboxes."""

    def __init__(
        self, settings: Callable[[], MailSettings], accounts: MailAccounts, mailboxes: Mailboxes, vault: Vault, web: Web
    ) -> None:
        self._settings = settings
        self._accounts = accounts
        self._mailboxes = mailboxes
        self._vault = vault
        self._web = web

    async def all(self) -> tuple[MailAccount, ...]:
        """Every mailbox, the default first."""
        return await self._accounts.all()

    async def discover(self, email: str) -> FoundServers:
        """Where the mailbox of an address is, as far as it can be found out."""
        domain = email.rpartition("@")[2].strip().lower()
        if found := providers.known(domain):
            return FoundServers(found, "known")
        if self._settings().autoconfig:
            for url in providers.places(domain):
                try:
                    answer = await self._web.fetch(WebRequest(method="GET", url=url, seconds=SECONDS))
                except StepError:
                    continue
                if answer.status == 200 and (told := providers.told(answer.body)):
                    return FoundServers(told, "told")
        return FoundServers(providers.guessed(domain), "guessed")

    async def add(self, account: MailAccount, password: str) -> MailAccount:
        """Try a mailbox and keep it, its password in the vault. Raises what trying raises; then nothing is kept."""
        known = await self._accounts.all()
        same = next((each for each in known if each.email.lower() == account.email.lower()), None)
        account = account.model_copy(
            update={
                "id": same.id if same else account.id or new_id("mail"),
                "default": account.default or not known or bool(same and same.default),
            }
        )
        kept = "" if password else await self._vault.get(secret_name(account))
        _check_secure(account)
        await self._try(account, password or kept)
        if password:
            await self._vault.set(secret_name(account), password)
        await self._mailboxes.let_go(account.id)
        if same and same.backend != account.backend:
            # Its letters lie in places of the other kind; the index is made again.
            await self._mailboxes.letters.forget(same.id)
            await self._forget_secret(same)
        await self._accounts.put(account)
        return account

    async def follow(self, google: GoogleAccount) -> None:
        """The mailbox of a Google account comes when its mail may be read, and goes when it may not any more. Raises what trying
        raises; then there is none."""
        known = next((each for each in await self._accounts.all() if is_granted(each) and each.user == google.id), None)
        if "mail.read" in google.uses:
            made = MailAccount(id="", email=google.email, backend="gmail", user=google.id)
            await self.add(known or made, "")
        elif known is not None:
            await self.remove(known.id)

    async def test(self, account: str) -> Tried:
        """Try a mailbox that is kept."""
        found = await self._mailboxes.account(account)
        began = time.monotonic()
        try:
            await self._try(found, await self._vault.get(secret_name(found)))
        except AssistantError as fault:
            return Tried(False, round(time.monotonic() - began, 2), str(fault), fault.said("ru"))
        return Tried(True, round(time.monotonic() - began, 2))

    async def make_default(self, account: str) -> None:
        """The mailbox that is meant when none is named."""
        found = await self._mailboxes.account(account)
        await self._accounts.put(found.model_copy(update={"default": True}))

    async def rename(self, account: str, title: str) -> MailAccount:
        """Call a mailbox otherwise; nothing is asked of its server. Raises Conflict when another one is called so."""
        found = await self._mailboxes.account(account)
        title = " ".join(title.split())
        known = {each.id: mailbox_names(each) for each in await self._accounts.all() if each.id != found.id}
        if title and any(fold(title) in map(fold, names) for names in known.values()):
            raise Conflict(f"Another mailbox is called “{title}” already.", ru=f"«{title}» уже называется другой ящик.")
        renamed = found.model_copy(update={"title": title})
        await self._accounts.put(renamed)
        return renamed

    async def remove(self, account: str) -> None:
        """Forget a mailbox, its password and its letters here; nothing happens to the mailbox itself."""
        found = next((each for each in await self._accounts.all() if each.id == account), None)
        if found is None:
            return
        await self._mailboxes.let_go(account)
        await self._accounts.remove(account)
        await self._forget_secret(found)
        await self._mailboxes.letters.forget(account)
        rest = await self._accounts.all()
        if found.default and rest:
            await self._accounts.put(rest[0].model_copy(update={"default": True}))

    async def _forget_secret(self, account: MailAccount) -> None:
        if not is_granted(account):
            await self._vault.remove(secret_name(account))

    async def _try(self, account: MailAccount, password: str) -> None:
        kind = plugins.load("mail.backends", account.backend, MailBackend)

        def check() -> None:
            backend = kind(account, password)
            try:
                backend.check()
            finally:
                backend.close()

        await anyio.to_thread.run_sync(check)


def _check_secure(account: MailAccount) -> None:
    for server in (account.incoming, account.outgoing):
        if server is not None and server.security == "none" and server.host not in _OWN:
            raise StepRefused(
                f"A password is not sent to {server.host} without encryption, where anybody on the way can read it; use TLS.",
                ru=f"Пароль не отправляется на {server.host} без шифрования: его мог бы прочитать кто угодно по пути; используйте TLS.",
            )
