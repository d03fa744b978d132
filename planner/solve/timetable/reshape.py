"""Large-neighbourhood search over the timetable: some activities are planned anew, the others stay when they are.

Who serves is a flow, as in `planner.solve.timetable.flow`; what comes of it is staffed as any timetable is.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from planner.solve.draft import Draft
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.standing import Standing
from planner.solve.timetable.flow import Flow

SECONDS = 3.0
"""Most seconds for one neighbourhood."""

STALE = 24
"""Neighbourhoods without any gain after which the search ends."""

MOST_COLUMNS = 120
"""Most joint sessions opened at once."""

Staff = Callable[[list[tuple[int, int]]], bool]
"""Finds staff for a timetable and tells whether that is a better plan."""


def reshape(problem: Problem, standing: Standing, clock: Clock, staff: Staff, *, share: float) -> None:
    """Better the first tier that is not proven, for at most `share` of the time left or until little is gained."""
    until = clock.left() * (1 - share)
    rng = random.Random(clock.seed)  # noqa: S311 - a search, not a secret
    stale = 0
    while (best := standing.best) is not None and best.held and stale < STALE and clock.left() > until:
        bounds = standing.bounds()
        tier = next((i for i, value in enumerate(best.values) if value > bounds[i]), None)
        if tier is None:
            return
        stale += 1
        free = _activities(problem, best, rng)
        columns = [c for c, session in enumerate(problem.sessions) if free.issuperset(session.members)]
        if len(columns) > MOST_COLUMNS:
            used = {h.session for h in best.held}
            columns = [c for c in columns if c in used] + rng.sample(columns, MOST_COLUMNS)
        kept = [(h.session, h.start) for h in best.held if free.isdisjoint(problem.sessions[h.session].members)]
        flow = Flow(problem, dict.fromkeys(columns), calendar=True, fixed=kept)
        for i in range(tier):
            flow.cap(problem.names[i], best.values[i])
        name = problem.names[tier]
        answer = flow.least(name, clock.effort(SECONDS), None, 0, flow.hint(best))
        better = answer.solution is not None and answer.value is not None and answer.value < best.values[tier]
        if better and answer.solution is not None and staff(flow.columns_in(answer.solution)):
            stale = 0


def _activities(problem: Problem, draft: Draft, rng: random.Random) -> set[int]:
    """Return activities to plan anew: those of a function or two, of some days, or any few."""
    sessions = [problem.sessions[h.session] for h in draft.held]
    kind = rng.randrange(3)
    if kind == 0:
        groups = sorted({(s.function, s.area or "") for s in sessions})
        chosen = set(rng.sample(groups, min(2, len(groups))))
        found = [s for s in sessions if (s.function, s.area or "") in chosen]
    elif kind == 1:
        days = sorted({problem.grid.day(h.start) for h in draft.held})
        some = set(rng.sample(days, min(2, len(days))))
        found = [s for s, h in zip(sessions, draft.held, strict=True) if problem.grid.day(h.start) in some]
    else:
        found = rng.sample(sessions, min(8, len(sessions)))
    return {a for s in found for a in s.members} | set(draft.unheld)
