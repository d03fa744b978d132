"""`chungtay export`: a verified plan as a calendar, whole or somebody's."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.cli import run
from tests import builders as b
from tests.cli.command import chungtay
from tests.cli.conftest import Ward
from tests.files.calendars import by_icalendar, by_vobject

MADE = datetime(2026, 1, 20, 3, 4, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _made_then(ward: Ward) -> None:
    os.utime(ward.plan_file, (MADE.timestamp(), MADE.timestamp()))


def test_a_plan_goes_to_a_file(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    file = ward.folder / "plan.ics"
    assert run(["export", ward.scenario_file, ward.plan_file, "--to", "ics", "-o", str(file), "--lang", "en"]) == 0
    assert "".join(capsys.readouterr().err.split()) == f"Written:{file}."
    (event,) = by_icalendar(file.read_bytes())
    assert event == by_vobject(file.read_bytes())[0]
    assert event["summary"] == "Quà Tết của Nhà nước (+2 more)"
    assert event["stamps"] == (MADE, MADE, MADE)
    assert "- Quà [bold]Hội\ufffd[31m Phụ nữ abc (PN)" in event["description"].splitlines()


@pytest.mark.parametrize("to", ["xlsx", "docx", "pdf", "html", "ics"])
def test_the_same_plan_gives_the_same_bytes(ward: Ward, to: str) -> None:
    first, second = (ward.folder / f"{n}.{to}" for n in (1, 2))
    for file in (first, second):
        assert run(["export", ward.scenario_file, ward.plan_file, "--to", to, "-o", str(file)]) == 0
    assert first.read_bytes() == second.read_bytes()


def test_a_file_without_a_name_is_named_after_the_plan_and_replaces_none(ward: Ward) -> None:
    asked = ("export", ward.scenario_file, ward.plan_file, "--to", "ics")
    assert chungtay(*asked, cwd=ward.folder).returncode == 0
    made = ward.folder / Path(ward.plan_file).with_suffix(".ics").name
    assert len(by_icalendar(made.read_bytes())) == 1
    again = chungtay(*asked, cwd=ward.folder)
    assert (again.returncode, made.name in again.stderr) == (2, True)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["--person", "mt-2"], 0),
        (["--person", "ub-1"], 1),
        (["--organisation", "pn"], 1),
        (["--organisation", "ub"], 1),
    ],
)
def test_somebodys_part(ward: Ward, asked: list[str], found: int) -> None:
    file = ward.folder / "part.ics"
    asked = ["export", ward.scenario_file, ward.plan_file, "--to", "ics", "-o", str(file), *asked]
    assert run([*asked, "--lang", "vi"]) == 0
    assert len(by_vobject(file.read_bytes())) == found


def test_json_says_what_was_written(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    file = ward.folder / "plan.ics"
    assert run(["export", ward.scenario_file, ward.plan_file, "--to", "ics", "-o", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"ok": True, "file": str(file), "bytes": file.stat().st_size}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--person", "x"], "--person: 1 fault"),
        (["--organisation", "x"], "--organisation: 1 fault"),
        (["--person", "ub-1", "--organisation", "ub"], "Error: --person or --organisation, not both."),
        (["-o", "/nowhere/at/all.ics"], "/nowhere/at/all.ics: 1 fault"),
        (["--to", "xyz"], "'xyz' is not one of 'xlsx', 'docx', 'pdf', 'html', 'ics'."),
    ],
)
def test_what_cannot_be_exported(ward: Ward, asked: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", ward.scenario_file, ward.plan_file, "--to", "ics", *asked]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("to", ["docx", "pdf", "html", "ics"])
def test_what_says_nothing_without_a_plan(ward: Ward, to: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", ward.scenario_file, "--to", to]) == 2
    assert f"--to {to} needs one" in " ".join(capsys.readouterr().err.split())


def test_a_plan_that_does_not_hold_is_not_written(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    file = ward.folder / "plan.ics"
    bad = ward.keep("bad.json", b.edit(ward.plan, {"/sessions/0/cost": 1}))
    assert run(["export", ward.scenario_file, bad, "--to", "ics", "-o", str(file)]) == 1
    none = ward.keep("none.json", b.no_plan(ward.of, "unknown"))
    assert run(["export", ward.scenario_file, none, "--to", "ics", "-o", str(file)]) == 2
    assert not Path(file).exists()
    assert "Refused: " in capsys.readouterr().out
