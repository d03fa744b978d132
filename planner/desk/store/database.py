"""The database of an office: SQLite in a file, or PostgreSQL by URL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, inspect, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, sessionmaker

from planner.desk.faults import Unreachable

MIGRATIONS: Final = Path(__file__).with_name("migrations")

BUSY_SECONDS: Final = 30
"""How long a writer waits for another one (SQLite has one at a time)."""


class OtherRelease(Exception):  # noqa: N818 - named for what it is
    """The database was made by a newer release, or by something else."""


class Store:
    """An open database. Every `writing` block is one transaction: all of it or nothing."""

    def __init__(self, url: str) -> None:
        """Open the database at ``sqlite:///FILE`` or ``postgresql://USER:PASSWORD@HOST/NAME``.

        Raises:
            ValueError: no such URL.
        """
        self.url = _url(url)
        self.engine: Engine = create_engine(
            self.url,
            pool_pre_ping=self.is_postgresql,
            hide_parameters=True,  # what a message of the database would tell the log: names, digests of passwords
            **_options(self.url),
        )
        if not self.is_postgresql:
            event.listen(self.engine, "connect", _settle)
        one_state: dict[str, Any] = {"isolation_level": "REPEATABLE READ"} if self.is_postgresql else {}
        self._reading = sessionmaker(self.engine.execution_options(**one_state), expire_on_commit=False)
        # SQLite takes the lock to write at once: a reader that turns writer would fail if another one wrote meanwhile.
        begin: dict[str, Any] = {} if self.is_postgresql else {"sqlite_begin": "IMMEDIATE"}
        self._writing = sessionmaker(self.engine.execution_options(**begin), expire_on_commit=False)
        if not self.is_postgresql:
            event.listen(self.engine, "begin", _begin)

    @property
    def is_postgresql(self) -> bool:
        """Whether this is a PostgreSQL server, else it is a file."""
        return self.url.get_backend_name() == "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that sees one state of the database and leaves it as it is.

        Raises:
            Unreachable: the database does not answer.
        """
        with _answering(), self._reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session that is committed at the end of the block, or rolled back where that raises.

        Raises:
            Unreachable: the database does not answer.
        """
        with _answering(), self._writing.begin() as session:
            yield session

    @property
    def is_empty(self) -> bool:
        """Whether no table is there yet; a file is not made by asking."""
        file = self.url.database
        if not self.is_postgresql and file and not file.startswith(":") and not Path(file).exists():
            return True
        return not inspect(self.engine).get_table_names()

    def upgrade(self) -> None:
        """Make the tables, or bring them to this release; nothing where they are.

        Raises:
            OtherRelease: they are from a later release.
        """
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with self._writing.kw["bind"].begin() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
            known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
            if found is not None and found not in known:
                raise OtherRelease(found)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        if getattr(getattr(error, "orig", None), "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
            raise  # it answers: the statement is wrong
        raise Unreachable("the database does not answer") from error


def _url(text: str) -> URL:
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise ValueError(text) from error
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise ValueError(text)
    return url


def _options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "postgresql":
        return {}
    return {"connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}}


def _settle(connection: Any, _record: object) -> None:
    """Let readers go on while somebody writes, keep what is committed over a power cut, and hold to foreign keys."""
    connection.isolation_level = None  # transactions begin where we say (see `_begin`), not where sqlite3 guesses
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('sqlite_begin', 'DEFERRED')}")
