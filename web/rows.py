"""Rows of a scenario's tables: found, named, put back into the scenario, and blamed for what is wrong with it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from planner.domain.faults import Fault
from web.fields import PAIR, Field, Table

At = tuple[int, ...]
"""Where a row stands: its number in the list; of a child, that of its parent first."""

NEW: Final = "new"
PARENT: Final = "parent"
"""The form's field that names the item in which a child stands."""


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
    if table.is_own:
        yield Row((0,), raw)
        return
    for i, item in enumerate(raw.get(table.list, ())):
        if not table.child:
            yield Row((i,), _fields_of(item))
            continue
        for j, child in enumerate(item.get(table.child, ())):
            yield Row((i, j), _fields_of(child), item.get("id", ""))


def _fields_of(item: Any) -> Mapping[str, Any]:
    """Return an item by its fields; of a pair they are the steps to its two."""
    return item if isinstance(item, Mapping) else dict(zip(PAIR, item, strict=False))


def at_of(key: str, table: Table) -> At | None:
    """Return the place that a text names; None where it is none of that table."""
    parts = key.split(".")
    wanted = 2 if table.child else 1
    if len(parts) != wanted or not all(part.isdecimal() and len(part) < 9 for part in parts):
        return None
    return tuple(map(int, parts))


class Names:
    """What the ids of a raw scenario stand for, list by list."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self._known: dict[str, dict[str, str]] = {}
        self._labels: dict[str, dict[str, str]] = {}

    def of(self, name: str) -> dict[str, str]:
        """Return the names of a list's items by their ids; ``roles`` are those of all functions and activities."""
        if name not in self._known:
            items = self._roles() if name == "roles" else self.raw.get(name, ())
            self._known[name] = {item["id"]: item.get("name") or item["id"] for item in items if "id" in item}
        return self._known[name]

    def labels(self, name: str) -> dict[str, str]:
        """Return the names of a list's items by their ids, the id added where the name alone could mean another."""
        if name not in self._labels:
            known = self.of(name)
            often = Counter(known.values())
            self._labels[name] = {
                id: called if often[called] == 1 and known.get(called, called) == called else f"{called} · {id}"
                for id, called in known.items()
            }
        return self._labels[name]

    def id_of(self, name: str, text: str) -> str:
        """Return the id that somebody means who typed it, or its label; what means none stays as it is."""
        if text in self.of(name):
            return text
        return next((id for id, label in self.labels(name).items() if label == text), text)

    def _roles(self) -> Iterator[dict[str, str]]:
        """Yield each id of a role once, with all the names that it has."""
        called: dict[str, dict[str, None]] = {}
        for of, child in (("functions", "roles"), ("activities", "own_roles")):
            for item in self.raw.get(of, ()):
                for role in item.get(child, ()):
                    called.setdefault(role["id"], {})[role.get("name") or role["id"]] = None
        for id, several in called.items():
            first, *others = several
            yield {"id": id, "name": f"{first} / …" if others else first}


def at_path(value: Mapping[str, Any], path: str) -> Any:
    """Return what stands at a field's path in a row; None where nothing does."""
    found: Any = value
    for step in path.split("."):
        if isinstance(found, (list, tuple)) and step in PAIR:
            found = dict(zip(PAIR, found, strict=False))
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def folded(text: str) -> str:
    """Return a text as it is looked for: without marks and capitals."""
    marks = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in marks if not unicodedata.combining(c))


def replaced(
    raw: Mapping[str, Any], table: Table, at: At | None, row: dict[str, Any] | None, parent: str
) -> dict[str, Any]:
    """Return what to change in a scenario so that a row is changed, added (`at` is None) or removed (`row` is None).

    Raises:
        KeyError: there is no such row or parent.
    """
    if table.is_own:
        return {} if row is None else {field.path: row.get(field.path) for field in table.fields}
    items = [dict(item) if isinstance(item, Mapping) else item for item in raw.get(table.list, ())]
    item: Any = [row[step] for step in PAIR if step in row] if row is not None and table.is_of_pairs else row
    if not table.child:
        _replace(items, None if at is None else at[0], item)
        return {table.list: items}
    number = {it.get("id"): i for i, it in enumerate(items)}
    if at is not None:
        _within(items, at[0])
    if at is not None and item is not None and number.get(parent) == at[0]:
        _replace_child(items[at[0]], table.child, at[1], item)
        return {table.list: items}
    if at is not None:
        _replace_child(items[at[0]], table.child, at[1], None)
    if item is not None:
        _replace_child(items[number[parent]], table.child, None, item)
    return {table.list: items}


def _replace_child(item: dict[str, Any], child: str, at: int | None, row: Any) -> None:
    children = list(item.get(child, ()))
    _replace(children, at, row)
    item[child] = children


def _replace(items: list[Any], at: int | None, row: Any) -> None:
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
    if table.is_own:
        return ""
    items = raw.get(table.list, ())
    if not table.child:
        return f"/{table.list}/{len(items) if at is None else at[0]}"
    number = {item.get("id"): i for i, item in enumerate(items)}
    home = number.get(parent, 0)
    if at is not None and at[0] == home:
        return f"/{table.list}/{home}/{table.child}/{at[1]}"
    children = items[home].get(table.child, ()) if home < len(items) else ()
    return f"/{table.list}/{home}/{table.child}/{len(children)}"


def by_field(
    fields: Sequence[Field], start: str, faults: tuple[Fault, ...]
) -> tuple[dict[str, Fault], tuple[Fault, ...]]:
    """Return the first fault of each field of a row, and those that stand elsewhere; one of all is the first's."""
    found: dict[str, Fault] = {}
    others: list[Fault] = []
    for fault in faults:
        field = _blamed(fields, start, fault.pointer)
        if field is None:
            others.append(fault)
        else:
            found.setdefault(field.path, fault)
    return found, tuple(others)


def _blamed(fields: Sequence[Field], start: str, place: str) -> Field | None:
    if place == start:
        return fields[0]
    if not place.startswith(f"{start}/"):
        return None
    path = place.removeprefix(f"{start}/").replace("~1", "/").replace("~0", "~").replace("/", ".")
    fits = [f for f in fields if path == f.path or path.startswith(f"{f.path}.")]
    if fits:
        return max(fits, key=lambda f: len(f.path))
    return next((f for f in fields if f.path.startswith(f"{path}.")), None)
