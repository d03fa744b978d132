"""The plan file: the best plan, how far it is proven, the baseline, and what is saved against it."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from planner import __version__
from planner.domain.plan import Baseline, BaselineValues, Conflict, Difference, Plan, Range, Savings, Settings, Tier
from planner.solve.draft import Draft
from planner.solve.outcome import assemble
from planner.solve.problem import Problem
from planner.solve.settings import SolveSettings
from planner.solve.standing import Standing


def plan(joint: Standing, apart: Standing | None, settings: SolveSettings, seconds: float) -> Plan:
    """Return the plan file for the standing of a scenario and (if asked for) of its baseline, also while they move."""
    problem, draft = joint.problem, joint.best
    tiers = assemble.tiers(problem, None if draft is None else draft.values, joint.bounds_of(draft))
    other = None if apart is None else apart.best
    baseline = None if apart is None or other is None else _baseline(apart, other)
    common: dict[str, Any] = {
        "scenario_sha256": problem.sha256,
        "tiers": tiers,
        "settings": Settings(
            seed=settings.seed,
            workers=1 if settings.deterministic else settings.workers,
            time_limit_s=settings.time_limit_s,
            deterministic=settings.deterministic,
            versions={"chungtay": __version__, "ortools": version("ortools")},
        ),
        "seconds": round(seconds, 3),
    }
    if draft is None:
        shares = {o.id: 0 for o in problem.scenario.organisations}
        if joint.infeasible:
            return Plan(
                status="infeasible",
                conflict=_conflict(problem),
                baseline=baseline,
                cost_shares=shares,
                **common,
            )
        return Plan(status="unknown", baseline=baseline, cost_shares=shares, **common)
    return Plan(
        status=assemble.status(tiers),
        sessions=assemble.sessions(draft),
        unheld=assemble.unheld(draft),
        cost_shares=assemble.cost_shares(draft),
        baseline=baseline,
        savings=None if apart is None or other is None else _savings(joint, draft, apart, other),
        **common,
    )


def _baseline(apart: Standing, draft: Draft) -> Baseline:
    tiers = assemble.tiers(apart.problem, draft.values, apart.bounds_of(draft))
    measured = draft.measured
    return Baseline(
        status=assemble.status(tiers),
        tiers=tiers,
        values=BaselineValues(
            staff_sessions=measured["staff_sessions"], cost=measured["cost"], people=measured["people"]
        ),
        sessions=len(draft.held),
        person_minutes=sum(draft.work.values()),
    )


def _savings(joint: Standing, here: Draft, apart: Standing, there: Draft) -> Savings:
    ours, theirs = _tiers(joint, here), _tiers(apart, there)

    def earlier_proven(found: dict[str, Tier], name: str) -> bool:
        names = list(found)
        return name in found and all(found[n].proven for n in names[: names.index(name)])

    def saved(name: str) -> Range:
        low = high = None
        if earlier_proven(ours, name) and earlier_proven(theirs, name):
            own, other = ours[name], theirs[name]
            low = None if other.bound is None else other.bound - here.measured[name]
            high = None if own.bound is None else there.measured[name] - own.bound
        return Range(value=there.measured[name] - here.measured[name], low=low, high=high)

    return Savings(
        comparable=all(here.measured[n] == there.measured[n] for n in ("unheld", "unfilled")),
        staff_sessions=saved("staff_sessions"),
        cost=saved("cost"),
        people=saved("people"),
        person_minutes=Difference(value=sum(there.work.values()) - sum(here.work.values())),
        sessions=Difference(value=len(there.held) - len(here.held)),
    )


def _tiers(standing: Standing, draft: Draft) -> dict[str, Tier]:
    return {tier.name: tier for tier in assemble.tiers(standing.problem, draft.values, standing.bounds_of(draft))}


def _conflict(problem: Problem) -> tuple[Conflict, ...]:
    """Without pins holding nothing is a plan, so what fails is the pins under the rules (and the budget, if any)."""
    inputs = [f"/pins/{i}" for i in range(len(problem.scenario.pins))]
    vi, en = "Không phương án nào thực hiện được mọi ghim cùng lúc", "No plan meets all pins at once"
    if problem.scenario.budget is not None:
        inputs.append("/budget")
        vi, en = f"{vi} trong ngân sách", f"{en} within the budget"
    return (
        Conflict(
            rule="pins",
            inputs=tuple(inputs),
            sentence=f"{vi} mà vẫn giữ các quy tắc khác.",
            sentence_en=f"{en} under the other rules.",
        ),
    )
