"""What was just done, kept as a command: the last runs with what was said in them; values that may differ next time are offered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.base import Json, Language
from assistant.domain.command import Command
from assistant.domain.plan import Match
from assistant.domain.telling import Draft
from assistant.telling import summary
from assistant.telling.compose import Composer
from assistant.telling.sentence import phrases_of, sentence
from assistant.telling.shape import Form, Scope, without_unused
from assistant.telling.tell import QUESTIONS, assembled
from assistant.telling.values import said_values
from assistant.telling.variables import Variable, declared, found_in, replaced, slot_name
from assistant.understanding.tokens import tokens
from assistant.words import lemmas

_PARTS = ("person", "email", "url", "money", "moment")
"""What is looked for inside of free texts."""
_ALL = frozenset(["все", "всё", "всех", "каждый", "каждое", "all", "every", "each", "both", "both", "оба", "обе"])
_NONE = frozenset(["нет", "никакие", "никакое", "ничего", "никого", "не", "none", "no", "nothing", "neither"])
_OFFER: Mapping[Language, str] = {
    "ru": "Что из этого спрашивать каждый раз: {0}? Назовите нужное, «все» или «ничего».",
    "en": "Which of these shall be asked each time: {0}? Name them, or say “all” or “nothing”.",
}
_NOTHING: Mapping[Language, str] = {
    "ru": "Ещё ничего не сделано, запоминать нечего. Сначала выполните что-нибудь, потом скажите «запомни это как команду …».",
    "en": "Nothing has been done yet that could be kept. Do something first, then say “remember this as a command …”.",
}


@dataclass(frozen=True, slots=True)
class Done:
    """A run that was carried out: its command and the values it had."""

    turn: str
    command: str
    slots: Mapping[str, Json]


def kept(composer: Composer, draft: Draft, words: str, done: Sequence[Done]) -> Draft:
    """A draft of what was done, oldest first in `done`; asks for the phrase, then for what may vary."""
    if draft.wanted == "slots":
        return _varied(composer, draft, words, done)
    if draft.wanted == "phrase":
        phrases = phrases_of(words)
    else:
        phrases = sentence(words, lambda _text: 0.0, lambda _text: 0.0, lambda _text: False).phrases
    draft = draft.model_copy(update={"phrases": phrases, "why": "kept"})
    steps = _steps(composer, done)
    if not steps:
        return draft.model_copy(update={"notes": (_NOTHING[draft.language],), "wanted": "", "question": ""})
    return _draft(composer, draft, steps, asked=False)


def wanted_count(words: str) -> int:
    """How many runs are meant by "последние две команды"; 0 for those of the last sentence."""
    numbers = {"две": 2, "два": 2, "три": 3, "четыре": 4, "пять": 5, "two": 2, "three": 3, "four": 4, "five": 5}
    found = re.search(r"\b(?:последни\w+|last)\s+(\w+)", words.lower())
    word = found.group(1) if found else ""
    return numbers.get(word, int(word) if word.isdigit() else 0)


def _steps(composer: Composer, done: Sequence[Done]) -> list[Form]:
    return [step for one in done if (command := composer.commands.get(one.command)) and (step := _step(one, command))]


def _step(one: Done, command: Command) -> Form:
    slots = said_values(Match(command=one.command, confidence=1, slots=one.slots), command)
    slots = {name: value for name in command.slots if (value := slots.get(name)) not in (None, "")}
    return {"command": {"name": one.command, "slots": slots} if slots else one.command}


def _draft(composer: Composer, draft: Draft, steps: list[Form], *, asked: bool) -> Draft:
    scope = Scope(draft.language, slots=declared(draft.phrases))
    form = assembled(composer, draft.phrases, steps, scope)
    offers = () if asked else tuple(variable.words for variable in offered(composer, form["steps"]))
    if not draft.phrases:
        wanted, question = "phrase", QUESTIONS["phrase"][draft.language]
    elif offers:
        wanted, question = "slots", _OFFER[draft.language].format(", ".join(f"«{words}»" for words in offers))
    else:
        wanted, question = "", ""
    return draft.model_copy(
        update={
            "form": form,
            "summary": summary.lines(form, composer.commands, draft.language),
            "offered": offers,
            "wanted": wanted,
            "question": question,
        }
    )


def offered(composer: Composer, steps: Sequence[Form]) -> list[Variable]:
    """Values that look like slots: whole ones of a type, and names, addresses, amounts and dates within free texts."""
    found: dict[str, Variable] = {}
    for step in steps:
        call = step.get("command")
        if not isinstance(call, Mapping):
            continue
        command = composer.commands[call["name"]]
        for name, value in call["slots"].items():
            if not isinstance(value, str) or "{{" in value:
                continue
            kind = command.slots[name].type
            if kind in ("text", "list"):
                for part in _PARTS:
                    for one in found_in(part, value, composer.now, composer.language):
                        said = value[one.start : one.end]
                        if not any(said in known or known in said for known in found):
                            found[said] = Variable(said, part, one.value)
            elif kind not in ("choice", "told"):
                reading = next(iter(found_in(kind, value, composer.now, composer.language)), None)
                found[value] = Variable(value, kind, reading.value if reading else value)
    return list(found.values())


def _varied(composer: Composer, draft: Draft, words: str, done: Sequence[Done]) -> Draft:
    """The draft with what the owner named as slots that are asked for."""
    form: Form = dict(draft.form)
    said = set(lemmas(words).split())
    plain = {token.word for token in tokens(words)}
    variables = offered(composer, form["steps"])
    if not plain & _ALL:
        variables = [one for one in variables if said & set(lemmas(one.words).split())]
    if plain & _NONE and not variables:
        variables = []
    scope = Scope(draft.language, slots=_slots(form))
    scope.taken |= set(scope.slots)
    for variable in variables:
        name = slot_name(variable.kind, draft.language, scope)
        form["steps"] = replaced(form["steps"], variable, name, composer.now, draft.language)
        scope.slots[name] = {"type": variable.kind, "ask": {draft.language: _ASKS[variable.kind][draft.language]}}
    if scope.slots:
        slots = {name: slot["type"] if set(slot) == {"type"} else slot for name, slot in scope.slots.items()}
        form = {key: slots if key == "slots" else value for key, value in _with_slots(form).items()}
    form["steps"] = without_unused(form["steps"])
    return draft.model_copy(
        update={
            "form": form,
            "summary": summary.lines(form, composer.commands, draft.language),
            "offered": (),
            "wanted": "",
            "question": "",
        }
    )


def _slots(form: Form) -> dict[str, Form]:
    return {name: slot if isinstance(slot, dict) else {"type": slot} for name, slot in (form.get("slots") or {}).items()}


def _with_slots(form: Form) -> Form:
    """The form with a place for slots before its steps."""
    if "slots" in form:
        return form
    found: Form = {}
    for key, value in form.items():
        if key == "steps":
            found["slots"] = {}
        found[key] = value
    return found


_ASKS: Mapping[str, Mapping[Language, str]] = {
    "person": {"ru": "Кто?", "en": "Who?"},
    "moment": {"ru": "Когда?", "en": "When?"},
    "period": {"ru": "За какое время?", "en": "For what time?"},
    "duration": {"ru": "Сколько времени?", "en": "For how long?"},
    "money": {"ru": "Какая сумма?", "en": "What amount?"},
    "number": {"ru": "Какое число?", "en": "What number?"},
    "email": {"ru": "Какой адрес почты?", "en": "Which email address?"},
    "url": {"ru": "Какой адрес сайта?", "en": "Which web address?"},
    "account": {"ru": "Какой ящик или календарь?", "en": "Which mailbox or calendar?"},
}
