"""A scenario that was written as a workbook is read as the same scenario: to the field, the digit and the letter."""

from __future__ import annotations

import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scenarios
from planner.domain import checks
from planner.domain.canonical import sha256
from planner.domain.faults import InputError
from planner.domain.scenario import Scenario
from planner.files import read_scenario, write_scenario
from planner.files.given import given as given_fields
from planner.files.workbook import read_workbook, workbook
from planner.files.workbook.example import EXAMPLE
from planner.files.workbook.words import LANGS, Lang
from tests import tiny
from tests.files.test_scenario import PLAIN, RICH
from tests.files.values import texts, values

OFFICE = shutil.which("soffice")


def again(scenario: Scenario, lang: Lang = "vi") -> Scenario:
    return read_workbook(workbook(scenario, lang)).checked.scenario


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", scenarios.names())
def test_shipped_scenarios(name: str, lang: Lang) -> None:
    scenario = read_scenario(scenarios.path(name)).scenario
    found = read_workbook(workbook(scenario, lang)).checked
    assert found.scenario == scenario
    assert given_fields(found.scenario) == given_fields(scenario)
    assert sha256(found.scenario) == sha256(scenario)
    assert found.warnings == ()


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.XLSX"
    scenario = read_scenario(scenarios.path("dien-hong-tet")).scenario
    write_scenario(scenario, path)
    assert read_scenario(path).scenario == scenario


def test_the_same_scenario_gives_the_same_bytes() -> None:
    scenario = checks.read(RICH).scenario
    assert workbook(scenario) == workbook(scenario)


@settings(max_examples=25)
@given(st.data())
def test_generated_scenarios(data: st.DataObject) -> None:
    raw = data.draw(tiny.scenarios())
    raw["note"] = data.draw(texts())
    raw["name"] = data.draw(texts())
    raw["people"][0]["name"] = data.draw(texts())
    raw["places"][0]["x"] = data.draw(values().filter(lambda value: value is not None))
    scenario = checks.read(raw).scenario
    assert again(scenario) == scenario


HOSTILE = (
    "007", "1e5", "1.10", "2026-02-07", "07/02/2026", "24:00", "TRUE", "Có", "=1+1", "+1", "-1", "@SUM(A1)", "'a",
    '"a"', '"', "a;b", "a + b", "a,b", " a ", "a\nb", "a\r\nb", "a\tb", "(không)", "(none)", "(NONE)", "Mọi đơn vị",
    "any", "never", "Chỉ đơn vị mình", "_x0041_", "_x0041_x0041_", "<r>a</r>", "<b>&amp;", "a\x01b", "\x7f", "\ufffe",
    "VD: a", "ex:", "*", "a *", "#REF!", "#N/A", "\u202eabc", "😀", "a — b", "\xa0a", "\ufeff", "null", "[]", "{}", "~",
    "a" * 300,
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_stays_itself(text: str) -> None:
    scenario = checks.read(named(EXAMPLE, text)).scenario
    assert again(scenario) == scenario


@pytest.mark.parametrize("lang", LANGS)
def test_all_of_them_together(lang: Lang) -> None:
    assert again(crowd(HOSTILE), lang) == crowd(HOSTILE)


@settings(max_examples=25)
@given(texts().filter(bool))
def test_generated_text_stays_itself(text: str) -> None:
    scenario = checks.read(named(EXAMPLE, text)).scenario
    assert again(scenario) == scenario


KEPT = ("format", "timezone", "bloc", "blocs", "start", "end", "from", "to", "starts", "merge", "objective")


def named(raw: Any, text: str) -> Any:
    """The example with a text in every name and id, which stay different and resolve."""

    def renamed(value: Any, field: str) -> Any:
        match value:
            case dict():
                return {
                    (renamed(k, "") if field in ("transport_cost", "nominated") else k): renamed(v, k)
                    for k, v in value.items()
                }
            case list():
                return [renamed(item, field) for item in value]
            case str() if field == "merge" or field not in KEPT:
                return text if value == "ub-1" else f"{text}{value}"
        return value

    found = renamed(raw, "")
    return {**found, "travel": [{**item, "from": f"{text}nha-vh", "to": f"{text}tru-so"} for item in found["travel"]]}


CASES: dict[str, dict[str, Any]] = {
    "lists that are there and empty": {"areas": [], "people": [], "travel": [], "together": [], "pins": []},
    "weights": {"objective": ["unheld", "unfilled", {"weighted": {"cost": 2, "people": 1}}]},
    "an order of its own": {"objective": ["unheld", "unfilled", "people", "cost"]},
    "flags": {"representation": False},
    "a number too long for a cell": {"turnout": Decimal("1.123456789012")},
    "many digits": {"turnout": Decimal("123456789.123456789012")},
    "money": {"budget": 10**12},
    "unknown fields": {"ghi chú": {"a": [1, None, "x", Decimal("0.10")], "b": 10**40}, "n": 10**18, "t": True},
    "early dates": {"start": "1850-01-01", "end": "1850-01-02"},
    "late dates": {"start": "9998-01-01", "end": "9998-01-02"},
    "1900": {"start": "1900-02-28", "end": "1900-03-01"},
    "a heading as a name": {"name": "Tên kịch bản"},
}


@pytest.mark.parametrize("change", CASES.values(), ids=list(CASES))
def test_every_kind_of_field(change: dict[str, Any]) -> None:
    for base in (PLAIN, RICH) if "people" not in change and "objective" not in change else (PLAIN,):
        try:
            scenario = checks.read({**base, **change}).scenario
        except InputError:
            continue  # dates that the rest of it does not fit
        assert given_fields(again(scenario)) == given_fields(scenario)
        assert again(scenario) == scenario


ITEMS: dict[str, tuple[str, dict[str, Any]]] = {
    "nobody": ("activities", {"nominated": {"r": []}, "places": [], "merge": "never", "serves": []}),
    "unknown inside": ("activities", {"window": {"from": "2026-02-03", "to": "2026-02-04", "x": {"y": 1}}}),
    "no block": ("activities", {"window": {"from": "2026-02-03", "to": "2026-02-04", "blocks": []}}),
    "empty entries": ("activities", {"transport_cost": {}, "nominated": {}, "own_roles": []}),
    "never there": ("people", {"available": [], "areas": [], "skills": [], "unavailable": []}),
    "twice away": ("people", {"unavailable": [{"start": "2026-02-03T00:00", "end": "2026-02-04T00:00"}] * 2}),
    "unknown in a child": ("people", {"unavailable": [
        {"start": "2026-02-03T07:30", "end": "2026-02-03T07:31", "reason": "", "x": [1]}
    ]}),
    "hours": ("people", {"max_hours_per_day": Decimal("7.333333333333"), "max_hours_per_week": 0}),
}  # fmt: skip


@pytest.mark.parametrize(("field", "change"), ITEMS.values(), ids=list(ITEMS))
def test_every_kind_of_field_of_an_item(field: str, change: dict[str, Any]) -> None:
    items = [RICH[field][0] | change, *RICH[field][1:]]
    scenario = checks.read({**RICH, field: items}).scenario
    assert given_fields(again(scenario)) == given_fields(scenario)
    assert again(scenario) == scenario


def test_text_longer_than_a_cell_is_refused() -> None:
    scenario = checks.read({**PLAIN, "name": "a" * 32_768}).scenario
    with pytest.raises(InputError) as refused:
        workbook(scenario)
    assert [fault.code for fault in refused.value.faults] == ["text-too-long"]
    assert again(checks.read({**PLAIN, "name": "a" * 32_767}).scenario).name == "a" * 32_767


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice: sudo apt-get install libreoffice-calc-nogui")
def test_libreoffice_round_trip(tmp_path: Path) -> None:
    shipped = read_scenario(scenarios.path("dien-hong-tet")).scenario
    asked = {"shipped": shipped, "hostile": crowd(HOSTILE), "rich": checks.read(RICH).scenario}
    for name, scenario in asked.items():
        (tmp_path / f"{name}.xlsx").write_bytes(workbook(scenario))
    for form, files in (("ods", "xlsx"), ("xlsx", "ods")):
        converted(tmp_path, form, sorted(tmp_path.glob(f"*.{files}")))
        for file in tmp_path.glob(f"*.{files}") if files == "xlsx" else ():
            file.unlink()
    found = {name: read_scenario(tmp_path / f"{name}.xlsx") for name in asked}
    assert {name: given_fields(checked.scenario) for name, checked in found.items()} == {
        name: given_fields(scenario) for name, scenario in asked.items()
    }
    assert all(checked.scenario == asked[name] for name, checked in found.items())


def crowd(texts: tuple[str, ...]) -> Scenario:
    """A scenario in which each text is an id and a name, alone in a cell and in a list."""
    skills = [{"id": text, "name": text} for text in texts]
    person = {"id": "p", "name": "P", "organisations": ["ub"], "skills": list(texts)}
    alone = [{"id": f"p{i}", "name": text, "organisations": ["ub"], "skills": [text]} for i, text in enumerate(texts)]
    office = {"id": "ub", "name": "UBND", "bloc": "government"}
    return checks.read({**PLAIN, "organisations": [office], "skills": skills, "people": [person, *alone]}).scenario


def converted(folder: Path, form: str, files: list[Path]) -> None:
    """Have LibreOffice convert files, with settings of its own."""
    subprocess.run(
        [str(OFFICE), f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", form,
         "--outdir", str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    assert len(list(folder.glob(f"*.{form}"))) == len(files)


def test_json_is_what_it_was(tmp_path: Path) -> None:
    """The scenario that comes back is written as the same JSON text."""
    scenario = read_scenario(scenarios.path("nhieu-loc-2-9")).scenario
    write_scenario(scenario, tmp_path / "a.json")
    write_scenario(again(scenario), tmp_path / "b.json")
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == json.loads((tmp_path / "b.json").read_text("utf-8"))
