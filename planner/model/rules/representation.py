"""In a session with several sponsors, each has at least one of its people in a seat."""

from planner.model.timetable import Model


def add(model: Model) -> None:
    """Seat somebody of every sponsor wherever several meet."""
    if not model.grid.scenario.representation:
        return
    for c, session in enumerate(model.candidates):
        if len(session.sponsors) < 2:
            continue
        for sponsor in session.sponsors:
            members = sorted(model.grid.members_of[sponsor])
            literals = [model.seat_literal[p, c] for p in members if (p, c) in model.seat_literal]
            model.cp.add_bool_or([model.held[c].negated(), *literals])
