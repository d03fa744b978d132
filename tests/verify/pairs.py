"""Pairs of plans: one that breaks a rule and nothing else, and its nearest neighbour that breaks nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.verify import verify


@dataclass(frozen=True)
class Side:
    """A scenario and a plan of it, with the base plan where it is a replan, and since when."""

    scenario: Scenario
    plan: Plan
    base: Plan | None = None
    since: datetime | None = None

    def broken(self) -> set[str]:
        """The ids of what the plan breaks."""
        return {
            violation.rule
            for violation in verify(self.scenario, self.plan, base=self.base, since=self.since).violations
        }


@dataclass(frozen=True)
class Pair:
    """`legal` breaks nothing; `broken` breaks `rule` alone."""

    rule: str
    case: str
    legal: Side
    broken: Side

    def __str__(self) -> str:
        return f"{self.rule}: {self.case}"

    def check(self) -> None:
        """Fail unless both plans are judged so."""
        assert self.legal.broken() == set()
        assert self.broken.broken() == {self.rule}
