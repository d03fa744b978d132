"""Two versions of a scenario compared: what was added, removed and changed, list by list and field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import rfc8785

from planner.domain.scenario import Scenario

Kind = Literal["added", "removed", "changed"]

_NESTED: Final = frozenset({"roles", "own_roles", "unavailable", "available", "closed", "serves", "starts", "separate"})
"""Lists inside an item that are told entry by entry: they grow long, and mostly one entry is different."""


@dataclass(frozen=True)
class FieldChange:
    """A field of an item: `before` and `after` are JSON values, None where there is none.

    Of lists inside an item these are the entries that the other one does not have; where the entries have ids, a field
    of an entry that both have is told by itself: `inner` is that field, `entry` names the entry.
    """

    field: str
    before: Any
    after: Any
    entry: str = ""
    inner: str = ""


@dataclass(frozen=True)
class Difference:
    """An item of a list that one of two scenarios does not have, or has otherwise.

    `list` is the name of the list, empty for the scenario's own fields; `id` the item's, empty where it has none;
    `item` the newer of the two as JSON values.
    """

    kind: Kind
    list: str
    id: str
    item: dict[str, Any]
    fields: tuple[FieldChange, ...] = ()


def differences(before: Scenario, after: Scenario) -> tuple[Difference, ...]:
    """Return all that is different, in the order of the contract's lists; the order of their items does not count.

    Items with ids are the same where their ids are; others only where all of them is.
    """
    old, new = (s.model_dump(mode="json", by_alias=True, exclude_none=True) for s in (before, after))
    found: list[Difference] = []
    own = tuple(
        FieldChange(name, old.get(name), new.get(name))
        for name in dict.fromkeys((*old, *new))
        if not _is_list(old.get(name), new.get(name)) and old.get(name) != new.get(name)
    )
    if own:
        found.append(Difference("changed", "", "", {"name": after.name}, own))
    for name in dict.fromkeys((*old, *new)):
        if _is_list(old.get(name), new.get(name)):
            found += _items(name, old.get(name) or [], new.get(name) or [])
    return tuple(found)


def _is_list(*values: Any) -> bool:
    """Tell whether a field is a list of items: not of names, such as the objective."""
    return any(isinstance(value, list) and all(isinstance(item, (dict, list)) for item in value) for value in values)


def _items(name: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Difference]:
    if not all(isinstance(item, dict) and "id" in item for item in (*old, *new)):
        for kind, items in (("removed", _lacking(old, new)), ("added", _lacking(new, old))):
            for item in items:
                shown = item if isinstance(item, dict) else {"pair": item}
                yield Difference(kind, name, "", shown)  # type: ignore[arg-type]
        return
    was, now = {item["id"]: item for item in old}, {item["id"]: item for item in new}
    for id, item in was.items():
        if id not in now:
            yield Difference("removed", name, id, item)
    for id, item in now.items():
        if id not in was:
            yield Difference("added", name, id, item)
        elif fields := tuple(_fields(was[id], item)):
            yield Difference("changed", name, id, item, fields)


def _fields(old: dict[str, Any], new: dict[str, Any]) -> Iterator[FieldChange]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if name in _NESTED and isinstance(before, list) and isinstance(after, list):
            yield from _entries(name, before, after)
            before, after = _strays(before, after), _strays(after, before)
            if before or after:
                yield FieldChange(name, before, after)
        elif before != after:
            yield FieldChange(name, before, after)


def _entries(field: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[FieldChange]:
    """Yield the fields that are different in entries that both lists have."""
    was = {item["id"]: item for item in old if isinstance(item, dict) and "id" in item}
    for item in new:
        before = was.get(item["id"]) if isinstance(item, dict) and "id" in item else None
        for name in dict.fromkeys((*before, *item)) if before is not None else ():
            if before is not None and before.get(name) != item.get(name):
                called = str(item.get("name") or item["id"])
                yield FieldChange(field, before.get(name), item.get(name), entry=called, inner=name)


def _strays(ones: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """Return the entries that others do not have: by their ids, where they have some."""
    known = {item["id"] for item in others if isinstance(item, dict) and "id" in item}
    return [i for i in _lacking(ones, others) if not (isinstance(i, dict) and i.get("id") in known)]


def _lacking(ones: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """Return the items that others do not have, as often as they are missing."""
    left = Counter(rfc8785.dumps(item) for item in others)
    found = []
    for item in ones:
        key = rfc8785.dumps(item)
        if left[key]:
            left[key] -= 1
        else:
            found.append(item)
    return found
