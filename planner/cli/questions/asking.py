"""What a question about a plan is asked with, and how the cases that it needs are solved, with news on stderr."""

from __future__ import annotations

import difflib
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rich.console import RenderableType

from planner.cli import inputs
from planner.cli.progress import watching
from planner.cli.running import running
from planner.cli.shell import Shell
from planner.cli.words import Words
from planner.domain.plan import Plan, Session
from planner.domain.scenario import Scenario
from planner.domain.whatif import Case, Row
from planner.engine import Cores
from planner.solve.settings import SolveSettings
from planner.whatif.batch import base_of, run
from planner.whatif.case import Base

Answer = tuple[dict[str, Any], list[RenderableType]]
"""A JSON document, and what people read."""


@dataclass(frozen=True)
class Asking:
    """A question about a plan, word by word; `seconds` for each solve, on `workers` cores; `mend`: with repairs."""

    shell: Shell
    scenario: Scenario
    plan: Plan
    words_asked: Sequence[str]
    seconds: float
    workers: int
    mend: bool
    stop: threading.Event = field(default_factory=threading.Event)

    @cached_property
    def base(self) -> Base:
        """The plan solved again from where it stands: what a file says of its bounds is no proof."""
        with watching(self.shell.err, self.words) as watch:
            return base_of(self.scenario, self.settings, on_progress=watch, plan=self.plan, stop=self.stop)

    def rows(self, cases: Sequence[Case]) -> list[Row]:
        """Return the answers to cases against the base, with their plans; fewer where the reader stops."""
        base = self.base
        found = []
        with running(self.shell.err, self.words, done=0, of=len(cases)) as watch:
            for row in run(base, cases, Cores(self.workers), self.stop):
                watch.finished(row)
                found.append(row)
        return found

    @property
    def settings(self) -> SolveSettings:
        """Settings of each solve."""
        return SolveSettings(time_limit_s=self.seconds, workers=self.workers, baseline=False)

    @property
    def words(self) -> Words:
        """The reader's language."""
        return self.shell.words

    def argument(self, n: int, what: str, known: Iterable[str]) -> str:
        """Return the n-th word of the question, one of the known ids.

        Raises:
            BadFile: it is missing or unknown.
        """
        ids = sorted(known)
        given = self.words_asked[n] if n < len(self.words_asked) else ""
        if given in ids:
            return given
        near = difflib.get_close_matches(given, ids, 3) or ids[:3]
        some = ", ".join(near)
        raise inputs.bad_file("QUESTION", "unknown-id", given or "–", f"{what}: {some} …", f"{what}: {some} …")

    def session(self, n: int) -> Session:
        """Return the session that the n-th word names, by its id or an activity in it."""
        of = {s.id: s for s in self.plan.sessions} | {a: s for s in self.plan.sessions for a in s.activities}
        return of[self.argument(n, "SESSION", of)]
