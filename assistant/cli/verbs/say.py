"""`symbiote say`: a sentence from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import anyio

from assistant.cli.client import GONE, Client
from assistant.cli.follow import Followed
from assistant.cli.show import line_of
from assistant.cli.sidecar import client_of
from assistant.cli.verb import Verb, add_commands
from assistant.domain.base import new_id
from assistant.errors import AssistantError

CONSENTS = ("confirm", "approve")


class Say(Verb):
    """Carry out a sentence and print what happens until all of it is finished or waits; exit 0 only when all is finished."""

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", help="what to do, in Russian or English")
        parser.add_argument("--json", action="store_true", help="print one JSON event a line")
        parser.add_argument("--yes", action="store_true", help="answer every confirmation with yes")
        add_commands(parser)

    def run(self, args: Namespace) -> int:
        # Bytes that are no UTF-8 come as half characters, which no JSON can hold.
        text = args.text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return anyio.run(_say, args.data, args.commands, text, args.json, args.yes)


async def _say(data: Path, commands: Sequence[Path], text: str, as_json: bool, yes: bool) -> int:
    async with client_of(data, commands, environment={"ASSISTANT_VOICE__MODE": "off"}) as client:
        told = await client.request("turn.say", text=text, key=new_id("say"), source="cli", replaces=None, language=None)
        followed, consent = Followed(told["turn"]), Consent(client)
        async for envelope in client.events():
            event = envelope["event"]
            if not consent.is_under_way(event) and not followed.feed(event):
                continue
            if line := json.dumps(envelope, ensure_ascii=False) if as_json else line_of(event):
                print(line, flush=True)
            if yes:
                await consent.give(event)
            if followed.at_rest:
                return 0 if followed.succeeded else 1
    raise AssistantError.saying(GONE)


class Consent:
    """Answers confirmations with yes, and knows which runs have not taken it up yet."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._given: set[str] = set()

    async def give(self, event: Mapping[str, Any]) -> None:
        """Say yes when this event asks for one."""
        if event["type"] != "question.asked":
            return
        question = event["question"]
        self._given.discard(event["run"])
        if question["kind"] in CONSENTS:
            self._given.add(event["run"])
            await self._client.request(
                "question.answer", question=question["id"], value=True, hash=question["hash"], by="cli", key=new_id("yes")
            )

    def is_under_way(self, event: Mapping[str, Any]) -> bool:
        """Whether the run that now waits for a question has its yes already."""
        return event["type"] == "run.changed" and event["why"] == "question" and event["run"] in self._given
