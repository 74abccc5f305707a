"""How everything an owner reads is said in Russian and English: the Russian stands beside the English, where it is said.

`both(en, ru, **values)` makes the LocalText; a value that is a LocalText itself is put in language by language. An error
says `StepRefused("...", ru="...")` or `StepRefused.saying(both(...))`. Where the owner's language is known (a run, a turn,
the terminal) it is chosen there: `in_language`, `AssistantError.said`, `cli.language.spoken`. What travels to a window
(a fault of a file, the refusal of a request) carries both, and the window chooses.

Never translated: names of keys, kinds, files, and what others say (a YAML reader, a server), which is put in as it is.
`tests/test_both_languages.py` reads the whole source and proves that nothing is said in English only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from assistant.domain.base import Language, LocalText

NOTHING: LocalText = {}


def both(en: str, ru: str, /, **values: object) -> LocalText:
    """A text in each language, with the values put in at their names as `str.format` does."""
    return {"en": en.format(**_said(values, "en")), "ru": ru.format(**_said(values, "ru"))}


def same(text: str) -> LocalText:
    """A name, a path, a number: the same in every language."""
    return {"en": text, "ru": text}


def in_language(text: LocalText, language: Language) -> str:
    """The text in this language, else in the one it is known in; nothing for none."""
    return text.get(language) or text.get("en") or next(iter(text.values()), "")


def joined(*texts: LocalText, by: str = " ") -> LocalText:
    """Several texts, one after another; those that say nothing are left out."""
    said = [text for text in texts if text]
    if not said:
        return NOTHING
    return {language: by.join(in_language(text, language) for text in said) for language in ("en", "ru")}


def _said(values: Mapping[str, object], language: Language) -> dict[str, object]:
    return {
        name: in_language(cast("LocalText", value), language) if isinstance(value, Mapping) else value
        for name, value in values.items()
    }
