"""How an office writes."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from planner.files.paper import said


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Hoạt động", "Hoạt động"),
        ("Hoa\u0323t đo\u0302\u0323ng", "Hoạt động"),  # decomposed
        ("a\tb\nc\r\n d\u00a0e\u2028f\u3000", "a b c d e f"),
        ("\x1b[31m\u202eabc\u200f\x00\u200b", "[31mabc"),
        ("\ud800 \uffff \ue000", "□ □ □"),
        ("<script> {{ x }} {% y %} #set \\ $", "<script> {{ x }} {% y %} #set \\ $"),
        ("  ", ""),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert said.clean(text) == cleaned


def test_numbers() -> None:
    assert [said.number(n) for n in (0, 999, 1000, 1234567, -1234)] == ["0", "999", "1.000", "1.234.567", "-1.234"]
    assert said.money(1234567) == "1.234.567 đồng"
    assert [said.hours(n) for n in (0, 59, 60, 125, -90, 60_000)] == [
        "0 giờ", "0 giờ 59 phút", "1 giờ", "2 giờ 05 phút", "−1 giờ 30 phút", "1.000 giờ",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (None, "ngày ...... tháng ...... năm ......"),
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 10), "ngày 10 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_date_of_a_paper(day: date | None, written: str) -> None:
    assert said.of_date(day) == written


def test_times() -> None:
    start = datetime(2026, 2, 7, 7, 30)
    assert said.span(start, datetime(2026, 2, 7, 11, 30)) == "07:30 - 11:30, Thứ Bảy, 07/02/2026"
    assert said.span(start, datetime(2026, 2, 8, 0, 0)) == "07:30, Thứ Bảy, 07/02/2026 - 00:00, Chủ nhật, 08/02/2026"


def test_lists() -> None:
    assert [said.listed(texts) for texts in (["A"], ["A", "B"], ["A", "B", "C"])] == ["A", "A và B", "A, B và C"]
    assert [said.roman(n) for n in range(1, 6)] == ["I", "II", "III", "IV", "V"]


def test_alphabet() -> None:
    words = ["Trạm", "Đoàn", "Công an", "Dân quân", "Ủy ban", "Ubnd", "doanh nghiệp"]
    assert sorted(words, key=said.alphabetical) == [
        "Công an", "Dân quân", "doanh nghiệp", "Đoàn", "Trạm", "Ubnd", "Ủy ban",
    ]  # fmt: skip
