"""Recorded events: numbered before they are told, once by their key, replayed after a gap, bounded for a new window."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.domain.event.run import LoopProgressed, RunFinished, StepFinished
from assistant.domain.event.said import MessageSaid, QuestionAnswered
from assistant.domain.event.turn import UtteranceReceived
from assistant.domain.run import Answer, RunState
from assistant.domain.speech import Utterance
from assistant.store.database import Transaction
from assistant.store.events import MOST_LEFT, PASSES_FIRST, PASSES_LAST, REPLAY_LIMIT, TURNS_SHOWN, Events
from assistant.store.turns import Turns
from tests.store.conftest import Opened

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


def utterance(number: int) -> Utterance:
    """Something said."""
    name = f"turn-{number:06}"
    return Utterance(id=name, key=name, text=f"words {number}", source="keyboard", language="en", at=datetime.now(UTC))


async def test_an_event_with_a_known_key_is_neither_recorded_nor_told_again(opened: Opened) -> None:
    events = Events(opened.database)
    assert await events.record(MessageSaid(text="x"), "key")
    assert not await events.record(MessageSaid(text="x"), "key")
    assert [envelope.seq for envelope in opened.told] == [1]


async def test_what_was_missed_comes_in_order_and_too_much_means_everything_anew(opened: Opened) -> None:
    events = Events(opened.database)
    for number in range(5):
        await events.record(MessageSaid(text=str(number)))
    missed = await events.since(2)
    assert missed is not None
    assert [envelope.seq for envelope in missed] == [3, 4, 5]
    assert await events.since(99) is None

    def many(tx: Transaction) -> None:
        for number in range(REPLAY_LIMIT + 1):
            tx.tell(MessageSaid(text=str(number)))

    await opened.database.write(many)
    assert await events.since(0) is None


async def test_a_failed_transaction_tells_nothing(opened: Opened) -> None:
    def work(tx: Transaction) -> None:
        tx.tell(MessageSaid(text="never"))
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await opened.database.write(work)
    assert opened.told == []
    assert await Events(opened.database).last() == 0


async def test_a_new_window_gets_the_newest_turns_however_long_the_history_is(opened: Opened) -> None:
    def history(tx: Transaction) -> None:
        for number in range(5_000):
            said = utterance(number)
            tx.sql.execute(
                "insert into utterance (id, key, text, lemmas, source, language, at) values (?, ?, ?, '', 'keyboard', 'en', ?)",
                (said.id, said.key, said.text, said.at.isoformat()),
            )
            tx.tell(UtteranceReceived(turn=said.id, utterance=said))
            for step in range(19):
                tx.tell(MessageSaid(turn=said.id, text=f"step {step}"))
        tx.told.clear()

    await opened.database.write(history)
    last, envelopes, more = await Events(opened.database).recent()
    assert last == 100_000
    assert more
    assert len(envelopes) == TURNS_SHOWN * 20
    assert [envelope.seq for envelope in envelopes] == list(range(last - len(envelopes) + 1, last + 1))


async def test_the_same_key_keeps_one_utterance(opened: Opened) -> None:
    turns = Turns(opened.database)
    assert await turns.keep(utterance(1), None, {})
    assert not await turns.keep(utterance(1), None, {})
    assert await turns.known("turn-000001") == "turn-000001"


async def test_what_is_left_to_be_told_comes_once_and_before_what_is_written_next(opened: Opened) -> None:
    events = Events(opened.database)
    await events.soon(MessageSaid(text="begun"), "begun")
    await events.soon(MessageSaid(text="begun"), "begun")
    assert opened.told == []
    await events.record(MessageSaid(text="ended"), "ended")
    await events.catch_up()
    assert [envelope.event for envelope in opened.told] == [MessageSaid(text="begun"), MessageSaid(text="ended")]


async def test_what_is_left_to_be_told_bears_the_time_at_which_it_was_left(opened: Opened) -> None:
    events = Events(opened.database)
    await events.soon(MessageSaid(text="begun"), "begun")
    left = datetime.now(UTC)
    await events.catch_up()
    assert opened.told[0].at <= left
    assert (await events.since(0)) == opened.told


async def test_what_is_left_to_be_told_outlives_a_transaction_that_fails(opened: Opened) -> None:
    events = Events(opened.database)
    await events.soon(MessageSaid(text="begun"), "begun")

    def work(_tx: Transaction) -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await opened.database.write(work)
    assert opened.told == []
    await events.something_left()
    await events.catch_up()
    assert [envelope.event for envelope in opened.told] == [MessageSaid(text="begun")]


async def test_much_that_is_left_to_be_told_is_told_without_waiting_for_more(opened: Opened) -> None:
    events = Events(opened.database)
    for number in range(MOST_LEFT):
        await events.soon(MessageSaid(text=str(number)), str(number))
    assert len(opened.told) == MOST_LEFT


async def test_of_a_long_loop_a_window_gets_the_first_and_the_last_passes_and_any_others_when_it_asks(opened: Opened) -> None:
    events, run, passes = Events(opened.database), {"turn": "turn-000000", "run": "run"}, 5_000

    def long_loop(tx: Transaction) -> None:
        for number in range(passes):
            tx.tell(LoopProgressed(**run, path="each", index=number, total=passes), f"run:each:{number}")
            path = f"each[{number}].x"
            tx.tell(StepFinished(**run, path=path, kind="set", state="done"), f"run:{path}:finished")
        tx.tell(QuestionAnswered(**run, answer=Answer(question="run:each[9].ask", value=True)), "run:each[9].ask:answered")
        tx.tell(LoopProgressed(**run, path="each", index=passes, total=passes, finished=True), "run:each:end")
        tx.tell(StepFinished(**run, path="each", kind="for_each", state="done"), "run:each:finished")
        tx.tell(RunFinished(**run, state=RunState.DONE))

    await Turns(opened.database).keep(utterance(0), None, {})
    await opened.database.write(long_loop)
    _seq, recent, _more = await events.recent()
    assert list(await events.of_turn("turn-000000")) == list(recent)
    assert len(recent) <= PASSES_FIRST + PASSES_LAST + 5
    shown = [envelope.event.path for envelope in recent if isinstance(envelope.event, StepFinished)]
    assert (shown[0], shown[-2:]) == ("each[0].x", [f"each[{passes - 1}].x", "each"])
    assert [envelope.event.type for envelope in recent][-4:] == [
        "question.answered",
        "loop.progressed",
        "step.finished",
        "run.finished",
    ]
    asked = await events.of_passes("run", "each", 2_000, 3)
    assert [envelope.seq for envelope in asked] == sorted(envelope.seq or 0 for envelope in asked)
    assert {2_000, 2_001, 2_002} <= {envelope.event.index for envelope in asked if isinstance(envelope.event, LoopProgressed)}
    assert [envelope.event.path for envelope in asked if isinstance(envelope.event, StepFinished)] == [
        "each[2000].x",
        "each[2001].x",
        "each[2002].x",
    ]


async def test_an_event_that_was_told_before_leaves_no_hole_in_the_numbers(opened: Opened) -> None:
    events = Events(opened.database)
    for text in ("a", "a", "b"):
        await events.record(MessageSaid(text=text), text)
    assert [envelope.seq for envelope in opened.told] == [1, 2]
