"""What the checks share: where things stand in the file, which ids there are, and the faults found so far."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from planner.domain.faults import Fault
from planner.domain.scenario import Scenario

Path = tuple[str | int, ...]

SHOWN: Final = 60
"""Most characters shown of what was found."""

MOST_SUGGESTIONS: Final = 200
"""Dangling ids for which the nearest existing one is looked up; a hostile file has millions."""

LISTS: Final = {
    "blocks": ("buổi", "block"),
    "areas": ("địa bàn", "area"),
    "organisations": ("đơn vị", "organisation"),
    "skills": ("kỹ năng", "skill"),
    "people": ("người", "person"),
    "places": ("địa điểm", "place"),
    "groups": ("nhóm thụ hưởng", "group"),
    "functions": ("chức năng", "function"),
    "activities": ("hoạt động", "activity"),
}
"""The lists whose items have ids, with what an item is called in both languages."""


def pointer(path: Iterable[str | int]) -> str:
    """Return the JSON pointer (RFC 6901) of a path of names and indexes."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def shown(value: object) -> str:
    """Return a value as it is shown in a fault: short, on one line, objects and lists by their brackets."""
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, (list, tuple)):
        return "[…]" if value else "[]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int) and value.bit_length() > 4 * SHOWN:
        return f"{'-' if value < 0 else ''}2^{value.bit_length() - 1}…"
    text = str(value)
    if isinstance(value, str):
        text = f'"{text[:SHOWN]}"' if len(text) <= SHOWN else f'"{text[: SHOWN - 1]}…"'
    elif isinstance(value, Decimal) or len(text) > SHOWN:
        text = text[:SHOWN]
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\n", "\\n")


def fault(code: str, path: Path, found: object, vi: str, en: str, *, missing: bool = False) -> Fault:
    """Return a fault at `path`; `found` is the raw value, or what it says when `missing`."""
    text = "(không có / missing)" if missing else shown(found)
    return Fault(code=code, pointer=pointer(path), found=text, allowed_vi=vi, allowed_en=en)


class Findings:
    """A scenario under examination: paths into its file, its ids, its faults.

    `raw` is the file's content (an object), `kept` and `lost` say what of it `scenario` holds (see `shape`).
    An item whose shape is at fault still counts as existing: one fault, not one for every mention.
    """

    def __init__(
        self,
        scenario: Scenario,
        raw: Mapping[str, Any],
        kept: Mapping[str, tuple[int, ...]],
        lost: frozenset[str],
    ) -> None:
        self.scenario = scenario
        self.lost = lost
        self.faults: list[Fault] = []
        self._raw = raw
        self._kept = kept
        self._suggested = 0
        self.places_of_ids = {field: _ids(raw.get(field)) for field in LISTS}

    def path(self, field: str, position: int) -> Path:
        """Return the path of item `position` of a list of the scenario."""
        return field, self._kept[field][position]

    def complete(self, field: str) -> bool:
        """Tell whether every item of a list of the scenario could be read."""
        items = self._raw.get(field)
        return field not in self.lost and (items is None or len(items) == len(self._kept[field]))

    def add(self, code: str, path: Path, found: object, vi: str, en: str) -> None:
        """Note a fault."""
        self.faults.append(fault(code, path, found, vi, en))

    def missing(self, path: Path, vi: str, en: str) -> None:
        """Note that a field is missing."""
        self.faults.append(fault("missing-field", path, None, vi, en, missing=True))

    def resolve(self, field: str, wanted: str, path: Path) -> None:
        """Note a dangling id where no item of the list `field` has the id `wanted`."""
        if field in self.lost or wanted in self.places_of_ids[field]:
            return
        vi, en = LISTS[field]
        self.dangling(wanted, self.places_of_ids[field], path, f"mã của một {vi}", f"the id of {_a(en)}")

    def dangling(self, wanted: str, known: Iterable[str], path: Path, vi: str, en: str) -> None:
        """Note that `wanted` is none of the `known` ids, with the nearest of them."""
        near: list[str] = []
        if len(wanted) <= SHOWN and self._suggested < MOST_SUGGESTIONS:
            self._suggested += 1
            near = difflib.get_close_matches(wanted, [k for k in known if len(k) <= SHOWN], n=1)
        if near:
            vi, en = f"{vi}; gần nhất: {shown(near[0])}", f"{en}; the nearest is {shown(near[0])}"
        self.add("dangling-id", path, wanted, vi, en)

    def no_repeats(self, items: Iterable[str], path: Path) -> None:
        """Note every member of a set of ids that stands there a second time."""
        seen: set[str] = set()
        for i, item in enumerate(items):
            if item in seen:
                self.add(
                    "repeated-id",
                    (*path, i),
                    item,
                    "mỗi mã một lần trong danh sách",
                    "each id once in the list",
                )
            seen.add(item)


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _ids(items: object) -> dict[str, list[int]]:
    """Return where each id stands in a raw list."""
    found: dict[str, list[int]] = {}
    for i, item in enumerate(items if isinstance(items, (list, tuple)) else ()):
        if isinstance(item, dict) and isinstance(item.get("id"), str):
            found.setdefault(item["id"], []).append(i)
    return found
