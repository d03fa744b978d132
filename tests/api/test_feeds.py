"""Calendars and reminders over HTTP: no sign-in for a link, nothing sent twice, nothing to guess."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from api.app import create_app
from planner.desk.desk import Desk
from planner.desk.store import Store
from tests.api.world import SETTINGS, World
from tests.files.calendars import by_icalendar, by_vobject

FEEDS = "/api/v1/feeds"


def test_a_link_is_made_read_and_revoked(client: TestClient, world: World) -> None:
    staff = world.headers("staff")
    made = client.post(FEEDS, json={"name": "điện thoại"}, headers=staff)
    assert made.status_code == 201
    feed, address = made.json()["feed"], made.json()["address"]
    assert address.startswith(f"https://ward.example{FEEDS}/")
    assert client.get(FEEDS, headers=staff).json() == [feed]
    assert client.get(FEEDS, headers=world.headers("viewer")).json() == []

    read = client.get(address)
    assert read.headers["content-type"] == "text/calendar; charset=utf-8"
    assert (read.headers["cache-control"], "set-cookie" in read.headers) == ("private, no-cache", False)
    (event,) = by_icalendar(read.content)
    assert event == by_vobject(read.content)[0]
    assert event["summary"] == "Vai desk – Hoạt động a (+1 hoạt động)"
    again = client.get(address, headers={"If-None-Match": read.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", read.headers["etag"])
    english = client.get(address, params={"lang": "en"})
    assert by_icalendar(english.content)[0]["summary"] == "Vai desk – Hoạt động a (+1 more)"
    assert english.headers["etag"] != read.headers["etag"]
    assert client.get(address, params={"lang": "fr"}).status_code == 422

    assert client.delete(f"{FEEDS}/{feed['id']}", headers=staff).status_code == 204
    assert client.get(address, headers={"If-None-Match": read.headers["etag"]}).status_code == 404
    assert client.get(FEEDS, headers=staff).json()[0]["revoked"] is not None
    for wrong in ("x", feed["id"], "ế", "%00", "a" * 99):
        answer = client.get(f"{FEEDS}/{wrong}.ics")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert client.get(f"{FEEDS}/{'a' * 101}.ics").status_code == 422


def test_what_cannot_be_linked_to(client: TestClient, world: World) -> None:
    nobody = client.post(FEEDS, json={}, headers=world.headers("viewer"))
    assert (nobody.status_code, nobody.json()["faults"][0]["code"]) == (409, "no-person")
    for body in ({"organisation": ""}, {"organisation": "a\nb"}, {"name": "a\nb"}, {"person": "ub-1"}):
        assert client.post(FEEDS, json=body, headers=world.headers("chief")).status_code == 422


def test_reading_is_limited_by_address(world: World, tmp_path: Path) -> None:
    app = create_app(Desk(Store("sqlite://")), SETTINGS.model_copy(update={"requests_per_minute": 3}))
    with world.client(app, tmp_path) as client:
        address = f"{FEEDS}/{world.ids['feed secret']}.ics"
        statuses = [client.get(f"{FEEDS}/x.ics").status_code for _ in range(2)]
        statuses += [client.get(address).status_code for _ in range(2)]
        assert statuses == [404, 404, 200, 429]


def test_a_plan_as_a_calendar(client: TestClient, world: World) -> None:
    address, headers = f"/api/v1/plans/{world.ids['plan']}/export", world.headers("viewer")
    found = {
        asked: len(by_vobject(client.get(address, params={"to": "ics", **dict([asked])}, headers=headers).content))
        for asked in (("lang", "en"), ("person", "ub-1"), ("person", "pn-1"), ("organisation", "mt"))
    }
    assert list(found.values()) == [2, 2, 0, 1]
    read = client.get(address, params={"to": "ics"}, headers=headers)
    assert read.headers["content-disposition"] == f'attachment; filename="plan-{world.ids["plan"]}.ics"'
    assert client.get(address, params={"to": "ics", "person": "x"}, headers=headers).status_code == 404
    both = {"to": "ics", "person": "ub-1", "organisation": "ub"}
    assert client.get(address, params=both, headers=headers).status_code == 422


def test_reminders(client: TestClient, world: World) -> None:
    planner = client.get("/api/v1/reminders", headers=world.headers("planner"))
    assert planner.json() == {"items": [], "vi": "", "en": ""}  # all of it was in February 2026
    assert client.get("/api/v1/reminders", params={"days": 93}, headers=world.headers("planner")).status_code == 422
    mailbox = "/api/v1/reminders/mailbox"
    headers = world.headers("staff")
    changed = client.patch(mailbox, json={"email": "lan@example.vn", "digest": True, "lang": "en"}, headers=headers)
    assert changed.json() == {"email": "lan@example.vn", "digest": True, "lang": "en"}
    assert client.get(mailbox, headers=headers).json() == changed.json()
    assert client.get(mailbox, headers=world.headers("viewer")).json()["email"] is None
    wrong = client.patch(mailbox, json={"email": "a@b\r\nBcc: c@d"}, headers=headers)
    assert (wrong.status_code, wrong.json()["faults"][0]["code"]) == (409, "email")
