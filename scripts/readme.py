#!/usr/bin/env python3
"""Writes the README's tables from the program itself: `.venv/bin/python scripts/readme.py [--check]`.

Each table stands between `<!-- NAME: written by scripts/readme.py -->` and `<!-- NAME end -->`. The figures are written by bench.py.
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pydantic import BaseModel  # noqa: E402  the project is found by the line above

from assistant import plugins  # noqa: E402
from assistant.cli.verb import Verb  # noqa: E402
from assistant.domain.command import Command  # noqa: E402
from assistant.domain.event.envelope import AnyEvent  # noqa: E402
from assistant.registry.describe import Description, describe, markdown  # noqa: E402
from assistant.registry.kinds import Kinds  # noqa: E402
from assistant.registry.registry import Registry  # noqa: E402
from assistant.settings import Settings  # noqa: E402

README = ROOT / "README.md"


def main() -> int:
    """0 when the README is, or now is, as the program says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing, only say whether the tables are current")
    before = README.read_text(encoding="utf-8")
    after = filled(before)
    if parser.parse_args().check:
        print("The tables are current." if before == after else "Out of date: run scripts/readme.py")
        return int(before != after)
    README.write_text(after, encoding="utf-8")
    return 0


def filled(text: str) -> str:
    """The README with every table as it must be now. Raises ValueError when a table has no place."""
    for name, make in TABLES.items():
        begin, end = f"<!-- {name}: written by scripts/readme.py -->", f"<!-- {name} end -->"
        head, tail = text.index(begin) + len(begin), text.index(end)
        text = f"{text[:head]}\n\n{make().strip()}\n\n{text[tail:]}"
    return text


def commands() -> str:
    """What can be said: each built-in command with its first tested sentence in each language."""
    with tempfile.TemporaryDirectory() as nobody:
        registry = Registry.of([ROOT / "commands"], Path(nobody))
        found = registry.load().commands
    rows = [f"| {_title(one)} | {_example(one, 'ru')} | {_example(one, 'en')} |" for one in found.values()]
    return "\n".join(["| command | по-русски | in English |", "|---|---|---|", *rows])


def _title(command: Command) -> str:
    return _cell(command.title.get("en") or command.name)


def _example(command: Command, language: Literal["ru", "en"]) -> str:
    cyrillic = re.compile(r"[а-яё]", re.IGNORECASE)
    said = (test.say for test in command.tests if test.say and bool(cyrillic.search(test.say)) == (language == "ru"))
    return _cell(next(said, next(iter(command.phrases.get(language, ())), "")))


def steps() -> str:
    """The step kinds that do something."""
    return markdown([item for item in _kinds() if not item.control])


def control() -> str:
    """The steps that decide which steps run."""
    return markdown([item for item in _kinds() if item.control])


def _kinds() -> list[Description]:
    return describe(Kinds.built_in())


def events() -> str:
    """Every event with the first paragraph of its docstring."""
    rows = [
        f"| `{kind.model_fields['type'].default}` | {'yes' if kind.recorded else ''} | {_cell(_paragraph(kind))} |"
        for kind in get_args(AnyEvent)
    ]
    return "\n".join(["| event | recorded | what it tells |", "|---|---|---|", *rows])


def settings() -> str:
    """Every setting with its default and description."""
    return "\n".join(["| setting | default | meaning |", "|---|---|---|", *_settings()])


def _settings() -> Iterator[str]:
    for section, field in Settings.model_fields.items():
        part = field.annotation
        if not (inspect.isclass(part) and issubclass(part, BaseModel)):
            continue
        for name, value in part.model_fields.items():
            yield f"| `{section}.{name}` | `{_default(value.get_default(call_default_factory=True))}` | {_cell((value.description or '') + _choices(value.annotation))} |"


def _default(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else f"{value}"


def _choices(annotation: Any) -> str:
    return f" ({', '.join(map(str, get_args(annotation)))})" if get_origin(annotation) is Literal else ""


def verbs() -> str:
    """Every verb of the command line with the first sentence of its help."""
    rows = []
    for name in plugins.names("cli.verbs"):
        verb = plugins.load("cli.verbs", name, Verb)
        rows.append(f"| `{_usage(name, verb)}` | {_cell(_paragraph(verb))} |")
    return "\n".join(["| verb | what it does |", "|---|---|", *rows])


def _usage(name: str, verb: type[Verb]) -> str:
    parser = argparse.ArgumentParser(prog=f"symbiote {name}", add_help=False)
    verb().arguments(parser)
    return " ".join(parser.format_usage().removeprefix("usage: ").split())


def _paragraph(kind: type) -> str:
    return " ".join(inspect.cleandoc(kind.__doc__ or "").split("\n\n")[0].split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


TABLES: Mapping[str, Callable[[], str]] = {
    "commands": commands,
    "control steps": control,
    "steps": steps,
    "settings": settings,
    "events": events,
    "verbs": verbs,
}


if __name__ == "__main__":
    sys.exit(main())
