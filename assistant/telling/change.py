"""A command changed by words: other values, steps added, removed and moved, another name, more phrases."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.domain.base import Json, Language
from assistant.telling.compose import Composer
from assistant.telling.sentence import phrases_of
from assistant.telling.shape import Form, Result, Scope, without_unused
from assistant.telling.tell import by_language, tests
from assistant.telling.variables import declared
from assistant.understanding.changes import STEP
from assistant.understanding.tokens import tokens
from assistant.words import fold, is_russian, lemma, readings

_ORDER = (
    ("перв", "first"), ("втор", "second"), ("трет", "third"), ("четверт", "fourth"), ("пят", "fifth"), ("шест", "sixth"),
    ("седьм", "seventh"), ("восьм", "eighth"), ("девят", "ninth"), ("десят", "tenth"),
)  # fmt: skip
_COUNTED = {"один": 1, "два": 2, "три": 3, "четыре": 4, "пять": 5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_QUOTES = "«»“”„\"' "
_INTO = r"(?:\s*[—–,:]\s*|\s+-\s+|\s+)(?:(?:на|поставь|напиши|сделай|пусть будет|возьми|with|by|put|use|write|say)\s+)?"
_RULES: tuple[tuple[str, str], ...] = (
    ("rename", r"^(?:переименуй|rename)\s+(?:(?:её|ее|его|эту команду|команду|it|this command|the command)\s*)?(?:«?[^«»]*?»?\s+)?(?:в|на|как|to|as)\s+(?P<new>.+)$"),
    ("rename", r"^(?:назови|call)\s+(?:её|ее|его|эту команду|команду|it|this)\s+(?P<new>.+)$"),
    ("phrase", r"^(?:добавь|add)\s+(?:ей\s+|a\s+|the\s+|another\s+|ещё\s+|еще\s+)*(?:фразу|phrase)\s*:?\s*(?P<new>.+)$"),
    ("unphrase", r"^(?:убери|удали|remove|delete|drop)\s+(?:the\s+)?(?:фразу|phrase)\s*:?\s*(?P<old>.+)$"),
    ("swap", r"^(?:поменяй местами|swap)\s+(?:the\s+)?(?P<a>.+?)\s+(?:и|с|and|with)\s+(?:the\s+)?(?P<b>.+)$"),
    ("move", r"^(?:перенеси|переставь|move)\s+(?:the\s+)?(?P<a>.+?)\s+(?P<to>в начало|в конец|to the (?:beginning|start|end))$"),
    ("remove", r"^(?:убери|удали|выкинь|вычеркни|пропусти|remove|delete|drop|skip)\s+(?:the\s+)?(?P<step>%STEP%)$"),
    ("instead", r"^(?:(?:в|во|in|at)\s+(?:the\s+)?(?P<step>%STEP%)\s*[,:]?\s*)?(?:вместо|instead of)\s+(?P<old>.+?)%INTO%(?P<new>.+)$"),
    ("instead", r"^(?:(?:в|во|in|at)\s+(?:the\s+)?(?P<step>%STEP%)\s*[,:]?\s*)?(?:замени|поменяй|replace|change)\s+(?P<old>.+?)\s+(?:на|with|by|to)\s+(?P<new>.+)$"),
    ("instead", r"^(?:в|во|in|at)\s+(?:the\s+)?(?P<step>%STEP%)\s*[,:]?\s*(?:поставь|напиши|put|use)\s+(?P<new>.+?)\s+(?:вместо|instead of)\s+(?P<old>.+)$"),
    ("whole", r"^(?:в|во|in|at)\s+(?:the\s+)?(?P<step>%STEP%)\s*[,:]?\s*(?P<new>.+)$"),
    ("after", r"^(?:после|after)\s+(?:the\s+)?(?P<step>%STEP%)\s*[,:]?\s*(?:добавь\s+(?=\S+(?:й|и|ь)\s)|add\s+a\s+step\s*:?\s*)?(?P<new>.+)$"),
    ("before", r"^(?:перед|до|before)\s+(?:the\s+)?(?P<step>%STEP%)\s*[,:]?\s*(?P<new>.+)$"),
    ("first", r"^(?:добавь\s+)?(?:в начало|в начале|сначала|first|at the beginning)\s*[,:]?\s*(?P<new>.+)$"),
    ("first", r"^add\s+(?:a\s+step\s+)?(?:at|to)\s+the\s+(?:beginning|start)\s*[,:]?\s*(?P<new>.+)$"),
    ("last", r"^(?:добавь\s+)?(?:ещё\s+|еще\s+)?(?:в конец|в конце|шаг|at the end)\s*[,:]?\s*(?P<new>.+)$"),
    ("last", r"^add\s+(?:a\s+|another\s+)?(?:step\s+)?(?:(?:at|to)\s+the\s+end\s*)?[,:]?\s*(?P<new>.+)$"),
    ("last", r"^(?:(?:а|и|and)\s+)?(?:потом|затем|после этого|ещё|еще|then|after that|also)\s*[,:]?\s*(?P<new>.+)$"),
)  # fmt: skip
RULES = tuple(
    (name, re.compile(rule.replace("%STEP%", STEP).replace("%INTO%", _INTO), re.IGNORECASE | re.DOTALL)) for name, rule in _RULES
)
_VERBS: Mapping[Language, tuple[str, ...]] = {
    "ru": ("добавь", "поставь", "создай", "покажи"),
    "en": ("add", "set", "create", "show"),
}
"""What may be left out in "добавь в конец …"."""
_TEXTS: Mapping[str, Mapping[Language, str]] = {
    "unread": {
        "ru": "Не понимаю, что изменить. Скажите, например: «во втором шаге вместо Анны — Иван», «добавь в конец: покажи заметки», «убери третий шаг».",
        "en": "I do not see what to change. Say for example “in the second step instead of Anna put Ivan”, “add at the end: show my notes”, “remove the third step”.",
    },
    "no step": {"ru": "Такого шага нет: «{0}». Шагов — {1}.", "en": "There is no such step: “{0}”. There are {1} steps."},
    "no value": {"ru": "Не вижу «{0}» {1}.", "en": "I cannot find “{0}” {1}."},
    "no clause": {"ru": "Не знаю, как сделать «{0}». Скажите другими словами.", "en": "I do not know how to do “{0}”. Say it in other words."},
    "only step": {"ru": "Это единственный шаг; без него команда ничего не делает.", "en": "That is the only step; without it the command does nothing."},
    "only phrase": {"ru": "Это единственная фраза команды.", "en": "That is the only phrase of the command."},
}  # fmt: skip


class CannotChange(Exception):
    """The words do not change this command; the message says why and what can be said."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: which rule, and the words it took."""

    rule: str
    step: str = ""
    old: str = ""
    new: str = ""


def read(words: str) -> Change | None:
    """What the words change, or None."""
    text = re.sub(r"^(?:нет|no)[,\s]+", "", words.strip().rstrip(".!"), flags=re.IGNORECASE)
    for name, rule in RULES:
        if found := rule.match(text):
            parts = found.groupdict()
            return Change(
                name,
                (parts.get("step") or parts.get("a") or "").strip(),
                (parts.get("old") or parts.get("b") or parts.get("to") or "").strip(),
                (parts.get("new") or "").strip(" ,:—–-"),
            )
    return None


def changed(composer: Composer, form: Mapping[str, Json], words: str) -> Form:
    """The form with that change made. Raises CannotChange."""
    change = read(words)
    language = composer.language
    if change is None:
        raise CannotChange(_TEXTS["unread"][language])
    work = _Work(composer, copy.deepcopy(dict(form)), language)
    rules: Mapping[str, Callable[[Change], None]] = {
        "rename": work.rename, "phrase": work.phrase, "unphrase": work.unphrase, "swap": work.swap, "move": work.move,
        "remove": work.remove, "instead": work.instead, "whole": work.whole, "after": work.insert, "before": work.insert,
        "first": work.insert, "last": work.insert,
    }  # fmt: skip
    rules[change.rule](change)
    return work.form


@dataclass(slots=True)
class _Work:
    """One change on its way into a form."""

    composer: Composer
    form: Form
    language: Language

    @property
    def steps(self) -> list[Form]:
        return list(self.form.get("steps") or [])

    def rename(self, change: Change) -> None:
        title = change.new.strip(_QUOTES)
        title = title[:1].upper() + title[1:]
        known = self.form.get("title")
        self.form["title"] = title if isinstance(known, str) else {**(known or {}), self.language: title}

    def phrase(self, change: Change) -> None:
        added = phrases_of(change.new)
        known = self._phrases()
        for language, listed in by_language(added).items():
            known[language] = [*known.get(language, []), *(phrase for phrase in listed if phrase not in known.get(language, []))]
        self.form["phrases"] = known
        slots = dict(self.form.get("slots") or {})
        slots |= {name: slot["type"] for name, slot in declared(added).items() if name not in slots}
        if slots:
            self.form["slots"] = slots
        self.form["tests"] = [*(self.form.get("tests") or []), *tests(added, declared(added), {})]

    def unphrase(self, change: Change) -> None:
        wanted = fold(change.old.strip(_QUOTES))
        known = self._phrases()
        left = {language: [phrase for phrase in listed if fold(phrase) != wanted] for language, listed in known.items()}
        left = {language: listed for language, listed in left.items() if listed}
        if not left:
            raise CannotChange(_TEXTS["only phrase"][self.language])
        if left == known:
            raise CannotChange(self._no_value(change.old, ""))
        self.form["phrases"] = left
        self.form["tests"] = [test for test in self.form.get("tests") or [] if fold(str(test.get("say", ""))) != wanted]

    def swap(self, change: Change) -> None:
        steps, a, b = self.steps, self._index(change.step), self._index(change.old)
        steps[a], steps[b] = steps[b], steps[a]
        self.form["steps"] = steps

    def move(self, change: Change) -> None:
        steps = self.steps
        moved = steps.pop(self._index(change.step))
        steps.insert(0 if re.search(r"начал|beginning|start", change.old) else len(steps), moved)
        self.form["steps"] = steps

    def remove(self, change: Change) -> None:
        steps = self.steps
        del steps[self._index(change.step)]
        if not steps:
            raise CannotChange(_TEXTS["only step"][self.language])
        self.form["steps"] = steps

    def insert(self, change: Change) -> None:
        steps = self.steps
        at = {"first": 0, "last": len(steps)}.get(change.rule, -1)
        if at < 0:
            at = self._index(change.step) + (change.rule == "after")
        self.form["steps"] = [*steps[:at], *self._composed(change.new, steps[:at]), *steps[at:]]

    def whole(self, change: Change) -> None:
        steps = self.steps
        at = self._index(change.step)
        self.form["steps"] = [*steps[:at], *self._composed(change.new, steps[:at]), *steps[at + 1 :]]

    def instead(self, change: Change) -> None:
        steps = self.steps
        places = [self._index(change.step)] if change.step else range(len(steps))
        old, new = change.old.strip(_QUOTES), change.new.strip(_QUOTES)
        done = False
        for place in places:
            after = _exchanged(steps[place], old, new)
            done = done or after != steps[place]
            steps[place] = after
        if not done:
            raise CannotChange(self._no_value(old, change.step))
        self.form["steps"] = steps

    def _composed(self, words: str, before: list[Form]) -> list[Form]:
        scope = Scope(self.language)
        scope.slots = {
            name: slot if isinstance(slot, dict) else {"type": slot} for name, slot in (self.form.get("slots") or {}).items()
        }
        for step in before:
            if name := step.get("as"):
                scope.taken.add(name)
                scope.results.append(Result(name, any(key.endswith((".list", ".find")) for key in step)))
        known = set(scope.slots)
        steps = self._tried(words, scope)
        if scope.unknown or not steps:
            raise CannotChange(_TEXTS["no clause"][self.language].format(scope.unknown[0] if scope.unknown else words))
        if new := {name: slot for name, slot in scope.slots.items() if name not in known}:
            self.form["slots"] = {**(self.form.get("slots") or {}), **new}
        return without_unused(steps)

    def _tried(self, words: str, scope: Scope) -> list[Form]:
        """The steps of the words, or of the words with the verb that was left out: "напоминание через час …"."""
        steps = self.composer.steps(words, scope)
        for verb in _VERBS[self.language] if scope.unknown or not steps else ():
            trial = Scope(self.language, list(scope.results), dict(scope.slots), taken=set(scope.taken))
            found = self.composer.steps(f"{verb} {words}", trial)
            if found and not trial.unknown:
                scope.unknown.clear()
                scope.slots.update(trial.slots)
                return found
        return steps

    def _phrases(self) -> dict[Language, list[str]]:
        known = self.form.get("phrases") or {}
        return (
            {language: list(listed) for language, listed in known.items()} if isinstance(known, Mapping) else by_language(known)
        )

    def _index(self, said: str) -> int:
        count = len(self.steps)
        words = [token.word for token in tokens(said)]
        for word in words:
            if word.startswith("последн") or word == "last":
                return count - 1
            number = next((i for i, stems in enumerate(_ORDER) if word.startswith(stems)), None)
            digits = re.match(r"\d+", word)
            if number is None:
                number = int(digits.group()) - 1 if digits else _COUNTED.get(word, 0) - 1
            if 0 <= number < count:
                return number
            if number >= count:
                break
        raise CannotChange(_TEXTS["no step"][self.language].format(said, count))

    def _no_value(self, old: str, step: str) -> str:
        where = {"ru": "в этом шаге" if step else "в этой команде", "en": "in that step" if step else "in this command"}
        return _TEXTS["no value"][self.language].format(old.strip(_QUOTES), where[self.language])


def _exchanged(value: Json, old: str, new: str, key: str = "") -> Json:
    """The same with one value instead of another, in whatever form it was said: "Анны" also stands for "Анне"."""
    match value:
        case str():
            return _in_text(value, old, new) if key not in ("as", "item") else value
        case list():
            return [_exchanged(item, old, new, key) for item in value]
        case Mapping():
            return {
                name: _exchanged(item, old, new, name)
                if not (name == "command" and isinstance(item, str)) and name != "name"
                else item
                for name, item in value.items()
            }
        case _:
            return value


def _in_text(text: str, old: str, new: str) -> str:
    wanted = [_forms(token.word) for token in tokens(old)]
    said = tokens(text)
    count = len(wanted)
    for i in range(len(said) - count + 1 if count else 0):
        here = said[i : i + count]
        if "{{" in text[: here[0].start].rsplit("}}", 1)[-1]:
            continue
        if all(_forms(token.word) & forms for token, forms in zip(here, wanted, strict=True)):
            put = _inflected(text[here[0].start : here[-1].end], new, wanted[0])
            return text[: here[0].start] + put + text[here[-1].end :]
    return text


def _forms(word: str) -> frozenset[str]:
    """All dictionary forms a word may have: "Анне" may be Анна or Анн."""
    return frozenset(one.normal_form for one in readings(word)) if is_russian(word) else frozenset({lemma(word)})


def _inflected(old: str, new: str, meant: frozenset[str]) -> str:
    """A single new word in the case of the old one: "Анне" and "Иван" give "Ивану". `meant` are the forms the old one may have."""
    if len(old.split()) != 1 or len(new.split()) != 1 or not is_russian(old) or not is_russian(new):
        return new
    fitting = [one for one in readings(old) if one.normal_form in meant and "Fixd" not in one.tag]
    before = (fitting or list(readings(old)))[0]
    after = next((one for one in readings(new) if one.tag.POS == "NOUN"), readings(new)[0])
    if "NOUN" not in before.tag or "NOUN" not in after.tag or not before.tag.case:
        return new
    found = after.inflect({before.tag.case, "sing"})
    return (str(found.word)[:1].upper() + str(found.word)[1:] if new[:1].isupper() else str(found.word)) if found else new
