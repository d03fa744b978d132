"""The part of a problem that can matter for some activities: with whom they meet, who could serve, and where.

Nothing here makes anything possible or impossible: what is left out could not help, or is one of more alike people
or places than could be used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from planner.domain.scenario import Scenario
from planner.grid import Grid, SeatKind
from planner.model.joint import JointSession
from planner.model.timetable import narrowed

Kept = Set[tuple[str, int | None, int]]
"""Seats that matter: role, the activity that brings it (None: shared), and an activity of the session."""


def excerpt(scenario: Scenario, activities: Iterable[str]) -> Scenario:
    """Return the scenario with only the activities that can matter for some of them.

    Those are the pinned ones, what must be held together with any, and what could widen a nomination by joining:
    no other activity makes anything possible by being held.
    """
    wanted = {*activities, *(pin.activity for pin in scenario.pins)}
    of = {a.id: a for a in scenario.activities}
    more = wanted
    while more:
        wanted = wanted | more
        nominating = {(of[a].function, of[a].area, role) for a in wanted for role in of[a].nominated}
        more = {a for pair in scenario.together if not wanted.isdisjoint(pair) for a in pair} - wanted
        more |= {
            a.id
            for a in scenario.activities
            if a.id not in wanted and any((a.function, a.area, role) in nominating for role in a.nominated)
        }
    return scenario.model_copy(
        update={
            "activities": tuple(a for a in scenario.activities if a.id in wanted),
            "together": tuple(pair for pair in scenario.together if wanted.issuperset(pair)),
            "apart": tuple(pair for pair in scenario.apart if wanted.issuperset(pair)),
            "forbids": tuple(f for f in scenario.forbids if f.activity in wanted),
        }
    )


def useful(grid: Grid, sessions: Sequence[JointSession], kept: Kept) -> tuple[JointSession, ...]:
    """Return the sessions with only the people and places that could be needed to fill the seats that are `kept`."""
    staffed = [replace(s, kinds=tuple(_needed(grid, s, kind, kept) for kind in s.kinds)) for s in sessions]
    people, places = _enough_people(grid, staffed), _enough_places(grid, staffed)
    return tuple(
        narrowed(
            replace(s, kinds=tuple(replace(kind, eligible=kind.eligible & people) for kind in s.kinds)), places=places
        )
        for s in staffed
    )


def _needed(grid: Grid, session: JointSession, kind: SeatKind, kept: Kept) -> SeatKind:
    """Return the seats without standbys; where they need not be filled, only with those who matter otherwise."""
    if any((kind.role, kind.activity, a) in kept for a in session.members):
        return replace(kind, standby=0)
    matter = {p for p, a, role in grid.person_pins if a in session.members and role == kind.role}
    if len(session.sponsors) > 1 and grid.scenario.representation:
        matter.update(*(grid.members_of[sponsor] for sponsor in session.sponsors))
    return replace(kind, standby=0, eligible=kind.eligible & matter)


def _enough_people(grid: Grid, sessions: Sequence[JointSession]) -> frozenset[int]:
    """Return of people whom nothing in these sessions tells apart as many as could serve."""
    marks: dict[int, list[object]] = defaultdict(list)
    fit = dict.fromkeys(kind.eligible for session in sessions for kind in session.kinds)
    times = dict.fromkeys((s, s + session.minutes) for session in sessions for s in session.starts)
    sponsors = dict.fromkeys(o for session in sessions if len(session.sponsors) > 1 for o in session.sponsors)
    sets = [*fit, *(grid.free(*time) for time in times), *(grid.members_of[o] for o in sponsors)]
    for n, people in enumerate(sets):
        for p in people:
            marks[p].append(n)
    longest: dict[int, int] = defaultdict(int)
    for session in sessions:
        for a in session.members:
            longest[a] = max(longest[a], session.minutes)
    work = sum(longest.values())
    separate = any(grid.function_of[session.function].separate for session in sessions)
    named = {p for p, _, _ in grid.person_pins}
    alike: dict[object, list[int]] = defaultdict(list)
    for p in sorted(frozenset().union(*fit)):
        home = grid.people[p].home
        alike[
            tuple(marks[p]),
            home if separate or home in grid.organisation_limit else None,
            min(grid.day_limit[p], work),
            min(grid.week_limit[p], work),
            None if grid.scenario.budget is None else grid.people[p].cost_per_hour,
            p if p in named else None,
        ].append(p)
    enough: set[int] = set()
    for members in alike.values():
        most: dict[int, int] = defaultdict(int)
        for session in sessions:
            seats = sum(kind.seats for kind in session.kinds if members[0] in kind.eligible)
            for a in session.members:
                most[a] = max(most[a], seats)
        enough.update(members[: sum(most.values())])
    return frozenset(enough)


def _enough_places(grid: Grid, sessions: Sequence[JointSession]) -> frozenset[int]:
    """Return of places that nothing in these sessions tells apart as many as could be used."""
    marks: dict[int, list[object]] = defaultdict(list)
    for n, options in enumerate(dict.fromkeys((session.minutes, session.options) for session in sessions)):
        for start, place in sorted(options[1]):
            marks[place].append((n, start))
    far = {name for way in grid.scenario.travel if way.minutes for name in (way.from_, way.to)}
    alike: dict[object, list[int]] = defaultdict(list)
    for q in sorted(marks):
        site = grid.places[q]
        cost = [s.place_costs[s.places.index(q)] for s in sessions if q in s.places]
        alike[
            tuple(marks[q]),
            site.parallel,
            tuple(cost) if grid.scenario.budget is not None else None,
            q if site.id in far else None,
        ].append(q)
    activities = len({a for session in sessions for a in session.members})
    return frozenset(q for places in alike.values() for q in places[:activities])
