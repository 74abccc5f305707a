"""What a running step knows, and the real things it may use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

from assistant.clock import now
from assistant.domain.base import Json, Language
from assistant.domain.event.said import ItemAction, MessageSaid
from assistant.errors import StepError
from assistant.store.events import Events

Port = TypeVar("Port")
Ports = Mapping[type, Any]
"""Each protocol of assistant.ports with the real thing behind it."""


@dataclass(slots=True)
class Context:
    """The StepContext of one step. `key`, unless given, is run and path: the same when the step is tried again after a crash."""

    run: str
    turn: str
    path: str
    language: Language
    ports: Ports
    events: Events
    now: datetime = field(default_factory=now)
    key: str = ""
    decided: Mapping[str, Json] = field(default_factory=dict)
    outside: Mapping[str, str] = field(default_factory=dict)
    _said: int = 0

    def __post_init__(self) -> None:
        self.key = self.key or f"{self.run}:{self.path}"

    def use(self, port: type[Port]) -> Port:
        """The real thing behind a protocol. Raises StepError when it is not connected."""
        if port not in self.ports:
            raise StepError(f"{port.__name__} is not connected.", ru=f"{port.__name__} не подключено.")
        return cast("Port", self.ports[port])

    async def say(self, text: str, *, items: Sequence[Json] = (), link: str = "", actions: Sequence[ItemAction] = ()) -> None:
        """Show something in the conversation, once even when the step is tried again."""
        shown = {"text": text, "items": tuple(items), "link": link, "actions": tuple(actions)}
        said = MessageSaid(turn=self.turn, run=self.run, path=self.path, **shown)
        await self.events.record(said, f"{self.key}:said:{self._said}")
        self._said += 1
