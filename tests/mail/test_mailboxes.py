"""Mailboxes on a real IMAP server and on Gmail's double: found, read, changed, taken back, sent once; the same for both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from assistant.domain.letter import Address, Enclosed, LetterChange, LetterQuery, Outgoing
from assistant.errors import Conflict, NotFound, StepRefused, Unreachable
from assistant.mail.mime import attachment, read_letter
from tests.fixtures.mailserver import OWNER, MailServer
from tests.mail.letters import INVITATION, letter
from tests.mail.post import Post, post

pytestmark = [pytest.mark.anyio]

NOW = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(params=[pytest.param("imap_server", marks=pytest.mark.mail), "gmail_server"])
def mail_server(request: pytest.FixtureRequest) -> MailServer:
    """Each kind of mailbox in turn."""
    server: MailServer = request.getfixturevalue(request.param)
    return server


async def test_a_letter_is_found_by_its_words_in_any_form_and_by_its_writer(mail: Post, mail_server: MailServer) -> None:
    mail_server.deliver(
        letter("Посмотрите договоры, пожалуйста.", message_id="a@x"),
        letter("Billing details", sender="Yulia Smirnova <js@corp.example>", subject="Invoice", message_id="b@x"),
    )
    for query in (
        LetterQuery(text="договор"),
        LetterQuery(sender="Анны"),
        LetterQuery(sender="anna@example.com"),
        LetterQuery(text="посмотреть договора", sender="Петровой"),
    ):
        assert [each.message_id for each in await mail.mailboxes.search(query)] == ["a@x"], query
    for query in (LetterQuery(sender="Юлия"), LetterQuery(sender="Юлии Смирновой"), LetterQuery(text="bill")):
        assert [each.message_id for each in await mail.mailboxes.search(query)] == ["b@x"], query
    assert await mail.mailboxes.search(LetterQuery(text="договор", sender="Юлия")) == ()


async def test_what_came_since_is_found_and_what_went_is_not(mail: Post, mail_server: MailServer) -> None:
    mail_server.deliver(letter(message_id="a@x"), letter(message_id="b@x"))
    assert len(await mail.mailboxes.search(LetterQuery())) == 2
    mail_server.deliver(letter(message_id="c@x"))
    mail_server.remove("a@x")
    mail_server.mark("b@x", read=True, flagged=True)
    found = {each.message_id: each for each in await mail.mailboxes.search(LetterQuery())}
    assert set(found) == {"b@x", "c@x"}
    assert (found["b@x"].unread, found["b@x"].flagged, found["c@x"].unread) == (False, True, True)


async def test_a_long_history_is_fetched_newest_first_in_pieces(mail: Post, mail_server: MailServer) -> None:
    mail_server.deliver(*(letter(message_id=f"{n}@x", date=_at(n)) for n in range(430)))
    box = await mail.mailboxes.box("")
    await box.refresh(datetime(2020, 1, 1, tzinfo=UTC))
    newest = await mail.mailboxes.search(LetterQuery(limit=1), fresh=False)
    assert [each.message_id for each in newest] == ["429@x"]
    assert not box.complete
    while not box.complete:
        await box.refresh(datetime(2020, 1, 1, tzinfo=UTC))
    assert await mail.mailboxes.letters.count() == 430


async def test_a_stranger_who_uses_the_message_id_of_a_letter_takes_not_its_place(mail: Post, mail_server: MailServer) -> None:
    mail_server.deliver(letter("The price is 100", subject="Price", message_id="a@x"))
    (real,) = await mail.mailboxes.search(LetterQuery())
    forged = letter("The price is 900", sender="Eve <eve@evil.example>", subject="Price", message_id="a@x")
    mail_server.deliver(forged)
    found = {each.sender.email: each for each in await mail.mailboxes.search(LetterQuery())}
    assert set(found) == {"anna@example.com", "eve@evil.example"}
    assert found["anna@example.com"].id == real.id
    assert (await mail.mailboxes.read(real.id)).letter.text == "The price is 100"
    assert (await mail.mailboxes.read(found["eve@evil.example"].id)).letter.text == "The price is 900"
    # Looked at again, each is still itself.
    assert len(await mail.mailboxes.search(LetterQuery())) == 2


@pytest.mark.parametrize(
    "odd",
    [
        f"From: {'(' * 9_000}\r\nSubject: odd\r\n\r\nhi",
        "From: eve@evil.example\r\nSubject: odd\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n+2AA-",
    ],
)
async def test_a_letter_made_to_do_harm_costs_none_of_the_others(odd: str, mail: Post, mail_server: MailServer) -> None:
    mail_server.deliver(letter(message_id="a@x"), odd.encode())
    assert "a@x" in [each.message_id for each in await mail.mailboxes.search(LetterQuery())]
    assert await mail.mailboxes.letters.count() == 2


async def test_reading_leaves_a_letter_unread(mail: Post, mail_server: MailServer) -> None:
    made = letter("Приглашаю")
    made.add_alternative(INVITATION, subtype="calendar", params={"method": "REQUEST"})
    mail_server.deliver(made)
    (head,) = await mail.mailboxes.search(LetterQuery())
    found = await mail.mailboxes.read(head.id)
    assert found.letter.invitation is not None and head.invitation
    assert (await mail.mailboxes.search(LetterQuery(unread=True)))[0].id == head.id


async def test_a_conversation_is_one_whatever_order_its_letters_come_in(mail: Post, mail_server: MailServer) -> None:
    mail_server.deliver(
        letter("три", message_id="3@x", References="<1@x> <2@x>", date=_at(3)),
        letter("один", message_id="1@x", date=_at(1)),
        letter("другое", message_id="9@x", date=_at(9)),
    )
    mail_server.deliver(letter("два", message_id="2@x", In_Reply_To="<1@x>", date=_at(2)), folder="Sent")
    (head,) = await mail.mailboxes.search(LetterQuery(text="один"))
    assert [each.letter.text for each in await mail.mailboxes.thread(head.id)] == ["один", "два", "три"]


async def test_marks_and_moves_are_made_and_taken_back(mail: Post, mail_server: MailServer) -> None:
    mail_server.deliver(letter())
    (head,) = await mail.mailboxes.search(LetterQuery())
    moved = await mail.mailboxes.change(head.id, LetterChange(role="archive", unread=False), key="run-1:a")
    assert (moved.id, moved.role, moved.unread) == (head.id, "archive", False)
    assert (mail_server.subjects(), len(mail_server.subjects("Archive"))) == ([], 1)
    assert await mail.mailboxes.revert("run-1:a") == ["Договор"]
    assert (len(mail_server.subjects()), mail_server.subjects("Archive")) == (1, [])
    (again,) = await mail.mailboxes.search(LetterQuery())
    assert (again.id, again.role, again.unread, again.thread) == (head.id, "inbox", True, head.thread)


async def test_a_folder_is_named_in_any_capitals_and_one_that_is_not_there_names_those_that_are(
    mail: Post, mail_server: MailServer
) -> None:
    mail_server.deliver(letter())
    (head,) = await mail.mailboxes.search(LetterQuery())
    assert (await mail.mailboxes.change(head.id, LetterChange(folder="проекты"), key="k1")).folders == ("Проекты",)
    with pytest.raises(StepRefused, match="Проекты"):
        await mail.mailboxes.change(head.id, LetterChange(folder="Нет такой"), key="k2")


async def test_what_was_changed_again_since_is_not_put_back_alone(mail: Post, mail_server: MailServer) -> None:
    mail_server.deliver(letter())
    (head,) = await mail.mailboxes.search(LetterQuery())
    await mail.mailboxes.change(head.id, LetterChange(flagged=True), key="first")
    await mail.mailboxes.change(head.id, LetterChange(role="archive"), key="second")
    with pytest.raises(Conflict):
        await mail.mailboxes.revert("first")


async def test_a_draft_is_kept_once_for_a_key_and_taken_back(mail: Post, mail_server: MailServer) -> None:
    draft = Outgoing(to=(Address(email="anna@example.com"),), subject="Черновик", text="Привет")
    for _again in range(2):
        await mail.mailboxes.draft(draft, key="run-1:d")
    assert len(mail_server.subjects("Drafts")) == 1
    await mail.mailboxes.revert("run-1:d")
    assert mail_server.subjects("Drafts") == []


async def test_an_answer_goes_to_its_writer_within_the_conversation_once(mail: Post, mail_server: MailServer) -> None:
    mail_server.deliver(letter("Когда будет договор?", References="<0@x>", Reply_To="Anna <private@example.com>"))
    (head,) = await mail.mailboxes.search(LetterQuery())
    sent = [await mail.mailboxes.send(Outgoing(answers=head.id, text="Готов."), key="run-1:s") for _again in range(2)]
    assert sent[0] == sent[1]
    ((sender, to, raw),) = mail_server.sink.taken
    assert (sender, to) == (OWNER, ["private@example.com"])
    read = read_letter(raw)
    assert (read.subject, read.text, read.message_id) == ("Re: Договор", "Готов.", sent[0].message_id)
    assert (read.in_reply_to, read.references) == ("one@example.com", ("0@x", "one@example.com"))
    assert "> Когда будет договор?" in read.quoted
    assert (sent[0].response, sent[0].folder) == (mail_server.says, "Sent")
    found = await mail.mailboxes.search(LetterQuery(thread=head.thread))
    assert [(each.role, each.answered) for each in found] == [("sent", False), ("inbox", True)]


async def test_an_answer_to_all_leaves_the_owner_out(mail: Post, mail_server: MailServer) -> None:
    mail_server.deliver(letter(to=f"{OWNER}, boris@example.com", cc="vera@example.com"))
    (head,) = await mail.mailboxes.search(LetterQuery())
    prepared = await mail.mailboxes.prepare(Outgoing(answers=head.id, text="x", cc=(Address(email="*"),)))
    assert [each.email for each in prepared.to] == ["anna@example.com"]
    assert [each.email for each in prepared.cc] == ["boris@example.com", "vera@example.com"]


async def test_a_forwarded_letter_goes_whole(mail: Post, mail_server: MailServer) -> None:
    mail_server.deliver(letter("Суть"))
    (head,) = await mail.mailboxes.search(LetterQuery())
    await mail.mailboxes.send(Outgoing(forwards=head.id, to=(Address(email="b@example.com"),), text="Смотри"), key="k")
    read = read_letter(mail_server.sink.taken[0][2])
    assert (read.subject, read.text, [each.name for each in read.attachments]) == ("Fwd: Договор", "Смотри", ["Договор.eml"])


async def test_a_refused_address_is_named_and_nothing_is_sent(mail: Post, mail_server: MailServer) -> None:
    mail_server.sink.refused.add("gone@example.com")
    two = Outgoing(to=(Address(email="anna@example.com"), Address(email="gone@example.com")), subject="x", text="y")
    with pytest.raises(StepRefused, match=r"gone@example\.com.*no such user"):
        await mail.mailboxes.send(two, key="k")
    assert (mail_server.sink.taken, await mail.mailboxes.sent("k")) == ([], None)


@pytest.mark.parametrize("email", ["no address", "a@b\r\nBcc: c@d", "@x", ""])
async def test_what_is_no_address_is_never_sent_to(mail: Post, mail_server: MailServer, email: str) -> None:
    with pytest.raises(StepRefused):
        await mail.mailboxes.send(Outgoing(to=(Address(email=email),), text="x"), key="k")
    assert mail_server.sink.taken == []


async def test_a_subject_of_two_lines_makes_no_header(mail: Post, mail_server: MailServer) -> None:
    await mail.mailboxes.send(Outgoing(to=(Address(email="a@b.example"),), subject="x\r\nBcc: c@d.example", text="y"), key="k")
    assert read_letter(mail_server.sink.taken[0][2]).subject == "x Bcc: c@d.example"


async def test_nobody_knows_about_a_letter_that_was_begun_and_is_in_no_folder(mail: Post, tmp_path: Path) -> None:
    body = {"message_id": "m@x", "account": "mail-test"}
    await mail.sendings.put("k", body, "begun")
    with pytest.raises(NotImplementedError):
        await mail.mailboxes.sent("k")


async def test_a_letter_that_was_begun_and_lies_among_the_sent_was_sent(mail: Post, mail_server: MailServer) -> None:
    mail_server.deliver(letter(message_id="m@x"), folder="Sent")
    await mail.sendings.put("k", {"message_id": "m@x", "account": "mail-test"}, "begun")
    found = await mail.mailboxes.sent("k")
    assert found is not None and (found.message_id, found.folder) == ("m@x", "Sent")


async def test_a_start_after_the_server_took_the_letter_sends_nothing_again(mail_server: MailServer, tmp_path: Path) -> None:
    first = post(tmp_path)
    await first.connections.add(mail_server.account(), mail_server.password)
    outgoing = Outgoing(to=(Address(email="anna@example.com"),), text="x")
    sent = await first.mailboxes.send(outgoing, key="k")
    await first.close()
    second = post(tmp_path)
    assert await second.mailboxes.sent("k") == sent
    assert await second.mailboxes.send(outgoing, key="k") == sent
    await second.close()
    assert len(mail_server.sink.taken) == 1


async def test_a_server_that_has_gone_is_worth_waiting_for_and_one_that_comes_back_is_used_again(
    mail: Post, mail_server: MailServer
) -> None:
    mail_server.deliver(letter())
    assert len(await mail.mailboxes.search(LetterQuery())) == 1
    mail_server.stop()
    with pytest.raises(Unreachable, match=mail_server.where):
        await mail.mailboxes.search(LetterQuery())
    assert len(await mail.mailboxes.search(LetterQuery(), fresh=False)) == 1
    mail_server.start()
    assert len(await mail.mailboxes.search(LetterQuery())) == 1


async def test_people_are_learned_from_letters_and_those_written_to_come_first(mail: Post, mail_server: MailServer) -> None:
    mail_server.deliver(
        letter(sender="Анна Сидорова <as@example.com>", message_id="1@x"),
        letter(sender="Анна Новости <news@shop.example>", message_id="2@x", List_Id="<news.shop.example>"),
    )
    mail_server.deliver(letter(sender=f"Owner <{OWNER}>", to="Анна Петрова <anna@example.com>", message_id="3@x"), folder="Sent")
    known = await mail.mailboxes.contacts("Анне")
    assert [each.address.email for each in known] == ["anna@example.com", "as@example.com"]
    assert [each.address.email for each in await mail.mailboxes.contacts("петровой")] == ["anna@example.com"]


async def test_what_matters_comes_first_with_the_reasons(mail: Post, mail_server: MailServer) -> None:
    mail_server.deliver(
        letter(sender=f"Owner <{OWNER}>", to="anna@example.com", message_id="0@x", date=_at(-9000)), folder="Sent"
    )
    mail_server.deliver(
        letter("Сможете подписать договор сегодня?", message_id="1@x"),
        letter(
            "Скидки! Купить сегодня?",
            subject="Скидки",
            sender="Shop <no-reply@shop.example>",
            message_id="2@x",
            List_Unsubscribe="<https://s/u>",
        ),
        letter("К сведению.", sender="x@y.example", to="all@y.example", message_id="3@x"),
    )
    found = await mail.mailboxes.weigh(LetterQuery(role="inbox", since=NOW - timedelta(days=1)), NOW)
    assert [each.head.message_id for each in found] == ["1@x", "3@x", "2@x"]
    assert found[0].score >= 3 > found[1].score
    assert [ru for _en, ru in found[0].reasons] == [
        "вы писали этому человеку",
        "вас о чём-то спрашивают",
        "лично вам",
        "назван близкий срок",
        "про деньги или договор",
    ]


async def test_an_attachment_is_taken_out(mail: Post, mail_server: MailServer) -> None:
    made = letter("См. файл")
    made.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="счёт.pdf")
    mail_server.deliver(made)
    (head,) = await mail.mailboxes.search(LetterQuery(attachments=True))
    found, content = await mail.mailboxes.attachment(head.id, 1)
    assert (found.name, content) == ("счёт.pdf", b"%PDF-1.4 x")


async def test_files_go_with_a_letter_byte_for_byte_with_their_names(mail: Post, mail_server: MailServer) -> None:
    files = {"счёт.pdf": b"%PDF-1.4 \x00\xff\r\n\n", "письмо.eml": b"Subject: x\n\ny", "a.csv": "имя;1\n".encode("cp1251")}
    enclosed = tuple(Enclosed(name=name, content=content, sha256=sha256(content).hexdigest()) for name, content in files.items())
    outgoing = Outgoing(to=(Address(email="anna@example.com"),), subject="Файлы", text="Во вложении.", enclosed=enclosed)
    sent = await mail.mailboxes.send(outgoing, key="k")
    assert dict(sent.files) == {name: sha256(content).hexdigest() for name, content in files.items()}
    ((_sender, _people, raw),) = mail_server.sink.taken
    came = [attachment(raw, number) for number in (1, 2, 3)]
    assert {known.name: content for known, content in came} == files
    assert read_letter(raw).text == "Во вложении."


async def test_subscriptions_are_gathered_by_sender_with_the_newest_letter(mail: Post, mail_server: MailServer) -> None:
    leave = {"List_Unsubscribe": "<https://shop.example/out?u=1>, <mailto:out@shop.example>"}
    for number in range(3):
        mail_server.deliver(
            letter(
                sender="Shop <News@shop.example>", subject=f"Sale {number}", message_id=f"{number}@s", date=_at(number), **leave
            )
        )
    mail_server.deliver(letter(sender="Paper <paper@example.com>", message_id="p@s", date=_at(9), **leave))
    mail_server.deliver(letter(message_id="a@s", date=_at(10)), letter(sender=OWNER, message_id="o@s"))
    mail_server.mark("0@s", read=True, flagged=False)
    found = await mail.mailboxes.subscriptions("", datetime(2026, 5, 1, tzinfo=UTC))
    assert [(each.newest.sender.name, each.newest.subject, each.letters, each.unread) for each in found] == [
        ("Shop", "Sale 2", 3, 2),
        ("Paper", "Договор", 1, 1),
    ]
    assert found[0].newest.unsubscribe == ("https://shop.example/out?u=1", "mailto:out@shop.example")
    assert await mail.mailboxes.subscriptions("", datetime(2026, 5, 5, tzinfo=UTC)) == ()


async def test_a_letter_removed_meanwhile_is_told_as_gone(mail: Post, mail_server: MailServer) -> None:
    mail_server.deliver(letter())
    (head,) = await mail.mailboxes.search(LetterQuery())
    mail_server.remove("one@example.com")
    with pytest.raises(StepRefused, match="not there any more"):
        await mail.mailboxes.read(head.id)
    with pytest.raises(NotFound):
        await mail.mailboxes.read("letter-none")


def _at(minutes: int) -> str:
    return (datetime(2026, 5, 4, tzinfo=UTC) + timedelta(minutes=minutes)).strftime("%a, %d %b %Y %H:%M:%S +0000")
