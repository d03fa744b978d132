"""Each person absent in turn: one batch against as many cold `solve` runs, side by side on the same cores.

    .venv/bin/python -m tests.bench.absences [SCENARIO] [--cold N] [--time-limit S]

Cold runs are separate processes of `chungtay solve --no-baseline` with every core, one after the other; `--cold` takes
only every so-manieth case and scales the time up. Prints a row a case where the two differ, then the totals.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import scenarios
from planner.domain.whatif import Case, RemovePerson, Row
from planner.engine.cores import usable_cores
from planner.files import read_scenario
from planner.whatif.changes import apply

Values = list[tuple[str, int | None, int | None]]


def main() -> None:
    """Run both and print them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("scenario", nargs="?", default="cau-ong-lanh-health")
    options.add_argument("--cold", type=int, default=1, metavar="N", help="a cold run for every N-th case only")
    options.add_argument("--time-limit", type=float, default=60.0, metavar="S")
    given = options.parse_args()
    scenario = read_scenario(scenarios.path(given.scenario)).scenario
    cases = [Case(name=f"absent: {p.id}", changes=(RemovePerson(person=p.id),)) for p in scenario.people]
    with tempfile.TemporaryDirectory() as folder:
        batch, rows = _batch(Path(folder), given.scenario, given.time_limit)
        say(f"batch: {len(rows)} cases and the base in {batch:.1f} s, {_proven(rows)} proven in every tier")
        cold, alone = 0.0, 0
        for case in cases[:: given.cold]:
            file = Path(folder, "case.json")
            file.write_text(apply(scenario, case.changes).scenario.model_dump_json(by_alias=True, exclude_none=True))
            seconds, values = _cold(file, given.time_limit)
            cold, alone = cold + seconds, alone + all(value == bound for _, value, bound in values)
            if values != (warm := _values(rows[case.name])):
                say(f"{case.name}: cold {values}, batch {warm}")
    runs = len(cases[:: given.cold])
    whole = cold * len(cases) / runs
    say(f"cold: {runs} runs in {cold:.1f} s, {alone} proven in every tier; all {len(cases)}: {whole:.0f} s")
    say(f"batch / cold = {batch / whole:.3f} on {usable_cores()} cores")


def _batch(folder: Path, name: str, limit: float) -> tuple[float, dict[str, Row]]:
    asked = {"format": "chungtay-whatif/1", "base": name, "generate": ["each_person_absent"]}
    file, out = folder / "absent.json", folder / "rows.json"
    file.write_text(json.dumps(asked))
    began = time.monotonic()
    _chungtay("whatif", file, "-o", out, "--time-limit", limit)
    seconds = time.monotonic() - began
    rows = [Row.model_validate(row) for row in json.loads(out.read_text())["rows"]]
    return seconds, {row.case: row for row in rows}


def _cold(file: Path, limit: float) -> tuple[float, Values]:
    plan = file.with_name("plan.json")
    began = time.monotonic()
    _chungtay("solve", file, "--no-baseline", "-o", plan, "--time-limit", limit)
    seconds = time.monotonic() - began
    return seconds, [(t["name"], t["value"], t["bound"]) for t in json.loads(plan.read_text())["tiers"]]


def _chungtay(*words: object) -> None:
    subprocess.run(
        [sys.executable, "-m", "planner", *map(str, words)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _values(row: Row) -> Values:
    return [(tier.name, tier.value, tier.bound) for tier in row.tiers]


def _proven(rows: dict[str, Row]) -> int:
    return sum(row.status == "optimal" for row in rows.values())


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
