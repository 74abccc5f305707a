"""The built-in commands for attachments, files and subscriptions over the wire, with a mailbox on a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from assistant.mail.mime import read_letter
from tests.e2e.sidecar import BUILT_IN
from tests.fixtures.mailserver import PASSWORD, MailServer, mail_server
from tests.mail.letters import letter
from tests.mail.test_attached import pdf
from tests.server.door import Window, opened
from tests.server.test_mail import add

__all__ = ["mail_server"]
pytestmark = [pytest.mark.mail, pytest.mark.anyio]
LEAVE = {"List_Unsubscribe": "<mailto:out@shop.example?subject=off>", "date": "Thu, 26 Nov 2026 10:00:00 +0300"}


def settled(data: Path) -> None:
    """A data folder with its settings, and a file in the folder for exports."""
    (data / "exports").mkdir(parents=True)
    (data / "exports" / "price.csv").write_text("имя;цена\n", encoding="utf-8")
    (data / "assistant.toml").write_text("[runs]\nhold_seconds = 0\n[mail]\nhistory_days = 3650\n", encoding="utf-8")


@asynccontextmanager
async def owner(data: Path, server: MailServer) -> AsyncIterator[Window]:
    """The window of an owner whose mailbox is connected; what he sends goes at once."""
    settled(data)
    async with opened(data, BUILT_IN) as door, door.window() as window:
        await add(window, server)
        yield window


async def said(window: Window, turn: str) -> list[dict[str, Any]]:
    """What a turn has said when it has ended."""
    ended = await window.finished(turn)
    assert ended["state"] == "done", ended
    told = [envelope["event"] for envelope in window.envelopes]
    return [event for event in told if event["type"] == "message.said" and event["turn"] == turn]


async def yes(window: Window, turn: str) -> dict[str, Any]:
    """Agree to what a turn asks; the question."""
    asked = await window.until(lambda event: event["type"] == "question.asked" and event["turn"] == turn)
    question: dict[str, Any] = asked["question"]
    await window.call("question.answer", question=question["id"], value=True, hash=question["hash"], key=f"yes-{turn}")
    return question


async def test_a_pdf_is_read_from_the_letter_and_saved_by_its_button(mail_server: MailServer, tmp_path: Path) -> None:
    made = letter()
    made.add_attachment(pdf("The price is 100"), maintype="application", subtype="pdf", filename="счёт.pdf")
    mail_server.deliver(made)
    async with owner(tmp_path / "data", mail_server) as window:
        shown = await said(window, await window.say("что во вложении от Анны"))
        assert shown[0]["text"] == "счёт.pdf\n\nThe price is 100"
        items = (await said(window, await window.say("открой письмо от Анны")))[-1]["items"]
        slots = {"letter": items[0]["letter"], "number": items[0]["number"]}
        turn = (await window.call("turn.run", command="mail-attachment-save", slots=slots, key="save-the-file", language="ru"))[
            "turn"
        ]
        path = (await said(window, turn))[0]["text"].removeprefix("Сохранено: ")
        assert read_bytes(path) == pdf("The price is 100")


def read_bytes(path: str) -> bytes:
    return Path(path).read_bytes()


async def test_a_file_is_sent_after_a_yes_to_a_card_that_names_it(mail_server: MailServer, tmp_path: Path) -> None:
    mail_server.deliver(letter())
    async with owner(tmp_path / "data", mail_server) as window:
        turn = await window.say("отправь Анне письмо с файлом price.csv")
        question = await yes(window, turn)
        assert "price.csv" in str(question["details"])
        await said(window, turn)
        ((_sender, people, raw),) = mail_server.sink.taken
        assert people == ["anna@example.com"]
        assert [each.name for each in read_letter(raw).attachments] == ["price.csv"]


async def test_a_subscription_is_left_from_the_list_after_a_yes(mail_server: MailServer, tmp_path: Path) -> None:
    mail_server.deliver(letter(sender="Shop <news@shop.example>", **LEAVE))
    async with owner(tmp_path / "data", mail_server) as window:
        (listed,) = await said(window, await window.say("от чего можно отписаться"))
        (item,) = listed["items"]
        assert (item["text"], item["letters"]) == ("Shop", 1)
        turn = (
            await window.call(
                "turn.run", command="mail-unsubscribe", slots={"letter": item["letter"]}, key="leave-the-shop", language="ru"
            )
        )["turn"]
        question = await yes(window, turn)
        assert "out@shop.example" in str(question["details"]) and question["sources"]
        await said(window, turn)
        ((_sender, people, raw),) = mail_server.sink.taken
        assert (people, read_letter(raw).subject) == (["out@shop.example"], "off")


async def test_letters_of_the_list_shown_are_pointed_at_by_their_places(mail_server: MailServer, tmp_path: Path) -> None:
    mail_server.deliver(
        letter(subject="Old", message_id="old@example.com", date="Thu, 26 Nov 2026 09:00:00 +0300"),
        letter(subject="New", message_id="new@example.com", date="Thu, 26 Nov 2026 10:00:00 +0300"),
    )
    async with owner(tmp_path / "data", mail_server) as window:
        (listed,) = await said(window, await window.say("покажи письма от Анны"))
        assert len(listed["items"]) == 2
        opened_, *_ = await said(window, await window.say("открой второе письмо"))
        assert opened_["items"][0]["id"] == listed["items"][1]["id"]
        # What was opened is shown alone: the list is still the one before.
        opened_, *_ = await said(window, await window.say("открой первое"))
        assert opened_["items"][0]["id"] == listed["items"][0]["id"]
        failed = await window.finished(await window.say("открой пятое письмо"))
        assert (failed["state"], failed["error"]) == ("failed", "Письма номер 5 нет: в списке их 2.")
        turn = await window.say("ответь на второе, что договор готов")
        question = await yes(window, turn)
        assert question["details"]["answers"] == listed["items"][1]["id"]
        await said(window, turn)
        assert read_letter(mail_server.sink.taken[0][2]).text.startswith("Договор готов.")


async def test_a_mailbox_is_named_in_what_is_said_and_one_that_is_not_there_is_asked_about(
    mail_server: MailServer, tmp_path: Path
) -> None:
    second = "second@example.com"
    with (mail_server.folder / "users").open("a") as users:
        users.write(f"{second}:{PASSWORD}\n")
    mail_server.deliver(letter())
    async with owner(tmp_path / "data", mail_server) as window:
        await add(window, mail_server, email=second, title="личная")
        assert [
            item["mailbox"] for item in (await said(window, await window.say("найди письмо от Анны в рабочей почте")))[0]["items"]
        ] == ["работа"]
        (none,) = await said(window, await window.say("найди письмо от Анны в личной почте"))
        assert none["items"] == []
        turn = await window.say("найди письмо от Анны в школьной почте")
        asked = (await window.until(lambda event: event["type"] == "question.asked" and event["turn"] == turn))["question"]
        assert (asked["text"], len(asked["options"])) == ("Ящика «школьной» нет. Какой взять?", 2)
        assert asked["sources"] == [], "nothing in this question came from outside"
        await window.call("question.answer", question=asked["id"], value=0, hash=asked["hash"], key="the-first")
        assert (await said(window, turn))[0]["items"]


async def test_reading_and_answering_later_take_a_place_of_the_list_and_a_mailbox_by_name(
    mail_server: MailServer, tmp_path: Path
) -> None:
    older = letter("Older", subject="Old", message_id="old@example.com", date="Thu, 26 Nov 2026 09:00:00 +0300")
    older.add_attachment(pdf("The price is 100"), maintype="application", subtype="pdf", filename="счёт.pdf")
    mail_server.deliver(
        older, letter("Newer", subject="New", message_id="new@example.com", date="Thu, 26 Nov 2026 10:00:00 +0300")
    )
    async with owner(tmp_path / "data", mail_server) as window:
        (listed,) = await said(window, await window.say("покажи письма от Анны"))
        second = listed["items"][1]["id"]
        assert "The price is 100" in (await said(window, await window.say("прочитай вложение второго письма")))[0]["text"]
        summed, *_ = await said(window, await window.say("перескажи второе письмо"))
        assert (summed["items"][0]["id"], summed["text"].strip()) == (second, "Older")
        # A letter that is the whole conversation is shown alone: “this letter” is that one, and the list is still the one before.
        assert "The price is 100" in (await said(window, await window.say("что во вложении этого письма")))[0]["text"]
        turn = await window.say("ответь на второе письмо файлом price.csv")
        question = await yes(window, turn)
        assert (question["details"]["answers"], question["details"]["to"]) == (second, ["Анна Петрова <anna@example.com>"])
        await said(window, turn)
        assert [each.name for each in read_letter(mail_server.sink.taken[0][2]).attachments] == ["price.csv"]
        turn = await window.say("ответь на второе письмо через две секунды что мы согласны")
        question = await yes(window, turn)
        assert (question["details"]["subject"], question["details"]["text"]) == ("Re: Old", "Мы согласны.")
        assert question["named"][second] == "Анна Петрова: Old"
        # The yes counts for the answer as it goes: when its time has come nobody is asked again.
        await said(window, turn)
        assert read_letter(mail_server.sink.taken[1][2]).text.startswith("Мы согласны.")
        turn = await window.say("отправь письмо Анне со школьной почты завтра в девять что договор готов")
        asked = (await window.until(lambda event: event["type"] == "question.asked" and event["turn"] == turn))["question"]
        assert asked["text"] == "Ящика «школьной» нет. Какой взять?"
