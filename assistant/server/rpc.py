"""Requests: JSON-RPC 2.0 methods, found by folder; each has a model for what comes in and one for what goes out."""

from __future__ import annotations

import asyncio
import json
import logging
import math
from abc import ABC
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

import anyio
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant import plugins
from assistant.domain.base import Json
from assistant.errors import AssistantError, Conflict, NotFound
from assistant.server.desk import Desk

logger = logging.getLogger(__name__)
P = TypeVar("P", bound=BaseModel)
R = TypeVar("R", bound=BaseModel)
KEYS_KEPT = 4_096
"""Results kept by idempotency key, newest."""
MAX_DEPTH = 32
"""How deeply a request may be nested."""


class Params(BaseModel):
    """What a request brings; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Keyed(Params):
    """A request that acts. The same key again has no second effect and gives the first result."""

    key: str = Field(min_length=8, max_length=100)


class Result(BaseModel):
    """What a request gives."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True, frozen=True)


class Done(Result):
    """Nothing more to say."""


@dataclass(frozen=True, slots=True)
class Method(Generic[P, R]):
    """One method of a group."""

    params: type[P]
    result: type[R]
    call: Callable[[Desk, P], Awaitable[R]]


class RouteGroup(ABC):
    """A group of methods; the file's name is the first half of theirs: routes/turn.py holds `turn.say`."""

    methods: ClassVar[Mapping[str, Method[Any, Any]]]


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply as text, the method it answers ("" when there was none to read) and its error code, 0 for a result."""

    reply: str
    method: str
    code: int = 0

    @property
    def is_garbage(self) -> bool:
        """Whether the frame was no request at all."""
        return self.code in (BAD_JSON, BAD_REQUEST)


@dataclass(slots=True)
class Fault(Exception):
    """A JSON-RPC error; `ru` is the message in Russian where an owner may read it."""

    code: int
    message: str
    kind: str = "error"
    ru: str = ""


BAD_JSON, BAD_REQUEST, NO_METHOD, BAD_PARAMS, INTERNAL = -32700, -32600, -32601, -32602, -32603
REFUSED, NOT_FOUND, CONFLICT = -32000, -32004, -32009


def all_methods() -> dict[str, Method[Any, Any]]:
    """Every method of every group by its full name."""
    return {
        f"{group}.{name}": method
        for group in plugins.names("server.routes")
        for name, method in plugins.load("server.routes", group, RouteGroup).methods.items()
    }


@dataclass(slots=True)
class Dispatcher:
    """Answers requests. One for all connections, so that a key counts everywhere."""

    desk: Desk
    methods: Mapping[str, Method[Any, Any]] = field(default_factory=all_methods)
    _kept: OrderedDict[str, asyncio.Future[Json]] = field(default_factory=OrderedDict)

    async def answer(self, frame: str) -> Answered:
        """The reply to one frame, whatever the frame is."""
        request_id: Json = None
        method = ""
        try:
            request = read_request(frame)
            request_id, method = request.get("id"), str(request["method"])
            result = await self.call(method, request.get("params", {}))
            return Answered(_reply(request_id, result=result), method)
        except Fault as fault:
            more = {"kind": fault.kind} | ({"ru": fault.ru} if fault.ru else {})
            error = {"code": fault.code, "message": fault.message, "data": more}
            return Answered(_reply(request_id, error=error), method, fault.code)

    async def call(self, name: str, params: Json) -> Json:
        """Call a method with raw parameters. Raises Fault."""
        method = self.methods.get(name)
        if method is None:
            raise Fault(NO_METHOD, f"There is no method {name[:100]!r}.", "no_method")
        try:
            values = method.params.model_validate(params)
        except ValidationError as error:
            raise Fault(BAD_PARAMS, f"{name}: {_explained(error)}", "bad_params") from error
        if isinstance(values, Keyed):
            return await self._once(f"{name}:{values.key}", lambda: self._carry_out(name, method, values))
        return await self._carry_out(name, method, values)

    async def _carry_out(self, name: str, method: Method[Any, Any], values: BaseModel) -> Json:
        try:
            result = await method.call(self.desk, values)
        except NotFound as error:
            raise Fault(NOT_FOUND, str(error), "not_found", error.ru) from error
        except Conflict as error:
            raise Fault(CONFLICT, str(error), "conflict", error.ru) from error
        except AssistantError as error:
            raise Fault(REFUSED, str(error), "refused", error.ru) from error
        except Exception as error:
            # The border of a request: a fault of ours ends this request, not the connection.
            logger.exception("request %s failed", name)
            raise Fault(
                INTERNAL,
                "A fault in the assistant; its log has the details.",
                "internal",
                "Ошибка в самом помощнике; подробности в его журнале.",
            ) from error
        return result.model_dump(mode="json")

    async def _once(self, key: str, work: Callable[[], Awaitable[Json]]) -> Json:
        """Do the work of a key once. It goes on to its end when who asked goes away: they will ask again with the same key."""
        if (kept := self._kept.get(key)) is not None:
            return await asyncio.shield(kept)
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._kept[key] = future
        while len(self._kept) > KEYS_KEPT:
            self._kept.popitem(last=False)
        try:
            with anyio.CancelScope(shield=True):
                result = await work()
        except Fault as fault:
            # A request that failed may be sent again; whoever waits for it fails with it.
            self._kept.pop(key, None)
            future.set_exception(fault)
            future.exception()
            raise
        except BaseException:
            self._kept.pop(key, None)
            future.cancel()
            raise
        future.set_result(result)
        return result


def read_request(frame: str) -> dict[str, Json]:
    """The JSON-RPC request in a frame. Raises Fault."""
    try:
        request = json.loads(frame, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise Fault(BAD_JSON, "That is not JSON.", "bad_json") from error
    if not isinstance(request, dict) or request.get("jsonrpc") != "2.0" or not isinstance(request.get("method"), str):
        raise Fault(BAD_REQUEST, "That is not a JSON-RPC 2.0 request.", "bad_request")
    if type(request.get("id")) not in (str, int, type(None)):
        raise Fault(BAD_REQUEST, "The id must be a text or a whole number.", "bad_request")
    if not _is_shallow(request) or not _is_text(request):
        raise Fault(BAD_REQUEST, "That is nested too deeply, or holds half characters.", "bad_request")
    return request


def _no_number(constant: str) -> Json:
    raise ValueError(f"{constant} is no JSON")


def _finite(digits: str) -> float:
    """JSON has no infinity: one that came in would break every window it is told to."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("that number is too large")
    return number


def _is_shallow(value: Json) -> bool:
    """Whether nothing is nested deeper than MAX_DEPTH; breadth first, so that depth costs no stack."""
    level = [value]
    for _depth in range(MAX_DEPTH):
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return True
    return False


def _is_text(request: Json) -> bool:
    """Whether every text can be written as UTF-8; JSON may hold halves of surrogate pairs, which nothing can store."""
    try:
        json.dumps(request, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _explained(error: ValidationError) -> str:
    """What is wrong with parameters, without what was sent: it may be long, and it may be a secret."""
    faults = (f"{'.'.join(map(str, fault['loc']))[:60]}: {fault['msg'][:200]}" for fault in error.errors(include_input=False)[:5])
    return "; ".join(faults)


def _reply(request_id: Json, **content: Json) -> str:
    return json.dumps({"jsonrpc": "2.0", "id": request_id, **content}, ensure_ascii=False)
