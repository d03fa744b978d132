"""Backups: all tables as they are at one moment, in one SQLite file, from and to either database.

The file is sealed: a table of its own has the SHA-256 of each of the others, so that damage does not go unnoticed.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from planner.desk import audit
from planner.desk.store.database import OtherRelease, Store
from planner.desk.store.tables import Body, Table
from planner.domain import canonical
from planner.domain.scenario import Scenario

CHUNK: Final = 200
"""Rows that are in memory at a time."""

SEAL: Final = "seal"
"""The table of a backup that says what the others held when it was written."""


class BadCopy(Exception):  # noqa: N818 - named for what it is
    """A backup is not what was written, or cannot be made or restored there: the message says why."""


@dataclass(frozen=True)
class Copied:
    """What a copy holds: rows by table, number and digest of the last row of the audit trail.

    `broken` is the first row of the trail that is not as it was written: a trail that was tampered with is copied as it
    is, and said to be.
    """

    rows: Mapping[str, int]
    trail: tuple[int, str]
    broken: int | None


def backup(store: Store, path: Path) -> Copied:
    """Write everything to a new file, readable by its owner alone, while others go on reading and writing.

    Raises:
        BadCopy: something in the database cannot be read.
        FileExistsError: there is a file of that name.
        OSError: it cannot be written.
    """
    if path.exists():
        raise FileExistsError(f"{path} is there already")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(Store(f"sqlite:///{draft}")) as copy:
            copy.upgrade()
            with store.reading() as source, copy.writing() as target:
                _copy(source, target)
            copied = check(copy)
        _seal(draft)
        os.link(draft, path)  # unlike a rename it never takes the place of a file that came meanwhile
    finally:
        for left in (draft, *(draft.with_name(f"{draft.name}-{end}") for end in ("wal", "shm", "journal"))):
            left.unlink(missing_ok=True)
    return copied


def restore(path: Path, store: Store) -> Copied:
    """Check a backup and write it into a database that holds nothing yet.

    Raises:
        BadCopy: it is no backup or a damaged one, of a later release, or the database holds something.
        FileNotFoundError: there is no such file.
    """
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}")
    with tempfile.TemporaryDirectory(prefix="chungtay-") as folder, ExitStack() as opened:
        draft = Path(folder, "copy.db")
        shutil.copyfile(path, draft)  # an older release's is brought up to this one, and the file stays as it is
        _check_seal(draft)
        copy = opened.enter_context(closing(Store(f"sqlite:///{draft}")))
        try:
            copy.upgrade()
        except (DatabaseError, OtherRelease) as error:
            raise BadCopy(f"this is no backup of this release or an earlier one: {error}") from error
        check(copy)
        store.upgrade()
        with copy.reading() as source, store.writing() as target:
            if any(_counts(target).values()):
                raise BadCopy("the database holds something already: restore into an empty one")
            _copy(source, target)
    return check(store)


def check(store: Store) -> Copied:
    """Check that all scenarios in a database are as they were written, and look at the audit trail.

    Raises:
        BadCopy: something is not.
    """
    with store.reading() as session:
        if not store.is_postgresql:
            for pragma, whole in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
                found = session.execute(text(f"PRAGMA {pragma}")).all()
                if [tuple(row) for row in found] != whole:
                    raise BadCopy(f"{pragma}: {found[0]}")
        with _reading(Body.__tablename__):
            for sha256, body in session.execute(select(Body.sha256, Body.text).execution_options(yield_per=1)):
                if canonical.sha256(Scenario.model_validate_json(body)) != sha256:
                    raise BadCopy(f"the scenario {sha256} is not what it was")
        return Copied(_counts(session), audit.head(session), audit.broken(session))


def _copy(source: Session, target: Session) -> None:
    for table in Table.metadata.sorted_tables:
        with _reading(table.name):
            found = source.execute(select(table).execution_options(yield_per=CHUNK)).mappings()
            for chunk in found.partitions():
                target.execute(insert(table), [dict(row) for row in chunk])


@contextmanager
def _reading(table: str) -> Iterator[None]:
    """Name the table in which something stands that cannot be read."""
    try:
        yield
    except (DatabaseError, ValueError, zlib.error) as error:
        what = str(getattr(error, "orig", error)).partition("\n")[0]
        raise BadCopy(f"the table {table} cannot be read: {what}") from error


def _counts(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Table.metadata.sorted_tables
    }


def _seal(file: Path) -> None:
    """Write what the tables of a backup hold into it, and have it be one file with nothing beside it."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        found = _digests(connection)
        connection.execute(f"CREATE TABLE {SEAL} (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL)")
        connection.executemany(f"INSERT INTO {SEAL} VALUES (?, ?)", found.items())  # noqa: S608 - a name of ours


def _check_seal(file: Path) -> None:
    """Compare a backup with what it says of itself.

    Raises:
        BadCopy: it is none, or not what was written.
    """
    try:
        with closing(sqlite3.connect(file)) as connection:
            sealed = dict(connection.execute(f"SELECT name, sha256 FROM {SEAL}"))  # noqa: S608 - a name of ours
            found = _digests(connection)
    except sqlite3.OperationalError as error:
        raise BadCopy(f"this is no backup: {error}") from error
    except (sqlite3.DatabaseError, UnicodeError) as error:
        raise BadCopy(f"this is no backup, or a damaged one: {error}") from error
    for name in sorted(sealed.keys() | found.keys()):
        if sealed.get(name) != found.get(name):
            raise BadCopy(f"the backup is damaged: the table {name} is not what was written")


def _digests(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the SHA-256 of each table of a file: how it was made and all its rows, as they are kept."""
    connection.text_factory = bytes  # what is damaged may be no text any more
    tables = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name <> ? ORDER BY name"
    digests = {}
    for name, made in connection.execute(tables, (SEAL,)).fetchall():
        digest = hashlib.sha256(made)
        quoted = name.decode().replace('"', '""')
        for row in connection.execute(f'SELECT * FROM "{quoted}" ORDER BY rowid'):  # noqa: S608 - quoted
            digest.update(repr(row).encode())
        digests[name.decode()] = digest.hexdigest()
    return digests
