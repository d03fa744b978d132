"""A plan in indices: what the stages hand to one another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from planner.domain.scenario import Weighted
from planner.solve.problem import Problem


@dataclass(frozen=True)
class Held:
    """A joint session (by index) at a start and place; `seats` and `standby` are (kind index, person) pairs."""

    session: int
    start: int
    place: int
    seats: tuple[tuple[int, int], ...]
    standby: tuple[tuple[int, int], ...] = ()


def cost_of(problem: Problem, h: Held) -> int:
    """Return VND of a session, seats included."""
    session = problem.sessions[h.session]
    place = session.place_costs[session.places.index(h.place)]
    return session.fixed_cost + place + sum(problem.grid.seat_cost(p, session.minutes) for _, p in h.seats)


@dataclass(frozen=True)
class Draft:
    """Sessions that together are a plan for `problem`; activities in none are unheld."""

    problem: Problem
    held: tuple[Held, ...]

    @cached_property
    def unheld(self) -> tuple[int, ...]:
        """Activities that are in no session."""
        sessions = self.problem.sessions
        taken = {a for h in self.held for a in sessions[h.session].members}
        return tuple(a for a in range(len(self.problem.grid.activities)) if a not in taken)

    @cached_property
    def meets_pins(self) -> bool:
        """Whether what is pinned is held, and who is pinned has the seat (pinned starts and places: see the grid)."""
        grid = self.problem.grid
        seated = {
            (p, a, session.kinds[k].role)
            for h in self.held
            for session in (self.problem.sessions[h.session],)
            for k, p in h.seats
            for a in (session.members if session.kinds[k].activity is None else (session.kinds[k].activity,))
        }
        stood = all(
            len(h.standby) >= len(session.standby)
            for h in self.held
            if (session := grid.past_sets.get(self.problem.sessions[h.session].members)) is not None
        )
        return stood and grid.pinned.isdisjoint(self.unheld) and all(pin in seated for pin in grid.person_pins)

    @cached_property
    def work(self) -> dict[int, int]:
        """Seat minutes of each person who serves."""
        total: dict[int, int] = {}
        for h in self.held:
            for _, p in h.seats:
                total[p] = total.get(p, 0) + self.problem.sessions[h.session].minutes
        return total

    def cost_of(self, h: Held) -> int:
        """Return VND of one session, seats included."""
        return cost_of(self.problem, h)

    @cached_property
    def measured(self) -> dict[str, int]:
        """Every tier's value but `changes`."""
        sessions = [self.problem.sessions[h.session] for h in self.held]
        wanted = sum(kind.standby for session in sessions for kind in session.kinds)
        filled = sum(len(h.seats) for h in self.held)
        return {
            "unheld": sum(self.problem.grid.activities[a].priority for a in self.unheld),
            "unfilled": sum(session.seats for session in sessions) - filled,
            "unbacked": wanted - sum(len(h.standby) for h in self.held),
            "staff_sessions": filled,
            "cost": sum(map(self.cost_of, self.held)),
            "people": len(self.work),
            "peak_minutes": max(self.work.values(), default=0),
            "changes": self._changes(),
        }

    @cached_property
    def values(self) -> tuple[int, ...]:
        """The value of each tier of the objective, in its order."""
        return tuple(
            sum(weight * self.measured[name] for name, weight in tier.weighted.items())
            if isinstance(tier, Weighted)
            else self.measured[tier]
            for tier in self.problem.objective
        )

    def _changes(self) -> int:
        base, grid = self.problem.base, self.problem.grid
        if base is None:
            return 0
        at = {a: h for h in self.held for a in self.problem.sessions[h.session].members}
        changed = 0
        for session in base.sessions:
            members = [grid.activity_index[a] for a in session.activities if a in grid.activity_index]
            changed += len(session.activities)
            for a in members:
                if a in at:
                    same = (grid.minute(session.start), grid.place_index.get(session.place))
                    changed -= (at[a].start, at[a].place) == same
            for seat in session.seats:
                if seat.person is not None:
                    changed += not self._holds(at, seat.person, seat.role, seat.activity, members)
        return changed

    def _holds(self, at: dict[int, Held], person: str, role: str, activity: str | None, members: list[int]) -> bool:
        grid = self.problem.grid
        p = grid.person_index.get(person)
        origin = None if activity is None else grid.activity_index.get(activity, -1)
        for a in members if origin is None else [origin]:
            if a in at:
                kinds = self.problem.sessions[at[a].session].kinds
                if any(q == p and (kinds[k].role, kinds[k].activity) == (role, origin) for k, q in at[a].seats):
                    return True
        return False
