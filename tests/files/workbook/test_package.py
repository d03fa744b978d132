"""Files that are no workbook, or no honest one: refused by name, before anything reads them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

import pytest

from planner.files.content import LARGEST
from planner.files.workbook import marked, read_workbook
from planner.files.workbook.package import HIGHEST_RATIO, unpacked
from tests.files.refused import refused
from tests.files.workbook.made import filled, part, repacked, told

FILLED = filled()
SHEET = "xl/worksheets/sheet2.xml"


def with_cell(reference: str, inside: str, kind: str = "") -> bytes:
    """The example with a cell more in the last row of its first data sheet."""
    text = part(FILLED, SHEET).decode()
    cell = f'<row r="{reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{reference}"{kind}>{inside}</c></row>'
    return repacked(FILLED, {SHEET: text.replace("</sheetData>", cell + "</sheetData>").encode()})


def bomb() -> bytes:
    return repacked(FILLED, {"xl/big.xml": b"<a>" + b" " * 60_000_000 + b"</a>"})


def many_entries() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(2001):
            archive.writestr(f"xl/{number}.xml", "<a/>")
    return out.getvalue()


def liar() -> bytes:
    """An archive whose directory says that an entry is smaller than it is, with the checksum of what it claims."""
    data = bytearray(repacked(FILLED, {"xl/zz.xml": b"<a/>" + b" " * 100_000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 16 : at + 20] = zlib.crc32(b"<a/>").to_bytes(4, "little")
    data[at + 24 : at + 28] = (4).to_bytes(4, "little")
    return bytes(data)


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


DOCTYPE = b'<?xml version="1.0"?><!--' + b" " * 9000 + b'--><!DOCTYPE a [<!ENTITY b "c">]><workbook/>'
TYPES = part(FILLED, "[Content_Types].xml")

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty-file"),
    "text": (lambda: b"a,b\n", "not-a-workbook"),
    "half a file": (lambda: FILLED[: len(FILLED) // 2], "not-a-workbook"),
    "more than 50 MB": (lambda: b"PK" + b"\0" * LARGEST, "too-large"),
    "another zip": (lambda: repacked(FILLED, {"xl/workbook.xml": None}), "not-a-workbook"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "other-format"),
    "OpenDocument": (lambda: repacked(FILLED, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
                     "other-format"),
    "binary": (lambda: repacked(FILLED, {"xl/workbook.bin": b""}), "other-format"),
    "a password": (encrypted, "encrypted"),
    "macros": (lambda: repacked(FILLED, {"xl/vbaProject.bin": b"x"}), "macros"),
    "made for macros": (lambda: repacked(FILLED, {"[Content_Types].xml": TYPES.replace(
        b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")}), "macros"),
    "links to another file": (lambda: repacked(FILLED, {"xl/externalLinks/externalLink1.xml": b"<a/>"}),
                              "external-links"),
    "a connection": (lambda: repacked(FILLED, {"xl/connections.xml": b"<a/>"}), "external-links"),
    "a zip bomb": (bomb, "zip-bomb"),
    "too many entries": (many_entries, "zip-bomb"),
    "a name twice": (lambda: repacked(FILLED, {"XL/WORKBOOK.xml": b"<a/>"}), "not-a-workbook"),
    "entities": (lambda: repacked(FILLED, {"xl/workbook.xml": DOCTYPE}), "not-a-workbook"),
    "no XML": (lambda: repacked(FILLED, {SHEET: b"<worksheet><a></worksheet>"}), "not-a-workbook"),
    "a cell far away": (lambda: with_cell("XFD1048576", "<v>1</v>"), "stray-cell"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "code"), REFUSED.values(), ids=list(REFUSED))
def test_refused_by_name(make: Callable[[], bytes], code: str) -> None:
    data = make()
    assert [said[0] for said in refused(lambda: read_workbook(data))] == [code]
    assert [said[0] for said in refused(lambda: marked(data, ()))] == [code]


def test_no_more_is_unpacked_than_was_said() -> None:
    """The reader gets the bytes that were looked at, whatever the stream holds."""
    found = unpacked(liar())
    assert found.entries["xl/zz.xml"] == b"<a/>"
    assert part(found.data, "xl/zz.xml") == b"<a/>"


def test_a_far_cell_without_anything_in_it_is_none() -> None:
    data = with_cell("XFD1048576", "")
    assert told(data) == []
    assert told(marked(data, ())) == []


def test_the_limit_lets_spreadsheets_through() -> None:
    """A sheet of a thousand equal rows is packed as tightly as honest ones are."""
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>hang-thu-%d</t></is></c></row>'
    rows = b"".join(row % (n, n, n) for n in range(1, 100_000))
    sheet = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    assert len(sheet) > 5_000_000
    assert len(sheet) < HIGHEST_RATIO * len(zlib.compress(sheet))


def test_a_formula_is_read_as_its_value_and_said_so() -> None:
    text = part(FILLED, SHEET).decode()
    start = text.index('<c r="B8"')
    cell = text[start : text.index("</c>", start) + 4]
    style = cell.partition('s="')[2].partition('"')[0]
    data = repacked(FILLED, {SHEET: text.replace(cell, f'<c r="B8" s="{style}"><f>25*2</f><v>50</v></c>').encode()})
    found = read_workbook(data)
    assert found.checked.scenario.budget == 50
    (notice,) = found.checked.warnings
    assert (notice.code, notice.pointer) == ("formula", "/budget")
    assert notice.cell is not None
    assert (notice.cell.sheet, notice.cell.row, notice.cell.column) == ("Thông tin", 8, "B")


def test_the_error_of_a_formula_is_a_fault() -> None:
    text = part(FILLED, SHEET).decode()
    start = text.index('<c r="B8"')
    cell = text[start : text.index("</c>", start) + 4]
    data = repacked(FILLED, {SHEET: text.replace(cell, '<c r="B8" t="e"><f>1/0</f><v>#DIV/0!</v></c>').encode()})
    assert told(data) == [("error-value", "Thông tin!B8", "#DIV/0!")]
