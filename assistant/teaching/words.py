"""What stands in the way of a save, as one text for the owner."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.base import Language
from assistant.domain.both import in_language
from assistant.domain.command import Conflict, Fault

SHOWN = 5
"""Reasons told at once; the rest is counted."""


def reasons(faults: Sequence[Fault], conflicts: Sequence[Conflict], language: Language) -> str:
    """Every fault with its place and every conflict with who would win, the first few of them."""
    told = [*(_fault(fault, language) for fault in faults), *(conflict(one, language) for one in conflicts)]
    more = len(told) - SHOWN
    rest = {"en": f" And {more} more.", "ru": f" И ещё {more}."}[language] if more > 0 else ""
    lead = {"en": "The command was not saved.", "ru": "Команда не сохранена."}[language]
    return f"{lead} {' '.join(told[:SHOWN])}{rest}"


def conflict(one: Conflict, language: Language) -> str:
    """One conflict in a sentence."""
    winner = one.winner or one.rival
    if one.kind == "test":
        return {
            "en": f"The test “{one.sentence}” of `{one.command}` would no longer hold: it would be {_whose(winner, language)}.",
            "ru": f"Тест «{one.sentence}» команды «{one.command}» перестал бы выполняться: фразу получила бы {_whose(winner, language)}.",
        }[language]
    if one.kind == "similar":
        return {
            "en": f"“{one.sentence}” sounds like “{one.heard}” of `{one.rival}`.",
            "ru": f"«{one.sentence}» звучит похоже на «{one.heard}» команды «{one.rival}».",
        }[language]
    return {
        "en": f"“{one.sentence}” of `{one.command}` would be {_whose(winner, language)}.",
        "ru": f"Фразу «{one.sentence}» команды «{one.command}» получила бы {_whose(winner, language)}.",
    }[language]


def _whose(winner: str, language: Language) -> str:
    if winner:
        return {"en": f"`{winner}`", "ru": f"команда «{winner}»"}[language]
    return {"en": "no command at all", "ru": "ни одна команда"}[language]


def _fault(fault: Fault, language: Language) -> str:
    place = {"en": f"Line {fault.line}: ", "ru": f"Строка {fault.line}: "}[language] if fault.line else ""
    return f"{place}{in_language(fault.message, language)}"
