"""What is found for a part of a problem in the indices of the whole, and the other way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from planner.solve.draft import Held
from planner.solve.problem import Problem


def session_in(one: Problem, other: Problem, c: int) -> int:
    """Return a joint session of one problem as that of another which has the same activities.

    Raises:
        ValueError: it has no place there.
    """
    members = (other.grid.activity_index[one.grid.activities[a].id] for a in one.sessions[c].members)
    return other.session_of(tuple(sorted(members)))


def translated(one: Problem, other: Problem, held: Iterable[Held]) -> Iterable[Held]:
    """Yield sessions of one problem in the indices of another that has the same activities, people and places."""
    ours, theirs = one.grid, other.grid
    for h in held:
        yield replace(
            h,
            session=session_in(one, other, h.session),
            place=theirs.place_index[ours.places[h.place].id],
            seats=tuple((k, theirs.person_index[ours.people[p].id]) for k, p in h.seats),
            standby=tuple((k, theirs.person_index[ours.people[p].id]) for k, p in h.standby),
        )
