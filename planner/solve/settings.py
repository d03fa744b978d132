"""How a solve is run, and what it tells while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from planner.domain.plan import Plan, Tier


@dataclass(frozen=True)
class SolveSettings:
    """Limits and choices of one solve.

    `time_limit_s`: seconds of wall time for plan and baseline together. `workers`: solver threads, 1 or more.
    `seed`: 0 to 2^31 - 1. `deterministic`: one worker and a limit that counts work instead of time, so that the
    same scenario gives the same plan byte for byte. `baseline`: also solve everything held apart, for the savings.
    """

    time_limit_s: float = 60.0
    workers: int = 2
    seed: int = 0
    deterministic: bool = False
    baseline: bool = True

    def of_one_case(self) -> SolveSettings:
        """Return the settings of one of many cases that run side by side."""
        return replace(self, workers=1, baseline=False)


@dataclass(frozen=True)
class Progress:
    """News of a solve: `of` says which problem, `tier` which tier is worked on, `tiers` all values and bounds so far.

    `seconds` is wall time since the solve began. `plan()` makes and verifies the best plan so far (None: there is
    none yet), from any thread; a tenth of a second for a ward.
    """

    seconds: float
    of: Literal["plan", "baseline"]
    stage: str
    tier: str | None
    tiers: tuple[Tier, ...]
    plan: Callable[[], Plan | None]


OnProgress = Callable[[Progress], None]
