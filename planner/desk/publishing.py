"""What calendars were told of a scenario, and what is new to them when another plan comes into force.

The duties of a new plan are matched with those that were published before, each person's and each organisation's with
their own: what shares an activity is the same event, changed; the most activities in common first. What finds no
match is called off, unless it is over. An event that was called off can come back, as itself.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.desk.store import Published
from planner.desk.store.tables import plain
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.files import calendar
from planner.files.duties import Book, Entry, Wanted

Whose = tuple[str, str]

_TRIES: Final = 10_000
"""Ids that an entry may have: one for each that shared its first activity before."""


def publish(session: Session, id: str, scenario: Scenario, plan: Plan, at: datetime) -> None:
    """Bring the calendars of a scenario to a plan that is in force from `at` on.

    Two at a time would both add what is new: the caller holds the scenario's row.
    """
    wanted: dict[Whose, list[Wanted]] = defaultdict(list)
    for entry in Book(scenario, plan).everybodys():
        wanted[entry.kind, plain(entry.subject)].append(entry)
    known: dict[Whose, list[Published]] = defaultdict(list)
    for row in session.scalars(select(Published).where(Published.scenario == id)):
        known[row.kind, row.subject].append(row)
    taken = {row.uid for rows in known.values() for row in rows}
    for whose in sorted({*wanted, *known}):
        rows, entries = known[whose], wanted[whose]
        same = _matched(rows, entries)
        for number, entry in enumerate(entries):
            if number in same:
                _change(same[number], entry, at)
            else:
                session.add(_new(id, entry, taken, at))
        matched = {row.uid for row in same.values()}
        _call_off((row for row in rows if row.uid not in matched), at)
    session.flush()


def withdraw(session: Session, id: str, at: datetime) -> None:
    """Call off everything of a scenario that is not over."""
    _call_off(session.scalars(select(Published).where(Published.scenario == id)), at)
    session.flush()


def event(row: Published) -> calendar.Published:
    """Return a row as calendars have it."""
    return calendar.Published(
        uid=row.uid,
        sequence=row.sequence,
        created=row.created,
        changed=row.changed,
        cancelled=row.cancelled,
        entry=Entry.model_validate(row.entry),
    )


def _matched(rows: list[Published], entries: list[Wanted]) -> dict[int, Published]:
    """Return the row of each entry that has one, by the entry's number.

    Of all pairs those with the most activities in common are taken first; of these those not called off, those whose
    start stays, and then by name, so that it never depends on an order.
    """
    pairs = []
    for row in rows:
        for number, entry in enumerate(entries):
            common = len(set(row.keys).intersection(entry.keys))
            if common:
                moved = row.entry["start"] != entry.entry.model_dump(mode="json")["start"]
                pairs.append((-common, row.cancelled is not None, moved, entry.keys, row.uid, number, row))
    found: dict[int, Published] = {}
    gone: set[str] = set()
    for *_, uid, number, row in sorted(pairs, key=lambda pair: pair[:-1]):
        if number not in found and uid not in gone:
            found[number] = row
            gone.add(uid)
    return found


def _new(scenario: str, wanted: Wanted, taken: set[str], at: datetime) -> Published:
    ids = (calendar.uid(scenario, wanted, attempt=n) for n in range(_TRIES))
    row = Published(
        uid=next(id for id in ids if id not in taken),
        scenario=scenario,
        kind=wanted.kind,
        subject=wanted.subject,
        sequence=0,
        created=at,
        changed=at,
        cancelled=None,
    )
    taken.add(row.uid)
    _write(row, wanted)
    return row


def _change(row: Published, wanted: Wanted, at: datetime) -> None:
    """Bring a row to what is wanted; where that says nothing new, it stays as it is."""
    digest = row.digest
    _write(row, wanted)
    if row.digest != digest or row.cancelled is not None:
        row.sequence, row.changed, row.cancelled = row.sequence + 1, at, None


def _write(row: Published, wanted: Wanted) -> None:
    entry = wanted.entry
    zone = ZoneInfo(entry.timezone)
    row.keys = list(wanted.keys)
    row.entry = entry.model_dump(mode="json")
    row.digest = _digest(row.entry)
    row.begins, row.ends = entry.start.replace(tzinfo=zone), entry.end.replace(tzinfo=zone)


def _call_off(rows: Iterable[Published], at: datetime) -> None:
    for row in rows:
        if row.cancelled is None and row.ends > at:
            row.sequence, row.changed, row.cancelled = row.sequence + 1, at, at


def _digest(entry: dict[str, Any]) -> str:
    return hashlib.sha256(rfc8785.dumps(entry)).hexdigest()
