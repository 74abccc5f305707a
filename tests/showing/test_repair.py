"""A step is made to mean another element; nothing else of the command changes."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.domain.page import ElementPrint
from assistant.showing.repair import repaired

pytestmark = pytest.mark.unit

CHOSEN = ElementPrint(role="button", name="Оформить", tag="button", path="form>button", near="Товары", alone=True)


def command(*steps: dict[str, Any]) -> dict[str, Any]:
    """A command with these steps."""
    return {"title": "X", "steps": list(steps)}


def click(name: str, **more: Any) -> dict[str, Any]:
    """A recorded click."""
    return {"browser.click": {"role": "button", "name": name, "print": {"role": "button", "name": name, "path": "a"}, **more}}


def test_only_the_step_at_that_path_changes() -> None:
    form = command({"browser.open": "http://shop.test"}, click("Заказать", expect={"url_contains": "/orders/"}))
    new = repaired(form, "2.browser.click", CHOSEN)
    assert new is not None and new["steps"][0] == form["steps"][0]
    assert new["steps"][1]["browser.click"] == {
        "role": "button",
        "name": "Оформить",
        "print": {"role": "button", "name": "Оформить", "tag": "button", "path": "form>button", "near": "Товары"},
        "expect": {"url_contains": "/orders/"},
    }
    assert form["steps"][1] == click("Заказать", expect={"url_contains": "/orders/"}), "the old one is as it was"


def test_a_step_in_a_loop_stays_one_for_every_row() -> None:
    inner = {
        "browser.click": {
            "role": "button",
            "name": "Взять",
            "near": "{{ row.name }}",
            "print": {"role": "button", "name": "Взять"},
        }
    }
    new = repaired(command({"for_each": "{{ rows }}", "item": "row", "steps": [inner]}), "1.for_each[3].1.browser.click", CHOSEN)
    assert new is not None
    changed = new["steps"][0]["steps"][0]["browser.click"]
    assert changed == {
        "role": "button",
        "name": "Оформить",
        "near": "{{ row.name }}",
        "print": {"role": "button", "name": "Оформить", "tag": "button"},
    }


def test_a_step_in_a_condition_is_found_too() -> None:
    form = command({"if": "{{ x }}", "steps": [{"say": "a"}], "else": [click("Заказать")]})
    new = repaired(form, "1.if.else.1.browser.click", CHOSEN)
    assert new is not None and new["steps"][0]["else"][0]["browser.click"]["name"] == "Оформить"


def test_a_saved_name_is_a_part_of_the_path() -> None:
    new = repaired(command({**click("Заказать"), "as": "ordered"}), "ordered", CHOSEN)
    assert new is not None and new["steps"][0]["browser.click"]["name"] == "Оформить"


def test_a_command_that_was_changed_meanwhile_is_left_alone() -> None:
    assert repaired(command({"say": "hello"}), "2.browser.click", CHOSEN) is None


def test_a_page_cannot_smuggle_an_expression_in() -> None:
    evil = ElementPrint(role="button", name="{{ secrets }}", tag="button")
    new = repaired(command(click("Заказать")), "1.browser.click", evil)
    assert "{{" not in str(new)
