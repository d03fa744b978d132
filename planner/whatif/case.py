"""One case: the changed scenario solved, beginning with all that the base's solve gives, and compared."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from planner.domain.faults import InputError
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.whatif import Case, Note, Row
from planner.solve import Known, solve
from planner.solve.settings import SolveSettings
from planner.whatif.changes import apply
from planner.whatif.compare import difference, seats_changed
from planner.whatif.restricts import restricts


@dataclass(frozen=True)
class Base:
    """What all cases of a batch start from: a scenario and its plan. `settings` are those of each case's solve."""

    scenario: Scenario
    plan: Plan
    settings: SolveSettings


def solved(base: Base, case: Case, stop: threading.Event) -> Row:
    """Answer a case: what its changes do to the plan, tier by tier. A case that cannot be made is an error alone."""
    began = time.monotonic()
    try:
        changed = apply(base.scenario, case.changes)
    except InputError as error:
        return refused(case, error)
    plan = solve(changed.scenario, base.settings, known=known(base, changed.scenario), stop=stop)
    found = row(base, case.name, plan, changed.notes, time.monotonic() - began)
    return found if changed.scenario.objective == base.scenario.objective else _same_tiers(found)


def known(base: Base, scenario: Scenario) -> Known | None:
    """Return what the base's solve gives a solve of a changed scenario to begin with."""
    if not base.plan.has_sessions_to_check:
        return None
    return Known(base.plan, base.plan.tiers if restricts(scenario, base.scenario) else ())


def row(base: Base, name: str, plan: Plan, notes: tuple[Note, ...], seconds: float) -> Row:
    """Return the row of a case that has been solved."""
    return Row(
        case=name,
        status=plan.status,
        tiers=plan.tiers,
        difference=difference(base.plan, plan),
        seats_changed=seats_changed(base.plan, plan),
        seconds=round(seconds, 3),
        notes=notes,
        plan=plan,
    )


def _same_tiers(found: Row) -> Row:
    """Return the row without the difference of `weighted`: with other weights that is another tier."""
    return found.model_copy(update={"difference": {k: v for k, v in found.difference.items() if k != "weighted"}})


def refused(case: Case, error: InputError) -> Row:
    """Return the row of a case whose changes cannot be made."""
    vi = "; ".join(f"{f.pointer}: {f.found}; cần {f.allowed_vi}" for f in error.faults)
    en = "; ".join(f"{f.pointer}: {f.found}; wanted: {f.allowed_en}" for f in error.faults)
    return Row(case=case.name, status="error", error=Note(vi=vi, en=en))
