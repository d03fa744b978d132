"""What a question is asked with, and how the cases that its answer needs are solved."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.whatif import Case, Row
from planner.engine import Engine
from planner.solve.settings import OnProgress, SolveSettings
from planner.whatif.batch import base_of, run
from planner.whatif.case import Base

OnRow: TypeAlias = Callable[[Row], None]
"""Takes the row of a case as it finishes."""

WatchBase: TypeAlias = Callable[[], AbstractContextManager[OnProgress | None]]
"""Entered while the plan is solved again; gives what takes the news of that solve, called from any thread."""

WatchRows: TypeAlias = Callable[[int], AbstractContextManager[OnRow | None]]
"""Called with how many cases there are, and entered while they are solved; gives what takes their rows."""


def _unwatched(_count: int) -> AbstractContextManager[None]:
    return nullcontext()


@dataclass(frozen=True)
class Asking:
    """A plan that the verifier has passed, and how its questions are answered.

    `settings` are those of each solve (a case gets one thread), `engine` says where cases run. `mend`: also look for
    the cheapest repairs of a conflict. After `stop` is set an answer holds what was found until then. `watch_base`
    and `watch_rows` are for showing how far it is.
    """

    scenario: Scenario
    plan: Plan
    settings: SolveSettings
    engine: Engine
    mend: bool = True
    stop: threading.Event = field(default_factory=threading.Event)
    watch_base: WatchBase = nullcontext
    watch_rows: WatchRows = _unwatched

    @cached_property
    def base(self) -> Base:
        """The plan solved again from where it stands: what a file says of its bounds is no proof."""
        with self.watch_base() as on_progress:
            return base_of(self.scenario, self.settings, on_progress=on_progress, plan=self.plan, stop=self.stop)

    def rows(self, cases: Sequence[Case]) -> list[Row]:
        """Return the answers to cases against the base, with their plans; fewer where it is stopped.

        Raises:
            EngineError: the engine cannot run them.
        """
        base = self.base
        found = []
        with self.watch_rows(len(cases)) as on_row:
            for row in run(base, cases, self.engine, self.stop):
                if on_row is not None:
                    on_row(row)
                found.append(row)
        return found
