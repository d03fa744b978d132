"""Changes to where and when."""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from planner.domain.scenario import Scenario
from planner.domain.values import ONE_DAY, Interval
from planner.domain.whatif import AddPlace, ClosePlace, Note, SetPlace, SetPlaces, SetWindow, Step
from planner.whatif.changes.edit import Handler, find, put, put_in, taken


def _add_place(scenario: Scenario, step: AddPlace, _notes: list[Note]) -> Scenario:
    if any(place.id == step.place.id for place in scenario.places):
        raise taken(step.place.id, "địa điểm", "place")
    return put(scenario, places=(*scenario.places, step.place))


def _set_place(scenario: Scenario, step: SetPlace, _notes: list[Note]) -> Scenario:
    return put_in(scenario, "places", step.place, **step.given("capacity", "parallel", "closed"))


def _close_place(scenario: Scenario, step: ClosePlace, _notes: list[Note]) -> Scenario:
    # Every session starts inside the scenario's days, so that none escapes by ending after them.
    start = step.start or datetime.combine(scenario.start, time.min)
    end = step.end or datetime.combine(scenario.end + ONE_DAY, time.min)
    closed = find(scenario, "places", step.place).closed
    return put_in(scenario, "places", step.place, closed=(*closed, Interval(start=start, end=end)))


def _set_places(scenario: Scenario, step: SetPlaces, _notes: list[Note]) -> Scenario:
    return put_in(scenario, "activities", step.activity, places=step.places)


def _set_window(scenario: Scenario, step: SetWindow, _notes: list[Note]) -> Scenario:
    return put_in(scenario, "activities", step.activity, window=step.window, starts=step.starts)


HANDLERS: Final[dict[type[Step], Handler]] = {
    AddPlace: _add_place,
    SetPlace: _set_place,
    ClosePlace: _close_place,
    SetPlaces: _set_places,
    SetWindow: _set_window,
}
"""What makes each of these changes."""
