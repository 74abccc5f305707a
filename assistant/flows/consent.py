"""A yes counts for exactly what was shown: the hash that binds a confirmation to its final arguments, and what is asked about
a step that would act with text nobody in the house wrote."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from assistant import plugins
from assistant.domain.base import Json, Language
from assistant.domain.flow import Step
from assistant.domain.run import Effect, Rule, Source
from assistant.extensions.steps import StepKind

_TEXTS: Mapping[str, Mapping[Language, str]] = {
    "writes": {
        "en": "“{what}” would be done with text that came from outside. Look at it: shall it be done?",
        "ru": "«{what}» будет выполнено с текстом, который пришёл извне. Посмотрите: выполнить?",
    },
    "sends": {
        "en": "“{what}” would send text that came from outside. This cannot be taken back. Send it?",
        "ru": "«{what}» отправит текст, который пришёл извне. Вернуть это нельзя. Отправить?",
    },
    "reads": {
        "en": "“{what}” would ask a server with text that came from outside, and so tell it that text. Look where it goes: shall it be asked?",
        "ru": "«{what}» обратится к серверу с текстом, который пришёл извне, и тем самым передаст его. Посмотрите, куда: обратиться?",
    },
}
_AGAIN: Mapping[Language, str] = {
    "en": "The work on `{kind}` broke off, and the assistant cannot tell whether it was done. Do it again?",
    "ru": "Работа прервалась во время «{kind}», и нельзя узнать, выполнено ли это. Повторить?",
}


def fingerprint(what: str, arguments: Json) -> str:
    """SHA-256 of what would be done with which arguments, independent of the order of keys."""
    text = json.dumps([what, arguments], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def sends(step: Step, params: Json) -> bool:
    """Whether a step with these parameters sends something."""
    return bool(effect(step, params)["effect"] == Effect.SENDS)


def effect(step: Step, params: Json) -> dict[str, Any]:
    """What a yes to a step does to the world, and whether that can be taken back; fields of a question."""
    kind: type[StepKind[Any]] = plugins.load("steps", step.kind, StepKind)
    does = kind.effect_of(params if isinstance(params, Mapping) else {})
    return {"effect": does.value, "undoable": does is Effect.WRITES and kind.is_undoable()}


def acts(step: Step, params: Json) -> bool:
    """Whether a step with these parameters changes anything."""
    return bool(effect(step, params)["effect"] != Effect.READS)


def first_acting(steps: Sequence[Step]) -> Step | None:
    """The first step among these, nested ones in the order they are written, that acts; None where that cannot be known."""
    for step in steps:
        if step.kind == "command":
            return None
        if step.kind in plugins.names("flows.control"):
            found = first_acting([inner for block in step.blocks.values() for inner in block])
        else:
            found = step if acts(step, step.params) else None
        if found is not None:
            return found
    return None


def written(step: Step) -> Mapping[str, Json]:
    """The parameters as they stand in the command, by name; one that stands for all has none."""
    kind: type[StepKind[Any]] = plugins.load("steps", step.kind, StepKind)
    return step.params if isinstance(step.params, Mapping) else {kind.shorthand: step.params}


def given(step: Step, params: Json) -> dict[str, Json]:
    """The parameters that say something: neither empty nor what holds without them anyway."""
    kind: type[StepKind[Any]] = plugins.load("steps", step.kind, StepKind)
    fields = {field.alias or name: field for name, field in kind.Params.model_fields.items()}
    said: dict[str, Json] = {}
    for name, value in params.items() if isinstance(params, Mapping) else ():
        default = fields[name].get_default(call_default_factory=True) if name in fields else None
        if not (value in (None, "", [], {}) or (type(value) is type(default) and value == default)):
            said[name] = value
    return said


def tells(step: Step, params: Json, outside: Collection[str]) -> bool:
    """Whether a step tells a stranger text from outside, in these parameters, even where it only reads."""
    kind: type[StepKind[Any]] = plugins.load("steps", step.kind, StepKind)
    return not set(kind.tells_of(params if isinstance(params, Mapping) else {})).isdisjoint(outside)


def question(
    step: Step, params: Json, sources: tuple[Source, ...], command: str, language: Language, *, outside: Collection[str] = ()
) -> dict[str, Any] | None:
    """What to ask before a step acts with text from these sources, in the parameters `outside`; None when it only reads and tells
    nobody, or nothing came from outside."""
    if not sources:
        return None
    does = effect(step, params)
    text = _TEXTS[does["effect"]]
    if does["effect"] == Effect.READS:
        if not tells(step, params, outside):
            return None
        does["effect"] = Effect.SENDS.value
    kind: type[StepKind[Any]] = plugins.load("steps", step.kind, StepKind)
    given = params if isinstance(params, Mapping) else {}
    targets = {name: given[name] for name in kind.targets if given.get(name) not in (None, "", [], {})}
    origins = tuple(sorted({source.kind for source in sources}))
    # An "always" that names nothing would count for every use of the kind, whatever the text: it is not offered.
    rule = {"rule": Rule(command=command, kind=step.kind, targets=targets, origins=origins)} if targets else {}
    return {
        **does,
        "text": text[language].format(what=kind.title.get(language) or step.kind),
        "sources": sources,
        **rule,
    }


def question_of_resending(step: Step, params: Json, sources: tuple[Source, ...], language: Language) -> dict[str, Any]:
    """What to ask about a step that was cut off and may have been done."""
    text = _AGAIN[language].format(kind=step.kind)
    return {"kind": "approve", "text": text, "details": params, "about": step.kind, "sources": sources, **effect(step, params)}
