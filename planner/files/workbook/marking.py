"""The workbook that somebody sent, with its faults marked: cells coloured and commented, all of them on a sheet."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from typing import Any, Final

from planner.domain.faults import Fault
from planner.files.refusals import printable, short, whole_file
from planner.files.workbook.package import unpacked
from planner.files.workbook.scan import scanned
from planner.files.workbook.sheets import FAULTS
from planner.files.workbook.words import Lang, Said

AUTHOR: Final = "Chung Tay"
COLOUR: Final = "FFFFC7CE"
"""Of a faulty cell."""

_HEADS: Final = (Said("Trang", "Sheet"), Said("Ô", "Cell"), Said("Cột", "Column"), Said("Tìm thấy", "Found"),
                 Said("Cho phép", "Allowed"), Said("Loại lỗi", "Kind"))  # fmt: skip


def marked(data: bytes, faults: Iterable[Fault], lang: Lang = "vi") -> bytes:
    """Return an .xlsx file with its faults marked; what was marked before and is right now is clean again.

    Values, formulas, formats, widths, drop-downs and comments of others stay; charts and drawings do not.

    Raises:
        InputError: the file cannot be opened.
    """
    import openpyxl  # noqa: PLC0415 - slow to load, and only marking needs it

    scanned(unpacked(data))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out: drawings, extensions
            book = openpyxl.load_workbook(io.BytesIO(data))
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise whole_file("not-a-workbook", short(str(error)), "một bảng tính .xlsx còn nguyên vẹn",
                         "an .xlsx workbook that is whole") from error  # fmt: skip
    told = list(faults)
    _clean(book)
    for fault in told:
        _mark(book, fault, lang)
    if told:
        _list(book, told, lang)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _clean(book: Any) -> None:
    """Take away what was marked before."""
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    for said in FAULTS:
        if said in book.sheetnames:
            del book[said]
    for page in book.worksheets:
        for cell in list(page._cells.values()):  # noqa: SLF001 - those that are there, not all up to the farthest
            if cell.comment is not None and cell.comment.author == AUTHOR and _is_ours(cell):
                cell.comment = None
                cell.fill = PatternFill()


def _is_ours(cell: Any) -> bool:
    return bool(cell.fill.fill_type == "solid" and cell.fill.start_color.rgb == COLOUR)


def _mark(book: Any, fault: Fault, lang: Lang) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    spot = fault.cell
    if spot is None or spot.row is None or spot.column is None or spot.sheet not in book.sheetnames:
        return
    cell = book[spot.sheet][f"{spot.column}{spot.row}"]
    if type(cell).__name__ == "MergedCell":
        area = next(area for area in book[spot.sheet].merged_cells.ranges if cell.coordinate in area)
        cell = book[spot.sheet].cell(area.min_row, area.min_col)
    said = _sentence(fault, lang)
    before = cell.comment.text if cell.comment is not None else ""
    if said in before:
        return
    cell.fill = PatternFill("solid", start_color=COLOUR, end_color=COLOUR)
    cell.comment = Comment(f"{before}\n{said}".strip(), AUTHOR, height=120, width=320)


def _sentence(fault: Fault, lang: Lang) -> str:
    found, allowed = Said("Tìm thấy", "Found").of(lang), Said("Cho phép", "Allowed").of(lang)
    return _clear(f"{found}: {fault.found}\n{allowed}: {Said(fault.allowed_vi, fault.allowed_en).of(lang)}")


def _clear(text: str) -> str:
    """Return text without what XML cannot hold."""
    return "".join(c if c >= " " or c == "\n" else "�" for c in printable(text))


def _list(book: Any, faults: list[Fault], lang: Lang) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415

    page = book.create_sheet(FAULTS.of(lang), 0)
    page.append([head.of(lang) for head in _HEADS])
    for cell in page[1]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), PatternFill("solid", start_color="FFB3261E")
    for number, fault in enumerate(faults, 2):
        spot = fault.cell
        name = f"{spot.column or ''}{spot.row or ''}" if spot else ""
        allowed = Said(fault.allowed_vi, fault.allowed_en).of(lang)
        texts = (spot.sheet if spot else "", name, spot.heading if spot else "", fault.found, allowed, fault.code)
        for column, text in enumerate(texts, 1):
            cell = page.cell(number, column)
            cell.data_type, cell._value = "s", _clear(text)  # noqa: SLF001 - text stays text, even "=1+1"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if spot and name and spot.row and spot.column and spot.sheet in book.sheetnames:
            target = spot.sheet.replace("'", "''")
            page.cell(number, 2).hyperlink = f"#'{target}'!{name}"
            page.cell(number, 2).font = Font(color="FF1F5FA8", underline="single")
    for letter, width in zip("ABCDEF", (20, 9, 24, 34, 60, 20), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A2"
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
