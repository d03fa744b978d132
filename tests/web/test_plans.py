"""Plans as pages: every figure is the plan's, who does what for which activity, changes by hand and their way back."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import urlsplit

import pytest

from planner.desk.asked import Solve
from planner.desk.desk import Desk
from planner.desk.queue import Queue
from planner.domain.scenario import PersonPin
from planner.files import parse_scenario
from tests import builders as b
from tests.desk.asking import CHIEF, claimed
from tests.web.client import Client
from tests.web.office import Office, ward, ward_plan
from web import plan as shown
from web.names import Names

PLAN = ward_plan()
NAMES = Names(ward())


def test_savings_are_what_the_plan_states() -> None:
    saved = {s.kind: s for s in shown.savings(PLAN)}
    assert PLAN.savings is not None
    assert PLAN.baseline is not None
    assert {kind: s.value for kind, s in saved.items()} == {
        "staff_sessions": PLAN.savings.staff_sessions.value,
        "cost": PLAN.savings.cost.value,
        "people": PLAN.savings.people.value,
        "person_minutes": PLAN.savings.person_minutes.value,
        "sessions": PLAN.savings.sessions.value,
    }
    values = {tier.name: tier.value for tier in PLAN.tiers}
    assert [saved[kind].here for kind in ("staff_sessions", "cost", "people")] == [
        values["staff_sessions"],
        values["cost"],
        values["people"],
    ]
    assert saved["sessions"].here == len(PLAN.sessions)


def test_the_overview_shows_savings_and_where_they_are_unproven(client: Client, ids: dict[str, str]) -> None:
    page = client.come_in().page(f"/plans/{ids['plan']}")
    for text in ("−159", "−51.790.000 ₫", "460 → 301 · bớt 34,6%", "48/48", "chưa chứng minh"):
        assert text in page.text
    assert "không so sánh được" not in page.text


def test_a_plan_that_holds_less_saves_nothing(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    assert PLAN.savings is not None
    less = PLAN.model_copy(update={"savings": PLAN.savings.model_copy(update={"comparable": False})})
    job = desk.jobs.resume(CHIEF, ids["stopped"])
    queue = Queue(desk.store)
    while claimed(queue, "w2").id != job.id:
        pass
    queue.finish(job.id, "w2", plan=less)
    page = client.come_in().page(f"/plans/{desk.jobs.read(CHIEF, job.id).plan}")
    assert "Không so sánh được." in page.text
    assert "bớt 34,6%" not in page.text
    assert page.all("div", **{"class": "win"}) == []


def test_every_session_is_in_one_week_of_one_place() -> None:
    found = [
        card.session.id
        for monday in shown.weeks(ward())
        for row in shown.week(NAMES, PLAN, monday, None).places
        for day in row.days
        for card in day
    ]
    assert sorted(found) == sorted(s.id for s in PLAN.sessions)


def test_weeks_begin_on_mondays_and_reach_from_start_to_end() -> None:
    assert shown.weeks(ward()) == (date(2026, 1, 26), date(2026, 2, 2), date(2026, 2, 9))
    week = shown.week(NAMES, PLAN, date(2026, 1, 26), None)
    assert (week.days, week.before, week.after) == ((date(2026, 1, 31), date(2026, 2, 1)), None, date(2026, 2, 2))


def test_people_have_the_hours_that_their_seats_add_up_to() -> None:
    strips = shown.people(NAMES, PLAN)
    assert len(strips) == len(ward().people)
    assert max(s.minutes for s in strips) == next(t.value for t in PLAN.tiers if t.name == "peak_minutes")
    assert sum(s.sessions for s in strips) == next(t.value for t in PLAN.tiers if t.name == "staff_sessions")
    assert sum(s.standbys for s in strips) == sum(len(s.standby) for s in PLAN.sessions)
    drawn = shown.drawn(NAMES, PLAN, strips, ward().start)
    assert sum(len(s.bars) for s in drawn) == sum(s.sessions + s.standbys for s in strips)
    assert all(0 <= bar.x < bar.x + bar.width <= shown.STRIP for s in drawn for bar in s.bars)


def test_organisations_pay_what_the_plan_says() -> None:
    assert {s.organisation.id: s.cost for s in shown.shares(NAMES, PLAN) if s.cost} == {
        id: cost for id, cost in PLAN.cost_shares.items() if cost
    }


def test_a_session_says_who_does_what_for_which_activity(client: Client, ids: dict[str, str]) -> None:
    session = next(s for s in PLAN.sessions if len(s.activities) > 1 and any(seat.activity for seat in s.seats))
    page = client.come_in().page(f"/plans/{ids['plan']}/sessions/{session.id}")
    for seat in session.seats:
        assert NAMES.person(seat.person or "") in page.words
        if seat.activity is not None:
            assert NAMES.activity(seat.activity) in page.words
    assert f"chung cho cả {len(session.activities)} hoạt động" in page.words
    assert len(page.all("button", **{"class": "secondary small"})) == len(session.seats)


def test_a_session_is_found_by_an_activity_of_it_too(client: Client, ids: dict[str, str]) -> None:
    session = PLAN.sessions[0]
    client.come_in().page(f"/plans/{ids['plan']}/sessions/{session.activities[-1]}")
    assert client.get(f"/plans/{ids['plan']}/sessions/none").status_code == 404


def test_the_verifier_is_asked_anew(client: Client, ids: dict[str, str]) -> None:
    assert (
        "Phương án đúng mọi quy tắc, mọi con số khớp."
        in client.come_in().page(f"/plans/{ids['plan']}/verification").text
    )


def test_files_are_offered_as_the_api_has_them(client: Client, ids: dict[str, str]) -> None:
    page = client.come_in().page(f"/plans/{ids['plan']}")
    links = [str(found["href"]) for found in page.all("a") if "/export?" in str(found.get("href"))]
    assert f"/api/v1/plans/{ids['plan']}/export?to=json" in links
    for link in links[:2]:
        assert client.get(link).status_code == 200


# -- changes by hand ------------------------------------------------------------------------------------------


def test_a_swap_is_priced_before_it_is_done(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    session = PLAN.sessions[0]
    seat = session.seats[0]
    form = {"role": seat.role, "person": seat.person, "activity": seat.activity or ""}
    answer = client.come_in().post(f"/plans/{ids['plan']}/sessions/{session.id}/candidates", form)
    job = desk.jobs.read(CHIEF, answer.headers["location"].split("/")[-1].partition("?")[0])
    assert job.asked["question"] == {"ask": "who-else", "session": session.id, "role": seat.role, "person": seat.person}
    waiting = client.page(answer.headers["location"])
    assert waiting.all("progress") != []
    priced = client.page(f"/plans/{ids['plan']}/swap/{ids['swap']}")
    assert [found["value"] for found in priced.all("input", name="person")] == [p.id for p in ward().people[3:5]]
    assert "Chi phí +60.000 ₫" in priced.text


def test_a_swap_is_a_new_version_and_a_plan_near_this(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    session = next(s for s in PLAN.sessions if s.seats[0].activity is None)
    seat = session.seats[0]
    there = {seat.person for seat in session.seats}
    other = next(p.id for p in ward().people if p.id not in there)
    form = {"role": seat.role, "holder": seat.person, "person": other}
    answer = client.come_in().post(f"/plans/{ids['plan']}/sessions/{session.id}/swap", form)
    assert answer.status_code == 303, answer.text
    job = desk.jobs.read(CHIEF, urlsplit(answer.headers["location"]).path.removeprefix("/jobs/"))
    assert (job.version, job.asked["base"]) == (2, ids["plan"])
    saved = parse_scenario(desk.scenarios.text(CHIEF, ids["scenario"], 2)[1]).scenario
    assert PersonPin(person=other, activity=session.activities[0], role=seat.role) in saved.pins
    assert (seat.person, session.activities[0]) in {(f.person, f.activity) for f in saved.forbids}
    client.post(f"/scenarios/{ids['scenario']}/restore", {"number": "1", "expected": "2"})
    assert desk.scenarios.read(CHIEF, ids["scenario"]).sha256 == desk.scenarios.read(CHIEF, ids["scenario"], 1).sha256


def test_a_swap_to_nobody_is_refused(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    session = PLAN.sessions[0]
    form = {"role": session.seats[0].role, "holder": session.seats[0].person, "person": "<b>"}
    answer = client.come_in().post(f"/plans/{ids['plan']}/sessions/{session.id}/swap", form)
    assert answer.status_code == 422
    assert desk.scenarios.read(CHIEF, ids["scenario"]).number == 1


@pytest.mark.parametrize("session", ["s" * 5000, "%00", "s01%27"])
@pytest.mark.parametrize("form", [{"role": "", "person": ""}, {"role": "x", "person": "y" * 200}])
def test_forms_filled_in_with_anything_are_refused(
    client: Client, desk: Desk, ids: dict[str, str], session: str, form: dict[str, str]
) -> None:
    client.come_in()
    for at in (session, PLAN.sessions[0].id):
        for what in ("candidates", "swap", "pin"):
            if (at, what, form.get("person")) == (PLAN.sessions[0].id, "pin", ""):
                continue
            answer = client.post(f"/plans/{ids['plan']}/sessions/{at}/{what}", form)
            assert answer.status_code in (404, 422), (at, what)
    assert desk.scenarios.read(CHIEF, ids["scenario"]).number == 1


def test_a_person_and_a_session_are_kept(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    session = next(s for s in PLAN.sessions if s.activities[0] not in {p.activity for p in ward().pins})
    path = f"/plans/{ids['plan']}/sessions/{session.id}/pin"
    seat = session.seats[0]
    form = {"role": seat.role, "activity": seat.activity or "", "person": seat.person}
    landed = client.come_in().post(path, form).headers["location"]
    assert urlsplit(landed).path == f"/scenarios/{ids['scenario']}"
    assert client.post(path).status_code == 303
    pins = json.loads(desk.scenarios.text(CHIEF, ids["scenario"], 3)[1])["pins"]
    assert {
        "activity": session.activities[0],
        "place": session.place,
        "start": f"{session.start:%Y-%m-%dT%H:%M}",
    } in pins
    assert {"activity": seat.activity or session.activities[0], "person": seat.person, "role": seat.role} in pins


@pytest.mark.parametrize(("name", "status"), [("hoa", 403), ("mai", 404)])
def test_who_plans_nothing_there_changes_nothing(
    client: Client, desk: Desk, office: Office, name: str, status: int
) -> None:
    session = PLAN.sessions[0]
    path = f"/plans/{office.ids['plan']}"
    client.come_in(name)
    form = {"role": session.seats[0].role, "person": ward().people[0].id}
    for what in (f"/sessions/{session.id}/swap", f"/sessions/{session.id}/pin", "/gaps", "/proposal"):
        assert client.post(path + what, form).status_code == status, what
    assert client.post(f"{path}/sessions/{session.id}/candidates", form).status_code == status
    assert desk.scenarios.read(CHIEF, office.ids["scenario"]).number == 1


def test_readers_see_no_buttons_that_change_something(client: Client, ids: dict[str, str]) -> None:
    client.come_in("hoa")
    for path in ("", "/sessions/s01"):
        forms = [form["action"] for form in client.page(f"/plans/{ids['plan']}{path}").all("form")]
        assert set(forms) == {"/preferences", "/sign-out"}


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "\u202egnurt", "N" * 10_000, '" onfocus="x', "{{ 7 * 7 }}"]
)
def test_hostile_names_show_as_text(client: Client, desk: Desk, name: str) -> None:
    """Names of everything that a plan's pages name."""
    hostile = b.scenario(
        b.activity("a", "ub", name=name, own_roles=({"id": "own", "name": name, "seats": 1},)),
        b.activity("b", "mt", name=name),
        name=name,
        organisations=tuple(b.organisation(id, "front", name=name) for id in ("ub", "mt", "pn")),
        people=tuple(b.person(f"{id}-1", name=name) for id in ("ub", "mt", "pn")),
        places=(b.place("hall", name=name),),
        functions=(b.function("gift", b.role("desk", 3, name=name), name=name),),
    )
    reason = {"reason": name, "reason_en": name}
    seats: list[b.Seat] = [("desk", "ub-1"), ("desk", "mt-1"), ("desk", None), ("own", "pn-1", "a")]
    plan = b.plan(hostile, b.session("s1", "a", "b", seats=seats))
    plan = b.edit(plan, {"/sessions/0/seats/2": {**plan.to_json()["sessions"][0]["seats"][2], **reason}})
    kept = desk.scenarios.create(CHIEF, hostile, organisation="vhxh", note=name)
    job = desk.jobs.submit(CHIEF, kept.id, Solve())
    queue = Queue(desk.store)
    while claimed(queue, "w2").id != job.id:
        pass
    queue.finish(job.id, "w2", plan=plan)
    id = desk.jobs.read(CHIEF, job.id).plan
    client.come_in()
    paths = ("", "/week?from=2026-02-02", "/people", "/sessions", "/sessions/s1")
    for path in (f"/scenarios/{kept.id}", f"/jobs/{job.id}", *(f"/plans/{id}{path}" for path in paths)):
        page = client.page(path)
        assert any(name in word for word in page.words), path
        assert [tag for tag in page.all("script") if not str(tag.get("src")).startswith("/static/")] == [], path
        assert [tag for tag, attributes in page.tags if "onfocus" in attributes] == [], path
