"""`commands.list`: what the assistant can do."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.command import Command
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Commands
from assistant.words import lemmas


class ListCommands(StepKind["ListCommands.Params"]):
    """Finds the commands, in the owner's language. Gives a list of `{name, title, description, example, text}`; the example is
    a sentence that was tested; commands nobody says are left out. With `text` only commands that have all its words, in any form, somewhere in their words.
    """

    title = local("List the commands", "Перечислить команды")
    about = local(
        "Finds the commands that can be said, with an example of each", "Находит команды, которые можно произнести, с примерами"
    )

    class Params(BaseModel):
        """What they must be about."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(default="", title="What they are about", json_schema_extra=in_russian("О чём они"))

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        wanted = set(lemmas(params.text).split())
        commands = sorted(await context.use(Commands).all(), key=lambda command: _title(command, context))
        found = [_entry(command, context) for command in commands if command.phrases and wanted <= _words(command)]
        return StepResult(value=found)


def _title(command: Command, context: StepContext) -> str:
    return command.title.get(context.language) or next(iter(command.title.values()))


def _entry(command: Command, context: StepContext) -> dict[str, str]:
    title, example = _title(command, context), _example(command, context.language == "ru")
    return {
        "name": command.name,
        "title": title,
        "description": command.description.get(context.language, ""),
        "example": example,
        "text": f"{title}: «{example}»" if example else title,
    }


def _example(command: Command, russian: bool) -> str:
    """The first tested sentence in that language, else nothing."""
    said = (test.say for test in command.tests if test.say)
    return next((text for text in said if any("а" <= letter <= "я" for letter in text.lower()) == russian), "")


def _words(command: Command) -> set[str]:
    texts = [*command.title.values(), *command.description.values(), *(test.say for test in command.tests)]
    return set(lemmas(" ".join(texts)).split())
