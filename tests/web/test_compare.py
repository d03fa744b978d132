"""Versions and plans compared as pages: in words, field by field, move by move."""

from __future__ import annotations

import json

import pytest

from planner.desk.desk import Desk
from tests.desk.asking import CHIEF
from tests.web.client import Client
from tests.web.office import ward


def test_versions_are_compared_in_words(client: Client, ids: dict[str, str]) -> None:
    client.come_in("hoa")
    text = client.page(f"/scenarios/{ids['edited']}/compare?a=1&b=2").text
    for told in (
        "Sức chứa: 300 → 350",
        "Tỷ lệ đến chung: 1 → 1,1",
        "Vai trò “Chi tiền, trao quà”, Số người đến mỗi chỗ: 100 → 80",
        "Đóng cửa: nay là 03/02/2026 07:30, 03/02/2026 11:30",
        "Hội Chữ thập đỏ → bất kỳ ai",
        "bỏ Chuyên viên KTHTĐT 05",
    ):
        assert told in text
    assert client.page(f"/scenarios/{ids['edited']}/compare").text == text
    back = client.page(f"/scenarios/{ids['edited']}/compare?a=2&b=1").text
    assert "thêm Chuyên viên KTHTĐT 05" in back
    assert "Sức chứa: 350 → 300" in back


def test_a_version_is_the_same_as_itself(client: Client, ids: dict[str, str]) -> None:
    assert "Hai bản giống hệt nhau." in client.come_in().page(f"/scenarios/{ids['edited']}/compare?a=2&b=2").text
    assert client.get(f"/scenarios/{ids['edited']}/compare?a=3").status_code == 404


def test_readers_are_not_told_what_is_personal(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    person = ward().people[0].id
    people = [{"id": person, "name": "Tên mới", "organisations": ["vp"], "cost_per_hour": 123_456}]
    raw = json.loads(desk.scenarios.text(CHIEF, ids["edited"])[1])
    raw["people"] = people + raw["people"][1:]
    desk.scenarios.patch(CHIEF, ids["edited"], {"people": raw["people"]}, expected=2)
    at = f"/scenarios/{ids['edited']}/compare?a=2&b=3"
    assert "123.456" in client.come_in("minh").page(at).text
    seen = client.come_in("hoa").page(at).text
    assert ("Tên mới" in seen, "123.456" in seen) == (True, False)


def test_hostile_names_are_text(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    desk.scenarios.patch(CHIEF, ids["edited"], {"name": "<script>x</script>" * 100}, expected=2)
    page = client.come_in().page(f"/scenarios/{ids['edited']}/compare")
    assert "<script>x</script>" in page.text
    assert [found for tag, found in page.tags if tag == "script" and "src" not in found] == []


def test_plans_are_compared_move_by_move(client: Client, ids: dict[str, str]) -> None:
    page = client.come_in("hoa").page(f"/plans/{ids['nearer plan']}/compare?base={ids['plan']}")
    for told in (
        "Nghĩa tình đồng đội, Quà Tết người có công: dời từ 07:30 02/02/2026 sang 07:30 03/02/2026",
        "Nhân viên Ngân hàng A 02 giao vai trò Ghi chép, chuyển hồ sơ",
        "cho Giám sát viên MTTQ 03.",
        "chỗ này nay trống",
        "Chỗ trống 0 đã chứng minh 1 +1",
        "Chỗ đổi người 3",
    ):
        assert told in page.text
    same = client.page(f"/plans/{ids['other plan']}/compare?base={ids['plan']}")
    assert "Không đổi gì: ai làm gì, khi nào, ở đâu đều như cũ." in same.text


def test_another_plan_is_chosen_first(client: Client, ids: dict[str, str]) -> None:
    page = client.come_in().page(f"/plans/{ids['plan']}/compare")
    assert {str(o["value"]) for o in page.all("option")} >= {ids["other plan"], ids["nearer plan"]}
    assert ids["plan"] not in {str(o["value"]) for o in page.all("option")}
    assert page.all("table") == []


@pytest.mark.parametrize("who", ["mai", "nam"])
def test_rights(client: Client, ids: dict[str, str], who: str) -> None:
    client.come_in(who)
    for path in (f"/plans/{ids['plan']}/compare", f"/scenarios/{ids['edited']}/compare"):
        assert client.get(path).status_code == 404
    nowhere = "00000000-0000-0000-0000-000000000000"
    assert client.come_in().get(f"/plans/{ids['plan']}/compare?base={nowhere}").status_code == 404
