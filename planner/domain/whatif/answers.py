"""The rows that answer cases."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from planner.domain.plan import Output, Plan, Status, Tier


class Shift(Output):
    """How far a tier lies from the base's; `low` and `high` enclose it for the best plans, null where unproven."""

    value: int
    low: int | None = None
    high: int | None = None


class Note(Output):
    """Something that goes with a change, or what stopped a case, in both languages."""

    vi: str
    en: str


class Row(Output):
    """The answer to a case. `seconds` is wall time; `error` says why a case has no answer, and only such a one."""

    case: str
    status: Status | Literal["error"]
    tiers: tuple[Tier, ...] = ()
    difference: dict[str, Shift] = Field(default_factory=dict)
    seats_changed: int | None = None
    seconds: float = 0.0
    notes: tuple[Note, ...] = ()
    error: Note | None = None
    plan: Plan | None = None
