"""Changes by hand over HTTP: a seat for somebody else, somebody or a session kept where they are."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from jsonschema_rs import Draft202012Validator

from tests import builders as b
from tests.api.calling import Caller, refused

SWAP = {"session": "s1", "role": "desk", "holder": "ub-1", "person": "pn-1"}
PERSON = {"session": "s1", "role": "desk", "person": "ub-1"}


def newest(call: Caller) -> dict[str, Any]:
    """The scenario as it is now."""
    found: dict[str, Any] = call("GET", "/scenarios/<scenario>").json()
    return found


def test_a_seat_for_somebody_else(call: Caller) -> None:
    swapped = call("POST", "/plans/<plan>/swaps", SWAP, Idempotency_Key="k")
    job = swapped.json()
    assert (swapped.status_code, swapped.headers["location"]) == (202, f"/api/v1/jobs/{job['id']}")
    assert (job["kind"], job["version"], job["asked"]["base"]) == ("solve", 2, call.world.ids["plan"])
    assert newest(call)["pins"] == [{"person": "pn-1", "activity": "a", "role": "desk"}]
    assert newest(call)["forbids"] == [{"person": "ub-1", "activity": "a"}]
    assert call("POST", "/plans/<plan>/swaps", SWAP, Idempotency_Key="k").json() == job
    refused(call("POST", "/plans/<plan>/swaps", SWAP | {"person": "pn-2"}, Idempotency_Key="k"), "reused")
    assert call("GET", "/scenarios/<scenario>").headers["etag"] == '"2"'


def test_an_empty_seat_is_given_to_somebody(call: Caller) -> None:
    body = {name: value for name, value in SWAP.items() if name != "holder"}
    assert call("POST", "/plans/<plan>/swaps", body).status_code == 202
    assert (len(newest(call)["pins"]), newest(call).get("forbids", [])) == (1, [])


def test_a_person_and_a_session_are_kept(call: Caller) -> None:
    pinned = call("POST", "/plans/<plan>/pins", PERSON, Idempotency_Key="k")
    info = pinned.json()
    assert (pinned.status_code, pinned.headers["etag"], info["number"]) == (201, '"2"', 2)
    assert pinned.headers["location"] == f"/api/v1/scenarios/{info['id']}/versions/2"
    assert call("POST", "/plans/<plan>/pins", {"session": "s1"}).headers["etag"] == '"3"'
    person = {"person": "ub-1", "activity": "a", "role": "desk"}
    kept = {"start": b.MORNING, "place": "hall"}
    assert newest(call)["pins"] == [person, {"activity": "a", **kept}, {"activity": "b", **kept}]
    again = call("POST", "/plans/<plan>/pins", PERSON, Idempotency_Key="k")
    assert (again.json()["number"], again.json()["newest"]) == (2, 3)
    refused(call("POST", "/plans/<plan>/pins", {"session": "s2"}, Idempotency_Key="k"), "reused")


def test_what_was_kept_is_as_described(app: FastAPI, call: Caller) -> None:
    for body in (PERSON, {"session": "s1"}):
        call("POST", "/plans/<plan>/pins", body)
    schema = {"$ref": "#/components/schemas/Scenario", "components": app.openapi()["components"]}
    assert list(Draft202012Validator(schema).iter_errors(newest(call))) == []


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("swaps", SWAP | {"session": "s9"}, "missing"),
        ("swaps", SWAP | {"person": "nobody"}, "invalid"),
        ("swaps", SWAP | {"person": ""}, "invalid"),
        ("swaps", SWAP | {"seat": 1}, "invalid"),
        ("pins", {"session": "s9"}, "missing"),
        ("pins", {"session": "s1", "person": "ub-1"}, "invalid"),
        ("pins", {"session": "s1", "role": "desk"}, "invalid"),
        ("pins", {"session": "s1", "activity": "a"}, "invalid"),
        ("pins", PERSON | {"person": "nobody"}, "invalid"),
    ],
)
def test_what_is_refused_changes_nothing(call: Caller, path: str, body: dict[str, object], code: str) -> None:
    refused(call("POST", f"/plans/<plan>/{path}", body), code)
    assert call("GET", "/scenarios/<scenario>").headers["etag"] == '"1"'
