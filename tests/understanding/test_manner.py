"""What people say before what they mean."""

from __future__ import annotations

import pytest

from assistant.domain.plan import Verdict
from assistant.understanding.manner import led_in
from assistant.understanding.tokens import tokens
from tests.understanding.conftest import Read

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("слушай, а можешь проверить почту", "проверить почту"),
        ("вот что, проверь почту", "проверь почту"),
        ("ну короче так проверь почту", "проверь почту"),
        ("если не сложно, проверь почту", "проверь почту"),
        ("hey, could you please check my mail", "please check my mail"),
        ("okay so I would like you to check my mail", "check my mail"),
        ("скажи, а что у меня завтра", "что у меня завтра"),
        ("так, скажи пожалуйста, сколько времени", "пожалуйста, сколько времени"),
    ],
)
def test_lead_ins_are_left_out_however_many_stand_in_a_row(text: str, meant: str) -> None:
    said = tokens(text)
    assert text[said[led_in(said)[-1]].start :] == meant


@pytest.mark.parametrize(
    "text", ["проверь почту", "слушай", "check my mail", "hey", "", "скажи всё", "tell me everything", "расскажи анекдот"]
)
def test_nothing_is_left_out_of_what_is_meant_at_once_or_of_a_lead_in_alone(text: str) -> None:
    assert led_in(tokens(text)) == []


@pytest.mark.parametrize(
    ("text", "command", "slots"),
    [
        ("слушай а проверь почту", "mail.check", {}),
        ("ну короче, напомни мне через час позвонить маме", "reminder.add", {"text": "позвонить маме"}),
        ("напомни-ка мне через час позвонить маме", "reminder.add", {"text": "позвонить маме"}),
        ("hey could you remind me in an hour to call mom", "reminder.add", {"text": "call mom"}),
        ("could you please take a note that Ivan is ill", "note.add", {"text": "Ivan is ill"}),
    ],
)
def test_a_command_that_is_led_in_runs_and_the_lead_in_is_in_no_slot(
    read: Read, text: str, command: str, slots: dict[str, str]
) -> None:
    (planned,) = read(text).clauses
    best = planned.candidates[0]
    assert (planned.verdict, best.command) == (Verdict.RUN, command)
    assert {name: best.slots[name] for name in slots} == slots


def test_several_commands_are_cut_behind_a_lead_in_too(read: Read) -> None:
    plan = read("слушай, а можешь проверить почту и если не сложно открой википедию")
    assert [planned.candidates[0].command for planned in plan.clauses] == ["mail.check", "site.open"]
