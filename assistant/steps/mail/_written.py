"""The parameters that every step has which writes a letter; what `mail.prepare` gives fits."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.letter import Enclosed
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, in_russian
from assistant.ports import Folders
from assistant.steps.mail._people import People

MOST_ENCLOSED = 18_000_000
"""Bytes of all files of one letter: written as text they are a third more, and many servers take no more than 25 MB."""


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
    files: list[str] = Field(
        default_factory=list,
        max_length=50,
        description="files that go with it, by their paths in the folders the owner chose",
        title="Files",
        json_schema_extra=in_russian("Файлы", "файлы, которые идут с письмом: пути в выбранных папках"),
    )
    digests: list[str] = Field(
        default_factory=list,
        max_length=50,
        description="the SHA-256 each file must still have, in their order",
        title="SHA-256 of the files",
        json_schema_extra=in_russian("SHA-256 файлов", "какими файлы должны остаться, по порядку"),
    )


SAID = frozenset({"answers", "forwards", "files", "digests"})
"""What is not for naming people and words."""


async def enclosed(params: Written, context: StepContext) -> tuple[Enclosed, ...]:
    """The files that go with a letter. Raises StepRefused for those that are too large, or were changed since they were shown."""
    found: list[Enclosed] = []
    for number, path in enumerate(params.files):
        content = await context.use(Folders).content(path)
        file = Enclosed(name=PurePath(path).name, content=content, sha256=hashlib.sha256(content).hexdigest())
        if number < len(params.digests) and file.sha256 != params.digests[number]:
            raise StepRefused(
                f"{file.name} was changed since it was shown, so it was not sent.",
                ru=f"{file.name} изменился после того, как был показан, поэтому не отправлен.",
            )
        found.append(file)
        if sum(len(each.content) for each in found) > MOST_ENCLOSED:
            raise StepRefused(
                f"The files of one letter may have {MOST_ENCLOSED // 1_000_000} MB together; most mail servers take no more.",
                ru=f"Файлы одного письма — не больше {MOST_ENCLOSED // 1_000_000} МБ вместе: больше почтовые серверы не берут.",
            )
    return tuple(found)
