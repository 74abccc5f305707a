"""A command's document with one step's element replaced by what the owner chose on the page as it is now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.domain.base import Json
from assistant.domain.flow import paths
from assistant.domain.page import ElementPrint
from assistant.showing.steps import plain
from assistant.telling.shape import Form
from assistant.telling.summary import BESIDE

_PASS = re.compile(r"\[\d+\]")
_BLOCKS = ("steps", "else")
_SAID = ("role", "name", "label", "text", "near")


def repaired(form: Mapping[str, Json], path: str, chosen: ElementPrint) -> Form | None:
    """The document with the step at that path of a run meaning the chosen element; None when it has no such step any more."""
    wanted = _PASS.sub("", path)
    new: Form = _copied(dict(form))
    for place, step, kind in _steps(new.get("steps") or [], ""):
        if place == wanted and kind.startswith("browser.") and isinstance(step[kind], dict):
            step[kind] = _meaning(step[kind], chosen)
            return new
    return None


def _steps(steps: Json, before: str) -> Iterator[tuple[str, Form, str]]:
    """Every step with its path in a run, without the numbers of passes, and its kind."""
    forms: list[Form] = [step if isinstance(step, dict) else {} for step in (steps if isinstance(steps, list) else [])]
    kinds = [next((key for key in step if key not in BESIDE), "if") for step in forms]
    names = paths((kind, str(step.get("as") or "")) for kind, step in zip(kinds, forms, strict=True))
    for step, kind, name in zip(forms, kinds, names, strict=True):
        place = f"{before}.{name}" if before else name
        yield place, step, kind
        for block in _BLOCKS:
            # A pass of a loop stands right behind its name, a block of a condition has a name of its own.
            yield from _steps(step.get(block), place if kind in ("for_each", "while") else f"{place}.{block}")


def _meaning(params: Form, chosen: ElementPrint) -> Form:
    """The same parameters for another element. What is worked out at each run stays, as far as it still fits."""
    before = dict(params.get("print") or {})
    kept = chosen.model_dump(mode="json", exclude_defaults=True)
    general = not before.get("path")
    if general:  # a step within a loop says nothing of one row alone
        for key in ("near", "path", "heading", "href", "id", "test_id", "text"):
            kept.pop(key, None)
        kept.pop("alone", None)
    said: Form = (
        {"role": chosen.role, "name": chosen.name} if chosen.name else {"label": chosen.placeholder} if chosen.placeholder else {}
    )
    if not chosen.alone and chosen.near:
        said["near"] = chosen.near
    worked_out = {key: params[key] for key in ("near",) if "{{" in str(params.get(key, ""))}
    rest = {key: value for key, value in params.items() if key not in (*_SAID, "print", "css", "number")}
    return {**plain({key: value for key, value in said.items() if value}), **worked_out, "print": plain(kept), **rest}


def _copied(value: Any) -> Any:
    match value:
        case dict():
            return {key: _copied(item) for key, item in value.items()}
        case list():
            return [_copied(item) for item in value]
        case _:
            return value
