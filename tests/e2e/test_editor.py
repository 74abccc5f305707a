"""The command editor in the window, with the real sidecar: made by keyboard, tried, saved, said, changed, taken back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.sidecar import Sidecar
from tests.e2e.test_accessibility import CUT_OFF, WIDER, complaints
from tests.e2e.window import Language, Theme, Window, opened

pytestmark = pytest.mark.browser

CHECKED_MS = 60_000
"""What is tried against all commands may take its time on a busy machine."""


class Editor:
    """The editor of one command, by role and name."""

    def __init__(self, window: Window) -> None:
        self.window, self.page = window, window.page
        self.frame = self.page.get_by_role("region", name=re.compile("^(Command editor|Редактор команды)$"))
        self.yaml = self.page.get_by_role("textbox", name=re.compile("^(The command as YAML|Команда в YAML)$"))
        self.save_button = self.frame.get_by_role("button", name=re.compile("^(Save|Сохранить)$"))
        self.notices = self.page.get_by_role("status", name=re.compile("^(Notice|Сообщение)$"))

    def create(self, title: str) -> None:
        """Make a new command under this title."""
        self.page.get_by_role("navigation").get_by_role("button", name="Commands").press("Enter")
        self.page.get_by_role("button", name="New command", exact=True).press("Enter")
        expect(self.page.get_by_role("textbox", name="What shall it be called?")).to_be_focused()
        self.page.keyboard.type(title)
        self.page.keyboard.press("Enter")
        expect(self.frame.get_by_role("heading", name=title)).to_be_visible(timeout=CHECKED_MS)

    def open(self, title: str) -> None:
        """Open a command from the list."""
        self.page.get_by_role("navigation").get_by_role("button", name=re.compile("^(Commands|Команды)$")).click()
        self.page.get_by_role("button", name=re.compile(f"^(Edit the command|Изменить команду): {title}$")).click(
            timeout=CHECKED_MS
        )
        expect(self.frame.get_by_role("heading", name=title)).to_be_visible()

    def step(self, words: str) -> Locator:
        """The line of a step."""
        return self.frame.locator(".step-head", has_text=re.compile(words))

    def field(self, name: str) -> Locator:
        """A field of the form."""
        return self.frame.get_by_role("textbox", name=name, exact=True)

    def add(self, button: str, kind: str) -> None:
        """Add a step of a kind found by some words, by keyboard."""
        self.frame.get_by_role("button", name=button, exact=True).press("Enter")
        search = self.page.get_by_role("combobox", name="Find a step")
        expect(search).to_be_focused()
        self.page.keyboard.type(kind)
        self.page.keyboard.press("Enter")

    def pane(self, name: str) -> None:
        """Show another pane beside the form."""
        self.frame.get_by_role("tab", name=name).click()

    def write_yaml(self, text: str) -> None:
        """Put a text in place of the whole command's."""
        self.pane("YAML")
        self.yaml.fill(text)

    def checked(self) -> None:
        """Wait until nothing is being checked."""
        self.pane("YAML")
        expect(self.frame.get_by_text(re.compile("^(Nothing is wrong.|Ошибок нет.)$"))).to_be_visible(timeout=CHECKED_MS)

    def save(self, version: int) -> None:
        """Save by the key, and see which version it became."""
        self.page.keyboard.press("Control+s")
        expect(self.notices.filter(has_text=re.compile(rf"(version|версия) {version}\b"))).to_be_visible(timeout=CHECKED_MS)

    def leave(self) -> None:
        """Close it and go to the conversation."""
        self.frame.get_by_role("button", name=re.compile("^(Close the editor|Закрыть редактор)$")).click()
        self.page.get_by_role("navigation").get_by_role("button", name=re.compile("^(Conversation|Разговор)$")).click()


@pytest.fixture
def editor(window: Window) -> Editor:
    """The editor, to be opened."""
    return Editor(window)


GREETING = """\
title: {en: Greet the team, ru: Приветствовать команду}  # said every morning
phrases: {en: [greet the whole team], ru: [поздоровайся со всей командой]}
steps:
  # everybody by name
  - for_each: "{{ ['Anna', 'Ivan'] }}"
    item: person
    steps:
      - say: "Hello, {{ person }}"
  - say: "That was everybody."
"""


def test_a_command_with_a_loop_is_made_by_keyboard_tried_saved_and_said(editor: Editor, sidecar: Sidecar) -> None:
    page = editor.page
    editor.create("Greet the crew")
    editor.step("This is a new command").press("Delete")
    editor.add("Add a step", "for each")
    expect(editor.step("For each")).to_be_focused()
    editor.field("List").press_sequentially("['Anna', 'Ivan']")
    editor.field("Name of one item").fill("person")
    editor.add("Add a step: each time", "show in the conversation")
    editor.field("Text: English").press_sequentially("Hello, ")
    editor.frame.get_by_role("button", name="Insert a value: Text: English").press("Enter")
    page.keyboard.type("person")
    page.keyboard.press("Enter")
    expect(editor.field("Text: English")).to_have_value("Hello, {{ person }}")
    expect(editor.step("For each person in")).to_be_visible()
    expect(editor.yaml).to_have_value(
        re.compile(r"for_each: .*\n\s+item: person\n\s+steps:\n(\s+)- say: .*Hello, \{\{ person \}\}")
    )
    editor.checked()
    editor.frame.get_by_role("tab", name="YAML").press("ArrowRight")
    editor.frame.get_by_role("button", name="Dry run", exact=True).press("Enter")
    tried = editor.frame.get_by_role("region", name="Dry run")
    expect(tried).to_contain_text("pass 2 of 2", timeout=CHECKED_MS)
    expect(tried).to_contain_text("Hello, Ivan")
    expect(editor.window.log).to_have_count(0)
    editor.save(1)
    assert (sidecar.data / "commands" / "greet-the-crew.yaml").is_file()
    page.keyboard.press("Escape")
    page.get_by_role("navigation").get_by_role("button", name="Conversation").press("Enter")
    editor.window.say("greet the crew")
    expect(editor.window.log).to_contain_text("Hello, Anna")
    expect(editor.window.log).to_contain_text("Hello, Ivan")


def test_a_step_moves_by_keyboard_and_by_drag_and_everything_is_taken_back(editor: Editor) -> None:
    editor.open("Inspect the beds")
    before = editor.yaml.input_value()
    editor.step("All beds were inspected").press("Alt+ArrowRight")
    expect(editor.step("All beds were inspected")).to_be_focused()
    inside = editor.frame.get_by_role("list", name="each time")
    expect(inside.get_by_role("listitem")).to_have_count(2)
    expect(editor.frame.get_by_role("status").filter(has_text="Moved: 2 of 2")).to_have_count(1)
    editor.step("All beds were inspected").press("Alt+ArrowLeft")
    expect(inside.get_by_role("listitem")).to_have_count(1)
    editor.step("All beds were inspected").hover()
    grip = editor.frame.locator(".step-line", has_text="All beds were inspected").locator(".grip")
    grip.drag_to(editor.step("For each"), target_position={"x": 60, "y": 2})
    steps = editor.frame.get_by_role("list", name="What it does").locator("> li")
    expect(steps.first).to_contain_text("All beds were inspected")
    for _ in range(3):
        editor.page.keyboard.press("Control+z")
    expect(steps.first).to_contain_text("For each")
    expect(editor.yaml).to_have_value(before)
    expect(editor.save_button).to_be_disabled()


def test_the_text_keeps_its_comments_and_its_faults_are_found_by_a_click(editor: Editor) -> None:
    editor.create("Greet the team")
    editor.write_yaml(GREETING)
    expect(editor.field("Title: English")).to_have_value("Greet the team")
    editor.field("Title: English").fill("Greet them all")
    expect(editor.yaml).to_have_value(GREETING.replace("en: Greet the team", "en: Greet them all"))
    editor.yaml.fill(GREETING.replace('- say: "That', '- sya: "That'))
    fault = editor.frame.get_by_role("button", name=re.compile("^Line 9 .*sya"))
    expect(fault).to_be_visible()
    fault.click()
    caret = editor.yaml.evaluate("(area) => area.value.slice(0, area.selectionStart).split('\\n').length")
    assert caret == 9
    editor.page.keyboard.press("Home")
    editor.page.keyboard.press("Tab")
    expect(editor.yaml).to_be_focused()
    expect(editor.yaml).to_have_value(re.compile(r"\n    - sya"))
    editor.page.keyboard.press("Escape")
    editor.page.keyboard.press("Tab")
    expect(editor.yaml).not_to_be_focused()
    editor.page.keyboard.press("Control+s")
    expect(editor.notices).to_contain_text("The errors must be fixed", timeout=CHECKED_MS)


def test_a_saved_command_is_changed_shows_what_changed_and_is_rolled_back(editor: Editor) -> None:
    editor.create("Greet the team")
    editor.write_yaml(GREETING)
    editor.save(1)
    editor.step("That was everybody").click()
    editor.field("Text: English").fill("That was it.")
    editor.save(2)
    editor.pane("Versions")
    versions = editor.frame.get_by_role("list", name="Versions")
    expect(versions.locator("summary").first).to_contain_text("Version 2")
    versions.locator("summary").first.click()
    expect(versions.locator(".changes")).to_contain_text("That was it.")
    versions.locator("summary", has_text="Version 1").click()
    versions.get_by_role("button", name="Roll back to this version").click()
    expect(editor.notices).to_contain_text("Version 1 is in use again, as version 3", timeout=CHECKED_MS)
    editor.pane("YAML")
    expect(editor.yaml).to_have_value(GREETING)
    editor.leave()
    editor.window.say("greet the whole team")
    expect(editor.window.log).to_contain_text("That was everybody.")


def test_a_phrase_another_command_has_must_be_decided_before_it_is_saved(editor: Editor, sidecar: Sidecar) -> None:
    editor.create("Greet the team")
    editor.write_yaml(GREETING.replace("[greet the whole team]", "[greet the whole team, paint the fence]"))
    conflicts = editor.frame.get_by_role("region", name=re.compile("disputed"))
    expect(conflicts).to_contain_text("Paint the fence", timeout=CHECKED_MS)
    editor.page.keyboard.press("Control+s")
    expect(editor.notices).to_contain_text("Decide about the disputed phrases first", timeout=CHECKED_MS)
    assert not (sidecar.data / "commands" / "greet-the-team.yaml").exists()
    for group in conflicts.get_by_role("group", name=re.compile("paint the fence")).all():
        group.get_by_role("button", name="Give the phrase up").first.click()
    editor.save(1)
    expect(editor.field("Phrase 1, English")).to_have_value("greet the whole team")
    expect(editor.field("Phrase 2, English")).to_have_count(0)
    assert "paint" not in (sidecar.data / "commands" / "greet-the-team.yaml").read_text(encoding="utf-8")


def test_unsaved_changes_survive_a_reload_and_closing_asks(editor: Editor) -> None:
    page = editor.page
    editor.open("Paint the fence")
    editor.field("Title: English").fill("Paint the gate")
    page.reload()
    expect(editor.field("Title: English")).to_have_value("Paint the gate")
    page.keyboard.press("Escape")
    dialog = page.get_by_role("dialog", name="Close the editor?")
    dialog.get_by_role("button", name="Keep for later").click()
    page.get_by_role("region", name="Changes you have not saved").get_by_role("button").click()
    expect(editor.field("Title: English")).to_have_value("Paint the gate")
    editor.frame.get_by_role("button", name="Close the editor").click()
    dialog.get_by_role("button", name="Throw away").click()
    expect(page.get_by_role("region", name="Changes you have not saved")).to_have_count(0)
    editor.open("Paint the fence")
    expect(editor.save_button).to_be_disabled()


def test_a_failed_step_leads_to_its_place_in_the_editor(editor: Editor) -> None:
    turn = editor.window.say("deliver the parcel")
    expect(turn).to_contain_text("Nobody opened the door")
    turn.get_by_role("button", name="Edit the command: Deliver the parcel").click()
    expect(editor.frame.locator(".step-head[aria-expanded=true]")).to_contain_text("Nobody opened the door.")
    expect(editor.frame.locator(".step-head[aria-expanded=true]")).to_be_focused()


def test_a_command_is_doubled_switched_off_deleted_and_brought_back(editor: Editor, sidecar: Sidecar) -> None:
    page = editor.page
    editor.create("Greet the team")
    editor.write_yaml(GREETING)
    editor.save(1)
    file = sidecar.data / "commands" / "greet-the-team.yaml"
    editor.frame.get_by_role("button", name="More actions").click()
    editor.frame.get_by_role("button", name="Switch off").click()
    expect(editor.frame.locator(".standing")).to_contain_text("switched off", timeout=CHECKED_MS)
    expect(editor.yaml).to_have_value(re.compile("enabled: false"))
    editor.frame.get_by_role("button", name="More actions").click()
    editor.frame.get_by_role("button", name="Duplicate").click()
    expect(editor.frame.get_by_role("heading", name="Greet the team (copy)")).to_be_visible(timeout=CHECKED_MS)
    editor.leave()
    editor.open("Greet the team")
    editor.frame.get_by_role("button", name="More actions").click()
    editor.frame.get_by_role("button", name="Delete", exact=True).click()
    expect(editor.notices).to_contain_text("Deleted: Greet the team", timeout=CHECKED_MS)
    assert not file.exists()
    editor.notices.get_by_role("button", name="Undo").click()
    expect(editor.notices).to_contain_text("Greet the team is back", timeout=CHECKED_MS)
    assert file.exists()
    expect(page.get_by_role("button", name="Edit the command: Greet the team", exact=True)).to_be_visible()


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("en", "dark"), ("ru", "light"), ("ru", "dark")])
def test_no_part_of_the_editor_has_a_fault_axe_can_find(
    browser: Browser, sidecar: Sidecar, language: Language, theme: Theme
) -> None:
    with opened(browser, sidecar, language, theme) as window:
        page, editor = window.page, Editor(window)
        editor.open({"en": "Inspect the beds", "ru": "Осмотреть грядки"}[language])
        assert complaints(page) == [], "the form"
        editor.frame.get_by_role("button", name=re.compile("^(Add what starts it|Добавить, что её запускает)$")).click()
        expect(editor.frame.locator(".trigger-outlook .note")).to_contain_text(re.compile("every day|каждый день"))
        editor.frame.get_by_role("button", name=re.compile("^(More about start 1|Подробнее о запуске 1)$")).click()
        assert complaints(page) == [], "what starts it"
        for line in editor.frame.locator(".step-head").all():
            line.click()
            editor.frame.locator(".step-fields details").evaluate_all("(folds) => folds.forEach((fold) => { fold.open = true })")
            assert complaints(page) == [], line.text_content()
        for tab in editor.frame.get_by_role("tab").all():
            tab.click()
            assert complaints(page) == [], tab.text_content()
        editor.frame.get_by_role("button", name=re.compile("^(Add a step|Добавить шаг)$")).last.click()
        expect(page.get_by_role("dialog").get_by_role("option").first).to_be_visible()
        assert complaints(page) == [], "the palette of steps"
        page.keyboard.press("Escape")
        unnamed = editor.frame.locator("button, input, select, textarea").evaluate_all(
            """(all) => all.filter((each) => each.checkVisibility()
                 && !(each.getAttribute("aria-label") || each.labels?.length || each.textContent.trim())).map((each) => each.outerHTML)"""
        )
        assert unnamed == []
        assert window.complaints == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_nothing_of_the_editor_is_cut_off_in_a_narrow_window(browser: Browser, sidecar: Sidecar, language: Language) -> None:
    with opened(browser, sidecar, language, "light", (360, 640)) as window:
        page, editor = window.page, Editor(window)
        page.get_by_role("button", name=re.compile("^(Menu|Меню)$")).click()
        page.get_by_role("dialog").get_by_role("button", name=re.compile("^(Commands|Команды)$")).click()
        title = {"en": "Inspect the beds", "ru": "Осмотреть грядки"}[language]
        page.get_by_role("button", name=re.compile(f": {title}$")).click()
        editor.frame.get_by_role("button", name=re.compile("^(Add what starts it|Добавить, что её запускает)$")).click()
        editor.frame.get_by_role("button", name=re.compile("^(More about start 1|Подробнее о запуске 1)$")).click()
        _not_cut_off(page)
        editor.frame.locator(".step-head").first.click()
        for tab in editor.frame.get_by_role("tab").all():
            tab.click()
            _not_cut_off(page)


def _not_cut_off(page: Page) -> None:
    assert not page.evaluate(WIDER)
    assert page.evaluate(CUT_OFF) == []
