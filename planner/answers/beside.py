"""Some sessions put into a plan in the place of its own: what of the plan can stay beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from planner.domain.plan import Plan, Session
from planner.domain.report import Violation
from planner.domain.scenario import Scenario
from planner.domain.values import seat_cost
from planner.solve.feasible.possible import violations

TRIES: Final = 12
"""Most times that what breaks a rule is taken out before all else of the plan is."""

_WHERE: Final = re.compile(r"/sessions/(\d+)(?:/(seats|standby)/(\d+))?")
_EMPTY: Final = {"person": None, "reason": "Người này cần ở buổi khác.", "reason_en": "Needed in another session."}


@dataclass(frozen=True)
class _Part:
    """A session in the making: `loose` people may be taken out of it again, and it itself where `optional`."""

    session: Session
    loose: frozenset[str]
    optional: bool


def beside(scenario: Scenario, plan: Plan, sessions: Sequence[Session]) -> tuple[Session, ...]:
    """Return the sessions with all others of the plan that hold none of their activities, as far as rules allow.

    Empty seats of the sessions go to those who hold them in the plan. What breaks a rule then is taken out again:
    people of the plan, at last its sessions; the given sessions and their holders stay.
    """
    rates = {person.id: person.cost_per_hour for person in scenario.people}
    mine = {session.activities: session for session in plan.sessions}
    taken = {a for session in sessions for a in session.activities}
    parts = [_filled(session, mine.get(session.activities), rates) for session in sessions]
    for session in plan.sessions:
        if taken.isdisjoint(session.activities):
            people = [seat.person for seat in session.seats] + [standby.person for standby in session.standby]
            parts.append(_Part(session, frozenset(p for p in people if p is not None), optional=True))
    for _ in range(TRIES):
        together = _numbered(parts)
        broken = violations(scenario, together)
        if not broken:
            return together
        parts = _mended(parts, together, broken, rates)
    return _numbered([_Part(session, frozenset(), optional=False) for session in sessions])


def _numbered(parts: Sequence[_Part]) -> tuple[Session, ...]:
    return tuple(part.session.model_copy(update={"id": f"s{n}"}) for n, part in enumerate(parts, 1))


def _filled(session: Session, known: Session | None, rates: Mapping[str, Decimal]) -> _Part:
    """Return the session with the holders of the plan's in its empty seats."""
    sitting = {seat.person for seat in session.seats}
    free = [
        (seat.role, seat.activity, seat.person)
        for seat in (() if known is None else known.seats)
        if seat.person is not None and seat.person not in sitting
    ]
    seats = []
    added: list[str] = []
    for seat in session.seats:
        holder = next((f for f in free if seat.person is None and f[:2] == (seat.role, seat.activity)), None)
        if holder is None:
            seats.append(seat)
        else:
            free.remove(holder)
            added.append(holder[2])
            seats.append(seat.model_copy(update={"person": holder[2], "reason": None, "reason_en": None}))
    cost = session.cost + sum(seat_cost(rates[person], _minutes(session)) for person in added)
    return _Part(session.model_copy(update={"seats": tuple(seats), "cost": cost}), frozenset(added), optional=False)


def _minutes(session: Session) -> int:
    return int((session.end - session.start).total_seconds()) // 60


def _mended(
    parts: Sequence[_Part], together: Sequence[Session], broken: Sequence[Violation], rates: Mapping[str, Decimal]
) -> list[_Part]:
    """Return the parts without what breaks rules."""
    dropped: set[int] = set()
    freed: dict[int, set[str]] = {n: set() for n in range(len(parts))}
    for violation in broken:
        at = _WHERE.match(violation.where)
        n = None if at is None else int(at[1])
        person: str | None = None
        if at is not None and at[2] is not None:
            person = getattr(together[int(at[1])], at[2])[int(at[3])].person
        if n is None:
            dropped.update(m for m, part in enumerate(parts) if part.optional)
        elif person is not None and person in parts[n].loose:
            freed[n].add(person)
        elif person is not None:
            for people in freed.values():
                people.add(person)
        elif parts[n].optional:
            dropped.add(n)
        else:
            freed[n] |= parts[n].loose
            dropped.update(m for m, p in enumerate(parts) if p.optional and p.session.place == together[n].place)
    return [_without(part, freed[n] & part.loose, rates) for n, part in enumerate(parts) if n not in dropped]


def _without(part: _Part, people: Set[str], rates: Mapping[str, Decimal]) -> _Part:
    """Return the session without some of its people, and what they cost."""
    session = part.session
    paid = sum(seat_cost(rates[s.person], _minutes(session)) for s in session.seats if s.person in people and s.person)
    kept = session.model_copy(
        update={
            "seats": tuple(s.model_copy(update=_EMPTY) if s.person in people else s for s in session.seats),
            "standby": tuple(s for s in session.standby if s.person not in people),
            "cost": session.cost - paid,
        }
    )
    return _Part(kept, part.loose - people, part.optional)
