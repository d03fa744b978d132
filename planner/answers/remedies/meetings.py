"""Remedies about activities and places: when, where and with whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from planner.answers.inputs.meetings import every_start
from planner.answers.inputs.words import at, day, whole
from planner.answers.remedies.case import Case, Remedy
from planner.answers.remedies.roles import of_role
from planner.domain.scenario import Activity, Window
from planner.domain.values import ONE_DAY
from planner.domain.whatif import SetMerge, SetNominated, SetPlace, SetPlaces, SetWindow, Unpart, Untie

WIDER_DAYS: Final = 2
"""Days by which a window is widened at either end."""


def of_place(case: Case, rest: list[str]) -> Iterator[Remedy]:
    """Yield a place opened, enlarged, or used more at once."""
    place = case.scenario.places[int(rest[0])]
    match rest[1:]:
        case ["closed", k]:
            shut = place.closed[int(k)]
            left = (*place.closed[: int(k)], *place.closed[int(k) + 1 :])
            yield Remedy(
                (SetPlace(place=place.id, closed=left),),
                f"Mở cửa {place.name} từ {at(shut.start)} đến {at(shut.end)}.",
                f"{place.name} opens from {at(shut.start)} to {at(shut.end)}.",
            )
        case ["capacity"]:
            room = case.room(place.capacity)
            vi, en = whole(room)
            yield Remedy(
                (SetPlace(place=place.id, capacity=room),),
                f"{place.name} đủ chỗ cho {vi} người.",
                f"{place.name} has room for {en} people.",
            )
        case ["parallel"]:
            more = place.parallel + 1
            yield Remedy(
                (SetPlace(place=place.id, parallel=more),),
                f"{place.name} nhận {more} buổi cùng lúc.",
                f"{place.name} holds {more} session{'s' if more > 1 else ''} at once.",
            )


def of_activity(case: Case, rest: list[str]) -> Iterator[Remedy]:
    """Yield more times, places, partners or people for an activity."""
    activity = case.scenario.activities[int(rest[0])]
    name = activity.name
    match rest[1:]:
        case ["window" | "starts"]:
            yield from _more_times(case, activity)
        case ["places"]:
            yield Remedy(
                (SetPlaces(activity=activity.id, places=None),),
                f"{name} được tổ chức ở mọi địa điểm.",
                f"{name} may be held at any place.",
            )
        case ["merge"]:
            yield Remedy(
                (SetMerge(activity=activity.id, merge="any"),),
                f"{name} được ghép với mọi hoạt động.",
                f"{name} may be held with any other.",
            )
        case ["nominated", role]:
            yield _anybody(case, activity.id, role)
        case ["own_roles", k, "nominated"]:
            yield _anybody(case, activity.id, activity.own_roles[int(k)].id)
        case ["own_roles", k, "skill" | "blocs" as field]:
            yield from of_role(case, activity.own_roles[int(k)], {"activity": activity.id}, field)


def _more_times(case: Case, activity: Activity) -> Iterator[Remedy]:
    """Yield some days more, or every block of its days."""
    name = activity.name
    if activity.window is None:
        given = activity.starts or ()
        days = {start.date() for start in given}
        more = tuple(s for s in every_start(case.scenario) if s.date() in days and s not in given)
        if more:
            yield Remedy(
                (SetWindow(activity=activity.id, starts=(*given, *more)),),
                f"{name} được bắt đầu vào mọi buổi trong ngày.",
                f"{name} may start with any block of its days.",
            )
        return
    window = activity.window
    first = max(case.scenario.start, window.from_ - WIDER_DAYS * ONE_DAY)
    last = min(case.scenario.end, window.to + WIDER_DAYS * ONE_DAY)
    if first < window.from_ or last > window.to:
        first, last = min(first, window.from_), max(last, window.to)
        yield Remedy(
            (SetWindow(activity=activity.id, window=Window(from_=first, to=last, blocks=window.blocks)),),
            f"{name} được tổ chức từ {day(first)} đến {day(last)}.",
            f"{name} may be held from {day(first)} to {day(last)}.",
        )
    if window.blocks is not None:
        yield Remedy(
            (SetWindow(activity=activity.id, window=Window(from_=window.from_, to=window.to)),),
            f"{name} được tổ chức vào buổi nào cũng được.",
            f"{name} may be held in any block of the day.",
        )


def _anybody(case: Case, activity: str, role: str) -> Remedy:
    name, what = case.names.activity[activity], case.names.role_of(case.scenario, activity, role)
    return Remedy(
        (SetNominated(activity=activity, role=role, nominated=None),),
        f"{name} không đề cử riêng ai cho vai trò {what}.",
        f"{name} nominates nobody by name for {what}.",
    )


def untied(case: Case, rest: list[str]) -> Iterator[Remedy]:
    """Yield two activities freed from being held together."""
    a, b = case.scenario.together[int(rest[0])]
    one, other = case.names.activity[a], case.names.activity[b]
    yield Remedy(
        (Untie(activities=(a, b)),),
        f"{one} và {other} không phải tổ chức cùng nhau.",
        f"{one} and {other} need not be held together.",
    )


def unparted(case: Case, rest: list[str]) -> Iterator[Remedy]:
    """Yield two activities freed from being kept apart."""
    a, b = case.scenario.apart[int(rest[0])]
    one, other = case.names.activity[a], case.names.activity[b]
    yield Remedy(
        (Unpart(activities=(a, b)),),
        f"{one} và {other} được tổ chức chung.",
        f"{one} and {other} may be held together.",
    )
