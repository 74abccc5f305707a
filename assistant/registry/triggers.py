"""`triggers` of a command file into what starts the command; what can never fire is reported with its place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant import plugins, schedule
from assistant.domain.both import both
from assistant.domain.command import Slot
from assistant.domain.trigger import Trigger
from assistant.extensions.understanding import SlotContext, SlotType
from assistant.registry import templates
from assistant.registry.document import Node
from assistant.registry.reading import Reading
from assistant.registry.reading import said as in_words

KINDS = ("every", "cron", "on", "file", "webhook", "after")
BESIDE = ("slots", "missed", "ended")
MAX_TRIGGERS = 20
LONGEST = 300
_BRINGS = {"on": (), "webhook": ("body",), "file": ("path",), "after": ("result", "state")}
_ANY_DAY = datetime(2026, 1, 1, 12, tzinfo=ZoneInfo("UTC"))
"""Words are read on some day to see whether they can be read at all; when they are due is decided where they are watched."""


def read(reading: Reading, node: Node, slots: Sequence[str]) -> tuple[Trigger, ...]:
    """The triggers of a list."""
    found = [trigger for item in reading.items(node, "`triggers`", MAX_TRIGGERS) if (trigger := _one(reading, item, slots))]
    seen = set()
    for trigger in found:
        if (trigger.kind, trigger.spec) in seen:
            twice = both("`{rule}` stands here twice.", "`{rule}` стоит здесь дважды.", rule=f"{trigger.kind}: {trigger.spec}")
            reading.error(node, twice)
        seen.add((trigger.kind, trigger.spec))
    return tuple(found)


def _one(reading: Reading, node: Node, slots: Sequence[str]) -> Trigger | None:
    parts = reading.mapping(node, both("A trigger", "Условие запуска"), (*KINDS, *BESIDE))
    kinds = [kind for kind in KINDS if kind in parts]
    if len(kinds) != 1:
        if isinstance(node.value, dict):
            message = both(
                "A trigger is one of `every`, `cron`, `on: start`, `file`, `webhook`, `after`.",
                "Условие запуска — одно из `every`, `cron`, `on: start`, `file`, `webhook`, `after`.",
            )
            reading.error(node, message)
        return None
    kind = kinds[0]
    spec = " ".join(reading.text(parts[kind], f"`{kind}`", LONGEST).split())
    _check(reading, parts[kind], kind, spec)
    missed = _choice(reading, parts.get("missed"), "`missed`", ("once", "skip", "ask"))
    ended = _choice(reading, parts.get("ended"), "`ended`", ("done", "failed", "any"))
    if "ended" in parts and kind != "after":
        reading.error(parts["ended"], both("`ended` belongs to `after`.", "`ended` бывает только у `after`."))
    given = _slots(reading, parts["slots"], kind, slots) if "slots" in parts else {}
    if reading.failed:
        return None
    name, spec = ("start", "") if kind == "on" else (kind, spec)
    return Trigger.model_validate(
        {"kind": name, "spec": spec, "missed": missed, "ended": ended, "slots": given, "line": node.line}
    )


def _check(reading: Reading, node: Node, kind: str, spec: str) -> None:
    match kind:
        case "on" if spec and spec != "start":
            message = both(
                "`on` can be `start` (of the assistant), this is {said}.",
                "`on` — это `start` (запуск помощника), а здесь {said}.",
                said=in_words(node),
            )
            reading.error(node, message)
        case "every" if spec and not is_schedule(spec):
            message = both(
                "That is no time that comes again: {said}. Such as `every weekday at nine`, at most once a minute.",
                "Это не повторяющееся время: {said}. Например, `по будням в девять`; не чаще раза в минуту.",
                said=in_words(node),
            )
            reading.error(node, message)
        case "cron" if spec and not schedule.is_cron(spec):
            message = both(
                "That is no cron line (minute hour day month weekday): {said}.",
                "Это не строка cron (минута час день месяц день недели): {said}.",
                said=in_words(node),
            )
            reading.error(node, message)
        case "webhook" if spec and not schedule.HOOK_NAME.fullmatch(spec):
            message = both(
                "A webhook's name is up to 60 small letters, digits and `-`, this is {said}.",
                "Имя веб-хука — до 60 строчных латинских букв, цифр и `-`, а здесь {said}.",
                said=in_words(node),
            )
            reading.error(node, message)


def is_schedule(words: str) -> bool:
    """Whether words name a time that comes again."""
    moment = moment_of(words, _ANY_DAY)
    return moment is not None and schedule.is_calm(moment[1], moment[0])


def moment_of(words: str, now: datetime) -> tuple[datetime, str] | None:
    """The first time from `now` on and the rule of words such as "every weekday at nine"; None when they name none.

    Without an hour, nine in the morning is meant.
    """
    kind = plugins.load("understanding.slots", "moment", SlotType)
    language = schedule.language_of(words)
    found = kind().read(words, SlotContext(now=now, language=language, slot=Slot(name="when", type="moment")))
    if not isinstance(found, dict) or not found["recurrence"]:
        return None
    at = datetime.fromisoformat(found["at"]).astimezone(now.tzinfo)
    return (at if found["has_time"] else at.replace(hour=9)), str(found["recurrence"])


def _choice(reading: Reading, node: Node | None, what: str, known: Sequence[str]) -> str:
    if node is None:
        return known[0]
    if node.value not in known:
        message = both(
            "{what} can be {known}, this is {said}.",
            "{what} — это {known}, а здесь {said}.",
            what=what,
            known=", ".join(known),
            said=in_words(node),
        )
        reading.error(node, message)
    return str(node.value)


def _slots(reading: Reading, node: Node, kind: str, slots: Sequence[str]) -> dict[str, object]:
    given = reading.mapping(node, "`slots`")
    for key, item in given.items():
        if key not in slots:
            message = both("This command has no slot `{key}`.", "У этой команды нет параметра `{key}`.", key=key)
            reading.error(node.keys[key], message)
        templates.check(reading, item, {"now", "due", *_BRINGS.get(kind, ())})
    return {key: item.plain for key, item in given.items()}
