"""Reminders: what is due to whom, when, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from planner.desk.asked import Solve
from planner.desk.desk import Desk
from planner.desk.faults import Forbidden, Missing, Unfit
from planner.desk.queue import Queue
from planner.desk.reminders import Kind, Reminders
from planner.desk.rights import ALL, Who
from tests import builders as b
from tests.desk.asking import CHIEF, LAN, MAI, claimed, in_force, member, planned, somebody

START = datetime(2026, 2, 2, 0, 30, tzinfo=UTC)
"""Half past seven on Monday in Ho Chi Minh City."""
JOINT = b.scenario(b.activity("a", "ub"), b.activity("b", "mt"), b.activity("c", "ub"), name="Tết\n2026")
PLAN = b.plan(
    JOINT,
    b.session("s1", "a", "b", seats=[("desk", "ub-1"), ("desk", "mt-1")]),
    b.session("s2", "c", start=b.AFTERNOON, place="yard", seats=[("desk", "ub-2")], standby=()),
)
FRONT = somebody("front", ("consenter", "mt", ALL))
HER = somebody("her", ("staff", "ubnd", ALL), person="mt-1")
VIEWER = somebody("v", ("viewer", "ubnd", ALL))


@pytest.fixture
def scenario(desk: Desk) -> str:
    return desk.scenarios.create(LAN, JOINT, organisation="ubnd", area="dien-hong").id


def before(**ago: int) -> datetime:
    """A moment before the first session."""
    return START - timedelta(**ago)


def kinds(found: Reminders) -> list[tuple[Kind, datetime]]:
    return [(item.kind, item.due) for item in found.items]


def test_duties_and_sessions_due_soon(desk: Desk, queue: Queue, scenario: str) -> None:
    in_force(desk, queue, scenario, PLAN)
    own = desk.reminders.own(HER, now=before(days=1))
    assert own.items == (
        replace(
            own.items[0],
            kind="duty",
            due=START,
            vi="07:30 Thứ Hai 02/02/2026: Vai desk – Hoạt động a (+1 hoạt động), tại Nhà hall",
            en="07:30 Mon 02/02/2026: Vai desk – Hoạt động a (+1 more), at Nhà hall",
            scenario=scenario,
        ),
    )
    assert own.vi == f"Việc của tôi (1)\n- {own.items[0].vi}"
    assert own.en == f"My duties (1)\n- {own.items[0].en}"
    theirs = desk.reminders.of_organisation(VIEWER, "ub", now=before(days=1))
    assert [(i.kind, i.due, i.organisation) for i in theirs.items] == [
        ("session", START, "ub"),
        ("session", START + timedelta(hours=6), "ub"),
    ]
    assert theirs.vi.splitlines()[0] == "Buổi của đơn vị (2)"
    assert kinds(desk.reminders.own(FRONT, now=before(days=1))) == [("session", START)]


def test_how_far_ahead(desk: Desk, queue: Queue, scenario: str) -> None:
    in_force(desk, queue, scenario, PLAN)
    found = {
        (days, ago): len(desk.reminders.own(HER, days=days, now=START - ago).items)
        for days in (1, 7)
        for ago in (timedelta(days=7, minutes=1), timedelta(days=7), timedelta(days=1), -timedelta(minutes=59))
    }
    assert list(found.values()) == [0, 0, 1, 1, 0, 1, 1, 1]
    over = desk.reminders.own(HER, now=START + timedelta(hours=1))
    assert over == Reminders((), "", "")


def test_what_was_called_off_is_not_due(desk: Desk, queue: Queue) -> None:
    later = JOINT.model_copy(update={"start": JOINT.start.replace(2031), "end": JOINT.end.replace(2031)})
    id = desk.scenarios.create(LAN, later, organisation="ubnd").id
    starts = b.session("s1", "a", start="2031-02-03T07:30", seats=[("desk", "mt-1")])
    in_force(desk, queue, id, b.plan(later, starts))
    now = datetime(2031, 2, 2, tzinfo=UTC)
    assert len(desk.reminders.own(HER, now=now).items) == 1
    desk.scenarios.archive(LAN, id, expected=1)
    assert desk.reminders.own(HER, now=now).items == ()


def test_answers_that_a_sponsor_owes(desk: Desk, queue: Queue, scenario: str) -> None:
    proposal = desk.consents.propose(LAN, str(planned(desk, queue, scenario, PLAN).plan))
    found = desk.reminders.own(FRONT, now=before(days=30))
    (item,) = found.items
    assert (item.kind, item.due, item.organisation, item.proposal, item.session) == (
        "answer",
        START,
        "mt",
        proposal.id,
        "s1",
    )
    assert found.vi == (
        "Chờ đơn vị trả lời (1)\n"
        "- trước 07:30 Thứ Hai 02/02/2026: MT trả lời có cùng tổ chức “Hoạt động a” + “Hoạt động b” không"
    )
    assert found.en == (
        "Waiting for an answer (1)\n"
        "- before 07:30 Mon 02/02/2026: MT says whether to hold “Hoạt động a” + “Hoạt động b” together"
    )
    assert desk.reminders.of_organisation(FRONT, "mt", now=before(days=30)) == found
    assert kinds(desk.reminders.of_organisation(somebody("r", ("viewer", "mt", ALL)), "mt", now=before(days=1))) == [
        ("answer", START)
    ]
    for who in (HER, MAI, somebody("f", ("consenter", "mt", "phu-nhuan"))):
        assert desk.reminders.own(who, now=before(days=1)).items == ()
    assert desk.reminders.own(FRONT, now=START).items == ()  # too late
    desk.consents.answer(FRONT, proposal.id, "s1", "mt", "accept")
    assert desk.reminders.own(FRONT, now=before(days=1)).items == ()
    office = somebody("office", ("consenter", "ub", ALL))
    assert kinds(desk.reminders.own(office, now=before(days=1))) == [("answer", START)]


def test_answers_that_change_nothing_are_not_owed(desk: Desk, queue: Queue, scenario: str) -> None:
    _older, newer = (desk.consents.propose(LAN, str(planned(desk, queue, scenario, PLAN).plan)).id for _ in range(2))
    assert len(desk.reminders.own(FRONT, now=before(days=1)).items) == 2
    for organisation in ("ub", "mt"):
        desk.consents.answer(CHIEF, newer, "s1", organisation, "accept")
    assert kinds(desk.reminders.own(FRONT, now=before(days=1))) == [("session", START)]
    last = desk.consents.propose(LAN, str(planned(desk, queue, scenario, PLAN).plan)).id
    assert kinds(desk.reminders.own(FRONT, now=before(days=1))) == [("answer", START), ("session", START)]
    desk.consents.answer(CHIEF, last, "s1", "ub", "refuse", "bận")
    assert kinds(desk.reminders.own(FRONT, now=before(days=1))) == [("session", START)]


def test_plans_that_nobody_was_asked_about(desk: Desk, queue: Queue, scenario: str) -> None:
    plan = planned(desk, queue, scenario, PLAN).plan
    found = desk.reminders.own(LAN, now=before(days=6))
    assert [(i.kind, i.due, i.plan) for i in found.items] == [("propose", START, plan)]
    assert found.en == "Not proposed yet (1)\n- before 07:30 Mon 02/02/2026: propose the plan of “Tết 2026”"
    assert desk.reminders.of_organisation(VIEWER, "ubnd", now=before(days=6)) == found
    for who in (VIEWER, MAI, HER):
        assert desk.reminders.own(who, now=before(days=6)).items == ()
    for now in (before(days=8), START):
        assert desk.reminders.own(LAN, now=now).items == ()
    proposal = desk.consents.propose(LAN, str(plan)).id
    assert desk.reminders.own(LAN, now=before(days=6)).items == ()
    desk.consents.answer(CHIEF, proposal, "s1", "mt", "refuse", "bận")
    task = claimed(queue)
    queue.finish(task.id, "w1", plan=PLAN)
    (item,) = desk.reminders.own(LAN, now=before(days=6)).items
    assert (item.kind, item.plan) == ("propose", desk.jobs.read(LAN, task.id).plan)
    desk.scenarios.archive(LAN, scenario, expected=2)
    assert desk.reminders.own(LAN, now=before(days=6)).items == ()


def test_jobs_that_failed(desk: Desk, queue: Queue, scenario: str) -> None:
    job = desk.jobs.submit(LAN, scenario, Solve()).id
    queue.fail(claimed(queue).id, "w1", "no memory")
    now = datetime.now(UTC)
    found = desk.reminders.own(LAN, now=now)
    assert [(i.kind, i.job) for i in found.items] == [("failed", job)]
    assert found.en.endswith(": making a plan of “Tết 2026” failed")
    assert desk.reminders.of_organisation(VIEWER, "ubnd", now=now) == found
    assert desk.reminders.own(LAN, now=now + timedelta(days=8)).items == ()
    planned(desk, queue, scenario, PLAN)  # it was asked for again
    assert desk.reminders.own(LAN, now=now).items == ()


def test_who_may_ask_about_an_organisation(desk: Desk, queue: Queue, scenario: str) -> None:
    in_force(desk, queue, scenario, PLAN)
    asked: list[tuple[Who, str]] = [(HER, "mt"), (MAI, "mt"), (VIEWER, "pn"), (VIEWER, "nothing"), (FRONT, "ub")]
    for who, organisation in asked:
        with pytest.raises(Missing):
            desk.reminders.of_organisation(who, organisation)
    assert desk.reminders.of_organisation(somebody("c", ("viewer", ALL, ALL)), "nothing").items == ()


def test_where_reminders_go(desk: Desk) -> None:
    her = member(desk, "her", ("staff", "ubnd", ALL), person="mt-1")
    found = desk.mailboxes.read(her)
    assert (found.email, found.digest, found.lang) == (None, False, "vi")
    with pytest.raises(Unfit):
        desk.mailboxes.change(her, digest=True)
    found = desk.mailboxes.change(her, email="lan@example.vn", digest=True, lang="en")
    assert (desk.mailboxes.read(her), found.email, found.digest, found.lang) == (found, "lan@example.vn", True, "en")
    assert desk.mailboxes.change(her) == found
    for wrong in (
        "lan",
        "lan@",
        "a@b\n",
        "a@b\r\nBcc: c@d",
        "a b@c",
        "a@b,c@d",
        "ế@example.vn",
        "a" * 65 + "@b",
        "<a@b>",
    ):
        with pytest.raises(Unfit):
            desk.mailboxes.change(her, email=wrong)
    reads = Who(her.id, her.name, her.roles, frozenset({"read"}))
    with pytest.raises(Forbidden):
        desk.mailboxes.change(reads, digest=False)
    assert desk.mailboxes.read(her) == found
    assert desk.mailboxes.change(her, email="").digest is False
    told = [entry.detail for entry in desk.trail(CHIEF) if entry.action == "user.mailbox"]
    assert told == [
        {"email": False, "digest": False, "lang": "en"},
        {"email": True, "digest": True, "lang": "en"},
    ]
    with pytest.raises(Missing):
        desk.mailboxes.read(HER)
