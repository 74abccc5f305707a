"""Steps that do something to letters: what they ask of the mailbox, what proves it, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pytest

from assistant import plugins, ports
from assistant.domain.letter import LetterChange
from assistant.domain.run import Effect
from assistant.errors import StepRefused
from assistant.extensions.steps import StepKind
from tests.fakes.folders import FakeFolders
from tests.fakes.mail import HEAD, FakeMail
from tests.fakes.ports import FakeContext
from tests.steps.conftest import Act

pytestmark = [pytest.mark.unit, pytest.mark.anyio]

CHANGES: Mapping[str, tuple[dict[str, Any], LetterChange]] = {
    "mail.mark": ({"unread": False, "flagged": True}, LetterChange(unread=False, flagged=True)),
    "mail.archive": ({}, LetterChange(role="archive")),
    "mail.move": ({"folder": "Contracts"}, LetterChange(folder="Contracts")),
    "mail.label": ({"add": ["Anna"], "remove": ["Old"]}, LetterChange(add_labels=("Anna",), remove_labels=("Old",))),
}


@pytest.fixture
def mail(context: FakeContext) -> FakeMail:
    """The mailbox of that house."""
    fake = FakeMail()
    context.ports[ports.Mail] = fake
    return fake


def test_every_kind_that_changes_letters_is_tried_here() -> None:
    kinds = {name for name in plugins.names("steps") if name.startswith("mail.")}
    writing = {name for name in kinds if plugins.load("steps", name, StepKind).effect is Effect.WRITES}
    assert writing == {*CHANGES, "mail.draft", "mail.save_attachment"}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", CHANGES)
async def test_a_changed_letter_is_proven_named_as_from_outside_and_put_back(
    name: str, language: Any, act: Act, mail: FakeMail, context: FakeContext
) -> None:
    context.language = language
    params, change = CHANGES[name]
    result = await act(name, {"letter": ["letter-1", "letter-2"], **params}, key="k")
    assert mail.changes == {"k": [("letter-1", change), ("letter-2", change)]}
    assert result.receipt is not None and HEAD.message_id in result.receipt.id
    assert {source.who for source in result.sources} == {str(HEAD.sender)}
    said = await plugins.load("steps", name, StepKind)().undo(result.receipt, context)
    assert mail.changes == {}
    assert said.count(HEAD.subject) == 2


async def test_a_mark_that_says_nothing_is_refused(act: Act, mail: FakeMail) -> None:
    with pytest.raises((StepRefused, ValueError), match="unread or flagged"):
        await act("mail.mark", {"letter": "letter-1"}, key="k")
    assert mail.changes == {}


async def test_a_draft_is_kept_once_for_a_key_and_taken_back(act: Act, mail: FakeMail, context: FakeContext) -> None:
    params = {"to": ["Анна"], "subject": "Договор", "text": "Договор готов."}
    result = await act("mail.draft", params, key="k")
    await act("mail.draft", params, key="k")
    assert [(kept.to[0].email, kept.text) for kept in mail.outgoing.values()] == [("anna@example.com", "Договор готов.")]
    assert result.receipt is not None and result.receipt.kind == "draft"
    await plugins.load("steps", "mail.draft", StepKind)().undo(result.receipt, context)
    assert mail.outgoing == {}


async def test_an_attachment_is_saved_with_its_hash(act: Act, mail: FakeMail) -> None:
    result = await act("mail.save_attachment", {"letter": "letter-1", "number": 1}, key="k")
    assert result.value["name"] == "a.txt" and result.value["size"] == 1
    assert result.receipt is not None and result.receipt.id == result.value["sha256"]


async def test_what_an_attachment_says_is_named_as_from_outside(act: Act, mail: FakeMail) -> None:
    result = await act("mail.attachment_text", {"letter": "letter-1", "number": 1}, key="k")
    assert (result.value["name"], result.value["text"], result.value["pages"]) == ("a.txt", "Предоплата 30 %", 2)
    assert {source.who for source in result.sources} == {str(HEAD.sender)}


LETTER = {"to": ["Анна"], "subject": "Договор", "text": "Во вложении."}


async def test_a_file_goes_with_a_letter_as_it_was_shown_and_its_hash_is_the_evidence(
    act: Act, mail: FakeMail, context: FakeContext
) -> None:
    context.ports[ports.Folders] = FakeFolders(**{"work/договор.txt": "Цена 100"})
    digest = sha256("Цена 100".encode()).hexdigest()
    ready = (await act("mail.prepare", {**LETTER, "files": ["work/договор.txt"]}, key="p")).value
    assert (ready["files"], ready["digests"]) == (["work/договор.txt"], [digest])
    result = await act("mail.send", ready, key="k")
    (sent,) = mail.outgoing.values()
    assert [(file.name, file.content.decode()) for file in sent.enclosed] == [("договор.txt", "Цена 100")]
    assert result.value["files"] == [{"name": "договор.txt", "sha256": digest}]
    assert result.receipt is not None and f"договор.txt, SHA-256 {digest}" in result.receipt.summary


async def test_a_file_that_was_changed_since_it_was_shown_is_not_sent(act: Act, mail: FakeMail, context: FakeContext) -> None:
    folders = context.ports[ports.Folders] = FakeFolders(**{"a.txt": "shown"})
    ready = (await act("mail.prepare", {**LETTER, "files": ["a.txt"]}, key="p")).value
    folders.texts["a.txt"] = "something else"
    with pytest.raises(StepRefused, match="was changed since it was shown"):
        await act("mail.send", ready, key="k")
    assert mail.outgoing == {}


async def test_files_too_large_for_a_letter_are_refused(
    act: Act, mail: FakeMail, context: FakeContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.steps.mail._written.MOST_ENCLOSED", 10)
    context.ports[ports.Folders] = FakeFolders(a="123456", b="123456")
    with pytest.raises(StepRefused, match="together"):
        await act("mail.send", {**LETTER, "files": ["a", "b"]}, key="k")
    assert mail.outgoing == {}
