"""One public instance measured: read, solved by the ordinary solve, checked by the verifier."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from planner.bench import smptsp, sscflp
from planner.bench.apart import apart
from planner.bench.instance import Instance
from planner.bench.peers.protocol import peak
from planner.domain.faults import InputError

FAMILIES: Final[dict[str, tuple[str, ...]]] = {"smptsp": smptsp.SUFFIXES, "sscflp": sscflp.SUFFIXES}
"""What can be read, and how such files end."""

ENDED: Final = "the process was ended"
"""What is said of an instance whose process came to no end of its own."""


@dataclass(frozen=True)
class Asked:
    """How instances are solved. `layout` is for files whose layout does not show."""

    family: str
    time_limit_s: float
    workers: int
    seed: int
    layout: str | None = None


@dataclass(frozen=True)
class Measured:
    """What came of an instance, in the numbers of its file. Times in seconds, memory in MiB (None: not known).

    `seconds` is all of the solve, the verifier included; reading comes before. `error` says why there is nothing.
    """

    value: float | None = None
    bound: float | None = None
    proven: bool = False
    seconds: float | None = None
    cpu_seconds: float | None = None
    reading_s: float | None = None
    memory_mib: int | None = None
    error: str = ""


def measured(path: Path, asked: Asked) -> Measured:
    """Measure an instance in a fresh process."""
    return apart(measured_here, path, asked) or Measured(error=ENDED)


def measured_here(path: Path, asked: Asked) -> Measured:
    """Measure an instance in this process."""
    from planner.solve import InternalError, solve  # noqa: PLC0415 - a second to load, which is nobody's time
    from planner.solve.settings import SolveSettings  # noqa: PLC0415
    from planner.verify import verify  # noqa: PLC0415

    begun = time.perf_counter()
    try:
        instance = _reader(asked)(path)
    except InputError as error:
        return Measured(error=f"{error.faults[0].found}: {error.faults[0].allowed_en}")
    except OSError as error:
        return Measured(error=error.strerror or str(error))
    read, cpu = time.perf_counter(), time.process_time()
    settings = SolveSettings(asked.time_limit_s, asked.workers, asked.seed, baseline=False)
    try:
        plan = solve(instance.scenario, settings)
    except InternalError as error:
        return Measured(error=str(error))
    done, spent = time.perf_counter(), time.process_time() - cpu
    found = Measured(
        seconds=round(done - read, 3), cpu_seconds=round(spent, 3), reading_s=round(read - begun, 3), memory_mib=peak()
    )
    report = verify(instance.scenario, plan)
    if not report.ok:
        return Measured(error=f"refused: {report.violations[0].rule}")
    tiers = {tier.name: tier for tier in plan.tiers}
    tier = tiers[instance.tier]
    whole = all(not tiers[name].value for name in ("unheld", "unfilled"))
    if tier.value is None or not whole:
        return Measured(**{**vars(found), "error": "no full plan in time"})
    value = float(instance.value(plan))
    bound = None if tier.bound is None else min(value, float(instance.bound(tier.bound)))
    return Measured(**{**vars(found), "value": value, "bound": bound, "proven": tier.proven})


def _reader(asked: Asked) -> Callable[[Path], Instance]:
    return smptsp.read if asked.family == "smptsp" else partial(sscflp.read, layout=asked.layout)
