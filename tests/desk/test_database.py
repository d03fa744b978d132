"""The store on both databases: migrations say what the tables say, transactions are whole, writers wait."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select, text

from planner.desk.store import Body, Store
from planner.desk.store.database import OtherRelease
from planner.desk.store.tables import Audit, Table


def test_migrations_make_what_the_tables_say(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []
        assert set(inspect(connection).get_table_names()) == {*Table.metadata.tables, "alembic_version"}


def test_a_second_upgrade_changes_nothing(store: Store) -> None:
    with store.writing() as session:
        session.add(Body(sha256="a", text=b"x" * 10_000))
    store.upgrade()
    with store.reading() as session:
        assert session.scalars(select(Body.text)).all() == [b"x" * 10_000]


def test_a_database_of_a_later_release_is_left_alone(store: Store) -> None:
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(OtherRelease, match="9999"):
        store.upgrade()


def test_all_of_a_transaction_or_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        _failing(store)
    with store.reading() as session:
        assert session.scalars(select(Body)).all() == []


def _failing(store: Store) -> None:
    with store.writing() as session:
        session.add(Body(sha256="a", text=b"x"))
        session.flush()
        raise ZeroDivisionError


def test_instants_are_utc_and_have_a_zone(store: Store) -> None:
    at = datetime(2026, 2, 3, 7, 30, 0, 123456, tzinfo=timezone(timedelta(hours=7)))
    row = {"number": 1, "actor": "a", "action": "b", "subject": "c", "detail": {"ă": [1, None]}, "digest": "d"}
    with store.writing() as session:
        session.add(Audit(at=at, **row))
    with store.reading() as session:
        kept = session.scalars(select(Audit)).one()
        assert (kept.at, kept.at.tzinfo, kept.detail) == (at, UTC, {"ă": [1, None]})
    with pytest.raises(Exception, match="2026"), store.writing() as session:
        session.add(Audit(at=datetime(2026, 2, 3), **row | {"number": 2}))


def test_writers_wait_for_each_other(store: Store) -> None:
    """Each reads the number that the last one wrote: no update is lost."""
    with store.writing() as session:
        session.add(Body(sha256="n", text=b"0"))

    def add() -> None:
        for _ in range(20):
            with store.writing() as session:
                row = session.scalars(select(Body).where(Body.sha256 == "n").with_for_update()).one()
                row.text = str(int(row.text) + 1).encode()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as session:
        assert session.scalars(select(Body.text)).all() == [b"80"]


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/x", "postgresql+pg8000://localhost/x"])
def test_urls_of_other_databases(url: str) -> None:
    with pytest.raises(ValueError, match=re.escape(url)):
        Store(url)
