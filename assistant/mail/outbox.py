"""Letters on their way out: the intent is kept first, then the server is asked, then what it said; nothing is sent twice."""

from __future__ import annotations

import logging

import anyio.from_thread

from assistant import clock
from assistant.domain.letter import FoundLetter, MailAccount, Outgoing, SentLetter
from assistant.errors import StepError, StepRefused, Unreachable
from assistant.extensions.mail import MailBackend
from assistant.mail import compose
from assistant.mail.box import Box
from assistant.mail.mime import read_letter
from assistant.store.letters import Letters
from assistant.store.mail import MailSendings

logger = logging.getLogger(__name__)
PREPARED, BEGUN, SENT, REFUSED = "prepared", "begun", "sent", "refused"
_KEEPS_ITSELF = ("gmail.com", "googlemail.com", "office365.com", "outlook.com")
"""Servers that put what they send among the sent letters themselves."""


class Outbox:
    """Composes, keeps and sends."""

    def __init__(self, sendings: MailSendings, letters: Letters) -> None:
        self._sendings = sendings
        self._letters = letters

    def prepared(self, outgoing: Outgoing, account: MailAccount, original: FoundLetter | None, own: frozenset[str]) -> Outgoing:
        """With the account, by the address its owner knows it by, and for an answer or a forwarded letter with its people and subject."""
        found: dict[str, object] = {"account": account.email}
        if original is not None and outgoing.answers:
            if not outgoing.to:
                everybody = bool(outgoing.cc) and outgoing.cc[0].email == "*"
                found["to"], copies = compose.answered_people(original.letter, own, everybody=everybody)
                found["cc"] = copies if everybody else outgoing.cc
            found["subject"] = outgoing.subject or compose.answer_subject(original.letter.subject)
        elif original is not None:
            found["subject"] = outgoing.subject or compose.forward_subject(original.letter.subject)
        return outgoing.model_copy(update=found)

    async def draft(self, box: Box, outgoing: Outgoing, original: bytes, key: str) -> SentLetter:
        """Keep among the drafts, once for a key."""
        raw = self._composed(box, outgoing, original, key)
        message_id = compose.message_id(key, box.account)

        def keep(backend: MailBackend) -> str:
            found = backend.find(message_id, ["drafts"])
            return found[1] if found else backend.keep(raw, "drafts")[1]

        folder = await box.ask(keep)
        return _of(outgoing, box, message_id).model_copy(update={"folder": folder})

    async def send(self, box: Box, outgoing: Outgoing, original: bytes, key: str) -> SentLetter:
        """Send. Raises Unreachable, StepError, StepRefused."""
        people = compose.recipients(outgoing)
        raw = self._composed(box, outgoing, original, key)
        message_id = compose.message_id(key, box.account)
        sent = _of(outgoing, box, message_id)
        body = sent.model_dump(mode="json")
        await self._sendings.put(key, body, PREPARED)

        def begun() -> None:
            # The server may take it from here on: known on disk before it can happen.
            anyio.from_thread.run(self._sendings.put, key, body, BEGUN)

        try:
            response = await box.ask(lambda backend: backend.send(raw, box.account.email, people, begun))
        except Unreachable as trouble:
            if trouble.untouched:
                await self._sendings.put(key, body, PREPARED)
            raise
        except (StepRefused, StepError):
            await self._sendings.put(key, body, REFUSED)
            raise
        sent = sent.model_copy(update={"response": response})
        await self._sendings.put(key, sent.model_dump(mode="json"), SENT, response)
        folder = await self._keep_copy(box, raw, message_id)
        sent = sent.model_copy(update={"folder": folder})
        await self._sendings.put(key, sent.model_dump(mode="json"), SENT, response)
        return sent

    async def _keep_copy(self, box: Box, raw: bytes, message_id: str) -> str:
        """Among the sent letters, read back; a copy that cannot be kept is no failure of the sending."""
        account = box.account
        keeps_itself = account.outgoing is not None and account.outgoing.host.endswith(_KEEPS_ITSELF)

        def keep(backend: MailBackend) -> str:
            if found := backend.find(message_id, ["sent"]):
                return found[1]
            if keeps_itself:
                return ""
            backend.keep(raw, "sent")
            found = backend.find(message_id, ["sent"])
            return found[1] if found else ""

        try:
            return await box.ask(keep)
        except StepError as trouble:
            logger.warning("a sent letter was not kept among the sent ones: %s", trouble)
            return ""

    async def known(self, key: str) -> SentLetter | None:
        """What was surely sent under a key."""
        kept = await self._sendings.get(key)
        return SentLetter.model_validate(kept[0]) if kept and kept[1] == SENT else None

    async def account_of(self, key: str) -> str:
        """The mailbox something was to be sent from under a key; empty when nothing was."""
        kept = await self._sendings.get(key)
        return str(kept[0]["account"]) if kept else ""

    async def traced(self, box: Box, key: str) -> SentLetter | None:
        """What was sent under a key, None when surely nothing. Raises NotImplementedError when only the server knows."""
        kept = await self._sendings.get(key)
        if kept is None or kept[1] in (PREPARED, REFUSED):
            return None
        sent = SentLetter.model_validate(kept[0])
        if kept[1] == SENT:
            return sent
        found = await box.ask(lambda backend: backend.find(sent.message_id, ["sent", "inbox"]))
        if found is None:
            raise NotImplementedError
        sent = sent.model_copy(update={"folder": found[1]})
        await self._sendings.put(key, sent.model_dump(mode="json"), SENT, "found")
        return sent

    def _composed(self, box: Box, outgoing: Outgoing, original: bytes, key: str) -> bytes:
        letter = read_letter(original) if original else None
        return compose.compose(outgoing, box.account, key, clock.now(), letter, original if outgoing.forwards else b"")


def _of(outgoing: Outgoing, box: Box, message_id: str) -> SentLetter:
    """What is known of a letter before a server has said anything."""
    files = tuple((file.name, file.sha256) for file in outgoing.enclosed)
    return SentLetter(message_id=message_id, account=box.account.id, to=outgoing.to, subject=outgoing.subject, files=files)
