"""Commands passed on as bundles: what goes in comes out, and nothing else gets in."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import AssistantError
from assistant.registry import bundle, parse
from assistant.registry.kinds import Kinds

BUILT_IN = sorted((Path(__file__).resolve().parents[2] / "commands").glob("*.yaml"))
COMMAND = """\
title: {en: Price watch, ru: Следить за ценой}
phrases: {en: ["watch the price"], ru: ["следи за ценой"]}
steps:
  - http: {url: "https://shop.example/prices"}
    as: prices
  - if: "{{ prices.status == 200 }}"
    steps:
      - note.add: {text: "{{ prices.body }}"}
  - http: {url: "https://hook.example/x", method: POST, json: {a: 1}}
tests:
  - {say: "watch the price"}
"""


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    return Kinds.found()


def zipped(files: dict[str, str | bytes], **attributes: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = attributes.get("mode", 0o644) << 16
            archive.writestr(info, content)
    return out.getvalue()


def whole(**changed: str) -> dict[str, str | bytes]:
    """The files of a small right bundle."""
    files = {"SKILL.md": "---\nname: price-watch\ndescription: Watches a price.\n---\n", "command.yaml": COMMAND}
    return {f"price-watch/{name}": content for name, content in {**files, **changed}.items()}


@pytest.mark.parametrize("file", BUILT_IN, ids=lambda file: file.stem)
def test_a_packed_command_is_opened_as_it_was(file: Path, kinds: Kinds) -> None:
    text = file.read_text(encoding="utf-8")
    command, _faults = parse.command(text, file.stem, str(file), kinds)
    assert command
    name, data = bundle.packed(command, text, kinds)
    found = bundle.opened(data, kinds)
    assert (f"{found.name}.zip", found.text, found.faults) == (name, text, ())
    assert found.command and found.command.flow == command.flow
    assert not found.lies


def test_the_same_command_gives_the_same_bytes(kinds: Kinds) -> None:
    command, _faults = parse.command(COMMAND, "price-watch", "x", kinds)
    assert command
    assert bundle.packed(command, COMMAND, kinds) == bundle.packed(command, COMMAND, kinds)


def test_what_it_may_do_is_worked_out_from_its_steps(kinds: Kinds) -> None:
    found = bundle.opened(zipped(whole()), kinds)
    assert bundle.names(found.permissions) == ["sends http hook.example", "writes note.add", "reads http shop.example"]


def test_a_bundle_that_tells_less_than_it_does_is_told_on(kinds: Kinds) -> None:
    assert bundle.opened(zipped(whole(**{"permissions.json": json.dumps([])})), kinds).lies


def test_a_russian_name_becomes_a_skills_name(kinds: Kinds) -> None:
    command, _faults = parse.command(COMMAND, "утренний-обзор", "x", kinds)
    assert command
    assert bundle.skill_name(command) == "utrenniy-obzor"


def test_a_wrong_command_is_shown_with_its_faults_and_cannot_be_installed(kinds: Kinds) -> None:
    found = bundle.opened(zipped(whole(**{"command.yaml": "title: X\nsteps:\n  - no.such: 1\n"})), kinds)
    assert found.command is None
    assert [fault.line for fault in found.faults if fault.severity == "error"] == [3]


@pytest.mark.parametrize(
    ("files", "word"),
    [
        ({"a/SKILL.md": "x", "b/command.yaml": "y"}, "one folder"),
        ({"SKILL.md": "x"}, "one folder"),
        (whole(**{"../../evil.yaml": "x"}), "leads out|no business"),
        (whole(**{"references/../../evil.md": "x"}), "leads out"),
        (whole(**{"scripts/run.sh": "rm -rf /"}), "no business"),
        (whole(**{"tool.py": "import os"}), "no business"),
        (whole(**{"SKILL.md": "---\nname: Other Name\ndescription: x\n---\n"}), "name"),
        (whole(**{"SKILL.md": "---\nname: price-watch\n---\n"}), "description"),
        (whole(**{"SKILL.md": "no front matter"}), "begin with"),
        (whole(**{"SKILL.md": "---\nname: &a [*a]\n---\n"}), "possible"),
        (whole(**{"permissions.json": "{"}), "not JSON"),
        ({**whole(), "price-watch/README.md": b"\xff\xfe\x00"}, "UTF-8"),
        ({f"price-watch/references/{n}.md": "x" for n in range(60)}, "at most"),
        ({"price-watch/SKILL.md": "x"}, "command.yaml is missing"),
    ],
)
def test_a_hostile_or_broken_bundle_is_refused_with_a_word(files: dict[str, str | bytes], word: str, kinds: Kinds) -> None:
    with pytest.raises(AssistantError, match=word):
        bundle.opened(zipped(files), kinds)


def test_a_bomb_is_not_unpacked(kinds: Kinds) -> None:
    bomb = zipped(whole(**{"README.md": "0" * 100_000_000}))
    assert len(bomb) < bundle.MAX_PACKED
    with pytest.raises(AssistantError, match="unpacks to more"):
        bundle.opened(bomb, kinds)


def test_a_link_is_refused(kinds: Kinds) -> None:
    with pytest.raises(AssistantError, match="links"):
        bundle.opened(zipped(whole(), mode=stat.S_IFLNK | 0o777), kinds)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 500), st.integers(0, 255))
def test_any_bytes_are_a_bundle_or_refused(noise: bytes, place: int, value: int) -> None:
    kinds = Kinds({}, {})
    broken = bytearray(zipped(whole()))
    broken[place % len(broken)] = value
    for data in (noise, bytes(broken)):
        try:
            bundle.opened(data, kinds)
        except AssistantError:
            continue
