"""What every check looks at: scenario and plan side by side, each tier worked out again from the sessions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from planner.domain.plan import Plan, Seat, Session
from planner.domain.scenario import Scenario, Weighted
from planner.verify.held import Held, Lookup


class Case:
    """One verification. `values` is empty where the plan only states that there is none."""

    def __init__(self, scenario: Scenario, plan: Plan, base: Plan | None, since: datetime | None = None) -> None:
        self.scenario = scenario
        self.plan = plan
        self.base = base
        self.since = since
        self.lookup = Lookup(scenario)
        self.held = tuple(Held(i, session, self.lookup) for i, session in enumerate(plan.sessions))

    @cached_property
    def sessions_of(self) -> Mapping[str, tuple[Held, ...]]:
        """For each activity of the scenario the sessions that hold it; in a sound plan one or none."""
        found: dict[str, list[Held]] = {a: [] for a in self.lookup.activities}
        for held in self.held:
            for member in held.members:
                found[member.id].append(held)
        return {activity: tuple(sessions) for activity, sessions in found.items()}

    @cached_property
    def minutes_of(self) -> Mapping[str, int]:
        """Seat minutes of each person who holds a seat."""
        minutes: Counter[str] = Counter()
        for held in self.held:
            for seat in held.filled:
                minutes[seat.person or ""] += held.minutes
        return minutes

    @property
    def person_minutes(self) -> int:
        """Seat minutes of all."""
        return sum(self.minutes_of.values())

    @cached_property
    def values(self) -> Mapping[str, int]:
        """Every tier that the contract names, worked out from the sessions."""
        if not self.plan.has_sessions_to_check:
            return {}
        values = {
            "unheld": sum(a.priority for a in self.scenario.activities if not self.sessions_of[a.id]),
            "unfilled": sum(len(h.session.seats) - len(h.filled) for h in self.held),
            "unbacked": sum(map(_unbacked, self.held)),
            "staff_sessions": sum(len(h.filled) for h in self.held),
            "cost": sum(h.cost.total for h in self.held),
            "people": len(self.minutes_of),
            "peak_minutes": max(self.minutes_of.values(), default=0),
            "changes": self._changes(),
        }
        for tier in self.scenario.objective:
            if isinstance(tier, Weighted):
                values["weighted"] = sum(weight * values[name] for name, weight in tier.weighted.items())
        return values

    def _changes(self) -> int:
        if self.base is None:
            return 0
        return sum(
            sum(not self._stays(session, activity) for activity in session.activities)
            + sum(not self._keeps(session, seat) for seat in session.seats if seat.person is not None)
            for session in self.base.sessions
        )

    def _stays(self, session: Session, activity: str) -> bool:
        """Tell whether an activity of the base plan keeps its start and place."""
        return any(
            (held.start, held.session.place) == (session.start, session.place)
            for held in self.sessions_of.get(activity, ())
        )

    def _keeps(self, session: Session, seat: Seat) -> bool:
        """Tell whether a base holder keeps the role: a shared one wherever a member of `session` is."""
        origins = session.activities if seat.activity is None else (seat.activity,)
        return any(
            (s.role, s.activity, s.person) == (seat.role, seat.activity, seat.person)
            for origin in origins
            for held in self.sessions_of.get(origin, ())
            for s in held.session.seats
        )


def _unbacked(held: Held) -> int:
    standing_by = Counter(s.role for s in held.session.standby)
    return sum(max(0, w.standby - standing_by[role]) for (role, _), w in held.wanted.items())
