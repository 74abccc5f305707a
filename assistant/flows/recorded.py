"""What came of something the engine records: its value, or the fault it ended with, raised again for a resumed run."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping

import anyio

from assistant.domain.base import Json
from assistant.errors import AssistantError, DataFolderUnusable, RunCancelled, StepError, StepRefused

logger = logging.getLogger(__name__)


async def outcome_of(work: Callable[[], Awaitable[Json]]) -> dict[str, Json]:
    """What came of the work, as it is recorded."""
    try:
        return {"ended": "", "error": "", "value": await patiently(work)}
    except RunCancelled as error:
        return {"ended": "cancelled", "error": str(error), "ru": error.ru}
    except StepRefused as error:
        return {"ended": "refused", "error": str(error), "ru": error.ru}
    except AssistantError as error:
        return {"ended": "failed", "error": str(error), "ru": error.ru}


async def patiently(work: Callable[[], Awaitable[Json]]) -> Json:
    """While the disk is full a run stands still; it is neither lost nor failed."""
    while True:
        try:
            return await work()
        except DataFolderUnusable as error:
            logger.warning("waiting: %s", error)
            await anyio.sleep(2)


def recorded_value(recorded: Mapping[str, Json]) -> Json:
    """The value that was recorded. Raises RunCancelled, StepRefused and StepError as recorded."""
    match recorded["ended"]:
        case "cancelled":
            raise RunCancelled(recorded["error"], ru=recorded.get("ru", ""))
        case "refused":
            raise StepRefused(recorded["error"], ru=recorded.get("ru", ""))
        case "failed":
            raise StepError(recorded["error"], ru=recorded.get("ru", ""))
    return recorded["value"]
