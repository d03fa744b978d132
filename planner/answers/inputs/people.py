"""Inputs about people: when they can, how long, where, and what they are kept to by name."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from planner.answers.inputs.edit import GONE
from planner.answers.inputs.input import Input, removable
from planner.answers.inputs.words import Names, at, hours, some
from planner.domain.scenario import Person, PersonPin, Scenario
from planner.domain.values import LARGEST, Interval

NO_LIMIT = Decimal(LARGEST)
"""Hours that nobody reaches."""


def of_people(scenario: Scenario, names: Names) -> Iterator[Input]:
    """Yield what limits each person."""
    for i, person in enumerate(scenario.people):
        yield from _times(i, person)
        for name, vi, en in (("max_hours_per_day", "ngày", "a day"), ("max_hours_per_week", "tuần", "a week")):
            most_vi, most_en = hours(getattr(person, name))
            yield removable(
                ("people", i, name),
                "hours",
                NO_LIMIT,
                f"{person.name} làm tối đa {most_vi} giờ một {vi}.",
                f"{person.name} works at most {most_en} hours {en}.",
            )
        if person.areas is not None:
            vi, en = some(names.area[a] for a in person.areas) if person.areas else ("nơi nào cả", "no area")
            yield removable(
                ("people", i, "areas"),
                "qualified",
                None,
                f"{person.name} chỉ phụ trách {vi}." if person.areas else f"{person.name} không phụ trách {vi}.",
                f"{person.name} works in {en}{' only' if person.areas else ''}.",
            )


def _times(i: int, person: Person) -> Iterator[Input]:
    for k, away in enumerate(person.unavailable):
        why = f" ({away.reason})" if away.reason else ""
        yield removable(
            ("people", i, "unavailable", k),
            "available",
            GONE,
            f"{person.name} vắng từ {at(away.start)} đến {at(away.end)}{why}.",
            f"{person.name} is away from {at(away.start)} to {at(away.end)}{why}.",
        )
    if person.available is not None:
        vi, en = _spans(person.available)
        yield removable(
            ("people", i, "available"),
            "available",
            None,
            f"{person.name} {vi}.",
            f"{person.name} {en}.",
        )


def _spans(intervals: tuple[Interval, ...]) -> tuple[str, str]:
    if not intervals:
        return "không có mặt lúc nào", "is never there"
    vi, _ = some(f"từ {at(i.start)} đến {at(i.end)}" for i in intervals)
    _, en = some(f"from {at(i.start)} to {at(i.end)}" for i in intervals)
    return f"chỉ có mặt {vi}", f"is there only {en}"


def of_organisations(scenario: Scenario) -> Iterator[Input]:
    """Yield the hours of each organisation that has a limit."""
    for i, organisation in enumerate(scenario.organisations):
        if organisation.max_hours is not None:
            vi, en = hours(organisation.max_hours)
            yield removable(
                ("organisations", i, "max_hours"),
                "hours",
                None,
                f"Người của {organisation.name} làm tổng cộng tối đa {vi} giờ trong cả đợt.",
                f"People of {organisation.name} work at most {en} hours in all.",
            )


def of_wishes(scenario: Scenario, names: Names) -> Iterator[Input]:
    """Yield pins and forbids."""
    for k, pin in enumerate(scenario.pins):
        activity = names.activity[pin.activity]
        if isinstance(pin, PersonPin):
            role = names.role_of(scenario, pin.activity, pin.role)
            vi = f"Đã ấn định: {names.person[pin.person]} giữ vai trò {role} ở {activity}."
            en = f"Fixed: {names.person[pin.person]} is {role} at {activity}."
        else:
            when_vi = "" if pin.start is None else f" lúc {at(pin.start)}"
            when_en = "" if pin.start is None else f" at {at(pin.start)}"
            where = "" if pin.place is None else names.place[pin.place]
            vi = f"Đã ấn định: tổ chức {activity}{when_vi}{f' tại {where}' if where else ''}."
            en = f"Fixed: {activity} is held{when_en}{f' at {where}' if where else ''}."
        yield removable(("pins", k), "pins", GONE, vi, en)
    for k, forbid in enumerate(scenario.forbids):
        person, activity = names.person[forbid.person], names.activity[forbid.activity]
        yield removable(
            ("forbids", k),
            "forbids",
            GONE,
            f"{person} không được tham gia {activity}.",
            f"{person} is kept out of {activity}.",
        )
