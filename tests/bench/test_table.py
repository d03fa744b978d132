"""The table of a bench: measured, written, gone on with; never mixed with what was measured otherwise."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from planner.bench import public
from planner.bench.measure import Asked, Measured, measured, measured_here
from planner.bench.table import Bench
from planner.domain.faults import InputError
from tests.bench.test_instances import HOLMBERG, TASKS, written
from tests.cli.command import chungtay

ASKED = Asked("smptsp", 20, 1, 0)


def test_an_instance_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    found = measured(written(tmp_path, "data_1.dat", TASKS), ASKED)
    assert (found.value, found.bound, found.proven, found.error) == (2, 2, True, "")
    assert found.memory_mib is None or 20 < found.memory_mib < 2000
    assert found.seconds is not None
    assert 0 < found.seconds < 20


def test_a_faulty_instance_has_a_reason_and_no_value(tmp_path: Path) -> None:
    found = measured_here(written(tmp_path, "data_1.dat", TASKS.replace("Jobs", "Task")), ASKED)
    assert found == Measured(error=found.error)
    assert "line 4" in found.error


def test_the_best_known_lies_beside_or_above(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    path = written(tmp_path / "set", "data_1.dat", "")
    assert public.best_known(path) == ("", "")
    written(tmp_path, "best_known.csv", "instance,best_known,proven_optimal\nset/data_1,7,yes\n")
    assert public.best_known(path) == ("7", "yes")
    written(tmp_path / "set", "best_known.csv", "instance,lower_bound,best_known,proven\ndata_1,5,6,no\n")
    assert public.best_known(path) == ("6", "no")


def told(asked: Asked) -> Bench:
    """A bench of two instances, one of which comes to nothing."""
    first = public.row(Measured(12, 10.5, False, 1.25, 1.0, 0.1, 99), ("12", "yes"))
    second = public.row(Measured(error="=1+1"), ("", ""))
    return replace(public.bench([], asked), rows={("set/a",): lambda: first, ("set/b",): lambda: second})


def test_a_table_is_gone_on_with_but_not_with_other_settings(tmp_path: Path) -> None:
    path, bench = tmp_path / "t.csv", told(ASKED)
    rows = [bench.measured(key) for key in bench.rows]
    assert [bench.key(row) for row in rows] == [("set/a",), ("set/b",)]
    bench.written(path, rows)
    assert bench.resumed(path) == rows[:1]
    for other in (Asked("smptsp", 21, 1, 0), Asked("smptsp", 20, 2, 0), Asked("smptsp", 20, 1, 1)):
        with pytest.raises(InputError):
            told(other).resumed(path)
    before = written(tmp_path, "other.csv", "a,b\n1,2\n")
    with pytest.raises(InputError):
        bench.resumed(before)
    text = path.with_suffix(".md").read_text("utf-8")
    assert "| set | 1 | 0 | 1.25 | 1.00 | 12.500 |" in text
    assert "| set/a | 12 | 10.500 | 12.500 | no | 12 | yes | 1.250 | 1 | 99 |  |" in text
    assert ET.parse(path.with_suffix(".svg")).getroot().tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own


def test_the_command_measures_folders_and_only_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    written(tmp_path / "set", "p1", HOLMBERG)
    told = chungtay("bench", "sscflp", "set", "-o", "t.csv", "--time-limit", "20", cwd=tmp_path)
    assert (told.returncode, told.stdout.strip()) == (0, "t.csv, t.md, t.svg")
    written(tmp_path / "set", "p2", "1 2 3")
    told = chungtay("bench", "sscflp", "set", "-o", "t.csv", "--time-limit", "20", cwd=tmp_path)
    assert told.returncode == 3
    assert [line.split()[0] for line in told.stderr.splitlines()] == ["2/2"]
    with (tmp_path / "t.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [(row["instance"], row["value"], row["proven"]) for row in rows] == [
        ("set/p1", "16", "yes"),
        ("set/p2", "", "no"),
    ]
    told = chungtay("bench", "sscflp", "nothing", "-o", "t.csv", "--workers", "3", cwd=tmp_path)
    assert told.returncode == 2
