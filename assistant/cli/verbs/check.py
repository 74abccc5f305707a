"""`symbiote check`: command files, before anybody says them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from assistant import settings_file
from assistant.app import BUILT_IN
from assistant.cli.language import language
from assistant.cli.verb import Verb, folder
from assistant.errors import AssistantError
from assistant.flows.expressions import FILTER_NAMES
from assistant.registry import check
from assistant.registry.kinds import Kinds
from assistant.registry.load import Folder
from assistant.rehearsal import matched


class Check(Verb):
    """Read command files, run their tests and look for conflicts; print `file:line: message` for each fault.

    Without folders: the built-in commands and the owner's own. Exit 1 when any file has an error.
    """

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", type=folder, nargs="*", metavar="DIR", help="command folders (default: built-in and own)")

    def run(self, args: Namespace) -> int:
        missing = [place for place in args.folders if not place.is_dir()]
        if missing:
            raise AssistantError(f"There is no folder {missing[0]}.", ru=f"Папки {missing[0]} нет.")
        folders = args.folders or [place for place in (BUILT_IN, args.data / "commands") if place.is_dir()]
        places = [Folder(place, "built-in" if place == BUILT_IN else "owner") for place in folders]
        chosen = settings_file.read(args.data).understanding
        faults = check.check(places, lambda commands: matched(commands, chosen), Kinds.found(FILTER_NAMES))
        if faults:
            print(check.report(faults, language()))
        return 1 if any(fault.severity == "error" for fault in faults) else 0
