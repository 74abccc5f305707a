"""The parameters that every step has which writes a letter; what `mail.prepare` gives fits."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.extensions import in_russian
from assistant.steps.mail._people import People


class Written(BaseModel):
    """A letter as it was said, or worked out."""

    model_config = ConfigDict(extra="forbid")
    to: People = Field(
        default_factory=list,
        max_length=100,
        description="names or addresses",
        title="To",
        json_schema_extra=in_russian("Кому", "имена или адреса"),
    )
    cc: People = Field(default_factory=list, max_length=100, title="Copy to", json_schema_extra=in_russian("Копия"))
    subject: str = Field(default="", max_length=1_000, title="Subject", json_schema_extra=in_russian("Тема"))
    text: str = Field(max_length=200_000, title="Text", json_schema_extra=in_russian("Текст"))
    account: str = Field(default="", max_length=300, title="Mailbox", json_schema_extra=in_russian("Почтовый ящик"))
    answers: str = Field(
        default="",
        max_length=100,
        description="the id of the letter it answers",
        title="Answers the letter",
        json_schema_extra=in_russian("Ответ на письмо", "номер письма, на которое это ответ"),
    )
    forwards: str = Field(
        default="",
        max_length=100,
        description="the id of the letter that goes with it",
        title="With the letter",
        json_schema_extra=in_russian("Вместе с письмом", "номер письма, которое идёт вместе"),
    )
