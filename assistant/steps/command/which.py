"""`command.which`: which command is to be changed, and how."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.command import Command
from assistant.domain.run import StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Commands, Lessons
from assistant.steps.command import _texts
from assistant.words import WORD, lemmas

_NAMED = re.compile(
    r"^(?:в|из|in|of|from)\s+(?:моей\s+|my\s+|the\s+)?команд[еуы]\s+|^in\s+(?:the|my)\s+command\s+|"
    r"^(?:измени|исправь|отредактируй|поменяй|change|edit|modify)\s+(?:эту\s+|мою\s+|the\s+|my\s+|this\s+)?(?:команду|command)\s*",
    re.IGNORECASE,
)
_LATER = re.compile(r"\s+(?:в|из|у|in|of|from)\s+(?:the\s+|my\s+)?(?:команд[еуы]|command)\s+(?P<name>[^,:]+)$", re.IGNORECASE)
_WITHIN = re.compile(
    r"(?:^|\s)(?:(?:в|из|у|к|in|of|from|to)\s+)?(?:моей\s+|мою\s+|my\s+|the\s+)?(?:команд[аыуе]|command)\s+(?=\S)", re.IGNORECASE
)
_RENAME = re.compile(r"^(?:переименуй|назови|rename|call)$", re.IGNORECASE)
_OTHER = re.compile(
    r"^(?:переименуй\s+(?:мою\s+)?команду|rename\s+(?:the|my)\s+command)\s+(?P<name>.+?)\s+(?:в|на|to)\s+", re.IGNORECASE
)
"""The name in a sentence that gives a command another one."""
_QUOTES = " «»“”\"':,—–-"


_LONGEST = 6
"""Words of a name that are looked for."""


class WhichCommand(StepKind["WhichCommand.Params"]):
    """Finds the command a sentence about a change names, else the one of the owner's changed last. Gives `{commands, words}`: a list of `{name, title, text}`, and what is to be changed.

    Finding none is a failure that says what can be said.
    """

    title = local("Find the command to change", "Найти команду для изменения")
    about = local("Finds the command a sentence about a change names", "Находит команду, об изменении которой идёт речь")

    class Params(BaseModel):
        """The sentence."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(title="Sentence", json_schema_extra=in_russian("Фраза"))

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        text = params.text.strip()
        if within := await self._within(text, context):
            return await self._named(*within, context)
        if other := _OTHER.match(text):
            return await self._named(other["name"], text[other.end("name") :], context)
        if later := _LATER.search(text):
            return await self._named(later["name"], text[: later.start()], context)
        if named := _NAMED.match(text):
            rest = text[named.end() :].strip(" ,:")
            if rest:
                name, words = await self._split(rest, context)
                return await self._named(name, words, context)
            text = ""
        last = await context.use(Lessons).last_taught()
        if last is None:
            raise StepRefused(_texts.NONE_YET[context.language])
        return StepResult(value={"commands": [_texts.entry(last, context.language)], "words": text})

    async def _named(self, name: str, words: str, context: StepContext) -> StepResult:
        found = await context.use(Lessons).meant(name.strip(_QUOTES))
        if not found:
            raise StepRefused(_texts.NONE[context.language].format(name.strip(_QUOTES)))
        wanted = lemmas(name)
        found = [command for command in found if wanted in map(lemmas, command.title.values())][:1] or found
        value: Json = {"commands": [_texts.entry(command, context.language) for command in found], "words": words.strip(" ,:—–-")}
        return StepResult(value=value)

    @staticmethod
    async def _within(text: str, context: StepContext) -> tuple[str, str] | None:
        """The known name that stands behind the word "command" anywhere in a sentence, and the sentence without it."""
        known = {
            lemmas(name)
            for command in await context.use(Commands).all()
            for name in (*command.title.values(), command.name, *_plain_phrases(command))
        }
        for place in _WITHIN.finditer(text):
            before, rest = text[: place.start()].strip(), text[place.end() :]
            for end in reversed([word.end() for word in WORD.finditer(rest)][:_LONGEST]):
                name = rest[:end].strip(_QUOTES)
                if lemmas(name) in known:
                    after = rest[end:].lstrip(_QUOTES)
                    it = {"ru": " её", "en": " it"}[context.language] if _RENAME.match(before) else ""
                    return name, f"{before}{it} {after}".strip()
        return None

    @staticmethod
    async def _split(rest: str, context: StepContext) -> tuple[str, str]:
        """The name a sentence begins with, and what follows: the longest beginning that is like a command's name."""
        if quoted := re.match(r"[«“\"]([^»”\"]+)[»”\"]\s*", rest):
            return quoted.group(1), rest[quoted.end() :]
        words = rest.split()
        titles = {
            title.lower() for command in await context.use(Commands).all() for title in (*command.title.values(), command.name)
        }
        for count in range(min(len(words), _LONGEST), 0, -1):
            name = " ".join(words[:count]).strip(_QUOTES)
            if name.lower() in titles:
                return name, " ".join(words[count:])
        for count in range(min(len(words), _LONGEST), 0, -1):
            if await context.use(Lessons).meant(" ".join(words[:count])):
                return " ".join(words[:count]), " ".join(words[count:])
        return rest, ""


def _plain_phrases(command: Command) -> list[str]:
    """Phrases that are just words."""
    return [phrase for phrases in command.phrases.values() for phrase in phrases if not set(phrase) & set("{[(|")]
