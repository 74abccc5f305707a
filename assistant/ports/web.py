"""The web, the secrets it asks for, the owner's own browser, and code that reaches nothing."""

from __future__ import annotations

from typing import Protocol

from assistant.domain.base import Json
from assistant.domain.web import WebAnswer, WebRequest


class Web(Protocol):
    """Web servers, within bounds; this computer and its network only when allowed by name."""

    async def fetch(self, request: WebRequest) -> WebAnswer:
        """Send a request, redirects followed. Raises StepRefused for what may not be done, StepError for what failed."""


class Secrets(Protocol):
    """What must never be shown: keys and passwords, by the names the owner gave them."""

    async def secret(self, name: str) -> str:
        """The secret of that name. Raises StepRefused when there is none."""


class Opener(Protocol):
    """Opens things on the owner's desktop."""

    async def open_url(self, url: str) -> None:
        """Open an http(s) address in the owner's browser. Raises StepError when there is none."""

    async def search(self, query: str) -> str:
        """Open the owner's search page for some words; its address. Raises StepError."""


class Scripts(Protocol):
    """JavaScript with nothing to reach."""

    async def run(self, code: str, value: Json, *, seconds: float) -> Json:
        """What the code makes of `value`, which it sees as `input`. Raises StepRefused with what is wrong with it."""
