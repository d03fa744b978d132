"""Changes that somebody makes to a plan by hand: each is written into the scenario as a new version, and planned anew.

So nothing is done that the rules forbid, a change can be undone by going back a version, and the trail tells it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from planner.desk import jobs, once, scenarios
from planner.desk.asked import Solve
from planner.desk.faults import Missing
from planner.desk.jobs import JobInfo
from planner.desk.once import Key
from planner.desk.rights import Who
from planner.desk.scenarios import ScenarioInfo
from planner.desk.store import Job, Plan, Scenario, Store
from planner.domain import plan as domain
from planner.domain.scenario import PersonPin
from planner.domain.scenario import Scenario as DomainScenario
from planner.domain.whatif import AddForbid, AddPin, Change, Unpin
from planner.whatif.changes import apply

SWAP_SECONDS = 60.0
"""Seconds that the plan after a swap may take."""


class Edits:
    """What is changed in the plans of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def swap(
        self,
        who: Who,
        plan: str,
        session: str,
        role: str,
        activity: str | None,
        holder: str | None,
        person: str,
        *,
        key: Key | None = None,
    ) -> JobInfo:
        """Give a seat to somebody else: pin them, keep the holder (None: nobody) out, and ask for a plan near this.

        `activity` is the one that brings the seat (None: the role is shared).

        Raises:
            Missing, Forbidden: there is no such plan, session or seat for them, or they plan nothing there.
            InputError: the newest version of the scenario has no such person, or the change contradicts it.
            Full: they have as many jobs as one may have.
            Reused: the key stands for something else.
        """
        with self._store.writing() as db:
            row, kept, held = _found(db, who, plan, session)
            if (known := once.made(db, who.id, key)) is not None:
                return jobs.state_of(db.get_one(Job, known))
            newest = scenarios.parsed(db, row.id, row.head)
            at = activity or held.activities[0]
            changes: list[Change] = []
            if holder is not None:
                changes += _unpinned(newest, held, holder)
                changes.append(AddForbid(person=holder, activity=at))
            changes.append(_pin(person, at, role))
            _save(db, row, who, newest, changes, f"{holder or '–'} → {person} ({role}, {at})")
            job = jobs.queued(db, row, Solve(base=kept.id, time_limit_s=SWAP_SECONDS), author=who.id)
            once.remember(db, who.id, key, job.id)
            return jobs.state_of(job)

    def pin_person(
        self,
        who: Who,
        plan: str,
        session: str,
        role: str,
        activity: str | None,
        person: str,
        *,
        key: Key | None = None,
    ) -> ScenarioInfo:
        """Keep somebody in a seat in all plans to come.

        Raises:
            Missing, Forbidden: there is no such plan or session for them, or they plan nothing there.
            InputError: the newest version of the scenario pins them already, or the pin contradicts it.
            Reused: the key stands for something else.
        """
        with self._store.writing() as db:
            row, _, held = _found(db, who, plan, session)
            at = activity or held.activities[0]
            return _pinned(db, row, who, [_pin(person, at, role)], f"= {person} ({role}, {at})", key)

    def pin_session(self, who: Who, plan: str, session: str, *, key: Key | None = None) -> ScenarioInfo:
        """Keep the time and place of all that meets in a session in all plans to come.

        Raises:
            Missing, Forbidden: there is no such plan or session for them, or they plan nothing there.
            InputError: the newest version of the scenario pins it already, or the pins contradict it.
            Reused: the key stands for something else.
        """
        with self._store.writing() as db:
            row, _, held = _found(db, who, plan, session)
            pins = [AddPin(activity=at, start=held.start, place=held.place) for at in held.activities]
            return _pinned(db, row, who, pins, f"= {held.start:%Y-%m-%d %H:%M}, {held.place}", key)


def _found(db: Session, who: Who, plan: str, session: str) -> tuple[Scenario, Plan, domain.Session]:
    """Return a plan's scenario, locked, the plan and its session, for somebody who plans there."""
    kept = db.get(Plan, plan)
    if kept is None:
        raise Missing("plan", plan)
    row = db.get_one(Scenario, kept.scenario, with_for_update=True)
    who.needs("plan", row.organisation, row.area, "plan", plan)
    read = domain.Plan.model_validate_json(kept.text)
    held = next((s for s in read.sessions if s.id == session), None)
    if held is None or row.archived is not None:
        raise Missing("session", f"{plan}/{session}")
    return row, kept, held


def _pinned(db: Session, row: Scenario, who: Who, pins: Sequence[Change], note: str, key: Key | None) -> ScenarioInfo:
    if (known := once.made(db, who.id, key)) is not None:
        return scenarios.kept(db, row, int(known))
    info = _save(db, row, who, scenarios.parsed(db, row.id, row.head), pins, note)
    once.remember(db, who.id, key, str(info.number))
    return info


def _save(
    db: Session, row: Scenario, who: Who, newest: DomainScenario, changes: Sequence[Change], note: str
) -> ScenarioInfo:
    changed = apply(newest, changes).scenario
    row.head += 1
    return scenarios.add_version(db, row, changed, who.id, note, "scenario.save")


def _pin(person: str, activity: str, role: str) -> AddPin:
    if not (person and role):
        raise Missing("person", f"{person}/{role}")
    return AddPin(person=person, activity=activity, role=role)


def _unpinned(scenario: DomainScenario, held: domain.Session, person: str) -> list[Unpin]:
    """Return what drops the pins of a person to a session."""
    return [
        Unpin(person=person, activity=pin.activity, role=pin.role)
        for pin in scenario.pins
        if isinstance(pin, PersonPin) and pin.person == person and pin.activity in held.activities
    ]
