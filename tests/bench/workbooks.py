"""How long a workbook takes to be written and read: a ward's in under 1 s, a city's in under 20 s.

.venv/bin/python -m tests.bench.workbooks [--city]
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from typing import Any, Final

import scenarios
from planner.domain import checks
from planner.domain.scenario import Scenario
from planner.files import read_scenario
from planner.files.workbook import read_workbook, workbook

WARDS: Final = 168
PEOPLE, ACTIVITIES, PLACES = 100, 40, 10
"""Of each ward."""


def city() -> Scenario:
    """Return a city of 168 wards: 16,800 people, 6,720 activities, 1,680 places, 14 days."""
    roles = [{"id": f"r{j}", "name": f"Vai {j}", "skill": f"k{j}", "fixed": 2} for j in range(4)]
    raw: dict[str, Any] = {
        "format": "chungtay/1",
        "name": "Thành phố",
        "start": "2026-01-31",
        "end": "2026-02-13",
        "blocks": [
            {"id": "sang", "name": "Sáng", "start": "07:30", "end": "11:30"},
            {"id": "chieu", "name": "Chiều", "start": "13:30", "end": "17:30"},
        ],
        "skills": [{"id": f"k{i}", "name": f"Kỹ năng {i}"} for i in range(10)],
        "functions": [{"id": f"f{i}", "name": f"Việc {i}", "roles": roles} for i in range(5)],
        "areas": [{"id": f"w{w}", "name": f"Phường {w}"} for w in range(WARDS)],
    }  # fmt: skip
    for field in ("organisations", "people", "places", "groups", "activities"):
        raw[field] = [item for w in range(WARDS) for item in _ward(w)[field]]
    return checks.read(raw).scenario


def _ward(w: int) -> dict[str, list[dict[str, Any]]]:
    blocs = ("government", "front", "mass", "community", "partner")
    return {
        "organisations": [
            {"id": f"w{w}-o{i}", "name": f"Đơn vị {i} phường {w}", "bloc": blocs[i % 5]} for i in range(15)
        ],
        "people": [
            {
                "id": f"w{w}-p{i}",
                "name": f"Nguyễn Thị Cán Bộ {i}",
                "organisations": [f"w{w}-o{i % 15}"],
                "skills": [f"k{i % 10}", f"k{(i + 3) % 10}"],
                "areas": [f"w{w}"],
                "cost_per_hour": 60_000,
                "unavailable": [{"start": "2026-02-03T07:30", "end": "2026-02-03T17:30", "reason": "Họp"}]
                if i % 4
                else [],
            }
            for i in range(PEOPLE)
        ],
        "places": [
            {
                "id": f"w{w}-d{i}",
                "name": f"Nhà văn hóa {i}",
                "area": f"w{w}",
                "capacity": 200,
                "cost_per_session": 100_000,
            }
            for i in range(PLACES)
        ],
        "groups": [{"id": f"w{w}-g{i}", "name": f"Nhóm {i}", "people": 100} for i in range(6)],
        "activities": [
            {
                "id": f"w{w}-a{i}",
                "name": f"Quà Tết {i} của phường {w}",
                "organisation": f"w{w}-o{i % 15}",
                "function": f"f{i % 5}",
                "area": f"w{w}",
                "serves": [{"group": f"w{w}-g{i % 6}", "people": 80}, {"group": f"w{w}-g{(i + 1) % 6}"}],
                "window": {"from": "2026-02-01", "to": "2026-02-10", "blocks": ["sang"]},
                "duration_minutes": 120,
                "places": [f"w{w}-d{j}" for j in range(4)],
                "own_roles": [{"id": "trao", "name": "Trao tặng", "seats": 1}],
                "merge": [f"w{w}-o{j}" for j in range(3)],
            }
            for i in range(ACTIVITIES)
        ],
    }


def measured(name: str, scenario: Scenario) -> None:
    """Print how long a scenario takes to be written and read, and how large it is."""
    began, busy = time.perf_counter(), time.process_time()
    data = workbook(scenario)
    written, busy_written = time.perf_counter(), time.process_time()
    found = read_workbook(data).checked.scenario
    read, busy_read = time.perf_counter(), time.process_time()
    same = found == scenario
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"{name:20} {len(data) / 1e6:6.2f} MB  written {written - began:6.2f} s ({busy_written - busy:.2f} of the "
        f"processor)  read {read - written:6.2f} s ({busy_read - busy_written:.2f})  "
        f"{'the same' if same else 'NOT THE SAME'}  {memory} MiB at most\n"
    )


def main() -> None:
    """Measure the shipped scenarios, and a city where it is asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--city", action="store_true")
    given = options.parse_args()
    for name in scenarios.names():
        measured(name, read_scenario(scenarios.path(name)).scenario)
    if given.city:
        measured("city", city())


if __name__ == "__main__":
    main()
