"""Runs as the owner sees them, the questions they ask and what they did to the world."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

import sqlite_utils
from pydantic import TypeAdapter

from assistant.domain.base import Json
from assistant.domain.event.run import ActionUndone, RunChanged, RunFinished, RunStarted
from assistant.domain.event.said import QuestionAnswered, QuestionAsked
from assistant.domain.event.turn import ClauseChanged
from assistant.domain.plan import PlannedClause
from assistant.domain.run import FINAL, Answer, Effect, Question, Receipt, RunState, Source, StepResult
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


class Begun(Enum):
    """How far a step that changes the world had come when it was begun (again)."""

    NOW = "now"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class StoredEffect:
    """A step that changed the world, or began to (`receipt` None)."""

    key: str
    run: str
    turn: str
    path: str
    kind: str
    language: str
    receipt: Receipt | None


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

    async def begin_effect(
        self, key: str, run: str, turn: str, path: str, kind: str, effect: Effect, language: str
    ) -> Begun | StepResult:
        """A step is about to change the world: whether it is the first time, or what it gave if it was done and proved before."""

        def work(tx: Transaction) -> Begun | StepResult:
            row = tx.sql.execute(
                "insert or ignore into effect (key, run, turn, path, kind, effect, language, begun) values (?,?,?,?,?,?,?,?)",
                (key, run, turn, path, kind, effect.value, language, _now()),
            )
            if row.rowcount:
                return Begun.NOW
            receipt, value = tx.sql.execute("select receipt, value from effect where key = ?", (key,)).fetchone()
            if receipt is None:
                return Begun.BEFORE
            return StepResult(value=json.loads(value), receipt=Receipt.model_validate_json(receipt))

        return await self._database.write(work)

    async def withdraw_effect(self, key: str) -> None:
        """A step that was about to change the world has not: what it wants to know must be decided first."""
        await self._database.write(lambda tx: tx.sql.execute("delete from effect where key = ? and receipt is null", (key,)))

    async def prove_effect(self, key: str, receipt: Receipt, value: Json, *, undoable: bool) -> None:
        """The step has changed it; here are the evidence and what the step gives, so that it is never done again."""
        evidence = (receipt.model_dump_json(), json.dumps(value, ensure_ascii=False, default=str), int(undoable), key)
        await self._database.write(
            lambda tx: tx.sql.execute("update effect set receipt = ?, value = ?, undoable = ? where key = ?", evidence)
        )

    async def has_unproven(self, run: str) -> bool:
        """Whether a step of this run began to change something and never proved it."""

        def find(db: sqlite_utils.Database) -> bool:
            return db.execute("select 1 from effect where run = ? and receipt is null limit 1", [run]).fetchone() is not None

        return await self._database.read(find)

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

    async def undoable_of(self, run: str) -> Sequence[StoredEffect]:
        """What one run did that can be taken back, newest first."""

        def find(db: sqlite_utils.Database) -> list[StoredEffect]:
            rows = db.execute(
                "select key, run, turn, path, kind, language, receipt from effect where undoable = 1 and undone is null and run = ? "
                "order by begun desc",
                [run],
            ).fetchall()
            return [
                StoredEffect(row[0], row[1], row[2], row[3], row[4], row[5], Receipt.model_validate_json(row[6])) for row in rows
            ]

        return await self._database.read(find)

    async def state(self, run: str) -> RunState:
        """Where a run stands; queued when it has not begun."""

        def find(db: sqlite_utils.Database) -> RunState:
            row = db.execute("select state from run where id = ?", [run]).fetchone()
            return RunState(row[0]) if row else RunState.QUEUED

        return await self._database.read(find)

    async def undoable(self, before_turn: str, since: str = "") -> Sequence[StoredEffect]:
        """What can be taken back and was begun before that turn (and since then), newest first."""

        def find(db: sqlite_utils.Database) -> list[StoredEffect]:
            rows = db.execute(
                "select key, run, turn, path, kind, language, receipt from effect where undoable = 1 and undone is null "
                "and turn != :turn and begun >= :since "
                "and begun <= coalesce((select at from utterance where id = :turn), '9') order by begun desc limit 200",
                {"turn": before_turn, "since": since},
            ).fetchall()
            return [
                StoredEffect(row[0], row[1], row[2], row[3], row[4], row[5], Receipt.model_validate_json(row[6])) for row in rows
            ]

        return await self._database.read(find)

    async def final(self, before_turn: str, since: str) -> Sequence[StoredEffect]:
        """What was sent before that turn and since then, and cannot be taken back, newest first."""

        def find(db: sqlite_utils.Database) -> list[StoredEffect]:
            rows = db.execute(
                "select key, run, turn, path, kind, language, receipt from effect where effect = 'sends' and turn != ? and begun >= ? "
                "order by begun desc limit 50",
                [before_turn, since],
            ).fetchall()
            return [
                StoredEffect(
                    row[0], row[1], row[2], row[3], row[4], row[5], Receipt.model_validate_json(row[6]) if row[6] else None
                )
                for row in rows
            ]

        return await self._database.read(find)

    async def undone_in(self, turn: str) -> Sequence[ActionUndone]:
        """What a turn has already taken back, in order; nothing for no turn."""

        def find(db: sqlite_utils.Database) -> list[ActionUndone]:
            sql = "select body from event where turn = ? and turn != '' and type = 'action.undone' order by seq"
            return [ActionUndone.model_validate_json(row[0]) for row in db.execute(sql, [turn]).fetchall()]

        return await self._database.read(find)

    async def undone(self, effect: StoredEffect, summary: str, turn: str) -> None:
        """An effect was taken back."""

        def work(tx: Transaction) -> None:
            tx.sql.execute("update effect set undone = ? where key = ?", (_now(), effect.key))
            tx.tell(ActionUndone(turn=turn, run=effect.run, undone_run=effect.run, summary=summary), key=f"{effect.key}:undone")

        await self._database.write(work)


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
