"""One form and one hash for equal scenarios, against the contract's words put into code a second time."""

from __future__ import annotations

import hashlib
import json
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scenarios
from planner.domain.canonical import canonical_json, ordered, sha256
from planner.domain.checks import read
from planner.domain.scenario import Scenario
from tests import tiny
from tests.domain.test_checks import WARD, ward
from tests.solve.test_agreement import shuffled


def text(value: Any) -> str:
    """Return RFC 8785 text of values whose numbers are small."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{text(name)}:{text(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(text, value)) + "]"
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return json.dumps(value, ensure_ascii=False)


def put_in_order(value: Any, path: tuple[str, ...] = ()) -> Any:
    """Sort lists with ids by id, others by text; a person's organisations and the objective as they are."""
    if isinstance(value, dict):
        return {name: put_in_order(item, (*path, name)) for name, item in value.items()}
    if not isinstance(value, list):
        return value
    items = [put_in_order(item, path) for item in value]
    if path in (("objective",), ("people", "organisations")):
        return items
    if items and isinstance(items[0], dict) and "id" in items[0]:
        return sorted(items, key=lambda item: item["id"].encode("utf-16-be"))
    return sorted(items, key=lambda item: (item if isinstance(item, str) else text(item)).encode("utf-16-be"))


def expected(scenario: Scenario) -> bytes:
    raw = json.loads(scenario.model_dump_json(by_alias=True, exclude_none=True))
    size = {group["id"]: group["people"] for group in raw["groups"]}
    for activity in raw["activities"]:
        for serving in activity["serves"]:
            serving.setdefault("people", size[serving["group"]])
    return text(put_in_order(raw)).encode()


@pytest.mark.parametrize("name", scenarios.names())
def test_shipped_scenarios(name: str) -> None:
    raw = json.loads(scenarios.path(name).read_text("utf-8"), parse_float=Decimal)
    scenario = read(raw).scenario
    assert canonical_json(scenario) == expected(scenario)
    assert sha256(read(shuffled(raw, random.Random(1))).scenario) == sha256(scenario)


@given(tiny.scenarios(), st.integers(0, 2**32))
def test_the_order_of_lists_changes_nothing(raw: dict[str, Any], number: int) -> None:
    one, other = read(raw).scenario, read(shuffled(raw, random.Random(number))).scenario
    assert canonical_json(one) == canonical_json(other) == expected(one)
    assert ordered(one) == ordered(other)


def test_the_hash_is_of_the_text() -> None:
    scenario = read(WARD).scenario
    assert sha256(scenario) == hashlib.sha256(canonical_json(scenario)).hexdigest()


def test_a_hash_that_stays() -> None:
    plain = {"format": "chungtay/1", "name": "Phường", "start": "2026-02-02", "end": "2026-02-08"}
    assert sha256(read(plain).scenario) == hashlib.sha256(PLAIN.encode()).hexdigest()


PLAIN = (
    '{"activities":[],"apart":[],"areas":[],"blocks":[],"end":"2026-02-08","forbids":[],"format":"chungtay/1",'
    '"functions":[],"groups":[],"name":"Phường","objective":["unheld","unfilled","unbacked","staff_sessions","cost",'
    '"people","peak_minutes"],"organisations":[],"people":[],"pins":[],"places":[],"representation":true,"skills":[],'
    '"start":"2026-02-02","timezone":"Asia/Ho_Chi_Minh","together":[],"travel":[],"travel_default_minutes":0,'
    '"turnout":1}'
)


def test_what_is_an_order_stays_one() -> None:
    double = ("people.0.organisations", ["ubnd", "phu-nu"]), ("people.0.organisations", ["phu-nu", "ubnd"])
    tiers = (
        ("objective", ["unheld", "unfilled", "cost", "people"]),
        ("objective", ["unheld", "unfilled", "people", "cost"]),
    )
    for one, other in (double, tiers):
        assert sha256(read(ward(one)).scenario) != sha256(read(ward(other)).scenario)


def test_defaults_are_filled_in_and_unknown_fields_kept() -> None:
    plain = sha256(read(WARD).scenario)
    assert sha256(read(ward(("activities.0.priority", 1), ("activities.0.serves.0.people", 40))).scenario) == plain
    assert sha256(read(ward(("people.0.note", "x"))).scenario) != plain
    assert b'"note":"x"' in canonical_json(read(ward(("people.0.note", "x"))).scenario)
