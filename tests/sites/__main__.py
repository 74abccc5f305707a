"""Serves the tests' sites for looking at: `python -m tests.sites` tells their addresses and runs until Enter is pressed."""

from __future__ import annotations

import sys
from contextlib import ExitStack

from tests.sites.gadgetbarn import GadgetBarn
from tests.sites.kaufhof import Kaufhof
from tests.sites.lavka import Lavka
from tests.sites.serving import serving
from tests.sites.webmail import PASSWORD, USER, Webmail


def main() -> None:
    """All of them, each on a port of its own."""
    first = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    with ExitStack() as stack:
        for number, (name, site) in enumerate(
            {
                f"webmail ({USER} / {PASSWORD})": Webmail().site,
                "lavka": Lavka().site,
                "gadgetbarn": GadgetBarn().site,
                "kaufhof": Kaufhof().site,
            }.items()
        ):
            address = stack.enter_context(serving(site, first + number if first else 0))
            sys.stdout.write(f"{name}: {address}\n")
        sys.stdout.flush()
        sys.stdin.readline()


if __name__ == "__main__":
    main()
