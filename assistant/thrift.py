"""Keeps a process that idles all day small, where the C library lets it (glibc); elsewhere does nothing.

Worker threads would each get a heap of their own that never shrinks, and what start-up needed for a moment would stay.
"""

from __future__ import annotations

import ctypes
import gc
import sys

_ARENA_MAX = -8
"""A parameter of mallopt(3). Its trim threshold is left alone: fixed, it makes every large buffer of the recogniser a new mapping."""


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
