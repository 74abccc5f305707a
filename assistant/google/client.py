"""Google's APIs for one account: two requests at a time, slower when Google asks for it. Blocking, for worker threads."""

from __future__ import annotations

import functools
import json
import random
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import BatchError, HttpError
from googleapiclient.http import BatchHttpRequest, HttpRequest
from pydantic import ValidationError

from assistant.errors import StepError, StepRefused, Unreachable
from assistant.google.faults import asked_pause, is_busy, is_stumbling, understood
from assistant.google.grant import Grant, Token
from assistant.google.wire import Wire

T = TypeVar("T")
AT_ONCE = 2
"""Requests in flight: more than this Google turns away far below every quota."""
BATCH = 20
"""Questions in one request. Google works at them at once, so a larger one is turned away in part."""
PATIENCE = 45.0
"""Seconds somebody who asks waits for a Google that is busy; then the run waits."""
LONGEST_PAUSE = 32.0
_SAFE = frozenset({"GET", "HEAD", "PUT", "PATCH", "DELETE"})


class Client:
    """The APIs of one grant. From any thread. `first_pause` is what is waited after the first refusal, doubled each time."""

    def __init__(self, grant: Grant, *, first_pause: float = 0.5, patience: float = PATIENCE) -> None:
        self.email = grant.email
        self._grant = grant
        self._token = Token(grant)
        self._wire = Wire(grant, self._token)
        self._first_pause, self._patience = first_pause, patience
        self._lines = threading.BoundedSemaphore(AT_ONCE)
        self._closed = threading.Event()
        self._quiet_until = 0.0

    @functools.cached_property
    def gmail(self) -> Any:
        """The Gmail API; what its methods return is to be asked with `ask`."""
        return self._built("gmail", "v1")

    @functools.cached_property
    def calendar(self) -> Any:
        """The Calendar API."""
        return self._built("calendar", "v3")

    def sign_in(self) -> None:
        """Make sure the permission still holds. Raises SignInNeeded, Unreachable."""
        self._token.renew()

    def ask(self, request: HttpRequest, *, repeatable: bool | None = None) -> Any:
        """The answer to a request. One that is not `repeatable` (a POST, unless said otherwise) is sent again only when it was
        surely not carried out.

        Raises ServerRefused with the status, SignInNeeded, Unreachable; for what is not repeatable also when nobody knows.
        """
        again = request.method in _SAFE if repeatable is None else repeatable
        return self._patiently(lambda: request.execute(http=self._wire, num_retries=0), repeatable=again)

    def ask_all(self, api: Any, requests: Mapping[str, HttpRequest]) -> dict[str, Any]:
        """The answers to many questions to one API that change nothing, batched; one that was refused has its StepError as the answer.

        Raises SignInNeeded, Unreachable.
        """
        names = list(requests)
        some = [{name: requests[name] for name in names[first : first + BATCH]} for first in range(0, len(names), BATCH)]
        with ThreadPoolExecutor(AT_ONCE) as lines:
            answers = lines.map(lambda each: self._all_of(api, each), some)
            return {name: answer for each in answers for name, answer in each.items()}

    def close(self) -> None:
        """Let go of the connections; whoever waits for a busy Google is sent home."""
        self._closed.set()
        self._wire.close()

    # --- how ---

    def _built(self, name: str, version: str) -> Any:
        document = json.loads(get_static_doc(name, version))
        root = self._grant.endpoints.api
        if root:
            document |= {"rootUrl": root, "baseUrl": root + document["servicePath"]}
        return build_from_document(document, http=self._wire)

    def _all_of(self, api: Any, some: Mapping[str, HttpRequest]) -> dict[str, Any]:
        """The answers to questions that fit into one request; those turned away are asked again."""
        answers: dict[str, Any] = {}
        began = time.monotonic()
        turned_away = 0
        while some:
            busy = self._batch(api, some, answers)
            some = {name: some[name] for name in busy}
            if busy:
                turned_away += 1
                self._pause(turned_away, next(iter(busy.values())), began)
        return answers

    def _batch(self, api: Any, some: Mapping[str, HttpRequest], answers: dict[str, Any]) -> dict[str, HttpError]:
        """Ask these in one request; those that were turned away."""
        busy: dict[str, HttpError] = {}

        def take(name: str, answer: Any, error: HttpError | None) -> None:
            if error is None:
                answers[name] = answer
            elif is_busy(error) or is_stumbling(error):
                busy[name] = error
            else:
                answers[name] = understood(error, self.email)

        def ask() -> None:
            busy.clear()
            batch = api.new_batch_http_request(callback=take)
            assert isinstance(batch, BatchHttpRequest)  # noqa: S101 - the library tells no types
            for name, request in some.items():
                batch.add(request, request_id=name)
            batch.execute(http=self._wire)

        self._patiently(ask, repeatable=True)
        return busy

    def _patiently(self, question: Callable[[], T], *, repeatable: bool) -> T:
        began = time.monotonic()
        turned_away = 0
        while True:
            try:
                return self._in_turn(question, began)
            except HttpError as error:
                if not is_busy(error) and not (repeatable and is_stumbling(error)):
                    raise understood(error, self.email) from error
                turned_away += 1
                self._pause(turned_away, error, began)
            except BatchError as error:
                raise Unreachable("Google's answer cannot be read.", ru="Ответ Google не читается.") from error

    def _in_turn(self, question: Callable[[], T], began: float) -> T:
        if not self._lines.acquire(timeout=self._patience):
            raise Unreachable("Google is slow just now.", ru="Google сейчас отвечает медленно.")
        try:
            # When one is told to wait, all of the account do.
            self._wait(min(self._quiet_until - time.monotonic(), began + self._patience - time.monotonic()))
            return question()
        finally:
            self._lines.release()

    def _pause(self, turned_away: int, error: HttpError, began: float) -> None:
        """Be quiet for a while, all of the account. Raises what the error means when patience is at its end."""
        spread = random.uniform(0.5, 1.5)  # noqa: S311 - spreads tries, guards nothing
        pause = max(asked_pause(error) or 0.0, min(self._first_pause * 2 ** (turned_away - 1), LONGEST_PAUSE) * spread)
        if time.monotonic() + pause - began > self._patience:
            raise understood(error, self.email) from error
        self._quiet_until = max(self._quiet_until, time.monotonic() + pause)
        self._wait(pause)

    def _wait(self, seconds: float) -> None:
        if self._closed.wait(max(seconds, 0.0)):
            raise Unreachable("The connection to Google was closed.", ru="Соединение с Google закрыто.")


def answered(answer: Any) -> Any:
    """One of many answers. Raises the StepError it is when it was refused."""
    if isinstance(answer, StepError):
        raise answer
    return answer


def opened(secret: str) -> Client:
    """The client of a grant as it lies in the vault. Raises StepRefused when there is none."""
    if not secret:
        raise StepRefused(
            "Google is not connected. Connect it under “Connections”.", ru="Google не подключён. Подключите его в «Подключениях»."
        )
    try:
        return Client(Grant.model_validate_json(secret))
    except ValidationError:
        # What the library says quotes what it was given.
        raise StepRefused(
            "What is kept for Google cannot be read; connect it again under “Connections”.",
            ru="Сохранённое для Google не читается; подключите заново в «Подключениях».",
        ) from None
