"""Feeds: events that keep their ids while plans come and go, and links that show what their user may see."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from planner.desk.desk import Desk
from planner.desk.faults import Forbidden, Missing, Unfit
from planner.desk.feeds import MOST_LINKS, SHOWN_CANCELLED, SHOWN_PAST
from planner.desk.queue import Queue
from planner.desk.rights import ALL, Post, Who
from planner.desk.store import Link, Published, Store
from planner.files.calendar import line
from tests import builders as b
from tests.desk.asking import CHIEF, LAN, in_force, member, planned
from tests.files.calendars import by_icalendar, told

START = datetime(2031, 2, 3, 0, 30, tzinfo=UTC)
"""Half past seven on Monday in Ho Chi Minh City."""
MORNING, AFTERNOON = "2031-02-03T07:30", "2031-02-03T13:30"
WEEK = {"start": "2031-02-03", "end": "2031-02-09"}
STARTS = {"starts": (MORNING, AFTERNOON)}
WARD = b.scenario(
    b.activity("a", "ub", own_roles=(b.own_role("books"),), **STARTS),
    b.activity("b", "mt", **STARTS),
    b.activity("c", "ub", **STARTS),
    **WEEK,
)


def joint(*, start: str = MORNING, place: str = "hall", desk: tuple[str, ...] = ("ub-1", "mt-1")) -> dict[str, Any]:
    """A session of a and b, with a holder of a's own role."""
    seats: list[b.Seat] = [*(("desk", person) for person in desk), ("books", "ub-2", "a")]
    return b.session("s1", "a", "b", start=start, place=place, seats=seats)


def alone(id: str, activity: str, *people: str, start: str = AFTERNOON, place: str = "yard") -> dict[str, Any]:
    """A session of one activity."""
    seats: list[b.Seat] = [("desk", person) for person in people]
    if activity == "a":
        seats.append(("books", "ub-2", "a"))
    return b.session(id, activity, start=start, place=place, seats=seats)


@pytest.fixture
def scenario(desk: Desk) -> str:
    return desk.scenarios.create(LAN, WARD, organisation="ubnd", area="dien-hong").id


class Feed:
    """A feed of somebody's."""

    def __init__(self, desk: Desk, who: Who, organisation: str | None = None) -> None:
        self._desk, self._secret = desk, desk.feeds.create(who, organisation=organisation)[1]

    def text(self, now: datetime | None = None) -> bytes:
        return self._desk.feeds.read(self._secret, "en", now)

    def told(self, now: datetime | None = None) -> list[tuple[str, int, str, str, datetime]]:
        return told(self.text(now))

    def uids(self) -> list[str]:
        return [event["uid"] for event in by_icalendar(self.text())]


@pytest.fixture
def feeds(desk: Desk) -> dict[str, Feed]:
    """Feeds of four people, and of two organisations."""
    found = {}
    for person in ("ub-1", "ub-2", "mt-1", "mt-2"):
        found[person] = Feed(desk, member(desk, person, ("staff", "ubnd", "dien-hong"), person=person))
    office = member(desk, "office", ("viewer", "ubnd", "dien-hong"))
    for organisation in ("ub", "mt"):
        found[organisation] = Feed(desk, Who(office.id, "office", (Post("viewer", organisation),)), organisation)
    return found


def test_a_plan_in_force_is_in_the_feeds(desk: Desk, queue: Queue, scenario: str, feeds: dict[str, Feed]) -> None:
    made = str(planned(desk, queue, scenario, b.plan(WARD, joint(), alone("s2", "c", "ub-1"))).plan)
    proposal = desk.consents.propose(LAN, made)
    assert [feed.told() for feed in feeds.values()] == [[]] * len(feeds)
    desk.consents.answer(CHIEF, proposal.id, "s1", "ub", "accept")
    assert [feed.told() for feed in feeds.values()] == [[]] * len(feeds)
    desk.consents.answer(CHIEF, proposal.id, "s1", "mt", "accept")
    first = ("Vai desk – Hoạt động a (+1 more)", 0, "CONFIRMED", "Nhà hall", START)
    later = START + timedelta(hours=6)
    assert feeds["ub-1"].told() == [first, ("Vai desk – Hoạt động c", 0, "CONFIRMED", "Nhà yard", later)]
    assert feeds["ub-2"].told() == [("Vai books – Hoạt động a", 0, "CONFIRMED", "Nhà hall", START)]
    assert feeds["mt-1"].told() == [first]
    assert feeds["mt-2"].told() == []
    assert feeds["mt"].told() == [("Hoạt động a (+1 more)", 0, "CONFIRMED", "Nhà hall", START)]
    assert len(feeds["ub"].told()) == 2


def test_another_time_and_place_is_the_same_event(
    desk: Desk, queue: Queue, scenario: str, feeds: dict[str, Feed]
) -> None:
    in_force(desk, queue, scenario, b.plan(WARD, joint()))
    before = {name: feed.uids() for name, feed in feeds.items()}
    in_force(desk, queue, scenario, b.plan(WARD, joint(start=AFTERNOON, place="yard")))
    assert {name: feed.uids() for name, feed in feeds.items()} == before
    later = START + timedelta(hours=6)
    assert feeds["ub-1"].told() == [("Vai desk – Hoạt động a (+1 more)", 1, "CONFIRMED", "Nhà yard", later)]
    assert feeds["mt"].told() == [("Hoạt động a (+1 more)", 1, "CONFIRMED", "Nhà yard", later)]
    (event,) = by_icalendar(feeds["ub-1"].text())
    assert event["stamps"][1] <= event["stamps"][0] == event["stamps"][2]


def test_what_says_nothing_new_changes_nothing(desk: Desk, queue: Queue, scenario: str, feeds: dict[str, Feed]) -> None:
    plan = b.plan(WARD, joint(), alone("s2", "c", "ub-1"))
    in_force(desk, queue, scenario, plan)
    before = {name: feed.text() for name, feed in feeds.items()}
    renamed = b.plan(WARD, {**alone("s1", "c", "ub-1")}, {**joint(), "id": "s7"})
    in_force(desk, queue, scenario, renamed)
    assert {name: feed.text() for name, feed in feeds.items()} == before


def test_held_apart_one_event_stays_and_one_is_new(
    desk: Desk, queue: Queue, scenario: str, feeds: dict[str, Feed]
) -> None:
    in_force(desk, queue, scenario, b.plan(WARD, joint()))
    (own,), (hers,) = feeds["ub-2"].uids(), feeds["ub-1"].uids()
    apart = b.plan(WARD, alone("s1", "b", "ub-1", "mt-1"), alone("s2", "a", "ub-1", start=MORNING, place="hall"))
    in_force(desk, queue, scenario, apart)
    assert feeds["ub-2"].uids() == [own]
    stayed, new = feeds["ub-1"].uids()
    assert (stayed, new == hers) == (hers, False)  # the one whose start stays
    assert [event[:3] for event in feeds["ub-1"].told()] == [
        ("Vai desk – Hoạt động a", 1, "CONFIRMED"),
        ("Vai desk – Hoạt động b", 0, "CONFIRMED"),
    ]
    in_force(desk, queue, scenario, b.plan(WARD, joint()))
    assert [event[:3] for event in feeds["ub-1"].told()] == [
        ("Vai desk – Hoạt động a (+1 more)", 2, "CONFIRMED"),
        ("Cancelled: Vai desk – Hoạt động b", 1, "CANCELLED"),
    ]
    assert feeds["ub-1"].uids() == [hers, new]


def test_most_activities_in_common_is_the_same_event(
    desk: Desk, queue: Queue, scenario: str, feeds: dict[str, Feed]
) -> None:
    """Even where another session keeps the old one's start."""
    together = b.session("s1", "a", "b", "c", start=MORNING, seats=[("desk", "ub-1"), ("desk", "mt-1")])
    in_force(desk, queue, scenario, b.plan(WARD, together))
    (hers,) = feeds["ub-1"].uids()
    split = b.plan(WARD, joint(start=AFTERNOON), alone("s2", "c", "ub-1", start=MORNING))
    in_force(desk, queue, scenario, split)
    first, second = feeds["ub-1"].told()
    assert (first[:3], second[:3]) == (
        ("Vai desk – Hoạt động c", 0, "CONFIRMED"),
        ("Vai desk – Hoạt động a (+1 more)", 1, "CONFIRMED"),
    )
    assert feeds["ub-1"].uids()[1] == hers


def test_who_is_replaced_is_told_and_comes_back_as_before(
    desk: Desk, queue: Queue, scenario: str, feeds: dict[str, Feed]
) -> None:
    in_force(desk, queue, scenario, b.plan(WARD, joint()))
    (hers,) = feeds["mt-1"].uids()
    in_force(desk, queue, scenario, b.plan(WARD, joint(desk=("ub-1", "mt-2"))))
    name = "Vai desk – Hoạt động a (+1 more)"
    assert feeds["mt-1"].told() == [(f"Cancelled: {name}", 1, "CANCELLED", "Nhà hall", START)]
    assert feeds["mt-2"].told() == [(name, 0, "CONFIRMED", "Nhà hall", START)]
    assert feeds["ub-1"].told() == [(name, 1, "CONFIRMED", "Nhà hall", START)]  # somebody else is there
    assert "Cán bộ mt-2" in by_icalendar(feeds["ub-1"].text())[0]["description"]
    in_force(desk, queue, scenario, b.plan(WARD, joint()))
    assert feeds["mt-1"].told() == [(name, 2, "CONFIRMED", "Nhà hall", START)]
    assert feeds["mt-1"].uids() == [hers]


def test_another_role_is_the_same_event(desk: Desk, queue: Queue, scenario: str, feeds: dict[str, Feed]) -> None:
    in_force(desk, queue, scenario, b.plan(WARD, joint()))
    (hers,) = feeds["ub-2"].uids()
    other = b.session("s1", "a", "b", start=MORNING, seats=[("desk", "ub-2"), ("desk", "mt-1"), ("books", "ub-1", "a")])
    in_force(desk, queue, scenario, b.plan(WARD, other))
    assert feeds["ub-2"].told() == [("Vai desk – Hoạt động a (+1 more)", 1, "CONFIRMED", "Nhà hall", START)]
    assert feeds["ub-2"].uids() == [hers]


def test_what_was_put_away_is_called_off(desk: Desk, queue: Queue, scenario: str, feeds: dict[str, Feed]) -> None:
    in_force(desk, queue, scenario, b.plan(WARD, joint()))
    desk.scenarios.archive(LAN, scenario, expected=1)
    assert [event[1:3] for event in feeds["ub-1"].told()] == [(1, "CANCELLED")]
    made = b.plan(WARD, joint(start=AFTERNOON))
    in_force(desk, queue, scenario, made)  # whoever agrees to a plan of what is put away changes no calendar
    assert [event[1:3] for event in feeds["ub-1"].told()] == [(1, "CANCELLED")]


def test_what_is_over_stays_as_it_was(
    desk: Desk, queue: Queue, store: Store, scenario: str, feeds: dict[str, Feed]
) -> None:
    in_force(desk, queue, scenario, b.plan(WARD, joint()))
    with store.writing() as session:
        for row in session.scalars(select(Published)):
            row.begins, row.ends = (datetime.now(UTC) - timedelta(hours=n) for n in (2, 1))
    desk.scenarios.archive(LAN, scenario, expected=1)
    assert [event[1:3] for event in feeds["ub-1"].told()] == [(0, "CONFIRMED")]


def test_nothing_stays_for_ever(desk: Desk, queue: Queue, store: Store, scenario: str, feeds: dict[str, Feed]) -> None:
    in_force(desk, queue, scenario, b.plan(WARD, joint()))
    in_force(desk, queue, scenario, b.plan(WARD, joint(desk=("ub-1", "mt-2"))))
    end = START + timedelta(hours=1)
    assert [len(feeds["mt-1"].told(end + timedelta(seconds=n))) for n in (-1, 1)] == [1, 0]
    with store.writing() as session:  # it was called off a day before
        row = session.scalars(select(Published).where(Published.subject == "mt-1")).one()
        row.cancelled = START - timedelta(days=1)
    gone = START - timedelta(days=1) + SHOWN_CANCELLED
    assert [len(feeds["mt-1"].told(gone + timedelta(seconds=n))) for n in (-1, 1)] == [1, 0]
    over = START + timedelta(hours=1) + SHOWN_PAST
    assert [len(feeds["ub-1"].told(over + timedelta(seconds=n))) for n in (-1, 1)] == [1, 0]


def test_an_older_plan_agreed_to_later_is_not_in_force(
    desk: Desk, queue: Queue, scenario: str, feeds: dict[str, Feed]
) -> None:
    older = desk.consents.propose(LAN, str(planned(desk, queue, scenario, b.plan(WARD, joint())).plan))
    in_force(desk, queue, scenario, b.plan(WARD, joint(start=AFTERNOON)))
    before = feeds["ub-1"].text()
    for organisation in ("ub", "mt"):
        desk.consents.answer(CHIEF, older.id, "s1", organisation, "accept")
    assert feeds["ub-1"].text() == before


def test_the_last_two_sponsors_agree_at_the_same_time(
    desk: Desk, queue: Queue, scenario: str, feeds: dict[str, Feed]
) -> None:
    for n in range(4):
        start = (MORNING, AFTERNOON)[n % 2]
        plan = b.plan(WARD, joint(start=start))
        proposal = desk.consents.propose(LAN, str(planned(desk, queue, scenario, plan).plan))
        together = threading.Barrier(2)

        def agree(organisation: str, id: str = proposal.id, at: threading.Barrier = together) -> None:
            at.wait()
            desk.consents.answer(CHIEF, id, "s1", organisation, "accept")

        threads = [threading.Thread(target=agree, args=(organisation,)) for organisation in ("ub", "mt")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert feeds["ub-1"].told()[0][4] == START + timedelta(hours=6 * (n % 2))
        assert feeds["ub-1"].told()[0][1] == n


# -- links ----------------------------------------------------------------------------------------------------


def test_a_link_is_secret_and_can_be_revoked(desk: Desk, store: Store) -> None:
    her = member(desk, "her", ("staff", "ubnd", ALL), person="ub-1")
    link, secret = desk.feeds.create(her, name="điện thoại")
    other, _ = desk.feeds.create(her)
    assert (link.name, link.organisation, link.revoked, desk.feeds.list(her)) == (
        "điện thoại",
        None,
        None,
        (other, link),
    )
    assert len(secret) >= 43
    with store.reading() as session:
        kept = session.scalars(select(Link).where(Link.id == link.id)).one()
        assert secret not in repr(vars(kept))
    assert desk.feeds.read(secret).startswith(b"BEGIN:VCALENDAR\r\n")
    stranger = member(desk, "stranger", ("staff", "ubnd", ALL), person="ub-1")
    with pytest.raises(Missing):
        desk.feeds.revoke(stranger, link.id)
    desk.feeds.revoke(her, link.id)
    desk.feeds.revoke(her, link.id)
    for wrong in (secret, kept.digest, secret + "x", "", "\ud800"):
        with pytest.raises(Missing):
            desk.feeds.read(wrong)
    actions = [(e.action, e.subject, e.actor) for e in desk.trail(CHIEF) if e.action.startswith("feed.")]
    assert actions == [
        ("feed.revoke", f"feed/{link.id}", her.id),
        ("feed.create", f"feed/{other.id}", her.id),
        ("feed.create", f"feed/{link.id}", her.id),
    ]


def test_a_link_fades_with_the_rights_of_its_user(desk: Desk, queue: Queue, scenario: str) -> None:
    in_force(desk, queue, scenario, b.plan(WARD, joint()))
    her = member(desk, "her", ("staff", "ubnd", "dien-hong"), person="mt-1")
    office = member(desk, "office", ("viewer", "ubnd", ALL))
    feed, sessions = Feed(desk, her), Feed(desk, office, "mt")
    member(desk, "the admin", ("admin", ALL, ALL))
    assert (len(feed.told()), len(sessions.told())) == (1, 1)
    desk.users.change(CHIEF, her.id, person="pn-1")
    assert feed.told() == []
    desk.users.change(CHIEF, her.id, person="mt-1", roles=())
    desk.users.change(CHIEF, office.id, roles=())
    assert (feed.told(), sessions.told()) == ([], [])
    desk.users.change(CHIEF, her.id, active=False)
    with pytest.raises(Missing):
        feed.told()


SEEN: dict[tuple[Any, ...], int | None] = {
    (("viewer", "ubnd", "dien-hong"),): 1,
    (("planner", "ubnd", ALL),): 1,
    (("viewer", "mt", ALL),): 1,
    (("consenter", "mt", "dien-hong"),): 1,
    (("viewer", "mt", "phu-nhuan"),): 0,
    (("consenter", "mt", "phu-nhuan"),): 0,
    (("staff", "mt", ALL),): None,
    (("staff", "ubnd", ALL),): None,
    (("admin", "mt", ALL),): None,
    (("viewer", "pn", ALL),): None,
    (("consenter", "ub", ALL),): None,
    (): None,
}
"""How many sessions of the organisation mt one sees with these roles; None: one cannot even have a link to it."""


def test_whose_sessions_one_may_see(desk: Desk, queue: Queue, scenario: str) -> None:
    in_force(desk, queue, scenario, b.plan(WARD, joint()))
    found: dict[tuple[Any, ...], int | None] = {}
    for n, roles in enumerate(SEEN):
        who = member(desk, f"who {n}", *roles, person="mt-1")
        try:
            found[roles] = len(Feed(desk, who, "mt").told())
        except Missing:
            found[roles] = None
    assert found == SEEN


def test_an_organisation_sees_its_own_people_alone(
    desk: Desk, queue: Queue, scenario: str, feeds: dict[str, Feed]
) -> None:
    in_force(desk, queue, scenario, b.plan(WARD, joint()))
    (event,) = by_icalendar(feeds["mt"].text())
    assert event["description"].splitlines()[-3:] == [
        "Our people:",
        "- Vai desk: Cán bộ mt-1",
        "People of other organisations: 2",
    ]


def test_who_cannot_have_a_link(desk: Desk) -> None:
    nobody = member(desk, "nobody", ("staff", "ubnd", ALL))
    with pytest.raises(Unfit):
        desk.feeds.create(nobody)
    her = member(desk, "her", person="ub-1")
    reads = Who(her.id, her.name, her.roles, frozenset({"read"}), "ub-1")
    with pytest.raises(Forbidden):
        desk.feeds.create(reads)
    links = [desk.feeds.create(her)[0] for _ in range(MOST_LINKS)]
    with pytest.raises(Unfit):
        desk.feeds.create(her)
    with pytest.raises(Forbidden):
        desk.feeds.revoke(reads, links[0].id)
    desk.feeds.revoke(her, links[0].id)
    assert desk.feeds.create(her)[0].revoked is None


def test_ids_with_letters_that_a_database_may_not_hold(desk: Desk, queue: Queue) -> None:
    odd = "ub-1\0ế"
    of = b.scenario(b.activity("a", "ub", **STARTS), people=(b.person(odd, "ub", name="Bà\0A"),), **WEEK)
    scenario = desk.scenarios.create(LAN, of, organisation="ubnd").id
    in_force(desk, queue, scenario, b.plan(of, b.session("s1", "a", start=MORNING, seats=[("desk", odd)])))
    office = Feed(desk, member(desk, "office", ("viewer", "ubnd", ALL)), "ub")
    (event,) = by_icalendar(office.text())
    assert event["description"].splitlines()[-1] == f"- Vai desk: {line('Bà' + chr(0) + 'A')}"
