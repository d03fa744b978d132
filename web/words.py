"""The reader's language: catalogues, and dates, money and numbers as each language writes them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, TypeAlias, get_args
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

Lang: TypeAlias = Literal["vi", "en"]
LANGS: Final[tuple[Lang, ...]] = get_args(Lang)

HOME: Final = ZoneInfo("Asia/Ho_Chi_Minh")
"""Where moments of the desk's own (who did what, and when) are read."""

_LOCALES: Final = {"vi": Locale("vi", "VN"), "en": Locale("en", "GB")}


@dataclass(frozen=True)
class Words:
    """Writes in one language. Called with both sentences, it returns the right one."""

    lang: Lang

    @property
    def locale(self) -> Locale:
        """How the language writes numbers and dates."""
        return _LOCALES[self.lang]

    def __call__(self, vi: str, en: str | None) -> str:
        """Return the English text where it is wanted and there is one, else the Vietnamese."""
        return en if self.lang == "en" and en else vi

    def said(self, thing: Any, field: str = "") -> str:
        """Return a sentence that a thing has in both languages, such as ``allowed_vi`` and ``allowed_en``."""
        stem = f"{field}_" if field else ""
        return self(getattr(thing, f"{stem}vi"), getattr(thing, f"{stem}en"))

    def text(self, message: str) -> str:
        """Return a message of the catalogue."""
        return translations(self.lang).ugettext(message)

    # -- numbers ----------------------------------------------------------------------------------------------

    def number(self, value: int | Decimal | float) -> str:
        """Write a number: 1.234,5 or 1,234.5."""
        return numbers.format_decimal(value, locale=self.locale)

    def signed(self, value: int) -> str:
        """Write a difference, a plus before what is more; the minus is one that lines up."""
        return ("+" if value > 0 else "−" if value < 0 else "") + self.number(abs(value))

    def money(self, vnd: int) -> str:
        """Write VND: 1.234.500 ₫ or ₫1,234,500."""
        return numbers.format_currency(vnd, "VND", locale=self.locale)

    def hours(self, minutes: int) -> str:
        """Write minutes as hours to one place: 412,5 or 412.5."""
        return numbers.format_decimal(Decimal(minutes) / 60, "#,##0.#", locale=self.locale)

    def percent(self, share: float) -> str:
        """Write a share of 1: 12,5% or 12.5%; what is not quite none or all never looks like it."""
        if 0 < share < 0.001:
            return f"<{self.percent(0.001)}"
        if 0.999 < share < 1:
            return f">{self.percent(0.999)}"
        return numbers.format_percent(share, "#,##0.#%", locale=self.locale)

    def seconds(self, value: float) -> str:
        """Write a stretch of time: 3,2 giây; 4 phút 10 giây."""
        if value < 60:
            return f"{numbers.format_decimal(value, '0.#', locale=self.locale)} {self('giây', 's')}"
        minutes, rest = divmod(round(value), 60)
        return self(f"{minutes} phút {rest} giây", f"{minutes} min {rest} s")

    # -- days and hours: local to a scenario --------------------------------------------------------------------

    def day(self, day: date) -> str:
        """Write a date in full: Thứ Bảy, 7 tháng 2, 2026 or Saturday, 7 February 2026."""
        return dates.format_date(day, "full", locale=self.locale)

    def short_day(self, day: date) -> str:
        """Write a date: 07/02/2026."""
        return dates.format_date(day, "dd/MM/y", locale=self.locale)

    def weekday(self, day: date) -> str:
        """Write a day of the week: Thứ Bảy or Saturday."""
        return dates.format_date(day, "EEEE", locale=self.locale)

    def day_month(self, day: date) -> str:
        """Write a date within a known year: 07/02."""
        return dates.format_date(day, "dd/MM", locale=self.locale)

    def clock(self, moment: datetime) -> str:
        """Write a time of day: 07:30."""
        return f"{moment:%H:%M}"

    def span(self, start: datetime, end: datetime) -> str:
        """Write from when to when: 07:30–11:30, with the second day where it is another one."""
        if start.date() == end.date() or (end - start <= timedelta(days=1) and f"{end:%H:%M}" == "00:00"):
            return f"{start:%H:%M}–{end:%H:%M}"
        return f"{start:%H:%M} – {self.short_day(end)} {end:%H:%M}"

    def when(self, start: datetime, end: datetime) -> str:
        """Write the day and from when to when."""
        return (
            f"{dates.format_date(start, 'EEEE', locale=self.locale)} {self.short_day(start)}, {self.span(start, end)}"
        )

    # -- moments of the desk ------------------------------------------------------------------------------------

    def stamp(self, moment: datetime) -> str:
        """Write when something was done at the desk, where the desk is: 07/02/2026 07:30."""
        local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(HOME)
        return f"{self.short_day(local)} {local:%H:%M}"


FILTERS: Final = (
    "number", "signed", "money", "hours", "percent", "seconds", "day", "short_day", "weekday", "day_month", "clock",
    "stamp", "said",
)  # fmt: skip
"""What templates write with."""


@cache
def translations(lang: Lang) -> Translations:
    """Return the catalogue of a language, made from its .po file."""
    source = files("web") / "translations" / lang / "LC_MESSAGES" / "messages.po"
    compiled = io.BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=lang))
    compiled.seek(0)
    return Translations(compiled)
