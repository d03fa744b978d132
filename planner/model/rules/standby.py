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
        model.cp.add(LinearExpr.sum(literals) <= model.kind(c, k).standby * model.held[c])
