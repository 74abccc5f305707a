"""Google on loopback, and what one data folder has of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest

from tests.google.double import Double, double
from tests.google.house import House, house


@pytest.fixture
def google() -> Iterator[Double]:
    """The double."""
    with double() as made:
        yield made


@pytest.fixture
async def accounts(google: Double, tmp_path: Path) -> AsyncIterator[House]:
    """The accounts of a new data folder; the owner's own client is set, nothing is connected."""
    made = await house(tmp_path, google)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(made.accounts.run)
        await anyio.lowlevel.checkpoint()
        yield made
        tasks.cancel_scope.cancel()
    made.close()
