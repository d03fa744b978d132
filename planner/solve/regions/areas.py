"""The areas of a problem as problems of their own, and what is found for one in the indices of the whole.

People and places that several areas share are what couples them, and the budget; everything else is apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from planner.domain.past import Past
from planner.domain.scenario import Absence, Activity, Person, PersonPin, Place
from planner.domain.values import ONE_DAY, Interval
from planner.solve.draft import Draft, Held
from planner.solve.problem import Problem
from planner.solve.team.fits import fits


class Areas:
    """The areas of one problem by name; activities without an area make one named ""."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._activities: dict[str, list[Activity]] = defaultdict(list)
        listed = {a for session in problem.sessions for a in session.members}
        self.lost = 0
        """Priority of the activities that no plan holds: those that belong together with one of another area, too."""
        for a, activity in enumerate(problem.grid.activities):
            if a in listed or not problem.complete:
                self._activities[activity.area or ""].append(activity)
            else:
                self.lost += activity.priority
        self.names = tuple(sorted(self._activities))
        self._places: dict[str | None, set[int]] = defaultdict(set)
        for q, place in enumerate(problem.scenario.places):
            self._places[place.area].add(q)

    def held(self, draft: Draft | None, area: str) -> tuple[Held, ...]:
        """Return the sessions of a plan of the whole that are for an area."""
        return () if draft is None else tuple(h for h in draft.held if self._area(h) == area)

    def alone(self, area: str) -> Problem:
        """Return the problem of an area to which people and places are left as if there were no other.

        Each plan of the whole holds in an area what is a plan of this one.
        """
        return self._part(area, Draft(self.problem, ()))

    def beside(self, area: str, draft: Draft) -> Problem:
        """Return the problem of an area with what the sessions of a plan in other areas leave.

        With these its plans are plans of the whole.
        """
        others = (h for h in draft.held if self._area(h) != area)
        return self._part(area, Draft(self.problem, tuple(others)))

    def within(self, part: Problem, held: Iterable[Held]) -> Draft | None:
        """Return sessions of the whole, all of one area, as a plan of its problem; None where they are none.

        Somebody may serve in two areas on one day, and an area is not left such days.
        """
        draft = Draft(part, tuple(_translated(self.problem, part, held)))
        grid = part.grid
        spans = [(h, h.start, h.start + part.sessions[h.session].minutes) for h in draft.held]
        there = all(grid.is_free(p, start, end) for h, start, end in spans for _, p in (*h.seats, *h.standby))
        return draft if there and fits(draft) else None

    def with_part(self, draft: Draft, area: str, found: Draft) -> Draft:
        """Return a plan of the whole in which an area's sessions are replaced by those of a plan of its problem."""
        others = (h for h in draft.held if self._area(h) != area)
        held = (*others, *_translated(found.problem, self.problem, found.held))
        return Draft(self.problem, tuple(sorted(held, key=lambda h: (h.start, h.session))))

    def _area(self, h: Held) -> str:
        return self.problem.sessions[h.session].area or ""

    def _part(self, area: str, others: Draft) -> Problem:
        scenario = self.problem.scenario
        activities = self._activities[area]
        names = {a.id for a in activities}
        pins = tuple(pin for pin in scenario.pins if pin.activity in names)
        forbids = tuple(f for f in scenario.forbids if f.activity in names)
        past = self._past(area)
        named = {name for a in activities for name in _named(a)}
        named |= {pin.person for pin in pins if isinstance(pin, PersonPin)} | {f.person for f in forbids}
        if past is not None:
            named |= {seat.person for s in past.sessions for seat in s.seats if seat.person is not None}
            named |= {standby.person for s in past.sessions for standby in s.standby}
        taken = _Taken(self.problem, others)
        places = self._nearby(area, activities)
        place_names = {place.id for place in places}
        part = scenario.model_copy(
            update={
                "activities": tuple(activities),
                "people": tuple(taken.left_of(p) for p in self._staff(area, named)),
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

    def _past(self, area: str) -> Past | None:
        past = self.problem.grid.past
        return None if past is None else Past(past.since, tuple(s for s in past.sessions if (s.area or "") == area))

    def _staff(self, area: str, named: set[str]) -> list[int]:
        """Return all who can serve in an area, in order; those who are named are there whether they can or not."""
        grid = self.problem.grid
        return sorted({*grid.serving(area or None), *(grid.person_index[name] for name in named)})

    def _nearby(self, area: str, activities: Iterable[Activity]) -> list[Place]:
        """Return the places that an area's activities may use, in order."""
        index, places = self.problem.grid.place_index, self.problem.scenario.places
        used = {index[name] for a in activities for name in a.places or ()}
        if any(a.places is None for a in activities):
            used |= self._places[None] | self._places[area or None]
        return [places[q] for q in sorted(used)]


def _named(activity: Activity) -> Iterable[str]:
    """Yield the people whom an activity nominates."""
    for names in activity.nominated.values():
        yield from names
    for own in activity.own_roles:
        yield from own.nominated or ()


def _translated(one: Problem, other: Problem, held: Iterable[Held]) -> Iterable[Held]:
    """Yield sessions of one problem in the indices of another that has the same activities, people and places."""
    ours, theirs = one.grid, other.grid
    for h in held:
        members = tuple(theirs.activity_index[ours.activities[a].id] for a in one.sessions[h.session].members)
        yield replace(
            h,
            session=other.session_of(members),
            place=theirs.place_index[ours.places[h.place].id],
            seats=tuple((k, theirs.person_index[ours.people[p].id]) for k, p in h.seats),
            standby=tuple((k, theirs.person_index[ours.people[p].id]) for k, p in h.standby),
        )


class _Taken:
    """What the sessions of a plan take of people, places, hours and money."""

    def __init__(self, problem: Problem, draft: Draft) -> None:
        self._problem = problem
        self._draft = draft
        self._duties: dict[int, list[tuple[Held, bool]]] = defaultdict(list)
        """For each person their sessions, and whether they sit there or stand by."""
        self._busy: dict[str, list[Interval]] = defaultdict(list)
        for h in draft.held:
            for people, seated in ((h.seats, True), (h.standby, False)):
                for _, p in people:
                    self._duties[p].append((h, seated))
            start = problem.grid.moment(h.start)
            end = start + timedelta(minutes=problem.sessions[h.session].minutes)
            self._busy[problem.grid.places[h.place].id].append(Interval(start=start, end=end))

    def left_of(self, p: int) -> Person:
        """Return a person without the days on which they serve, nor the hours of the busiest such week."""
        grid, person = self._problem.grid, self._problem.scenario.people[p]
        if p not in self._duties:
            return person
        days: set[int] = set()
        weeks: dict[int, int] = defaultdict(int)
        for h, seated in self._duties[p]:
            minutes = self._problem.sessions[h.session].minutes
            last = grid.day(h.start + minutes + grid.longest_travel)
            first = grid.day(max(0, h.start - grid.longest_travel))
            days |= {*range(first, last + 1)}
            weeks[grid.week(h.start)] += minutes if seated else 0
        left = max(Decimal(0), person.max_hours_per_week - _hours(max(weeks.values())))
        away = tuple(
            Absence(start=start, end=start + ONE_DAY) for start in (grid.moment(24 * 60 * d) for d in sorted(days))
        )
        return person.model_copy(update={"unavailable": (*person.unavailable, *away), "max_hours_per_week": left})

    def open(self, place: Place) -> Place:
        """Return a place closed whenever something is held there."""
        busy = self._busy.get(place.id)
        return place.model_copy(update={"closed": (*place.closed, *busy)}) if busy else place

    def hours_left(self, organisation: str, most: Decimal) -> Decimal:
        """Return what an organisation's people may still serve in all."""
        home = self._problem.grid.home_of[organisation]
        return max(Decimal(0), most - _hours(sum(m for p, m in self._draft.work.items() if p in home)))

    def budget_left(self, budget: int | None) -> int | None:
        """Return what may still be spent."""
        return None if budget is None else max(0, budget - self._draft.measured["cost"])


def _hours(minutes: int) -> Decimal:
    """Return minutes in hours, rounded up."""
    return Decimal(minutes) / 60 + Decimal("0.0001") if minutes else Decimal(0)
