"""Who does what in a session of a plan."""

from __future__ import annotations

from typing import NamedTuple

from planner.domain.plan import Session


class Assignment(NamedTuple):
    """A seat with somebody in it, or somebody as `standby`. `activity` is whose own role it is, None where shared."""

    person: str
    role: str
    activity: str | None
    standby: bool


def assignments(session: Session) -> tuple[Assignment, ...]:
    """Return who does what in a session, in the order of the plan, standbys last."""
    seated = [Assignment(s.person, s.role, s.activity, False) for s in session.seats if s.person is not None]
    return (*seated, *(Assignment(s.person, s.role, None, True) for s in session.standby))
