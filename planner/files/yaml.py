"""YAML 1.2 with the values of JSON (its core schema): no anchors, aliases or tags, one document.

Only ``true`` and ``false`` are truth values, ``07:30`` and ``2026-02-07`` are text, numbers are exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from planner.domain.faults import InputError
from planner.files.content import text
from planner.files.numerals import fraction, not_a_number, whole
from planner.files.refusals import Mark, found_at, mark_at, syntax, whole_file
from planner.files.tree import DEEPEST, Members, Refused, nfc, repeated, too_deep, values
from planner.files.yaml_scanner import BEYOND_UNICODE, LinearScanner

LARGEST: Final = 10_000_000
"""Bytes in the largest YAML file (10 MB): a reader in Python takes three seconds for each MB."""

MOST_VALUES: Final = 1_000_000
"""Most scalars, lists and objects in a file: twice a city of 168 wards."""


def parse(data: bytes) -> object:
    """Return the values of a YAML file; numbers with a point or an exponent as exact decimals.

    Raises:
        InputError: the file is no YAML 1.2 in UTF-8, or some of its values cannot be used; those all at once.
    """
    source = text(data)
    if hidden := _HIDDEN_BREAK.search(source):
        found = f"U+{ord(hidden[0]):04X}"
        vi = r'dấu ngắt dòng này viết là "\N", "\L" hoặc "\P"'
        raise syntax(mark_at(source, hidden.start()), found, vi, r'this line break written "\N", "\L" or "\P"')
    return values(_Document(source).root())


_HIDDEN_BREAK: Final = re.compile("[\x85\u2028\u2029]")
"""Line breaks to YAML 1.1 and to the library, plain characters to YAML 1.2."""


class _Document:
    """The tree of the only document of a file, from the parser's events."""

    def __init__(self, source: str) -> None:
        self._source = source
        library = YAML(typ="safe", pure=True)
        library.Scanner = LinearScanner
        self._events = self._checked(library.parse(source))

    def root(self) -> object:
        starts = 0
        root: object = None
        for event in self._events:
            match event:
                case DocumentStartEvent():
                    starts += 1
                    self._check_start(event, starts)
                case NodeEvent():
                    root = self._node(event, 0)
        if not starts:
            raise whole_file(
                "empty-file", found_at(self._source, 0), "một tệp có nội dung", "a file with something in it"
            )
        return root

    def _checked(self, events: Iterator[Event]) -> Iterator[Event]:
        """Pass the events on, and turn whatever stops the parser into a fault."""
        count = 0
        try:
            for event in events:
                count += isinstance(event, NodeEvent)
                if count > MOST_VALUES:
                    raise _too_many()
                yield event
        except MarkedYAMLError as error:
            place = error.problem_mark or error.context_mark
            position = place.index if place else len(self._source)
            raise self._syntax(position, error.problem or "") from error
        except ReaderError as error:
            raise self._syntax(error.position, "unacceptable character") from error

    def _syntax(self, position: int, problem: str) -> InputError:
        vi, en = next((vi, en) for part, vi, en in (*_SENTENCES, _OTHER) if part in problem)
        return syntax(mark_at(self._source, position), found_at(self._source, position), vi, en)

    def _check_start(self, event: DocumentStartEvent, starts: int) -> None:
        mark = _mark(event)
        if starts > 1:
            raise whole_file(
                "many-documents",
                f"--- ({mark.line}:{mark.column})",
                f"một tài liệu trong một tệp; tài liệu thứ hai bắt đầu ở {mark.vi}",
                f"one document in a file; a second one starts at {mark.en}",
            )
        if event.version not in (None, (1, 2)):
            raise whole_file("yaml-version", "%YAML {}.{}".format(*event.version), "YAML 1.2", "YAML 1.2")

    def _node(self, event: Any, depth: int) -> object:
        if isinstance(event, AliasEvent):
            return _not_plain("alias", f"*{event.anchor}", _mark(event))
        if isinstance(event, ScalarEvent):
            found: object = _scalar(event)
        elif depth == DEEPEST:
            mark = _mark(event)
            why = too_deep(f" ({mark.vi})", f" ({mark.en})")
            raise whole_file(why.code, why.found, why.vi, why.en)
        elif isinstance(event, SequenceStartEvent):
            found = [self._node(item, depth + 1) for item in self._until(SequenceEndEvent)]
        else:
            found = self._object(depth)
        if event.anchor is not None:
            return _not_plain("anchor", f"&{event.anchor}", _mark(event))
        if event.tag is not None:
            return _not_plain("tag", event.tag, _mark(event))
        return found

    def _object(self, depth: int) -> Members:
        members = Members()
        names: set[str] = set()
        for event in self._until(MappingEndEvent):
            mark = _mark(event)
            name = _name(self._node(event, depth + 1), mark)
            value = self._node(next(self._events), depth + 1)
            if isinstance(name, str):
                name = nfc(name)
                if name in names:
                    value = repeated(name, f"; lần nữa ở {mark.vi}", f"; again at {mark.en}")
                names.add(name)
            members.append((name, value))
        return members

    def _until(self, end: type[Event]) -> Iterator[Any]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event


def _mark(event: Event) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def _name(found: object, mark: Mark) -> str | Refused:
    if isinstance(found, (str, Refused)):
        return found
    shown = "null" if found is None else str(found).lower()
    if isinstance(found, list):
        shown = "{…}" if isinstance(found, Members) else "[…]"
    return Refused(
        "field-not-text",
        shown,
        f"tên trường là chữ; số, true, false và null đặt trong ngoặc kép ({mark.vi})",
        f"a field name that is text; numbers, true, false and null in quotes ({mark.en})",
    )


def _not_plain(code: str, found: str, mark: Mark) -> Refused:
    return Refused(
        code,
        found,
        f"giá trị viết đầy đủ, không neo (&), tham chiếu (*) hay nhãn (!) ({mark.vi})",
        f"the value itself, no anchor (&), alias (*) or tag (!) ({mark.en})",
    )


def _too_many() -> InputError:
    return whole_file(
        "too-many-values",
        f"> {MOST_VALUES}",
        f"nhiều nhất {MOST_VALUES} giá trị trong một tệp YAML; tệp lớn hơn dùng JSON",
        f"at most {MOST_VALUES} values in a YAML file; use JSON for a larger one",
    )


_WORDS: Final = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WHOLE: Final = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE: Final = re.compile(r"0(?:o(?P<oct>[0-7]+)|x(?P<hex>[0-9a-fA-F]+))")
_FRACTION: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_A_NUMBER: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def _scalar(event: ScalarEvent) -> object:
    """Resolve a scalar by the core schema (YAML 1.2.2, section 10.3.2)."""
    value: str = event.value
    if event.style is not None:
        return _paired(value)
    if value in _WORDS:
        return _WORDS[value]
    if _WHOLE.fullmatch(value):
        return whole(value)
    if based := _OTHER_BASE.fullmatch(value):
        return whole(based["oct"], 8) if based["oct"] else whole(based["hex"], 16)
    if _FRACTION.fullmatch(value):
        return fraction(value, Decimal)
    return not_a_number(value) if _NOT_A_NUMBER.fullmatch(value) else value


def _paired(value: str) -> str:
    r"""Join surrogate pairs: JSON text, which YAML takes as its own, writes 😀 as ``\ud83d\ude00``."""
    if value.isascii():
        return value
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


_SENTENCES: Final = (
    (
        "mapping values are not allowed",
        "không có dấu hai chấm ở đây: chữ có dấu hai chấm đặt trong ngoặc kép, các trường thụt bằng nhau",
        "no colon here: text with a colon in quotes, fields indented alike",
    ),
    (
        r"found character '\t'",
        "thụt dòng bằng dấu cách, không dùng tab",
        "spaces to indent, no tabs",
    ),
    (
        "that cannot start any token",
        "đặt chữ bắt đầu bằng ký hiệu như @ ` % trong ngoặc kép",
        "text that begins with a sign such as @ ` % in quotes",
    ),
    (
        "could not find expected ':'",
        "dấu hai chấm và dấu cách sau tên trường",
        "a colon and a space after the field name",
    ),
    (
        "found unexpected end of stream",
        "ngoặc kép đóng của chữ đã mở",
        "the closing quote of the text that was opened",
    ),
    ("expected ',' or ']'", "dấu phẩy, hoặc ] đóng danh sách", "a comma, or ] to close the list"),
    ("expected ',' or '}'", "dấu phẩy, hoặc } đóng mục", "a comma, or } to close the object"),
    (
        "expected <block end>",
        "các mục của một danh sách và các trường của một mục thụt bằng nhau",
        "items of a list, and fields of an object, indented alike",
    ),
    (
        BEYOND_UNICODE,
        r"ký tự Unicode: sau \U nhiều nhất là 0010FFFF",
        r"a Unicode character: after \U at most 0010FFFF",
    ),
    (
        "unacceptable character",
        r'không có ký tự điều khiển (viết là "\x01")',
        r'no control characters (written "\x01")',
    ),
)
"""Parts of what the library says, and what may stand there."""

_OTHER: Final = ("", "YAML 1.2 đúng cú pháp", "YAML 1.2 as its standard has it")
