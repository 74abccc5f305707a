"""The secrets commands use: their names, never what they are."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field, SecretStr

from assistant.domain.command import LocalText
from assistant.registry.effects import secrets_of
from assistant.server.desk import Desk
from assistant.server.rpc import Done, Keyed, Method, Params, Result, RouteGroup

SHOWN = 300
"""Names listed at most: the owner's own, and more that commands ask for."""


class SecretUser(Result):
    """A command that uses a secret."""

    name: str
    title: LocalText


class SecretShown(Result):
    """A secret by its name; without `kept` commands ask for it and it is not there."""

    name: str
    kept: bool
    commands: Sequence[SecretUser]


class SecretList(Result):
    """All names in order, those that are missing too. `place` is `keyring` or `file`."""

    secrets: Sequence[SecretShown]
    place: str


class SecretSet(Keyed):
    """What to keep, and under which name. It never comes back."""

    name: str = Field(min_length=1, max_length=100)
    value: SecretStr = Field(min_length=1, max_length=2_000)


class SecretNamed(Keyed):
    """Which."""

    name: str = Field(min_length=1, max_length=100)


async def list_all(desk: Desk, params: Params) -> SecretList:
    """Names, and which commands use them."""
    kinds = desk.registry.kinds
    users: dict[str, list[SecretUser]] = {name: [] for name in await desk.secrets.names()}
    for command in desk.registry.commands.values():
        for name in secrets_of(command.flow.steps, kinds):
            users.setdefault(name, []).append(SecretUser(name=command.name, title=command.title))
    names = sorted(users)[:SHOWN]
    missing = await desk.secrets.missing(names)
    shown = [SecretShown(name=name, kept=name not in missing, commands=users[name]) for name in names]
    return SecretList(secrets=shown, place=await desk.secrets.place())


async def put(desk: Desk, params: SecretSet) -> Done:
    """Keep one instead of any before."""
    await desk.secrets.keep(params.name, params.value.get_secret_value().strip())
    return Done()


async def remove(desk: Desk, params: SecretNamed) -> Done:
    """Forget one."""
    await desk.secrets.remove(params.name)
    return Done()


class SecretRoutes(RouteGroup):
    """`secrets.*`"""

    methods = {
        "list": Method(Params, SecretList, list_all),
        "set": Method(SecretSet, Done, put),
        "remove": Method(SecretNamed, Done, remove),
    }
