"""`symbiote match`: how sentences are understood, without carrying anything out."""

from __future__ import annotations

import io
import json
import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from assistant import clock, settings_file
from assistant.app import BUILT_IN
from assistant.cli.verb import Verb, add_commands
from assistant.domain.plan import Plan, PlannedClause
from assistant.registry.registry import Registry
from assistant.understanding.tokens import detect_language
from assistant.understanding.understand import Understanding


class Match(Verb):
    """Read one utterance a line on standard input and print how each is understood; command null means that nothing fits."""

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        add_commands(parser)

    def run(self, args: Namespace) -> int:
        registry = Registry.of(args.commands or [BUILT_IN], args.data)
        registry.load()
        understanding = Understanding(settings_file.read(args.data).understanding)
        understanding.load(registry.understood)
        if isinstance(sys.stdin, io.TextIOWrapper):
            # What others pipe in does not hang on the terminal's encoding.
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        for line in sys.stdin or ():  # None when it was closed
            text = line.rstrip("\r\n")
            plan = understanding.read(text, detect_language(text), now=clock.now(), turn="", plan_id="")
            shown = described(text, plan)
            print(json.dumps(shown, ensure_ascii=False, default=str) if args.json else _readable(shown), flush=True)
        return 0


def described(text: str, plan: Plan) -> dict[str, Any]:
    """What the scripts of others rely on: `{text, clauses: [{text, command, confidence, slots, why, verdict}]}`.

    `command` is the best guess, however unsure: `confidence` says how unsure and `verdict` what would be done about it (a
    guess with the verdict `propose` is only offered as near). It is null when nothing is near at all.
    """
    return {"text": text, "clauses": [_clause(planned) for planned in plan.clauses]}


def _clause(planned: PlannedClause) -> dict[str, Any]:
    best = planned.candidates[0] if planned.candidates else None
    return {
        "text": planned.clause.text,
        "command": best.command if best else None,
        "confidence": best.confidence if best else 0.0,
        "slots": dict(best.slots) if best else {},
        "why": best.why if best else "nothing is like it",
        "verdict": planned.verdict.value,
    }


def _readable(shown: dict[str, Any]) -> str:
    lines = [f"» {shown['text']}"]
    for clause in shown["clauses"]:
        name = clause["command"] or "-"
        lines.append(f"  {name}  {clause['confidence']:.2f}  “{clause['text']}”  {clause['slots'] or ''}  {clause['why']}")
    return "\n".join(lines)
