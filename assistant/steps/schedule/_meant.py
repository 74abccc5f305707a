"""Which command the owner means by a few words, and how a schedule reads."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from assistant.domain.command import Command
from assistant.domain.trigger import Watched
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext
from assistant.wording import times
from assistant.words import lemmas

_ALIKE = 75.0
_QUOTES = str.maketrans("", "", "«»“”\"'„")


def command(words: str, known: Sequence[Command]) -> Command:
    """The command whose title or name is these words, in any form, or most like them. Raises StepRefused."""
    wanted = lemmas(words.translate(_QUOTES))
    scored = [(max(fuzz.token_sort_ratio(wanted, lemmas(name)) for name in _names(one)), one) for one in known]
    best = max(scored, key=lambda pair: pair[0], default=None)
    if best is None or best[0] < _ALIKE:
        raise StepRefused(f"There is no command “{words}”.", ru=f"Нет команды «{words}».")
    return best[1]


def _names(one: Command) -> list[str]:
    """What it goes by; of one that only carries the times of another, also what that one goes by."""
    titles = list(one.title.values())
    return [one.name, *titles, *(name.split(" — ")[0] for name in titles)]


def title(one: Command, context: StepContext) -> str:
    """What it is called."""
    return one.title.get(context.language) or next(iter(one.title.values()))


def line(watched: Watched, context: StepContext) -> str:
    """Such as "My tasks — every weekday at nine (next tomorrow at 9:00)"."""
    name = watched.title.get(context.language) or next(iter(watched.title.values()))
    trigger = watched.trigger
    what = trigger.spec if trigger.kind == "every" else f"{trigger.kind} {trigger.spec}".strip()
    if not watched.enabled:
        return f"{name} — {what} ({'выключено' if context.language == 'ru' else 'off'})"
    if watched.next is None:
        return f"{name} — {what}"
    when = times.at_moment(watched.next.astimezone(context.now.tzinfo), context.now, context.language)
    return f"{name} — {what} ({'следующий раз' if context.language == 'ru' else 'next'} {when})"
