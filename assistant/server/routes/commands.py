"""What can be said, and the texts of commands: read, checked, saved, tried out, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import anyio.to_thread

from assistant.domain.base import Language
from assistant.domain.command import Command, Fault, LocalText
from assistant.domain.teaching import SavedCommand
from assistant.errors import NotFound
from assistant.registry import describe
from assistant.server import command_files as files
from assistant.server.desk import Desk
from assistant.server.rpc import Method, Params, Result, RouteGroup
from assistant.teaching import forms
from assistant.teaching.texts import Wish


class SlotShown(Result):
    """What a command needs to know."""

    name: str
    type: str
    required: bool


class CommandShown(Result):
    """A command for the palette. `version` is 0 when there is no owner's file; a disabled one is listed, not understood."""

    name: str
    title: LocalText
    description: LocalText
    phrases: Mapping[Language, Sequence[str]]
    slots: Sequence[SlotShown]
    origin: Literal["built-in", "owner"]
    effect: Literal["reads", "writes", "sends"]
    file: str
    enabled: bool
    has_triggers: bool
    version: int


class CommandList(Result):
    """All commands, and what is wrong with command files. `broken` are owner's files that are no commands; `get` shows them."""

    commands: Sequence[CommandShown]
    faults: Sequence[Fault]
    broken: Sequence[str]


def shown(command: Command, version: int = 0) -> CommandShown:
    """A command without its flow."""
    slots = [SlotShown(name=slot.name, type=slot.type, required=slot.required) for slot in command.slots.values()]
    kept = command.model_dump(include={"name", "title", "description", "phrases", "origin", "effect", "file", "enabled"})
    return CommandShown(**kept, slots=slots, has_triggers=bool(getattr(command, "triggers", ())), version=version)


async def list_all(desk: Desk, params: Params) -> CommandList:
    """Every loaded command."""
    numbers, known = await desk.teaching.numbers(), desk.registry.commands
    broken = [name for name in await desk.teaching.file_names() if name not in known or known[name].origin != "owner"]
    return CommandList(
        commands=[shown(one, numbers.get(one.name, 0) if one.origin == "owner" else 0) for one in known.values()],
        faults=desk.registry.faults,
        broken=broken,
    )


# --- reading ---


async def get(desk: Desk, params: files.Named) -> files.CommandText:
    """The file of a command, as it is now."""
    text = await desk.teaching.text_of(params.name)
    command = desk.registry.commands.get(params.name)
    owned = params.name in await desk.teaching.file_names()
    read = await desk.teaching.parsed(text, params.name)
    numbers = await desk.teaching.numbers()
    return files.CommandText(
        name=params.name,
        text=text,
        form=read.form,
        origin="owner" if owned else "built-in",
        replaces=owned and await desk.teaching.is_built_in(params.name),
        version=numbers.get(params.name, 0) if owned else 0,
        enabled=read.command.enabled if read.command else command is None or command.enabled,
        faults=read.faults,
        file=str(desk.teaching.file_of(params.name)) if owned or command is None else command.file,
    )


async def read_text(desk: Desk, params: files.ToRead) -> files.ReadText:
    """What a text comes to, while it is being typed."""
    read = await (desk.teaching.read if params.check else desk.teaching.parsed)(params.text, params.name)
    return files.ReadText(form=read.form, faults=read.faults, conflicts=read.conflicts, effect=read.effect)


async def write_form(desk: Desk, params: files.ToWrite) -> files.Written:
    """A document as YAML, comments kept."""
    return files.Written(text=await desk.teaching.written(params.form, params.text))


async def kinds(desk: Desk, params: Params) -> files.KindList:
    """Every step kind, with the schema of its parameters."""
    return files.KindList(kinds=await anyio.to_thread.run_sync(_kinds, desk))


async def phrases(desk: Desk, params: files.ToCover) -> files.Covered:
    """What a phrase covers."""
    samples, count, problem = await anyio.to_thread.run_sync(forms.covered, params.phrase, params.slots, params.language)
    return files.Covered(samples=samples, count=count, problem=problem)


async def rehearse(desk: Desk, params: files.ToRehearse) -> files.Rehearsed:
    """A dry run of a text."""
    done = await desk.teaching.rehearse_with(
        params.text,
        params.answers,
        name=params.name,
        sentence=params.sentence,
        slots=params.slots,
        language=params.language,
    )
    return files.Rehearsed.model_validate(done.model_dump())


# --- changing ---


async def save(desk: Desk, params: files.ToSave) -> files.Saved:
    """Check and save a text; what is in the way comes back."""
    wish = Wish(params.name, params.text, params.why, params.key, "", params.decisions, params.base)
    return _saved(await desk.teaching.attempt(wish))


async def create(desk: Desk, params: files.ToCreate) -> files.Draft:
    """A first text and a free name."""
    name = await desk.teaching.name_for(params.title)
    return files.Draft(name=name, text=forms.draft(params.title, params.language))


async def remove(desk: Desk, params: files.Acting) -> files.Removed:
    """Delete an owner's command."""
    version = await desk.teaching.remove(params.name, key=params.key)
    return files.Removed(name=params.name, version=version.number, built_in=params.name in desk.registry.commands)


async def enable(desk: Desk, params: files.ToEnable) -> files.Saved:
    """Make a command understood, or not."""
    return _saved(await desk.teaching.enable(params.name, params.enabled, key=params.key, decisions=params.decisions))


async def duplicate(desk: Desk, params: files.Acting) -> files.Saved:
    """Save a copy under a new name; it is disabled until its phrases are its own."""
    text, title = await anyio.to_thread.run_sync(forms.copied, await desk.teaching.text_of(params.name))
    name = await desk.teaching.name_for(title)
    return _saved(await desk.teaching.attempt(Wish(name, text, "edited", params.key, base=0)))


async def rename(desk: Desk, params: files.ToRename) -> files.Saved:
    """Give a command another title; its name stays."""
    text = await anyio.to_thread.run_sync(forms.titled, await desk.teaching.text_of(params.name), params.title)
    return _saved(await desk.teaching.attempt(Wish(params.name, text, "edited", params.key)))


# --- versions ---


async def versions(desk: Desk, params: files.Named) -> files.VersionList:
    """All versions of a command, newest first."""
    kept = await desk.teaching.versions(params.name)
    shown = [
        files.VersionShown(
            number=one.number, at=one.at, why=one.why, turn=one.turn, removed=one.removed, current=not place and not one.removed
        )
        for place, one in enumerate(kept)
    ]
    return files.VersionList(versions=shown)


async def version(desk: Desk, params: files.Numbered) -> files.VersionText:
    """One version and what rolling back to it would change."""
    kept = {one.number: one for one in await desk.teaching.versions(params.name)}
    if params.number not in kept or (params.against and params.against not in kept):
        raise NotFound(
            f"The command `{params.name}` has no version {params.against or params.number}.",
            ru=f"У команды `{params.name}` нет версии {params.against or params.number}.",
        )
    text = kept[params.number].text
    try:
        before = kept[params.against].text if params.against else await desk.teaching.text_of(params.name)
    except NotFound:
        before = ""
    found = await desk.teaching.difference(before, text)
    return files.VersionText(text=text, difference=found.changes, unified=found.unified)


async def difference(desk: Desk, params: files.Compared) -> files.Differences:
    """What differs between two texts, in words."""
    found = await desk.teaching.difference(params.before, params.after)
    return files.Differences(difference=found.changes, unified=found.unified)


async def roll_back(desk: Desk, params: files.ToRollBack) -> files.Saved:
    """Make a former version the present one, also of a deleted command."""
    return _saved(await desk.teaching.attempt_roll_back(params.name, params.number, params.key, params.decisions))


def _kinds(desk: Desk) -> list[files.KindShown]:
    return [
        files.KindShown(
            name=one.name,
            title=one.title,
            about=one.about,
            doc=one.doc,
            effect=one.effect,
            control=one.control,
            parameters=one.schema,
            blocks=one.blocks,
            named_blocks=one.named_blocks,
            beside=one.beside_schema,
            shorthand=one.shorthand,
            example=one.example,
        )
        for one in describe.describe(desk.registry.kinds)
    ]


def _saved(saved: SavedCommand) -> files.Saved:
    return files.Saved.model_validate(saved.model_dump())


class CommandRoutes(RouteGroup):
    """`commands.*`"""

    methods = {
        "list": Method(Params, CommandList, list_all),
        "get": Method(files.Named, files.CommandText, get),
        "read": Method(files.ToRead, files.ReadText, read_text),
        "write": Method(files.ToWrite, files.Written, write_form),
        "save": Method(files.ToSave, files.Saved, save),
        "create": Method(files.ToCreate, files.Draft, create),
        "remove": Method(files.Acting, files.Removed, remove),
        "enable": Method(files.ToEnable, files.Saved, enable),
        "duplicate": Method(files.Acting, files.Saved, duplicate),
        "rename": Method(files.ToRename, files.Saved, rename),
        "versions": Method(files.Named, files.VersionList, versions),
        "version": Method(files.Numbered, files.VersionText, version),
        "difference": Method(files.Compared, files.Differences, difference),
        "roll_back": Method(files.ToRollBack, files.Saved, roll_back),
        "kinds": Method(Params, files.KindList, kinds),
        "rehearse": Method(files.ToRehearse, files.Rehearsed, rehearse),
        "phrases": Method(files.ToCover, files.Covered, phrases),
    }
