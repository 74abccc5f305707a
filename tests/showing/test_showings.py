"""What is being shown: recorded for one run at a time, told, kept over a restart, forgotten when the run ends."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import anyio
import anyio.to_thread
import pytest

from assistant.bus import Bus
from assistant.domain.base import Language, LocalText
from assistant.domain.command import Command
from assistant.domain.event.browsing import ShowingChanged
from assistant.domain.event.envelope import AnyEvent, Envelope
from assistant.domain.event.run import RunFinished
from assistant.domain.run import RunState
from assistant.domain.showing import LeftPage, ShownAction
from assistant.errors import StepError, StepRefused
from assistant.showing.showings import LONGEST_WAY, Showings
from assistant.store.database import Database
from assistant.store.memos import Memos
from tests.showing.shown import SHOP, goods, hidden, opened, pressed, typed

pytestmark = [pytest.mark.unit, pytest.mark.anyio]

NOW = datetime(2026, 3, 13, 12, 0, tzinfo=UTC)


class Pen:
    """A recorder that is played by the test."""

    def __init__(self) -> None:
        self.runs: list[str] = []
        self.tell: Callable[[ShownAction], None] | None = None
        self.lost: Callable[[], None] = lambda: None
        self.broken = False
        self.left = LeftPage()

    async def start(
        self, run: str, language: Language, tell: Callable[[ShownAction], None], lost: Callable[[], None], left: LeftPage
    ) -> LocalText:
        """As the real one."""
        self.left = left
        if self.broken:
            raise StepError("no browser", ru="нет браузера")
        self.runs.append(run)
        self.tell, self.lost = tell, lost
        return {}

    async def stop(self) -> None:
        """As the real one."""
        self.tell = None

    def write(self, *actions: ShownAction) -> None:
        """The owner does these."""
        for action in actions:
            assert self.tell is not None, "nothing is recorded"
            self.tell(action)


class Room:
    """Showings with all that it needs."""

    def __init__(self, folder: Path) -> None:
        self.pen, self.bus, self.told = Pen(), Bus(), list[AnyEvent]()
        self.database = Database(folder / "assistant.sqlite", self.bus.publish)
        self.database.open()
        self.commands: Mapping[str, Command] = {}
        self.showings = Showings(self.pen, Memos(self.database), self, self._secrets, self.bus, self._tell, self._last_task)
        self._changed = anyio.Event()

    async def _secrets(self) -> Sequence[str]:
        return ["bank"]

    async def _last_task(self, before_turn: str) -> Sequence[ShownAction]:
        if before_turn == "long":
            return [opened(), *(pressed(f"Страница {number}") for number in range(LONGEST_WAY))]
        if before_turn == "rows":
            return [
                opened(),
                *(pressed("Купить", row=goods(f"А{number}", number, 400)) for number in range(400)),
                pressed("Заказать"),
            ]
        return [opened(), typed("Товар", "бум"), typed("Товар", "бумага"), pressed("Заказать")] if before_turn else []

    def _tell(self, event: AnyEvent) -> None:
        self.told.append(event)
        self._changed.set()

    async def until(self, wanted: Callable[[ShowingChanged], bool]) -> ShowingChanged:
        """The state once it is so."""
        with anyio.fail_after(5):
            while not wanted(self.showings.state):
                self._changed = anyio.Event()
                await self._changed.wait()
        return self.showings.state

    def ends(self, run: str) -> None:
        """A run ends."""
        self.bus.publish(Envelope(seq=1, at=NOW, event=RunFinished(turn="t", run=run, state=RunState.CANCELLED)))


@asynccontextmanager
async def room(folder: Path) -> AsyncIterator[Room]:
    """A room that is served."""
    made = Room(folder)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(made.showings.run)
        await anyio.wait_all_tasks_blocked()
        yield made
        tasks.cancel_scope.cancel()
    made.database.close()


async def begin(one: Room, run: str = "run-1") -> None:
    """Begin to show."""
    await one.showings.begin("«заказ»", run=run, turn="turn-1", language="ru")


async def test_a_long_way_of_a_task_is_a_loop_or_is_said_to_be_too_long(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        draft = await one.showings.way("заказ", before_turn="rows", language="ru", now=NOW)
        assert draft.wanted == "each" and "400 из 400" in draft.question
        with pytest.raises(StepRefused, match=f"{LONGEST_WAY + 1} things one after another"):
            await one.showings.way("заказ", before_turn="long", language="ru", now=NOW)


async def test_after_a_lost_browser_it_goes_on_at_the_page_with_what_was_typed_there(tmp_path: Path) -> None:
    field = typed("Товар", "бумага")
    async with room(tmp_path) as one:
        await begin(one)
        one.pen.write(opened(f"{SHOP}?token=hunter2"), typed("Имя", "Анна"), pressed("Дальше", url=SHOP), field, hidden("Пароль"))
        await one.until(lambda state: len(state.lines) == 5)
        one.pen.lost()
        await one.until(lambda state: state.state == "lost")
        await one.showings.pause(False)
        assert one.pen.left.url == SHOP
        assert [action.label for action in one.pen.left.put] == ["Имя", "Товар"]
        one.pen.write(ShownAction(id="led", kind="arrive", url=f"{SHOP}/done?token=hunter2"))
        await anyio.wait_all_tasks_blocked()
        await one.showings.pause(True)
        await one.showings.pause(False)
        assert (one.pen.left.url, one.pen.left.put) == (f"{SHOP}/done", ())


async def test_what_is_done_is_told_line_by_line(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        await begin(one)
        one.pen.write(opened(), pressed("Заказать"))
        state = await one.until(lambda state: len(state.lines) == 2)
        assert (state.run, state.state) == ("run-1", "recording")
        assert [line.text for line in state.lines] == ["Открыть shop.test/paper", "Нажать «Заказать»"]


async def test_done_gives_a_draft_of_all_that_was_done_before_that_word(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        await begin(one)
        one.pen.write(opened(), pressed("Заказать"))
        draft = await one.showings.draft("", None, run="run-1", language="ru", now=NOW)
        assert len(draft.form["steps"]) == 2 and draft.phrases == ("заказ",)
        assert one.showings.state.state == "ended" and one.pen.tell is None


async def test_asked_again_after_a_crash_the_draft_is_the_same(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        await begin(one)
        one.pen.write(opened(), typed("Товар", "бумага"))
        first = await one.showings.draft("", None, run="run-1", language="ru", now=NOW)
    async with room(tmp_path) as one:
        assert await one.showings.draft("", None, run="run-1", language="ru", now=NOW) == first


async def test_nothing_is_recorded_during_a_pause(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        await begin(one)
        one.pen.write(opened())
        await one.showings.pause(True)
        assert one.showings.state.state == "paused" and one.pen.tell is None
        await one.showings.pause(False)
        one.pen.write(pressed("Заказать"))
        assert len((await one.until(lambda state: len(state.lines) == 2)).lines) == 2


async def test_one_thing_is_left_out_and_the_last_one_by_a_word(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        await begin(one)
        one.pen.write(opened(), pressed("Назад"), pressed("Заказать"))
        state = await one.until(lambda state: len(state.lines) == 3)
        assert await one.showings.forget(state.lines[1].id) == "Нажать «Назад»"
        assert await one.showings.forget() == "Нажать «Заказать»"
        assert [line.text for line in one.showings.state.lines] == ["Открыть shop.test/paper"]


async def test_the_same_for_every_row_wants_a_row(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        await begin(one)
        one.pen.write(opened())
        await one.until(lambda state: bool(state.lines))
        with pytest.raises(StepRefused, match="row"):
            await one.showings.each()
        one.pen.write(pressed("В корзину", row=goods("А4", 1)))
        await one.until(lambda state: len(state.lines) == 2)
        assert await one.showings.each() == 3
        draft = await one.showings.draft("", None, run="run-1", language="ru", now=NOW)
        assert "for_each" in draft.form["steps"][2]


async def test_after_a_restart_what_was_shown_is_there_and_the_owner_goes_on(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        await begin(one)
        one.pen.write(opened(), pressed("Заказать"))
        await one.until(lambda state: len(state.lines) == 2)
    async with room(tmp_path) as one:
        assert (one.showings.state.state, len(one.showings.state.lines)) == ("lost", 2)
        assert "Продолжить" in one.showings.state.detail["ru"]
        await one.showings.pause(False)
        one.pen.write(pressed("Оплатить"))
        assert (await one.until(lambda state: len(state.lines) == 3)).state == "recording"


async def test_a_closed_browser_is_told_with_what_to_do(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        await begin(one)
        one.pen.lost()
        state = await one.until(lambda state: state.state == "lost")
        assert "closed" in state.detail["en"]


async def test_a_run_that_was_stopped_takes_its_recording_with_it(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        await begin(one)
        one.ends("another")
        one.ends("run-1")
        await one.until(lambda state: state.state == "off")
        assert one.pen.tell is None and one.showings.state.run == ""


async def test_only_one_thing_is_shown_at_a_time(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        await begin(one)
        with pytest.raises(StepRefused, match="already"):
            await begin(one, "run-2")
        await begin(one)
        assert one.pen.runs == ["run-1", "run-1"]


async def test_without_a_browser_nothing_is_being_shown(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        one.pen.broken = True
        with pytest.raises(StepError, match="no browser"):
            await begin(one)
        assert one.showings.state.state == "off"
        with pytest.raises(StepRefused, match="watch how I do it"):
            await one.showings.forget()


async def test_the_way_of_the_last_browser_task_becomes_a_draft(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        draft = await one.showings.way("«заказ»", before_turn="turn-2", language="ru", now=NOW)
        assert [next(iter(step)) for step in draft.form["steps"]] == ["browser.open", "browser.fill", "browser.click"]
        assert draft.offered == ("бумага",)
        with pytest.raises(StepRefused, match="Nothing was done"):
            await one.showings.way("", before_turn="", language="ru", now=NOW)


async def test_no_secret_is_kept_anywhere(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        await begin(one)
        one.pen.write(opened(), typed("Пароль", "hunter2"), typed("Карта", "4111111111111111"))
        await one.until(lambda state: len(state.lines) == 3)
        assert "hunter2" not in str(one.told) and "4111111111111111" not in str(one.told)
    kept = await anyio.to_thread.run_sync(lambda: b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file()))
    assert b"hunter2" not in kept and b"4111111111111111" not in kept
