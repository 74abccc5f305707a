"""Things told that need no command: say something, show what was found, ask, wait; each as its step."""

from __future__ import annotations

import re
from datetime import datetime

from assistant import plugins
from assistant.domain.base import Json, Language
from assistant.domain.command import Slot
from assistant.extensions.understanding import SlotContext, SlotType
from assistant.telling import words
from assistant.telling.shape import Form, Result, Scope
from assistant.understanding.tokens import tokens
from assistant.words import fold, lemmas

_SAY = re.compile(
    r"^(?:скажи|сообщи|напиши мне|выведи|покажи (?:текст|сообщение|слова)|покажи|прочитай|назови|озвучь|"
    r"say|tell me|print|show me|show|read)\b[:,]?\s*(?:мне\s+|что\s+|that\s+)?(?P<what>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_LITERAL = re.compile(r"^(?:скажи|сообщи|напиши мне|выведи|покажи (?:текст|сообщение|слова)|say|tell me|print)\b", re.IGNORECASE)
_ASK = re.compile(r"^(?:спроси|уточни|узнай|ask)\b(?:\s+(?:меня|у меня|me))?[,:]?\s*(?P<what>.+)$", re.IGNORECASE | re.DOTALL)
_WAIT = re.compile(r"^(?:подожди|выжди|жди|пауза|wait|pause)\b\s*(?:for\s+)?(?P<what>.*)$", re.IGNORECASE | re.DOTALL)
_LATER = re.compile(r"^(?:через|спустя|in|after)\s+(?P<what>.+)$", re.IGNORECASE | re.DOTALL)
_CUT = re.compile(r"\s*[,;]\s*(?:и\s+|а\s+|and\s+)?(?=(?:через|спустя|in|after)\s+[^,;]{3,}\s\w{3,})", re.IGNORECASE)
JOINT = re.compile(r"\s*,\s+(?:(?:и|а|and)\s+)?|\s+(?:и|and)\s+", re.IGNORECASE)
"""Where one thing to do may end and the next begin."""
_COUNT = re.compile(
    r"^(?:,?\s*)(?:сколько (?:их|всего|получилось|нашлось)|сколько|их (?:количество|число)|количество|число|"
    r"how many(?: of them)?(?: there are| are there)?|the (?:number|count)(?: of them)?|their number)\b(?P<rest>.*)$"
)
_HELD = re.compile(r"\b(скажи(?: мне)?|сообщи|say|tell me),\s+(?=сколько\b|how many\b|что\b)", re.IGNORECASE)
_RESULT = re.compile(r"^(?:результат|итог|ответ|что получилось|the result|result|what came out)$")
_ANSWER = re.compile(
    r"\b(?:(?:с|со|with)\s+)?(?:(?:мой|мою|моим|этот|этим|полученный)\s+)?ответ(?:ом)?\b|\b(?:with\s+)?(?:my|the)\s+answer\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"^(?:когда|во сколько|на какое время|when|what time)\b", re.IGNORECASE)
_AMOUNT = re.compile(r"^(?:сколько|how many|how much)\b", re.IGNORECASE)
_CASES = {
    "ему": " | dative", "ей": " | dative", "нему": " | dative", "его": " | accusative", "ее": " | accusative",
    "него": " | genitive", "нее": " | genitive", "им": " | instrumental", "ним": " | instrumental", "ней": " | instrumental",
    "нем": " | prepositional", "этому": " | dative",
}  # fmt: skip
"""How a name stands in place of a pronoun: "позвонить ему" -> позвонить Анне."""
_ITEMS = {
    "task": ("task", "задача", "дело"),
    "note": ("note", "заметка", "запись"),
    "reminder": ("reminder", "напоминание"),
    "event": ("event", "meeting", "встреча", "событие"),
    "timer": ("timer", "таймер"),
}
"""How one of a list is called, by the name it has in a loop."""
_ARTICLES = frozenset(["the", "this", "that", "each", "этот", "эта", "это", "каждый", "сам"])
_UNITS = ((604_800, "week"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def is_own(text: str) -> bool:
    """Whether words sound like one of these, so that a border may stand before them."""
    return bool(_LITERAL.match(text) or _ASK.match(text) or _WAIT.match(text))


def shown(text: str, scope: Scope) -> list[Form] | None:
    """Steps that show what earlier ones gave: "покажи их", "скажи сколько их", "show the result"."""
    found = _SAY.match(text.strip())
    if not found:
        return None
    what = fold(found["what"]).strip(" ,.:;?!")
    if counted := _COUNT.match(what):
        return _counted(counted["rest"].strip(), scope)
    said = tokens(what)
    pointer = bool(said) and all(token.word in words.POINTERS | {"все", "всех", "всё", "all", "of"} for token in said)
    if scope.item and (pointer or (words.points(said) and len(said) <= 3)):
        return [{"say": f"{{{{ {scope.items[-1][0]} | brief }}}}"}]
    if not pointer and not _RESULT.match(what):
        return None
    return _result(scope)


def held_together(text: str) -> str:
    """The words without the comma between "скажи" and "сколько": nothing ends there."""
    return _HELD.sub(r"\1 ", text)


def counted(text: str) -> str:
    """The words for what is to be counted aloud: "скажи, сколько у меня заметок"; empty when nothing is."""
    found = _SAY.match(text.strip())
    amount = _COUNT.match(fold(found["what"]).strip(" ,.:;?!")) if found and _LITERAL.match(text.strip()) else None
    return amount["rest"].strip() if amount else ""


def said_count(expression: str, language: Language) -> Form:
    """The step that says how many there are of a list."""
    return {"say": {"ru": f"Всего: {{{{ {expression} | length }}}}", "en": f"{{{{ {expression} | length }}}} in all"}[language]}


def names_item(text: str, scope: Scope) -> bool:
    """Whether a text is nothing but the word for the loop's item: "the task", "эту задачу"."""
    if not scope.items or not scope.items[-1][1]:
        return False
    said = [word for word in lemmas(text).split() if word not in _ARTICLES]
    return len(said) == 1 and said[0] in _ITEMS.get(scope.items[-1][0].rstrip("_0123456789"), ())


def literal(text: str, scope: Scope) -> list[Form] | None:
    """A step that says the told words themselves."""
    if not _LITERAL.match(text.strip()):
        return None
    found = _SAY.match(text.strip())
    if not found:
        return None
    what = with_pointers(found["what"].strip(" ,.:;—–-"), scope)
    return [{"say": what[:1].upper() + what[1:] if not what.startswith("{") else what}]


def asked(text: str, scope: Scope) -> list[Form] | None:
    """A step that asks the owner; the answer gets a name."""
    found = _ASK.match(text.strip())
    if not found:
        return None
    what = found["what"].strip(" ,.:;?!")
    name = scope.free("answer")
    kind = "moment" if _WHEN.match(what) else "number" if _AMOUNT.match(what) else "text"
    scope.asked[name] = kind
    question: Json = f"{what[:1].upper()}{what[1:]}?"
    if kind != "text":
        question = {"text": question, "type": kind}
    scope.results.append(Result(name))
    return [{"ask": question, "as": name}]


def waited(text: str, now: datetime, language: Language) -> tuple[list[Form], str] | None:
    """A wait, and the words that follow it."""
    found = _WAIT.match(text.strip()) or _LATER.match(text.strip())
    if not found:
        return None
    reader = plugins.load("understanding.slots", "duration", SlotType)()
    context = SlotContext(now=now, language=language, slot=Slot(name="length", type="duration"))
    what = found["what"]
    lengths = [one for one in reader.find(what, context) if not what[: one.start].strip()]
    if not lengths:
        return None
    longest = max(lengths, key=lambda one: one.end)
    return [{"wait": length(float(longest.value["seconds"]))}], what[longest.end :].strip(" ,.:;")


def cut_at_waits(text: str) -> list[str]:
    """The words cut before every ", через час ..." that something follows."""
    return [part for part in _CUT.split(text) if part.strip()]


def length(seconds: float) -> str:
    """A length of time as `wait` reads it: "90 minutes"."""
    for size, unit in _UNITS:
        if seconds >= size and seconds % size == 0:
            count = int(seconds // size)
            return f"{count} {unit}{'s' if count != 1 else ''}"
    return f"{seconds:g} seconds"


def with_pointers(text: str, scope: Scope) -> str:
    """The words with what points to the loop's item, or to an answer, as expressions."""
    if scope.asked:
        answer = next(reversed(scope.asked))
        text = _ANSWER.sub(f"{{{{ {answer} }}}}", text)
    if not scope.item:
        return text
    if scope.items[-1][1] and (noun := scope.items[-1][0].rstrip("_0123456789")) in _ITEMS:
        text = re.sub(rf"\b(?:the|this) {noun}\b(?! list)", f"{{{{ {scope.item} }}}}", text, flags=re.IGNORECASE)
    done: list[str] = []
    at = 0
    for token in tokens(text):
        if token.word in words.POINTERS and "{" not in text[at : token.start].rsplit("}", 1)[-1]:
            case = "" if scope.items[-1][1] else _CASES.get(token.word, "")
            done += [text[at : token.start], f"{{{{ {scope.item}{case} }}}}"]
            at = token.end
    return "".join([*done, text[at:]])


def _counted(rest: str, scope: Scope) -> list[Form] | None:
    last = scope.last_list
    if last is None or (rest and not _is_named(rest, last)):
        return None
    return [said_count(last.name, scope.language)]


def _is_named(rest: str, last: Result) -> bool:
    """Whether the counted thing is what the last list holds, or only a frame: "их", "задач"."""
    said = set(lemmas(rest).split())
    return bool(said & set(lemmas(last.subject).split())) or all(
        token.word in words.POINTERS | {"всего", "there"} for token in tokens(rest)
    )


def _result(scope: Scope) -> list[Form] | None:
    last = scope.last
    if last is None:
        return None
    if last.listed:
        text = {"ru": f"Всего: {{{{ {last.name} | length }}}}", "en": f"{{{{ {last.name} | length }}}} in all"}[scope.language]
        return [{"say": {"text": text, "items": f"{{{{ {last.name} | lines }}}}"}}]
    return [{"say": f"{{{{ {last.name} | brief }}}}"}]
