"""Runs as the owner sees them, the questions they ask."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlite_utils
from pydantic import TypeAdapter

from assistant.domain.base import Json
from assistant.domain.event.run import RunChanged, RunFinished, RunStarted
from assistant.domain.event.said import QuestionAnswered, QuestionAsked
from assistant.domain.event.turn import ClauseChanged
from assistant.domain.plan import PlannedClause
from assistant.domain.run import FINAL, Answer, Question, RunState, Source
from assistant.errors import Conflict, NotFound
from assistant.store.database import Database, Transaction
from assistant.store.rules import keep_rule


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run as it stands. `wish` is what the owner wants of it: "", "pause" or "cancel"."""

    id: str
    plan: str
    clause: int
    turn: str
    command: str
    state: RunState
    result: Json
    wish: str
    sources: tuple[Source, ...] = ()


class Runs:
    """Runs, questions and effects; every change is told in the same transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, started: RunStarted, planned: PlannedClause) -> None:
        """A run begins; called again for the same run it does nothing."""

        def work(tx: Transaction) -> None:
            row = tx.sql.execute(
                "insert or ignore into run (id, plan, clause, turn, command, title, slots, state, started) values (?,?,?,?,?,?,?,?,?)",
                (
                    started.run,
                    started.plan,
                    started.clause,
                    started.turn,
                    started.command,
                    json.dumps(dict(started.title), ensure_ascii=False),
                    json.dumps(dict(started.slots), ensure_ascii=False),
                    RunState.RUNNING.value,
                    _now(),
                ),
            )
            if row.rowcount:
                tx.sql.execute(
                    "update clause set state = 'started' where plan = ? and number = ?", (started.plan, started.clause)
                )
                tx.tell(started)
                tx.tell(
                    ClauseChanged(turn=started.turn, run=started.run, plan=started.plan, clause=started.clause, planned=planned)
                )

        await self._database.write(work)

    async def rename(self, started: RunStarted) -> None:
        """The run carries out another command or has other slots than it was begun with (the owner chose, or answered)."""

        def work(tx: Transaction) -> None:
            tx.sql.execute(
                "update run set command = ?, title = ?, slots = ? where id = ?",
                (
                    started.command,
                    json.dumps(dict(started.title), ensure_ascii=False),
                    json.dumps(dict(started.slots), ensure_ascii=False),
                    started.run,
                ),
            )
            tx.tell(started, key=f"{started.run}:settled")

        await self._database.write(work)

    async def change(self, changed: RunChanged) -> None:
        """A run waits, was paused or goes on; nothing when it is already so or has ended."""

        def work(tx: Transaction) -> None:
            row = tx.sql.execute(
                "update run set state = ? where id = ? and state != ? and finished is null",
                (changed.state.value, changed.run, changed.state.value),
            )
            if row.rowcount:
                tx.tell(changed)

        await self._database.write(work)

    async def finish(self, finished: RunFinished) -> None:
        """A run has ended; only the first time counts."""

        def work(tx: Transaction) -> None:
            row = tx.sql.execute(
                "update run set state = ?, finished = ?, result = ?, error = ? where id = ? and finished is null",
                (
                    finished.state.value,
                    _now(),
                    json.dumps(finished.result, ensure_ascii=False, default=str),
                    finished.error,
                    finished.run,
                ),
            )
            if row.rowcount:
                tx.tell(finished)
                for question in _open_questions(tx.db, finished.run):
                    _close(tx, question, Answer(question=question.id, value=None, by="cancelled"))

        await self._database.write(work)

    async def mark(self, run: str, sources: Sequence[Source]) -> None:
        """The run holds text from these sources from now on."""

        def work(tx: Transaction) -> None:
            row = tx.sql.execute("select sources from run where id = ?", (run,)).fetchone()
            if row is None:
                return
            known = _SOURCES.validate_json(row[0])
            marks = tuple(dict.fromkeys((*known, *sources)))[:MOST_SOURCES]
            if marks != known:
                tx.sql.execute("update run set sources = ? where id = ?", (_SOURCES.dump_json(marks).decode(), run))

        await self._database.write(work)

    async def get(self, run: str) -> StoredRun:
        """A run. Raises NotFound."""

        def find(db: sqlite_utils.Database) -> StoredRun:
            row = db.execute(f"{_RUN} where id = ?", [run]).fetchone()
            if row is None:
                raise NotFound("That run does not exist.", ru="Такого выполнения нет.")
            return _run(row)

        return await self._database.read(find)

    async def open(self) -> Sequence[StoredRun]:
        """Runs that have not ended, oldest first."""
        return await self._database.read(
            lambda db: [_run(row) for row in db.execute(f"{_RUN} where finished is null order by started").fetchall()]
        )

    async def of_turn(self, turn: str) -> Sequence[StoredRun]:
        """The runs of a turn, by clause."""
        return await self._database.read(
            lambda db: [_run(row) for row in db.execute(f"{_RUN} where turn = ? order by clause", [turn]).fetchall()]
        )

    async def of_plan(self, plan: str) -> Sequence[StoredRun]:
        """The runs of a plan, by clause."""
        return await self._database.read(
            lambda db: [_run(row) for row in db.execute(f"{_RUN} where plan = ? order by clause", [plan]).fetchall()]
        )

    async def wish(self, run: str, wish: str) -> StoredRun:
        """Note what the owner wants: pause, cancel or (empty) go on. Raises NotFound, and Conflict when it has ended."""

        def work(tx: Transaction) -> StoredRun:
            row = tx.sql.execute(f"{_RUN} where id = ?", (run,)).fetchone()
            if row is None:
                raise NotFound("That run does not exist.", ru="Такого выполнения нет.")
            if _run(row).state in FINAL:
                raise Conflict("That run has already ended.", ru="Это выполнение уже закончилось.")
            tx.sql.execute("update run set wish = ? where id = ? and wish != 'cancel'", (wish, run))
            return _run(row)

        return await self._database.write(work)

    async def ask(self, question: Question) -> None:
        """A run asks; the same question again is asked once."""

        def work(tx: Transaction) -> None:
            expires = question.expires.isoformat() if question.expires else None
            row = tx.sql.execute(
                "insert or ignore into question (id, run, turn, body, asked, expires) values (?, ?, ?, ?, ?, ?)",
                (question.id, question.run, question.turn, question.model_dump_json(), question.asked.isoformat(), expires),
            )
            if row.rowcount:
                tx.tell(QuestionAsked(turn=question.turn, run=question.run, question=question))

        await self._database.write(work)

    async def answer(self, answer: Answer) -> str:
        """Keep the owner's answer; the run that asked. Raises NotFound, and Conflict when it was answered or what it confirms has changed."""

        return await self._database.write(lambda tx: give_answer(tx, answer))

    async def answer_to(self, question: str) -> Answer | None:
        """The answer to a question, if there is one."""

        def find(db: sqlite_utils.Database) -> Answer | None:
            row = db.execute("select answer from question where id = ?", [question]).fetchone()
            return Answer.model_validate_json(row[0]) if row and row[0] else None

        return await self._database.read(find)

    async def questions(self) -> Sequence[Question]:
        """Open questions, newest first."""
        return await self._database.read(lambda db: _open_questions(db))

    async def done_before(self, turn: str, limit: int) -> Sequence[tuple[str, str, Mapping[str, Json]]]:
        """Runs of earlier turns that were carried out: `(turn, command, slots)`, newest first."""

        def find(db: sqlite_utils.Database) -> list[tuple[str, str, Mapping[str, Json]]]:
            rows = db.execute(
                "select turn, command, slots from run where state in ('done', 'unconfirmed') and turn != :turn "
                "and started <= coalesce((select at from utterance where id = :turn), '9') order by started desc limit :limit",
                {"turn": turn, "limit": limit},
            ).fetchall()
            return [(row[0], row[1], json.loads(row[2])) for row in rows]

        return await self._database.read(find)

    async def newest_before(self, turn: str, but: Sequence[str]) -> StoredRun | None:
        """The newest run of an earlier turn, in whatever state, that is not of one of these commands."""

        def find(db: sqlite_utils.Database) -> StoredRun | None:
            marks = ", ".join("?" * len(but))
            row = db.execute(
                f"{_RUN} where turn != ? and command not in ({marks}) "
                "and started <= coalesce((select at from utterance where id = ?), '9') order by started desc limit 1",
                [turn, *but, turn],
            ).fetchone()
            return _run(row) if row else None

        return await self._database.read(find)

    async def state(self, run: str) -> RunState:
        """Where a run stands; queued when it has not begun."""

        def find(db: sqlite_utils.Database) -> RunState:
            row = db.execute("select state from run where id = ?", [run]).fetchone()
            return RunState(row[0]) if row else RunState.QUEUED

        return await self._database.read(find)


_SOURCES = TypeAdapter(tuple[Source, ...])
MOST_SOURCES = 50
"""Sources that are kept of one run."""
_RUN = "select id, plan, clause, turn, command, state, result, wish, sources from run"


def _run(row: tuple[str, str, int, str, str, str, str | None, str, str]) -> StoredRun:
    sources = _SOURCES.validate_json(row[8])
    return StoredRun(
        *row[:5], state=RunState(row[5]), result=json.loads(row[6]) if row[6] else None, wish=row[7], sources=sources
    )


def _open_questions(db: sqlite_utils.Database, run: str = "") -> list[Question]:
    rows = db.execute(
        "select body from question where answer is null and (run = :run or :run = '') order by asked desc, rowid desc",
        {"run": run},
    ).fetchall()
    return [Question.model_validate_json(row[0]) for row in rows]


def give_answer(tx: Transaction, answer: Answer) -> str:
    """Within a transaction: close a question with the owner's answer; the run that asked. Raises NotFound, Conflict."""
    row = tx.sql.execute("select body, answer from question where id = ?", (answer.question,)).fetchone()
    if row is None:
        raise NotFound("That question does not exist.", ru="Такого вопроса нет.")
    if row[1] is not None:
        raise Conflict("That question has already been answered.", ru="На этот вопрос уже ответили.")
    question = Question.model_validate_json(row[0])
    if question.hash and answer.value is not None and answer.hash != question.hash:
        raise Conflict(
            "What you confirmed is not what would be done now; look at it again.",
            ru="Вы подтвердили не то, что было бы сделано сейчас; посмотрите ещё раз.",
        )
    if answer.always and answer.value is True and answer.by != "voice" and question.rule is not None:
        keep_rule(tx, question.rule)
    _close(tx, question, answer)
    return question.run


def _close(tx: Transaction, question: Question, answer: Answer) -> None:
    tx.sql.execute("update question set answer = ? where id = ?", (answer.model_dump_json(), question.id))
    tx.tell(QuestionAnswered(turn=question.turn, run=question.run, answer=answer), key=f"{question.id}:answered")


def _now() -> str:
    return datetime.now(UTC).isoformat()
