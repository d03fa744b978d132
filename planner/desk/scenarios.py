"""Scenarios as the office keeps them: every save a version that is never changed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from planner.desk import audit
from planner.desk.faults import Changed, Missing
from planner.desk.store import Body, Scenario, Store, Version
from planner.domain import canonical
from planner.domain import scenario as domain


@dataclass(frozen=True)
class Kept:
    """A version of a scenario: `number` counts from 1, `sha256` is that of its canonical form."""

    id: str
    name: str
    organisation: str
    number: int
    sha256: str
    author: str
    note: str
    created: datetime
    scenario: domain.Scenario


class Scenarios:
    """The scenarios in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create(self, scenario: domain.Scenario, *, organisation: str, author: str, note: str = "") -> Kept:
        """Keep a new scenario as its first version."""
        now = datetime.now(UTC)
        row = Scenario(
            id=str(uuid.uuid4()), name=scenario.name, organisation=organisation, head=1, created=now, archived=None
        )
        with self._store.writing() as session:
            session.add(row)
            session.flush()
            return _saved(session, row, scenario, author, note, now, "scenario.create")

    def save(self, id: str, scenario: domain.Scenario, *, expected: int, author: str, note: str = "") -> Kept:
        """Keep a changed scenario as a new version; where nothing is different, return the version that there is.

        `expected` is the number of the version that was changed.

        Raises:
            Missing: there is no such scenario.
            Changed: somebody saved another version meanwhile.
        """
        with self._store.writing() as session:
            row = session.scalars(select(Scenario).where(Scenario.id == id).with_for_update()).first()
            if row is None or row.archived is not None:
                raise Missing("scenario", id)
            if row.head != expected:
                raise Changed("scenario", id, expected, row.head)
            newest = session.get_one(Version, (id, row.head))
            if newest.sha256 == canonical.sha256(scenario):
                return _kept(row, newest, scenario)
            row.head += 1
            row.name = scenario.name
            return _saved(session, row, scenario, author, note, datetime.now(UTC), "scenario.save")

    def read(self, id: str, number: int | None = None) -> Kept:
        """Return a version of a scenario, the newest unless a number is given.

        Raises:
            Missing: there is no such scenario or version.
        """
        with self._store.reading() as session:
            row = session.get(Scenario, id)
            version = None if row is None else session.get(Version, (id, row.head if number is None else number))
            if row is None or version is None:
                raise Missing("scenario", id if number is None else f"{id}/{number}")
            body = session.get_one(Body, version.sha256)
            return _kept(row, version, domain.Scenario.model_validate_json(body.text))


def _saved(
    session: Session, row: Scenario, scenario: domain.Scenario, author: str, note: str, now: datetime, action: str
) -> Kept:
    """Add the version that the row's head names, its body where that is new, and a line in the trail."""
    digest = canonical.sha256(scenario)
    body = scenario.model_dump_json(by_alias=True, exclude_none=True).encode()
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    session.execute(insert(Body).values(sha256=digest, text=body).on_conflict_do_nothing())
    version = Version(scenario=row.id, number=row.head, sha256=digest, author=author, note=note, created=now)
    session.add(version)
    audit.record(session, author, action, f"scenario/{row.id}", {"version": row.head, "sha256": digest})
    return _kept(row, version, scenario)


def _kept(row: Scenario, version: Version, scenario: domain.Scenario) -> Kept:
    return Kept(
        id=row.id,
        name=row.name,
        organisation=row.organisation,
        number=version.number,
        sha256=version.sha256,
        author=version.author,
        note=version.note,
        created=version.created,
        scenario=scenario,
    )
