"""The clock of reminders: tells each when it is due, once, whatever the computer did meanwhile."""

from __future__ import annotations

import logging
from datetime import datetime

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
        """Compare the wall clock with the next due time every second; the database is read only when there is reason to."""
        next_due: datetime | None = None
        while True:
            now = clock.now()
            if self._records.touched or (next_due is not None and next_due <= now):
                try:
                    next_due = await self._records.fire_due(now)
                except DataFolderUnusable as error:
                    self._records.touched = True
                    logger.warning("reminders wait: %s", error)
            await anyio.sleep(TICK)
