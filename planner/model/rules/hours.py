"""Seat minutes a day, an ISO week and a home organisation stay within their limits."""

from collections import defaultdict
from collections.abc import Callable

from ortools.sat.python.cp_model import LinearExpr, LinearExprT

from planner.model.packing import most_minutes
from planner.model.timetable import Model


def add(model: Model) -> None:
    """Bound each person's day and week, and each organisation's whole."""
    grid = model.grid
    for p, candidates in model.candidates_of.items():
        _bound(model, p, candidates, grid.day, grid.day_limit[p])
        _bound(model, p, candidates, grid.week, grid.week_limit[p])
    for organisation, limit in grid.organisation_limit.items():
        home = grid.home_of[organisation]
        terms = [
            model.candidates[c].minutes * model.seat_literal[p, c]
            for p in sorted(home)
            for c in model.candidates_of.get(p, ())
        ]
        if terms:
            model.cp.add(LinearExpr.sum(terms) <= limit)


def _bound(model: Model, person: int, candidates: list[int], period: Callable[[int], int], limit: int) -> None:
    """Bound a person's seat minutes in each period, where their possible sessions could exceed it."""
    spans: dict[int, set[tuple[int, int]]] = defaultdict(set)
    starts: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for c in candidates:
        session = model.candidates[c]
        for s in session.starts:
            if model.grid.is_free(person, s, s + session.minutes):
                spans[period(s)].add((s, s + session.minutes))
                starts[period(s)][c].append(s)
    for when, of_candidate in starts.items():
        if sum(model.candidates[c].minutes for c in of_candidate) <= limit or most_minutes(spans[when]) <= limit:
            continue
        terms: list[LinearExprT] = []
        for c, within in of_candidate.items():
            seat = model.seat_literal[person, c]
            if all(period(s) == when for s in model.candidates[c].starts):
                terms.append(model.candidates[c].minutes * seat)
                continue
            both = model.cp.new_bool_var("")
            for s in within:
                model.cp.add_bool_or([seat.negated(), model.at_start[c][s].negated(), both])
            terms.append(model.candidates[c].minutes * both)
        model.cp.add(LinearExpr.sum(terms) <= limit)
