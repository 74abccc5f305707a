"""`event.people`: whom a meeting is with, as far as they are known."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mail
from assistant.wording.people import likeliest
from assistant.words import WORD, is_russian, readings

_WITH = re.compile(r"\b(?:с|со|with)\s+(.+)$", re.IGNORECASE)
_AND = re.compile(r"\s*,\s*|\s+(?:и|and)\s+(?:с\s+|со\s+|with\s+)?", re.IGNORECASE)
MOST = 5


class FindPeople(StepKind["FindPeople.Params"]):
    """Finds whom a meeting is with ("встреча с Анной и Петром"), among the people letters were exchanged with.

    Gives `{names, unclear}`: names as they were said that are surely somebody, and those that may be several. Somebody who is not known
    is in neither. It gives no word of any letter; `mail.contacts` has the addresses.
    """

    title = local("Find whom a meeting is with", "Найти, с кем встреча")
    about = local("Finds whom a meeting is with among your contacts", "Находит среди ваших контактов, с кем встреча")

    class Params(BaseModel):
        """What the meeting is called."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(max_length=2_000, title="Text", json_schema_extra=in_russian("Текст"))

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        mail = context.use(Mail)
        names: list[str] = []
        unclear: list[str] = []
        for said in _names(params.text) if await mail.accounts() else ():
            known = likeliest(await mail.contacts(said))
            if known:
                (names if len(known) == 1 else unclear).append(said)
        return StepResult(value={"names": names, "unclear": unclear})


def _names(text: str) -> list[str]:
    """What may be a name after "с" or "with", in its dictionary form: the first words up to one that is none."""
    found = _WITH.search(text)
    names = []
    for piece in _AND.split(found[1])[:MOST] if found else ():
        words: list[str] = []
        for word in WORD.findall(piece):
            if not _may_be_name(word):
                break
            words.append(_standing(word))
        if words:
            names.append(" ".join(words[:3]))
    return names


def _may_be_name(word: str) -> bool:
    """A Russian word is one when the dictionary knows it as such; another when it is written so."""
    return bool(_name_readings(word)) if is_russian(word) else word[:1].isupper()


def _standing(word: str) -> str:
    """Петром: Пётр."""
    return str(_name_readings(word)[0].normal_form).capitalize() if is_russian(word) else word


def _name_readings(word: str) -> list[Any]:
    return [each for each in readings(word)[:3] if {"Name", "Surn", "Patr"} & set(each.tag.grammemes)]
