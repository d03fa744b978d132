"""What a batch says of the ward: where it hangs on one person, what one more would bring, what a refusal costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planner.domain.plan import Plan
from planner.domain.whatif import Row


def by_loss(rows: Iterable[Row]) -> list[Row]:
    """Return the rows by what they lose, the worst first: no plan at all, then tier by tier, then seats changed."""
    return sorted(rows, key=_loss, reverse=True)


def by_gain(rows: Iterable[Row]) -> list[Row]:
    """Return the rows by what they bring, the best first, tier by tier."""
    return sorted(rows, key=_loss)


def _loss(row: Row) -> tuple[object, ...]:
    held = row.status in ("optimal", "feasible")
    return (not held, tuple(shift.value for shift in row.difference.values()), row.seats_changed or 0)


def stand_ins(base: Plan, plan: Plan, person: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return who takes over each seat that a person has in `base`: session, role, activity or "", and the people.

    They are those who hold the role in `plan` for the same activities and did not in `base`; nobody where it is empty
    or the activity is not held.
    """
    found = []
    for session in base.sessions:
        for seat in session.seats:
            if seat.person != person:
                continue
            of = session.activities if seat.activity is None else (seat.activity,)
            before = _holders(base, seat.role, seat.activity, of)
            after = _holders(plan, seat.role, seat.activity, of)
            found.append((session.id, seat.role, seat.activity or "", tuple(sorted(after - before))))
    return found


def _holders(plan: Plan, role: str, origin: str | None, activities: Sequence[str]) -> set[str]:
    return {
        seat.person
        for session in plan.sessions
        if not set(activities).isdisjoint(session.activities)
        for seat in session.seats
        if (seat.role, seat.activity) == (role, origin) and seat.person is not None
    }
