"""The speech model: which one, where it is, fetching it, loading it. Typing works whatever becomes of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import anyio
import anyio.from_thread
import anyio.lowlevel
import anyio.to_thread

from assistant import plugins
from assistant.domain.command import LocalText
from assistant.domain.event.voice import ModelChanged
from assistant.domain.speech import SAMPLE_RATE
from assistant.errors import ModelUnavailable, NotFound
from assistant.extensions.voice import EngineOptions, SpeechEngine
from assistant.settings import SpeechSettings
from assistant.voice.download import Cancelled, Download, is_whole
from assistant.voice.hardware import hardware

_PROGRESS_EVERY_S = 0.25
_NOTHING: LocalText = {}
_RETRY_S = (5.0, 15.0, 60.0, 300.0)


class SpeechModel:
    """Makes the engine of the settings ready, telling how far it is. All calls on the event loop, one at a time."""

    def __init__(self, settings: SpeechSettings, data: Path, tell: Callable[[ModelChanged], None]) -> None:
        self._settings, self._models = settings, data / "models"
        self._tell = tell
        self._download: Download | None = None
        self.state = ModelChanged(state="loading")

    @property
    def known(self) -> bool:
        """Whether it is known by now if there is a model; not while it is looked for, fetched or loaded."""
        return self.state.state not in ("loading", "downloading")

    async def ready(self) -> SpeechEngine:
        """The engine, loaded and warm; fetches its model when allowed. Raises ModelUnavailable with what the owner can do."""
        found = False
        try:
            kind: type[SpeechEngine] = await anyio.to_thread.run_sync(
                plugins.load, "voice.stt", self._settings.engine, SpeechEngine
            )
            name, folder = await self.place(kind)
            if folder is None:
                folder = await self._fetch(kind, name)
            found = True
            self._change("loading", name)
            engine = kind(self._options(folder))
            await anyio.to_thread.run_sync(_load_warm, engine)
        except (ModelUnavailable, NotFound) as error:
            self._change("failed" if found or self._download else "absent", self.state.name, detail=error.both)
            raise ModelUnavailable(str(error), ru=error.ru) from error
        self._change("ready", name)
        return engine

    async def ready_at_last(self, meanwhile: Callable[[str], None]) -> SpeechEngine:
        """Like `ready`, but tries again for as long as it takes when only the connection was missing; why it is not there
        `meanwhile` is told each time."""
        attempt = 0
        while True:
            try:
                return await self.ready()
            except ModelUnavailable as error:
                if self._download is None:
                    raise
                meanwhile(str(error))
            await anyio.sleep(_RETRY_S[min(attempt, len(_RETRY_S) - 1)])
            attempt += 1

    def cancel(self) -> None:
        """Stop the download; what there is of it is kept."""
        if self._download:
            self._download.cancel()

    async def place(self, kind: type[SpeechEngine]) -> tuple[str, Path | None]:
        """The model's name and its folder; None as folder when it must be fetched first."""
        wanted = self._settings.model
        if not kind.models:
            return wanted, Path(wanted)
        if wanted != "auto" and wanted not in kind.models:
            return wanted, await anyio.to_thread.run_sync(_given, wanted, kind)
        size = wanted if wanted != "auto" else kind.suits(await anyio.to_thread.run_sync(hardware))
        folder = self._folder(size)
        if await anyio.to_thread.run_sync(is_whole, folder, kind.files):
            return size, folder
        if not self._settings.download:
            return size, await anyio.to_thread.run_sync(self._another, kind, wanted)
        return size, None

    def _another(self, kind: type[SpeechEngine], wanted: str) -> Path:
        """Any model that is there already, where downloading is off. Blocking."""
        if wanted == "auto":
            for size in reversed(list(kind.models)):
                if is_whole(self._folder(size), kind.files):
                    return self._folder(size)
        raise ModelUnavailable(
            "There is no speech model yet and downloading is off. Allow it in the settings, or choose a folder with a model; "
            "typing works meanwhile.",
            ru="Модели речи ещё нет, а загрузка выключена. Разрешите её в настройках или выберите папку с моделью; "
            "печатать можно и без неё.",
        )

    def _folder(self, size: str) -> Path:
        return self._models / f"{self._settings.engine}-{size}"

    async def _fetch(self, kind: type[SpeechEngine], name: str) -> Path:
        folder, last, here = self._folder(name), 0.0, anyio.lowlevel.current_token()

        def progress(done: int, total: int) -> None:
            nonlocal last
            if done in (0, total) or time.monotonic() - last >= _PROGRESS_EVERY_S:
                last = time.monotonic()
                anyio.from_thread.run_sync(self._change, "downloading", name, {}, done, total, token=here)

        self._change("downloading", name)
        self._download = Download(kind.models[name], folder, kind.files, progress)
        try:
            await anyio.to_thread.run_sync(self._download.run)
        except Cancelled as error:
            self._download = None
            self._change("absent", name)
            raise ModelUnavailable(
                "The download was stopped; it goes on where it stopped when started again.",
                ru="Загрузка остановлена; начатая снова, она продолжится с того же места.",
            ) from error
        self._download = None
        return folder

    def _options(self, folder: Path) -> EngineOptions:
        chosen = self._settings
        return EngineOptions(
            folder=str(folder),
            language=chosen.language,
            threads=chosen.threads,
            short_window=chosen.short_window,
            no_speech=chosen.no_speech,
            min_logprob=chosen.min_logprob,
            max_compression=chosen.max_compression,
        )

    def _change(self, state: str, name: str, detail: LocalText = _NOTHING, done: int = 0, total: int = 0) -> None:
        self.state = ModelChanged.model_validate(
            {"state": state, "name": name, "detail": detail, "done_bytes": done, "total_bytes": total}
        )
        self._tell(self.state)


def _given(wanted: str, kind: type[SpeechEngine]) -> Path:
    folder = Path(wanted).expanduser()
    if not folder.is_dir():
        raise ModelUnavailable(
            f"There is no speech model folder {folder}. Choose {', '.join(kind.models)} or a folder with a model in the settings.",
            ru=f"Папки с моделью речи {folder} нет. Выберите в настройках {', '.join(kind.models)} или папку с моделью.",
        )
    missing = [pattern for pattern in kind.files if not any(folder.glob(pattern))]
    if missing:
        raise ModelUnavailable(
            f"The speech model in {folder} is not whole: {', '.join(missing)} is missing.",
            ru=f"Модель речи в папке {folder} неполная: не хватает {', '.join(missing)}.",
        )
    return folder


def _load_warm(engine: SpeechEngine) -> None:
    """Load, and recognise a second of silence so that the first command is as fast as the others. Blocking."""
    engine.load()
    engine.transcribe(bytes(SAMPLE_RATE * 2))
