"""Scenarios as the office keeps them: every save a version that is never changed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from planner.desk import audit, once, publishing
from planner.desk.faults import Changed, Forbidden, Missing
from planner.desk.once import Key
from planner.desk.pages import Cursor, Page, page
from planner.desk.rights import Right, Who
from planner.desk.store import Body, Scenario, Store, Version
from planner.domain import canonical, checks
from planner.domain import scenario as domain
from planner.files.given import given
from planner.files.json_text import json_text

SHOWN: Final = frozenset({"id", "name", "organisations", "skills", "areas"})
"""What somebody who may only read sees of people: who they are and what they can do; not their hours, pay or leave."""


@dataclass(frozen=True)
class ScenarioInfo:
    """A version of a scenario: `number` counts from 1, `sha256` is that of its canonical form."""

    id: str
    name: str
    organisation: str
    area: str | None
    number: int
    newest: int
    sha256: str
    author: str
    note: str
    created: datetime
    archived: bool


class Scenarios:
    """The scenarios in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create(
        self,
        who: Who,
        scenario: domain.Scenario,
        *,
        organisation: str,
        area: str | None = None,
        note: str = "",
        key: Key | None = None,
    ) -> ScenarioInfo:
        """Keep a new scenario of an organisation as its first version.

        Raises:
            Forbidden: they plan nothing there.
            Reused: the key stands for something else.
        """
        if not who.may("plan", organisation, area):
            raise Forbidden("plan")
        with self._store.writing() as session:
            if (known := once.made(session, who.id, key)) is not None:
                return kept(session, session.get_one(Scenario, known), 1)
            row = Scenario(
                id=str(uuid.uuid4()),
                name=scenario.name,
                organisation=organisation,
                area=area,
                head=1,
                created=datetime.now(UTC),
                archived=None,
            )
            session.add(row)
            session.flush()
            once.remember(session, who.id, key, row.id)
            return add_version(session, row, scenario, who.id, note, "scenario.create")

    def save(
        self, who: Who, id: str, scenario: domain.Scenario, *, expected: int, note: str = "", key: Key | None = None
    ) -> ScenarioInfo:
        """Keep a changed scenario as a new version; where nothing is different, return the version that there is.

        `expected` is the number of the version that was changed.

        Raises:
            Missing, Forbidden: there is none for them, or they may not change it.
            Changed: somebody saved another version meanwhile.
        """
        with self._store.writing() as session:
            row = _visible(session, who, id, "plan", lock=True)
            if (known := once.made(session, who.id, key)) is not None:
                return kept(session, row, int(known))
            if row.archived is not None:
                raise Missing("scenario", id)
            if row.head != expected:
                raise Changed("scenario", id, str(expected), str(row.head))
            newest = session.get_one(Version, (id, row.head))
            if newest.sha256 == canonical.sha256(scenario):
                once.remember(session, who.id, key, str(row.head))
                return _kept(row, newest)
            row.head += 1
            once.remember(session, who.id, key, str(row.head))
            return add_version(session, row, scenario, who.id, note, "scenario.save")

    def patch(
        self, who: Who, id: str, change: object, *, expected: int, note: str = "", key: Key | None = None
    ) -> ScenarioInfo:
        """Keep a new version with some fields changed, by RFC 7396: lists are given whole, None takes a field away.

        Raises:
            InputError: what comes of it is no scenario; the pointers are into that.
            Missing, Forbidden: there is none for them, or they may not change it.
            Changed: somebody saved another version meanwhile.
        """
        with self._store.reading() as session:
            row = _visible(session, who, id, "plan")
            if session.get(Version, (id, expected)) is None:
                raise Changed("scenario", id, str(expected), str(row.head))
            raw = given(parsed(session, id, expected))
        return self.save(who, id, checks.read(_merged(raw, change)).scenario, expected=expected, note=note, key=key)

    def restore(self, who: Who, id: str, number: int, *, expected: int, key: Key | None = None) -> ScenarioInfo:
        """Keep an older version as the newest one, `expected` being the newest until then.

        Raises:
            Missing, Forbidden: there is no such version for them, or they may not change it.
            Changed: somebody saved another version meanwhile.
            Reused: the key stands for something else.
        """
        with self._store.reading() as session:
            _version(session, _visible(session, who, id, "plan"), number)
            scenario = parsed(session, id, number)
        return self.save(who, id, scenario, expected=expected, note=f"← {number}", key=key)

    def archive(self, who: Who, id: str, *, expected: int) -> None:
        """Put a scenario away: it is not listed any more and takes no new versions; all there is stays readable.

        Raises:
            Missing, Forbidden: there is none for them, or they may not change it.
            Changed: somebody saved another version meanwhile.
        """
        with self._store.writing() as session:
            row = _visible(session, who, id, "plan", lock=True)
            if row.head != expected:
                raise Changed("scenario", id, str(expected), str(row.head))
            if row.archived is None:
                row.archived = datetime.now(UTC)
                publishing.withdraw(session, id, row.archived)
                audit.record(session, who.id, "scenario.archive", f"scenario/{id}", {"version": row.head})

    def read(self, who: Who, id: str, number: int | None = None) -> ScenarioInfo:
        """Return what is known of a version, the newest unless a number is given.

        Raises:
            Missing: there is no such scenario or version for them.
        """
        with self._store.reading() as session:
            row = _visible(session, who, id, "read")
            return _kept(row, _version(session, row, number))

    def text(self, who: Who, id: str, number: int | None = None) -> tuple[ScenarioInfo, bytes]:
        """Return a version with its JSON, without what is personal where they may not see that.

        Raises:
            Missing: there is no such scenario or version for them.
        """
        with self._store.reading() as session:
            row = _visible(session, who, id, "read")
            version = _version(session, row, number)
            return _kept(row, version), _text(session, who, row, version)

    def list(
        self,
        who: Who,
        *,
        organisation: str | None = None,
        archived: bool = False,
        after: Cursor | None = None,
        limit: int = 50,
    ) -> Page[ScenarioInfo]:
        """Return scenarios that they may read, the newest first, each with its newest version."""
        query = select(Scenario).where(who.reach("read", Scenario.organisation, Scenario.area))
        query = query.where(Scenario.archived.is_not(None) if archived else Scenario.archived.is_(None))
        if organisation is not None:
            query = query.where(Scenario.organisation == organisation)
        with self._store.reading() as session:
            found = page(session, query, Scenario.created, Scenario.id, lambda row: row, after=after, limit=limit)
            heads = _heads(session, found.items)
            return Page(tuple(_kept(row, heads[row.id]) for row in found.items), found.next)

    def versions(self, who: Who, id: str, *, before: int | None = None, limit: int = 50) -> Page[ScenarioInfo]:
        """Return the versions of a scenario, the newest first; `before` is the cursor: a number.

        Raises:
            Missing: there is no such scenario for them.
        """
        with self._store.reading() as session:
            row = _visible(session, who, id, "read")
            query = select(Version).where(Version.scenario == id)
            if before is not None:
                query = query.where(Version.number < before)
            found = session.scalars(query.order_by(Version.number.desc()).limit(limit + 1)).all()
            more = str(found[limit - 1].number) if len(found) > limit else None
            return Page(tuple(_kept(row, version) for version in found[:limit]), more)


def readable(session: Session, who: Who, id: str, right: Right = "read", *, lock: bool = False) -> Scenario:
    """Return the row of a scenario that they have a right to; `lock`: others wait until this transaction ends.

    Raises:
        Missing, Forbidden: they have not.
    """
    return _visible(session, who, id, right, lock=lock)


def shown(session: Session, who: Who, id: str, number: int) -> domain.Scenario:
    """Return a version as they may see it: without what is personal where they may not.

    Raises:
        Missing: there is no such scenario or version for them.
    """
    row = _visible(session, who, id, "read")
    return domain.Scenario.model_validate_json(_text(session, who, row, _version(session, row, number)))


def kept(session: Session, row: Scenario, number: int) -> ScenarioInfo:
    """Return what is known of a version that there is."""
    return _kept(row, session.get_one(Version, (row.id, number)))


def parsed(session: Session, id: str, number: int) -> domain.Scenario:
    """Return a version as the solver takes it."""
    text = session.get_one(Body, session.get_one(Version, (id, number)).sha256).text
    return domain.Scenario.model_validate_json(text)


def add_version(
    session: Session, row: Scenario, scenario: domain.Scenario, author: str, note: str, action: str
) -> ScenarioInfo:
    """Add the version that the row's head names, its body where that is new, and a line in the trail."""
    digest = canonical.sha256(scenario)
    body = json_text(given(scenario)).encode()
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    session.execute(insert(Body).values(sha256=digest, text=body).on_conflict_do_nothing())
    row.name = scenario.name
    version = Version(
        scenario=row.id, number=row.head, sha256=digest, author=author, note=note, created=datetime.now(UTC)
    )
    session.add(version)
    audit.record(session, author, action, f"scenario/{row.id}", {"version": row.head, "sha256": digest})
    return _kept(row, version)


def _visible(session: Session, who: Who, id: str, right: Right, *, lock: bool = False) -> Scenario:
    query = select(Scenario).where(Scenario.id == id)
    row = session.scalars(query.with_for_update() if lock else query).first()
    if row is None:
        raise Missing("scenario", id)
    who.needs(right, row.organisation, row.area, "scenario", id)
    return row


def _version(session: Session, row: Scenario, number: int | None) -> Version:
    version = session.get(Version, (row.id, row.head if number is None else number))
    if version is None:
        raise Missing("version", f"{row.id}/{number}")
    return version


def _heads(session: Session, rows: Sequence[Scenario]) -> dict[str, Version]:
    """Return the newest version of each scenario."""
    newest = select(Version).join(Scenario, (Scenario.id == Version.scenario) & (Scenario.head == Version.number))
    found = session.scalars(newest.where(Scenario.id.in_([row.id for row in rows])))
    return {version.scenario: version for version in found}


def _kept(row: Scenario, version: Version) -> ScenarioInfo:
    return ScenarioInfo(
        id=row.id,
        name=row.name,
        organisation=row.organisation,
        area=row.area,
        number=version.number,
        newest=row.head,
        sha256=version.sha256,
        author=version.author,
        note=version.note,
        created=version.created,
        archived=row.archived is not None,
    )


def _merged(value: object, change: object) -> object:
    """Return JSON values with a merge patch applied (RFC 7396, section 2)."""
    if not isinstance(change, dict):
        return change
    merged = dict(value) if isinstance(value, dict) else {}
    for name, item in change.items():
        if item is None:
            merged.pop(name, None)
        else:
            merged[name] = _merged(merged.get(name), item)
    return merged


def _text(session: Session, who: Who, row: Scenario, version: Version) -> bytes:
    text = session.get_one(Body, version.sha256).text
    return text if who.may("open", row.organisation, row.area) else _impersonal(text)


def _impersonal(text: bytes) -> bytes:
    """Return a scenario's JSON without what is personal in it."""
    raw: dict[str, Any] = json.loads(text)
    raw["people"] = [{k: v for k, v in person.items() if k in SHOWN} for person in raw.get("people", ())]
    return json.dumps(raw, ensure_ascii=False).encode()
