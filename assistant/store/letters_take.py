"""Letters taken into the index: their words, their conversation, the people in them; and those that are gone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.domain.letter import Address, Letter
from assistant.extensions.mail import PlacedLetter
from assistant.store.database import Transaction
from assistant.store.letters_ask import PER_SECOND
from assistant.store.letters_words import name_words
from assistant.words import lemmas

INDEXED = 20_000
"""Characters of a letter's text that can be searched."""
KEPT = 4_000
"""Characters of it that are kept for what reads many letters at once."""


@dataclass(frozen=True, slots=True)
class Read:
    """A letter of a mailbox, with what was read in it."""

    placed: PlacedLetter
    letter: Letter


def insert(tx: Transaction, account: str, read: Read, own: frozenset[str]) -> int:
    placed = read.placed
    letter_id, known = _identified(tx, account, read)
    number = _new(tx, account, letter_id, read, own) if known is None else known
    tx.sql.execute(
        "insert or replace into letter_place values (?, ?, ?, ?, ?, ?, ?, "
        "coalesce(?, (select answered from letter_place where account = ? and place = ?), 0))",
        (
            account,
            placed.place,
            number,
            placed.folder,
            placed.role,
            placed.marks.unread,
            placed.marks.flagged,
            placed.marks.answered,
            account,
            placed.place,
        ),
    )
    return 1 if known is None else 0


def _identified(tx: Transaction, account: str, read: Read) -> tuple[str, int | None]:
    """The id of a letter, and its number when it is known already. A stranger may use the Message-ID of somebody else's letter:
    his is then another letter, never read in its place."""
    letter = read.letter
    sender = letter.sender.email if letter.sender else ""
    identity = letter.message_id or hashlib.sha256(read.placed.raw).hexdigest()
    for name in (f"{account} {identity}", f"{account} {identity} {sender.lower()}"):
        letter_id = f"letter-{hashlib.sha256(name.encode()).hexdigest()[:20]}"
        row = tx.sql.execute("select number, sender_email from letter where id = ?", (letter_id,)).fetchone()
        if row is None or row[1].lower() == sender.lower():
            break
    return letter_id, row[0] if row else None


def _new(tx: Transaction, account: str, letter_id: str, read: Read, own: frozenset[str]) -> int:
    letter, placed = read.letter, read.placed
    at = _time_of(letter, placed)
    number = _number(tx, at)
    sender = letter.sender or Address()
    recipients = {"to": [each.model_dump() for each in letter.to[:50]], "cc": [each.model_dump() for each in letter.cc[:50]]}
    text = letter.text or letter.quoted
    references = dict.fromkeys([*letter.references[-50:], *([letter.in_reply_to] if letter.in_reply_to else [])])
    tx.sql.execute(
        "insert into letter values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            letter_id,
            account,
            _thread(tx, account, letter_id, letter.message_id, list(references)),
            letter.message_id,
            letter.subject,
            sender.name,
            sender.email,
            json.dumps(recipients, ensure_ascii=False),
            at.isoformat(),
            " ".join(text[:600].split())[:300],
            text[:KEPT],
            letter.bulk,
            len([each for each in letter.attachments if not each.inline]),
            letter.invitation is not None,
            json.dumps(letter.unsubscribe),
            placed.size,
        ),
    )
    tx.sql.executemany(
        "insert or ignore into letter_reference values (?, ?, ?)", [(account, reference, number) for reference in references]
    )
    people = [*letter.to[:50], *letter.cc[:50]]
    names = " ".join(each.name for each in letter.attachments[:20])
    tx.sql.execute(
        "insert into letter_words (rowid, sender, recipients, subject, body) values (?, ?, ?, ?, ?)",
        (
            number,
            name_words(sender),
            " ".join(name_words(each) for each in people),
            lemmas(letter.subject),
            lemmas(f"{text[:INDEXED]} {names}"),
        ),
    )
    _learn(tx, account, letter, sender, at, own, is_junk=placed.role == "junk")
    return number


def _learn(
    tx: Transaction, account: str, letter: Letter, sender: Address, at: datetime, own: frozenset[str], *, is_junk: bool
) -> None:
    """Who exchanges letters with the owner. Machines and lists are nobody."""
    is_own = sender.email.lower() in own
    people = (
        [(each, 1, 0) for each in (*letter.to[:20], *letter.cc[:20])]
        if is_own
        else []
        if letter.bulk or is_junk
        else [(sender, 0, 1)]
    )
    for person, written, received in people:
        if "@" not in person.email or person.email.lower() in own:
            continue
        tx.sql.execute(
            "insert into contact values (?, ?, ?, ?, ?, ?, ?) on conflict (account, email) do update set "
            "written = written + excluded.written, received = received + excluded.received, last = max(last, excluded.last), "
            "name = case when length(excluded.name) > length(name) then excluded.name else name end, "
            "words = case when length(excluded.name) > length(name) then excluded.words else words end",
            (account, person.email.lower(), person.name, f" {name_words(person)} ", written, received, at.isoformat()),
        )


def _time_of(letter: Letter, placed: PlacedLetter) -> datetime:
    """When it was sent; when it came for a date that cannot be true."""
    at = (letter.date or placed.received).astimezone(UTC)
    return placed.received.astimezone(UTC) if abs((at - placed.received).days) > 3 and at > placed.received else at


def _number(tx: Transaction, at: datetime) -> int:
    first = max(int(at.timestamp()), 0) * PER_SECOND
    row = tx.sql.execute(
        "select max(number) from letter where number >= ? and number < ?", (first, first + PER_SECOND)
    ).fetchone()
    return first if row[0] is None else int(row[0]) + 1


def _thread(tx: Transaction, account: str, letter_id: str, message_id: str, references: Sequence[str]) -> str:
    """The conversation a letter belongs to; conversations it shows to be one become one."""
    found: list[str] = []
    for reference in references[-20:]:
        found += [
            row[0]
            for row in tx.sql.execute("select thread from letter where account = ? and message_id = ?", (account, reference))
        ]
    sql = "select l.thread from letter_reference r join letter l on l.number = r.letter where r.account = ? and r.reference = ?"
    for reference in [*references[:1], *([message_id] if message_id else [])]:
        found += [row[0] for row in tx.sql.execute(sql, (account, reference)).fetchall()]
    threads = list(dict.fromkeys(found))
    if not threads:
        return f"thread-{letter_id.removeprefix('letter-')}"
    for other in threads[1:]:
        tx.sql.execute("update letter set thread = ? where thread = ?", (threads[0], other))
    return threads[0]


def keep_only(tx: Transaction, account: str, folder: str, places: frozenset[str]) -> None:
    sql = "select place from letter_place where account = ? and folder = ?"
    known = tx.sql.execute(sql, (account, folder)).fetchall()
    drop(tx, account, [place for (place,) in known if place not in places])


def drop(tx: Transaction, account: str, places: Sequence[str]) -> None:
    """Places that are no more, and letters that were nowhere else."""
    for place in places:
        row = tx.sql.execute("select letter from letter_place where account = ? and place = ?", (account, place)).fetchone()
        if row is None:
            continue
        (number,) = row
        tx.sql.execute("delete from letter_place where account = ? and place = ?", (account, place))
        if not tx.sql.execute("select 1 from letter_place where letter = ?", (number,)).fetchone():
            tx.sql.execute("delete from letter_words where rowid = ?", (number,))
            tx.sql.execute("delete from letter_reference where letter = ?", (number,))
            tx.sql.execute("delete from letter where number = ?", (number,))
