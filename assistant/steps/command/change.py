"""`command.change`: a command changed by words."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Language
from assistant.domain.run import StepResult
from assistant.domain.telling import Draft
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Lessons, Teaching
from assistant.steps.command import _draft

_UNREAD: Mapping[Language, str] = {
    "ru": "Файл этой команды не читается; исправьте его в редакторе команд.",
    "en": "The file of this command cannot be read; put it right in the command editor.",
}


class ChangeCommand(StepKind["ChangeCommand.Params"]):
    """Changes a draft, or with `name` a command there is, by words: "instead of Anna put Ivan". Nothing is saved. Gives the draft; `difference` says what is new.

    Words that change nothing leave it as it was and say in `notes` what can be said.
    """

    title = local("Change a draft by words", "Изменить черновик словами")
    about = local(
        "Changes a draft of a command, or a command there is, by words; saves nothing",
        "Меняет черновик команды или готовую команду по словам; ничего не сохраняет",
    )

    class Params(BaseModel):
        """The words, and what they change."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(title="What to change", json_schema_extra=in_russian("Что изменить"))
        draft: Draft | None = Field(default=None, title="Draft", json_schema_extra=in_russian("Черновик"))
        name: str = Field(default="", title="Command", json_schema_extra=in_russian("Команда"))

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        draft = params.draft or await self._opened(params.name, context)
        changed = await context.use(Lessons).changed(params.text, draft, context.now)
        if changed.form == draft.form and params.draft is None:
            raise StepRefused(" ".join(changed.notes))
        return StepResult(value=_draft.value(await _draft.finished(changed, context)))

    @staticmethod
    async def _opened(name: str, context: StepContext) -> Draft:
        teaching = context.use(Teaching)
        text = await teaching.text_of(name)
        read = await teaching.read(text, name)
        if not isinstance(read.form, Mapping):
            raise StepRefused(_UNREAD[context.language])
        lines = await context.use(Lessons).lines(read.form, context.language)
        return Draft(
            name=name, language=context.language, form=read.form, before=text, text=text, summary=tuple(lines), why="edited"
        )
