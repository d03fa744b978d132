"""Scenarios over HTTP: versions, ETags, keys, pages, faults with their places."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from planner.domain.canonical import sha256
from planner.files import parse_scenario
from tests.api.calling import Caller, raw, refused
from tests.api.world import JOINT


def created(call: Caller, name: str = "mới", **headers: str) -> dict[str, Any]:
    made = call("POST", "/scenarios?organisation=ubnd&area=dien-hong", raw(name=name), **headers)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


def test_what_is_created_is_read(call: Caller) -> None:
    made = call("POST", "/scenarios?organisation=ubnd&area=dien-hong&note=Tết", raw())
    info = made.json()
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    assert made.headers["location"] == f"/api/v1/scenarios/{info['id']}/versions/1"
    assert (info["number"], info["newest"], info["note"], info["sha256"]) == (1, 1, "Tết", sha256(JOINT))
    for path in (made.headers["location"].removeprefix("/api/v1"), f"/scenarios/{info['id']}"):
        read = call("GET", path)
        assert (read.headers["etag"], parse_scenario(read.content).scenario) == ('"1"', JOINT)
    assert call("GET", f"/scenarios/{info['id']}/versions").json() == {"items": [info], "next": None}


def test_every_change_is_a_version(call: Caller) -> None:
    id = created(call)["id"]
    put = call("PUT", f"/scenarios/{id}?note=đủ", raw(name="hai"), If_Match='"1"')
    assert (put.status_code, put.headers["etag"], put.json()["number"]) == (200, '"2"', 2)
    assert put.headers["location"] == f"/api/v1/scenarios/{id}/versions/2"
    patched = call("PATCH", f"/scenarios/{id}", {"turnout": 1.15, "budget": 9}, If_Match='"2"')
    assert (patched.status_code, patched.headers["etag"]) == (200, '"3"')
    merge = {"If_Match": '"3"', "Content_Type": "application/merge-patch+json"}
    assert call("PATCH", f"/scenarios/{id}", {"budget": None}, **merge).json()["number"] == 4
    now = call("GET", f"/scenarios/{id}").json()
    assert (now["name"], now["turnout"], "budget" in now) == ("hai", 1.15, False)
    names = [call("GET", f"/scenarios/{id}/versions/{n}").json()["name"] for n in (1, 2, 3, 4)]
    assert names == ["mới", "hai", "hai", "hai"]
    versions = call("GET", f"/scenarios/{id}/versions?limit=3").json()
    rest = call("GET", f"/scenarios/{id}/versions?limit=3&cursor={versions['next']}").json()
    assert [v["number"] for v in (*versions["items"], *rest["items"])] == [4, 3, 2, 1]
    assert rest["next"] is None


def test_the_same_again_is_no_version(call: Caller) -> None:
    id = created(call)["id"]
    again = call("PUT", f"/scenarios/{id}", raw(name="mới"), If_Match='"1"')
    assert (again.status_code, again.json()["number"], again.headers["etag"]) == (200, 1, '"1"')


def test_an_older_version_becomes_the_newest(call: Caller) -> None:
    path = f"/scenarios/{created(call)['id']}"
    call("PATCH", path, {"turnout": 2}, If_Match='"1"')
    back = call("POST", f"{path}/versions/1/restore", If_Match='"2"', Idempotency_Key="k")
    assert (back.status_code, back.headers["etag"], back.json()["note"]) == (200, '"3"', "← 1")
    assert back.headers["location"] == f"/api/v1{path}/versions/3"
    assert call("GET", f"{path}/versions/3").json() == call("GET", f"{path}/versions/1").json()
    again = call("POST", f"{path}/versions/1/restore", If_Match='"2"', Idempotency_Key="k")
    assert again.json() == back.json()
    refused(call("POST", f"{path}/versions/2/restore", If_Match='"3"', Idempotency_Key="k"), "reused")
    refused(call("POST", f"{path}/versions/1/restore"), "precondition")
    refused(call("POST", f"{path}/versions/1/restore", If_Match='"2"'), "changed")
    refused(call("POST", f"{path}/versions/7/restore", If_Match='"3"'), "missing")
    assert call("GET", path).headers["etag"] == '"3"'


@pytest.mark.parametrize(("method", "body"), [("PUT", raw(name="x")), ("PATCH", {"name": "x"}), ("DELETE", None)])
def test_nobody_overwrites_what_they_have_not_seen(call: Caller, method: str, body: object) -> None:
    id = created(call)["id"]
    refused(call(method, f"/scenarios/{id}", body), "precondition")
    call("PATCH", f"/scenarios/{id}", {"turnout": 2}, If_Match='"1"')
    for stale in ('"1"', '"9"'):
        refused(call(method, f"/scenarios/{id}", body, If_Match=stale), "changed")
    for malformed in ("2", "*", '"2", "3"', 'W/"2"', '"0"', '"x"'):
        problem = refused(call(method, f"/scenarios/{id}", body, If_Match=malformed), "invalid")
        assert [fault["pointer"] for fault in problem["faults"]] == ["/header/If-Match"]
    assert call("GET", f"/scenarios/{id}").headers["etag"] == '"2"'
    assert call(method, f"/scenarios/{id}", body, If_Match='"2"').is_success


def test_two_at_the_same_time(call: Caller) -> None:
    id = created(call)["id"]
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(
            lambda n: call("PATCH", f"/scenarios/{id}", {"turnout": n}, If_Match='"1"').status_code, range(2, 6)
        )
        assert sorted(found) == [200, 412, 412, 412]


def test_what_one_has_already_is_not_sent(call: Caller) -> None:
    id = created(call)["id"]
    for seen in ('"1"', 'W/"1"', '"7", "1"', "*"):
        unchanged = call("GET", f"/scenarios/{id}", If_None_Match=seen)
        assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", '"1"')
    assert call("GET", f"/scenarios/{id}", If_None_Match='"2"').status_code == 200
    call("PATCH", f"/scenarios/{id}", {"turnout": 2}, If_Match='"1"')
    assert call("GET", f"/scenarios/{id}", If_None_Match='"1"').headers["etag"] == '"2"'
    assert call("GET", f"/scenarios/{id}/versions/1", If_None_Match='"1"').status_code == 304
    refused(call.as_("other viewer")("GET", f"/scenarios/{id}", If_None_Match="*"), "missing")


def test_put_away(call: Caller) -> None:
    id = created(call)["id"]
    assert call("DELETE", f"/scenarios/{id}", If_Match='"1"').status_code == 204
    listed = [[s["id"] for s in call("GET", f"/scenarios?archived={a}").json()["items"]] for a in ("false", "true")]
    assert (id in listed[0], listed[1]) == (False, [id])
    assert call("GET", f"/scenarios/{id}").json()["name"] == "mới"
    refused(call("PATCH", f"/scenarios/{id}", {"turnout": 2}, If_Match='"1"'), "missing")


def test_a_key_makes_a_thing_once(call: Caller) -> None:
    first = created(call, Idempotency_Key="k")
    assert created(call, Idempotency_Key="k") == first
    refused(call("POST", "/scenarios?organisation=ubnd", raw(name="mới"), Idempotency_Key="k"), "reused")
    refused(call("POST", "/scenarios?organisation=ubnd&area=dien-hong", raw(), Idempotency_Key="k"), "reused")
    assert created(call.as_("planner"), Idempotency_Key="k")["id"] != first["id"]  # everybody has their own keys
    assert created(call)["id"] != first["id"]  # without a key twice is twice
    for wrong in ("", "a b", "k" * 201):
        refused(call("POST", "/scenarios?organisation=ubnd", raw(), Idempotency_Key=wrong), "invalid")


@pytest.mark.parametrize(("method", "body"), [("PUT", raw(name="x")), ("PATCH", {"name": "x"})])
def test_a_key_makes_a_version_once(call: Caller, method: str, body: object) -> None:
    path = f"/scenarios/{created(call)['id']}"
    first = call(method, path, body, If_Match='"1"', Idempotency_Key="k").json()
    call("PATCH", path, {"turnout": 3}, If_Match='"2"')
    again = call(method, path, body, If_Match='"1"', Idempotency_Key="k")
    assert (again.status_code, again.json()["number"], first["number"]) == (200, 2, 2)
    refused(call("PATCH", path, {"turnout": 4}, If_Match='"3"', Idempotency_Key="k"), "reused")


def test_a_key_holds_for_a_save_without_a_change(call: Caller) -> None:
    """The answer to it may be lost too: it is the same answer after somebody else saved."""
    path = f"/scenarios/{created(call)['id']}"
    first = call("PUT", path, raw(name="mới"), If_Match='"1"', Idempotency_Key="k").json()
    call("PATCH", path, {"turnout": 3}, If_Match='"1"')
    again = call("PUT", path, raw(name="mới"), If_Match='"1"', Idempotency_Key="k")
    assert (again.status_code, again.json()["number"], first["number"]) == (200, 1, 1)


def test_a_key_at_the_same_time(call: Caller) -> None:
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda _: created(call, Idempotency_Key="k")["id"], range(6)))
    assert len(set(made)) == 1
    assert [s["id"] for s in call("GET", "/scenarios").json()["items"]].count(made[0]) == 1
    assert [s["name"] for s in call("GET", "/scenarios").json()["items"]].count("mới") == 1


def test_pages_hold_everything_once_while_new_ones_come(call: Caller) -> None:
    wanted = [s["id"] for s in call("GET", "/scenarios").json()["items"]]
    wanted = [created(call)["id"] for _ in range(7)][::-1] + wanted
    seen: list[str] = []
    path = "/scenarios?limit=2"
    while True:
        page = call("GET", path).json()
        assert len(page["items"]) <= 2
        seen += [s["id"] for s in page["items"]]
        created(call)
        if page["next"] is None:
            break
        path = f"/scenarios?limit=2&cursor={page['next']}"
    assert seen == wanted
    mine = call("GET", "/scenarios?organisation=mttq").json()
    assert mine == {"items": [], "next": None}


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "cursor=x", f"cursor={'_' * 32}%3D", "archived=2"]
)
def test_a_page_that_there_is_not(call: Caller, query: str) -> None:
    refused(call("GET", f"/scenarios?{query}"), "invalid")


def test_any_cursor_is_a_page(call: Caller) -> None:
    """Nobody gets more by a cursor that they made up, and nothing fails."""
    for cursor in ("_" * 32, "A" * 32):
        assert call("GET", f"/scenarios?cursor={cursor}").status_code == 200


def test_every_fault_with_its_place(call: Caller) -> None:
    bad = raw(turnout=-1)
    bad["people"][0]["organisations"] = ["nobody"]
    bad["activities"][0]["duration_minutes"] = 0
    places = ["/activities/0/duration_minutes", "/people/0/organisations/0", "/turnout"]
    for response in (
        call("POST", "/scenarios?organisation=ubnd", bad),
        call("PUT", "/scenarios/<scenario>", bad, If_Match='"1"'),
        call("PATCH", "/scenarios/<scenario>", bad, If_Match='"1"'),
    ):
        problem = refused(response, "invalid")
        assert sorted(fault["pointer"] for fault in problem["faults"]) == places
        assert all(fault["allowed_vi"] and fault["allowed_en"] for fault in problem["faults"])
    checked = call("POST", "/validation", bad)
    assert (checked.status_code, sorted(f["pointer"] for f in checked.json()["faults"])) == (200, places)
    assert call("GET", "/scenarios/<scenario>").headers["etag"] == '"1"'


def test_warnings_are_no_faults(call: Caller) -> None:
    checked = call("POST", "/validation", raw(colour="red")).json()
    assert (checked["faults"], [w["pointer"] for w in checked["warnings"]]) == ([], ["/colour"])
    assert call("POST", "/validation", raw()).json() == {"faults": [], "warnings": []}
    id = call("POST", "/scenarios?organisation=ubnd", raw(colour="red")).json()["id"]
    assert call("GET", f"/scenarios/{id}").json()["colour"] == "red"  # and nothing is lost


@pytest.mark.parametrize(
    ("body", "media", "code"),
    [
        (b"", "application/json", "invalid"),
        (b"{", "application/json", "invalid"),
        (b'{"name": "\xff"}', "application/json", "invalid"),
        (b'{"turnout": NaN}', "application/json", "invalid"),
        (b'{"name": 1, "name": 2}', "application/json", "invalid"),
        (b"[" * 100_000, "application/json", "invalid"),
        (b"null", "application/json", "invalid"),
        (b"{}", "text/yaml", "media-type"),
        (b"{}", "application/merge-patch+json", "media-type"),
    ],
)
def test_what_is_no_scenario(call: Caller, body: bytes, media: str, code: str) -> None:
    for method, path in (("POST", "/scenarios?organisation=ubnd"), ("PUT", "/scenarios/<scenario>")):
        problem = refused(call(method, path, body, Content_Type=media, If_Match='"1"'), code)
        assert bool(problem["faults"]) == (code == "invalid")


@pytest.mark.parametrize("change", [b"[]", b"null", b'"x"', b"3", b'{"people": null}', b'{"activities": {"a": 1}}'])
def test_what_is_no_patch(call: Caller, change: bytes) -> None:
    before = call("GET", "/scenarios/<scenario>").content
    response = call("PATCH", "/scenarios/<scenario>", change, If_Match='"1"')
    if change == b'{"people": null}':  # lists may be left out: an office without people
        assert (response.status_code, call("GET", "/scenarios/<scenario>").json().get("people", [])) == (200, [])
    else:
        assert refused(response, "invalid")["faults"]
        assert call("GET", "/scenarios/<scenario>").content == before


def test_who_may_not_see_what_is_personal(call: Caller) -> None:
    people = raw()["people"]
    people[0] |= {"cost_per_hour": 90_000, "unavailable": [{"start": "2026-02-07T07:30", "end": "2026-02-07T08:30"}]}
    call("PATCH", "/scenarios/<scenario>", {"people": people}, If_Match='"1"')
    for path in ("/scenarios/<scenario>", "/scenarios/<scenario>/versions/2"):
        theirs = call.as_("viewer")("GET", path)
        assert set().union(*theirs.json()["people"]) == {"id", "name", "organisations"}
        assert "Authorization" in theirs.headers["vary"]
        assert call.as_("planner")("GET", path).json()["people"][0]["cost_per_hour"] == 90_000


def test_hostile_names_come_back_as_they_are(call: Caller) -> None:
    for name in ("a\0b'; DROP TABLE scenarios; --", "=cmd|' /C calc'!A0", "\u202eabc<script>", "Tết 🎋"):
        id = created(call, name)["id"]
        assert json.loads(call("GET", f"/scenarios/{id}").content)["name"] == name
