"""What matters among letters, by rules an owner can follow: who wrote, to whom, whether something is asked, and by when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from assistant.domain.letter import LetterHead, Weighed
from assistant.store.letters_ask import Standing
from assistant.words import fold

IMPORTANT = 3.0
"""From here on a letter matters today."""
_ASKS = re.compile(
    r"\?|\b(?:please|could you|can you|would you|let me know|need you|waiting for|confirm|approve|sign|reply)\b"
    r"|\b(?:пожалуйста|прошу|просьба|можете|могли бы|сможете|подскажите|уточните|подтвердите|согласуйте|подпишите|пришлите|ответьте|жду|ждем|нужно|нужен|нужна)\b"
)
_SOON = re.compile(
    r"\b(?:today|tonight|tomorrow|asap|urgent(?:ly)?|deadline|due|by (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|end of)|before \d)\b"
    r"|\b(?:сегодня|завтра|срочно|срочный|срочная|срочное|дедлайн|до (?:понедельника|вторника|среды|четверга|пятницы|субботы|воскресенья|конца|обеда|вечера)"
    r"|до \d{1,2}[.: ]|не позднее|крайний срок|истекает)"
)
_MONEY = re.compile(
    r"\b(?:invoice|payment|overdue|contract|agreement|security alert|password|verification)\b"
    r"|\b(?:сч[её]т(?:а|у|ом)?|оплат\w*|просроч\w*|договор\w*|задолженност\w*|безопасност\w*)"
)
_MACHINE = re.compile(
    r"^(?:no-?reply|do-?not-?reply|donotreply|notifications?|mailer-daemon|postmaster|newsletter|news|info-noreply|robot)\b"
)


def weighed(letters: Iterable[Standing], own: frozenset[str], now: datetime) -> tuple[Weighed, ...]:
    """The letters with their weights, the weightiest first; one of each conversation, the newest."""
    seen: set[str] = set()
    found = []
    for standing in sorted(letters, key=lambda each: each.head.date, reverse=True):
        if standing.head.thread not in seen:
            seen.add(standing.head.thread)
            found.append(weigh(standing, own, now))
    return tuple(sorted(found, key=lambda each: (-each.score, -each.head.date.timestamp())))


def weigh(standing: Standing, own: frozenset[str], now: datetime) -> Weighed:
    """One letter's weight and the reasons for it, the weightiest first."""
    found = sorted(_reasons(standing, own, now), key=lambda each: -each[0])
    score = sum(points for points, _en, _ru in found)
    return Weighed(
        head=standing.head, score=round(score, 2), reasons=tuple((en, ru) for points, en, ru in found if points > 0 and en)
    )


def _reasons(standing: Standing, own: frozenset[str], now: datetime) -> Iterator[tuple[float, str, str]]:
    head = standing.head
    yield from _people(standing, own)
    said = fold(f"{head.subject}\n{standing.text}")
    if head.bulk or _MACHINE.match(head.sender.email.lower()):
        yield -4.0, "", ""
        if _MONEY.search(fold(head.subject)) and _SOON.search(said):
            yield 3.5, "about money or security, with a date", "про деньги или безопасность, и со сроком"
        return
    if head.invitation:
        yield 2.0, "an invitation", "приглашение"
    if _ASKS.search(said):
        yield 1.5, "asks you something", "вас о чём-то спрашивают"
    if _SOON.search(said):
        yield 1.0, "names a date that is near", "назван близкий срок"
    if _MONEY.search(said):
        yield 0.5, "about money or a contract", "про деньги или договор"
    if now - head.date > timedelta(days=7):
        yield -1.0, "", ""


def _people(standing: Standing, own: frozenset[str]) -> Iterator[tuple[float, str, str]]:
    head = standing.head
    if standing.own_after or head.answered:
        yield -3.0, "", ""
    elif standing.own_in_thread:
        yield 2.5, "an answer to you", "ответ вам"
    if standing.written and not head.bulk:
        yield 2.0, "you have written to this person", "вы писали этому человеку"
    elif standing.received > 3 and not head.bulk:
        yield 0.5, "writes to you often", "часто вам пишет"
    if head.flagged:
        yield 2.0, "you flagged it", "отмечено вами"
    if _is_direct(head, own):
        yield 1.0, "to you alone", "лично вам"
    elif not own & {each.email.lower() for each in (*head.to, *head.cc)}:
        yield -1.0, "", ""


def _is_direct(head: LetterHead, own: frozenset[str]) -> bool:
    return len(head.to) == 1 and head.to[0].email.lower() in own and len(head.cc) < 3
