"""`mail.meant`: which letter is meant."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.letter import LetterQuery, Role
from assistant.domain.run import StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import History, Mail
from assistant.steps.mail import _account, _told
from assistant.steps.mail._people import Who

_LIST, _ALONE = "mail-open", "mail-answer"
"""The commands by which lists of letters, and letters shown alone, are known."""


class MeantLetter(StepKind["MeantLetter.Params"]):
    """Finds the letter that is meant: by its id, by its place in the list of letters shown last, else the newest that fits.

    Gives `{id}`, or nothing when no letter fits. `place` counts from one; `last` is the end of the list, `this` the letter
    shown alone just before.
    """

    title = local("The letter that is meant", "О каком письме речь")
    about = local(
        "Finds the letter by its place in the list shown last, or the newest that fits",
        "Находит письмо по месту в последнем показанном списке или самое новое подходящее",
    )

    class Params(BaseModel):
        """How it was named; what is left out may be anything."""

        model_config = ConfigDict(extra="forbid")
        letter: str | None = Field(
            default=None,
            max_length=100,
            description="its id",
            title="Letter",
            json_schema_extra=in_russian("Письмо", "его номер"),
        )
        place: int | Literal["this", "last", ""] | None = Field(
            default=None,
            description="in the list shown last, from one; last, this",
            title="Place in the list",
            json_schema_extra=in_russian("Место в списке", "в последнем показанном списке, с единицы; last, this"),
        )
        sender: Who = Field(default="", max_length=300, title="From", json_schema_extra=in_russian("От кого"))
        text: str = Field(default="", max_length=1_000, title="Text", json_schema_extra=in_russian("Текст"))
        account: str = Field(default="", max_length=300, title="Mailbox", json_schema_extra=in_russian("Почтовый ящик"))
        role: Role | None = Field(default="inbox", title="Kind of folder", json_schema_extra=in_russian("Какая папка"))
        attachments: bool | None = Field(default=None, title="With attachments", json_schema_extra=in_russian("С вложениями"))
        bulk: bool | None = Field(default=None, title="Sent to many", json_schema_extra=in_russian("Рассылка"))

    async def run(self, params: Params, context: StepContext) -> StepResult:
        if params.letter:
            return StepResult(value={"id": params.letter})
        if params.place:
            # The owner points at what he saw: its id is the house's, no text of the letter.
            return StepResult(value={"id": await _placed(params.place, context)})
        query = LetterQuery(
            sender=params.sender,
            text=params.text,
            account=await _account.chosen(params.account, context),
            role=params.role or "",
            attachments=params.attachments,
            bulk=params.bulk,
            limit=1,
        )
        found = await context.use(Mail).search(query)
        value: Json = {"id": found[0].id} if found else None
        return StepResult(value=value, sources=_told.sources(found))


async def _placed(place: int | str, context: StepContext) -> str:
    """The id of the letter at a place of what was shown. Raises StepRefused, saying how long the list is."""
    command = _ALONE if place == "this" else _LIST
    shown = [str(item["letter"]) for item in await context.use(History).shown(command, turn=context.turn) if item.get("letter")]
    if not shown:
        raise StepRefused(
            "No letters were shown yet. Say “what is important in my mail” first.",
            ru="Писем ещё не было показано. Скажите сначала «что важного в почте».",
        )
    count = len(shown)
    if place == "this" and count > 1:
        raise StepRefused(
            f"{count} letters were shown; say which one: “the first”, “the second”.",
            ru=f"Показано писем: {count}. Скажите, какое: «первое», «второе».",
        )
    number = place if isinstance(place, int) else count
    if not 1 <= number <= count:
        raise StepRefused(
            f"There is no letter number {number}: the list has {count}.", ru=f"Письма номер {number} нет: в списке их {count}."
        )
    return shown[number - 1]
