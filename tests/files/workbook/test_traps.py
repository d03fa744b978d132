"""What people and programs do to workbooks: coped with, or named with sheet, row and column."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import datetime, time
from typing import Any

import pytest

from planner.domain import checks
from planner.files.workbook import read_workbook, template
from planner.files.workbook.example import EXAMPLE
from tests.files.workbook.made import Change, changed, faults, filled, put, read, told, where

SCENARIO = checks.read(EXAMPLE).scenario


def test_the_example_is_a_scenario_without_faults() -> None:
    found = read_workbook(filled()).checked
    assert found.scenario == SCENARIO
    assert found.warnings == checks.read(EXAMPLE).warnings == ()
    assert read_workbook(filled(lang="en")).checked.scenario == SCENARIO


def test_the_template_is_the_example_once_its_mark_is_taken_away() -> None:
    def use(book: Any) -> None:
        for page in book.worksheets:
            for (cell,) in page.iter_rows(max_col=1):
                if isinstance(cell.value, str):
                    cell.value = cell.value.removeprefix("VD: ")
        for row in range(2, 12):
            book["Thông tin"].cell(row, 2).value = book["Thông tin"].cell(row, 3).value

    assert read_workbook(changed(template(), use)).checked.scenario == SCENARIO


def test_an_empty_template_lacks_only_what_is_needed() -> None:
    assert [(code, cell) for code, cell, _ in told(template())] == [
        ("missing-field", f"Thông tin!B{row}") for row in (2, 3, 4)
    ]


def everywhere(change: Callable[[str], str]) -> Change:
    def apply(book: Any) -> None:
        for page in book.worksheets:
            for row in page.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str):
                        cell.value = change(cell.value)

    return apply


def rows_between(book: Any) -> None:
    book["Người"].insert_rows(4, 3)
    book["Người"]["B5"] = "  \u00a0 "
    book["Người"].insert_rows(1, 2)
    book["Người"]["A1"] = "DANH SÁCH CÁN BỘ"


def columns_moved(book: Any) -> None:
    page = book["Người"]
    for row in page.iter_rows(max_row=6, max_col=8):
        values = [cell.value for cell in row]
        for cell, value in zip(row, reversed(values), strict=True):
            cell.value = value


def sheets_moved(book: Any) -> None:
    book.move_sheet("Hoạt động", -10)
    book.move_sheet("Thông tin", 12)


def names_for_ids(book: Any) -> None:
    book["Người"]["C3"] = "Phòng Văn hóa - Xã hội"
    book["Người"]["C5"] = "Ủy ban MTTQ việt nam phường; phu-nu — Hội Liên hiệp Phụ nữ"
    book["Phục vụ"]["A3"] = "QUÀ TẾT CỦA PHƯỜNG"
    book["Hoạt động"]["D4"] = "TANG-QUA"


def typed(book: Any) -> None:
    book["Thông tin"]["B3"] = "2/2/2026"
    book["Thông tin"]["B4"] = "2026-02-08"
    book["Thông tin"]["B7"] = "15 phút"
    book["Thông tin"]["B8"] = "50.000.000 đ"
    book["Buổi"]["C3"] = time(7, 30)
    book["Buổi"]["D3"] = "11h30"
    book["Buổi"]["C4"] = "13:30:00"
    book["Người"]["F3"] = "60.000"
    book["Giờ vắng"]["B3"] = "5/2/2026 7:30"
    book["Giờ vắng"]["C3"] = "17:00 ngày 5 tháng 2 năm 2026"
    book["Hoạt động"]["G3"] = "05-02-2026"
    book["Hoạt động"]["H3"] = datetime(2026, 2, 7)
    book["Hoạt động"]["J4"] = "6/2/2026 7:30\n2026-02-07T07:30;"
    book["Hoạt động"]["M4"] = "0,9"
    book["Đơn vị"]["C5"] = " ĐOÀN THỂ "
    book["Đơn vị"]["D5"] = "60 giờ"
    book["Người"]["G5"] = "4,0"


def bilingual(book: Any) -> None:
    for page in book.worksheets[2:]:
        page.delete_rows(1)


COPED: dict[str, Change] = {
    "decomposed letters": everywhere(lambda text: unicodedata.normalize("NFD", text)),
    "stray spaces": everywhere(lambda text: f" \u00a0{text}  "),
    "a byte order mark in each cell": everywhere(lambda text: f"\ufeff{text}"),
    "empty rows and a title": rows_between,
    "columns in another order": columns_moved,
    "sheets in another order": sheets_moved,
    "names where ids are wanted": names_for_ids,
    "typed as text": typed,
    "English headings alone": bilingual,
}


@pytest.mark.parametrize("change", COPED.values(), ids=list(COPED))
def test_coped_with(change: Change) -> None:
    found = read_workbook(changed(filled(), change)).checked
    assert found.scenario == SCENARIO
    assert found.warnings == ()


def renamed(book: Any) -> None:
    book["Người"].title = "Danh sách cán bộ 2026"


def merged(book: Any) -> None:
    page = book["Vai trò"]
    page.merge_cells("A3:A5")


def unknown(book: Any) -> None:
    book["Người"]["K1"] = "Điện thoại"
    book["Người"]["K3"] = "0909"
    book.create_sheet("Ghi chú của tôi")["A1"] = "x"


NAMED: dict[str, tuple[Change, list[tuple[str, str]]]] = {
    "a renamed sheet": (renamed, [("renamed-sheet", "Danh sách cán bộ 2026!")]),
    "merged cells": (merged, [("merged-cells", "Vai trò!A3")]),
    "what is not known": (unknown, [("unknown-column", "Người!K2"), ("unknown-sheet", "Ghi chú của tôi!")]),
}


@pytest.mark.parametrize(("change", "notices"), NAMED.values(), ids=list(NAMED))
def test_coped_with_and_named(change: Change, notices: list[tuple[str, str]]) -> None:
    found = read_workbook(changed(filled(), change)).checked
    assert found.scenario == SCENARIO
    assert sorted((notice.code, where(notice)) for notice in found.warnings) == sorted(notices)


def test_a_row_that_stands_there_twice() -> None:
    def twice(book: Any) -> None:
        page = book["Giờ vắng"]
        for column in "ABCD":
            page[f"{column}4"] = page[f"{column}3"].value

    assert [(n.code, where(n)) for n in read(twice).checked.warnings] == [("repeated-row", "Giờ vắng!A4")]


def pasted(book: Any) -> None:
    page = book["Người"]
    for column in "ABCDEFGH":
        page[f"{column}7"] = page[f"{column}3"].value


def missing_column(book: Any) -> None:
    book["Địa điểm"].delete_cols(4)


def missing_general(book: Any) -> None:
    del book["Thông tin"]


def several(book: Any) -> None:
    for sheet, cell, value in (("Hoạt động", "F5", "x"), ("Buổi", "C3", "25:00"), ("Buổi", "D4", None)):
        book[sheet][cell] = value


FAULTS: dict[str, tuple[Change, list[tuple[str, str, str]]]] = {
    "a row pasted again": (pasted, [("repeated-id", "Người!A7", '"ub-1"')]),
    "no such id": (put("Người", "D3", "chi-tra; chi-traa"), [("dangling-id", "Người!D3", '"chi-traa"')]),
    "no such owner": (put("Vai trò", "A3", "tang-quaa"), [
        ("dangling-id", "Vai trò!A3", '"tang-quaa"'), ("dangling-id", "Đề cử!B3", '"ban-phat"'),
    ]),
    "a month of thirteen": (put("Hoạt động", "G3", "2/13/2026"), [("wrong-value", "Hoạt động!G3", '"2/13/2026"')]),
    "a number that can be two": (put("Hoạt động", "M4", "1.234"), [("wrong-value", "Hoạt động!M4", '"1.234"')]),
    "a number of words": (put("Nhóm thụ hưởng", "C3", "tám"), [("wrong-value", "Nhóm thụ hưởng!C3", '"tám"')]),
    "half a person": (put("Nhóm thụ hưởng", "C3", 80.5), [("wrong-value", "Nhóm thụ hưởng!C3", "80.5")]),
    "less than nobody": (put("Nhóm thụ hưởng", "C3", -1), [("wrong-value", "Nhóm thụ hưởng!C3", "-1")]),
    "a date for an id": (put("Kỹ năng", "A4", datetime(2026, 2, 7)), [
        ("wrong-value", "Kỹ năng!A4", '"2026-02-07"'), ("dangling-id", "Người!D5", '"giam-sat"'),
        ("dangling-id", "Vai trò!D5", '"giam-sat"'),
    ]),
    "a formula that was never computed": (
        put("Người", "F3", "=1+1"), [("formula-without-value", "Người!F3", "=…")]
    ),
    "a stray row": (put("Nhóm thụ hưởng", "A5", "Tổng cộng"), [
        ("missing-field", "Nhóm thụ hưởng!B5", "(không có / missing)"),
        ("missing-field", "Nhóm thụ hưởng!C5", "(không có / missing)"),
    ]),
    "a column that is missing": (missing_column, [("missing-column", "Địa điểm!2", "(không có / missing)")]),
    "both times": (put("Hoạt động", "J3", "07/02/2026 07:30"), [("two-times", "Hoạt động!G3", "{…}")]),
    "an end before its start": (put("Giờ vắng", "C3", "1/2/2026 7:00"), [
        ("end-before-start", "Giờ vắng!C3", '"2026-02-01T07:00"')
    ]),
    "several at once, in their order": (
        several,
        [("wrong-value", "Buổi!C3", '"25:00"'), ("missing-field", "Buổi!D4", "(không có / missing)"),
         ("wrong-value", "Hoạt động!F5", '"x"')],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), FAULTS.values(), ids=list(FAULTS))
def test_refused_with_the_cell(change: Change, expected: list[tuple[str, str, str]]) -> None:
    assert told(changed(filled(), change)) == expected


def test_a_fault_says_how_the_column_is_called_there() -> None:
    (fault,) = faults(changed(filled(), put("Người", "D3", "khong-co")))
    assert fault.cell is not None
    assert (fault.cell.vi, fault.cell.en) == (
        "trang 'Người', hàng 3, cột D (Kỹ năng)", "sheet 'Người', row 3, column D (Kỹ năng)"
    )  # fmt: skip
    assert fault.pointer == "/people/0/skills/0"


def test_no_general_sheet() -> None:
    assert told(changed(filled(), missing_general))[0][0] == "missing-sheet"


def test_a_thousand_faults_at_most() -> None:
    def many(book: Any) -> None:
        for row in range(3, 2000):
            book["Nhóm thụ hưởng"].cell(row, 1, f"g{row}")

    found = told(changed(filled(), many))
    assert (len(found), found[-1][0]) == (1001, "too-many-faults")
