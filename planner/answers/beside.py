"""Some sessions put into a plan in the place of its own: what of the plan can stay beside them, and what it loses."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from planner.domain.plan import Plan, Session
from planner.domain.report import Violation
from planner.domain.scenario import Scenario
from planner.domain.values import seat_cost
from planner.solve.possible import violations

TRIES: Final = 12
"""Most times that what breaks a rule is taken out before all else of the plan is."""

_WHERE: Final = re.compile(r"/sessions/(\d+)(?:/(seats|standby)/(\d+))?")
_EMPTY: Final = {"person": None, "reason": "Người này cần ở buổi khác.", "reason_en": "Needed in another session."}


def beside(scenario: Scenario, plan: Plan, sessions: Sequence[Session]) -> tuple[Session, ...]:
    """Return the sessions with all others of the plan that hold none of their activities, as far as rules allow.

    Seats and standbys that break a rule there are emptied, sessions that do are dropped; the given ones stay as
    they are.
    """
    taken = {a for session in sessions for a in session.activities}
    rest = [session for session in plan.sessions if taken.isdisjoint(session.activities)]
    for _ in range(TRIES):
        together = _numbered([*sessions, *rest])
        broken = violations(scenario, together)
        if not broken:
            return together
        rest = _mended(scenario, together, len(sessions), broken)
    return _numbered(sessions)


def _numbered(sessions: Sequence[Session]) -> tuple[Session, ...]:
    return tuple(session.model_copy(update={"id": f"s{n}"}) for n, session in enumerate(sessions, 1))


def _mended(scenario: Scenario, together: Sequence[Session], given: int, broken: Sequence[Violation]) -> list[Session]:
    """Return the sessions after the `given` ones without what breaks rules."""
    dropped: set[int] = set()
    freed: dict[int, set[str]] = {n: set() for n in range(given, len(together))}
    for violation in broken:
        at = _WHERE.match(violation.where)
        if at is None:
            return []
        n, duties, k = int(at[1]), at[2], at[3]
        person: str | None = None if duties is None else getattr(together[n], duties)[int(k)].person
        if person is not None:
            for m in (n,) if n >= given else freed:
                freed[m].add(person)
        elif n >= given:
            dropped.add(n)
        else:
            dropped.update(m for m in freed if together[m].place == together[n].place)
    return [_without(scenario, together[n], people) for n, people in freed.items() if n not in dropped]


def _without(scenario: Scenario, session: Session, people: Collection[str]) -> Session:
    """Return the session without some of its people, and what they cost."""
    gone = [seat.person for seat in session.seats if seat.person in people]
    rate = {person.id: person.cost_per_hour for person in scenario.people}
    minutes = int((session.end - session.start).total_seconds()) // 60
    return session.model_copy(
        update={
            "seats": tuple(seat.model_copy(update=_EMPTY) if seat.person in people else seat for seat in session.seats),
            "standby": tuple(standby for standby in session.standby if standby.person not in people),
            "cost": session.cost - sum(seat_cost(rate[person], minutes) for person in gone if person is not None),
        }
    )
