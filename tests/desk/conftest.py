"""A store on each database: SQLite in a file, and a PostgreSQL server of the tests' own.

The tables are made once on each, by its own migrations; each test has a copy.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from planner.desk.desk import Desk
from planner.desk.queue import Queue
from planner.desk.store import Store

HOW = "no PostgreSQL on this machine: apt-get install postgresql"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A server that lives as long as the tests."""
    if not programs_found():
        pytest.skip(HOW)
    with server_of() as server:
        yield server


def programs_found() -> list[Path]:
    """The programs of PostgreSQL that make a server, of each release on this machine."""
    return sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [Path(p) for p in [shutil.which("initdb")] if p]


@contextmanager
def server_of() -> Iterator[str]:
    """Yield the URL of a server of one's own, without the name of a database."""
    programs = programs_found()[-1].parent
    with tempfile.TemporaryDirectory(prefix="chungtay-") as folder:
        where = Path(folder, "data")
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(folder, "postgres")
        _run(programs / "initdb", "-D", where, "-U", "chungtay", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        _run(programs / "pg_ctl", "-D", where, "-l", where / "log", "-o", options, "-w", "start")
        try:
            yield f"postgresql://chungtay@/{{name}}?host={folder}"
        finally:
            _run(programs / "pg_ctl", "-D", where, "-m", "immediate", "-w", "stop")


def _run(*command: str | Path) -> None:
    as_server = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*as_server, *map(str, command)], check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=60)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'desk.db'}"
    return new_database(str(request.getfixturevalue("postgresql")))


def new_database(server: str, template: str = "template1") -> str:
    """Make a database, empty or a copy of another one, and return its URL."""
    name = f"desk_{uuid.uuid4().hex}"
    engine = create_engine(
        server.format(name="postgres").replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    engine.dispose()
    return server.format(name=name)


@pytest.fixture(scope="session")
def file_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables, to be copied."""
    file = tmp_path_factory.mktemp("tables") / "desk.db"
    _with_tables(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def database_with_tables(postgresql: str) -> str:
    """The name of a database of the server with the tables, to be copied."""
    return str(_with_tables(new_database(postgresql)).url.database)


def _with_tables(url: str) -> Store:
    made = Store(url)
    made.upgrade()
    made.close()
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def url_with_tables(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with the tables and nothing in them."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("file_with_tables"), tmp_path / "desk.db")
        return f"sqlite:///{copy}"
    template = str(request.getfixturevalue("database_with_tables"))
    return new_database(str(request.getfixturevalue("postgresql")), template)


@pytest.fixture
def store(url_with_tables: str) -> Iterator[Store]:
    """A store with its tables."""
    opened = Store(url_with_tables)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    """The services of a store."""
    return Desk(store)


@pytest.fixture
def queue(store: Store) -> Queue:
    """The jobs as workers see them."""
    return Queue(store)
