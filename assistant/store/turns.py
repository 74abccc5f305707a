"""What the owner said, the plans made of it and the outbox of plans that must be carried out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlite_utils

from assistant.domain.command import LocalText
from assistant.domain.event.said import MessageSaid
from assistant.domain.event.turn import (
    ClauseChanged,
    CommandUnmatched,
    PlanProposed,
    ProposalKept,
    UtteranceAnswered,
    UtteranceReceived,
)
from assistant.domain.plan import Plan, PlannedClause, Verdict
from assistant.domain.run import Answer
from assistant.domain.speech import Utterance
from assistant.errors import Conflict, NotFound
from assistant.store.database import Database, Transaction
from assistant.store.runs import give_answer
from assistant.words import lemmas, query

LOOKED_BACK = 200
"""Turns in which a list is looked for that the owner points at."""


@dataclass(frozen=True, slots=True)
class StoredClause:
    """A clause as it stands now: `state` is queued, started, skipped or unmatched."""

    number: int
    state: str
    planned: PlannedClause


class Turns:
    """Utterances and plans. A plan and the outbox row that starts it are committed together."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self, key: str) -> str | None:
        """The turn that an utterance with this key began, if any."""

        def find(db: sqlite_utils.Database) -> str | None:
            row = db.execute("select id from utterance where key = ?", [key]).fetchone()
            return row[0] if row else None

        return await self._database.read(find)

    async def keep(self, utterance: Utterance, plan: Plan | None, titles: Mapping[str, LocalText]) -> bool:
        """Keep what was said, its plan and the duty to carry it out, all or nothing; False when it was kept before."""

        def work(tx: Transaction) -> bool:
            if not insert_utterance(tx, utterance, titles if plan else {}):
                return False
            if plan:
                insert_plan(tx, plan, titles, utterance.at)
            return True

        return await self._database.write(work)

    async def keep_reply(self, utterance: Utterance, told: UtteranceAnswered | MessageSaid, answer: Answer | None) -> bool:
        """Keep words that answer a question, what is told of them and the answer, all or nothing; False when kept before.

        Raises Conflict when the question was answered meanwhile; then nothing is kept.
        """

        def work(tx: Transaction) -> bool:
            if not insert_utterance(tx, utterance, {}):
                return False
            tx.tell(told)
            if answer is not None:
                give_answer(tx, answer)
            return True

        return await self._database.write(work)

    async def waiting(self) -> Sequence[str]:
        """Plans in the outbox that have not been handed to the engine, oldest first."""

        def find(db: sqlite_utils.Database) -> list[str]:
            return [row[0] for row in db.execute("select id from outbox where delivered is null order by created, id").fetchall()]

        return await self._database.read(find)

    async def delivered(self, plan: str) -> None:
        """The engine has this plan."""
        at = datetime.now(UTC).isoformat()
        await self._database.write(lambda tx: tx.sql.execute("update outbox set delivered = ? where id = ?", (at, plan)))

    async def plan(self, plan: str) -> tuple[str, str, Sequence[StoredClause]]:
        """Turn, language and clauses of a plan as they stand now. Raises NotFound."""

        def find(db: sqlite_utils.Database) -> tuple[str, str, Sequence[StoredClause]]:
            head = db.execute("select turn, language from plan where id = ?", [plan]).fetchone()
            if head is None:
                raise NotFound("That plan does not exist.", ru="Такого плана нет.")
            return head[0], head[1], _clauses(db, plan)

        return await self._database.read(find)

    async def change_clause(self, plan: str, turn: str, number: int, planned: PlannedClause, *, skipped: bool = False) -> None:
        """Replace or skip a clause that has not been started. Raises Conflict when it has."""

        def work(tx: Transaction) -> None:
            state = "skipped" if skipped else _first_state(planned)
            row = tx.sql.execute(
                "update clause set state = ?, body = ? where plan = ? and number = ? and state != 'started'",
                (state, planned.model_dump_json(), plan, number),
            )
            if not row.rowcount:
                raise Conflict(
                    "This part of the sentence has already begun; cancel its run instead.",
                    ru="Эта часть фразы уже выполняется; остановите её выполнение.",
                )
            tx.tell(ClauseChanged(turn=turn, plan=plan, clause=number, planned=planned, skipped=skipped))

        await self._database.write(work)

    async def reopen(self, again: str) -> None:
        """Put a plan into the outbox once more (`<plan>@<anything>`), for a clause that was decided after the plan had ended."""

        def work(tx: Transaction) -> None:
            tx.sql.execute("insert or ignore into outbox (id, kind, created) values (?, 'plan', ?)", (again, _now()))

        await self._database.write(work)

    async def search(self, text: str, before: str, after: str, limit: int) -> Sequence[Mapping[str, object]]:
        """Turns between two ISO times, newest first: `{turn, at, text, source, titles, state}`; `text` narrows by words."""

        def find(db: sqlite_utils.Database) -> list[Mapping[str, object]]:
            words = query(text)
            narrowed = "and u.rowid in (select rowid from utterance_words where utterance_words match :words)" if words else ""
            rows = db.execute(
                "select u.id, u.at, u.text, u.source, u.titles, "
                "(select group_concat(distinct r.state) from run r where r.turn = u.id) "
                f"from utterance u where u.at < :before and u.at >= :after {narrowed} order by u.at desc limit :limit",
                {"before": before, "after": after, "words": words, "limit": limit},
            ).fetchall()
            return [
                {
                    "turn": row[0],
                    "at": row[1],
                    "text": row[2],
                    "source": row[3],
                    "titles": json.loads(row[4]),
                    "state": row[5] or "",
                }
                for row in rows
            ]

        return await self._database.read(find)

    async def last_run_text(self, before_turn: str) -> str | None:
        """The newest text before that turn from which a run came."""

        def find(db: sqlite_utils.Database) -> str | None:
            row = db.execute(
                "select u.text from utterance u where u.rowid < (select rowid from utterance where id = :turn) "
                "and u.source != 'trigger' "
                "and exists (select 1 from run r where r.turn = u.id and r.command not like 'repeat%') "
                "order by u.rowid desc limit 1",
                {"turn": before_turn},
            ).fetchone()
            return row[0] if row else None

        return await self._database.read(find)

    async def last_shown(self, command: str, turn: str) -> MessageSaid | None:
        """The newest message up to this turn with items this command is offered for."""

        def find(db: sqlite_utils.Database) -> MessageSaid | None:
            row = db.execute(
                "select e.body from event e where e.type = 'message.said' and e.turn in (select id from utterance "
                "where rowid <= (select rowid from utterance where id = :turn) order by rowid desc limit :turns) "
                "and json_array_length(e.body, '$.items') > 0 and exists (select 1 from json_each(e.body, '$.actions') a "
                "where json_extract(a.value, '$.command') = :command) order by e.seq desc limit 1",
                {"turn": turn, "command": command, "turns": LOOKED_BACK},
            ).fetchone()
            return MessageSaid.model_validate_json(row[0]) if row else None

        return await self._database.read(find)

    async def text_of(self, turn: str) -> str:
        """What was said in a turn. Raises NotFound."""

        def find(db: sqlite_utils.Database) -> str:
            row = db.execute("select text from utterance where id = ?", [turn]).fetchone()
            if row is None:
                raise NotFound("That turn does not exist.", ru="Такой реплики нет.")
            return str(row[0])

        return await self._database.read(find)

    async def proposal(self, proposal: str) -> tuple[str, str, Sequence[str]]:
        """Text, language and the names of the nearest commands of a proposal. Raises NotFound."""

        def find(db: sqlite_utils.Database) -> tuple[str, str, Sequence[str]]:
            row = db.execute("select text, language, closest from proposal where id = ?", [proposal]).fetchone()
            if row is None:
                raise NotFound("That proposal does not exist any more.", ru="Этого предложения больше нет.")
            return row[0], row[1], list(json.loads(row[2]))

        return await self._database.read(find)

    async def dismiss(self, proposal: str) -> None:
        """Take a proposal off the list; nothing when it is gone already."""
        await self._database.write(lambda tx: tx.sql.execute("delete from proposal where id = ?", (proposal,)))

    async def proposals(self, limit: int = 100) -> Sequence[Mapping[str, object]]:
        """Utterances nothing fitted, newest first: `{id, text, at, closest}`."""

        def find(db: sqlite_utils.Database) -> list[Mapping[str, object]]:
            rows = db.execute("select id, text, at, closest from proposal order by at desc limit ?", [limit]).fetchall()
            return [{"id": row[0], "text": row[1], "at": row[2], "closest": json.loads(row[3])} for row in rows]

        return await self._database.read(find)


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _first_state(planned: PlannedClause) -> str:
    return "unmatched" if planned.verdict is Verdict.PROPOSE else "queued"


def _clauses(db: sqlite_utils.Database, plan: str) -> list[StoredClause]:
    rows = db.execute("select number, state, body from clause where plan = ? order by number", [plan]).fetchall()
    return [StoredClause(number, state, PlannedClause.model_validate_json(body)) for number, state, body in rows]


def insert_utterance(tx: Transaction, utterance: Utterance, titles: Mapping[str, LocalText]) -> bool:
    """Within a transaction: keep what was said; False when it was kept before."""
    row = tx.sql.execute(
        "insert or ignore into utterance (id, key, text, lemmas, source, language, at, titles) values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            utterance.id,
            utterance.key,
            utterance.text,
            lemmas(utterance.text),
            utterance.source,
            utterance.language,
            utterance.at.astimezone(UTC).isoformat(),
            json.dumps(list(titles.values()), ensure_ascii=False),
        ),
    )
    if not row.rowcount:
        return False
    tx.tell(UtteranceReceived(turn=utterance.id, utterance=utterance), key=f"{utterance.id}:received")
    return True


def insert_plan(tx: Transaction, plan: Plan, titles: Mapping[str, LocalText], at: datetime) -> None:
    """Within a transaction: keep a plan, what no command fits and the duty to carry it out."""
    when = at.astimezone(UTC).isoformat()
    tx.sql.execute("insert into plan (id, turn, language, at) values (?, ?, ?, ?)", (plan.id, plan.turn, plan.language, when))
    for number, planned in enumerate(plan.clauses):
        tx.sql.execute(
            "insert into clause (plan, number, state, body) values (?, ?, ?, ?)",
            (plan.id, number, _first_state(planned), planned.model_dump_json()),
        )
    tx.tell(PlanProposed(turn=plan.turn, plan=plan, titles=titles))
    for planned in plan.clauses:
        if planned.candidates and planned.candidates[0].matcher == "learned":
            keys = (when, lemmas(planned.clause.text), planned.candidates[0].command)
            tx.sql.execute("update learned set used = ? where lemmas = ? and command = ?", keys)
    for number, planned in enumerate(plan.clauses):
        if planned.verdict is Verdict.PROPOSE:
            _propose(tx, plan, number, planned, titles, when)
    tx.sql.execute("insert into outbox (id, kind, created) values (?, 'plan', ?)", (plan.id, when))


def _propose(tx: Transaction, plan: Plan, number: int, planned: PlannedClause, titles: Mapping[str, LocalText], at: str) -> None:
    proposal = f"{plan.id}.{number}"
    closest = {match.command: titles[match.command] for match in planned.candidates if match.command in titles}
    tx.sql.execute(
        "insert into proposal (id, turn, text, language, at, closest) values (?, ?, ?, ?, ?, ?)",
        (
            proposal,
            plan.turn,
            planned.clause.text,
            plan.language,
            at,
            json.dumps({k: dict(v) for k, v in closest.items()}, ensure_ascii=False),
        ),
    )
    tx.tell(
        CommandUnmatched(
            turn=plan.turn, plan=plan.id, clause=number, text=planned.clause.text, proposal=proposal, closest=closest
        )
    )
    tx.tell(ProposalKept(turn=plan.turn, proposal=proposal, text=planned.clause.text))
