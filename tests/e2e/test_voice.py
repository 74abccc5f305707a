"""Sound in, events out: a virtual microphone, a real sidecar, the tiny test model, held-out voices in both languages."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.room import SAID, Room, is_state, is_utterance, listening_room
from tests.e2e.sidecar import HEARING, ROOT, SPEECH, Sidecar
from tests.e2e.watcher import Event

pytestmark = [pytest.mark.device, pytest.mark.models]

MEANT: dict[str, list[str]] = {
    "02_en_command.wav": ["reminder-add"],
    "03_en_command.wav": ["help"],
    "06_en_command.wav": ["open-site"],
    "12_en_command.wav": ["note-add"],
    "14_en_compound.wav": ["web-search", "note-add"],
    "15_en_compound.wav": ["mail-important", "agenda"],
    "16_en_compound.wav": ["task-add", "reminder-add"],
    "17_en_compound.wav": ["mail-important", "event-add"],
    "24_ru_command.wav": ["mail-important"],
    "26_ru_command.wav": ["task-add"],
    "27_ru_command.wav": ["agenda"],
    "33_ru_command.wav": ["reminder-add"],
    "34_ru_compound.wav": ["mail-important", "event-add"],
    "35_ru_compound.wav": ["web-search", "note-add"],
    "36_ru_compound.wav": ["open-site", "mail-important"],
    "37_ru_compound.wav": ["prices-compare", "note-add"],
}
ENDS = {"mail-important": "failed", "prices-compare": "failed"}
"""How a command ends in the room, unless it is done: no mailbox is connected there, no shop is known."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """One room for all the speech; each test leaves it listening, with nothing asked."""
    with listening_room(tmp_path_factory.mktemp("room")) as listening:
        yield listening


def empty_the_calendar(room: Room) -> None:
    """A second meeting at the same time would be asked about."""
    for record in room.watcher.call("records.list", collection="event")["records"]:
        room.watcher.call("records.remove", record=record["id"], key=f"remove-{record['id']}")


@pytest.mark.parametrize("name", MEANT)
def test_a_spoken_sentence_is_one_utterance_and_each_of_its_commands_runs(room: Room, name: str) -> None:
    empty_the_calendar(room)
    turn, heard = room.spoken_to(name)
    assert heard == [SAID[name]]
    assert room.watcher.settled(turn) == [(command, ENDS.get(command, "done")) for command in MEANT[name]]


def test_the_commands_of_a_spoken_sentence_run_one_after_the_other(room: Room) -> None:
    turn, _heard = room.spoken_to("16_en_compound.wav")
    runs = [event for event in room.watcher.events if event["turn"] == turn and event["type"] in ("run.started", "run.finished")]
    assert [event["type"] for event in runs] == ["run.started", "run.finished"] * 2
    assert [event["slots"].get("text") for event in runs[::2]] == ["send the invoice", "pay the rent"]


@pytest.mark.parametrize("noise", sorted(path.name for path in (SPEECH / "noise").glob("*.wav")))
def test_noise_starts_nothing(room: Room, noise: str) -> None:
    place = len(room.watcher.events)
    room.microphone.speak(SPEECH / "noise" / noise)
    room.speak("12_en_command.wav")
    turn = room.watcher.until(is_utterance, place)["turn"]
    room.watcher.settled(turn)
    assert room.heard_since(place) == [SAID["12_en_command.wav"]]


def test_a_question_is_answered_with_a_spoken_yes(room: Room) -> None:
    place = len(room.watcher.events)
    turn = room.watcher.say("publish the page")
    room.watcher.until(lambda event: event["type"] == "run.changed" and event["why"] == "question", place)
    room.speak("10_en_command.wav")
    assert room.watcher.settled(turn) == [("trial-publish", "done")]
    answer = room.watcher.until(lambda event: event["type"] == "question.answered", place)
    assert answer["answer"]["by"] == "voice"


def test_a_spoken_refusal_stops_what_was_asked_about(room: Room) -> None:
    place = len(room.watcher.events)
    turn = room.watcher.say("опубликуй страницу")
    room.watcher.until(lambda event: event["type"] == "run.changed" and event["why"] == "question", place)
    room.speak("29_ru_command.wav")
    room.watcher.settled(turn)
    end = room.watcher.until(lambda event: event["type"] == "run.finished" and event["turn"] == turn)
    assert end["error"] == "Вы ответили «нет»."
    assert room.watcher.of("message.said", turn) == []


def test_push_to_talk_hears_only_what_is_said_between_press_and_release(room: Room) -> None:
    room.listen("push", "off")
    place = len(room.watcher.events)
    room.speak("03_en_command.wav")
    room.watcher.call("voice.press")
    room.watcher.until(lambda event: is_state(event, "listening"), place)
    room.speak("22_ru_command.wav")
    room.watcher.call("voice.release")
    turn = room.watcher.until(is_utterance, place)["turn"]
    assert room.watcher.settled(turn) == [("note-add", "done")]
    assert room.heard_since(place) == [SAID["22_ru_command.wav"]]
    room.listen("always", "listening")


def test_told_not_to_listen_it_hears_nothing_until_told_otherwise(room: Room) -> None:
    place = len(room.watcher.events)
    room.watcher.settled(room.watcher.say("не слушай"))
    room.watcher.until(lambda event: is_state(event, "off"), place)
    room.speak("03_en_command.wav")
    room.listen("always", "listening")
    room.speak("22_ru_command.wav")
    turn = room.watcher.until(lambda event: is_utterance(event) and event["utterance"]["source"] == "voice", place)["turn"]
    room.watcher.settled(turn)
    assert room.heard_since(place) == ["не слушай", SAID["22_ru_command.wav"]]


@pytest.mark.parametrize("name", ["16_en_compound.wav", "35_ru_compound.wav"])
def test_listening_to_a_file_carries_out_every_command_in_it(tmp_path: Path, name: str) -> None:
    command = [sys.executable, "-m", "assistant", "listen", "--json", "--data", str(tmp_path / "data"), "--file"]
    file = SPEECH / "heldout" / name
    sidecar = Sidecar(tmp_path / "data", settings=HEARING)
    sidecar.settle()
    told = subprocess.run(
        [*command, str(file)], cwd=ROOT, env=sidecar.environment, stdout=subprocess.PIPE, encoding="utf-8", timeout=60
    )
    events: list[Event] = [json.loads(line)["event"] for line in told.stdout.splitlines()]
    assert [event["utterance"]["text"] for event in events if is_utterance(event)] == [SAID[name]]
    assert [event["command"] for event in events if event["type"] == "run.started"] == MEANT[name]
    assert [event["state"] for event in events if event["type"] == "run.finished"] == ["done", "done"]
    assert told.returncode == 0
