"""Mail at Google: a digest over 200 letters of the Gmail double on loopback, asked of a whole sidecar as an owner asks, no model.

Google is connected as an owner connects it, then the words go in; measured are the first line told and the run finished. The
double judges every request, which takes time too; what a real Google takes for its answers is not in these figures.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench_client import BenchClient  # noqa: E402
from bench_sidecar import Sidecar  # noqa: E402

from tests.google.consent import CLIENT_ID, CLIENT_SECRET  # noqa: E402
from tests.google.double import Double  # noqa: E402
from tests.google.gmail import Gmail  # noqa: E402

LETTERS = 200
NEW = 3
ASKED = "посмотри мои письма за сегодня, пришло ли что-то важное"
GET = "gmail.users.messages.get"
WORDS = [
    "договор",
    "счёт",
    "оплата",
    "встреча",
    "отчёт",
    "поставка",
    "склад",
    "цена",
    "скидка",
    "заявка",
    "invoice",
    "meeting",
    "contract",
    "delivery",
    "report",
    "order",
]
PEOPLE = ("Анна Петрова", "Иван Смирнов", "Olga Weber", "Пётр Кузнецов", "John Miller", "Мария Соколова")


def figures() -> dict[str, float]:
    """All figures by name."""
    google = Double()
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as data:
            environment = {"ASSISTANT_GOOGLE__STAND_IN": google.url, "BROWSER": "/bin/true"}
            with Sidecar(Path(data), environment=environment) as sidecar:
                return anyio.run(_measured, sidecar, google, Gmail(google))
    finally:
        google.stop()


async def _measured(sidecar: Sidecar, google: Double, gmail: Gmail) -> dict[str, float]:
    async with sidecar.client() as client:
        # Connected while it is empty: the look for new letters that follows finds none, so that the digest fetches them all.
        await _connect(client, google)
        await anyio.sleep(1)
        gmail.deliver(*_letters(LETTERS, 0))
        first, complete = await _digest(client, 0)
        gmail.deliver(*_letters(NEW, LETTERS))
        google.asked.clear()
        _again, again = await _digest(client, 1)
        fetched = [call.method for call in google.asked].count(GET)
    return {
        "gmail_first_line_s": first,
        "gmail_complete_s": complete,
        "gmail_again_s": again,
        "gmail_again_fetched": float(fetched),
    }


async def _connect(client: BenchClient, google: Double) -> None:
    keyed = {"key": "bench-gmail-client"}
    await client.request("connections.set_client", client_id=CLIENT_ID, client_secret=CLIENT_SECRET, **keyed)
    await client.request("connections.connect", uses=["mail.read"], account="", key="bench-gmail-connect")
    with anyio.fail_after(30):
        while not (attempt := await _attempt(client)) or not attempt["url"]:
            await client.wait_for(lambda event: event["type"] == "connections.changed")
        await anyio.to_thread.run_sync(partial(google.visit, attempt["url"]))
        while await _attempt(client):
            await client.wait_for(lambda event: event["type"] == "connections.changed")


async def _attempt(client: BenchClient) -> dict[str, Any] | None:
    found: dict[str, Any] | None = (await client.request("connections.google"))["attempt"]
    return found


async def _digest(client: BenchClient, number: int) -> tuple[float, float]:
    """Seconds to the first line, and to the end of the run."""
    begun = time.perf_counter()
    await client.request("turn.say", text=ASKED, key=f"digest-gmail-{number}", source="keyboard", replaces=None, language=None)
    await client.wait_for(lambda event: event["type"] == "message.said")
    first = time.perf_counter() - begun
    await client.wait_for(lambda event: event["type"] == "run.finished" and event["state"] == "done")
    return first, time.perf_counter() - begun


def _letters(count: int, start: int) -> Iterator[bytes]:
    rng, now = random.Random(7), datetime.now(UTC)  # noqa: S311 - the same letters every time
    for number in range(start, start + count):
        name = rng.choice(PEOPLE)
        date = format_datetime(now - timedelta(seconds=count + start - number))
        text = " ".join(rng.choices(WORDS, k=120)) + ("? Пришлите, пожалуйста, до завтра." if number % 10 == 0 else ".")
        html = f"<html><body><p>{text}</p><table>{'<tr><td>1</td></tr>' * 60}</table></body></html>"
        yield (
            f"From: {name} <writer{PEOPLE.index(name)}@example.com>\r\nTo: owner@example.com\r\nSubject: {rng.choice(WORDS)} {number}\r\n"
            f"Date: {date}\r\nMessage-ID: <{number}@bench>\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n"
        ).encode()


if __name__ == "__main__":
    for name, figure in figures().items():
        print(f"{name:28}{figure:12.3f}")
