"""The second opinion in the real sidecar: behind what the owner sees at once, told as it comes, never in the way."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.model_server import Behaviour, Fails, Hangs, ModelServer, Request, Says, model_server
from tests.server.door import Door, Window, opened

pytestmark = [pytest.mark.unit, pytest.mark.anyio]

HELLO = {
    "possible": True,
    "why": "",
    "summary": "Greets the moon.",
    "yaml": "title: Moon\nphrases: {en: [greet the moon kindly]}\nsteps: [{say: Hello moon.}]\n",
}


def asked_for(request: Request) -> str:
    """Which of our prompts a request is."""
    return "match" if "`talk`" in request["messages"][0]["content"] else "compose"


def says(
    match: Mapping[str, Any] | Behaviour, compose: Mapping[str, Any] | Behaviour | None = None
) -> Callable[[Request], Behaviour]:
    """A server that answers the two prompts so."""

    def script(request: Request) -> Behaviour:
        answer = match if asked_for(request) == "match" else compose or Fails(500)
        return answer if isinstance(answer, Says | Fails | Hangs) else Says(json.dumps(answer))

    return script


def means(command: str, *, kind: str = "command", sure: str = "yes", **slots: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "command": command,
        "sure": sure,
        "slots": [{"name": name, "words": words} for name, words in slots.items()],
    }


@pytest.fixture
async def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Door]:
    """A running sidecar that does not listen, with the few commands of the server's tests."""
    monkeypatch.setenv("ASSISTANT_VOICE__MODE", "off")
    monkeypatch.setenv("ASSISTANT_SPEECH__DOWNLOAD", "false")
    async with opened(tmp_path / "data") as running:
        yield running


@asynccontextmanager
async def talking(door: Door, script: Callable[[Request], Behaviour]) -> AsyncIterator[tuple[Window, ModelServer]]:
    """A window of a sidecar that is connected to this server."""
    async with model_server(script, models=["only"]) as server, door.window() as window:
        await window.call("llm.connect", base_url=server.url)
        yield window, server


def considered(state: str) -> Callable[[dict[str, Any]], bool]:
    return lambda event: event["type"] == "clause.considered" and event["state"] == state


async def test_a_known_sentence_never_reaches_a_model(door: Door) -> None:
    async with talking(door, says(means("note"))) as (window, server):
        await window.finished(await window.say("hello"))
        assert server.requests == []


async def test_what_a_model_recognises_is_asked_about_with_its_slots_and_done_after_a_yes(door: Door) -> None:
    async with talking(door, says(means("note", text="the milk is sour"))) as (window, server):
        await window.say("better keep in mind the milk is sour")
        asked = await window.until(lambda event: event["type"] == "question.asked")
        question = asked["question"]
        assert question["kind"] == "confirm" and question["details"]["text"] == "the milk is sour"
        await window.call("question.answer", key="the-answer", question=question["id"], value=True, hash=question["hash"])
        await window.until(lambda event: event["type"] == "run.finished" and event["state"] == "done")
        assert len(server.requests) == 1


async def test_what_nothing_does_is_composed_and_shown_as_a_draft_that_is_not_saved(door: Door) -> None:
    async with talking(door, says(means("none", kind="request"), HELLO)) as (window, server):
        turn = await window.say("greet the moon kindly")
        told = await window.until(lambda event: event["type"] == "flow.drafted")
        draft = told["draft"]
        assert (told["turn"], draft["title"], draft["effect"], draft["said"]) == (turn, "Moon", "reads", "greet the moon kindly")
        assert draft["kinds"] == ["say"] and [step["state"] for step in draft["tried"]] != []
        assert [asked_for(request) for request in server.requests] == ["match", "compose"]
        names = [command["name"] for command in (await window.call("commands.list"))["commands"]]
        assert draft["name"] not in names
        await window.call("commands.save", key="save-the-draft", name=draft["name"], text=draft["text"], why="told", decisions=[])
        await window.finished(await window.say("greet the moon kindly", "said-once-more"))
        assert len(server.requests) == 2


async def test_a_remark_costs_one_question_and_nothing_more(door: Door) -> None:
    async with talking(door, says(means("none", kind="talk"), HELLO)) as (window, server):
        await window.say("the sky over the harbour was lovely yesterday evening")
        await window.until(considered("done"))
        assert len(server.requests) == 1


@pytest.mark.parametrize("behaviour", [Fails(401, "bad key"), Fails(500), Says("nonsense"), Says(refusal="I will not.")])
async def test_a_model_that_fails_is_told_and_everything_stays_as_without_it(door: Door, behaviour: Behaviour) -> None:
    async with talking(door, says(behaviour)) as (window, _server):
        await window.call("settings.set", section="llm", key="retries", value=0)
        await window.say("greet the moon kindly")
        assert (await window.until(considered("failed")))["detail"]
        proposals = (await window.call("proposals.list"))["proposals"]
        assert [proposal["text"] for proposal in proposals] == ["greet the moon kindly"]


async def test_while_a_model_hangs_other_sentences_are_carried_out(door: Door) -> None:
    async with talking(door, says(Hangs())) as (window, server):
        for number in range(4):
            await window.say(f"greet the moon number {number} kindly")
        await server.came.wait()
        await window.finished(await window.say("hello"))


async def test_the_owner_may_be_quicker_than_the_model(door: Door) -> None:
    async with talking(door, says(means("note", text="moon"))) as (window, _server):
        turn = await window.say("greet the moon kindly")
        plan = (await window.until(lambda event: event["type"] == "plan.proposed" and event["turn"] == turn))["plan"]["id"]
        await window.call("plan.decide", key="skip-the-clause", plan=plan, clause=0, action="skip")
        await window.until(lambda event: event["type"] == "clause.considered" and event["state"] in ("done", "failed"))
        assert not any(envelope["event"]["type"] == "run.started" for envelope in window.envelopes)


async def test_both_kinds_of_opinion_can_be_switched_off(door: Door) -> None:
    async with talking(door, says(means("note", text="moon"), HELLO)) as (window, server):
        for name in ("understand", "compose"):
            await window.call("settings.set", section="llm", key=name, value=False)
        await window.say("greet the moon kindly")
        await window.finished(await window.say("hello"))
        assert server.requests == []
