"""`symbiote check`: command files, before anybody says them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence

from assistant import clock, settings
from assistant.app import BUILT_IN
from assistant.cli.verb import Verb, folder
from assistant.domain.base import Json, Language
from assistant.domain.command import Command, Slot
from assistant.domain.plan import Match, Verdict
from assistant.errors import AssistantError
from assistant.flows.expressions import FILTER_NAMES
from assistant.registry import check
from assistant.registry.kinds import Kinds
from assistant.settings import UnderstandingSettings
from assistant.understanding import fill
from assistant.understanding.fill import FillContext
from assistant.understanding.understand import Understanding


class Check(Verb):
    """Read command files, run their tests and look for conflicts; print `file:line: message` for each fault.

    Without folders: the built-in commands and the owner's own. Exit 1 when any file has an error.
    """

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", type=folder, nargs="*", metavar="DIR", help="command folders (default: built-in and own)")

    def run(self, args: Namespace) -> int:
        missing = [place for place in args.folders if not place.is_dir()]
        if missing:
            raise AssistantError(f"There is no folder {missing[0]}.")
        folders = args.folders or [place for place in (BUILT_IN, args.data / "commands") if place.is_dir()]
        chosen = settings.read(args.data).understanding
        faults = check.check(folders, lambda commands: matched(commands, chosen), Kinds.found(FILTER_NAMES))
        if faults:
            print(check.report(faults))
        return 1 if any(fault.severity == "error" for fault in faults) else 0


def matched(commands: Mapping[str, Command], chosen: UnderstandingSettings) -> check.Matched:
    """The real understanding of these commands, as checks see it; every sentence is read at the same moment."""
    understanding, now = Understanding(chosen), clock.now()
    understanding.load(tuple(commands.values()))

    def matches(text: str, language: Language) -> Sequence[Match]:
        """What the whole sentence may mean, best first; nothing when it is several commands or none."""
        clauses = understanding.read(text, language, now=now, turn="", plan_id="").clauses
        return clauses[0].candidates if len(clauses) == 1 and clauses[0].verdict is not Verdict.PROPOSE else ()

    def winner(text: str, language: Language) -> str | None:
        return next((match.command for match in matches(text, language)), None)

    def slots(text: str, language: Language, command: str) -> Mapping[str, Json]:
        return next((match.slots for match in matches(text, language) if match.command == command), {})

    def read_slot(said: Json, language: Language, slot: Slot) -> Json:
        return fill.read(slot, str(said), FillContext(now, language))

    return check.Matched(winner, slots, read_slot)
