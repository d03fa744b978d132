"""What people whom areas share are worth: dues for being there, at which areas together ask for no more of them.

An area that pays for those whom others could have as well plans around them where that costs little. Dues steer plans;
nothing is proven with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from planner.solve.draft import Draft, Held
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.programs.mip import Program, Sum, Term, ones
from planner.solve.programs.tiered import common_step

SECONDS = 1.0
"""Most seconds for the prices of one start."""

Dues = Mapping[tuple[int, int], int]
"""VND by person and start."""


def dues(draft: Draft, before: Dues, clock: Clock) -> Dues:
    """Return dues of those who serve in several areas: the mean of those before, if any, and of what a plan shows.

    Such are the prices at which the seats of each start are shared out at least cost, in steps that money can take.
    """
    step = _step(draft.problem)
    at: dict[int, list[Held]] = defaultdict(list)
    for h in draft.held:
        at[h.start].append(h)
    found: dict[tuple[int, int], float] = {}
    for start, held in at.items():
        for q, price in [] if clock.over else _prices(draft, held, clock):
            found |= {(p, start): price for p in draft.problem.crews[q]}
    if before:
        found = {key: (before.get(key, 0) + found.get(key, 0.0)) / 2 for key in sorted({*before, *found})}
    return {key: due for key, price in found.items() if (due := round(price / step) * step) > 0}


def _step(problem: Problem) -> int:
    """Return what divides whatever a session, a place or a seat costs."""
    lengths = {session.minutes for session in problem.sessions}
    paid = {person.cost_per_hour: p for p, person in enumerate(problem.grid.people)}
    seats = (problem.grid.seat_cost(p, minutes) for p in paid.values() for minutes in lengths)
    return common_step((*seats, *(vnd for s in problem.sessions for vnd in (s.fixed_cost, *s.place_costs))))


def _prices(draft: Draft, held: list[Held], clock: Clock) -> list[tuple[int, float]]:
    """Return the price of one of each crew that serves in several areas, for sessions that begin together."""
    problem, grid = draft.problem, draft.problem.grid
    m = Program()
    there: dict[int, list[int]] = defaultdict(list)
    money: list[Term] = []
    for h in held:
        session = problem.sessions[h.session]
        free = grid.free(h.start, h.start + session.minutes)
        for k, kind in enumerate(session.kinds):
            able = problem.crews_of(kind.eligible & free)
            for duties, paid in ((h.seats, True), (h.standby, False)):
                number = sum(j == k for j, _ in duties)
                taken: list[int] = []
                for q in able if number else ():
                    taken.append(m.variable(number))
                    there[q].append(taken[-1])
                    if paid:
                        money.append((grid.seat_cost(problem.crews[q][0], session.minutes), taken[-1]))
                m.row(ones(taken), low=number)
    used = sorted(there)
    rows = [m.row(ones(there[q]), high=len(problem.crews[q])) for q in used]
    found = m.prices(Sum(tuple(money)), rows, clock.effort(SECONDS)) if rows else None
    if found is None:
        return []
    shared = [len(grid.people[problem.crews[q][0]].areas or (1, 2)) > 1 for q in used]
    return [(q, float(-price)) for q, price, several in zip(used, found, shared, strict=True) if several]
