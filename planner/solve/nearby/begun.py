"""Whether what has begun can stay as it was in a scenario that has changed since."""

from __future__ import annotations

from datetime import datetime

from planner.domain.past import Past, past_of
from planner.domain.plan import Plan
from planner.domain.report import Violation
from planner.domain.scenario import Scenario
from planner.rules import HARD
from planner.verify import verify

RECKONED = frozenset({"seats", "one-session", "pins", "budget"})
"""Rules that the past alone need not meet: seats follow attendance, and the rest is about what is still to come."""


class PastError(Exception):
    """What the base plan began cannot stay: `violations` say which rules of the scenario it breaks."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__("; ".join(f"{v.rule} at {v.where}: {v.en}" for v in violations))
        self.violations = violations


def kept_past(scenario: Scenario, base: Plan, since: datetime) -> Past:
    """Return what of the base plan began before `since`.

    Raises:
        PastError: it breaks a rule of the scenario (somebody is away by now at a time when they served, say).
    """
    past = past_of(base, since)
    report = verify(scenario, base.model_copy(update={"sessions": past.sessions}))
    rules = {*HARD, "unknown-reference"} - RECKONED
    broken = tuple(v for v in report.violations if v.rule in rules and v.where.startswith("/sessions"))
    if broken:
        raise PastError(broken)
    return past
