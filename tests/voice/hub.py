"""A model hub on loopback, as large and as unreliable as a test wants it."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FakeHub:
    """Serves one repository. `cut_after` ends each answer after so many bytes; `lies` sends other bytes than listed."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)
        self.revision = "r1"
        self.cut_after: int | None = None
        self.lies = False
        self.login_page = False
        self.ranges: list[str] = []
        self.address = ""

    def listing(self) -> bytes:
        """What the hub's API says about the repository."""
        if self.login_page:
            return b"<html>Welcome to the hotel</html>"
        siblings = [
            {"rfilename": name, "size": len(content), "lfs": {"sha256": hashlib.sha256(content).hexdigest()}}
            for name, content in self.files.items()
        ]
        return json.dumps({"sha": self.revision, "siblings": siblings}).encode()


@contextmanager
def serving(hub: FakeHub) -> Iterator[FakeHub]:
    """The hub, answering at `hub.address` until the end of the block."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/api/models/"):
                self._send(200, hub.listing(), None)
                return
            content = hub.files[self.path.rsplit("/", 1)[1]]
            start = 0
            if wanted := self.headers.get("Range"):
                hub.ranges.append(wanted)
                start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if hub.lies:
                content = bytes(len(content))
            self._send(206 if start else 200, content[start:], hub.cut_after)

        def _send(self, status: int, content: bytes, cut_after: int | None) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[:cut_after])

        def log_message(self, *_args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        hub.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield hub
        finally:
            server.shutdown()
            thread.join()
