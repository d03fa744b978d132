"""From a scenario to a proven plan that the verifier has passed."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final, Literal, TypeAlias

from planner.domain.baseline import baseline_of
from planner.domain.canonical import ordered
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.solve.effort import Clock
from planner.solve.nearby.begun import PastError, kept_past
from planner.solve.nearby.nearest import nearest
from planner.solve.nearby.rework import Known
from planner.solve.outcome import assemble, result
from planner.solve.problem import Problem
from planner.solve.settings import OnProgress, Progress, SolveSettings
from planner.solve.stages import pursue
from planner.solve.standing import Standing
from planner.verify import verify

__all__ = ["InternalError", "Known", "PastError", "solve"]

PLAN_SHARE = 0.6
"""Share of the time for the plan where the baseline has to wait for it."""

MOST_ENDING = 0.1
"""Most of the time that is left for naming and verifying the plan."""

SECONDS_TO_NEAR = 1.0
"""Most seconds for taking, of equally good plans, one near that of a neighbour."""

OF: Final[tuple[Literal["plan", "baseline"], ...]] = ("plan", "baseline")
"""What each standing is of."""

News: TypeAlias = "queue.SimpleQueue[int | None]"
"""Which standing has changed; None: a thread has ended."""


class InternalError(Exception):
    """The verifier refuses what the solver made: a mistake in the program, named by the rules broken."""


def solve(
    scenario: Scenario,
    settings: SolveSettings,
    *,
    base: Plan | None = None,
    since: datetime | None = None,
    known: Known | None = None,
    on_progress: OnProgress | None = None,
    stop: threading.Event | None = None,
) -> Plan:
    """Return the best plan found, its bounds and its savings against holding everything apart.

    `base` is a plan to stay close to; with `since` (local time) what it began before then stays as it was. `known` is
    what a neighbouring scenario's solve gives to begin with. `on_progress` is called from this thread. `stop` may be
    set at any moment; the best plan so far comes back.

    Raises:
        PastError: what the base plan began before `since` breaks a rule of this scenario.
        InternalError: the verifier refuses the plan; the message names the rules.
    """
    began = time.monotonic()
    past = None if base is None or since is None else kept_past(scenario, base, since)
    problem = Problem(ordered(scenario), base, past)
    if known is None and base is not None:
        known = Known(base)
    problems = [problem, *([Problem(baseline_of(problem.scenario))] if settings.baseline else ())]
    news: News = queue.SimpleQueue()
    standings = [Standing(p, partial(news.put, n)) for n, p in enumerate(problems)]
    joint, apart = standings[0], standings[1] if settings.baseline else None

    def best() -> Plan:
        plan = result.plan(joint, apart, settings, time.monotonic() - began)
        report = verify(scenario, plan, base=base, since=since)
        if not report.ok:
            raise InternalError("; ".join(f"{v.rule} at {v.where}: {v.en}" for v in report.violations[:5]))
        return plan

    def tell(n: int) -> None:
        if on_progress is not None:
            on_progress(_progress(standings, n, time.monotonic() - began, best))

    ending = 0.0 if settings.deterministic else min(time.monotonic() - began, MOST_ENDING * settings.time_limit_s)
    _pursue(standings, known, settings, stop or threading.Event(), began, ending, news, tell)
    return best()


def _pursue(
    standings: list[Standing],
    known: Known | None,
    settings: SolveSettings,
    stop: threading.Event,
    began: float,
    ending: float,
    news: News,
    tell: Callable[[int], None],
) -> None:
    """Pursue the plan and (if asked for) the baseline: side by side, or one after the other on one worker.

    `ending` are seconds to leave for what follows: to name and verify a plan takes about as long as to read a scenario.
    """
    failures: list[BaseException] = []
    side_by_side = len(standings) > 1 and settings.workers > 1 and not settings.deterministic
    workers = 1 if settings.deterministic else max(1, settings.workers // (2 if side_by_side else 1))

    def work(turn: list[Standing]) -> None:
        limit = max(0.0, settings.time_limit_s - ending)
        clock = Clock(limit, settings.deterministic, workers, settings.seed, stop, began)
        try:
            for n, standing in enumerate(turn):
                clock.limit = limit * (PLAN_SHARE if n + 1 < len(turn) else 1.0)
                _work(standing, clock, known if standing is standings[0] else None)
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            failures.append(error)
            stop.set()
        finally:
            news.put(None)

    turns = [[standing] for standing in standings] if side_by_side else [standings]
    for turn in turns:
        threading.Thread(target=work, args=(turn,), daemon=True).start()
    left = len(turns)
    try:
        while left:
            item = news.get()
            if item is None:
                left -= 1
            else:
                tell(item)
    except BaseException:
        stop.set()
        raise
    if failures:
        raise failures[0]


def _work(standing: Standing, clock: Clock, known: Known | None) -> None:
    """Pursue a plan; without a tier that counts changes, of equally good ones take one near the neighbour's."""
    pursue(standing.problem, standing, clock, known)
    if known is not None and standing.best is not None and standing.problem.base is None:
        standing.settle(nearest(standing.best, known.plan, clock, seconds=SECONDS_TO_NEAR))


def _progress(standings: list[Standing], n: int, seconds: float, best: Callable[[], Plan]) -> Progress:
    """Return news of the plan (0) or the baseline (1)."""
    standing, of = standings[n], OF[n]
    draft = standing.best
    tiers = assemble.tiers(standing.problem, None if draft is None else draft.values, standing.bounds_of(draft))
    open_tier = next((tier.name for tier in tiers if not tier.proven), None)
    return Progress(seconds, of, "search", open_tier, tiers, lambda: None if standings[0].best is None else best())
