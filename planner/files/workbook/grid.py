"""The sheets of a workbook as rows of cells."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

import python_calamine

from planner.files.refusals import short, whole_file
from planner.files.tree import nfc
from planner.files.workbook.kinds import Cell
from planner.files.workbook.package import Package, unpacked
from planner.files.workbook.scan import Found, scanned
from planner.files.workbook.words import bare

MOST_MERGED: Final = 200_000
"""Cells of merged areas that are filled in."""


@dataclass(frozen=True)
class Grid:
    """A sheet: `rows` from the first on, None where a cell is blank; `merged` areas as first and last row and column.

    A merged area of one column says the same in each of its cells, as people see it.
    """

    name: str
    rows: list[list[Cell | None]]
    found: Found
    merged: tuple[tuple[int, int, int, int], ...]

    def row(self, number: int) -> list[Cell | None]:
        """Return a row, empty beyond the last."""
        return self.rows[number] if number < len(self.rows) else []


def grids(data: bytes) -> list[Grid]:
    """Return the sheets of an .xlsx file in their order.

    Raises:
        InputError: the file is no workbook that is read.
    """
    package = unpacked(data)
    found, parts = scanned(package), _parts(package)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(package.data))
        return [
            _grid(book, number, found.get(parts.get(meta.name, ""), Found()))
            for number, meta in enumerate(book.sheets_metadata)
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise whole_file("not-a-workbook", short(str(error)), "một bảng tính .xlsx còn nguyên vẹn",
                         "an .xlsx workbook that is whole") from error  # fmt: skip


def _grid(book: python_calamine.CalamineWorkbook, number: int, found: Found) -> Grid:
    sheet = book.get_sheet_by_index(number)
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    areas = tuple((a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
    budget = MOST_MERGED
    for first, left, last, right in areas:
        budget -= last - first
        if left == right and budget > 0 and first < len(rows) and left < len(rows[first]):
            for below in rows[first + 1 : last + 1]:
                below[left] = rows[first][left]
    return Grid(nfc(sheet.name), rows, found, areas)


def _cell(value: Cell) -> Cell | None:
    if isinstance(value, str):
        return nfc(value) if bare(value) else None
    return value


_RELATIONS: Final = "xl/_rels/workbook.xml.rels"


def _parts(package: Package) -> dict[str, str]:
    """Return the part of each sheet, by its name."""
    targets = {
        relation.get("Id", ""): _within(relation.get("Target", ""))
        for relation in ET.fromstring(package.entries.get(_RELATIONS, b"<r/>"))  # noqa: S314 - no DOCTYPE: see `unpacked`
    }
    return {
        element.get("name", ""): targets.get(_id(element.attrib), "")
        for element in _elements(package.entries["xl/workbook.xml"], "sheet")
    }


def _within(target: str) -> str:
    """Return the part that a relation of the workbook names; from the root where it begins with a slash."""
    path = target.lstrip("/")
    return posixpath.normpath(path if path.startswith("xl/") else f"xl/{path}")


def _elements(part: bytes, name: str) -> Iterator[ET.Element]:
    return (e for e in ET.fromstring(part).iter() if e.tag.rpartition("}")[2] == name)  # noqa: S314 - as above


def _id(attributes: dict[str, str]) -> str:
    return next((value for name, value in attributes.items() if name.endswith("}id")), "")
