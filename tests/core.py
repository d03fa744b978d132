"""A tiny scenario that uses little more than what it must, and ways to bring it into a wanted shape."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st

Raw = dict[str, Any]
T = TypeVar("T")

DAYS = ("2026-02-07", "2026-02-08")
"""A Saturday and a Sunday: the day after lies in another ISO week."""
LATER = "2026-02-09"


class Draw(Protocol):
    """What hypothesis hands to a composite strategy."""

    def __call__(self, strategy: st.SearchStrategy[T], /) -> T:
        """Draw a value."""
        ...


def core(draw: Draw) -> Raw:
    """Return a scenario that uses little more than what it must."""
    organisations: list[Raw] = [
        {"id": "ubnd", "name": "Uỷ ban", "bloc": "government"},
        {"id": "mttq", "name": "Mặt trận", "bloc": "front"},
        {"id": "phu-nu", "name": "Phụ nữ", "bloc": "mass"},
    ][: draw(st.integers(1, 3))]
    ids = ids_of(organisations)
    places = [
        {"id": f"l{i}", "name": f"L{i}", "capacity": 90, "cost_per_session": draw(one_of(0, 3, 7))}
        for i in range(draw(one_of(1, 2)))
    ]
    groups = [{"id": f"g{i}", "name": f"G{i}", "people": draw(one_of(10, 15, 30))} for i in range(2)]
    functions: list[Raw] = [
        {
            "id": f"f{i}",
            "name": f"F{i}",
            "cost_per_session": draw(one_of(0, 5)),
            "roles": [{"id": "ban", "name": "Bàn"} | draw(one_of({"fixed": 1}, {"people_per_seat": 20}, {"fixed": 2}))]
            + [{"id": "phat", "name": "Phát", "fixed": 1}] * draw(st.integers(0, 1)),
        }
        for i in range(draw(one_of(1, 1, 2)))
    ]
    return {
        "format": "chungtay/1",
        "name": "Nhỏ",
        "start": DAYS[0],
        "end": draw(one_of(*DAYS)),
        "blocks": [
            {"id": "sang", "name": "Sáng", "start": "07:30", "end": "11:30"},
            {"id": "chieu", "name": "Chiều", "start": "13:30", "end": "17:30"},
        ],
        "organisations": organisations,
        "skills": [{"id": "thu", "name": "Thu"}, {"id": "y", "name": "Y tế"}],
        "people": [
            {
                "id": f"p{i}",
                "name": f"P{i}",
                "organisations": [draw(st.sampled_from(ids))],
                "skills": draw(one_of([], ["thu"], ["thu", "y"])),
                "cost_per_hour": draw(one_of(0, 1, 2)),
            }
            for i in range(draw(one_of(2, 3, 4, 1)))
        ],
        "places": places,
        "groups": groups,
        "functions": functions,
        "activities": [new_activity(draw, f"a{i}", ids, ids_of(functions)) for i in range(draw(one_of(2, 3, 1, 4)))],
    }


def new_activity(draw: Draw, name: str, organisations: list[str], functions: list[str]) -> Raw:
    """Return an activity of one of the organisations and functions."""
    window: Raw = {"from": DAYS[0], "to": draw(one_of(*DAYS))}
    when: Raw = draw(
        one_of(
            {"window": window},
            {"starts": [at("07:30")]},
            {"starts": [at("08:30"), at("07:30")]},
            {"window": window | {"blocks": ["sang"]}},
        )
    )
    return {
        "id": name,
        "name": name.upper(),
        "organisation": draw(st.sampled_from(organisations)),
        "function": draw(st.sampled_from(functions)),
        "serves": draw(one_of([{"group": "g0"}], [{"group": "g1"}], [{"group": "g0"}, {"group": "g1"}], [])),
        "duration_minutes": draw(one_of(60, 120, 240)),
        **when,
    }


def at(time: str, day: str = DAYS[0]) -> str:
    """Return a time on a day, the first unless it says otherwise."""
    return f"{day}T{time}"


def one_of(*values: T) -> st.SearchStrategy[T]:
    """Return one of some values, copied: features write into what they get."""
    return st.sampled_from(range(len(values))).map(lambda i: deepcopy(values[i]))


def some(draw: Draw, items: list[Any], least: int = 0) -> list[Any]:
    """Return some of the items, in their order."""
    chosen = draw(st.sets(st.sampled_from(range(len(items))), min_size=min(least, len(items)))) if items else set()
    return [items[i] for i in sorted(chosen)]


def any_of(draw: Draw, items: list[Any]) -> Any:
    """Return one of the items itself, to be written into."""
    return items[draw(st.integers(0, len(items) - 1))]


def ids_of(items: Iterable[Raw]) -> list[str]:
    """Return the ids of a list."""
    return [item["id"] for item in items]


def roles(raw: Raw) -> list[Raw]:
    """Return the roles of all functions."""
    return [role for f in raw["functions"] for role in f["roles"]]


def filled(draw: Draw, raw: Raw, least: int) -> None:
    """See to it that there are some activities."""
    while len(raw["activities"]) < least:
        names, functions = ids_of(raw["organisations"]), ids_of(raw["functions"])
        raw["activities"].append(new_activity(draw, f"a{len(raw['activities'])}", names, functions))
        if raw.get("areas"):
            raw["activities"][-1]["area"] = draw(st.sampled_from(ids_of(raw["areas"])))


def crowded(draw: Draw, raw: Raw, least: int = 2) -> None:
    """See to it that there are some activities, at the same time and for the same function."""
    filled(draw, raw, least)
    for activity in raw["activities"]:
        activity["function"] = raw["functions"][0]["id"]
        if activity.pop("window", None):
            activity["starts"] = [at("07:30")]


def staffed(raw: Raw, least: int) -> None:
    """See to it that there are some people."""
    home = raw["organisations"][-1]["id"]
    while len(raw["people"]) < least:
        i = len(raw["people"])
        raw["people"].append({"id": f"p{i}", "name": f"P{i}", "organisations": [home], "skills": ["thu"]})


def eager(draw: Draw, raw: Raw, least: int = 2) -> None:
    """See to it that there are some activities that are better held as one."""
    crowded(draw, raw, least)
    staffed(raw, 2)
    raw["representation"] = False


def allied(raw: Raw) -> None:
    """See to it that there are two organisations and that both sponsor something."""
    if len(raw["organisations"]) == 1:
        raw["organisations"].append({"id": "mttq", "name": "Mặt trận", "bloc": "front"})
    for activity, organisation in zip(raw["activities"], raw["organisations"], strict=False):
        activity["organisation"] = organisation["id"]


def two_places(raw: Raw) -> None:
    """See to it that there are two places."""
    if len(raw["places"]) == 1:
        raw["places"].append({"id": "l1", "name": "L1", "capacity": 60, "cost_per_session": 4})


def two_areas(draw: Draw, raw: Raw) -> None:
    """See to it that there are areas, and that every activity is in one."""
    if "areas" not in raw:
        raw["areas"] = [{"id": "k1", "name": "K1"}, {"id": "k2", "name": "K2"}]
        for activity in raw["activities"]:
            activity["area"] = draw(one_of("k1", "k2"))


def busy(draw: Draw, raw: Raw, starts: tuple[str, ...]) -> None:
    """Give few people sessions that they could all serve in, one after the other."""
    filled(draw, raw, len(starts))
    del raw["people"][2:]
    for activity, start in zip(raw["activities"], starts, strict=False):
        activity.pop("window", None)
        activity |= {"starts": [start], "duration_minutes": draw(one_of(120, 150))}


def torn(draw: Draw, raw: Raw) -> None:
    """See to it that tiers pull apart: one person for all or the work shared, the cheapest or the fewest."""
    eager(draw, raw)
    staffed(raw, 3)
    for person, rate in zip(raw["people"], (1, 3, 2), strict=False):
        person |= {"cost_per_hour": rate, "max_hours_per_day": 8, "max_hours_per_week": 40}
    if draw(st.booleans()):
        raw["people"][0]["unavailable"] = [{"start": at("12:00"), "end": at("22:00")}]
    for activity, time in zip(raw["activities"], ("07:30", "13:30", "13:30"), strict=False):
        activity |= {"starts": [at(time)], "duration_minutes": draw(one_of(120, 150))}
    raw["functions"][0]["roles"] = [{"id": "ban", "name": "Bàn", "fixed": 1, "standby": draw(one_of(1, 2))}]
    for activity in raw["activities"]:
        activity.pop("own_roles", None)
        activity.pop("nominated", None)
