"""What a line under `triggers` means, before it is saved: in words, with its next times, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from assistant import schedule
from assistant.domain.base import LocalText
from assistant.domain.trigger import TriggerKind
from assistant.registry.triggers import is_schedule, moment_of
from assistant.wording.rules import rule as in_words

TIMES = 3


@dataclass(frozen=True, slots=True)
class Outlook:
    """`words` say what was understood, as far as it needs saying; `next` are the next times; `problem` is why it can never start."""

    words: LocalText
    next: tuple[datetime, ...]
    problem: LocalText


def outlook(kind: TriggerKind, spec: str, now: datetime, commands: Container[str]) -> Outlook:
    """What one trigger comes to; blocking."""
    spec = " ".join(spec.split())
    match kind:
        case "start":
            return Outlook({}, (), {})
        case _ if not spec:
            return _wrong("Something is missing here.", "Здесь нужно что-нибудь написать.")
        case "every":
            return _every(spec, now)
        case "cron" if not schedule.is_cron(spec):
            return _wrong(
                "That is no cron line: minute hour day month weekday, such as “0 9 * * 1-5”.",
                "Это не строка cron: минута час день месяц день_недели, например «0 9 * * 1-5».",
            )
        case "cron":
            return Outlook({}, _times("", spec, now, now), {})
        case "webhook" if not schedule.HOOK_NAME.fullmatch(spec):
            return _wrong("Up to 60 small Latin letters, digits and “-”.", "До 60 маленьких латинских букв, цифр и знаков «-».")
        case "after" if spec not in commands:
            return _wrong("There is no such command.", "Такой команды нет.")
        case _:
            return Outlook({}, (), {})


def _every(spec: str, now: datetime) -> Outlook:
    moment = moment_of(spec, now)
    if moment is None or not is_schedule(spec):
        return _wrong(
            "That is no time that comes again. Such as “every weekday at nine”, at most once a minute.",
            "Это не повторяющееся время. Например: «каждый будний день в девять», не чаще раза в минуту.",
        )
    first, rule = moment
    return Outlook({"en": in_words(rule, "en"), "ru": in_words(rule, "ru")}, _times(rule, "", first, now), {})


def _times(rule: str, cron: str, first: datetime, now: datetime) -> tuple[datetime, ...]:
    times: list[datetime] = []
    while len(times) < TIMES and (due := schedule.next_time(rule, cron, first, times[-1] if times else now)):
        times.append(due)
    return tuple(times)


def _wrong(en: str, ru: str) -> Outlook:
    return Outlook({}, (), {"en": en, "ru": ru})
