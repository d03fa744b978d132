"""Small scenarios of one organisation, one hall and one function with one seat; their problems, and a clock."""

from __future__ import annotations

import threading
from typing import Any

from planner.domain.canonical import ordered
from planner.domain.checks import read
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from tests.core import Raw


def clock(seconds: float = 60, *, deterministic: bool = True) -> Clock:
    return Clock(seconds, deterministic=deterministic, workers=1, seed=0, stop=threading.Event())


def problem(raw: Raw) -> Problem:
    return Problem(ordered(read(raw).scenario))


def week(activities: list[Raw], people: list[Raw], **changes: Any) -> Raw:
    """Return a scenario of a week from a Monday."""
    return {
        "format": "chungtay/1",
        "name": "Small",
        "start": "2026-02-02",
        "end": "2026-02-08",
        "organisations": [{"id": "o", "name": "O", "bloc": "mass"}],
        "people": people,
        "places": [hall()],
        "groups": [],
        "functions": [{"id": "f", "name": "F", "roles": [role("r")]}],
        "activities": activities,
    } | changes


def person(name: str, **changes: Any) -> Raw:
    return {"id": name, "name": name, "organisations": ["o"]} | changes


def hall(**changes: Any) -> Raw:
    return {"id": "l", "name": "L", "capacity": 10} | changes


def role(name: str, seats: int = 1, **changes: Any) -> Raw:
    return {"id": name, "name": name, "fixed": seats} | changes


def activity(name: str, *starts: str, minutes: int = 60, **changes: Any) -> Raw:
    """Return an activity that meets no other, at one of some starts such as "02T08:00" (day and time)."""
    return {
        "id": name,
        "name": name,
        "organisation": "o",
        "function": "f",
        "serves": [],
        "starts": [f"2026-02-{start}" for start in starts],
        "duration_minutes": minutes,
        "merge": "never",
    } | changes
