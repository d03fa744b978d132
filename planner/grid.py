"""A scenario in whole numbers: minutes, indices and sets, each computed once.

Minutes count from midnight of the scenario's first day. People, places and activities are indices into the
scenario's lists; `Grid` expects the lists in canonical order, so that equal scenarios give equal numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from planner.domain.past import Past
from planner.domain.plan import Session
from planner.domain.scenario import Activity, ActivityPin, Function, Person, PersonPin, Scenario
from planner.domain.values import ONE_DAY, Interval, ceil_product, ceil_ratio, seat_cost, whole_minutes

DAY = 24 * 60


@dataclass(frozen=True)
class SeatKind:
    """Seats of one role in one session: how many, and who may take them.

    `activity` is None for a shared role of the function, else the index of the activity that brings the seats.
    `eligible` are people by skill, bloc, area, nomination and prohibition; their time is another matter.
    `standby` is how many people should stand by.
    """

    role: str
    activity: int | None
    seats: int
    eligible: frozenset[int]
    standby: int = 0


class Grid:
    """Look-ups over one scenario. Everything is exact; nothing depends on the order of sets."""

    def __init__(self, scenario: Scenario, past: Past | None = None) -> None:
        self.scenario = scenario
        self.past = past
        self.activities = scenario.activities
        self.people = scenario.people
        self.places = scenario.places
        self.function_of = {f.id: f for f in scenario.functions}
        self.activity_index = {a.id: i for i, a in enumerate(scenario.activities)}
        self.person_index = {p.id: i for i, p in enumerate(scenario.people)}
        self.place_index = {p.id: i for i, p in enumerate(scenario.places)}
        self._midnight = datetime.combine(scenario.start, datetime.min.time())
        self._horizon = ((scenario.end - scenario.start) // ONE_DAY + 1) * DAY
        self._blocks = {b.id: (b.start, b.end) for b in scenario.blocks}
        self._travel = {}
        for t in scenario.travel:
            a, b = self.place_index[t.from_], self.place_index[t.to]
            self._travel[min(a, b), max(a, b)] = t.minutes
        self.activity_pins = [p for p in scenario.pins if isinstance(p, ActivityPin)]
        self.person_pins = [
            (self.person_index[p.person], self.activity_index[p.activity], p.role)
            for p in scenario.pins
            if isinstance(p, PersonPin)
        ]
        self.pinned = frozenset(self.activity_index[p.activity] for p in scenario.pins)
        self._keep_past()
        self._forbidden: dict[int, set[int]] = {}
        for f in scenario.forbids:
            self._forbidden.setdefault(self.activity_index[f.activity], set()).add(self.person_index[f.person])
        self._eligible_cache: dict[tuple[object, ...], frozenset[int]] = {}
        self._free_cache: dict[tuple[int, int], frozenset[int]] = {}

    def _keep_past(self) -> None:
        """Pin what has begun: its activities together, its start and place, its people."""
        self.past_sets: dict[tuple[int, ...], Session] = {}
        for session in () if self.past is None else self.past.sessions:
            self.past_sets[tuple(sorted(self.activity_index[a] for a in session.activities))] = session
            for activity in session.activities:
                self.activity_pins.append(ActivityPin(activity=activity, start=session.start, place=session.place))
            for seat in session.seats:
                if seat.person is not None:
                    activity = session.activities[0] if seat.activity is None else seat.activity
                    self.person_pins.append((self.person_index[seat.person], self.activity_index[activity], seat.role))
        self.pinned |= frozenset(a for members in self.past_sets for a in members)

    # -- time ---------------------------------------------------------------------------------------------------

    def minute(self, moment: datetime) -> int:
        """Return minutes from the scenario's first midnight."""
        return (moment - self._midnight) // timedelta(minutes=1)

    def moment(self, minute: int) -> datetime:
        """Return the local time of a minute."""
        return self._midnight + timedelta(minutes=minute)

    @staticmethod
    def day(minute: int) -> int:
        """Return the index of the day that a minute lies on."""
        return minute // DAY

    def week(self, minute: int) -> int:
        """Return a number for the ISO week that a minute lies in; equal for equal weeks."""
        return (self.day(minute) + self.scenario.start.isoweekday() - 1) // 7

    @cached_property
    def ends_by_start(self) -> tuple[Mapping[int, int | None], ...]:
        """For each activity its possible starts, with the latest end there (None: any end)."""
        return tuple(self._starts(a) for a in self.activities)

    def _starts(self, activity: Activity) -> dict[int, int | None]:
        found: dict[int, int | None] = {}
        if activity.starts is not None:
            found = {m: None for m in map(self.minute, activity.starts) if 0 <= m < self._horizon}
        elif activity.window is not None:
            window = activity.window
            first = max(window.from_, self.scenario.start)
            last = min(window.to, self.scenario.end)
            blocks = self._blocks.values() if window.blocks is None else [self._blocks[b] for b in window.blocks]
            for k in range((last - first) // ONE_DAY + 1):
                midnight = ((first - self.scenario.start) // ONE_DAY + k) * DAY
                for start, end in blocks:
                    if end - start >= activity.duration_minutes:
                        latest = found.get(midnight + start)
                        found[midnight + start] = max(latest or 0, midnight + end)
        if self.past is not None and activity.id not in self.past.session_of:
            found = {m: e for m, e in found.items() if m >= self.minute(self.past.since)}
        for pin in self.activity_pins:
            if pin.activity == activity.id and pin.start is not None:
                wanted = self.minute(pin.start)
                found = {m: e for m, e in found.items() if m == wanted}
        return dict(sorted(found.items()))

    def common_starts(self, members: Iterable[int], minutes: int) -> tuple[int, ...]:
        """Return the starts that every member allows for a session of `minutes`."""
        tables = [self.ends_by_start[a] for a in members]
        return tuple(
            s for s in tables[0] if all(s in t and ((end := t[s]) is None or s + minutes <= end) for t in tables)
        )

    def _span(self, interval: Interval) -> tuple[int, int]:
        return self.minute(interval.start), self.minute(interval.end)

    @cached_property
    def _available(self) -> tuple[tuple[tuple[int, int], ...] | None, ...]:
        """For each person the merged stretches in which they are there at all; None is always."""
        merged: list[tuple[tuple[int, int], ...] | None] = []
        for person in self.people:
            if person.available is None:
                merged.append(None)
                continue
            stretches: list[tuple[int, int]] = []
            for start, end in sorted(map(self._span, person.available)):
                if stretches and start <= stretches[-1][1]:
                    stretches[-1] = (stretches[-1][0], max(stretches[-1][1], end))
                else:
                    stretches.append((start, end))
            merged.append(tuple(stretches))
        return tuple(merged)

    @cached_property
    def _away(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        return tuple(tuple(map(self._span, p.unavailable)) for p in self.people)

    @cached_property
    def _calendars(self) -> tuple[frozenset[int], tuple[int, ...]]:
        """People who are always there, and the others."""
        others = tuple(p for p, there in enumerate(self._available) if there is not None or self._away[p])
        return frozenset(range(len(self.people))).difference(others), others

    def is_free(self, person: int, start: int, end: int) -> bool:
        """Tell whether a person's calendar allows ``[start, end)``."""
        there = self._available[person]
        if there is not None and not any(s <= start and end <= e for s, e in there):
            return False
        return not any(s < end and start < e for s, e in self._away[person])

    def free(self, start: int, end: int) -> frozenset[int]:
        """Return the people whose calendar allows ``[start, end)``."""
        if (start, end) not in self._free_cache:
            always, others = self._calendars
            self._free_cache[start, end] = always | {p for p in others if self.is_free(p, start, end)}
        return self._free_cache[start, end]

    # -- places -------------------------------------------------------------------------------------------------

    @cached_property
    def own_places(self) -> tuple[frozenset[int], ...]:
        """For each activity the places that it names, else those of its area and those of none."""
        return tuple(
            frozenset(
                (i for i, p in enumerate(self.places) if p.area is None or p.area == activity.area)
                if activity.places is None
                else (self.place_index[p] for p in activity.places)
            )
            for activity in self.activities
        )

    @cached_property
    def allowed_places(self) -> tuple[frozenset[int], ...]:
        """For each activity the places it may be held at, pins applied."""
        result = list(self.own_places)
        for pin in self.activity_pins:
            if pin.place is not None:
                result[self.activity_index[pin.activity]] &= {self.place_index[pin.place]}
        return tuple(result)

    @cached_property
    def _closed(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        return tuple(tuple(map(self._span, p.closed)) for p in self.places)

    def is_open(self, place: int, start: int, end: int) -> bool:
        """Tell whether a place is open throughout ``[start, end)``."""
        return not any(s < end and start < e for s, e in self._closed[place])

    def travel(self, a: int, b: int) -> int:
        """Return minutes between two places."""
        if a == b:
            return 0
        return self._travel.get((min(a, b), max(a, b)), self.scenario.travel_default_minutes)

    @cached_property
    def longest_travel(self) -> int:
        """The most minutes between any two places."""
        if len(self.places) < 2:
            return 0
        return max([self.scenario.travel_default_minutes, *self._travel.values()])

    # -- attendance and seats -----------------------------------------------------------------------------------

    @cached_property
    def brought(self) -> tuple[Mapping[str, int], ...]:
        """For each activity the people it brings, by group."""
        size = {g.id: g.people for g in self.scenario.groups}
        result = []
        for a in self.activities:
            turnout = self.scenario.turnout if a.turnout is None else a.turnout
            result.append(
                {s.group: ceil_product(size[s.group] if s.people is None else s.people, turnout) for s in a.serves}
            )
        return tuple(result)

    def attendance(self, members: Iterable[int]) -> int:
        """Return the people a session receives: each group once, at the most that any member brings."""
        most: dict[str, int] = {}
        for a in members:
            for group, people in self.brought[a].items():
                most[group] = max(most.get(group, 0), people)
        return sum(most.values())

    def seat_kinds(self, members: tuple[int, ...], attendance: int) -> tuple[SeatKind, ...]:
        """Return the seats of a session: the function's roles, then each member's own."""
        first = self.activities[members[0]]
        function: Function = self.function_of[first.function]
        barred = frozenset().union(*(self._forbidden.get(a, frozenset()) for a in members))
        kinds = []
        for role in function.roles:
            seats = role.fixed
            if role.people_per_seat is not None:
                seats = max(seats, ceil_ratio(attendance, role.people_per_seat))
            lists = [self.activities[a].nominated[role.id] for a in members if role.id in self.activities[a].nominated]
            named = None if not lists else frozenset(p for names in lists for p in names)
            if seats:
                eligible = self._eligible(role.skill, role.blocs, first.area, named) - barred
                kinds.append(SeatKind(role.id, None, seats, eligible, role.standby))
        for a in members:
            for own in self.activities[a].own_roles:
                if own.seats:
                    named = None if own.nominated is None else frozenset(own.nominated)
                    eligible = self._eligible(own.skill, own.blocs, first.area, named) - barred
                    kinds.append(SeatKind(own.id, a, own.seats, eligible))
        if members in self.past_sets:
            return tuple(k for kind in kinds for k in self._as_it_was(kind, self.past_sets[members]))
        return tuple(kinds)

    def _as_it_was(self, kind: SeatKind, session: Session) -> Iterable[SeatKind]:
        """Split the seats of a session that has begun: seats for those who sat, none for those who stood by."""
        origin = None if kind.activity is None else self.activities[kind.activity].id
        sat = {s.person for s in session.seats if (s.role, s.activity) == (kind.role, origin)}
        stood = {s.person for s in session.standby if s.role == kind.role}
        yield replace(kind, eligible=frozenset(p for p in kind.eligible if self.people[p].id in sat), standby=0)
        if kind.standby:
            yield replace(kind, eligible=frozenset(p for p in kind.eligible if self.people[p].id in stood), seats=0)

    def _eligible(
        self,
        skill: str | None,
        blocs: tuple[str, ...] | None,
        area: str | None,
        named: frozenset[str] | None,
    ) -> frozenset[int]:
        key = (skill, blocs, area, named)
        if key not in self._eligible_cache:
            asked = self.serving(area) if named is None else {self.person_index[name] for name in named}
            self._eligible_cache[key] = frozenset(
                i
                for i in asked
                for p in (self.people[i],)
                if (skill is None or skill in p.skills)
                and (blocs is None or not self._blocs_of(p).isdisjoint(blocs))
                and (area is None or p.areas is None or area in p.areas)
            )
        return self._eligible_cache[key]

    def serving(self, area: str | None) -> Iterable[int]:
        """Return who may work in an area, found once for all; everybody where no area is asked for."""
        if area is None:
            return range(len(self.people))
        anywhere, of = self._by_area
        return (*anywhere, *of.get(area, ()))

    @cached_property
    def _by_area(self) -> tuple[list[int], Mapping[str, list[int]]]:
        """People who work in any area, and those who work in each."""
        anywhere: list[int] = []
        of: dict[str, list[int]] = defaultdict(list)
        for p, person in enumerate(self.people):
            if person.areas is None:
                anywhere.append(p)
            for area in person.areas or ():
                of[area].append(p)
        return anywhere, of

    @cached_property
    def bloc(self) -> Mapping[str, str]:
        """The bloc of each organisation."""
        return {o.id: o.bloc for o in self.scenario.organisations}

    def _blocs_of(self, person: Person) -> set[str]:
        return {self.bloc[o] for o in person.organisations}

    # -- limits and money ---------------------------------------------------------------------------------------

    @cached_property
    def day_limit(self) -> tuple[int, ...]:
        """For each person the most seat minutes a day."""
        return tuple(whole_minutes(p.max_hours_per_day) for p in self.people)

    @cached_property
    def week_limit(self) -> tuple[int, ...]:
        """For each person the most seat minutes an ISO week."""
        return tuple(whole_minutes(p.max_hours_per_week) for p in self.people)

    @cached_property
    def organisation_limit(self) -> Mapping[str, int]:
        """The most seat minutes of an organisation's home people, where it has a limit."""
        return {o.id: whole_minutes(o.max_hours) for o in self.scenario.organisations if o.max_hours is not None}

    @cached_property
    def members_of(self) -> Mapping[str, frozenset[int]]:
        """For each organisation its people, home or not."""
        found: dict[str, set[int]] = {o.id: set() for o in self.scenario.organisations}
        for i, person in enumerate(self.people):
            for organisation in person.organisations:
                found[organisation].add(i)
        return {organisation: frozenset(people) for organisation, people in found.items()}

    @cached_property
    def home_of(self) -> Mapping[str, frozenset[int]]:
        """For each organisation the people at home there."""
        found: dict[str, set[int]] = {o.id: set() for o in self.scenario.organisations}
        for i, person in enumerate(self.people):
            found[person.home].add(i)
        return {organisation: frozenset(people) for organisation, people in found.items()}

    def seat_cost(self, person: int, minutes: int) -> int:
        """Return VND for a person in a seat for `minutes`."""
        return seat_cost(self.people[person].cost_per_hour, minutes)

    def place_cost(self, members: Iterable[int], place: int) -> int:
        """Return VND for a session at a place: the place itself and every member's transport there."""
        at = self.places[place]
        return at.cost_per_session + sum(self.activities[a].transport_cost.get(at.id, 0) for a in members)
