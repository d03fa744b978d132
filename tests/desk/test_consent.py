"""Consent: who is asked, what each may see and say, and what a refusal leads to."""

from __future__ import annotations

import pytest

from planner.desk.desk import Desk
from planner.desk.faults import Forbidden, Missing, Unfit
from planner.desk.once import Key
from planner.desk.queue import Queue
from planner.desk.rights import ALL
from planner.files import parse_scenario
from tests import builders as b
from tests.desk.asking import LAN, MAI, NOBODY, VIEWER, planned, somebody

JOINT = b.scenario(b.activity("a", "ub"), b.activity("b", "mt"), b.activity("c", "ub"))
PLAN = b.plan(
    JOINT,
    b.session("s1", "a", "b", seats=[("desk", "ub-1"), ("desk", "mt-1")]),
    b.session("s2", "c", seats=[("desk", "ub-1")]),
)
FRONT = somebody("front", ("consenter", "mt", ALL))
OFFICE = somebody("office", ("consenter", "ub", "dien-hong"))
ELSEWHERE = somebody("elsewhere", ("consenter", "mt", "phu-nhuan"))


@pytest.fixture
def scenario(desk: Desk) -> str:
    return desk.scenarios.create(LAN, JOINT, organisation="ubnd", area="dien-hong").id


@pytest.fixture
def plan(desk: Desk, queue: Queue, scenario: str) -> str:
    return str(planned(desk, queue, scenario, PLAN).plan)


def test_each_sponsor_of_a_joint_session_is_asked(desk: Desk, plan: str) -> None:
    found = desk.consents.propose(LAN, plan)
    assert [(s.session, s.organisation, s.answer) for s in found.said] == [("s1", "mt", None), ("s1", "ub", None)]
    assert (found.state, [s.id for s in found.sessions]) == ("open", ["s1"])
    assert [desk.consents.list(who).items for who in (LAN, VIEWER)] == [(found,), (found,)]
    assert desk.consents.list(MAI).items == ()


def test_what_a_sponsor_sees(desk: Desk, plan: str) -> None:
    proposal = desk.consents.propose(LAN, plan).id
    theirs = desk.consents.read(FRONT, proposal)
    assert [(s.session, s.organisation) for s in theirs.said] == [("s1", "mt")]
    assert [[seat.person for seat in s.seats] for s in theirs.sessions] == [["mt-1"]]
    assert desk.consents.list(FRONT).items == (theirs,)
    for stranger in (ELSEWHERE, MAI, NOBODY):
        assert desk.consents.list(stranger).items == ()
        with pytest.raises(Missing):
            desk.consents.read(stranger, proposal)


def test_all_agree(desk: Desk, plan: str, scenario: str) -> None:
    proposal = desk.consents.propose(LAN, plan).id
    assert desk.consents.answer(FRONT, proposal, "s1", "mt", "accept").state == "open"
    assert desk.agendas.duties_of(LAN, scenario, "ub-1") == ()
    assert desk.consents.answer(OFFICE, proposal, "s1", "ub", "accept").state == "agreed"
    assert [(d.session, d.role) for d in desk.agendas.duties_of(LAN, scenario, "ub-1")] == [
        ("s1", "desk"),
        ("s2", "desk"),
    ]
    her = somebody("her", ("staff", "ubnd", "dien-hong"), person="mt-1")
    assert [d.session for d in desk.agendas.duties(her)] == ["s1"]
    assert [desk.agendas.duties(who) for who in (NOBODY, somebody("x", person="mt-1"))] == [(), ()]
    with pytest.raises(Forbidden):
        desk.agendas.duties_of(VIEWER, scenario, "ub-1")
    assert len(desk.agendas.duties_of(somebody("v", ("viewer", "ubnd", ALL), person="mt-1"), scenario, "mt-1")) == 1


def test_a_refusal_leads_to_a_new_plan(desk: Desk, queue: Queue, plan: str, scenario: str) -> None:
    proposal = desk.consents.propose(LAN, plan).id
    with pytest.raises(Unfit):
        desk.consents.answer(FRONT, proposal, "s1", "mt", "refuse", "  ")
    found = desk.consents.answer(FRONT, proposal, "s1", "mt", "refuse", "có đại hội")
    assert (found.state, found.said[0].answer, found.said[0].reason) == ("refused", "refuse", "có đại hội")
    changed = desk.scenarios.read(LAN, scenario)
    assert (changed.number, changed.note) == (2, "mt: có đại hội")
    raw = parse_scenario(desk.scenarios.text(LAN, scenario)[1]).scenario
    assert [activity.merge for activity in raw.activities] == ["any", (), "any"]
    task = queue.claim("w1")
    assert task is not None
    assert (task.id, task.version, task.settings) == (found.said[0].job, 2, {"kind": "solve", "base": plan})
    assert desk.consents.answer(FRONT, proposal, "s1", "mt", "refuse", "lần nữa") == found  # said already
    with pytest.raises(Unfit):
        desk.consents.answer(FRONT, proposal, "s1", "mt", "accept")
    assert desk.scenarios.read(LAN, scenario).number == 2


def test_what_a_refusal_would_cost(desk: Desk, queue: Queue, plan: str) -> None:
    proposal = desk.consents.propose(LAN, plan).id
    job = desk.consents.price(FRONT, proposal, "s1", "mt")
    task = queue.claim("w1")
    assert task is not None
    case = {"name": "refuses: mt", "changes": [{"type": "set_merge", "activity": "b", "merge": []}]}
    assert (task.id, task.settings["base"], task.settings["whatif"]["cases"]) == (job, plan, [case])
    assert desk.jobs.read(FRONT, job).kind == "whatif"  # who asked may watch it
    for stranger in (OFFICE, ELSEWHERE, NOBODY):
        with pytest.raises(Missing):
            desk.jobs.read(stranger, job)


def test_who_has_nothing_to_say(desk: Desk, plan: str) -> None:
    proposal = desk.consents.propose(LAN, plan).id
    for stranger in (OFFICE, ELSEWHERE, NOBODY, MAI):
        with pytest.raises(Missing):
            desk.consents.answer(stranger, proposal, "s1", "mt", "accept")
    for reader in (LAN, VIEWER):
        with pytest.raises(Forbidden):
            desk.consents.answer(reader, proposal, "s1", "mt", "accept")
    for joint, organisation in (("s2", "ub"), ("s1", "xx"), ("s9", "mt")):
        with pytest.raises(Missing):
            desk.consents.answer(FRONT, proposal, joint, organisation, "accept")
    with pytest.raises(Missing):
        desk.consents.answer(FRONT, "nothing", "s1", "mt", "accept")


def test_what_cannot_be_proposed(desk: Desk, queue: Queue, plan: str, scenario: str) -> None:
    key = Key("k", "a")
    first = desk.consents.propose(LAN, plan, key=key)
    assert desk.consents.propose(LAN, plan, key=key) == first
    with pytest.raises(Unfit):
        desk.consents.propose(LAN, plan)
    none = str(planned(desk, queue, scenario, b.no_plan(JOINT, "unknown")).plan)
    with pytest.raises(Unfit):
        desk.consents.propose(LAN, none)
    with pytest.raises(Missing):
        desk.consents.propose(LAN, "nothing")
    with pytest.raises(Missing):
        desk.consents.propose(MAI, plan)
    with pytest.raises(Forbidden):
        desk.consents.propose(VIEWER, plan)


def test_without_joint_sessions_all_agree(desk: Desk, queue: Queue, scenario: str) -> None:
    apart = b.plan(JOINT, *(b.session(f"s{n}", a, seats=[("desk", "ub-1")]) for n, a in enumerate("abc")))
    found = desk.consents.propose(LAN, str(planned(desk, queue, scenario, apart).plan))
    assert (found.state, found.said) == ("agreed", ())
