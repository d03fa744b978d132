"""The independent verifier: scenario and plan in, report out.

Everything is worked out again on the original dates and times; nothing is shared with the solver's model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from planner.domain.plan import Plan
from planner.domain.report import Report, Violation
from planner.domain.scenario import Scenario
from planner.verify import duties, figures, money, proof, savings, seats, sessions, wishes
from planner.verify.case import Case

Check = Callable[[Case], Iterator[Violation]]

PLAN_CHECKS: tuple[Check, ...] = (
    sessions.one_session,
    sessions.same_function,
    sessions.consent,
    sessions.together,
    sessions.apart,
    sessions.start,
    sessions.place,
    sessions.parallel,
    sessions.capacity,
    seats.seats,
    seats.qualified,
    duties.available,
    duties.no_overlap,
    duties.hours,
    seats.separate,
    seats.representation,
    seats.standby,
    money.budget,
    wishes.pins,
    wishes.past,
    wishes.forbids,
    sessions.session_ids,
    figures.reasons,
    figures.attendance,
    figures.lead,
    money.cost,
)
"""What holds of a plan's sessions: the rules in the contract's order, then the figures of sessions."""

FILE_CHECKS: tuple[Check, ...] = (
    figures.unknown_reference,
    money.cost_shares,
    figures.tiers,
    proof.proof,
    proof.status,
    proof.conflict,
    savings.baseline,
    savings.savings,
    proof.scenario_hash,
)
"""What holds of every plan file, also of one that states that there is no plan."""


def verify(scenario: Scenario, plan: Plan, *, base: Plan | None = None, since: datetime | None = None) -> Report:
    """Check a plan against its scenario, and against the base plan where it is a replan.

    `since` (local time): what the base plan began before then must be in the plan as it was.

    The scenario must be free of faults (see `planner.domain.checks`). The plan may hold anything that a plan
    file can: whatever is wrong with it becomes a violation, and nothing raises.
    """
    case = Case(scenario, plan, base, since)
    checks = PLAN_CHECKS + FILE_CHECKS if plan.has_sessions_to_check else FILE_CHECKS
    return Report(
        violations=tuple(violation for check in checks for violation in check(case)),
        values=dict(case.values),
        person_minutes=case.person_minutes,
        sessions=len(case.held),
    )
