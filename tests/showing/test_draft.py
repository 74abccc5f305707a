"""What was shown becomes a command an owner would write: asked about once, values in slots, secrets by their names."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.domain.base import Language
from assistant.domain.showing import ShownAction
from assistant.domain.telling import Draft
from assistant.showing.draft import answered, begun, drafted
from tests.showing.shown import did, goods, hidden, opened, pressed, typed

pytestmark = pytest.mark.unit

NOW = datetime(2026, 3, 13, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))
ORDER = (opened(), typed("Товар", "бумага А4"), typed("Количество", "20"), pressed("Заказать"))


def made(
    actions: tuple[ShownAction, ...],
    *answers: str,
    words: str = "«заказ бумаги»",
    language: Language = "ru",
    each: bool = False,
    known: tuple[str, ...] = (),
) -> Draft:
    """The draft after these answers to its questions."""
    draft = drafted(begun(actions, language, words, each=each), {}, known, NOW)
    for answer in answers:
        assert draft.question
        draft = drafted(answered(draft, answer), {}, known, NOW)
    return draft


def steps(draft: Draft) -> list[dict[str, Any]]:
    """Its steps, without what is kept of elements."""
    return [_bare(step) for step in draft.form["steps"]]


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items() if key != "print"}
    return [_bare(item) for item in value] if isinstance(value, list) else value


def test_what_was_typed_is_offered_and_becomes_a_slot_named_after_its_field() -> None:
    draft = made(ORDER)
    assert (draft.wanted, draft.offered) == ("slots", ("бумага А4", "20"))
    draft = made(ORDER, "двадцать, то есть 20")
    assert draft.question == "" and draft.form["slots"] == {"количество": {"type": "number", "ask": {"ru": "Количество?"}}}
    assert steps(draft) == [
        {"browser.open": "http://shop.test/paper"},
        {"browser.fill": {"role": "textbox", "name": "Товар", "value": "бумага А4"}},
        {"browser.fill": {"role": "textbox", "name": "Количество", "value": "{{ количество }}"}},
        {"browser.click": {"role": "button", "name": "Заказать"}},
    ]
    assert draft.form["phrases"] == {"ru": ["заказ бумаги"]} and draft.why == "shown"


def test_nothing_varies_when_the_owner_says_so() -> None:
    draft = made(ORDER, "ничего")
    assert "slots" not in draft.form and draft.question == ""


def test_a_value_that_stands_in_the_phrase_is_taken_from_it() -> None:
    draft = made(ORDER, "все", words="закажи 20 пачек")
    assert draft.form["phrases"] == {"ru": ["закажи {количество} пачек"]}
    assert draft.form["tests"] == [{"say": "закажи 20 пачек", "slots": {"количество": "20"}}]


@pytest.mark.parametrize(
    ("value", "kind", "expression"),
    [
        ("anna@shop.ru", "email", "{{ поле }}"),
        ("15", "number", "{{ поле }}"),
        ("Анна", "person", "{{ поле.name }}"),
        ("2026-03-20", "moment", "{{ поле.at[:10] }}"),
        ("20.03.2026", "moment", "{{ поле.at[8:10] ~ '.' ~ поле.at[5:7] ~ '.' ~ поле.at[:4] }}"),
        ("синяя папка", "text", "{{ поле }}"),
    ],
)
def test_names_dates_amounts_and_addresses_are_slots_of_their_type(value: str, kind: str, expression: str) -> None:
    draft = made((opened(), typed("Поле", value), pressed("Готово")), "все")
    assert draft.form["slots"]["поле"]["type"] == kind
    assert steps(draft)[1]["browser.fill"]["value"] == expression


def test_an_element_called_by_what_was_typed_is_called_by_the_slot() -> None:
    draft = made((opened(), typed("Поиск", "бумага А4"), pressed("Бумага А4, 500 листов")), "все")
    assert steps(draft)[2]["browser.click"]["name"] == "{{ поиск }}, 500 листов"


def test_without_a_name_it_is_asked_for() -> None:
    draft = made(ORDER, words="")
    assert draft.wanted == "phrase"
    assert made(ORDER, "заказ бумаги", "ничего", words="").form["title"] == {"ru": "Заказ бумаги"}


def test_a_secret_is_asked_for_by_name_and_one_of_this_site_comes_first() -> None:
    done = (opened(), hidden("Пароль"), pressed("Войти"))
    draft = made(done, known=("bank",))
    assert (draft.wanted, draft.options) == ("secret", ("shop.test.password", "bank"))
    draft = made(done, "bank", known=("bank",))
    assert {"secret": "bank"}.items() <= steps(draft)[1]["browser.fill"].items() and draft.notes == ()
    assert "value" not in steps(draft)[1]["browser.fill"]
    assert steps(draft)[1]["browser.fill"]["sites"] == {"allow": ["shop.test"]}, "typed there and nowhere else"


def test_a_secret_that_is_not_kept_yet_is_named_with_where_to_enter_it() -> None:
    done = (opened(), hidden("Пароль"), pressed("Войти"))
    assert "Настройки → Секреты" in made(done, "shop.test.password").notes[0]


def test_what_was_left_out_of_an_address_is_told_and_not_in_the_command() -> None:
    draft = made((opened("https://shop.test/cart?token=hunter2&tab=1"), pressed("Заказать")))
    assert steps(draft)[0] == {"browser.open": "https://shop.test/cart?tab=1"}
    assert "«token»" in draft.notes[0] and "shop.test" in draft.notes[0]
    assert "hunter2" not in draft.model_dump_json()


def test_the_same_in_several_rows_is_offered_as_a_loop() -> None:
    done = (opened(), pressed("В корзину", row=goods("А4", 1)), pressed("В корзину", row=goods("А3", 2)), pressed("Заказать"))
    draft = made(done)
    assert draft.wanted == "each" and "2 из 3" in draft.question
    assert len(steps(made(done, draft.options[1]))) == 4
    assert steps(made(done, draft.options[0])) == [
        {"browser.open": "http://shop.test/paper"},
        {"browser.extract": {"each": "#goods > li", "fields": {"name": "h3"}}, "as": "строки"},
        {
            "for_each": "{{ строки }}",
            "item": "строка",
            "steps": [{"browser.click": {"role": "button", "name": "В корзину", "near": "{{ строка.name }}"}}],
        },
        {"browser.click": {"role": "button", "name": "Заказать"}},
    ]


def test_one_row_becomes_a_loop_when_it_was_said() -> None:
    done = (opened(), pressed("В корзину", row=goods("А4", 1)))
    draft = made(done, each=True)
    assert draft.question == "" and [next(iter(step)) for step in steps(draft)] == ["browser.open", "browser.extract", "for_each"]


def test_a_link_called_as_its_row_is_called_by_the_row_the_loop_is_at() -> None:
    done = (opened(), pressed("А4", row=goods("А4", 1)))
    click = steps(made(done, each=True))[2]["steps"][0]["browser.click"]
    assert (click["name"], click["near"]) == ("{{ строка.name }}", "{{ строка.name }}")


def test_nothing_shown_is_nothing_kept() -> None:
    assert made((opened(),)).form == {} and made((opened(),)).notes


def test_a_chosen_file_becomes_a_step_whose_file_is_asked_each_time() -> None:
    draft = made((opened(), did("upload", "Счёт", "bill.pdf"), pressed("Отправить")))
    assert steps(draft)[1] == {"browser.upload": {"role": "button", "name": "Счёт", "file": "{{ счёт }}"}}
    assert draft.form["slots"] == {"счёт": {"type": "text", "ask": {"ru": "Какой файл передать в «Счёт»?"}}}
    assert "Счёт" in draft.notes[0] and "bill.pdf" not in json.dumps(draft.form, ensure_ascii=False)
    assert draft.question == ""


def test_several_files_of_one_field_are_asked_for_one_by_one() -> None:
    draft = made((opened(), did("upload", "Bills", "a.pdf\nb.pdf"), pressed("Send")))
    assert steps(draft)[1]["browser.upload"]["file"] == ["{{ bills }}", "{{ bills_2 }}"]
    assert list(draft.form["slots"]) == ["bills", "bills_2"]


def test_english_is_made_the_same_way() -> None:
    draft = made((opened(), typed("Quantity", "20"), pressed("Order")), "all", words="order paper", language="en")
    assert draft.form["slots"] == {"quantity": {"type": "number", "ask": {"en": "Quantity?"}}}
    assert draft.form["title"] == {"en": "Order paper"}


def test_what_a_press_led_to_is_what_it_must_lead_to_again() -> None:
    led = pressed("Заказать").model_copy(update={"leads": "/orders/"})
    assert steps(made((opened(), led)))[1] == {
        "browser.click": {"role": "button", "name": "Заказать", "expect": {"url_contains": "/orders/"}}
    }


def test_the_card_says_every_step_in_words() -> None:
    done = (*ORDER[:3], hidden("Пароль"), did("check", "Согласен", "yes"), ORDER[3])
    assert made(done, "shop.test.password", "20").summary == (
        "По фразе: «заказ бумаги»",
        "1. Открыть shop.test/paper",
        "2. Ввести «бумага А4» в «Товар»",
        "3. Ввести «‹количество›» в «Количество»",
        "4. Ввести секрет в «Пароль»",
        "5. Отметить «Согласен»",
        "6. Нажать «Заказать»",
    )


def test_no_page_can_smuggle_an_expression_into_a_command() -> None:
    evil = "{{ secrets }}{% x %}{# y #}"
    done = (opened(f"http://shop.test/?{evil}"), typed(evil, evil), pressed(evil, row=goods(evil, 1)))
    for draft in (made(done, "ничего"), made(done, "ничего", each=True)):
        written = json.dumps(draft.form["steps"], ensure_ascii=False)
        written = written.replace("{{ строки }}", "").replace("{{ строка.name }}", "")
        assert not [sign for sign in ("{{", "{%", "{#") if sign in written], written
