"""`schedule.remove`: a command no longer starts by itself."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Commands, Schedules, Teaching
from assistant.steps.schedule import _meant


class RemoveSchedule(StepKind["RemoveSchedule.Params"]):
    """Takes the triggers out of a command's file; one that was made only to carry them goes whole. Gives `{title}`."""

    title = local("Remove a schedule", "Убрать расписание")
    about = local("Takes away what starts a command by itself", "Убирает то, что запускает команду само")

    class Params(BaseModel):
        """Which command."""

        model_config = ConfigDict(extra="forbid")
        command: str = Field(
            min_length=1,
            max_length=300,
            description="its title or name, as the owner says it",
            title="Command",
            json_schema_extra=in_russian("Команда", "её название или имя, как говорит хозяин"),
        )

    effect = Effect.WRITES
    shorthand = "command"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        teaching = context.use(Teaching)
        carrying = {one.command for one in await context.use(Schedules).all()}
        known = [one for one in await context.use(Commands).all() if one.name in carrying]
        if not known:
            raise StepRefused("No command starts by itself.", ru="Ни одна команда не запускается сама.")
        command = _meant.command(params.command, known)
        title = _meant.title(command, context)
        before = await teaching.text_of(command.name)
        form = dict((await teaching.read(before, command.name)).form)
        form.pop("triggers", None)
        if not form.get("phrases") and [list(step) for step in form.get("steps", [])] == [["command"]]:
            gone = await teaching.remove(command.name, key=context.key, turn=context.turn)
            version = gone.number
        else:
            text = await teaching.written(form, before)
            version = (
                await teaching.save(command.name, text, "told", key=context.key, turn=context.turn, language=context.language)
            ).version
        receipt = Receipt(kind="command", id=f"{command.name}@{version}", summary=title)
        return StepResult(value={"title": title}, receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        await context.use(Teaching).revert(context.key)
        return f"{'Расписание возвращено' if context.language == 'ru' else 'Schedule restored'}: {receipt.summary}"
