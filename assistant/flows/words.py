"""What a step or a run says when it did not end by itself."""

from __future__ import annotations

from assistant.domain.base import LocalText
from assistant.domain.both import both


def too_long(seconds: float) -> LocalText:
    """That it was given up."""
    return both("It took longer than {time} seconds.", "Прошло больше {time} с, и шаг остановлен.", time=f"{seconds:g}")


def broken(kind: str) -> LocalText:
    """That the fault is the assistant's own."""
    return both(
        "`{kind}` failed because of a fault in the assistant; the log has the details.",
        "`{kind}` не удалось из-за ошибки в самом помощнике; подробности в журнале.",
        kind=kind,
    )


def fault() -> LocalText:
    """That a run ended by a fault of the assistant."""
    return both(
        "A fault in the assistant ended this; the log has the details.",
        "Выполнение прервала ошибка в самом помощнике; подробности в журнале.",
    )


def lost() -> LocalText:
    """That nobody knows how far a run had come."""
    return both(
        "Its progress was lost because a file was damaged. Say it again if it is still wanted.",
        "Ход выполнения потерян: повреждён файл. Скажите ещё раз, если это ещё нужно.",
    )


def cut_short(why: LocalText) -> LocalText:
    """That what a step worked with has ended, and it goes on."""
    return both("{why} The work goes on where it was.", "{why} Работа продолжается с того же места.", why=why)


def cut_too_often(why: LocalText, times: int) -> LocalText:
    """That it was given up."""
    return both(
        "{why} That happened {times} times in a row, so the step was given up. Look at the page, and say it again.",
        "{why} Это случилось {times} раза подряд, и шаг остановлен. Посмотрите на страницу и скажите ещё раз.",
        why=why,
        times=str(times),
    )
