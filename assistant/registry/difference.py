"""What differs between two texts of a command, in words an owner can check."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from assistant.domain.base import Json, Language
from assistant.domain.teaching import Change, Difference
from assistant.errors import CommandFileError
from assistant.registry import document, dump
from assistant.registry.write import same

SHOWN = 120
"""Letters of a value in a sentence."""
MAX_CHANGES = 200
_LANGUAGES: tuple[Language, ...] = ("en", "ru")
_BLOCKS = ("steps", "else", "on_error")
_CONTROL = ("for_each", "while", "parallel", "if")
_NAMES: dict[str, tuple[str, str]] = {
    "title": ("title", "название"),
    "description": ("description", "описание"),
    "result": ("result", "результат"),
    "confirm": ("always ask first", "всегда спрашивать"),
    "enabled": ("enabled", "включена"),
    "phrases": ("phrase", "фраза"),
    "tests": ("test", "тест"),
    "triggers": ("trigger", "запуск"),
    "slots": ("slot", "параметр"),
}
_VERBS: dict[str, tuple[str, str]] = {"added": ("added", "добавлено"), "removed": ("removed", "удалено")}


def difference(before: str, after: str) -> Difference:
    """The changes in the order of the document, and the texts as a unified diff. A text that cannot be read counts as empty."""
    one, other = _form(before), _form(after)
    changes = tuple(change for change, _ in zip(_top(one, other), range(MAX_CHANGES), strict=False))
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), "before", "after", lineterm="")
    return Difference(changes=changes, unified="\n".join(lines))


def _form(text: str) -> dict[str, Json]:
    try:
        plain = document.read(text, "the command").plain
    except CommandFileError:
        return {}
    return plain if isinstance(plain, dict) else {}


def _top(one: dict[str, Json], other: dict[str, Json]) -> Iterator[Change]:
    for key in dict.fromkeys([*one, *other]):
        before, after = one.get(key), other.get(key)
        if key in one and key in other and same(before, after):
            continue
        name = _NAMES.get(key, (key, key))
        match key:
            case "steps":
                yield from _steps(_listed(before), _listed(after), "steps", ("", ""))
            case "phrases":
                yield from _phrases(before, after, name)
            case "tests" | "triggers":
                yield from _items(_listed(before), _listed(after), key, name)
            case "slots":
                yield from _mapping(_mapped(before), _mapped(after), "slots", name)
            case _:
                yield from _value(before, after, key, name, key in one, key in other)


def _phrases(before: Json, after: Json, name: tuple[str, str]) -> Iterator[Change]:
    one = before if isinstance(before, dict) else {"": before}
    other = after if isinstance(after, dict) else {"": after}
    for language in dict.fromkeys([*one, *other]):
        where = f"phrases.{language}" if language else "phrases"
        yield from _items(_listed(one.get(language)), _listed(other.get(language)), where, name)


def _items(before: Sequence[Json], after: Sequence[Json], where: str, name: tuple[str, str]) -> Iterator[Change]:
    """Items that came or went; where they stand does not matter."""
    gone = [item for item in before if not any(same(item, there) for there in after)]
    new = [item for item in after if not any(same(item, there) for there in before)]
    for item in gone:
        yield _change("removed", where, name, before=item)
    for item in new:
        yield _change("added", where, name, after=item)
    if not gone and not new and len(before) == len(after) and not same(list(before), list(after)):
        yield _change("changed", where, (f"{name[0]}: another order", f"{name[1]}: другой порядок"))
    elif not gone and not new and len(before) != len(after):
        yield _change("changed", where, (f"{name[0]}: one stands here twice", f"{name[1]}: есть повтор"))


def _mapping(before: dict[str, Json], after: dict[str, Json], where: str, name: tuple[str, str]) -> Iterator[Change]:
    for key in dict.fromkeys([*before, *after]):
        inner = (f"{name[0]} {key}", f"{name[1]} {key}")
        yield from _value(before.get(key), after.get(key), f"{where}.{key}", inner, key in before, key in after)


def _value(before: Json, after: Json, where: str, name: tuple[str, str], was: bool, is_: bool) -> Iterator[Change]:
    """A value under a key; mappings are gone into, so that only what differs is told."""
    if was and is_ and same(before, after):
        return
    if not was:
        yield _change("added", where, name, after=after)
    elif not is_:
        yield _change("removed", where, name, before=before)
    elif isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            inner = (f"{name[0]}, {key}", f"{name[1]}, {key}")
            yield from _value(before.get(key), after.get(key), f"{where}.{key}", inner, key in before, key in after)
    else:
        yield _change("changed", where, name, before=before, after=after)


# --- steps ---


def _steps(before: Sequence[Json], after: Sequence[Json], where: str, lead: tuple[str, str]) -> Iterator[Change]:
    """Steps compared by what they are: the same ones stay, the rest is paired by kind, then told as come or gone."""
    pairs, gone, new = _paired(before, after)
    for place in gone:
        yield _change("removed", f"{where}[{place}]", _step_name(lead, place), before=before[place])
    moved = [place for place, (old, at) in zip(pairs, _order(pairs), strict=True) if old != at]
    for at, old in pairs.items():
        name = _step_name(lead, at)
        if at in moved:
            words = (f"{name[0]} was step {old + 1}", f"{name[1]}: раньше шаг {old + 1}")
            yield _change("changed", f"{where}[{at}]", words)
        yield from _step(before[old], after[at], f"{where}[{at}]", name)
    for place in new:
        yield _change("added", f"{where}[{place}]", _step_name(lead, place), after=after[place])


def _order(pairs: dict[int, int]) -> list[tuple[int, int]]:
    """For each pair the place of its old step among those that stayed, and that of the new one."""
    olds = sorted(pairs.values())
    return [(olds.index(old), rank) for rank, old in enumerate(pairs.values())]


def _paired(before: Sequence[Json], after: Sequence[Json]) -> tuple[dict[int, int], list[int], list[int]]:
    """New place -> old place of the steps that stayed, the places of those gone, and of those that are new."""
    pairs: dict[int, int] = {}
    free = list(range(len(before)))
    for alike in (
        same,
        lambda one, other: _kind(one) == _kind(other) and _as(one) == _as(other),
        lambda one, other: _kind(one) == _kind(other),
    ):
        for at, item in enumerate(after):
            if at in pairs:
                continue
            near = sorted((old for old in free if alike(before[old], item)), key=lambda old: abs(old - at))
            if near:
                pairs[at] = near[0]
                free.remove(near[0])
    return dict(sorted(pairs.items())), free, [at for at in range(len(after)) if at not in pairs]


def _step(before: Json, after: Json, where: str, name: tuple[str, str]) -> Iterator[Change]:
    if same(before, after):
        return
    if not isinstance(before, dict) or not isinstance(after, dict):
        yield _change("changed", where, name, before=before, after=after)
        return
    for key in dict.fromkeys([*before, *after]):
        one, other = before.get(key), after.get(key)
        if key in _BLOCKS and isinstance(one or [], list) and isinstance(other or [], list):
            yield from _steps(
                one or [], other or [], f"{where}.{key}", (f"{name[0]}, {_block(key, 0)}", f"{name[1]}, {_block(key, 1)}")
            )
        elif key == "parallel" and isinstance(one, dict) and isinstance(other, dict):
            for branch in dict.fromkeys([*one, *other]):
                inner = (f"{name[0]}, branch {branch}", f"{name[1]}, ветка {branch}")
                yield from _steps(_listed(one.get(branch)), _listed(other.get(branch)), f"{where}.{key}.{branch}", inner)
        else:
            inner = name if key == _kind(after) else (f"{name[0]}, {key}", f"{name[1]}, {key}")
            yield from _value(one, other, f"{where}.{key}", inner, key in before, key in after)


def _block(key: str, language: int) -> str:
    return {"steps": ("inside", "внутри"), "else": ("otherwise", "иначе"), "on_error": ("on failure", "при ошибке")}[key][
        language
    ]


def _step_name(lead: tuple[str, str], place: int) -> tuple[str, str]:
    en, ru = lead
    return (f"{en}, step {place + 1}" if en else f"step {place + 1}", f"{ru}, шаг {place + 1}" if ru else f"шаг {place + 1}")


def _kind(step: Json) -> str:
    """The key a step is known by: the first that is no word beside a kind."""
    if not isinstance(step, dict):
        return str(step)
    beside = ("as", "if", "retry", "on_error", "confirm", "timeout", *_BLOCKS)
    return next((key for key in step if key in _CONTROL and key != "if"), next((key for key in step if key not in beside), "if"))


def _as(step: Json) -> Json:
    return step.get("as") if isinstance(step, dict) else None


# --- words ---


def _change(
    kind: Literal["added", "removed", "changed"], where: str, name: tuple[str, str], *, before: Json = None, after: Json = None
) -> Change:
    text: dict[Language, str] = {}
    for place, language in enumerate(_LANGUAGES):
        if kind != "changed":
            text[language] = f"{_VERBS[kind][place]}: {name[place]} {_told(after if kind == 'added' else before)}"
        elif before is None and after is None:
            text[language] = name[place]
        else:
            text[language] = f"{name[place]}: {_told(before)} → {_told(after)}"
    return Change(where=where, kind=kind, text=text, before=before, after=after)


def _told(value: Any) -> str:
    """A value in quotes, or as it would be written."""
    words = f"«{value}»" if isinstance(value, str) else dump.flow(value)
    return words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _mapped(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
