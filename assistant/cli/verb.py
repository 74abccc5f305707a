"""What every verb of the command line is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import ClassVar

from assistant import settings


class Verb(ABC):
    """One verb: its file's name. The first line of its docstring is its help."""

    takes_data: ClassVar[bool] = True
    """Whether it works on a data folder (--data)."""

    def arguments(self, parser: ArgumentParser) -> None:  # noqa: B027 - many verbs take nothing more
        """Add what it takes beyond --data."""

    @abstractmethod
    def run(self, args: Namespace) -> int:
        """Do it; the exit code."""


def add_data(parser: ArgumentParser) -> None:
    """The --data option."""
    # A default that is a text is read only when it is needed.
    parser.add_argument("--data", type=_data_folder, default="", metavar="DIR", help="the data folder")


def add_commands(parser: ArgumentParser) -> None:
    """The --commands option."""
    parser.add_argument(
        "--commands",
        type=folder,
        nargs="+",
        action="extend",
        default=[],
        metavar="DIR",
        help="command folders instead of the built-in ones",
    )


def folder(text: str) -> Path:
    """A folder as an absolute path."""
    return Path(text).expanduser().resolve()


def _data_folder(text: str) -> Path:
    return folder(text) if text else settings.default_data_folder()
