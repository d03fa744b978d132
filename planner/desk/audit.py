"""Who did what to which thing: rows that are only appended, each chained to the one before by its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import rfc8785
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from planner.desk.store import Audit

FIRST: Final = "0" * 64
"""What stands for the digest before the first row."""

LOCK: Final = 0x6368756E67746179
"""Number of the lock under which rows are appended (PostgreSQL; SQLite has one writer anyway)."""

PAGE: Final = 1000


def record(session: Session, actor: str, action: str, subject: str, detail: Mapping[str, Any]) -> None:
    """Append a row to the trail, in the transaction of what it tells of.

    `detail` holds JSON values; personal data stays out of it.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    last = session.scalars(select(Audit).order_by(Audit.number.desc()).limit(1)).first()
    row = Audit(
        number=1 if last is None else last.number + 1,
        at=datetime.now(UTC),
        actor=actor,
        action=action,
        subject=subject,
        detail=dict(detail),
    )
    row.digest = _digest(FIRST if last is None else last.digest, row)
    session.add(row)
    session.flush()


def broken(session: Session) -> int | None:
    """Return the number of the first row that was changed, or that follows a missing one; None: the chain is whole.

    A row that holds no time or no JSON any more was changed too.

    Rows cut off at the end leave a whole chain: keep the last digest elsewhere to notice that (see `head`).
    """
    before, whole = FIRST, 0
    try:
        for row in _rows(session):
            if row.number != whole + 1 or row.digest != _digest(before, row):
                return whole + 1
            before, whole = row.digest, row.number
    except ValueError:
        return whole + 1
    return None


def head(session: Session) -> tuple[int, str]:
    """Return number and digest of the last row; 0 and `FIRST` where there is none."""
    last = session.execute(select(Audit.number, Audit.digest).order_by(Audit.number.desc()).limit(1)).first()
    return (0, FIRST) if last is None else (last.number, last.digest)


def _rows(session: Session) -> Iterator[Audit]:
    """Yield the rows in order.

    Raises:
        ValueError: the next one cannot be read.
    """
    after, size = 0, PAGE
    while True:
        query = select(Audit).where(Audit.number > after).order_by(Audit.number).limit(size)
        try:
            page = session.scalars(query).all()
        except ValueError:
            if size == 1:
                raise
            size = 1  # those before it can be read
            continue
        if not page:
            return
        yield from page
        after = page[-1].number
        session.expunge_all()


def _digest(before: str, row: Audit) -> str:
    told: list[Any] = [before, row.number, row.at.isoformat(), row.actor, row.action, row.subject, row.detail]
    return hashlib.sha256(rfc8785.dumps(told)).hexdigest()
