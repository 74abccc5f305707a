"""Steps that hold under the same condition, one after another, put into one `if` block."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.base import Json

WHEN = "\0when"
"""Beside a step on its way: the conditions under which it is done, outermost first."""


def nested(steps: Sequence[dict[str, Json]]) -> list[dict[str, Json]]:
    """The steps with their conditions as blocks; opposite conditions next to each other become `if` and `else`."""
    return _joined(_nested([(tuple(step.get(WHEN, ())), _bare(step)) for step in steps], 0))


def _bare(step: dict[str, Json]) -> dict[str, Json]:
    return {key: value for key, value in step.items() if key != WHEN}


def _nested(steps: Sequence[tuple[tuple[str, ...], dict[str, Json]]], depth: int) -> list[dict[str, Json]]:
    found: list[dict[str, Json]] = []
    index = 0
    while index < len(steps):
        when, step = steps[index]
        if len(when) <= depth:
            found.append(step)
            index += 1
            continue
        end = index
        while end < len(steps) and len(steps[end][0]) > depth and steps[end][0][depth] == when[depth]:
            end += 1
        found.append({"if": "{{ " + when[depth] + " }}", "steps": _joined(_nested(steps[index:end], depth + 1))})
        index = end
    return found


def _joined(steps: list[dict[str, Json]]) -> list[dict[str, Json]]:
    found: list[dict[str, Json]] = []
    for step in steps:
        before = found[-1] if found else {}
        if _is_block(before) and _is_block(step) and "else" not in before and _opposite(before["if"], step["if"]):
            found[-1] = {**before, "else": step["steps"]}
        else:
            found.append(step)
    return found


def _is_block(step: dict[str, Json]) -> bool:
    return set(step) <= {"if", "steps", "else"} and "if" in step


def _opposite(one: str, other: str) -> bool:
    return other == "{{ not " + one.removeprefix("{{ ")
