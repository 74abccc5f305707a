"""A yes counts for exactly what was shown: the hash that binds a confirmation to its final arguments, and what is asked about
a step that would act with text nobody in the house wrote."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from assistant import plugins
from assistant.domain.base import Json, Language
from assistant.domain.flow import Step
from assistant.domain.run import Effect, Rule, Source
from assistant.extensions import StepKind

_TEXTS: Mapping[str, Mapping[Language, str]] = {
    "writes": {
        "en": "`{kind}` would be done with text that came from outside. Look at it: shall it be done?",
        "ru": "«{kind}» будет выполнено с текстом, который пришёл извне. Посмотрите: выполнить?",
    },
    "sends": {
        "en": "`{kind}` would send text that came from outside. This cannot be taken back. Send it?",
        "ru": "«{kind}» отправит текст, который пришёл извне. Вернуть это нельзя. Отправить?",
    },
}


def fingerprint(what: str, arguments: Json) -> str:
    """SHA-256 of what would be done with which arguments, independent of the order of keys."""
    text = json.dumps([what, arguments], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def sends(step: Step, params: Json) -> bool:
    """Whether a step with these parameters sends something."""
    kind: type[StepKind[Any]] = plugins.load("steps", step.kind, StepKind)
    return kind.effect is Effect.SENDS and kind.effect_of(params if isinstance(params, Mapping) else {}) is Effect.SENDS


def question(step: Step, params: Json, sources: tuple[Source, ...], command: str, language: Language) -> dict[str, Any] | None:
    """What to ask before a step acts with text from these sources; None when it only reads, or nothing came from outside."""
    if not sources:
        return None
    kind: type[StepKind[Any]] = plugins.load("steps", step.kind, StepKind)
    given = params if isinstance(params, Mapping) else {}
    effect = kind.effect_of(given)
    if effect is Effect.READS:
        return None
    targets = {name: given[name] for name in kind.targets if given.get(name) is not None}
    origins = tuple(sorted({source.kind for source in sources}))
    return {
        "text": _TEXTS[effect.value][language].format(kind=step.kind),
        "effect": effect.value,
        "undoable": kind.is_undoable() and effect is Effect.WRITES,
        "sources": sources,
        "rule": Rule(command=command, kind=step.kind, targets=targets, origins=origins),
    }
