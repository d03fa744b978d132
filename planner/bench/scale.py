"""Generated wards of every size: what is proven of each tier, the first plan, time, memory, and how time grows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median
from typing import Final

import numpy as np

from planner.bench import plot
from planner.bench.apart import apart
from planner.bench.measure import ENDED, Asked
from planner.bench.peers.protocol import peak
from planner.bench.public import families
from planner.bench.table import Bench, Key, Row, markdown, number, told
from planner.domain.checks import read as checked
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from scenarios.build import sizes

TIERS: Final = ("unheld", "unfilled", "unbacked", "staff_sessions", "cost", "people", "peak_minutes")
"""The objective of all generated scenarios, the contract's own."""

COLUMNS: Final = (
    "instance", "wards", "activities", "people_there", "places", "days",
    *(f"{tier}{part}" for tier in TIERS for part in ("", "_bound", "_proven")),
    "proven", "baseline_proven", "first_plan_s", "whole_plan_s", "seconds", "cpu_seconds", "reading_s", "memory_mib",
)  # fmt: skip

TIMES: Final = {"first_plan_s": "first verified plan", "seconds": "proof of plan and baseline"}
"""The times whose growth is told. A plan that holds nothing is none; without a full proof there is no time to it."""


def bench(asked_sizes: Sequence[str], seeds: Sequence[int], asked: Asked) -> Bench:
    """Return the bench of some sizes, each with all the seeds."""
    rows: dict[Key, Callable[[], Row]] = {
        (f"{size}/{seed}",): partial(_row, size, seed, asked) for size in asked_sizes for seed in seeds
    }
    return Bench(asked, COLUMNS, rows, _told, _report, _drawing)


def scenario(size: str, seed: int) -> Scenario:
    """Return a generated scenario."""
    return checked(sizes.scenario(size, seed)).scenario


def _row(size: str, seed: int, asked: Asked) -> Row:
    return apart(measured_here, size, seed, asked) or {"error": ENDED}


def measured_here(size: str, seed: int, asked: Asked) -> Row:
    """Measure a generated scenario in this process: the plan and its baseline within the time limit.

    `whole_plan_s` is when the first two tiers were as in the end.
    """
    from planner.solve import InternalError, solve  # noqa: PLC0415 - a second to load, which is nobody's time
    from planner.solve.settings import Progress, SolveSettings  # noqa: PLC0415
    from planner.verify import verify  # noqa: PLC0415

    begun = time.perf_counter()
    made = scenario(size, seed)
    nothing = sum(activity.priority for activity in made.activities)
    read, cpu, first = time.perf_counter(), time.process_time(), list[float]()
    reached: dict[tuple[int | None, ...], float] = {}

    def tell(news: Progress) -> None:
        values = tuple(tier.value for tier in news.tiers[:2])
        if news.of == "plan" and values not in reached:
            reached[values] = time.perf_counter() - read
            if not first and values[0] not in (None, nothing) and news.plan() is not None:
                first.append(time.perf_counter() - read)

    try:
        plan = solve(made, SolveSettings(asked.time_limit_s, asked.workers, asked.seed), on_progress=tell)
    except InternalError as error:
        return {"error": str(error)}
    found = {
        "wards": str(len(made.areas)),
        "activities": str(len(made.activities)),
        "people_there": str(len(made.people)),
        "places": str(len(made.places)),
        "days": str((made.end - made.start).days + 1),
        "first_plan_s": number(first[0] if first else None),
        "whole_plan_s": number(reached.get(tuple(tier.value for tier in plan.tiers[:2]))),
        "seconds": number(time.perf_counter() - read),
        "cpu_seconds": number(time.process_time() - cpu),
        "reading_s": number(read - begun),
        "memory_mib": number(peak()),
    }
    report = verify(made, plan)
    if not report.ok:
        return found | {"error": f"refused: {report.violations[0].rule}"}
    return found | _proof(plan)


def _proof(plan: Plan) -> Row:
    if plan.status not in ("optimal", "feasible"):
        return {"error": "no plan in time"}
    found = {
        "proven": _yes(plan.status == "optimal"),
        "baseline_proven": _yes(plan.baseline is not None and plan.baseline.status == "optimal"),
    }
    for tier in plan.tiers:
        cells = {"": number(tier.value), "_bound": number(tier.bound), "_proven": _yes(tier.proven)}
        found |= {f"{tier.name}{part}": cell for part, cell in cells.items()}
    return found


def _yes(whether: bool) -> str:
    return "yes" if whether else "no"


def told_tier(line: Row, tier: str) -> str:
    """Return a tier's value and how far it is proven."""
    return told(line[tier], line[f"{tier}_bound"], proven=line[f"{tier}_proven"] == "yes") if line[tier] else ""


def _told(line: Row) -> str:
    values = ", ".join(f"{tier} {told_tier(line, tier)}" for tier in TIERS)
    return f"{values}; {line['first_plan_s']} s, {line['seconds']} s"


def _report(rows: Sequence[Row]) -> list[str]:
    """Return what was measured by size, how time grows, then all instances."""
    counted = ("wards", "activities", "people_there", "places", "days")
    shown = ("baseline_proven", "first_plan_s", "whole_plan_s", "seconds", "cpu_seconds", "memory_mib", "error")
    headings = (
        "size", "instances", "proven", "baseline proven", *(f"{tier} proven" for tier in TIERS), "largest gap %",
        "median first plan s", "largest first plan s", "median s", "largest MiB",
    )  # fmt: skip
    return [
        *markdown(headings, _summed(rows)),
        "",
        *(exponents(rows) or ["Time over wards: too few sizes."]),
        "",
        *markdown(
            ("instance", *counted, *TIERS, *shown),
            (
                [
                    line["instance"],
                    *(line[c] for c in counted),
                    *(told_tier(line, t) for t in TIERS),
                    *(line[c] for c in shown),
                ]
                for line in rows
            ),
        ),
    ]


def _summed(rows: Sequence[Row]) -> Iterator[list[str]]:
    for size, those in families(rows).items():
        firsts = [float(line["first_plan_s"]) for line in those if line["first_plan_s"]]
        yield [
            size,
            str(len(those)),
            *(str(sum(line[key] == "yes" for line in those)) for key in ("proven", "baseline_proven")),
            *(str(sum(line[f"{tier}_proven"] == "yes" for line in those)) for tier in TIERS),
            f"{max(map(_gap, those)):.2f}",
            f"{median(firsts):.2f}" if firsts else "",
            f"{max(firsts):.2f}" if firsts else "",
            f"{median(float(line['seconds']) for line in those):.2f}",
            str(max((int(line["memory_mib"]) for line in those if line["memory_mib"]), default="")),
        ]


def _gap(line: Row) -> float:
    """Return in percent how far from its bound the first tier is that is not proven."""
    for tier in TIERS:
        if line[tier] and line[f"{tier}_proven"] != "yes":
            value, bound = int(line[tier]), int(line[f"{tier}_bound"] or 0)
            return 100 * (value - bound) / value if value else 0.0
    return 0.0


def exponents(rows: Sequence[Row]) -> list[str]:
    """Return for each time the exponent with which it grows in the number of wards: least squares on logarithms."""
    found = []
    for key, name in TIMES.items():
        points = grown(rows, key)
        if len({x for x, _ in points}) > 1:
            slope, offset = fitted(points)
            found.append(f"{name}: {np.exp(offset):.3g} s × wards^{slope:.2f}, over {len(points)} instances.")
    return found


def fitted(points: plot.Points) -> tuple[float, float]:
    """Return a and b of log y = a log x + b by least squares."""
    x, y = np.log(np.array(points)).T
    slope, offset = np.polyfit(x, y, 1)
    return float(slope), float(offset)


def grown(rows: Sequence[Row], key: str) -> plot.Points:
    """Return a time over the number of wards, of the sizes that differ in it alone."""
    return [
        (float(line["wards"]), float(line[key]))
        for line in rows
        if line[key]
        and (line["instance"].startswith("ward/") or line["instance"].split("/")[0] not in sizes.WARDS)
        and (key != "seconds" or line["proven"] == line["baseline_proven"] == "yes")
    ]


def _drawing(rows: Sequence[Row]) -> str:
    """Return time over wards on logarithmic axes, with the lines that fit."""
    series = []
    for key, name in TIMES.items():
        points = grown(rows, key)
        series.append(plot.Series(name, points, "dots"))
        wards = sorted({x for x, _ in points})
        if len(wards) > 1:
            slope, offset = fitted(points)
            line = [(x, float(np.exp(offset) * x**slope)) for x in (wards[0], wards[-1])]
            series.append(plot.Series(f"wards^{slope:.2f}", line, "line"))
    return plot.svg(
        [plot.Chart("Time over size", plot.Axis("wards", log=True), plot.Axis("seconds", log=True), series)]
    )
