"""Every seat of a held session has a qualified holder or is counted as empty; one seat a person."""

from collections import defaultdict

from ortools.sat.python.cp_model import IntVar, LinearExpr

from planner.model.timetable import Model


def add(model: Model) -> None:
    """Fill the seats, and keep people out of sessions that are not held."""
    holders: dict[tuple[int, int], list[IntVar]] = defaultdict(list)
    for (c, k, _), literal in model.seat.items():
        holders[c, k].append(literal)
    for (c, k), empty in model.empty.items():
        model.cp.add(LinearExpr.sum([*holders[c, k], empty]) == model.kind(c, k).seats * model.held[c])
    for (_, c), duty in model.duty_literal.items():
        model.cp.add_implication(duty, model.held[c])
