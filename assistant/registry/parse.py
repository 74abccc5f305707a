"""One command file into one Command; everything wrong with it is reported at once, with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, get_args

from assistant.domain.both import both
from assistant.domain.command import Command, CommandTest, Fault, Slot
from assistant.domain.flow import Flow
from assistant.domain.value import SlotKind
from assistant.errors import CommandFileError
from assistant.registry import document, phrases, templates, triggers
from assistant.registry.document import Node
from assistant.registry.effects import strongest_of
from assistant.registry.kinds import Kinds, listed, nearest
from assistant.registry.reading import Reading, at_most
from assistant.registry.reading import said as in_words
from assistant.registry.steps import RUN_NAMES, Steps, name_of

KEYS = ("title", "description", "phrases", "slots", "steps", "result", "tests", "confirm", "enabled", "triggers")
SLOT_KEYS = ("type", "required", "default", "choices", "ask", "part")
SLOT_TYPES: tuple[str, ...] = get_args(SlotKind)
MAX_SLOTS = 30
MAX_TESTS = 200
MAX_CHOICES = 500
_SLOT = both("A slot", "Параметр")
FILE_NAME = re.compile(r"[^\W_][\w-]{0,79}")

Origin = Literal["built-in", "owner"]


def command(text: str, name: str, file: str, kinds: Kinds, origin: Origin = "built-in") -> tuple[Command | None, list[Fault]]:
    """The command in a file's text, or None with what is wrong; warnings come with either. Raises nothing."""
    reading = Reading(file, kinds.filters)
    try:
        root = document.read(text, file)
    except CommandFileError as error:
        return None, [Fault(file=file, message=error.message, line=error.line, column=error.column)]
    if not FILE_NAME.fullmatch(name):
        message = both(
            "The file's name must be letters, digits, - and _, this is `{name}`.",
            "Имя файла — это буквы, цифры, - и _, а здесь `{name}`.",
            name=name[:80],
        )
        reading.error(root, message)
    found = _command(reading, root, name, kinds, origin)
    return (None if reading.failed else found), sorted(reading.faults, key=lambda fault: (fault.line, fault.column))


def _command(reading: Reading, root: Node, name: str, kinds: Kinds, origin: Origin) -> Command | None:
    parts = reading.mapping(root, both("A command file", "Файл команды"), KEYS)
    if not isinstance(root.value, dict):
        return None
    for required in ("title", "steps"):
        if required not in parts:
            reading.error(root, both("`{key}` is missing.", "Не хватает `{key}`.", key=required))
    slots = _slots(reading, parts["slots"]) if "slots" in parts else {}
    declared = list(parts["slots"].keys) if "slots" in parts else []
    names = {*RUN_NAMES, *declared}
    steps = Steps(reading, kinds).block(parts["steps"], names) if "steps" in parts else ()
    said, lines = phrases.read(reading, parts["phrases"], declared) if "phrases" in parts else ({}, {})
    found = {
        "title": reading.local_text(parts["title"], "`title`") if "title" in parts else {},
        "description": reading.local_text(parts["description"], "`description`") if "description" in parts else {},
        "phrases": said,
        "phrase_lines": lines,
        "tests": _tests(reading, parts["tests"], declared) if "tests" in parts else (),
        "confirm": reading.flag(parts["confirm"], "`confirm`") if "confirm" in parts else False,
        "triggers": triggers.read(reading, parts["triggers"], declared) if "triggers" in parts else (),
        "enabled": reading.flag(parts["enabled"], "`enabled`") if "enabled" in parts else True,
    }
    flow = Flow(steps=steps, result=_result(reading, parts["result"], names) if "result" in parts else "")
    if reading.failed:
        return None
    effect = strongest_of(steps, kinds)
    return Command(name=name, slots=slots, flow=flow, effect=effect, file=reading.file, origin=origin, **found)


def _result(reading: Reading, node: Node, names: set[str]) -> str:
    text = reading.text(node, "`result`", templates.MAX_TEMPLATE)
    templates.check(reading, node, names, bare=True)
    return templates.expression(text)


# --- slots ---


def _slots(reading: Reading, node: Node) -> dict[str, Slot]:
    found = reading.mapping(node, "`slots`")
    if len(found) > MAX_SLOTS:
        reading.error(node, at_most("`slots`", MAX_SLOTS))
        return {}
    slots = {}
    for key, item in found.items():
        name = name_of(reading, node.keys[key], _SLOT)
        slot = _slot(reading, name, item)
        if name and slot is not None:
            slots[name] = slot
    return slots


def _slot(reading: Reading, name: str, node: Node) -> Slot | None:
    if isinstance(node.value, str):
        kind = _slot_type(reading, node)
        return Slot.model_validate({"name": name, "type": kind}) if kind else None
    parts = reading.mapping(node, _SLOT, SLOT_KEYS)
    default = parts["default"].plain if "default" in parts else None
    kind = _slot_type(reading, parts["type"]) if "type" in parts else ("choice" if "choices" in parts else "text")
    choices = _choices(reading, parts["choices"]) if "choices" in parts else {}
    if kind == "choice" and not choices:
        message = both(
            "A slot of type `choice` needs `choices`, a list or a mapping of what may be said.",
            "Параметру вида `choice` нужен ключ `choices`: список того, что можно сказать, или пары «ключ: значение».",
        )
        reading.error(node, message)
    if choices and kind not in ("choice", "list"):
        message = both(
            "`choices` belong to a slot of type `choice` or `list`, this one is `{kind}`.",
            "`choices` бывают у параметра вида `choice` или `list`, а этот — `{kind}`.",
            kind=kind,
        )
        reading.error(parts["choices"], message)
    part = _part(reading, kind, parts["part"]) if "part" in parts else ""
    required = reading.flag(parts["required"], "`required`") if "required" in parts else default is None
    ask = reading.local_text(parts["ask"], "`ask`") if "ask" in parts else {}
    if reading.failed:
        return None
    return Slot.model_validate(
        {"name": name, "type": kind, "required": required, "default": default, "choices": choices, "ask": ask, "part": part}
    )


def _part(reading: Reading, kind: str, node: Node) -> str:
    if kind == "moment" and node.value == "morning":
        return "morning"
    message = both(
        "`part` says `morning` and belongs to a slot of type `moment`.",
        "Ключ `part` бывает только `morning` и только у параметра вида `moment`.",
    )
    reading.error(node, message)
    return ""


def _slot_type(reading: Reading, node: Node) -> str:
    if node.value in SLOT_TYPES:
        return str(node.value)
    message = both(
        "There is no slot type {said}.{hint} There are: {known}.",
        "Такого вида параметра нет: {said}.{hint} Есть: {known}.",
        said=in_words(node),
        hint=nearest(str(node.value), SLOT_TYPES),
        known=listed(SLOT_TYPES),
    )
    reading.error(node, message)
    return ""


def _choices(reading: Reading, node: Node) -> dict[str, tuple[str, ...]]:
    if isinstance(node.value, list):
        items = reading.items(node, "`choices`", MAX_CHOICES)
        texts = [_choice(reading, item) for item in items]
        return {text: (text,) for text in texts if text}
    found = reading.mapping(node, "`choices`")
    choices = {}
    for key, item in found.items():
        ways = reading.items(item, f"`choices.{key}`", MAX_CHOICES) if isinstance(item.value, list) else [item]
        choices[key] = tuple(_choice(reading, way) for way in ways)
    return choices


def _choice(reading: Reading, node: Node) -> str:
    """A number is what it looks like: `choices: [1, 2]` are things to say."""
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return str(node.value)
    return reading.text(node, both("A choice", "Вариант"), 200)


# --- tests ---


def _tests(reading: Reading, node: Node, slots: Sequence[str]) -> tuple[CommandTest, ...]:
    tests = []
    for item in reading.items(node, "`tests`", MAX_TESTS):
        parts = reading.mapping(item, both("A test", "Тест"), ("say", "not", "slots"))
        if ("say" in parts) == ("not" in parts):
            message = both(
                "A test has either `say` (must be this command) or `not` (must not be).",
                "В тесте есть либо `say` (это должна быть эта команда), либо `not` (не должна).",
            )
            reading.error(item, message)
            continue
        given = reading.mapping(parts["slots"], "`slots`") if "slots" in parts else {}
        for key in given:
            if key not in slots:
                message = both(
                    "This command has no slot `{key}`.{hint} It has: {known}.",
                    "У этой команды нет параметра `{key}`.{hint} Есть: {known}.",
                    key=key,
                    hint=nearest(key, slots),
                    known=listed(slots) if slots else both("none", "никаких"),
                )
                reading.error(parts["slots"].keys[key], message)
        tests.append(
            CommandTest(
                say=reading.text(parts["say"], "`say`") if "say" in parts else "",
                not_=reading.text(parts["not"], "`not`") if "not" in parts else "",
                slots={key: value.plain for key, value in given.items()},
                line=item.line,
            )
        )
    return tuple(tests)
