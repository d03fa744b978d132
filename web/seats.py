"""The seats of a session as they are dragged and clicked: who has each, and who else could."""

from __future__ import annotations

from dataclasses import dataclass

from planner.answers.forced import qualified
from planner.domain.plan import Seat, Session
from planner.domain.scenario import Scenario


@dataclass(frozen=True)
class Chair:
    """A seat, and who else qualifies for it."""

    seat: Seat
    takes: tuple[str, ...] = ()


def chairs(session: Session, scenario: Scenario) -> tuple[Chair, ...]:
    """Return the seats of a session of a scenario."""
    kinds = dict.fromkeys((seat.role, seat.activity) for seat in session.seats)
    takes = {(role, origin): tuple(qualified(scenario, session, role, origin)) for role, origin in kinds}
    return tuple(Chair(seat, takes[seat.role, seat.activity]) for seat in session.seats)
