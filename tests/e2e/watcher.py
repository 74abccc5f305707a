"""A plain WebSocket client beside the window: sees every event, in order, and can say things too."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.e2e.sidecar import TOKEN, Sidecar

PATIENCE_S = 30.0
Event = dict[str, Any]


class Watcher:
    """What was told, oldest first. `until` waits for more."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._count = 0
        self.events: list[Event] = []
        self.welcome: dict[str, Any] = {}

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of a request; a refusal fails the test."""
        self._count += 1
        self._socket.send(json.dumps({"jsonrpc": "2.0", "id": self._count, "method": method, "params": params}))
        while True:
            message = self._receive(PATIENCE_S)
            if message.get("id") == self._count:
                assert "error" not in message, message
                result: dict[str, Any] = message["result"]
                return result

    def say(self, text: str) -> str:
        """The turn of a typed sentence."""
        turn: str = self.call(
            "turn.say", text=text, key=f"{text}-{self._count}", source="keyboard", replaces=None, language=None
        )["turn"]
        return turn

    def until(self, wanted: Callable[[Event], object], after: int = 0) -> Event:
        """The first event from place `after` on that is wanted; waits for it, and fails with all it saw when it does not come."""
        deadline = time.monotonic() + PATIENCE_S
        place = after
        while True:
            for event in self.events[place:]:
                if wanted(event):
                    return event
            place = len(self.events)
            try:
                self._receive(deadline - time.monotonic())
            except TimeoutError:
                told = [event for event in self.events[after:] if event["type"] != "voice.level"]
                raise AssertionError(f"it did not come; told instead: {told}") from None

    def of(self, kind: str, turn: str = "") -> list[Event]:
        """All events of a type seen so far."""
        return [event for event in self.events if event["type"] == kind and turn in ("", event["turn"])]

    def settled(self, turn: str) -> list[tuple[str, str]]:
        """Wait until a turn is planned and every clause of it has ended; command and state of each, in the plan's order.

        A clause without a command counts as ended, as `("", "unmatched")`.
        """
        plan = self.until(lambda event: event["type"] == "plan.proposed" and event["turn"] == turn)["plan"]
        ended: list[tuple[str, str]] = []
        for place, _clause in enumerate(plan["clauses"]):
            ended.append(self._end_of(turn, plan["id"], place))
        return ended

    def _end_of(self, turn: str, plan: str, clause: int) -> tuple[str, str]:
        def begun(event: Event) -> bool:
            return event["type"] in ("run.started", "command.unmatched") and (event["plan"], event["clause"]) == (plan, clause)

        beginning = self.until(begun)
        if beginning["type"] == "command.unmatched":
            return "", "unmatched"
        end = self.until(lambda event: event["type"] == "run.finished" and event["run"] == beginning["run"])
        return beginning["command"], end["state"]

    def _receive(self, seconds: float) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._socket.recv(max(0.0, seconds)))
        if message.get("method") == "event":
            self.events.append(message["params"]["event"])
        return message


@contextmanager
def watching(sidecar: Sidecar) -> Iterator[Watcher]:
    """A client that has said hello."""
    address, protocol = f"ws://127.0.0.1:{sidecar.port}/ws", Subprotocol("assistant.v1")
    # Who goes away without having read everything is not waited for.
    with connect(address, subprotocols=[protocol], max_size=None, proxy=None, compression=None, close_timeout=0.5) as socket:
        watcher = Watcher(socket)
        watcher.welcome = watcher.call("session.hello", token=TOKEN, since=None, client="watcher")
        yield watcher
