"""A view of the window that the owner asks for by words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.sidecar import BUILT_IN
from tests.server.door import opened

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


@pytest.mark.parametrize(("text", "part"), [("подключи гугл", "google"), ("connect my mail", "mail"), ("открой подключения", "")])
async def test_connections_are_shown_at_what_is_to_be_connected_and_nothing_is_begun(
    text: str, part: str, tmp_path: Path
) -> None:
    async with opened(tmp_path, BUILT_IN) as door, door.window() as window:
        turn = await window.say(text)
        wanted = await window.until(lambda event: event["type"] == "view.wanted")
        assert (wanted["turn"], wanted["view"], wanted["part"]) == (turn, "connections", part)
        assert (await window.finished(turn))["state"] == "done"
        assert (await window.call("connections.google"))["attempt"] is None
