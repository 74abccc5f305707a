"""What stands on a card by its id is called as the owner knows it; what is not known here is left to the window."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import ports
from assistant.domain.event.run import SendHeld
from assistant.domain.event.said import QuestionAsked
from assistant.domain.letter import LetterHead
from assistant.domain.record import Note
from assistant.errors import NotFound
from assistant.flows.naming import LONGEST, MOST, named
from tests.fakes.house import house, planned
from tests.fakes.mail import HEAD, FakeMail
from tests.fakes.ports import FakeRecords

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
LETTER, LOST, MAILBOX = "letter-0a1b2c3d4e5f6a7b8c9d", "letter-00000000000000000000", "mail-0mwz3uvvb-16f532f599"


class Post(FakeMail):
    """One letter and one mailbox with ids as they really are; how often it was asked."""

    asked = 0

    async def head(self, letter: str) -> LetterHead:
        """Only of that letter."""
        self.asked += 1
        if letter != LETTER:
            raise NotFound("gone", ru="нет")
        return HEAD.model_copy(update={"id": LETTER})

    async def accounts(self) -> list[ports.MailAccount]:
        """That mailbox."""
        return [each.model_copy(update={"id": MAILBOX}) for each in await super().accounts()][:1]


async def test_a_letter_is_its_sender_and_subject_a_mailbox_its_name_and_address() -> None:
    details = {"answers": LETTER, "account": MAILBOX, "text": "letter to Anna", "many": [{"letter": LOST}]}
    assert await named(details, {ports.Mail: Post()}, "ru") == {LETTER: "Анна: Договор", MAILBOX: "рабочая: owner@example.com"}


async def test_a_note_is_called_by_its_line() -> None:
    records = FakeRecords()
    note = await records.add("note", Note(text="milk"), key="k")
    assert set((await named({"id": note.id}, {ports.Records: records}, "en")).values()) <= {"milk"}


async def test_without_mailboxes_or_records_nothing_is_looked_up() -> None:
    assert await named({"answers": LETTER, "id": "note-0mwz3uvvb-16f532f599"}, {}, "en") == {}


async def test_words_that_only_look_like_an_id_are_words() -> None:
    mail = Post()
    assert await named(["letter-2026-11-27", "order-20261127-1", f"see {LETTER}"], {ports.Mail: mail}, "en") == {}
    assert mail.asked == 0


async def test_only_so_many_are_looked_up_and_a_long_subject_is_cut() -> None:
    class Long(Post):
        async def head(self, letter: str) -> LetterHead:
            """A subject without end."""
            self.asked += 1
            return HEAD.model_copy(update={"subject": "x" * 5_000})

    mail = Long()
    words = await named([f"letter-{number:020d}" for number in range(500)], {ports.Mail: mail}, "en")
    assert mail.asked == len(words) == MOST
    assert max(len(word) for word in words.values()) == LONGEST + 1


async def test_a_card_and_a_send_that_waits_are_told_with_the_names(tmp_path: Path) -> None:
    async with house(tmp_path, hold_seconds=30) as home:
        home.ports[ports.Mail] = Post()
        home.command(
            "post",
            f"""
steps:
  - mail.send: {{to: [anna@example.com], text: x, answers: {LETTER}, account: {MAILBOX}}}
    confirm: Send?
""",
        )
        await home.say(planned("post"))
        asked = await home.until(lambda event: event if isinstance(event, QuestionAsked) else None)
        question = asked.question
        assert question.named == {LETTER: "Анна: Договор", MAILBOX: "рабочая: owner@example.com"}
        assert question.details["answers"] == LETTER, "what is agreed to is still exactly what is sent"
        await home.answer(asked, True)
        held = await home.until(lambda event: event if isinstance(event, SendHeld) else None)
        assert held.named[LETTER] == "Анна: Договор"
        assert await home.undo.undo_last(before_turn="") == "Not sent: Send a letter"
