"""Whether who sits where keeps to the rules that staffing by seats does not look at."""

from __future__ import annotations

from collections import defaultdict

from planner.solve.draft import Draft, Held


def fits(draft: Draft) -> bool:
    """Tell whether hours, separate roles, representation and the budget are kept.

    Qualification, calendars, clashes and pins are taken to be right.
    """
    budget = draft.problem.scenario.budget
    kept = budget is None or draft.measured["cost"] <= budget
    return kept and _hours(draft) and all(_separate(draft, h) and _represented(draft, h) for h in draft.held)


def _hours(draft: Draft) -> bool:
    grid = draft.problem.grid
    days: dict[tuple[int, int], int] = defaultdict(int)
    weeks: dict[tuple[int, int], int] = defaultdict(int)
    for h in draft.held:
        minutes = draft.problem.sessions[h.session].minutes
        for _, p in h.seats:
            days[p, grid.day(h.start)] += minutes
            weeks[p, grid.week(h.start)] += minutes
    return (
        all(minutes <= grid.day_limit[p] for (p, _), minutes in days.items())
        and all(minutes <= grid.week_limit[p] for (p, _), minutes in weeks.items())
        and all(
            sum(minutes for p, minutes in draft.work.items() if p in grid.home_of[organisation]) <= limit
            for organisation, limit in grid.organisation_limit.items()
        )
    )


def _separate(draft: Draft, h: Held) -> bool:
    session, grid = draft.problem.sessions[h.session], draft.problem.grid
    homes: dict[str, set[str]] = defaultdict(set)
    for k, p in h.seats:
        if session.kinds[k].activity is None:
            homes[session.kinds[k].role].add(grid.people[p].home)
    return all(homes[one].isdisjoint(homes[other]) for one, other in grid.function_of[session.function].separate)


def _represented(draft: Draft, h: Held) -> bool:
    session, grid = draft.problem.sessions[h.session], draft.problem.grid
    if len(session.sponsors) < 2 or not grid.scenario.representation:
        return True
    there = {p for _, p in h.seats}
    return all(not there.isdisjoint(grid.members_of[sponsor]) for sponsor in session.sponsors)
