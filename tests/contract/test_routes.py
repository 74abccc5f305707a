"""What every method of every route group promises, whoever wrote it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from assistant import plugins
from assistant.server.rpc import Fault, Keyed, Params, Result, RouteGroup, all_methods, read_request

pytestmark = pytest.mark.unit

METHODS = all_methods()
ACTING = {
    "create",
    "enable",
    "duplicate",
    "rename",
    "roll_back",
    "say",
    "cancel",
    "cancel_all",
    "pause",
    "resume",
    "retry",
    "answer",
    "decide",
    "snooze",
    "change",
    "remove",
    "last",
}
"""Second halves of the names of methods whose second effect would be felt, whatever group they are in."""
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=6
)


def test_there_are_methods() -> None:
    assert {"session.hello", "turn.say", "question.answer", "settings.set"} <= set(METHODS)


@pytest.mark.parametrize("group", plugins.names("server.routes"))
def test_a_group_is_documented(group: str) -> None:
    assert plugins.load("server.routes", group, RouteGroup).__doc__


@pytest.mark.parametrize("name", METHODS)
def test_a_method_is_documented_and_its_models_are_strict(name: str) -> None:
    method = METHODS[name]
    assert method.call.__doc__
    assert method.params.__doc__ and method.result.__doc__
    assert issubclass(method.params, Params) and issubclass(method.result, Result)
    assert method.params.model_config["extra"] == "forbid"
    assert issubclass(method.params, BaseModel)


@pytest.mark.parametrize("name", [name for name in METHODS if name.split(".")[1] in ACTING and not name.startswith("model.")])
def test_what_acts_takes_a_key(name: str) -> None:
    assert issubclass(METHODS[name].params, Keyed)


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("params", [None, [], [1], "x", 7, True, {"no such parameter": 1}, {"": {}}])
def test_what_are_no_parameters_is_never_taken(name: str, params: object) -> None:
    with pytest.raises(ValueError, match="validation error"):
        METHODS[name].params.model_validate(params)


@pytest.mark.parametrize("name", METHODS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_parameters_are_taken_or_refused_and_nothing_else(name: str, data: st.DataObject) -> None:
    fields = METHODS[name].params.model_fields
    params: dict[str, Any] = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(fields, VALUES)))
    try:
        values = METHODS[name].params.model_validate(params)
    except ValueError:
        return
    json.dumps(values.model_dump(mode="json"), allow_nan=False)


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=80)
    | VALUES.map(json.dumps)
    | VALUES.map(lambda v: json.dumps({"jsonrpc": "2.0", "method": "x.y", "params": v}))
)
def test_any_frame_is_a_request_or_a_fault(frame: str) -> None:
    try:
        request = read_request(frame)
    except Fault as fault:
        assert fault.code in (-32700, -32600)
        return
    assert isinstance(request["method"], str)
    json.dumps(request, allow_nan=False, ensure_ascii=False).encode()
