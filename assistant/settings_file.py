"""The file of the owner's settings: read whole, changed one setting at a time with his comments kept."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import ValidationError

from assistant.errors import AssistantError
from assistant.settings import Settings

FILE = "assistant.toml"
_changing = threading.Lock()


def read(data: Path) -> Settings:
    """The settings of a data folder. Raises AssistantError naming the key and what is allowed."""
    file = data / FILE

    class _FromFolder(Settings):
        toml = file if file.exists() else None

    try:
        values = _FromFolder()
    except (ValidationError, ValueError, OSError) as error:
        raise _explained(error, file) from error
    return Settings.model_construct(**{name: getattr(values, name) for name in Settings.model_fields})


def change(data: Path, section: str, key: str, value: Any) -> Settings:
    """Write one setting into the file, comments kept, and return all of them as they are now; blocking, one at a time.

    What is not allowed, or would have no effect because the environment says otherwise, changes nothing. Raises AssistantError.
    """
    if variable := _in_environment(section, key):
        raise AssistantError(
            f"{section}.{key} is set by {variable} in the environment, which wins: a change would have no effect. "
            f"Remove {variable} and start again to change it here.",
            ru=f"{section}.{key} задано переменной {variable}, она важнее: изменение ни на что не повлияет. "
            f"Уберите {variable} и запустите заново, чтобы менять это здесь.",
        )
    with _changing:
        file = data / FILE
        before = _text_of(file)
        try:
            document = tomlkit.parse(before)
            table = document.setdefault(section, tomlkit.table())
            table[key] = value
            after = tomlkit.dumps(document)
        except (ValueError, TypeError, AttributeError) as error:
            raise AssistantError(
                f"{section}.{key} cannot be set: {error}", ru=f"{section}.{key} нельзя изменить: {error}"
            ) from error
        _replace(file, after)
        try:
            return read(data)
        except AssistantError:
            _replace(file, before)
            raise


def _in_environment(section: str, key: str) -> str:
    """The environment variable that decides a setting, or nothing: of its own, or one that holds the whole section."""
    whole, own = f"ASSISTANT_{section}".upper(), f"ASSISTANT_{section}__{key}".upper()
    for name, value in os.environ.items():
        if name.upper() == own or (name.upper() == whole and f'"{key}"' in value):
            return name
    return ""


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8") if file.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(f"{file} cannot be read: {error}", ru=f"{file} не читается: {error}") from error


def _replace(file: Path, text: str) -> None:
    """All of the text or nothing of it."""
    partial = file.with_suffix(".toml.new")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(file)
    except OSError as error:
        raise AssistantError(
            f"{file} cannot be written: {error.strerror}.", ru=f"{file} нельзя записать: {error.strerror}."
        ) from error


def _explained(error: Exception, file: Path) -> AssistantError:
    if not isinstance(error, ValidationError):
        return AssistantError(f"{file} cannot be read: {error}", ru=f"{file} не читается: {error}")
    lines = []
    for fault in error.errors():
        where = ".".join(str(part) for part in fault["loc"])
        lines.append(f"{where}: {fault['msg']}")
    faults = "; ".join(lines)
    return AssistantError(
        f"{file} or ASSISTANT_* in the environment: {faults}", ru=f"{file} или ASSISTANT_* в окружении: {faults}"
    )
