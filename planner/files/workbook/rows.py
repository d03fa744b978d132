"""A scenario as the rows of its sheets. What no cell can hold as it is stands as JSON in the column of other fields."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, TypeAlias

from planner.files.workbook.kinds import Cell
from planner.files.workbook.sheet import KEY, OWNER, REST, REST_COLUMN, VALUE, Column, Field, Sheet, at
from planner.files.workbook.sheets import GENERAL, LISTS, SHEETS, children
from planner.files.workbook.words import Lang, Unreadable, bare

Row: TypeAlias = dict[Field, Cell]
"""Cells by column; blank ones are absent."""

Rows: TypeAlias = dict[str, list[Row]]
"""The rows of each sheet, by its path."""


def rows(raw: dict[str, Any], lang: Lang) -> Rows:
    """Return the rows of a scenario's JSON values, every sheet of it, words in `lang`."""
    found: Rows = {sheet.path: [] for sheet in SHEETS}
    rest = dict(raw)
    for field, sheet in LISTS.items():
        if _fits(rest.get(field), sheet):
            for item in rest.pop(field):
                found[sheet.path].append(_row(sheet, item, found, lang))
    found[GENERAL.path].append(_row(GENERAL, rest, found, lang))
    return found


def _fits(value: object, sheet: Sheet) -> bool:
    """Tell whether a value is one that a sheet has rows for; an empty one has none, which would be no value."""
    match sheet.form:
        case "map":
            return isinstance(value, dict) and bool(value)
        case "pairs":
            return isinstance(value, list) and bool(value)
        case _:
            return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _row(sheet: Sheet, item: Any, found: Rows, lang: Lang) -> Row:
    """Return the row of an item; rows of what belongs to it go to their sheets."""
    if sheet.form == "pairs":
        return dict(_cells(sheet.columns, {str(i): name for i, name in enumerate(item)}, lang))
    row, rest = {}, dict(item)
    for field, cell in _cells(sheet.columns, item, lang):
        row[field] = cell
        _drop(rest, field)
    for child in children(sheet.field) if sheet.field else ():
        if _fits(rest.get(child.field), child):
            for below in _below(child, rest.pop(child.field), found, lang):
                found[child.path].append({OWNER: row[("id",)], **below})
    if rest:
        row[REST] = REST_COLUMN.kind.write(rest, lang)
    return row


def _below(child: Sheet, value: Any, found: Rows, lang: Lang) -> Iterator[Row]:
    if child.form == "map":
        for name, entry in value.items():
            yield dict(_cells(child.columns, {KEY[0]: name, VALUE[0]: entry}, lang))
    else:
        yield from (_row(child, item, found, lang) for item in value)


def _cells(columns: tuple[Column, ...], item: dict[str, Any], lang: Lang) -> Iterator[tuple[Field, Cell]]:
    """Yield the cells that read back as what they were written from."""
    for column in columns:
        value = at(item, column.field)
        if value is None:
            continue
        try:
            cell = column.kind.write(value, lang)
            if same(column.kind.read(_kept(cell), str), value):
                yield column.field, cell
        except (Unreadable, ValueError, TypeError, KeyError, AttributeError):
            continue  # a value that the column is not for, in a field that nothing knows


def _kept(cell: Cell) -> Cell:
    """Return a cell as a spreadsheet keeps it."""
    return bare(cell) if isinstance(cell, str) else cell


def _drop(rest: dict[str, Any], field: Field) -> None:
    """Take a field out of the rest; the object that it was the last of goes as well."""
    name, *below = field
    if below:
        rest[name] = dict(rest[name])
        _drop(rest[name], tuple(below))
        if rest[name]:
            return
    rest.pop(name)


_NUMBER: Final = (int, float, Decimal)


def same(a: object, b: object) -> bool:
    """Tell whether two JSON values are equal; true is not 1."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[name], b[name]) for name in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    numbers = isinstance(a, _NUMBER) and isinstance(b, _NUMBER) and not isinstance(a, bool) and not isinstance(b, bool)
    return (numbers or type(a) is type(b)) and a == b
