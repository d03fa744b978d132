"""What-ifs from files, and those that are shipped."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

import scenarios
from planner.domain.whatif import SetTurnout, Turnouts, WhatIf
from planner.files import read_scenario
from planner.files.whatif import read_whatif
from planner.files.yaml_text import yaml_text
from planner.whatif import apply, cases
from tests.files.refused import refused

SHIPPED = sorted((scenarios.path(scenarios.names()[0]).parent / "whatif").iterdir())

TEXT = """
{"format": "chungtay-whatif/1", "base": "ward.json",
 "cases": [{"name": "đông", "changes": [{"type": "set_turnout", "turnout": 1.10}]}],
 "generate": ["one_more", {"turnout": [1.15]}]}
"""


@pytest.mark.parametrize("suffix", [".json", "", ".yaml", ".yml"])
def test_json_and_yaml_say_the_same(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"what{suffix}"
    path.write_text(yaml_text(json.loads(TEXT, parse_float=Decimal)) if "y" in suffix else TEXT, "utf-8")
    found = read_whatif(path)
    (case,) = found.cases
    assert (found.base, case.name) == ("ward.json", "đông")
    (change,) = case.changes
    assert change == SetTurnout(turnout=Decimal("1.10"))
    assert found.generate == ("one_more", Turnouts(turnout=(Decimal("1.15"),)))


def test_decimals_are_exact(tmp_path: Path) -> None:
    path = tmp_path / "what.json"
    path.write_text(TEXT.replace("1.10", "0.123456789012"), "utf-8")
    (change,) = read_whatif(path).cases[0].changes
    assert isinstance(change, SetTurnout)
    assert change.turnout == Decimal("0.123456789012")


def test_faults_of_the_text_and_of_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "what.json"
    path.write_text(TEXT.replace('"turnout": 1.10', '"turnout": 1.10, "turnout": 2'), "utf-8")
    assert [said[:2] for said in refused(lambda: read_whatif(path))] == [
        ("repeated-field", "/cases/0/changes/0/turnout")
    ]
    path.write_text(TEXT.replace("1.10", "-1").replace("1.15", "-2"), "utf-8")
    assert [said[:3] for said in refused(lambda: read_whatif(path))] == [
        ("wrong-value", "/cases/0/changes/0/turnout", "-1"),
        ("wrong-value", "/generate/1/turnout/0", "-2"),
    ]


def test_other_suffixes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "what.xlsx"
    path.write_text(TEXT, "utf-8")
    assert [said[0] for said in refused(lambda: read_whatif(path))] == ["unknown-suffix"]


def test_each_shipped_scenario_has_a_what_if() -> None:
    assert {read_whatif(path).base for path in SHIPPED} == set(scenarios.names())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_what_ifs_can_be_asked(path: Path) -> None:
    """Each written case changes something, each generated one can be made."""
    whatif = read_whatif(path)
    base = read_scenario(scenarios.path(whatif.base)).scenario
    assert path.stem.startswith(whatif.base)
    written = [case.name for case in whatif.cases if apply(base, case.changes).scenario != base]
    assert written == [case.name for case in whatif.cases]
    found = cases(base, whatif)
    assert len({case.name for case in found}) == len(found)
    for case in found:
        apply(base, case.changes)


def test_a_what_if_written_again_is_the_same() -> None:
    for path in SHIPPED:
        found = read_whatif(path)
        written = found.model_dump(mode="json", by_alias=True, exclude_unset=True)
        assert WhatIf.model_validate(written) == found
        assert json.loads(path.read_text("utf-8")).keys() == written.keys()
