"""What no command fits in a told command, written by the connected language model."""

from __future__ import annotations

from collections.abc import Mapping

import anyio

from assistant.domain.base import Json, Language
from assistant.domain.telling import Draft
from assistant.errors import LanguageModelError, ModelNonsense, ModelRefused
from assistant.extensions.steps import StepContext
from assistant.ports import Lessons, Model, Planner

MOST = 5
"""Clauses of one command that a model is asked about."""
SECONDS = 90.0
"""How long the owner waits for it at most; what was not written by then is asked."""
_WRITTEN: Mapping[Language, str] = {
    "ru": "Как сделать «{0}», написала языковая модель: проверьте эти шаги.",
    "en": "How to do “{0}” was written by the language model: look these steps over.",
}


async def composed(draft: Draft, context: StepContext) -> Draft:
    """The draft with what the model wrote in the place of the clauses nothing fits; what it could not do is asked as before.

    Without a model, or with one that does not answer, the draft stays as it is.
    """
    if not draft.composable or not context.use(Model).connected:
        return draft
    tried: dict[str, tuple[Json, ...]] = {}
    with anyio.move_on_after(SECONDS):
        for clause in draft.composable[: MOST - len(draft.composed)]:
            try:
                tried[clause] = tuple(await context.use(Planner).part(clause, draft.told, draft.language, turn=context.turn))
            except (ModelRefused, ModelNonsense):
                tried[clause] = ()
            except LanguageModelError:
                break
    if not tried:
        return draft
    after = await context.use(Lessons).composed(draft.model_copy(update={"composed": {**draft.composed, **tried}}), context.now)
    notes = [_WRITTEN[context.language].format(clause) for clause, steps in tried.items() if steps]
    return after.model_copy(update={"notes": (*draft.notes, *notes)})
