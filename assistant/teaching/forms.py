"""Small edits of a command's text that keep everything else as it was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast, get_args

from assistant.domain.base import Json, Language, LocalText
from assistant.domain.command import Slot
from assistant.domain.value import SlotKind
from assistant.registry import document, phrases, write
from assistant.registry.conflicts import examples
from assistant.registry.reading import language_of

_COPY = {"en": "{title} (copy)", "ru": "{title} (копия)"}


def form_of(text: str) -> dict[str, Any]:
    """The document in a text as plain JSON. Raises CommandFileError."""
    plain = document.read(text, "the command").plain
    return dict(plain) if isinstance(plain, dict) else {}


def enabled(text: str, wanted: bool) -> str:
    """The text with the command enabled or not. Raises CommandFileError."""
    form = form_of(text)
    form.pop("enabled", None)
    return write.merged(text, form if wanted else {**form, "enabled": False})


def titled(text: str, title: str) -> str:
    """The text with another title: in the language of its letters when there are titles in several. Raises CommandFileError."""
    form = form_of(text)
    old = form.get("title")
    form["title"] = {**old, language_of(title): title} if isinstance(old, dict) else title
    return write.merged(text, form)


def copied(text: str) -> tuple[str, str]:
    """A copy of a command that claims nothing yet (it is disabled), and the title a name can be made of."""
    form = form_of(text)
    old = form.get("title", "")
    titles: dict[Language, str] = {language_of(str(old)): str(old)} if not isinstance(old, dict) else dict(old)
    new = {language: _COPY[language].format(title=title) for language, title in titles.items()}
    form["title"] = new if isinstance(old, dict) else next(iter(new.values()))
    form["enabled"] = False
    return write.merged(text, form), next(iter(new.values()))


def without_phrases(text: str, given_up: Sequence[str]) -> str:
    """The text without some of its phrases. Raises CommandFileError."""
    form = form_of(text)
    said: Json = form.get("phrases", [])
    if isinstance(said, dict):
        kept = {language: [way for way in ways if str(way).strip() not in given_up] for language, ways in said.items()}
        form["phrases"] = {language: ways for language, ways in kept.items() if ways}
    else:
        form["phrases"] = [way for way in said if str(way).strip() not in given_up]
    if not form["phrases"]:
        del form["phrases"]
    return write.merged(text, form)


def covered(phrase: str, slots: Mapping[str, Json], language: Language | None) -> tuple[list[str], int, LocalText]:
    """Some sentences a phrase stands for, how many, and what is wrong with it; `slots` as they stand in a form."""
    spoken = language or language_of(phrase)
    known = {name: Slot(name=name, type=_slot_type(slot)) for name, slot in slots.items()}
    return phrases.covered(phrase, known, examples(known, spoken))


def _slot_type(slot: Json) -> SlotKind:
    said = slot.get("type", "choice" if "choices" in slot else "text") if isinstance(slot, dict) else slot
    return cast("SlotKind", said) if said in get_args(SlotKind) else "text"


def draft(title: str, language: Language) -> str:
    """The text of a new command: it can be said by its title and says what to do with it."""
    hello = {"en": "This is a new command.", "ru": "Это новая команда."}[language]
    form = {"title": {language: title}, "phrases": {language: [_phrase(title)]}, "steps": [{"say": {language: hello}}]}
    return write.merged(write.SCHEMA_LINE, form)


def _phrase(title: str) -> str:
    """A title as a plain sentence: without the signs that mean something in a template."""
    plain = "".join(" " if letter in "[](){}<>|;\\" else letter for letter in title)
    return " ".join(plain.split()).lower() or title
