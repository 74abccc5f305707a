"""The JSON Schema says what the reader says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from assistant.registry import document, parse, schema
from assistant.registry.kinds import Kinds

pytestmark = pytest.mark.unit

BUILT_IN = Path(__file__).parents[2] / "commands"

GOOD = """
title: {en: T, ru: Т}
phrases: ["wait {time}"]
slots: {time: duration, size: {type: choice, choices: {small: [little], big: large}, ask: Which?}}
steps:
  - note.add: hello
    as: note
    retry: {times: 2, seconds: 3}
  - note.add: {text: {en: Hi, ru: Привет}, stars: "{{ note.stars }}"}
    if: note
    on_error: [note.add: again]
  - for_each: "{{ note }}"
    item: one
    parallel: 2
    steps: [{while: now, limit: 3, steps: [wait: 1 day]}]
    collect: one
  - if: "{{ now }}"
    steps: [{parallel: {a: [ask: What?], b: [approve: Sure?]}}]
    else: [command: other]
tests: [{say: wait a day, slots: {time: a day}}, {not: stop}]
"""

BAD = [
    "title: T",
    "title: T\nsteps: []",
    "title: T\nstepps: []\nsteps: [note.add: a]",
    "title: T\nsteps: [note.ad: a]",
    "title: T\nsteps: [note.add: {txt: a}]",
    "title: T\nsteps: [note.add: {text: a, stars: many}]",
    "title: T\nsteps: [for_each: a]",
    "title: T\nsteps: [{for_each: a, steps: [note.add: a], parallel: 40}]",
    "title: T\nslots: {x: monney}\nsteps: [note.add: a]",
    "title: T\ntests: [{say: a, not: b}]\nsteps: [note.add: a]",
]


def judge(kinds: Kinds) -> Draft202012Validator:
    """What judges by the schema, which is one itself."""
    made: dict[str, Any] = schema.schema(kinds)
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


def errors(text: str, by: Draft202012Validator) -> list[str]:
    return [error.message for error in by.iter_errors(document.read(text, "x.yaml").plain)]


def test_a_good_file_is_good_for_the_schema_and_for_the_reader(kinds: Kinds) -> None:
    assert errors(GOOD, judge(kinds)) == []
    command, faults = parse.command(GOOD, "good", "good.yaml", kinds)
    assert command is not None, faults


@pytest.mark.parametrize("text", BAD)
def test_a_bad_file_is_bad_for_the_schema_and_for_the_reader(text: str, kinds: Kinds) -> None:
    assert errors(text, judge(kinds))
    assert parse.command(text, "bad", "bad.yaml", kinds)[0] is None


def test_the_written_schema_is_the_one_the_step_kinds_give() -> None:
    assert (BUILT_IN / schema.FILE).read_text(encoding="utf-8") == schema.dumped(Kinds.built_in())


def test_every_built_in_file_fits_the_schema_and_the_reader() -> None:
    kinds = Kinds.built_in()
    by = judge(kinds)
    for file in sorted(BUILT_IN.glob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        assert errors(text, by) == [], file.name
        command, faults = parse.command(text, file.stem, file.name, kinds)
        assert command is not None and not faults, faults


def test_writing_the_schema_again_leaves_the_file_alone(tmp_path: Path, kinds: Kinds) -> None:
    file = schema.write(tmp_path, kinds)
    before = file.stat().st_mtime_ns
    assert schema.write(tmp_path, kinds).stat().st_mtime_ns == before
