"""Scenarios in the store: versions stay, equal ones are kept once, and nobody overwrites what they have not seen."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select

import scenarios
from planner.desk import audit
from planner.desk.faults import Changed, Missing
from planner.desk.scenarios import Scenarios
from planner.desk.store import Body, Store
from planner.domain.canonical import sha256
from planner.files import read_scenario
from tests import builders as b


@pytest.fixture
def kept(store: Store) -> Scenarios:
    return Scenarios(store)


@pytest.mark.parametrize("name", scenarios.names())
def test_what_is_read_is_what_was_kept(kept: Scenarios, name: str) -> None:
    scenario = read_scenario(scenarios.path(name)).scenario
    first = kept.create(scenario, organisation="ubnd", author="lan", note="đầu")
    found = kept.read(first.id)
    assert found == first
    assert (found.number, found.sha256, found.note) == (1, sha256(scenario), "đầu")
    assert found.scenario == scenario


def test_every_save_is_a_version(kept: Scenarios, store: Store) -> None:
    one, two = b.scenario(b.activity("a")), b.scenario(b.activity("a"), b.activity("b", "mt"))
    first = kept.create(one, organisation="ubnd", author="lan")
    second = kept.save(first.id, two, expected=1, author="mai")
    again = kept.save(first.id, one, expected=2, author="lan")
    assert [kept.read(first.id, n) for n in (1, 2, 3)] == [first, second, again]
    assert kept.read(first.id) == again
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Body)) == 2
        assert (audit.broken(session), audit.head(session)[0]) == (None, 3)


def test_saving_the_same_is_no_version(kept: Scenarios) -> None:
    first = kept.create(b.scenario(b.activity("a")), organisation="ubnd", author="lan")
    assert kept.save(first.id, first.scenario, expected=1, author="mai") == first


def test_two_who_change_the_same_version(kept: Scenarios) -> None:
    first = kept.create(b.scenario(b.activity("a")), organisation="ubnd", author="lan")
    results: list[str] = []

    def save(name: str) -> None:
        try:
            kept.save(first.id, b.scenario(b.activity(name)), expected=1, author=name)
            results.append("saved")
        except Changed as error:
            results.append(f"{error.expected} {error.found}")

    threads = [threading.Thread(target=save, args=(name,)) for name in "bcde"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["1 2", "1 2", "1 2", "saved"]
    assert kept.read(first.id).number == 2


def test_what_is_not_there(kept: Scenarios) -> None:
    first = kept.create(b.scenario(b.activity("a")), organisation="ubnd", author="lan")
    for missing in (("nothing", None), (first.id, 2)):
        with pytest.raises(Missing):
            kept.read(*missing)
    with pytest.raises(Missing):
        kept.save("nothing", first.scenario, expected=1, author="lan")
