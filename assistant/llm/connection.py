"""Which server is connected: its address and key, the open connection to it, and whether it could be reached lately."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import anyio
import anyio.to_thread

from assistant.domain.base import LocalText
from assistant.domain.both import NOTHING
from assistant.errors import ModelOffline, ModelRefused
from assistant.llm.prices import is_own
from assistant.settings import LlmSettings
from assistant.vault import Vault

if TYPE_CHECKING:
    from assistant.llm.server import Server

DOWN_FOR = 15.0
"""Seconds for which a server that could not be reached is not asked again: whoever asks is told at once."""


class Connection:
    """The connection to the server of the settings. All methods on the event loop."""

    def __init__(self, settings: Callable[[], LlmSettings], vault: Vault) -> None:
        self._settings = settings
        self._vault = vault
        self._open: Server | None = None
        self._open_for: tuple[LlmSettings, str] | None = None
        self._opening = anyio.Lock()
        self._keys: dict[str, str] = {}
        self._down_until = 0.0
        self._why_down: LocalText = NOTHING
        self.module: Any = None
        """`assistant.llm.server`, once it was needed: it imports a large library."""

    async def load(self) -> Any:
        """Import what speaks with servers, in a worker thread."""
        if self.module is None:
            self.module = await anyio.to_thread.run_sync(importlib.import_module, "assistant.llm.server")
        return self.module

    @property
    def down(self) -> LocalText:
        """Why the server is not asked at the moment; nothing when it may be."""
        return self._why_down if time.monotonic() < self._down_until else NOTHING

    def note_down(self, why: LocalText) -> None:
        """The server could not be reached."""
        self._why_down, self._down_until = why, time.monotonic() + DOWN_FOR

    async def server(self) -> Server:
        """The open connection to the server of the settings as they are now. Raises VaultUnavailable."""
        settings = self._settings()
        async with self._opening:
            key = await self.key(settings.base_url)
            if self._open is None or self._open_for != (settings, key):
                await self.close()
                self._open = await self.reach(settings, key)
                self._open_for = (settings, key)
            return self._open

    async def reach(self, settings: LlmSettings, key: str) -> Server:
        """A connection of its own to any server; who opens it closes it."""
        module = await self.load()
        server: Server = await anyio.to_thread.run_sync(module.Server, settings, key)
        return server

    async def close(self) -> None:
        """Let go of the connection."""
        if self._open is not None:
            before, self._open = self._open, None
            await before.close()

    def forget_down(self) -> None:
        """Ask again, whatever was noted: the owner wants to know."""
        self._down_until = 0.0

    # --- keys ---

    async def key(self, base_url: str) -> str:
        """The key for a server; each key belongs to one server and is given to no other."""
        name = _name(base_url)
        if base_url and name not in self._keys:
            self._keys[name] = await self._vault.get(name)
        return self._keys.get(name, "")

    async def keep_key(self, base_url: str, key: str) -> None:
        """Keep a key for a server."""
        self._keys.pop(_name(base_url), None)
        await self._vault.set(_name(base_url), key)

    async def forget_key(self, base_url: str) -> None:
        """Remove the key for a server."""
        self._keys.pop(_name(base_url), None)
        await self._vault.remove(_name(base_url))

    async def key_place(self) -> str:
        """Where keys are kept."""
        return await self._vault.place()


def _name(base_url: str) -> str:
    parts = urlsplit(base_url)
    return f"llm {parts.scheme}://{parts.netloc.lower()}"


def address(said: str, *, with_key: bool) -> str:
    """A server's address as it was entered, made whole. Raises ModelRefused."""
    text = said.strip()
    if "://" not in text:
        text = ("http://" if is_own(f"http://{text}") else "https://") + text
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise ModelRefused("That is no web address.", ru="Это не веб-адрес.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ModelRefused(
            "That is no address of a server; it looks like https://api.example.com/v1, without a password in it.",
            ru="Это не адрес сервера; он выглядит как https://api.example.com/v1, без пароля внутри.",
        )
    if with_key and parts.scheme == "http" and not is_own(text):
        raise ModelRefused(
            "A key is not sent over http to another computer, where anybody on the way can read it; use https.",
            ru="Ключ не отправляется по http на другой компьютер: по пути его может прочитать кто угодно. Используйте https.",
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/').removesuffix('/chat/completions')}"


def offline() -> ModelOffline:
    """What is told when there is no model."""
    return ModelOffline(
        "No language model is connected. Connect one under “Connections”.",
        ru="Языковая модель не подключена. Подключите её в «Подключениях».",
    )
