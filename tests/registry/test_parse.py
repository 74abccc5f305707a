"""Command files, good and bad, with the place of every fault."""

from __future__ import annotations

import re

import pytest

from assistant.domain.command import Command
from assistant.domain.flow import Retry
from assistant.registry import parse
from assistant.registry.kinds import Kinds

pytestmark = pytest.mark.unit

HEAD = "title: T\nsteps:\n"


def read(text: str, kinds: Kinds) -> Command:
    command, faults = parse.command(text, "thing", "thing.yaml", kinds)
    assert command is not None, faults
    return command


def test_a_file_becomes_a_command(kinds: Kinds) -> None:
    command = read(
        """
title: {en: Mail, ru: Почта}
phrases:
  en: ["check my (mail|inbox) [for] {period}"]
  ru: ["проверь почту [за {period}]"]
slots:
  period: {type: period, default: today}
  size: {choices: {small: [little, маленький], big: large}, ask: {en: Which?, ru: Какой?}}
  person: person
steps:
  - note.add: "for {{ period.start }}"
    as: note
    if: period
    retry: 3
    timeout: 5
  - for_each: "{{ note.items }}"
    item: one
    parallel: 2
    steps: [note.add: {text: "{{ one | brief }} {{ number }}"}]
    collect: one
    as: all
result: all
tests:
  - {say: проверь почту, slots: {period: today}}
  - {not: write mail}
confirm: true
""",
        kinds,
    )
    assert command.title == {"en": "Mail", "ru": "Почта"}
    assert command.phrases["ru"] == ("проверь почту [за {period}]",)
    assert command.phrase_lines["проверь почту [за {period}]"] == 5
    assert command.slots["period"].default == "today" and not command.slots["period"].required
    assert command.slots["size"].type == "choice" and command.slots["size"].choices["small"] == ("little", "маленький")
    assert command.slots["person"].type == "person" and command.slots["person"].required
    note, loop = command.flow.steps
    assert note.params == {"text": "for {{ period.start }}"} and note.condition == "{{ period }}"
    assert note.retry == Retry(times=3) and note.timeout == 5 and note.save_as == "note" and note.line == 11
    assert loop.params == {"over": "{{ note.items }}"}
    assert loop.options == {"item": "one", "parallel": 2, "collect": "{{ one }}"}
    assert loop.blocks["steps"][0].kind == "note.add"
    assert command.flow.result == "{{ all }}" and command.confirm and command.effect == "writes"
    assert [(test.say, test.not_, test.line) for test in command.tests] == [("проверь почту", "", 24), ("", "write mail", 25)]


def test_if_is_a_step_alone_and_a_condition_beside_another_kind(kinds: Kinds) -> None:
    alone, beside = read(
        HEAD + "  - if: now\n    steps: [note.add: a]\n    else: [mail.send: {to: b}]\n  - note.add: c\n    if: now\n", kinds
    ).flow.steps
    assert alone.kind == "if" and alone.params == {"condition": "{{ now }}"} and set(alone.blocks) == {"steps", "else"}
    assert beside.kind == "note.add" and beside.condition == "{{ now }}"


def test_a_text_per_language_is_the_main_parameter(kinds: Kinds) -> None:
    assert read(HEAD + "  - note.add: {en: Hi, ru: Привет}\n", kinds).flow.steps[0].params == {
        "text": {"en": "Hi", "ru": "Привет"}
    }


def test_branches_stand_under_their_names(kinds: Kinds) -> None:
    step = read(HEAD + "  - parallel: {a: [note.add: x], b: [wait: 1 day]}\n    limit: 2\n", kinds).flow.steps[0]
    assert {name: block[0].kind for name, block in step.blocks.items()} == {"a": "note.add", "b": "wait"} and step.options == {
        "limit": 2
    }


@pytest.mark.parametrize(
    ("steps", "effect"),
    [
        ("  - wait: 1 day\n", "reads"),
        ("  - wait: 1 day\n    on_error: [note.add: x]\n", "writes"),
        ("  - if: now\n    steps: [note.add: x]\n    else: [while: now, steps: [mail.send: {to: x}]]\n", "sends"),
        ("  - command: '{{ last }}'\n", "sends"),
    ],
)
def test_the_effect_is_the_strongest_of_all_nested_steps(steps: str, effect: str, kinds: Kinds) -> None:
    assert (
        read(
            HEAD + steps.replace("[while: now, steps: [mail.send: {to: x}]]", "[{while: now, steps: [mail.send: {to: x}]}]"),
            kinds,
        ).effect
        == effect
    )


def test_words_that_other_yaml_readers_turn_into_flags_stay_words(kinds: Kinds) -> None:
    command = read("title: no\nphrases: [да, yes, on]\nsteps: [note.add: off]\n", kinds)
    assert command.title == {"en": "no"} and command.phrases == {"ru": ("да",), "en": ("yes", "on")}


BAD = [
    ("", 1, 1, "empty"),
    ("- a", 1, 1, "must be a mapping"),
    ("steps: [note.add: a]", 1, 1, "`title` is missing"),
    ("title: T", 1, 1, "`steps` is missing"),
    ("titel: T\ntitle: T\nsteps: [note.add: a]", 1, 1, "Did you mean `title`?"),
    ("title: T\ntitle: U\nsteps: [note.add: a]", 2, 1, "stands here twice"),
    ("title: 5\nsteps: [note.add: a]", 1, 8, "must be text"),
    ("title: {de: x}\nsteps: [note.add: a]", 1, 9, "`de` is not known here"),
    ("title: 'T\nsteps: [note.add: a]", 2, 21, "not YAML"),
    ("title: &a T\nsteps: [note.add: a]", 1, 8, "Anchors"),
    ("title: !!str T\nsteps: [note.add: a]", 1, 8, "Tags"),
    ("title: T\n---\ntitle: U", 2, 1, "One file holds one command"),
    (HEAD + "  - aks: hi", 3, 5, "Did you mean `ask`?"),
    (HEAD + "  - note.ad: hi", 3, 5, "Did you mean `note.add`?"),
    (HEAD + "  - 5", 3, 5, "A step must be a mapping"),
    (HEAD + "  - note.add: a\n    wait: 1 day", 4, 5, "One step is one kind"),
    (HEAD + "  - note.add: {txt: a, text: b}", 3, 16, "Did you mean `text`?"),
    (HEAD + "  - note.add: {stars: 1}", 3, 15, "needs `text`"),
    (HEAD + "  - note.add: {text: a, stars: many}", 3, 32, "must be a whole number"),
    (HEAD + "  - note.add: {text: a, stars: 9}", 3, 32, "less than or equal to 5"),
    (HEAD + "  - note.add: {text: a, tags: [b, 7]}", 3, 35, "`tags.1` must be text"),
    (HEAD + "  - note.add: a\n    stars: 1", 4, 5, "put it inside `note.add"),
    (HEAD + "  - note.add: a\n    retry: 50", 4, 12, "`retry` must be"),
    (HEAD + "  - note.add: a\n    on_error: maybe", 4, 15, "`on_error` must be"),
    (HEAD + "  - note.add: a\n    timeout: -1", 4, 14, "`timeout` must be"),
    (HEAD + "  - note.add: a\n    as: two words", 4, 9, "must be a name"),
    (HEAD + "  - note.add: a\n    as: now", 4, 9, "every run has a value"),
    (HEAD + "  - for_each: '{{ now }}'", 3, 5, "needs `steps`"),
    (HEAD + "  - for_each: '{{ now }}'\n    steps: []", 4, 12, "at least one step"),
    (HEAD + "  - while: now\n    limit: 100000\n    steps: [note.add: a]", 4, 12, "10000"),
    (HEAD + "  - note.add: '{{ now'", 3, 15, "cannot be read"),
    (HEAD + "  - note.add: '{% for x in now %}{% endfor %}'", 3, 15, "no statements"),
    (HEAD + "  - note.add: '{{ now | breif }}'", 3, 15, "Did you mean `brief`?"),
    ("title: T\nphrases: ['a {x}']\nsteps: [note.add: a]", 2, 11, "`slots` does not have"),
    ("title: T\nphrases: ['a (b']\nsteps: [note.add: a]", 2, 11, "check its brackets"),
    ("title: T\nphrases: ['[a]']\nsteps: [note.add: a]", 2, 11, "at least one word"),
    ("title: T\nphrases: ['a <b>']\nsteps: [note.add: a]", 2, 11, "not possible in a phrase"),
    ("title: T\nphrases: ['" + "(a|b|c|d)" * 9 + "']\nsteps: [note.add: a]", 2, 11, "more than 20000"),
    ("title: T\nslots: {x: monney}\nsteps: [note.add: a]", 2, 12, "Did you mean `money`?"),
    ("title: T\nslots: {x: {type: text, part: morning}}\nsteps: [note.add: a]", 2, 31, "`part` says `morning`"),
    ("title: T\nslots: {x: {type: moment, part: noon}}\nsteps: [note.add: a]", 2, 33, "`part` says `morning`"),
    ("title: T\nslots: {x: {type: choice}}\nsteps: [note.add: a]", 2, 12, "needs `choices`"),
    ("title: T\ntests: [{say: a, not: b}]\nsteps: [note.add: a]", 2, 9, "either `say`"),
    ("title: T\ntests: [{say: a, slots: {x: 1}}]\nsteps: [note.add: a]", 2, 26, "no slot `x`"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), BAD)
def test_a_fault_names_its_place_and_what_is_possible(text: str, line: int, column: int, message: str, kinds: Kinds) -> None:
    command, faults = parse.command(text, "bad", "bad.yaml", kinds)
    assert command is None
    assert [(fault.line, fault.column) for fault in faults if message in fault.message["en"]] == [(line, column)], faults
    assert all(re.search("[а-яё]", fault.message["ru"]) for fault in faults), faults


def test_all_faults_of_a_file_are_told_at_once(kinds: Kinds) -> None:
    _command, faults = parse.command("titel: T\nsteps:\n  - aks: a\n  - note.add: {}\n", "bad", "bad.yaml", kinds)
    assert [fault.line for fault in faults] == [1, 1, 3, 4]


@pytest.mark.parametrize(
    ("steps", "unknown"),
    [
        ("  - note.add: '{{ lettr }}'\n", ["lettr"]),
        ("  - note.add: a\n    as: letter\n  - note.add: '{{ letter }} {{ now }} {{ last }}'\n", []),
        ("  - for_each: '{{ now }}'\n    steps: [note.add: '{{ item }} {{ number }}']\n  - note.add: '{{ item }}'\n", ["item"]),
        ("  - if: now\n    steps: [{note.add: a, as: x}]\n  - note.add: '{{ x }}'\n", []),
        ("  - note.add: a\n    on_error: [note.add: '{{ error }}']\n  - note.add: '{{ error }}'\n", ["error"]),
    ],
)
def test_a_name_nothing_gives_is_a_warning(steps: str, unknown: list[str], kinds: Kinds) -> None:
    command, faults = parse.command(HEAD + steps, "thing", "thing.yaml", kinds)
    assert command is not None
    assert [fault.message["en"].split("`")[1] for fault in faults] == unknown
    assert {fault.severity for fault in faults} <= {"warning"}


def test_a_template_may_stand_for_any_parameter(kinds: Kinds) -> None:
    read(HEAD + "  - note.add: {text: a, stars: '{{ now.second }}', tags: '{{ [] }}'}\n", kinds)
