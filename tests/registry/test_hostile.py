"""Hostile and broken files: a fault, soon, and the others go on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.registry import parse
from assistant.registry.kinds import Kinds
from assistant.registry.load import Folder, Loader

pytestmark = pytest.mark.unit

LAUGHS = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghijk", "bcdefghijkl", strict=True))
HOSTILE = {
    "laughs": LAUGHS,
    "lists": "[" * 60_000,
    "mappings": "{" * 60_000,
    "dashes": "- " * 30_000,
    "questions": "? " * 30_000,
    "object": "title: !!python/object/apply:os.system [ls]\nsteps: []",
    "values": "steps: [" + "a, " * 20_000 + "]",
    "control": "title: \x07",
    "number": "title: " + "9" * 50_000,
    "template": "title: T\nsteps: [note.add: '{{ " + "(" * 3_000 + "']",
    "permutation": "title: T\nphrases: ['(" + ";".join("abcdefghijklmnopqrst") + ")']\nsteps: [note.add: a]",
    "brackets": "title: T\nphrases: ['" + "[" * 140 + "a" + "]" * 140 + "']\nsteps: [note.add: a]",
    "blocks": "title: T\nsteps: " + "[{while: now, steps: " * 15 + "[note.add: a]" + "}]" * 15,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_gives_a_fault(text: str, kinds: Kinds) -> None:
    command, faults = parse.command(text, "bad", "bad.yaml", kinds)
    assert command is None and 1 <= len(faults) <= 50


_words = st.sampled_from(
    [
        "title",
        "steps",
        "phrases",
        "slots",
        "tests",
        "say",
        "not",
        "note.add",
        "for_each",
        "while",
        "if",
        "else",
        "as",
        "retry",
        "on_error",
        "collect",
        "item",
        "type",
        "choices",
        "default",
        "{{",
        "now",
        "}}",
        "{{",
        "{%",
        "a",
        "}",
        "[",
        "(",
        "'",
        '"',
        "|",
        ">",
        "&",
        "*",
        "!",
        "#",
        ":",
        "-",
        ",",
        "true",
        "null",
        "1",
        "0.5",
        "да",
        "\t",
        "\n",
        "\ufeff",
    ]
)
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.lists(_words | st.sampled_from(["\n", "\n  ", " ", ": ", "- "]) | st.characters(), max_size=40).map("".join))
def test_any_text_gives_a_command_or_faults(text: str, kinds: Kinds) -> None:
    command, faults = parse.command(text, "any", "any.yaml", kinds)
    assert (command is None) == any(fault.severity == "error" for fault in faults)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=_values, slots=_values, phrases=_values, tests=_values)
def test_any_values_give_a_command_or_faults(steps: object, slots: object, phrases: object, tests: object, kinds: Kinds) -> None:
    text = json.dumps({"title": "T", "steps": steps, "slots": slots, "phrases": phrases, "tests": tests}, ensure_ascii=False)
    command, faults = parse.command(text, "any", "any.yaml", kinds)
    assert (command is None) == any(fault.severity == "error" for fault in faults)


def test_a_thousand_broken_files_do_not_stop_the_good_one(tmp_path: Path, kinds: Kinds) -> None:
    broken = [*list(HOSTILE.values())[4:10], "title: 'T", "steps:\n  - aks: a\n", "\x00", "title: T\n  steps: ["]
    for number in range(1_000):
        (tmp_path / f"broken{number:04}.yaml").write_text(broken[number % len(broken)][:2_000], encoding="utf-8")
    (tmp_path / "good.yaml").write_text("title: T\nsteps: [note.add: a]\n", encoding="utf-8")
    loaded = Loader(kinds).load([Folder(tmp_path)])
    assert list(loaded.commands) == ["good"]
    assert len({fault.file for fault in loaded.faults}) == 1_000


@pytest.mark.parametrize(("content", "message"), [(b"\xff\xfe\x00", "UTF-8"), (b"a: b\n" * 20_000, "larger than 64 KiB")])
def test_what_is_no_small_text_file_is_a_fault(content: bytes, message: str, tmp_path: Path, kinds: Kinds) -> None:
    (tmp_path / "x.yaml").write_bytes(content)
    loaded = Loader(kinds).load([Folder(tmp_path)])
    assert not loaded.commands and message in loaded.faults[0].message["en"]
