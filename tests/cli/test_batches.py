"""`chungtay whatif`: from a what-if file to a table, stopped and gone on with, on the real command."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests import builders as b
from tests.cli.command import COMMAND, ROOT, chungtay, environment, lines
from tests.cli.conftest import Ward, write

ABSENT = [f"absent: {o}-{i}" for o in ("mt", "pn", "ub") for i in (1, 2, 3)]


@pytest.fixture
def ward(ward: Ward) -> Ward:
    """The gifts of the small ward: what else could be met with them makes each base take many times as long."""
    ward.keep("ward.json", ward.of.model_copy(update={"activities": ward.of.activities[:3]}))
    return ward


def asked(ward: Ward, cases: Iterable[dict[str, Any]] = (), generate: Iterable[Any] = ()) -> str:
    """Write a what-if about the small ward and return its path."""
    what = {"format": "chungtay-whatif/1", "base": "ward.json", "cases": list(cases), "generate": list(generate)}
    path = ward.folder / "what.json"
    path.write_text(json.dumps(what), "utf-8")
    return str(path)


def removed(person: str, name: str | None = None) -> dict[str, Any]:
    return {"name": name or f"without {person}", "changes": [{"type": "remove_person", "person": person}]}


def without_times(document: dict[str, Any]) -> dict[str, Any]:
    """The document without what differs from run to run: seconds, and which of two like people was solved."""
    rows = [{k: v for k, v in row.items() if k not in ("seconds", "notes")} for row in document["rows"]]
    return {**document, "base": document["base"] | {"seconds": 0}, "rows": rows}


def test_a_row_a_case_in_the_order_of_the_cases(ward: Ward) -> None:
    out = ward.folder / "rows.json"
    run = chungtay("whatif", asked(ward, [removed("ub-1")], ["each_person_absent"]), "-o", str(out), "--json")
    assert run.returncode == 0, run.stderr
    document = json.loads(run.stdout)
    assert document == json.loads(out.read_text("utf-8"))
    assert document["format"] == "chungtay-rows/1"
    assert [row["case"] for row in document["rows"]] == ["without ub-1", *ABSENT]
    assert {row["status"] for row in document["rows"]} == {"optimal"}
    first = document["rows"][0]
    assert list(first) == ["case", "status", "tiers", "difference", "seats_changed", "seconds", "notes"]
    values = {tier["name"]: tier["value"] for tier in document["base"]["tiers"]}
    assert {t["name"]: t["value"] for t in first["tiers"]} == {
        name: values[name] + shift["value"] for name, shift in first["difference"].items()
    }
    assert not (ward.folder / "rows.json.rows").exists()


def test_plans_are_kept_when_asked_for(ward: Ward) -> None:
    run = chungtay("whatif", asked(ward, [removed("ub-1")]), "--plans", "--json")
    (row,) = json.loads(run.stdout)["rows"]
    assert row["plan"]["format"] == "chungtay-plan/1"


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_tables_for_a_spreadsheet(ward: Ward, suffix: str) -> None:
    out = ward.folder / f"rows.{suffix}"
    what = asked(ward, [removed("ub-1", "=cmd"), {"name": "xấu", "changes": [{"type": "set_budget", "budget": 0}]}])
    run = chungtay("whatif", what, "-o", str(out), "--lang", "vi")
    assert run.returncode == 0, run.stderr
    if suffix == "csv":
        table: list[list[Any]] = list(csv.reader(io.StringIO(out.read_text("utf-8-sig"))))
    else:
        table = CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
    assert table[0][:3] == ["Trường hợp", "Kết quả", "Không tổ chức"]
    assert [row[0] for row in table[1:]] == ["(phương án gốc)", "'=cmd" if suffix == "csv" else "=cmd", "xấu"]
    assert {len(row) for row in table} == {len(table[0])}


def test_a_bad_case_fails_alone(ward: Ward) -> None:
    run = chungtay("whatif", asked(ward, [removed("nobody"), removed("ub-1")]), "--json")
    assert run.returncode == 0
    bad, good = json.loads(run.stdout)["rows"]
    assert (bad["status"], good["status"]) == ("error", "optimal")
    assert "/changes/0/person" in bad["error"]["en"]


def test_what_the_reader_sees(ward: Ward) -> None:
    run = chungtay("whatif", asked(ward, [removed("nobody"), removed("mt-3")]))
    assert run.returncode == 0
    assert any(line.startswith("without nobody") and "error" in line for line in lines(run.stdout))
    assert any(line.startswith("without mt-3") and "no difference" in line for line in lines(run.stdout))
    assert any(line.startswith("2/2 · ") for line in lines(run.stderr))


def test_stopped_and_gone_on_with(tmp_path: Path) -> None:
    """Each case once, and the rows of a run that nobody stopped."""
    people = tuple(b.person(f"ub-{i}", cost_per_hour=i) for i in range(1, 9))
    activities = (b.activity(f"a{i}", "ub") for i in range(3))
    write(tmp_path / "ward.json", b.scenario(*activities, people=people))
    ward = Ward(tmp_path, b.scenario(), b.plan(b.scenario()))
    grid = [[{"type": "set_turnout", "turnout": (100 + k) / 100} for k in range(40)]]
    what, out = asked(ward, [], [{"grid": grid}]), tmp_path / "rows.json"
    whole = chungtay("whatif", what, "--json")
    command = [*COMMAND, "whatif", what, "-o", str(out), "--workers", "2"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stderr is not None
        for line in run.stderr:
            if line.startswith("9/40"):
                run.send_signal(signal.SIGINT)
                break
        said = run.stderr.read()
        assert run.wait(timeout=30) == 130
    assert "To go on: add --resume." in said
    kept = (tmp_path / "rows.json.rows").read_text("utf-8")
    again = chungtay(*command[len(COMMAND) :])
    assert (again.returncode, "unfinished-batch" in again.stderr or "--resume" in again.stderr) == (2, True)
    resumed = chungtay(*command[len(COMMAND) :], "--resume")
    assert resumed.returncode == 0, resumed.stderr
    done = kept.count('"case: ') or kept.count("case: ")
    assert lines(resumed.stderr)[0].startswith(f"{done + 1}/40 · ") or done == 40
    assert without_times(json.loads(out.read_text("utf-8"))) == without_times(json.loads(whole.stdout))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-o", "rows.txt"], "-o rows.txt: wanted .json, .csv, .xlsx."),
        (["--resume"], "--resume needs -o."),
    ],
)
def test_wrong_usage(ward: Ward, arguments: list[str], told: str) -> None:
    run = chungtay("whatif", asked(ward), *arguments)
    assert run.returncode == 2
    assert told in run.stderr


def test_faults_of_the_file_all_at_once(ward: Ward) -> None:
    path = ward.folder / "bad.json"
    bad = {"format": "chungtay-whatif/1", "base": "ward.json", "cases": [{"name": "x", "changes": [{"type": "fly"}]}]}
    path.write_text(json.dumps({**bad, "generate": ["nothing"]}), "utf-8")
    run = chungtay("whatif", str(path), "--json")
    assert run.returncode == 2
    assert [f["pointer"] for f in json.loads(run.stdout)["faults"]] == ["/cases/0/changes/0/type", "/generate/0"]
