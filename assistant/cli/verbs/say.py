"""`symbiote say`: a sentence from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anyio

from assistant.cli.client import Client, client_of
from assistant.cli.follow import Followed
from assistant.cli.show import line_of
from assistant.cli.verb import Verb, add_commands
from assistant.domain.base import new_id


class Say(Verb):
    """Carry out a sentence and print what happens until all of it is finished or waits; exit 0 only when all is finished."""

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", help="what to do, in Russian or English")
        parser.add_argument("--json", action="store_true", help="print one JSON event a line")
        parser.add_argument("--yes", action="store_true", help="answer every confirmation with yes")
        add_commands(parser)

    def run(self, args: Namespace) -> int:
        return anyio.run(_say, args.data, args.commands, args.text, args.json, args.yes)


async def _say(data: Path, commands: Sequence[Path], text: str, as_json: bool, yes: bool) -> int:
    async with client_of(data, commands) as client:
        told = await client.request("turn.say", text=text, key=new_id("say"), source="cli", replaces=None, language=None)
        followed = Followed(told["turn"])
        async for envelope in client.events():
            event = envelope["event"]
            if not followed.feed(event):
                continue
            if line := json.dumps(envelope, ensure_ascii=False) if as_json else line_of(event):
                print(line, flush=True)
            if yes and await agree(client, event):
                continue
            if followed.at_rest and not (yes and _may_be_answered(event)):
                return 0 if followed.succeeded else 1
    return 1


async def agree(client: Client, event: dict[str, Any]) -> bool:
    """Answer a confirmation with yes; whether this event was one."""
    if event["type"] != "question.asked" or event["question"]["kind"] not in ("confirm", "approve"):
        return False
    question = event["question"]
    await client.request(
        "question.answer", question=question["id"], value=True, hash=question["hash"], by="cli", key=new_id("yes")
    )
    return True


def _may_be_answered(event: dict[str, Any]) -> bool:
    """A run that has just begun to wait for a question: the yes is on its way."""
    return bool(event["type"] == "run.changed" and event["why"] == "question")
