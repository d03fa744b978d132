"""Changes to people: who is there, what they can and when, how they are pinned and forbidden."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from planner.domain.scenario import Absence, ActivityPin, Person, PersonPin
from planner.domain.values import Exact, Id, Interval, Moment
from planner.domain.whatif.step import Step, in_order, refuse, some_of


class RemovePerson(Step):
    """The person is gone, with the pins, nominations and forbids that name them; an emptied list stays empty."""

    type: Literal["remove_person"] = "remove_person"
    person: Id


class AddPerson(Step):
    """One more person, with an id that nobody has."""

    type: Literal["add_person"] = "add_person"
    person: Person


class SetPerson(Step):
    """Other skills, areas, times or hours of a person; each given list replaces the old one (null: any)."""

    type: Literal["set_person"] = "set_person"
    nullable: ClassVar = frozenset({"areas", "available"})
    person: Id
    skills: tuple[Id, ...] | None = None
    areas: tuple[Id, ...] | None = None
    available: tuple[Interval, ...] | None = None
    unavailable: tuple[Absence, ...] | None = None
    max_hours_per_day: Exact | None = None
    max_hours_per_week: Exact | None = None

    @model_validator(mode="after")
    def _says_something(self) -> SetPerson:
        some_of(self, "skills", "areas", "available", "unavailable", "max_hours_per_day", "max_hours_per_week")
        return self


class SetUnavailable(Step):
    """The person cannot serve in ``[start, end)`` either."""

    type: Literal["set_unavailable"] = "set_unavailable"
    person: Id
    start: Moment
    end: Moment

    @model_validator(mode="after")
    def _times(self) -> SetUnavailable:
        in_order(self.start, self.end)
        return self


class _OfPin(Step):
    """The fields of a pin: of an activity (`start`, `place`), or of a person in a role of it."""

    activity: Id
    start: Moment | None = None
    place: Id | None = None
    person: Id | None = None
    role: Id | None = None

    @model_validator(mode="after")
    def _of_one(self) -> _OfPin:
        if (self.person is None) != (self.role is None):
            missing = "person" if self.person is None else "role"
            refuse(missing, "person cùng với role, hoặc không cả hai", "person and role, or neither")
        for name in self.given("start", "place") if self.person is not None else ():
            refuse(name, "start và place không đi cùng person", "no start or place beside a person")
        return self

    def pin(self) -> ActivityPin | PersonPin:
        """Return the pin as a scenario holds it."""
        if self.person is not None and self.role is not None:
            return PersonPin(person=self.person, activity=self.activity, role=self.role)
        return ActivityPin.model_validate(self.given("activity", "start", "place"))


class AddPin(_OfPin):
    """The activity is held as the pin says, or the person holds the role in its session."""

    type: Literal["pin"] = "pin"


class Unpin(_OfPin):
    """That pin, the same in all its fields, is gone."""

    type: Literal["unpin"] = "unpin"


class AddForbid(Step):
    """The person has no duty in any session of the activity."""

    type: Literal["forbid"] = "forbid"
    person: Id
    activity: Id


class Allow(Step):
    """The person is not forbidden from the activity any more."""

    type: Literal["allow"] = "allow"
    person: Id
    activity: Id
