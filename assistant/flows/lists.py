"""Filters for lists: cut into batches, joined, laid side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from assistant.domain.base import Json


def batch(values: Iterable[Json], size: int) -> list[list[Json]]:
    """A list cut into lists of `size` items; the last may be shorter: `{{ rows | batch(10) }}`."""
    if size < 1:
        raise ValueError("a batch has at least one item")
    found = list(values)
    return [found[start : start + size] for start in range(0, len(found), size)]


def flat(values: Iterable[Json]) -> list[Json]:
    """Lists within a list as one list; what is no list stays as it is."""
    return [item for value in values for item in (value if isinstance(value, list) else [value])]


def beside(values: Iterable[Mapping[str, Json]], *others: Iterable[Mapping[str, Json]]) -> list[dict[str, Json]]:
    """Mappings of several lists joined by their place, up to the end of the shortest; later lists win."""
    return [{key: value for part in parts for key, value in part.items()} for parts in zip(values, *others, strict=False)]


def with_fields(value: Mapping[str, Json], fields: Mapping[str, Json]) -> dict[str, Json]:
    """A mapping with some fields set anew."""
    return {**value, **fields}


def as_items(values: Json, name: str) -> list[Json]:
    """A list whose items are mappings: what is none stands under `name`."""
    found = values if isinstance(values, list) else [values]
    return [item if isinstance(item, Mapping) else {name: item} for item in found]


LISTS: dict[str, Callable[..., Any]] = {
    "as_items": as_items,
    "batch": batch,
    "beside": beside,
    "flat": flat,
    "with_fields": with_fields,
}
