"""Sheets drawn with XlsxWriter: two rows of headings, widths, drop-downs, notes, what is locked and what is not."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from planner.files.refusals import short, whole_file
from planner.files.table import LONGEST_TEXT, MOST_ROWS
from planner.files.workbook.kinds import BLOC_WORDS, NO, YES, Cell, Choice, Flag, Refs
from planner.files.workbook.rows import Row
from planner.files.workbook.sheet import REST, Column, Sheet
from planner.files.workbook.sheets import GENERAL, LISTS
from planner.files.workbook.words import LANGS, Lang, Said

HEADINGS: Final = 2
"""Rows above the first of a sheet's data."""

SPARE: Final = 2000
"""Rows below the data for which there are drop-downs as well."""

FORMATS: Final = {
    "text": "@",
    "count": "#,##0",
    "money": "#,##0",
    "exact": "#,##0.############",
    "day": "dd/mm/yyyy",
    "moment": "dd/mm/yyyy hh:mm",
}
"""How cells look, by the style of their kind."""

LINE: Final = 13.5
"""Points of a line of text."""

MOST_LINES: Final = 8
"""Lines of a cell that are shown; the rest is there on a click."""

_WRAPPED: Final = 24
"""Width of a column from which on its text is wrapped."""

FONT: Final = {"font_name": "Arial", "font_size": 10, "valign": "top"}
_PROTECTED: Final = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "insert_hyperlinks": True,
    "sort": True,
    "autofilter": True,
    "objects": True,
    "scenarios": True,
}


class Book:
    """A workbook being written. The same calls give the same bytes."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self._data = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._data, {"in_memory": True, "default_date_format": FORMATS["moment"]})
        self._book.set_properties({"title": "Chung Tay", "created": datetime(2000, 1, 1)})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def file(self) -> bytes:
        """Return the file."""
        self._book.close()
        return self._data.getvalue()

    def format(self, **properties: Any) -> Format:
        """Return a format with the house's font."""
        known = tuple(sorted(properties.items()))
        if known not in self._formats:
            self._formats[known] = self._book.add_format(FONT | properties)
        return self._formats[known]

    def add(self, name: Said, colour: str) -> Worksheet:
        """Add a sheet that prints on A4."""
        page = self._book.add_worksheet(name.of(self.lang))
        page.set_tab_color(colour)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.hide_gridlines(1)
        page.set_footer("&L&A&R&P/&N")
        return page

    def put(self, page: Worksheet, row: int, column: int, cell: Cell | None, style: Format | None = None) -> None:
        """Write a cell by its type. Raises InputError where the text is longer than a cell."""
        match cell:
            case None:
                page.write_blank(row, column, None, style)
            case str():
                if len(cell) * 2 > LONGEST_TEXT and len(cell.encode("utf-16-le", "surrogatepass")) > 2 * LONGEST_TEXT:
                    raise text_too_long(cell)
                page.write_string(row, column, cell, style)
            case bool():
                page.write_boolean(row, column, cell, style)
            case int() | float():
                page.write_number(row, column, cell, style)
            case datetime() | date():
                page.write_datetime(row, column, cell, style)
            case _:
                raise TypeError(type(cell))


def height(text: str, width: int) -> int:
    """Return the lines that a text takes in a column of `width` characters: no program counts them by itself."""
    return sum(-(-max(1, len(line)) // width) for line in text.splitlines()) or 1


def text_too_long(text: str) -> Exception:
    """Return the refusal of a text that no cell can hold."""
    return whole_file(
        "text-too-long",
        short(text),
        f"nhiều nhất {LONGEST_TEXT} ký tự trong một ô của tệp .xlsx; dài hơn thì dùng .json",
        f"at most {LONGEST_TEXT} characters in a cell of an .xlsx file; use .json for longer ones",
    )


def draw(book: Book, sheet: Sheet, rows: Sequence[Row], examples: Sequence[Row] = ()) -> None:
    """Draw a sheet of a scenario with its rows; `examples` stand above them, in grey."""
    page = book.add(sheet.name, sheet.colour)
    if sheet is GENERAL:
        _fields(book, page, rows[0], examples[0] if examples else None)
        return
    if len(rows) + HEADINGS > MOST_ROWS:
        raise whole_file("too-many-rows", str(len(rows)), f"nhiều nhất {MOST_ROWS} hàng", f"at most {MOST_ROWS} rows")
    used = {field for row in rows for field in row}
    columns = [column for column in sheet.all_columns if column.field != REST or REST in used]
    _headings(book, page, sheet, columns)
    last = HEADINGS + len(examples) + len(rows) + SPARE
    for number, column in enumerate(columns):
        style = book.format(num_format=FORMATS[column.kind.style], locked=False, text_wrap=column.width > _WRAPPED)
        page.set_column(number, number, column.width, style)
        _offer(book, page, column, (HEADINGS, number, last, number))
    grey = {s: book.format(num_format=f, locked=False, italic=True, font_color="#7F7F7F") for s, f in FORMATS.items()}
    # With the prefix text stays text when somebody edits it.
    formula = {s: book.format(num_format=f, locked=False, quote_prefix=True) for s, f in FORMATS.items()}
    plain = {s: book.format(num_format=f, locked=False) for s, f in FORMATS.items()}
    for place, row in enumerate((*examples, *rows), HEADINGS):
        example = place < HEADINGS + len(examples)
        _raise(page, place, row, columns)
        for number, column in enumerate(columns):
            cell = row.get(column.field)
            if cell is None:
                continue
            style = grey if example else formula if isinstance(cell, str) and cell[0] in "=+-@" else plain
            book.put(page, place, number, cell, style[column.kind.style])
    page.freeze_panes(HEADINGS, 2 if columns[1].field == ("name",) else 1)
    page.autofilter(HEADINGS - 1, 0, HEADINGS - 1 + max(1, len(examples) + len(rows)), len(columns) - 1)
    page.repeat_rows(0, HEADINGS - 1)
    page.protect("", _PROTECTED)


def _raise(page: Worksheet, place: int, row: Row, columns: Sequence[Column]) -> None:
    """Make a row as high as its wrapped text needs."""
    wide = (height(str(row[c.field]), c.width) for c in columns if c.width > _WRAPPED and c.field in row)
    if (lines := max(wide, default=1)) > 1:
        page.set_row(place, LINE * min(lines, MOST_LINES))


def _headings(book: Book, page: Worksheet, sheet: Sheet, columns: Sequence[Column]) -> None:
    first, second = (book.lang, *(lang for lang in LANGS if lang != book.lang))
    band = {
        "bg_color": sheet.colour,
        "font_color": "#FFFFFF",
        "text_wrap": True,
        "border": 1,
        "border_color": "#FFFFFF",
    }
    strong, weak = book.format(**band, bold=True), book.format(**band, italic=True, font_size=9)
    page.set_row(0, 30)
    page.set_row(1, 26)
    for number, column in enumerate(columns):
        star = " *" if column.needed else ""
        page.write_string(0, number, column.head.of(first) + star, strong)
        page.write_string(1, number, column.head.of(second), weak)
        note = column.note.of(first)
        if number == 0:
            note = f"{sheet.note.of(first)}\n\n{note}"
        if note:
            page.write_comment(0, number, note, {"x_scale": 2, "y_scale": 1.2, "author": "Chung Tay"})


def _offer(book: Book, page: Worksheet, column: Column, area: tuple[int, int, int, int]) -> None:
    """Offer what may stand in a column, and say so when somebody goes there."""
    rule: dict[str, Any] = {"validate": "any"}
    if column.refers and not isinstance(column.kind, Refs):
        at = LISTS[column.refers]
        name = at.name.of(book.lang).replace("'", "''")
        rule = {"validate": "list", "source": f"='{name}'!$A${HEADINGS + 1}:$A${HEADINGS + SPARE}"}
    elif isinstance(column.kind, (Choice, Flag)):
        words = BLOC_WORDS.words if isinstance(column.kind, Choice) else ((None, YES), (None, NO))
        rule = {"validate": "list", "source": [said.of(book.lang) for _, said in words]}
    rule |= {"error_type": "information", "ignore_blank": True}
    if rule["validate"] == "list":
        rule["error_title"] = Said("Không có trong danh sách", "Not on the list").of(book.lang)
        rule["error_message"] = Said("Có thể gõ mã hoặc tên; xem lại trang tương ứng.",
                                     "An id or a name may stand here; see its sheet.").of(book.lang)  # fmt: skip
    title, message = column.head.of(book.lang), column.note.of(book.lang)
    if message:
        rule |= {"input_title": title[:32], "input_message": message[:255]}
    elif rule["validate"] == "any":
        return
    page.data_validation(*area, rule)


def _fields(book: Book, page: Worksheet, row: Row, example: Row | None) -> None:
    """Draw the fields of one object below each other."""
    first, second = (book.lang, *(lang for lang in LANGS if lang != book.lang))
    band = book.format(bg_color=GENERAL.colour, font_color="#FFFFFF", bold=True)
    label, weak = book.format(bold=True, text_wrap=True), book.format(italic=True, font_color="#5B6B7B", text_wrap=True)
    heads = [Said("Mục", "Field"), Said("Giá trị", "Value"), Said("Ví dụ", "Example")]
    titles = [*(head.of(first) for head in heads), {"vi": "Tiếng Việt", "en": "English"}[second], "—"]
    titles[-1] = Said("Cách điền", "How to fill it in").of(first)
    for number, (title, width) in enumerate(zip(titles, (30, 44, 34, 28, 60), strict=True)):
        page.set_column(number, number, width)
        page.write_string(0, number, title, band)
    for place, column in enumerate(GENERAL.all_columns, 1):
        pattern = FORMATS[column.kind.style]
        value = book.format(num_format=pattern, locked=False, bg_color="#FFF9E5", border=1, border_color="#D9D9D9",
                            align="left", text_wrap=True)  # fmt: skip
        grey = book.format(num_format=pattern, italic=True, font_color="#7F7F7F", align="left", text_wrap=True)
        page.write_string(place, 0, column.head.of(first) + (" *" if column.needed else ""), label)
        book.put(page, place, 1, row.get(column.field), value)
        if example and column.field in example:
            book.put(page, place, 2, example[column.field], grey)
        page.write_string(place, 3, column.head.of(second), weak)
        page.write_string(place, 4, column.note.of(first), weak)
        if isinstance(column.kind, Flag):
            _offer(book, page, column, (place, 1, place, 1))
    page.freeze_panes(1, 0)
    page.protect("", _PROTECTED)


def letters(number: int) -> str:
    """Return the letters of a column that counts from 0."""
    return str(xl_col_to_name(number))
