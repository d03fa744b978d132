"""People are dragged onto seats in a real browser: what is allowed lights up, and the price is told before anything."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from playwright.sync_api import Locator, Page, expect

from planner.answers.forced import qualified
from planner.desk.desk import Desk
from tests.api.serving import served
from tests.desk.asking import CHIEF
from tests.web.browser import Chromium
from tests.web.office import Office, candidates, ward, ward_plan
from web.names import Names
from web.seats import chairs

PLAN, WARD = ward_plan(), ward()
NAMES = Names(WARD)
FIRST = PLAN.sessions[0]
SKILLS = {role.id: role.skill for role in NAMES.functions[FIRST.function].roles} | {
    role.id: role.skill for a in FIRST.activities for role in NAMES.activities[a].own_roles
}
TALL = {"width": 1440, "height": 2400}
"""A window in which two open cards of the week are seen whole."""


@pytest.fixture
def address(app: FastAPI, desk: Desk) -> Iterator[str]:
    """Where the copy of the office is served."""
    assert app.state.desk is desk
    with served(app) as found:
        yield found


def asked(page: Page, desk: Desk) -> tuple[dict[str, object], str]:
    """What the price that is shown was asked for, and who was wanted."""
    page.wait_for_url("**/swap/*")
    at = urlsplit(page.url)
    job = desk.jobs.read(CHIEF, at.path.rsplit("/", 1)[-1])
    return dict(job.asked["question"]), parse_qs(at.query)["wanted"][0]


def chip(inside: Page | Locator, person: str) -> Locator:
    """Somebody who can be dragged."""
    return inside.locator(f'[data-person="{person}"]')


def test_seats_take_those_who_are_asked_for_a_price() -> None:
    for chair in chairs(FIRST, WARD):
        there = {s.person for s in FIRST.seats if (s.role, s.activity) == (chair.seat.role, chair.seat.activity)}
        skilled = {p.id for p in WARD.people if SKILLS[chair.seat.role] in (None, *p.skills)}
        assert chair.takes == tuple(qualified(WARD, FIRST, chair.seat.role, chair.seat.activity))
        assert set(chair.takes) <= skilled - there


def test_a_person_is_dragged_onto_another_seat_of_the_session(
    chromium: Chromium, address: str, desk: Desk, office: Office
) -> None:
    found = chairs(FIRST, WARD)
    holders = [c.seat.person for c in found if c.seat.person]
    n, wanted = next((n, p) for n, c in enumerate(found) for p in holders if p in c.takes)
    with chromium.visiting(address, office, "lan") as page:
        page.goto(f"/plans/{office.ids['plan']}/sessions/{FIRST.id}", wait_until="networkidle")
        chip(page, wanted).drag_to(page.locator("tr[data-takes]").nth(n))
        seat = found[n].seat
        assert asked(page, desk) == (
            {"ask": "who-else", "session": FIRST.id, "role": seat.role, "person": seat.person},
            wanted,
        )
        expect(page.get_by_role("progressbar")).to_be_visible()
    assert desk.scenarios.read(CHIEF, office.ids["scenario"]).number == 1


def test_only_seats_that_take_somebody_light_up(chromium: Chromium, address: str, office: Office) -> None:
    found = chairs(FIRST, WARD)
    holder = next(c.seat.person for c in found if c.seat.person)
    allowed = [holder in c.takes for c in found]
    assert {True, False} == set(allowed)
    with chromium.visiting(address, office, "lan") as page:
        at = f"/plans/{office.ids['plan']}/sessions/{FIRST.id}"
        page.goto(at, wait_until="networkidle")
        chip(page, str(holder)).hover()
        page.mouse.down()
        page.locator("tr[data-takes]").nth(allowed.index(False)).hover()
        seats = page.locator("tr[data-takes]")
        lit = seats.evaluate_all("seats => seats.map(seat => seat.classList.contains('allowed'))")
        page.mouse.up()
        page.wait_for_timeout(200)
        assert urlsplit(page.url).path == at
        expect(page.locator(".allowed")).to_have_count(0)
    assert lit == allowed


def test_a_person_is_dragged_from_one_session_of_the_week_to_another(
    chromium: Chromium, address: str, desk: Desk, office: Office
) -> None:
    with chromium.visiting(address, office, "lan", size=TALL) as page:
        page.goto(f"/plans/{office.ids['plan']}/week", wait_until="networkidle")
        cards = page.locator("article.session")
        source, target = cards.nth(0), cards.nth(1)
        for card in (source, target):
            card.locator("summary").click()
            expect(card.locator(".crew li").first).to_be_visible()
        wanted = source.locator("[data-person]").first
        person = str(wanted.get_attribute("data-person"))
        seat = target.locator(f"li[data-takes*='\"{person}\"']").first
        role = seat.locator("[name=role]").input_value()
        wanted.drag_to(seat)
        question, whom = asked(page, desk)
    assert (question["ask"], question["role"], whom) == ("who-else", role, person)


def test_a_candidate_is_dragged_onto_the_seat_and_priced(
    chromium: Chromium, address: str, desk: Desk, office: Office
) -> None:
    second = candidates()["candidates"][1]["person"]
    with chromium.visiting(address, office, "lan") as page:
        page.goto(f"/plans/{office.ids['plan']}/swap/{office.ids['swap']}", wait_until="networkidle")
        chip(page, second).drag_to(page.locator(".chair"))
        page.wait_for_url("**wanted=*")
        seat = page.locator(".chair")
        expect(seat.get_by_role("heading")).to_have_text(f"Đổi sang {NAMES.person(second)}")
        expect(seat).to_contain_text("Chi phí +60.000 ₫")
        assert chromium.faults(page) == []
        assert desk.scenarios.read(CHIEF, office.ids["scenario"]).number == 1
        seat.get_by_role("button", name="Đổi sang").click()
        page.wait_for_url("**/jobs/*")
    assert desk.scenarios.read(CHIEF, office.ids["scenario"]).number == 2


def test_who_only_reads_drags_nobody(chromium: Chromium, address: str, office: Office) -> None:
    with chromium.visiting(address, office, "hoa") as page:
        for path in ("/week", f"/sessions/{FIRST.id}"):
            page.goto(f"/plans/{office.ids['plan']}{path}", wait_until="networkidle")
            if path == "/week":
                page.locator("article.session summary").first.click()
                expect(page.locator(".crew li").first).to_be_visible()
            assert page.locator("[draggable=true], [data-takes]").count() == 0, path
