"""The tables. Times are UTC with microseconds; ids are UUIDs as text; texts that are read whole are kept packed."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
)
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


class Words(TypeDecorator[str]):
    """Text of a scenario's author. PostgreSQL takes no NUL: it is kept, and looked for, as the sign for it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write a text."""
        return None if value is None else plain(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Read a text."""
        return value


def plain(text: str) -> str:
    """Return a text as `Words` keeps it."""
    return text.replace("\0", "\N{SYMBOL FOR NULL}")


Document = JSON(none_as_null=True)
"""JSON values; not JSONB, which takes no NUL in a text."""

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
    name: Mapped[str] = mapped_column(Words)
    organisation: Mapped[str] = mapped_column(String(200))
    area: Mapped[str | None] = mapped_column(String(200))
    head: Mapped[int]
    created: Mapped[datetime] = mapped_column(Moment)
    archived: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        Index("ix_scenarios_organisation_created", "organisation", "created"),
        Index("ix_scenarios_created", "created"),
    )


class Version(Table):
    """What a scenario said from `created` on; never changed. `author` is the id of who saved it."""

    __tablename__ = "versions"

    scenario: Mapped[str] = mapped_column(ForeignKey("scenarios.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("bodies.sha256"))
    author: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(Moment)


class Job(Table):
    """Work that was asked for: `kind` says what, `settings` how. This row is the truth about how far it is.

    A ``running`` job is held by `worker` until `lease`; after that another may take it. `attempts` counts who took it,
    `seconds` is how long they worked, `events` counts its news. `plan` is the best plan so far or the result (of a
    batch: the base's), `answer` the result of a question, `error` why it failed.
    """

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    organisation: Mapped[str] = mapped_column(String(200))
    author: Mapped[str] = mapped_column(String(200))
    scenario: Mapped[str] = mapped_column(String(36))
    version: Mapped[int]
    settings: Mapped[dict[str, Any]] = mapped_column(Document)
    state: Mapped[str] = mapped_column(String(10))
    created: Mapped[datetime] = mapped_column(Moment)
    started: Mapped[datetime | None] = mapped_column(Moment)
    finished: Mapped[datetime | None] = mapped_column(Moment)
    worker: Mapped[str | None] = mapped_column(String(200))
    lease: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int]
    stop: Mapped[bool]
    seconds: Mapped[float]
    events: Mapped[int]
    plan: Mapped[str | None] = mapped_column(ForeignKey("plans.id"))
    answer: Mapped[bytes | None] = mapped_column(Packed)
    error: Mapped[str | None] = mapped_column(Words)

    __table_args__ = (
        ForeignKeyConstraint(["scenario", "version"], ["versions.scenario", "versions.number"]),
        Index("ix_jobs_state_created", "state", "created"),
        Index("ix_jobs_scenario_created", "scenario", "created"),
    )


class Event(Table):
    """News of a job, numbered from 1: what it was at then."""

    __tablename__ = "events"

    job: Mapped[str] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    data: Mapped[dict[str, Any]] = mapped_column(Document)
    at: Mapped[datetime] = mapped_column(Moment)


class Plan(Table):
    """A verified plan of a version of a scenario, as JSON; never changed once its job has ended."""

    __tablename__ = "plans"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    scenario: Mapped[str] = mapped_column(String(36))
    version: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    tiers: Mapped[list[Any]] = mapped_column(Document)
    text: Mapped[bytes] = mapped_column(Packed)
    created: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (
        ForeignKeyConstraint(["scenario", "version"], ["versions.scenario", "versions.number"]),
        Index("ix_plans_scenario_created", "scenario", "created"),
    )


class Row(Table):
    """The answer to one case of a batch, in the order in which they came; `plan` is its plan as JSON, where kept."""

    __tablename__ = "rows"

    job: Mapped[str] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Words)
    row: Mapped[dict[str, Any]] = mapped_column(Document)
    plan: Mapped[bytes | None] = mapped_column(Packed)


class User(Table):
    """Somebody who signs in as `name`; `person` is who they are in scenarios, where they are in some.

    Who signs in through another service has its `subject` and no password. `failures` since the last sign-in, after
    too many of which nobody comes in before `locked`. With `digest` on, what is due goes to `email` in `lang` each day.
    """

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    password: Mapped[str | None] = mapped_column(String(500))
    subject: Mapped[str | None] = mapped_column(String(500), unique=True)
    person: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool]
    created: Mapped[datetime] = mapped_column(Moment)
    failures: Mapped[int]
    locked: Mapped[datetime | None] = mapped_column(Moment)
    email: Mapped[str | None] = mapped_column(String(254))
    digest: Mapped[bool] = mapped_column(default=False)
    lang: Mapped[str] = mapped_column(String(2), default="vi")


class Grant(Table):
    """A role of a user in an organisation (``*``: in all) and an area (``*``: in all)."""

    __tablename__ = "grants"

    user: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    organisation: Mapped[str] = mapped_column(String(200), primary_key=True)
    area: Mapped[str] = mapped_column(String(200), primary_key=True)


class Login(Table):
    """A signed-in browser, by the SHA-256 of its secret; `csrf` comes with every request that changes something."""

    __tablename__ = "logins"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created: Mapped[datetime] = mapped_column(Moment)
    expires: Mapped[datetime] = mapped_column(Moment)


class Token(Table):
    """A program's key to the API, by the SHA-256 of its secret."""

    __tablename__ = "tokens"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    user: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list[Any]] = mapped_column(Document)
    created: Mapped[datetime] = mapped_column(Moment)
    expires: Mapped[datetime] = mapped_column(Moment)
    revoked: Mapped[datetime | None] = mapped_column(Moment)


class Invitation(Table):
    """A link, by the SHA-256 of its secret, with which a user sets a password once."""

    __tablename__ = "invitations"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    expires: Mapped[datetime] = mapped_column(Moment)


class Proposal(Table):
    """A plan that is put to the sponsors of its joint sessions."""

    __tablename__ = "proposals"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    plan: Mapped[str] = mapped_column(ForeignKey("plans.id"), unique=True)
    scenario: Mapped[str] = mapped_column(ForeignKey("scenarios.id"), index=True)
    author: Mapped[str] = mapped_column(String(200))
    created: Mapped[datetime] = mapped_column(Moment)


class Consent(Table):
    """What a sponsor says to a joint session that was proposed; `answer` is null as long as they say nothing.

    `job` is the solve of the new plan that a refusal led to.
    """

    __tablename__ = "consents"

    proposal: Mapped[str] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    session: Mapped[str] = mapped_column(Words, primary_key=True)
    organisation: Mapped[str] = mapped_column(Words, primary_key=True)
    answer: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(Text)
    author: Mapped[str | None] = mapped_column(String(200))
    at: Mapped[datetime | None] = mapped_column(Moment)
    job: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"))

    __table_args__ = (Index("ix_consents_organisation", "organisation"),)


class Published(Table):
    """A duty of a person, or a session of an organisation, as calendars have it: `uid` stays, whatever changes.

    `keys` are the activities that it is for, `entry` what calendars say of it, `digest` the SHA-256 of that;
    `sequence` counts the changes. One that is called off stays, with `cancelled`, and can come back.
    """

    __tablename__ = "published"

    uid: Mapped[str] = mapped_column(String(36), primary_key=True)
    scenario: Mapped[str] = mapped_column(ForeignKey("scenarios.id"))
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(Words)
    keys: Mapped[list[Any]] = mapped_column(Document)
    entry: Mapped[dict[str, Any]] = mapped_column(Document)
    digest: Mapped[str] = mapped_column(String(64))
    sequence: Mapped[int]
    begins: Mapped[datetime] = mapped_column(Moment)
    ends: Mapped[datetime] = mapped_column(Moment)
    created: Mapped[datetime] = mapped_column(Moment)
    changed: Mapped[datetime] = mapped_column(Moment)
    cancelled: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        Index("ix_published_scenario", "scenario"),
        Index("ix_published_kind_subject", "kind", "subject"),
    )


class Link(Table):
    """A calendar that needs no sign-in, by the SHA-256 of its secret: a user's own, or an organisation's."""

    __tablename__ = "links"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    user: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    organisation: Mapped[str | None] = mapped_column(Words)
    name: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(Moment)
    revoked: Mapped[datetime | None] = mapped_column(Moment)


class Digest(Table):
    """What became of a user's reminders of one day: this row is why they are sent once.

    `state`: ``claimed`` by a server until `due`, after which another may take it; ``sending`` from just before the
    mail server is given the message (what becomes of it then is not known, and it is not sent again); ``sent``;
    ``failed``, and tried again at `due`; ``given-up``; ``nothing`` was due.
    """

    __tablename__ = "digests"

    user: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int]
    due: Mapped[datetime] = mapped_column(Moment)


class Request(Table):
    """What somebody asked for under a key of their own: asked again, the same thing is not done twice."""

    __tablename__ = "requests"

    actor: Mapped[str] = mapped_column(String(200), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    made: Mapped[str] = mapped_column(String(36))
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
