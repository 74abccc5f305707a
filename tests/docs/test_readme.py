"""The README says what the program says: its tables, commands, example, links and figures."""

from __future__ import annotations

import argparse
import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from assistant import VERSION, plugins
from assistant.cli.verb import Verb
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.run import Effect
from assistant.registry.describe import describe
from assistant.registry.kinds import Kinds
from assistant.settings import Settings

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
KINDS = {item.name: item for item in describe(Kinds.built_in())}
EVENTS = {kind.model_fields["type"].default: kind for kind in get_args(AnyEvent)}


@pytest.fixture(scope="module")
def scripts() -> Path:
    """The scripts can be imported, as they import one another."""
    folder = ROOT / "scripts"
    sys.path.insert(0, str(folder))
    return folder


def test_the_tables_are_as_the_program_would_write_them_now(scripts: Path) -> None:
    assert importlib.import_module("readme").filled(README) == README


def test_the_figures_are_there_with_their_machine_and_every_goal(scripts: Path) -> None:
    bench = importlib.import_module("bench")
    table = README.split(bench.BEGIN)[1].split(bench.END)[0]
    assert [goal.what for goal in bench.GOALS if f"| {goal.what} |" not in table] == []
    assert re.search(r"Measured \d{4}-\d\d-\d\d on \d+ cores", table)


def test_a_missed_goal_is_named_and_a_reached_one_is_not(scripts: Path) -> None:
    bench = importlib.import_module("bench")
    goal = bench.Goal("speed", "speed_ms", "ms", below=10)
    assert "**missed**" in goal.row({"speed_ms": 10.5})
    assert "missed" not in goal.row({"speed_ms": 9.5})


def test_every_goal_names_a_part_that_measures_it(scripts: Path) -> None:
    bench = importlib.import_module("bench")
    sources = "\n".join((scripts / f"{module}.py").read_text(encoding="utf-8") for module in bench.PARTS.values())
    known = {re.sub(r"(_(5|10|1000|10000))(_|$)", r"_N\3", name) for name in re.findall(r'f?"((?:\w|\{\w+\})+)"', sources)}
    known = {re.sub(r"\{\w+\}", "N", name) for name in known}
    wanted = {goal.name: re.sub(r"_(5|10|1000|10000)(?=_|$)", "_N", goal.name) for goal in bench.GOALS}
    wanted = {name: re.sub(r"^split_(hwu64|snips|ha_ru)_", "split_N_", pattern) for name, pattern in wanted.items()}
    assert {name for name, pattern in wanted.items() if pattern not in known} == set()


@pytest.mark.parametrize("script", sorted(set(re.findall(r"python3? (scripts/\w+\.py)", README))))
def test_every_script_the_readme_calls_exists_and_explains_itself(script: str) -> None:
    said = subprocess.run([sys.executable, ROOT / script, "--help"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert said.returncode == 0, said.stderr
    assert "usage:" in said.stdout


@pytest.mark.parametrize(("script", "option"), re.findall(r"`(?:\S*python3? )?(?:scripts/)?(\w+\.py) (--[\w-]+)", README))
def test_every_option_the_readme_names_is_taken(script: str, option: str) -> None:
    said = subprocess.run([sys.executable, ROOT / "scripts" / script, "--help"], capture_output=True, text=True, check=True)
    assert option in said.stdout


def test_the_example_command_passes_its_check_and_wins_its_sentences_beside_the_built_in_ones(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert example
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "packing-list.yaml").write_text(example[1], encoding="utf-8")
    assert _symbiote("check", str(folder), "--data", str(tmp_path)).returncode == 0
    said = re.findall(r'- {say: "([^"]+)"', example[1])
    folders = [str(ROOT / "commands"), str(folder)]
    matched = _symbiote("match", "--json", "--data", str(tmp_path), "--commands", *folders, said="\n".join(said))
    understood = [json.loads(line)["clauses"] for line in matched.stdout.splitlines()]
    assert [[clause["command"] for clause in clauses] for clauses in understood] == [["packing-list"]] * 2


def _symbiote(*words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assistant", *words]
    return subprocess.run(command, input=said, capture_output=True, text=True, encoding="utf-8", check=False, cwd=ROOT)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_step_kind_is_documented_from_its_own_docstring(name: str) -> None:
    assert KINDS[name].line
    assert f"| `{name}` | {KINDS[name].line.replace('|', chr(92) + '|')} |" in README
    assert KINDS[name].effect in set(Effect)


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_every_event_is_documented_and_named_noun_past_participle(name: str) -> None:
    assert EVENTS[name].__doc__
    assert f"| `{name}` |" in README
    assert re.fullmatch(r"[a-z]+\.[a-z]+", name)


def test_every_setting_has_a_description() -> None:
    bare = [
        f"{section}.{name}"
        for section, field in Settings.model_fields.items()
        for name, value in getattr(field.annotation, "model_fields", {}).items()
        if not value.description or f"| `{section}.{name}` |" not in README
    ]
    assert bare == []


@pytest.mark.parametrize("name", plugins.names("cli.verbs"))
def test_every_verb_is_documented_and_explains_itself(name: str) -> None:
    verb = plugins.load("cli.verbs", name, Verb)
    verb().arguments(argparse.ArgumentParser())
    assert verb.__doc__
    assert f"| `symbiote {name}" in README


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#][^)]*)\)", README + CHANGELOG))))
def test_every_link_leads_somewhere(target: str) -> None:
    assert target.startswith("https://") or (ROOT / target).exists()


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:assistant|scripts|tests|commands|electron-ui)/[\w./-]*)`", README)))
)
def test_every_place_the_readme_names_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_changelog_has_this_version_first() -> None:
    first = re.search(r"^## (\S+)", CHANGELOG, re.MULTILINE)
    assert first and first[1] == VERSION


def test_the_picture_is_small_enough_to_load_with_the_page() -> None:
    assert 10_000 < (ROOT / "electron-ui" / "picture.png").stat().st_size < 300_000
