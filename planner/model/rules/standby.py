"""At most as many stand by for a role as it asks for."""

from collections import defaultdict

from ortools.sat.python.cp_model import IntVar, LinearExpr

from planner.model.timetable import Model


def add(model: Model) -> None:
    """Bound the standby people of each role by what it wants."""
    standing: dict[tuple[int, int], list[IntVar]] = defaultdict(list)
    for (c, k, _), literal in model.standby.items():
        standing[c, k].append(literal)
    for (c, k), literals in standing.items():
        kind = model.kind(c, k)
        model.cp.add(LinearExpr.sum(literals) <= kind.standby * model.held[c])
        if not kind.seats:  # a session that has begun: those who stand by stay
            model.cp.add(LinearExpr.sum(literals) == len(literals) * model.held[c])
