"""The trail: whatever is changed, dropped or put in between shows."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text

from planner.desk import audit
from planner.desk.store import Audit, Store


def told(store: Store, number: int) -> None:
    for n in range(number):
        with store.writing() as session:
            audit.record(session, "lan", "scenario.save", f"scenario/{n}", {"version": n, "tên": "Tết"})


def broken(store: Store) -> int | None:
    with store.reading() as session:
        return audit.broken(session)


def test_a_whole_chain(store: Store) -> None:
    assert broken(store) is None
    told(store, 5)
    assert broken(store) is None
    with store.reading() as session:
        rows = session.scalars(select(Audit).order_by(Audit.number)).all()
        assert [(row.number, row.subject) for row in rows] == [(n + 1, f"scenario/{n}") for n in range(5)]
        assert audit.head(session) == (5, rows[-1].digest)


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ("UPDATE audit SET actor = 'mai' WHERE number = 3", 3),
        ("UPDATE audit SET detail = '{}' WHERE number = 2", 2),
        ("UPDATE audit SET subject = 'scenario/9' WHERE number = 1", 1),
        ("UPDATE audit SET digest = '0' WHERE number = 4", 4),
        ("UPDATE audit SET detail = 'null' WHERE number = 5", 5),
        ("UPDATE audit SET number = 9 WHERE number = 5", 5),
        ("DELETE FROM audit WHERE number = 3", 3),
        ("DELETE FROM audit WHERE number = 1", 1),
    ],
)
def test_a_broken_chain(store: Store, change: str, number: int) -> None:
    told(store, 5)
    with store.writing() as session:
        session.execute(text(change))
    assert broken(store) == number


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET detail = '{' WHERE number IN (4, 5)",
        "UPDATE audit SET at = 'yesterday' WHERE number IN (4, 5)",
        "UPDATE audit SET actor = x'ff' WHERE number IN (4, 5)",
        """UPDATE audit SET detail = '{"n": 1e999}' WHERE number IN (4, 5)""",
    ],
)
def test_what_cannot_be_read_is_broken_too(tmp_path: Path, change: str) -> None:
    """SQLite takes anything into any column; PostgreSQL refuses such a change by itself."""
    with closing(Store(f"sqlite:///{tmp_path / 'desk.db'}")) as store:
        store.upgrade()
        told(store, 5)
        with store.writing() as session:
            digest = session.scalar(text("SELECT digest FROM audit WHERE number = 5"))
            session.execute(text(change))
        with store.reading() as session:
            assert (audit.broken(session), audit.head(session)) == (4, (5, digest))


def test_what_is_rolled_back_is_not_told(store: Store) -> None:
    told(store, 1)
    with pytest.raises(ZeroDivisionError):
        _failing(store)
    told(store, 1)
    assert broken(store) is None


def _failing(store: Store) -> None:
    with store.writing() as session:
        audit.record(session, "lan", "x", "y", {"z": 0})
        raise ZeroDivisionError


def test_many_at_once_make_one_chain(store: Store) -> None:
    threads = [threading.Thread(target=told, args=(store, 15)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as session:
        assert (audit.broken(session), audit.head(session)[0]) == (None, 60)
