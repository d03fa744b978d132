"""A plan from and to a file: always JSON."""

from __future__ import annotations

import json as text_json
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from planner.domain.faults import Fault, InputError
from planner.domain.plan import Plan
from planner.files import json
from planner.files.content import content
from planner.files.json_text import json_text
from planner.files.output import write
from planner.files.refusals import short
from planner.files.tree import pointer


def read_plan(path: Path) -> Plan:
    """Read a plan, each value of exactly the type that the contract gives it; whether it holds is not asked.

    Raises:
        InputError: all faults at once, or the one that stops the reading of the file.
        OSError: the file cannot be read.
    """
    raw = json.parse(content(path), number=float)
    try:
        # From text: only there does strict take a list for a tuple and still refuse "5" for 5.
        return Plan.model_validate_json(text_json.dumps(raw), strict=True)
    except ValidationError as error:
        raise InputError(tuple(_fault(found) for found in error.errors(include_url=False))) from error


def write_plan(plan: Plan, path: Path) -> None:
    """Write a plan with the fields in the contract's order: the same plan gives the same bytes.

    Raises:
        OSError: the file cannot be written; what stood there is as it was.
    """
    write(path, json_text(plan.to_json()))


_ALLOWED: Final = {
    "missing": ("trường này, bắt buộc phải có", "this field, which is required"),
    "string_type": ("chữ trong ngoặc kép", "text in double quotes"),
    "int_type": ("một số nguyên", "a whole number"),
    "int_from_float": ("một số nguyên", "a whole number"),
    "float_type": ("một số", "a number"),
    "bool_type": ("true hoặc false", "true or false"),
    "tuple_type": ("một danh sách", "a list"),
    "dict_type": ("một mục { }", "an object { }"),
    "model_type": ("một mục { }", "an object { }"),
    "value_error": (
        "giờ địa phương đến phút, không kèm múi giờ, như 2026-02-07T07:30",
        "a local time to the minute without offset, such as 2026-02-07T07:30",
    ),
}
"""What may stand where a plan breaks its types; a time is the only type with a reader of its own."""


def _fault(error: ErrorDetails) -> Fault:
    if error["type"] == "literal_error":
        expected = error["ctx"]["expected"]
        vi, en = f"một trong: {expected.replace(' or ', ' hoặc ')}", f"one of: {expected}"
    else:
        vi, en = _ALLOWED[error["type"]]
    return Fault(
        code="missing-field" if error["type"] == "missing" else "wrong-value",
        pointer=pointer(error["loc"]),
        found="(không có / missing)" if error["type"] == "missing" else _shown(error["input"]),
        allowed_vi=vi,
        allowed_en=en,
    )


def _shown(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return "{…}" if isinstance(value, dict) else "[…]"
    return short(text_json.dumps(value, ensure_ascii=False))
