"""Somebody else's imitation of Google (npm's @inbox-zero/emulate) behind a front on loopback that gives what it leaves out.

It knows state: letters, labels, history, drafts, events. It does not know the profile, answers batches without saying which answer
is whose, and has other addresses for tokens; the front makes that good, and passes everything else on untouched.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import httpx

from tests.google.consent import CLIENT_ID, CLIENT_SECRET, OWNER
from tests.google.double import _parts

PROGRAM = Path(__file__).parents[2] / ".cache" / "emulate" / "node_modules" / "@inbox-zero" / "emulate" / "dist" / "index.js"
_MOVED = {"/token": "/oauth2/token", "/revoke": "/oauth2/revoke"}
_WAIT_S = 20
_OWN_HEADERS = {"host", "content-length", "connection", "accept-encoding", "transfer-encoding"}


class Front(BaseHTTPRequestHandler):
    """One request, passed on. `asked` are the paths that came."""

    protocol_version = "HTTP/1.1"
    behind: ClassVar[httpx.Client]
    asked: ClassVar[list[str]]

    def _route(self) -> None:
        content = self.rfile.read(int(self.headers.get("content-length") or 0))
        path, _mark, query = self.path.partition("?")
        self.asked.append(f"{self.command} {path}")
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _OWN_HEADERS}
        if path == "/batch":
            self._send(200, self._batch(content), "multipart/mixed; boundary=front")
        elif path == "/gmail/v1/users/me/profile":
            self._send(200, self._profile(headers), "application/json")
        else:
            target = _MOVED.get(path, path) + (f"?{query}" if query else "")
            answer = self.behind.request(self.command, target, content=content, headers=headers)
            self._send(
                answer.status_code, answer.content, answer.headers.get("content-type", ""), answer.headers.get("location", "")
            )

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _route

    def _profile(self, headers: Mapping[str, str]) -> bytes:
        told = self.behind.get("/gmail/v1/users/me/history?startHistoryId=1", headers=headers).json()
        profile = {"emailAddress": OWNER, "historyId": told["historyId"], "messagesTotal": 0, "threadsTotal": 0}
        return json.dumps(profile).encode()

    def _batch(self, content: bytes) -> bytes:
        parts = _parts(self.headers["content-type"], content)
        return b"".join(self._one(part) for part in parts) + b"--front--\r\n"

    def _one(self, part: Message) -> bytes:
        line = bytes(part.get_payload(decode=True)).decode().splitlines()[0].split(" ")
        answer = self.behind.request(line[0], line[1], headers={"authorization": self.headers["authorization"]})
        head = (
            f"--front\r\nContent-Type: application/http\r\nContent-ID: {part['Content-ID'].replace('<', '<response-', 1)}\r\n\r\n"
        )
        said = f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}\r\nContent-Type: application/json\r\n\r\n"
        return (head + said).encode() + answer.content + b"\r\n"

    def _send(self, status: int, content: bytes, kind: str, location: str = "") -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), "Location": location}.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


def seed() -> str:
    """One owner with a mailbox and a calendar, and the client of the tests."""
    letters = [
        {"from": f"Anna <anna{n}@example.com>", "subject": f"Contract {n}", "body_text": f"The contract number {n} is ready."}
        for n in range(3)
    ]
    google: dict[str, Any] = {
        "users": [{"email": OWNER, "name": "Owner"}],
        "oauth_clients": [
            {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "name": "Symbiote", "redirect_uris": ["http://127.0.0.1"]}
        ],
        "messages": [
            {
                "id": f"m{n}",
                "thread_id": f"t{n}",
                "user_email": OWNER,
                "to": OWNER,
                "label_ids": ["INBOX", "UNREAD"],
                "date": "2026-05-05T07:30:00Z",
                **each,
            }
            for n, each in enumerate(letters)
        ],
        "calendars": [{"id": "primary", "user_email": OWNER, "summary": OWNER, "primary": True, "time_zone": "UTC"}],
    }
    # JSON is YAML.
    return json.dumps({"google": google})


@contextmanager
def emulated(folder: Path) -> Iterator[str]:
    """The address of the front while the imitation runs."""
    (folder / "seed.yaml").write_text(seed())
    port = _free_port()
    command = ["node", str(PROGRAM), "start", "--service", "google", "--port", str(port), "--seed", str(folder / "seed.yaml")]
    with (folder / "emulate.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    behind = httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=_WAIT_S)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Front", (Front,), {"behind": behind, "asked": []}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    try:
        _until_it_answers(behind, folder / "emulate.log")
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
    finally:
        server.server_close()
        behind.close()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(_WAIT_S)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until_it_answers(behind: httpx.Client, log: Path) -> None:
    end = time.monotonic() + _WAIT_S
    while True:
        try:
            behind.get("/.well-known/openid-configuration")
            return
        except httpx.ConnectError:
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
