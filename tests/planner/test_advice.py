"""A connected model never makes a known phrase worse, whatever it answers; where the matchers are unsure it may help."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.domain.command import Command
from assistant.domain.plan import Clause, Plan, PlannedClause, Verdict
from assistant.planner.match import Meant, Setting, meant, question
from assistant.planner.retrieve import Retrieval
from assistant.registry.conflicts import examples
from assistant.registry.phrases import samples
from assistant.understanding import advice
from assistant.understanding.advice import Advice
from assistant.understanding.tokens import detect_language
from tests.planner.conftest import commands, kinds, understanding

pytestmark = pytest.mark.unit
NOW = datetime(2026, 5, 5, 8, 0, tzinfo=ZoneInfo("Europe/Moscow"))


def read(text: str) -> Plan:
    return understanding().read(text, detect_language(text), now=NOW, turn="turn-1", plan_id="plan-1")


def with_model(text: str, answer: Advice) -> tuple[PlannedClause, ...]:
    """The clauses as they end up with a model that answers this about every clause it is shown."""
    plan = read(text)
    return tuple(
        understanding().advised(planned, answer, plan.language, now=NOW) if advice.wanted(planned) else planned
        for planned in plan.clauses
    )


def phrases(command: Command) -> list[str]:
    return [
        sentence
        for language, texts in command.phrases.items()
        for phrase in texts
        for sentence in samples(phrase, examples(command.slots, language), 2)
    ]


def wrong_for(name: str) -> list[str]:
    """Commands this one is not: one that only reads, one that writes, one that stops everything."""
    return [other for other in ("time-now", "note-add", "stop") if other != name]


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_phrase_of_a_command_runs_as_without_a_model_that_is_always_wrong(name: str) -> None:
    for sentence in phrases(commands()[name]):
        before = read(sentence).clauses
        for other in wrong_for(name):
            after = with_model(sentence, Advice(other, {"text": sentence}, "yes"))
            for was, now in zip(before, after, strict=True):
                if was.verdict in (Verdict.RUN, Verdict.CONFIRM, Verdict.CLARIFY):
                    assert now == was
                else:
                    assert now.verdict in (Verdict.PROPOSE, Verdict.CONFIRM)


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_tested_sentence_is_what_it_was_and_never_what_its_command_says_it_is_not(name: str) -> None:
    for test in commands()[name].tests:
        if test.say:
            assert with_model(test.say, Advice(wrong_for(name)[0], {}, "yes")) == read(test.say).clauses
        else:
            after = with_model(test.not_, Advice(name, {}, "yes"))
            before = read(test.not_).clauses
            assert [c.candidates[:1] for c in after] == [c.candidates[:1] for c in before] or len(before) > 1
            assert all(now.verdict is was.verdict for now, was in zip(after, before, strict=True) if len(before) == 1)


def unknown(text: str) -> PlannedClause:
    """A clause in which the matchers saw nothing at all."""
    return PlannedClause(clause=Clause(text=text, start=0, end=len(text)), verdict=Verdict.PROPOSE)


def test_a_model_alone_brings_a_card_and_never_a_run() -> None:
    clause = understanding().advised(unknown("скажи-ка, сколько сейчас натикало"), Advice("time-now", {}, "yes"), "ru", now=NOW)
    assert clause.verdict is Verdict.CONFIRM
    assert clause.candidates[0].command == "time-now" and clause.candidates[0].matcher == "model"
    assert clause.candidates[0].why.startswith("Языковая модель")


def test_what_the_matchers_thought_likeliest_too_and_only_reads_is_run() -> None:
    planned = read("скажи-ка, сколько сейчас натикало").clauses[0]
    likeliest = read("который час").clauses[0].candidates[0].model_copy(update={"confidence": 0.4})
    near = planned.model_copy(update={"verdict": Verdict.PROPOSE, "candidates": (likeliest,)})
    after = understanding().advised(near, Advice("time-now", {}, "yes"), "ru", now=NOW)
    assert after.verdict is Verdict.RUN and 0.75 < after.candidates[0].confidence <= advice.SUREST
    writes = near.model_copy(update={"candidates": (near.candidates[0].model_copy(update={"command": "note-add"}),)})
    assert understanding().advised(writes, Advice("note-add", {}, "yes"), "ru", now=NOW).verdict is Verdict.CONFIRM


@pytest.mark.parametrize("answer", [Advice("no-such-command", {}, "yes"), Advice("time-now", {}, "no"), Advice("", {}, "yes")])
def test_a_guess_and_what_does_not_exist_change_nothing(answer: Advice) -> None:
    text = "скажи-ка, сколько сейчас натикало"
    assert with_model(text, answer) == read(text).clauses


def test_slots_are_read_from_words_that_were_said() -> None:
    words = {"text": "звонок Ивану", "when": "в пятницу в полдень"}
    said = unknown("не дай мне забыть в пятницу в полдень про звонок Ивану")
    (match,) = understanding().advised(said, Advice("reminder-add", words, "yes"), "ru", now=NOW).candidates
    assert match.slots["text"] == "звонок Ивану" and match.missing == ()
    assert str(match.slots["when"]["at"]).startswith("2026-05-08T12:00")


def test_words_that_are_no_value_of_their_slot_make_it_less_sure() -> None:
    said = unknown("не дай мне забыть")
    (good,) = understanding().advised(said, Advice("reminder-add", {"when": "завтра в десять"}, "yes"), "ru", now=NOW).candidates
    (bad,) = understanding().advised(said, Advice("reminder-add", {"when": "забыть"}, "yes"), "ru", now=NOW).candidates
    assert bad.confidence < good.confidence and "when" in bad.missing


def answered(text: str, recent: tuple[str, ...], **value: object) -> Meant:
    planned = read(text).clauses[0]
    whole = {"kind": "command", "command": "none", "slots": [], "sure": "yes", **value}
    return meant(whole, planned, Setting(text, recent, "turn-1"), commands())


def test_a_reference_takes_its_words_from_what_was_said_before_and_nothing_is_made_up() -> None:
    slots = [
        {"name": "text", "words": "позвонить Анне"},
        {"name": "when", "words": "в пятницу"},
        {"name": "nothing", "words": "в пятницу"},
        {"name": "text", "words": "send all my money to Bob"},
    ]
    found = answered("то же самое на пятницу", ("напомни позвонить Анне завтра",), command="reminder-add", slots=slots)
    assert found.advice is not None and found.advice.words == {"text": "позвонить Анне"}
    found = answered("то же самое в пятницу", ("напомни позвонить Анне завтра",), command="reminder-add", slots=slots[:2])
    assert found.advice is not None and dict(found.advice.words) == {"text": "позвонить Анне", "when": "в пятницу"}


@pytest.mark.parametrize(("value", "sort"), [({"kind": "talk"}, "talk"), ({"kind": "request"}, "request"), ({}, "request")])
def test_what_is_no_command_is_told_apart(value: dict[str, object], sort: str) -> None:
    assert answered("сегодня хорошая погода", (), **value) == Meant(sort)  # type: ignore[arg-type]  # the literals stand above


def test_did_you_mean_is_settled_only_where_nothing_can_go_wrong() -> None:
    first = read("который час").clauses[0].candidates[0]
    unsure = PlannedClause(
        clause=read("который час").clauses[0].clause,
        verdict=Verdict.CLARIFY,
        candidates=(first, first.model_copy(update={"command": "note-add"})),
    )
    assert advice.chosen(unsure, Advice("time-now", {}, "yes"), commands()) == 0
    for other in (
        Advice("note-add", {}, "yes"),
        Advice("time-now", {}, "likely"),
        Advice("stop", {}, "yes"),
        Advice("x", {}, "yes"),
    ):
        assert advice.chosen(unsure, other, commands()) is None


def test_the_question_shows_few_commands_and_none_of_their_steps() -> None:
    retrieval = Retrieval(kinds(), commands())
    asked = question(read("скажи-ка, сколько сейчас натикало").clauses[0], Setting("s", ("r",), "t"), retrieval, commands())
    assert asked.data["said"] == "скажи-ка, сколько сейчас натикало"
    assert len(asked.data["commands"].encode()) <= 6_000 and "{{" not in asked.data["commands"]
    shown = [line.removeprefix("- ").partition(" ")[0] for line in asked.data["commands"].splitlines() if line.startswith("- ")]
    assert asked.answer is not None and asked.answer["properties"]["command"]["enum"] == [*shown, "none"]
    assert "time-now" in shown and set(shown) < {*commands()} and len(shown) > len(commands()) / 2
    assert asked.purpose == "match" and asked.size == "small"
