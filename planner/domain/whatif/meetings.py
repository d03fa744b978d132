"""Changes to who meets whom, when and where, and how many come."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from planner.domain.scenario import Pair, Place, Window
from planner.domain.values import Count, Exact, Id, Interval, Moment
from planner.domain.whatif.step import Step, in_order, one_of, refuse, some_of


class SetTurnout(Step):
    """Another turnout of an activity; without one, of all: also of those with a turnout of their own."""

    type: Literal["set_turnout"] = "set_turnout"
    turnout: Exact
    activity: Id | None = None


class SetPeople(Step):
    """Another size of a group, followed by every `serves` without a number of its own; or of one `serves`."""

    type: Literal["set_people"] = "set_people"
    group: Id
    people: Count
    activity: Id | None = None


class SetMerge(Step):
    """Whom an activity, or every activity of an organisation, agrees to be held with."""

    type: Literal["set_merge"] = "set_merge"
    activity: Id | None = None
    organisation: Id | None = None
    merge: Literal["any", "never"] | tuple[Id, ...]

    @model_validator(mode="after")
    def _of_one(self) -> SetMerge:
        one_of(self, "activity", "organisation")
        return self


class KeepApart(Step):
    """No activity of the one organisation is held with one of the other."""

    type: Literal["keep_apart"] = "keep_apart"
    organisations: Pair

    @model_validator(mode="after")
    def _two(self) -> KeepApart:
        if self.organisations[0] == self.organisations[1]:
            refuse("organisations", "hai đơn vị khác nhau", "two different organisations")
        return self


class Untie(Step):
    """The pair of activities need not be held together any more."""

    type: Literal["untie"] = "untie"
    activities: Pair


class Unpart(Step):
    """The pair of activities need not be kept apart any more."""

    type: Literal["unpart"] = "unpart"
    activities: Pair


class AddPlace(Step):
    """One more place, with an id that none has."""

    type: Literal["add_place"] = "add_place"
    place: Place


class SetPlace(Step):
    """Another capacity, number of sessions at once, or list of closings."""

    type: Literal["set_place"] = "set_place"
    place: Id
    capacity: Count | None = None
    parallel: Count | None = None
    closed: tuple[Interval, ...] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> SetPlace:
        some_of(self, "capacity", "parallel", "closed")
        return self


class ClosePlace(Step):
    """The place is closed in ``[start, end)`` too; without a start from the first day, without an end for good."""

    type: Literal["close_place"] = "close_place"
    place: Id
    start: Moment | None = None
    end: Moment | None = None

    @model_validator(mode="after")
    def _times(self) -> ClosePlace:
        in_order(self.start, self.end)
        return self


class SetPlaces(Step):
    """Where the activity may be held (null: any place of its area or without area)."""

    type: Literal["set_places"] = "set_places"
    nullable: ClassVar = frozenset({"places"})
    activity: Id
    places: tuple[Id, ...] | None


class SetWindow(Step):
    """When the activity may start, instead of when it might."""

    type: Literal["set_window"] = "set_window"
    activity: Id
    window: Window | None = None
    starts: tuple[Moment, ...] | None = None

    @model_validator(mode="after")
    def _one_time(self) -> SetWindow:
        one_of(self, "window", "starts")
        return self
