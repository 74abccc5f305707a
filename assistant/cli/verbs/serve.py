"""`symbiote serve`: the sidecar itself."""

from __future__ import annotations

import json
import logging
import logging.handlers
import os
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import NoReturn

import anyio

from assistant import thrift
from assistant.app import App, Start
from assistant.cli.language import language
from assistant.cli.verb import Verb, add_commands
from assistant.errors import AssistantError, DataFolderBusy, DataFolderUnusable
from assistant.server.session import PROTOCOL

_LOOK_S = 0.1
FAILURES = {DataFolderBusy: ("busy", 3), DataFolderUnusable: ("unusable", 4)}


class Serve(Verb):
    """Serve the window and the command line until stopped; prints one JSON line when ready, then nothing more on stdout.

    The token is taken from ASSISTANT_TOKEN or made; it is written with the port to session.json in the data folder.
    With ASSISTANT_LEAVE_WITH_PARENT=1 it leaves when its standard input closes, with `alone` once nobody else is connected either.
    """

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=None, help="port on 127.0.0.1 (default: the last one if it is free)")
        add_commands(parser)

    def run(self, args: Namespace) -> int:
        thrift.keep_heaps_few()
        os.umask(0o077)  # whatever is made in the data folder is the owner's alone
        token = os.environ.pop("ASSISTANT_TOKEN", "")
        leave = os.environ.pop("ASSISTANT_LEAVE_WITH_PARENT", "")
        app = App(Start(data=args.data, port=args.port, commands=args.commands, token=token))
        if leave:
            threading.Thread(target=_leave_with_parent, args=(app, leave == "alone"), name="parent", daemon=True).start()
        _log_to(args.data)
        try:
            anyio.run(app.serve, _print_ready)
        except AssistantError as error:
            reason, code = FAILURES.get(type(error), ("refused", 2))
            said = {"message": str(error), **({"ru": error.ru} if error.ru else {})}
            _print_line({"event": "failed", "reason": reason, **said})
            print(error.said(language()), file=sys.stderr)
            return code
        except KeyboardInterrupt:
            pass
        _leave(0)


def _print_ready(port: int, token: str) -> None:
    url = f"http://127.0.0.1:{port}/#token={token}"
    _print_line({"event": "ready", "port": port, "pid": os.getpid(), "protocol": PROTOCOL, "url": url})


def _print_line(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _leave(code: int) -> NoReturn:
    # Everything that matters is on disk at every moment; waiting runs and library threads need no farewell.
    logging.shutdown()
    sys.stdout.flush()
    os._exit(code)


def _leave_with_parent(app: App, alone: bool) -> None:
    while os.read(0, 4096):
        pass
    while alone and app.connections:
        time.sleep(_LOOK_S)
    _leave(0)


def _log_to(data: Path) -> None:
    """Log to standard error, and to a file of bounded size in the data folder when it can be written."""
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    try:
        (data / "logs").mkdir(parents=True, exist_ok=True)
        file = data / "logs" / "assistant.log"
        handlers.append(logging.handlers.RotatingFileHandler(file, maxBytes=2_000_000, backupCount=3, encoding="utf-8"))
    except OSError:
        logging.getLogger(__name__).debug("no log file")
    logging.basicConfig(level=logging.INFO, handlers=handlers, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for noisy in ("openai", "watchfiles", "faster_whisper", "httpx", "httpx2", "huggingface_hub", "uvicorn.error"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
