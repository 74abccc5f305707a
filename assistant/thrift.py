"""Keeps a process that runs all day beside the owner's other programs small and quiet.

Worker threads would each get a heap of their own that never shrinks, and what start-up needed for a moment would stay; that
is undone where the C library lets it (glibc). The threads of the number libraries would wait for each other in busy loops:
with another program on one of two cores a recognition of 0.1 s then takes 1 to 3 s.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys

_ARENA_MAX = -8
"""A parameter of mallopt(3). Its trim threshold is left alone: fixed, it makes every large buffer of the recogniser a new mapping."""


_QUIET = {"OMP_WAIT_POLICY": "PASSIVE", "OPENBLAS_NUM_THREADS": "1"}
"""Recognition keeps its threads, which sleep while they wait; numpy's own are not worth theirs at the sizes used here."""


def wait_quietly() -> None:
    """Have number libraries sleep, not spin, while they wait. Call before any of them is imported; the owner's own choice stays."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)


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
