"""Differences between two versions, in words."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.registry import document
from assistant.registry.difference import difference
from assistant.registry.write import merged

pytestmark = pytest.mark.unit

BUILT_IN = sorted((Path(__file__).parents[2] / "commands").glob("*.yaml"))
TEXT = """\
title: {en: Call, ru: Звонок}
phrases:
  ru: [позвони, "набери {name}"]
slots:
  name: {type: person, default: Анна}
steps:
  - task.list:
    as: tasks
  - note.add: Анна
  - for_each: "{{ tasks }}"
    steps:
      - say: "{{ item.text }}"
"""


def changed(edit: Any) -> list[tuple[str, str, str]]:
    form: Any = document.read(TEXT, "x").plain
    edit(form)
    return [(one.where, one.text["ru"], one.text["en"]) for one in difference(TEXT, merged(TEXT, form)).changes]


def test_a_changed_value_says_where_and_what() -> None:
    def edit(form: Any) -> None:
        form["steps"][1]["note.add"] = "Иван"

    assert changed(edit) == [("steps[1].note.add", "шаг 2: «Анна» → «Иван»", "step 2: «Анна» → «Иван»")]


def test_phrases_slots_and_title_are_named() -> None:
    def edit(form: Any) -> None:
        form["title"]["ru"] = "Вызов"
        form["phrases"]["ru"] = ["позвони", "вызови"]
        form["slots"]["name"]["default"] = "Иван"

    assert [russian for _where, russian, _english in changed(edit)] == [
        "название, ru: «Звонок» → «Вызов»",
        "удалено: фраза «набери {name}»",
        "добавлено: фраза «вызови»",
        "параметр name, default: «Анна» → «Иван»",
    ]


def test_a_step_within_a_loop_is_told_with_the_way_to_it() -> None:
    def edit(form: Any) -> None:
        form["steps"][2]["steps"].append({"say": "Дальше"})
        form["steps"][2]["for_each"] = "{{ notes }}"

    assert changed(edit) == [
        ("steps[2].for_each", "шаг 3: «{{ tasks }}» → «{{ notes }}»", "step 3: «{{ tasks }}» → «{{ notes }}»"),
        ("steps[2].steps[1]", "добавлено: шаг 3, внутри, шаг 2 {say: Дальше}", "added: step 3, inside, step 2 {say: Дальше}"),
    ]


def test_a_step_that_came_or_went_does_not_change_the_others() -> None:
    def edit(form: Any) -> None:
        del form["steps"][0]
        form["steps"].append({"say": "Готово"})

    assert [russian for _where, russian, _english in changed(edit)] == [
        "удалено: шаг 1 {task.list: null, as: tasks}",
        "добавлено: шаг 3 {say: Готово}",
    ]


def test_a_moved_step_is_told_as_moved() -> None:
    def edit(form: Any) -> None:
        form["steps"].reverse()

    assert {where for where, _russian, _english in changed(edit)} <= {"steps[0]", "steps[1]", "steps[2]"}
    assert any("раньше шаг 3" in russian for _where, russian, _english in changed(edit))


def test_the_unified_text_is_that_of_a_diff() -> None:
    assert "-title: {en: Call, ru: Звонок}\n+title: X" in difference(TEXT, TEXT.replace("{en: Call, ru: Звонок}", "X")).unified


@pytest.mark.parametrize("text", ["", "title: [", "- 1", "\x00"])
def test_what_cannot_be_read_counts_as_empty(text: str) -> None:
    assert difference(text, TEXT).changes
    assert difference(text, text).changes == ()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_edit_goes_untold_and_nothing_else_is_told(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(BUILT_IN)).read_text(encoding="utf-8")
    form: Any = document.read(text, "x").plain
    assert difference(text, merged(text, form)).changes == ()
    after = copy.deepcopy(form)
    place = after
    while isinstance(place, dict | list) and place:
        parent = place
        key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
        place = parent[key]
    parent[key] = data.draw(st.integers(1_000, 2_000))
    found = difference(text, merged(text, after)).changes
    assert found
    assert all(change.text["en"] and change.text["ru"] for change in found)
    assert difference(merged(text, after), text).changes
