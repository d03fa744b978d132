"""Public files as published, in made-up numbers, become ordinary scenarios; others are refused by their place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from planner.bench import smptsp, sscflp
from planner.bench.instance import files
from planner.domain.faults import InputError
from planner.solve import solve
from planner.solve.settings import SolveSettings

SETTINGS = SolveSettings(time_limit_s=20, workers=1, deterministic=True, baseline=False)

TASKS = """# Randomly generated
# a comment
Type = 1
Jobs = 3
 0 60
  30 90
 90 1500
Qualifications = 3
 2: 0 2
1: 1
 2: 2 1
"""

HOLMBERG = "2 3\r\n10. 7.\r\n8. 5.\r\n4. 3. 5.\r\n1. 2. 3.\r\n4. 1. 2.\r\n"
DELMAIRE = "3 2\n1.00 4.00 2.00 1.00 3.00 2.00\n4 3 5\n7 5\n10 8\n"
AVELLA = "3 2\n4 3 5\n10 8\n7 5\n0.25 0.5 0.6\n1 0.3333 0.4\n"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_tasks_become_activities_that_stay_alone(tmp_path: Path) -> None:
    found = smptsp.read(written(tmp_path, "data_1.dat", TASKS))
    spans = [(a.starts, a.duration_minutes, a.merge, a.nominated) for a in found.scenario.activities]
    assert [(s[0].isoformat(), minutes, merge, who) for s, minutes, merge, who in spans if s] == [
        ("2001-01-01T00:00:00", 60, "never", {"r": ("e0",)}),
        ("2001-01-01T00:30:00", 60, "never", {"r": ("e1", "e2")}),
        ("2001-01-01T01:30:00", 1410, "never", {"r": ("e0", "e2")}),
    ]
    assert found.scenario.tiers() == ("unheld", "unfilled", "people")
    plan = solve(found.scenario, SETTINGS)
    assert plan.status == "optimal"
    assert found.value(plan) == found.bound(plan.tiers[2].bound or 0) == 2


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Jobs = 3", "Jobs = 4", 8),
        (" 0 60", " 60 60", 5),
        ("  30 90", "  30 ninety", 6),
        ("2: 0 2", "3: 0 2", 9),
        ("2: 2 1", "2: 2 3", 11),
        (" 2: 2 1\n", "", 0),
    ],
)
def test_a_faulty_file_of_tasks_is_refused_by_its_line(tmp_path: Path, old: str, new: str, line: int) -> None:
    path = written(tmp_path, "data_1.dat", TASKS.replace(old, new))
    with pytest.raises(InputError) as refusal:
        smptsp.read(path)
    assert f"line {line}, " in refusal.value.faults[0].allowed_en


@pytest.mark.parametrize(
    ("name", "text", "costs"),
    [
        ("p1", HOLMBERG, [[1, 2, 3], [4, 1, 2]]),
        ("p2", HOLMBERG + "\0\0 stale 5", [[1, 2, 3], [4, 1, 2]]),
        ("p3", DELMAIRE, [[1, 2, 3], [4, 1, 2]]),
        ("i1.plc", AVELLA, [[10000, 15000, 30000], [40000, 9999, 20000]]),
    ],
)
def test_each_layout_is_told_by_the_numbers(tmp_path: Path, name: str, text: str, costs: list[list[int]]) -> None:
    found = sscflp.read(written(tmp_path, name, text))
    scale = 10**4 if name.endswith("plc") else 1
    assert found.scale == scale
    places = [(p.capacity, p.cost_per_session) for p in found.scenario.places]
    assert places == [(10, 7 * scale), (8, 5 * scale)]
    assert [group.people for group in found.scenario.groups] == [4, 3, 5]
    assert [[a.transport_cost[p] for a in found.scenario.activities] for p in ("p0", "p1")] == costs
    plan = solve(found.scenario, SETTINGS)
    assert plan.status == "optimal"
    assert found.value(plan) >= found.bound(plan.tiers[2].bound or 0)
    assert found.value(plan) == (Fraction("15.9999") if name.endswith("plc") else 16)


def test_more_digits_than_fit_are_rounded_and_the_bound_allows_for_it(tmp_path: Path) -> None:
    text = "1 2\n10 100000.123456789\n1 2\n200000.000000049 300000.000000051\n"
    found = sscflp.read(written(tmp_path, "cap1", text))
    plan = solve(found.scenario, SETTINGS)
    exact = Fraction("100000.123456789") + Fraction("500000.0000001")
    assert found.value(plan) == exact
    bound = found.bound(plan.tiers[2].bound or 0)
    assert exact - Fraction(2, 100) <= bound <= exact


@pytest.mark.parametrize("text", ["2 3 1 2", "2 2\n" + "1 " * 12, "a b c", "2 3 nan"])
def test_numbers_that_fit_no_layout_or_several_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError):
        sscflp.read(written(tmp_path, "p1", text))


def test_folders_give_their_files_by_number(tmp_path: Path) -> None:
    for name in ("p10", "p9", "os.txt.bak", "best_known.csv", ".p1"):
        written(tmp_path, name, "")
    assert [path.name for path in files([str(tmp_path)], ("",))] == ["p9", "p10"]
