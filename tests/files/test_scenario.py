"""Scenarios from and to files: nothing is lost on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scenarios
from planner.domain import checks
from planner.domain.scenario import Scenario
from planner.files import read_scenario, write_scenario
from planner.files.yaml import LARGEST
from tests import tiny
from tests.files.refused import refused
from tests.files.values import texts, values

SUFFIXES = (".json", ".yaml", ".yml", "")
PLAIN: dict[str, Any] = {"format": "chungtay/1", "name": "Phường", "start": "2026-02-02", "end": "2026-02-08"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scenarios")


def again(scenario: Scenario, folder: Path, suffix: str) -> checks.Checked:
    path = folder / f"again{suffix}"
    write_scenario(scenario, path)
    return read_scenario(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", scenarios.names())
def test_shipped_scenarios(folder: Path, name: str, suffix: str) -> None:
    raw = json.loads(scenarios.path(name).read_text("utf-8"), parse_float=Decimal)
    found = read_scenario(scenarios.path(name))
    assert found == checks.read(raw)
    assert again(found.scenario, folder, suffix) == found


@pytest.mark.parametrize("suffix", [".json", ".yaml"])
@given(st.data())
def test_every_scenario_is_read_as_it_was_written(folder: Path, suffix: str, data: st.DataObject) -> None:
    raw = data.draw(tiny.scenarios())
    raw["note"] = data.draw(texts())
    raw["places"][0]["x"] = data.draw(values().filter(lambda value: value is not None))
    found = checks.read(raw)
    assert again(found.scenario, folder, suffix) == found


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_only_what_was_given_is_written(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    write_scenario(Scenario.model_validate({**PLAIN, "budget": None, "areas": []}), path)
    text = path.read_text("utf-8")
    if suffix in (".json", ""):
        assert text == (
            '{\n  "format": "chungtay/1",\n  "name": "Phường",\n  "start": "2026-02-02",\n'
            '  "end": "2026-02-08",\n  "areas": []\n}\n'
        )
    else:
        assert text == ("format: chungtay/1\nname: Phường\nstart: '2026-02-02'\nend: '2026-02-08'\nareas: []\n")


RICH: dict[str, Any] = {
    **PLAIN,
    "turnout": Decimal("1.10"),
    "blocks": [{"id": "sang", "name": "Sáng", "start": "07:30", "end": "24:00"}],
    "organisations": [
        {"id": "ub", "name": "UBND", "bloc": "government", "max_hours": Decimal("123456789.000000000001")}
    ],
    "people": [{"id": "no", "name": "true", "organisations": ["ub"], "cost_per_hour": Decimal("33333.333333333333")}],
    "places": [{"id": "1", "name": "07:30", "capacity": 5}, {"id": "2", "name": "~", "capacity": 5}],
    "travel": [{"from": "1", "to": "2", "minutes": 15}],
    "groups": [{"id": "g", "name": "Hộ nghèo", "people": 10}],
    "functions": [{"id": "f", "name": "Quà", "roles": [{"id": "r", "name": "Bàn", "people_per_seat": Decimal("0.5")}]}],
    "activities": [
        {
            "id": "a",
            "name": "Quà",
            "organisation": "ub",
            "function": "f",
            "duration_minutes": 60,
            "window": {"from": "2026-02-03", "to": "2026-02-04"},
            "transport_cost": {"1": 5},
            "merge": [],
            "nominated": {"r": ["no"]},
            "serves": [{"group": "g"}],
            "ghi chú": {"tỷ lệ": Decimal("0.10"), "rỗng": None, "danh sách": [1, "2", True]},
        }
    ],
    "pins": [{"activity": "a", "start": "2026-02-03T07:30"}, {"person": "no", "activity": "a", "role": "r"}],
    "objective": ["unheld", "unfilled", {"weighted": {"cost": 2, "people": 1}}],
}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_kind_of_field(tmp_path: Path, suffix: str) -> None:
    found = checks.read(RICH)
    once = again(found.scenario, tmp_path, suffix)
    assert once == found
    written = (tmp_path / f"again{suffix}").read_bytes()
    again(once.scenario, tmp_path, suffix)
    assert (tmp_path / f"again{suffix}").read_bytes() == written
    text = written.decode("utf-8")
    for exact in ("1.10", "123456789.000000000001", "33333.333333333333", "0.10"):
        assert exact in text
    assert "from_" not in text


def test_forms_of_one_letter_are_one_id(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    raw = {**PLAIN, "groups": [{"id": "ho\u0323\u0302", "name": "H", "people": 1}]}
    path.write_text(json.dumps(raw), "utf-8")
    assert read_scenario(path).scenario.groups[0].id == "hộ"


@pytest.mark.parametrize("name", ["a.JSON", "a.Yaml", "a.YML", "a", ".json"])
def test_suffixes_that_are_read(tmp_path: Path, name: str) -> None:
    scenario = Scenario.model_validate(PLAIN)
    write_scenario(scenario, tmp_path / name)
    assert read_scenario(tmp_path / name).scenario == scenario
    assert (tmp_path / name).read_text("utf-8").startswith("format" if ".Y" in name else "{")


@pytest.mark.parametrize("name", ["a.docx", "a.json.bak", "a.toml", "a.txt"])
@pytest.mark.parametrize(
    "use",
    [read_scenario, lambda path: write_scenario(Scenario.model_validate(PLAIN), path)],
    ids=["read", "write"],
)
def test_other_suffixes_are_refused(tmp_path: Path, name: str, use: Callable[[Path], object]) -> None:
    assert refused(lambda: use(tmp_path / name)) == [
        ("unknown-suffix", "", name, "tệp .json, .yaml, .yml hoặc .xlsx", "a .json, .yaml, .yml or .xlsx file")
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_yaml_file_can_be_smaller_only(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    assert refused(lambda: read_scenario(path)) == [
        (
            "too-large",
            "",
            "10000001 B",
            "tệp nhiều nhất 10 MB (10000000 byte)",
            "a file of at most 10 MB (10000000 bytes)",
        )
    ]
    json_path = path.rename(tmp_path / "a.json")
    assert [said[0] for said in refused(lambda: read_scenario(json_path))] == ["encoding"]


@pytest.mark.parametrize(("name", "error"), [("none.json", FileNotFoundError), ("folder.json", IsADirectoryError)])
def test_what_the_system_refuses(tmp_path: Path, name: str, error: type[OSError]) -> None:
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(error):
        read_scenario(tmp_path / name)
