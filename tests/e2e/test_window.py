"""Keystroke in, screen out: the conversation in Chromium with a real sidecar behind it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.sidecar import QUIET, Sidecar
from tests.e2e.watcher import Watcher
from tests.e2e.window import Window, opened

pytestmark = pytest.mark.browser

DONE = re.compile(r"^Done")
# a card takes no key in its first half second: it was meant for what had the focus before
SETTLED = "() => { window.begun ??= performance.now(); return performance.now() - window.begun > 600 }"


def test_a_typed_sentence_becomes_a_plan_runs_and_shows_its_result(window: Window) -> None:
    turn = window.say("write down call the bank")
    expect(window.states(turn)).to_have_text([DONE])
    expect(turn.locator(".slot")).to_have_text(["call the bank"])
    expect(turn.locator(".message")).to_have_text("Noted: Call the bank")
    expect(window.composer).to_have_value("")
    expect(window.composer).to_be_focused()


def test_every_command_of_an_english_sentence_runs(window: Window) -> None:
    turn = window.say("add a task send the invoice and then remind me tomorrow at nine to pay the rent")
    expect(turn.locator(".card-title")).to_contain_text("2 commands")
    expect(window.states(turn)).to_have_text([DONE, DONE])
    expect(turn.get_by_role("heading")).to_have_text(["1Add a task", "2Remind me"])


def test_every_command_of_a_russian_sentence_runs(browser: Browser, sidecar: Sidecar) -> None:
    with opened(browser, sidecar, "ru") as window:
        turn = window.say(
            "добавь задачу отправить счёт а потом запиши позвонить в банк и напомни мне завтра в девять полить цветы"
        )
        expect(turn.locator(".card-title")).to_contain_text("3 команды")
        expect(window.states(turn)).to_have_text([re.compile("^Готово")] * 3)
        assert window.complaints == []


def test_what_is_said_is_brought_into_sight_however_far_up_the_owner_looks(window: Window) -> None:
    window.page.set_viewport_size({"width": 1000, "height": 420})
    for number in range(4):
        expect(window.states(window.say(f"write down line {number}"))).to_have_text([DONE])
    window.page.get_by_role("region", name="Conversation").evaluate("element => { element.scrollTop = 0 }")
    expect(window.page.locator(".jump")).to_be_visible()
    expect(window.states(window.say("write down the last line"))).to_be_in_viewport()


def test_an_unknown_command_is_kept_and_its_neighbour_runs(window: Window) -> None:
    turn = window.say("juggle five torches and then what is on my calendar tomorrow")
    expect(window.states(turn)).to_have_text(["No command for this yet", DONE])
    expect(turn.locator(".unmatched .note")).to_contain_text("Not understood")


def test_a_choice_is_made_in_the_card(window: Window) -> None:
    turn = window.say("paint the fence")
    turn.get_by_role("button", name="green").click()
    expect(window.states(turn)).to_have_text([DONE])
    expect(turn.locator(".message")).to_have_text("The fence is green.")


def test_a_question_takes_the_focus_and_is_answered_by_typing(window: Window) -> None:
    turn = window.say("greet somebody")
    answer = turn.get_by_role("textbox")
    expect(answer).to_be_focused()
    window.page.keyboard.type("Anna")
    window.page.keyboard.press("Enter")
    expect(turn.locator(".message")).to_have_text("Good day, Anna.")
    expect(window.composer).to_be_focused()


def test_a_question_is_answered_in_the_composer(window: Window) -> None:
    turn = window.say("greet somebody")
    expect(turn.get_by_role("textbox")).to_be_visible()
    window.composer.fill("Boris")
    window.composer.press("Enter")
    expect(turn.locator(".message")).to_have_text("Good day, Boris.")


def test_an_approval_shows_exactly_what_will_be_done_and_waits_for_yes(window: Window) -> None:
    turn = window.say("publish the page")
    card = turn.get_by_role("group", name="Needs your yes")
    expect(card.locator(".facts")).to_contain_text("garden.html")
    expect(window.page.locator(".doing-word")).to_have_text("Waiting for you")
    card.get_by_role("button", name="Yes").click()
    expect(turn.locator(".message")).to_have_text("It is public now.")
    expect(window.states(turn)).to_have_text([DONE])


def test_a_refused_approval_does_nothing(window: Window) -> None:
    turn = window.say("publish the page")
    turn.get_by_role("group", name="Needs your yes").get_by_role("button", name="No").click()
    expect(turn.locator("p.error")).to_have_text("You said no.")
    expect(turn.locator(".message")).to_have_count(0)


@pytest.mark.parametrize("settings", [QUIET + "[understanding]\nrun_above = 1.0\n"])
def test_a_doubtful_command_runs_after_enter_in_its_card(window: Window) -> None:
    turn = window.say("show my tasks")
    card = turn.locator(".question")
    expect(card).to_be_focused()
    window.page.wait_for_function(SETTLED)
    window.page.keyboard.press("Enter")
    expect(turn.locator(".answered")).to_contain_text("Your answer: Yes", ignore_case=True)
    expect(window.states(turn)).to_have_text([DONE])


def test_one_of_two_likely_commands_is_chosen_by_its_number(window: Window) -> None:
    turn = window.say("sow the first row")
    card = turn.get_by_role("group", name="The assistant asks")
    expect(card).to_be_focused()
    options = card.get_by_role("button")
    expect(options).to_have_text([*[re.compile(r"^\d Sow (beans|peas)$")] * 2, "3 None of these"])
    chosen = (options.nth(1).text_content() or "").removeprefix("2 Sow ").strip()
    window.page.wait_for_function(SETTLED)
    window.page.keyboard.press("9")
    window.page.keyboard.press("2")
    expect(turn.locator(".answered")).to_contain_text(f"Your answer: Sow {chosen}", ignore_case=True)
    expect(turn.locator(".message")).to_have_text(f"{chosen.capitalize()} are sown.")
    expect(turn.get_by_role("heading").first).to_have_text(f"Sow {chosen}")
    expect(window.composer).to_be_focused()


def test_a_run_is_paused_stays_so_over_a_reload_and_goes_on(window: Window, watcher: Watcher) -> None:
    turn = window.say("let the paint dry")
    expect(window.states(turn)).to_have_text([re.compile("^Until")])
    turn.get_by_role("button", name="Pause: Let the paint dry").click()
    expect(window.states(turn)).to_have_text(["Paused"])
    window.page.reload()
    window.greeted()
    expect(window.states(window.turn("let the paint dry"))).to_have_text(["Paused"])
    window.turn("let the paint dry").get_by_role("button", name="Go on: Let the paint dry").press("Enter")
    expect(window.states(window.turn("let the paint dry"))).to_have_text([re.compile("^Until")])
    watcher.until(lambda _event: len(watcher.of("run.changed")) == 3)
    assert [event["state"] for event in watcher.of("run.changed")] == ["waiting", "paused", "waiting"]


def test_a_paused_run_takes_its_answer_and_waits_to_be_let_go_on(window: Window) -> None:
    turn = window.say("paint the fence")
    expect(turn.get_by_role("button", name="green")).to_be_visible()
    turn.get_by_role("button", name="Pause: Paint the fence").click()
    expect(window.states(turn)).to_have_text(["Paused"])
    turn.get_by_role("button", name="green").click()
    expect(turn.locator(".answered")).to_contain_text("green")
    turn.get_by_role("button", name="Go on: Paint the fence").click()
    expect(window.states(turn)).to_have_text([DONE])
    expect(turn.locator(".message")).to_have_text("The fence is green.")


def test_a_queued_command_can_be_skipped_and_another_edited(window: Window, watcher: Watcher) -> None:
    turn = window.say("paint the fence and then add a task buy brushes and then write down call the bank")
    expect(turn.get_by_role("button", name="red")).to_be_visible()
    turn.get_by_role("button", name="Skip: Add a task").click()
    turn.get_by_role("button", name="Edit: Write a note").click()
    line = turn.get_by_role("textbox", name="This command in your words")
    line.fill("write down call the baker")
    line.press("Enter")
    expect(turn.locator(".slot")).to_contain_text(["call the baker"])
    turn.get_by_role("button", name="red").click()
    expect(window.states(turn)).to_have_text([DONE, "Skipped", DONE])
    watcher.until(lambda _event: len(watcher.of("run.finished")) == 2)
    assert [event["command"] for event in watcher.of("run.started")] == ["trial-paint", "note-add"]


def test_a_run_is_stopped_and_tried_again(window: Window) -> None:
    turn = window.say("let the paint dry")
    turn.get_by_role("button", name="Stop: Let the paint dry").click()
    expect(window.states(turn)).to_have_text([re.compile("^Stopped")])
    turn.get_by_role("button", name="Try again").click()
    expect(window.page.locator(".clause-state", has_text=re.compile("^Until"))).to_be_visible()


def test_stop_ends_everything_and_leaves_the_draft(window: Window) -> None:
    first, second = window.say("let the paint dry"), window.say("greet somebody")
    expect(second.get_by_role("textbox")).to_be_visible()
    window.composer.fill("half a thought")
    window.page.get_by_role("button", name="Stop", exact=True).click()
    expect(window.states(first)).to_have_text([re.compile("^Stopped")])
    expect(window.states(second)).to_have_text([re.compile("^Stopped")])
    expect(window.composer).to_have_value("half a thought")


def test_a_loop_shows_how_far_it_is_and_what_each_pass_gave(window: Window) -> None:
    turn = window.say("inspect the beds")
    for count, state in enumerate(["healthy", "dry", "gone"], 1):
        expect(turn.locator(".clause-head .progress-text")).to_contain_text(f"{count} of 3")
        answer = turn.get_by_role("textbox")
        expect(answer).to_have_attribute("aria-label", re.compile(["roses", "tulips", "asters"][count - 1]))
        answer.fill(state)
        answer.press("Enter")
    expect(window.states(turn)).to_have_text([DONE])
    expect(turn.locator(".message .items li")).to_have_text(["roses are healthy", "tulips are dry", "asters are gone"])
    turn.locator("summary", has_text="steps").first.click()
    expect(turn.locator(".loop-head")).to_contain_text(["3 of 33 collected"])
    expect(turn.locator(".pass-item")).to_have_text(["roses", "tulips", "asters"])


def test_a_failed_step_says_why_and_succeeds_when_tried_again(window: Window) -> None:
    turn = window.say("deliver the parcel")
    expect(turn.locator("p.error")).to_contain_text("Nobody opened the door.")
    expect(turn.locator(".step[data-state=failed]")).to_be_visible()
    turn.get_by_role("button", name="Try again").click()
    expect(window.log).to_contain_text("The parcel was delivered.")


def test_the_last_change_is_taken_back_by_its_button(window: Window, watcher: Watcher) -> None:
    turn = window.say("add a task water the plants")
    expect(window.states(turn)).to_have_text([DONE])
    turn.get_by_role("button", name="Undo").click()
    expect(turn.locator(".note")).to_contain_text(["Undone"])
    assert watcher.call("records.list", collection="task", text="")["records"] == []


def test_a_misheard_word_is_fixed_and_the_sentence_run_again(window: Window) -> None:
    turn = window.say("write down call the bang")
    expect(window.states(turn)).to_have_text([DONE])
    turn.get_by_role("button", name="Fix the words").click()
    line = turn.get_by_role("textbox", name="The words as they should be")
    line.fill("write down call the bank")
    line.press("Enter")
    again = window.turn("write down call the bank")
    expect(window.states(again)).to_have_text([DONE])
    expect(again).to_contain_text("Correction")
    expect(turn).to_contain_text("Corrected below")
