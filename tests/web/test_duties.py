"""Duties as pages: one's own by the plans in force, a person's, an organisation's."""

from __future__ import annotations

import pytest

from planner.desk.agenda import engagements
from planner.desk.desk import Desk
from tests.desk.asking import CHIEF
from tests.web.client import Client
from tests.web.office import ward, ward_plan


def test_my_duties_say_what_for_where_and_with_whom(client: Client) -> None:
    page = client.come_in("nam").page("/duties")
    duties = engagements(ward(), ward_plan(), "vhxh-03")
    assert len(page.all("article", **{"class": "card duty"})) == len(duties) > 0
    for duty in duties:
        for told in (duty.role, duty.place, duty.lead, *duty.activities, *(c.person for c in duty.companions)):
            assert told in page.text
    assert page.all("a", href="/scenarios") == []
    assert [a for a in page.all("a") if str(a["href"]).startswith("/plans/")] == []


def test_who_is_nobody_is_told_so(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    assert "chưa gắn với người nào" in client.come_in("hoa").page("/duties").text
    desk.users.change(CHIEF, ids["hoa"], person="ai-do")
    assert "Hiện không có nhiệm vụ nào" in client.page("/duties").text


def test_a_person_of_a_plan(client: Client, ids: dict[str, str]) -> None:
    at = f"/plans/{ids['plan']}/person?id=vhxh-03"
    page = client.come_in("minh").page(at)
    duties = engagements(ward(), ward_plan(), "vhxh-03")
    hours = sum(duty.minutes for duty in duties if not duty.standby) // 60
    assert f"Giờ làm {hours} " in page.text
    assert "Chi phí" in page.text
    assert client.come_in("hoa").get(at).status_code == 403
    assert client.come_in("nam").get(at).status_code == 404
    assert client.come_in("lan").get(f"/plans/{ids['plan']}/person?id=ai-do").status_code == 404


def test_somebody_who_reads_sees_their_own(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    desk.users.change(CHIEF, ids["hoa"], person="vhxh-03")
    page = client.come_in("hoa").page(f"/plans/{ids['plan']}/person?id=vhxh-03")
    assert ("Giờ làm" in page.text, "Chi phí" in page.text) == (True, False)


def test_an_organisation_of_a_plan(client: Client, ids: dict[str, str]) -> None:
    page = client.come_in("hoa").page(f"/plans/{ids['plan']}/organisation?id=phu-nu")
    theirs = [a for a in ward().activities if a.organisation == "phu-nu"]
    people = {p.id for p in ward().people if p.home == "phu-nu"}
    seats = [x for s in ward_plan().sessions for x in s.seats if x.person in people]
    assert all(a.name in page.text for a in theirs)
    assert f"Hoạt động {len(theirs)} Người" in page.text
    assert f"Người-buổi {len(seats)} Giờ làm" in page.text
    assert f"{ward_plan().cost_shares['phu-nu']:,}".replace(",", ".") in page.text
    assert client.get(f"/plans/{ids['plan']}/organisation?id=ai-do").status_code == 404


@pytest.mark.parametrize(("who", "start"), [("minh", "/scenarios"), ("mai", "/proposals"), ("nam", "/duties")])
def test_everybody_begins_where_their_work_is(client: Client, who: str, start: str) -> None:
    assert client.come_in(who).get("/").headers["location"] == start
