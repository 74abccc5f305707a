"""`triggers` in a command file: what can never fire is said with its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.command import Command, Fault
from assistant.registry import parse
from assistant.registry.kinds import Kinds
from assistant.schedule import is_cron, next_cron
from tests.triggers.test_triggers import BERLIN, morning

pytestmark = pytest.mark.unit
KINDS = Kinds.built_in()


def read(triggers: str) -> tuple[Command | None, list[Fault]]:
    head = "title: x\nslots: {who: {type: text, required: false}}\nsteps: [{say: hi}]\ntriggers:\n"
    return parse.command(head + triggers, "x", "x.yaml", KINDS)


@pytest.mark.parametrize(
    ("line", "kind", "spec"),
    [
        ("every: каждый будний день в 9", "every", "каждый будний день в 9"),
        ("every: every other friday at noon", "every", "every other friday at noon"),
        ('cron: "0  9 * * mon-fri"', "cron", "0 9 * * mon-fri"),
        ("on: start", "start", ""),
        ("file: ~/in box/orders.csv", "file", "~/in box/orders.csv"),
        ("webhook: new-order", "webhook", "new-order"),
        ("after: morning", "after", "morning"),
    ],
)
def test_a_trigger_is_read(line: str, kind: str, spec: str) -> None:
    command, faults = read(f"  - {line}\n    missed: ask\n    slots: {{who: Анна}}\n")
    assert faults == [] and command
    (trigger,) = command.triggers
    assert (trigger.kind, trigger.spec, trigger.missed, trigger.slots, trigger.line) == (kind, spec, "ask", {"who": "Анна"}, 5)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("every: когда-нибудь", "comes again"),
        ("every: завтра в 9", "comes again"),
        ("every: каждую секунду", "once a minute"),
        ("cron: '* * * *'", "cron"),
        ("cron: '*/5 * * * * *'", "cron"),
        ("cron: '0 0 31 2 *'", "cron"),
        ("cron: '61 * * * *'", "cron"),
        ("cron: 5", "cron"),
        ("on: fire", "start"),
        ("webhook: ../admin", "webhook"),
        ("webhook: Имя", "webhook"),
        ("{every: каждый день, file: x}", "one of"),
        ("{missed: skip}", "one of"),
        ("{file: x, missed: never}", "missed"),
        ("{file: x, ended: done}", "after"),
        ("{file: x, slots: {whom: 1}}", "whom"),
        ("{file: x, slots: {who: '{{ path'}}", ""),
        ("{watch: x}", "watch"),
        ("[every]", ""),
        ("file: ''", ""),
        ("file: " + "x" * 400, ""),
    ],
)
def test_what_can_never_fire_is_said_with_its_line(line: str, said: str) -> None:
    command, faults = read(f"  - {line}\n")
    assert command is None
    assert any(said in fault.message["en"] and fault.line == 5 for fault in faults), faults


def test_a_value_the_trigger_does_not_bring_is_warned_of() -> None:
    command, (fault,) = read("  - {file: x, slots: {who: '{{ body }}'}}\n")
    assert command and fault.severity == "warning" and "body" in fault.message["en"]
    assert read("  - {webhook: x, slots: {who: '{{ body }}'}}\n")[1] == []


def test_the_same_trigger_twice_is_a_fault() -> None:
    assert "twice" in read("  - on: start\n  - on: start\n")[1][0].message["en"]


def test_too_many_triggers_are_a_fault() -> None:
    assert read("".join(f"  - file: x{number}\n" for number in range(21)))[0] is None


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=40)
    | st.lists(
        st.sampled_from(["*", "*/", "-", ",", "0", "5", "31", "L", "#", "?", "mon", " ", "1-5", "99", "W"]), max_size=12
    ).map("".join)
)
def test_any_cron_line_is_refused_or_comes_again(line: str) -> None:
    if is_cron(line):
        now = morning(5).astimezone(BERLIN)
        assert next_cron(line, now) > now


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["every", "cron", "file", "webhook", "after", "on"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
)
def test_any_words_are_a_trigger_or_a_fault(kind: str, words: str) -> None:
    command, faults = read(f"  - {kind}: {words!r}\n")
    assert (command is None) == any(fault.severity == "error" for fault in faults)
