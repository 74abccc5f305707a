"""`http`: ask a web server for something, or send it something."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar, Literal
from urllib.parse import urlencode, urlsplit, urlunsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from assistant.domain.base import Json
from assistant.domain.run import Effect, Receipt, Source, StepResult
from assistant.domain.web import HttpMethod, WebAnswer, WebRequest
from assistant.errors import StepError, StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Secrets, Web

_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_SECRET = re.compile(r"\{([\w.-]{1,100})\}")
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_SHOWN = 300
"""Characters of an answer that an error quotes."""
Scalar = str | int | float | bool


class Http(StepKind["Http.Params"]):
    """Asks a web server, or sends it something. Gives `{status, url, headers, body}`; a JSON body as its values.

    GET, HEAD and OPTIONS only read, and are asked about only where text from outside is in them; any other method sends, with an
    `Idempotency-Key` that is the same when it is tried again. One of `json`, `form` and `body` is sent. `secrets` are headers whose
    `{name}` is replaced by the secret of that name; it is shown nowhere. `expects`: `json` or `text` refuses anything else. A status
    that is neither 2xx nor in `accept` fails the step. At most 10 MB, 5 redirects, and no address of this computer or its network
    unless `[http] allow_hosts` names it.
    """

    title = local("Ask a web server", "Запросить по HTTP")
    about = local("Asks a web server, or sends it something", "Запрашивает веб-сервер или отправляет ему данные")

    class Params(BaseModel):
        """The request."""

        model_config = ConfigDict(extra="forbid", populate_by_name=True)
        url: str = Field(
            min_length=1,
            max_length=8_000,
            description="the address, http or https",
            title="Address",
            json_schema_extra=in_russian("Адрес", "адрес, http или https"),
        )
        method: HttpMethod = Field(
            default="GET",
            description="what to do there; GET and HEAD only read",
            title="Method",
            json_schema_extra=in_russian("Метод", "что там сделать; GET и HEAD только читают"),
        )
        headers: dict[str, str] = Field(
            default_factory=dict,
            max_length=50,
            description="headers to send",
            title="Headers",
            json_schema_extra=in_russian("Заголовки", "заголовки запроса"),
        )
        query: dict[str, Scalar | list[Scalar] | None] = Field(
            default_factory=dict,
            max_length=100,
            description="added to the address; an empty value is left out",
            title="Query",
            json_schema_extra=in_russian("Параметры адреса", "добавляются к адресу; пустое значение опускается"),
        )
        json_: Any = Field(
            default=None,
            alias="json",
            description="values to send as JSON",
            title="JSON",
            json_schema_extra=in_russian("JSON", "значения, которые отправить как JSON"),
        )
        form: dict[str, Scalar | None] | None = Field(
            default=None,
            description="fields to send as a form",
            title="Form",
            json_schema_extra=in_russian("Форма", "поля, которые отправить как форму"),
        )
        body: str | None = Field(
            default=None,
            max_length=5_000_000,
            description="text to send as it is",
            title="Body",
            json_schema_extra=in_russian("Тело", "текст, который отправить как есть"),
        )
        secrets: dict[str, str] = Field(
            default_factory=dict,
            max_length=20,
            description="headers with secrets in them, such as `Authorization: Bearer {shop}`",
            title="Secrets",
            json_schema_extra=in_russian("Секреты", "заголовки с секретами, например `Authorization: Bearer {shop}`"),
        )
        expects: Literal["auto", "json", "text", "nothing"] = Field(
            default="auto",
            description="what the answer must be; `auto` takes what comes",
            title="Expected answer",
            json_schema_extra=in_russian("Ожидаемый ответ", "каким должен быть ответ; `auto` принимает любой"),
        )
        accept: list[int] = Field(
            default_factory=list,
            max_length=50,
            description="statuses that are no failure, beside 2xx",
            title="Accepted statuses",
            json_schema_extra=in_russian("Допустимые коды", "коды ответа, которые не считаются ошибкой, кроме 2xx"),
        )
        seconds: float = Field(
            default=30,
            gt=0,
            le=600,
            description="how long it may take, redirects included",
            title="Seconds",
            json_schema_extra=in_russian("Секунд", "сколько это может занять, вместе с перенаправлениями"),
        )

        @field_validator("method", mode="before")
        @classmethod
        def _in_capitals(cls, value: object) -> object:
            return value.upper() if isinstance(value, str) else value

        @field_validator("headers", "secrets")
        @classmethod
        def _are_headers(cls, value: dict[str, str]) -> dict[str, str]:
            for name, text in value.items():
                if not _NAME.fullmatch(name) or any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
                    raise ValueError(f"{name[:50]!r} is no header")
            return value

        @model_validator(mode="after")
        def _one_body(self) -> Http.Params:
            if sum(part is not None for part in (self.json_, self.form, self.body)) > 1:
                raise ValueError("give one of json, form and body")
            return self

    effect = Effect.SENDS
    untrusted = True
    targets = ("method", "url")
    tells = ("url", "query", "headers", "secrets", "json", "form", "body")
    shorthand = "url"
    KEY: ClassVar[str] = "Idempotency-Key"

    @classmethod
    def effect_of(cls, params: Mapping[str, Json]) -> Effect:
        """By its method; one that is not known yet may be any."""
        method = str(params.get("method") or "GET").upper()
        return Effect.READS if method in _HARMLESS else Effect.SENDS

    @classmethod
    def secrets_of(cls, params: Mapping[str, Json]) -> frozenset[str]:
        """Those named in its headers."""
        headers = params.get("secrets")
        texts = headers.values() if isinstance(headers, Mapping) else ()
        return frozenset(name for text in texts if isinstance(text, str) for name in _SECRET.findall(text))

    async def run(self, params: Params, context: StepContext) -> StepResult:
        sends = params.method not in _HARMLESS
        answer = await context.use(Web).fetch(await _request(params, context, self.KEY if sends else ""))
        _check_status(params, answer)
        body = _body(params, answer)
        headers = {key: value for key, value in answer.headers.items() if key != "set-cookie"}
        value: dict[str, Json] = {"status": answer.status, "url": answer.url, "headers": headers, "body": body}
        said = " ".join(answer.body[: _SHOWN * 4].decode("utf-8", "replace").split())[:_SHOWN]
        sources = (Source(kind="http", who=urlsplit(answer.url).hostname or "", link=answer.url, excerpt=said),)
        if not sends:
            return StepResult(value=value, sources=sources)
        proof = f"{answer.status}:{hashlib.sha256(answer.body).hexdigest()[:16]}"
        summary = f"{params.method} {urlsplit(params.url).hostname} → {answer.status}"
        return StepResult(value=value, receipt=Receipt(kind="http", id=proof, summary=summary), sources=sources)

    async def trace(self, params: Params, context: StepContext) -> Receipt | None:
        """No server can be asked in general whether it has seen a key: the owner decides."""
        raise NotImplementedError


async def _request(params: Http.Params, context: StepContext, key_header: str) -> WebRequest:
    headers = dict(params.headers)
    body = b""
    if params.json_ is not None:
        body = json.dumps(params.json_, ensure_ascii=False, default=str).encode()
        _default(headers, "Content-Type", "application/json")
    elif params.form is not None:
        body = urlencode({name: _text(value) for name, value in params.form.items() if value is not None}).encode()
        _default(headers, "Content-Type", "application/x-www-form-urlencoded")
    elif params.body is not None:
        body = params.body.encode()
        _default(headers, "Content-Type", "text/plain; charset=utf-8")
    if key_header:
        # The run's own key would tell a stranger's server the ids of the house.
        _default(headers, key_header, hashlib.sha256(context.key.encode()).hexdigest()[:32])
    for name, text in params.secrets.items():
        headers[name] = await _with_secrets(text, context)
    private = tuple(name.lower() for name in params.secrets)
    url = _with_query(params)
    return WebRequest(method=params.method, url=url, headers=headers, body=body, private_headers=private, seconds=params.seconds)


def _default(headers: dict[str, str], name: str, value: str) -> None:
    if name.lower() not in {known.lower() for known in headers}:
        headers[name] = value


async def _with_secrets(text: str, context: StepContext) -> str:
    found = {name: await context.use(Secrets).secret(name) for name in _SECRET.findall(text)}
    return _SECRET.sub(lambda hit: found[hit[1]], text)


def _with_query(params: Http.Params) -> str:
    if not params.query:
        return params.url
    try:
        parts = urlsplit(params.url)
    except ValueError as error:
        raise StepRefused(f"That is no web address: {error}.", ru="Это не адрес в интернете.") from error
    pairs = [
        (name, _text(one))
        for name, value in params.query.items()
        for one in (value if isinstance(value, list) else [value])
        if one is not None
    ]
    query = "&".join(part for part in (parts.query, urlencode(pairs)) if part)
    return urlunsplit(parts._replace(query=query))


def _text(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _check_status(params: Http.Params, answer: WebAnswer) -> None:
    if 200 <= answer.status < 300 or answer.status in params.accept:
        return
    host = urlsplit(answer.url).hostname
    said = " ".join(answer.body[: _SHOWN * 4].decode("utf-8", "replace").split())[:_SHOWN]
    text, ru = f"{host} answered {answer.status}: {said}", f"{host} ответил {answer.status}: {said}"
    raise (StepError if answer.status in _TRY_AGAIN else StepRefused)(text, ru=ru)


def _body(params: Http.Params, answer: WebAnswer) -> Json:
    if params.expects == "nothing" or not answer.body:
        if params.expects == "json" and params.method != "HEAD":
            raise StepRefused(
                "The server answered with nothing, JSON was expected.", ru="Сервер ничего не ответил, ожидался JSON."
            )
        return None
    is_json = "json" in answer.headers.get("content-type", "").lower()
    if params.expects == "json" or (params.expects == "auto" and is_json):
        try:
            return json.loads(answer.body, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            if params.expects == "auto":
                return _read(answer)
            raise StepRefused("The server's answer is not JSON.", ru="Ответ сервера — не JSON.") from error
    return _read(answer)


def _no_number(constant: str) -> Json:
    raise ValueError(f"{constant} is no JSON")


def _read(answer: WebAnswer) -> str:
    try:
        return answer.body.decode(answer.encoding, "replace")
    except LookupError:
        return answer.body.decode("utf-8", "replace")
