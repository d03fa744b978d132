"""Values of a scenario replaced or taken out at JSON pointers, many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeVar

from planner.domain.scenario import Scenario
from planner.domain.values import Record

T = TypeVar("T")

GONE: Final = object()
"""Stands for a list item that is taken out."""

Steps = tuple[str, ...]
Edit = tuple[Steps, Any]
"""The steps that lead to a value (names of fields, positions in lists), and what stands there instead."""


def pointer(*steps: str | int) -> str:
    """Return the JSON pointer (RFC 6901) that leads through `steps`."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def edited(scenario: Scenario, edits: Iterable[Edit]) -> Scenario:
    """Return the scenario with every edit made; positions are those of the lists as given."""
    return _edited(scenario, list(edits))


def _edited(value: T, edits: Sequence[Edit]) -> T:
    below: dict[str, list[Edit]] = defaultdict(list)
    for steps, new in edits:
        if not steps:
            return new  # type: ignore[no-any-return]
        below[steps[0]].append((steps[1:], new))
    changed: Any = value
    if isinstance(value, tuple):
        items = (_edited(item, below[str(i)]) if str(i) in below else item for i, item in enumerate(value))
        changed = tuple(item for item in items if item is not GONE)
    elif isinstance(value, dict):
        changed = {**value, **{name: _edited(value[name], found) for name, found in below.items()}}
    elif isinstance(value, Record):
        changed = value.model_copy(update={name: _edited(getattr(value, name), found) for name, found in below.items()})
    return changed  # type: ignore[no-any-return]
