"""What the voice tests share."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SPEECH = Path(__file__).parent.parent / "fixtures" / "speech"


@pytest.fixture(scope="session")
def speech() -> Path:
    """The folder with the test model, the spoken sentences and the noises."""
    return SPEECH


@pytest.fixture(scope="session")
def sentences() -> dict[str, str]:
    """What each file of `heldout` says."""
    spoken: dict[str, str] = json.loads((SPEECH / "heldout" / "heldout.json").read_text(encoding="utf-8"))
    return spoken
