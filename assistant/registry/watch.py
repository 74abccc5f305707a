"""Tells when command files change: by the system's own events, by looking again where there are none."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from pathlib import Path

import anyio
import watchfiles
from watchfiles._rust_notify import WatchfilesRustInternalError

from assistant.registry.load import ENDINGS

DEBOUNCE_MS = 200
"""Changes that follow one another closer than this are told as one: editors write a file in several steps."""
STEP_MS = 50
POLL_MS = 1_000
"""How often files are looked at where the system tells nothing (its watches are used up, a network folder)."""
LOOK_MS = 500
"""How often it is checked, while nothing happens, that the folders are still where they were."""
RETRY_S = 1.0
"""How long to wait after the system's events failed."""

log = logging.getLogger(__name__)


async def changes(folders: Sequence[Path]) -> AsyncGenerator[frozenset[Path], None]:
    """The command files that were added, changed or removed, in bunches; until cancelled.

    A folder may vanish and come again: meanwhile the nearest one above it is watched. An empty bunch means "look yourself":
    it is given once the watch stands, at the start and whenever folders came or went, so that nothing falls between.
    """
    polling = False
    while True:
        try:
            async with aclosing(_until_moved(folders, polling=polling)) as found:
                async for files in found:
                    yield files
        except* FileNotFoundError:
            await anyio.sleep(DEBOUNCE_MS / 1000)  # a folder went while it was about to be watched
        except* (OSError, WatchfilesRustInternalError) as errors:
            if not polling:
                log.warning(
                    "The system does not tell of changed files (%s); they are looked at every second.", errors.exceptions[0]
                )
            polling = True
            await anyio.sleep(RETRY_S)


async def _until_moved(folders: Sequence[Path], *, polling: bool) -> AsyncGenerator[frozenset[Path], None]:
    """Bunches of changed files until one of the folders is no longer where it was; the first bunch may be empty."""
    places = _places(folders)
    fresh = True
    async for found in watchfiles.awatch(
        *(place for place, _inode in places),
        watch_filter=None,
        debounce=DEBOUNCE_MS,
        step=STEP_MS,
        recursive=False,
        force_polling=polling or None,
        poll_delay_ms=POLL_MS,
        rust_timeout=LOOK_MS,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    ):
        files = frozenset(path for _change, name in found if (path := Path(name)).suffix in ENDINGS)
        if files or fresh:
            yield files
        fresh = False
        if _places(folders) != places:
            return


def _places(folders: Sequence[Path]) -> frozenset[tuple[Path, int]]:
    """What to watch: each folder, or the nearest one above it that exists, told apart by inode."""
    places = set()
    for folder in folders:
        for place in (folder.absolute(), *folder.absolute().parents):
            try:
                if place.is_dir():
                    places.add((place, place.stat().st_ino))
                    break
            except OSError:
                continue
    return frozenset(places)
