"""A language model, and what composes commands with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from assistant.domain.base import Json, Language
from assistant.domain.draft import FlowDraft
from assistant.domain.model import Completion, Prompt


class Model(Protocol):
    """A language model, if the owner connected one."""

    @property
    def connected(self) -> bool:
        """Whether one is connected and, as far as is known, can be reached. Costs nothing."""

    async def ask(self, prompt: Prompt, *, on_text: Callable[[str], None] | None = None) -> Completion:
        """Ask, within the owner's allowance; `on_text` is called with all the text so far as it comes.

        Cancelling ends the call at once. The same key again gives the first answer and asks nobody.

        Raises ModelOffline at once when none is connected, ModelRefused, ModelNonsense, AllowanceSpent.
        """

    async def begin(self, prompt: Prompt) -> None:
        """Ask in the background, under `prompt.key`; the same key again asks once. Raises ModelOffline when none is connected."""

    async def answer(self, key: str) -> Completion:
        """Wait for the answer of what was begun under this key, also before a restart. Raises NotFound and what `ask` raises."""


class Planner(Protocol):
    """Composes commands for what no command does."""

    async def compose(self, text: str, language: Language, *, turn: str = "") -> FlowDraft:
        """A command for these words as the YAML of a file, checked, its reads tried; never saved. Raises LanguageModelError."""

    async def part(self, text: str, whole: str, language: Language, *, turn: str = "") -> Sequence[Json]:
        """Steps for one clause of a command that is being told, `whole` being all that was told, as plain values, checked.

        Raises LanguageModelError.
        """
