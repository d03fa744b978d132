"""The shape of a raw scenario: its types, its fields, its ranges; and what can be read in spite of faults.

What has no fault is kept (whole list items, whole fields), so that the checks of meaning run on the rest and
one reading names everything that is wrong.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from planner.domain.checks.findings import Path, fault
from planner.domain.faults import Fault
from planner.domain.scenario import Scenario
from planner.domain.values import DECIMAL_PLACES, LARGEST

DEEPEST: Final = 64
"""Most lists and objects inside each other; the contract needs six."""

_DIGITS: Final = 300
"""Digits before the point of any number, of unknown fields too: what a double can hold."""

_PLACEHOLDERS: Final = {"format": "chungtay/1", "name": "-", "start": "2000-01-01", "end": "2000-01-01"}
"""What stands for a required field of the scenario that cannot be read; no check of meaning looks at it."""

_UNIONS: Final = {("activities", "merge"): 3, ("objective",): 2, ("pins",): 2}
"""Where a field has several forms: the depth at which an error's location names the form that was tried."""


@dataclass(frozen=True)
class Shape:
    """What a raw scenario holds.

    `scenario` is what could be read (None where the raw value is no object), `kept` says for each list which
    raw items it holds, `lost` are the fields of the scenario that could not be read at all.
    """

    scenario: Scenario | None
    faults: tuple[Fault, ...]
    kept: Mapping[str, tuple[int, ...]]
    lost: frozenset[str]


def shape(raw: object) -> Shape:
    """Read `raw` as far as it can be read. Never raises."""
    strange = tuple(strange_values(raw, ()))
    if strange:
        return Shape(None, strange, {}, frozenset())
    try:
        scenario = Scenario.model_validate(raw)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False)
    else:
        return Shape(scenario, (), _positions(scenario, {}), frozenset())
    if not isinstance(raw, dict):
        return Shape(
            None,
            (
                fault(
                    "wrong-value",
                    (),
                    raw,
                    "một mục { } với các trường của kịch bản",
                    "an object { } with the fields of a scenario",
                ),
            ),
            {},
            frozenset(),
        )
    located = [(path, error) for error in errors if (path := _path(error, raw)) is not None]
    found: dict[Path, Fault] = {}
    for path, error in located:
        found.setdefault(path, _fault(path, error, raw))
    dropped: dict[str, set[int]] = {}
    lost: set[str] = set()
    for path in found:
        field = str(path[0])
        if len(path) > 1 and isinstance(path[1], int):
            dropped.setdefault(field, set()).add(path[1])
        else:
            lost.add(field)
    rest: dict[str, Any] = {
        field: [item for i, item in enumerate(value) if i not in dropped[field]] if field in dropped else value
        for field, value in raw.items()
        if field not in lost
    }
    rest |= {field: value for field, value in _PLACEHOLDERS.items() if field in lost}
    scenario = Scenario.model_validate(rest)
    return Shape(scenario, tuple(found.values()), _positions(scenario, dropped), frozenset(lost))


def _positions(scenario: Scenario, dropped: Mapping[str, set[int]]) -> dict[str, tuple[int, ...]]:
    kept = {}
    for field in type(scenario).model_fields:
        items = getattr(scenario, field)
        if isinstance(items, tuple):
            gone = dropped.get(field, set())
            kept[field] = tuple(i for i in range(len(items) + len(gone)) if i not in gone)
    return kept


def strange_values(value: object, path: Path) -> Iterator[Fault]:
    """Yield what no JSON file can hold, or no number of it: it would break whoever reads it next."""
    if isinstance(value, (dict, list, tuple)) and len(path) > DEEPEST:
        yield fault(
            "too-deep",
            path[:3],
            value,
            f"nhiều nhất {DEEPEST} lớp danh sách và mục lồng nhau",
            f"at most {DEEPEST} lists and objects inside each other",
        )
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from tuple(_name(key, path)) or strange_values(item, (*path, str(key)))
    elif isinstance(value, (list, tuple)):
        for i, item in enumerate(value):
            yield from strange_values(item, (*path, i))
    else:
        yield from _scalar(value, path)


def _name(key: object, path: Path) -> Iterator[Fault]:
    if isinstance(key, str):
        yield from _scalar(key, path)
    else:
        yield fault("wrong-value", path, type(key).__name__, "tên trường bằng chữ", "a field name of text")


def _scalar(value: object, path: Path) -> Iterator[Fault]:
    match value:
        case str() if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
            vi = "chữ Unicode trọn vẹn, không phải nửa cặp mã thay thế"
            yield fault("lone-surrogate", path, value, vi, "whole Unicode characters, not half a surrogate pair")
        case int() | float() | Decimal() if not _within_doubles(value):
            yield fault("not-a-number", path, value, "một số hữu hạn", "a finite number")
        case str() | int() | float() | Decimal() | None:
            return
        case _:
            vi = "chữ, số, true, false, danh sách hoặc mục { }"
            en = "text, a number, true, false, a list or an object { }"
            yield fault("wrong-value", path, type(value).__name__, vi, en)


def _within_doubles(value: float | Decimal) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite() and value.adjusted() < _DIGITS
    return value.bit_length() < 3 * _DIGITS if isinstance(value, int) else math.isfinite(value)


def _path(error: ErrorDetails, raw: Mapping[str, Any]) -> Path | None:
    """Return where in the file an error lies; None for the forms of a field that were not meant."""
    path = tuple(error["loc"])
    if path and path[-1] == "[key]":
        path = path[:-1]
    names = tuple(part for part in path[:4] if isinstance(part, str))
    for fields, depth in _UNIONS.items():
        if names[: len(fields)] == fields and len(path) > depth:
            value: Any = raw
            for part in path[:depth]:
                value = value[part]
            tried = str(path[depth])
            if fields != ("pins",) and tried.startswith("literal") == isinstance(value, (dict, list)):
                return None
            return path[:depth] + path[depth + 1 :]
    return path


ORGANISATIONS: Final = (
    'một danh sách mã đơn vị, hoặc "any" hay "never"',
    'a list of organisation ids, or "any" or "never"',
)
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "missing": ("trường này, bắt buộc phải có", "this field, which is required"),
    "string_type": ("chữ", "text"),
    "string_too_short": ("chữ có ít nhất một ký tự", "text of at least one character"),
    "tuple_type": ("một danh sách [ ]", "a list [ ]"),
    "too_short": ("một danh sách có ít nhất một mục", "a list of at least one item"),
    "too_long": ("một cặp: đúng hai mục", "a pair: exactly two items"),
    "dict_type": ("một mục { }", "an object { }"),
    "model_type": ("một mục { }", "an object { }"),
    "bool_type": ("true hoặc false", "true or false"),
}
"""What may stand where a type is broken, by the kind of error."""

_VALUE_WORDS: Final = {
    "a date such as 2026-02-07": "một ngày như 2026-02-07",
    "a local time to the minute without offset, such as 2026-02-07T07:30": (
        "giờ địa phương đến phút, không kèm múi giờ, như 2026-02-07T07:30"
    ),
    'a time of day between "00:00" and "24:00", such as "07:30"': (
        'giờ trong ngày từ "00:00" đến "24:00", như "07:30"'
    ),
    "a whole number": "một số nguyên",
    "a number": "một số",
    "a finite number": "một số hữu hạn",
}
"""What the readers of dates, times and numbers say, in Vietnamese."""


def _fault(path: Path, error: ErrorDetails, raw: Mapping[str, Any]) -> Fault:
    missing = error["type"] == "missing"
    vi, en = allowed_for(path, error)
    if missing and len(path) > 1 and isinstance(path[-1], int):
        return fault("wrong-value", path[:-1], _at(raw, path[:-1]), *_WORDS["too_long"])
    code = "missing-field" if missing else "wrong-value"
    return fault(code, path, None if missing else error["input"], vi, en, missing=missing)


def _at(raw: Any, path: Path) -> Any:
    for part in path:
        raw = raw[part]
    return raw


def allowed_for(path: Path, error: ErrorDetails) -> tuple[str, str]:
    """Return what may stand where a value has the wrong shape, in Vietnamese and English."""
    kind, context = error["type"], error.get("ctx", {})
    if len(path) == 3 and (path[0], path[2]) == ("activities", "merge"):
        return ORGANISATIONS
    if kind == "literal_error":
        en = str(context["expected"]).replace("'", '"')
        return f"một trong: {en.replace(' or ', ' hoặc ')}", f"one of: {en}"
    if kind == "value_error":
        return _value_words(str(context["error"]))
    if kind in _LIMITS:
        key, vi, en = _LIMITS[kind]
        return f"{vi} {context[key]}", f"{en} {context[key]}"
    return _WORDS.get(kind, ("một giá trị hợp lệ của trường này", "a valid value of this field"))


_LIMITS: Final = {
    "greater_than_equal": ("ge", "một số không dưới", "a number of at least"),
    "greater_than": ("gt", "một số lớn hơn", "a number above"),
    "less_than_equal": ("le", "một số không quá", "a number of at most"),
}
"""Limits of numbers: where the error holds the limit, and what is said of it."""


def _value_words(en: str) -> tuple[str, str]:
    if en in _VALUE_WORDS:
        return _VALUE_WORDS[en], en
    if "decimal places" in en:
        return f"một số có nhiều nhất {DECIMAL_PLACES} chữ số thập phân", en
    return f"một số không quá {LARGEST}", f"a number of at most {LARGEST}"
