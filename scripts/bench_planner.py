"""What a planner's prompt costs: tokens over registries of fifty and of a thousand commands, and the time to choose what it shows.

The requests are the recorded ones; the registries are the built-in commands again and again under other names. Tokens are a
quarter of the bytes, as where a server does not count them. No model is asked.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench_sidecar import p95  # noqa: E402

from assistant.domain.command import Command  # noqa: E402  the project is found by the line above
from assistant.llm.prices import tokens_about  # noqa: E402
from assistant.llm.prompts import prompt  # noqa: E402
from assistant.planner.retrieve import Retrieval  # noqa: E402
from assistant.registry.kinds import Kinds  # noqa: E402
from assistant.registry.load import Folder, Loader  # noqa: E402

REQUESTS = ROOT / "tests" / "data" / "planner" / "requests.jsonl"
SMALL, LARGE = 50, 1_000


def figures() -> dict[str, float]:
    """All figures by name."""
    kinds = Kinds.built_in()
    known = list(Loader(kinds).load([Folder(ROOT / "commands")]).commands.values())
    requests = [json.loads(line)["request"] for line in REQUESTS.read_text(encoding="utf-8").splitlines()]
    small, _quick = _of(Retrieval(kinds, _registry(known, SMALL)), requests)
    large, times = _of(Retrieval(kinds, _registry(known, LARGE)), requests)
    return {
        "planner_tokens_small": statistics.mean(small),
        "planner_tokens_large": statistics.mean(large),
        "planner_tokens_ratio": sum(large) / sum(small),
        "planner_choose_p95_ms": p95(times) * 1_000,
    }


def _registry(known: list[Command], count: int) -> dict[str, Command]:
    made = (known[i % len(known)].model_copy(update={"name": f"{known[i % len(known)].name}-{i}"}) for i in range(count))
    return {command.name: command for command in made}


def _of(retrieval: Retrieval, requests: list[str]) -> tuple[list[int], list[float]]:
    """For each request the tokens of its prompt and the seconds to choose what it shows."""
    rules = prompt("compose", language="Russian")
    retrieval.catalogue(requests[0])
    tokens, times = [], []
    for request in requests:
        began = time.perf_counter()
        shown = retrieval.catalogue(request)
        times.append(time.perf_counter() - began)
        tokens.append(tokens_about(rules + shown.kinds + shown.commands + request))
    return tokens, times


if __name__ == "__main__":
    for name, value in figures().items():
        print(f"{name}: {value:.3f}")
