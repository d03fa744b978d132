"""JSON: exact numbers, and every way in which a file can be none."""

from __future__ import annotations

import json as standard
import time
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.faults import InputError
from planner.files.json import MOST_VALUES, parse
from planner.files.json_text import json_text
from tests.files.refused import refused
from tests.files.values import same, values

LONG = ("số viết đủ ra có nhiều nhất 300 ký tự", "a number of at most 300 characters when written out")
ONCE = ("mỗi trường một lần trong một mục", "each field once in an object")
FINITE = ("một số hữu hạn", "a finite number")
DEEP = ("nhiều nhất 100 lớp danh sách và mục lồng nhau", "at most 100 lists and objects inside each other")
LONE = (
    "chữ Unicode trọn vẹn, không phải nửa cặp mã thay thế (U+D800 đến U+DFFF)",
    "whole Unicode characters, not half a surrogate pair (U+D800 to U+DFFF)",
)


def read(source: str) -> Any:
    return parse(source.encode("utf-8"))


@pytest.mark.parametrize(
    ("source", "written"),
    [("1.10", "1.10"), ("1e2", "1E+2"), ("0.1", "0.1"), ("123456789.000000000001", "123456789.000000000001")],
)
def test_decimals_are_exact(source: str, written: str) -> None:
    found = read(source)
    assert (type(found), str(found)) == (Decimal, written)


def test_whole_numbers_are_whole() -> None:
    assert same(read("[0, -0, 5, 1000000000]"), [0, 0, 5, 10**9])


def test_numbers_of_another_kind() -> None:
    assert same(parse(b"[0.1, 1e2, 7]", number=float), [0.1, 100.0, 7])


@pytest.mark.parametrize(
    "source", ["9" * 300, "-" + "9" * 299, "1e299", "1e-298", "0." + "1" * 298, "0e299", "1.5e298"]
)
def test_the_longest_numbers(source: str) -> None:
    assert read(source) == Decimal(source)


@pytest.mark.parametrize(
    "source",
    [
        "9" * 301,
        "-" + "9" * 300,
        "1" + "0" * 5000,
        "1e300",
        "1e-299",
        "0." + "1" * 299,
        "0e300",
        "1e99999999999999999999999",
        "1e-99999999999999999999999",
    ],
)
def test_longer_numbers(source: str) -> None:
    found = source if len(source) <= 60 else source[:59] + "…"
    assert refused(lambda: read(f'{{"a": [0, {source}]}}')) == [("number-too-long", "/a/1", found, *LONG)]


def test_what_is_no_number() -> None:
    assert refused(lambda: read('{"a": NaN, "b": [Infinity, -Infinity]}')) == [
        ("not-a-number", "/a", "NaN", *FINITE),
        ("not-a-number", "/b/0", "Infinity", *FINITE),
        ("not-a-number", "/b/1", "-Infinity", *FINITE),
    ]


def test_repeated_fields() -> None:
    source = '{"a": 1, "b": [{"c": 1, "c": 1, "c/~": 1}, {"c": 1}], "a": 2, "b": 3}'
    assert refused(lambda: read(source)) == [
        ("repeated-field", "/b/0/c", "c", *ONCE),
        ("repeated-field", "/a", "a", *ONCE),
        ("repeated-field", "/b", "b", *ONCE),
    ]


def test_a_pointer_escapes_names() -> None:
    assert [said[1] for said in refused(lambda: read('{"a/b": {"~": NaN}}'))] == ["/a~1b/~0"]


def test_names_and_strings_are_in_one_unicode_form() -> None:
    assert read('{"Te\u0302\u0301t": "Te\u0302\u0301t"}') == {"Tết": "Tết"}
    assert read(r'{"e\u0301": "e\u0301"}') == {"é": "é"}
    assert refused(lambda: read('{"e\u0301": 1, "é": 2}')) == [("repeated-field", "/é", "é", *ONCE)]


def test_surrogates_come_in_pairs() -> None:
    assert read(r'["\ud83d\ude00"]') == ["😀"]
    assert refused(lambda: read(r'{"\ud83d": 1, "a": ["\ude00", "x\ud83dy"]}')) == [
        ("lone-surrogate", r"/\ud83d", r"\ud83d", *LONE),
        ("lone-surrogate", "/a/0", r"\ude00", *LONE),
        ("lone-surrogate", "/a/1", r"x\ud83dy", *LONE),
    ]


def test_heaped_marks() -> None:
    assert read('"a' + "\u0301\u0323" * 15 + '"') == "ạ" + "\u0323" * 14 + "\u0301" * 15
    heap = "a" + "\u0301\u0323" * 15 + "\u0301"
    assert refused(lambda: read(f'["{heap}"]')) == [
        (
            "heaped-marks",
            "/0",
            heap,
            "nhiều nhất 30 dấu chồng lên nhau trên một chữ",
            "at most 30 combining marks on a letter",
        )
    ]


def test_long_names() -> None:
    assert read(f'{{"{"a" * 1000}": 1}}') == {"a" * 1000: 1}
    assert refused(lambda: read(f'{{"{"a" * 1001}": NaN}}')) == [
        (
            "long-name",
            "/" + "a" * 59 + "…",
            "a" * 59 + "…",
            "tên trường nhiều nhất 1000 ký tự",
            "a field name of at most 1000 characters",
        )
    ]


def test_a_hundred_levels() -> None:
    source = '{"a":' * 50 + "[" * 50 + "]" * 50 + "}" * 50
    assert same(read(source), standard.loads(source))
    assert refused(lambda: read(f"[{source}]")) == [("too-deep", "/0" + "/a" * 50 + "/0" * 49, "> 100", *DEEP)]


def test_levels_beyond_the_parser() -> None:
    source = '{"[": "\\"[", "a":\n' + "[" * 100_000
    assert refused(lambda: read(source)) == [
        ("too-deep", "", "> 100", f"{DEEP[0]} (dòng 2, cột 100)", f"{DEEP[1]} (line 2, column 100)")
    ]


def test_many_values() -> None:
    assert len(read("[" + "0," * (MOST_VALUES - 1) + "0]")) == MOST_VALUES
    assert refused(lambda: read("[" + "0," * MOST_VALUES + "0]")) == [
        (
            "too-many-values",
            "",
            "5000001",
            "nhiều nhất 5000000 dấu phẩy và ngoặc mở trong một tệp",
            "at most 5000000 commas and opening brackets in a file",
        )
    ]


def test_many_faults() -> None:
    assert len(refused(lambda: read("[" + "NaN," * 998 + "NaN]"))) == 999
    said = refused(lambda: read("[" + "NaN," * 5000 + "NaN]"))
    assert said[998:] == [
        ("not-a-number", "/998", "NaN", *FINITE),
        ("not-a-number", "/999", "NaN", *FINITE),
        (
            "too-many-faults",
            "",
            "1000+",
            "sửa các lỗi trên rồi đọc lại; có thể còn lỗi nữa",
            "the faults above mended first; there may be more",
        ),
    ]


VALUE = (
    "một giá trị: chữ trong ngoặc kép, số, true, false, null, [ hoặc {",
    "a value: text in double quotes, a number, true, false, null, [ or {",
)
END = "(hết tệp / end of file)"


@pytest.mark.parametrize(
    ("source", "line", "column", "found", "vi", "en"),
    [
        ("x", 1, 1, "x", *VALUE),
        ("\ufeff\ufeff1", 1, 1, "\ufeff1", "nhiều nhất một dấu BOM ở đầu tệp", "at most one byte order mark"),
        ("\u00a01", 1, 1, "\u00a01", *VALUE),
        ("[1,\r\n ]", 2, 2, "]", *VALUE),
        ('{"a":', 1, 6, END, *VALUE),
        (
            "{'a': 1}",
            1,
            2,
            "'a': 1}",
            "tên trường trong ngoặc kép (sau mục cuối không có dấu phẩy)",
            "a field name in double quotes (no comma after the last one)",
        ),
        ('{"a" 1}', 1, 6, "1}", "dấu hai chấm sau tên trường", "a colon after the field name"),
        (
            '{"ấ": 1 "b": 2}',
            1,
            9,
            '"b": 2}',
            "dấu phẩy trước mục tiếp theo, hoặc ngoặc đóng",
            "a comma before the next item, or the closing bracket",
        ),
        (
            "[1",
            1,
            3,
            END,
            "dấu phẩy trước mục tiếp theo, hoặc ngoặc đóng",
            "a comma before the next item, or the closing bracket",
        ),
        (
            '["a',
            1,
            2,
            '"a',
            "chữ mở ngoặc kép ở đây phải có ngoặc kép đóng",
            "the text that opens here needs a closing double quote",
        ),
        (
            '["a\nb"]',
            1,
            4,
            "(hết dòng / end of line)",
            r"chữ trong một dòng; xuống dòng viết là \n, tab là \t",
            r"text on one line; a line break is written \n, a tab \t",
        ),
        (
            r'["\x"]',
            1,
            3,
            r'\x"]',
            r'sau dấu \ chỉ có thể là " \ / b f n r t u',
            r'after \ only " \ / b f n r t u',
        ),
        (r'["\u12"]', 1, 4, 'u12"]', r"bốn chữ số thập lục phân sau \u", r"four hexadecimal digits after \u"),
        (
            "{} {}",
            1,
            4,
            "{}",
            "hết tệp: một tệp chỉ có một giá trị",
            "the end of the file: it holds one value only",
        ),
        (
            "{}]",
            1,
            3,
            "]",
            "hết tệp: một tệp chỉ có một giá trị",
            "the end of the file: it holds one value only",
        ),
    ],
)
def test_syntax(source: str, line: int, column: int, found: str, vi: str, en: str) -> None:
    assert refused(lambda: read(source)) == [
        ("syntax", "", found, f"dòng {line}, cột {column}: {vi}", f"line {line}, column {column}: {en}")
    ]


@given(st.text(st.sampled_from('{}[]",:\\u0123eE+-.ntf \n\x00é\ud800"'), max_size=40) | st.text())
def test_whatever_the_text_it_is_read_as_the_standard_says_or_refused(source: str) -> None:
    data = source.encode("utf-8", "surrogatepass")
    try:
        found = parse(data, number=float)
    except InputError:
        return
    assert same(found, parse(json_text(found).encode(), number=float))
    assert standard.loads(data.decode("utf-8-sig")) is not None or found is None


@given(values())
def test_what_is_written_is_read(value: object) -> None:
    assert same(read(json_text(value)), value)


def test_a_short_list_stands_on_a_line() -> None:
    seats = [{"role": "desk", "person": "ub-1"}, {"role": "desk", "person": None}]
    assert json_text({"name": "Tết", "rate": Decimal("1.10"), "none": [], "seats": seats, "day": [1] * 40}) == (
        "{\n"
        '  "name": "Tết",\n'
        '  "rate": 1.10,\n'
        '  "none": [],\n'
        '  "seats": [{"role": "desk", "person": "ub-1"}, {"role": "desk", "person": null}],\n'
        '  "day": [\n' + "    1,\n" * 39 + "    1\n  ]\n"
        "}\n"
    )


@pytest.mark.parametrize(("length", "lines"), [(104, 3), (105, 5)])
def test_a_list_on_a_line_has_at_most_110_characters(length: int, lines: int) -> None:
    written = json_text({"a": ["x" * length]}).splitlines()
    assert len(written) == lines


def test_what_json_does_not_have_is_not_written() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text([float("nan")])
    with pytest.raises(TypeError, match="not JSON serializable"):
        json_text([object()])


def test_hostile_files_take_no_time() -> None:
    start = time.perf_counter()
    for source in ('"' + r"\"" * 500_000, '"a' + "\u0301\u0323" * 100_000 + '"', "[" * 10**6, "1" * 10**6):
        assert len(refused(partial(read, source))) == 1
    long = f'{{"{"k" * 10**6}": [' + "NaN," * 1000 + "0]}"
    assert [said[0] for said in refused(lambda: read(long))] == ["long-name"]
    assert time.perf_counter() - start < 10
