"""Mail: a digest over 200 letters of a real IMAP server (Dovecot on loopback), and finding a letter among 100 000 indexed ones.

The digest is asked of a whole sidecar as an owner asks: words in, the first line told, the run finished; no model. The large
index is made through the real store, then asked in a process of its own, so that its memory is that of asking alone.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import anyio

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench_sidecar import Sidecar  # noqa: E402

from assistant.domain.letter import Address, Letter, LetterQuery  # noqa: E402
from assistant.extensions.mail import MailNews, Marks, PlacedLetter  # noqa: E402
from assistant.store.database import Database  # noqa: E402
from assistant.store.letters import FOLDER, Letters  # noqa: E402
from assistant.store.letters_take import Read  # noqa: E402
from tests.fixtures.mailserver import OWNER, PASSWORD, MailServer  # noqa: E402

LETTERS = 200
INDEXED = 100_000
AT_ONCE = 2_000
QUESTIONS = 400
ASKED = "посмотри мои письма за сегодня, пришло ли что-то важное"
WORDS = [
    *("договор", "счёт", "оплата", "встреча", "отчёт", "поставка", "склад", "цена", "скидка", "заявка", "проект", "срок", "акт"),
    *("invoice", "meeting", "contract", "delivery", "price", "report", "order", "payment", "project", "schedule", "review"),
]

PEOPLE = (
    "Анна Петрова",
    "Иван Смирнов",
    "Olga Weber",
    "Пётр Кузнецов",
    "John Miller",
    "Мария Соколова",
    "Liu Wei",
    "Ирина Белова",
)


def figures() -> dict[str, float]:
    """All figures by name. Those of the digest are missing where there is no Dovecot."""
    return (_digest() if shutil.which("dovecot") else {}) | _found()


def _digest() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="mail-", ignore_cleanup_errors=True) as folder, tempfile.TemporaryDirectory() as data:
        server = MailServer(Path(folder))
        server.start()
        try:
            server.deliver(*_letters(LETTERS))
            with Sidecar(Path(data)) as sidecar:
                return anyio.run(_asked, sidecar, server)
        finally:
            server.close()


async def _asked(sidecar: Sidecar, server: MailServer) -> dict[str, float]:
    account = server.account()
    servers = {"incoming": account.incoming.model_dump(), "outgoing": account.outgoing.model_dump()}  # type: ignore[union-attr]
    async with sidecar.client() as client:
        await client.request("mail.add", email=OWNER, password=PASSWORD, name="Owner", **servers)
        times = []
        for number in range(2):
            begun = time.perf_counter()
            await client.request("turn.say", text=ASKED, key=f"digest-{number}", source="keyboard", replaces=None, language=None)
            await client.wait_for(lambda event: event["type"] == "message.said")
            first = time.perf_counter() - begun
            await client.wait_for(lambda event: event["type"] == "run.finished" and event["state"] == "done")
            times.append((first, time.perf_counter() - begun))
    return {"digest_first_line_s": times[0][0], "digest_complete_s": times[0][1], "digest_again_s": times[1][1]}


def _letters(count: int) -> Iterator[bytes]:
    rng, now = random.Random(7), datetime.now(UTC)  # noqa: S311 - made-up letters
    for number in range(count):
        writer = rng.choice(PEOPLE)
        email = f"writer{PEOPLE.index(writer)}@example.com"
        date = format_datetime(now - timedelta(seconds=count - number))
        text = " ".join(rng.choices(WORDS, k=120)) + ("? Пришлите, пожалуйста, до завтра." if number % 10 == 0 else ".")
        html = f"<html><body><p>{text}</p><table>{'<tr><td>1</td></tr>' * 60}</table></body></html>"
        yield (
            f"From: {writer} <{email}>\r\nTo: owner@example.com\r\nSubject: {rng.choice(WORDS)} {number}\r\nDate: {date}\r\n"
            f"Message-ID: <{number}@bench>\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n"
        ).encode()


def _found() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        taken = anyio.run(_index, Path(folder))
        done = subprocess.run(
            [sys.executable, __file__, "--ask", folder], cwd=ROOT / "scripts", capture_output=True, text=True, check=True
        )
        asked: dict[str, float] = json.loads(done.stdout)
    return {"letters_indexed_per_s": INDEXED / taken, **asked}


async def _index(folder: Path) -> float:
    """Seconds for putting all letters into the index."""
    letters, database = _open(folder)
    rng, now, begun = random.Random(8), datetime.now(UTC), time.perf_counter()  # noqa: S311 - made-up letters
    for first in range(0, INDEXED, AT_ONCE):
        read = [_read(rng, number, now - timedelta(minutes=5 * (INDEXED - number))) for number in range(first, first + AT_ONCE)]
        await letters.take("mail-1", MailNews("", (), {}, {}, False), read, frozenset({"owner@example.com"}))
    database.close()
    return time.perf_counter() - begun


def _open(folder: Path) -> tuple[Letters, Database]:
    database = Database(folder / "mail.sqlite", lambda _told: None, FOLDER)
    database.open()
    return Letters(database), database


def _read(rng: random.Random, number: int, at: datetime) -> Read:
    name = rng.choice(PEOPLE)
    letter = Letter(
        message_id=f"{number}@bench",
        subject=f"{rng.choice(WORDS)} {number}",
        sender=Address(name=name, email=f"writer{rng.randrange(2_000)}@example.com"),
        to=(Address(email="owner@example.com"),),
        date=at,
        text=" ".join(rng.choices(WORDS, k=60)) + f" номер {number % 5_000}",
    )
    placed = PlacedLetter(
        place=f"1:{number}:INBOX", folder="INBOX", role="inbox", raw=b"", received=at, size=4_000, marks=Marks(True, False, False)
    )
    return Read(placed, letter)


async def _ask(folder: Path) -> dict[str, float]:
    letters, database = _open(folder)
    rng, times = random.Random(9), []  # noqa: S311 - made-up questions
    for number in range(QUESTIONS):
        word, person = rng.choice(WORDS), rng.choice(PEOPLE)
        query = (
            LetterQuery(text=word),
            LetterQuery(text=f"{word} {rng.choice(WORDS)}", sender=person.split()[0]),
            LetterQuery(text=f"номер {rng.randrange(5_000)}"),
            LetterQuery(sender=person, role="inbox", unread=True),
        )[number % 4]
        begun = time.perf_counter()
        found = await letters.find(query)
        times.append((time.perf_counter() - begun) * 1000)
        if not found:
            raise RuntimeError(f"nothing was found for {query}")
    database.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"letter_found_p95_ms": statistics.quantiles(times, n=20)[-1], "letters_memory_mb": memory}


if __name__ == "__main__":
    if "--ask" in sys.argv:
        print(json.dumps(anyio.run(_ask, Path(sys.argv[-1]))))
    else:
        for name, figure in figures().items():
            print(f"{name:28}{figure:12.3f}")
