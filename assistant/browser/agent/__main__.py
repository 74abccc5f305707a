"""`python -m assistant.browser.agent`: the child process. It is started by the sidecar with an environment of its own."""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import shutil
import sys

from assistant.browser.agent.lines import SCRATCH, Broken, Standing
from assistant.browser.agent.talk import Talk, lines_of_this_process

logger = logging.getLogger("assistant.browser.agent")
BREATH = 3.0
"""Seconds between two signs of life."""
LAST = 2.0
"""Seconds for the last things when it is told to end."""


async def main() -> None:
    """Carry out one task, then leave; leave at once when nobody listens any more."""
    talk = Talk(*lines_of_this_process())
    talk.open()
    work = asyncio.ensure_future(_work(talk))
    breath = asyncio.ensure_future(_breathe(talk))
    gone = asyncio.ensure_future(talk.gone.wait())
    await asyncio.wait((work, gone), return_when=asyncio.FIRST_COMPLETED)
    for task in (breath, gone, work):
        task.cancel()
    await asyncio.wait((breath, gone, work), timeout=LAST)
    if talk.gone.is_set() and (scratch := os.environ.get(SCRATCH)):
        # A sidecar that was killed cannot tidy up.
        await asyncio.to_thread(shutil.rmtree, scratch, ignore_errors=True)
    # Threads and sockets of the library would keep the process for seconds; there is nothing left that they could save.
    os._exit(0)


async def _work(talk: Talk) -> None:
    begin = await talk.begun()
    try:
        # The library takes seconds to import; the lines are read meanwhile.
        module = await asyncio.to_thread(importlib.import_module, "assistant.browser.agent.drive")
        await module.drive(begin, talk)
    except Exception as error:
        # The border of this process: whatever the library raises ends the task, and the sidecar tells the owner.
        logger.exception("the task broke")
        talk.tell(Broken(why=f"{type(error).__name__}: {error}"[:1_000]))


async def _breathe(talk: Talk) -> None:
    while True:
        await asyncio.sleep(BREATH)
        talk.tell(Standing(state="alive"))


if __name__ == "__main__":
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    asyncio.run(main())
