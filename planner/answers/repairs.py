"""The cheapest repairs of a conflict: every remedy tried by solving the changed scenario as a whole."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Final

from planner.answers.conflicts import Conflict
from planner.answers.inputs.words import whole
from planner.answers.remedies import Remedy, remedies
from planner.domain.canonical import sha256
from planner.domain.faults import InputError
from planner.domain.plan import Output, Plan, Status, Tier
from planner.domain.scenario import Scenario
from planner.domain.whatif import Change, Note, SetBudget, Shift
from planner.solve import Known, solve
from planner.solve.feasible.possible import met, possible
from planner.solve.settings import SolveSettings
from planner.whatif.changes import apply
from planner.whatif.compare import difference, seats_changed

SECONDS_TO_CHECK = 3.0
"""Most seconds for finding out that a remedy does not touch the conflict."""

MOVED: Final = Note(
    vi="Chỉ chuyển chỗ thiếu sang nơi khác: tổng số còn thiếu không giảm.",
    en="This only moves the gap elsewhere: as much is missing in all.",
)
"""Said of a repair that reaches the goal at the price of another."""

Price = Callable[[Scenario], Plan]
"""Solves a changed scenario."""


class Repair(Output):
    """A remedy with what it does to the plan. `mends`: the goal is reached. `notes`: what else the changes took along.

    `difference` and `seats_changed` compare with the plan asked about; without one they are empty.
    """

    changes: tuple[Change, ...]
    vi: str
    en: str
    mends: bool
    status: Status
    tiers: tuple[Tier, ...]
    difference: dict[str, Shift]
    seats_changed: int | None
    notes: tuple[Note, ...] = ()
    plan: Plan


def repairs(
    scenario: Scenario,
    plan: Plan | None,
    conflict: Conflict,
    *,
    price: Price | None = None,
    most: int = 8,
    seconds: float = 10.0,
    stop: threading.Event | None = None,
) -> tuple[Repair, ...]:
    """Return the repairs of a conflict, best first: those that reach the goal, then by tiers, then by few changes.

    At most `most` remedies that could resolve the conflict are priced, each by solving the whole changed scenario
    (`price`; without one for `seconds` each).
    """
    stop = stop or threading.Event()
    price = price or _price(plan, seconds, stop)
    found: list[Repair] = []
    for remedy in _promising(scenario, plan, conflict, stop):
        if len(found) >= most or stop.is_set():
            break
        changed = apply(scenario, remedy.changes)
        after = price(changed.scenario)
        unlimited = remedy.changes == (SetBudget(budget=None),) and after.has_sessions_to_check
        made, after = _within(scenario, after) if unlimited else (remedy, after)
        found.append(_repair(plan, conflict, made, changed.notes, after))
    return tuple(sorted(found, key=_rank))


def _promising(scenario: Scenario, plan: Plan | None, conflict: Conflict, stop: threading.Event) -> Iterable[Remedy]:
    """Yield the remedies with which this conflict no longer stands, or is not known to."""
    seen: set[tuple[Change, ...]] = set()
    demands = [*conflict.goal.demands(), *(need.demand for need in conflict.needs)]
    for remedy in remedies(scenario, plan, conflict):
        if remedy.changes in seen:
            continue
        seen.add(remedy.changes)
        try:
            changed = apply(scenario, remedy.changes).scenario
        except InputError:
            continue
        answer = possible(changed, demands, seconds=SECONDS_TO_CHECK, stop=stop)
        if answer.sessions is not None or not answer.known:
            yield remedy


def _repair(plan: Plan | None, conflict: Conflict, remedy: Remedy, notes: tuple[Note, ...], after: Plan) -> Repair:
    compared = plan is not None and plan.has_sessions_to_check and after.has_sessions_to_check
    mends = after.has_sessions_to_check and all(met(after.sessions, demand) for demand in conflict.goal.demands())
    shifts = difference(plan, after) if compared and plan is not None else {}
    if mends and all(shifts[name].value == 0 for name in ("unheld", "unfilled") if name in shifts) and shifts:
        notes = (*notes, MOVED)
    return Repair(
        changes=remedy.changes,
        vi=remedy.vi,
        en=remedy.en,
        mends=mends,
        status=after.status,
        tiers=after.tiers,
        difference=shifts,
        seats_changed=seats_changed(plan, after) if compared and plan is not None else None,
        notes=notes,
        plan=after,
    )


def _within(scenario: Scenario, after: Plan) -> tuple[Remedy, Plan]:
    """Return the budget that a plan made without one takes, and the plan as one within it."""
    cost = sum(session.cost for session in after.sessions)
    changes = (SetBudget(budget=cost),)
    vi, en = whole(cost)
    remedy = Remedy(changes, f"Nâng kinh phí lên {vi} đồng.", f"Raise the budget to {en} VND.")
    return remedy, after.model_copy(update={"scenario_sha256": sha256(apply(scenario, changes).scenario)})


def _rank(repair: Repair) -> tuple[bool, list[tuple[bool, int]], int]:
    values = [(tier.value is None, tier.value or 0) for tier in repair.tiers]
    return not repair.mends, values, len(repair.changes)


def _price(plan: Plan | None, seconds: float, stop: threading.Event) -> Price:
    settings = SolveSettings(time_limit_s=seconds, workers=1, baseline=False)
    known = Known(plan) if plan is not None and plan.has_sessions_to_check else None
    return lambda scenario: solve(scenario, settings, known=known, stop=stop)
