"""From the raw content of a what-if file to a what-if, or to everything that is wrong with it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from math import prod
from typing import Any, Final, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from planner.domain.checks import refusal
from planner.domain.checks.findings import SHOWN, Path, fault
from planner.domain.checks.shape import ORGANISATIONS, allowed_for, strange_values
from planner.domain.faults import Fault
from planner.domain.whatif.cases import CHANGES, Case, FamilyName, Grid, Wanted, WhatIf
from planner.domain.whatif.step import Step

MOST_CASES: Final = 100_000
"""Cases of a grid: more than a cluster of machines answers in a day."""

_FORMS: Final = {*CHANGES, "<name>", "<one_more>", "<turnout>", "<grid>", "Weighted"}
"""Steps of an error's location that name the form of a value, not a place in the file."""

_TIERS: Final = (
    'tên một tiêu chí, hoặc {"weighted": {tiêu chí: trọng số nguyên}} ở cuối',
    'the name of a tier, or {"weighted": {tier: whole weight}} as the last',
)
_FAMILIES: Final = (
    *get_args(FamilyName),
    '{"one_more": {…}}',
    '{"turnout": […]}',
    '{"grid": [[…], […]]}',
)
"""The families, as a file names them."""


def read_whatif(raw: object) -> WhatIf:
    """Check the content of a what-if file; whether the ids in it exist, only its base can tell.

    Decimals are exact where `raw` holds `Decimal` instead of `float`.

    Raises:
        InputError: every fault at once, in the order of the file; no other error, whatever `raw` is.
    """
    if strange := list(strange_values(raw, ())):
        raise refusal(raw, strange)
    try:
        whatif = WhatIf.model_validate(raw)
    except ValidationError as invalid:
        raise refusal(raw, list(_shape_faults(invalid, raw))) from invalid
    if faults := [*_repeated_names(whatif), *_too_many(whatif)]:
        raise refusal(raw, faults)
    return whatif


def _repeated_names(whatif: WhatIf) -> Iterator[Fault]:
    places: dict[str, int] = {}
    for i, case in enumerate(whatif.cases):
        if case.name in places:
            yield fault(
                "repeated-name",
                ("cases", i, "name"),
                case.name,
                f"tên chưa dùng cho trường hợp nào khác (mục {places[case.name] + 1} đã dùng)",
                f"a name that no other case has (item {places[case.name] + 1} has it)",
            )
        places.setdefault(case.name, i)


def _too_many(whatif: WhatIf) -> Iterator[Fault]:
    for i, family in enumerate(whatif.generate):
        if isinstance(family, Grid) and (number := prod(len(axis) for axis in family.grid)) > MOST_CASES:
            yield fault(
                "too-many-cases",
                ("generate", i, "grid"),
                number,
                f"nhiều nhất {MOST_CASES} trường hợp trong một lưới",
                f"at most {MOST_CASES} cases in a grid",
            )


def _shape_faults(invalid: ValidationError, raw: object) -> Iterator[Fault]:
    """Yield a fault for each place that is wrong, however many forms were tried on it."""
    told = set()
    for error in invalid.errors(include_url=False):
        path = _path(error["loc"], raw)
        if error["type"] == "too_short" and _at(raw, path):
            continue  # not empty: its items are wrong, which is told of them
        found = _fault(path, error, raw)
        if found.pointer not in told:
            told.add(found.pointer)
            yield found


def _path(location: tuple[str | int, ...], raw: object) -> Path:
    """Return where in the file an error lies: without the forms that were tried, no deeper than a choice of forms."""
    path: list[str | int] = []
    value = raw
    for step in location:
        if step in _FORMS and not (isinstance(value, dict) and step in value):
            continue
        if isinstance(step, int) and isinstance(value, dict):
            continue  # a change that stands where a list of them may
        path.append(step)
        value = _at(value, (step,))
        if step == "merge" or path[-2:-1] == ["objective"]:
            break
    return tuple(path)


def _at(value: Any, path: Path) -> Any:
    """Return what stands at a path, None where nothing does."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, (list, tuple)) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _fault(path: Path, error: ErrorDetails, raw: object) -> Fault:
    kind, value = error["type"], _at(raw, path)
    if kind == "extra_forbidden":
        return _not_among("unknown-field", path, str(path[-1]), _fields_around(path, raw))
    if kind == "fields":
        return _against_the_rest(path, error, value)
    if path[:1] == ("generate",) and len(path) == 2:
        return _not_among("wrong-value", path, value, _FAMILIES)
    if kind.startswith("union_tag") and isinstance(value, dict):
        return _wrong_type(path, value)
    if kind == "missing":
        return _missing(path, error, raw)
    return fault("wrong-value", path, value, *_words(path, error))


def _wrong_type(path: Path, change: dict[str, Any]) -> Fault:
    if "type" in change:
        return _not_among("wrong-value", (*path, "type"), change["type"], CHANGES)
    return fault("missing-field", (*path, "type"), None, *_one_of(CHANGES), missing=True)


def _missing(path: Path, error: ErrorDetails, raw: object) -> Fault:
    if isinstance(path[-1], int):
        return fault(
            "wrong-value", path[:-1], _at(raw, path[:-1]), "một cặp: đúng hai mục", "a pair: exactly two items"
        )
    return fault("missing-field", path, None, *allowed_for(path, error), missing=True)


def _words(path: Path, error: ErrorDetails) -> tuple[str, str]:
    if path[-1:] == ("merge",):
        return ORGANISATIONS
    if path[-2:-1] == ("objective",):
        return _TIERS
    if error["type"] in ("model_attributes_type", "union_tag_not_found"):
        return "một mục { } với type của thay đổi", "an object { } with the type of a change"
    return allowed_for(path, error)


def _against_the_rest(path: Path, error: ErrorDetails, change: Any) -> Fault:
    """Return the fault of a field that may stand, or be absent, but not beside the others."""
    said = error["ctx"]
    found = change.get(said["field"])
    code = "missing-field" if found is None else "wrong-value"
    return fault(code, (*path, said["field"]), found, said["vi"], said["en"], missing=found is None)


def _fields_around(path: Path, raw: object) -> list[str]:
    """Return the fields of the object that holds the unknown one at `path`."""
    around = _at(raw, path[:-1])
    if len(path) == 1:
        of: type[Step] = WhatIf
    elif len(path) == 3 and path[0] == "cases":
        of = Case
    elif len(path) == 3:
        return [next(name for name in ("one_more", "turnout", "grid") if name in around)]
    else:
        of = CHANGES.get(str(around.get("type")), Wanted)
    return list(of.model_fields)


def _not_among(code: str, path: Path, found: object, known: Collection[str]) -> Fault:
    vi, en = _one_of(known)
    near = difflib.get_close_matches(found[:SHOWN], known, n=1) if isinstance(found, str) else []
    if near:
        vi, en = f"{vi}; gần nhất: {near[0]}", f"{en}; the nearest is {near[0]}"
    return fault(code, path, found, vi, en)


def _one_of(known: Collection[str]) -> tuple[str, str]:
    names = ", ".join(known)
    return f"một trong: {names}", f"one of: {names}"
