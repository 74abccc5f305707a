"""A language model that answers what a test says, in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assistant import ports
from assistant.domain.model import Completion, Prompt
from assistant.errors import LanguageModelError, ModelOffline, NotFound

Answer = str | Mapping[str, Any] | LanguageModelError


class FakeModel(ports.Model):
    """Keeps its promises: one answer for a key. `prompts` are what it was asked."""

    def __init__(self, answer: Callable[[Prompt], Answer] | Answer = "ok", *, connected: bool = True) -> None:
        self._answer = answer
        self._connected = connected
        self.prompts: list[Prompt] = []
        self._kept: dict[str, Completion] = {}
        self._begun: dict[str, Prompt] = {}

    @property
    def connected(self) -> bool:
        """As the port."""
        return self._connected

    async def ask(self, prompt: Prompt, *, on_text: Callable[[str], None] | None = None) -> Completion:
        """As the port."""
        if not self._connected:
            raise ModelOffline("No language model is connected.")
        if prompt.key in self._kept:
            return self._kept[prompt.key]
        self.prompts.append(prompt)
        answer = self._answer(prompt) if callable(self._answer) else self._answer
        if isinstance(answer, LanguageModelError):
            raise answer
        done = Completion(text=answer, model="fake") if isinstance(answer, str) else Completion(value=dict(answer), model="fake")
        if prompt.key:
            self._kept[prompt.key] = done
        return done

    async def begin(self, prompt: Prompt) -> None:
        """As the port."""
        self._begun[prompt.key] = prompt

    async def answer(self, key: str) -> Completion:
        """As the port."""
        if key not in self._begun:
            raise NotFound("Nothing was asked.")
        return await self.ask(self._begun[key])
