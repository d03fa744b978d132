"""Ids of a plan as names of its scenario, tiers as words, tier values in their units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from planner import rules
from planner.answers.moves import Move, moves
from planner.cli.text import safe
from planner.cli.words import Words
from planner.domain.faults import Cell
from planner.domain.indexed import Indexed
from planner.domain.plan import Plan, Seat, Session, Tier
from planner.domain.report import Report
from planner.domain.scenario import Scenario

Cells: TypeAlias = Callable[[str], Cell | None]
"""Where in the scenario's workbook a JSON pointer leads."""


def nowhere(_: str) -> None:
    """Lead to no cell: the scenario is no workbook."""


def tier_name(tier: str, words: Words) -> str:
    """Name a tier."""
    known = rules.tier(tier)
    return words(known.name_vi, known.name_en)


def unit(tier: str, words: Words) -> str:
    """Name the unit of a tier."""
    known = rules.tier(tier).unit
    return words(known.vi, known.en)


def amount(value: int, tier: str, words: Words) -> str:
    """Write a tier's value: money as money, all else as a number."""
    return words.money(value) if tier == "cost" else words.number(value)


def gap(tier: Tier, words: Words) -> str:
    """Write how far the value is above the bound, with its share of it; a dash where either is missing."""
    if tier.value is None or tier.bound is None:
        return "–"
    distance = tier.value - tier.bound
    share = f" ({words.percent(distance, tier.value)})" if distance and tier.value > 0 else ""
    return words.number(distance) + share


@dataclass(frozen=True)
class View(Indexed):
    """A verified plan beside its scenario and the verifier's figures, in the reader's language.

    `base` is the plan that it replans, where there is one; `cells` leads to places in the scenario's workbook.
    """

    scenario: Scenario
    plan: Plan
    report: Report
    words: Words
    base: Plan | None = None
    cells: Cells = nowhere

    @cached_property
    def moves(self) -> tuple[Move, ...] | None:
        """What is different from the base; None where there is none to compare with."""
        if self.base is None or not self.plan.has_sessions_to_check:
            return None
        return moves(self.scenario, self.base, self.plan)

    def activity(self, activity: str) -> str:
        """Name an activity."""
        return safe(self.activities[activity].name)

    def sponsor(self, activity: str) -> str:
        """Name the organisation whose activity it is."""
        return self.organisation(self.activities[activity].organisation)

    def organisation(self, organisation: str) -> str:
        """Name an organisation."""
        return safe(self.organisations[organisation].name)

    def person(self, person: str) -> str:
        """Name a person."""
        return safe(self.people[person].name)

    def home(self, person: str) -> str:
        """Name a person's home organisation."""
        return self.organisation(self.people[person].home)

    def place(self, place: str) -> str:
        """Name a place."""
        return safe(self.places[place].name)

    def area(self, area: str) -> str:
        """Name an area."""
        return safe(self.areas[area].name)

    def role(self, session: Session, seat: Seat) -> str:
        """Name the role of a seat: of the function where it is shared, else its activity's own."""
        if seat.activity is None:
            return self.shared_role(session, seat.role)
        own = self.activities[seat.activity].own_roles
        return safe(next(role.name for role in own if role.id == seat.role))

    def shared_role(self, session: Session, role: str) -> str:
        """Name a shared role."""
        return safe(next(r.name for r in self.functions[session.function].roles if r.id == role))

    def when(self, session: Session) -> str:
        """Write when a session is."""
        return self.words.span(session.start, session.end)

    def staff(self, session: Session) -> int:
        """Count the filled seats of a session."""
        return sum(seat.person is not None for seat in session.seats)
