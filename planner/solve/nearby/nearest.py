"""Of plans that are equally good, one in which people keep what they do in another plan."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

from planner.domain.plan import Plan
from planner.solve.draft import Draft, Held
from planner.solve.effort import Clock
from planner.solve.programs.exact import Taken, restaffed, search


def nearest(draft: Draft, plan: Plan, clock: Clock, *, seconds: float) -> Draft:
    """Return a draft with the same timetable and values in which as many seats as can be found go to who has them.

    Somebody has a seat who has the same role in `plan`, in a session with a common activity (an own role: of the same
    activity). First people whom nothing tells apart change places, then seats are dealt out anew.
    """
    problem = draft.problem
    swapped = _swapped(draft, _liked(draft, plan))
    liked = _liked(swapped, plan)
    seats = {(i, k, p) for i, h in enumerate(swapped.held) for k, p in h.seats}
    if liked <= seats:
        return swapped
    choices = [restaffed(problem, h) for h in swapped.held]
    found = search(problem, choices, clock, seconds=seconds, start=swapped, floors=swapped.values, liked=liked).draft
    return found if found is not None and found.values == draft.values else swapped


def _liked(draft: Draft, plan: Plan) -> set[Taken]:
    """Return who has each seat of the draft's sessions in the plan."""
    problem, grid = draft.problem, draft.problem.grid
    has: dict[tuple[int, str, int | None], set[int]] = defaultdict(set)
    for session in plan.sessions:
        for seat in session.seats:
            p = grid.person_index.get(seat.person or "")
            origin = None if seat.activity is None else grid.activity_index.get(seat.activity, -1)
            for name in session.activities if p is not None else ():
                has[grid.activity_index.get(name, -1), seat.role, origin].add(p)  # type: ignore[arg-type]
    return {
        (i, k, p)
        for i, h in enumerate(draft.held)
        for session in (problem.sessions[h.session],)
        for k, kind in enumerate(session.kinds)
        for a in (session.members if kind.activity is None else (kind.activity,))
        for p in has[a, kind.role, kind.activity] & kind.eligible & grid.free(h.start, h.start + session.minutes)
    }


def _swapped(draft: Draft, liked: set[Taken]) -> Draft:
    """Return the draft with the people of each crew changing places, so that most seats go to who has them."""
    names: dict[int, int] = {}
    does: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for i, h in enumerate(draft.held):
        for k, p in h.seats:
            does[p].append((i, k))
    for crew in draft.problem.crews:
        names |= _matched(crew, does, liked)
    return replace(draft, held=tuple(_renamed(h, names) for h in draft.held))


def _matched(crew: tuple[int, ...], does: dict[int, list[tuple[int, int]]], liked: set[Taken]) -> dict[int, int]:
    if len(crew) == 1 or not any(p in does for p in crew):
        return {}
    matching = SimpleLinearSumAssignment()
    for n, one in enumerate(crew):
        for m, other in enumerate(crew):
            same = sum((i, k, other) in liked for i, k in does[one])
            # Where nothing speaks for a change nobody is renamed.
            matching.add_arc_with_cost(n, m, -2 * same - (one == other))
    matching.solve()
    return {one: crew[matching.right_mate(n)] for n, one in enumerate(crew)}


def _renamed(h: Held, names: dict[int, int]) -> Held:
    seats, standby = (tuple(sorted((k, names.get(p, p)) for k, p in duties)) for duties in (h.seats, h.standby))
    return replace(h, seats=seats, standby=standby)
