"""What a worker does with each kind of job, and how its news reach the queue.

Only workers import this: the solver's library takes a second to load.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter

from planner.answers.questions.answering import answered
from planner.answers.questions.asking import Asking
from planner.desk.asked import Ask, Asked, Batch, Solve
from planner.desk.faults import Lost
from planner.desk.queue import News, Queue, Task
from planner.desk.store.tables import plain
from planner.domain.faults import InputError
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.whatif import Row
from planner.engine import Engine
from planner.solve import Known, PastError, solve
from planner.solve.settings import Progress, SolveSettings
from planner.whatif import cases
from planner.whatif.batch import base_of, run
from planner.whatif.case import Base

BEAT_SECONDS: Final = 1.0
"""How often a worker speaks of its job."""

LEAST_SECONDS: Final = 2.0
"""What a solve gets that goes on after its time was used up: enough to find its plan again."""

_ASKED: Final[TypeAdapter[Asked]] = TypeAdapter(Asked)


@dataclass(frozen=True)
class Means:
    """What work is done with: solver threads, and the engine for cases."""

    threads: int
    engine: Engine


class Held:
    """A job while a worker has it: beats from a thread of its own, tells the news, hears when to stop.

    `stop` is set when the job is to stop, when it is not this worker's any more, or when the worker leaves.
    """

    def __init__(self, queue: Queue, task: Task, worker: str) -> None:
        self.queue, self.task, self.worker = queue, task, worker
        self.stop = threading.Event()
        self.lost = False
        self.asked_to_stop = False
        self._over = threading.Event()
        self._latest: dict[str, Progress] = {}
        self._told: dict[str, Mapping[str, Any]] = {}
        self._best: tuple[int, ...] | None = None
        self._spoke = time.monotonic()
        self._failure: BaseException | None = None

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Beat until the end of the block, then raise what went wrong with that.

        Raises:
            Lost: the job is not this worker's any more.
        """
        thread = threading.Thread(target=self._beat, name="chungtay-beat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()
        if self._failure is not None:
            raise self._failure

    def news(self, progress: Progress) -> None:
        """Take note of the solver's news; the next beat tells them."""
        self._latest[progress.of] = progress

    def keep(self, plan: Plan) -> None:
        """Keep a plan at once."""
        self._heard(self.queue.beat(self.task.id, self.worker, seconds=self._passed(), best=plan))

    def rows(self, rows: list[Row], *, plans: bool) -> None:
        """Keep rows at once."""
        self._heard(self.queue.add_rows(self.task.id, self.worker, rows, plans=plans))

    def _beat(self) -> None:
        try:
            while not self._over.wait(BEAT_SECONDS):
                news = [item for progress in list(self._latest.values()) for item in self._news(progress)]
                best = self._better() if self.task.kind == "solve" else None
                seconds = self._passed()
                self._heard(self.queue.beat(self.task.id, self.worker, seconds=seconds, news=news, best=best))
        except Lost as error:
            self.lost, self._failure = True, error
            self.stop.set()
        except BaseException as error:  # noqa: BLE001 - raised again in the worker's thread
            self._failure = error
            self.stop.set()

    def _heard(self, stop: bool) -> None:
        if stop:
            self.asked_to_stop = True
            self.stop.set()

    def _passed(self) -> float:
        """Return the seconds since this was last asked."""
        now = time.monotonic()
        passed, self._spoke = now - self._spoke, now
        return passed

    def _news(self, progress: Progress) -> Iterator[News]:
        tiers = [
            tier.model_dump(mode="json")
            | {"gap": None if tier.value is None or tier.bound is None else tier.value - tier.bound}
            for tier in progress.tiers
        ]
        data = {"of": progress.of, "tier": progress.tier, "tiers": tiers}
        if data != self._told.get(progress.of):
            self._told[progress.of] = data
            yield News("progress", {"seconds": round(self.task.seconds + progress.seconds, 1), **data})

    def _better(self) -> Plan | None:
        """Return the best plan so far where it is better than the one told before."""
        progress = self._latest.get("plan")
        if progress is None:
            return None
        values = tuple(tier.value for tier in progress.tiers if tier.value is not None)
        if not values or (self._best is not None and values >= self._best):
            return None
        plan = progress.plan()
        if plan is not None:
            self._best = values_of(plan)
        return plan


def done(held: Held, means: Means) -> None:
    """Do a job and end it, unless the worker leaves meanwhile: then what is known so far is kept.

    Raises:
        Lost: the job is not this worker's any more.
    """
    queue, task = held.queue, held.task
    scenario = queue.scenario(task.scenario, task.version)
    asked = _ASKED.validate_python(dict(task.settings))
    try:
        with held.beating():
            plan, answer = _result(held, scenario, asked, means)
    except (InputError, PastError) as error:
        queue.fail(task.id, held.worker, _said(error))
        return
    if held.stop.is_set() and not held.asked_to_stop:  # the worker leaves: others go on from here
        if plan is not None:
            held.keep(plan)
        return
    queue.finish(task.id, held.worker, plan=plan, answer=answer)


def _result(held: Held, scenario: Scenario, asked: Asked, means: Means) -> tuple[Plan | None, dict[str, Any] | None]:
    """Return the plan of a solve or a batch's base, or the answer to a question."""
    match asked:
        case Solve():
            return _solved(held, scenario, asked, means), None
        case Batch():
            return _batch(held, scenario, asked, means), None
        case Ask():
            return None, _answered(held, scenario, asked, means)


def _solved(held: Held, scenario: Scenario, asked: Solve, means: Means) -> Plan:
    """Solve, or go on from the best plan of a worker before; the plan is never worse than that."""
    queue, task = held.queue, held.task
    before = None if task.plan is None else queue.plan(task.plan)
    settings = SolveSettings(
        time_limit_s=max(LEAST_SECONDS, asked.time_limit_s - task.seconds),
        workers=means.threads,
        seed=asked.seed,
        deterministic=asked.deterministic,
        baseline=asked.baseline,
    )
    known = None if before is None or asked.deterministic else Known(before, before.tiers)
    plan = solve(
        scenario,
        settings,
        base=None if asked.base is None else queue.plan(asked.base),
        since=asked.since,
        known=known,
        on_progress=held.news,
        stop=held.stop,
    )
    return plan if before is None or not _worse(plan, before) else before


def _batch(held: Held, scenario: Scenario, asked: Batch, means: Means) -> Plan | None:
    """Answer the cases that are left, each row kept as it comes; return the plan of the base."""
    queue, task = held.queue, held.task
    wanted = cases(scenario, asked.whatif)
    settings = SolveSettings(time_limit_s=asked.time_limit_s, workers=means.threads, baseline=False)
    if task.plan is None:
        near = None if asked.base is None else queue.plan(asked.base)
        base = base_of(scenario, settings, on_progress=held.news, stop=held.stop, plan=near)
        if held.stop.is_set() and not base.plan.has_sessions_to_check:
            return None
        held.keep(base.plan)
    else:
        base = Base(scenario, queue.plan(task.plan), settings.of_one_case())
    if base.plan.has_sessions_to_check:
        finished = queue.cases_done(task.id)
        left = [case for case in wanted if plain(case.name) not in finished]
        for row in run(base, left, means.engine, held.stop):
            held.rows([row], plans=asked.plans_kept)
    return None


def _answered(held: Held, scenario: Scenario, asked: Ask, means: Means) -> dict[str, Any]:
    asking = Asking(
        scenario=scenario,
        plan=held.queue.plan(asked.plan),
        settings=SolveSettings(time_limit_s=asked.time_limit_s, workers=means.threads, baseline=False),
        engine=means.engine,
        mend=asked.repairs,
        stop=held.stop,
        watch_base=lambda: nullcontext(held.news),
    )
    return answered(asked.question, asking).document


def values_of(plan: Plan) -> tuple[int, ...]:
    """Return the values of a plan's tiers, in order."""
    return tuple(tier.value for tier in plan.tiers if tier.value is not None)


def _worse(plan: Plan, before: Plan) -> bool:
    return not plan.has_sessions_to_check or values_of(plan) > values_of(before)


def _said(error: InputError | PastError) -> str:
    if isinstance(error, InputError):
        return "; ".join(f"{fault.pointer}: {fault.found}; wanted: {fault.allowed_en}" for fault in error.faults[:5])
    return "; ".join(f"{v.rule} at {v.where}: {v.en}" for v in error.violations[:5])
