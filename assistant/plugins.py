"""Finds extensions by their folder or entry point; lists names without importing anything."""

from __future__ import annotations

import functools
import importlib
import importlib.metadata
import importlib.util
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from assistant.errors import NotFound

T = TypeVar("T")


@functools.cache
def names(folder: str) -> tuple[str, ...]:
    """The extensions of a folder such as "steps" or "voice.stt", as dotted names below it, sorted; nothing is imported."""
    found = {name for name, _module in _modules(folder)}
    found.update(entry.name for entry in importlib.metadata.entry_points(group=f"symbiote.{folder}"))
    return tuple(sorted(found))


@functools.cache
def load(folder: str, name: str, base: type[T]) -> type[T]:
    """The one public class in that extension that subclasses `base`. Raises NotFound."""
    for known, module_name in _modules(folder):
        if known == name:
            return _only_class(module_name, base)
    for entry in importlib.metadata.entry_points(group=f"symbiote.{folder}", name=name):
        loaded = entry.load()
        if isinstance(loaded, type) and issubclass(loaded, base):
            return loaded
    there = ", ".join(names(folder))
    raise NotFound(f"There is no {name!r} in {folder}; there are: {there}.", ru=f"В {folder} нет «{name}»; есть: {there}.")


def _only_class(module_name: str, base: type[T]) -> type[T]:
    module = importlib.import_module(module_name)
    own = [
        item
        for key, item in vars(module).items()
        if isinstance(item, type) and item.__module__ == module_name and not key.startswith("_")
    ]
    # Of its own classes only: an abstract base keeps, with each of its subclasses, every class that was asked about and is none.
    classes = [item for item in own if issubclass(item, base)]
    if len(classes) != 1:
        raise NotFound(f"{module_name} must hold exactly one public {base.__name__}, it holds {len(classes)}.")
    return classes[0]


def _modules(folder: str) -> Iterator[tuple[str, str]]:
    package = f"assistant.{folder}"
    spec = importlib.util.find_spec(package)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        yield from _walk(Path(place), package, "")


def _walk(place: Path, package: str, prefix: str) -> Iterator[tuple[str, str]]:
    for info in pkgutil.iter_modules([str(place)]):
        if info.name.startswith("_"):
            continue
        module, name = f"{package}.{info.name}", f"{prefix}{info.name.removesuffix('_')}"
        if info.ispkg:
            yield from _walk(place / info.name, module, f"{name}.")
        else:
            yield name, module
