"""The marked copy: faulty cells coloured and commented, all else as it was."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

from planner.files.workbook import marked, read_workbook
from planner.files.workbook.marking import AUTHOR, COLOUR
from tests.files.workbook.made import changed, faults, filled


def broken(book: Any) -> None:
    book["Người"]["D3"] = "khong-co"
    book["Người"]["F4"] = "=1+1"
    book["Buổi"]["C3"] = "25:00"
    book["Ghi chú"] if "Ghi chú" in book.sheetnames else book.create_sheet("Ghi chú").append(["của tôi"])
    book["Người"]["B4"].font = openpyxl.styles.Font(bold=True)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def coloured(book: Any) -> list[str]:
    return sorted(
        f"{page.title}!{cell.coordinate}"
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid" and cell.fill.start_color.rgb == COLOUR
    )


def values(book: Any, *without: str) -> dict[str, list[list[object]]]:
    return {
        page.title: [[c.value for c in row] for row in page.iter_rows()] for page in book if page.title not in without
    }


def test_faulty_cells_are_marked_and_the_rest_stays() -> None:
    data = changed(filled(), broken)
    book = opened(marked(data, faults(data)))
    assert coloured(book) == ["Buổi!C3", "Người!D3", "Người!F4"]
    comment = book["Người"]["D3"].comment
    assert comment.author == AUTHOR
    assert comment.text == 'Tìm thấy: "khong-co"\nCho phép: mã của một kỹ năng'
    assert values(book, "Lỗi") == values(opened(data))
    assert book["Người"]["B4"].font.bold
    assert book["Người"]["F4"].value == "=1+1"
    assert book["Người"].data_validations.dataValidation
    assert [[cell.value for cell in row[:4]] for row in book["Lỗi"].iter_rows(min_row=2)] == [
        ["Buổi", "C3", "Bắt đầu", '"25:00"'],
        ["Người", "D3", "Kỹ năng", '"khong-co"'],
        ["Người", "F4", "Chi phí một giờ (đ)", "=…"],
    ]


def test_what_is_right_again_is_clean_again() -> None:
    def mended(book: Any) -> None:
        book["Người"]["D3"] = "chi-tra"
        book["Buổi"]["C3"] = "07:30"

    data = changed(filled(), broken)
    again = changed(marked(data, faults(data), "en"), mended)
    book = opened(marked(again, faults(again)))
    assert coloured(book) == ["Người!F4"]
    assert book["Người"]["D3"].comment is None
    assert book["Người"]["A1"].comment.text.startswith("Cán bộ")
    assert "Faults" not in book.sheetnames
    whole = changed(marked(again, faults(again)), lambda book: book["Người"].__setitem__("F4", 60_000))
    assert read_workbook(whole).checked.scenario == read_workbook(filled()).checked.scenario
