"""Fields as inputs hold them, and as forms give them back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from starlette.datastructures import FormData

from planner.rules import TIERS
from web.fields import Field
from web.rows import Names, at_path

LIFTED: Final = object()
"""What stands for null while a form is read, where None stands for nothing."""

WEIGHED: Final = "weighed"
"""The place of a tier that is weighed into the last."""

AIMS: Final = tuple(known.id for known in TIERS if known.id != "weighted")
"""The tiers that an objective can name."""

_WHOLE: Final = re.compile(r"[+-]?\d{1,30}")
_MOMENT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:00)?")


def written(field: Field, value: Any) -> str:
    """Write a field as its input holds it."""
    if value is None:
        return ""
    if field.kind in _WRITE and isinstance(value, (Mapping, list, tuple)):
        return _WRITE[field.kind](value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and field.kind == "money":
        return f"{value:,}".replace(",", " ")
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


_WRITE: Final[Mapping[str, Callable[[Any], str]]] = {
    "moments": lambda value: "\n".join(map(str, value)),
    "spans": lambda value: "\n".join(", ".join(map(str, item.values())) for item in value),
    "amounts": lambda value: "\n".join(f"{place}: {amount}" for place, amount in value.items()),
    "nominated": lambda value: "\n".join(f"{role}: {', '.join(map(str, ids))}" for role, ids in value.items()),
}
"""How the kinds of fields are written that hold lines."""


def read(fields: Sequence[Field], form: FormData, old: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Return a row as a form has it; what is not in the form stays as it was.

    Numbers that are none stay as they were typed: the scenario's checks say what is wrong with them.
    """
    found = {name: dict(value) if isinstance(value, Mapping) else value for name, value in old.items()}
    for field in fields:
        given, before = _given(field, form, names), at_path(old, field.path)
        if given is None and before == []:
            given = []  # an empty list says something else than none
        if before is None and given == field.default:
            given = None
        _put(found, field.path, given)
    return found


def _put(row: dict[str, Any], path: str, value: Any) -> None:
    head, _, rest = path.partition(".")
    if rest:
        inner = row.get(head)
        inner = inner if isinstance(inner, dict) else {}
        _put(inner, rest, value)
        value = inner or None
    if value is None:
        row.pop(head, None)
    else:
        row[head] = None if value is LIFTED else value


def _given(field: Field, form: FormData, names: Names) -> Any:
    """Return what a form gives for a field; None: nothing, `LIFTED`: null."""
    instead = [name for name in field.instead if name in form.getlist(f"{field.path}.instead")]
    if instead:
        return LIFTED if "lifted" in instead else []
    if field.kind in _CHOSEN:
        chosen = _CHOSEN[field.kind](field, form, names)
        return chosen if chosen or field.kind == "merge" else None
    text = str(form.get(field.path) or "").strip()
    if field.kind == "flag":
        return {"": None, "true": True, "false": False}.get(text, text)
    return _READ.get(field.kind, str)(text) if text else None


# -- what is chosen ---------------------------------------------------------------------------------------------


def _several(name: str, form: FormData) -> list[str]:
    """Return what a form has under a name, each once."""
    return list(dict.fromkeys(text for item in form.getlist(name) if (text := str(item).strip())))


def _id(field: Field, form: FormData, names: Names) -> str:
    return names.id_of(field.of, str(form.get(field.path) or "").strip())


def _ids(field: Field, form: FormData, names: Names) -> list[str]:
    """Return ids of boxes that are ticked, or that are typed with commas between."""
    known = names.of(field.of)
    typed = (text for item in _several(field.path, form) for text in ([item] if item in known else _split(item)))
    return list(dict.fromkeys(names.id_of(field.of, text) for text in typed))


def _home(field: Field, form: FormData, _names: Names) -> list[str]:
    return list(dict.fromkeys([*_several(f"{field.path}.home", form), *_several(field.path, form)]))


def _merge(field: Field, form: FormData, _names: Names) -> Any:
    """Return whom one may be held with: a word, or some organisations, be they none; None where nothing is chosen."""
    text = str(form.get(field.path) or "").strip()
    return _several(f"{field.path}.some", form) if text == "some" else text or None


def _tiers(field: Field, form: FormData, _names: Names) -> list[Any]:
    """Return an objective: each tier has its place (of the same, what is above comes first), or is weighed last."""
    placed, weighed = [], {}
    for key in form:
        name = key.removeprefix(f"{field.path}.").removesuffix(".place")
        place = str(form[key])
        if name not in AIMS or key != f"{field.path}.{name}.place":
            continue
        if place == WEIGHED:
            weighed[name] = number(str(form.get(f"{field.path}.{name}.weight") or "1"))
        elif place.isdecimal():
            placed.append((int(place[:2]), name))
    found: list[Any] = [name for _, name in sorted(placed, key=lambda aim: aim[0])]
    return [*found, *([{"weighted": weighed}] if weighed else [])]


_CHOSEN: Final[Mapping[str, Callable[[Field, FormData, Names], Any]]] = {
    "ref": _id,
    "refs": _ids,
    "choices": lambda field, form, _names: _several(field.path, form),
    "home": _home,
    "merge": _merge,
    "tiers": _tiers,
}
"""How the kinds of fields are read that hold choices."""


# -- what is typed ----------------------------------------------------------------------------------------------


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if line.strip():
            key, _, rest = line.rpartition(":") if ":" in line else (line, "", "")
            yield key.strip(), rest.strip()


def _read_span(line: str) -> dict[str, str]:
    """Return a stretch of time that a line tells: from, to, why."""
    start, end, reason = (part.strip() for part in f"{line},,".split(",", 2))
    found = {"start": _moment(start), "end": _moment(end), "reason": reason.strip(", ")}
    return {name: text for name, text in found.items() if text}


def _moment(text: str) -> str:
    """Return a time as scenarios have it, with what a browser or a person may write instead."""
    match = _MOMENT.fullmatch(text)
    return f"{match[1]}T{match[2]}" if match else text


def number(text: str) -> Any:
    """Return the number that a text stands for, the text itself where it stands for none."""
    plain = text.replace("\u00a0", "").replace(" ", "")
    if plain.endswith("%"):
        share = number(plain.removesuffix("%"))
        return text if isinstance(share, str) else Decimal(share) / 100
    if _WHOLE.fullmatch(plain):
        return int(plain)
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return text


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "whole": number,
    "money": number,
    "decimal": number,
    "moment": _moment,
    "moments": lambda text: [_moment(line.strip()) for line in text.splitlines() if line.strip()],
    "spans": lambda text: [_read_span(line) for line in text.splitlines() if line.strip()],
    "amounts": lambda text: {key: number(amount) for key, amount in _pairs(text)},
    "nominated": lambda text: {role: _split(people) for role, people in _pairs(text)},
}
"""How the kinds of fields are read that hold some text."""
