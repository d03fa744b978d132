"""Who is busy when and which places are taken, as a plan grows session by session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from planner.model.joint import JointSession
from planner.solve.draft import Held, cost_of
from planner.solve.problem import Problem


class Ledger:
    """What the sessions taken so far leave of people, places and money."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._grid = problem.grid
        self._duties: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        self._rooms: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._days: dict[tuple[int, int], int] = defaultdict(int)
        self._weeks: dict[tuple[int, int], int] = defaultdict(int)
        self._homes: dict[str, int] = defaultdict(int)
        self._spent = 0
        self.seats_at: dict[int, int] = defaultdict(int)
        """Seats of the sessions that begin at each start."""

    def room(self, session: JointSession, start: int) -> int | None:
        """Return the cheapest place that still has room for a session."""
        end = start + session.minutes
        for _, place in sorted(zip(session.place_costs, session.places, strict=True)):
            if (start, place) in session.options:
                there = sum(s < end and start < e for s, e in self._rooms[place])
                if there < self._grid.places[place].parallel:
                    return place
        return None

    def free(self, p: int, start: int, end: int, place: int) -> bool:
        """Tell whether somebody's calendar and duties allow one more, the ways between places included."""
        travel = self._grid.travel
        return self._grid.is_free(p, start, end) and all(
            e + travel(there, place) <= start or end + travel(place, there) <= s for s, e, there in self._duties[p]
        )

    def can_serve(self, p: int, start: int, minutes: int, place: int) -> bool:
        """Tell whether somebody is free for a seat and within all hours."""
        grid = self._grid
        home = grid.people[p].home
        most = grid.organisation_limit.get(home)
        return (
            self._days[p, grid.day(start)] + minutes <= grid.day_limit[p]
            and self._weeks[p, grid.week(start)] + minutes <= grid.week_limit[p]
            and (most is None or self._homes[home] + minutes <= most)
            and self.free(p, start, start + minutes, place)
        )

    def within_hours(self, people: Collection[int], minutes: int) -> bool:
        """Tell whether all of these can have a seat of one session by the hours of their organisations."""
        added: dict[str, int] = defaultdict(int)
        for p in people:
            added[self._grid.people[p].home] += minutes
        return all(self._homes[o] + added[o] <= most for o, most in self._grid.organisation_limit.items())

    def affords(self, held: Held) -> bool:
        """Tell whether the budget allows one more session."""
        budget = self._grid.scenario.budget
        return budget is None or self._spent + cost_of(self._problem, held) <= budget

    def take(self, held: Held) -> None:
        """Enter a session with its seats (standby comes later, by `stand`)."""
        grid = self._grid
        minutes = self._problem.sessions[held.session].minutes
        self._rooms[held.place].append((held.start, held.start + minutes))
        self._spent += cost_of(self._problem, held)
        self.seats_at[held.start] += len(held.seats)
        for _, p in held.seats:
            self._days[p, grid.day(held.start)] += minutes
            self._weeks[p, grid.week(held.start)] += minutes
            self._homes[grid.people[p].home] += minutes
            self.stand(p, held)

    def stand(self, p: int, held: Held) -> None:
        """Enter that somebody has a duty in a session."""
        end = held.start + self._problem.sessions[held.session].minutes
        self._duties[p].append((held.start, end, held.place))
