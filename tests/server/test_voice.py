"""The microphone over the wire, where there is no speech model."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.door import Door, Refused

FILE = Path(__file__).parent.parent / "fixtures" / "speech" / "heldout" / "01_en_command.wav"

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


async def test_a_file_sent_before_the_model_was_looked_for_is_refused_with_what_was_found_out(door: Door) -> None:
    async with door.window() as window:
        with pytest.raises(Refused, match="downloading is off"):
            await window.call("voice.hear_file", path=str(FILE))
