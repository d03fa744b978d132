"""Tables that come back as they were written, whatever stands in them."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import threading
import unicodedata
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from planner.files import table
from planner.files.table import EXACT, LONGEST_TEXT, MOST_COLUMNS, MOST_ROWS, SUFFIXES, Cell, plain, write_table
from tests.files.refused import refused
from tests.files.values import texts

HOSTILE = (
    "=1+1", "+84 90 123", "@SUM(A1)", "-1", "\t=1", "\r=1", "\n=1", "＝1＋1", "＋1", "－1", "＠x",
    "'=1", "''=1", "'", "''", "'a", "a=1", " =1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://a.vn","x")',
    "a\nb", "a\r\nb", "a\rb", "\n", "\r", "\t", " a ", "a  b", "", " ", ",", ";", '"', '""', 'a"b', "a,b", "'a','b'",
    unicodedata.normalize("NFC", "Phường Trảng Dài – nghĩa tình, tết Đoan Ngọ"), "ĐẶNG THỊ QUỲNH", "😀", "x" * 10_000,
    "\x00", "a\x01\x02\x1f", "\x0b\x0c", "\x7f\x85\xa0\u2028\ufeff", "_x0041_", "_x0041_x0041_", "_x005F_x0041_", "_x",
    "<r>a</r>", "<r></r>", "<r><t>a</t></r>", "<r>", "</r>", "<r><bad</r>", "<b>&amp;</b>", "&#10;", "]]>", "{=1}",
    "http://a.vn", "mailto:a@a.vn", "1", "1.5", "1e5", "007", "true", "2026-02-07", "NaN", "None",
)  # fmt: skip

ROWS: Sequence[Sequence[Cell]] = [
    ["a", 1, 1.5],
    [None, -1, -0.1],
    ["=1", 0, 1e-07],
    ["", EXACT - 1, 1e300],
    ["b", -EXACT, None],
]


def sheet(path: Path) -> list[list[object]]:
    """All cells of the only sheet, with the headings."""
    book = CalamineWorkbook.from_path(str(path))
    (name,) = book.sheet_names
    return [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]


def lines(path: Path) -> list[list[str]]:
    """All cells of a CSV file as they stand there."""
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data[3:].decode("utf-8"), newline=""), strict=True))


def test_hostile_text_in_json(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_table(path, ["no", "text"], list(enumerate(HOSTILE)))
    assert json.loads(path.read_bytes()) == [{"no": no, "text": text} for no, text in enumerate(HOSTILE)]


def test_hostile_text_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_table(path, ["no", *HOSTILE], [[no, *(text,) * len(HOSTILE)] for no, text in enumerate(HOSTILE)])
    assert sheet(path) == [["no", *HOSTILE], *([float(no), *(text,) * len(HOSTILE)] for no, text in enumerate(HOSTILE))]


def test_hostile_text_in_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_table(path, ["no", *HOSTILE], [[no, *(text,) * len(HOSTILE)] for no, text in enumerate(HOSTILE)])
    found = lines(path)
    assert [[plain(cell) for cell in row] for row in found] == [
        ["no", *HOSTILE],
        *([str(no), *(text,) * len(HOSTILE)] for no, text in enumerate(HOSTILE)),
    ]
    assert [cell for row in found for cell in row if cell[:1] in set("=+-@\t\r\n＝＋－＠")] == []


@given(st.lists(st.tuples(texts(), texts()), max_size=4))
def test_any_text(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    folder = tmp_path_factory.mktemp("any")
    # The two characters that are none and no XML may hold: written as Excel does (_xFFFE_), which calamine leaves so.
    rows = [
        (a.replace("\ufffe", "").replace("\uffff", ""), b.replace("\ufffe", "").replace("\uffff", "")) for a, b in rows
    ]
    for suffix in SUFFIXES:
        write_table(folder / f"a{suffix}", ["a", "b"], rows)
    assert json.loads((folder / "a.json").read_bytes()) == [{"a": a, "b": b} for a, b in rows]
    assert [tuple(map(plain, row)) for row in lines(folder / "a.csv")] == [("a", "b"), *rows]
    assert sheet(folder / "a.xlsx") == [["a", "b"], *map(list, rows)]


@given(st.text("'=+-@a\t\r\n＝", max_size=6))
def test_the_apostrophe_is_one_to_one(text: str) -> None:
    safe = table._safe(text)
    assert isinstance(safe, str)
    assert plain(safe) == text


def test_numbers(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        write_table(tmp_path / f"a{suffix}", ["x", "y", "z"], ROWS)
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == [dict(zip("xyz", row, strict=True)) for row in ROWS]
    assert lines(tmp_path / "a.csv") == [
        ["x", "y", "z"],
        ["a", "1", "1.5"],
        ["", "-1", "-0.1"],
        ["'=1", "0", "1e-07"],
        ["", "999999999999999", "1e+300"],
        ["b", "-1000000000000000", ""],
    ]
    assert sheet(tmp_path / "a.xlsx") == [
        ["x", "y", "z"],
        ["a", 1, 1.5],
        ["", -1, -0.1],
        ["=1", 0, 1e-07],
        ["", EXACT - 1, 1e300],
        ["b", str(-EXACT), ""],
    ]


def test_csv_is_as_its_standard_has_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_table(path, ["a", "b"], [["x,y", 'say "no"'], ["two\nlines", None]])
    assert path.read_bytes() == b'\xef\xbb\xbfa,b\r\n"x,y","say ""no"""\r\n"two\nlines",\r\n'


def test_headings_stay_in_sight_and_columns_are_wide_enough(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_table(path, ["a", "Tình huống", "c"], [["x", "y" * 20, "z" * 100], ["x", "q\n" * 50, None]])
    with zipfile.ZipFile(path) as book:
        xml = book.read("xl/worksheets/sheet1.xml").decode("utf-8")
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in xml
    widths = [part.split('"')[0].partition(".")[0] for part in xml.split(' width="')[1:]]
    assert widths == ["8", "22", "60"]


def test_no_formulas_and_no_links(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_table(path, ["=1+1"], [[text] for text in HOSTILE])
    with zipfile.ZipFile(path) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode("utf-8")
        assert [name for name in book.namelist() if "rels" in name and "sheet" in name] == []
        assert 'quotePrefix="1"' in book.read("xl/styles.xml").decode("utf-8")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_rows(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix.upper()}"
    write_table(path, ["a"], [])
    if suffix == ".json":
        assert json.loads(path.read_text("utf-8")) == []
    else:
        assert (lines(path) if suffix == ".csv" else sheet(path)) == [["a"]]


TOO_LARGE = [
    pytest.param(
        ["a"], [["x"]] * (MOST_ROWS + 1), "too-many-rows", "1048576",
        "at most 1048575 rows in an .xlsx file; use .csv or .json for more", id="rows",
    ),
    pytest.param(
        list(map(str, range(MOST_COLUMNS + 1))), [], "too-many-columns", "16385",
        "at most 16384 columns in an .xlsx file; use .csv or .json for more", id="columns",
    ),
    pytest.param(
        ["a"], [["x"], ["😀" * (LONGEST_TEXT // 2 + 1)]], "text-too-long", "😀" * 59 + "…",
        "at most 32767 characters in a cell of an .xlsx file; use .csv or .json for longer ones", id="text",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("headings", "rows", "code", "found", "allowed"), TOO_LARGE)
def test_too_large_for_a_sheet(
    tmp_path: Path, headings: list[str], rows: list[list[Cell]], code: str, found: str, allowed: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("before", "utf-8")
    ((*start, _vi, en),) = refused(lambda: write_table(path, headings, rows))
    assert (start, en) == ([code, "", found], allowed)
    assert path.read_text("utf-8") == "before"
    assert [item.name for item in tmp_path.iterdir()] == ["a.xlsx"]


def test_the_largest_sheet_in_columns_and_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    headings = list(map(str, range(MOST_COLUMNS)))
    row = ["x" * LONGEST_TEXT, "😀" * (LONGEST_TEXT // 2), *headings[2:]]
    write_table(path, headings, [row])
    assert sheet(path) == [headings, row]


@pytest.mark.parametrize(
    ("name", "headings", "rows", "says"),
    [
        ("a.ods", ["a"], [], "a.ods: a table is written as one of .json, .csv, .xlsx"),
        ("a", ["a"], [], "a: a table is written as one of .json, .csv, .xlsx"),
        ("a.csv", [], [], "headings are there and differ: []"),
        ("a.csv", ["a", "a"], [], "headings are there and differ: ['a', 'a']"),
        ("a.csv", ["a", "b"], [[1, 2], [1]], "row 2 has 1 cells under 2 headings"),
        ("a.csv", ["a"], [[1, 2]], "row 1 has 2 cells under 1 headings"),
        ("a.xlsx", ["a"], [[1], [float("nan")]], "row 2 has a number that is none: [nan]"),
        ("a.csv", ["a"], [[float("-inf")]], "row 1 has a number that is none: [-inf]"),
    ],
)
def test_what_is_no_table(tmp_path: Path, name: str, headings: list[str], rows: list[list[Cell]], says: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below
        write_table(tmp_path / name, headings, rows)
    assert str(caught.value) == says
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_stood_there_stays_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text("before", "utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_table(path, ["a"], [["x"]])
    assert path.read_text("utf-8") == "before"
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_is_replaced_with_its_permissions_and_links(tmp_path: Path, suffix: str) -> None:
    path, old, link = tmp_path / f"a{suffix}", tmp_path / "old", tmp_path / f"link{suffix}"
    path.write_text("before", "utf-8")
    path.chmod(0o640)
    os.link(path, old)
    link.symlink_to(path.name)
    write_table(link, ["a"], [["x"]])
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.read_bytes()[:2] in {b"[\n", b"\xef\xbb", b"PK"}
    assert old.read_text("utf-8") == "before"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_into_a_pipe(tmp_path: Path, suffix: str) -> None:
    pipe, path = tmp_path / f"pipe{suffix}", tmp_path / f"a{suffix}"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_table(pipe, ["a"], [["x"]])
    reader.join(timeout=10)
    path.write_bytes(got[0])
    assert (sheet(path) if suffix == ".xlsx" else path.read_text("utf-8-sig")) in (
        [["a"], ["x"]],
        "a\nx\n",
        '[\n  {"a": "x"}\n]\n',
    )
