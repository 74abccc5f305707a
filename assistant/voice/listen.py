"""The listening half of the assistant: microphone, modes, push-to-talk, model; hands over utterances."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

import anyio
import anyio.to_thread

from assistant import plugins
from assistant.domain.command import LocalText
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.event.voice import ModelChanged, VoiceChanged
from assistant.domain.speech import AudioFrame, ListenMode, Transcript, Utterance, UtteranceSource
from assistant.errors import AssistantError, ModelUnavailable, NotFound, VoiceUnavailable
from assistant.extensions.voice import AudioSource, FedSource, SourceOptions, VoiceDetector
from assistant.settings import Settings
from assistant.voice.devices import Microphone, microphones
from assistant.voice.frames import FRAME_MS
from assistant.voice.handover import Handover
from assistant.voice.line import Line, Said
from assistant.voice.model import SpeechModel
from assistant.voice.recognise import Recogniser
from assistant.voice.state import Facts, state_of
from assistant.voice.transcribe import transcribe_file

_TAIL_S = 0.1
"""Sound that is still on its way through the device when the key is let go."""
_NO_SOURCE_RETRY_S = 5.0


@dataclass(eq=False)
class _Guest:
    """A source that is heard instead of the microphone, once, to its end."""

    source: AudioSource
    kind: UtteranceSource
    ended: anyio.Event = field(default_factory=anyio.Event)
    taken: list[anyio.Event] = field(default_factory=list)


class Listener:
    """Listens until cancelled. All calls on the event loop; `run` must be running.

    `tell` is called with every event. `take` is awaited with every utterance, one at a time, in the order they were spoken.
    `is_complete` says whether words are a complete known command, `is_answer` whether they are a plain answer to an open
    question, which may be very short; both should take a few milliseconds at most.
    Nothing that happens to a device or a model ends `run`: the state says what is wrong and what to do.
    """

    def __init__(
        self,
        settings: Settings,
        data: Path,
        *,
        tell: Callable[[AnyEvent], None],
        take: Callable[[Utterance], Awaitable[None]],
        is_complete: Callable[[str], bool],
        is_answer: Callable[[str], bool] = lambda _text: False,
    ) -> None:
        self._settings, self._data = settings, data
        self._tell, self._is_complete, self._is_answer = tell, is_complete, is_answer
        self._facts = Facts(mode=settings.voice.mode)
        self._on_mode = settings.voice.mode if settings.voice.mode is not ListenMode.OFF else ListenMode.ALWAYS
        self._talk: Literal["", "held", "open"] = ""
        self._let_go_at: float | None = None
        self._talk_changed = anyio.Event()
        self._ring: deque[AudioFrame] = deque(maxlen=max(1, round(settings.voice.pre_roll_ms / FRAME_MS)))
        self._recogniser = Recogniser()
        self._model = SpeechModel(settings.speech, data, self._model_changed)
        self._model_news = anyio.Event()
        self._session, self._model_scope = anyio.CancelScope(), anyio.CancelScope()
        self._guest: _Guest | None = None
        self._device = settings.voice.device
        self._line: Line | None = None
        self._lines: list[Line] = []
        self._handover = Handover(take, tell)
        self._state = VoiceChanged(state=state_of(self._facts)[0], mode=self._facts.mode, device=self._device)

    @property
    def state(self) -> VoiceChanged:
        """What listening is doing, as last told."""
        return self._state

    @property
    def model_state(self) -> ModelChanged:
        """How the speech model is, as last told."""
        return self._model.state

    async def run(self) -> None:
        """Listen until cancelled."""
        self._refresh()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._keep_model)
            tasks.start_soon(self._recogniser.run)
            tasks.start_soon(self._handover.run)
            tasks.start_soon(self._limit_talk)
            tasks.start_soon(self._keep_listening)

    # --- what the owner can do ---------------------------------------------------------------------------------------

    async def set_mode(self, mode: ListenMode) -> None:
        """Always listen, push-to-talk, or off. What is being said at that moment is dropped when it is off."""
        if mode is not ListenMode.OFF:
            self._on_mode = mode
        self._facts.mode = mode
        self._end_talk()
        if self._line and not self._facts.wanted:
            self._line.drop("listening was switched off")
        self._restart_unless_fitting()

    async def press(self) -> None:
        """The key to talk went down: from a moment before now until `release` everything is one utterance."""
        self._begin_talk("held")

    async def release(self) -> None:
        """The key came up: what was said is recognised at once."""
        if self._talk == "held":
            self._let_go()

    async def toggle(self) -> None:
        """One key for on and off: with push-to-talk it opens and closes the microphone, else it switches listening."""
        if self._facts.mode is ListenMode.PUSH:
            if self._talk:
                self._let_go()
            else:
                self._begin_talk("open")
        else:
            await self.set_mode(self._on_mode if self._facts.mode is ListenMode.OFF else ListenMode.OFF)

    async def devices(self) -> list[Microphone]:
        """The microphones there are, the default one first. Raises VoiceUnavailable without a sound system."""
        return await anyio.to_thread.run_sync(microphones)

    async def use_device(self, name: str) -> None:
        """Listen to the microphone of that name from now on; empty for the system's default."""
        voice = self._settings.voice.model_copy(update={"device": name})
        await self.apply(self._settings.model_copy(update={"voice": voice}))

    async def apply(self, settings: Settings) -> None:
        """Take changed settings over; what they do not touch goes on undisturbed."""
        before, self._settings = self._settings, settings
        if settings.speech != before.speech:
            self.retry_model()
        if settings.voice != before.voice:
            self._ring = deque(self._ring, maxlen=max(1, round(settings.voice.pre_roll_ms / FRAME_MS)))
            if settings.voice.mode is not before.voice.mode:
                await self.set_mode(settings.voice.mode)
            self._restart()

    def retry_model(self) -> None:
        """Look for the speech model, and fetch it if need be, anew."""
        self._model.cancel()
        self._recogniser.use(None)
        self._model = SpeechModel(self._settings.speech, self._data, self._model_changed)
        self._model_scope.cancel()

    async def model_known(self) -> None:
        """Wait while the speech model is looked for, fetched or loaded. Raises ModelUnavailable with why there is none."""
        while not self._model.known:
            await self._model_news.wait()
        if self._model.state.state != "ready":
            raise ModelUnavailable.saying(self._model.state.detail)

    def cancel_download(self) -> None:
        """Stop fetching the speech model; what there is of it is kept for the next try."""
        self._model.cancel()

    # --- other sound than the microphone's ---------------------------------------------------------------------------

    async def start_stream(self) -> None:
        """Hear what `feed` brings instead of the microphone, until `stop_stream`."""
        kind = plugins.load("voice.sources", "stream", FedSource)
        self._invite(_Guest(kind(SourceOptions(name="stream")), "voice"))

    def feed(self, pcm: bytes) -> None:
        """Some more 16 kHz mono s16le sound; dropped when no stream was started."""
        if self._guest and isinstance(self._guest.source, FedSource):
            self._guest.source.feed(pcm)

    async def stop_stream(self) -> None:
        """The stream has ended; what was said in it is recognised, and the microphone is heard again."""
        if self._guest and isinstance(self._guest.source, FedSource):
            self._guest.source.finish()

    async def listen_file(self, file: Path, *, realtime: bool = False) -> int:
        """Hear a sound file as if it were spoken; how many utterances were taken. Raises VoiceUnavailable."""
        kind = await anyio.to_thread.run_sync(plugins.load, "voice.sources", "wav", AudioSource)
        trouble: list[LocalText] = []
        guest = _Guest(kind(SourceOptions(name=str(file), realtime=realtime, trouble=trouble.append)), "file")
        self._invite(guest)
        await guest.ended.wait()
        if trouble:
            raise VoiceUnavailable.saying(trouble[-1])
        for taken in guest.taken:
            await taken.wait()
        return len(guest.taken)

    async def transcribe_file(self, file: Path) -> Transcript:
        """The words of a sound file of any length, timed. Works without `run`. Raises VoiceUnavailable, ModelUnavailable."""
        engine = self._recogniser.engine or await self._model.ready()
        return await transcribe_file(file, engine, self._settings.voice)

    # --- how it works ------------------------------------------------------------------------------------------------

    async def _keep_model(self) -> None:
        while True:
            with anyio.CancelScope() as self._model_scope:
                self._recogniser.use(None)
                try:
                    self._recogniser.use(await self._model.ready_at_last(partial(self._recogniser.use, None)))
                except ModelUnavailable as error:
                    self._recogniser.use(None, str(error))
                await anyio.sleep_forever()

    def _model_changed(self, change: ModelChanged) -> None:
        self._tell(change)
        self._model_news.set()
        self._model_news = anyio.Event()

    async def _keep_listening(self) -> None:
        while True:
            with anyio.CancelScope() as self._session:
                guest = self._guest
                try:
                    await self._listen_to_somebody(guest)
                except (VoiceUnavailable, NotFound) as error:
                    await self._no_sound(error, guest)
            if guest and guest is self._guest:
                guest.ended.set()
                self._guest = None

    async def _listen_to_somebody(self, guest: _Guest | None) -> None:
        self._facts.flowing = False
        if guest:
            await self._listen_to(guest.source, guest)
        elif self._facts.mode is ListenMode.OFF and not self._talk:
            self._facts.trouble = {}
            self._device = self._settings.voice.device
            self._refresh()
            await anyio.sleep_forever()
        else:
            kind = await anyio.to_thread.run_sync(plugins.load, "voice.sources", "microphone", AudioSource)
            await self._listen_to(kind(SourceOptions(name=self._settings.voice.device, trouble=self._trouble)), None)

    async def _listen_to(self, source: AudioSource, guest: _Guest | None) -> None:
        self._refresh()
        detector = await anyio.to_thread.run_sync(_detector, self._settings.voice.detector)
        line = self._new_line(detector, guest)
        try:
            async with aclosing(source.frames()) as frames:
                async for frame in frames:
                    self._hear(line, frame, source, guest)
                    if guest and not source.options.realtime:
                        await line.caught_up()
            line.finish()
            if guest:
                await line.caught_up()
        finally:
            line.drop("listening was interrupted")
            self._line = None

    def _new_line(self, detector: VoiceDetector, guest: _Guest | None) -> Line:
        self._line = Line(
            self._settings.voice,
            detector,
            self._recogniser,
            is_complete=self._is_complete,
            tell=self._tell,
            said=lambda said: self._say(said, guest),
            changed=self._refresh,
            is_answer=self._is_answer,
        )
        self._lines = [line for line in self._lines if line.understanding] + [self._line]
        return self._line

    def _hear(self, line: Line, frame: AudioFrame, source: AudioSource, guest: _Guest | None) -> None:
        if not self._facts.flowing:
            self._facts.flowing, self._facts.trouble, self._device = True, {}, source.label
            self._refresh()
        line.held = self._talk == "held"
        if not (self._facts.wanted or guest):
            self._ring.append(frame)
            return
        while self._ring:
            line.hear(self._ring.popleft())
        line.hear(frame)
        if self._let_go_at is not None and frame.at >= self._let_go_at + _TAIL_S:
            line.finish()
            self._end_talk()
        silent = guest is None and line.digital_silence_s >= self._settings.voice.muted_after_s
        if silent != self._facts.silent:
            self._facts.silent = silent
            self._refresh()

    def _say(self, said: Said, guest: _Guest | None) -> None:
        taken = self._handover.give(said, guest.kind if guest else "voice")
        if guest:
            guest.taken.append(taken)

    async def _no_sound(self, error: AssistantError, guest: _Guest | None) -> None:
        if guest:
            guest.source.options.trouble(error.both)
        else:
            self._trouble(error.both)
            await anyio.sleep(_NO_SOURCE_RETRY_S)

    def _trouble(self, text: LocalText) -> None:
        self._facts.trouble = text
        if text:
            self._facts.flowing = self._facts.silent = False
            self._ring.clear()
            if self._line:
                self._line.drop("the microphone went away")
        self._refresh()

    # --- push-to-talk ------------------------------------------------------------------------------------------------

    def _begin_talk(self, how: Literal["held", "open"]) -> None:
        self._talk, self._let_go_at = how, None
        self._talk_changed.set()
        self._restart_unless_fitting()

    def _let_go(self) -> None:
        self._let_go_at = time.monotonic()
        if not self._facts.flowing:
            self._end_talk()

    def _end_talk(self) -> None:
        self._talk, self._let_go_at = "", None
        self._talk_changed.set()
        self._restart_unless_fitting()

    async def _limit_talk(self) -> None:
        """Let go by itself after the longest time a key may be held."""
        while True:
            self._talk_changed = anyio.Event()
            with anyio.move_on_after(self._settings.voice.hold_seconds if self._talk else float("inf")) as limit:
                await self._talk_changed.wait()
            if limit.cancelled_caught and self._talk:
                if self._line:
                    self._line.finish()
                self._end_talk()

    # --- state -------------------------------------------------------------------------------------------------------

    def _invite(self, guest: _Guest) -> None:
        if self._guest:
            self._guest.ended.set()
        self._guest = guest
        self._session.cancel()

    def _restart(self) -> None:
        if not self._guest:
            self._session.cancel()

    def _restart_unless_fitting(self) -> None:
        """Open or close the microphone when what is wanted has changed so."""
        self._refresh()
        wanted = self._facts.mode is not ListenMode.OFF or bool(self._talk)
        if wanted != (self._line is not None):
            self._restart()

    def _refresh(self) -> None:
        """Work the state out from the facts and tell it when it is another one."""
        facts = self._facts
        facts.wanted = facts.mode is ListenMode.ALWAYS or bool(self._talk) or self._guest is not None
        facts.speaking = bool(self._line and self._line.speaking)
        facts.understanding = any(line.understanding for line in self._lines)
        state, detail = state_of(facts)
        now = VoiceChanged(state=state, mode=facts.mode, device=self._device, detail=detail)
        if now != self._state:
            self._state = now
            self._tell(now)


def _detector(name: str) -> VoiceDetector:
    kind: type[VoiceDetector] = plugins.load("voice.vad", name, VoiceDetector)
    return kind()
