"""What stands between commands: the same words, captured phrases and tests, and words that sound alike."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assistant.domain.base import Language
from assistant.domain.command import Command, CommandTest, Conflict, Slot
from assistant.domain.flow import Flow, Step
from assistant.registry.conflicts import conflicts, conflicts_of, examples, fault
from assistant.registry.confusions import confusions
from assistant.registry.matched import Matched
from assistant.registry.phrases import samples
from assistant.registry.sounds import alike, sounds
from assistant.rehearsal import matched
from assistant.settings import UnderstandingSettings

pytestmark = pytest.mark.unit

FLOW = Flow(steps=(Step(kind="say", params="ok"),))


def command(name: str, *phrases: str, language: Language = "en", tests: tuple[CommandTest, ...] = (), **slots: str) -> Command:
    return Command(
        name=name,
        title={language: name},
        phrases={language: phrases},
        phrase_lines={phrase: line for line, phrase in enumerate(phrases, 3)},
        slots={slot: Slot.model_validate({"name": slot, "type": kind}) for slot, kind in slots.items()},
        flow=FLOW,
        tests=tests,
        file=f"{name}.yaml",
        origin="owner",
    )


def named(*commands: Command) -> dict[str, Command]:
    return {one.name: one for one in commands}


def real(commands: Mapping[str, Command]) -> Matched:
    return matched(commands, UnderstandingSettings())


def told(found: list[Conflict]) -> set[tuple[str, str, str, str]]:
    return {(one.kind, one.command, one.rival, one.sentence) for one in found}


def test_what_one_command_may_be_confused_with_is_what_all_are_confused_with() -> None:
    sentences = ["print the letter", "print the ladder", "print the latter", "открой ворота", "открой варота", "открой порота"]
    commands = [command(f"c{i}", text, language="ru" if text[0] == "о" else "en") for i, text in enumerate(sentences)]
    everything = {frozenset((one.command, one.rival)) for one in confusions(commands)}
    assert len(everything) >= 3
    for one in commands:
        found = confusions(commands, of=one.name)
        assert {conflict.command for conflict in found} <= {one.name}
        assert {frozenset((conflict.command, conflict.rival)) for conflict in found} == {
            pair for pair in everything if one.name in pair
        }


def test_a_changed_command_that_takes_anothers_phrase_is_told_with_whose_it_was() -> None:
    wide, narrow = command("wide", "show {what}", what="text"), command("narrow", "show {n} letters", n="number")
    bolder = command("wide", "show {what}", "show 7 letters", what="text")
    commands = named(bolder, narrow)
    assert ("captured", "narrow", "wide", "show 7 letters") in told(conflicts_of(bolder, commands, real(commands)))
    assert not conflicts_of(wide, named(wide, narrow), real(named(wide, narrow)))


def test_a_phrase_of_the_changed_command_that_another_wins_is_told() -> None:
    weak, strong = command("weak", "show {what}", what="text"), command("strong", "show the blue folder")
    commands = named(strong, weak)
    found = [one for one in conflicts_of(weak, commands, real(commands)) if one.kind == "captured"]
    assert [(one.command, one.phrase, one.rival, one.winner) for one in found] == [("weak", "show {what}", "strong", "strong")]
    assert fault(found[0], commands).line == 3


def test_a_test_of_another_command_that_is_lost_to_the_changed_one_is_told() -> None:
    old = command(
        "letters", "check my letters", tests=(CommandTest(say="look at the letters", line=9), CommandTest(say="x y z", line=10))
    )
    new = command("folder", "look at the letters")
    commands = named(old, new)
    found = [one for one in conflicts_of(new, commands, real(commands)) if one.kind == "test"]
    assert told(found) == {("test", "letters", "folder", "look at the letters")}
    assert fault(found[0], commands).line == 9 and found[0].winner == "folder"


def test_own_tests_that_do_not_hold_are_told() -> None:
    new = command("folder", "open the folder", tests=(CommandTest(say="sing a song"), CommandTest(not_="open the folder")))
    found = conflicts_of(new, named(new), real(named(new)))
    assert told(found) == {("test", "folder", "", "sing a song"), ("test", "folder", "", "open the folder")}
    assert [one.winner for one in found] == ["", "folder"]


def test_the_same_words_are_told_of_the_changed_command_whichever_stands_first() -> None:
    first, second = command("first", "[please] add a note"), command("second", "add a note")
    for changed, rival in ((first, "second"), (second, "first")):
        found = conflicts_of(changed, named(first, second))
        assert [(one.kind, one.command, one.rival) for one in found] == [("same", changed.name, rival)]


def test_the_former_version_of_a_command_is_no_rival() -> None:
    before, after = command("note", "add a note"), command("note", "add a note", "write a note")
    assert conflicts_of(after, named(before), real(named(after))) == []


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("включи свет", "выключи свет", "ru"),
        ("запиши адрес", "напиши адрес", "ru"),
        ("открой кот", "открой код", "ru"),
        ("send the mail", "send the male", "en"),
        ("write a letter", "right a letter", "en"),
        ("open the knight file", "open the night file", "en"),
    ],
)
def test_phrases_that_sound_alike_are_a_warning(one: str, other: str, language: Language) -> None:
    commands = named(command("a", one, language=language), command("b", other, language=language))
    (found,) = conflicts(commands)
    assert (found.kind, found.command, found.sentence, found.rival, found.heard) == ("similar", "b", other, "a", one)
    assert fault(found, commands).severity == "warning"
    assert told(conflicts_of(commands["a"], commands)) == {("similar", "a", "b", one)}


def test_nothing_is_told_of_two_built_in_commands_that_sound_alike() -> None:
    one, other = command("a", "включи свет", language="ru"), command("b", "выключи свет", language="ru")
    shipped = [each.model_copy(update={"origin": "built-in"}) for each in (one, other)]
    assert conflicts(named(*shipped)) == []
    assert [found.kind for found in conflicts(named(shipped[0], other))] == ["similar"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("turn on the light", "turn off the light"),
        ("сколько до отпуска", "сколько у отпуска"),
        ("open it", "close it"),
        ("да", "два"),
    ],
)
def test_other_words_do_not_sound_alike(one: str, other: str) -> None:
    assert not alike(sounds(one), sounds(other))


def test_what_is_out_of_reach_of_a_command_is_never_won_by_it() -> None:
    commands = named(
        command("wide", "show {what}", "[please] open the (door|gate) {when}", what="text", when="moment"),
        command("narrow", "show {n} letters", "list my letters", n="number"),
        command("garden", "water the roses", "close the gate tomorrow", tests=(CommandTest(say="open a gate"),)),
        command("door", "open the door tomorrow at 10", "lock the door"),
    )
    known = real(commands)
    assert known.reach
    for one in commands.values():
        reach = known.reach(one)
        for other in commands.values():
            for phrase in other.phrases["en"]:
                filled = examples(other.slots, "en")
                won = {known.winner(said, "en") for said in samples(phrase, filled, 12)}
                assert other is one or one.name not in won or reach.phrase(phrase), (one.name, phrase)
    reach = known.reach(commands["narrow"])
    assert [reach.phrase(phrase) for phrase in ("water the roses", "show {what} letters")] == [False, True]
    assert [reach.sentence(said) for said in ("water the roses", "which letters are there")] == [False, True]
