"""What reading one file has found wrong so far; the small readers that report instead of raising."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from assistant import words
from assistant.domain.base import Language
from assistant.domain.command import Fault
from assistant.registry.document import Node
from assistant.registry.kinds import listed, nearest

MAX_FAULTS = 50
"""Faults reported for one file; after that the rest is rarely news."""
MAX_TEXT = 2_000
"""Characters of a title, a description, a question."""
LANGUAGES: tuple[Language, ...] = ("en", "ru")


class Reading:
    """One file being read. Faults are kept in the order they are found; `filters` are those expressions may use, empty when unknown."""

    def __init__(self, file: str, filters: frozenset[str] = frozenset()) -> None:
        self.file, self.filters = file, filters
        self.faults: list[Fault] = []

    @property
    def failed(self) -> bool:
        """Whether anything was wrong that makes the file useless."""
        return any(fault.severity == "error" for fault in self.faults)

    def error(self, node: Node, message: str) -> None:
        """Something that makes the file useless."""
        self._add(node, message, "error")

    def warn(self, node: Node, message: str) -> None:
        """Something that is probably not meant."""
        self._add(node, message, "warning")

    def _add(self, node: Node, message: str, severity: Literal["error", "warning"]) -> None:
        if len(self.faults) < MAX_FAULTS:
            fault = Fault(file=self.file, message=message, line=node.line, column=node.column, severity=severity)
            self.faults.append(fault)

    # --- readers ---

    def mapping(self, node: Node, what: str, allowed: tuple[str, ...] = ()) -> Mapping[str, Node]:
        """The items of a mapping; unknown keys are reported and left out when `allowed` names the known ones."""
        if not isinstance(node.value, dict):
            self.error(node, f"{what} must be a mapping (`key: value`), this is {said(node)}.")
            return {}
        if not allowed:
            return node.value
        for key in node.value:
            if key not in allowed:
                hint = nearest(key, allowed)
                self.error(node.keys[key], f"`{key}` is not known here.{hint} {what} may have: {listed(allowed)}.")
        return {key: item for key, item in node.value.items() if key in allowed}

    def items(self, node: Node, what: str, limit: int) -> list[Node]:
        """The items of a list of at most `limit`."""
        if not isinstance(node.value, list):
            self.error(node, f"{what} must be a list (lines that begin with `- `), this is {said(node)}.")
            return []
        if len(node.value) > limit:
            self.error(node.value[limit], f"{what}: at most {limit} are possible.")
        return node.value[:limit]

    def text(self, node: Node, what: str, limit: int = MAX_TEXT) -> str:
        """A text that is not empty."""
        if not isinstance(node.value, str):
            self.error(node, f"{what} must be text, this is {said(node)}; put it in quotes to make it text.")
            return ""
        if not node.value.strip():
            self.error(node, f"{what} must not be empty.")
        elif len(node.value) > limit:
            self.error(node, f"{what} must have at most {limit} characters, this has {len(node.value)}.")
        return node.value.strip()

    def flag(self, node: Node, what: str) -> bool:
        """True or false."""
        if not isinstance(node.value, bool):
            self.error(node, f"{what} must be true or false, this is {said(node)}.")
        return node.value is True

    def local_text(self, node: Node, what: str) -> dict[Language, str]:
        """A text in each language; a bare one has the language of its letters."""
        if not isinstance(node.value, dict):
            text = self.text(node, what)
            return {language_of(text): text} if text else {}
        known = self.mapping(node, what, LANGUAGES)
        if not node.value:
            self.error(node, f"{what} must have a text in at least one language: `en` or `ru`.")
        return {language: self.text(known[language], f"{what}.{language}") for language in LANGUAGES if language in known}


def language_of(text: str) -> Language:
    """Russian when there is any Cyrillic letter, else English."""
    return "ru" if words.is_russian(text) else "en"


def said(node: Node) -> str:
    """A value in words."""
    match node.value:
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case bool() | int() | float():
            return f"`{str(node.value).lower()}`"
        case _:
            text = str(node.value)
            return f"the text `{text if len(text) <= 40 else text[:39] + '…'}`"
