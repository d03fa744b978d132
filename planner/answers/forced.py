"""Why she is there, why not somebody else, who could replace her: force it, solve again, and read the price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.answers.moves import Move, moves
from planner.domain.plan import Session
from planner.domain.scenario import PersonPin, Scenario
from planner.domain.whatif import AddForbid, AddPin, Case, Change, Row, Unpin
from planner.grid import Grid
from planner.whatif.case import Base


@dataclass(frozen=True)
class Candidate:
    """Somebody who qualifies for a seat, the row of the plan in which they have it, and all that moves for it."""

    person: str
    row: Row
    moves: tuple[Move, ...] = ()

    @property
    def can(self) -> bool:
        """Whether there is such a plan, as far as is known."""
        return self.row.status in ("optimal", "feasible")

    @property
    def sure(self) -> bool:
        """Whether it is proven what it costs, or that it cannot be."""
        if not self.can:
            return self.row.status != "unknown"
        return all(shift.low == shift.value == shift.high for shift in self.row.difference.values())


def why(person: str, activity: str) -> Case:
    """Return the case that does without a person in an activity: what it costs is why they are there."""
    return Case(name=f"without {person} in {activity}", changes=(AddForbid(person=person, activity=activity),))


def why_not(person: str, activity: str, role: str) -> Case:
    """Return the case that seats a person: what it costs, or that it cannot be, is why they are not there."""
    return Case(
        name=f"{person} as {role} in {activity}", changes=(AddPin(person=person, activity=activity, role=role),)
    )


def replacing(base: Base, session: Session, role: str, origin: str | None, holder: str | None) -> Mapping[str, Case]:
    """Return a case for each who qualifies for a seat but does not have it, by person.

    `origin` is the activity that brings the seat (None: shared). The holder (None: the seat is empty) stays out of the
    whole session, and pins that put them there are gone; others in the session may change seats. Everything else is
    planned anew, so the price has all that follows in it. For a shared seat the candidate has the role in whatever
    session then holds the first of the session's activities.
    """
    activity = session.activities[0] if origin is None else origin
    leave: tuple[Change, ...] = ()
    if holder is not None:
        leave = (*_unpinned(base, session, holder), AddForbid(person=holder, activity=activity))
    return {
        person: Case(name=f"instead: {person}", changes=(*leave, AddPin(person=person, activity=activity, role=role)))
        for person in qualified(base.scenario, session, role, origin)
        if person != holder
    }


def qualified(scenario: Scenario, session: Session, role: str, origin: str | None) -> list[str]:
    """Return who qualifies for a seat of a session and has none like it there, by id; their time is another matter."""
    grid = Grid(scenario)
    members = tuple(sorted(grid.activity_index[a] for a in session.activities))
    there = {seat.person for seat in session.seats if (seat.role, seat.activity) == (role, origin)}
    of = None if origin is None else grid.activity_index[origin]
    return sorted(
        grid.people[p].id
        for kind in grid.seat_kinds(members, session.attendance)
        if (kind.role, kind.activity) == (role, of)
        for p in kind.eligible
        if grid.people[p].id not in there
    )


def candidates(base: Base, asked: Mapping[str, Case], rows: Iterable[Row]) -> tuple[Candidate, ...]:
    """Return those of whom cases ask, with the rows of these: the cheapest first, those who cannot last."""
    answered = {row.case: row for row in rows}
    return ranked(
        _candidate(base, person, answered[case.name]) for person, case in asked.items() if case.name in answered
    )


def _candidate(base: Base, person: str, row: Row) -> Candidate:
    moved = moves(base.scenario, base.plan, row.plan) if row.plan is not None and row.plan.has_sessions_to_check else ()
    return Candidate(person, row, moved)


def _unpinned(base: Base, session: Session, person: str) -> tuple[Change, ...]:
    """Return what drops the pins of a person to the session."""
    pins = {
        (pin.activity, pin.role): None
        for pin in base.scenario.pins
        if isinstance(pin, PersonPin) and pin.person == person and pin.activity in session.activities
    }
    return tuple(Unpin(person=person, activity=activity, role=role) for activity, role in pins)


def ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return candidates by the values of their tiers in order, then by how few seats change, then by id.

    Those of whom it is not known whether they can come after those who can, and before those who cannot.
    """

    def rank(candidate: Candidate) -> tuple[object, ...]:
        row = candidate.row
        values = tuple(tier.value or 0 for tier in row.tiers) if candidate.can else ()
        return (not candidate.can, row.status != "unknown", values, row.seats_changed or 0, candidate.person)

    return tuple(sorted(candidates, key=rank))
