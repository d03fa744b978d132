"""Tables edited in place: a row at a time, faults at the field, conflicts told, the way back."""

from __future__ import annotations

import re
from typing import Any

import pytest

from planner.desk.desk import Desk
from planner.domain.scenario import Scenario
from planner.files import parse_scenario
from tests.desk.asking import CHIEF
from tests.web.client import Client, Page
from tests.web.office import ward

HOSTILE = '<script>alert(1)</script>"\u202e' + "x" * 10_000


def sent(page: Page, **other: Any) -> dict[str, Any]:
    """What the form of a row on a page sends, with something else in it."""
    fields: dict[str, Any] = {}
    for tag, found in page.tags:
        name = found.get("name")
        if tag != "input" or name in (None, "q", "csrf"):
            continue
        if found.get("type") in ("checkbox", "radio"):
            if "checked" in found:
                fields.setdefault(str(name), []).append(found["value"])
        else:
            fields[str(name)] = found.get("value", "")
    return fields | other


def people(desk: Desk, id: str, number: int | None = None) -> list[Any]:
    """The people of a version."""
    return list(parse_scenario(desk.scenarios.text(CHIEF, id, number)[1]).scenario.people)


def test_a_row_is_saved_as_a_version(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    at = f"/scenarios/{ids['scenario']}/tables/people"
    page = client.come_in("minh").page(f"{at}?edit=3")
    before = people(desk, ids["scenario"])
    fields = sent(page, name="Tên mới", cost_per_hour="70000,5", action="save", **{"organisations.home": "vp"})
    answer = client.post(f"{at}/rows", fields)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{at}?page=1&saved=3")
    after = people(desk, ids["scenario"])
    assert [n for n, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]] == [3]
    assert (after[3].name, str(after[3].cost_per_hour)) == ("Tên mới", "70000.5")
    assert after[3].skills == before[3].skills
    info = desk.scenarios.read(CHIEF, ids["scenario"])
    assert (info.number, info.note) == (2, "Người: Tên mới")
    assert "Tên mới" in client.page(f"{at}?saved=3").text


def test_a_row_is_added_and_removed(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    at = f"/scenarios/{ids['scenario']}/tables/closings"
    client.come_in("minh").page(f"{at}?edit=new")
    new = {"key": "new", "version": "1", "parent": "ubnd", "start": "2026-02-03T07:30", "end": "2026-02-03T11:30"}
    assert client.post(f"{at}/rows", new).status_code == 303
    place = parse_scenario(desk.scenarios.text(CHIEF, ids["scenario"])[1]).scenario.places[0]
    assert [f"{c.start:%d %H:%M}" for c in place.closed] == ["03 07:30"]
    key = f"{[p.id for p in ward().places].index('ubnd')}.0"
    assert client.post(f"{at}/rows", {"key": key, "version": "2", "action": "remove"}).status_code == 303
    assert parse_scenario(desk.scenarios.text(CHIEF, ids["scenario"])[1]).scenario.places[0].closed == ()


def test_faults_stand_at_their_field_and_nothing_is_lost(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    at = f"/scenarios/{ids['scenario']}/tables/people"
    page = client.come_in("minh").page(f"{at}?edit=3")
    answer = client.post(f"{at}/rows", sent(page, cost_per_hour="nhiều", id="vp-01", **{"organisations.home": "vp"}))
    shown = Page(answer.text)
    assert (answer.status_code, shown.faults) == (422, [])
    (cost,) = shown.all("input", name="cost_per_hour")
    (id,) = shown.all("input", name="id")
    assert (cost["value"], cost["aria-invalid"], id["aria-invalid"]) == ("nhiều", "true", "true")
    told = {tag[1].get("id") for tag in shown.tags}
    assert set(str(cost["aria-describedby"]).split()) <= told
    assert "Đang có nhiều" in shown.text.replace('"', "")
    assert desk.scenarios.read(CHIEF, ids["scenario"]).newest == 1


def test_what_others_need_is_not_removed(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    at = f"/scenarios/{ids['scenario']}/tables/organisations"
    number = [o.id for o in ward().organisations].index("vhxh")
    answer = client.come_in("minh").post(f"{at}/rows", {"key": str(number), "version": "1", "action": "remove"})
    assert answer.status_code == 422
    assert "/activities/0/organisation" in Page(answer.text).words
    assert desk.scenarios.read(CHIEF, ids["scenario"]).newest == 1


@pytest.mark.parametrize("htmx", [False, True])
def test_who_is_too_late_is_told(client: Client, desk: Desk, ids: dict[str, str], htmx: bool) -> None:
    at = f"/scenarios/{ids['scenario']}/tables/skills"
    page = client.come_in("minh").page(f"{at}?edit=0")
    desk.scenarios.patch(CHIEF, ids["scenario"], {"name": "Khác"}, expected=1)
    answer = client.post(f"{at}/rows", sent(page, name="Muộn"), headers={"HX-Request": "true"} if htmx else {})
    shown = Page(answer.text)
    assert (answer.status_code, shown.faults) == (409, [])
    links = {str(a["href"]) for a in shown.all("a")}
    assert {f"/scenarios/{ids['scenario']}/compare?a=1&b=2", f"{at}?edit=0"} <= links
    assert ("Muộn" in shown.words) is not htmx
    assert desk.scenarios.read(CHIEF, ids["scenario"]).newest == 2


def test_the_last_save_is_taken_back(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    at = f"/scenarios/{ids['scenario']}/tables/skills"
    page = client.come_in("minh").page(f"{at}?edit=0")
    client.post(f"{at}/rows", sent(page, name="Nhầm"))
    back = f"/scenarios/{ids['scenario']}/restore"
    form = {"number": "1", "expected": "2", "back": at}
    assert client.post(back, form).headers["location"] == f"{at}?undone=1"
    assert desk.scenarios.read(CHIEF, ids["scenario"]).number == 3
    assert desk.scenarios.text(CHIEF, ids["scenario"], 3)[1] == desk.scenarios.text(CHIEF, ids["scenario"], 1)[1]
    assert client.post(back, form).status_code == 409


def test_htmx_gets_the_table_alone(client: Client, ids: dict[str, str]) -> None:
    answer = client.come_in().get(f"/scenarios/{ids['scenario']}/tables/people?edit=2", **{"HX-Request": "true"})
    part = Page(answer.text)
    assert (part.faults, part.all("html"), len(part.all("form", id="row-form"))) == ([], [], 1)


def test_a_filter_finds_without_marks(client: Client, ids: dict[str, str]) -> None:
    page = client.come_in().page(f"/scenarios/{ids['scenario']}/tables/people?q=CONG AN 0")
    assert "3 dòng" in page.text
    assert re.findall(r"cong-an-\d+", page.text) == ["cong-an-01", "cong-an-02", "cong-an-03"]


def test_tables_come_in_windows(client: Client, ids: dict[str, str]) -> None:
    at = f"/scenarios/{ids['scenario']}/tables/people"
    client.come_in()
    seen = [a["id"] for n in range(1, 6) for a in client.page(f"{at}?page={n}").all("tr") if "id" in a]
    assert seen == [f"row-{n}" for n in range(108)]
    assert client.page(f"{at}?page=99").all("tr", id="row-107") != []


def test_hostile_names_are_text(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    at = f"/scenarios/{ids['scenario']}/tables/skills"
    client.come_in("minh").post(f"{at}/rows", {"key": "new", "version": "1", "id": HOSTILE, "name": HOSTILE})
    assert [s.name for s in parse_scenario(desk.scenarios.text(CHIEF, ids["scenario"])[1]).scenario.skills][
        -1
    ] == HOSTILE
    assert client.page(f"{at}?edit=11").all("input", name="name")[0]["value"] == HOSTILE
    for path in (at, f"/scenarios/{ids['scenario']}/tables/people?edit=0"):
        page = client.page(path)
        assert [found for tag, found in page.tags if tag == "script" and "src" not in found] == []
        assert "<script>alert(1)</script>" in page.text


def test_readers_read_without_what_is_personal(client: Client, ids: dict[str, str]) -> None:
    at = f"/scenarios/{ids['scenario']}/tables/people"
    page = client.come_in("hoa").page(f"{at}?edit=3")
    assert ("vp-04" in page.text, "60.000" in page.text, page.all("form", id="row-form")) == (True, False, [])
    assert client.post(f"{at}/rows", {"key": "3", "version": "1", "action": "remove"}).status_code == 403
    for who in ("mai", "nam"):
        assert client.come_in(who).get(at).status_code == 404


def chosen(page: Page) -> dict[str, Any]:
    """What the lists of a page's form have chosen."""
    fields: dict[str, Any] = {}
    name = ""
    for tag, found in page.tags:
        if tag == "select":
            name = str(found.get("name"))
        elif tag == "option" and "selected" in found:
            fields[name] = found["value"]
    return fields


def scenario(desk: Desk, id: str) -> Scenario:
    """The newest version."""
    return parse_scenario(desk.scenarios.text(CHIEF, id)[1]).scenario


def test_the_scenarios_own_fields_are_a_table_of_one_row(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    at = f"/scenarios/{ids['scenario']}/tables/scenario"
    page = client.come_in("minh").page(at)
    fields = {**sent(page), **chosen(page)}
    before = scenario(desk, ids["scenario"])
    assert client.post(f"{at}/rows", fields).status_code == 303
    assert scenario(desk, ids["scenario"]) == before  # as it was sent
    changed = {"turnout": "115%", "budget": "170000000", "representation": "false", "objective.cost.place": "weighed"}
    client.post(f"{at}/rows", {**fields, **changed, "objective.cost.weight": "2", "objective.people.place": ""})
    after = scenario(desk, ids["scenario"])
    assert (str(after.turnout), after.budget, after.representation) == ("1.15", 170_000_000, False)
    assert after.tiers() == ("unheld", "unfilled", "unbacked", "staff_sessions", "peak_minutes", "weighted")
    assert desk.scenarios.read(CHIEF, ids["scenario"]).number == 2
    assert list(chosen(client.page(at)).values()).count("weighed") == 1


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({"turnout": "nhiều"}, "turnout"),
        ({"end": "2026-01-01"}, "end"),
        ({"objective.unheld.place": ""}, "objective.unheld.place"),
        ({"name": ""}, "name"),
    ],
)
def test_faults_of_the_scenario_stand_at_its_fields(
    client: Client, desk: Desk, ids: dict[str, str], changed: dict[str, str], at: str
) -> None:
    path = f"/scenarios/{ids['scenario']}/tables/scenario"
    page = client.come_in("minh").page(path)
    answer = client.post(f"{path}/rows", {**sent(page), **chosen(page), **changed})
    marked = [found["name"] for _, found in Page(answer.text).tags if found.get("aria-invalid") == "true"]
    assert answer.status_code == 422
    assert at in marked or (at, len(marked)) == ("objective.unheld.place", 1)
    assert desk.scenarios.read(CHIEF, ids["scenario"]).newest == 1


@pytest.mark.parametrize(
    ("name", "new", "read"),
    [
        ("together", {"0": "qua-doan", "1": "qua-ccb"}, lambda s: s.together),
        ("apart", {"0": "qua-doan", "1": "qua-ccb"}, lambda s: s.apart),
        ("separate", {"parent": "trao-qua", "0": "chi", "1": "doi-chieu"}, lambda s: s.functions[0].separate),
        ("pins", {"activity": "qua-doan", "person": "doan-01", "role": "huong-dan"}, lambda s: s.pins),
        ("forbids", {"person": "vp-01", "activity": "qua-doan"}, lambda s: s.forbids),
    ],
)
def test_pairs_pins_and_forbids_are_added_and_removed(
    client: Client, desk: Desk, ids: dict[str, str], name: str, new: dict[str, str], read: Any
) -> None:
    at = f"/scenarios/{ids['scenario']}/tables/{name}"
    before = read(scenario(desk, ids["scenario"]))
    assert client.come_in("minh").post(f"{at}/rows", {"key": "new", "version": "1", **new}).status_code == 303
    after = read(scenario(desk, ids["scenario"]))
    assert after[:-1] == before
    assert set(dict(after[-1]).values() if name in ("pins", "forbids") else after[-1]) == set(new.values()) - {
        "trao-qua"
    }
    key = f"0.{len(before)}" if "parent" in new else str(len(before))
    assert client.post(f"{at}/rows", {"key": key, "version": "2", "action": "remove"}).status_code == 303
    assert read(scenario(desk, ids["scenario"])) == before


def test_a_pair_that_contradicts_is_told_at_its_field(client: Client, ids: dict[str, str]) -> None:
    at = f"/scenarios/{ids['scenario']}/tables/apart"
    new = {"key": "new", "version": "1", "0": "com-mttq", "1": "com-phu-nu"}  # together they must be
    page = Page(client.come_in("minh").post(f"{at}/rows", new).text)
    marked = [(found["name"], tag) for tag, found in page.tags if found.get("aria-invalid") == "true"]
    assert [name for name, _ in marked] == ["0"]


@pytest.mark.parametrize("path", ["nothing", "people?edit=999", "people?edit=x", "closings?edit=0"])
def test_what_is_not_there(client: Client, ids: dict[str, str], path: str) -> None:
    assert client.come_in("minh").get(f"/scenarios/{ids['scenario']}/tables/{path}").status_code == 404
