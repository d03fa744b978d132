"""No home organisation has holders of both of two separate roles in one session."""

from collections import defaultdict

from ortools.sat.python.cp_model import IntVar

from planner.model.timetable import Model


def add(model: Model) -> None:
    """For each session and home organisation one literal chooses which of the two roles it may fill."""
    for c, session in enumerate(model.candidates):
        for first, second in model.grid.function_of[session.function].separate:
            k, j = model.shared_kind(c, first), model.shared_kind(c, second)
            if k is not None and j is not None:
                _keep_apart(model, c, k, j)


def _keep_apart(model: Model, c: int, k: int, j: int) -> None:
    sides: dict[str, tuple[list[IntVar], list[IntVar]]] = defaultdict(lambda: ([], []))
    for side, kind in enumerate((k, j)):
        for p in sorted(model.kind(c, kind).eligible):
            if (c, kind, p) in model.seat:
                sides[model.grid.people[p].home][side].append(model.seat[c, kind, p])
    for one, other in sides.values():
        if one and other:
            fills_first = model.cp.new_bool_var("")
            for seat in one:
                model.cp.add_implication(seat, fills_first)
            for seat in other:
                model.cp.add_implication(seat, fills_first.negated())
