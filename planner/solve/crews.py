"""Who serves in a timetable, crew by crew: how many of each crew of alike people sit and stand by where.

Everything is exact but one thing: that the duties of a crew can be dealt out among its people, within the hours of
each and without clashes where the way between places matters. `planner.solve.rosters` deals them out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ortools.math_opt.python import mathopt as mo

from planner.domain.scenario import Weighted
from planner.model.joint import JointSession
from planner.solve.clashes import Clashes
from planner.solve.draft import Held
from planner.solve.hours import day_rows, hour_rows
from planner.solve.problem import Problem
from planner.solve.tiered import Tiers, common_step

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
        self.problem = problem
        self.grid = problem.grid
        self.timetable = tuple(timetable)
        self.sessions: tuple[JointSession, ...] = tuple(problem.sessions[h.session] for h in timetable)
        self.model = m = mo.Model()
        self.size = [len(crew) for crew in problem.crews]
        self.holds = [m.add_binary_variable() for _ in timetable]
        self.sits: dict[Duty, mo.Variable] = {}
        self.stands: dict[Duty, mo.Variable] = {}
        self.empty: list[mo.Variable] = []
        self.missing: list[mo.Variable] = []
        self.used = [m.add_variable(lb=0, ub=n, is_integer=True) for n in self.size]
        self.all_minutes = m.add_variable(lb=0)
        for i in range(len(timetable)):
            self._seats(i)
            self._sponsors(i)
            self._separate(i)
        self._duties(clashes)
        self._hours()
        self._pins()
        costs = self._costs()
        if self.grid.scenario.budget is not None:
            m.add_linear_constraint(mo.fast_sum([vnd * v for vnd, v in costs]) <= self.grid.scenario.budget)
        steps = {
            "cost": common_step(vnd for vnd, _ in costs),
            "peak_minutes": common_step(session.minutes for session in self.sessions),
        }
        super().__init__(m, self._terms(costs), steps, self.all_minutes, self.peak)

    def _seats(self, i: int) -> None:
        m, session, start = self.model, self.sessions[i], self.timetable[i].start
        there = self.grid.free(start, start + session.minutes)
        for k, kind in enumerate(session.kinds):
            sitting, standing = [], []
            for q in self.problem.crews_of(kind.eligible & there):
                most = min(kind.seats, self.size[q])
                self.sits[i, k, q] = m.add_variable(lb=0, ub=most, is_integer=True)
                sitting.append(self.sits[i, k, q])
                if kind.standby:
                    most = min(kind.standby, self.size[q])
                    self.stands[i, k, q] = m.add_variable(lb=0, ub=most, is_integer=True)
                    standing.append(self.stands[i, k, q])
            self.empty.append(m.add_variable(lb=0, ub=kind.seats))
            filled = mo.fast_sum([self.empty[-1], *sitting])
            m.add_linear_constraint(filled == kind.seats * self.holds[i])
            if kind.standby:
                self.missing.append(m.add_variable(lb=0, ub=kind.standby))
                backed = mo.fast_sum([self.missing[-1], *standing])
                m.add_linear_constraint(backed == kind.standby * self.holds[i])

    def _sponsors(self, i: int) -> None:
        session = self.sessions[i]
        if len(session.sponsors) < 2 or not self.grid.scenario.representation:
            return
        for sponsor in session.sponsors:
            theirs = self.grid.members_of[sponsor]
            present = [v for (j, _, q), v in self.sits.items() if j == i and self.problem.crews[q][0] in theirs]
            self.model.add_linear_constraint(mo.fast_sum(present) >= self.holds[i])

    def _separate(self, i: int) -> None:
        """Let a home organisation fill one of two separate roles."""
        m, kinds = self.model, self.sessions[i].kinds
        for pair in self.grid.function_of[self.sessions[i].function].separate:
            side_of = {k: pair.index(s.role) for k, s in enumerate(kinds) if s.activity is None and s.role in pair}
            sides: dict[str, tuple[list[mo.Variable], list[mo.Variable]]] = defaultdict(lambda: ([], []))
            for (j, k, q), v in self.sits.items():
                if j == i and k in side_of:
                    sides[self.grid.people[self.problem.crews[q][0]].home][side_of[k]].append(v)
            seats = {side: kinds[k].seats for k, side in side_of.items()}
            for one, other in sides.values():
                if one and other:
                    first = m.add_binary_variable()
                    m.add_linear_constraint(mo.fast_sum(one) <= seats[0] * first)
                    m.add_linear_constraint(mo.fast_sum(other) <= seats[1] * (1 - first))

    def _duties(self, clashes: Clashes) -> None:
        """Give nobody two duties in a session, or in sessions that clash."""
        m = self.model
        seats: dict[int, dict[int, list[mo.Variable]]] = defaultdict(lambda: defaultdict(list))
        duties: dict[int, dict[int, list[mo.Variable]]] = defaultdict(lambda: defaultdict(list))
        for (i, _, q), v in self.sits.items():
            seats[q][i].append(v)
            duties[q][i].append(v)
        for (i, _, q), v in self.stands.items():
            duties[q][i].append(v)
        for of_crew, people in ((seats, self.used), (duties, self.size)):
            for q, at in of_crew.items():
                for together in [*clashes.cliques(at), *((i,) for i in at)]:
                    variables = [v for i in together for v in at[i]]
                    if of_crew is seats or len(variables) > len([v for i in together for v in seats[q][i]]):
                        m.add_linear_constraint(mo.fast_sum(variables) <= people[q])

    def _hours(self) -> None:
        m, grid = self.model, self.grid
        self.peak = m.add_variable(lb=0)
        work: dict[int, list[tuple[int, int, mo.Variable]]] = defaultdict(list)
        for (i, _, q), v in self.sits.items():
            work[q].append((self.timetable[i].start, self.sessions[i].minutes, v))
        totals: dict[int, mo.LinearSum] = {}
        for q, spans in work.items():
            p = self.problem.crews[q][0]
            totals[q] = mo.fast_sum([minutes * v for _, minutes, v in spans])
            m.add_linear_constraint(totals[q] <= self.size[q] * self.peak)
            possible = [(start, start + minutes, v) for start, minutes, v in spans]
            for row in (*hour_rows(grid, p, possible), *day_rows(grid, p, possible)):
                total = mo.fast_sum([factor * v for factor, v in row.terms])
                m.add_linear_constraint(total <= row.most * self.used[q])
        for organisation, limit in grid.organisation_limit.items():
            home = grid.home_of[organisation]
            theirs = [total for q, total in totals.items() if self.problem.crews[q][0] in home]
            m.add_linear_constraint(mo.fast_sum(theirs) <= limit)
        m.add_linear_constraint(mo.fast_sum(list(totals.values())) == self.all_minutes)

    def _pins(self) -> None:
        crew_of = {p: q for q, crew in enumerate(self.problem.crews) for p in crew}
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
                    self.model.add_linear_constraint(mo.fast_sum(seats) >= self.holds[i])

    def _costs(self) -> list[tuple[int, mo.Variable]]:
        costs = [
            (session.fixed_cost + session.place_costs[session.places.index(h.place)], held)
            for h, session, held in zip(self.timetable, self.sessions, self.holds, strict=True)
        ]
        for (i, _, q), v in self.sits.items():
            costs.append((self.grid.seat_cost(self.problem.crews[q][0], self.sessions[i].minutes), v))
        return [(vnd, v) for vnd, v in costs if vnd]

    def _terms(self, costs: list[tuple[int, mo.Variable]]) -> dict[str, mo.LinearTypes]:
        priority = [a.priority for a in self.grid.activities]
        lost = [
            sum(priority[a] for a in session.members) * (1 - held)
            for session, held in zip(self.sessions, self.holds, strict=True)
        ]
        elsewhere = set(range(len(priority))) - {a for session in self.sessions for a in session.members}
        terms: dict[str, mo.LinearTypes] = {
            "unheld": mo.fast_sum([*lost, sum(priority[a] for a in elsewhere)]),
            "unfilled": mo.fast_sum(self.empty),
            "unbacked": mo.fast_sum(self.missing),
            "staff_sessions": mo.fast_sum(list(self.sits.values())),
            "cost": mo.fast_sum([vnd * v for vnd, v in costs]),
            "people": mo.fast_sum(self.used),
            "peak_minutes": self.peak,
            "changes": self._changes(),
        }
        for tier in self.problem.objective:
            if isinstance(tier, Weighted):
                terms["weighted"] = mo.fast_sum([w * terms[name] for name, w in tier.weighted.items() if w])
        return terms

    def _changes(self) -> mo.LinearTypes:
        """Count the base holders without their seat, and the activities that are not held where they were."""
        base, grid = self.problem.base, self.grid
        if base is None:
            return 0
        at = {a: i for i, session in enumerate(self.sessions) for a in session.members}
        crew_of = {p: q for q, crew in enumerate(self.problem.crews) for p in crew}
        number = 0
        kept: list[mo.LinearTypes] = []
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
                stays = self.model.add_variable(lb=0, ub=1)
                self.model.add_linear_constraint(stays <= mo.fast_sum(seats))
                kept.append(stays)
        return number - mo.fast_sum(kept)

    def crewing(self, solution: Mapping[mo.Variable, float]) -> Crewing:
        """Read a solution."""

        def counts(variables: Mapping[Duty, mo.Variable]) -> dict[Duty, int]:
            return {duty: n for duty, v in variables.items() if (n := round(solution[v]))}

        held = tuple(i for i, v in enumerate(self.holds) if solution[v] > 0.5)
        return Crewing(held, counts(self.sits), counts(self.stands))
