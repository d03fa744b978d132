"""Which sheet of a workbook is which, and which column: by name in either language, then by headings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from planner.domain import faults
from planner.files.workbook.grid import Grid
from planner.files.workbook.kinds import Cell
from planner.files.workbook.sheet import Column, Field, Sheet
from planner.files.workbook.sheets import FAULTS, GENERAL, GUIDE, SHEETS
from planner.files.workbook.words import key

DEEPEST_HEADINGS: Final = 30
"""Rows from the top among which headings are looked for."""


@dataclass(frozen=True)
class Table:
    """A sheet as it was found: `columns` are where each field stands, `first` the first row of data, from 0.

    `others` are the headings that no column has, by where they stand, and `twice` the columns that are there already.
    `heads` is what the columns are called there.
    """

    sheet: Sheet
    grid: Grid
    first: int
    columns: dict[Field, int]
    others: dict[int, str]
    twice: dict[int, str]
    heads: dict[int, str]

    def cell(self, row: int, field: Field | None) -> faults.Cell:
        """Return the place of a field in a row (from 0); that of the row's first column where it has none."""
        number = self.columns.get(field, -1) if field is not None else -1
        if number < 0:
            number = min(self.columns.values(), default=0)
        return self.spot(row, number)

    def spot(self, row: int, number: int) -> faults.Cell:
        """Return a place by row and column from 0; among general fields the label is the heading."""
        head = self.heads.get(number, "")
        if self.sheet is GENERAL:
            label = self.grid.row(row)[self.columns[("label",)] :][:1]
            head = label[0] if label and isinstance(label[0], str) else ""
        return place(self.grid.name, row, number, head.rstrip("* ")[:60])


def place(sheet: str, row: int, column: int, heading: str = "") -> faults.Cell:
    """Return a place by row and column from 0."""
    return faults.Cell(sheet=sheet, row=row + 1, column=letters(column), heading=heading)


def letters(number: int) -> str:
    """Return the letters of a column that counts from 0."""
    found = ""
    while number >= 0:
        found = chr(65 + number % 26) + found
        number = number // 26 - 1
    return found


@dataclass(frozen=True)
class Sorted:
    """The sheets of a workbook: `tables` by the declared sheet's path, `renamed` by headings, `unread` the rest."""

    tables: dict[str, Table]
    renamed: tuple[Table, ...]
    unread: tuple[Grid, ...]
    headless: tuple[tuple[Sheet, Grid], ...]


def sort(grids: Iterable[Grid], ours: frozenset[str]) -> Sorted:
    """Tell the sheets of a scenario; `ours` are keys of names of sheets that are for people only."""
    tables: dict[str, Table] = {}
    renamed: list[Table] = []
    unread: list[Grid] = []
    headless: list[tuple[Sheet, Grid]] = []
    others: list[Grid] = []
    for grid in grids:
        sheet = next((s for s in SHEETS if key(grid.name) in s.names and s.path not in tables), None)
        if sheet is None:
            if key(grid.name) not in ours | _OURS:
                others.append(grid)
            continue
        table = _table(sheet, grid)
        if table is None:
            headless.append((sheet, grid))
        else:
            tables[sheet.path] = table
    taken = {*tables, *(sheet.path for sheet, _ in headless)}
    for grid in others:
        found = [t for s in SHEETS if s.path not in taken and (t := _table(s, grid)) is not None and _whole(t)]
        best = max(found, key=lambda t: len(t.columns) - len(t.others), default=None)
        if best is None or sum(_score(t) == _score(best) for t in found) > 1:
            unread.append(grid)
        else:
            tables[best.sheet.path] = best
            taken.add(best.sheet.path)
            renamed.append(best)
    return Sorted(tables, tuple(renamed), tuple(unread), tuple(headless))


_OURS: Final = frozenset(map(key, (*GUIDE, *FAULTS)))


def _score(table: Table) -> int:
    return len(table.columns) - len(table.others)


def _whole(table: Table) -> bool:
    """Tell whether a sheet has all columns that no item is without, and hardly any other."""
    needed = {c.field for c in table.sheet.columns if c.needed}
    return needed <= table.columns.keys() and len(table.others) < max(2, len(table.columns) // 2)


def _table(sheet: Sheet, grid: Grid) -> Table | None:
    """Return a sheet with its headings found; None where there are none."""
    if sheet is GENERAL:
        return _fields(grid)
    best: tuple[int, int] | None = None
    for number, row in enumerate(grid.rows[:DEEPEST_HEADINGS]):
        known = len(_matches(sheet, row))
        if known >= min(2, len(sheet.columns)) and (best is None or known > best[0]):
            best = known, number
    if best is None:
        return None
    columns: dict[Field, int] = {}
    others: dict[int, str] = {}
    twice: dict[int, str] = {}
    heads: dict[int, str] = {}
    first = best[1]
    while first < len(grid.rows) and (first == best[1] or _is_heading(sheet, grid.rows[first])):
        for number, cell in enumerate(grid.rows[first]):
            column = _column(sheet, cell)
            if column is None:
                if isinstance(cell, str) and number not in columns.values():
                    others.setdefault(number, cell)
                continue
            heads.setdefault(number, str(cell))
            if columns.setdefault(column.field, number) != number and number not in columns.values():
                twice[number] = str(cell)
            else:
                others.pop(number, None)
        first += 1
    others = {n: text for n, text in others.items() if n not in columns.values() and n not in twice}
    return Table(sheet, grid, first, columns, others, twice, heads)


def _fields(grid: Grid) -> Table | None:
    """Return the sheet of general fields: each label has its value to the right."""
    for number, row in enumerate(grid.rows):
        for place_, cell in enumerate(row[:4]):
            if _column(GENERAL, cell) is not None and number < DEEPEST_HEADINGS:
                return Table(GENERAL, grid, 0, {("label",): place_, ("value",): place_ + 1}, {}, {}, {})
    return None


def _is_heading(sheet: Sheet, row: list[Cell | None]) -> bool:
    """Tell whether a row below headings is headings too, in the other language."""
    filled = [cell for cell in row if cell is not None]
    return len(filled) >= min(2, len(sheet.columns)) and len(_matches(sheet, row)) * 2 > len(filled)


def _matches(sheet: Sheet, row: list[Cell | None]) -> set[Field]:
    return {column.field for cell in row if (column := _column(sheet, cell)) is not None}


def _column(sheet: Sheet, cell: Cell | None) -> Column | None:
    if not isinstance(cell, str) or len(cell) > 200:
        return None
    return next((column for column in sheet.all_columns if key(cell) in column.headings), None)
