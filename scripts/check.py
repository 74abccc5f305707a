"""The fast checks only, no tests: `python3 scripts/check.py`."""

from __future__ import annotations

import sys

import checks
import environment
import window
from terminal import Problem, say


def main() -> int:
    """0 when nothing is to be said against the code."""
    try:
        environment.ensure([environment.PRODUCT_LOCK, environment.TEST_LOCK])
        node = window.find_node()
        window.ensure_packages(node)
    except Problem as problem:
        say(f"\n{problem}")
        return 1
    outcomes = [checks.run(check) for check in checks.static_checks(node)]
    failed = [outcome.name for outcome in outcomes if outcome.failed]
    say(f"\n{len(outcomes) - len(failed)} passed, {len(failed)} failed{': ' + ', '.join(failed) if failed else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
