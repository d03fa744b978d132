"""Nobody has a duty while their calendar does not allow it."""

from planner.model.timetable import Model


def add(model: Model) -> None:
    """Forbid a duty at the starts at which the person is away."""
    for c, session in enumerate(model.candidates):
        free = {s: model.grid.free(s, s + session.minutes) for s in session.starts}
        for p in model.ever_free(c):
            if (p, c) not in model.duty_literal:
                continue
            away = [s for s in session.starts if p not in free[s]]
            if away:
                model.cp.add_at_most_one([model.duty_literal[p, c], *model.among(c, away)])
