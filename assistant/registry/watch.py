"""Tells when command files change: by the system's own events, by looking again where there are none."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from pathlib import Path

import anyio
import watchfiles

from assistant.registry.load import ENDINGS

DEBOUNCE_MS = 200
"""Changes that follow one another closer than this are told as one: editors write a file in several steps."""
STEP_MS = 50
POLL_MS = 1_000
"""How often files are looked at where the system tells nothing (its watches are used up, a network folder)."""
RETRY_S = 1.0
"""How long after folders vanished, or came, they are looked for again."""

log = logging.getLogger(__name__)


async def changes(folders: Sequence[Path]) -> AsyncGenerator[frozenset[Path], None]:
    """The command files that were added, changed or removed, in bunches; until cancelled.

    Folders may come and go: their parents are watched instead, so a folder made later is noticed. The first item is
    empty and comes at once: whoever loads then has missed nothing between an earlier load and now.
    """
    yield frozenset()
    polling = False
    while True:
        places = {_existing(folder) for folder in folders}
        async with aclosing(_watched(folders, places, polling=polling)) as events:
            try:
                async for found in events:
                    if found:
                        yield found
                    if {_existing(folder) for folder in folders} != places:
                        break
            except (OSError, watchfiles.WatchfilesRustInternalError) as error:
                log.warning("Command folders are looked at every second, the system's events failed: %s", error)
                polling = True
                await anyio.sleep(RETRY_S)
        yield frozenset()


async def _watched(folders: Sequence[Path], places: set[Path], *, polling: bool) -> AsyncGenerator[frozenset[Path], None]:
    """Bunches of changed command files; empty ones when only folders came or went, and as a sign of life."""
    async for found in watchfiles.awatch(
        *places,
        watch_filter=None,
        debounce=DEBOUNCE_MS,
        step=STEP_MS,
        recursive=False,
        force_polling=polling or None,
        poll_delay_ms=POLL_MS,
        rust_timeout=int(RETRY_S * 1000),
        yield_on_timeout=True,
        ignore_permission_denied=True,
    ):
        paths = (Path(path) for _change, path in found)
        yield frozenset(path for path in paths if path.suffix in ENDINGS and path.parent in folders)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return next((place for place in (folder, *folder.parents) if place.is_dir()), Path("/"))
