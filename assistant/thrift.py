"""Keeps a process that runs all day beside the owner's other programs small and quiet.

Worker threads would each get a heap of their own that never shrinks, and what start-up needed for a moment would stay; that
is undone where the C library lets it (glibc). The threads of the number libraries would wait for each other in busy loops:
with another program on one of two cores a recognition of 0.1 s then takes 1 to 3 s.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import importlib.util
import os
import sys
import types
from typing import Any

_ARENA_MAX = -8
"""A parameter of mallopt(3). Its trim threshold is left alone: fixed, it makes every large buffer of the recogniser a new mapping."""

_LEFT_OUT = ("httpx._main",)
"""With rich, pygments and click: 5 MB and a tenth of a second."""
_QUIET = {"OMP_WAIT_POLICY": "PASSIVE", "OPENBLAS_NUM_THREADS": "1"}
"""Recognition keeps its threads, which sleep while they wait; numpy's own are not worth theirs at the sizes used here."""


def wait_quietly() -> None:
    """Have number libraries sleep, not spin, while they wait. Call before any of them is imported; the owner's own choice stays."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)


def leave_out() -> None:
    """Have libraries do without what they try to import and only their own command lines use. Call before they are imported."""
    for name in _LEFT_OUT:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # for import that means: there is none


def import_at_use(*names: str) -> None:
    """Have modules imported when something of them is used, not when they are named; a package before what is in it."""
    for name in names:
        if name in sys.modules:
            continue
        package, _, last = name.rpartition(".")
        spec = None if package else importlib.util.find_spec(name)
        later = sys.modules[name] = _AtUse(name)
        if package:
            setattr(sys.modules[package], last, later)
        elif spec is not None and spec.submodule_search_locations is not None:
            later.__path__ = spec.submodule_search_locations


class _AtUse(types.ModuleType):
    """Stands for a module until something of it is used, and passes that on."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # asked of every module there is, by whoever looks for the source of something
        for waiting in [key for key, module in sys.modules.items() if isinstance(module, _AtUse)]:
            if waiting.split(".")[0] == self.__name__.split(".")[0]:
                del sys.modules[waiting]
        return getattr(importlib.import_module(self.__name__), name)


def keep_heaps_few() -> None:
    """Two heaps for all threads instead of eight for each core. Call before threads are started."""
    if (libc := _glibc()) is not None:
        libc.mallopt(_ARENA_MAX, 2)


def give_back() -> None:
    """Return what start-up needed and nothing needs any more. Takes some tens of milliseconds; any thread."""
    gc.collect()
    if (libc := _glibc()) is not None:
        libc.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "malloc_trim") else None
