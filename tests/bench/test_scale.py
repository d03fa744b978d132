"""Generated scenarios: made, written, measured, and how their times are said to grow."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from planner.bench import scale
from planner.bench.measure import Asked
from planner.files import read_scenario
from tests.cli.command import chungtay

ASKED = Asked("scale", 2, 1, 0)


def line(size: str, wards: int, first: float, whole: float, proven: str = "yes") -> dict[str, str]:
    return {
        "proven": "yes",
        "baseline_proven": proven,
        "instance": f"{size}/0",
        "wards": str(wards),
        "first_plan_s": str(first),
        "seconds": str(whole),
    }


def test_time_grows_with_the_exponent_of_the_line_that_fits() -> None:
    slope, _ = scale.fitted([(1, 3.0), (10, 3.0 * 10**1.1), (100, 3.0 * 100**1.1)])
    assert slope == pytest.approx(1.1)
    rows = [line("ward", 1, 0.5, 0.75), line("tight", 1, 9, 9), line("4", 4, 2, 1.5), line("city", 168, 84, 2, "no")]
    told = scale.exponents(rows)
    assert told == [
        "first verified plan: 0.5 s × wards^1.00, over 3 instances.",
        "proof of plan and baseline: 0.75 s × wards^0.50, over 2 instances.",
    ]
    assert scale.exponents(rows[:2]) == []


def test_a_scenario_is_measured_tier_by_tier() -> None:
    bench = scale.bench(["scarce"], [3], ASKED)
    row = bench.measured(("scarce/3",))
    assert {key: row[key] for key in ("wards", "activities", "people_there", "places", "days", "error")} == {
        "wards": "1", "activities": "40", "people_there": "22", "places": "10", "days": "14", "error": "",
    }  # fmt: skip
    for tier in scale.TIERS:
        value, bound = int(row[tier]), int(row[f"{tier}_bound"])
        assert value >= bound
        assert row[f"{tier}_proven"] == "no" or value == bound
    assert float(row["whole_plan_s"]) <= float(row["seconds"])
    assert f"unheld {scale.told_tier(row, 'unheld')}, unfilled" in bench.told(row)
    report = bench.report([row])
    assert [text.split(" | ")[0] for text in report if text.startswith("| scarce")] == ["| scarce", "| scarce/3"]


def test_what_came_to_nothing_has_no_figures() -> None:
    bench = scale.bench([], [], ASKED)
    blank = dict.fromkeys((*bench.columns, "error"), "")
    row = blank | {"instance": "city/0", "wards": "168", "seconds": "90", "error": "no plan in time"}
    report = bench.report([row])
    assert report[2] == "| city | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0.00 |  |  | 90.00 |  |"
    assert report[-1] == f"| city/0 | 168 |{'  |' * 14} 90 |  |  | no plan in time |"
    assert bench.drawing([row]).count("<circle") == 2


def test_the_command_writes_scenarios_that_differ_by_seed(tmp_path: Path) -> None:
    told = chungtay("bench", "scale", "--sizes", "tight,2", "--seeds", "0-1", "--write", "made", cwd=tmp_path)
    assert (told.returncode, told.stdout) == (0, "")
    files = sorted((tmp_path / "made").iterdir())
    assert [file.name for file in files] == ["2-0.json", "2-1.json", "tight-0.json", "tight-1.json"]
    assert [len(read_scenario(file).scenario.people) for file in files] == [200, 200, 40, 40]
    first, second = (json.loads(file.read_text("utf-8"))["activities"] for file in files[2:])
    assert first != second


def test_the_command_measures_into_a_table(tmp_path: Path) -> None:
    asked = ("bench", "scale", "--sizes", "scarce", "--time-limit", "1", "--workers", "1", "-o", "t.csv")
    told = chungtay(*asked, cwd=tmp_path)
    assert told.stdout.splitlines()[0] == "t.csv, t.md, t.svg"
    with (tmp_path / "t.csv").open(encoding="utf-8-sig") as file:
        assert [row["instance"] for row in csv.DictReader(file)] == ["scarce/0"]


@pytest.mark.parametrize("words", [("--sizes", "village"), ("--sizes", "0"), ("--sizes", "1001"), ("--seeds", "3-x")])
def test_sizes_and_seeds_that_are_none_are_refused(words: tuple[str, str], tmp_path: Path) -> None:
    told = chungtay("bench", "scale", *words, cwd=tmp_path)
    assert told.returncode == 2
    assert words[1] in told.stderr
