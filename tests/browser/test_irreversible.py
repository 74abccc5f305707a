"""Which clicks are asked about."""

from __future__ import annotations

import pytest

from assistant.browser.irreversible import is_irreversible
from assistant.browser.sites import Sites
from assistant.domain.page import ElementPrint
from assistant.domain.web_task import Act, ActElement, WebTask

pytestmark = pytest.mark.unit


def click(label: str, tag: str = "button", *, method: str = "", submits: bool = False, password: bool = False) -> Act:
    element = ActElement(label=label, print=ElementPrint(tag=tag), method=method, submits=submits, password=password)
    return Act(number=1, kind="click", element=element)


@pytest.mark.parametrize(
    "label",
    [
        *("Buy now", "Place order", "Pay 4 990 ₽", "Send", "Delete account", "Confirm", "Опубликовать", "Публикация", "Оплатить"),
        *("Оформить заказ", "Отправить", "Удалить навсегда", "Подтвердить перевод", "Забронировать", "Отменить заказ"),
    ],
)
def test_what_is_called_so_is_asked_about(label: str) -> None:
    assert is_irreversible(click(label))


@pytest.mark.parametrize(
    "label",
    [
        "Search",
        "Найти",
        "Next page",
        "Show more",
        "Cancel",
        "Отмена",
        "My orders",
        "Мои заказы",
        "Accept all cookies",
        "Принять куки",
    ],
)
def test_what_is_called_otherwise_is_not(label: str) -> None:
    assert not is_irreversible(click(label))


def test_a_form_that_is_posted_is_asked_about_unless_it_searches_or_signs_in() -> None:
    assert is_irreversible(click("Go on", method="post", submits=True))
    assert not is_irreversible(click("Search", method="post", submits=True))
    assert not is_irreversible(click("Sign in", method="post", submits=True, password=True))
    assert is_irreversible(click("Register", method="post", submits=True, password=True))
    assert not is_irreversible(click("Go on", method="get", submits=True))


def test_enter_in_a_form_that_is_posted_is_asked_about() -> None:
    element = ActElement(label="Coupon", method="post", print=ElementPrint(tag="input"))
    assert is_irreversible(Act(number=1, kind="press", value="Enter", element=element))
    assert not is_irreversible(Act(number=1, kind="press", value="Tab", element=element))
    assert is_irreversible(Act(number=1, kind="fill", value="SAVE10\n", element=element))
    assert not is_irreversible(Act(number=1, kind="fill", value="SAVE10", element=element))


def test_enter_where_messages_are_written_is_asked_about() -> None:
    message = ActElement(label="Message", print=ElementPrint(tag="div", role="textbox"))
    assert is_irreversible(Act(number=1, kind="press", value="Enter", element=message))
    assert is_irreversible(Act(number=1, kind="fill", value="Hello\n", element=message))
    search = ActElement(label="Search", print=ElementPrint(tag="input", type="search"))
    assert not is_irreversible(Act(number=1, kind="press", value="Enter", element=search))
    assert not is_irreversible(Act(number=1, kind="press", value="Enter", element=ActElement(label="Email", password=True)))


@pytest.mark.parametrize(
    "keys", ["Return", "\n", "\r", "SAVE10\n", "Control+Enter", "ctrl + return", "Shift+Enter", "NumpadEnter", " enter "]
)
def test_every_way_to_press_enter_is_enter(keys: str) -> None:
    element = ActElement(label="Coupon", method="post", print=ElementPrint(tag="input"))
    assert is_irreversible(Act(number=1, kind="press", value=keys, element=element))


def test_a_newline_in_what_is_hidden_or_cut_is_enter_too() -> None:
    element = ActElement(label="Coupon", method="post", print=ElementPrint(tag="input"))
    assert is_irreversible(Act(number=1, kind="fill", value="••••", pressed=("Enter",), element=element))


def test_enter_is_asked_about_by_the_button_of_its_form_and_where_there_is_no_form() -> None:
    bid = ActElement(label="Search", method="get", sends="Place bid", print=ElementPrint(tag="input", type="search"))
    assert is_irreversible(Act(number=1, kind="press", value="Enter", element=bid))
    assert is_irreversible(Act(number=1, kind="press", value="Enter", element=bid.model_copy(update={"password": True})))
    alone = ActElement(label="Amount", print=ElementPrint(tag="input"))
    assert is_irreversible(Act(number=1, kind="press", value="Enter", element=alone))
    harmless = ActElement(label="Page", method="get", sends="Go", print=ElementPrint(tag="input"))
    assert not is_irreversible(Act(number=1, kind="press", value="Enter", element=harmless))


@pytest.mark.parametrize("keys", ["Space", " ", "Control+Space", "Enter"])
def test_a_key_on_a_button_is_a_click_on_it(keys: str) -> None:
    pay = ActElement(label="Pay", print=ElementPrint(tag="button", role="button"))
    assert is_irreversible(Act(number=1, kind="press", value=keys, element=pay))
    more = ActElement(label="More", print=ElementPrint(tag="button", role="button"))
    assert not is_irreversible(Act(number=1, kind="press", value=keys, element=more))


def test_words_with_spaces_are_typed_into_a_field_without_a_question() -> None:
    field = ActElement(label="Message to send", print=ElementPrint(tag="input", type="text"))
    assert not is_irreversible(Act(number=1, kind="press", value="hello there", element=field))


def test_what_is_seen_counts_as_what_is_read_out_and_more_than_a_search() -> None:
    hidden = ActElement(label="Continue", print=ElementPrint(tag="button", text="Pay 40 €"))
    assert is_irreversible(Act(number=1, kind="click", element=hidden))
    inner = ActElement(label="Continue", shown="Pay 40 €", print=ElementPrint(tag="span"))
    assert is_irreversible(Act(number=1, kind="click", element=inner))
    assert is_irreversible(click("Find and buy", method="post", submits=True))
    assert is_irreversible(click("Research", method="post", submits=True))
    assert is_irreversible(click("Cookie box", method="post", submits=True))
    assert is_irreversible(click("Buy cookies"))
    assert is_irreversible(click("Accept cookies and pay"))


@pytest.mark.parametrize(
    ("task", "sites", "url", "allowed"),
    [
        ("buy it on shop.example", (), "https://www.shop.example/x", True),
        ("buy it on shop.example", (), "https://evil.example/", None),
        ("buy it", ("shop.example",), "https://evil.example/", False),
        ("buy it", ("shop.example",), "https://notshop.example/", False),
        ("look", (), "http://localhost:8080/", False),
        ("look", (), "http://192.168.0.1/", False),
        ("look", (), "http://printer/", False),
        ("look at http://router.lan", (), "http://router.lan/", True),
        ("look", (), "file:///etc/passwd", False),
        ("look", (), "data:text/html,x", False),
        ("look", (), "https://nas.home:5000/", None),
    ],
)
def test_sites_that_were_not_named_are_asked_about_and_this_network_is_out_of_reach(
    task: str, sites: tuple[str, ...], url: str, allowed: bool | None
) -> None:
    assert Sites.of(WebTask(task=task, sites=sites)).allows(url) is allowed


def test_the_site_to_begin_with_is_named() -> None:
    assert Sites.of(WebTask(task="look", start="https://shop.example/a", sites=("other.example",))).allows(
        "https://shop.example/b"
    )
