"""JSON as its standard has it (RFC 8259): no NaN, no repeated fields, nothing after the value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Final

from planner.files.content import text
from planner.files.numerals import fraction, not_a_number, whole
from planner.files.refusals import found_at, mark_at, syntax, whole_file
from planner.files.tree import DEEPEST, Members, too_deep, values

MOST_VALUES: Final = 5_000_000
"""Most commas and opening brackets: ten times a city of 168 wards; more would fill the memory."""


def parse(data: bytes, number: Callable[[Decimal], object] = Decimal) -> object:
    """Return the values of a JSON file; numbers with a point or an exponent as `number` of the exact decimal.

    Raises:
        InputError: the file is no JSON in UTF-8, or some of its values cannot be used; all of those at once.
    """
    source = text(data)
    count = sum(map(source.count, ",[{"))
    if count > MOST_VALUES:
        raise whole_file(
            "too-many-values",
            str(count),
            f"nhiều nhất {MOST_VALUES} dấu phẩy và ngoặc mở trong một tệp",
            f"at most {MOST_VALUES} commas and opening brackets in a file",
        )
    try:
        tree = json.loads(
            source,
            object_pairs_hook=Members,
            parse_int=whole,
            parse_float=partial(fraction, kind=number),
            parse_constant=not_a_number,
        )
    except json.JSONDecodeError as error:
        vi, en = _sentence(error.msg)
        raise syntax(mark_at(source, error.pos), found_at(source, error.pos), vi, en) from error
    except RecursionError as error:
        mark = mark_at(source, _too_deep_at(source))
        why = too_deep(f" ({mark.vi})", f" ({mark.en})")
        raise whole_file(why.code, why.found, why.vi, why.en) from error
    return values(tree)


_SENTENCES: Final = (
    (
        "Expecting value",
        "một giá trị: chữ trong ngoặc kép, số, true, false, null, [ hoặc {",
        "a value: text in double quotes, a number, true, false, null, [ or {",
    ),
    (
        "Expecting property name",
        "tên trường trong ngoặc kép (sau mục cuối không có dấu phẩy)",
        "a field name in double quotes (no comma after the last one)",
    ),
    (
        "Illegal trailing comma",
        "không có dấu phẩy sau mục cuối",
        "no comma after the last one",
    ),
    ("Unexpected UTF-8 BOM", "nhiều nhất một dấu BOM ở đầu tệp", "at most one byte order mark"),
    ("Expecting ':'", "dấu hai chấm sau tên trường", "a colon after the field name"),
    (
        "Expecting ','",
        "dấu phẩy trước mục tiếp theo, hoặc ngoặc đóng",
        "a comma before the next item, or the closing bracket",
    ),
    (
        "Unterminated string",
        "chữ mở ngoặc kép ở đây phải có ngoặc kép đóng",
        "the text that opens here needs a closing double quote",
    ),
    (
        "Invalid control character",
        r"chữ trong một dòng; xuống dòng viết là \n, tab là \t",
        r"text on one line; a line break is written \n, a tab \t",
    ),
    (
        r"Invalid \u",
        r"bốn chữ số thập lục phân sau \u",
        r"four hexadecimal digits after \u",
    ),
    (
        "Invalid \\",
        r'sau dấu \ chỉ có thể là " \ / b f n r t u',
        r'after \ only " \ / b f n r t u',
    ),
    (
        "Extra data",
        "hết tệp: một tệp chỉ có một giá trị",
        "the end of the file: it holds one value only",
    ),
)
"""What the standard library says, and what may stand there."""


def _sentence(message: str) -> tuple[str, str]:
    return next((vi, en) for start, vi, en in _SENTENCES if message.startswith(start))


_BRACKETS: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|([\[{])|[\]}]')


def _too_deep_at(source: str) -> int:
    """Return where the bracket stands that goes one level too deep."""
    depth = 0
    for token in _BRACKETS.finditer(source):
        if token[1]:
            depth += 1
            if depth > DEEPEST:
                return token.start()
        elif token[0] in "]}":
            depth -= 1
    return len(source)
