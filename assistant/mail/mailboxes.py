"""The owner's mailboxes together: the real thing behind the port Mail."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import anyio
from anyio.abc import TaskGroup

from assistant import clock, plugins, ports
from assistant.domain.letter import (
    AttachedText,
    Attachment,
    Contact,
    FoundLetter,
    LetterChange,
    LetterHead,
    LetterQuery,
    MailAccount,
    Outgoing,
    Role,
    SentLetter,
    Subscription,
    Weighed,
)
from assistant.errors import AssistantError, NotFound, StepError, StepRefused, Unreachable
from assistant.extensions.mail import MailBackend, Marks
from assistant.mail import attached, mime
from assistant.mail.box import Box
from assistant.mail.importance import weighed
from assistant.mail.outbox import Outbox
from assistant.settings import MailSettings
from assistant.store.letters import Letters
from assistant.store.mail import MailAccounts, MailJournal, MailSendings
from assistant.vault import Vault
from assistant.wording.called import called, mailbox_names

logger = logging.getLogger(__name__)
_NO_MAILBOX = "No mailbox is connected. Connect Google or any other mailbox under “Connections”."
_NO_MAILBOX_RU = "Почта не подключена. Подключите Google или любой другой ящик в «Подключениях»."


IDLE_S = 540.0
"""So long a mailbox is waited for at once: servers end a wait after half an hour, routers forget one sooner."""
LEAST_PAUSE = 2.0
"""Seconds before a mailbox that could not be watched is tried again; twice as long each time."""


def secret_name(account: MailAccount) -> str:
    """The name in the vault of what opens a mailbox: its password, or the grant of the Google account it belongs to."""
    return f"grant {account.user}" if is_granted(account) else f"mail {account.id}"


def is_granted(account: MailAccount) -> bool:
    """Whether a mailbox comes with a Google account; connecting and letting go is done there."""
    return account.backend == "gmail"


class Mailboxes(ports.Mail):
    """All mailboxes. Nothing is reached before it is needed, but for looking for new letters now and then."""

    def __init__(
        self,
        settings: Callable[[], MailSettings],
        accounts: MailAccounts,
        letters: Letters,
        journal: MailJournal,
        sendings: MailSendings,
        vault: Vault,
    ) -> None:
        self._settings = settings
        self._accounts = accounts
        self.letters = letters
        self._journal = journal
        self._vault = vault
        self._boxes: dict[str, Box] = {}
        self._opening = anyio.Lock()
        self._told = anyio.Event()
        """Set when a mailbox tells of something new."""
        self._outbox = Outbox(sendings, letters)

    # --- mailboxes ---

    async def accounts(self) -> Sequence[MailAccount]:
        """Every mailbox, the default first."""
        return await self._accounts.all()

    async def account(self, said: str) -> MailAccount:
        """By id, address, title, or what was said of it: "в рабочей почте". Raises StepRefused for none and for several."""
        known = await self._accounts.all()
        if not known:
            raise StepRefused(_NO_MAILBOX, ru=_NO_MAILBOX_RU)
        if not said.strip():
            return known[0]
        found = called(said, {each.id: mailbox_names(each) for each in known})
        if len(found) == 1:
            return next(each for each in known if each.id == found[0])
        there = ", ".join(each.title or each.email for each in known if not found or each.id in found)
        if found:
            raise StepRefused(f"{said!r} may be any of these: {there}. Say which.", ru=f"«{said}» — это что из этого: {there}?")
        raise StepRefused(f"There is no mailbox {said!r}; there are: {there}.", ru=f"Нет ящика «{said}»; есть: {there}.")

    async def own(self) -> frozenset[str]:
        """Every address of the owner."""
        return frozenset(email.lower() for each in await self._accounts.all() for email in (each.email, *each.aliases))

    async def box(self, account: str) -> Box:
        """An open mailbox. Raises StepRefused."""
        found = await self.account(account)
        async with self._opening:
            box = self._boxes.get(found.id)
            if box is None or box.account != found:
                if box is not None:
                    await box.close()
                kind = plugins.load("mail.backends", found.backend, MailBackend)
                secret = await self._vault.get(secret_name(found))
                box = self._boxes[found.id] = Box(found, kind(found, secret), self.letters)
        return box

    async def let_go(self, account: str) -> None:
        """Close a mailbox; it is opened again when it is needed."""
        if (box := self._boxes.pop(account, None)) is not None:
            with suppress(AssistantError):
                await box.close()

    async def close(self) -> None:
        """Close all."""
        for account in list(self._boxes):
            await self.let_go(account)

    # --- reading ---

    async def search(self, query: LetterQuery, *, fresh: bool = True) -> Sequence[LetterHead]:
        """Letters of a query, newest first."""
        query = await self._aimed(query)
        if fresh:
            await self.refresh(query.account, query.since)
        return await self.letters.find(query)

    async def weigh(self, query: LetterQuery, now: datetime) -> Sequence[Weighed]:
        """What matters."""
        query = await self._aimed(query)
        await self.refresh(query.account, query.since)
        return weighed(await self.letters.standing(query), await self.own(), now)

    async def subscriptions(self, account: str, since: datetime, *, limit: int = 50) -> Sequence[Subscription]:
        """Who can be unsubscribed from."""
        account = (await self.account(account)).id if account else ""
        await self.refresh(account, since)
        return await self.letters.subscriptions(account, since, limit)

    async def head(self, letter: str) -> LetterHead:
        """From the index."""
        return await self.letters.head(letter)

    async def read(self, letter: str) -> FoundLetter:
        """A whole letter."""
        head = await self.letters.head(letter)
        return FoundLetter(head=head, letter=await anyio.to_thread.run_sync(mime.read_letter, await self._raw(letter)))

    async def thread(self, letter: str, *, limit: int = 30) -> Sequence[FoundLetter]:
        """A conversation, oldest first."""
        head = await self.letters.head(letter)
        await self.refresh(head.account)
        heads = await self.letters.find(LetterQuery(thread=head.thread, limit=limit))
        return [await self.read(each.id) for each in reversed(heads)]

    async def contacts(self, name: str, *, limit: int = 10) -> Sequence[Contact]:
        """People, likeliest first; what is new is fetched when nobody is known by that name."""
        found = await self.letters.contacts(name, limit=limit)
        if not found and await self._accounts.all():
            await self.refresh("")
            found = await self.letters.contacts(name, limit=limit)
        own = await self.own()
        return [contact for contact in found if contact.address.email not in own]

    async def attachment(self, letter: str, number: int) -> tuple[Attachment, bytes]:
        """An attachment with its content."""
        raw = await self._raw(letter)
        return await anyio.to_thread.run_sync(mime.attachment, raw, number)

    async def attachment_text(self, letter: str, number: int) -> AttachedText:
        """What an attachment says."""
        found, content = await self.attachment(letter, number)
        return await anyio.to_thread.run_sync(attached.text_of, found, content, abandon_on_cancel=True)

    async def _raw(self, letter: str) -> bytes:
        account, place, _role, _marks = await self.letters.place(letter)
        box = await self.box(account)
        return await box.ask(lambda backend: backend.raw(place, mime.LARGEST))

    async def _aimed(self, query: LetterQuery) -> LetterQuery:
        account = (await self.account(query.account)).id if query.account else ""
        return query.model_copy(update={"account": account})

    async def refresh(self, account: str, since: datetime | None = None) -> int:
        """Fetch what is new, from one mailbox or all; how many letters. What one of several lacks, the others do not wait for."""
        found = [await self.account(account)] if account else await self._accounts.all()
        if not found:
            raise StepRefused(_NO_MAILBOX, ru=_NO_MAILBOX_RU)
        counts: list[int] = []
        troubles: list[StepError] = []

        async def one(each: MailAccount) -> None:
            try:
                counts.append(await (await self.box(each.id)).refresh(self._history(), since))
            except StepError as trouble:
                troubles.append(trouble)

        async with anyio.create_task_group() as tasks:
            for each in found:
                tasks.start_soon(one, each)
        if troubles:
            raise next((trouble for trouble in troubles if isinstance(trouble, Unreachable)), troubles[0])
        return sum(counts)

    def _history(self) -> datetime:
        return clock.now() - timedelta(days=self._settings().history_days)

    async def run(self) -> None:
        """Look for new letters when a mailbox tells of them, else now and then, and fetch older ones; until cancelled."""
        async with anyio.create_task_group() as tasks:
            await self._look(tasks)

    async def _look(self, tasks: TaskGroup) -> None:
        watched: set[str] = set()
        while True:
            pause = self._settings().check_s
            self._told = anyio.Event()
            for account in await self._accounts.all():
                if account.id not in watched:
                    watched.add(account.id)
                    tasks.start_soon(self._watch, account.id, watched)
                try:
                    box = await self.box(account.id)
                    await box.refresh(self._history())
                    pause = pause if box.complete else 0.2
                except AssistantError as trouble:
                    logger.info("the mailbox %s was not looked at: %s", account.id, trouble)
            with anyio.move_on_after(pause):
                await self._told.wait()

    async def _watch(self, account: str, watched: set[str]) -> None:
        """Wait for a mailbox to tell of something; one that is gone, or cannot tell, is left to be looked at now and then."""
        pause = LEAST_PAUSE
        while any(each.id == account for each in await self._accounts.all()):
            try:
                if await (await self.box(account)).watch(IDLE_S):
                    self._told.set()
                pause = LEAST_PAUSE
            except NotImplementedError:
                return
            except AssistantError as trouble:
                logger.info("the mailbox %s cannot be watched: %s", account, trouble)
                await anyio.sleep(pause)
                pause = min(2 * pause, self._settings().check_s)
        watched.discard(account)

    # --- changing ---

    async def change(self, letter: str, change: LetterChange, *, key: str) -> LetterHead:
        """Mark, label, move."""
        account, place, role, marks = await self.letters.place(letter)
        folder = await self.letters.folder_of(account, place)
        before = {
            "folder": folder,
            "role": role,
            "unread": marks.unread,
            "flagged": marks.flagged,
            "answered": marks.answered,
            "add_labels": list(change.remove_labels),
            "remove_labels": list(change.add_labels),
            "moved": change.role is not None or change.folder is not None,
        }
        await self._journal.note(key, letter, before)
        await self._apply(account, place, role, folder, marks, change)
        return await self.letters.head(letter)

    async def _apply(self, account: str, place: str, role: Role, folder: str, marks: Marks, change: LetterChange) -> None:
        box = await self.box(account)
        after, arrived = await box.ask(lambda backend: backend.change(place, change))
        if (after, arrived) != (place, folder):
            await self.letters.moved(account, place, after, arrived, change.role or "other")
        kept = Marks(
            unread=marks.unread if change.unread is None else change.unread,
            flagged=marks.flagged if change.flagged is None else change.flagged,
            answered=marks.answered if change.answered is None else change.answered,
        )
        await self.letters.marked(account, after, kept)

    async def revert(self, key: str) -> Sequence[str]:
        """Put back what was changed or drafted under this key."""
        subjects = []
        for letter, before in await self._journal.noted(key):
            if "draft" in before:
                await self._remove_draft(before)
                subjects.append(str(before["subject"]))
            else:
                head = await self.letters.head(letter)
                account, place, role, marks = await self.letters.place(letter)
                folder = await self.letters.folder_of(account, place)
                change = LetterChange(
                    unread=before["unread"],
                    flagged=before["flagged"],
                    answered=before["answered"],
                    folder=before["folder"] if before["moved"] else None,
                    add_labels=tuple(before["add_labels"]),
                    remove_labels=tuple(before["remove_labels"]),
                )
                await self._apply(account, place, role, folder, marks, change)
                account, place, _role, _marks = await self.letters.place(letter)
                await self.letters.moved(account, place, place, before["folder"], before["role"])
                subjects.append(head.subject)
            await self._journal.reverted(key, letter)
        return subjects

    # --- writing ---

    async def prepare(self, outgoing: Outgoing) -> Outgoing:
        """Work out what was left out."""
        original = await self.read(outgoing.answers or outgoing.forwards) if outgoing.answers or outgoing.forwards else None
        account = await self.account(outgoing.account or (original.head.account if original else ""))
        return self._outbox.prepared(outgoing, account, original, await self.own())

    async def draft(self, outgoing: Outgoing, *, key: str) -> SentLetter:
        """Keep a letter among the drafts, once for a key."""
        outgoing = await self.prepare(outgoing)
        box = await self.box(outgoing.account)
        kept = await self._outbox.draft(box, outgoing, await self._original(outgoing), key)
        await self._journal.note(
            key, kept.message_id, {"draft": kept.message_id, "account": kept.account, "subject": outgoing.subject}
        )
        return kept

    async def _remove_draft(self, noted: dict[str, str]) -> None:
        box = await self.box(noted["account"])
        message_id = noted["draft"]

        def remove(backend: MailBackend) -> None:
            if found := backend.find(message_id, ["drafts"]):
                backend.remove(found[0])

        await box.ask(remove)

    async def send(self, outgoing: Outgoing, *, key: str) -> SentLetter:
        """Send, once for a key."""
        if (known := await self._outbox.known(key)) is not None:
            return known
        outgoing = await self.prepare(outgoing)
        box = await self.box(outgoing.account)
        sent = await self._outbox.send(box, outgoing, await self._original(outgoing), key)
        if outgoing.answers:
            with suppress(StepError, NotFound):
                await self._mark_answered(outgoing.answers)
        return sent

    async def _mark_answered(self, letter: str) -> None:
        account, place, role, marks = await self.letters.place(letter)
        folder = await self.letters.folder_of(account, place)
        await self._apply(account, place, role, folder, marks, LetterChange(answered=True))

    async def sent(self, key: str) -> SentLetter | None:
        """What is known of a sending."""
        account = await self._outbox.account_of(key)
        return await self._outbox.traced(await self.box(account), key) if account else None

    async def _original(self, outgoing: Outgoing) -> bytes:
        """The letter that is answered or forwarded, empty when there is none."""
        letter = outgoing.answers or outgoing.forwards
        return await self._raw(letter) if letter else b""
