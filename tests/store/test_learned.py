"""Corrections are kept by their words; the newest counts, unused ones are forgotten, taken back ones too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import NotFound
from assistant.store.database import Database
from assistant.store.learned import Learned

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


@pytest.fixture
async def learned(tmp_path: Path) -> AsyncIterator[Learned]:
    """On a new file."""
    database = Database(tmp_path / "assistant.sqlite", lambda _envelope: None)
    database.open()
    yield Learned(database)
    database.close()


async def add(learned: Learned, text: str, command: str, key: str) -> None:
    await learned.add(text, command, "ru", turn="turn-1", reason="вы поправили", key=key)


async def test_the_newest_correction_of_the_same_words_counts(learned: Learned) -> None:
    await add(learned, "покажи дела", "agenda", "a")
    await add(learned, "покажи дела", "note-list", "b")
    await add(learned, "покажи дела", "agenda", "b")
    found = await learned.all()
    assert [(name, phrase.text, phrase.turn) for name, phrases in found.items() for phrase in phrases] == [
        ("note-list", "покажи дела", "turn-1")
    ]


async def test_what_was_learned_is_removed_by_hand_or_taken_back(learned: Learned) -> None:
    await add(learned, "покажи дела", "agenda", "a")
    await add(learned, "что там", "agenda", "b")
    assert await learned.forget("a") == ["покажи дела"]
    (phrase,) = (await learned.all())["agenda"]
    await learned.remove(phrase.id)
    assert await learned.all() == {}
    with pytest.raises(NotFound):
        await learned.remove(phrase.id)


async def test_what_does_not_help_any_more_is_forgotten(learned: Learned) -> None:
    await add(learned, "покажи дела", "agenda", "a")
    now = datetime.now(UTC)
    assert await learned.expire(now - timedelta(days=1)) == 0
    assert await learned.expire(now + timedelta(days=1)) == 1
