"""The areas of a problem as problems of their own, and what is found for one in the indices of the whole.

People and places that several areas share are what couples them, and the budget; everything else is apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from planner.domain.past import Past
from planner.domain.scenario import Absence, Activity, Person, PersonPin, Place
from planner.domain.values import Interval
from planner.grid import DAY
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

    def groups(self, most: int) -> list[tuple[str, ...]]:
        """Return all areas in groups of at most `most`, beside one another those that share many people."""
        shared: Counter[frozenset[str]] = Counter()
        for person in self.problem.scenario.people:
            shared.update(map(frozenset, combinations(person.areas or (), 2)))
        left = list(self.names)
        found: list[tuple[str, ...]] = []
        while left:
            group = [left.pop(0)]
            while left and len(group) < most:
                links = [sum(shared[frozenset((area, other))] for other in group) for area in left]
                group.append(left.pop(links.index(max(links))))
            found.append(tuple(group))
        return found

    def held(self, draft: Draft | None, group: Collection[str]) -> tuple[Held, ...]:
        """Return the sessions of a plan of the whole that are for some areas."""
        return () if draft is None else tuple(h for h in draft.held if self._area(h) in group)

    def alone(self, area: str) -> Problem:
        """Return the problem of an area to which people and places are left as if there were no other.

        Each plan of the whole holds in an area what is a plan of this one.
        """
        return self._part((area,), Draft(self.problem, ()))

    def beside(self, group: Collection[str], draft: Draft) -> Problem:
        """Return the problem of some areas with what the sessions of a plan in other areas leave.

        With these its plans are plans of the whole.
        """
        return self.problem if len(group) == len(self.names) else self._part(group, draft)

    def within(self, part: Problem, held: Iterable[Held]) -> Draft | None:
        """Return sessions of the whole, all of the areas of a part, as a plan of it; None where they are none.

        Days on which somebody serves elsewhere as well are left to a part in a simple form only (see `_Taken`).
        """
        try:
            draft = self.draft_of(part, held)
        except ValueError:  # at a place that holds several sessions at once, and is not left while others use it
            return None
        grid = part.grid
        spans = [(h, h.start, h.start + part.sessions[h.session].minutes) for h in draft.held]
        there = all(grid.is_free(p, start, end) for h, start, end in spans for _, p in (*h.seats, *h.standby))
        return draft if there and fits(draft) else None

    def draft_of(self, part: Problem, held: Iterable[Held]) -> Draft:
        """Return sessions of the whole in the indices of a part, whether they are a plan of it or not."""
        return Draft(part, tuple(_translated(self.problem, part, held)))

    def timetable_of(self, part: Problem, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return (joint session, start) pairs of the whole as those of a part, but those for which no place is left."""
        found: list[tuple[int, int]] = []
        for c, start in pairs:
            try:
                there = _session(self.problem, part, c)
            except ValueError:
                continue
            if start in part.sessions[there].starts:
                found.append((there, start))
        return found

    def timetable_from(self, part: Problem, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return (joint session, start) pairs of a part as those of the whole."""
        return [(_session(part, self.problem, c), start) for c, start in pairs]

    def with_part(self, draft: Draft, group: Collection[str], found: Draft) -> Draft:
        """Return a plan of the whole in which the sessions of some areas are replaced by those of a plan of theirs."""
        others = (h for h in draft.held if self._area(h) not in group)
        held = (*others, *_translated(found.problem, self.problem, found.held))
        return Draft(self.problem, tuple(sorted(held, key=lambda h: (h.start, h.session))))

    def _area(self, h: Held) -> str:
        return self.problem.sessions[h.session].area or ""

    def _part(self, group: Collection[str], draft: Draft) -> Problem:
        scenario = self.problem.scenario
        activities = [a for area in sorted(group) for a in self._activities[area]]
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
        taken = _Taken(self.problem, draft, self.held(draft, group), self._lengths(group))
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
        past = self.problem.grid.past
        return None if past is None else Past(past.since, tuple(s for s in past.sessions if (s.area or "") in group))

    def _staff(self, group: Collection[str], named: set[str]) -> list[int]:
        """Return all who can serve in some areas, in order; those who are named are there whether they can or not."""
        grid = self.problem.grid
        able = {p for area in group for p in grid.serving(area or None)}
        return sorted({*able, *(grid.person_index[name] for name in named)})

    def _nearby(self, activities: Collection[Activity]) -> list[Place]:
        """Return the places that activities may use, in order."""
        index, places = self.problem.grid.place_index, self.problem.scenario.places
        used = {index[name] for a in activities for name in a.places or ()}
        for area in {a.area for a in activities if a.places is None}:
            used |= self._places[None] | self._places[area]
        return [places[q] for q in sorted(used)]

    def _lengths(self, group: Collection[str]) -> Counter[tuple[int, int]]:
        """Return how many joint sessions of some areas can have a start and a length in minutes."""
        return sum((self._possible[area] for area in group), Counter())

    @cached_property
    def _possible(self) -> dict[str, Counter[tuple[int, int]]]:
        found: dict[str, Counter[tuple[int, int]]] = {area: Counter() for area in self.names}
        for session in self.problem.sessions:
            found[session.area or ""].update((start, session.minutes) for start in session.starts)
        return found


def _named(activity: Activity) -> Iterable[str]:
    """Yield the people whom an activity nominates."""
    for names in activity.nominated.values():
        yield from names
    for own in activity.own_roles:
        yield from own.nominated or ()


def _session(one: Problem, other: Problem, c: int) -> int:
    """Return a joint session of one problem as that of another which has the same activities.

    Raises:
        ValueError: it has no place there.
    """
    members = (other.grid.activity_index[one.grid.activities[a].id] for a in one.sessions[c].members)
    return other.session_of(tuple(sorted(members)))


def _translated(one: Problem, other: Problem, held: Iterable[Held]) -> Iterable[Held]:
    """Yield sessions of one problem in the indices of another that has the same activities, people and places."""
    ours, theirs = one.grid, other.grid
    for h in held:
        yield replace(
            h,
            session=_session(one, other, h.session),
            place=theirs.place_index[ours.places[h.place].id],
            seats=tuple((k, theirs.person_index[ours.people[p].id]) for k, p in h.seats),
            standby=tuple((k, theirs.person_index[ours.people[p].id]) for k, p in h.standby),
        )


class _Duty(NamedTuple):
    """When somebody serves, in minutes, and whether they sit there or stand by."""

    start: int
    end: int
    seated: bool


class _Taken:
    """What the sessions of a plan take of people, places, hours and money, but for those of some areas (`own`).

    `possible` counts the joint sessions of these areas by start and length.
    """

    def __init__(
        self, problem: Problem, draft: Draft, own: Collection[Held], possible: Counter[tuple[int, int]]
    ) -> None:
        self._problem = problem
        ours = set(own)
        self._others = Draft(problem, tuple(h for h in draft.held if h not in ours))
        self._elsewhere = _duties(self._others)
        self._here = _duties(Draft(problem, tuple(own)))
        self._possible: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
        for (start, minutes), number in possible.items():
            self._possible[problem.grid.day(start)][start, minutes] = number
        self._busy: dict[str, list[Interval]] = defaultdict(list)
        for h in self._others.held:
            begin = problem.grid.moment(h.start)
            end = begin + timedelta(minutes=problem.sessions[h.session].minutes)
            self._busy[problem.grid.places[h.place].id].append(Interval(start=begin, end=end))

    def left_of(self, p: int) -> Person:
        """Return a person without the times at which they serve and the ways there, nor the hours of the busiest week.

        Hours of one day cannot be less than those of others: on a day on which they sit elsewhere they are there for
        what they do already, or for one stretch that is no longer than the hours left.
        """
        grid, person = self._problem.grid, self._problem.scenario.people[p]
        duties = self._elsewhere.get(p)
        if duties is None:
            return person
        days: Counter[int] = Counter()
        weeks: Counter[int] = Counter()
        away = [(start - grid.longest_travel, end + grid.longest_travel) for start, end, _ in duties]
        for start, end, seated in duties:
            if seated:
                days[grid.day(start)] += end - start
                weeks[grid.week(start)] += end - start
        for day, minutes in sorted(days.items()):
            since = DAY * day
            for start, end in sorted(self._stretches(p, day, grid.day_limit[p] - minutes, away)):
                away += [(since, start)] if since < start else []
                since = end
            away.append((since, max(DAY * (day + 1), since + 1)))  # nothing longer, also over midnight
        absences = (Absence(start=grid.moment(start), end=grid.moment(end)) for start, end in sorted(away))
        left = max(Decimal(0), person.max_hours_per_week - _hours(max(weeks.values(), default=0)))
        return person.model_copy(update={"unavailable": (*person.unavailable, *absences), "max_hours_per_week": left})

    def _stretches(self, p: int, day: int, left: int, away: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return when somebody may serve on a day on which so many minutes are left."""
        here = [duty for duty in self._here.get(p, ()) if self._problem.grid.day(duty.start) == day]
        seated = [duty for duty in here if duty.seated]
        if here:
            kept = here if sum(end - start for start, end, _ in here) <= left else seated
            return [(start, end) for start, end, _ in kept]
        possible = self._possible[day]
        best, most = [], 0
        for start in sorted({start for start, _ in possible}):
            end = min([start + left, *(begin for begin, until in away if until > start)])
            number = sum(n for (s, minutes), n in possible.items() if start <= s and s + minutes <= end)
            if number > most:
                best, most = [(start, end)], number
        return best

    def open(self, place: Place) -> Place:
        """Return a place closed whenever something is held there."""
        busy = self._busy.get(place.id)
        return place.model_copy(update={"closed": (*place.closed, *busy)}) if busy else place

    def hours_left(self, organisation: str, most: Decimal) -> Decimal:
        """Return what an organisation's people may still serve in all."""
        home = self._problem.grid.home_of[organisation]
        return max(Decimal(0), most - _hours(sum(m for p, m in self._others.work.items() if p in home)))

    def budget_left(self, budget: int | None) -> int | None:
        """Return what may still be spent."""
        return None if budget is None else max(0, budget - self._others.measured["cost"])


def _duties(draft: Draft) -> dict[int, list[_Duty]]:
    """Return the duties of each person who serves."""
    found: dict[int, list[_Duty]] = defaultdict(list)
    for h in draft.held:
        end = h.start + draft.problem.sessions[h.session].minutes
        for people, seated in ((h.seats, True), (h.standby, False)):
            for _, p in people:
                found[p].append(_Duty(h.start, end, seated))
    return found


def _hours(minutes: int) -> Decimal:
    """Return minutes in hours, rounded up."""
    return Decimal(minutes) / 60 + Decimal("0.0001") if minutes else Decimal(0)
