"""The shipped scenarios are what their builder writes, and what their README says of them."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import scenarios
from planner.domain.scenario import Scenario
from scenarios.build import BUILDERS, write_all
from scenarios.build.text import scenario_text

FOLDER = Path(scenarios.__file__).parent


def load(name: str) -> dict[str, Any]:
    return json.loads(scenarios.path(name).read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def days(scenario: dict[str, Any]) -> int:
    return (date.fromisoformat(scenario["end"]) - date.fromisoformat(scenario["start"])).days + 1


def test_every_file_is_what_the_builder_writes(tmp_path: Path) -> None:
    write_all(tmp_path)
    built = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert built == {f"{name}.json": scenarios.path(name).read_bytes() for name in scenarios.names()}


def test_names_are_those_built_and_each_has_its_sources() -> None:
    assert scenarios.names() == tuple(sorted(BUILDERS))
    assert {file.stem for file in FOLDER.glob("*.md")} == {*BUILDERS, "README"}


def test_unknown_name_says_what_there_is() -> None:
    with pytest.raises(KeyError, match="dien-hong-tet"):
        scenarios.path("da-lat")


def test_readme_gives_the_sizes() -> None:
    rows = re.findall(r"^\| \[([\w-]+)\]\([\w-]+\.md\) \| (.*?) \| [^|]+\?[^|]* \|$", _readme(), re.MULTILINE)
    claimed = {name: tuple(map(int, sizes.split(" | "))) for name, sizes in rows}
    assert claimed == {
        name: (
            *(len(scenario[part]) for part in ("activities", "people", "places")),
            days(scenario),
            len(scenario["organisations"]),
        )
        for name in scenarios.names()
        for scenario in [load(name)]
    }


def _readme() -> str:
    return (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", scenarios.names())
def test_text_is_composed_and_has_one_object_a_line(name: str) -> None:
    text = scenarios.path(name).read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    listed = [line for line in text.splitlines() if line.startswith("    ")]
    scenario = load(name)
    lists = [value for value in scenario.values() if isinstance(value, list)]
    assert len(listed) == sum(len(value) for value in lists)
    assert scenario_text(scenario) == text


@pytest.mark.parametrize("name", scenarios.names())
def test_every_field_is_one_of_the_contract(name: str) -> None:
    scenario = Scenario.model_validate_json(scenarios.path(name).read_bytes())
    assert unknown_fields(scenario) == []


def unknown_fields(value: object) -> list[str]:
    """Return the names of the fields that no model of the contract knows, however deep."""
    if isinstance(value, (tuple, list)):
        return [name for item in value for name in unknown_fields(item)]
    if not isinstance(value, BaseModel):
        return []
    known = [name for field in type(value).model_fields for name in unknown_fields(getattr(value, field))]
    return [*(value.model_extra or {}), *known]


def test_nhieu_loc_serves_the_registered_and_the_present() -> None:
    """88,090 registered (S) at 3.2 a household are 27,528; 1.15 times as many come, about 101,000 people."""
    scenario = load("nhieu-loc-2-9")
    households = sum(group["people"] for group in scenario["groups"] if group["id"].startswith("kp-"))
    assert households == 27_528
    assert scenario["turnout"] == 1.15
    assert round(households * 1.15 * 3.2, -3) == 101_000


def test_one_person_alone_can_do_the_scarce_work() -> None:
    for name, skill in (("nhieu-loc-2-9", "bao-tro"), ("cau-ong-lanh-health", "dan-so")):
        holders = [person["id"] for person in load(name)["people"] if skill in person.get("skills", [])]
        assert len(holders) == 1


def test_hoa_hung_has_a_class_for_each_of_its_41_teams() -> None:
    scenario = load("hoa-hung-digital")
    teams = [one["id"] for one in scenario["organisations"] if one["id"].startswith("to-")]
    classes = [one["organisation"] for one in scenario["activities"] if one["organisation"].startswith("to-")]
    assert len(teams) == 41
    assert sorted(classes) == sorted(teams)


def test_dien_hong_gives_what_thoi_binh_gave() -> None:
    """1,995 payees, 191 gifts from above, 1,064 from other sponsors: the one ward that published them."""
    scenario = load("dien-hong-tet")
    payees = ("ho-ngheo", "can-ngheo", "nguoi-co-cong", "bao-tro", "neo-don", "cong-nhan", "tre-em")
    size = {group["id"]: group["people"] for group in scenario["groups"]}
    assert sum(size[group] for group in payees) == 1_995
    gifts = {
        one["id"]: sum(part["people"] for part in one["serves"])
        for one in scenario["activities"]
        if one["function"] == "trao-qua"
    }
    state = gifts.pop("qua-nguoi-co-cong") + gifts.pop("qua-bao-tro")
    assert state == 430 + 640
    assert gifts.pop("qua-thanh-pho") == 191
    assert sum(gifts.values()) == 1_064


def test_the_cluster_shares_190_people_among_ten_wards() -> None:
    scenario = load("cluster-10-wards")
    assert len(scenario["areas"]) == 10
    assert sum(len(person["areas"]) > 1 for person in scenario["people"]) == 190
    assert {one["area"] for one in scenario["activities"]} == {area["id"] for area in scenario["areas"]}
