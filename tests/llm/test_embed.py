"""Vectors are asked for once, kept, and paid for; what cannot be had is told and nothing is half kept."""

from __future__ import annotations

import pytest

from assistant.errors import LanguageModelError, ModelOffline
from assistant.llm.embed import BATCH, Embedder
from assistant.planner.nearest import Nearest
from assistant.store.vectors import Vectors
from tests.fakes.model_server import model_server
from tests.llm.conftest import Desk
from tests.planner.conftest import commands

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


def embedder(desk: Desk) -> Embedder:
    return Embedder(lambda: desk.settings, desk.connection, desk.allowance, Vectors(desk.database))


def meaning(text: str) -> list[float]:
    """A toy model that knows of time and of notes, in both languages."""
    about_time = any(word in text.lower() for word in ("time", "час", "времен", "clock", "watch"))
    about_notes = any(word in text.lower() for word in ("note", "замет", "запиши", "write down"))
    return [float(about_time), float(about_notes), 0.1]


async def test_each_text_is_asked_for_once_also_after_a_restart(desk: Desk) -> None:
    async with model_server(vectors=lambda text: [float(len(text)), 1.0]) as server:
        desk.set(base_url=server.url, embeddings_model="e")
        assert await embedder(desk).vectors(["ab", "abc", "ab"]) == [[2.0, 1.0], [3.0, 1.0], [2.0, 1.0]]
        assert await embedder(desk).vectors(["abc", "abcd"]) == [[3.0, 1.0], [4.0, 1.0]]
        assert server.embedded == ["ab", "abc", "abcd"]
    entries = await desk.ledger.entries()
    assert [(entry.purpose, entry.state, entry.tokens_in) for entry in entries] == [
        ("embed", "settled", 3),
        ("embed", "settled", 6),
    ]


async def test_many_texts_go_in_batches(desk: Desk) -> None:
    async with model_server(vectors=lambda text: [float(len(text)), 1.0]) as server:
        desk.set(base_url=server.url, embeddings_model="e")
        assert len(await embedder(desk).vectors([str(number) for number in range(BATCH + 1)])) == BATCH + 1
    assert len(await desk.ledger.entries()) == 2


async def test_vectors_that_do_not_belong_together_are_not_kept(desk: Desk) -> None:
    async with model_server(vectors=lambda text: [1.0] * len(text)) as server:
        desk.set(base_url=server.url, embeddings_model="e")
        with pytest.raises(LanguageModelError):
            await embedder(desk).vectors(["a", "ab"])
        assert await Vectors(desk.database).get("e", ["a", "ab"]) == {}


async def test_without_a_model_or_a_server_it_is_told_and_nothing_is_near(desk: Desk) -> None:
    assert not embedder(desk).connected
    with pytest.raises(ModelOffline):
        await embedder(desk).vectors(["a"])
    assert await Nearest(embedder(desk)).commands("который час", commands(), 3) == []
    desk.set(base_url="http://127.0.0.1:9/v1", embeddings_model="e")
    assert await Nearest(embedder(desk)).commands("который час", commands(), 3) == []
    assert not embedder(desk).connected


async def test_commands_near_in_meaning_are_found_in_another_language(desk: Desk) -> None:
    async with model_server(vectors=meaning) as server:
        desk.set(base_url=server.url, embeddings_model="e")
        found = await Nearest(embedder(desk)).commands("look at your watch", commands(), 200)
        assert found.index("time-now") < found.index("note-add")
