"""What is recorded of all that is done: no noise, no secrets."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.domain.showing import ShownAction
from assistant.showing.actions import MOST, added
from assistant.showing.words import lines
from tests.showing.shown import SHOP, did, hidden, opened, pressed, typed

pytestmark = pytest.mark.unit


def recorded(*done: ShownAction) -> tuple[ShownAction, ...]:
    """What is kept of these."""
    kept: tuple[ShownAction, ...] = ()
    for action in done:
        kept = added(kept, action)
    return kept


def said(actions: Sequence[ShownAction]) -> list[str]:
    """In the owner's words."""
    return [line.text for line in lines(actions, "ru")]


def test_typing_told_in_pieces_is_one_thing_with_the_last_text() -> None:
    kept = recorded(opened(), typed("Поиск", "бу"), typed("Поиск", "бумага"), typed("Поиск", "бумага А4"))
    assert said(kept) == ["Открыть shop.test/paper", "Ввести «бумага А4» в «Поиск»"]


def test_a_field_corrected_before_anything_is_pressed_keeps_its_place() -> None:
    kept = recorded(
        opened(), typed("Имя", "Ана"), typed("Город", "Тверь"), typed("Имя", "Анна"), pressed("Дальше"), typed("Имя", "Иван")
    )
    assert said(kept)[1:] == ["Ввести «Анна» в «Имя»", "Ввести «Тверь» в «Город»", "Нажать «Дальше»", "Ввести «Иван» в «Имя»"]


def test_where_it_began_is_known_also_when_no_page_was_opened() -> None:
    kept = recorded(pressed("Заказать"))
    assert said(kept) == ["Открыть shop.test/paper", "Нажать «Заказать»"] and kept[0].url == SHOP


def test_pages_left_without_a_touch_were_wandering() -> None:
    kept = recorded(opened("http://a.test/"), opened("http://b.test/"), opened(), pressed("Заказать"))
    assert [action.url for action in kept if action.kind == "open"] == [SHOP]


def test_what_is_no_site_is_not_opened() -> None:
    assert recorded(opened("about:blank"), opened("chrome://newtab/")) == ()


@pytest.mark.parametrize(
    ("url", "kept", "left_out"),
    [
        ("https://a.test/x?id=7&access_token=hunter2&page=2#top", "https://a.test/x?id=7&page=2#top", ("access_token",)),
        ("https://a.test/x?sessionId=hunter2", "https://a.test/x", ("sessionId",)),
        ("https://a.test/x?PHPSESSID=hunter2&sig=hunter2", "https://a.test/x", ("PHPSESSID", "sig")),
        ("https://a.test/x?code=hunter2&q=a+b%20c", "https://a.test/x?q=a+b%20c", ("code",)),
        ("https://a.test/x?X-Amz-Signature=hunter2&user%5Bpassword%5D=hunter2", "https://a.test/x", ("X-Amz-Signature", "user[password]")),
        ("https://a.test/#/in?auth=hunter2&tab=1", "https://a.test/#/in?tab=1", ("auth",)),
        ("https://a.test/x#id_token=hunter2&tab=1", "https://a.test/x#tab=1", ("id_token",)),
        ("https://a.test/x;jsessionid=hunter2?q=1", "https://a.test/x?q=1", ("jsessionid",)),
        ("https://a.test/x?next=eyJhbGciOiJI.eyJzdWIiOiIx.hunter2", "https://a.test/x", ("next",)),
        ("https://anna:hunter2@a.test/x", "https://a.test/x", ("anna@",)),
        ("https://a.test/?author=7&keyword=b&postcode=1&passage=2#part", "https://a.test/?author=7&keyword=b&postcode=1&passage=2#part", ()),
    ],
)  # fmt: skip
def test_no_key_stays_in_an_address(url: str, kept: str, left_out: tuple[str, ...]) -> None:
    for done in (recorded(opened(url), pressed("Заказать", url=url)), recorded(pressed("Заказать", url=url))):
        assert [(action.url, action.left_out) for action in done] == [(kept, left_out)] * 2
        assert "hunter2" not in "".join(action.model_dump_json() for action in done)


def test_the_same_key_pressed_twice_in_one_place_is_once() -> None:
    enter = did("press", "Поиск", "Enter", role="textbox")
    assert len(recorded(opened(), enter, enter)) == 2


def test_a_button_pressed_twice_is_twice() -> None:
    assert said(recorded(opened(), pressed("+"), pressed("+")))[1:] == ["Нажать «+»", "Нажать «+»"]


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Пароль", "hunter2"),
        ("Password", "hunter2"),
        ("Код из СМС", "123456"),
        ("One-time code", "123456"),
        ("Номер карты", "1234"),
        ("CVC", "123"),
        ("Примечание", "4111 1111 1111 1111"),
        ("Search", "5555555555554444"),
    ],
)
def test_a_secret_is_refused_even_when_the_page_s_script_sent_it(label: str, value: str) -> None:
    (_page, field) = recorded(opened(), typed(label, value))
    assert field.secret and not field.value
    assert value not in field.model_dump_json()


def test_a_field_that_was_secret_once_stays_so() -> None:
    first = hidden("Вход")
    (_page, field) = recorded(opened(), first, typed("Вход", "hunter2"))
    assert (field.secret, field.value) == (first.secret, "")


def test_an_order_number_is_no_card() -> None:
    assert recorded(opened(), typed("Номер заказа", "1234567890123"))[1].value == "1234567890123"


def test_a_chosen_file_is_told_by_its_name() -> None:
    kept = lines(recorded(opened(), did("upload", "Счёт", "bill.pdf")), "ru")
    assert (kept[1].state, kept[1].text) == ("kept", "Передать файл «bill.pdf» в «Счёт»")


def test_the_press_that_asked_for_a_file_is_part_of_giving_it_and_another_file_takes_its_place() -> None:
    kept = recorded(opened(), pressed("Attach"), did("upload", "Attach", "a.pdf"), did("upload", "Attach", "b.pdf"))
    assert [(one.kind, one.value) for one in kept[1:]] == [("upload", "b.pdf")]


def test_no_file_chosen_is_nothing_done() -> None:
    assert len(recorded(opened(), did("upload", "Attach"))) == 1


def test_no_more_is_kept_than_one_command_can_hold() -> None:
    assert len(recorded(opened(), *(pressed("+") for _ in range(MOST + 10)))) == MOST


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("http://shop.test/orders/42/done", "/orders/"),
        ("http://shop.test/thanks", "/thanks"),
        ("http://shop.test/paper?page=2", ""),
        ("http://shop.test/", ""),
    ],
)
def test_where_a_press_led_is_kept_as_far_as_it_is_the_same_every_time(address: str, leads: str) -> None:
    kept = recorded(opened(), pressed("Заказать"), ShownAction(id="act-x", kind="arrive", url=address))
    assert [action.leads for action in kept] == ["", leads]
