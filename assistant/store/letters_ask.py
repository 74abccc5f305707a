"""Questions to the index of letters as SQL, and its rows as what is known of letters."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlite_utils

from assistant.domain.letter import Address, LetterHead, LetterQuery, Role, Subscription
from assistant.store.letters_words import text_query

PER_SECOND = 4_096
"""Letters of one second that can be numbered."""
COLUMNS = (
    "l.number, l.id, l.account, l.thread, l.message_id, l.subject, l.sender_name, l.sender_email, l.recipients, l.date, l.opening, "
    "l.bulk, l.attachments, l.invitation, l.unsubscribe, l.size"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What else is known of a letter that is weighed: its text, its sender, its conversation."""

    head: LetterHead
    text: str
    written: int
    received: int
    own_after: bool
    own_in_thread: bool


def statement(query: LetterQuery) -> tuple[str, list[Any]]:
    match = text_query(query)
    if match is None:
        return "", []
    first = int(query.since.timestamp()) * PER_SECOND if query.since else 0
    last = int(query.until.timestamp()) * PER_SECOND if query.until else 2**62
    if match:
        sql = f"select {COLUMNS} from letter_words w join letter l on l.number = w.rowid where letter_words match ? and w.rowid >= ? and w.rowid < ?"
        values: list[Any] = [match, max(first, 0), last]
        order = " order by w.rowid desc limit ?"
    else:
        sql = f"select {COLUMNS} from letter l where l.number >= ? and l.number < ?"
        values, order = [max(first, 0), last], " order by l.number desc limit ?"
    if query.sender and "@" in query.sender:
        sql += " and l.sender_email = ? collate nocase"
        values.append(query.sender)
    for column, wanted in (("account", query.account), ("thread", query.thread)):
        if wanted:
            sql += f" and l.{column} = ?"
            values.append(wanted)
    if query.attachments is not None:
        sql += " and l.attachments > 0" if query.attachments else " and l.attachments = 0"
    if query.bulk is not None:
        sql += " and l.bulk = ?"
        values.append(int(query.bulk))
    where, more = _where(query)
    return sql + (f" and exists (select 1 from letter_place p where p.letter = l.number{where})" if where else "") + order, [
        *values,
        *more,
        query.limit,
    ]


def _where(query: LetterQuery) -> tuple[str, list[Any]]:
    where, values = "", list[Any]()
    for column, wanted in (("role", query.role), ("folder", query.folder)):
        if wanted:
            where += f" and p.{column} = ?"
            values.append(wanted)
    for column, is_wanted in (("unread", query.unread), ("flagged", query.flagged)):
        if is_wanted is not None:
            where += f" and p.{column} = ?"
            values.append(int(is_wanted))
    return where, values


def subscriptions(db: sqlite_utils.Database, account: str, since: datetime, limit: int) -> tuple[Subscription, ...]:
    """One for each sender: its columns are those of the newest letter, as SQLite gives them beside max()."""
    unread = "exists (select 1 from letter_place p where p.letter = l.number and p.unread = 1)"
    received = (
        "exists (select 1 from letter_place p where p.letter = l.number and p.role not in ('sent', 'drafts', 'trash', 'junk'))"
    )
    rows = db.execute(
        f"select {COLUMNS}, max(l.number), count(*) as letters, sum({unread}) from letter l "
        f"where l.number >= ? and l.unsubscribe != '[]' and l.sender_email != '' and ? in ('', l.account) and {received} "
        "group by l.sender_email collate nocase order by letters desc, l.number desc limit ?",
        [max(int(since.timestamp()) * PER_SECOND, 0), account, limit],
    ).fetchall()
    newest = heads(db, rows)
    return tuple(Subscription(newest=head, letters=row[-2], unread=row[-1]) for head, row in zip(newest, rows, strict=True))


def heads(db: sqlite_utils.Database, rows: Sequence[Sequence[Any]]) -> list[LetterHead]:
    numbers = [row[0] for row in rows]
    places: dict[int, list[Sequence[Any]]] = {}
    marks = ", ".join("?" for _number in numbers)
    sql = f"select letter, folder, role, unread, flagged, answered from letter_place where letter in ({marks})"
    for row in db.execute(sql, numbers).fetchall() if numbers else []:
        places.setdefault(row[0], []).append(row)
    return [_head(row, places.get(row[0], [])) for row in rows]


def _head(row: Sequence[Any], places: Sequence[Sequence[Any]]) -> LetterHead:
    people: Mapping[str, list[dict[str, str]]] = json.loads(row[8])
    roles: list[Role] = [place[2] for place in places]
    return LetterHead(
        id=row[1],
        account=row[2],
        thread=row[3],
        message_id=row[4],
        subject=row[5],
        sender=Address(name=row[6], email=row[7]),
        to=tuple(Address(**each) for each in people["to"]),
        cc=tuple(Address(**each) for each in people["cc"]),
        date=moment(row[9]),
        opening=row[10],
        folders=tuple(place[1] for place in places),
        role=min(roles, key=lambda role: (role != "inbox", role == "other"), default="other"),
        unread=any(place[3] for place in places),
        flagged=any(place[4] for place in places),
        answered=any(place[5] for place in places),
        bulk=bool(row[11]),
        attachments=row[12],
        invitation=bool(row[13]),
        unsubscribe=tuple(json.loads(row[14])),
        size=row[15],
    )


def standing_of(db: sqlite_utils.Database, head: LetterHead) -> Standing:
    contact = db.execute(
        "select coalesce(sum(written), 0), coalesce(sum(received), 0) from contact where email = ?", [head.sender.email.lower()]
    ).fetchone()
    own = "select 1 from letter l join letter_place p on p.letter = l.number where l.thread = ? and p.role = 'sent'"
    number = "select number from letter where id = ?"
    return Standing(
        head=head,
        text=str(one(db, "select text from letter where id = ?", [head.id]) or ""),
        written=int(contact[0]),
        received=int(contact[1]),
        own_after=one(db, f"{own} and l.number > ({number})", [head.thread, head.id]) is not None,
        own_in_thread=one(db, own, [head.thread]) is not None,
    )


def one(db: sqlite_utils.Database, sql: str, values: Sequence[Any]) -> Any:
    row = db.execute(sql, list(values)).fetchone()
    return row[0] if row else None


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
