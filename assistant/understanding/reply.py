"""Whether what was said answers an open question, and what the answer is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import FiniteFloat, StrictInt, TypeAdapter, ValidationError
from rapidfuzz import fuzz

from assistant import plugins
from assistant.domain.base import Json, Language
from assistant.domain.command import Slot
from assistant.domain.run import FOR_ALL, Question
from assistant.domain.value import Duration, Moment, Money, Period, Person
from assistant.extensions.understanding import SlotContext, SlotType
from assistant.understanding.changes import sounds_like_change
from assistant.words import WORD, fold, lemmas

_YES = frozenset(
    [
        "да",
        "ага",
        "угу",
        "конечно",
        "верно",
        "именно",
        "давай",
        "подтверждаю",
        "согласен",
        "согласна",
        "хорошо",
        "ладно",
        "ок",
        "окей",
        "так и есть",
        "да пожалуйста",
        "да конечно",
        "yes",
        "yeah",
        "yep",
        "sure",
        "ok",
        "okay",
        "correct",
        "right",
        "exactly",
        "confirm",
        "please do",
        "yes please",
        "go ahead",
        "do it",
    ]
)
_NO = frozenset(
    [
        "нет",
        "не",
        "неа",
        "не надо",
        "не нужно",
        "не то",
        "не это",
        "нет спасибо",
        "нет не надо",
        "отказ",
        "ничего из этого",
        "no",
        "nope",
        "no thanks",
        "do not",
        "don't",
        "do not do that",
        "don't do that",
        "none",
        "none of these",
        "neither",
    ]
)
_YES_TO_ALL = frozenset(
    ["всем", "да всем", "для всех", "да для всех", "да все", "все сразу", "to all", "yes to all", "yes all", "all of them", "all"]
)
_CANCEL = frozenset(
    [
        "отмена",
        "отмени",
        "забудь",
        "неважно",
        "не важно",
        "передумал",
        "передумала",
        "cancel",
        "never mind",
        "nevermind",
        "forget it",
        "stop",
        "стоп",
    ]
)
_ORDINALS = (
    ("первое", "первый", "первая", "первую", "первого", "один", "1", "first", "one", "first one"),
    ("второе", "второй", "вторая", "вторую", "второго", "два", "2", "second", "two", "second one"),
    ("третье", "третий", "третья", "третью", "третьего", "три", "3", "third", "three", "third one"),
    ("четвертое", "четвертый", "четвертая", "четвертую", "четыре", "4", "fourth", "four", "fourth one"),
    ("пятое", "пятый", "пятая", "пятую", "пять", "5", "fifth", "five", "fifth one"),
)
_LAST = frozenset({"последнее", "последний", "последняя", "последнюю", "last", "last one"})
_VALUES: Mapping[str, TypeAdapter[Any]] = {
    "moment": TypeAdapter(Moment),
    "period": TypeAdapter(Period),
    "duration": TypeAdapter(Duration),
    "money": TypeAdapter(Money),
    "person": TypeAdapter(Person),
    "number": TypeAdapter(StrictInt | FiniteFloat),
    "account": TypeAdapter(str),
    "list": TypeAdapter(list[str]),
}
"""What a card may give instead of words, by the type of slot."""
_FILLERS = re.compile(
    r"\b(?:вариант|номер|пункт|the|number|option|пожалуйста|please|ну|э+м*|вот|давай|хочу|выбираю|i|mean|want)\b"
)
NEAR = 85.0
"""How like an option's title (0..100) words must be to choose it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """`kind`: an answer with its value; the run is to be cancelled; no answer to this question; or an answer that cannot be read."""

    kind: str
    value: Json = None

    ANSWER = "answer"
    CANCEL = "cancel"
    OTHER = "other"
    UNREADABLE = "unreadable"


def reply(question: Question, text: str, language: Language, now: datetime) -> Reply:
    """What `text` means as a reply. A free text is an answer to a question for text; whoever calls has seen that it is no command."""
    said = _plain(text)
    if said in _CANCEL:
        return Reply(Reply.CANCEL)
    if question.kind in ("confirm", "approve"):
        meant = Reply(Reply.ANSWER, FOR_ALL) if question.also and said in _YES_TO_ALL else _yes_or_no(said)
        if meant.kind == Reply.OTHER and question.changeable and sounds_like_change(text):
            return Reply(Reply.ANSWER, text.strip())
        return meant
    if question.kind == "choose":
        return _chosen(question, said)
    return _value(question, text, language, now)


def read_value(question: Question, text: str, language: Language, now: datetime) -> Json | None:
    """The typed value that words stand for, as the question's slot wants it; None when they cannot be read so."""
    if question.slot_type == "text":
        return text.strip() or None
    slot = Slot.model_validate({"name": question.slot or "answer", "type": question.slot_type, "choices": question.choices})
    reader = plugins.load("understanding.slots", question.slot_type, SlotType)()
    context = SlotContext(now=now, language=language, slot=slot)
    if (whole := reader.read(text, context)) is not None:
        return whole
    return next((found.value for found in reader.find(text, context)), None)


def read_answer(question: Question, value: Json, language: Language, now: datetime) -> Json | None:
    """What a card's answer means for its question: words are read, anything else must be of its type; None when it is neither."""
    match question.kind:
        case "confirm" | "approve":
            changed = question.changeable and isinstance(value, str) and bool(value.strip())
            for_all = bool(question.also) and value == FOR_ALL
            return value if isinstance(value, bool) or changed or for_all else None
        case "choose":
            return value if type(value) is int and 0 <= value < len(question.options) else None
    if isinstance(value, str):
        return read_value(question, value, language, now)
    try:
        return _VALUES[question.slot_type].dump_python(_VALUES[question.slot_type].validate_python(value), mode="json")
    except (KeyError, ValidationError):
        return None


def is_yes_or_no(text: str) -> bool:
    """Whether a text is nothing but a yes or a no."""
    return _plain(text) in _YES | _NO


def is_whole(question: Question, text: str, language: Language, now: datetime) -> bool:
    """Whether words answer a question in such a way that nothing more is to come: a yes, a no, one of the options, a word of leaving."""
    if _plain(text) in _CANCEL:
        return True
    if question.kind not in ("confirm", "approve", "choose"):
        return False
    meant = reply(question, text, language, now)
    return meant.kind == Reply.ANSWER and (not isinstance(meant.value, str) or meant.value == FOR_ALL)


def _yes_or_no(said: str) -> Reply:
    if said in _YES:
        return Reply(Reply.ANSWER, True)
    if said in _NO:
        return Reply(Reply.ANSWER, False)
    return Reply(Reply.OTHER)


def _chosen(question: Question, said: str) -> Reply:
    last = len(question.options) - 1
    # "Did you mean" ends with "none of these": only there a yes means the best and a no means none.
    has_none = last >= 0 and _plain(question.options[last]) in _NO
    if has_none and said in _NO:
        return Reply(Reply.ANSWER, last)
    if has_none and said in _YES:
        return Reply(Reply.ANSWER, 0)
    bare = " ".join(_FILLERS.sub(" ", said).split())
    for index, names in enumerate(_ORDINALS[: last + 1]):
        if bare in names:
            return Reply(Reply.ANSWER, index)
    if bare in _LAST:
        return Reply(Reply.ANSWER, last - has_none)
    wanted = lemmas(said)
    scores = [fuzz.token_sort_ratio(wanted, lemmas(option)) for option in question.options]
    best = max(range(len(scores)), key=scores.__getitem__, default=-1)
    if best >= 0 and scores[best] >= NEAR:
        return Reply(Reply.ANSWER, best)
    return Reply(Reply.OTHER)


def _value(question: Question, text: str, language: Language, now: datetime) -> Reply:
    value = read_value(question, text, language, now)
    return Reply(Reply.UNREADABLE) if value is None else Reply(Reply.ANSWER, value)


def _plain(text: str) -> str:
    return " ".join(WORD.findall(fold(text)))
