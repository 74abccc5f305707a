"""`mail.attachment_text`: read a file that came with a letter."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mail
from assistant.steps.mail import _told


class AttachmentText(StepKind["AttachmentText.Params"]):
    """Reads a file that came with a letter: a PDF, a page, plain text. Gives `{name, type, text, pages, cut}`.

    `pages` is 0 where there are none; `cut` is true when the file says more than is given.
    """

    title = local("Read an attachment", "Прочитать вложение")
    about = local(
        "Reads the text of a PDF or text file that came with a letter", "Читает текст PDF или текстового файла из письма"
    )

    class Params(BaseModel):
        """The letter, and which of its files."""

        model_config = ConfigDict(extra="forbid")
        letter: str = Field(
            min_length=1,
            max_length=100,
            description="its id",
            title="Letter",
            json_schema_extra=in_russian("Письмо", "его номер"),
        )
        number: int = Field(
            default=1,
            ge=1,
            le=1_000,
            description="which attachment, as `mail.read` numbers them",
            title="Which attachment",
            json_schema_extra=in_russian("Какое вложение", "номер вложения, как в `mail.read`"),
        )

    untrusted = True
    shorthand = "letter"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        mail = context.use(Mail)
        head = (await mail.read(params.letter)).head
        found = await mail.attachment_text(params.letter, params.number)
        value = {
            "name": found.attachment.name,
            "type": found.attachment.type,
            "text": found.text,
            "pages": found.pages,
            "cut": found.cut,
        }
        return StepResult(value=value, sources=_told.sources([head]))
