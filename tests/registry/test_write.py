"""Form to YAML: the document is what the form says, and the owner's comments are still there."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.errors import CommandFileError
from assistant.registry import document
from assistant.registry.write import merged, same

pytestmark = pytest.mark.unit

BUILT_IN = sorted((Path(__file__).parents[2] / "commands").glob("*.yaml"))
TEXT = """\
# yaml-language-server: $schema=command.schema.json
title: {en: Morning, ru: Утро}   # as I call it
# what I say
phrases:
  - good morning   # the short one
  # and the long one
  - "show me the morning overview"

steps:
  # first the letters
  - say: Hello   # politely
  - for_each: "{{ letters }}"   # each of them
    item: letter
    steps:
      # one letter
      - say: "{{ letter }}"
    as: seen
  # then the end
  - say: Bye
# the end
"""
WORDS = st.text(max_size=12) | st.sampled_from(
    ["yes", "no", "null", "1", "1e3", "- x", "a: b", "# x", "[x", "да", "two\nlines", " x "]
)
SCALARS = (
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False, width=32) | WORDS
)
KEYS = st.text(min_size=1, max_size=6) | st.sampled_from(["steps", "say", "phrases", "title", "on", "1", "else"])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=5)


def form_of(text: str) -> Any:
    return document.read(text, "x").plain


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.lstrip().startswith("#")]


@pytest.mark.parametrize("file", BUILT_IN, ids=lambda file: file.stem)
def test_a_form_that_did_not_change_leaves_every_letter(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert merged(text, form_of(text)) == text


@pytest.mark.parametrize("file", BUILT_IN, ids=lambda file: file.stem)
def test_an_edit_changes_only_its_own_lines(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    form = form_of(text)
    form["steps"].append({"say": "One more: thing"})
    after = merged(text, form)
    assert form_of(after) == form
    added = [line for line in after.splitlines() if line not in text.splitlines()]
    assert added == ['  - say: "One more: thing"']
    assert all(line in after.splitlines() for line in text.splitlines())


def test_comments_stay_with_what_they_explain() -> None:
    form = form_of(TEXT)
    form["steps"][0]["say"] = "Good day"
    form["steps"][1]["steps"].append({"say": "next"})
    form["phrases"].insert(0, "hello there")
    assert merged(TEXT, form) == TEXT.replace("say: Hello ", "say: Good day ").replace(
        '      - say: "{{ letter }}"\n', '      - say: "{{ letter }}"\n      - say: next\n'
    ).replace("  - good morning ", "  - hello there\n  - good morning ")


def test_a_moved_step_takes_its_comment_along() -> None:
    form = form_of(TEXT)
    form["steps"] = [form["steps"][2], form["steps"][0], form["steps"][1]]
    after = merged(TEXT, form)
    assert form_of(after) == form
    assert "  # then the end\n  - say: Bye\n" in after
    assert sorted(comments(after)) == sorted(comments(TEXT))


def test_a_deleted_step_leaves_the_comment_above_it() -> None:
    form = form_of(TEXT)
    del form["steps"][2], form["phrases"]
    after = merged(TEXT, form)
    assert form_of(after) == form
    assert {"# then the end", "# what I say", "# the end"} <= set(comments(after))


def test_a_list_that_was_empty_grows_line_by_line() -> None:
    text = "title: X\nsteps: []  # to come\n"
    loop = {"for_each": "{{ tasks }}", "item": "task", "steps": []}
    grown = merged(text, {"title": "X", "steps": [loop]})
    assert grown == 'title: X\nsteps:  # to come\n  - for_each: "{{ tasks }}"\n    item: task\n    steps: []\n'
    filled = merged(grown, {"title": "X", "steps": [{**loop, "steps": [{"say": "one"}]}]})
    assert filled == grown.replace("    steps: []", "    steps:\n      - say: one")


def test_a_text_that_is_no_yaml_gives_way_but_for_its_comments() -> None:
    after = merged("# mine\ntitle: [\n", {"title": "X", "steps": [{"say": "a"}]})
    assert after == "# mine\ntitle: X\nsteps:\n  - say: a\n"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, object()])
def test_what_no_file_can_hold_is_refused(value: object) -> None:
    with pytest.raises(CommandFileError, match="cannot be written"):
        merged(TEXT, {"title": value})


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, DOCUMENTS)
def test_the_text_always_says_what_the_form_says(before: dict[str, Any], after: dict[str, Any]) -> None:
    text = merged("", before)
    assert same(form_of(text), before)
    assert same(form_of(merged(text, after)), after)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, st.data())
def test_comments_survive_any_edit_but_those_within_what_was_deleted(before: dict[str, Any], data: st.DataObject) -> None:
    lines = merged("", before).splitlines()
    for number in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines)))
        indent = data.draw(st.integers(0, 6))
        lines.insert(at, " " * indent + f"# comment {number} ё")
    text = "\n".join(lines) + "\n"
    try:
        assume(same(form_of(text), before))
    except CommandFileError:
        assume(False)
    form = edited(copy.deepcopy(before), data)
    assume(form)
    after = merged(text, form)
    assert same(form_of(after), form)
    assert set(comments(text)) <= set(comments(after))


def edited(form: Any, data: st.DataObject) -> Any:
    """One or two random edits somewhere within."""
    for _ in range(data.draw(st.integers(1, 2))):
        place, parent = form, form
        while isinstance(place, dict | list) and place:
            parent = place
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = data.draw(st.sampled_from(keys))
            if data.draw(st.booleans()):
                break
            place = parent[key]
        else:
            key = None
        if key is None or not parent:
            continue
        leaf = not isinstance(parent[key], dict | list) or not parent[key]
        match data.draw(st.sampled_from(["set", "delete", "add", "turn"])):
            case "set" if leaf:
                parent[key] = data.draw(VALUES)
            case "delete" if leaf:
                del parent[key]
            case "add" if isinstance(parent, list):
                parent.insert(data.draw(st.integers(0, len(parent))), data.draw(VALUES))
            case "add":
                parent.setdefault(data.draw(KEYS), data.draw(VALUES))
            case "turn" if isinstance(parent, list):
                parent.reverse()
    return form
