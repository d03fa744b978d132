"""Whatever is saved can be taken back on the spot: the page that one comes to has the button, and it leads back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

import pytest
from httpx2 import Response

from planner.desk.desk import Desk
from planner.files.json_text import json_text
from planner.files.scenario import given
from tests.desk.asking import CHIEF
from tests.web.client import Client, Page
from tests.web.office import edited, ward_plan
from tests.web.test_tables import sent

Ids: TypeAlias = dict[str, str]
Edit: TypeAlias = Callable[[Client, Ids], tuple[Response, str]]
"""What saves something; with the page to which taking it back leads."""

FIRST = ward_plan().sessions[0]
SEAT = next(seat for seat in FIRST.seats if seat.activity is None)


def pin_a_person(client: Client, ids: Ids) -> tuple[Response, str]:
    at = f"/plans/{ids['plan']}/sessions/{FIRST.id}"
    return client.post(f"{at}/pin", {"role": SEAT.role, "person": SEAT.person}), at


def pin_a_session(client: Client, ids: Ids) -> tuple[Response, str]:
    at = f"/plans/{ids['plan']}/sessions/{FIRST.id}"
    return client.post(f"{at}/pin"), at


def swap(client: Client, ids: Ids) -> tuple[Response, str]:
    there = {seat.person for seat in FIRST.seats}
    person = next(p for s in ward_plan().sessions for seat in s.seats if (p := seat.person) and p not in there)
    form = {"role": SEAT.role, "holder": SEAT.person, "person": person}
    return client.post(f"/plans/{ids['plan']}/sessions/{FIRST.id}/swap", form), f"/plans/{ids['plan']}"


def adopt_a_case(client: Client, ids: Ids) -> tuple[Response, str]:
    at = f"/whatifs/{ids['batch']}/rows/3"
    return client.post(f"{at}/adopt", {"expected": "1"}), at


def save_a_row(client: Client, ids: Ids) -> tuple[Response, str]:
    at = f"/scenarios/{ids['scenario']}/tables/skills"
    return client.post(f"{at}/rows", sent(client.page(f"{at}?edit=0"), name="Nhầm")), at


def save_a_row_by_htmx(client: Client, ids: Ids) -> tuple[Response, str]:
    at = f"/scenarios/{ids['scenario']}/tables/skills"
    form = sent(client.page(f"{at}?edit=0"), name="Nhầm")
    return client.post(f"{at}/rows", form, headers={"HX-Request": "true"}), at


def unpin(client: Client, ids: Ids) -> tuple[Response, str]:
    at = f"/scenarios/{ids['scenario']}/tables/pins"
    return client.post(f"{at}/rows", {**sent(client.page(f"{at}?edit=0")), "action": "remove"}), at


def upload(client: Client, ids: Ids) -> tuple[Response, str]:
    at, file = f"/scenarios/{ids['scenario']}", ("khác.json", json_text(given(edited())).encode())
    return client.post(at, {"expected": "1"}, files={"file": file}), at


EDITS: Final[tuple[Edit, ...]] = (
    pin_a_person,
    pin_a_session,
    swap,
    adopt_a_case,
    save_a_row,
    save_a_row_by_htmx,
    unpin,
    upload,
)


@pytest.mark.parametrize("edit", EDITS)
def test_what_was_saved_is_taken_back_on_the_spot(client: Client, desk: Desk, ids: Ids, edit: Edit) -> None:
    scenario, before = ids["scenario"], desk.scenarios.read(CHIEF, ids["scenario"])
    answer, back = edit(client.come_in("minh"), ids)
    assert desk.scenarios.read(CHIEF, scenario).sha256 != before.sha256
    landed = Page(answer.text) if answer.status_code == 200 else client.page(answer.headers["location"])
    assert "Đã lưu thành bản 2." in landed.text
    assert "Hoàn tác" in landed.words
    taken = client.post(*undo_form(landed))
    assert taken.headers["location"] == f"{back}?undone=1"
    assert "Đã hoàn tác" in client.page(taken.headers["location"]).text
    after = desk.scenarios.read(CHIEF, scenario)
    assert (after.number, after.sha256) == (3, before.sha256)


def undo_form(page: Page) -> tuple[str, dict[str, str]]:
    """The one form of a page that takes something back: where it is sent, with which fields."""
    (at,) = [n for n, (tag, found) in enumerate(page.tags) if str(found.get("action")).endswith("/restore")]
    fields = {}
    for tag, found in page.tags[at + 1 :]:
        if tag == "button":
            break
        fields[str(found["name"])] = str(found["value"])
    return str(page.tags[at][1]["action"]), fields


def test_nothing_is_taken_back_that_others_saved_since(client: Client, desk: Desk, ids: Ids) -> None:
    answer, _ = pin_a_session(client.come_in("minh"), ids)
    form = undo_form(client.page(answer.headers["location"]))
    desk.scenarios.patch(CHIEF, ids["scenario"], {"name": "Khác"}, expected=2)
    assert client.post(*form).status_code == 409
    assert "Hoàn tác" not in client.page(answer.headers["location"]).words


@pytest.mark.parametrize("path", ["/scenarios/<>?saved=1", "/scenarios/<>?saved=7", "/scenarios/<>"])
def test_nothing_saved_nothing_to_take_back(client: Client, ids: Ids, path: str) -> None:
    assert "Hoàn tác" not in client.come_in("minh").page(path.replace("<>", ids["scenario"])).words


def test_taking_back_leads_nowhere_else(client: Client, ids: Ids) -> None:
    pin_a_session(client.come_in("minh"), ids)
    form = {"number": "1", "expected": "2", "back": "https://example.vn/"}
    assert client.post(f"/scenarios/{ids['scenario']}/restore", form).headers["location"] == "/?undone=1"
