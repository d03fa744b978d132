"""People's time: being there, one duty at a time, hours."""

from __future__ import annotations

from typing import Any

import pytest

from planner.verify import verify
from tests.builders import (
    activity,
    edit,
    function,
    organisation,
    person,
    place,
    plan,
    role,
    scenario,
    session,
)
from tests.verify.pairs import Pair, Side

PLACES = (place("hall"), place("yard"), place("gate"))
ONE_SEAT = (function("gift", role("desk", 1)),)


def moment(clock: str, day: int = 2) -> str:
    return clock if "T" in clock else f"2026-02-{day:02d}T{clock}"


def span(start: str, end: str) -> dict[str, str]:
    return {"start": moment(start), "end": moment(end)}


def one(**fields: Any) -> Side:
    """``ub-1`` alone at the desk on Monday from 07:30 to 08:30."""
    of = scenario(activity("a"), functions=ONE_SEAT, people=(person("ub-1", **fields),))
    return Side(of, plan(of, session("s", "a", seats=[("desk", "ub-1")])))


def available() -> list[Pair]:
    whole, short = [span("07:30", "08:30")], [span("07:30", "08:29")]
    late = [span("07:31", "09:00")]
    touching = [span("08:00", "09:00"), span("07:00", "08:00")]
    gap = [span("08:01", "09:00"), span("07:00", "08:00")]
    nested = [span("07:00", "09:00"), span("07:30", "08:00")]
    return [
        Pair("available", "leaves early", one(available=whole), one(available=short)),
        Pair("available", "comes late", one(available=whole), one(available=late)),
        Pair("available", "never there", one(), one(available=[])),
        Pair("available", "a gap between", one(available=touching), one(available=gap)),
        Pair("available", "within a longer one", one(available=nested), one(available=nested[1:])),
        Pair(
            "available",
            "away at the end",
            one(unavailable=[span("08:30", "09:00")]),
            one(unavailable=[span("08:29", "09:00")]),
        ),
        Pair(
            "available",
            "away at the start",
            one(unavailable=[span("07:00", "07:30")]),
            one(unavailable=[span("07:00", "07:31")]),
        ),
        Pair(
            "available",
            "there but away",
            one(available=whole),
            one(available=whole, unavailable=[span("08:00", "08:01")]),
        ),
    ]


Stop = tuple[str, str, str]
"""Who serves, when and where."""


def day(*stops: Stop, **fields: Any) -> Side:
    """A session with one seat for each stop.

    `minutes` is how long each lasts, `standby` who stands by at some of them, other fields the scenario's.
    """
    minutes, stand = fields.pop("minutes", 60), fields.pop("standby", {})
    names = [f"a{i}" for i in range(len(stops))]
    starts = [moment(start) for _, start, _ in stops]
    activities = [
        activity(name, starts=[start], duration_minutes=minutes) for name, start in zip(names, starts, strict=True)
    ]
    desk = role("desk", 1, standby=1 if stand else 0)
    of = scenario(*activities, **{"functions": (function("gift", desk),), **fields})
    return Side(
        of,
        plan(
            of,
            *(
                session(
                    f"s{i}",
                    names[i],
                    start=starts[i],
                    place=where,
                    seats=[("desk", who)],
                    standby=[("desk", stand[i])] if i in stand else [],
                )
                for i, (who, _, where) in enumerate(stops)
            ),
        ),
    )


def no_overlap() -> list[Pair]:
    first = ("ub-1", "07:30", "hall")
    there, early, later = ("ub-1", "08:30", "yard"), ("ub-1", "08:29", "yard"), ("ub-1", "08:59", "yard")
    here = ("ub-1", "08:30", "hall")
    half_hour = {"travel": [{"from": "yard", "to": "hall", "minutes": 30}]}
    default = {"travel_default_minutes": 30}
    in_time = ("ub-1", "09:00", "yard")
    # From hall to gate takes two hours, whatever lies between: the first and the third duty are too close.
    far = {"places": PLACES, "travel": [{"from": "hall", "to": "gate", "minutes": 120}]}
    chain = (first, there, ("ub-1", "09:30", "gate"))
    slack = (first, there, ("ub-1", "10:30", "gate"))
    other = ("ub-2", "08:29", "yard")
    two_seats = scenario(activity("a"))
    one_duty = Side(two_seats, plan(two_seats, session("s", "a", seats=[("desk", "ub-1"), ("desk", "ub-2")])))
    doubled = Side(two_seats, plan(two_seats, session("s", "a", seats=[("desk", "ub-1"), ("desk", "ub-1")])))
    return [
        Pair("no-overlap", "a minute", day(first, there), day(first, early)),
        Pair("no-overlap", "somebody else", day(first, other), day(first, early)),
        Pair("no-overlap", "travel", day(first, in_time, **half_hour), day(first, later, **half_hour)),
        Pair("no-overlap", "travel by default", day(first, in_time, **default), day(first, later, **default)),
        Pair(
            "no-overlap",
            "no travel within a place",
            day(first, here, **default),
            day(first, there, **default),
        ),
        Pair("no-overlap", "not only the next duty", day(*slack, **far), day(*chain, **far)),
        Pair(
            "no-overlap",
            "seat and standby",
            day(first, other[:1] + there[1:], standby={1: "ub-1"}),
            day(first, other, standby={1: "ub-1"}),
        ),
        Pair("no-overlap", "two seats in one session", one_duty, doubled),
        Pair(
            "no-overlap",
            "seat and standby in one session",
            day(first, standby={0: "ub-2"}),
            day(first, standby={0: "ub-1"}),
        ),
    ]


def hours() -> list[Pair]:
    def limited(*stops: Stop, minutes: int = 60, **limits: Any) -> Side:
        return day(*stops, minutes=minutes, people=(person("ub-1", **limits), person("ub-2")))

    morning, noon = ("ub-1", "07:30", "hall"), ("ub-1", "10:00", "hall")
    sunday, monday = ("ub-1", "2026-02-08T08:00", "hall"), ("ub-1", "2026-02-09T08:00", "hall")
    saturday = ("ub-1", "2026-02-07T08:00", "hall")
    late = ("ub-1", "2026-02-02T23:30", "hall")
    next_day = ("ub-1", "2026-02-03T08:00", "hall")
    fortnight = {"end": "2026-02-15"}

    def of_week(*stops: Stop, limit: float) -> Side:
        return day(*stops, people=(person("ub-1", max_hours_per_week=limit),), **fortnight)

    def of_ub(*stops: Stop, limit: float, people: Any = None) -> Side:
        organisations = (organisation("ub", "government", max_hours=limit), organisation("mt", "front"))
        staff = people or (person("ub-1"), person("ub-2"), person("mt-1", "mt", "ub"))
        return day(*stops, organisations=organisations, people=staff)

    colleague, guest = ("ub-2", "10:00", "hall"), ("mt-1", "10:00", "hall")
    return [
        Pair(
            "hours",
            "a day",
            limited(morning, noon, max_hours_per_day=2),
            limited(morning, noon, max_hours_per_day=1),
        ),
        Pair(
            "hours",
            "part of an hour",
            limited(morning, minutes=90, max_hours_per_day=1.5),
            limited(morning, minutes=91, max_hours_per_day=1.5),
        ),
        Pair(
            "hours",
            "part of a minute",
            limited(morning, minutes=60, max_hours_per_day=1.01),
            limited(morning, minutes=61, max_hours_per_day=1.01),
        ),
        Pair(
            "hours",
            "two days",
            limited(morning, next_day, max_hours_per_day=1),
            limited(morning, noon, max_hours_per_day=1),
        ),
        Pair(
            "hours",
            "the day it starts",
            limited(late, next_day, max_hours_per_day=1),
            limited(late, morning, max_hours_per_day=1),
        ),
        Pair("hours", "a week", of_week(sunday, monday, limit=1), of_week(saturday, sunday, limit=1)),
        Pair("hours", "an organisation", of_ub(morning, colleague, limit=2), of_ub(morning, colleague, limit=1)),
        Pair(
            "hours",
            "guests are not counted",
            of_ub(morning, guest, limit=1),
            of_ub(morning, colleague, limit=1),
        ),
        Pair(
            "hours",
            "standbys are not counted",
            day(
                morning,
                colleague,
                standby={1: "ub-1"},
                people=(person("ub-1", max_hours_per_day=1), person("ub-2")),
            ),
            limited(morning, noon, max_hours_per_day=1),
        ),
    ]


PAIRS = [*available(), *no_overlap(), *hours()]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_pair(pair: Pair) -> None:
    pair.check()


def test_each_session_names_its_first_clash() -> None:
    """Three sessions of one person that all overlap are two sentences, not three."""
    side = day(("ub-1", "07:30", "hall"), ("ub-1", "07:40", "yard"), ("ub-1", "07:50", "gate"), places=PLACES)
    assert [(v.rule, v.where) for v in verify(side.scenario, side.plan).violations] == [
        ("no-overlap", "/sessions/1/seats/0/person"),
        ("no-overlap", "/sessions/2/seats/0/person"),
    ]


@pytest.mark.parametrize("ghost", [0, 1])
def test_travel_to_nowhere_takes_no_time(ghost: int) -> None:
    side = day(("ub-1", "07:30", "hall"), ("ub-1", "08:30", "hall"), travel_default_minutes=30)
    lost = edit(side.plan, {f"/sessions/{ghost}/place": "ghost"})
    assert Side(side.scenario, lost).broken() == {"unknown-reference"}


@pytest.mark.parametrize(("reason", "shown"), [({}, ""), ({"reason": "Nghỉ ốm"}, " (Nghỉ ốm)")])
def test_an_absence_says_why(reason: dict[str, str], shown: str) -> None:
    side = one(unavailable=[span("08:00", "12:00") | reason])
    assert [v.vi for v in verify(side.scenario, side.plan).violations] == [
        "Cán bộ ub-1 (ub-1) giữ chỗ desk ở buổi s (Hoạt động a; 2026-02-02 07:30) "
        f"nhưng vắng từ 2026-02-02 08:00 đến 2026-02-02 12:00{shown}."
    ]
