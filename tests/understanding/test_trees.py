"""Boosted trees: what a table says is what is added up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.understanding.trees import Trees
from assistant.understanding.weigh import TREES

pytestmark = pytest.mark.unit

STUMP = [(0, 0.5, 1, 2), (-1, -2.0, 0, 0), (-1, 3.0, 0, 0)]
DEEPER = [(1, 0.0, 1, 2), (-1, 0.25, 0, 0), (0, 2.0, 3, 4), (-1, 10.0, 0, 0), (-1, 20.0, 0, 0)]


@pytest.mark.parametrize(
    ("found", "score"),
    [
        ({}, 1 - 2 + 0.25),
        ({"a": 0.5}, 1 - 2 + 0.25),
        ({"a": 0.6}, 1 + 3 + 0.25),
        ({"a": 1, "b": 1}, 1 + 3 + 10),
        ({"a": 3, "b": 1}, 24),
    ],
)
def test_every_tree_adds_the_worth_of_the_leaf_the_signs_lead_to(found: dict[str, float], score: float) -> None:
    assert Trees(["a", "b"], 1.0, [STUMP, DEEPER]).score(found) == score


def test_a_sign_the_table_does_not_know_changes_nothing() -> None:
    assert Trees(["a"], 0.5, [STUMP]).score({"other": 7.0}) == -1.5


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "trees.json"
    file.write_text(json.dumps({"signs": ["a"], "base": 0.5, "trees": [STUMP]}), encoding="utf-8")
    assert Trees.read(file).score({"a": 1.0}) == 3.5


def test_every_sign_of_the_packed_table_is_one_the_splitter_finds() -> None:
    from assistant.understanding.cuts import Cut
    from assistant.understanding.weigh import Evidence, signs

    found: set[str] = set()
    for opener in ("", "order", "infinitive", "question", "auxiliary", "wish"):
        part = Evidence("x", 0.5, 2, begins=True, said=("open", "it"), opener=opener)  # type: ignore[arg-type]
        found |= signs(Cut(1, 2, "weak", False, opener, 0.0, False, False), part, part, part).keys()  # type: ignore[arg-type]
    assert set(TREES.signs) <= found
