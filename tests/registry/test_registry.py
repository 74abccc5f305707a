"""Loading, reloading while files change, replacing, checking and describing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import anyio
import pytest
from ruamel.yaml import YAML

from assistant.registry import describe
from assistant.registry.check import check, report
from assistant.registry.kinds import Kinds
from assistant.registry.load import Folder, Loaded, Loader
from assistant.registry.matched import Matched
from assistant.registry.registry import Registry
from tests.registry.conftest import Write

pytestmark = pytest.mark.unit


def test_the_owners_command_replaces_a_built_in_one_and_says_so(write: Write, tmp_path: Path, kinds: Kinds) -> None:
    write("note", folder="built-in")
    file = write("note", "title: Mine\nsteps: [note.add: b]\n", folder="commands")
    registry = Registry.of([tmp_path / "built-in"], tmp_path, kinds)
    registry.load()
    assert registry.commands["note"].title == {"en": "Mine"} and registry.commands["note"].origin == "owner"
    assert [(fault.file, fault.severity) for fault in registry.faults] == [(str(file), "warning")]
    assert "replaces the built-in command" in registry.faults[0].message["en"]


def test_a_file_that_did_not_change_is_not_read_again(write: Write, tmp_path: Path, kinds: Kinds) -> None:
    write("a"), write("b")
    loader, folder = Loader(kinds), Folder(tmp_path / "c")
    first = loader.load([folder])
    write("b", "title: Other\nsteps: [note.add: b]\n")
    second = loader.load([folder])
    assert second.commands["a"].flow is first.commands["a"].flow and second.commands["b"].title == {"en": "Other"}


def test_a_called_commands_effect_counts_and_a_lost_call_is_told(write: Write, tmp_path: Path, kinds: Kinds) -> None:
    write(
        "outer",
        "title: T\nsteps: [command: inner, command: nowhere]\n".replace("inner, command", "inner}, {command")
        .replace("[c", "[{c")
        .replace("]", "}]"),
    )
    write("inner", "title: T\nsteps: [mail.send: {to: x}]\n")
    loaded = Loader(kinds).load([Folder(tmp_path / "c")])
    assert loaded.commands["outer"].effect == "sends"
    assert [fault.message["en"] for fault in loaded.faults] == ["There is no command `nowhere`."]


@pytest.mark.anyio
async def test_files_that_change_appear_move_and_go_are_noticed_at_once(write: Write, tmp_path: Path, kinds: Kinds) -> None:
    file = write("a", folder="commands")
    registry = Registry.of([], tmp_path, kinds)
    registry.load()
    send, receive = anyio.create_memory_object_stream[Loaded](100)

    async def until(holds: Callable[[Loaded], bool]) -> None:
        with anyio.fail_after(20):
            while not holds(await receive.receive()):
                pass

    async with anyio.create_task_group() as tasks, send, receive:
        tasks.start_soon(registry.watch, send.send)
        write("b", folder="commands")
        await until(lambda now: set(now.commands) == {"a", "b"})
        write("b", "title: [", folder="commands")
        await until(lambda now: set(now.commands) == {"a"} and now.faults[0].line == 1)
        await anyio.Path(file).rename(file.with_name("c.yaml"))
        await until(lambda now: set(now.commands) == {"c"})
        await anyio.to_thread.run_sync(shutil.rmtree, tmp_path / "commands")
        await until(lambda now: not now.commands)
        write("d", folder="commands")
        await until(lambda now: set(now.commands) == {"d"})
        tasks.cancel_scope.cancel()


def test_the_owners_comments_survive_an_edit() -> None:
    text = "# mine\ntitle: T # short\nsteps:\n  # first\n  - note.add: a\n"
    yaml, out = YAML(), StringIO()
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(text)
    document["title"] = "U"
    yaml.dump(document, out)
    assert out.getvalue() == text.replace("title: T", "title: U")


def test_tests_that_do_not_hold_and_stolen_phrases_are_reported(write: Write, tmp_path: Path, kinds: Kinds) -> None:
    write(
        "note",
        "title: T\nphrases: [add a note]\nsteps: [note.add: a]\ntests: [{say: add a note}, {say: jot}, {not: add a note}]\n",
    )
    write("thief", "title: T\nphrases:\n  - take everything\n  - steal (it|them)\nsteps: [note.add: a]\n")
    faults = check(
        [tmp_path / "c"], lambda _: Matched(lambda text, _: "note" if "note" in text or "them" in text else None), kinds
    )
    assert report(faults).replace(str(tmp_path / "c"), "") == "\n".join(
        [
            "/note.yaml:4: “jot” must be this command, but it is no command.",
            "/note.yaml:4: “add a note” must not be this command, but it is.",
            "/thief.yaml:3: “take everything” is understood as no command at all.",
            "/thief.yaml:4: “steal it” is understood as no command at all.",
        ]
    )


def test_slots_of_a_test_are_compared_as_the_owner_would_say_them(write: Write, tmp_path: Path, kinds: Kinds) -> None:
    write(
        "note",
        "title: T\nphrases: ['wait {n}']\nslots: {n: number}\nsteps: [note.add: a]\ntests: [{say: wait two, slots: {n: two}}, {say: wait two, slots: {n: 3}}]\n",
    )
    numbers = {"two": 2}
    matched = Matched(
        lambda *_: "note", lambda text, *_: {"n": numbers[text.split()[1]]}, lambda said, *_: numbers.get(said, said)
    )
    assert [fault.message["en"] for fault in check([tmp_path / "c"], lambda _: matched, kinds)] == [
        "“wait two”: `n` is `2` instead of `3`."
    ]


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("add a note", "[please] add a note", "has the phrase “add a note” too"),
        ("покажи письма", "покажи письмо", "the same words"),
        ("call {x}", "call {x}", "has the phrase"),
    ],
)
def test_a_phrase_of_two_commands_is_reported(
    first: str, second: str, message: str, write: Write, tmp_path: Path, kinds: Kinds
) -> None:
    for name, phrase in (("a", first), ("b", second)):
        write(name, f"title: T\nslots: {{x: text}}\nphrases: ['{phrase}']\nsteps: [note.add: a]\n")
    faults = check([tmp_path / "c"], None, kinds)
    assert len(faults) == 1 and message in faults[0].message["en"] and faults[0].file.endswith("b.yaml") and faults[0].line == 3


def test_every_step_kind_says_what_it_does_and_takes() -> None:
    for item in describe.describe(Kinds.found()):
        assert item.line, item.name
        assert all(parameter.type for parameter in item.parameters), item.name


def test_a_description_names_parameters_in_words(kinds: Kinds) -> None:
    note = next(item for item in describe.describe(kinds) if item.name == "note.add")
    assert [(one.name, one.type, one.required, one.default) for one in note.parameters] == [
        ("text", "text or mapping", True, None),
        ("stars", "whole number", False, 0),
        ("tags", "list", False, []),
    ]
    assert "| `note.add` | Keeps a note. Gives it. | `text`, [`stars`], [`tags`] |" in describe.markdown([note])
