"""What reading one file has found wrong so far; the small readers that report instead of raising."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from assistant import words
from assistant.domain.base import Language, LocalText
from assistant.domain.both import both, same
from assistant.domain.command import Fault
from assistant.registry.document import Node
from assistant.registry.kinds import listed, nearest

MAX_FAULTS = 50
"""Faults reported for one file; after that the rest is rarely news."""
MAX_TEXT = 2_000
"""Characters of a title, a description, a question."""
LANGUAGES: tuple[Language, ...] = ("en", "ru")
What = str | LocalText
"""What a message is about: a key, which is the same in every language, or words."""


class Reading:
    """One file being read. Faults are kept in the order they are found; `filters` are those expressions may use, empty when unknown."""

    def __init__(self, file: str, filters: frozenset[str] = frozenset()) -> None:
        self.file, self.filters = file, filters
        self.faults: list[Fault] = []

    @property
    def failed(self) -> bool:
        """Whether anything was wrong that makes the file useless."""
        return any(fault.severity == "error" for fault in self.faults)

    def error(self, node: Node, message: LocalText) -> None:
        """Something that makes the file useless."""
        self._add(node, message, "error")

    def warn(self, node: Node, message: LocalText) -> None:
        """Something that is probably not meant."""
        self._add(node, message, "warning")

    def _add(self, node: Node, message: LocalText, severity: Literal["error", "warning"]) -> None:
        if len(self.faults) < MAX_FAULTS:
            fault = Fault(file=self.file, message=message, line=node.line, column=node.column, severity=severity)
            self.faults.append(fault)

    # --- readers ---

    def mapping(self, node: Node, what: What, allowed: tuple[str, ...] = ()) -> Mapping[str, Node]:
        """The items of a mapping; unknown keys are reported and left out when `allowed` names the known ones."""
        if not isinstance(node.value, dict):
            self.error(
                node,
                both(
                    "{what} must be a mapping (`key: value`), this is {said}.",
                    "{what}: нужны пары «ключ: значение», а здесь {said}.",
                    what=what,
                    said=said(node),
                ),
            )
            return {}
        if not allowed:
            return node.value
        for key in node.value:
            if key not in allowed:
                message = both(
                    "`{key}` is not known here.{hint} {what} may have: {allowed}.",
                    "Ключ `{key}` здесь неизвестен.{hint} {what}: возможны {allowed}.",
                    key=key,
                    hint=nearest(key, allowed),
                    what=what,
                    allowed=listed(allowed),
                )
                self.error(node.keys[key], message)
        return {key: item for key, item in node.value.items() if key in allowed}

    def items(self, node: Node, what: What, limit: int) -> list[Node]:
        """The items of a list of at most `limit`."""
        if not isinstance(node.value, list):
            self.error(
                node,
                both(
                    "{what} must be a list (lines that begin with `- `), this is {said}.",
                    "{what}: нужен список (строки, которые начинаются с `- `), а здесь {said}.",
                    what=what,
                    said=said(node),
                ),
            )
            return []
        if len(node.value) > limit:
            self.error(node.value[limit], at_most(what, limit))
        return node.value[:limit]

    def text(self, node: Node, what: What, limit: int = MAX_TEXT) -> str:
        """A text that is not empty."""
        if not isinstance(node.value, str):
            self.error(
                node,
                both(
                    "{what} must be text, this is {said}; put it in quotes to make it text.",
                    "{what}: нужен текст, а здесь {said}; возьмите это в кавычки, и будет текст.",
                    what=what,
                    said=said(node),
                ),
            )
            return ""
        if not node.value.strip():
            self.error(node, both("{what} must not be empty.", "{what}: здесь не должно быть пусто.", what=what))
        elif len(node.value) > limit:
            self.error(
                node,
                both(
                    "{what} must have at most {limit} characters, this has {count}.",
                    "{what}: не больше {limit} знаков, а здесь {count}.",
                    what=what,
                    limit=limit,
                    count=len(node.value),
                ),
            )
        return node.value.strip()

    def flag(self, node: Node, what: What) -> bool:
        """True or false."""
        if not isinstance(node.value, bool):
            self.error(
                node,
                both(
                    "{what} must be true or false, this is {said}.",
                    "{what}: нужно true или false, а здесь {said}.",
                    what=what,
                    said=said(node),
                ),
            )
        return node.value is True

    def local_text(self, node: Node, what: str) -> dict[Language, str]:
        """A text in each language; a bare one has the language of its letters."""
        if not isinstance(node.value, dict):
            text = self.text(node, what)
            return {language_of(text): text} if text else {}
        known = self.mapping(node, what, LANGUAGES)
        if not node.value:
            self.error(
                node,
                both(
                    "{what} must have a text in at least one language: `en` or `ru`.",
                    "{what}: нужен текст хотя бы на одном языке, `en` или `ru`.",
                    what=what,
                ),
            )
        return {language: self.text(known[language], f"{what}.{language}") for language in LANGUAGES if language in known}


def language_of(text: str) -> Language:
    """Russian when there is any Cyrillic letter, else English."""
    return "ru" if words.is_russian(text) else "en"


def at_most(what: What, limit: int) -> LocalText:
    """That there are too many of something."""
    return both("{what}: at most {limit} are possible.", "{what}: возможно не больше {limit}.", what=what, limit=limit)


def said(node: Node) -> LocalText:
    """A value in words."""
    match node.value:
        case None:
            return both("nothing", "ничего нет")
        case dict():
            return both("a mapping", "пары «ключ: значение»")
        case list():
            return both("a list", "список")
        case bool() | int() | float():
            return same(f"`{str(node.value).lower()}`")
        case _:
            text = str(node.value)
            return both("the text `{text}`", "текст `{text}`", text=text if len(text) <= 40 else text[:39] + "…")
