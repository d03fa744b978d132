"""The tables. Times are UTC with microseconds; ids are UUIDs as text; texts that are read whole are kept packed."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, ForeignKey, Integer, LargeBinary, MetaData, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class Table(DeclarativeBase):
    """Base of all tables; constraints have names, so that a migration can speak of them on every database."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


class Moment(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database (SQLite keeps no offset)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Write an instant as UTC.

        Raises:
            ValueError: it has no time zone.
        """
        if value is not None and value.tzinfo is None:
            raise ValueError(value)
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read an instant."""
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


class Packed(TypeDecorator[bytes]):
    """Bytes, deflated in the database: a city's scenario is 20 MB of JSON and a tenth of that packed."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Pack."""
        return None if value is None else zlib.compress(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Unpack."""
        return None if value is None else zlib.decompress(value)


Document = JSON().with_variant(JSONB(), "postgresql")
"""JSON values."""

Counter = BigInteger().with_variant(Integer(), "sqlite")
"""A whole number that counts up; SQLite counts only plain integers."""


class Body(Table):
    """The JSON text of a scenario, by the SHA-256 of its canonical form: equal scenarios are kept once."""

    __tablename__ = "bodies"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[bytes] = mapped_column(Packed)


class Scenario(Table):
    """A scenario of an organisation; what it says is in its versions. `head` is the number of the newest."""

    __tablename__ = "scenarios"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(String(200), index=True)
    head: Mapped[int]
    created: Mapped[datetime] = mapped_column(Moment, index=True)
    archived: Mapped[datetime | None] = mapped_column(Moment)


class Version(Table):
    """What a scenario said from `created` on; never changed. `author` is the id of who saved it."""

    __tablename__ = "versions"

    scenario: Mapped[str] = mapped_column(ForeignKey("scenarios.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("bodies.sha256"))
    author: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(Moment)


class Audit(Table):
    """Who did what to which thing; only ever appended to. `digest` is over this row and the digest before it."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(100))
    subject: Mapped[str] = mapped_column(String(300), index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(Document)
    digest: Mapped[str] = mapped_column(String(64))
