"""`llm.answer`: the answer to a question that was asked before."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.errors import NotFound, StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Model


class Ticket(BaseModel):
    """What an `llm` step with `later: true` gave."""

    model_config = ConfigDict(extra="forbid")
    ticket: str = Field(max_length=500)


class TakeAnswer(StepKind["TakeAnswer.Params"]):
    """Waits for the answer to an `llm` step with `later: true`; gives what that step would have given.

    It waits as long as its `timeout` allows. Many questions can be asked first and their answers taken afterwards.
    """

    title = local("Take the model's answer", "Взять ответ модели")
    about = local(
        "Waits for the answer to a question the model was asked before", "Ждёт ответа на вопрос, заданный модели раньше"
    )

    class Params(BaseModel):
        """Which question."""

        model_config = ConfigDict(extra="forbid")
        of: Ticket = Field(
            description="what the `llm` step gave", title="Question", json_schema_extra=in_russian("Вопрос", "что дал шаг `llm`")
        )

    shorthand = "of"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        try:
            done = await context.use(Model).answer(params.of.ticket)
        except NotFound as error:
            raise StepRefused.saying(error.both) from error
        return StepResult(value=done.text if done.value is None else done.value)
