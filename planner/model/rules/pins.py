"""A pinned person holds the role in the session of the activity (pinned starts and places: see `planner.grid`)."""

from planner.model.timetable import Model


def add(model: Model) -> None:
    """Seat the pinned person in whichever session holds the activity."""
    for person, activity, role in model.grid.person_pins:
        own = any(r.id == role for r in model.grid.activities[activity].own_roles)
        for c in model.containing.get(activity, ()):
            k = model.own_kind(c, activity, role) if own else model.shared_kind(c, role)
            seat = None if k is None else model.seat.get((c, k, person))
            if seat is None:
                model.cp.add_bool_or(model.held[c].negated())
            else:
                model.cp.add_implication(model.held[c], seat)
