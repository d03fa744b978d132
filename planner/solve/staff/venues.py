"""Places for a timetable: the cheapest that never hold more sessions at once than they can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import IntVar, LinearExpr

from planner.solve.draft import Held
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.programs.cpsat import run


def housed(problem: Problem, timetable: Sequence[tuple[int, int]], clock: Clock, seconds: float) -> list[Held]:
    """Return the (joint session, start) pairs at places, without staff.

    Sessions that find no room are left out, the least urgent first.
    """
    cheapest = _cheapest(problem, timetable)
    if _have_room(problem, cheapest):
        return cheapest
    cp = cp_model.CpModel()
    at: dict[tuple[int, int], IntVar] = {}
    busy: dict[int, list[tuple[int, int, IntVar]]] = defaultdict(list)
    literals: list[IntVar] = []
    prices: list[int] = []
    dearest = 1 + sum(max(problem.sessions[c].place_costs) for c, _ in timetable)
    for i, (c, start) in enumerate(timetable):
        session = problem.sessions[c]
        out = cp.new_bool_var("")
        literals.append(out)
        prices.append(dearest * sum(problem.grid.activities[a].priority for a in session.members))
        for place, cost in zip(session.places, session.place_costs, strict=True):
            if (start, place) in session.options:
                at[i, place] = cp.new_bool_var("")
                busy[place].append((start, start + session.minutes, at[i, place]))
                literals.append(at[i, place])
                prices.append(cost)
        cp.add_exactly_one([out, *(literal for (j, _), literal in at.items() if j == i)])
    for place, spans in busy.items():
        for moment in sorted({start for start, _, _ in spans}):
            present = [literal for start, end, literal in spans if start <= moment < end]
            if len(present) > problem.grid.places[place].parallel:
                cp.add(LinearExpr.sum(present) <= problem.grid.places[place].parallel)
    cp.minimize(LinearExpr.weighted_sum(literals, prices))
    solver = cp_model.CpSolver()
    if run(solver, cp, clock, seconds)[0] not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return []
    return [
        Held(timetable[i][0], timetable[i][1], place, ()) for (i, place), v in at.items() if solver.boolean_value(v)
    ]


def _cheapest(problem: Problem, timetable: Sequence[tuple[int, int]]) -> list[Held]:
    """Return each session at its cheapest place."""
    found = []
    for c, start in timetable:
        session = problem.sessions[c]
        costs = zip(session.place_costs, session.places, strict=True)
        found.append(Held(c, start, min((cost, p) for cost, p in costs if (start, p) in session.options)[1], ()))
    return found


def _have_room(problem: Problem, held: Sequence[Held]) -> bool:
    """Tell whether no place holds more sessions at once than it can."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for h in held:
        spans[h.place] += [(h.start, 1), (h.start + problem.sessions[h.session].minutes, -1)]
    for place, changes in spans.items():
        present = 0
        for _, change in sorted(changes):
            present += change
            if present > problem.grid.places[place].parallel:
                return False
    return True
