"""Scenarios in the store: versions stay, equal ones are kept once, and nobody overwrites what they have not seen."""

from __future__ import annotations

import json
import threading

import pytest
from sqlalchemy import func, select

import scenarios
from planner.desk import audit
from planner.desk.desk import Desk
from planner.desk.faults import Changed, Forbidden, Missing, Reused
from planner.desk.once import Key
from planner.desk.pages import Cursor
from planner.desk.scenarios import ScenarioInfo
from planner.desk.store import Body, Store
from planner.domain.canonical import sha256
from planner.domain.faults import InputError
from planner.domain.scenario import Scenario
from planner.files import parse_scenario, read_scenario
from tests import builders as b
from tests.desk.asking import CHIEF, LAN, MAI, NOBODY, VIEWER, WARD, somebody

OTHER = b.scenario(b.activity("a"), b.activity("b", "mt"))


def kept(desk: Desk, scenario: Scenario = WARD, area: str | None = None) -> ScenarioInfo:
    return desk.scenarios.create(LAN, scenario, organisation="ubnd", area=area)


def scenario_of(desk: Desk, id: str, number: int | None = None) -> Scenario:
    return parse_scenario(desk.scenarios.text(LAN, id, number)[1]).scenario


@pytest.mark.parametrize("name", scenarios.names())
def test_what_is_read_is_what_was_kept(desk: Desk, name: str) -> None:
    scenario = read_scenario(scenarios.path(name)).scenario
    first = desk.scenarios.create(LAN, scenario, organisation="ubnd", note="đầu")
    assert desk.scenarios.read(LAN, first.id) == first
    assert (first.number, first.newest, first.sha256, first.note) == (1, 1, sha256(scenario), "đầu")
    assert scenario_of(desk, first.id) == scenario


def test_every_save_is_a_version(desk: Desk, store: Store) -> None:
    first = kept(desk)
    second = desk.scenarios.save(LAN, first.id, OTHER, expected=1)
    desk.scenarios.save(LAN, first.id, WARD, expected=2)
    assert [scenario_of(desk, first.id, n) for n in (1, 2, 3, None)] == [WARD, OTHER, WARD, WARD]
    assert [info.number for info in desk.scenarios.versions(LAN, first.id).items] == [3, 2, 1]
    assert second.sha256 == sha256(OTHER)
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Body)) == 2
        assert (audit.broken(session), audit.head(session)[0]) == (None, 3)


def test_saving_the_same_is_no_version(desk: Desk) -> None:
    first = kept(desk)
    assert desk.scenarios.save(LAN, first.id, WARD, expected=1) == first


def test_two_who_change_the_same_version(desk: Desk) -> None:
    first = kept(desk)
    results: list[str] = []

    def save(name: str) -> None:
        try:
            desk.scenarios.save(LAN, first.id, b.scenario(b.activity(name)), expected=1)
            results.append("saved")
        except Changed as error:
            results.append(f"{error.expected} {error.found}")

    threads = [threading.Thread(target=save, args=(name,)) for name in "bcde"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["1 2", "1 2", "1 2", "saved"]
    assert desk.scenarios.read(LAN, first.id).number == 2


def test_a_patch_changes_what_it_names(desk: Desk) -> None:
    first = kept(desk)
    desk.scenarios.patch(LAN, first.id, {"turnout": 1.15, "budget": 10**9}, expected=1)
    desk.scenarios.patch(LAN, first.id, {"budget": None}, expected=2)
    raw = json.loads(desk.scenarios.text(LAN, first.id)[1])
    assert (raw["turnout"], "budget" in raw, raw["name"]) == (1.15, False, WARD.name)
    with pytest.raises(InputError) as caught:
        desk.scenarios.patch(LAN, first.id, {"turnout": -1, "people": []}, expected=3)
    assert caught.value.faults[0].pointer == "/turnout"
    with pytest.raises(Changed):
        desk.scenarios.patch(LAN, first.id, {"turnout": 2}, expected=1)
    with pytest.raises(Changed):
        desk.scenarios.patch(LAN, first.id, {"turnout": 2}, expected=9)
    assert desk.scenarios.read(LAN, first.id).number == 3


def test_a_key_makes_a_thing_once(desk: Desk) -> None:
    key, other = Key("k", "a"), Key("k", "b")
    first = desk.scenarios.create(LAN, WARD, organisation="ubnd", key=key)
    assert desk.scenarios.create(LAN, WARD, organisation="ubnd", key=key) == first
    with pytest.raises(Reused):
        desk.scenarios.create(LAN, OTHER, organisation="ubnd", key=other)
    assert desk.scenarios.create(CHIEF, WARD, organisation="ubnd", key=key).id != first.id  # somebody else's key
    saving = Key("s", "c")
    second = desk.scenarios.save(LAN, first.id, OTHER, expected=1, key=saving)
    assert desk.scenarios.save(LAN, first.id, OTHER, expected=1, key=saving) == second


def test_a_key_at_the_same_time(desk: Desk) -> None:
    made: list[str] = []

    def create() -> None:
        made.append(desk.scenarios.create(LAN, WARD, organisation="ubnd", key=Key("k", "a")).id)

    threads = [threading.Thread(target=create) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(set(made))) == (4, 1)


def test_put_away(desk: Desk) -> None:
    first = kept(desk)
    with pytest.raises(Changed):
        desk.scenarios.archive(LAN, first.id, expected=2)
    desk.scenarios.archive(LAN, first.id, expected=1)
    assert (desk.scenarios.list(LAN).items, desk.scenarios.list(LAN, archived=True).items[0].id) == ((), first.id)
    assert scenario_of(desk, first.id) == WARD
    with pytest.raises(Missing):
        desk.scenarios.save(LAN, first.id, OTHER, expected=1)


def test_pages_hold_everything_once(desk: Desk) -> None:
    ids = [kept(desk).id for _ in range(7)]
    seen: list[str] = []
    after = None
    while True:
        page = desk.scenarios.list(LAN, after=after, limit=3)
        seen += [info.id for info in page.items]
        if page.next is None:
            break
        after = Cursor.of(page.next)
        kept(desk)  # what comes meanwhile is newer than all that is left
    assert seen == ids[::-1]


def test_who_may_see_what(desk: Desk) -> None:
    person = b.person("ub-1", "ub", cost_per_hour=50_000)
    first = kept(desk, WARD.model_copy(update={"people": (person,)}), area="dien-hong")
    theirs = json.loads(desk.scenarios.text(VIEWER, first.id)[1])["people"]
    assert theirs == [{k: v for k, v in theirs[0].items() if k in ("id", "name", "organisations", "skills")}]
    assert json.loads(desk.scenarios.text(LAN, first.id)[1])["people"][0]["cost_per_hour"] == 50_000
    here, elsewhere = (somebody("x", ("viewer", "ubnd", area)) for area in ("dien-hong", "phu-nhuan"))
    assert [len(desk.scenarios.list(who).items) for who in (LAN, VIEWER, here, MAI, elsewhere, NOBODY)] == [1, 1, 1] + [
        0
    ] * 3
    for stranger in (MAI, elsewhere, NOBODY):
        with pytest.raises(Missing):
            desk.scenarios.read(stranger, first.id)
        with pytest.raises(Missing):
            desk.scenarios.save(stranger, first.id, OTHER, expected=1)
    with pytest.raises(Forbidden):
        desk.scenarios.save(VIEWER, first.id, OTHER, expected=1)
    with pytest.raises(Forbidden):
        desk.scenarios.create(VIEWER, OTHER, organisation="ubnd")
    with pytest.raises(Forbidden):
        desk.scenarios.create(LAN, OTHER, organisation="mttq")


def test_what_is_not_there(desk: Desk) -> None:
    first = kept(desk)
    for id, number in (("nothing", None), (first.id, 2)):
        with pytest.raises(Missing):
            desk.scenarios.read(LAN, id, number)
    with pytest.raises(Missing):
        desk.scenarios.save(LAN, "nothing", WARD, expected=1)


def test_names_that_no_database_likes(desk: Desk) -> None:
    hostile = parse_scenario(
        json.dumps({"format": "chungtay/1", "name": "a\0b'; --", "start": "2026-01-01", "end": "2026-01-02"}).encode()
    ).scenario
    first = kept(desk, hostile)
    assert scenario_of(desk, first.id) == hostile
    assert desk.scenarios.list(LAN).items[0].name == "a\N{SYMBOL FOR NULL}b'; --"
