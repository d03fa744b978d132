"""A scenario: the activities, people and places of one or more wards over some days.

Field names, units and defaults are those of the contract. Minutes and people are whole numbers, money is whole
VND (an hourly cost may be a decimal), times are local to `timezone`. An absent list means "any" where a field is
``| None``; an empty list means none.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from planner.domain.values import (
    Budget,
    Clock,
    Count,
    Day,
    Exact,
    ExactPositive,
    Id,
    Interval,
    Moment,
    Positive,
    Priority,
    Record,
)

Bloc = Literal["government", "front", "mass", "community", "partner"]
BLOCS: tuple[Bloc, ...] = ("government", "front", "mass", "community", "partner")
"""Blocs in the order in which they lead."""

TierName = Literal["unheld", "unfilled", "unbacked", "staff_sessions", "cost", "people", "peak_minutes", "changes"]

Pair = tuple[Id, Id]


class Block(Record):
    """A part of the day in which sessions are held (sáng, chiều, tối); `end` may be 24:00."""

    id: Id
    name: str
    start: Clock
    end: Clock


class Area(Record):
    """A ward of a cluster or a neighbourhood (khu phố) of a ward."""

    id: Id
    name: str


class Organisation(Record):
    """Who sponsors activities and sends people; `max_hours`: seat hours of its home people, whole horizon."""

    id: Id
    name: str
    bloc: Bloc
    max_hours: Exact | None = None


class Skill(Record):
    """What a role may ask for."""

    id: Id
    name: str


class Absence(Interval):
    """A time in which a person cannot serve."""

    reason: str | None = None


class Person(Record):
    """One who can hold seats. The first organisation is home; more make them double-hatted."""

    id: Id
    name: str
    organisations: Annotated[tuple[Id, ...], Field(min_length=1)]
    skills: tuple[Id, ...] = ()
    areas: tuple[Id, ...] | None = None
    cost_per_hour: Exact = Field(default=0, validate_default=True)
    available: tuple[Interval, ...] | None = None
    unavailable: tuple[Absence, ...] = ()
    max_hours_per_day: Exact = Field(default=8, validate_default=True)
    max_hours_per_week: Exact = Field(default=40, validate_default=True)

    @property
    def home(self) -> str:
        """The home organisation's id."""
        return self.organisations[0]


class Place(Record):
    """Where sessions are held: `capacity` people in one session, `parallel` sessions at once."""

    id: Id
    name: str
    area: Id | None = None
    capacity: Count
    parallel: Count = 1
    cost_per_session: Count = 0
    closed: tuple[Interval, ...] = ()


class Travel(Record):
    """Minutes between two places, both ways."""

    from_: Id = Field(alias="from")
    to: Id
    minutes: Count


class Group(Record):
    """Beneficiaries who are served together; `people` of them."""

    id: Id
    name: str
    people: Count


class Role(Record):
    """A role of a function: `fixed` seats, or one a `people_per_seat` where that is more; `standby` people."""

    id: Id
    name: str
    skill: Id | None = None
    blocs: tuple[Bloc, ...] | None = None
    fixed: Count = 0
    people_per_seat: ExactPositive | None = None
    standby: Count = 0


class Function(Record):
    """What an activity is for; activities of one function can be held as one."""

    id: Id
    name: str
    cost_per_session: Count = 0
    cost_per_person: Count = 0
    max_people: Count | None = None
    roles: tuple[Role, ...] = ()
    separate: tuple[Pair, ...] = ()


class Serving(Record):
    """A group that an activity serves; `people` of it (the group's where absent)."""

    group: Id
    people: Count | None = None


class Window(Record):
    """Days (both included) and blocks in which an activity may start."""

    from_: Day = Field(alias="from")
    to: Day
    blocks: tuple[Id, ...] | None = None


class OwnRole(Record):
    """Seats that an activity brings with it into whatever session it joins."""

    id: Id
    name: str
    seats: Count
    skill: Id | None = None
    blocs: tuple[Bloc, ...] | None = None
    nominated: tuple[Id, ...] | None = None


class Activity(Record):
    """Something an organisation wants held, alone or with others of the same function."""

    id: Id
    name: str
    organisation: Id
    function: Id
    area: Id | None = None
    serves: tuple[Serving, ...] = ()
    turnout: Exact | None = None
    starts: tuple[Moment, ...] | None = None
    window: Window | None = None
    duration_minutes: Positive
    places: tuple[Id, ...] | None = None
    transport_cost: dict[Id, Count] = Field(default_factory=dict)
    merge: Literal["any", "never"] | tuple[Id, ...] = "any"
    own_roles: tuple[OwnRole, ...] = ()
    nominated: dict[Id, tuple[Id, ...]] = Field(default_factory=dict)
    priority: Priority = 1


class ActivityPin(Record):
    """The activity is held, at `start` and at `place` where given."""

    activity: Id
    start: Moment | None = None
    place: Id | None = None


class PersonPin(Record):
    """The person holds a seat of `role` in the session of `activity`."""

    person: Id
    activity: Id
    role: Id


def _pin_kind(value: Any) -> str:
    has_person = "person" in value if isinstance(value, dict) else isinstance(value, PersonPin)
    return "person" if has_person else "activity"


_NOBODY = Field(json_schema_extra={"not": {"required": ["person"]}})  # unknown fields are kept: only this parts the two
Pin = Annotated[
    Annotated[ActivityPin, Tag("activity"), _NOBODY] | Annotated[PersonPin, Tag("person")], Discriminator(_pin_kind)
]


class Forbid(Record):
    """The person has no duty in any session of the activity."""

    person: Id
    activity: Id


class Weighted(Record):
    """A last tier that adds up others, each times a whole weight."""

    weighted: dict[TierName, Count]


DEFAULT_OBJECTIVE: tuple[TierName, ...] = (
    "unheld",
    "unfilled",
    "unbacked",
    "staff_sessions",
    "cost",
    "people",
    "peak_minutes",
)


class Scenario(Record):
    """Everything a plan is made from. Read one with `planner.domain.checks.read`, which checks all of it."""

    format: Literal["chungtay/1"]
    name: str
    timezone: str = "Asia/Ho_Chi_Minh"
    start: Day
    end: Day
    blocks: tuple[Block, ...] = ()
    areas: tuple[Area, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    skills: tuple[Skill, ...] = ()
    people: tuple[Person, ...] = ()
    places: tuple[Place, ...] = ()
    travel: tuple[Travel, ...] = ()
    travel_default_minutes: Count = 0
    groups: tuple[Group, ...] = ()
    functions: tuple[Function, ...] = ()
    activities: tuple[Activity, ...] = ()
    turnout: Exact = Field(default=1, validate_default=True)
    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()
    pins: tuple[Pin, ...] = ()
    forbids: tuple[Forbid, ...] = ()
    budget: Budget | None = None
    representation: Annotated[bool, Field(strict=True)] = True
    objective: tuple[TierName | Weighted, ...] = DEFAULT_OBJECTIVE

    def tiers(self) -> tuple[str, ...]:
        """Tier names in the order in which they are kept (a weighing counts as one, named ``weighted``)."""
        return tuple("weighted" if isinstance(tier, Weighted) else tier for tier in self.objective)
