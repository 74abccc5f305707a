"""Google on loopback: real HTTP, every request and every answer judged by the documents its client library ships.

What each method does is a function put into `answers` under the method's id (`gmail.users.messages.list`); it gets a Call and
gives the answer as JSON, or raises Refused.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.google.consent import OWNER, Consent, Refusal
from tests.google.discovery import Method, Unfit, methods

APIS = (("gmail", "v1"), ("calendar", "v3"))


class Refused(Exception):
    """An answer that is no success, as Google words it."""

    def __init__(self, status: int, reason: str, message: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status, self.reason, self.message, self.headers = status, reason, message or reason, dict(headers or {})


@dataclass
class Call:
    """One request that was judged to be right. `media` are the bytes of an upload."""

    method: str
    params: dict[str, Any]
    body: Any
    media: bytes | None
    email: str
    headers: dict[str, str] = field(repr=False, default_factory=dict)


Answer = Callable[[Call], Any]


class Double:
    """`asked` are the calls that came; `most_at_once` how many requests were ever open together; `faults` what the double itself
    answered wrongly. `before` is called with each call, in its thread, before it is answered."""

    def __init__(self) -> None:
        self.consent = Consent()
        self.answers: dict[str, Answer] = {}
        self.asked: list[Call] = []
        self.unfit: list[str] = []
        """Requests Google would not have understood."""
        self.faults: list[str] = []
        self.most_at_once = 0
        self.requests = 0
        """Requests over the wire; a batch is one."""
        self.before: Callable[[Call], None] = lambda _call: None
        self.lose_answers: set[str] = set()
        """Methods that are carried out, after which the connection breaks."""
        self._refusals: list[tuple[str, Refused]] = []
        self._methods = methods(*APIS)
        self._lock = threading.Lock()
        self._open = 0
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self.port = 0
        self.start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve, on the port it had before if there was one."""
        self._server = _Server(self.faults, ("127.0.0.1", self.port), type("_AnsweringOne", (_Answering,), {"double": self}))
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Go away, and break every connection."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server.break_all()
            self._thread.join()
            self._server = None

    def refuse(self, method: str, refused: Refused, *, times: int = 1) -> None:
        """Answer the next calls of a method like that."""
        self._refusals += [(method, refused)] * times

    def visit(self, url: str, *, allow: bool = True, without: tuple[str, ...] = (), email: str = OWNER) -> httpx.Response:
        """Do what an owner does in the browser, up to the page he is sent back to. Blocking."""
        with httpx.Client(follow_redirects=True, trust_env=False) as browser:
            page = browser.get(url)
            page.raise_for_status()
            question = page.text.partition('name="question" value="')[2].partition('"')[0]
            scopes = [part.partition('"')[0] for part in page.text.split('name="scope" value="')[1:]]
            form = {
                "question": question,
                "email": email,
                "answer": "allow" if allow else "deny",
                "scope": [each for each in scopes if not each.endswith(without)] if without else scopes,
            }
            return browser.post(f"{self.url}/consent", data=form)

    # --- answering, in the server's threads ---

    @contextmanager
    def counted(self) -> Iterator[None]:
        """One open request more."""
        with self._lock:
            self._open += 1
            self.requests += 1
            self.most_at_once = max(self.most_at_once, self._open)
        try:
            yield
        finally:
            with self._lock:
                self._open -= 1

    def call(self, verb: str, target: str, headers: Mapping[str, str], content: bytes) -> tuple[Any, str]:
        """The answer of an API, and the method's id. Raises Refused."""
        parts = urlsplit(target)
        for method in self._methods:
            if (found := method.matched(verb, parts.path)) is not None:
                return self._answer(method, found, parse_qs(parts.query, keep_blank_values=True), headers, content), method.id
        self.unfit.append(f"{verb} {parts.path}")
        raise Refused(404, "notFound", f"{verb} {parts.path} is no method")

    def _answer(
        self,
        method: Method,
        found: tuple[dict[str, str], bool],
        query: dict[str, list[str]],
        headers: Mapping[str, str],
        content: bytes,
    ) -> Any:
        granted = self.consent.tokens.get(headers.get("authorization", "").removeprefix("Bearer "))
        if granted is None:
            raise Refused(401, "authError", "Invalid Credentials")
        if not method.scopes & set(granted.scopes):
            raise Refused(403, "insufficientPermissions", "Request had insufficient authentication scopes.")
        try:
            body, media = _taken(headers, content, is_upload=found[1])
            params = method.params(found[0], query)
            if media is None:
                method.check_body(body)
        except (Unfit, ValueError) as fault:
            self.unfit.append(f"{method.id}: {fault}")
            raise Refused(400, "invalid", str(fault)) from fault
        if params.get("userId") not in (None, "me", granted.email):
            raise Refused(403, "forbidden", "Delegation denied")
        call = Call(method.id, params, body, media, granted.email, dict(headers))
        with self._lock:
            self.asked.append(call)
        self.before(call)
        with self._lock:
            refusal = next((each for each in self._refusals if each[0] in (method.id, "*")), None)
            if refusal is not None:
                self._refusals.remove(refusal)
                raise refusal[1]
            answer = self._worked_out(method, call)
        try:
            method.check_answer(answer)
        except Unfit as fault:
            self.faults.append(f"{method.id}: {fault}")
            raise Refused(500, "backendError", str(fault)) from fault
        return answer

    def _worked_out(self, method: Method, call: Call) -> Any:
        if method.id not in self.answers:
            self.faults.append(f"{method.id} is not answered")
            raise Refused(501, "notImplemented", method.id)
        return self.answers[method.id](call)


def _taken(headers: Mapping[str, str], content: bytes, *, is_upload: bool) -> tuple[Any, bytes | None]:
    """The JSON body and the uploaded bytes."""
    kind = headers.get("content-type", "").partition(";")[0].strip()
    if is_upload:
        if kind == "multipart/related":
            parts = _parts(headers["content-type"], content)
            return json.loads(parts[0].get_payload(decode=True)), bytes(parts[1].get_payload(decode=True))
        return None, content
    if not content:
        return None, None
    if kind != "application/json":
        raise Unfit(f"a body of {kind or 'no type'}")
    return json.loads(content), None


def _parts(kind: str, content: bytes) -> list[Message]:
    whole = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + content)
    return [part for part in whole.get_payload() if isinstance(part, Message)]


def told(refused: Refused) -> bytes:
    """How Google words a refusal."""
    error: dict[str, Any] = {
        "code": refused.status,
        "message": refused.message,
        "errors": [{"message": refused.message, "domain": "global", "reason": refused.reason}],
    }
    return json.dumps({"error": error}).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, faults: list[str], *given: Any) -> None:
        self.faults = faults
        self._sockets: list[socket.socket] = []
        super().__init__(*given)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._sockets.append(request)
        super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke is nobody's fault here; anything else is."""
        if not isinstance(error := sys.exception(), OSError):
            self.faults.append("".join(traceback.format_exception(error)))

    def break_all(self) -> None:
        """As when a cable is pulled."""
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class _Answering(BaseHTTPRequestHandler):
    double: ClassVar[Double]
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def _route(self) -> None:
        content = self.rfile.read(int(self.headers.get("content-length") or 0))
        path = urlsplit(self.path).path
        with self.double.counted():
            try:
                if path == "/o/oauth2/v2/auth" or path in ("/consent", "/token", "/revoke"):
                    self._sign_in(path, content)
                elif path == "/batch" or path.startswith("/batch/"):
                    self._batch(content)
                else:
                    self._api(content)
            except Refused as refused:
                self._send(refused.status, told(refused), headers=refused.headers)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _route

    def _api(self, content: bytes) -> None:
        names = {name.lower(): value for name, value in self.headers.items()}
        answer, method = self.double.call(self.command, self.path, names, content)
        if method in self.double.lose_answers:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._send(200, json.dumps(answer).encode()) if answer is not None else self._send(204, b"")

    def _batch(self, content: bytes) -> None:
        parts = _parts(self.headers["content-type"], content)
        if len(parts) > 100:
            raise Refused(400, "badRequest", "more than 100 calls")
        outer = self.headers.get("authorization", "")
        boundary = "batch_of_the_double"
        answers = b"".join(_in_batch(self.double, part, outer, boundary) for part in parts)
        self._send(200, answers + f"--{boundary}--\r\n".encode(), f"multipart/mixed; boundary={boundary}")

    def _sign_in(self, path: str, content: bytes) -> None:
        form = parse_qs(content.decode(), keep_blank_values=True)
        one = {name: values[0] for name, values in form.items()}
        try:
            if path == "/consent":
                self._send(302, b"", headers={"Location": self.double.consent.decided(form)})
            elif path == "/token":
                self._send(200, json.dumps(self.double.consent.token(one)).encode())
            elif path == "/revoke":
                self.double.consent.revoke(one.get("token", ""))
                self._send(200, b"{}")
            else:
                query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                self._send(200, self.double.consent.page(query).encode(), "text/html; charset=utf-8")
        except Refusal as refusal:
            given = json.dumps({"error": refusal.error, "error_description": refusal.why}).encode()
            self._send(refusal.status, given)

    def _send(
        self,
        status: int,
        content: bytes,
        kind: str = "application/json; charset=UTF-8",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


def _in_batch(double: Double, part: Message, outer: str, boundary: str) -> bytes:
    head, _gap, content = bytes(part.get_payload(decode=True)).replace(b"\r\n", b"\n").partition(b"\n\n")
    line, *rest = head.decode().split("\n")
    verb, target, _version = line.split(" ")
    headers = {name.lower(): value.strip() for name, _colon, value in (each.partition(":") for each in rest)}
    headers.setdefault("authorization", outer)
    try:
        status, answer = "200 OK", json.dumps(double.call(verb, target, headers, content)[0]).encode()
    except Refused as refused:
        status, answer = f"{refused.status} {refused.reason}", told(refused)
    name = part["Content-ID"].replace("<", "<response-", 1)
    return (
        (
            f"--{boundary}\r\nContent-Type: application/http\r\nContent-ID: {name}\r\n\r\n"
            f"HTTP/1.1 {status}\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: {len(answer)}\r\n\r\n"
        ).encode()
        + answer
        + b"\r\n"
    )


@contextmanager
def double() -> Iterator[Double]:
    """A running one; at the end every request must have been one Google understands."""
    made = Double()
    try:
        yield made
        assert made.faults == [], made.faults
        assert made.unfit == [], made.unfit
    finally:
        made.stop()


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for something that happens in another thread."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)
