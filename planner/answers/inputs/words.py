"""How inputs are named to planners: times, lists of names, numbers, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from planner.domain.scenario import Scenario

NAMED: Final = 3
"""Most things named in one sentence."""

BLOCS: Final = {
    "government": ("chính quyền", "government"),
    "front": ("Mặt trận", "Front"),
    "mass": ("đoàn thể", "mass organisations"),
    "community": ("cộng đồng", "community"),
    "partner": ("đối tác", "partners"),
}
"""Names of the blocs, Vietnamese and English."""


class Names:
    """The names of a scenario by id."""

    def __init__(self, scenario: Scenario) -> None:
        self.activity = {a.id: a.name for a in scenario.activities}
        self.person = {p.id: p.name for p in scenario.people}
        self.place = {p.id: p.name for p in scenario.places}
        self.organisation = {o.id: o.name for o in scenario.organisations}
        self.skill = {s.id: s.name for s in scenario.skills}
        self.area = {a.id: a.name for a in scenario.areas}
        self.block = {b.id: b.name for b in scenario.blocks}
        self.function = {f.id: f.name for f in scenario.functions}
        self.role = {(f.id, r.id): r.name for f in scenario.functions for r in f.roles}
        self.own_role = {(a.id, r.id): r.name for a in scenario.activities for r in a.own_roles}

    def role_of(self, scenario: Scenario, activity: str, role: str) -> str:
        """Name a role of an activity or of its function."""
        function = next((a.function for a in scenario.activities if a.id == activity), "")
        return self.own_role.get((activity, role)) or self.role.get((function, role), role)


def day(value: date) -> str:
    """Write a date as ``07/02/2026``."""
    return f"{value:%d/%m/%Y}"


def at(moment: datetime) -> str:
    """Write a local time as ``07:30 07/02/2026``."""
    return f"{moment:%H:%M %d/%m/%Y}"


def whole(number: int) -> tuple[str, str]:
    """Write a whole number: 1.234 in Vietnamese, 1,234 in English."""
    return f"{number:,d}".replace(",", "."), f"{number:,d}"


def hours(number: Decimal) -> tuple[str, str]:
    """Write hours: 7,5 in Vietnamese, 7.5 in English."""
    text = f"{number.normalize():f}"
    return text.replace(".", ","), text


def some(names: Iterable[str], most: int = NAMED) -> tuple[str, str]:
    """Name a few things and say how many more there are."""
    found: Sequence[str] = list(names)
    told, more = ", ".join(found[:most]), len(found) - most
    if more <= 0:
        return told, told
    return f"{told} và {more} nữa", f"{told} and {more} more"
