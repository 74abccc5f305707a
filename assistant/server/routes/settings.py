"""What can be set."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Literal, get_args, get_origin

from pydantic import Field
from pydantic.fields import FieldInfo

from assistant.domain.base import Json
from assistant.server.desk import Desk
from assistant.server.rpc import Method, Params, Result, RouteGroup
from assistant.settings import Settings


class Described(Result):
    """What a setting means; `choices` when it is one of a few."""

    description: str
    default: Json
    choices: Sequence[Json] | None


class SettingList(Result):
    """All settings, and what they mean."""

    settings: dict[str, dict[str, Json]]
    describe: dict[str, dict[str, Described]]


class SettingChange(Params):
    """A new value for one setting."""

    section: str = Field(max_length=40)
    key: str = Field(max_length=40)
    value: Json


class SettingsNow(Result):
    """All settings as they are now."""

    settings: dict[str, dict[str, Json]]


def describe() -> dict[str, dict[str, Described]]:
    """Every setting with its own description."""
    sections: dict[str, dict[str, Described]] = {}
    for name, field in Settings.model_fields.items():
        fields: dict[str, FieldInfo] = getattr(field.annotation, "model_fields", {})
        sections[name] = {
            key: Described(
                description=info.description or "",
                default=info.get_default(call_default_factory=True),
                choices=_choices(info.annotation),
            )
            for key, info in fields.items()
        }
    return sections


def _choices(annotation: Any) -> Sequence[Json] | None:
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return [item.value for item in annotation]
    return None


async def get(desk: Desk, params: Params) -> SettingList:
    """Read them."""
    return SettingList(settings=desk.settings.model_dump(mode="json"), describe=describe())


async def change(desk: Desk, params: SettingChange) -> SettingsNow:
    """Change one; every window is told."""
    settings = await desk.change_setting(params.section, params.key, params.value)
    return SettingsNow(settings=settings.model_dump(mode="json"))


class SettingRoutes(RouteGroup):
    """`settings.*`"""

    methods = {"get": Method(Params, SettingList, get), "set": Method(SettingChange, SettingsNow, change)}
