"""A session of a plan, read against the scenario: what follows from its members, start, place and holders.

Ids that the scenario does not have are left out here (`figures.unknown_reference` names them), so that
everything else of a broken plan can still be checked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from planner.domain.plan import Seat, Session
from planner.domain.scenario import Activity, Function, OwnRole, Person, Place, Role, Scenario
from planner.domain.values import ceil_product, ceil_ratio, seat_cost
from planner.verify.text import at, pointer

END_OF_TIME = datetime(9999, 12, 31, 23, 59)


class Lookup:
    """The scenario by id."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.activities = {a.id: a for a in scenario.activities}
        self.people = {p.id: p for p in scenario.people}
        self.places = {p.id: p for p in scenario.places}
        self.functions = {f.id: f for f in scenario.functions}
        self.organisations = {o.id: o for o in scenario.organisations}
        self.areas = {a.id: a for a in scenario.areas}
        self._groups = {g.id: g.people for g in scenario.groups}
        self._travel = {frozenset((t.from_, t.to)): t.minutes for t in scenario.travel}
        self.longest_travel = max([scenario.travel_default_minutes, *self._travel.values()])

    def brings(self, activity: Activity) -> Mapping[str, int]:
        """Return the people that an activity brings, by group."""
        turnout = self.scenario.turnout if activity.turnout is None else activity.turnout
        return {
            s.group: ceil_product(self._groups[s.group] if s.people is None else s.people, turnout)
            for s in activity.serves
        }

    def travel(self, one: Place, other: Place) -> int:
        """Return minutes between two places, 0 within one."""
        if one.id == other.id:
            return 0
        return self._travel.get(frozenset((one.id, other.id)), self.scenario.travel_default_minutes)


def seats_of(role: Role, attendance: int) -> int:
    """Return how many shared seats of a role a session with this attendance must have."""
    if role.people_per_seat is None:
        return role.fixed
    return max(role.fixed, ceil_ratio(attendance, role.people_per_seat))


@dataclass(frozen=True)
class Wanted:
    """Seats that a session must have: how many of which role, and who may be nominated (None: anyone)."""

    role: Role | OwnRole
    seats: int
    nominated: frozenset[str] | None
    standby: int = 0


SeatKey = tuple[str, str | None]
"""A role, and the activity that brings it (None where the role is the function's and shared)."""


@dataclass(frozen=True)
class Duty:
    """A known person in a seat or on standby; `where` points at it in the plan."""

    person: Person
    role: str
    activity: str | None
    where: str
    is_standby: bool = False


@dataclass(frozen=True)
class Cost:
    """VND of one session: what its sponsors share, and what each of them pays for its own."""

    shared: int
    own: Mapping[str, int]

    @property
    def total(self) -> int:
        """All of it."""
        return self.shared + sum(self.own.values())


@dataclass(frozen=True, eq=False)
class Held:
    """A session and its number in the plan."""

    index: int
    session: Session
    lookup: Lookup

    @property
    def where(self) -> str:
        """The session's JSON pointer in the plan."""
        return pointer("sessions", self.index)

    @cached_property
    def members(self) -> tuple[Activity, ...]:
        """The session's activities, each once."""
        known = self.lookup.activities
        return tuple(known[a] for a in dict.fromkeys(self.session.activities) if a in known)

    @cached_property
    def function(self) -> Function | None:
        """The function of the first member, which all share; None where there is no member."""
        return self.lookup.functions[self.members[0].function] if self.members else None

    @property
    def area(self) -> str | None:
        """The area of the first member, which all share."""
        return self.members[0].area if self.members else None

    @property
    def place(self) -> Place | None:
        """Where it is held; None where the scenario has no such place."""
        return self.lookup.places.get(self.session.place)

    @property
    def start(self) -> datetime:
        """When it starts."""
        return self.session.start

    @cached_property
    def minutes(self) -> int:
        """How long its longest member lasts."""
        return max((a.duration_minutes for a in self.members), default=0)

    @cached_property
    def end(self) -> datetime:
        """When its longest member is over."""
        try:
            return self.start + timedelta(minutes=self.minutes)
        except OverflowError:  # beyond the year 9999
            return END_OF_TIME

    @cached_property
    def label(self) -> str:
        """How sentences name the session."""
        first = ", ".join(a.name for a in self.members[:2]) + (", …" if len(self.members) > 2 else "")
        return f"{self.session.id} ({first}; {at(self.start)})"

    @cached_property
    def sponsors(self) -> Mapping[str, int]:
        """The members' sponsors, with the people that their members bring."""
        brought: Counter[str] = Counter()
        for member in self.members:
            brought[member.organisation] += sum(self.lookup.brings(member).values())
        return dict(brought)

    @cached_property
    def attendance(self) -> int:
        """The people received: each group once, at the largest number that any member brings."""
        most: dict[str, int] = {}
        for member in self.members:
            for group, people in self.lookup.brings(member).items():
                most[group] = max(most.get(group, 0), people)
        return sum(most.values())

    @cached_property
    def wanted(self) -> Mapping[SeatKey, Wanted]:
        """The seats that the session must have."""
        found: dict[SeatKey, Wanted] = {}
        for role in self.function.roles if self.function else ():
            seats = seats_of(role, self.attendance)
            lists = [a.nominated[role.id] for a in self.members if role.id in a.nominated]
            nominated = frozenset(person for names in lists for person in names) if lists else None
            found[role.id, None] = Wanted(role, seats, nominated, role.standby if seats else 0)
        for member in self.members:
            for own in member.own_roles:
                nominated = None if own.nominated is None else frozenset(own.nominated)
                found[own.id, member.id] = Wanted(own, own.seats, nominated)
        return found

    @cached_property
    def holders(self) -> tuple[Duty, ...]:
        """Who sits in a seat."""
        return tuple(
            Duty(self.lookup.people[s.person], s.role, s.activity, self.where + pointer("seats", i))
            for i, s in enumerate(self.session.seats)
            if s.person in self.lookup.people
        )

    @cached_property
    def standbys(self) -> tuple[Duty, ...]:
        """Who stands by."""
        return tuple(
            Duty(
                self.lookup.people[s.person],
                s.role,
                None,
                self.where + pointer("standby", i),
                is_standby=True,
            )
            for i, s in enumerate(self.session.standby)
            if s.person in self.lookup.people
        )

    @property
    def duties(self) -> tuple[Duty, ...]:
        """Who has any duty in the session."""
        return self.holders + self.standbys

    @cached_property
    def filled(self) -> tuple[Seat, ...]:
        """The seats that somebody holds."""
        return tuple(s for s in self.session.seats if s.person is not None)

    @cached_property
    def cost(self) -> Cost:
        """VND: place, function, visitors, transport and filled seats."""
        shared = 0 if self.place is None else self.place.cost_per_session
        if self.function is not None:
            shared += self.function.cost_per_session + self.function.cost_per_person * self.attendance
        sponsor_of = {member.id: member.organisation for member in self.members}
        own = dict.fromkeys(self.sponsors, 0)
        for member in self.members:
            own[member.organisation] += member.transport_cost.get(self.session.place, 0)
        for duty in self.holders:
            price = seat_cost(duty.person.cost_per_hour, self.minutes)
            if duty.activity in sponsor_of:
                own[sponsor_of[duty.activity]] += price
            else:
                shared += price
        return Cost(shared, own)
