"""No home organisation has holders of both of two separate roles in one session."""

from collections import defaultdict

from planner.model.timetable import Model


def add(model: Model) -> None:
    """For each session and home organisation one literal chooses which of the two roles it may fill."""
    for c, session in enumerate(model.candidates):
        for first, second in model.grid.function_of[session.function].separate:
            k, j = model.shared_kind(c, first), model.shared_kind(c, second)
            if k is None or j is None:
                continue
            sides: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
            for side, kind in enumerate((k, j)):
                for p in sorted(model.kind(c, kind).eligible):
                    if (c, kind, p) in model.seat:
                        sides[model.grid.people[p].home][side].append(p)
            for one, other in sides.values():
                if not one or not other:
                    continue
                fills_first = model.cp.new_bool_var("")
                for p in one:
                    model.cp.add_implication(model.seat[c, k, p], fills_first)
                for p in other:
                    model.cp.add_implication(model.seat[c, j, p], fills_first.negated())
