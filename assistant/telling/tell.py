"""From what the owner told, over one or several turns, to a whole command: phrases, steps, slots and tests."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.domain.base import Json, Language
from assistant.domain.telling import Draft
from assistant.telling import summary
from assistant.telling.compose import Composer
from assistant.telling.schedule import taken_out
from assistant.telling.sentence import phrases_of, sentence
from assistant.telling.shape import Form, Scope, without_unused
from assistant.telling.variables import declared, replaced, shared, slot_name
from assistant.understanding.tokens import detect_language, tokens

_SLOT = re.compile(r"\{\s*([^\W\d]\w*)\s*\}")
_SKIP = frozenset(
    ["пропусти", "пропустить", "без этого", "не надо", "убери", "skip", "skip it", "leave it out", "drop it", "without it"]
)
QUESTIONS: Mapping[str, Mapping[Language, str]] = {
    "phrase": {
        "ru": "Какими словами вызывать новую команду? Например: «утренний обзор».",
        "en": "What will you say to start it? For example: “morning review”.",
    },
    "steps": {
        "ru": "Что делать, когда вы скажете «{0}»? Расскажите по порядку, например: «покажи мои задачи, потом скажи, сколько их».",
        "en": "What is to be done when you say “{0}”? Tell it in order, for example: “show my tasks, then say how many there are”.",
    },
    "clause": {
        "ru": "Не знаю, как сделать «{0}». Скажите это другими словами, или «пропусти».",
        "en": "I do not know how to do “{0}”. Say it in other words, or “skip”.",
    },
}
_EXAMPLES: Mapping[str, Mapping[Language, str]] = {
    "person": {"ru": "Анна", "en": "Anna"},
    "moment": {"ru": "завтра в 10", "en": "tomorrow at 10"},
    "period": {"ru": "эту неделю", "en": "this week"},
    "duration": {"ru": "10 минут", "en": "10 minutes"},
    "money": {"ru": "20 рублей", "en": "20 dollars"},
    "number": {"ru": "7", "en": "7"},
    "email": {"ru": "anna@example.com", "en": "anna@example.com"},
    "url": {"ru": "example.com", "en": "example.com"},
    "account": {"ru": "рабочая", "en": "work"},
    "list": {"ru": "молоко и хлеб", "en": "milk and bread"},
    "text": {"ru": "синяя папка", "en": "the blue folder"},
}


def told(composer: Composer, draft: Draft, words: str) -> Draft:
    """The draft with what was said now; `question` asks for what is still missing, nothing is asked twice in other words."""
    match draft.wanted:
        case "phrase":
            found = phrases_of(words)
            return whole(composer, draft.model_copy(update={"phrases": found, "told": _behind(draft.told, found)}))
        case "steps":
            return whole(composer, draft.model_copy(update={"told": words}))
        case "clause":
            instead = "" if words.strip(" .!").lower() in _SKIP else words
            old = draft.unknown[0]
            return whole(composer, draft.model_copy(update={"told": _instead(draft.told, old, instead)}))
        case _:
            schedule, rest = taken_out(words, composer.now, draft.language)
            heard = sentence(rest, composer.begins, composer.is_command, composer.opens)
            parts = {"phrases": heard.phrases, "told": heard.body, "title": heard.title, "schedule": schedule}
            return whole(composer, draft.model_copy(update=parts))


def whole(composer: Composer, draft: Draft) -> Draft:
    """The form and the summary of what is known, and the question for what is not."""
    schedule, body = taken_out(draft.told, composer.now, draft.language)
    schedule = schedule or draft.schedule
    scope = Scope(draft.language, slots=declared(draft.phrases))
    scope.taken |= set(scope.slots) | {"now", "language", "last", "error", "number"}
    steps = composer.steps(body, scope) if body else []
    form = assembled(composer, draft.phrases, steps, scope)
    if draft.title:
        form["title"] = {draft.language: draft.title[:1].upper() + draft.title[1:]}
    if schedule:
        form = _with_trigger(form, schedule)
    wanted, question = _wanted(draft, steps, scope)
    return draft.model_copy(
        update={
            "form": form,
            "schedule": schedule,
            "told": body,
            "summary": summary.lines(form, composer.commands, draft.language),
            "unknown": tuple(scope.unknown),
            "composable": tuple(clause for clause in scope.composable if clause not in draft.composed),
            "wanted": wanted,
            "question": question,
        }
    )


def _with_trigger(form: Form, schedule: str) -> Form:
    """The form with the schedule in its place, before the steps."""
    found: Form = {}
    for key, value in form.items():
        if key == "steps":
            found["triggers"] = [{"every": schedule}]
        found[key] = value
    return found


def assembled(composer: Composer, phrases: Sequence[str], steps: list[Form], scope: Scope) -> Form:
    """A command file as plain values, in the order an owner would write it."""
    kept = list(phrases)
    filled: dict[str, str] = {}
    for i, phrase in enumerate(kept):
        for variable in shared(phrase, steps, composer.now, detect_language(phrase)):
            name = slot_name(variable.kind, scope.language, scope)
            scope.slots[name] = {"type": variable.kind}
            steps = replaced(steps, variable, name, composer.now, scope.language)
            kept[i] = kept[i].replace(variable.words, f"{{{name}}}", 1)
            filled[name] = variable.words
    form: Form = {"title": {scope.language: title_of(kept, phrases)}, "phrases": by_language(kept)}
    if scope.slots:
        form["slots"] = {name: slot["type"] if set(slot) == {"type"} else slot for name, slot in scope.slots.items()}
    form["steps"] = without_unused(steps)
    form["tests"] = tests(kept, scope.slots, filled)
    return form


def by_language(phrases: Sequence[str]) -> dict[Language, list[str]]:
    """Phrases under the language of their letters."""
    found: dict[Language, list[str]] = {}
    for phrase in phrases:
        found.setdefault(detect_language(_SLOT.sub(" ", phrase) or phrase), []).append(phrase)
    return found


def title_of(phrases: Sequence[str], said: Sequence[str]) -> str:
    """A title for the screen: the first phrase without its slots."""
    text = " ".join(_SLOT.sub(" ", phrases[0]).split()) if phrases else ""
    text = text or " ".join(_SLOT.sub(r"\1", said[0]).split()) if said else text
    return text[:1].upper() + text[1:80]


def tests(phrases: Sequence[str], slots: Mapping[str, Form], filled: Mapping[str, str]) -> list[Json]:
    """What must be this command: the phrases as they were told, slots filled with what was said or with an example."""
    found: list[Json] = []
    for phrase in phrases:
        language = detect_language(_SLOT.sub(" ", phrase) or phrase)
        values = {
            name: filled.get(name) or _EXAMPLES.get(str(slots.get(name, {}).get("type", "text")), _EXAMPLES["text"])[language]
            for name in _SLOT.findall(phrase)
        }
        said = _SLOT.sub(lambda slot, values=values: values[slot.group(1)], phrase)  # type: ignore[misc]
        found.append({"say": said, "slots": values} if values else {"say": said})
    return found


def _wanted(draft: Draft, steps: list[Form], scope: Scope) -> tuple[str, str]:
    ask = {name: texts[draft.language] for name, texts in QUESTIONS.items()}
    if not draft.phrases:
        return "phrase", ask["phrase"]
    if scope.unknown:
        return "clause", ask["clause"].format(scope.unknown[0])
    if not steps:
        return "steps", ask["steps"].format(draft.phrases[0])
    return "", ""


def _behind(told_words: str, phrases: Sequence[str]) -> str:
    """The told words without the phrase they begin with: both were said in one breath."""
    for phrase in phrases:
        said, wanted = tokens(told_words), tokens(phrase)
        count = len(wanted)
        if 0 < count < len(said) and [token.word for token in said[:count]] == [token.word for token in wanted]:
            return told_words[said[count].start :]
    return told_words


def _instead(told_words: str, old: str, new: str) -> str:
    at = told_words.find(old)
    if at < 0:
        return f"{told_words}, {new}" if new else told_words
    if new:
        return told_words[:at] + new + told_words[at + len(old) :]
    before, after = told_words[:at].rstrip(" ,"), told_words[at + len(old) :].lstrip(" ,")
    before = re.sub(
        r"(?:[\s,]|^)(?:а\s+|и\s+)?(?:потом|затем|после этого|и|а|then|and then|and)$", "", before, flags=re.IGNORECASE
    )
    return f"{before}, {after}".strip(" ,") if before and after else (before or after).strip(" ,")
