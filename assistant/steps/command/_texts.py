"""How commands are named to the owner, and what is said when there is none."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.domain.base import Json, Language
from assistant.domain.command import Command

NONE: Mapping[Language, str] = {
    "ru": "Такой команды нет: «{0}». «Покажи список команд» покажет все.",
    "en": "There is no such command: “{0}”. “Show me the list of commands” shows all.",
}
NONE_YET: Mapping[Language, str] = {
    "ru": "Своих команд пока нет. Скажите «создай новую команду …».",
    "en": "You have no commands of your own yet. Say “create a new command …”.",
}


def title(command: Command, language: Language) -> str:
    """What the owner sees of a command."""
    return command.title.get(language) or next(iter(command.title.values()))


def shown(given: Json, language: Language) -> str:
    """A title as a file has it: one text, or one a language."""
    if isinstance(given, Mapping):
        return str(given.get(language) or next(iter(given.values()), ""))
    return str(given or "")


def entry(command: Command, language: Language) -> dict[str, str]:
    """A command as an option: `text` is what is shown."""
    shown = title(command, language)
    return {"name": command.name, "title": shown, "text": shown}
