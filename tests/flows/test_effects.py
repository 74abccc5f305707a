"""What a run does to the world: proved or not, never done again unasked, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.domain.event.run import StepFinished
from assistant.domain.event.said import QuestionAsked
from assistant.domain.run import Effect, RunState
from tests.fakes.house import house, planned

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


async def test_a_yes_is_good_for_one_try_and_another_is_asked_for_before_it_is_done_again(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        lines = tmp_path / "lines"
        step = f"{{file: '{lines}', text: paid, asks: true, fails: true}}"
        home.command("pay", f"steps: [{{trial.effect: {step}, retry: {{times: 2, seconds: 0}}}}]")
        run = f"{await home.say(planned('pay'))}.0"
        sure = await home.asked(run)
        await home.answer(sure, True)
        unsure = await home.until(
            lambda event: event if isinstance(event, QuestionAsked) and event.question.id != sure.question.id else None
        )
        assert "cannot tell whether it was done" in unsure.question.text
        assert lines.read_text().count("begin") == 1
        await home.live.wish(run, "cancel")
        assert (await home.finished(run)).state is RunState.CANCELLED


async def test_what_was_done_is_taken_back_run_by_run_newest_first(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        lines = tmp_path / "lines"
        home.command("write", f"slots: {{t: text}}\nsteps: [{{trial.effect: {{file: '{lines}', text: '{{{{ t }}}}'}}}}]")
        await home.run("write", {"t": "a"})
        await home.run("write", {"t": "b"})
        assert await home.undo.undo_last(before_turn="") == "took back b"
        assert await home.undo.undo_last(before_turn="") == "took back a"
        assert await home.undo.undo_last(before_turn="") is None


async def test_undo_asked_again_by_the_same_turn_takes_nothing_else_back(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        lines = tmp_path / "lines"
        home.command("write", f"slots: {{t: text}}\nsteps: [{{trial.effect: {{file: '{lines}', text: '{{{{ t }}}}'}}}}]")
        await home.run("write", {"t": "a"})
        await home.run("write", {"t": "b"})
        home.command("later", "steps: [{say: x}]")
        turn = (await home.run("later")).turn
        assert await home.undo.undo_last(before_turn=turn) == "took back b"
        assert await home.undo.undo_last(before_turn=turn) == "took back b"
        assert [line.split()[0] for line in lines.read_text().splitlines()].count("undo") == 1


async def test_a_change_without_evidence_is_unconfirmed_and_never_done(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("send", f"steps: [{{trial.send: {{file: '{tmp_path / 'sent'}', evidence: false}}}}]")
        ended = await home.run("send")
        assert [step.state for step in home.of(StepFinished)] == ["unconfirmed"]
        assert ended.state is RunState.UNCONFIRMED


async def test_a_yes_to_sending_again_that_another_process_has_used_is_asked_for_anew(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        file = tmp_path / "sent"
        home.command("send", f"steps: [{{ask: go?}}, {{trial.send: {{file: '{file}', traceable: false}}}}]")
        run = f"{await home.say(planned('send'))}.0"
        go = await home.asked(run)
        path, key = "2.trial.send", f"{run}:2.trial.send"
        await home.effects.begin(key, run, go.turn, path, "trial.send", Effect.SENDS, "en")
        assert await home.effects.send_again(key, 1)
        await home.answer(go, "yes")
        for question in ("unsure", "unsure2"):
            asked = await home.until(
                lambda event, end=f".{question}": (
                    event if isinstance(event, QuestionAsked) and event.question.path.endswith(end) else None
                )
            )
            assert not file.exists()
            await home.answer(asked, True)
        assert (await home.finished(run)).state is RunState.DONE
        assert file.read_text().count("sent") == 1


async def test_a_change_that_never_began_leaves_nothing_to_confirm(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        step = f"trial.effect: {{file: '{tmp_path / 'lines'}', unbegun: true}}"
        home.command("try", f"steps: [{{{step}, on_error: continue}}, {{say: x}}]")
        ended = await home.run("try")
        assert [step.state for step in home.of(StepFinished)] == ["failed", "done"]
        assert ended.state is RunState.DONE


@pytest.mark.parametrize("tracing", ["refused", "failed", "fault", "endless"])
@pytest.mark.parametrize("rest", ["", ", on_error: continue", ", retry: {times: 1, seconds: 0}"])
async def test_a_send_cut_off_before_is_asked_about_also_when_looking_it_up_fails(
    tracing: str, rest: str, tmp_path: Path
) -> None:
    async with house(tmp_path) as home:
        file = tmp_path / "sent"
        step = f"trial.send: {{file: '{file}', tracing: {tracing}}}, timeout: 0.3{rest}"
        home.command("send", f"steps: [{{ask: go?}}, {{{step}}}]")
        run = f"{await home.say(planned('send'))}.0"
        go = await home.asked(run)
        await home.effects.begin(f"{run}:2.trial.send", run, go.turn, "2.trial.send", "trial.send", Effect.SENDS, "en")
        await home.answer(go, "yes")
        unsure = await home.until(
            lambda event: event if isinstance(event, QuestionAsked) and event.question.path.endswith(".unsure") else None
        )
        await home.answer(unsure, False)
        assert (await home.finished(run)).state is RunState.UNCONFIRMED
        assert not file.exists()


@pytest.mark.parametrize("ending", ["endless", "fault"])
async def test_a_send_that_breaks_off_nobody_knows_where_is_looked_up(ending: str, tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        file = tmp_path / "sent"
        home.command("send", f"steps: [{{trial.send: {{file: '{file}', ending: {ending}}}, timeout: 0.3}}]")
        assert (await home.run("send")).state is RunState.DONE
        assert file.read_text().count("sent") == 1


@pytest.mark.parametrize("ending", ["endless", "fault"])
@pytest.mark.parametrize("rest", ["", ", on_error: continue"])
async def test_a_send_that_breaks_off_and_cannot_be_looked_up_is_asked_about(ending: str, rest: str, tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        file = tmp_path / "sent"
        step = f"trial.send: {{file: '{file}', ending: {ending}, traceable: false}}, timeout: 0.3{rest}"
        home.command("send", f"steps: [{{{step}}}]")
        run = f"{await home.say(planned('send'))}.0"
        unsure = await home.asked(run)
        assert "cannot tell whether it was done" in unsure.question.text
        await home.answer(unsure, False)
        assert (await home.finished(run)).state is RunState.UNCONFIRMED
        assert file.read_text().count("sent") == 1


async def test_a_send_that_breaks_off_before_anything_was_sent_has_failed(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        file = tmp_path / "sent"
        home.command("send", f"steps: [{{trial.send: {{file: '{file}', before: 600}}, timeout: 0.3}}]")
        ended = await home.run("send")
        assert (ended.state, ended.error) == (RunState.FAILED, "It took longer than 0.3 seconds.")


async def test_two_steps_that_save_under_one_name_are_both_done(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        lines = tmp_path / "lines"
        steps = [f"{{trial.effect: {{file: '{lines}', text: {text}}}, as: done}}" for text in ("a", "b")]
        home.command("write", f"steps: [{', '.join(steps)}]\nresult: '{{{{ done }}}}'")
        assert (await home.run("write")).result == "b"
        assert [line.split()[2] for line in lines.read_text().splitlines() if line.startswith("end")] == ["a", "b"]
