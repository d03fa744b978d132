"""An activity is in exactly one session, or is unheld; a pinned one is held."""

from planner.model.timetable import Model


def add(model: Model) -> None:
    """Cover every activity once."""
    for a, unheld in enumerate(model.unheld):
        model.cp.add_exactly_one([unheld, *(model.held[c] for c in model.containing.get(a, ()))])
    for a in sorted(model.grid.pinned):
        model.cp.add_bool_or(model.unheld[a].negated())
