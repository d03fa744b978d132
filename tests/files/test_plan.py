"""Plans from and to files: nothing is lost, every fault has its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.plan import Plan
from planner.files import read_plan, write_plan
from tests.files.refused import refused
from tests.files.values import texts

TIER = {"name": "unheld", "value": 0, "bound": None, "proven": False}
RANGE = {"value": -3, "low": None, "high": 2}
RAW: dict[str, Any] = {
    "format": "chungtay-plan/1",
    "scenario_sha256": "0" * 64,
    "status": "feasible",
    "tiers": [TIER, {"name": "cost", "value": 10**15, "bound": 5, "proven": False, "x": 0.1}],
    "sessions": [
        {
            "id": "s1",
            "activities": ["a", "b"],
            "function": "gift",
            "area": None,
            "start": "2026-02-02T07:30",
            "end": "2026-02-03T00:00",
            "place": "hall",
            "attendance": 90,
            "lead": "ub",
            "cost": 500_000,
            "seats": [
                {"role": "desk", "activity": None, "person": "ub-1", "reason": None, "reason_en": None},
                {"role": "desk", "activity": "a", "person": None, "reason": "đủ", "reason_en": "nobody"},
            ],
            "standby": [{"role": "desk", "person": "mt-1"}],
        }
    ],
    "unheld": [{"activity": "c", "reason": "hết chỗ", "reason_en": None}],
    "conflict": [],
    "cost_shares": {"ub": 500_000},
    "baseline": {
        "status": "optimal",
        "tiers": [TIER],
        "values": {"staff_sessions": 1, "cost": 2, "people": 3},
        "sessions": 2,
        "person_minutes": 240,
    },
    "savings": {
        "comparable": True,
        "staff_sessions": RANGE,
        "cost": RANGE,
        "people": RANGE,
        "person_minutes": {"value": 60},
        "sessions": {"value": 1},
    },
    "settings": {
        "seed": 7,
        "workers": 2,
        "time_limit_s": 60.5,
        "deterministic": False,
        "versions": {"ortools": "9"},
        "extra": [1.5, None],
    },
    "seconds": 1.25,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plans")


def at(folder: Path, raw: object) -> Path:
    path = folder / "raw.json"
    path.write_text(json.dumps(raw), "utf-8")
    return path


def test_a_plan_is_written_as_the_contract_has_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    write_plan(Plan.model_validate(RAW), path)
    text = path.read_text("utf-8")
    assert json.loads(text) == RAW
    assert list(json.loads(text)) == list(RAW)
    assert [line for line in text.splitlines() if '"role": "desk"' in line] == [
        '        {"role": "desk", "activity": null, "person": "ub-1", "reason": null, "reason_en": null},',
        '        {"role": "desk", "activity": "a", "person": null, "reason": "đủ", "reason_en": "nobody"}',
        '      "standby": [{"role": "desk", "person": "mt-1"}]',
    ]
    assert text.endswith('  "seconds": 1.25\n}\n')


def test_a_plan_read_is_the_plan_written(tmp_path: Path) -> None:
    plan, path = Plan.model_validate(RAW), tmp_path / "plan.txt"
    write_plan(plan, path)
    assert read_plan(path) == plan
    first = path.read_bytes()
    write_plan(read_plan(path), path)
    assert path.read_bytes() == first


@given(st.data())
def test_every_plan_is_read_as_it_was_written(folder: Path, data: st.DataObject) -> None:
    wholes = st.integers(-(10**15), 10**15)
    tiers: st.SearchStrategy[dict[str, Any]] = st.builds(
        dict, name=texts(), value=st.none() | wholes, bound=st.none() | wholes, proven=st.booleans()
    )
    seats: st.SearchStrategy[dict[str, Any]] = st.builds(
        dict, role=texts(), activity=st.none() | texts(), person=st.none() | texts()
    )
    raw = {
        **RAW,
        "status": data.draw(st.sampled_from(["optimal", "feasible", "infeasible", "unknown"])),
        "tiers": data.draw(st.lists(tiers, max_size=3)),
        "sessions": [{**RAW["sessions"][0], "seats": data.draw(st.lists(seats, max_size=3))}],
        "cost_shares": data.draw(st.dictionaries(texts(), wholes, max_size=3)),
        "seconds": data.draw(st.floats(1e-9, 1e9)),
        "note": data.draw(texts()),
    }
    plan = Plan.model_validate(raw)
    path = folder / "plan.json"
    write_plan(plan, path)
    assert read_plan(path) == plan


def test_only_what_is_required(tmp_path: Path) -> None:
    raw = {"scenario_sha256": "0", "status": "unknown"}
    assert read_plan(at(tmp_path, raw)) == Plan.model_validate(raw)


def test_every_fault_at_once(tmp_path: Path) -> None:
    raw = json.loads(json.dumps(RAW))
    del raw["scenario_sha256"]
    raw["format"] = "chungtay-plan/2"
    raw["status"] = "done"
    raw["tiers"][0]["value"] = "5"
    raw["tiers"][0]["proven"] = 1
    raw["tiers"][1]["bound"] = 1.5
    raw["sessions"][0] |= {"start": "2026-02-02T07:30:00", "attendance": True, "place": None, "seats": {}}
    raw["sessions"][0]["standby"][0] = "mt-1"
    raw["cost_shares"] = {"a/~": "x" * 100}
    raw["settings"] |= {"time_limit_s": "60", "versions": []}
    whole = ("một số nguyên", "a whole number")
    text = ("chữ trong ngoặc kép", "text in double quotes")
    listed = ("một danh sách", "a list")
    a_record = ("một mục { }", "an object { }")
    assert refused(lambda: read_plan(at(tmp_path, raw))) == [
        (
            "wrong-value",
            "/format",
            '"chungtay-plan/2"',
            "một trong: 'chungtay-plan/1'",
            "one of: 'chungtay-plan/1'",
        ),
        (
            "missing-field",
            "/scenario_sha256",
            "(không có / missing)",
            "trường này, bắt buộc phải có",
            "this field, which is required",
        ),
        (
            "wrong-value",
            "/status",
            '"done"',
            "một trong: 'optimal', 'feasible', 'infeasible' hoặc 'unknown'",
            "one of: 'optimal', 'feasible', 'infeasible' or 'unknown'",
        ),
        ("wrong-value", "/tiers/0/value", '"5"', *whole),
        ("wrong-value", "/tiers/0/proven", "1", "true hoặc false", "true or false"),
        ("wrong-value", "/tiers/1/bound", "1.5", *whole),
        (
            "wrong-value",
            "/sessions/0/start",
            '"2026-02-02T07:30:00"',
            "giờ địa phương đến phút, không kèm múi giờ, như 2026-02-07T07:30",
            "a local time to the minute without offset, such as 2026-02-07T07:30",
        ),
        ("wrong-value", "/sessions/0/place", "null", *text),
        ("wrong-value", "/sessions/0/attendance", "true", *whole),
        ("wrong-value", "/sessions/0/seats", "{…}", *listed),
        ("wrong-value", "/sessions/0/standby/0", '"mt-1"', *a_record),
        ("wrong-value", "/cost_shares/a~1~0", '"' + "x" * 58 + "…", *whole),
        ("wrong-value", "/settings/time_limit_s", '"60"', "một số", "a number"),
        ("wrong-value", "/settings/versions", "[…]", *a_record),
    ]


@pytest.mark.parametrize(("raw", "found"), [([], "[…]"), (None, "null"), (5, "5"), ("x", '"x"')])
def test_a_plan_is_an_object(tmp_path: Path, raw: object, found: str) -> None:
    assert refused(lambda: read_plan(at(tmp_path, raw))) == [("wrong-value", "", found, "một mục { }", "an object { }")]


def test_a_file_that_is_no_json(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text('{"status": NaN, "status": 1}', "utf-8")
    assert [said[:3] for said in refused(lambda: read_plan(path))] == [
        ("not-a-number", "/status", "NaN"),
        ("repeated-field", "/status", "status"),
    ]


def test_what_the_system_refuses(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_plan(tmp_path / "none.json")
    with pytest.raises(FileNotFoundError):
        write_plan(Plan.model_validate(RAW), tmp_path / "none" / "plan.json")
