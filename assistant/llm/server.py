"""One OpenAI-compatible server: a streamed call, its models, its vectors; every failure told as what can be done about it.

The library behind it takes a second to import: this module is imported in a worker thread, when a model is first needed.
"""

from __future__ import annotations

import email.utils
import json
import random
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import anyio
import httpx2
import openai

from assistant.domain.base import LocalText
from assistant.domain.both import both
from assistant.errors import ModelNonsense, ModelRefused
from assistant.llm.prices import is_own
from assistant.settings import LlmSettings

LONGEST_RETRY_AFTER = 60.0
"""Seconds a server may ask to wait; longer is told at once."""
_CHARACTERS_PER_TOKEN = 12
"""No token has more on average: an answer that goes on beyond this ignores its limit."""
_PIECES_PER_TOKEN = 8
_MODELS = 2_000


class Stumble(Exception):
    """Something that may go better on another try, after `after` seconds. `offline`: the server was not reached."""

    def __init__(self, said: LocalText, *, after: float = 0.0, offline: bool = False) -> None:
        super().__init__(said["en"])
        self.said, self.after, self.offline = said, after, offline


class Unsupported(Exception):
    """The server does not know something in the request; the message is the server's."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `extra` are the fields that ask for a shape, `quirks` what this server wants otherwise."""

    model: str
    messages: Sequence[Mapping[str, str]]
    longest: int
    extra: Mapping[str, Any] = field(default_factory=dict)
    quirks: frozenset[str] = frozenset()


@dataclass(slots=True)
class Heard:
    """What has come so far: the words, the arguments of a tool call, why it ended, and the tokens if the server says."""

    text: str = ""
    arguments: str = ""
    refusal: str = ""
    ended: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    pieces: int = 0


class Server:
    """A connection to a server. Make it in a worker thread; everything else on the event loop."""

    def __init__(self, settings: LlmSettings, key: str) -> None:
        self._settings = settings
        self._key = key
        own = is_own(settings.base_url)
        # Names of an account in the environment are not for whatever server is connected here.
        nobody: dict[str, Any] = {"OpenAI-Organization": openai.Omit(), "OpenAI-Project": openai.Omit()}
        self._client = openai.AsyncOpenAI(
            base_url=settings.base_url,
            api_key=key or "none",
            max_retries=0,
            timeout=httpx2.Timeout(settings.timeout_s, connect=min(10.0, settings.timeout_s)),
            http_client=openai.DefaultAsyncHttpxClient(trust_env=not own, follow_redirects=False),
            default_headers=nobody,
        )
        # Its parts are imported when first touched: now, not on the event loop.
        _ = (self._client.chat.completions.create, self._client.models.list, self._client.embeddings.create)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.close()

    async def stream(self, call: Call, heard: Heard, on_text: Callable[[str], None] | None = None) -> None:
        """Make one call; what comes is put into `heard`. Raises Stumble, Unsupported, ModelRefused, ModelNonsense."""
        async with self._told():
            answer = await self._client.chat.completions.create(**_fields(call))
            async with answer:
                chunks = aiter(answer)
                while True:
                    with anyio.fail_after(None if not heard.pieces else self._settings.silence_s):
                        chunk = await anext(chunks, None)
                    if chunk is None:
                        break
                    _take(heard, chunk, on_text)
                    _bound(heard, call.longest)
        if not heard.ended:
            raise Stumble(both("The answer broke off.", "Ответ оборвался."))
        if heard.refusal:
            raise ModelRefused(f"The model declined: {_short(heard.refusal)}", ru=f"Модель отказалась: {_short(heard.refusal)}")
        if heard.ended == "content_filter":
            raise ModelRefused("The server's filter stopped the answer.", ru="Ответ остановлен фильтром сервера.")
        if heard.ended == "length":
            raise ModelNonsense(
                f"The answer was longer than {call.longest} tokens and was cut off.",
                ru=f"Ответ длиннее {call.longest} токенов и был обрезан.",
            )

    async def models(self) -> list[str]:
        """The names of its models, sorted. Raises Stumble, ModelRefused."""
        found: set[str] = set()
        async with self._told():
            page = await self._client.models.list()
            found = {model.id[:200] for model in page.data[:_MODELS]}
        return sorted(found)

    async def embed(self, model: str, texts: Sequence[str]) -> tuple[list[list[float]], int]:
        """A vector for each text, and the tokens that took. Raises Stumble, ModelRefused, ModelNonsense."""
        vectors: list[list[float]] = []
        tokens = 0
        async with self._told():
            answer = await self._client.embeddings.create(model=model, input=list(texts), encoding_format="float")
            vectors = [item.embedding for item in sorted(answer.data, key=lambda item: item.index)]
            tokens = answer.usage.prompt_tokens if answer.usage else 0
        if len(vectors) != len(texts) or len({len(vector) for vector in vectors}) != 1:
            raise ModelNonsense(
                "The server gave vectors that do not belong to the texts.", ru="Сервер вернул векторы не от этих текстов."
            )
        return vectors, tokens

    @asynccontextmanager
    async def _told(self) -> AsyncIterator[None]:
        """Whatever the library raises inside is told as one of ours, without the key."""
        try:
            yield
        except openai.APIStatusError as error:
            raise self._status(error) from None
        except openai.APIConnectionError:
            raise Stumble(
                both(
                    "The model's server at {url} cannot be reached.",
                    "Сервер модели {url} недоступен.",
                    url=self._settings.base_url,
                ),
                offline=True,
            ) from None
        except openai.APIError as error:
            raise Stumble(
                both("The model's server failed: {why}", "Сбой на сервере модели: {why}", why=self._clean(error.message))
            ) from None
        except TimeoutError:
            raise Stumble(
                both(
                    "The answer stood still for {time} seconds.",
                    "Ответ остановился на {time} с.",
                    time=f"{self._settings.silence_s:g}",
                )
            ) from None
        except httpx2.HTTPError:
            raise Stumble(
                both("The connection to the model's server broke off.", "Связь с сервером модели прервалась.")
            ) from None
        except (json.JSONDecodeError, UnicodeDecodeError, AttributeError, TypeError, KeyError):
            # The library trusts servers to send what was agreed, and stumbles over anything else.
            raise Stumble(
                both(
                    "The model's server sent something that is not an answer.", "Сервер модели прислал что-то непохожее на ответ."
                )
            ) from None

    def _status(self, error: openai.APIStatusError) -> Exception:
        said = self._clean(error.message)
        match error.status_code:
            case 401 | 403:
                return ModelRefused(
                    f"The model's server does not accept the key: {said}", ru=f"Сервер модели не принимает ключ: {said}"
                )
            case 404:
                return ModelRefused(
                    f"The model's server knows no such model or address: {said}",
                    ru=f"Сервер модели не знает такой модели или адреса: {said}",
                )
            case 429 if error.code == "insufficient_quota":
                return ModelRefused(
                    f"The account at the model's server has nothing left: {said}",
                    ru=f"На счёте у сервера модели ничего не осталось: {said}",
                )
            case 429:
                return Stumble(
                    both("The model's server is busy.", "Сервер модели занят."), after=_retry_after(error.response.headers)
                )
            case 408 | 409:
                return Stumble(both("The model's server asks to try again.", "Сервер модели просит повторить позже."))
            case 413:
                return ModelRefused("That is too long for this model.", ru="Для этой модели это слишком длинно.")
            case 400 | 422 | 501:
                return Unsupported(said)
            case status if status >= 500:
                return Stumble(
                    both("The model's server failed ({status}).", "Сбой на сервере модели ({status}).", status=status),
                    after=_retry_after(error.response.headers),
                )
        return ModelRefused(
            f"The model's server refused ({error.status_code}): {said}", ru=f"Сервер модели отказал ({error.status_code}): {said}"
        )

    def _clean(self, text: str) -> str:
        """What a server said, short and without the key."""
        return _short(text.replace(self._key, "…") if self._key else text)


def pause(attempt: int, after: float) -> float:
    """Seconds before the next try: what the server asks for, else doubled each time, with jitter."""
    return after + random.uniform(0, 0.25) if after else random.uniform(0.5, 1.0) * 0.5 * 2**attempt  # noqa: S311 - it spreads tries


def _fields(call: Call) -> dict[str, Any]:
    """The request as this server wants it."""
    limit = "max_completion_tokens" if "completion_tokens" in call.quirks else "max_tokens"
    fields: dict[str, Any] = {"model": call.model, "messages": list(call.messages), "stream": True, limit: call.longest}
    if "no_temperature" not in call.quirks:
        fields["temperature"] = 0
    if "no_stream_options" not in call.quirks:
        fields["stream_options"] = {"include_usage": True}
    return fields | dict(call.extra)


def _take(heard: Heard, chunk: Any, on_text: Callable[[str], None] | None) -> None:
    """One piece of a stream."""
    heard.pieces += 1
    if chunk.usage:
        heard.tokens_in, heard.tokens_out = chunk.usage.prompt_tokens or 0, chunk.usage.completion_tokens or 0
    if not chunk.choices:
        return
    choice = chunk.choices[0]
    heard.ended = choice.finish_reason or heard.ended
    if choice.delta is None:
        return
    heard.refusal += choice.delta.refusal or ""
    for call in choice.delta.tool_calls or ():
        heard.arguments += (call.function.arguments or "") if call.function else ""
    if piece := choice.delta.content:
        heard.text += piece
        if on_text:
            on_text(heard.text)


def _bound(heard: Heard, longest: int) -> None:
    characters = len(heard.text) + len(heard.arguments) + len(heard.refusal)
    if characters > longest * _CHARACTERS_PER_TOKEN or heard.pieces > 64 + longest * _PIECES_PER_TOKEN:
        raise ModelNonsense(
            f"The model went on beyond {longest} tokens and was stopped.",
            ru=f"Модель вышла за {longest} токенов и была остановлена.",
        )


def _retry_after(headers: Mapping[str, str]) -> float:
    """Seconds the server asks to wait, 0 when it does not say."""
    said = headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(said))
    except ValueError:
        when = email.utils.parsedate_tz(said) if said else None
        return max(0.0, email.utils.mktime_tz(when) - time.time()) if when else 0.0


def _short(text: str, limit: int = 300) -> str:
    text = " ".join(str(text).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
