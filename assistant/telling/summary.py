"""A command's steps as short lines for the owner, nested ones indented: what the card shows before a yes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.domain.base import Json, Language
from assistant.domain.command import Command
from assistant.telling import pages
from assistant.telling.shape import Form
from assistant.words import is_russian

BESIDE = (
    "as",
    "if",
    "else",
    "steps",
    "item",
    "collect",
    "retry",
    "on_error",
    "confirm",
    "timeout",
    "parallel",
    "on_item_error",
    "limit",
)
_EXPRESSION = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_WORDS: Mapping[str, Mapping[Language, str]] = {
    "phrase": {"ru": "По фразе: {0}", "en": "When you say: {0}"},
    "for_each": {"ru": "Для каждого из: {0}", "en": "For each of: {0}"},
    "while": {"ru": "Пока: {0}", "en": "As long as: {0}"},
    "if": {"ru": "Если {0}", "en": "If {0}"},
    "else": {"ru": "Иначе", "en": "Otherwise"},
    "say": {"ru": "Сказать: {0}", "en": "Say: {0}"},
    "ask": {"ru": "Спросить вас: {0}", "en": "Ask you: {0}"},
    "wait": {"ru": "Подождать: {0}", "en": "Wait: {0}"},
    "approve": {"ru": "Дождаться вашего «да»: {0}", "en": "Wait for your yes: {0}"},
    "got": {"ru": "Взять: {0}", "en": "Get: {0}"},
    "slot": {"ru": "Из фразы: {0}", "en": "Taken from the phrase: {0}"},
    "trigger": {"ru": "Само: {0}", "en": "By itself: {0}"},
}


def lines(form: Mapping[str, Json], commands: Mapping[str, Command], language: Language) -> tuple[str, ...]:
    """The phrases, the slots and every step of a command file given as plain values."""
    found = []
    phrases = form.get("phrases") or {}
    listed = [phrase for said in phrases.values() for phrase in said] if isinstance(phrases, Mapping) else list(phrases)
    if listed:
        found.append(_WORDS["phrase"][language].format(", ".join(f"«{phrase}»" for phrase in listed)))
    slots = [name for name in form.get("slots") or {} if any(f"{{{name}}}" in phrase for phrase in listed)]
    if slots:
        found.append(_WORDS["slot"][language].format(", ".join(slots)))
    found += [_WORDS["trigger"][language].format(one["every"]) for one in form.get("triggers") or [] if "every" in one]
    context = _Context(form, commands, language)
    return (*found, *_steps(form.get("steps") or [], context, ""))


_WEEKDAYS: Mapping[Language, tuple[str, ...]] = {
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


class _Context:
    """What the words of a step depend on."""

    def __init__(self, form: Mapping[str, Json], commands: Mapping[str, Command], language: Language) -> None:
        self.commands, self.language = commands, language
        self.defaults = {
            name: slot["default"]
            for name, slot in (form.get("slots") or {}).items()
            if isinstance(slot, Mapping) and slot.get("default") not in (None, "")
        }
        self.names = dict(_named(form.get("steps") or [], commands, language))


def _named(steps: Sequence[Form], commands: Mapping[str, Command], language: Language) -> Iterator[tuple[str, str]]:
    """What each saved name is in the owner's words: the title of the command that gets it, "this one" for a loop's item."""
    for step in steps:
        if "for_each" in step:
            yield str(step.get("item", "item")), _ITEM[language]
        if name := step.get("as"):
            kind = next((key for key in step if key not in BESIDE), "")
            call = step.get("command")
            called = call.get("name") if isinstance(call, Mapping) else call
            found = commands.get(str(called)) or next((one for one in commands.values() if _gets(one, kind)), None)
            if kind == "ask":
                yield str(name), _ANSWER[language]
            elif found:
                title = found.title.get(language) or next(iter(found.title.values()))
                yield str(name), title[:1].lower() + title[1:]
        for block in ("steps", "else"):
            yield from _named(step.get(block) or [], commands, language)


_ITEM: Mapping[Language, str] = {"ru": "очередное из них", "en": "this one"}
_ANSWER: Mapping[Language, str] = {"ru": "ваш ответ", "en": "your answer"}


def _steps(steps: Sequence[Form], context: _Context, before: str) -> Iterator[str]:
    for number, step in enumerate(steps, start=1):
        place = f"{before}{number}"
        yield f"{place}. {step_line(step, context)}"
        yield from _steps(step.get("steps") or [], context, f"{place}.")
        if step.get("else"):
            yield f"{place}. {_WORDS['else'][context.language]}:"
            yield from _steps(step["else"], context, f"{place}.")


def step_line(step: Form, context: _Context) -> str:
    """One step in words."""
    kind = next((key for key in step if key not in BESIDE), "if")
    value = step.get(kind)
    if kind == "command":
        name = value.get("name") if isinstance(value, Mapping) else value
        slots = value.get("slots") if isinstance(value, Mapping) else {}
        return _with(_title(str(name), context), slots or {}, context)
    if kind in _WORDS:
        return _WORDS[kind][context.language].format(_shown(_main(value, context.language), context))
    if kind.startswith("browser.") and (said := _on_page(kind, value, context)):
        return said
    title = next((_title(command.name, context) for command in context.commands.values() if _gets(command, kind)), "")
    title = _WORDS["got"][context.language].format(title) if title else kind
    return _with(title, value if isinstance(value, Mapping) else {"": value}, context)


def _on_page(kind: str, value: Json, context: _Context) -> str:
    return pages.step_line(kind.removeprefix("browser."), value, context.language, lambda item: _shown(item, context))


def _main(value: Json, language: Language) -> Json:
    if isinstance(value, Mapping):
        if language in value:
            return value[language]
        return value.get("text") or value.get("over") or value.get("condition") or next(iter(value.values()), "")
    return value


def _title(name: str, context: _Context) -> str:
    command = context.commands.get(name)
    if command is None:
        return name
    return command.title.get(context.language) or next(iter(command.title.values()))


def _gets(command: Command, kind: str) -> bool:
    result = command.flow.result.strip("{} ")
    return any(step.kind == kind and step.save_as == result and result for step in command.flow.steps)


def _with(title: str, slots: Mapping[str, Json], context: _Context) -> str:
    said = ", ".join(
        shown for value in slots.values() if not isinstance(value, int | float) and (shown := _shown(value, context))
    )
    return f"{title}: {said}" if said else title


def _shown(value: Json, context: _Context) -> str:
    if isinstance(value, Mapping):
        return ", ".join(_shown(item, context) for item in value.values() if item)
    if isinstance(value, list | tuple):
        return ", ".join(_shown(item, context) for item in value)
    text = _EXPRESSION.sub(lambda found: _name(found.group(1), context), str(value if value is not None else ""))
    return " ".join(text.split())


def _clock(bare: str, language: Language) -> str:
    """A condition on the day or the hour: `now | weekday_number > 5` -> сегодня выходной."""
    kind, sign, amount = bare.removeprefix("now |").split()[:3]
    value = float(amount)
    if kind == "hour":
        clock = f"{int(value)}:{round(value % 1 * 60):02}"
        return {
            "ru": f"время {'до' if sign == '<' else 'после'} {clock}",
            "en": f"the time is {'before' if sign == '<' else 'past'} {clock}",
        }[language]
    if sign == "==":
        return f"{'сегодня ' if language == 'ru' else 'today is '}{_WEEKDAYS[language][int(value) - 1]}"
    free = sign == ">"
    return {"ru": f"сегодня {'выходной' if free else 'будний день'}", "en": f"today is a {'day off' if free else 'weekday'}"}[
        language
    ]


def _name(expression: str, context: _Context) -> str:
    """An expression by what it speaks of: `tasks | length` -> tasks (how many)."""
    bare = re.sub(
        r"\s*\|\s*(?:brief|lines|dative|accusative|genitive|instrumental|prepositional)$|\.(?:text|name)$", "", expression
    )
    if bare in context.defaults:
        return str(context.defaults[bare])
    russian = context.language == "ru" or is_russian(bare)
    if bare.startswith("now |"):
        return _clock(bare, context.language)
    for name, shown in context.names.items():
        bare = re.sub(rf"\b{re.escape(name)}\b", shown, bare)
    counted = re.sub(r"([\w ]+?)\s*\|\s*length", r"число «\1»" if russian else r"the number of “\1”", bare)
    counted = re.sub(r"^not ([\w ]+)$", r"нет ничего в «\1»" if russian else r"there is nothing in “\1”", counted)
    return f"‹{counted}›"
