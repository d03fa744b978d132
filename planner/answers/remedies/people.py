"""Remedies about people: when they come, how long they work, where, and what they are kept to by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from planner.answers.inputs.words import at, hours
from planner.answers.remedies.case import Case, Remedy, whole_half_hours
from planner.domain.scenario import Absence, PersonPin
from planner.domain.values import Interval
from planner.domain.whatif import Allow, SetOrganisation, SetPerson, Unpin


def of_person(case: Case, rest: list[str]) -> Iterator[Remedy]:
    """Yield more time, hours or areas of a person."""
    person = case.scenario.people[int(rest[0])]
    name = person.name
    match rest[1:]:
        case ["unavailable", k]:
            away = person.unavailable[int(k)]
            left = (*person.unavailable[: int(k)], *person.unavailable[int(k) + 1 :])
            when = case.session
            if when is not None and away.overlaps(when.start, when.end):
                parts = _outside(away, when.start, when.end)
                if parts:
                    yield Remedy(
                        (SetPerson(person=person.id, unavailable=(*left, *parts)),),
                        f"{name} có mặt từ {at(when.start)} đến {at(when.end)}, vẫn vắng thời gian còn lại.",
                        f"{name} comes from {at(when.start)} to {at(when.end)} and stays away otherwise.",
                    )
            yield Remedy(
                (SetPerson(person=person.id, unavailable=left),),
                f"{name} không vắng từ {at(away.start)} đến {at(away.end)}.",
                f"{name} is not away from {at(away.start)} to {at(away.end)}.",
            )
        case ["available"]:
            when = case.session
            if when is not None and person.available is not None:
                more = (*person.available, Interval(start=when.start, end=when.end))
                yield Remedy(
                    (SetPerson(person=person.id, available=more),),
                    f"{name} có mặt thêm từ {at(when.start)} đến {at(when.end)}.",
                    f"{name} is there from {at(when.start)} to {at(when.end)} too.",
                )
            else:
                yield Remedy(
                    (SetPerson(person=person.id, available=None),),
                    f"{name} có mặt lúc nào cũng được.",
                    f"{name} is there at any time.",
                )
        case ["max_hours_per_day" | "max_hours_per_week" as field]:
            more_hours = getattr(person, field) + whole_half_hours(case.minutes)
            vi, en = hours(more_hours)
            per_vi, per_en = ("ngày", "day") if field == "max_hours_per_day" else ("tuần", "week")
            yield Remedy(
                (SetPerson.model_validate({"person": person.id, field: more_hours}),),
                f"{name} được làm đến {vi} giờ một {per_vi}.",
                f"{name} may work {en} hours a {per_en}.",
            )
        case ["areas"]:
            areas = dict.fromkeys(case.activities[a].area for a in case.all)
            more_areas = [a for a in areas if a is not None and a not in (person.areas or ())]
            if more_areas:
                where = ", ".join(case.names.area[a] for a in more_areas)
                yield Remedy(
                    (SetPerson(person=person.id, areas=(*(person.areas or ()), *more_areas)),),
                    f"{name} phụ trách thêm {where}.",
                    f"{name} works in {where} too.",
                )


def _outside(away: Absence, start: datetime, end: datetime) -> list[Absence]:
    parts = [(away.start, min(away.end, start)), (max(away.start, end), away.end)]
    return [away.model_copy(update={"start": s, "end": e}) for s, e in parts if s < e]


def of_organisation(case: Case, rest: list[str]) -> Iterator[Remedy]:
    """Yield more hours of an organisation's people."""
    organisation = case.scenario.organisations[int(rest[0])]
    if organisation.max_hours is not None:
        more = organisation.max_hours + whole_half_hours(case.minutes)
        vi, en = hours(more)
        yield Remedy(
            (SetOrganisation(organisation=organisation.id, max_hours=more),),
            f"Người của {organisation.name} được làm tổng cộng {vi} giờ.",
            f"People of {organisation.name} may work {en} hours in all.",
        )


def of_pin(case: Case, rest: list[str]) -> Iterator[Remedy]:
    """Yield the pin dropped."""
    pin = case.scenario.pins[int(rest[0])]
    name = case.names.activity[pin.activity]
    yield Remedy(
        (Unpin.model_validate({k: v for k in type(pin).model_fields if (v := getattr(pin, k)) is not None}),),
        f"Bỏ ấn định {case.names.person[pin.person]} ở {name}."
        if isinstance(pin, PersonPin)
        else f"Bỏ ấn định của {name}.",
        f"{case.names.person[pin.person]} is no longer fixed at {name}."
        if isinstance(pin, PersonPin)
        else f"{name} is no longer fixed.",
    )


def of_forbid(case: Case, rest: list[str]) -> Iterator[Remedy]:
    """Yield the prohibition dropped."""
    forbid = case.scenario.forbids[int(rest[0])]
    person, activity = case.names.person[forbid.person], case.names.activity[forbid.activity]
    yield Remedy(
        (Allow(person=forbid.person, activity=forbid.activity),),
        f"Cho {person} tham gia {activity}.",
        f"{person} may take part in {activity}.",
    )
