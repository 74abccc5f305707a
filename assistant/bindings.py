"""The real things behind assistant.ports, where no single part below is one already."""

from __future__ import annotations

import hashlib
import time
import webbrowser
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit

import anyio.to_thread

from assistant import clock, ports
from assistant.domain.base import Json, Language, new_id
from assistant.domain.command import Command
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.event.run import AllowanceReached, AnswerStreamed
from assistant.domain.event.said import NoticeGiven, Part, View, ViewWanted
from assistant.domain.model import Completion, Prompt
from assistant.domain.run import Answer, Question, Source
from assistant.domain.speech import ListenMode
from assistant.domain.web_task import Whose
from assistant.errors import AllowanceSpent, Conflict, StepError, StepRefused
from assistant.flows.consent import fingerprint
from assistant.flows.live import LiveRuns
from assistant.llm.background import Background
from assistant.llm.client import LanguageModel
from assistant.store.events import Events
from assistant.store.runs import Runs
from assistant.store.turns import Turns
from assistant.turn import KnownCommands, Turn

_PAGE: Mapping[Language, str] = {"en": "page", "ru": "страница"}
"""What the details of a question call the page it is about."""
STREAM_EVERY = 0.1
"""Seconds between two tellings of what a model has said so far."""
MAX_FILE = 10_000_000
"""Bytes of a file an owner may have read."""


class StoredHistory(ports.History):
    """What was said before, from the store."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    async def said(self, start: datetime, end: datetime, text: str = "", *, limit: int = 50) -> Sequence[Mapping[str, object]]:
        """Turns of that time, newest first."""
        return await self._turns.search(text, end.astimezone(UTC).isoformat(), start.astimezone(UTC).isoformat(), limit)

    async def last(self, *, before_turn: str) -> str | None:
        """The newest text before that turn from which a run came."""
        return await self._turns.last_run_text(before_turn)

    async def shown(self, command: str, *, turn: str) -> Sequence[Mapping[str, Json]]:
        """The newest list that offers this command."""
        told = await self._turns.last_shown(command, turn)
        action = next((each for each in told.actions if each.command == command), None) if told else None
        if told is None or action is None:
            return []
        items = [item for item in told.items if isinstance(item, Mapping)]
        return [{slot: item.get(field) for slot, field in action.slots.items()} for item in items]


class OtherRuns(ports.Runs):
    """The other runs."""

    def __init__(self, live: LiveRuns) -> None:
        self._live = live

    async def stop_all(self, *, but: str) -> int:
        """Cancel every unfinished run but this one."""
        return await self._live.cancel_all(but)


class LoadedCommands(ports.Commands):
    """The commands of the registry that can be said."""

    def __init__(self, known: KnownCommands) -> None:
        self._known = known

    async def all(self) -> Sequence[Command]:
        """Every loaded command that is enabled."""
        return tuple(command for command in self._known.commands.values() if command.enabled)


class SaidAgain(ports.Turns):
    """Takes words as a new utterance."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    async def say(self, text: str, *, key: str) -> str:
        """The id of the turn."""
        return await self._turn.say(text, key=key, source="button")


class ListeningMode(ports.Voice):
    """The mode of the microphone, kept as a setting."""

    def __init__(self, change: Callable[[str, str, str], Awaitable[object]]) -> None:
        self._change = change

    async def set_mode(self, mode: ListenMode) -> None:
        """Always listen, push-to-talk, or off."""
        await self._change("voice", "mode", mode.value)


class DesktopOpener(ports.Opener):
    """The owner's own browser."""

    def __init__(self, search_address: Callable[[], str]) -> None:
        self._search_address = search_address

    async def open_url(self, url: str) -> None:
        """Open an http(s) address. Raises StepRefused for any other, StepError when there is no browser."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise StepRefused(
                f"Only web addresses can be opened, this is {url!r}.", ru=f"Открыть можно только адреса сайтов, а это {url!r}."
            )
        # Some browsers let the call return only when they are closed.
        if not await anyio.to_thread.run_sync(webbrowser.open, url, abandon_on_cancel=True):
            raise StepError(
                f"No browser could be opened on this computer. The address is {url}",
                ru=f"На этом компьютере не удалось открыть браузер. Адрес: {url}",
            )

    async def search(self, query: str) -> str:
        """Open the search page for some words; its address."""
        url = self._search_address().replace("{query}", quote(query, safe=""))
        await self.open_url(url)
        return url


class TellingNotices(ports.Notices):
    """Notifications as events: the window shows them, in the desktop's way or the browser's."""

    def __init__(self, events: Events) -> None:
        self._events = events

    async def notify(self, title: str, text: str, *, turn: str, run: str, key: str) -> None:
        """Tell the window, once for a key."""
        await self._events.record(NoticeGiven(turn=turn, run=run, title=title, text=text), key)


class TellingWindows(ports.Windows):
    """Tells every open window what the owner wants to see; one opened later shows the conversation, as always."""

    def __init__(self, tell: Callable[[AnyEvent], None]) -> None:
        self._tell = tell

    async def show(self, view: View, part: Part, *, turn: str, run: str) -> None:
        """Tell them now."""
        self._tell(ViewWanted(turn=turn, run=run, view=view, part=part))


class AskedOwner(ports.Owner):
    """Asks with a card, as a step that waits for a yes."""

    def __init__(self, live: LiveRuns, runs: Runs, days: Callable[[], float]) -> None:
        self._live = live
        self._runs = runs
        self._days = days

    async def approve(self, text: str, details: Mapping[str, Json], whose: Whose) -> bool:
        """Ask, bound to exactly these details; every question is a new one, so that no yes counts twice."""
        asked = clock.now()
        page = next((str(details[name]) for name in (_PAGE[whose.language], "url") if name in details), "")
        question = Question(
            id=new_id("question"),
            run=whose.run,
            turn=whose.turn,
            path=whose.path,
            kind="approve",
            text=text,
            details=details,
            hash=fingerprint(f"{whose.key}:{text}", dict(details)),
            effect="sends",
            # The words of what is pressed are the page's: a yes that was not seen to be given is not enough.
            sources=(Source(kind="page", title=page.partition("://")[2].partition("/")[0][:200], link=page[:1_000]),),
            asked=asked,
            expires=asked + timedelta(days=self._days()),
        )
        return bool((await self._live.ask(question)).value)

    async def withdraw(self, whose: Whose) -> None:
        """Close what was asked for this step and is still open."""
        for question in await self._runs.questions():
            if (question.run, question.path) == (whose.run, whose.path):
                with suppress(Conflict):  # it was answered just now
                    await self._live.answer(Answer(question=question.id, value=None, by="cancelled"))


class OwnerFiles(ports.Files):
    """Files in the owner's home, and the export folder."""

    def __init__(self, exports: Callable[[], Path]) -> None:
        self._exports = exports

    async def read_text(self, path: str) -> str:
        """The text of a file below the owner's home. Raises StepRefused, StepError."""
        return await anyio.to_thread.run_sync(self._read, path)

    async def write_text(self, name: str, text: str) -> str:
        """Write a new file into the export folder; the full path."""
        return await anyio.to_thread.run_sync(self._write, name, text.encode())

    async def write_bytes(self, name: str, content: bytes) -> str:
        """Write any content into a new file; the full path."""
        return await anyio.to_thread.run_sync(self._write, name, content)

    async def remove_written(self, path: str, digest: str) -> bool:
        """Remove an exported file that is as it was written."""
        return await anyio.to_thread.run_sync(self._remove, path, digest)

    def _remove(self, path: str, digest: str) -> bool:
        file = Path(path)
        try:
            if hashlib.sha256(file.read_bytes()).hexdigest() != digest:
                raise Conflict(f"{file} was changed since, so it stays.", ru=f"{file} с тех пор изменён, поэтому он остаётся.")
            file.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise StepError(
                f"{file} cannot be removed: {error.strerror}.", ru=f"{file} нельзя удалить: {error.strerror}."
            ) from error
        return True

    def _read(self, path: str) -> str:
        file = Path(path).expanduser().resolve()
        allowed = (Path.home().resolve(), self._exports().resolve())
        if not any(file.is_relative_to(folder) for folder in allowed):
            raise StepRefused(
                f"{file} is outside your own folder, so it is not read.",
                ru=f"{file} вне вашей домашней папки, поэтому файл не читается.",
            )
        try:
            if file.stat().st_size > MAX_FILE:
                raise StepRefused(
                    f"{file} is larger than {MAX_FILE // 1_000_000} MB.", ru=f"{file} больше {MAX_FILE // 1_000_000} МБ."
                )
            return file.read_text(encoding="utf-8")
        except OSError as error:
            raise StepError(f"{file} cannot be read: {error.strerror}.", ru=f"{file} не читается: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise StepRefused(f"{file} is not a text file.", ru=f"{file} — не текстовый файл.") from error

    def _write(self, name: str, content: bytes) -> str:
        folder = self._exports()
        folder.mkdir(parents=True, exist_ok=True)
        wanted = folder / Path(name).name
        for number in range(1, 1_000):
            file = wanted if number == 1 else wanted.with_stem(f"{wanted.stem}-{number}")
            try:
                with file.open("xb") as out:
                    out.write(content)
                return str(file)
            except FileExistsError:
                continue
            except OSError as error:
                raise StepError(
                    f"{file} cannot be written: {error.strerror}.", ru=f"{file} нельзя записать: {error.strerror}."
                ) from error
        raise StepRefused(
            f"There are too many files named {wanted.name} already.", ru=f"Файлов с именем {wanted.name} уже слишком много."
        )


class ConnectedModel(ports.Model):
    """The language model as steps and the planner see it; what it says is told while it says it."""

    def __init__(self, model: LanguageModel, background: Background, tell: Callable[[AnyEvent], None]) -> None:
        self._model = model
        self._background = background
        self._tell = tell

    @property
    def connected(self) -> bool:
        """Whether there is one that can be asked."""
        return self._model.connected

    async def ask(self, prompt: Prompt, *, on_text: Callable[[str], None] | None = None) -> Completion:
        """Ask; see the port."""
        shown = self._streaming(prompt) if on_text is None and prompt.purpose == "step" and prompt.answer is None else on_text
        return await self._model.ask(prompt, on_text=shown)

    async def begin(self, prompt: Prompt) -> None:
        """Ask in the background; see the port."""
        await self._background.begin(prompt)

    async def answer(self, key: str) -> Completion:
        """The answer of what was begun."""
        return await self._background.answer(key)

    def _streaming(self, prompt: Prompt) -> Callable[[str], None]:
        told = 0.0

        def show(text: str) -> None:
            nonlocal told
            if time.monotonic() - told >= STREAM_EVERY:
                told = time.monotonic()
                path = prompt.key.removeprefix(f"{prompt.run}:")
                self._tell(AnswerStreamed(turn=prompt.turn, run=prompt.run, path=path, text=text))

        return show


async def tell_limit(events: Events, prompt: Prompt, limit: AllowanceSpent, model: str, cheaper: str) -> None:
    """Record that a limit was met, once for a run (or a turn) and model."""
    detail, ru = str(limit), limit.ru
    told = AllowanceReached(turn=prompt.turn, run=prompt.run, detail=detail, detail_ru=ru, model=model, cheaper=cheaper)
    await events.record(told, f"{prompt.run or prompt.turn or prompt.key}:allowance:{model}")
