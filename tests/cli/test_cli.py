"""The command line as others script it: real processes, their lines and exit codes."""

from __future__ import annotations

import json
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import psutil
import pytest

from assistant.cli.client import Client
from assistant.cli.sidecar import client_of
from assistant.folder import read_session
from tests.server.door import write_commands

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[2]
SPEECH = ROOT / "tests" / "fixtures" / "speech"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def commands(tmp_path: Path) -> Path:
    return write_commands(tmp_path / "trial")


def environment(**more: str) -> dict[str, str]:
    ours = {key: value for key, value in os.environ.items() if not key.startswith("ASSISTANT_")}
    return {**ours, "ASSISTANT_VOICE__MODE": "off", "ASSISTANT_SPEECH__MODEL": str(SPEECH / "model"), **more}


def symbiote(*arguments: object, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run a verb to its end."""
    command = [sys.executable, "-m", "assistant", *map(str, arguments)]
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, cwd=ROOT, env=environment(**more), timeout=120, check=False
    )


@contextmanager
def served(data: Path, *arguments: object, **more: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A sidecar that leaves with this test, and its first line."""
    command = [sys.executable, "-m", "assistant", "serve", "--data", str(data), *map(str, arguments)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env=environment(ASSISTANT_LEAVE_WITH_PARENT="1", **more),
    )
    assert process.stdin and process.stdout
    try:
        yield process, json.loads(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(20)
        process.stdout.close()


def test_serve_says_one_line_and_keeps_its_token_to_itself(data: Path, commands: Path) -> None:
    with served(data, "--commands", commands, ASSISTANT_TOKEN="a-token-by-environment") as (process, line):  # noqa: S106
        assert set(line) == {"event", "port", "pid", "protocol", "url"}
        assert (line["event"], line["protocol"]) == ("ready", 1)
        assert line["url"] == f"http://127.0.0.1:{line['port']}/#token=a-token-by-environment"
        session = data / "session.json"
        assert session.stat().st_mode & 0o777 == 0o600
        assert json.loads(session.read_text()) == {"port": line["port"], "pid": line["pid"], "token": "a-token-by-environment"}
        assert data.stat().st_mode & 0o077 == 0
        for one in [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]:
            assert "a-token-by-environment" not in " ".join(one.cmdline())
        said = symbiote("say", "hello", "--data", data)
        assert (said.returncode, "Hello." in said.stdout) == (0, True), said.stderr
        assert process.stdin and process.stdout
        process.stdin.close()
        assert process.stdout.read() == ""
        assert process.wait(20) == 0
    with served(data, "--commands", commands) as (_process, again):
        assert again["port"] == line["port"]
        assert again["url"] != line["url"]
    assert "a-token-by-environment" not in (data / "logs" / "assistant.log").read_text()


def test_a_second_sidecar_says_that_the_first_is_there(data: Path, commands: Path) -> None:
    with served(data, "--commands", commands):
        second = symbiote("serve", "--data", data)
        assert second.returncode == 3
        assert json.loads(second.stdout)["reason"] == "busy"
        assert "already running" in second.stderr


@pytest.mark.parametrize("port", ["taken", "70000", "-1"])
def test_a_port_that_can_not_be_had_is_said(data: Path, port: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wanted = taken.getsockname()[1] if port == "taken" else port
        ended = symbiote("serve", "--data", data, "--port", wanted)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert "--port" in ended.stderr


@pytest.mark.parametrize(
    ("text", "options", "code", "said"),
    [
        ("hello", [], 0, "Hello."),
        ("привет", [], 0, "Hello."),
        ("hello and then write down milk", [], 0, "note"),
        ("qwertz uiop", [], 1, "No command fits"),
        ("напомни", [], 1, "?"),
        ("paint it", ["--yes"], 1, "1. red"),
        ("send it", [], 1, "?"),
        ("send it", ["--yes"], 0, "Sent."),
        ("", [], 2, ""),
    ],
)
def test_say_ends_with_what_became_of_it(data: Path, commands: Path, text: str, options: list[str], code: int, said: str) -> None:
    ended = symbiote("say", text, "--data", data, "--commands", commands, *options)
    assert ended.returncode == code, ended.stdout + ended.stderr
    assert said in ended.stdout
    assert "Traceback" not in ended.stderr


@pytest.mark.anyio
async def test_a_sidecar_started_by_one_is_not_taken_from_another_who_uses_it(data: Path, commands: Path) -> None:
    begun, may_go, gone = anyio.Event(), anyio.Event(), anyio.Event()

    async def who_started_it() -> None:
        async with client_of(data, [commands], environment=environment()):
            begun.set()
            await may_go.wait()
        gone.set()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(who_started_it)
        await begun.wait()
        session = read_session(data)
        assert session
        sidecar = psutil.Process(session.pid)
        async with Client(session) as other:
            may_go.set()
            await gone.wait()
            assert "commands" in await other.request("commands.list")
    await anyio.to_thread.run_sync(sidecar.wait, 20)


def test_say_as_json_prints_one_envelope_a_line(data: Path, commands: Path) -> None:
    ended = symbiote("say", "hello", "--data", data, "--commands", commands, "--json")
    types = [json.loads(line)["event"]["type"] for line in ended.stdout.splitlines()]
    assert types[0] == "utterance.received"
    assert types[-1] == "run.finished"


def test_words_that_are_no_utf_8_are_taken_as_far_as_they_are(data: Path, commands: Path) -> None:
    verb = [sys.executable, "-m", "assistant", "say", b"write down milk \xff", "--data", str(data), "--commands", str(commands)]
    ended = subprocess.run(verb, capture_output=True, text=True, cwd=ROOT, env=environment(), timeout=120, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "milk" in ended.stdout


def test_a_russian_terminal_is_told_in_russian(data: Path, commands: Path) -> None:
    ended = symbiote("say", "qwertz uiop", "--data", data, "--commands", commands, LC_ALL="ru_RU.UTF-8")
    assert (ended.returncode, ended.stdout) == (1, "» qwertz uiop\n  Ни одна команда не подходит: «qwertz uiop».\n")


def test_match_prints_what_others_rely_on(data: Path, commands: Path) -> None:
    sentences = "write down milk\nqwertz uiop\n\nhello and then remind me tomorrow at ten\n"
    ended = symbiote("match", "--json", "--data", data, "--commands", commands, stdin=sentences)
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [line["text"] for line in lines] == sentences.splitlines()
    for line in lines:
        assert set(line) == {"text", "clauses"}
        for clause in line["clauses"]:
            assert set(clause) >= {"text", "command", "confidence", "slots", "why"}
            assert 0 <= clause["confidence"] <= 1
    assert lines[0]["clauses"][0]["command"] == "note"
    assert lines[0]["clauses"][0]["slots"] == {"text": "milk"}
    assert [clause["command"] for clause in lines[1]["clauses"]] == [None]
    assert lines[2]["clauses"] == []
    assert [clause["command"] for clause in lines[3]["clauses"]] == ["hello", "remind"]


def test_commands_are_listed_as_json(data: Path, commands: Path) -> None:
    ended = symbiote("commands", "--json", "--data", data, "--commands", commands)
    found = {command["name"]: command for command in map(json.loads, ended.stdout.splitlines())}
    assert set(found) == {"hello", "note", "remind", "send", "colour", "name"}
    assert found["note"]["effect"] == "writes"


def test_check_names_file_and_line_of_every_fault(data: Path, commands: Path) -> None:
    assert symbiote("check", commands, "--data", data).returncode == 0
    (commands / "broken.yaml").write_text("title: Broken\nphrases: {en: [break it]}\nsteps:\n  - no.such.step: 1\n")
    (commands / "torn.yaml").write_text("title: [\n")
    (commands / "wrong.yaml").write_text(
        "title: Wrong\nphrases: {en: [do wrong]}\nsteps: [{say: x}]\ntests:\n  - {say: hello}\n  - {not: do wrong}\n"
    )
    ended = symbiote("check", commands, "--data", data)
    assert ended.returncode == 1
    for place in ("broken.yaml:4:", "torn.yaml:", "wrong.yaml:5:", "wrong.yaml:6:"):
        assert f"{commands}/{place}" in ended.stdout
    assert symbiote("check", data / "nowhere", "--data", data).returncode == 2


def test_doctor_says_what_works_and_what_to_do(data: Path) -> None:
    ended = symbiote("doctor", "--json", "--data", data)
    checks = {check["name"]: check for check in map(json.loads, ended.stdout.splitlines())}
    assert {"python", "data folder", "settings", "microphone", "speech model", "browser"} <= set(checks)
    assert checks["speech model"]["state"] == "ok"
    assert all(check["fix"] for check in checks.values() if check["state"] != "ok")


@pytest.mark.parametrize("verb", ["commands", "commands --json", "check", "match --json", "say --json 'add note milk'", "doctor"])
def test_a_reader_that_goes_away_is_no_fault(data: Path, commands: Path, verb: str) -> None:
    name, *rest = shlex.split(verb)
    where = [] if name == "doctor" else [str(commands)] if name == "check" else ["--commands", str(commands)]
    ours = [] if name == "check" else ["--data", str(data)]
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", name, *rest, *ours, *where],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment(),
    )
    assert process.stdout
    process.stdout.close()
    process.stdout = None
    _out, err = process.communicate("add note milk\n", timeout=120)
    assert (process.returncode, err) in [(141, ""), (0, "")]
    assert process.returncode == 141 or name == "check"


def test_what_cannot_be_written_is_one_line(data: Path, commands: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "assistant", "commands", "--data", str(data), "--commands", str(commands)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment(),
            check=False,
        )
    assert (ended.returncode, ended.stderr) == (2, "symbiote: [Errno 28] No space left on device\n")


def test_closed_streams_and_a_poor_terminal_are_no_fault(data: Path, commands: Path) -> None:
    verb = f"{shlex.quote(sys.executable)} -m assistant match --data {shlex.quote(str(data))} --commands {shlex.quote(str(commands))}"
    closed = subprocess.run(
        ["sh", "-c", f"{verb} <&- >&-"], capture_output=True, text=True, cwd=ROOT, env=environment(), check=False
    )
    assert (closed.returncode, closed.stderr) == (0, "")
    poor = symbiote(
        "match", "--data", data, "--commands", commands, stdin="add note привет\n", PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert (poor.returncode, poor.stderr) == (0, "")
    assert "add note" in poor.stdout


@pytest.mark.models
def test_a_sound_file_is_transcribed(data: Path) -> None:
    ended = symbiote("transcribe", SPEECH / "heldout" / "34_ru_compound.wav", "--json", "--data", data)
    transcript = json.loads(ended.stdout)
    assert transcript["language"] == "ru"
    assert 0 < transcript["confidence"] <= 1
    assert transcript["text"]
    assert [word["start"] for word in transcript["words"]] == sorted(word["start"] for word in transcript["words"])
    assert symbiote("transcribe", data / "nothing.wav", "--data", data).returncode == 2


@pytest.mark.models
def test_what_is_said_in_a_file_is_carried_out(data: Path) -> None:
    ended = symbiote("listen", "--file", SPEECH / "heldout" / "34_ru_compound.wav", "--json", "--data", data)
    events = [json.loads(line)["event"] for line in ended.stdout.splitlines()]
    assert [event["utterance"]["source"] for event in events if event["type"] == "utterance.received"] == ["file"]
    assert {event["command"] for event in events if event["type"] == "run.started"} == {"mail-important", "event-add"}
    missing = symbiote("listen", "--file", data / "nothing.wav", "--data", data)
    assert (missing.returncode, "nothing.wav" in missing.stderr) == (2, True)
