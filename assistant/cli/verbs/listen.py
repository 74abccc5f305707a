"""`symbiote listen`: speech from the microphone or a file, carried out."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

import anyio

from assistant.cli.client import Client, client_of
from assistant.cli.follow import Followed
from assistant.cli.show import line_of
from assistant.cli.verb import Verb


class Listen(Verb):
    """Listen and print what is heard and done: until Ctrl+C, or with --file until all of its speech is carried out."""

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, metavar="F.wav", help="a sound file instead of the microphone")
        parser.add_argument("--json", action="store_true", help="print one JSON event a line")

    def run(self, args: Namespace) -> int:
        if args.file:
            return anyio.run(_listen_to_file, args.data, args.file.resolve(), args.json)
        return anyio.run(_listen, args.data, args.json)


async def _listen(data: Path, as_json: bool) -> int:
    async with client_of(data) as client:
        await client.request("voice.set_mode", mode="always")
        async for envelope in client.events():
            _print(envelope, as_json)
    return 1


async def _listen_to_file(data: Path, file: Path, as_json: bool) -> int:
    async with client_of(data) as client, anyio.create_task_group() as tasks:
        heard: dict[str, Followed] = {}
        result: dict[str, Any] = {}

        async def hear() -> None:
            result.update(await client.request("voice.hear_file", path=str(file)))

        tasks.start_soon(hear)
        code = await _follow(client, heard, result, as_json)
        tasks.cancel_scope.cancel()
    return code


async def _follow(client: Client, heard: dict[str, Followed], result: dict[str, Any], as_json: bool) -> int:
    events = client.events()
    while True:
        with anyio.move_on_after(0.25):
            envelope = await anext(events)
            _print(envelope, as_json)
            event = envelope["event"]
            if event["type"] == "utterance.received" and event["utterance"]["source"] == "file":
                heard[event["turn"]] = Followed(event["turn"])
            for followed in heard.values():
                followed.feed(event)
            continue
        if "utterances" in result and len(heard) >= result["utterances"] and all(one.at_rest for one in heard.values()):
            return 0 if heard and all(one.succeeded for one in heard.values()) else 1


def _print(envelope: dict[str, Any], as_json: bool) -> None:
    event = envelope["event"]
    if as_json:
        if event["type"] != "voice.level":
            print(json.dumps(envelope, ensure_ascii=False), flush=True)
    elif line := line_of(event):
        print(line, flush=True)
