"""The language model the owner connected: asked within the allowance, once for each key, ended at once when cancelled."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import anyio

from assistant.domain.both import NOTHING, both, joined
from assistant.domain.model import Completion, Prompt
from assistant.errors import AllowanceSpent, LanguageModelError, ModelNonsense, ModelOffline, ModelRefused
from assistant.llm import structured
from assistant.llm.allowance import Allowance
from assistant.llm.connection import Connection, offline
from assistant.llm.messages import messages_of
from assistant.llm.prices import tokens_about, tokens_at_most
from assistant.llm.structured import Way
from assistant.llm.ways import Known, Ways, otherwise
from assistant.settings import LlmSettings
from assistant.store.ledger import Ledger

if TYPE_CHECKING:
    from assistant.llm.server import Heard

AT_ONCE = 4
"""Calls made at the same time."""
_SHOWN_AGAIN = 6_000
"""Characters of a wrong answer that are sent back with what is wrong."""


@dataclass(slots=True)
class _Sum:
    """What all calls for one prompt took."""

    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class _Asking:
    """One prompt on its way."""

    prompt: Prompt
    model: str
    settings: LlmSettings
    on_text: Callable[[str], None] | None
    total: _Sum = field(default_factory=_Sum)


class LanguageModel:
    """Asks. All methods on the event loop; `settings` gives those of now.

    `tell_limit` is told of a limit that was met: the prompt, the limit, the model and the cheaper one asked instead.
    """

    def __init__(
        self,
        settings: Callable[[], LlmSettings],
        connection: Connection,
        allowance: Allowance,
        ledger: Ledger,
        ways: Ways,
        *,
        tell_limit: Callable[[Prompt, AllowanceSpent, str, str], Awaitable[None]] | None = None,
    ) -> None:
        self._settings = settings
        self._connection = connection
        self._allowance = allowance
        self._ledger = ledger
        self._ways = ways
        self._tell_limit = tell_limit
        self._turn = anyio.CapacityLimiter(AT_ONCE)

    @property
    def connected(self) -> bool:
        """Whether a model is chosen and its server was not found unreachable a moment ago."""
        settings = self._settings()
        return bool(settings.base_url and settings.model) and not self._connection.down

    async def ask(self, prompt: Prompt, *, on_text: Callable[[str], None] | None = None) -> Completion:
        """The answer; see `ports.Model`."""
        if prompt.key and (kept := await self._ledger.answer(prompt.key)):
            return kept
        settings = self._settings()
        if not settings.base_url or not settings.model:
            raise offline()
        if why := self._connection.down:
            raise ModelOffline.saying(why)
        if prompt.key:
            await self._ledger.ask(prompt)
        patience = prompt.patience or settings.timeout_s
        try:
            with anyio.fail_after(patience):
                async with self._turn:
                    done = await self._choose(prompt, settings, on_text)
        except TimeoutError as error:
            raise ModelOffline(
                f"The model did not answer within {patience:g} seconds.", ru=f"Модель не ответила за {patience:g} с."
            ) from error
        if prompt.key:
            with anyio.CancelScope(shield=True):
                await self._ledger.keep(prompt.key, done)
        return done

    # --- within ---

    async def _choose(self, prompt: Prompt, settings: LlmSettings, on_text: Callable[[str], None] | None) -> Completion:
        """Ask the model the prompt is for; at a limit the cheaper one, where the settings say so."""
        small = settings.small_model or settings.model
        model = small if prompt.size == "small" else settings.model
        try:
            return await self._answered(_Asking(prompt, model, settings, on_text))
        except AllowanceSpent as error:
            cheaper = small if settings.at_limit == "small" and small != model else ""
            if self._tell_limit:
                await self._tell_limit(prompt, error, model, cheaper)
            if not cheaper:
                raise
            return await self._answered(_Asking(prompt, cheaper, settings, on_text))

    async def _answered(self, asking: _Asking) -> Completion:
        if asking.prompt.answer is not None:
            return await self._shaped(asking, asking.prompt.answer)
        heard, _way = await self._heard(asking, None, ())
        text = structured.without_thoughts(heard.text)
        if not text:
            raise ModelNonsense("The model answered nothing.", ru="Модель ничего не ответила.")
        return _completion(asking, text=text)

    async def _shaped(self, asking: _Asking, schema: Mapping[str, Any]) -> Completion:
        """An answer of a shape, with one repair."""
        talk: list[dict[str, str]] = []
        faults: list[str] = []
        lower: Way | None = None
        for _attempt in range(2):
            heard, way = await self._heard(asking, schema, talk, lower)
            said = heard.arguments or heard.text
            value, faults = structured.read(said, schema)
            if not faults:
                await self._learn(asking, way)
                return _completion(asking, value=value, text=said[:_SHOWN_AGAIN])
            # A server that ignores the way it was asked gets the next one.
            lower = structured.below(way) if not structured.has_json(said) else way
            talk = [
                {"role": "assistant", "content": said[:_SHOWN_AGAIN] or "-"},
                {"role": "user", "content": f"That cannot be used: {'; '.join(faults)}. Give the whole answer again, corrected."},
            ]
        raise ModelNonsense(
            f"The model's answer cannot be used, also after it was told why: {faults[0]}.",
            ru=f"Ответ модели не годится, даже после объяснения: {faults[0]}.",
        )

    async def _heard(
        self, asking: _Asking, schema: Mapping[str, Any] | None, talk: Sequence[Mapping[str, str]], lower: Way | None = None
    ) -> tuple[Heard, Way]:
        """One answer, in the way this server knows."""
        module = self._connection.module or await self._import()
        known = self._ways.of(asking.settings.base_url, asking.model)
        if lower:
            known = Known(lower, known.quirks)
        while True:
            shape = structured.told(known.way, schema) if schema is not None else ""
            call = module.Call(
                model=asking.model,
                messages=(*messages_of(asking.prompt, shape), *talk),
                longest=asking.prompt.longest or asking.settings.longest_answer,
                extra=structured.request(known.way, schema) if schema is not None else {},
                quirks=known.quirks,
            )
            try:
                return await self._paid(asking, call), known.way
            except module.Unsupported as error:
                other = otherwise(known, str(error), shaped=schema is not None)
                if other is None:
                    raise ModelRefused(f"The model's server refused: {error}", ru=f"Сервер модели отказал: {error}") from None
                known = other
                await self._ways.remember(asking.settings.base_url, asking.model, known)

    async def _paid(self, asking: _Asking, call: Any) -> Heard:
        """One call, reserved before and settled after, whatever becomes of it."""
        text = "".join(message["content"] for message in call.messages) + repr(call.extra)
        entry = await self._allowance.reserve(asking.prompt, call.model, tokens_at_most(text), call.longest, asking.settings)
        spent = _Sum()
        ok = False
        try:
            heard = await self._tried(asking, call, spent)
            ok = True
            return heard
        finally:
            with anyio.CancelScope(shield=True):
                cost = await self._allowance.settle(entry, spent.tokens_in, spent.tokens_out, asking.settings, ok=ok)
            asking.total.tokens_in += spent.tokens_in
            asking.total.tokens_out += spent.tokens_out
            asking.total.cost += cost

    async def _tried(self, asking: _Asking, call: Any, spent: _Sum) -> Heard:
        """One call with the tries the settings allow."""
        module: Any = self._connection.module
        tries = 1 + (0 if asking.prompt.purpose == "match" else asking.settings.retries)
        for attempt in range(tries):
            heard: Heard = module.Heard()
            try:
                server = await self._connection.server()
                await server.stream(call, heard, asking.on_text)
                return heard
            except module.Stumble as error:
                if attempt + 1 == tries or error.after > module.LONGEST_RETRY_AFTER:
                    raise self._given_up(error) from None
                wait = module.pause(attempt, error.after)
            finally:
                _count(spent, heard, call)
            await anyio.sleep(wait)
        raise AssertionError("unreachable")

    def _given_up(self, error: Any) -> LanguageModelError:
        if error.offline:
            self._connection.note_down(error.said)
        seconds = f"{error.after:.0f}"
        wait = both("It asks to wait {time} seconds.", "Он просит подождать {time} с.", time=seconds) if error.after else NOTHING
        return ModelOffline.saying(joined(error.said, wait))

    async def _learn(self, asking: _Asking, way: Way) -> None:
        quirks = self._ways.of(asking.settings.base_url, asking.model).quirks
        await self._ways.remember(asking.settings.base_url, asking.model, Known(way, quirks))

    async def _import(self) -> Any:
        return await self._connection.load()


def _count(spent: _Sum, heard: Heard, call: Any) -> None:
    """Add the tokens of one try: what the server says, else about what was sent and heard."""
    if not heard.pieces:
        return
    said = heard.text + heard.arguments + heard.refusal
    sent = "".join(message["content"] for message in call.messages)
    spent.tokens_in += heard.tokens_in or tokens_about(sent)
    spent.tokens_out += heard.tokens_out or tokens_about(said)


def _completion(asking: _Asking, *, text: str = "", value: Any = None) -> Completion:
    total = asking.total
    return Completion(
        text=text, value=value, model=asking.model, tokens_in=total.tokens_in, tokens_out=total.tokens_out, cost=total.cost
    )
