"""What is Gmail's own: history instead of folders, labels, batches, grants, and a server that sends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from assistant.domain.letter import Address, LetterChange, LetterQuery, Outgoing
from assistant.errors import SignInNeeded, Unreachable
from assistant.extensions.mail import MailNews
from assistant.mail.backends.gmail import GmailBackend
from assistant.mail.gmail_parts import letter_bytes
from assistant.mail.mime import read_letter
from tests.fixtures.mailserver import OWNER
from tests.google.double import Refused
from tests.google.gmail import Kept, _payload
from tests.mail.gmail_server import GmailServer
from tests.mail.letters import CORPUS, letter
from tests.mail.post import Post, post

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
GET, LIST, SEND = "gmail.users.messages.get", "gmail.users.messages.list", "gmail.users.messages.send"


@pytest.fixture
def mail_server(gmail_server: GmailServer) -> GmailServer:
    """The double, for the shared fixtures."""
    return gmail_server


def asked(server: GmailServer, method: str) -> int:
    return [call.method for call in server.google.asked].count(method)


async def test_the_second_look_asks_only_for_what_is_new(mail: Post, mail_server: GmailServer) -> None:
    mail_server.deliver(*(letter(message_id=f"{n}@x") for n in range(60)))
    assert len(await mail.mailboxes.search(LetterQuery(limit=100))) == 60
    mail_server.google.asked.clear()
    mail_server.deliver(letter(message_id="new@x"))
    assert len(await mail.mailboxes.search(LetterQuery(limit=100))) == 61
    assert (asked(mail_server, GET), asked(mail_server, LIST)) == (1, 0)
    mail_server.google.asked.clear()
    await mail.mailboxes.search(LetterQuery())
    assert [call.method for call in mail_server.google.asked] == ["gmail.users.history.list"]


async def test_many_letters_come_in_few_requests(mail: Post, mail_server: GmailServer) -> None:
    mail_server.deliver(*(letter(message_id=f"{n}@x") for n in range(200)))
    before = mail_server.google.requests
    assert len(await mail.mailboxes.search(LetterQuery(limit=300))) == 200
    # A profile, a list, the labels, a token, and the letters by 20.
    assert mail_server.google.requests - before <= 4 + 200 / 20
    assert mail_server.google.most_at_once <= 2


async def test_a_history_that_is_forgotten_leads_to_a_whole_look(mail: Post, mail_server: GmailServer) -> None:
    mail_server.deliver(letter(message_id="stays@x"), letter(message_id="goes@x"))
    assert len(await mail.mailboxes.search(LetterQuery())) == 2
    mail_server.remove("goes@x")
    mail_server.mark("stays@x", read=True, flagged=True)
    mail_server.deliver(letter(message_id="comes@x"))
    mail_server.gmail.forget_history()
    found = {each.message_id: each for each in await mail.mailboxes.search(LetterQuery())}
    assert set(found) == {"stays@x", "comes@x"}
    assert (found["stays@x"].unread, found["stays@x"].flagged) == (False, True)


async def test_what_another_program_moves_moves_in_the_index(mail: Post, mail_server: GmailServer) -> None:
    mail_server.deliver(letter())
    (head,) = await mail.mailboxes.search(LetterQuery())
    (key,) = mail_server.gmail.letters
    for add, remove, role, folder in (
        (["Label_1"], ["INBOX"], "other", "Проекты"),
        ([], ["Label_1"], "archive", "Archive"),
        (["INBOX"], [], "inbox", "INBOX"),
    ):
        mail_server.gmail.relabel(key, add=add, remove=remove)
        (again,) = await mail.mailboxes.search(LetterQuery())
        assert (again.id, again.role, again.folders) == (head.id, role, (folder,))
    mail_server.gmail.relabel(key, add=["TRASH"], remove=["INBOX"])
    assert await mail.mailboxes.search(LetterQuery()) == ()
    mail_server.gmail.relabel(key, add=["INBOX"], remove=["TRASH"])
    assert [each.id for each in await mail.mailboxes.search(LetterQuery())] == [head.id]


async def test_a_new_label_is_made_given_and_taken_back(mail: Post, mail_server: GmailServer) -> None:
    mail_server.deliver(letter())
    (head,) = await mail.mailboxes.search(LetterQuery())
    await mail.mailboxes.change(head.id, LetterChange(add_labels=("Счета", "ПРОЕКТЫ")), key="k")
    (kept,) = mail_server.gmail.letters.values()
    names = {mail_server.gmail.labels[each] for each in kept.labels}
    assert {"Счета", "Проекты", "INBOX"} <= names
    await mail.mailboxes.revert("k")
    assert {mail_server.gmail.labels[each] for each in kept.labels} == {"INBOX", "UNREAD"}


async def test_a_letter_in_the_bin_is_brought_back(mail: Post, mail_server: GmailServer) -> None:
    mail_server.deliver(letter())
    (head,) = await mail.mailboxes.search(LetterQuery())
    await mail.mailboxes.change(head.id, LetterChange(role="trash"), key="k")
    assert (mail_server.subjects(), mail_server.subjects("Trash")) == ([], ["Договор"])
    await mail.mailboxes.revert("k")
    assert (mail_server.subjects(), mail_server.subjects("Trash")) == (["Договор"], [])


async def test_blind_copies_are_delivered_and_not_shown(mail: Post, mail_server: GmailServer) -> None:
    outgoing = Outgoing(to=(Address(email="a@x.example"),), bcc=(Address(email="b@x.example"),), subject="x", text="y")
    await mail.mailboxes.send(outgoing, key="k")
    ((_sender, people, raw),) = mail_server.sink.taken
    assert (sorted(people), b"b@x.example" in raw) == (["a@x.example", "b@x.example"], False)


async def test_an_answer_lies_in_the_conversation_at_gmail_too(mail: Post, mail_server: GmailServer) -> None:
    mail_server.deliver(letter())
    (head,) = await mail.mailboxes.search(LetterQuery())
    await mail.mailboxes.send(Outgoing(answers=head.id, text="Готов."), key="k")
    assert len({each.thread for each in mail_server.gmail.letters.values()}) == 1


async def test_a_large_letter_is_uploaded_and_comes_back_whole(mail: Post, mail_server: GmailServer) -> None:
    made = letter("См. файл")
    content = bytes(range(256)) * 16_000
    made.add_attachment(content, maintype="application", subtype="pdf", filename="большой.pdf")
    mail_server.deliver(made)
    (head,) = await mail.mailboxes.search(LetterQuery(attachments=True))
    assert (await mail.mailboxes.attachment(head.id, 1))[1] == content
    await mail.mailboxes.send(Outgoing(forwards=head.id, to=(Address(email="b@x.example"),), text="Смотри, большое"), key="k")
    read = read_letter(mail_server.sink.taken[0][2])
    assert read.text == "Смотри, большое" and read.attachments[0].size > len(content)


async def test_an_answer_lost_on_the_way_back_is_found_and_nothing_is_sent_twice(mail: Post, mail_server: GmailServer) -> None:
    mail_server.google.lose_answers.add(SEND)
    outgoing = Outgoing(to=(Address(email="anna@example.com"),), subject="x", text="y")
    with pytest.raises(Unreachable):
        await mail.mailboxes.send(outgoing, key="k")
    found = await mail.mailboxes.sent("k")
    assert found is not None and found.folder == "Sent"
    assert await mail.mailboxes.send(outgoing, key="k") == found
    assert len(mail_server.sink.taken) == 1


@pytest.mark.parametrize("trouble", ["no connection", "too much", "withdrawn"])
async def test_what_surely_was_not_sent_may_be_sent_later(mail: Post, mail_server: GmailServer, trouble: str) -> None:
    outgoing = Outgoing(to=(Address(email="anna@example.com"),), subject="x", text="y")
    grants = dict(mail_server.google.consent.granted)
    if trouble == "no connection":
        mail_server.stop()
    elif trouble == "withdrawn":
        mail_server.google.consent.withdraw()
    else:
        mail_server.google.refuse(SEND, Refused(429, "rateLimitExceeded", headers={"Retry-After": "900"}))
    with pytest.raises(Unreachable):
        await mail.mailboxes.send(outgoing, key="k")
    if trouble == "no connection":
        mail_server.start()
    mail_server.google.consent.granted.update(grants)
    assert await mail.mailboxes.sent("k") is None
    await mail.mailboxes.send(outgoing, key="k")
    assert len(mail_server.sink.taken) == 1


async def test_a_withdrawn_grant_says_where_to_connect_again(mail: Post, mail_server: GmailServer) -> None:
    mail_server.google.consent.withdraw()
    with pytest.raises(SignInNeeded, match="Connections") as told:
        await mail.mailboxes.search(LetterQuery())
    assert "Подключениях" in told.value.ru


async def test_a_mailbox_that_may_only_be_read_says_what_to_allow(mail_server: GmailServer, tmp_path: Path) -> None:
    mail_server.google.consent.granted.clear()
    from tests.google.house import granted

    made = post(tmp_path)
    await made.connections.add(mail_server.account(), granted(mail_server.google, "mail.read").model_dump_json())
    mail_server.deliver(letter())
    (head,) = await made.mailboxes.search(LetterQuery())
    with pytest.raises(SignInNeeded, match="has not allowed this"):
        await made.mailboxes.change(head.id, LetterChange(role="archive"), key="k")
    await made.close()


async def test_a_mailbox_reached_by_password_before_is_indexed_anew_through_google(
    mail_server: GmailServer, tmp_path: Path
) -> None:
    made = post(tmp_path)
    before = mail_server.account(backend="imap", user="")
    await made.vault.set("mail mail-test", "old password")
    await made.accounts.put(before)
    account = await made.connections.add(mail_server.account(id=""), mail_server.password)
    assert (account.id, account.backend, await made.vault.get("mail mail-test")) == ("mail-test", "gmail", "")
    assert len(await made.accounts.all()) == 1
    await made.close()


async def test_a_mailbox_let_go_leaves_the_grant_to_google(mail: Post, mail_server: GmailServer) -> None:
    await mail.connections.remove("mail-test")
    assert await mail.vault.get("grant google-1") == mail_server.password


def test_letters_older_than_the_owner_wants_are_left_out(mail_server: GmailServer) -> None:
    mail_server.deliver(letter(message_id="old@x", date="Tue, 05 May 2015 07:30:00 +0300"), letter(message_id="new@x"))
    backend = GmailBackend(mail_server.account(), mail_server.password)
    news = backend.news("", LONG_AGO, 50)
    assert [read_letter(each.raw).message_id for each in news.letters] == ["new@x"]
    backend.close()


def test_a_page_that_is_too_old_is_asked_for_from_the_start(mail_server: GmailServer) -> None:
    mail_server.deliver(*(letter(message_id=f"{n}@x") for n in range(4)))
    backend = GmailBackend(mail_server.account(), mail_server.password)
    first = backend.news("", LONG_AGO, 2)
    assert first.more and '"page-2"' in first.cursor
    again = backend.news(first.cursor.replace("page-2", "expired"), LONG_AGO, 2)
    assert len(again.letters) == 2
    backend.close()


def test_more_changes_than_fit_are_told_in_pieces(
    mail_server: GmailServer, every: Callable[[GmailBackend, str], list[MailNews]]
) -> None:
    backend = GmailBackend(mail_server.account(), mail_server.password)
    start = backend.news("", LONG_AGO, 50)
    mail_server.deliver(*(letter(message_id=f"{n}@x") for n in range(620)))
    told = every(backend, start.cursor)
    assert len(told) >= 2 and sum(len(news.letters) for news in told) == 620
    backend.close()


@pytest.fixture
def every() -> Callable[[GmailBackend, str], list[MailNews]]:
    """All news from a cursor on, piece by piece."""

    def look(backend: GmailBackend, cursor: str) -> list[MailNews]:
        told: list[MailNews] = []
        while not told or told[-1].more:
            told.append(backend.news(told[-1].cursor if told else cursor, LONG_AGO, 200))
        return told

    return look


def test_letters_of_any_program_are_read_from_their_parts_nearly_as_from_their_bytes() -> None:
    known = [raw for file in sorted(CORPUS.glob("*.eml")) if (raw := file.read_bytes()).strip()]
    same = {"subject": 0, "sender": 0, "to": 0, "text": 0, "invitation": 0, "references": 0}
    for raw in known:
        told = read_letter(letter_bytes(_payload(Kept("1", "1", set(), raw, 0).message, "")))
        read = read_letter(raw)
        for name in same:
            same[name] += getattr(told, name) == getattr(read, name)
    # The rest are headers in no charset, parts without boundaries, letters within letters in base64.
    assert len(known) > 100
    assert all(count >= len(known) * 0.9 for count in same.values()), same
    assert same["invitation"] == same["references"] == len(known)


def test_an_attachment_is_named_though_its_content_stays_at_google() -> None:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "anna@example.com", OWNER, "Счёт"
    made.set_content("См. вложение", charset="koi8-r")
    made.add_attachment(b"%PDF" * 1_000, maintype="application", subtype="pdf", filename="счёт.pdf")
    read = read_letter(letter_bytes(_payload(Kept("1", "1", set(), made.as_bytes(), 0).message, "")))
    assert (read.text, [(each.name, each.size) for each in read.attachments]) == ("См. вложение", [("счёт.pdf", 0)])
