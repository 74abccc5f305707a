"""What was filled in or chosen, put back."""

from __future__ import annotations

from assistant.domain.base import Language
from assistant.extensions.steps import StepContext
from assistant.ports import Browser

_PUT_BACK: dict[Language, str] = {"en": "Put back as it was: {before}", "ru": "Возвращено как было: {before}"}


async def put_back(context: StepContext) -> str:
    """Undo what was done to a field under the step's key."""
    before = await context.use(Browser).put_back(context.key)
    return _PUT_BACK[context.language].format(before=before[:200] or "—")
