"""What the values of a sheet do not tell: formulas, errors, how far the cells reach. Read from its XML in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from planner.files.refusals import short, whole_file
from planner.files.workbook.package import Package

MOST_CELLS: Final = 5_000_000
"""Cells with something in them in all sheets; a city's workbook has 400,000."""

MOST_AREA: Final = 20_000_000
"""Cells of a sheet between the first and the outermost one with something in it."""

_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_SPACE: Final = "}"

Position = tuple[int, int]
"""Row and column from 0."""


@dataclass
class Found:
    """What was found in a sheet."""

    formulas: set[Position] = field(default_factory=set)
    unvalued: set[Position] = field(default_factory=set)
    errors: dict[Position, str] = field(default_factory=dict)
    cells: int = 0
    rows: int = 0
    columns: int = 0
    farthest: str = "A1"


def scanned(package: Package) -> dict[str, Found]:
    """Return what is in each sheet of a workbook, by the name of its part.

    Raises:
        InputError: the cells are too many, or too far apart, to be read.
    """
    found = {name: _scan(name, part) for name, part in package.entries.items() if package.roots[name] == "worksheet"}
    cells = sum(sheet.cells for sheet in found.values())
    if cells > MOST_CELLS:
        raise whole_file("too-many-cells", str(cells), f"nhiều nhất {MOST_CELLS} ô có nội dung",
                         f"at most {MOST_CELLS} cells with something in them")  # fmt: skip
    for name, sheet in found.items():
        if sheet.rows * sheet.columns > MOST_AREA:
            raise whole_file(
                "stray-cell", f"{short(name.rpartition('/')[2])}!{sheet.farthest}",
                "không có ô nào ở quá xa bảng: xóa các hàng và cột thừa (Ctrl+End cho thấy ô xa nhất)",
                "no cell far away from the table: delete stray rows and columns (Ctrl+End goes to the last cell)",
            )  # fmt: skip
    return found


def column_number(letters: str) -> int:
    """Return the number of a column, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class _Pass:
    """One reading of a sheet: a cell counts where it has a value or a formula."""

    def __init__(self, parser: Any) -> None:
        self.found = Found()
        self._parser = parser
        self._row = self._column = -1
        self._type = self._text = ""
        self._formula = self._valued = False
        parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(_SPACE)[2]:
            case "c":
                self._cell(attributes)
            case "v" | "is":
                self._value()
            case "f":
                self._formula = True
                self.found.formulas.add((self._row, self._column))
                self.found.unvalued.add((self._row, self._column))
                self._count()
            case "row":
                number = attributes.get("r", "")
                self._row = int(number) - 1 if number.isdecimal() and len(number) <= 7 else self._row + 1
                self._column = -1

    def _cell(self, attributes: dict[str, str]) -> None:
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        if reference:
            self._row, self._column = int(reference[2]) - 1, column_number(reference[1])
        else:
            self._column += 1
        self._type = attributes.get("t", "")
        self._formula = False

    def _value(self) -> None:
        self._count()
        if self._formula or self._type == "e":
            self._text = ""
            self._parser.CharacterDataHandler = self._characters
            self._parser.EndElementHandler = self._end

    def _count(self) -> None:
        found = self.found
        found.cells += 1
        if self._row >= found.rows or self._column >= found.columns:
            found.rows, found.columns = max(found.rows, self._row + 1), max(found.columns, self._column + 1)
            found.farthest = f"{_letters(self._column)}{self._row + 1}"

    def _characters(self, text: str) -> None:
        self._text += text

    def _end(self, name: str) -> None:
        if name.rpartition(_SPACE)[2] not in ("v", "is"):
            return
        self._parser.CharacterDataHandler = self._parser.EndElementHandler = None
        here = self._row, self._column
        if self._type == "e":
            self.found.errors[here] = self._text
        if self._text:
            self.found.unvalued.discard(here)


def _letters(number: int) -> str:
    letters = ""
    while number >= 0:
        letters = chr(65 + number % 26) + letters
        number = number // 26 - 1
    return letters


def _scan(name: str, part: bytes) -> Found:
    parser = expat.ParserCreate(namespace_separator=_SPACE)
    reading = _Pass(parser)
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise whole_file("not-a-workbook", f"{short(name)}: {error}", "một bảng tính .xlsx còn nguyên vẹn",
                         "an .xlsx workbook that is whole") from error  # fmt: skip
    return reading.found
