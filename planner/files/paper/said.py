"""How an office writes: numbers, money, dates, times, and names made fit for paper. Vietnamese, as the paper is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

BLANK: Final = "......"
"""What is not known and is filled in by hand."""

_DAYS: Final = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_UNPRINTABLE: Final = frozenset({"Cs", "Co", "Cn"})
_SPACES: Final = frozenset({"Zl", "Zp", "Zs"})


def clean(text: str) -> str:
    """Return a name or sentence of a file as paper can carry it: composed letters (NFC) on one line.

    Line breaks, tabs and unusual spaces become one space; marks that only steer (control, direction) go, as they have
    no shape in print; what has no meaning in Unicode, and no file can hold, becomes a box (□).
    """
    return " ".join("".join(map(_printable, unicodedata.normalize("NFC", text))).split())


def _printable(character: str) -> str:
    category = unicodedata.category(character)
    if character.isspace() or category in _SPACES:
        return " "
    if category in _UNPRINTABLE:
        return "□"
    return "" if category in ("Cc", "Cf") else character


def number(value: int) -> str:
    """Write a whole number: 1.234."""
    return f"{value:,d}".replace(",", ".")


def money(vnd: int) -> str:
    """Write an amount: 1.234.567 đồng."""
    return f"{number(vnd)} đồng"


def hours(minutes: int) -> str:
    """Write minutes as hours and minutes: 41 giờ 30 phút."""
    sign, rest = "−" if minutes < 0 else "", abs(minutes)
    return f"{sign}{number(rest // 60)} giờ" + (f" {rest % 60:02d} phút" if rest % 60 else "")


def day(value: date) -> str:
    """Write a date: 07/02/2026."""
    return value.strftime("%d/%m/%Y")


def weekday(value: date) -> str:
    """Write a date with its day: Thứ Bảy, 07/02/2026."""
    return f"{_DAYS[value.weekday()]}, {day(value)}"


def span(start: datetime, end: datetime) -> str:
    """Write when something is held: 07:30 - 11:30, Thứ Bảy, 07/02/2026; both days where it ends on another."""
    if start.date() == end.date():
        return f"{start:%H:%M} - {end:%H:%M}, {weekday(start)}"
    return f"{start:%H:%M}, {weekday(start)} - {end:%H:%M}, {weekday(end)}"


def of_date(value: date | None) -> str:
    """Write the date of a paper: a zero before days below 10 and months below 3, as Decree 30/2020 asks."""
    if value is None:
        return f"ngày {BLANK} tháng {BLANK} năm {BLANK}"
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def alphabetical(text: str) -> tuple[str, str]:
    """Return what texts are sorted by: Đ after D; letters with marks beside those without, then by the marks."""
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d\uffff")
    return "".join(c for c in plain if not unicodedata.combining(c)), text


def listed(texts: Iterable[str]) -> str:
    """Write a list in a sentence: A, B và C."""
    *first, last = texts
    return f"{', '.join(first)} và {last}" if first else last


def roman(value: int) -> str:
    """Write 1 to 10 as the decree numbers annexes and sections: I, II, ..."""
    return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[value - 1]
