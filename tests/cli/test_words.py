"""Both languages: which is chosen, and how each writes dates, money and numbers."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from planner.cli.words import Lang, Words, language

VI, EN = Words(Lang.VI), Words(Lang.EN)


@pytest.mark.parametrize(
    ("argv", "environ", "expected"),
    [
        ([], {}, "en"),
        ([], {"LANG": "vi_VN.UTF-8"}, "vi"),
        ([], {"LANG": "vi"}, "vi"),
        ([], {"LANG": "vie_XX"}, "en"),
        ([], {"LANG": "vi_VN", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "vi_VN", "LC_ALL": ""}, "vi"),
        ([], {"LANG": "C", "LC_MESSAGES": "vi_VN"}, "vi"),
        ([], {"LANG": "vi_VN", "CHUNGTAY_LANG": "en"}, "en"),
        ([], {"LANG": "vi_VN", "CHUNGTAY_LANG": "fr"}, "vi"),
        (["solve", "--lang", "vi"], {"CHUNGTAY_LANG": "en"}, "vi"),
        (["solve", "--lang=en"], {"LANG": "vi_VN"}, "en"),
        (["solve", "--lang", "en", "--lang=vi"], {}, "vi"),
        (["solve", "--lang", "fr"], {"LANG": "vi_VN"}, "vi"),
        (["solve", "--lang"], {}, "en"),
    ],
)
def test_language(argv: list[str], environ: dict[str, str], expected: str) -> None:
    assert language(argv, environ) == expected


def test_numbers_and_money() -> None:
    assert (VI.number(1_234_500), EN.number(1_234_500)) == ("1.234.500", "1,234,500")
    assert (VI.number(-1_000), EN.number(7)) == ("-1.000", "7")
    assert (VI.money(1_234_500), EN.money(1_234_500)) == ("1.234.500 đ", "1,234,500 VND")


def test_hours_percent_seconds() -> None:
    assert (VI.hours(74_070), EN.hours(74_070)) == ("1.234,5", "1,234.5")
    assert (VI.percent(1, 8), EN.percent(1, 8)) == ("12,5%", "12.5%")
    assert [EN.percent(part, 10_000) for part in (0, 9, 10, 9_990, 9_991, 10_000)] == [
        "0.0%", "<0.1%", "0.1%", "99.9%", ">99.9%", "100.0%"
    ]  # fmt: skip
    assert (VI.seconds(3.24), EN.seconds(3.24)) == ("3,2 giây", "3.2 s")


def test_days_of_a_week() -> None:
    assert [VI.day(date(2026, 2, day)) for day in range(2, 9)] == [
        "Thứ Hai 02/02/2026",
        "Thứ Ba 03/02/2026",
        "Thứ Tư 04/02/2026",
        "Thứ Năm 05/02/2026",
        "Thứ Sáu 06/02/2026",
        "Thứ Bảy 07/02/2026",
        "Chủ nhật 08/02/2026",
    ]
    assert [EN.day(date(2026, 2, day))[:3] for day in range(2, 9)] == [
        "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"
    ]  # fmt: skip
    assert EN.day(date(2026, 2, 7)) == "Sat 7 Feb 2026"


def test_every_month_has_its_english_name() -> None:
    assert [EN.day(date(2026, month, 1)).split()[2] for month in range(1, 13)] == [
        f"{date(2026, month, 1):%b}" for month in range(1, 13)
    ]


def test_spans() -> None:
    start = datetime(2026, 2, 7, 7, 30)
    assert VI.span(start, datetime(2026, 2, 7, 11, 30)) == "Thứ Bảy 07/02/2026 07:30–11:30"
    assert EN.span(start, datetime(2026, 2, 8)) == "Sat 7 Feb 2026 07:30 – Sun 8 Feb 2026 00:00"


def test_both_sentences() -> None:
    assert (VI("chỗ", "seat"), EN("chỗ", "seat")) == ("chỗ", "seat")
    assert (VI.either("vì", "why"), EN.either("vì", "why"), EN.either("vì", None)) == ("vì", "why", "vì")
    assert [EN.many(n, "session") for n in (0, 1, 1_000)] == ["0 sessions", "1 session", "1,000 sessions"]
