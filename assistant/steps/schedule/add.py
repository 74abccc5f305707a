"""`schedule.add`: let a command start by itself at times that come again."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.value import Moment
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Commands, Teaching
from assistant.steps.schedule import _meant


class AddSchedule(StepKind["AddSchedule.Params"]):
    """Lets a command start by itself at times that come again. Gives `{command, title, when}`; "undo" takes it back.

    The times are written into the command's file under `triggers`. A built-in command is left alone: a small command of the
    owner's own, which calls it, carries them.
    """

    title = local("Schedule a command", "Поставить команду в расписание")
    about = local(
        "Lets a command start by itself at times that come again", "Команда будет запускаться сама в повторяющееся время"
    )

    class Params(BaseModel):
        """Which command, and when."""

        model_config = ConfigDict(extra="forbid")
        command: str = Field(
            min_length=1,
            max_length=300,
            description="its title or name, as the owner says it",
            title="Command",
            json_schema_extra=in_russian("Команда", "её название или имя, как говорит хозяин"),
        )
        when: Moment = Field(
            description="a time that comes again",
            title="When",
            json_schema_extra=in_russian("Когда", "время, которое повторяется"),
        )

    effect = Effect.WRITES

    async def run(self, params: Params, context: StepContext) -> StepResult:
        words = params.when.text.strip()
        if not params.when.recurrence or not words:
            raise StepRefused(
                "Say when it comes again, such as “every weekday at nine”.",
                ru="Скажите, когда повторять, например «каждый будний день в девять».",
            )
        known = [one for one in await context.use(Commands).all() if one.phrases]
        command = _meant.command(params.command, known)
        title = _meant.title(command, context)
        teaching = context.use(Teaching)
        line = {"every": words}
        if command.origin == "built-in":
            suffix = {"en": "on a schedule", "ru": "по расписанию"}
            titles = {language: f"{text} — {suffix[language]}" for language, text in command.title.items()}
            name = await teaching.name_for(f"{title} {words}")
            text = await teaching.written({"title": titles, "triggers": [line], "steps": [{"command": {"name": command.name}}]})
        else:
            name, before = command.name, await teaching.text_of(command.name)
            form = dict((await teaching.read(before, command.name)).form)
            known = [one for one in form.get("triggers", []) if one.get("every") != words]
            text = await teaching.written({**form, "triggers": [*known, line]}, before)
        saved = await teaching.save(name, text, "told", key=context.key, turn=context.turn, language=context.language)
        receipt = Receipt(kind="command", id=f"{saved.name}@{saved.version}", summary=f"{title}: {words}")
        return StepResult(value={"command": saved.name, "title": title, "when": words}, receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        await context.use(Teaching).revert(context.key)
        return f"{'Расписание убрано' if context.language == 'ru' else 'Schedule removed'}: {receipt.summary}"
