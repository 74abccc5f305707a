"""The same done to several rows of a list, found in what was shown: a loop instead of repetitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.page import Target
from assistant.domain.showing import ShownAction, ShownRow

LONGEST = 12
"""Things done to one row at most."""


@dataclass(frozen=True, slots=True)
class EachRow:
    """`actions`, as they were done to the first row, are meant for every one of `row.rows`. `shown` counts the rows it was shown on."""

    row: ShownRow
    actions: tuple[ShownAction, ...]
    shown: int


Part = ShownAction | EachRow


def with_loops(actions: Sequence[ShownAction], *, said: bool = False) -> tuple[Part, ...]:
    """The actions, repetitions over rows of one list drawn together; when it was `said`, one row is enough."""
    parts: list[Part] = []
    looped: list[ShownRow] = []
    place = 0
    while place < len(actions):
        row = actions[place].row
        # What was said once is meant once: a list is not gone over a second time for it.
        again = row is not None and any(row.rows == one.rows for one in looped)
        loop, length = _loop_at(actions, place, said=said and not again)
        if loop:
            parts.append(loop)
            looped.append(loop.row)
            place += length
        else:
            parts.append(actions[place])
            place += 1
    return tuple(parts)


def repeats(actions: Sequence[ShownAction]) -> list[EachRow]:
    """The repetitions over rows there are."""
    return [part for part in with_loops(actions) if isinstance(part, EachRow)]


def in_rows(actions: Sequence[ShownAction]) -> bool:
    """Whether anything was done to a row of a list."""
    return any(action.row for action in actions)


def _loop_at(actions: Sequence[ShownAction], start: int, *, said: bool) -> tuple[EachRow | None, int]:
    """A loop that begins here and how many actions it stands for; the one that explains most."""
    row = actions[start].row
    if row is None:
        return None, 0
    best: tuple[EachRow | None, int] = (None, 0)
    for length in range(1, min(LONGEST, len(actions) - start) + 1):
        group = tuple(actions[start : start + length])
        count = _times(actions, start, length)
        # The last row is often left without the way back to the list.
        tail = _tail(actions, start, length, count)
        if count + bool(tail) >= 2 and count * length + tail > best[1]:
            best = EachRow(row, group, count + bool(tail)), count * length + tail
    if best[0] is None and said:
        length = _one_row(actions, start)
        best = EachRow(row, tuple(actions[start : start + length]), 1), length
    return best


def _times(actions: Sequence[ShownAction], start: int, length: int) -> int:
    """How often the group of that length is done in a row, each time to another row."""
    group = actions[start : start + length]
    seen: set[str] = set()
    count = 0
    while True:
        again = actions[start + count * length : start + (count + 1) * length]
        if len(again) < length or not all(_alike(one, other) for one, other in zip(group, again, strict=True)):
            return count
        row = again[0].row
        if row is None or row.text in seen or not _one_place(again):
            return count
        seen.add(row.text)
        count += 1


def _tail(actions: Sequence[ShownAction], start: int, length: int, count: int) -> int:
    """How many actions behind the repetitions do the same once more, for another row, and lack only the way back."""
    group = actions[start : start + length]
    rest = actions[start + count * length :][: length - 1]
    if not count or group[-1].kind != "open" or len(rest) < length - 1 or not rest:
        return 0
    seen = [actions[start + number * length].row for number in range(count)]
    alike = all(_alike(one, other) for one, other in zip(group, rest, strict=False))
    return len(rest) if alike and rest[0].row not in seen else 0


def _one_row(actions: Sequence[ShownAction], start: int) -> int:
    """How many actions from here on are about one row: those in it, and what follows up to the way back to its page."""
    row, page = actions[start].row, actions[start].url
    end = start + 1
    while end < len(actions) and (actions[end].row is not None and _same_row(actions[end].row, row)):
        end += 1
    for place in range(end, min(start + LONGEST, len(actions))):
        if actions[place].kind == "open" and actions[place].url == page:
            return place + 1 - start
    return end - start


def _same_row(one: ShownRow | None, other: ShownRow | None) -> bool:
    return one is not None and other is not None and (one.rows, one.text) == (other.rows, other.text)


def _one_place(group: Sequence[ShownAction]) -> bool:
    """Whether all that is done to rows in a group is done to one row."""
    rows = [action.row for action in group if action.row is not None]
    return all(_same_row(row, rows[0]) for row in rows)


def _alike(one: ShownAction, other: ShownAction) -> bool:
    """Whether two actions do the same, each to its own row."""
    if one.kind != other.kind or (one.row is None) != (other.row is None):
        return False
    if one.kind == "open":
        return one.url == other.url
    if one.row is not None and other.row is not None:
        same_list = one.row.rows == other.row.rows
        return same_list and _in_row(one) == _in_row(other) and _said(one) == _said(other)
    return one.target == other.target and one.value == other.value


def _in_row(action: ShownAction) -> Target | None:
    """The element without what only this row says."""
    if action.target is None or action.row is None:
        return action.target
    own = {action.row.text, *action.row.cells}
    said = {key: "" for key in ("name", "label", "text") if getattr(action.target, key) in own}
    return action.target.model_copy(update={**said, "near": "", "number": 0, "css": "", "print": None})


def _said(action: ShownAction) -> str:
    """The value, or nothing for one that stands in the row itself."""
    return "" if action.row is not None and action.value in action.row.cells else action.value
