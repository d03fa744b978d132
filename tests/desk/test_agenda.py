"""One's own agenda: by the plans in force, by name, and no more than a session of one's own tells."""

from __future__ import annotations

import pytest

from planner.desk.agenda import Companion, engagements
from planner.desk.desk import Desk
from planner.desk.faults import Missing
from planner.desk.queue import Queue
from planner.desk.rights import ALL
from tests import builders as b
from tests.desk.asking import CHIEF, LAN, NOBODY, planned, somebody

OWN = b.own_role("flowers")
JOINT = b.scenario(b.activity("a", "ub"), b.activity("b", "mt", own_roles=(OWN,)), b.activity("c", "ub"))
PLAN = b.plan(
    JOINT,
    b.session("s2", "c", seats=[("desk", "ub-1")]),
    b.session(
        "s1", "a", "b", seats=[("desk", "ub-1"), ("desk", "mt-1"), ("flowers", "mt-2", "b")], standby=[("desk", "ub-2")]
    ),
)
HERE = somebody("here", ("staff", "ubnd", ALL), person="mt-2")
NAMES = {p.id: p.name for p in JOINT.people}


@pytest.fixture
def proposal(desk: Desk, queue: Queue) -> str:
    scenario = desk.scenarios.create(LAN, JOINT, organisation="ubnd", area="dien-hong").id
    return desk.consents.propose(LAN, str(planned(desk, queue, scenario, PLAN).plan)).id


def agree(desk: Desk, proposal: str) -> None:
    """Have all sponsors accept."""
    for said in desk.consents.read(CHIEF, proposal).said:
        desk.consents.answer(CHIEF, proposal, said.session, said.organisation, "accept")


def test_only_plans_in_force_count(desk: Desk, proposal: str) -> None:
    assert desk.agendas.own(HERE) == ()
    agree(desk, proposal)
    (agenda,) = desk.agendas.own(HERE)
    info = desk.consents.read(LAN, proposal)
    assert (agenda.scenario, agenda.name, agenda.plan) == (info.scenario, JOINT.name, info.plan)
    assert agenda.engagements == engagements(JOINT, PLAN, "mt-2")
    elsewhere = somebody("elsewhere", ("staff", "khac", ALL), person="mt-2")
    nowhere = somebody("nowhere", ("staff", "ubnd", ALL), person="ai-do")
    assert [desk.agendas.own(who) for who in (elsewhere, nowhere, NOBODY)] == [(), (), ()]


def test_a_duty_says_what_for_and_with_whom() -> None:
    (duty,) = engagements(JOINT, PLAN, "mt-2")
    names = {a.id: a.name for a in JOINT.activities}
    assert (duty.session, duty.role, duty.activity, duty.standby) == ("s1", OWN.name, names["b"], False)
    assert duty.activities == (names["a"], names["b"])
    assert [c.person for c in duty.companions] == [NAMES["ub-1"], NAMES["mt-1"], NAMES["ub-2"]]
    desk_role = next(r.name for r in JOINT.functions[0].roles if r.id == "desk")
    assert duty.companions[-1] == Companion(NAMES["ub-2"], desk_role, None, standby=True)


def test_duties_are_in_order_of_time_and_standing_by_is_one() -> None:
    assert [(d.session, d.standby) for d in engagements(JOINT, PLAN, "ub-2")] == [("s1", True)]
    starts = [d.start for d in engagements(JOINT, PLAN, "ub-1")]
    assert starts == sorted(starts)
    assert len(starts) == 2


def test_who_answers_for_a_sponsor_learns_the_names_of_what_they_see_alone(desk: Desk, proposal: str) -> None:
    front = somebody("front", ("consenter", "mt", ALL))
    told = desk.consents.read(front, proposal)
    names = desk.consents.names(front, told)
    assert set(names.people) == {"mt-1", "mt-2"}
    assert set(names.activities) == {"a", "b"}
    assert set(names.organisations) == {"ub", "mt"}
    assert set(desk.consents.names(LAN, desk.consents.read(LAN, proposal)).people) == {"ub-1", "mt-1", "mt-2", "ub-2"}
    with pytest.raises(Missing):
        desk.consents.names(NOBODY, told)
