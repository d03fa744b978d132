"""Lists in pages, newest first: a cursor names the last thing of a page, so that nothing is skipped or seen twice."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

T = TypeVar("T")
R = TypeVar("R")

LARGEST: Final = 200
"""Most things on a page."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST: Final = (datetime(9999, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some things of a list, and the cursor of the next page (None: there is none)."""

    items: tuple[T, ...]
    next: str | None


@dataclass(frozen=True)
class Cursor:
    """The moment and id of the last thing seen."""

    at: datetime
    id: str

    def __str__(self) -> str:
        micros = (self.at - _EPOCH) // timedelta(microseconds=1)
        return base64.urlsafe_b64encode(micros.to_bytes(8) + uuid.UUID(self.id).bytes).decode()

    @classmethod
    def of(cls, text: str) -> Cursor:
        """Read a cursor.

        Raises:
            ValueError: it is none of ours.
        """
        try:
            data = base64.b64decode(text.encode(), altchars=b"-_", validate=True)
            if len(data) != 24:
                raise ValueError(text)
            at = _EPOCH + timedelta(microseconds=min(int.from_bytes(data[:8]), _LAST))
        except (binascii.Error, UnicodeError) as error:
            raise ValueError(text) from error
        return cls(at, str(uuid.UUID(bytes=data[8:])))


def page(
    session: Session,
    query: Select[R],
    at: InstrumentedAttribute[datetime],
    id: InstrumentedAttribute[str],
    told: Callable[[R], T],
    *,
    after: Cursor | None,
    limit: int,
) -> Page[T]:
    """Return the next things of a query, at most `limit` (1 to `LARGEST`), newest first."""
    size = max(1, min(limit, LARGEST))
    if after is not None:
        query = query.where(_before(at, id, after))
    found: Sequence[R] = session.scalars(query.order_by(at.desc(), id.desc()).limit(size + 1)).all()
    last: Any = found[size - 1] if len(found) > size else None
    cursor = None if last is None else str(Cursor(getattr(last, at.key), getattr(last, id.key)))
    return Page(tuple(map(told, found[:size])), cursor)


def _before(at: InstrumentedAttribute[datetime], id: InstrumentedAttribute[str], after: Cursor) -> ColumnElement[bool]:
    return or_(at < after.at, and_(at == after.at, id < after.id))
