"""Settings changed from the window are what counts from then on, and a refusal is told in both languages."""

from __future__ import annotations

import json

import pytest

from tests.server.door import Door, Refused

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


async def test_a_changed_bound_of_understanding_counts_from_the_next_sentence(door: Door) -> None:
    async with door.window() as window:
        turn = await window.say("write down the milk")
        assert (await window.finished(turn))["state"] == "done"
        await window.call("settings.set", section="understanding", key="run_above", value=1)
        turn = await window.say("write down the bread")
        plan = await window.until(lambda event: event["type"] == "plan.proposed" and event["turn"] == turn)
        assert plan["plan"]["clauses"][0]["verdict"] == "confirm"


async def test_a_changed_patience_of_questions_counts_from_the_next_question(door: Door) -> None:
    async with door.window() as window:
        await window.call("settings.set", section="runs", key="question_days", value=0.00001)
        turn = await window.say("greet somebody")
        assert (await window.finished(turn))["state"] != "done"


async def test_a_refusal_is_told_in_russian_too(door: Door) -> None:
    async with door.window() as window:
        request = {"jsonrpc": "2.0", "id": "r", "method": "secrets.remove", "params": {"key": "remove-none", "name": "x"}}
        await window.socket.send(json.dumps(request))
        error = (await window.reply_to("r"))["error"]
        assert (error["message"], error["data"]["ru"]) == ("There is no secret 'x'.", "Нет секрета «x».")
        with pytest.raises(Refused, match="run_above"):
            await window.call("settings.set", section="understanding", key="run_above", value=7)
