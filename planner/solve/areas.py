"""Many areas, one after the other: each is planned with what the others leave of people, places and money.

People and places that several areas share are what couples them; everything else is apart. Leaving out what the
others take is a restriction, so what comes together is a plan of the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Set
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from planner.domain.past import Past
from planner.domain.scenario import Absence, Person, Place, Scenario
from planner.domain.values import ONE_DAY, Interval
from planner.solve.draft import Draft, Held
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.standing import Standing

Pursue = Callable[[Problem, Standing, Clock, set[int]], object]
"""Solves one area among some of its joint sessions."""


def area_by_area(
    problem: Problem, standing: Standing, clock: Clock, columns: Set[int], pursue: Pursue, *, share: float
) -> None:
    """Plan one area after the other among some joint sessions, within `share` of the time left."""
    useful = {tuple(problem.grid.activities[a].id for a in problem.sessions[c].members) for c in columns}
    areas = sorted({session.area or "" for session in problem.sessions})
    until = clock.left() * (1 - share)
    held: tuple[Held, ...] = standing.best.held if standing.best is not None else ()
    for n, area in enumerate(areas):
        if clock.left() <= until:
            return
        others = tuple(h for h in held if (problem.sessions[h.session].area or "") != area)
        part = Problem(_rest(problem, area, others), past=_past(problem, area))
        own = Standing(part, lambda: None)
        known = {
            c
            for c, session in enumerate(part.sessions)
            if tuple(part.grid.activities[a].id for a in session.members) in useful
        }
        pursue(part, own, clock.part((clock.left() - until) / (len(areas) - n)), known)
        if own.best is not None:
            held = (*others, *_translated(problem, own.best))
            standing.offer(Draft(problem, tuple(sorted(held, key=lambda h: (h.start, h.session)))))


def _past(problem: Problem, area: str) -> Past | None:
    past = problem.grid.past
    return None if past is None else Past(past.since, tuple(s for s in past.sessions if (s.area or "") == area))


def _translated(problem: Problem, draft: Draft) -> Iterable[Held]:
    """Return the sessions of a part in the indices of the whole."""
    part, grid = draft.problem.grid, problem.grid
    index = {session.members: c for c, session in enumerate(problem.sessions)}
    for h in draft.held:
        members = tuple(grid.activity_index[part.activities[a].id] for a in draft.problem.sessions[h.session].members)
        yield replace(
            h,
            session=index[members],
            place=grid.place_index[part.places[h.place].id],
            seats=tuple((k, grid.person_index[part.people[p].id]) for k, p in h.seats),
            standby=tuple((k, grid.person_index[part.people[p].id]) for k, p in h.standby),
        )


def _rest(problem: Problem, area: str, others: Iterable[Held]) -> Scenario:
    """Return the scenario of one area, with what the sessions held elsewhere leave."""
    scenario, grid = problem.scenario, problem.grid
    activities = tuple(a for a in scenario.activities if (a.area or "") == area)
    names = {a.id for a in activities}
    draft = Draft(problem, tuple(others))
    duties: dict[int, list[tuple[Held, bool]]] = defaultdict(list)
    for h in draft.held:
        for people, seated in ((h.seats, True), (h.standby, False)):
            for _, p in people:
                duties[p].append((h, seated))
    budget = scenario.budget
    return scenario.model_copy(
        update={
            "activities": activities,
            "people": tuple(_free(person, problem, duties[p]) for p, person in enumerate(scenario.people)),
            "places": tuple(_open(place, problem, draft, q) for q, place in enumerate(scenario.places)),
            "organisations": tuple(
                o
                if o.max_hours is None
                else o.model_copy(
                    update={"max_hours": max(Decimal(0), o.max_hours - _hours(draft, grid.home_of[o.id]))}
                )
                for o in scenario.organisations
            ),
            "together": tuple(pair for pair in scenario.together if names.issuperset(pair)),
            "apart": tuple(pair for pair in scenario.apart if names.issuperset(pair)),
            "pins": tuple(pin for pin in scenario.pins if pin.activity in names),
            "forbids": tuple(f for f in scenario.forbids if f.activity in names),
            "budget": None if budget is None else max(0, budget - draft.measured["cost"]),
        }
    )


def _hours(draft: Draft, people: frozenset[int]) -> Decimal:
    """Return the hours that some people serve, rounded up to the minute."""
    minutes = sum(minutes for p, minutes in draft.work.items() if p in people)
    return Decimal(minutes) / 60 + Decimal("0.0001")


def _free(person: Person, problem: Problem, duties: Iterable[tuple[Held, bool]]) -> Person:
    """Return the person without the days on which they serve elsewhere, nor the hours of the busiest such week.

    `duties`: sessions elsewhere, and whether the person sits there.
    """
    grid = problem.grid
    days: set[int] = set()
    weeks: dict[int, int] = defaultdict(int)
    for h, seated in duties:
        minutes = problem.sessions[h.session].minutes
        last = grid.day(h.start + minutes + grid.longest_travel)
        first = grid.day(max(0, h.start - grid.longest_travel))
        days |= {*range(first, last + 1)}
        weeks[grid.week(h.start)] += minutes if seated else 0
    if not days:
        return person
    left = max(Decimal(0), person.max_hours_per_week - (Decimal(max(weeks.values())) / 60 + Decimal("0.0001")))
    away = tuple(
        Absence(start=start, end=start + ONE_DAY) for start in (grid.moment(24 * 60 * d) for d in sorted(days))
    )
    return person.model_copy(update={"unavailable": (*person.unavailable, *away), "max_hours_per_week": left})


def _open(place: Place, problem: Problem, draft: Draft, index: int) -> Place:
    """Return the place closed whenever anything is held there from elsewhere."""
    busy: list[Interval] = []
    for h in draft.held:
        if h.place == index:
            start: datetime = problem.grid.moment(h.start)
            busy.append(Interval(start=start, end=start + timedelta(minutes=problem.sessions[h.session].minutes)))
    return place.model_copy(update={"closed": (*place.closed, *busy)}) if busy else place
