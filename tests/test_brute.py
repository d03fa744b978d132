"""Brute force agrees with trying every plan on the verifier, and the tiny scenarios test what they should."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from pydantic import BaseModel

from planner.domain import scenario as contract
from planner.domain.checks import read
from planner.domain.values import Record
from tests import brute, tiny
from tests.contract import Rules
from tests.core import Raw
from tests.features import FEATURES

PLANS = 600
"""Most plans that are tried one by one for a scenario."""


@pytest.mark.parametrize("feature", FEATURES)
def test_brute_force_agrees_with_trying_every_plan_on_the_verifier(feature: str) -> None:
    tried = 0

    @tiny.every(6, feature)
    @given(tiny.smallest(feature))
    def agrees(raw: Raw) -> None:
        nonlocal tried
        scenario = read(raw).scenario
        assume(brute.number_of_plans(Rules(scenario, None)) <= PLANS)
        tried += 1
        fast, slow = brute.best(scenario), brute.best_by_verifier(scenario)
        assert (fast and fast.values) == (slow and slow.values)

    agrees()
    assert tried


def test_brute_force_agrees_with_trying_every_plan_when_replanning() -> None:
    changed = 0

    @tiny.every(20, "replanning")
    @given(tiny.replans(people=2, activities=2))
    def agrees(replan: tuple[Raw, Raw]) -> None:
        nonlocal changed
        before, after = (read(raw).scenario for raw in replan)
        base = brute.best(before)
        assume(base is not None and brute.number_of_plans(Rules(after, None)) <= PLANS)
        assert base is not None
        fast, slow = brute.best(after, base.plan), brute.best_by_verifier(after, base.plan)
        assert (fast and fast.values) == (slow and slow.values)
        changed += fast is not None and fast.measured["changes"] > 0

    agrees()
    assert changed


@pytest.mark.parametrize("feature", FEATURES)
def test_each_feature_binds(feature: str) -> None:
    bound = 0

    @tiny.every(30, feature)
    @given(tiny.scenarios(feature))
    def look(raw: Raw) -> None:
        nonlocal bound
        scenario = read(raw).scenario
        strict = brute.best(scenario)
        relaxed = brute.best(read(tiny.without(raw, feature)).scenario)
        if strict is None or relaxed is None:
            bound += strict is not relaxed
        else:
            bound += brute.ranked(Rules(scenario, None), relaxed.measured) != strict.values

    look()
    assert bound >= 3


def test_the_scenarios_use_every_field() -> None:
    used: set[tuple[str, str]] = set()

    def look(record: object) -> None:
        if isinstance(record, BaseModel):
            for field, info in type(record).model_fields.items():
                value = getattr(record, field)
                if value != info.get_default(call_default_factory=True):
                    used.add((type(record).__name__, field))
                look(value)
        elif isinstance(record, tuple):
            for item in record:
                look(item)

    for feature in FEATURES:

        @tiny.every(5, feature)
        @given(tiny.scenarios(feature))
        def collect(raw: Raw) -> None:
            look(read(raw).scenario)

        collect()
    records = [c for c in vars(contract).values() if isinstance(c, type) and issubclass(c, Record) and c is not Record]
    assert {(c.__name__, field) for c in records for field in c.model_fields} - used == {("Scenario", "timezone")}


def test_two_desks_held_as_one_take_half_the_people() -> None:
    activity = {
        "function": "f",
        "serves": [{"group": "g"}],
        "starts": ["2026-02-07T07:30"],
        "duration_minutes": 90,
    }
    raw = {
        "format": "chungtay/1",
        "name": "Chung",
        "start": "2026-02-07",
        "end": "2026-02-07",
        "organisations": [
            {"id": "ubnd", "name": "Uỷ ban", "bloc": "government"},
            {"id": "mttq", "name": "Mặt trận", "bloc": "front"},
        ],
        "people": [
            {"id": "an", "name": "An", "organisations": ["ubnd"], "cost_per_hour": 10},
            {"id": "binh", "name": "Bình", "organisations": ["mttq"], "cost_per_hour": 20},
            {"id": "chi", "name": "Chi", "organisations": ["mttq"], "cost_per_hour": 21},
            {"id": "dung", "name": "Dung", "organisations": ["ubnd"], "cost_per_hour": 11},
        ],
        "places": [{"id": "nha", "name": "Nhà", "capacity": 40, "parallel": 2, "cost_per_session": 100}],
        "groups": [{"id": "g", "name": "Hộ nghèo", "people": 40}],
        "functions": [{"id": "f", "name": "Phát quà", "roles": [{"id": "r", "name": "Bàn", "people_per_seat": 20}]}],
        "activities": [
            activity | {"id": "a", "name": "A", "organisation": "ubnd"},
            activity | {"id": "b", "name": "B", "organisation": "mttq"},
        ],
    }
    joint = brute.best(read(raw).scenario)
    assert joint is not None
    # Two seats for 40 people, one for each sponsor: 15 + 30 VND and the place.
    assert list(joint.values.values()) == [0, 0, 0, 2, 145, 2, 90]
    apart = brute.best(read(raw | {"apart": [["a", "b"]]}).scenario)
    assert apart is not None
    # Four seats: 15 + 30 + 16.5 + 31.5 VND, halves rounded up, and the place twice.
    assert list(apart.values.values()) == [0, 0, 0, 4, 294, 4, 90]
