"""Who serves in a timetable, crew by crew: how many of each crew of alike people sit and stand by where.

Everything is exact but one thing: that the duties of a crew can be dealt out among its people, within the hours of
each and without clashes where the way between places matters. `planner.solve.staff.rosters` deals them out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.model.joint import JointSession
from planner.solve.draft import Held
from planner.solve.problem import Problem
from planner.solve.programs.mip import Sum, Term, Values, ones
from planner.solve.programs.tiered import Tiers, common_step, sums
from planner.solve.staff.clashes import Clashes
from planner.solve.timetable.hours import day_rows, hour_rows

Duty = tuple[int, int, int]
"""Position of a session in the timetable, index of the seat kind, crew."""


@dataclass(frozen=True)
class Crewing:
    """The sessions of a timetable that are held (by position), and how many of each crew sit and stand by."""

    held: tuple[int, ...]
    seats: Mapping[Duty, int]
    standby: Mapping[Duty, int]


class Crews(Tiers):
    """The staffing of sessions at starts and places as a mixed-integer program."""

    def __init__(self, problem: Problem, timetable: Sequence[Held], clashes: Clashes) -> None:
        super().__init__()
        self.problem = problem
        self.grid = problem.grid
        self.timetable = tuple(timetable)
        self.sessions: tuple[JointSession, ...] = tuple(problem.sessions[h.session] for h in timetable)
        m = self.program
        self.size = [len(crew) for crew in problem.crews]
        self.holds = [m.variable(1, whole=True) for _ in timetable]
        self.sits: dict[Duty, int] = {}
        self.stands: dict[Duty, int] = {}
        self.empty: list[int] = []
        self.missing: list[int] = []
        self.used = [m.variable(n, whole=True) for n in self.size]
        for i in range(len(timetable)):
            self._seats(i)
            self._sponsors(i)
            self._separate(i)
        self._duties(clashes)
        self._hours()
        self._pins()
        costs = self._costs()
        if self.grid.scenario.budget is not None:
            m.row(costs, high=self.grid.scenario.budget)
        steps = {
            "cost": common_step(int(vnd) for vnd, _ in costs),
            "peak_minutes": common_step(session.minutes for session in self.sessions),
        }
        self.count(self._sums_of_tiers(costs), steps, problem.objective)
        held: dict[int, list[int]] = defaultdict(list)
        for session, v in zip(self.sessions, self.holds, strict=True):
            held[session.minutes].append(v)
        self.balance(((terms, self.used[q]) for q, terms in self.minutes.items()), self.peak, held)

    def _seats(self, i: int) -> None:
        m, session, start = self.program, self.sessions[i], self.timetable[i].start
        there = self.grid.free(start, start + session.minutes)
        for k, kind in enumerate(session.kinds):
            sitting, standing = [], []
            for q in self.problem.crews_of(kind.eligible & there):
                most = min(kind.seats, self.size[q])
                self.sits[i, k, q] = m.variable(most, whole=True)
                sitting.append(self.sits[i, k, q])
                if kind.standby:
                    most = min(kind.standby, self.size[q])
                    self.stands[i, k, q] = m.variable(most, whole=True)
                    standing.append(self.stands[i, k, q])
            self.empty.append(m.variable(kind.seats))
            m.row([*ones([self.empty[-1], *sitting]), (-kind.seats, self.holds[i])], low=0, high=0)
            if kind.standby:
                self.missing.append(m.variable(kind.standby))
                backed = ones([self.missing[-1], *standing])
                m.row([*backed, (-kind.standby, self.holds[i])], low=0, high=0)

    def _sponsors(self, i: int) -> None:
        session = self.sessions[i]
        if len(session.sponsors) < 2 or not self.grid.scenario.representation:
            return
        for sponsor in session.sponsors:
            theirs = self.grid.members_of[sponsor]
            present = [v for (j, _, q), v in self.sits.items() if j == i and self.problem.crews[q][0] in theirs]
            self.program.row([*ones(present), (-1, self.holds[i])], low=0)

    def _separate(self, i: int) -> None:
        """Let a home organisation fill one of two separate roles."""
        m, kinds = self.program, self.sessions[i].kinds
        for pair in self.grid.function_of[self.sessions[i].function].separate:
            side_of = {k: pair.index(s.role) for k, s in enumerate(kinds) if s.activity is None and s.role in pair}
            sides: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
            for (j, k, q), v in self.sits.items():
                if j == i and k in side_of:
                    sides[self.grid.people[self.problem.crews[q][0]].home][side_of[k]].append(v)
            seats = {side: kinds[k].seats for k, side in side_of.items()}
            for one, other in sides.values():
                if one and other:
                    first = m.variable(1, whole=True)
                    m.row([*ones(one), (-seats[0], first)], high=0)
                    m.row([*ones(other), (seats[1], first)], high=seats[1])

    def _duties(self, clashes: Clashes) -> None:
        """Give nobody two duties in a session, or in sessions that clash."""
        m = self.program
        seats: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        duties: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for (i, _, q), v in self.sits.items():
            seats[q][i].append(v)
            duties[q][i].append(v)
        for (i, _, q), v in self.stands.items():
            duties[q][i].append(v)
        for q, at in seats.items():
            for together in [*clashes.cliques(at), *((i,) for i in at)]:
                m.row([*ones(v for i in together for v in at[i]), (-1, self.used[q])], high=0)
        for q, at in duties.items():
            for together in [*clashes.cliques(at), *((i,) for i in at)]:
                m.row(ones(v for i in together for v in at[i]), high=self.size[q])

    def _hours(self) -> None:
        m, grid = self.program, self.grid
        self.peak = m.variable()
        work: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for (i, _, q), v in self.sits.items():
            work[q].append((self.timetable[i].start, self.sessions[i].minutes, v))
        totals: dict[int, list[Term]] = {}
        for q, spans in work.items():
            p = self.problem.crews[q][0]
            totals[q] = [(minutes, v) for _, minutes, v in spans]
            m.row([*totals[q], (-self.size[q], self.peak)], high=0)
            possible = [(start, start + minutes, v) for start, minutes, v in spans]
            for row in (*hour_rows(grid, p, possible), *day_rows(grid, p, possible)):
                m.row([*row.terms, (-row.most, self.used[q])], high=0)
        for organisation, limit in grid.organisation_limit.items():
            home = grid.home_of[organisation]
            m.row(
                (t for q, terms in totals.items() if self.problem.crews[q][0] in home for t in terms),
                high=limit,
            )
        self.minutes = totals

    def _pins(self) -> None:
        for a in sorted(self.grid.pinned):
            self.program.row(ones(v for v, s in zip(self.holds, self.sessions, strict=True) if a in s.members), low=1)
        crew_of = self.problem.crew_of
        for person, activity, role in self.grid.person_pins:
            own = any(r.id == role for r in self.grid.activities[activity].own_roles)
            for i, session in enumerate(self.sessions):
                if activity in session.members:
                    wanted = (role, activity if own else None)
                    seats = [
                        self.sits[i, k, crew_of[person]]
                        for k, kind in enumerate(session.kinds)
                        if (kind.role, kind.activity) == wanted and (i, k, crew_of[person]) in self.sits
                    ]
                    self.program.row([*ones(seats), (-1, self.holds[i])], low=0)

    def _costs(self) -> list[Term]:
        costs: list[Term] = [
            (session.fixed_cost + session.place_costs[session.places.index(h.place)], held)
            for h, session, held in zip(self.timetable, self.sessions, self.holds, strict=True)
        ]
        for (i, _, q), v in self.sits.items():
            costs.append((self.grid.seat_cost(self.problem.crews[q][0], self.sessions[i].minutes), v))
        return [(vnd, v) for vnd, v in costs if vnd]

    def _sums_of_tiers(self, costs: list[Term]) -> dict[str, Sum]:
        priority = [a.priority for a in self.grid.activities]
        weight = [sum(priority[a] for a in session.members) for session in self.sessions]
        return sums(
            unheld=Sum(tuple((-w, v) for w, v in zip(weight, self.holds, strict=True)), sum(priority)),
            empty=self.empty,
            missing=self.missing,
            sits=ones(self.sits.values()),
            prices=costs,
            used=self.used,
            peak=(self.peak,),
            changes=self._changes(),
        )

    def _changes(self) -> Sum:
        """Count the base holders without their seat, and the activities that are not held where they were."""
        base, grid = self.problem.base, self.grid
        if base is None:
            return Sum()
        at = {a: i for i, session in enumerate(self.sessions) for a in session.members}
        crew_of = self.problem.crew_of
        number = 0
        kept: list[int] = []
        for session in base.sessions:
            there = grid.minute(session.start), grid.place_index.get(session.place)
            for name in session.activities:
                number += 1
                i = at.get(grid.activity_index.get(name, -1))
                if i is not None and (self.timetable[i].start, self.timetable[i].place) == there:
                    kept.append(self.holds[i])
            for seat in session.seats:
                if seat.person is None:
                    continue
                number += 1
                origin = None if seat.activity is None else grid.activity_index.get(seat.activity, -1)
                names = session.activities if seat.activity is None else (seat.activity,)
                where = {at[a] for a in (grid.activity_index.get(name, -1) for name in names) if a in at}
                q = crew_of.get(grid.person_index.get(seat.person, -1))
                seats = [
                    self.sits[i, k, q]
                    for i in sorted(where)
                    for k, kind in enumerate(self.sessions[i].kinds)
                    if q is not None and (kind.role, kind.activity) == (seat.role, origin) and (i, k, q) in self.sits
                ]
                stays = self.program.variable(1)
                self.program.row([*ones(seats), (-1, stays)], low=0)
                kept.append(stays)
        return Sum(tuple(ones(kept, -1)), number)

    def crewing(self, solution: Values) -> Crewing:
        """Read a solution."""

        def counts(variables: Mapping[Duty, int]) -> dict[Duty, int]:
            return {duty: n for duty, v in variables.items() if (n := round(solution[v]))}

        held = tuple(i for i, v in enumerate(self.holds) if solution[v] > 0.5)
        return Crewing(held, counts(self.sits), counts(self.stands))
