"""Measures the conflict lab over a thousand commands, every one against all others."""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from bench_understanding import registry  # noqa: E402

from assistant import rehearsal  # noqa: E402
from assistant.domain.command import Command, CommandTest  # noqa: E402
from assistant.registry.check import check_loaded  # noqa: E402
from assistant.registry.load import Loaded  # noqa: E402
from assistant.settings import UnderstandingSettings  # noqa: E402

COUNT = 1_000


def tested() -> dict[str, Command]:
    """A thousand made-up commands with five phrases and two tests each."""
    made, _said = registry(COUNT, 1)
    found = {}
    for command in made:
        place = command.title["en"]
        tests = (CommandTest(say=f"could you {place}"), CommandTest(say=command.phrases["en"][4]))
        found[command.name] = command.model_copy(update={"tests": tests, "origin": "owner"})
    return found


def figures() -> dict[str, float]:
    """Seconds for a check of everything, from nothing: as they pass, and of the processor's time."""
    commands = tested()
    start, busy = time.perf_counter(), time.process_time()
    check_loaded(Loaded(commands), lambda all_of_them: rehearsal.matched(all_of_them, UnderstandingSettings()))
    return {"lab_all_of_1000_s": time.perf_counter() - start, "lab_all_of_1000_processor_s": time.process_time() - busy}


if __name__ == "__main__":
    for key, figure in figures().items():
        print(f"{key:30} {figure:.2f}")
