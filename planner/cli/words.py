"""The reader's language: sentences in Vietnamese or English; dates, money and numbers as each writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

VARIABLE: Final = "CHUNGTAY_LANG"


class Lang(StrEnum):
    """A language that Chung Tay speaks."""

    VI = "vi"
    EN = "en"


def language(argv: Sequence[str], environ: Mapping[str, str]) -> Lang:
    """Return the language asked for by `--lang`, else by CHUNGTAY_LANG, else by the locale; English at last.

    Also answers where the arguments are wrong, so that the complaint is in the right language.
    """
    asked = ""
    for i, argument in enumerate(argv):
        if argument == "--lang" and i + 1 < len(argv):
            asked = argv[i + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    for wish in (asked, environ.get(VARIABLE, "")):
        if wish in set(Lang):
            return Lang(wish)
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return Lang.VI if locale.split(".")[0].split("_")[0] == "vi" else Lang.EN


_VI_DAYS: Final = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_EN_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EN_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Words:
    """Writes in one language. Call it with both sentences to get the right one."""

    lang: Lang

    def __call__(self, vi: str, en: str) -> str:
        """Return the sentence in the reader's language."""
        return vi if self.lang is Lang.VI else en

    def many(self, count: int, noun: str) -> str:
        """Count an English noun: 1 session, 2 sessions."""
        return f"{self.number(count)} {noun}{'' if count == 1 else 's'}"

    def either(self, vi: str, en: str | None) -> str:
        """Return the English text where it is wanted and there is one, else the Vietnamese."""
        return vi if self.lang is Lang.VI or not en else en

    def number(self, value: int) -> str:
        """Write a whole number: 1.234 or 1,234."""
        return self._native(f"{value:,d}")

    def decimal(self, value: float) -> str:
        """Write a number to one decimal place: 1.234,5 or 1,234.5."""
        return self._native(f"{value:,.1f}")

    def _native(self, english: str) -> str:
        return english.translate(str.maketrans(",.", ".,")) if self.lang is Lang.VI else english

    def money(self, vnd: int) -> str:
        """Write VND: 1.234.500 đ or 1,234,500 VND."""
        return f"{self.number(vnd)} {self('đ', 'VND')}"

    def hours(self, minutes: int) -> str:
        """Write minutes as hours: 412,5 or 412.5."""
        return self.decimal(minutes / 60)

    def percent(self, part: int, whole: int) -> str:
        """Write a share of a whole above 0: 12,5% or 12.5%; what is not quite none or all never looks like it."""
        share = 100 * part / whole
        if 0 < share < 0.1:
            return f"<{self.decimal(0.1)}%"
        if 99.9 < share < 100:
            return f">{self.decimal(99.9)}%"
        return f"{self.decimal(share)}%"

    def seconds(self, value: float) -> str:
        """Write wall time: 3,2 giây or 3.2 s."""
        return f"{self.decimal(value)} {self('giây', 's')}"

    def day(self, day: date) -> str:
        """Write a date: Thứ Bảy 07/02/2026 or Sat 7 Feb 2026."""
        if self.lang is Lang.VI:
            return f"{_VI_DAYS[day.weekday()]} {day:%d/%m/%Y}"
        return f"{_EN_DAYS[day.weekday()]} {day.day} {_EN_MONTHS[day.month - 1]} {day.year}"

    def span(self, start: datetime, end: datetime) -> str:
        """Write when a session is: Thứ Bảy 07/02/2026 07:30–11:30, with the second date where it differs."""
        first = f"{self.day(start.date())} {start:%H:%M}"
        if start.date() == end.date():
            return f"{first}–{end:%H:%M}"
        return f"{first} – {self.day(end.date())} {end:%H:%M}"
