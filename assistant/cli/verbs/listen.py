"""`symbiote listen`: speech from the microphone or a file, carried out."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio

from assistant.cli.client import Client
from assistant.cli.follow import Followed
from assistant.cli.show import line_of
from assistant.cli.sidecar import client_of
from assistant.cli.verb import Verb
from assistant.errors import AssistantError


class Listen(Verb):
    """Listen and print what is heard and done: until Ctrl+C, or with --file until all of its speech is carried out."""

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, metavar="F.wav", help="a sound file instead of the microphone")
        parser.add_argument("--json", action="store_true", help="print one JSON event a line")

    def run(self, args: Namespace) -> int:
        if args.file is None:
            return anyio.run(_listen, args.data, args.json)
        file = args.file.expanduser().resolve()
        if not file.is_file():
            raise AssistantError(f"There is no file {file}.", ru=f"Файла {file} нет.")
        return anyio.run(_listen_to_file, args.data, file, args.json)


async def _listen(data: Path, as_json: bool) -> int:
    """Until interrupted. A sidecar that runs already goes back to the mode it had."""
    async with client_of(data, environment={"ASSISTANT_VOICE__MODE": "always"}) as client:
        mode = client.welcome["snapshot"]["voice"]["mode"]
        if mode != "always":
            await client.request("voice.set_mode", mode="always")
        try:
            async for envelope in client.events():
                _print(envelope, as_json)
        finally:
            if mode != "always":
                with anyio.move_on_after(2, shield=True):
                    await client.request("voice.set_mode", mode=mode)
    return 1


async def _listen_to_file(data: Path, file: Path, as_json: bool) -> int:
    async with client_of(data, environment={"ASSISTANT_VOICE__MODE": "off"}) as client:
        return await _hear(client, file, as_json)


async def _hear(client: Client, file: Path, as_json: bool) -> int:
    """Have a file heard and follow all that was said in it; the exit code."""
    heard, followed = Heard(), anyio.CancelScope()
    failure: AssistantError | None = None

    async def follow() -> None:
        with followed:
            async for envelope in client.events():
                _print(envelope, as_json)
                heard.feed(envelope["event"])
                if heard.at_rest:
                    return

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(follow)
        try:
            result = await client.request("voice.hear_file", within=None, path=str(file))
            heard.expected = int(result["utterances"])
        except AssistantError as error:
            failure = error
        if failure or heard.at_rest:
            followed.cancel()
    if failure:
        raise failure
    return 0 if heard.succeeded else 1


@dataclass(slots=True)
class Heard:
    """What was said in a file. `expected` is how many utterances it held, None until all of it has been heard."""

    expected: int | None = None
    turns: dict[str, Followed] = field(default_factory=dict)

    def feed(self, event: Mapping[str, Any]) -> None:
        """Take an event in."""
        if event["type"] == "utterance.received" and event["utterance"]["source"] == "file":
            self.turns[event["turn"]] = Followed(event["turn"])
        for followed in self.turns.values():
            followed.feed(event)

    @property
    def at_rest(self) -> bool:
        """Whether nothing more will come of the file without the owner or time."""
        return self.expected is not None and len(self.turns) >= self.expected and all(one.at_rest for one in self.turns.values())

    @property
    def succeeded(self) -> bool:
        """Whether there was something to do, and all of it is finished."""
        return bool(self.turns) and self.at_rest and all(one.succeeded for one in self.turns.values())


def _print(envelope: dict[str, Any], as_json: bool) -> None:
    event = envelope["event"]
    if as_json:
        if event["type"] != "voice.level":
            print(json.dumps(envelope, ensure_ascii=False), flush=True)
    elif line := line_of(event):
        print(line, flush=True)
