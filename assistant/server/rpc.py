"""Requests: JSON-RPC 2.0 methods, found by folder; each has a model for what comes in and one for what goes out."""

from __future__ import annotations

import asyncio
import json
import logging
from abc import ABC
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

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


@dataclass(slots=True)
class Fault(Exception):
    """A JSON-RPC error."""

    code: int
    message: str
    kind: str = "error"


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

    async def answer(self, frame: str) -> str:
        """The reply to one frame, whatever the frame is."""
        request_id: Json = None
        try:
            request = _request(frame)
            request_id = request.get("id")
            result = await self.call(str(request["method"]), request.get("params", {}))
            return _reply(request_id, result=result)
        except Fault as fault:
            return _reply(request_id, error={"code": fault.code, "message": fault.message, "data": {"kind": fault.kind}})

    async def call(self, name: str, params: Json) -> Json:
        """Call a method with raw parameters. Raises Fault."""
        method = self.methods.get(name)
        if method is None:
            raise Fault(NO_METHOD, f"There is no method {name!r}.", "no_method")
        try:
            values = method.params.model_validate(params)
        except ValidationError as error:
            faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False)[:5])
            raise Fault(BAD_PARAMS, f"{name}: {faults}", "bad_params") from error
        if isinstance(values, Keyed):
            return await self._once(f"{name}:{values.key}", lambda: self._carry_out(name, method, values))
        return await self._carry_out(name, method, values)

    async def _carry_out(self, name: str, method: Method[Any, Any], values: BaseModel) -> Json:
        try:
            result = await method.call(self.desk, values)
        except NotFound as error:
            raise Fault(NOT_FOUND, str(error), "not_found") from error
        except Conflict as error:
            raise Fault(CONFLICT, str(error), "conflict") from error
        except AssistantError as error:
            raise Fault(REFUSED, str(error), "refused") from error
        except Exception as error:
            # The border of a request: a fault of ours ends this request, not the connection.
            logger.exception("request %s failed", name)
            raise Fault(INTERNAL, "A fault in the assistant; its log has the details.", "internal") from error
        return result.model_dump(mode="json")

    async def _once(self, key: str, work: Callable[[], Awaitable[Json]]) -> Json:
        if (kept := self._kept.get(key)) is not None:
            return await asyncio.shield(kept)
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._kept[key] = future
        while len(self._kept) > KEYS_KEPT:
            self._kept.popitem(last=False)
        try:
            result = await work()
        except BaseException as error:
            # A failed request had no effect and may be sent again; whoever waits for it fails with it.
            self._kept.pop(key, None)
            future.set_exception(error)
            future.exception()
            raise
        future.set_result(result)
        return result


def _request(frame: str) -> dict[str, Json]:
    try:
        request = json.loads(frame)
    except (ValueError, RecursionError) as error:
        raise Fault(BAD_JSON, "That is not JSON.", "bad_json") from error
    if not isinstance(request, dict) or request.get("jsonrpc") != "2.0" or not isinstance(request.get("method"), str):
        raise Fault(BAD_REQUEST, "That is not a JSON-RPC 2.0 request.", "bad_request")
    if not isinstance(request.get("id"), str | int | None):
        raise Fault(BAD_REQUEST, "The id must be a text or a whole number.", "bad_request")
    return request


def _reply(request_id: Json, **content: Json) -> str:
    return json.dumps({"jsonrpc": "2.0", "id": request_id, **content}, ensure_ascii=False)
