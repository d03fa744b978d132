"""`solve` with the real solver: files, exit codes, what is said; and stopping it."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path
from typing import IO

import pytest

from planner.cli import run
from planner.domain.canonical import sha256
from planner.domain.plan import Plan
from planner.verify import verify
from tests import builders as b
from tests.cli.command import COMMAND, ROOT, environment, lines
from tests.cli.conftest import Ward, small_ward

AT_ONCE = "0.000001"
"""Seconds in which no plan can be found."""


def solve(ward: Ward, *arguments: str) -> int:
    return run(["solve", ward.scenario_file, "--workers", "1", "--deterministic", *arguments])


def read(file: Path) -> Plan:
    return Plan.model_validate_json(file.read_text("utf-8"))


def test_an_optimal_plan_is_written_and_shown(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    file = ward.folder / "new.json"
    assert solve(ward, "-o", str(file)) == 0
    shown = capsys.readouterr()
    plan = read(file)
    assert (plan.status, verify(ward.of, plan).violations) == ("optimal", ())
    assert lines(shown.out)[:2] == ["Phường thử", "Optimal: the best plan, proven and independently verified."]
    assert "".join(lines(shown.err)).replace(" ", "").endswith(f"Writtento{file}")  # a long path is wrapped
    assert sorted(path.name for path in ward.folder.iterdir()) == ["new.json", "plan.json", "ward.json"]

    assert run(["show", ward.scenario_file, str(file)]) == 0
    assert capsys.readouterr().out == shown.out


def test_json_on_stdout_and_nothing_written(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    assert solve(ward, "--json", "--no-baseline") == 0
    shown = capsys.readouterr()
    plan = Plan.model_validate_json(shown.out)
    assert (plan.scenario_sha256, plan.status, plan.baseline) == (sha256(ward.of), "optimal", None)
    assert all(" · " in line for line in lines(shown.err))


def test_an_infeasible_scenario_says_no(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = small_ward(places=(b.place("hall", closed=({"start": b.MORNING, "end": "2026-02-03T00:00"},)),))
    ward.keep("ward.json", nowhere.model_copy(update={"pins": small_ward(pins=({"activity": "state"},)).pins}))
    file = ward.folder / "new.json"
    assert solve(ward, "-o", str(file)) == 1
    assert lines(capsys.readouterr().out)[1] == "Infeasible: no plan meets the rules (proven)."
    assert read(file).status == "infeasible"


def test_no_plan_in_time(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    file = ward.folder / "new.json"
    arguments = ["solve", ward.scenario_file, "--time-limit", AT_ONCE, "-o", str(file)]
    assert run(arguments) == 3
    assert lines(capsys.readouterr().out)[1:3] == [
        "Unknown: no plan was found in time.",
        "Give it more time: --time-limit S (seconds).",
    ]
    assert read(file).status == "unknown"


def test_an_older_plan_stays_where_none_is_found(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["solve", ward.scenario_file, "--time-limit", AT_ONCE, "-o", ward.plan_file, "--lang", "vi"]) == 3
    assert read(Path(ward.plan_file)) == ward.plan
    assert " ".join(lines(capsys.readouterr().err)).endswith("giữ nguyên như cũ")


def test_replanning_stays_with_the_base(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    file = ward.folder / "new.json"
    assert solve(ward, "-o", str(file)) == 0
    base = read(file)
    again = ward.folder / "again.json"
    assert solve(ward, "--base", str(file), "-o", str(again)) == 0
    capsys.readouterr()
    plan = read(again)
    changes = next(tier for tier in plan.tiers if tier.name == "changes")
    assert (changes.value, changes.proven) == (0, True)
    assert verify(ward.of, plan, base=base).violations == ()


def test_a_base_that_is_not_there(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    assert solve(ward, "--base", "nothing.json", "--json") == 2
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert fault["code"] == "missing-file"


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_stopping_keeps_the_best_so_far(tmp_path: Path, asked: signal.Signals) -> None:
    file = tmp_path / "plan.json"
    command = subprocess.Popen(
        [*COMMAND, "solve", "hoa-hung-digital", "--time-limit", "100", "-o", str(file)],
        cwd=ROOT,
        env=environment({"COLUMNS": "80"}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert command.stderr is not None
    first_plan(command.stderr)
    command.send_signal(asked)
    out, err = command.communicate(timeout=60)
    assert command.returncode == 0
    assert "terminate" not in err
    assert "Stopping, and keeping the best plan so far (Ctrl-C again: leave at once)." in lines(err)
    assert read(file).status == "feasible"
    assert lines(out)[1].startswith("Feasible: ")


def first_plan(news: IO[str]) -> None:
    """Read until a first plan is there."""
    for line in news:
        if " · plan · " in line and " · gap " in line:
            return
    pytest.fail("no plan before the end")
