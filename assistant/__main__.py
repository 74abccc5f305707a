"""`symbiote`, the command line: `symbiote VERB --help` explains each verb."""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from collections.abc import Sequence

from assistant import VERSION, plugins, thrift
from assistant.cli.language import language
from assistant.cli.verb import Verb, add_data
from assistant.errors import AssistantError

logger = logging.getLogger(__name__)
VERBS = "cli.verbs"
STOPPED, UNREAD = 130, 141
"""As a shell tells of a program that was ended by Ctrl+C, and of one whose reader went away (`| head -1`)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out the verb on the command line; the exit code. Only the verb that is used is imported."""
    thrift.wait_quietly()
    thrift.leave_out()
    given = list(sys.argv[1:] if arguments is None else arguments)
    names = plugins.names(VERBS)
    chosen = [given[0]] if given and given[0] in names else list(names)
    parser = argparse.ArgumentParser(prog="symbiote", description=__doc__)
    parser.add_argument("--version", action="version", version=f"symbiote {VERSION}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name in chosen:
        verb = plugins.load(VERBS, name, Verb)()
        summary = (verb.__doc__ or "").splitlines()[0]
        under = verbs.add_parser(name, help=summary, description=verb.__doc__)
        if verb.takes_data:
            add_data(under)
        verb.arguments(under)
        under.set_defaults(carry_out=verb.run)
    _take_any_letter()
    try:
        args = parser.parse_args(given)
        code = int(args.carry_out(args))
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except AssistantError as error:
        print(error.said(language()), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return STOPPED
    except (OSError, BaseExceptionGroup) as error:
        return _lost_output(error)


def _take_any_letter() -> None:
    """What the terminal's encoding lacks is written as its number: half a line is worse."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _lost_output(error: OSError | BaseExceptionGroup[BaseException]) -> int:
    """The code to leave with when nobody reads any more, or what is written cannot be; any other fault is raised again."""
    if isinstance(error, BaseExceptionGroup):
        found, rest = error.split((BrokenPipeError, KeyboardInterrupt))
        if rest is not None or found is None:
            raise error
        stopped = found.subgroup(KeyboardInterrupt) is not None
        return STOPPED if stopped else _unread()
    if isinstance(error, BrokenPipeError):
        return _unread()
    logger.info("given up", exc_info=error)
    print(f"symbiote: {error}", file=sys.stderr)
    return _unread(2)


def _unread(code: int = UNREAD) -> int:
    # What is left in the buffer would be written, and complained about, once more at the very end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return code


if __name__ == "__main__":
    sys.exit(main())
