"""`symbiote doctor`: what works on this computer."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from json import dumps

import anyio

from assistant.cli.language import spoken
from assistant.cli.verb import Verb
from assistant.doctor import examine


class Doctor(Verb):
    """Look at the microphone, speech model, browser, display and data folder, and say what to do about the rest."""

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def run(self, args: Namespace) -> int:
        checks = anyio.run(examine, args.data)
        for check in checks:
            if args.json:
                print(dumps(asdict(check), ensure_ascii=False))
            else:
                mark = {"ok": "✓", "warn": "!", "fail": "✗"}[check.state]
                print(
                    f"{mark} {spoken(check.title)}: {spoken(check.detail)}" + (f"\n    {spoken(check.fix)}" if check.fix else "")
                )
        return 1 if any(check.state == "fail" for check in checks) else 0
