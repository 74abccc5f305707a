"""The clock of reminders: tells each when it is due, once, whatever the computer did meanwhile."""

from __future__ import annotations

import logging

import anyio

from assistant import clock
from assistant.errors import DataFolderUnusable
from assistant.store.records import Records

logger = logging.getLogger(__name__)
TICK = 1.0
"""Seconds between looks at the wall clock; it may be moved, and sleep stops every timer but this one."""


class ReminderClock:
    """Fires reminders. `run()` until cancelled."""

    def __init__(self, records: Records) -> None:
        self._records = records

    async def run(self) -> None:
        """Look every second whether something is due; a look at a calm list costs one indexed read."""
        while True:
            try:
                if await self._records.is_due(clock.now()):
                    await self._records.fire_due(clock.now())
            except DataFolderUnusable as error:
                logger.warning("reminders wait: %s", error)
            await anyio.sleep(TICK)
