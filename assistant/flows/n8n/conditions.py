"""n8n's conditions (If, Switch, Filter; the old form and the new one) as one expression of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.domain.base import Json
from assistant.flows.n8n.javascript import NotPlain
from assistant.flows.n8n.to_jinja import Sight, bare

_COMPARED: Mapping[str, str] = {
    **{"equals": "==", "equal": "==", "notEquals": "!=", "notEqual": "!="},
    **{"gt": ">", "larger": ">", "after": ">", "lt": "<", "smaller": "<", "before": "<"},
    **{"gte": ">=", "largerEqual": ">=", "afterOrEquals": ">=", "lte": "<=", "smallerEqual": "<=", "beforeOrEquals": "<="},
}
_LENGTHS: Mapping[str, str] = {
    "lengthEquals": "==",
    "lengthNotEquals": "!=",
    "lengthGt": ">",
    "lengthLt": "<",
    "lengthGte": ">=",
    "lengthLte": "<=",
}
_EMPTY = "(({left} | default(none)) in (none, '', [], {{}}))"
_THERE = "(({left} | default(none)) is not none)"
_ALONE: Mapping[str, str] = {
    "true": "({left} == true)",
    "false": "({left} == false)",
    "exists": _THERE,
    "notExists": f"(not {_THERE})",
    **dict.fromkeys(("empty", "isEmpty"), _EMPTY),
    **dict.fromkeys(("notEmpty", "isNotEmpty"), f"(not {_EMPTY})"),
    "contains": "({right} in {left})",
    "notContains": "({right} not in {left})",
}


def condition(given: Json, sight: Sight, combine: Json = None) -> str:
    """All of a node's conditions as one expression. Raises NotPlain."""
    if not isinstance(given, Mapping):
        raise NotPlain("its conditions cannot be read")
    if isinstance(given.get("conditions"), list):
        options = given.get("options")
        cased = not isinstance(options, Mapping) or options.get("caseSensitive", True) is not False
        parts = [_new(one, sight, cased) for one in given["conditions"]]
        return _combined(parts, given.get("combinator", "and"))
    parts = [_old(kind, one, sight) for kind, several in given.items() if isinstance(several, list) for one in several]
    return _combined(parts, "or" if combine == "any" else "and")


def _combined(parts: list[str], word: Json) -> str:
    if not parts:
        return "true"
    return parts[0] if len(parts) == 1 else "(" + f" {'or' if word == 'or' else 'and'} ".join(parts) + ")"


def _new(one: Any, sight: Sight, cased: bool) -> str:
    operator = one.get("operator") if isinstance(one, Mapping) else None
    if not isinstance(operator, Mapping):
        raise NotPlain("a condition cannot be read")
    left, right = bare(one.get("leftValue"), sight), bare(one.get("rightValue"), sight)
    if not cased and operator.get("type") == "string":
        left, right = f"({left} | lower)", f"({right} | lower)"
    return _test(str(operator.get("operation")), left, right)


def _old(kind: str, one: Any, sight: Sight) -> str:
    if not isinstance(one, Mapping):
        raise NotPlain("a condition cannot be read")
    default = "smaller" if kind == "number" else "equal"
    return _test(str(one.get("operation", default)), bare(one.get("value1"), sight), bare(one.get("value2"), sight))


def _test(operation: str, left: str, right: str) -> str:
    if operation in _COMPARED:
        return f"({left} {_COMPARED[operation]} {right})"
    if operation in _LENGTHS:
        return f"(({left} | length) {_LENGTHS[operation]} {right})"
    if operation in ("startsWith", "endsWith"):
        return f"{left}.{operation.lower()}({right})"
    if operation in _ALONE:
        return _ALONE[operation].format(left=left, right=right)
    raise NotPlain(f"the comparison `{operation[:40]}` has no counterpart")
