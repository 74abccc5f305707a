"""What the owner wants to show: his mail looked through, answered, a meeting put down, all of it spoken, with real servers.

A virtual microphone, a real IMAP and SMTP server, Google's double for the calendar, a webmail in a real browser, the window
beside them. With SYMBIOTE_PICTURES set to a folder, what the window shows is kept there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.calendar.diary import Diary
from tests.e2e.market import table
from tests.e2e.room import Room, is_utterance, listening_room
from tests.e2e.sidecar import HEARING
from tests.e2e.test_showing import hands_on
from tests.e2e.watcher import Event, Watcher
from tests.e2e.window import opened
from tests.fixtures.mailserver import PASSWORD, MailServer, mail_server
from tests.google.consent import CLIENT_ID, CLIENT_SECRET, OWNER
from tests.google.double import Double, double
from tests.mail.letters import letter
from tests.sites.serving import serving
from tests.sites.webmail import PASSWORD as AT_THE_WEBMAIL
from tests.sites.webmail import USER, Webmail

__all__ = ["mail_server"]
pytestmark = [pytest.mark.browser, pytest.mark.device, pytest.mark.mail, pytest.mark.models]

ANNA = "Анна Ким <anna@partner.example>"
SETTINGS = """
[google]
stand_in = "{google}"
client_id = "{client}"
[runs]
hold_seconds = 1
[window]
first_run_done = true
[browser]
show = false
allow_hosts = ["127.0.0.1"]
"""


@pytest.fixture
def diary() -> Iterator[tuple[Double, Diary]]:
    """Google, where only the calendar is used."""
    with double() as google:
        yield google, Diary(google)
        # The browser asks every site for its picture.
        google.unfit[:] = [each for each in google.unfit if "favicon" not in each]


@pytest.fixture
def room(tmp_path: Path, mail_server: MailServer, diary: tuple[Double, Diary]) -> Iterator[Room]:
    """A room whose owner has connected his mailbox and his calendar."""
    google, _diary = diary
    settings = HEARING + SETTINGS.format(google=google.url, client=CLIENT_ID)
    with listening_room(tmp_path, settings) as listening:
        account = mail_server.account()
        servers = {side: getattr(account, side).model_dump(mode="json") for side in ("incoming", "outgoing")}
        listening.watcher.call("mail.add", email=account.email, password=PASSWORD, name="Owner", **servers)
        yield listening


def test_spoken_mail_is_looked_through_answered_and_a_meeting_put_down_and_taken_back(
    room: Room, browser: Browser, mail_server: MailServer, diary: tuple[Double, Diary]
) -> None:
    _google, calendar = diary
    arrived(mail_server)
    with opened(browser, room.sidecar, "ru") as window:
        connect_calendar(room.watcher, window.page)

        room.speak("34_ru_compound.wav")
        sentence = "посмотри мои письма за сегодня а потом поставь встречу с Анной завтра в десять утра"
        turn = window.turn(sentence)
        expect(turn.get_by_text("Договор: срочно нужна подпись")).to_be_visible()
        expect(turn.get_by_text("назван близкий срок")).to_be_visible()
        expect(turn.get_by_text("Скидки недели")).to_have_count(0)
        expect(turn.get_by_role("group", name="Помощник спрашивает")).to_contain_text("Пригласить: Анна Ким")
        keep(window.page, "1-mail-and-meeting")
        turn.get_by_role("button", name=re.compile("Нет$")).click()
        expect(window.states(turn)).to_have_text([re.compile("^Готово"), re.compile("^Готово")])
        [meeting] = calendar.events.values()
        assert (meeting["summary"], meeting["start"]["dateTime"][11:16]) == ("Встреча с Анной", "10:00")

        answer = window.say("ответь Анне, что договор готов, и поставь встречу на завтра в десять")
        card = answer.get_by_role("group", name="Нужно ваше согласие")
        expect(card).to_contain_text("anna@partner.example")
        expect(card).to_contain_text("Договор готов.")
        keep(window.page, "2-the-letter-before-it-goes")
        assert mail_server.sink.taken == [], "nothing leaves before the yes"
        card.get_by_role("button", name="Да", exact=True).click()
        taken = answer.get_by_role("group", name="Помощник спрашивает")
        expect(taken).to_contain_text("В это время уже есть: Встреча с Анной")
        keep(window.page, "3-taken-the-next-free-time-is-offered")
        taken.get_by_role("button").first.click()
        expect(window.states(answer)).to_have_text([re.compile("^Готово"), re.compile("^Готово")])
        [(_sender, recipients, content)] = mail_server.sink.taken
        assert recipients == ["anna@partner.example"]
        assert "In-Reply-To: <contract@partner.example>" in content.decode()
        assert len(calendar.events) == 2

        asked = room.watcher.until(lambda event: is_utterance(event) and event["utterance"]["text"].startswith("ответь"))
        assert room.watcher.settled(asked["turn"]) == [("mail-answer", "done"), ("event-add", "done")]
        heard = room.hear("отмени последнее")
        assert room.watcher.settled(heard["turn"]) == [("undo-last", "done")]
        assert [event["summary"] for event in calendar.events.values() if event["status"] != "cancelled"] == ["Встреча с Анной"]
        keep(window.page, "4-taken-back")
        assert window.complaints == []


def test_the_webmail_is_gone_through_in_a_real_browser_as_a_person_would(room: Room, browser: Browser) -> None:
    webmail = Webmail()
    with serving(webmail.site) as address, opened(browser, room.sidecar, "ru") as window:
        mailbox = [{"Название": "Моя", "Адрес": f"{address}/inbox"}]
        table(room.watcher, "Почта в браузере", {"Название": "text", "Адрес": "text"}, mailbox)
        turn = window.say("проверь почту в браузере")
        expect(turn.get_by_role("group", name="Нужно ваше согласие")).to_contain_text("Войдите в окне браузера")
        with_his_hands = hands_on(browser.browser_type, room.sidecar)
        with_his_hands.get_by_label("Имя пользователя").fill(USER)
        with_his_hands.get_by_label("Пароль").fill(AT_THE_WEBMAIL)
        with_his_hands.get_by_role("button", name="Войти").click()
        expect(with_his_hands.locator(".letter-row").first).to_be_visible()
        turn.get_by_role("button", name=re.compile("^Да")).click()
        expect(window.states(turn)).to_have_text([re.compile("^Готово")])
        for matters in (each for each in webmail.letters if each.matters):
            expect(turn.get_by_text(matters.subject).first).to_be_visible()
        keep(window.page, "5-webmail")
        assert webmail.sent == []


def arrived(server: MailServer) -> None:
    """Today's mail: two letters that matter, one that sells, one that a machine wrote."""

    def at(minutes: int) -> str:
        return format_datetime(datetime.now(UTC) - timedelta(minutes=minutes))

    server.deliver(
        letter(
            "Добрый день!\n\nПожалуйста, подпишите договор до пятницы. Когда сможете?\n\nАнна",
            sender=ANNA,
            subject="Договор: срочно нужна подпись",
            message_id="contract@partner.example",
            date=at(3),
        ),
        letter("Когда оплатите счёт 118?", sender="Иван <ivan@client.example>", subject="Счёт 118", message_id="2@x", date=at(2)),
        letter(
            "Купите!",
            sender="Shop <news@shop.example>",
            subject="Скидки недели",
            message_id="3@x",
            date=at(1),
            List_Unsubscribe="<https://shop.example/u>",
            Precedence="bulk",
        ),
    )


def connect_calendar(watcher: Watcher, page: Page) -> None:
    """Google is asked for the calendar; the owner allows it on Google's page."""
    watcher.call("connections.set_client", key="own-client", client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
    watcher.call("connections.connect", key="sign-in-at-google", uses=["calendar.read", "calendar.write"], account="")
    there = page.context.new_page()
    there.goto(watcher.call("connections.google")["attempt"]["url"])
    there.get_by_role("button", name="Allow").click()
    expect(there.get_by_text("Symbiote", exact=True)).to_be_visible()
    there.close()
    connected: Event = watcher.call("connections.google")["accounts"][0]
    assert connected["email"] == OWNER


def keep(page: Page, name: str) -> None:
    """Keep a picture of the window where SYMBIOTE_PICTURES says."""
    folder = os.environ.get("SYMBIOTE_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"))
