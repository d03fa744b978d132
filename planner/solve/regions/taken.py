"""What the sessions of a plan in other areas leave of people, places, hours and money."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from planner.domain.scenario import Absence, Person, Place
from planner.domain.values import Interval
from planner.grid import DAY
from planner.solve.draft import Draft, Held
from planner.solve.problem import Problem


class _Duty(NamedTuple):
    """When somebody serves, in minutes, and whether they sit there or stand by."""

    start: int
    end: int
    seated: bool


class Taken:
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
