"""Rows of a scenario's tables: shown, filtered, read from forms, and put back into the scenario."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from starlette.datastructures import FormData

from planner.domain.faults import Fault
from web.fields import Field, Table
from web.words import Words

At = tuple[int, ...]
"""Where a row stands: its number in the list; of a child, that of its parent first."""

NEW: Final = "new"
PARENT: Final = "parent"
"""The form's field that names the item in which a child stands."""

_WHOLE: Final = re.compile(r"[+-]?\d{1,30}")
_MOMENT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:00)?")


@dataclass(frozen=True)
class Row:
    """A row as it stands in the scenario. `key` names its place in addresses."""

    at: At
    value: Mapping[str, Any]
    parent: str = ""

    @property
    def key(self) -> str:
        """Its place as text."""
        return ".".join(map(str, self.at))


def rows(raw: Mapping[str, Any], table: Table) -> Iterator[Row]:
    """Yield the rows of a table, in the order of the scenario."""
    for i, item in enumerate(raw.get(table.list, ())):
        if not table.child:
            yield Row((i,), item)
            continue
        for j, child in enumerate(item.get(table.child, ())):
            yield Row((i, j), child, item.get("id", ""))


def at_of(key: str, table: Table) -> At | None:
    """Return the place that a text names; None where it is none of that table."""
    parts = key.split(".")
    wanted = 2 if table.child else 1
    if len(parts) != wanted or not all(part.isdecimal() and len(part) < 9 for part in parts):
        return None
    return tuple(map(int, parts))


# -- shown ------------------------------------------------------------------------------------------------------


class Names:
    """What the ids of a raw scenario stand for, list by list."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw
        self._known: dict[str, dict[str, str]] = {}

    def of(self, name: str) -> dict[str, str]:
        """Return the names of a list's items by their ids."""
        if name not in self._known:
            items = self._raw.get(name, ())
            self._known[name] = {item["id"]: item.get("name") or item["id"] for item in items if "id" in item}
        return self._known[name]


def cell(field: Field, value: Any, names: Names, words: Words) -> str:
    """Write a field of a row for people."""
    if value is None:
        return ""
    if field.kind in ("ref", "refs", "home"):
        known = names.of(field.of)
        return ", ".join(known.get(id, str(id)) for id in _several(value))
    if field.kind in ("choice", "choices"):
        return ", ".join(bloc(words, item) for item in _several(value))
    if field.kind == "merge":
        return _merge(value, names.of(field.of), words)
    if isinstance(value, (int, float, Decimal)):
        return words.number(value)
    if field.kind in ("date", "moment", "moments"):
        texts = [_when(item, words) for item in _several(value)]
    else:
        texts = _lines(field, value).splitlines() if field.kind in ("amounts", "nominated") else [str(value)]
    return "; ".join(texts)


def _when(text: Any, words: Words) -> str:
    """Write a day or a time as the reader does; what is none stays as it is."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return str(text)
    return words.short_day(moment) + (f" {words.clock(moment)}" if "T" in str(text) else "")


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _merge(value: Any, known: Mapping[str, str], words: Words) -> str:
    if isinstance(value, str):
        return words.text("không ai") if value == "never" else words.text("bất kỳ ai")
    return ", ".join(known.get(id, id) for id in value) or words.text("chỉ của mình")


def bloc(words: Words, id: str) -> str:
    """Write a bloc for people."""
    known = {
        "government": words.text("Chính quyền"),
        "front": words.text("Mặt trận"),
        "mass": words.text("Đoàn thể"),
        "community": words.text("Cộng đồng"),
        "partner": words.text("Đối tác"),
    }
    return known.get(id, id)


def at_path(value: Mapping[str, Any], path: str) -> Any:
    """Return what stands at a field's path in a row; None where nothing does."""
    found: Any = value
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def folded(text: str) -> str:
    """Return a text as it is looked for: without marks and capitals."""
    marks = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in marks if not unicodedata.combining(c))


# -- forms ------------------------------------------------------------------------------------------------------


def written(field: Field, value: Any) -> str:
    """Write a field as its input holds it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    if field.kind in ("amounts", "nominated"):
        return _lines(field, value)
    if isinstance(value, (list, tuple)):
        return ("\n" if field.kind == "moments" else ", ").join(map(str, value))
    return str(value)


def _lines(field: Field, value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    if field.kind == "amounts":
        return "\n".join(f"{place}: {amount}" for place, amount in value.items())
    return "\n".join(f"{role}: {', '.join(map(str, people))}" for role, people in value.items())


def read(table: Table, form: FormData, old: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as a form has it; what is not in the form stays as it was.

    Numbers that are none stay as they were typed: the scenario's checks say what is wrong with them.
    """
    found = {name: dict(value) if isinstance(value, Mapping) else value for name, value in old.items()}
    for field in table.fields:
        given = _given(field, form)
        if given is None and at_path(old, field.path) == []:
            given = []  # an empty list says something else than none
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
        row[head] = value


def _given(field: Field, form: FormData) -> Any:
    """Return what a form gives for a field; None: nothing."""
    text = str(form.get(field.path) or "").strip()
    several = [str(item).strip() for item in form.getlist(field.path) if str(item).strip()]
    if field.kind in ("refs", "choices"):
        ids = [id for item in several for id in _split(item)] if field.of == "people" else several
        return list(dict.fromkeys(ids)) or None
    if field.kind == "home":
        first = str(form.get(f"{field.path}.home") or "").strip()
        return list(dict.fromkeys([*filter(None, [first]), *several])) or None
    if field.kind == "merge":
        return [str(item) for item in form.getlist(f"{field.path}.some")] if text == "some" else text or None
    if field.kind in ("whole", "money", "decimal"):
        return _number(text) if text else None
    return _READ.get(field.kind, str)(text) or None


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if line.strip():
            key, _, rest = line.rpartition(":") if ":" in line else (line, "", "")
            yield key.strip(), rest.strip()


def _moment(text: str) -> str:
    """Return a time as scenarios have it, with what a browser or a person may write instead."""
    match = _MOMENT.fullmatch(text)
    return f"{match[1]}T{match[2]}" if match else text


def _number(text: str) -> Any:
    """Return the number that a text stands for, the text itself where it stands for none."""
    plain = text.replace("\u00a0", "").replace(" ", "")
    if _WHOLE.fullmatch(plain):
        return int(plain)
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return text


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "moment": _moment,
    "moments": lambda text: [_moment(line.strip()) for line in text.splitlines() if line.strip()],
    "amounts": lambda text: {key: _number(amount) for key, amount in _pairs(text)},
    "nominated": lambda text: {role: _split(people) for role, people in _pairs(text)},
}
"""How the kinds of fields are read that hold some text."""


# -- put back ---------------------------------------------------------------------------------------------------


def replaced(raw: Mapping[str, Any], table: Table, at: At | None, row: dict[str, Any] | None, parent: str) -> list[Any]:
    """Return a table's list with a row changed, added (`at` is None) or removed (`row` is None).

    Raises:
        KeyError: there is no such row or parent.
    """
    items = [dict(item) for item in raw.get(table.list, ())]
    if not table.child:
        _replace(items, None if at is None else at[0], row)
        return items
    number = {item.get("id"): i for i, item in enumerate(items)}
    if at is not None:
        _within(items, at[0])
    if at is not None and row is not None and number.get(parent) == at[0]:
        _replace_child(items[at[0]], table.child, at[1], row)
        return items
    if at is not None:
        _replace_child(items[at[0]], table.child, at[1], None)
    if row is not None:
        _replace_child(items[number[parent]], table.child, None, row)
    return items


def _replace_child(item: dict[str, Any], child: str, at: int | None, row: dict[str, Any] | None) -> None:
    children = list(item.get(child, ()))
    _replace(children, at, row)
    item[child] = children


def _replace(items: list[Any], at: int | None, row: dict[str, Any] | None) -> None:
    if at is None:
        items.append(row)
        return
    _within(items, at)
    items[at : at + 1] = [] if row is None else [row]


def _within(items: list[Any], at: int) -> None:
    if at >= len(items):
        raise KeyError(at)


def pointer(raw: Mapping[str, Any], table: Table, at: At | None, parent: str) -> str:
    """Return where a row stands after it was put back, as faults name it."""
    items = raw.get(table.list, ())
    if not table.child:
        return f"/{table.list}/{len(items) if at is None else at[0]}"
    number = {item.get("id"): i for i, item in enumerate(items)}
    home = number.get(parent, 0)
    if at is not None and at[0] == home:
        return f"/{table.list}/{home}/{table.child}/{at[1]}"
    children = items[home].get(table.child, ()) if home < len(items) else ()
    return f"/{table.list}/{home}/{table.child}/{len(children)}"


def by_field(table: Table, start: str, faults: tuple[Fault, ...]) -> tuple[dict[str, Fault], tuple[Fault, ...]]:
    """Return the first fault of each field of a row, and those that stand elsewhere."""
    found: dict[str, Fault] = {}
    others: list[Fault] = []
    for fault in faults:
        field = _blamed(table, start, fault.pointer)
        if field is None:
            others.append(fault)
        else:
            found.setdefault(field.path, fault)
    return found, tuple(others)


def _blamed(table: Table, start: str, place: str) -> Field | None:
    if not place.startswith(f"{start}/"):
        return None
    path = place.removeprefix(f"{start}/").replace("~1", "/").replace("~0", "~").replace("/", ".")
    fits = [f for f in table.fields if path == f.path or path.startswith(f"{f.path}.")]
    return (
        max(fits, key=lambda f: len(f.path))
        if fits
        else next((f for f in table.fields if f.path.startswith(f"{path}.")), None)
    )
