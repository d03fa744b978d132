"""Inputs about activities and places: when and where, with whom, how many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from planner.answers.inputs.edit import GONE
from planner.answers.inputs.input import Input, removable, with_edits
from planner.answers.inputs.words import Names, at, day, some, whole
from planner.domain.scenario import Activity, ActivityPin, Scenario
from planner.domain.values import LARGEST, ONE_DAY


def of_places(scenario: Scenario, names: Names) -> Iterator[Input]:
    """Yield what limits each place, and the ways between them."""
    for i, place in enumerate(scenario.places):
        for k, shut in enumerate(place.closed):
            yield removable(
                ("places", i, "closed", k),
                "place",
                GONE,
                f"{place.name} đóng cửa từ {at(shut.start)} đến {at(shut.end)}.",
                f"{place.name} is closed from {at(shut.start)} to {at(shut.end)}.",
            )
        vi, en = whole(place.capacity)
        yield removable(
            ("places", i, "capacity"),
            "capacity",
            LARGEST,
            f"{place.name} chứa tối đa {vi} người một buổi.",
            f"{place.name} holds at most {en} people in a session.",
        )
        vi, en = whole(place.parallel)
        yield removable(
            ("places", i, "parallel"),
            "place",
            LARGEST,
            f"{place.name} chỉ nhận {vi} buổi cùng lúc.",
            f"{place.name} holds {en} {'session' if place.parallel == 1 else 'sessions'} at once.",
        )
        if place.area is not None:
            area = names.area[place.area]
            yield removable(
                ("places", i, "area"),
                "place",
                None,
                f"{place.name} chỉ phục vụ {area}.",
                f"{place.name} serves {area} only.",
            )
    for k, way in enumerate(scenario.travel):
        one, other = names.place[way.from_], names.place[way.to]
        yield with_edits(
            ("travel", k),
            "no-overlap",
            ((("travel", str(k), "minutes"), 0),),
            f"Đi giữa {one} và {other} mất {whole(way.minutes)[0]} phút.",
            f"Travel between {one} and {other} takes {whole(way.minutes)[1]} minutes.",
        )
    vi, en = whole(scenario.travel_default_minutes)
    if scenario.travel_default_minutes:
        yield removable(
            ("travel_default_minutes",),
            "no-overlap",
            0,
            f"Đi giữa hai địa điểm mất {vi} phút.",
            f"Travel between two places takes {en} minutes.",
        )


def of_activities(scenario: Scenario, names: Names) -> Iterator[Input]:
    """Yield when and where each activity may be held and with whom."""
    anytime = every_start(scenario)
    everywhere = tuple(place.id for place in scenario.places)
    for i, activity in enumerate(scenario.activities):
        vi, en = _when(activity, names)
        yield with_edits(
            ("activities", i, "starts" if activity.starts is not None else "window"),
            "start",
            ((("activities", str(i), "window"), None), (("activities", str(i), "starts"), anytime)),
            f"{activity.name} {vi}.",
            f"{activity.name} {en}.",
        )
        if activity.places is not None:
            vi, en = some(names.place[p] for p in activity.places)
            yield removable(
                ("activities", i, "places"),
                "place",
                everywhere,
                f"{activity.name} chỉ tổ chức tại {vi}." if vi else f"{activity.name} không được tổ chức ở đâu.",
                f"{activity.name} is held at {en} only." if en else f"{activity.name} may be held nowhere.",
            )
        if activity.merge != "any":
            vi, en = _consent(activity, names)
            yield removable(("activities", i, "merge"), "consent", "any", vi, en)
    for field, rule, vi, en in (
        ("together", "together", "phải tổ chức cùng một buổi", "must be held in one session"),
        ("apart", "apart", "không được tổ chức chung", "must not be held together"),
    ):
        for k, (a, b) in enumerate(getattr(scenario, field)):
            pair = names.activity[a], names.activity[b]
            yield removable((field, k), rule, GONE, f"{' và '.join(pair)} {vi}.", f"{' and '.join(pair)} {en}.")


def every_start(scenario: Scenario) -> tuple[datetime, ...]:
    """Return every time at which the scenario lets anything start: blocks on each day, starts, pinned starts."""
    midnights = [
        datetime.combine(scenario.start, datetime.min.time()) + k * ONE_DAY
        for k in range((scenario.end - scenario.start) // ONE_DAY + 1)
    ]
    found = {midnight + timedelta(minutes=block.start) for midnight in midnights for block in scenario.blocks}
    found.update(start for activity in scenario.activities for start in activity.starts or ())
    found.update(pin.start for pin in scenario.pins if isinstance(pin, ActivityPin) and pin.start is not None)
    return tuple(sorted(found))


def _when(activity: Activity, names: Names) -> tuple[str, str]:
    if activity.window is None:
        vi, en = some(at(start) for start in activity.starts or ())
        return (f"chỉ bắt đầu lúc {vi}", f"starts only at {en}") if vi else ("không có giờ bắt đầu nào", "has no start")
    window = activity.window
    blocks = "" if window.blocks is None else ", ".join(names.block[b] for b in window.blocks) or "-"
    part = f" ({blocks})" if blocks else ""
    if window.from_ == window.to:
        return f"chỉ tổ chức ngày {day(window.from_)}{part}", f"is held on {day(window.from_)}{part} only"
    first, last = day(window.from_), day(window.to)
    return f"chỉ tổ chức từ {first} đến {last}{part}", f"is held from {first} to {last}{part} only"


def _consent(activity: Activity, names: Names) -> tuple[str, str]:
    sponsor = names.organisation[activity.organisation]
    if activity.merge == "never":
        return f"{activity.name} không ghép với hoạt động nào.", f"{activity.name} is always held alone."
    vi, en = some(names.organisation[o] for o in activity.merge)
    if not vi:
        return (
            f"{activity.name} chỉ ghép với hoạt động của {sponsor}.",
            f"{activity.name} is held only with activities of {sponsor}.",
        )
    return (
        f"{activity.name} chỉ ghép với hoạt động của {sponsor}, {vi}.",
        f"{activity.name} is held only with activities of {sponsor}, {en}.",
    )
