"""What a command may do, worked out from its flow: which step kinds it has, and which outside places they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal
from urllib.parse import urlsplit

from assistant.domain.base import Frozen, Json
from assistant.domain.command import Command
from assistant.domain.flow import Step
from assistant.registry.effects import CALL, ORDER, every
from assistant.registry.kinds import Kinds
from assistant.registry.templates import is_template


class Permission(Frozen):
    """One thing a command may do. `what` names the place when the command says one: a host, a folder, another command.

    `any` as `what` means that the place is known only when it runs.
    """

    kind: str
    effect: Literal["reads", "writes", "sends"]
    what: str = ""


def permissions(command: Command, kinds: Kinds) -> list[Permission]:
    """Everything the command's steps may do, the farthest-reaching first."""
    found = {one: None for step in every(command.flow.steps) for one in _of_step(step, kinds)}
    return sorted(found, key=lambda one: (-ORDER.index(one.effect), one.kind, one.what))


def _of_step(step: Step, kinds: Kinds) -> Iterator[Permission]:
    if step.kind == CALL:
        name = step.params.get("name") if isinstance(step.params, Mapping) else step.params
        yield Permission(kind="command", effect="reads", what="any" if is_template(name) else str(name))
        return
    kind = kinds.steps.get(step.kind)
    if kind is None:
        return
    params = step.params if isinstance(step.params, Mapping) else {kind.shorthand: step.params}
    yield Permission.model_validate({"kind": step.kind, "effect": kind.effect_of(params).value, "what": _place(params)})


def _place(params: Mapping[str, Json]) -> str:
    for key in ("url", "path", "site", "table", "to"):
        value = params.get(key)
        if not isinstance(value, str) or not value:
            continue
        if key == "url":
            host = urlsplit(value).netloc
            return "any" if is_template(host) or not host else host
        return "any" if is_template(value) else value
    return ""
