"""The workbook to fill in: every sheet with its headings, an example in grey that is passed over, and a guide."""

from __future__ import annotations

from typing import Final

from planner.files.workbook.book import Book, draw
from planner.files.workbook.example import EXAMPLE
from planner.files.workbook.gathering import FORMAT
from planner.files.workbook.rows import Row, Rows, rows
from planner.files.workbook.sheet import Sheet
from planner.files.workbook.sheets import GENERAL, GREY, GUIDE, SHEETS
from planner.files.workbook.words import Lang, Said

MARK: Final = Said("VD: ", "EX: ")
"""How the first cell of an example's row begins."""

_STEPS: Final = (
    Said("Điền lần lượt các trang từ trái sang phải; trang không dùng thì để trống.",
         "Fill in the sheets from left to right; leave empty what is not used."),
    Said("Mỗi hàng một mục. Cột có dấu * là bắt buộc. Đặt chuột vào tiêu đề để xem giải thích.",
         "A row for each item. Columns with * are needed. Point at a heading to have it explained."),
    Said("Hàng chữ xám bắt đầu bằng “VD:” chỉ để minh họa, chương trình bỏ qua; giữ hay xóa đều được.",
         "Grey rows that begin with “EX:” only show how it is done and are passed over; keep or delete them."),
    Said("Mã là tên ngắn không trùng, như phu-nu. Nơi cần mã có danh sách để chọn; gõ tên cũng được.",
         "An id is a short name of its own, such as phu-nu. Where one is wanted there is a list; a name will do."),
    Said("Nhiều mã trong một ô cách nhau bằng dấu chấm phẩy: sang; chieu. “(không)” là danh sách rỗng.",
         "Several ids in a cell are parted by semicolons: sang; chieu. “(none)” is an empty list."),
    Said("Ngày viết 07/02/2026 (ngày/tháng/năm), giờ viết 07:30, số thập phân viết 1,5.",
         "Dates are 07/02/2026 (day/month/year), times 07:30, decimals 1.5."),
    Said("Không dùng macro hay liên kết sang tệp khác; công thức chỉ được đọc giá trị.",
         "No macros and no links to other files; of formulas only the value is read."),
    Said("Xong, chạy: chungtay import TỆP.xlsx --marked LOI.xlsx. Mọi lỗi được kể cùng lúc, tô màu trong LOI.xlsx.",
         "Then run: chungtay import FILE.xlsx --marked FAULTS.xlsx. Every fault is told at once, coloured there."),
)  # fmt: skip


def template(lang: Lang = "vi", *, filled: bool = False) -> bytes:
    """Return a workbook to fill in; `filled`: the example is the scenario itself, not in grey."""
    book = Book(lang)
    _guide(book)
    example = rows(EXAMPLE, lang)
    none: Rows = {sheet.path: [] for sheet in SHEETS} | {GENERAL.path: [{("format",): FORMAT}]}
    for sheet in SHEETS:
        if filled:
            draw(book, sheet, example[sheet.path])
        else:
            draw(book, sheet, none[sheet.path], [_shown(sheet, row, lang) for row in example[sheet.path]])
    return book.file()


def _shown(sheet: Sheet, row: Row, lang: Lang) -> Row:
    """Return a row as an example: its first cell says so."""
    first = sheet.columns[0].field
    return row if sheet is GENERAL else {**row, first: f"{MARK.of(lang)}{row[first]}"}


def _guide(book: Book) -> None:
    page = book.add(GUIDE, GREY)
    page.set_column(0, 0, 4)
    page.set_column(1, 1, 26)
    page.set_column(2, 2, 92)
    title = book.format(bold=True, font_size=16, font_color="#1F5FA8")
    bold, plain = book.format(bold=True), book.format(text_wrap=True)
    page.write_string(0, 0, Said("Chung Tay: dữ liệu để lập kế hoạch tổ chức chung",
                                 "Chung Tay: what a plan is made from").of(book.lang), title)  # fmt: skip
    page.set_row(0, 26)
    for number, step in enumerate(_STEPS, 1):
        page.write_number(number + 1, 0, number, bold)
        page.merge_range(number + 1, 1, number + 1, 2, step.of(book.lang), plain)
    top = len(_STEPS) + 3
    page.write_string(top, 1, Said("Trang", "Sheet").of(book.lang), bold)
    page.write_string(top, 2, Said("Ghi gì", "What it holds").of(book.lang), bold)
    for number, sheet in enumerate(SHEETS, top + 1):
        name = sheet.name.of(book.lang)
        link = book.format(font_color=sheet.colour, bold=True)
        page.write_url(number, 1, f"internal:'{name}'!A1", link, name)
        page.write_string(number, 2, sheet.note.of(book.lang), plain)
    page.protect("", {"format_cells": True})
