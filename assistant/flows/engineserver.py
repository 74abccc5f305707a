"""The engine's database on a PostgreSQL server: which part of it is this data folder's alone, and what is said while it is away."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import anyio
import anyio.to_thread
import sqlalchemy
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError

from assistant import clock
from assistant.domain.base import Language, LocalText
from assistant.domain.both import both, in_language
from assistant.domain.event.said import MessageSaid
from assistant.domain.run import RunState
from assistant.errors import DatabaseAway
from assistant.store.events import Events
from assistant.store.runs import Runs
from assistant.store.turns import Turns

logger = logging.getLogger(__name__)
SCHEMA_FILE = "runs.schema"
CONNECT_WITHIN_S = 5
WATCH_S = 5.0
"""Seconds between two looks whether the server is still there."""
LONGEST_PAUSE_S = 15.0
"""Seconds between two tries to begin."""
_FORM = "postgresql://user:password@host:5432/name"


class RunsServer:
    """The database behind the setting `runs.database`. All methods block."""

    def __init__(self, url: str, data: Path) -> None:
        self._data = data
        self._asking = threading.Lock()
        self._held: sqlalchemy.Connection | None = None
        try:
            self._url = sqlalchemy.make_url(url)
            self._sound = self._url.drivername.partition("+")[0] in ("postgresql", "postgres") and bool(self._url.database)
        except (ArgumentError, ValueError):
            self._sound = False

    @property
    def url(self) -> str:
        """The address for DBOS. Raises DatabaseAway when it is none."""
        if not self._sound:
            raise DatabaseAway.saying(
                both(
                    "The setting `runs.database` is no address of a PostgreSQL database, which looks like {form}. Correct it and start again.",
                    "В настройке `runs.database` не адрес базы PostgreSQL, он выглядит так: {form}. Исправьте её и запустите снова.",
                    form=_FORM,
                )
            )
        return self._url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)

    @property
    def schema(self) -> str:
        """The part of the database that is this data folder's: others may use the same database."""
        file = self._data / SCHEMA_FILE
        if not file.exists():
            file.write_text(f"symbiote_{secrets.token_hex(6)}\n", encoding="utf-8")
        return file.read_text(encoding="utf-8").strip()

    def hold(self) -> None:
        """Keep others off this part while this process lives, again where the server has gone meanwhile. Raises DatabaseAway."""
        address = self.url
        with self._asking:
            try:
                if self._held is not None:
                    self._held.execute(sqlalchemy.text("select 1"))
                    return
            except SQLAlchemyError:
                self._let_go()
            try:
                # A lock lasts as long as its connection, which nothing else may use.
                self._held = self._connected(address)
                taken = self._held.execute(
                    sqlalchemy.text("select pg_try_advisory_lock(hashtext('symbiote'), hashtext(:schema))"),
                    {"schema": self.schema},
                ).scalar()
            except SQLAlchemyError as error:
                self._let_go()
                raise DatabaseAway.saying(self.trouble(error)) from error
            if not taken:
                self._let_go()
                raise DatabaseAway.saying(
                    both(
                        "Another process carries out the runs of this data folder at {server}; end it first.",
                        "Команды этой папки данных уже выполняет другой процесс на {server}; сначала завершите его.",
                        server=self._server,
                    )
                )

    def launch(self, launch: Callable[[], None], take_back: Callable[[], None]) -> None:
        """Launch the engine on it. Raises DatabaseAway; then it was taken back."""
        try:
            with _nothing_logged():
                launch()
        except SQLAlchemyError as error:
            take_back()
            raise DatabaseAway.saying(self.trouble(error)) from error

    def let_go(self) -> None:
        """Let others on."""
        with self._asking:
            self._let_go()

    def trouble(self, error: SQLAlchemyError) -> LocalText:
        """What is wrong, and what to do; never the password."""
        said = str(getattr(error, "orig", None) or error)
        if "authentication failed" in said or "no password supplied" in said:
            return both(
                "PostgreSQL at {server} does not accept the user name and password in the setting `runs.database`. "
                "Correct it and start again.",
                "PostgreSQL на {server} не принимает имя и пароль из настройки `runs.database`. Исправьте её и запустите снова.",
                server=self._server,
            )
        if "does not exist" in said:
            return both(
                "PostgreSQL at {server} has no database {name}, which the setting `runs.database` names, and may not make it.",
                "На PostgreSQL {server} нет базы {name} из настройки `runs.database`, и создать её нельзя.",
                server=self._server,
                name=str(self._url.database),
            )
        lines = said.strip().splitlines() or [type(error).__name__]
        why = next((line.rpartition(" failed: ")[2] for line in lines if " failed: " in line), lines[0])
        if self._url.password:
            why = why.replace(str(self._url.password), "***")
        return both(
            "PostgreSQL at {server}, which the setting `runs.database` names, cannot be used: {why}.",
            "PostgreSQL на {server} из настройки `runs.database` недоступен: {why}.",
            server=self._server,
            why=why[:200].rstrip("."),
        )

    def _connected(self, address: str) -> sqlalchemy.Connection:
        """A connection of its own; the database is made when the server has none of that name."""
        url = sqlalchemy.make_url(address)
        try:
            return _connect(url)
        except OperationalError as error:
            if "does not exist" not in str(error.orig) or "database" not in str(error.orig):
                raise
            name = '"' + str(url.database).replace('"', '""') + '"'
            with suppress(SQLAlchemyError), _connect(url.set(database="postgres")) as connection:
                connection.execute(sqlalchemy.text(f"create database {name}"))
            return _connect(url)

    @property
    def _server(self) -> str:
        return f"{self._url.host or 'this computer'}:{self._url.port or 5432}"

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.invalidate()
            held.close()


@contextmanager
def _nothing_logged() -> Iterator[None]:
    """DBOS logs whole what keeps it from beginning, and raises it too: telling it is ours."""
    dbos = logging.getLogger("dbos")
    before = dbos.level
    dbos.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        dbos.setLevel(before)


def _connect(url: sqlalchemy.URL) -> sqlalchemy.Connection:
    named = {"connect_timeout": CONNECT_WITHIN_S, "application_name": "symbiote"}
    return sqlalchemy.create_engine(
        url, isolation_level="AUTOCOMMIT", poolclass=sqlalchemy.NullPool, connect_args=named
    ).connect()


_KEPT = both(
    "What you said is kept and will be carried out.",
    "Сказанное сохранено и будет выполнено.",
)


class Outage:
    """Says that the database is away in every turn that needs it, once for each time it goes. On the event loop."""

    def __init__(self, server: RunsServer | None, turns: Turns, runs: Runs, events: Events) -> None:
        self._server = server
        self._turns, self._runs, self._events = turns, runs, events
        self._since: datetime | None = None

    async def begin(self, launch: Callable[[], None], bell: Callable[[], anyio.Event]) -> None:
        """Launch the engine as soon as its database is there; at every bell something was said and may have to be told why it waits."""
        pause = 1.0
        while True:
            rung = bell()
            try:
                await anyio.to_thread.run_sync(launch)
                return
            except DatabaseAway as away:
                await self._tell(away)
            with anyio.move_on_after(pause):
                await rung.wait()
            pause = min(2 * pause, LONGEST_PAUSE_S)

    async def watch(self) -> None:
        """The engine waits by itself while its server is away; the owner is told why nothing happens."""
        while self._server is not None:
            try:
                await anyio.to_thread.run_sync(self._server.hold)
                self._over()
            except DatabaseAway as away:
                await self._tell(away)
            await anyio.sleep(WATCH_S)

    async def _tell(self, away: DatabaseAway) -> None:
        if self._since is None:
            self._since = clock.now()
            logger.error("%s", away)
        plans = [*await self._turns.waiting(), *(run.plan for run in await self._runs.open() if run.state is RunState.RUNNING)]
        for plan in dict.fromkeys(plans):
            turn, language, _clauses = await self._turns.plan(plan.split("@")[0])
            spoken: Language = "ru" if language == "ru" else "en"
            said = MessageSaid(turn=turn, text=f"{away.said(spoken)} {in_language(_KEPT, spoken)}")
            await self._events.record(said, f"{turn}:database_away:{self._since.isoformat()}")

    def _over(self) -> None:
        if self._since is not None:
            logger.warning("the database for runs is there again")
        self._since = None
