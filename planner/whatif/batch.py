"""Many cases of one base: solved where the engine says, each row handed over as soon as it is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.whatif import Case, Note, Row
from planner.engine import Engine
from planner.solve import Known, solve
from planner.solve.settings import OnProgress, SolveSettings
from planner.whatif.case import Base, solved
from planner.whatif.twins import Twin, answered, paired

REUSED = Note(
    vi="Suy từ trường hợp của người giống hệt ({0}) bằng cách đổi tên, rồi kiểm tra lại.",
    en="From the case of somebody just like them ({0}), with the names swapped, and verified.",
)


def base_of(
    scenario: Scenario,
    settings: SolveSettings,
    *,
    on_progress: OnProgress | None = None,
    stop: threading.Event | None = None,
    plan: Plan | None = None,
) -> Base:
    """Solve the base of a batch on `settings.workers` threads; its cases get one thread and as much time each.

    `plan` is one of the scenario that may serve as a beginning.
    """
    known = None if plan is None or not plan.has_sessions_to_check else Known(plan)
    found = solve(scenario, replace(settings, baseline=False), known=known, on_progress=on_progress, stop=stop)
    return Base(scenario, found, settings.of_one_case())


def run(base: Base, cases: Sequence[Case], engine: Engine, stop: threading.Event) -> Iterator[Row]:
    """Answer the cases and yield each row, with its plan, as it finishes; a case that fails is an error row alone.

    After `stop` is set nothing more is yielded. Rows of cases that another one answers follow that one's.
    """
    groups = paired(base, cases)
    alone: list[Case] = []
    for done in engine.run(solved, base, (case for case, _ in groups.values()), stop):
        if done.result is None:
            error = done.error or ""
            yield Row(case=done.item.name, status="error", error=Note(vi=error, en=error))
            alone += [twin.case for twin in groups[done.item.name][1]]
            continue
        yield done.result
        for twin in groups[done.item.name][1]:
            yield _of_twin(base, twin, done.result)
    if alone and not stop.is_set():
        yield from run(base, alone, engine, stop)


def _of_twin(base: Base, twin: Twin, first: Row) -> Row:
    row = answered(base, twin, first)
    note = Note(vi=REUSED.vi.format(first.case), en=REUSED.en.format(first.case))
    return row.model_copy(update={"notes": (*row.notes, note)})
