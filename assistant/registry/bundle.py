"""A command as a folder that can be passed on: a zip file with SKILL.md, the command, its tests and what it may do.

What comes from elsewhere is not trusted: what a bundle may do is worked out from its flow, never taken from what it says of
itself; nothing in it is run, and a file that has no business in it refuses the whole. Format of SKILL.md: agentskills.io.
"""

from __future__ import annotations

import io
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.base import Json
from assistant.domain.command import Command, Fault
from assistant.errors import AssistantError, CommandFileError
from assistant.registry import document, parse
from assistant.registry.kinds import Kinds
from assistant.registry.permissions import Permission, permissions

MAX_PACKED = 170_000
"""Bytes of the zip file; it travels in one request."""
MAX_UNPACKED = 1_000_000
"""Bytes of all files together, counted while unpacking: what a zip says of its sizes is not believed."""
MAX_FILES = 40
SKILL, COMMAND, TESTS, PERMISSIONS = "SKILL.md", "command.yaml", "tests.json", "permissions.json"
_TEXTS = re.compile(r"(README|LICEN[CS]E|NOTICE|CHANGELOG)(\.(md|txt))?|references/[\w.-]{1,80}\.(md|txt)")
"""Files that may come along to be read by people."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "",
            "y",
            "",
            "e",
            "yu",
            "ya",
        ],
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is in a bundle. `command` is None when its file is wrong (`faults`); `declared` is what it says it may do."""

    name: str
    description: str
    text: str
    command: Command | None
    faults: tuple[Fault, ...]
    permissions: tuple[Permission, ...]
    declared: Json
    notes: Mapping[str, str]

    @property
    def lies(self) -> bool:
        """Whether it says of itself that it may do less, or other things, than its flow does."""
        return self.declared is not None and self.declared != [one.model_dump(mode="json") for one in self.permissions]


def packed(command: Command, text: str, kinds: Kinds) -> tuple[str, bytes]:
    """The file name and the zip file of a command whose file's text is `text`. The same command gives the same bytes."""
    name = skill_name(command)
    tests = [_test(test.say, test.not_, test.slots) for test in command.tests]
    allowed = [one.model_dump(mode="json") for one in permissions(command, kinds)]
    files = {
        SKILL: _skill(name, command),
        COMMAND: text,
        TESTS: json.dumps(tests, ensure_ascii=False, indent=1) + "\n",
        PERMISSIONS: json.dumps(allowed, ensure_ascii=False, indent=1) + "\n",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in files.items():
            info = zipfile.ZipInfo(f"{name}/{file}", (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return f"{name}.zip", out.getvalue()


def opened(data: bytes, kinds: Kinds) -> Bundle:
    """What is in a zip file. Blocking. Raises AssistantError for one that is no bundle or holds what it must not."""
    name, files = _unpacked(data)
    for needed in (SKILL, COMMAND):
        if needed not in files:
            raise AssistantError(f"This is no bundle: {needed} is missing.", ru=f"Это не набор: не хватает {needed}.")
    head = _front_matter(files[SKILL])
    if head.get("name") != name or not _NAME.fullmatch(name) or len(name) > 64:
        raise AssistantError(
            f"{SKILL}: `name` must be the folder's name, in lower-case letters, digits and single hyphens.",
            ru=f"{SKILL}: `name` — это имя папки из строчных латинских букв, цифр и одиночных дефисов.",
        )
    description = head.get("description")
    if not isinstance(description, str) or not 1 <= len(description) <= 1_024:
        raise AssistantError(
            f"{SKILL}: `description` must be a text of 1 to 1024 characters.",
            ru=f"{SKILL}: `description` — это текст от 1 до 1024 знаков.",
        )
    command, faults = parse.command(files[COMMAND], name, COMMAND, kinds, "owner")
    found = tuple(permissions(command, kinds)) if command else ()
    declared = _json(files[PERMISSIONS], PERMISSIONS) if PERMISSIONS in files else None
    notes = {file: text for file, text in files.items() if file not in (SKILL, COMMAND, TESTS, PERMISSIONS)}
    return Bundle(name, description, files[COMMAND], command, tuple(faults), found, declared, notes)


def skill_name(command: Command) -> str:
    """A name as SKILL.md wants it: `utrenniy-obzor` for `утренний-обзор`."""
    latin = "".join(_LATIN.get(letter, letter) for letter in command.name.lower())
    return re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:64].strip("-") or "command"


# --- what is in a zip file ---


def _unpacked(data: bytes) -> tuple[str, dict[str, str]]:
    if len(data) > MAX_PACKED:
        raise AssistantError(f"The bundle is larger than {MAX_PACKED // 1_000} kB.", ru=f"Набор больше {MAX_PACKED // 1_000} кБ.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise AssistantError(
            "This is not a zip file that can be read.", ru="Это не zip-файл, который можно прочитать."
        ) from error


def _read(archive: zipfile.ZipFile) -> tuple[str, dict[str, str]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_FILES:
        raise AssistantError(f"A bundle has at most {MAX_FILES} files.", ru=f"В наборе не больше {MAX_FILES} файлов.")
    folders = {entry.filename.split("/", 1)[0] for entry in entries}
    if len(folders) != 1 or any("/" not in entry.filename for entry in entries):
        raise AssistantError("A bundle is one folder with its files in it.", ru="Набор — это одна папка с её файлами.")
    folder = folders.pop()
    files: dict[str, str] = {}
    left = MAX_UNPACKED
    for entry in entries:
        file = entry.filename.removeprefix(f"{folder}/")
        _refuse_foreign(entry, file)
        if file in files:
            raise AssistantError(f"{file[:80]} is in the bundle twice.", ru=f"{file[:80]} есть в наборе дважды.")
        with archive.open(entry) as source:
            content = source.read(left + 1)
        left -= len(content)
        if left < 0:
            raise AssistantError(
                f"The bundle unpacks to more than {MAX_UNPACKED // 1_000_000} MB.",
                ru=f"В распакованном виде набор больше {MAX_UNPACKED // 1_000_000} МБ.",
            )
        try:
            files[file] = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise AssistantError(f"{file[:80]} is not UTF-8 text.", ru=f"{file[:80]} — не текст в UTF-8.") from error
    return folder, files


def _refuse_foreign(entry: zipfile.ZipInfo, file: str) -> None:
    """Only what a bundle is made of, and texts for people; no links, no ways out, no programs."""
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise AssistantError(
            f"{file[:80]} is packed in a way that is not read here.",
            ru=f"{file[:80]} упакован способом, который здесь не читается.",
        )
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise AssistantError(
            f"{file[:80]} is no plain file; a bundle must not hold links.",
            ru=f"{file[:80]} — не обычный файл; ссылок в наборе быть не должно.",
        )
    if "\\" in entry.filename or ".." in entry.filename.split("/") or entry.filename.startswith("/"):
        raise AssistantError(
            f"{entry.filename[:80]!r} leads out of the bundle's folder.",
            ru=f"{entry.filename[:80]!r} ведёт за пределы папки набора.",
        )
    if file not in (SKILL, COMMAND, TESTS, PERMISSIONS) and not _TEXTS.fullmatch(file):
        raise AssistantError(
            f"{file[:80]} has no business in a bundle; programs and other files are refused.",
            ru=f"{file[:80]} в наборе лишний; программы и посторонние файлы не принимаются.",
        )


def _front_matter(text: str) -> Mapping[str, Json]:
    found = re.match(r"---\s*\n(.*?)\n---\s*(\n|$)", text, re.DOTALL)
    if found is None:
        raise AssistantError(
            f"{SKILL} must begin with `---`, `name` and `description`.",
            ru=f"{SKILL} должен начинаться с `---`, `name` и `description`.",
        )
    try:
        head = document.read(found[1], SKILL).plain
    except CommandFileError as error:
        raise AssistantError.saying(error.both) from error
    if not isinstance(head, Mapping):
        raise AssistantError(
            f"{SKILL} must begin with `---`, `name` and `description`.",
            ru=f"{SKILL} должен начинаться с `---`, `name` и `description`.",
        )
    return head


def _json(text: str, file: str) -> Json:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise AssistantError(f"{file} is not JSON.", ru=f"{file} — не JSON.") from error


# --- what is written ---


def _skill(name: str, command: Command) -> str:
    title = command.title.get("en") or next(iter(command.title.values()))
    about = command.description.get("en") or next(iter(command.description.values()), "") or title
    phrases = [phrase for several in command.phrases.values() for phrase in several][:10]
    lines = [
        "---",
        f"name: {name}",
        f"description: {_quoted((about if about == title else f'{title}. {about}')[:1_024])}",
        "metadata:",
        f"  title: {_quoted(json.dumps(dict(command.title), ensure_ascii=False))}",
        f"  phrases: {_quoted(json.dumps(phrases, ensure_ascii=False))}",
        "---",
        "",
        f"# {title}",
        "",
        f"{about}",
        "",
        f"A command of Symbiote. What it does is in `{COMMAND}`, sentences that must and must not start it in `{TESTS}`,",
        f"what it may do in `{PERMISSIONS}`. Say for example:",
        "",
        *(f"- {phrase}" for phrase in phrases),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _test(say: str, not_: str, slots: Mapping[str, Json]) -> dict[str, Json]:
    found: dict[str, Json] = {"say": say} if say else {"not": not_}
    return {**found, "slots": dict(slots)} if slots else found


def names(found: Sequence[Permission]) -> list[str]:
    """Permissions in short, for comparing two versions."""
    return [f"{one.effect} {one.kind} {one.what}".strip() for one in found]
