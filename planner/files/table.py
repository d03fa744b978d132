"""A table to a file, by its ending: JSON, CSV or an Excel workbook; written at once or not at all.

Text stays text. A program that opens a CSV file takes a cell such as ``=1+1`` or ``@SUM(A1)`` for a formula and runs
it, so there an apostrophe goes before text that begins so (OWASP, "CSV Injection"), or that begins with apostrophes
and then so: whoever reads such a cell by program takes one apostrophe away (`plain`). Numbers are written as numbers.
In a workbook text has a type of its own and needs nothing.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Final, TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from planner.files.json_text import json_text
from planner.files.output import write, write_bytes
from planner.files.refusals import short, whole_file

Cell: TypeAlias = str | int | float | None

MARK: Final = "\ufeff"
"""What a CSV file begins with: spreadsheets take it for UTF-8 then."""

SUFFIXES: Final = (".json", ".csv", ".xlsx")

MOST_ROWS: Final = 1_048_575
"""Most rows of a sheet below its headings."""

MOST_COLUMNS: Final = 16_384
"""Most columns of a sheet."""

LONGEST_TEXT: Final = 32_767
"""Most UTF-16 code units in a cell of a sheet."""

EXACT: Final = 10**15
"""From here on a spreadsheet shows whole numbers rounded (15 digits): they are written as text."""

NARROWEST, WIDEST = 8, 60
"""Least and most width of a column, in characters."""


def write_table(path: Path, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Write rows under their headings: `path` ends in one of `SUFFIXES`, in small or capital letters.

    JSON: a list of objects, a field for each heading. CSV: RFC 4180 in UTF-8 with a byte order mark, None as an
    empty cell, text that looks like a formula behind an apostrophe. Workbook: one sheet with its headings frozen.

    Raises:
        InputError: a workbook cannot hold so many rows or columns, or so long a text; nothing is written.
        ValueError: another ending, no or repeated headings, a row of another length, a float that is no number.
        OSError: the file cannot be written; what stood there is as it was.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ValueError(f"{path.name}: a table is written as one of {', '.join(SUFFIXES)}")
    _check(headings, rows)
    if suffix == ".json":
        write(path, json_text([dict(zip(headings, row, strict=True)) for row in rows]))
    elif suffix == ".csv":
        write(path, _csv(headings, rows))
    else:
        _check_sheet(headings, rows)
        write_bytes(path, _sheet(headings, rows))


def plain(text: str) -> str:
    """Return the text that stands in a CSV cell as it was before it was written."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


_FORMULA: Final = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def csv_line(cells: Iterable[Cell]) -> str:
    """Return a line of a CSV file, for files that are too long for `write_table`."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(map(_safe, cells))
    return text.getvalue()


def _csv(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    return "".join((MARK, *map(csv_line, (headings, *rows))))


def _sheet(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        # Without it, text such as "=1+1" would turn into a formula as soon as somebody edits the cell.
        as_text = book.add_format({"quote_prefix": True})
        piece = book.add_format()
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            sheet.set_column(column, column, _width(chain([heading], (row[column] for row in rows))))
            _write_text(sheet, 0, column, heading, bold, piece)
        for place, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    _write_text(sheet, place, column, cell, as_text if _FORMULA.match(cell) else None, piece)
                elif isinstance(cell, int) and abs(cell) >= EXACT:
                    sheet.write_string(place, column, str(cell))
                elif cell is not None:
                    sheet.write_number(place, column, cell)
    return data.getvalue()


_TURNS: Final = re.compile(r"(?<=_)(?=x[0-9a-fA-F]{4}_)|(?<=\A<)(?=r>)")
"""Where text must be parted: XlsxWriter takes ``<r>...</r>`` for XML of its own, and does not escape all of
``_x0041_x0041_``, which a spreadsheet reads as characters by their numbers."""


def _write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format | None, piece: Format) -> None:
    first, *others = _TURNS.split(text)
    if others:
        parts = [part for other in others for part in (piece, other)]
        sheet.write_rich_string(row, column, first, *parts, *([style] if style else []))
    else:
        sheet.write_string(row, column, text, style)


def _width(cells: Iterable[Cell]) -> int:
    """Return a width in which the cells can be read, within bounds."""
    lines = (len(line) for cell in cells if cell is not None for line in str(cell).splitlines())
    return min(max(NARROWEST, 2 + max(lines, default=0)), WIDEST)


def _check(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    if not headings or len(set(headings)) < len(headings):
        raise ValueError(f"headings are there and differ: {list(headings)}")
    for number, row in enumerate(rows, 1):
        if len(row) != len(headings):
            raise ValueError(f"row {number} has {len(row)} cells under {len(headings)} headings")
        if any(isinstance(cell, float) and not math.isfinite(cell) for cell in row):
            raise ValueError(f"row {number} has a number that is none: {list(row)}")


def _check_sheet(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Raise InputError where the table is too large for a sheet."""
    if len(rows) > MOST_ROWS:
        raise whole_file(
            "too-many-rows",
            str(len(rows)),
            f"nhiều nhất {MOST_ROWS} hàng trong một tệp .xlsx; nhiều hơn thì dùng .csv hoặc .json",
            f"at most {MOST_ROWS} rows in an .xlsx file; use .csv or .json for more",
        )
    if len(headings) > MOST_COLUMNS:
        raise whole_file(
            "too-many-columns",
            str(len(headings)),
            f"nhiều nhất {MOST_COLUMNS} cột trong một tệp .xlsx; nhiều hơn thì dùng .csv hoặc .json",
            f"at most {MOST_COLUMNS} columns in an .xlsx file; use .csv or .json for more",
        )
    for cell in chain(headings, *rows):
        if isinstance(cell, str) and len(cell.encode("utf-16-le", "surrogatepass")) > 2 * LONGEST_TEXT:
            raise whole_file(
                "text-too-long",
                short(cell),
                f"nhiều nhất {LONGEST_TEXT} ký tự trong một ô của tệp .xlsx; dài hơn thì dùng .csv hoặc .json",
                f"at most {LONGEST_TEXT} characters in a cell of an .xlsx file; use .csv or .json for longer ones",
            )
