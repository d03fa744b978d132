"""A store on each database: SQLite in a file, and a PostgreSQL server of the tests' own."""

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


def new_database(server: str) -> str:
    """Make an empty database and return its URL."""
    name = f"desk_{uuid.uuid4().hex}"
    engine = create_engine(
        server.format(name="postgres").replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.format(name=name)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store with its tables."""
    opened = Store(url)
    opened.upgrade()
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
