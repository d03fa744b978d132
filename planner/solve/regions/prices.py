"""What people whom areas share are worth: prices for being there, at which areas together ask for no more of them.

Lagrangian relaxation: an area by itself pays for whoever others could have as well, so it plans around them where that
is cheap; and what areas cost together with these prices, less the prices, is a bound for all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from planner.solve.draft import Draft, Held
from planner.solve.effort import Clock
from planner.solve.programs.mip import Program, Sum, Term, ones

SECONDS = 1.0
"""Most seconds for the prices of one start."""

Dues = Mapping[tuple[int, int], int]
"""VND by person and start."""


def dues(draft: Draft, step: int, clock: Clock) -> Dues:
    """Return prices of those who serve in several areas, where the seats of each start are shared out at least cost.

    They are whole multiples of `step`.
    """
    at: dict[int, list[Held]] = defaultdict(list)
    for h in draft.held:
        at[h.start].append(h)
    found: dict[tuple[int, int], int] = {}
    for start, held in sorted(at.items()):
        if clock.over:
            break
        for q, price in _prices(draft, held, clock):
            due = round(price / step) * step
            if due > 0:
                found |= {(p, start): due for p in draft.problem.crews[q]}
    return found


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
