"""Scenarios of any size: as large as they say, the same at all times, without faults."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner.domain import checks
from scenarios.build import sizes

SIZES = {
    "ward": (40, 100, 10, 14),
    "dense": (40, 100, 10, 14),
    "tight": (40, 40, 10, 14),
    "scarce": (40, 22, 10, 14),
    "quarter": (150, 250, 15, 90),
    "3": (120, 300, 30, 14),
    "cluster": (400, 1000, 100, 14),
}


@pytest.mark.parametrize("size", SIZES)
def test_a_size_is_what_the_contract_says_and_has_no_fault(size: str) -> None:
    raw = sizes.scenario(size, 5)
    days = (date.fromisoformat(raw["end"]) - date.fromisoformat(raw["start"])).days + 1
    assert (*(len(raw[part]) for part in ("activities", "people", "places")), days) == SIZES[size]
    read = checks.read(raw)
    assert [notice.code for notice in read.warnings] == []
    assert raw == sizes.scenario(size, 5)
    assert raw != sizes.scenario(size, 6)


def test_a_city_has_168_wards() -> None:
    raw = sizes.scenario("city", 0)
    assert [len(raw[part]) for part in ("areas", "activities", "people", "places")] == [168, 6_720, 16_800, 1_680]


def test_wards_share_people_and_a_ward_alone_shares_none() -> None:
    def sharing(raw: dict[str, Any]) -> int:
        return sum(len(person["areas"]) > 1 for person in raw["people"])

    assert [sharing(sizes.scenario(size, 0)) for size in ("1", "2", "cluster")] == [0, 38, 190]


def test_a_quarter_goes_over_six_fortnights() -> None:
    windows = [one["window"]["from"] for one in sizes.scenario("quarter", 0)["activities"] if "window" in one]
    fortnights = {(date.fromisoformat(day) - date(2026, 1, 31)).days // 14 for day in windows}
    assert fortnights == set(range(6))


def test_nominees_are_there() -> None:
    raw = sizes.scenario("scarce", 0)
    there = {person["id"] for person in raw["people"]}
    named = [own["nominated"] for one in raw["activities"] for own in one.get("own_roles", ()) if "nominated" in own]
    assert named
    assert all(people and set(people) <= there for people in named)


@pytest.mark.parametrize("size", ["village", "", "0", "-1", "1001"])
def test_no_such_size(size: str) -> None:
    with pytest.raises(ValueError, match=f"^{size}$"):
        sizes.scenario(size, 0)
