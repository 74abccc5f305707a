"""`symbiote commands`: what can be said."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from assistant.app import BUILT_IN
from assistant.cli.verb import Verb, add_commands
from assistant.registry.registry import Registry


class Commands(Verb):
    """List every command with what may be said for it."""

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        add_commands(parser)

    def run(self, args: Namespace) -> int:
        registry = Registry.of(args.commands or [BUILT_IN], args.data)
        registry.load()
        for command in registry.commands.values():
            if args.json:
                kept = {"name", "title", "description", "phrases", "slots", "origin", "effect", "file"}
                print(command.model_dump_json(include=kept))
            else:
                print(f"{command.name}: {' / '.join(command.title.values())}")
                for phrases in command.phrases.values():
                    print(f"    {phrases[0]}" if phrases else "")
        return 0
