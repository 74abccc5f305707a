"""`symbiote`, the command line: `symbiote VERB --help` explains each verb."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from assistant import VERSION, plugins, thrift
from assistant.cli.language import language
from assistant.cli.verb import Verb, add_data
from assistant.errors import AssistantError

VERBS = "cli.verbs"


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
    args = parser.parse_args(given)
    try:
        return int(args.carry_out(args))
    except AssistantError as error:
        print(error.said(language()), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
