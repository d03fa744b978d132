"""Backups: all tables as they are at one moment, in one SQLite file, from and to either database."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, closing
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


class BadCopy(Exception):  # noqa: N818 - named for what it is
    """A backup is not what was written, or cannot be restored there: the message says why."""


@dataclass(frozen=True)
class Copied:
    """What a copy holds: rows by table, and number and digest of the last row of the audit trail."""

    rows: Mapping[str, int]
    trail: tuple[int, str]


def backup(store: Store, path: Path) -> Copied:
    """Write everything to a new file, readable by its owner alone, while others go on reading and writing.

    Raises:
        FileExistsError: there is a file of that name.
        OSError: it cannot be written.
    """
    if path.exists():
        raise FileExistsError(path)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(Store(f"sqlite:///{draft}")) as copy:
            copy.upgrade()
            with store.reading() as source, copy.writing() as target:
                _copy(source, target)
            copied = check(copy)
            with copy.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    return copied


def restore(path: Path, store: Store) -> Copied:
    """Check a backup and write it into a database that holds nothing yet.

    Raises:
        BadCopy: it is no backup or a damaged one, of a later release, or the database holds something.
        FileNotFoundError: there is no such file.
    """
    if not path.is_file():
        raise FileNotFoundError(path)
    with path.open("rb") as file:
        if not file.read(15) == b"SQLite format 3":
            raise BadCopy("this is no backup")
    with tempfile.TemporaryDirectory(prefix="chungtay-") as folder, ExitStack() as opened:
        draft = Path(folder, "copy.db")
        shutil.copy(path, draft)  # an older release's is brought up to this one, and the file stays as it is
        copy = opened.enter_context(closing(Store(f"sqlite:///{draft}")))
        try:
            copy.upgrade()
            check(copy)
        except (DatabaseError, OtherRelease) as error:
            raise BadCopy(f"this is no backup of this release or an earlier one: {error}") from error
        store.upgrade()
        with copy.reading() as source, store.writing() as target:
            if any(_counts(target).values()):
                raise BadCopy("the database holds something already: restore into an empty one")
            _copy(source, target)
    return check(store)


def check(store: Store) -> Copied:
    """Check that everything in a database is as it was written.

    Raises:
        BadCopy: something is not.
    """
    with store.reading() as session:
        if not store.is_postgresql:
            for pragma, whole in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
                found = session.execute(text(f"PRAGMA {pragma}")).all()
                if [tuple(row) for row in found] != whole:
                    raise BadCopy(f"{pragma}: {found[0]}")
        if (number := audit.broken(session)) is not None:
            raise BadCopy(f"the audit trail is broken at row {number}")
        for sha256, body in session.execute(select(Body.sha256, Body.text)).yield_per(1):
            if canonical.sha256(Scenario.model_validate_json(body)) != sha256:
                raise BadCopy(f"the scenario {sha256} is not what it was")
        return Copied(_counts(session), audit.head(session))


def _copy(source: Session, target: Session) -> None:
    for table in Table.metadata.sorted_tables:
        for chunk in source.execute(select(table)).mappings().partitions(CHUNK):
            target.execute(insert(table), [dict(row) for row in chunk])


def _counts(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Table.metadata.sorted_tables
    }
