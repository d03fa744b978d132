"""What a column holds: how each kind of value is written into a cell, and read out of whatever people put there.

`read` returns values as JSON has them; what it cannot read it refuses in words. `write` may return a cell that does
not read back: who writes checks that, and keeps the value elsewhere then.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol, TypeAlias

from planner.domain.scenario import BLOCS
from planner.files.workbook import typed
from planner.files.workbook.words import Lang, Said, Unreadable, compact, escaped, items, key, quoted, unquoted

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta
"""What stands in a cell; blank cells are not passed on."""

Known: TypeAlias = Callable[[str], str]
"""Returns the id that is meant, by an id or by a name."""

DIGITS: Final = 15
"""Digits of a number that a spreadsheet keeps."""

EARLIEST: Final = 1901
"""First year of which a spreadsheet has dates (1900 has a day too many there)."""


class Kind(Protocol):
    """A kind of values."""

    @property
    def style(self) -> str:
        """How its cells look, by name."""
        ...

    def write(self, value: Any, lang: Lang) -> Cell:
        """Return the cell of a value, if it has one at all."""
        ...

    def read(self, cell: Cell, known: Known) -> Any:
        """Return the value of a cell. Raises Unreadable."""
        ...


def as_text(cell: Cell) -> str:
    """Return what a cell of any type says, as its text would be. Raises Unreadable of dates and times."""
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            return format(_number(cell), "f") if isinstance(_number(cell), Decimal) else str(_number(cell))
    raise Unreadable("chữ; ô đang ở dạng ngày giờ: đổi ô sang dạng Text rồi gõ lại",
                     "text; the cell is a date: format it as text and type it again")  # fmt: skip


def _number(value: float) -> int | Decimal:
    return int(value) if value == int(value) else Decimal(repr(value))


@dataclass(frozen=True)
class Text:
    """Any text. `words` are those of other kinds that it must not be taken for."""

    style: str = "text"

    def write(self, value: Any, lang: Lang) -> Cell:  # noqa: ARG002 - the kinds' form
        """Return the text, in quotes where it needs them."""
        return quoted(value)

    def read(self, cell: Cell, known: Known) -> Any:  # noqa: ARG002 - the kinds' form
        """Return the text."""
        return unquoted(as_text(cell))


@dataclass(frozen=True)
class Ref:
    """The id of something else; its name is taken as well."""

    style: str = "text"

    def write(self, value: Any, lang: Lang) -> Cell:  # noqa: ARG002 - the kinds' form
        """Return the id."""
        return quoted(value)

    def read(self, cell: Cell, known: Known) -> Any:
        """Return the id that is meant."""
        text = as_text(cell)
        return known(unquoted(text))


NONE: Final = Said("(không)", "(none)")
"""An empty list, where a blank cell means any."""

_NONES: Final = frozenset(map(key, NONE))


@dataclass(frozen=True)
class Refs:
    """Ids in one cell, parted by semicolons."""

    style: str = "text"

    def write(self, value: Any, lang: Lang) -> Cell:
        """Return the ids in a row, or the word for none."""
        return "; ".join(quoted(item, _NONES, ";\n") for item in value) or NONE.of(lang)

    def read(self, cell: Cell, known: Known) -> Any:
        """Return the ids that are meant."""
        text = as_text(cell)
        return [] if key(text) in _NONES else [known(item) for item in items(text)]


@dataclass(frozen=True)
class Pairs:
    """Pairs of ids in one cell: ``a + b; c + d``."""

    style: str = "text"

    def write(self, value: Any, lang: Lang) -> Cell:
        """Return the pairs in a row."""
        return "; ".join(" + ".join(quoted(x, _NONES, ";+\n") for x in pair) for pair in value) or NONE.of(lang)

    def read(self, cell: Cell, known: Known) -> Any:
        """Return the pairs; what is no pair stays for the checks to name."""
        text = as_text(cell)
        if key(text) in _NONES:
            return []
        found = [[known(unquoted(part)) for part in pair] for pair in _pairs(text)]
        if any(len(pair) != 2 for pair in found):
            raise Unreadable("các cặp mã như “a + b; c + d”", "pairs of ids such as “a + b; c + d”")
        return found


_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[;\n+]|[^;\n+"]+|"')


def _pairs(text: str) -> list[list[str]]:
    """Return the pieces between the signs that stand outside quotes."""
    pairs: list[list[str]] = [[""]]
    for piece in _TOKEN.findall(text):
        if piece in ";\n":
            pairs.append([""])
        elif piece == "+":
            pairs[-1].append("")
        else:
            pairs[-1][-1] += piece
    return [pair for pair in pairs if any(map(str.strip, pair))]


@dataclass(frozen=True)
class Choice:
    """One of some words; their codes and both languages are taken."""

    words: tuple[tuple[str, Said], ...]
    style: str = "text"

    def write(self, value: Any, lang: Lang) -> Cell:
        """Return the word."""
        return dict(self.words)[value].of(lang)

    def read(self, cell: Cell, known: Known) -> Any:  # noqa: ARG002 - the kinds' form
        """Return the code of a word; anything else as it stands, for the checks to name."""
        return self.code(unquoted(as_text(cell)))

    def code(self, text: str) -> str:
        """Return the code of a word. Raises Unreadable."""
        for code, said in self.words:
            if key(text) in (key(code), *map(key, said)):
                return code
        vi, en = ("một trong: " + ", ".join(s.vi for _, s in self.words), ", ".join(s.en for _, s in self.words))
        raise Unreadable(vi, f"one of: {en}")


BLOC_WORDS: Final = Choice(
    tuple(
        zip(
            BLOCS,
            (
                Said("Chính quyền", "Government"),
                Said("Mặt trận", "Front"),
                Said("Đoàn thể", "Mass organisation"),
                Said("Cộng đồng", "Community"),
                Said("Đối tác", "Partner"),
            ),
            strict=True,
        )
    )
)
"""The blocs in words."""


@dataclass(frozen=True)
class Choices:
    """Several of some words in one cell."""

    choice: Choice
    style: str = "text"

    def write(self, value: Any, lang: Lang) -> Cell:
        """Return the words in a row."""
        return "; ".join(str(self.choice.write(item, lang)) for item in value) or NONE.of(lang)

    def read(self, cell: Cell, known: Known) -> Any:  # noqa: ARG002 - the kinds' form
        """Return the codes of the words."""
        text = as_text(cell)
        return [] if key(text) in _NONES else [self.choice.code(item) for item in items(text)]


YES, NO = Said("Có", "Yes"), Said("Không", "No")
_FLAGS: Final = {
    **dict.fromkeys(map(key, (*YES, "true", "1", "x", "đúng")), True),
    **dict.fromkeys(map(key, (*NO, "false", "0", "sai")), False),
}


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    style: str = "text"

    def write(self, value: Any, lang: Lang) -> Cell:
        """Return the word."""
        return (YES if value else NO).of(lang)

    def read(self, cell: Cell, known: Known) -> Any:  # noqa: ARG002 - the kinds' form
        """Return which it is."""
        if isinstance(cell, bool):
            return cell
        try:
            return _FLAGS[key(as_text(cell))]
        except KeyError:
            raise Unreadable("Có hoặc Không", "Yes or No") from None


ANY, NEVER, OWN = (
    Said("Mọi đơn vị", "Any"),
    Said("Không ghép", "Never"),
    Said("Chỉ đơn vị mình", "Own organisation only"),
)
_MERGES: Final[dict[str, str]] = {
    **dict.fromkeys(map(key, ANY), "any"),
    **dict.fromkeys(map(key, NEVER), "never"),
    **dict.fromkeys(map(key, (*OWN, *NONE)), ""),
}


@dataclass(frozen=True)
class Merge:
    """With whom an activity may be held: anybody, nobody, its own sponsor's, or those listed."""

    style: str = "text"

    def write(self, value: Any, lang: Lang) -> Cell:
        """Return the word, or the ids in a row."""
        if isinstance(value, str):
            return {"any": ANY, "never": NEVER}[value].of(lang)
        return "; ".join(quoted(item, frozenset(_MERGES), ";\n") for item in value) or OWN.of(lang)

    def read(self, cell: Cell, known: Known) -> Any:
        """Return the word's code or the ids that are meant."""
        text = as_text(cell)
        if key(text) in _MERGES:
            return _MERGES[key(text)] or []
        return [known(item) for item in items(text)]


@dataclass(frozen=True)
class Whole:
    """A whole number; `style` says whether of money."""

    style: str = "count"

    def write(self, value: Any, lang: Lang) -> Cell:  # noqa: ARG002 - the kinds' form
        """Return the number, as text where a spreadsheet would round it."""
        return value if abs(value) < 10**DIGITS else str(value)

    def read(self, cell: Cell, known: Known) -> Any:  # noqa: ARG002 - the kinds' form
        """Return the number."""
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return _number(cell)
        found = typed.whole(unquoted(cell)) if isinstance(cell, str) else None
        if found is None:
            raise Unreadable("một số nguyên, như 1500 hoặc 1.500", "a whole number, such as 1500")
        return found


@dataclass(frozen=True)
class Exact:
    """An exact decimal."""

    style: str = "exact"

    def write(self, value: Any, lang: Lang) -> Cell:  # noqa: ARG002 - the kinds' form
        """Return the number, as text where a spreadsheet would round it."""
        number = Decimal(value)
        if len(number.normalize().as_tuple().digits) <= DIGITS:
            return int(number) if number == int(number) else float(number)
        return format(number, "f")

    def read(self, cell: Cell, known: Known) -> Any:  # noqa: ARG002 - the kinds' form
        """Return the number."""
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return _number(cell)
        typed_in = typed.whole if self.style == "money" else typed.exact  # 60.000 đ has no parts of a đồng
        found = typed_in(unquoted(cell)) if isinstance(cell, str) else None
        if found is None:
            raise Unreadable(
                "một số, như 1,5 hoặc 80 (1.234 có thể là hai số khác nhau: gõ 1234 hoặc 1,2340)",
                "a number, such as 1.5 or 80 (1.234 can be two numbers: type 1234 or 1.2340)",
            )
        return found


@dataclass(frozen=True)
class Day:
    """A date."""

    style: str = "day"

    def write(self, value: Any, lang: Lang) -> Cell:  # noqa: ARG002 - the kinds' form
        """Return the date, as text where spreadsheets have none."""
        found = date.fromisoformat(value)
        return found if found.year >= EARLIEST else value

    def read(self, cell: Cell, known: Known) -> Any:  # noqa: ARG002 - the kinds' form
        """Return the date in ISO form."""
        match cell:
            case datetime():
                if cell.time() == time():
                    return cell.date().isoformat()
            case date():
                return cell.isoformat()
            case str() if (found := typed.day(unquoted(cell))) is not None:
                return found
        raise Unreadable(
            "một ngày, như 07/02/2026 (ngày/tháng/năm)", "a date, such as 07/02/2026 (day/month/year) or 2026-02-07"
        )


@dataclass(frozen=True)
class Moment:
    """A local time to the minute."""

    style: str = "moment"

    def write(self, value: Any, lang: Lang) -> Cell:  # noqa: ARG002 - the kinds' form
        """Return the time, as text where spreadsheets have none."""
        found = datetime.fromisoformat(value)
        return found if found.year >= EARLIEST else value

    def read(self, cell: Cell, known: Known) -> Any:  # noqa: ARG002 - the kinds' form
        """Return the time in ISO form."""
        return _moment(cell)


def _moment(cell: Cell) -> str:
    found = None
    match cell:
        case datetime():
            found = typed.of_moment(cell)
        case date():
            found = f"{cell.isoformat()}T00:00"
        case str():
            found = typed.moment(unquoted(cell))
    if found is None:
        raise Unreadable(
            "ngày và giờ đến phút, như 07/02/2026 07:30",
            "a date and a time to the minute, such as 07/02/2026 07:30 (day/month/year)",
        )
    return found


@dataclass(frozen=True)
class Moments:
    """Local times in one cell, parted by semicolons."""

    style: str = "text"

    def write(self, value: Any, lang: Lang) -> Cell:
        """Return the times in a row."""
        return "; ".join(f"{datetime.fromisoformat(item):%d/%m/%Y %H:%M}" for item in value) or NONE.of(lang)

    def read(self, cell: Cell, known: Known) -> Any:  # noqa: ARG002 - the kinds' form
        """Return the times in ISO form."""
        if not isinstance(cell, str):
            return [_moment(cell)]
        return [] if key(cell) in _NONES else [_moment(item) for item in items(cell)]


@dataclass(frozen=True)
class Clock:
    """A time of day, to 24:00."""

    style: str = "text"

    def write(self, value: Any, lang: Lang) -> Cell:  # noqa: ARG002 - the kinds' form
        """Return the time as text: so people can type 24:00."""
        return str(value)

    def read(self, cell: Cell, known: Known) -> Any:  # noqa: ARG002 - the kinds' form
        """Return the time as HH:MM."""
        found = None
        match cell:
            case str():
                found = typed.clock(unquoted(cell))
            case bool() | date():
                pass
            case time() | timedelta() | int() | float():
                found = typed.of_clock(cell)
        if found is None:
            raise Unreadable("giờ trong ngày từ 00:00 đến 24:00, như 07:30", "a time of day, such as 07:30, to 24:00")
        return found


_WEIGHT: Final = re.compile(r"(\d{1,12})\s*[×*x]\s*(\w+)")


@dataclass(frozen=True)
class Objective:
    """Tiers in their order; the last may be several with weights: ``2 × cost + 1 × people``."""

    style: str = "text"

    def write(self, value: Any, lang: Lang) -> Cell:
        """Return the tiers in a row."""
        return "; ".join(tier if isinstance(tier, str) else _weighted(tier) for tier in value) or NONE.of(lang)

    def read(self, cell: Cell, known: Known) -> Any:  # noqa: ARG002 - the kinds' form
        """Return the tiers."""
        text = as_text(cell)
        return [] if key(text) in _NONES else [_tier(item) for item in items(text)]


def _weighted(tier: Any) -> str:
    return " + ".join(f"{weight} × {name}" for name, weight in tier["weighted"].items())


def _tier(text: str) -> Any:
    found = [_WEIGHT.fullmatch(part.strip()) for part in text.split("+")]
    if all(found):
        return {"weighted": {part[2]: int(part[1]) for part in found if part}}
    return text


@dataclass(frozen=True)
class Rest:
    """Fields that no column has, as JSON."""

    style: str = "text"

    def write(self, value: Any, lang: Lang) -> Cell:  # noqa: ARG002 - the kinds' form
        """Return the fields on a line."""
        return escaped(compact(value))

    def read(self, cell: Cell, known: Known) -> Any:  # noqa: ARG002 - the kinds' form
        """Return the fields."""
        from planner.domain.faults import InputError  # noqa: PLC0415
        from planner.files import json  # noqa: PLC0415

        try:
            found = json.parse(as_text(cell).encode())
        except (InputError, UnicodeEncodeError):
            found = None
        if not isinstance(found, dict):
            raise Unreadable('các trường khác viết theo JSON, như {"ghi chú": "x"}',
                             'other fields as JSON, such as {"note": "x"}')  # fmt: skip
        return found
