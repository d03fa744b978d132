"""Changes made to a plan by hand: each is a version that can be gone back from, with a plan near the old one."""

from __future__ import annotations

import pytest

from planner.desk.desk import Desk
from planner.desk.faults import Changed, Forbidden, Missing
from planner.desk.queue import Queue
from planner.desk.store import Store
from planner.domain.faults import InputError
from planner.domain.scenario import ActivityPin, Forbid, PersonPin, Scenario
from planner.files import parse_scenario
from tests import builders as b
from tests.desk.asking import LAN, MAI, PLAN, VIEWER, WARD, planned

PINNED = b.scenario(b.activity("a"), pins=({"person": "ub-1", "activity": "a", "role": "desk"},))


def made(desk: Desk, store: Store, scenario: Scenario = WARD) -> tuple[str, str]:
    """A scenario with its plan, in which ``ub-1`` has a desk: their ids."""
    id = desk.scenarios.create(LAN, scenario, organisation="ubnd").id
    plan = b.plan(scenario, b.session("s1", "a", seats=[("desk", "ub-1"), ("desk", "mt-1")]))
    return id, str(planned(desk, Queue(store), id, plan).plan)


def newest(desk: Desk, id: str) -> Scenario:
    """The newest version."""
    return parse_scenario(desk.scenarios.text(LAN, id)[1]).scenario


def test_a_swap_pins_who_comes_and_keeps_out_who_goes(desk: Desk, store: Store) -> None:
    id, plan = made(desk, store)
    job = desk.edits.swap(LAN, plan, "s1", "desk", None, "ub-1", "pn-1")
    assert (job.kind, job.version, job.asked["base"], job.state) == ("solve", 2, plan, "queued")
    assert newest(desk, id).pins == (PersonPin(person="pn-1", activity="a", role="desk"),)
    assert newest(desk, id).forbids == (Forbid(person="ub-1", activity="a"),)
    assert desk.scenarios.read(LAN, id).note == "ub-1 → pn-1 (desk, a)"


def test_a_swap_drops_the_pin_of_who_goes(desk: Desk, store: Store) -> None:
    id, plan = made(desk, store, PINNED)
    desk.edits.swap(LAN, plan, "s1", "desk", None, "ub-1", "pn-1")
    assert newest(desk, id).pins == (PersonPin(person="pn-1", activity="a", role="desk"),)


def test_an_empty_seat_is_given_to_somebody(desk: Desk, store: Store) -> None:
    id, plan = made(desk, store)
    desk.edits.swap(LAN, plan, "s1", "desk", None, None, "pn-1")
    assert newest(desk, id).forbids == ()
    assert len(newest(desk, id).pins) == 1


def test_a_person_and_a_session_are_pinned(desk: Desk, store: Store) -> None:
    id, plan = made(desk, store)
    assert desk.edits.pin_person(LAN, plan, "s1", "desk", None, "ub-1").number == 2
    assert desk.edits.pin_session(LAN, plan, "s1").number == 3
    held = PLAN.sessions[0]
    assert set(newest(desk, id).pins) == {
        PersonPin(person="ub-1", activity="a", role="desk"),
        ActivityPin(activity="a", start=held.start, place=held.place),
    }


@pytest.mark.parametrize(("person", "error"), [("nobody", InputError), ("", Missing)])
def test_who_is_not_there_is_named(desk: Desk, store: Store, person: str, error: type[Exception]) -> None:
    id, plan = made(desk, store)
    with pytest.raises(error):
        desk.edits.swap(LAN, plan, "s1", "desk", None, "ub-1", person)
    assert desk.scenarios.read(LAN, id).number == 1
    assert [job.state for job in desk.jobs.list(LAN, scenario=id).items] == ["done"]


def test_rights_are_those_to_plan(desk: Desk, store: Store) -> None:
    _, plan = made(desk, store)
    with pytest.raises(Forbidden):
        desk.edits.swap(VIEWER, plan, "s1", "desk", None, "ub-1", "pn-1")
    with pytest.raises(Missing):
        desk.edits.pin_session(MAI, plan, "s1")
    with pytest.raises(Missing):
        desk.edits.pin_session(LAN, plan, "s9")


def test_an_older_version_becomes_the_newest(desk: Desk, store: Store) -> None:
    id, plan = made(desk, store)
    desk.edits.swap(LAN, plan, "s1", "desk", None, "ub-1", "pn-1")
    with pytest.raises(Changed):
        desk.scenarios.restore(LAN, id, 1, expected=1)
    with pytest.raises(Missing):
        desk.scenarios.restore(LAN, id, 7, expected=2)
    with pytest.raises(Forbidden):
        desk.scenarios.restore(VIEWER, id, 1, expected=2)
    back = desk.scenarios.restore(LAN, id, 1, expected=2)
    assert (back.number, back.note, newest(desk, id)) == (3, "← 1", WARD)
