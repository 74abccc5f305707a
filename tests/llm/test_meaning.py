"""What words mean helps to find commands where a model tells it, and nothing waits for a model that does not answer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.domain.command import Command
from assistant.domain.flow import Flow, Step
from assistant.domain.plan import Plan
from assistant.errors import LanguageModelError
from assistant.llm.embed import Embedder
from assistant.planner.meaning import Meaning
from assistant.settings import UnderstandingSettings
from assistant.store.vectors import Vectors
from assistant.understanding.understand import Understanding
from tests.fakes.model_server import model_server
from tests.llm.conftest import Desk

pytestmark = [pytest.mark.unit, pytest.mark.anyio]

SAID = "the chronometer, if you would"
SENTENCES = {
    "clock": ("what time is it", "show me the clock"),
    "note": ("write a note", "keep this in mind"),
    "letter": ("send a letter to mother", "write home"),
}
COMMANDS = [
    Command(name=name, title={"en": name}, phrases={"en": said}, flow=Flow(steps=(Step(kind="say", params="ok"),)))
    for name, said in SENTENCES.items()
]


def about(text: str) -> list[float]:
    """A toy model that knows of time and of all else."""
    return [1.0, 0.0] if any(word in text for word in ("time", "clock", "chronometer")) else [0.0, 1.0]


def school(desk: Desk) -> tuple[Understanding, Meaning]:
    understanding = Understanding(UnderstandingSettings())
    understanding.load(COMMANDS)
    return understanding, Meaning(
        Embedder(lambda: desk.settings, desk.connection, desk.allowance, Vectors(desk.database)), understanding
    )


def read(understanding: Understanding, text: str) -> Plan:
    return understanding.read(text, "en", now=datetime(2026, 3, 2, 9, tzinfo=UTC), turn="t", plan_id="p")


async def test_a_sentence_with_no_known_word_is_found_by_its_meaning(desk: Desk) -> None:
    understanding, meaning = school(desk)
    before = read(understanding, SAID)
    async with model_server(vectors=about) as server:
        desk.set(base_url=server.url, embeddings_model="e")
        await meaning.learn()
        assert await meaning.look_up(before)
        after = read(understanding, SAID)
    best = after.clauses[0].candidates[0]
    assert best.command == "clock"
    assert best.confidence > max((match.confidence for match in before.clauses[0].candidates), default=0.0)


async def test_what_fits_a_phrase_word_for_word_is_not_sent_to_a_model(desk: Desk) -> None:
    understanding, meaning = school(desk)
    async with model_server(vectors=about) as server:
        desk.set(base_url=server.url, embeddings_model="e")
        await meaning.learn()
        asked = list(server.embedded)
        plan = read(understanding, "show me the clock")
        assert plan.clauses[0].candidates[0].matcher == "template"
        assert not await meaning.look_up(plan)
        assert server.embedded == asked


async def test_commands_learned_anew_keep_their_meaning_and_only_new_sentences_are_asked_for(desk: Desk) -> None:
    understanding, meaning = school(desk)
    async with model_server(vectors=about) as server:
        desk.set(base_url=server.url, embeddings_model="e")
        await meaning.learn()
        asked = list(server.embedded)
        understanding.take_over(understanding.trial(COMMANDS))
        await meaning.learn()
        assert server.embedded == asked
        await meaning.hear([SAID])
    assert read(understanding, SAID).clauses[0].candidates[0].command == "clock"


async def test_without_a_model_or_after_it_was_taken_away_words_alone_count(desk: Desk) -> None:
    understanding, meaning = school(desk)
    before = read(understanding, SAID)
    await meaning.learn()
    assert not await meaning.look_up(before)
    async with model_server(vectors=about) as server:
        desk.set(base_url=server.url, embeddings_model="e")
        await meaning.learn()
        await meaning.hear([SAID])
        assert read(understanding, SAID) != before
        desk.set(embeddings_model="")
        await meaning.learn()
    assert read(understanding, SAID) == before


async def test_a_server_that_is_not_there_is_told_once_and_changes_nothing(desk: Desk) -> None:
    understanding, meaning = school(desk)
    before = read(understanding, SAID)
    desk.set(base_url="http://127.0.0.1:9/v1", embeddings_model="e")
    with pytest.raises(LanguageModelError):
        await meaning.learn()
    assert not await meaning.look_up(before)
    assert read(understanding, SAID) == before
