"""Repetitions over rows become loops."""

from __future__ import annotations

import pytest

from assistant.domain.showing import ShownAction
from assistant.showing.loops import EachRow, Part, repeats, with_loops
from tests.showing.shown import goods, opened, pressed, typed

pytestmark = pytest.mark.unit


def shape(parts: tuple[Part, ...]) -> list[object]:
    """Labels of what stands by itself, and of what is done to each row."""
    return [
        [one.label or one.kind for one in part.actions] if isinstance(part, EachRow) else part.label or part.kind
        for part in parts
    ]


def test_the_same_button_in_two_rows_is_a_loop() -> None:
    done = [opened(), pressed("В корзину", row=goods("А4", 1)), pressed("В корзину", row=goods("А3", 2)), pressed("Заказать")]
    assert shape(with_loops(done)) == ["open", ["В корзину"], "Заказать"]
    assert repeats(done)[0].shown == 2 and repeats(done)[0].row.count == 3


def test_several_things_done_to_each_row_stay_together() -> None:
    def row(name: str, number: int) -> list[ShownAction]:
        return [typed("Кол-во", "5", row=goods(name, number)), pressed("В корзину", row=goods(name, number))]

    assert shape(with_loops([opened(), *row("А4", 1), *row("А3", 2), *row("Ручка", 3)])) == ["open", ["Кол-во", "В корзину"]]


def test_a_loop_may_lead_to_another_page_and_back() -> None:
    def visit(name: str, number: int) -> list[ShownAction]:
        return [pressed(name, row=goods(name, number)), pressed("Согласовать", url="http://shop.test/item")]

    done = [opened(), *visit("А4", 1), opened(), *visit("А3", 2), opened(), *visit("Ручка", 3), pressed("Выйти")]
    assert shape(with_loops(done)) == ["open", ["А4", "Согласовать", "open"], "Выйти"]


def test_different_values_in_two_rows_are_no_loop() -> None:
    done = [typed("Кол-во", "5", row=goods("А4", 1)), typed("Кол-во", "7", row=goods("А3", 2))]
    assert repeats(done) == []


def test_the_same_row_twice_is_no_loop() -> None:
    assert repeats([pressed("+", row=goods("А4", 1)), pressed("+", row=goods("А4", 1))]) == []


def test_other_buttons_in_two_rows_are_no_loop() -> None:
    assert repeats([pressed("Купить", row=goods("А4", 1)), pressed("Убрать", row=goods("А3", 2))]) == []


def test_one_row_is_enough_when_the_owner_said_so() -> None:
    done = [opened(), typed("Кол-во", "5", row=goods("А4", 1)), pressed("В корзину", row=goods("А4", 1)), pressed("Заказать")]
    assert shape(with_loops(done)) == ["open", "Кол-во", "В корзину", "Заказать"]
    assert shape(with_loops(done, said=True)) == ["open", ["Кол-во", "В корзину"], "Заказать"]


def test_what_was_done_before_the_way_back_belongs_to_the_row() -> None:
    done = [opened(), pressed("А4", row=goods("А4", 1)), pressed("Согласовать", url="http://shop.test/item"), opened()]
    assert shape(with_loops(done, said=True)) == ["open", ["А4", "Согласовать", "open"]]
