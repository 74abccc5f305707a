"""Commands that come from elsewhere and go elsewhere: n8n workflows and bundles. Reading one saves nothing and runs nothing."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from typing import Literal

import anyio.to_thread
from pydantic import Field

from assistant.domain.command import Conflict, Fault, LocalText
from assistant.domain.teaching import Change
from assistant.errors import AssistantError, NotFound
from assistant.flows.n8n import exporting, workflow
from assistant.flows.n8n.importing import Entry
from assistant.flows.n8n.restored import restored
from assistant.registry import bundle
from assistant.registry.effects import CALL
from assistant.registry.permissions import Permission, permissions
from assistant.server.desk import Desk
from assistant.server.rpc import Method, Params, Result, RouteGroup

Format = Literal["n8n", "bundle", "command"]
_LARGEST = 230_000
"""Characters of a file in one request, below what a frame may hold."""


class ToTakeIn(Params):
    """A file's content: text as it is, a zip file as base64."""

    file: str = Field(max_length=300)
    data: str = Field(max_length=_LARGEST)
    encoding: Literal["text", "base64"] = "text"


class Piece(Result):
    """What became of one node of a workflow, or of one step of a command."""

    name: str
    type: str
    outcome: Literal["mapped", "approximated", "opaque", "left out"]
    note: LocalText


class Incoming(Result):
    """What a file holds, to be looked at before `commands.save` takes it in under `name`.

    `installed` is the text that would be replaced (empty: none), `difference` what would change in it. `lies` says that a
    bundle declares other permissions than its flow has; `permissions` are the flow's. `notes` are texts for people.
    """

    format: Format
    name: str
    title: LocalText
    description: str
    text: str
    report: Sequence[Piece]
    permissions: Sequence[Permission]
    lies: bool
    notes: Mapping[str, str]
    faults: Sequence[Fault]
    conflicts: Sequence[Conflict]
    installed: str
    difference: Sequence[Change]


class ToGiveOut(Params):
    """Which command, as what."""

    name: str = Field(min_length=1, max_length=120)
    format: Literal["n8n", "bundle"]


class Outgoing(Result):
    """A file to keep. `report` tells what the other side can do with each step."""

    file: str
    data: str
    encoding: Literal["text", "base64"]
    report: Sequence[Piece]


async def take_in(desk: Desk, params: ToTakeIn) -> Incoming:
    """What is in a file, and what it may do."""
    if params.encoding == "base64":
        return await _bundle(desk, _bytes(params.data))
    text = params.data.lstrip("\ufeff")
    if text.lstrip().startswith(("{", "[")):
        return await _workflow(desk, params.file, text)
    name = await desk.teaching.name_for(params.file.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    return await _incoming(desk, "command", name, text)


async def give_out(desk: Desk, params: ToGiveOut) -> Outgoing:
    """A command as a file for elsewhere."""
    text = await desk.teaching.text_of(params.name)
    read = await desk.teaching.parsed(text, params.name)
    if read.command is None:
        raise AssistantError(
            "A command with faults cannot be passed on; mend it first.",
            ru="Команду с ошибками нельзя передать; сначала исправьте её.",
        )
    if params.format == "bundle":
        file, data = await anyio.to_thread.run_sync(bundle.packed, read.command, text, desk.registry.kinds)
        return Outgoing(file=file, data=base64.b64encode(data).decode(), encoding="base64", report=())
    controls = list(desk.registry.kinds.controls)
    written = await anyio.to_thread.run_sync(exporting.exported, read.form, controls)
    content = json.dumps(written.workflow, ensure_ascii=False, indent=2)
    return Outgoing(file=f"{params.name}.json", data=content, encoding="text", report=_pieces(written.report))


async def _workflow(desk: Desk, file: str, text: str) -> Incoming:
    taken = await anyio.to_thread.run_sync(lambda: restored(workflow.read(text)))
    title = taken.document.get("title")
    shown = title if isinstance(title, str) else next(iter(title.values()), file) if isinstance(title, Mapping) else file
    name = await desk.teaching.name_for(str(shown) if shown != "n8n" else file.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    return await _incoming(desk, "n8n", name, await desk.teaching.written(taken.document), report=_pieces(taken.report))


async def _bundle(desk: Desk, data: bytes) -> Incoming:
    found = await anyio.to_thread.run_sync(bundle.opened, data, desk.registry.kinds)
    return await _incoming(
        desk, "bundle", found.name, found.text, description=found.description, lies=found.lies, notes=found.notes
    )


async def _incoming(
    desk: Desk,
    format_: Format,
    name: str,
    text: str,
    *,
    report: Sequence[Piece] = (),
    description: str = "",
    lies: bool = False,
    notes: Mapping[str, str] | None = None,
) -> Incoming:
    read = await desk.teaching.read(text, name)
    installed = await _installed(desk, name)
    return Incoming(
        format=format_,
        name=name,
        title=read.title,
        description=description,
        text=text,
        report=report,
        permissions=[_as_here(desk, one) for one in permissions(read.command, desk.registry.kinds)] if read.command else (),
        lies=lies,
        notes=notes or {},
        faults=read.faults,
        conflicts=read.conflicts,
        installed=installed,
        difference=(await desk.teaching.difference(installed, text)).changes if installed else (),
    )


def _as_here(desk: Desk, permission: Permission) -> Permission:
    """What calling another command may do is what the command of that name does here."""
    called = desk.registry.commands.get(permission.what) if permission.kind == CALL else None
    return permission.model_copy(update={"effect": called.effect}) if called else permission


async def _installed(desk: Desk, name: str) -> str:
    try:
        return await desk.teaching.text_of(name)
    except NotFound:
        return ""


def _bytes(data: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise AssistantError("The file did not arrive whole.", ru="Файл пришёл не полностью.") from error


def _pieces(report: Sequence[Entry]) -> list[Piece]:
    return [Piece(name=one.node, type=one.type, outcome=one.outcome, note=one.note) for one in report]


class ExchangeRoutes(RouteGroup):
    """`exchange.*`"""

    methods = {
        "take_in": Method(ToTakeIn, Incoming, take_in),
        "give_out": Method(ToGiveOut, Outgoing, give_out),
    }
