"""A place is open throughout and holds at most `parallel` sessions at any moment."""

from collections import defaultdict

from ortools.sat.python.cp_model import IntervalVar

from planner.model.timetable import Model


def add(model: Model) -> None:
    """Forbid closed options, and more sessions at once than a place can hold."""
    users: dict[int, list[int]] = defaultdict(list)
    for c, session in enumerate(model.candidates):
        for p in session.places:
            users[p].append(c)
        if len(session.options) == len(session.starts) * len(session.places):
            continue
        for s, at in model.at_start[c].items():
            shut = [p for p in session.places if (s, p) not in session.options]
            if shut:
                model.cp.add_at_most_one([at, *(model.at_place[c][p] for p in shut)])
    for p in sorted(users):
        room = model.grid.places[p].parallel
        if len(users[p]) <= room:
            continue
        intervals: list[IntervalVar] = [
            model.cp.new_optional_fixed_size_interval_var(
                model.start[c], model.candidates[c].minutes, model.at_place[c][p], ""
            )
            for c in users[p]
        ]
        if room == 1:
            model.cp.add_no_overlap(intervals)
        else:
            model.cp.add_cumulative(intervals, [1] * len(intervals), room)
