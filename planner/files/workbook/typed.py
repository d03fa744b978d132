"""Dates, times and numbers as people type them into cells that the spreadsheet took for text."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from planner.domain.values import clock_text, moment_text

_DAY: Final = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS: Final = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_CLOCK: Final = re.compile(r"(\d{1,2})\s*(?::|h|g|giờ)\s*(\d{2})?(?::00(?:\.0+)?)?", re.IGNORECASE)
_WHOLE: Final = re.compile(r"[+-]?\d+")
_GROUPED: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:([.,  '])\d{3})(?:\1\d{3})*")
_DECIMAL: Final = re.compile(r"[+-]?\d+[.,]\d+")
_UNIT: Final = re.compile(r"\s*(?:đồng|đ|₫|vnđ|vnd|người|phút|giờ)\.?\Z", re.IGNORECASE)
_LONGEST: Final = 300


def day(text: str) -> str | None:
    """Return an ISO date: of 7/2/2026 (day first), 2026-02-07, ngày 7 tháng 2 năm 2026; None of anything else."""
    iso, ours = _ISO_DAY.fullmatch(text), _DAY.fullmatch(text) or _WORDS.fullmatch(text)
    if iso is None and ours is None:
        return None
    parts = [int(part) for part in (iso.groups() if iso else reversed(ours.groups() if ours else ()))]
    try:
        return date(*parts).isoformat()
    except ValueError:
        return None


def clock(text: str) -> str | None:
    """Return HH:MM: of 7:30, 07:30:00, 7h30, 7h; None of anything else. 24:00 ends a day."""
    found = _CLOCK.fullmatch(text)
    if found is None or (found[2] is None and ":" in text):
        return None
    minutes = int(found[1]) * 60 + int(found[2] or 0)
    return clock_text(minutes) if int(found[2] or 0) < 60 and minutes <= 24 * 60 else None


def moment(text: str) -> str | None:
    """Return a local time to the minute: of a date and a time in either order; None of anything else."""
    parts = text.replace("T", " ").replace(",", " ").split()
    for cut in range(1, len(parts)):
        for first, second in ((parts[:cut], parts[cut:]), (parts[cut:], parts[:cut])):
            when, at = day(" ".join(first)), clock(" ".join(second))
            if when and at and at != "24:00":
                return f"{when}T{at}"
    return None


def of_moment(value: datetime) -> str | None:
    """Return the local time of a date cell; None where it is not whole minutes. Half a second is a rounding error."""
    rounded = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    return None if rounded.second else moment_text(rounded)


def of_clock(value: time | timedelta | float) -> str | None:
    """Return HH:MM of a time cell (a share of the day where it is a number); None where it is none."""
    match value:
        case time():
            seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
        case timedelta():
            seconds = value.total_seconds()
        case _:
            seconds = value * 86400
    whole = round(seconds)
    return clock_text(whole // 60) if 0 <= whole <= 86400 and whole % 60 == 0 and abs(whole - seconds) < 1 else None


def whole(text: str) -> int | Decimal | None:
    """Return the number of 1234, 1.234.567, 1,234 or 50.000 đ; a decimal stays one; None of anything else."""
    text = _UNIT.sub("", text)
    if len(text) > _LONGEST:
        return None
    if _WHOLE.fullmatch(text):
        return int(text)
    if found := _GROUPED.fullmatch(text):
        return int(text.replace(found[1], ""))
    return Decimal(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else None


def exact(text: str) -> int | Decimal | None:
    """Return the number of 1,5 or 1.5 or 110% or 1.234.567; None of anything else, and of 1.234, which can be two."""
    text = _UNIT.sub("", text)
    if len(text) > _LONGEST:
        return None
    if text.endswith("%"):
        share = exact(text[:-1].rstrip())
        return None if share is None else Decimal(share) / 100
    if _WHOLE.fullmatch(text):
        return int(text)
    if found := _GROUPED.fullmatch(text):
        return None if found[1] in ".," and text.count(found[1]) == 1 else int(text.replace(found[1], ""))
    return Decimal(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else None
