"""The demonstration in the window: what matters in the mailbox of a real server, acted upon line by line, answered with a yes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.sidecar import QUIET, Sidecar
from tests.e2e.watcher import Watcher
from tests.e2e.window import Window, opened
from tests.fixtures.mailserver import OWNER, PASSWORD, MailServer, mail_server
from tests.mail.letters import letter

__all__ = ["mail_server"]
pytestmark = [pytest.mark.browser, pytest.mark.mail]

DONE = re.compile("^Готово")
ASKED = "посмотри мои письма за сегодня, пришло ли что-то важное"


@pytest.fixture
def settings() -> str:
    """Letters go as soon as the owner has said yes."""
    return f"{QUIET}[runs]\nhold_seconds = 1\n"


@pytest.fixture
def connected(mail_server: MailServer, watcher: Watcher) -> MailServer:
    """The mailbox, connected, with a letter that matters and one that does not."""
    today = format_datetime(datetime.now().astimezone())
    mail_server.deliver(
        letter("Пришлите, пожалуйста, договор до завтра. Когда он будет готов?", to=OWNER, message_id="a@x", date=today),
        letter(
            "Скидки недели",
            sender="Shop <news@shop.example>",
            subject="Sale",
            message_id="b@x",
            date=today,
            List_Unsubscribe="<https://shop.example/u>",
        ),
    )
    account = mail_server.account()
    assert account.incoming and account.outgoing
    servers = {"incoming": account.incoming.model_dump(), "outgoing": account.outgoing.model_dump()}
    watcher.call("mail.add", email=OWNER, password=PASSWORD, name="Owner", **servers)
    return mail_server


@pytest.fixture
def window(browser: Browser, sidecar: Sidecar) -> Iterator[Window]:
    """The window in Russian, dark; a complaint in its console fails the test."""
    with opened(browser, sidecar, language="ru", theme="dark") as page:
        yield page
        assert page.complaints == []


def test_what_matters_is_one_digest_each_line_of_which_is_acted_upon(window: Window, connected: MailServer) -> None:
    turn = window.say(ASKED)
    expect(window.states(turn)).to_have_text([DONE])
    expect(turn.locator(".cards li")).to_have_count(1)
    card = turn.locator(".cards li")
    expect(card).to_contain_text("Анна Петрова")
    expect(card).to_contain_text("вас о чём-то спрашивают")
    card.get_by_role("button", name="Открыть").click()
    opened_letter = window.turn("Открыть письмо")
    expect(opened_letter.locator(".message").first).to_contain_text("Когда он будет готов?")
    opened_letter.get_by_role("button", name="В архив").focus()
    window.page.keyboard.press("Enter")
    expect(window.turn("Письмо в архив").locator(".message")).to_contain_text("В архиве: Анна Петрова: Договор")
    assert connected.subjects("Archive") != []


def test_an_answer_and_a_meeting_said_together_both_happen_the_letter_after_a_yes(window: Window, connected: MailServer) -> None:
    expect(window.states(window.say(ASKED))).to_have_text([DONE])
    turn = window.say("ответь Анне, что договор готов, и поставь встречу на завтра в десять")
    asks = turn.get_by_role("group", name="Нужно ваше согласие")
    expect(asks).to_contain_text("Договор готов.")
    expect(asks).to_contain_text("anna@example.com")
    assert connected.sink.taken == []
    asks.get_by_role("button", name="Да", exact=True).click()
    expect(window.states(turn)).to_have_text([DONE, DONE])
    ((_sender, people, _raw),) = connected.sink.taken
    assert people == ["anna@example.com"]


def test_a_mailbox_gets_its_name_in_the_connections_and_is_meant_by_it_in_what_is_said(
    window: Window, connected: MailServer
) -> None:
    turn = window.say("подключи почту")
    part = window.page.locator("[data-part='mail']")
    expect(part).to_be_focused()
    name = part.get_by_label(f"Как вы называете {OWNER}")
    name.fill("рабочая")
    name.press("Enter")
    window.page.get_by_role("button", name="Разговор").click()
    expect(turn).to_contain_text("Ничего не подключится")

    turn = window.say("что важного в рабочей почте")
    expect(turn.locator(".cards li")).to_have_count(1)
    expect(window.say("открой первое").locator(".message").first).to_contain_text("Когда он будет готов?")
    expect(window.say("открой второе письмо")).to_contain_text("Письма номер 2 нет: в списке их 1.")
    turn = window.say("найди письмо от Анны в личной почте")
    asks = turn.get_by_role("group", name="Помощник спрашивает")
    expect(asks).to_contain_text("Ящика «личной» нет. Какой взять?")
    asks.get_by_role("button", name=re.compile(OWNER)).click()
    expect(turn.locator(".cards li")).to_have_count(1)
