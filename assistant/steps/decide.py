"""`decide`: let the language model choose."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from assistant.domain.marked import Marked
from assistant.domain.model import Prompt
from assistant.domain.run import StepResult
from assistant.errors import LanguageModelError, StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Model


class Decide(StepKind["Decide.Params"]):
    """Lets the language model choose one of the named `choices`. Gives the name of the one it chose.

    `choices` is a list of names, or a mapping of names to what they mean. `otherwise` is taken when none fits and when no
    model can be asked; without it that is an error. What {{ }} gives reaches the model as data, never as instructions.
    """

    title = local("Let the model choose", "Выбрать с помощью модели")
    about = local(
        "Lets the language model choose one of the named choices", "Языковая модель выбирает один из названных вариантов"
    )

    class Params(BaseModel):
        """What to decide."""

        model_config = ConfigDict(extra="forbid")
        question: str | SkipJsonSchema[Marked] = Field(
            description="what is to be decided", title="Question", json_schema_extra=in_russian("Вопрос", "что нужно решить")
        )
        choices: dict[str, str] | list[str] = Field(
            min_length=2,
            max_length=50,
            description="the names to choose from",
            title="To choose from",
            json_schema_extra=in_russian("Варианты", "из чего выбирать"),
        )
        otherwise: str = Field(
            default="",
            max_length=200,
            description="taken when none fits or no model can be asked",
            title="Otherwise",
            json_schema_extra=in_russian("Иначе", "берётся, если ничто не подходит или модель недоступна"),
        )

    marked = ("question",)

    async def run(self, params: Params, context: StepContext) -> StepResult:
        meanings = params.choices if isinstance(params.choices, dict) else dict.fromkeys(params.choices, "")
        names = [*dict.fromkeys([*meanings, *([params.otherwise] if params.otherwise else [])])]
        if len(names) < 2:
            raise StepRefused("`decide` needs at least two different choices.", ru="`decide` нужны хотя бы два разных варианта.")
        asked = params.question if isinstance(params.question, Marked) else Marked(text=params.question)
        listed = "\n".join(f"- {name}{f': {meanings[name]}' if meanings.get(name) else ''}" for name in names)
        last = f"\nWhen none fits, choose {params.otherwise}." if params.otherwise else ""
        prompt = Prompt(
            instructions=f"{asked.text}\n\nChoose exactly one of these:\n{listed}{last}",
            data=asked.data,
            answer={
                "type": "object",
                "properties": {"choice": {"type": "string", "enum": names}},
                "required": ["choice"],
                "additionalProperties": False,
            },
            run=context.run,
            turn=context.turn,
            key=context.key,
            size="small",
        )
        try:
            return StepResult(value=(await context.use(Model).ask(prompt)).value["choice"])
        except LanguageModelError:
            if not params.otherwise:
                raise
            return StepResult(value=params.otherwise)
