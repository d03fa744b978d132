"""YAML 1.2 as JSON: the same values, and nothing that JSON does not have."""

from __future__ import annotations

import json as standard
import time
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scenarios
from planner.domain.faults import InputError
from planner.files import json
from planner.files.json_text import json_text
from planner.files.yaml import parse
from planner.files.yaml_text import yaml_text
from tests.files.refused import refused
from tests.files.values import same, values

PLAIN = (
    "giá trị viết đầy đủ, không neo (&), tham chiếu (*) hay nhãn (!)",
    "the value itself, no anchor (&), alias (*) or tag (!)",
)


def read(source: str) -> Any:
    return parse(source.encode("utf-8"))


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("07:30", "07:30"),
        ("24:00", "24:00"),
        ("190:20:30", "190:20:30"),
        ("2026-02-07", "2026-02-07"),
        ("2026-02-07T07:30", "2026-02-07T07:30"),
        ("2026-02-07 07:30:00 +7", "2026-02-07 07:30:00 +7"),
        ("1_000", "1_000"),
        ("1,000", "1,000"),
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("off", "off"), ("y", "y"), ("tRUE", "tRUE"),
        ("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False),
        ("null", None), ("Null", None), ("NULL", None), ("~", None), ("", None),
        ("0", 0), ("-12", -12), ("+5", 5), ("007", 7), ("0o17", 15), ("0x1F", 31),
        ("0o8", "0o8"), ("-0o7", "-0o7"), ("0b1", "0b1"), ("0xg", "0xg"), ("١", "١"),
        ("1.10", Decimal("1.10")), (".5", Decimal("0.5")), ("5.", Decimal("5")), ("1e3", Decimal("1000")),
        ("-1.5E-3", Decimal("-0.0015")), (".", "."), ("1e", "1e"), ("1.2.3", "1.2.3"),
        ("=", "="), ("<<", "<<"), ("<", "<"),
        ("'true'", "true"), ('"1"', "1"), ("'07:30'", "07:30"), ("''", ""),
        ("|\n  a\n  b", "a\nb"), (">\n  a\n  b", "a b"), ("|\n  1", "1"),
        (r'"\ud83d\ude00"', "😀"), (r'"\U0010FFFF"', "\U0010ffff"), (r'"e\u0301"', "é"),
    ],
)  # fmt: skip
def test_the_core_schema(source: str, value: object) -> None:
    assert same(read(f"a: {source}"), {"a": value})


def test_decimals_are_exact() -> None:
    assert [str(found) for found in read("[1.10, 0.1, 123456789.000000000001]")] == [
        "1.10",
        "0.1",
        "123456789.000000000001",
    ]


def test_fields_and_names() -> None:
    assert read('<<: {a: 1}\n"1": b\nyes: c\n? d\n"e\u0301": f') == {
        "<<": {"a": 1},
        "1": "b",
        "yes": "c",
        "d": None,
        "é": "f",
    }


@pytest.mark.parametrize("head", ["\ufeff", "# Tết\n", "---\n", "%YAML 1.2\n---\n", "%TAG ! tag:x,1:\n---\n"])
def test_what_may_stand_before(head: str) -> None:
    assert read(f"{head}a: 1\n...\n# end") == {"a": 1}


def test_numbers_that_are_none_or_too_long() -> None:
    finite = ("một số hữu hạn", "a finite number")
    long = ("số viết đủ ra có nhiều nhất 300 ký tự", "a number of at most 300 characters when written out")
    assert read(f"[{'9' * 300}, 0x{'f' * 300}, 1e299]") == [int("9" * 300), int("f" * 300, 16), 10**299]
    assert refused(lambda: read(f"[.inf, -.INF, .nan, 1e300, 1{'0' * 5000}, 0x{'f' * 301}]")) == [
        ("not-a-number", "/0", ".inf", *finite),
        ("not-a-number", "/1", "-.INF", *finite),
        ("not-a-number", "/2", ".nan", *finite),
        ("number-too-long", "/3", "1e300", *long),
        ("number-too-long", "/4", "1" + "0" * 58 + "…", *long),
        ("number-too-long", "/5", "f" * 59 + "…", *long),
    ]


def test_anchors_aliases_and_tags() -> None:
    said = refused(lambda: read("a: &x 1\nb: [*x, !t 3]\nc: !!str 4\nd: ! 5\n&k e: !<u> {}\nf: &y []"))
    assert said == [
        (
            code,
            pointer,
            found,
            f"{PLAIN[0]} (dòng {line}, cột {column})",
            f"{PLAIN[1]} (line {line}, column {column})",
        )
        for code, pointer, found, line, column in [
            ("anchor", "/a", "&x", 1, 4),
            ("alias", "/b/0", "*x", 2, 5),
            ("tag", "/b/1", "!t", 2, 9),
            ("tag", "/c", "!!str", 3, 4),
            ("tag", "/d", "!", 4, 4),
            ("anchor", "/&k", "&k", 5, 1),
            ("anchor", "/f", "&y", 6, 4),
        ]
    ]


@pytest.mark.parametrize("tag", ["!", "!t", "!a%41", "!%zz", "!<u>", "!!int", "!" + "a" * 59])
def test_a_tag_is_shown_as_it_stands(tag: str) -> None:
    assert [said[:3] for said in refused(lambda: read(f"[{tag}, 1, {tag} 2, {tag} [3]]"))] == [
        ("tag", "/0", tag),
        ("tag", "/2", tag),
        ("tag", "/3", tag),
    ]


def test_an_anchor_hides_nothing_that_costs() -> None:
    bomb = "a: &a [1,1]\n" + "".join(f"{c}: &{c} [*{p},*{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True))
    assert [said[:2] for said in refused(lambda: read(bomb))] == [("anchor", f"/{c}") for c in "abcdefghi"]


def test_repeated_fields() -> None:
    assert refused(lambda: read("a: 1\nb:\n  e\u0301: 1\n  é: NaN\na: 3")) == [
        (
            "repeated-field",
            "/b/é",
            "é",
            "mỗi trường một lần trong một mục; lần nữa ở dòng 4, cột 3",
            "each field once in an object; again at line 4, column 3",
        ),
        (
            "repeated-field",
            "/a",
            "a",
            "mỗi trường một lần trong một mục; lần nữa ở dòng 5, cột 1",
            "each field once in an object; again at line 5, column 1",
        ),
    ]


def test_names_that_are_no_text() -> None:
    said = refused(lambda: read("1: a\n2.5: a\ntrue: a\nnull: a\n? [1]\n: a\n? {b: 1}\n: a\n.nan: a"))
    vi = "tên trường là chữ; số, true, false và null đặt trong ngoặc kép"
    en = "a field name that is text; numbers, true, false and null in quotes"
    assert said == [
        *(
            (
                "field-not-text",
                f"/{name}",
                name,
                f"{vi} (dòng {line}, cột {column})",
                f"{en} (line {line}, column {column})",
            )
            for name, line, column in [
                ("1", 1, 1),
                ("2.5", 2, 1),
                ("true", 3, 1),
                ("null", 4, 1),
                ("[…]", 5, 3),
                ("{…}", 7, 3),
            ]
        ),
        ("not-a-number", "/.nan", ".nan", "một số hữu hạn", "a finite number"),
    ]


def test_lone_surrogates() -> None:
    assert [said[:3] for said in refused(lambda: read(r'["\ud83d", "\ude00\ud83d"]'))] == [
        ("lone-surrogate", "/0", r"\ud83d"),
        ("lone-surrogate", "/1", r"\ude00\ud83d"),
    ]


def test_one_document() -> None:
    assert refused(lambda: read("a: 1\n--- \nb: 2")) == [
        (
            "many-documents",
            "",
            "--- (2:1)",
            "một tài liệu trong một tệp; tài liệu thứ hai bắt đầu ở dòng 2, cột 1",
            "one document in a file; a second one starts at line 2, column 1",
        )
    ]
    assert refused(lambda: read("# a\n# b")) == [
        ("empty-file", "", "# a", "một tệp có nội dung", "a file with something in it")
    ]


def test_another_version() -> None:
    assert refused(lambda: read("%YAML 1.1\n---\na: yes")) == [
        ("yaml-version", "", "%YAML 1.1", "YAML 1.2", "YAML 1.2")
    ]


def test_a_hundred_levels() -> None:
    assert read("[" * 100 + "]" * 100) == standard.loads("[" * 100 + "]" * 100)
    assert (
        refused(lambda: read("[" * 101 + "]" * 101))
        == refused(lambda: read("[" * 10**5))
        == [
            (
                "too-deep",
                "",
                "> 100",
                "nhiều nhất 100 lớp danh sách và mục lồng nhau (dòng 1, cột 101)",
                "at most 100 lists and objects inside each other (line 1, column 101)",
            )
        ]
    )


VERSION = ("YAML 1.2 đúng cú pháp", "YAML 1.2 as its standard has it")
END = "(hết tệp / end of file)"


@pytest.mark.parametrize(
    ("source", "line", "column", "found", "vi", "en"),
    [
        (
            "a: b: c",
            1,
            5,
            ": c",
            "không có dấu hai chấm ở đây: chữ có dấu hai chấm đặt trong ngoặc kép, các trường thụt bằng nhau",
            "no colon here: text with a colon in quotes, fields indented alike",
        ),
        (
            "a: 1\n\tb: 2",
            2,
            1,
            "\tb: 2",
            "thụt dòng bằng dấu cách, không dùng tab",
            "spaces to indent, no tabs",
        ),
        (
            "a: @b",
            1,
            4,
            "@b",
            "đặt chữ bắt đầu bằng ký hiệu như @ ` % trong ngoặc kép",
            "text that begins with a sign such as @ ` % in quotes",
        ),
        (
            "a: 1\nb",
            2,
            2,
            END,
            "dấu hai chấm và dấu cách sau tên trường",
            "a colon and a space after the field name",
        ),
        ("a: 'b", 1, 6, END, "ngoặc kép đóng của chữ đã mở", "the closing quote of the text that was opened"),
        ("a: [1, 2", 1, 9, END, "dấu phẩy, hoặc ] đóng danh sách", "a comma, or ] to close the list"),
        ("{a: 1", 1, 6, END, "dấu phẩy, hoặc } đóng mục", "a comma, or } to close the object"),
        (
            "a:\n  - b\n c: 1",
            3,
            2,
            "c: 1",
            "các mục của một danh sách và các trường của một mục thụt bằng nhau",
            "items of a list, and fields of an object, indented alike",
        ),
        (
            "a: \x01",
            1,
            4,
            "\x01",
            r'không có ký tự điều khiển (viết là "\x01")',
            r'no control characters (written "\x01")',
        ),
        (
            'a:\n  "x\\U00110000"',
            2,
            7,
            '00110000"',
            r"ký tự Unicode: sau \U nhiều nhất là 0010FFFF",
            r"a Unicode character: after \U at most 0010FFFF",
        ),
        (
            'a: "\\UFFFFFFFF"',
            1,
            7,
            'FFFFFFFF"',
            r"ký tự Unicode: sau \U nhiều nhất là 0010FFFF",
            r"a Unicode character: after \U at most 0010FFFF",
        ),
        (
            'a: "\u1ed9\u2028"',
            1,
            6,
            "U+2028",
            r'dấu ngắt dòng này viết là "\N", "\L" hoặc "\P"',
            r'this line break written "\N", "\L" or "\P"',
        ),
        ("%FOO", 1, 5, END, *VERSION),
        (r'a: "\q"', 1, 6, 'q"', *VERSION),
    ],
)
def test_syntax(source: str, line: int, column: int, found: str, vi: str, en: str) -> None:
    assert refused(lambda: read(source)) == [
        ("syntax", "", found, f"dòng {line}, cột {column}: {vi}", f"line {line}, column {column}: {en}")
    ]


def test_many_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.files.yaml.MOST_VALUES", 11)
    assert len(read("[" + "0," * 10 + "]")) == 10
    assert refused(lambda: read("[" + "0," * 11 + "]")) == [
        (
            "too-many-values",
            "",
            "> 11",
            "nhiều nhất 11 giá trị trong một tệp YAML; tệp lớn hơn dùng JSON",
            "at most 11 values in a YAML file; use JSON for a larger one",
        )
    ]


@given(st.text(st.sampled_from("-?:,[]{}#&*!|>'\"%@`~ \t\n\r\\xuU01.ab\ud800\ufeff\x85"), max_size=40) | st.text())
def test_whatever_the_text_it_is_read_or_refused(source: str) -> None:
    try:
        found = parse(source.encode("utf-8", "surrogatepass"))
    except InputError as error:
        assert error.faults  # noqa: PT017 - nothing else may be raised
        return
    assert same(read(yaml_text(found)), found)


@given(values())
def test_what_is_written_is_read(value: object) -> None:
    assert same(read(yaml_text(value)), value)


@given(values())
def test_json_is_yaml(value: object) -> None:
    source = standard.dumps(standard.loads(json_text(value)), ensure_ascii=True)
    assert same(read(source), json.parse(source.encode()))


def test_a_list_that_stands_twice_is_written_twice() -> None:
    twice = ["a"]
    assert yaml_text({"b": twice, "a": twice, "c": Decimal("1.10"), "d": Decimal("8")}) == (
        "b:\n- a\na:\n- a\nc: 1.10\nd: 8\n"
    )


def test_a_text_stays_on_its_line() -> None:
    assert yaml_text({"a": "một hai " * 100 + "ba"}) == "a: " + "một hai " * 100 + "ba\n"


@pytest.mark.parametrize("name", scenarios.names())
def test_shipped_scenarios_read_the_same(name: str) -> None:
    raw = json.parse(scenarios.path(name).read_bytes())
    assert same(read(yaml_text(raw)), raw)
    assert same(read(json_text(raw)), raw)


def test_hostile_files_take_no_time() -> None:
    start = time.perf_counter()
    hostile = (
        "[" * 10**6,
        "- " * 10**6,
        "{a: " * 10**6,
        "? " * 10**6,
        "!" + "a" * 3 * 10**6,
        "&" + "a" * 10**6,
        "! " * 10**6,
        "---\n" * 10**6,
        ":" * 10**6,
        '"a' + "\u0301\u0323" * 10**5 + '"',
    )
    for source in hostile:
        assert len(refused(partial(read, source))) == 1
    assert time.perf_counter() - start < 30
