"""Types of change as forms: all that the contract has, each field of each, from what is typed to the change."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from planner.domain.whatif import CHANGES, read_whatif
from planner.files.scenario import given
from tests.web.client import Client, Page
from tests.web.office import ward
from web.changes import AT, BY_TYPE, told
from web.rows import Names
from web.words import Words

CHANGED: Final[dict[str, tuple[dict[str, Any], dict[str, Any]]]] = {
    "remove_person": ({"person": "vp-01"}, {"person": "vp-01"}),
    "set_unavailable": (
        {"person": "Chuyên viên Văn phòng 01", "start": "2026-02-03T07:30", "end": "2026-02-03 11:30"},
        {"person": "vp-01", "start": "2026-02-03T07:30", "end": "2026-02-03T11:30"},
    ),
    "add_person": (
        {
            "person.name": "Người mới",
            "person.organisations.home": "mttq",
            "person.organisations": ["phu-nu"],
            "person.skills": ["kham-benh"],
            "person.cost_per_hour": "50000,5",
            "person.unavailable": "2026-02-03 07:30, 2026-02-03 11:30, họp",
        },
        {
            "person": {
                "id": "moi-1",
                "name": "Người mới",
                "organisations": ["mttq", "phu-nu"],
                "skills": ["kham-benh"],
                "cost_per_hour": 50000.5,
                "unavailable": [{"start": "2026-02-03T07:30", "end": "2026-02-03T11:30", "reason": "họp"}],
            }
        },
    ),
    "set_person": (
        {"person": "vp-01", "skills": ["kham-benh"], "available.instead": "lifted", "unavailable.instead": "none"},
        {"person": "vp-01", "skills": ["kham-benh"], "available": None, "unavailable": []},
    ),
    "pin": (
        {"activity": "qua-doan", "person": "doan-01", "role": "huong-dan"},
        {"activity": "qua-doan", "person": "doan-01", "role": "huong-dan"},
    ),
    "unpin": (
        {"activity": "com-mttq", "start": "2026-02-08T07:30", "place": "ttvh"},
        {"activity": "com-mttq", "start": "2026-02-08T07:30", "place": "ttvh"},
    ),
    "forbid": ({"person": "vp-01", "activity": "qua-doan"}, {"person": "vp-01", "activity": "qua-doan"}),
    "allow": ({"person": "vhxh-04", "activity": "qua-bao-tro"}, {"person": "vhxh-04", "activity": "qua-bao-tro"}),
    "set_turnout": ({"turnout": "85%", "activity": "qua-doan"}, {"turnout": 0.85, "activity": "qua-doan"}),
    "set_people": ({"group": "ho-ngheo", "people": "1 200"}, {"group": "ho-ngheo", "people": 1200}),
    "set_merge": (
        {"organisation": "mttq", "merge": "some", "merge.some": ["phu-nu"]},
        {"organisation": "mttq", "merge": ["phu-nu"]},
    ),
    "keep_apart": ({"organisations.0": "mttq", "organisations.1": "phu-nu"}, {"organisations": ["mttq", "phu-nu"]}),
    "untie": ({"activities.0": "com-mttq", "activities.1": "com-phu-nu"}, {"activities": ["com-mttq", "com-phu-nu"]}),
    "unpart": (
        {"activities.0": "lop-vien-thong", "activities.1": "lop-phu-nu"},
        {"activities": ["lop-vien-thong", "lop-phu-nu"]},
    ),
    "close_place": ({"place": "ubnd"}, {"place": "ubnd"}),
    "add_place": (
        {"place.id": "san", "place.name": "Sân mới", "place.capacity": "300"},
        {"place": {"id": "san", "name": "Sân mới", "capacity": 300}},
    ),
    "set_place": ({"place": "ubnd", "capacity": "500"}, {"place": "ubnd", "capacity": 500}),
    "set_places": (
        {"activity": "qua-doan", "places": ["ubnd", "ttvh"]},
        {"activity": "qua-doan", "places": ["ubnd", "ttvh"]},
    ),
    "set_window": (
        {"activity": "qua-doan", "window.from": "2026-02-03", "window.to": "2026-02-05", "window.blocks": ["sang"]},
        {"activity": "qua-doan", "window": {"from": "2026-02-03", "to": "2026-02-05", "blocks": ["sang"]}},
    ),
    "set_norm": (
        {"function": "trao-qua", "role": "chi", "fixed": "2", "people_per_seat.instead": "lifted"},
        {"function": "trao-qua", "role": "chi", "fixed": 2, "people_per_seat": None},
    ),
    "set_role": (
        {"function": "trao-qua", "role": "chi", "blocs": ["front", "mass"], "skill.instead": "lifted"},
        {"function": "trao-qua", "role": "chi", "blocs": ["front", "mass"], "skill": None},
    ),
    "set_nominated": (
        {"activity": "qua-doan", "role": "chi", "nominated": ["mttq-01", "mttq-02"]},
        {"activity": "qua-doan", "role": "chi", "nominated": ["mttq-01", "mttq-02"]},
    ),
    "set_max_people": (
        {"function": "trao-qua", "max_people.instead": "lifted"},
        {"function": "trao-qua", "max_people": None},
    ),
    "set_organisation": ({"organisation": "mttq", "max_hours": "120"}, {"organisation": "mttq", "max_hours": 120}),
    "set_cost": ({"person": "vp-01", "cost_per_hour": "70000"}, {"person": "vp-01", "cost_per_hour": 70000}),
    "set_budget": ({"budget": "170000000"}, {"budget": 170_000_000}),
    "set_objective": (
        {"objective.unheld.place": "1", "objective.unfilled.place": "2", "objective.cost.place": "weighed"},
        {"objective": ["unheld", "unfilled", {"weighted": {"cost": 1}}]},
    ),
}
"""What is typed into the form of each type, and the change that it comes to."""


EMPTY: Final = {"format": "chungtay-whatif/1", "base": "-"}


def test_all_types_have_a_form() -> None:
    assert BY_TYPE.keys() == CHANGES.keys() == CHANGED.keys()


@pytest.mark.parametrize("name", CHANGED)
def test_a_form_comes_to_its_change(client: Client, ids: dict[str, str], name: str) -> None:
    typed, wanted = CHANGED[name]
    fields = {f"{AT}.{field}": value for field, value in typed.items()}
    at = f"/scenarios/{ids['scenario']}/whatifs"
    page = Page(client.come_in("minh").post(at, {"sort": name, "action": "add", **fields}).text)
    assert page.faults == []
    (case,) = json.loads(str(page.all("input", name="cases")[0]["value"]))
    assert case["changes"] == [{"type": name, **wanted}]


TOLD: Final = {
    "add_place": "Thêm một địa điểm: Sân mới; Sức chứa 300",
    "set_person": "Kỹ năng, địa bàn, giờ giấc của một người: Chuyên viên Văn phòng 01; Kỹ năng Khám bệnh; "
    "Chỉ có mặt không hạn chế; Vắng mặt không có",
    "set_norm": "Định mức của một vai trò: Chi trả, trao quà; Chi tiền, trao quà; Số chỗ cố định 2; "
    "Số người đến mỗi chỗ không hạn chế",
    "set_window": "Khi nào có thể tổ chức một hoạt động: Xuân tình nguyện cho trẻ em; Từ ngày 03/02/2026; "
    "Đến ngày 05/02/2026; Buổi trong ngày Sáng",
    "unpin": "Bỏ một ghim: Ngày hội Xuân yêu thương; Từ 08/02/2026 07:30; Trung tâm Văn hóa - Thể thao",
    "set_objective": "Thứ tự tiêu chí: Không tổ chức → Chỗ trống → 1 × Chi phí",
}


@pytest.mark.parametrize("name", TOLD)
def test_a_change_is_told_by_its_fields(name: str) -> None:
    raw = {**EMPTY, "cases": [{"name": "-", "changes": [{"type": name, **CHANGED[name][1]}]}]}
    assert told(read_whatif(raw).cases[0].changes[0], Names(given(ward())), Words("vi")) == TOLD[name]
