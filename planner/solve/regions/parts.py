"""The problem of some areas: their activities, the people and places that these may use, and what is said of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property

from planner.domain.past import Past
from planner.domain.scenario import Activity, PersonPin, Place
from planner.solve.draft import Draft, Held
from planner.solve.problem import Problem
from planner.solve.regions.taken import Taken


class Parts:
    """The parts of one problem by area; activities without an area make one named ""."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.activities: dict[str, list[Activity]] = defaultdict(list)
        listed = {a for session in problem.sessions for a in session.members}
        self.lost = 0
        """Priority of the activities that no plan holds: those that belong together with one of another area, too."""
        for a, activity in enumerate(problem.grid.activities):
            if a in listed or not problem.complete:
                self.activities[activity.area or ""].append(activity)
            else:
                self.lost += activity.priority

    def beside(self, group: Collection[str], own: Collection[Held], draft: Draft) -> Problem:
        """Return the problem of some areas with what a plan leaves them, but for their `own` sessions in it."""
        scenario = self._problem.scenario
        activities = [a for area in sorted(group) for a in self.activities[area]]
        names = {a.id for a in activities}
        pins = tuple(pin for pin in scenario.pins if pin.activity in names)
        forbids = tuple(f for f in scenario.forbids if f.activity in names)
        past = self._past(group)
        named = {name for a in activities for name in _named(a)}
        named |= {pin.person for pin in pins if isinstance(pin, PersonPin)} | {f.person for f in forbids}
        if past is not None:
            named |= {seat.person for s in past.sessions for seat in s.seats if seat.person is not None}
            named |= {standby.person for s in past.sessions for standby in s.standby}
        staff = self._staff(group, named)
        taken = Taken(self._problem, draft, own, self._lengths(group))
        places = self._nearby(activities)
        place_names = {place.id for place in places}
        part = scenario.model_copy(
            update={
                "activities": tuple(activities),
                "people": tuple(map(taken.left_of, staff)),
                "places": tuple(taken.open(place) for place in places),
                "travel": tuple(t for t in scenario.travel if {t.from_, t.to} <= place_names),
                "organisations": tuple(
                    o
                    if o.max_hours is None
                    else o.model_copy(update={"max_hours": taken.hours_left(o.id, o.max_hours)})
                    for o in scenario.organisations
                ),
                "together": tuple(pair for pair in scenario.together if names.issuperset(pair)),
                "apart": tuple(pair for pair in scenario.apart if names.issuperset(pair)),
                "pins": pins,
                "forbids": forbids,
                "budget": taken.budget_left(scenario.budget),
            }
        )
        return Problem(part, past=past)

    def _past(self, group: Collection[str]) -> Past | None:
        past = self._problem.grid.past
        return None if past is None else Past(past.since, tuple(s for s in past.sessions if (s.area or "") in group))

    def _staff(self, group: Collection[str], named: set[str]) -> list[int]:
        """Return all who can serve in some areas, in order; those who are named are there whether they can or not."""
        grid = self._problem.grid
        able = {p for area in group for p in grid.serving(area or None)}
        return sorted({*able, *(grid.person_index[name] for name in named)})

    def _nearby(self, activities: Collection[Activity]) -> list[Place]:
        """Return the places that activities may use, in order."""
        grid = self._problem.grid
        used = frozenset().union(*(grid.own_places[grid.activity_index[a.id]] for a in activities))
        return [grid.places[q] for q in sorted(used)]

    def _lengths(self, group: Collection[str]) -> Counter[tuple[int, int]]:
        """Return how many joint sessions of some areas can have a start and a length in minutes."""
        return sum((self._possible[area] for area in group), Counter())

    @cached_property
    def _possible(self) -> dict[str, Counter[tuple[int, int]]]:
        found: dict[str, Counter[tuple[int, int]]] = {area: Counter() for area in self.activities}
        for session in self._problem.sessions:
            found[session.area or ""].update((start, session.minutes) for start in session.starts)
        return found


def _named(activity: Activity) -> Iterable[str]:
    """Yield the people whom an activity nominates."""
    for names in activity.nominated.values():
        yield from names
    for own in activity.own_roles:
        yield from own.nominated or ()
