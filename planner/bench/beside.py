"""Us and peers on the same instances in one run: each in a process of its own, for the same time on the same cores.

Set-up (starting, loading libraries, reading) is told apart from the time that counts. Every answer is made a plan of
ours and checked by our verifier.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from planner.bench import monolith, public, scale, seats, smptsp
from planner.bench.apart import apart, keep_to
from planner.bench.comparison import OURS, drawing, report, short
from planner.bench.instance import files
from planner.bench.judge import Judge, refusal
from planner.bench.listening import listened
from planner.bench.measure import ENDED, Asked
from planner.bench.peers.protocol import peak
from planner.bench.scale import TIERS
from planner.bench.table import Bench, Key, Row, number
from planner.domain.faults import InputError
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario

WHOLE: Final = "monolith"
"""How the only peer is called that knows the whole problem."""

COLUMNS: Final = (
    "instance", "peer", *TIERS, "open_tier", "bound", "gap_percent", "proven", "best_known", "seconds",
    "cpu_seconds", "setup_s", "memory_mib",
)  # fmt: skip
"""`open_tier` is the first that is not proven, or the last one; `bound` and gap are of it."""


@dataclass(frozen=True)
class Source:
    """Where an instance comes from, and the best that is known of it; `whole` where it is more than staffing."""

    scenario: Callable[[], Scenario]
    best_known: str = ""
    whole: bool = False


def sources(paths: Sequence[str], sizes: Sequence[str], seeds: Sequence[int]) -> dict[str, Source]:
    """Return public files of the staffing form by name, then the seats of generated wards, then these as a whole."""
    found = {
        public.name_of(path): Source(partial(_of_file, path), public.best_known(path)[0])
        for path in files(list(paths), smptsp.SUFFIXES)
    }
    made = [(size, seed) for size in sizes for seed in seeds]
    staffing = {f"seats-{size}/{seed}": Source(partial(seats.scenario, size, seed)) for size, seed in made}
    whole = {f"{size}/{seed}": Source(partial(scale.scenario, size, seed), whole=True) for size, seed in made}
    return found | staffing | whole


def _of_file(path: Path) -> Scenario:
    return smptsp.read(path).scenario


def bench(instances: Mapping[str, Source], pythons: Mapping[str, Path], asked: Asked) -> Bench:
    """Return the bench of some instances, by us and then by each peer, by the Python that it runs in."""
    rows: dict[Key, Callable[[], Row]] = {}
    for name, source in instances.items():
        rows[name, OURS] = partial(_ours, source, OURS, asked)
        if source.whole:
            rows[name, WHOLE] = partial(_ours, source, WHOLE, asked)
        for peer, python in () if source.whole else pythons.items():
            rows[name, peer] = partial(_theirs, source, peer, python, asked)
    return Bench(asked, COLUMNS, rows, short, report, drawing)


def _ours(source: Source, peer: str, asked: Asked) -> Row:
    return apart(ours_here, source, peer, asked, time.time()) or {"error": ENDED}


def ours_here(source: Source, peer: str, asked: Asked, begun: float) -> Row:
    """Measure us, or our model alone, in this process, which was begun at that moment."""
    from planner.solve import InternalError, solve  # noqa: PLC0415 - loading is set-up
    from planner.solve.settings import SolveSettings  # noqa: PLC0415

    keep_to(asked.workers)
    try:
        scenario = source.scenario()
    except (InputError, OSError) as error:
        return {"error": str(error)}
    setup, ready, cpu = time.time() - begun, time.perf_counter(), time.process_time()
    try:
        if peer == OURS:
            plan = solve(scenario, SolveSettings(asked.time_limit_s, asked.workers, asked.seed, baseline=False))
        else:
            plan = monolith.solved(scenario, asked)
    except InternalError as error:
        return {"error": str(error)}
    return {
        "setup_s": number(setup),
        "seconds": number(time.perf_counter() - ready),
        "cpu_seconds": number(time.process_time() - cpu),
        "memory_mib": number(peak()),
        "best_known": source.best_known,
        **_cells(scenario, plan),
    }


@lru_cache(maxsize=1)
def _judge(source: Source) -> Judge:
    return Judge(source.scenario())


def _theirs(source: Source, peer: str, python: Path, asked: Asked) -> Row:
    try:
        judge = _judge(source)
    except (InputError, OSError) as error:
        return {"error": str(error)}
    question = asdict(judge.tasks) | {"seconds": asked.time_limit_s, "workers": asked.workers, "seed": asked.seed}
    heard = listened(peer, python, json.dumps(question), asked)
    found = {
        "setup_s": number(heard.setup_s),
        "seconds": number(heard.seconds),
        "best_known": source.best_known,
        **{key: number(heard.told.get(key)) for key in ("cpu_seconds", "memory_mib")},
    }
    if "error" in heard.told or "holders" not in heard.told:
        return found | {"error": heard.told.get("error", "")}
    plan = judge.plan(heard.told["holders"])
    if (least := heard.told.get("bound")) is not None:
        plan = judge.claimed(plan, least)
    return found | _cells(judge.scenario, plan)


def _cells(scenario: Scenario, plan: Plan) -> Row:
    """Return the values of a plan, and how far they are proven."""
    if broken := refusal(scenario, plan):
        return {"error": f"refused: {broken}"}
    if plan.status not in ("optimal", "feasible"):
        return {}
    shown = next((tier for tier in plan.tiers if not tier.proven), plan.tiers[-1])
    value, bound = shown.value or 0, shown.bound
    return {tier.name: number(tier.value) for tier in plan.tiers} | {
        "open_tier": shown.name,
        "bound": number(bound),
        "gap_percent": "" if bound is None else f"{100 * (value - bound) / (value or 1):.3f}",
        "proven": "yes" if shown.proven else "no",
    }
