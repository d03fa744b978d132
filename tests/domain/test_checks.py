"""Every fault of a scenario by its code, its place and its words; all of them at once, in the order of the file."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import scenarios
from planner.domain import checks
from planner.files import read_scenario
from tests.files.refused import refused

Raw = dict[str, Any]

WARD: Raw = {
    "format": "chungtay/1",
    "name": "Phường",
    "start": "2026-02-02",
    "end": "2026-02-08",
    "blocks": [{"id": "sang", "name": "Sáng", "start": "07:30", "end": "11:30"}],
    "areas": [{"id": "kp1", "name": "Khu phố 1"}],
    "organisations": [
        {"id": "ubnd", "name": "UBND", "bloc": "government"},
        {"id": "phu-nu", "name": "Hội", "bloc": "mass"},
    ],
    "skills": [{"id": "chi-tra", "name": "Chi trả"}],
    "people": [
        {"id": "p1", "name": "Người 1", "organisations": ["ubnd"], "skills": ["chi-tra"]},
        {
            "id": "p2",
            "name": "Người 2",
            "organisations": ["phu-nu"],
            "available": [{"start": "2026-02-02T07:00", "end": "2026-02-02T12:00"}],
        },
    ],
    "places": [
        {"id": "nha-vh", "name": "Nhà văn hoá", "capacity": 100},
        {"id": "ubnd", "name": "Trụ sở", "capacity": 50},
    ],
    "travel": [{"from": "nha-vh", "to": "ubnd", "minutes": 10}],
    "groups": [{"id": "ho-ngheo", "name": "Hộ nghèo", "people": 40}],
    "functions": [
        {
            "id": "qua",
            "name": "Tặng quà",
            "roles": [
                {"id": "ban", "name": "Bàn", "fixed": 1},
                {"id": "thu", "name": "Thủ quỹ", "skill": "chi-tra", "fixed": 1},
            ],
        }
    ],
    "activities": [
        {
            "id": "a1",
            "name": "Quà Tết",
            "organisation": "ubnd",
            "function": "qua",
            "area": "kp1",
            "serves": [{"group": "ho-ngheo"}],
            "window": {"from": "2026-02-02", "to": "2026-02-03"},
            "duration_minutes": 120,
        },
        {
            "id": "a2",
            "name": "Quà",
            "organisation": "phu-nu",
            "function": "qua",
            "area": "kp1",
            "starts": ["2026-02-02T07:30"],
            "duration_minutes": 60,
        },
    ],
}

Change = tuple[str, Any]
"""Where to put what: a path of names and numbers parted by dots."""

CASES: dict[str, tuple[Change, tuple[str, str, str, str, str]]] = {
    "dangling id": (
        ("activities.0.serves.0.group", "ho-nheo"),
        (
            "dangling-id",
            "/activities/0/serves/0/group",
            '"ho-nheo"',
            'mã của một nhóm thụ hưởng; gần nhất: "ho-ngheo"',
            'the id of a group; the nearest is "ho-ngheo"',
        ),
    ),
    "dangling id with nothing near": (
        ("people.0.skills.0", "xyz"),
        ("dangling-id", "/people/0/skills/0", '"xyz"', "mã của một kỹ năng", "the id of a skill"),
    ),
    "dangling role": (
        ("pins", [{"person": "p1", "activity": "a1", "role": "bann"}]),
        (
            "dangling-id",
            "/pins/0/role",
            '"bann"',
            'mã một vai trò của hoạt động hay của chức năng nó thuộc về; gần nhất: "ban"',
            'the id of a role of the activity or its function; the nearest is "ban"',
        ),
    ),
    "repeated id": (
        ("people.1.id", "p1"),
        (
            "repeated-id",
            "/people/1/id",
            '"p1"',
            "mã chưa dùng cho người nào khác (mục 1 đã dùng)",
            "an id that no other person has (item 1 has it)",
        ),
    ),
    "repeated member of a set": (
        ("people.0.skills", ["chi-tra", "chi-tra"]),
        (
            "repeated-id",
            "/people/0/skills/1",
            '"chi-tra"',
            "mỗi mã một lần trong danh sách",
            "each id once in the list",
        ),
    ),
    "own role with a role's id": (
        ("activities.0.own_roles", [{"id": "ban", "name": "Bàn", "seats": 1}]),
        (
            "repeated-id",
            "/activities/0/own_roles/0/id",
            '"ban"',
            "mã chưa dùng cho vai trò nào khác của hoạt động hay của chức năng",
            "an id that no other role of the activity or its function has",
        ),
    ),
    "travel given twice": (
        ("travel", [{"from": "nha-vh", "to": "ubnd", "minutes": 10}, {"from": "ubnd", "to": "nha-vh", "minutes": 9}]),
        (
            "repeated-pair",
            "/travel/1",
            '"ubnd – nha-vh"',
            "mỗi cặp địa điểm một lần, dùng cho cả hai chiều (mục 1 đã có)",
            "each pair of places once, for both ways (item 1 has it)",
        ),
    ),
    "missing field": (
        ("activities.0.name", None),
        (
            "missing-field",
            "/activities/0/name",
            "(không có / missing)",
            "trường này, bắt buộc phải có",
            "this field, which is required",
        ),
    ),
    "no area where there are areas": (
        ("activities.0.area", None),
        (
            "missing-field",
            "/activities/0/area",
            "(không có / missing)",
            "một địa bàn: kịch bản có địa bàn thì hoạt động nào cũng thuộc một địa bàn",
            "an area: in a scenario with areas every activity names one",
        ),
    ),
    "neither starts nor window": (
        ("activities.1.starts", None),
        (
            "missing-field",
            "/activities/1/starts",
            "(không có / missing)",
            "starts hoặc window: đúng một trong hai",
            "starts or window: exactly one of them",
        ),
    ),
    "both starts and window": (
        ("activities.0.starts", ["2026-02-02T07:30"]),
        ("two-times", "/activities/0/window", "{…}", "starts hoặc window, không cả hai", "starts or window, not both"),
    ),
    "wrong value": (
        ("places.0.capacity", -1),
        ("wrong-value", "/places/0/capacity", "-1", "một số không dưới 0", "a number of at least 0"),
    ),
    "number beyond the largest": (
        ("groups.0.people", 10**9 + 1),
        (
            "wrong-value",
            "/groups/0/people",
            "1000000001",
            "một số không quá 1000000000",
            "a number of at most 1000000000",
        ),
    ),
    "merge of another kind": (
        ("activities.0.merge", "sometimes"),
        (
            "wrong-value",
            "/activities/0/merge",
            '"sometimes"',
            'một danh sách mã đơn vị, hoặc "any" hay "never"',
            'a list of organisation ids, or "any" or "never"',
        ),
    ),
    "date that does not exist": (
        ("start", "2026-02-30"),
        ("wrong-value", "/start", '"2026-02-30"', "một ngày như 2026-02-07", "a date such as 2026-02-07"),
    ),
    "year far away": (
        ("end", "9999-12-31"),
        ("wrong-value", "/end", '"9999-12-31"', "một ngày từ năm 1900 đến 2999", "a date in the years 1900 to 2999"),
    ),
    "not a number": (
        ("turnout", float("nan")),
        ("not-a-number", "/turnout", "nan", "một số hữu hạn", "a finite number"),
    ),
    "half a surrogate pair": (
        ("name", "Ph\ud83d"),
        (
            "lone-surrogate",
            "/name",
            '"Ph\\ud83d"',
            "chữ Unicode trọn vẹn, không phải nửa cặp mã thay thế",
            "whole Unicode characters, not half a surrogate pair",
        ),
    ),
    "unknown time zone": (
        ("timezone", "Asia/Saigonn"),
        (
            "unknown-timezone",
            "/timezone",
            '"Asia/Saigonn"',
            "một múi giờ IANA như Asia/Ho_Chi_Minh",
            "an IANA time zone such as Asia/Ho_Chi_Minh",
        ),
    ),
    "end before start": (
        ("end", "2026-02-01"),
        (
            "end-before-start",
            "/end",
            '"2026-02-01"',
            "một ngày không trước start, 2026-02-02",
            "a date not before start, 2026-02-02",
        ),
    ),
    "more than ten years": (
        ("end", "2036-02-10"),
        (
            "horizon-too-long",
            "/end",
            '"2036-02-10"',
            "nhiều nhất 3660 ngày kể từ start",
            "at most 3660 days from start",
        ),
    ),
    "block that ends before it starts": (
        ("blocks.0.end", "07:30"),
        ("end-before-start", "/blocks/0/end", '"07:30"', "giờ sau start, 07:30", "a time after start, 07:30"),
    ),
    "absence that ends before it starts": (
        ("people.1.available.0.end", "2026-02-02T06:00"),
        (
            "end-before-start",
            "/people/1/available/0/end",
            '"2026-02-02T06:00"',
            "lúc sau start, 2026-02-02T07:00",
            "a time after start, 2026-02-02T07:00",
        ),
    ),
    "empty window": (
        ("activities.0.window.to", "2026-02-01"),
        (
            "empty-window",
            "/activities/0/window/to",
            '"2026-02-01"',
            "một ngày không trước from, 2026-02-02",
            "a date not before from, 2026-02-02",
        ),
    ),
    "longer than every block": (
        ("activities.0.duration_minutes", 241),
        (
            "duration-over-block",
            "/activities/0/duration_minutes",
            "241",
            "nhiều nhất 240 phút, buổi dài nhất được phép",
            "at most 240 minutes, the longest block it allows",
        ),
    ),
    "objective without unfilled": (
        ("objective", ["unheld", "cost"]),
        (
            "objective-order",
            "/objective",
            "[…]",
            "danh sách bắt đầu bằng unheld rồi unfilled",
            "a list that begins with unheld, then unfilled",
        ),
    ),
    "weighing that is not last": (
        ("objective", ["unheld", "unfilled", {"weighted": {"cost": 1}}, "people"]),
        ("objective-order", "/objective/2", "{…}", "weighted chỉ đứng cuối", "weighted only as the last tier"),
    ),
    "tier listed and weighed": (
        ("objective", ["unheld", "unfilled", "cost", {"weighted": {"cost": 1}}]),
        (
            "objective-repeat",
            "/objective/3/weighted/cost",
            '"cost"',
            "mỗi tiêu chí một lần, trong danh sách hoặc trong weighted",
            "each tier once, in the list or in weighted",
        ),
    ),
    "role separate from itself": (
        ("functions.0.separate", [["ban", "ban"]]),
        (
            "contradiction",
            "/functions/0/separate/0",
            '"ban"',
            "hai vai trò khác nhau: không vai trò nào tách khỏi chính nó",
            "two different roles: none is separate from itself",
        ),
    ),
    "apart from itself": (
        ("apart", [["a1", "a1"]]),
        ("contradiction", "/apart/0", '"a1"', "hai hoạt động khác nhau", "two different activities"),
    ),
    "field name that is none": (
        ("places.0.x", {5: 1}),
        ("wrong-value", "/places/0/x", '"int"', "tên trường bằng chữ", "a field name of text"),
    ),
}

SEVERAL: dict[str, tuple[list[Change], list[tuple[str, str]]]] = {
    "together and apart": (
        [("together", [["a1", "a2"]]), ("apart", [["a2", "a1"]])],
        [("contradiction", "/apart/0")],
    ),
    "together with never": (
        [("together", [["a1", "a2"]]), ("activities.1.merge", "never")],
        [("contradiction", "/together/0")],
    ),
    "pin that is forbidden": (
        [
            ("pins", [{"person": "p1", "activity": "a1", "role": "ban"}]),
            ("forbids", [{"person": "p1", "activity": "a1"}]),
        ],
        [("contradiction", "/pins/0")],
    ),
    "faults of shape and of meaning at once, in the order of the file": (
        [
            ("forbids", [{"person": "nobody", "activity": "a1"}]),
            ("places.0.capacity", "many"),
            ("end", "2026-01-01"),
            ("activities.1.places", ["nha-vh", "nowhere"]),
        ],
        [
            ("end-before-start", "/end"),
            ("wrong-value", "/places/0/capacity"),
            ("dangling-id", "/activities/1/places/1"),
            ("dangling-id", "/forbids/0/person"),
        ],
    ),
    "a list that is none is one fault, not one for every mention": (
        [("people", 5), ("forbids", [{"person": "p1", "activity": "a1"}])],
        [("wrong-value", "/people")],
    ),
}

VALID: dict[str, list[Change]] = {
    "no bloc may": [("functions.0.roles.0.blocs", [])],
    "nobody nominated": [("activities.0.nominated", {"ban": []})],
    "areas that a person serves: none": [("people.0.areas", [])],
    "no place": [("activities.0.places", [])],
    "no start": [("activities.1.starts", [])],
    "no block": [("activities.0.window.blocks", [])],
    "a start outside the horizon": [("activities.1.starts", ["2027-01-01T07:30"])],
    "no hours": [("organisations.0.max_hours", 0)],
    "null is absent": [("budget", None), ("turnout", None)],
    "together through a chain that is apart": [("together", [["a1", "a2"]])],
}


def ward(*changes: Change) -> Raw:
    """Return the ward with values put where the paths say (None: the field goes)."""
    raw = deepcopy(WARD)
    for path, value in changes:
        *steps, last = path.split(".")
        at: Any = raw
        for step in steps:
            at = at[int(step)] if isinstance(at, list) else at[step]
        if isinstance(at, list):
            at[int(last)] = value
        elif value is None:
            at.pop(last, None)
        else:
            at[last] = value
    return raw


def test_the_ward_is_sound() -> None:
    found = checks.read(WARD)
    assert found.warnings == ()
    assert found.scenario.activities[0].duration_minutes == 120


@pytest.mark.parametrize(("change", "said"), CASES.values(), ids=list(CASES))
def test_a_fault(change: Change, said: tuple[str, str, str, str, str]) -> None:
    assert refused(lambda: checks.read(ward(change))) == [said]


@pytest.mark.parametrize(("changes", "said"), SEVERAL.values(), ids=list(SEVERAL))
def test_several_changes(changes: list[Change], said: list[tuple[str, str]]) -> None:
    assert [fault[:2] for fault in refused(lambda: checks.read(ward(*changes)))] == said


@pytest.mark.parametrize("changes", VALID.values(), ids=list(VALID))
def test_what_stays_valid(changes: list[Change]) -> None:
    assert checks.read(ward(*changes)).scenario.name == "Phường"


@pytest.mark.parametrize("name", scenarios.names())
def test_shipped_scenarios_have_neither_fault_nor_warning(name: str) -> None:
    assert read_scenario(scenarios.path(name)).warnings == ()


def test_every_code_has_a_case() -> None:
    folder = Path(checks.__file__).parent
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py") if path.name != "notices.py")
    codes = set(re.findall(r'(?:add|fault)\(\s*"([a-z-]+)"', source)) | set(re.findall(r'code="([a-z-]+)"', source))
    tried = {said[0] for _, said in CASES.values()} | {code for _, said in SEVERAL.values() for code, _ in said}
    assert codes - {"too-deep", "too-many-faults"} == tried - {"missing-field"} | {"missing-field"}
