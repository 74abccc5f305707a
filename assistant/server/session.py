"""Hello and welcome: what a window says first, and everything it needs to show the present state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field, ValidationError

from assistant import VERSION
from assistant.domain.base import Json
from assistant.domain.event.browsing import ShowingChanged
from assistant.domain.event.changed import CommandsLoaded
from assistant.domain.event.envelope import Envelope
from assistant.domain.event.voice import ModelChanged, VoiceChanged
from assistant.server.desk import Desk
from assistant.server.rpc import Fault, Params, Result, read_request

PROTOCOL: Literal[1] = 1


class Hello(Params):
    """The first frame. `since` is the last `seq` this client has seen, None for a new one."""

    token: str = Field(max_length=200)
    since: int | None = Field(default=None, ge=0)
    client: str = Field(default="", max_length=100)

    @staticmethod
    def read(frame: str) -> tuple[str | int | None, Hello] | None:
        """The id and the hello in a first frame, or None when it is anything else."""
        try:
            request = read_request(frame)
            if request["method"] != "session.hello":
                return None
            return request.get("id"), Hello.model_validate(request.get("params"))
        except (Fault, ValidationError):
            return None


class Snapshot(Result):
    """The present state. `envelopes` are the recorded events of the newest turns and of all unfinished ones, in order."""

    envelopes: Sequence[Envelope]
    voice: VoiceChanged
    model: ModelChanged
    settings: dict[str, dict[str, Json]]
    draft: str
    commands: CommandsLoaded
    showing: ShowingChanged
    data_folder: str
    more_history: bool
    notice: str = ""
    """Something the owner must know about the data folder, empty when all is well."""


class Welcome(Result):
    """The answer to hello. Without a snapshot the missed events follow as notifications."""

    seq: int
    version: str
    protocol: Literal[1] = PROTOCOL
    snapshot: Snapshot | None


async def welcome(desk: Desk, since: int | None) -> tuple[Welcome, Sequence[Envelope]]:
    """The answer to hello, and the events to send after it."""
    if since is not None and (missed := await desk.events.since(since)) is not None:
        last = missed[-1].seq if missed else since
        return Welcome(seq=last or since, version=VERSION, snapshot=None), missed
    seq, envelopes, more = await desk.events.recent()
    loaded = desk.registry
    snapshot = Snapshot(
        envelopes=envelopes,
        voice=desk.ears.state,
        model=desk.ears.model_state,
        settings=desk.settings.model_dump(mode="json"),
        draft=await desk.memos.get("draft"),
        commands=CommandsLoaded(count=len(loaded.commands), faults=tuple(loaded.faults)),
        showing=desk.showings.state,
        data_folder=str(desk.data),
        more_history=more,
        notice=await desk.memos.get("notice"),
    )
    return Welcome(seq=seq, version=VERSION, snapshot=snapshot), ()
