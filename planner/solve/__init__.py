"""From a scenario to a proven plan that the verifier has passed."""

from __future__ import annotations

import queue
import threading
import time
from datetime import datetime
from functools import partial
from importlib.metadata import version
from typing import Literal

from planner import __version__
from planner.domain.baseline import baseline_of
from planner.domain.canonical import ordered, sha256
from planner.domain.plan import (
    Baseline,
    BaselineValues,
    Conflict,
    Difference,
    Plan,
    Range,
    Savings,
    Settings,
    Tier,
)
from planner.domain.scenario import Scenario
from planner.solve import assemble
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.pursue import pursue
from planner.solve.settings import OnProgress, Progress, SolveSettings
from planner.solve.standing import Standing
from planner.verify import verify

__all__ = ["InternalError", "solve"]


PLAN_SHARE = 0.6
"""Share of the time for the plan where the baseline has to wait for it."""


class InternalError(Exception):
    """The verifier refuses what the solver made: a mistake in the program, named by the rules broken."""


def solve(
    scenario: Scenario,
    settings: SolveSettings,
    *,
    base: Plan | None = None,
    since: datetime | None = None,
    on_progress: OnProgress | None = None,
    stop: threading.Event | None = None,
) -> Plan:
    """Return the best plan found, its bounds and its savings against holding everything apart.

    `base` is a plan to stay close to. `on_progress` is called from this thread. `stop` may be set at any moment;
    the best plan so far comes back.

    Raises:
        InternalError: the verifier refuses the plan; the message names the rules.
        NotImplementedError: `since` is given; what is past cannot be kept as it is yet.
    """
    if since is not None:
        raise NotImplementedError("keeping what is past as it is")
    began = time.monotonic()
    problem = Problem(ordered(scenario), base)
    problems = [problem, *([Problem(baseline_of(problem.scenario))] if settings.baseline else ())]
    joint, *others = _pursued(problems, settings, stop or threading.Event(), began, on_progress)
    plan = _plan(problem, joint, others[0] if others else None, settings, time.monotonic() - began)
    report = verify(scenario, plan, base=base)
    if not report.ok:
        raise InternalError("; ".join(f"{v.rule} at {v.where}: {v.en}" for v in report.violations[:5]))
    return plan


def _pursued(
    problems: list[Problem],
    settings: SolveSettings,
    stop: threading.Event,
    began: float,
    on_progress: OnProgress | None,
) -> list[Standing]:
    """Pursue the plan and (if asked for) the baseline: side by side, or one after the other on one worker."""
    news: queue.SimpleQueue[int | BaseException | None] = queue.SimpleQueue()
    standings = [Standing(problem, partial(news.put, n)) for n, problem in enumerate(problems)]
    side_by_side = len(problems) > 1 and settings.workers > 1 and not settings.deterministic
    workers = 1 if settings.deterministic else settings.workers // (2 if side_by_side else 1)

    def work(turn: list[Standing]) -> None:
        try:
            clock = Clock(settings.time_limit_s, settings.deterministic, workers, settings.seed, stop, began)
            for n, standing in enumerate(turn):
                clock.limit = settings.time_limit_s * (PLAN_SHARE if n + 1 < len(turn) else 1.0)
                pursue(standing.problem, standing, clock)
            news.put(None)
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            news.put(error)

    turns = [[standing] for standing in standings] if side_by_side else [standings]
    for turn in turns:
        threading.Thread(target=work, args=(turn,), daemon=True).start()
    try:
        left = len(turns)
        while left:
            item = news.get()
            if isinstance(item, BaseException):
                raise item
            left -= item is None
            if item is not None and on_progress is not None:
                on_progress(_progress(standings[item], "baseline" if item else "plan", time.monotonic() - began))
    except BaseException:
        stop.set()
        raise
    return standings


def _progress(standing: Standing, of: Literal["plan", "baseline"], seconds: float) -> Progress:
    best = standing.best
    tiers = assemble.tiers(standing.problem, None if best is None else best.values, standing.bounds())
    open_tier = next((tier.name for tier in tiers if not tier.proven), None)
    return Progress(seconds, of, "search", open_tier, tiers)


def _plan(
    problem: Problem, joint: Standing, apart: Standing | None, settings: SolveSettings, seconds: float
) -> Plan:
    draft = joint.best
    tiers = assemble.tiers(problem, None if draft is None else draft.values, joint.bounds())
    baseline = None if apart is None else _baseline(apart)
    common = {
        "scenario_sha256": sha256(problem.scenario),
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
                status="infeasible", conflict=_conflict(problem), baseline=baseline, cost_shares=shares, **common
            )
        return Plan(status="unknown", baseline=baseline, cost_shares=shares, **common)
    return Plan(
        status=assemble.status(tiers),
        sessions=assemble.sessions(draft),
        unheld=assemble.unheld(draft),
        cost_shares=assemble.cost_shares(draft),
        baseline=baseline,
        savings=None if apart is None or apart.best is None else _savings(joint, apart),
        **common,
    )


def _baseline(apart: Standing) -> Baseline | None:
    if apart.best is None:
        return None
    tiers = assemble.tiers(apart.problem, apart.best.values, apart.bounds())
    measured = apart.best.measured
    return Baseline(
        status=assemble.status(tiers),
        tiers=tiers,
        values=BaselineValues(
            staff_sessions=measured["staff_sessions"], cost=measured["cost"], people=measured["people"]
        ),
        sessions=len(apart.best.held),
        person_minutes=sum(apart.best.work.values()),
    )


def _savings(joint: Standing, apart: Standing) -> Savings:
    here, there = joint.best, apart.best
    if here is None or there is None:
        raise InternalError("savings without two plans")

    def tiers(standing: Standing) -> dict[str, Tier]:
        best = standing.best
        found = assemble.tiers(standing.problem, None if best is None else best.values, standing.bounds())
        return {tier.name: tier for tier in found}

    ours, theirs = tiers(joint), tiers(apart)

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


def _conflict(problem: Problem) -> tuple[Conflict, ...]:
    inputs = tuple(f"/pins/{i}" for i in range(len(problem.scenario.pins)))
    return (
        Conflict(
            rule="pins",
            inputs=inputs,
            sentence="Không phương án nào thực hiện được mọi ghim cùng lúc.",
            sentence_en="No plan can meet all pins at once.",
        ),
    )
