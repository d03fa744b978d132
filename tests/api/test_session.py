"""Coming in over HTTP: passwords, cookies, forged requests, tokens, invitations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import select

from api.app import create_app
from planner.desk.desk import Desk
from planner.desk.signin import MOST_FAILURES, SIGNED_IN_FOR
from planner.desk.store import Login, Store, Token
from tests.api.calling import V1, Caller, refused
from tests.api.world import SETTINGS, World

PASSWORD = "đường dài mới biết ngựa hay"  # noqa: S105 - of a test
OTHER = "một hai ba bốn năm"


class Browser:
    """A browser with cookies of its own."""

    def __init__(self, client: TestClient) -> None:
        self.client = TestClient(client.app, base_url=str(client.base_url))
        self.csrf = ""

    def __call__(self, method: str, path: str, body: object = None, csrf: str | None = None) -> Response:
        headers = {"X-CSRF-Token": self.csrf if csrf is None else csrf}
        return self.client.request(method, V1 + path, json=body, headers=headers)

    def sign_in(self, password: str = PASSWORD, name: str = "viewer") -> Response:
        response = self.client.post(f"{V1}/session", json={"name": name, "password": password})
        self.csrf = response.json().get("csrf", "")
        return response


@pytest.fixture
def browser(call: Caller) -> Browser:
    """The browser of the viewer, who has just accepted the invitation."""
    found = Browser(call.client)
    accepted = found("POST", f"/invitations/{call.world.ids['invitation']}", {"password": PASSWORD})
    assert accepted.status_code == 200, accepted.text
    found.csrf = accepted.json()["csrf"]
    return found


def test_an_invitation_is_used_once(call: Caller, browser: Browser) -> None:
    assert browser("GET", "/session").json()["name"] == "viewer"
    for method in ("GET", "POST"):
        refused(call(method, "/invitations/<invitation>", {"password": PASSWORD}), "missing")
    first = call("POST", "/users/<staff>/invitation").json()
    second = call("POST", "/users/<staff>/invitation").json()
    assert second["link"] == f"https://ward.example/invitations/{second['secret']}"
    refused(call("GET", f"/invitations/{first['secret']}"), "missing")  # a later one makes it void
    assert call("GET", f"/invitations/{second['secret']}").json() == {"name": "staff"}
    problem = refused(call("POST", f"/invitations/{second['secret']}", {"password": "ngắn"}), "invalid")
    assert [fault["pointer"] for fault in problem["faults"]] == ["/body/password"]
    assert "ngắn" not in str(problem)
    other = refused(call("POST", f"/invitations/{second['secret']}", {"pass": PASSWORD}), "invalid")
    assert [fault["found"] for fault in other["faults"]] == ["{…}", repr(PASSWORD)]  # which is no password by its name
    assert call("POST", f"/invitations/{second['secret']}", {"password": PASSWORD}).json()["name"] == "staff"


def test_by_name_and_password(call: Caller, browser: Browser) -> None:
    other = Browser(call.client)
    came = other.sign_in().json()
    assert (came["name"], came["id"], came["scopes"]) == (
        "viewer",
        call.world.ids["viewer"],
        ["admin", "read", "write"],
    )
    assert came["roles"] == [{"role": "viewer", "organisation": "ubnd", "area": "dien-hong"}]
    assert other("GET", "/session/csrf").json() == {"csrf": came["csrf"]}
    assert browser("GET", "/session/csrf").json() == {"csrf": browser.csrf} != {"csrf": came["csrf"]}
    for name, password in (("viewer", "sai"), ("nobody", PASSWORD), ("planner", PASSWORD), ("VIEWER", PASSWORD)):
        response = Browser(call.client).sign_in(password, name)
        refused(response, "wrong-sign-in")
        assert "set-cookie" not in response.headers


@contextmanager
def served_at(world: World, folder: Path, address: str) -> Iterator[TestClient]:
    settings = SETTINGS.model_copy(update={"address": address})
    with world.client(create_app(Desk(Store("sqlite://")), settings), folder) as client:
        yield client


@pytest.mark.parametrize("address", ["https://ward.example", "http://127.0.0.1:8000"])
def test_the_cookie(world: World, tmp_path: Path, address: str) -> None:
    with served_at(world, tmp_path, address) as client:
        response = client.post(f"{V1}/invitations/{world.ids['invitation']}", json={"password": PASSWORD})
    (cookie,) = SimpleCookie(response.headers["set-cookie"]).values()
    flags = {name: cookie[name] for name in ("httponly", "samesite", "secure", "path", "domain", "max-age")}
    assert (cookie.key, len(cookie.value)) == ("chungtay", 43)
    assert flags == {
        "httponly": True,
        "samesite": "lax",
        "secure": True if address.startswith("https:") else "",
        "path": "/",
        "domain": "",
        "max-age": str(int(SIGNED_IN_FOR.total_seconds())),
    }


def test_requests_that_somebody_forges(call: Caller, browser: Browser) -> None:
    """Another site has the browser send a request: its cookie comes along, the token does not."""
    for method, path, body in (
        ("POST", "/tokens", {"name": "x", "scopes": ["read"]}),
        ("DELETE", "/session", None),
        ("PUT", "/session/password", {"old": PASSWORD, "new": OTHER}),
        ("DELETE", f"/tokens/{call.world.ids['token']}", None),
        ("POST", f"/jobs/{call.world.ids['queued']}/stop", None),
    ):
        for forged in ("", "x", browser.csrf[:-1], browser.csrf.swapcase()):
            refused(browser(method, path, body, csrf=forged), "csrf")
    other = Browser(call.client)
    other.sign_in()
    refused(browser("POST", "/tokens", {"name": "x", "scopes": ["read"]}, csrf=other.csrf), "csrf")
    assert browser("GET", "/session", csrf="").status_code == 200  # reading needs none
    assert browser("GET", "/tokens").json() == call.as_("viewer")("GET", "/tokens").json()
    assert browser("POST", "/tokens", {"name": "x", "scopes": ["read"]}).status_code == 201
    assert (
        call.as_("viewer")("POST", "/tokens", {"name": "y", "scopes": ["read"]}).status_code == 201
    )  # nor do programs


def test_signed_out(call: Caller, browser: Browser) -> None:
    cookie = browser.client.cookies["chungtay"]
    other = Browser(call.client)
    other.sign_in()
    response = browser("DELETE", "/session")
    assert (response.status_code, browser.client.cookies.get("chungtay")) == (204, None)
    browser.client.cookies.set("chungtay", cookie)  # somebody kept it
    refused(browser("GET", "/session"), "not-signed-in")
    assert other("GET", "/session").status_code == 200
    refused(Browser(call.client)("DELETE", "/session"), "not-signed-in")


def test_another_password_signs_the_others_out(call: Caller, browser: Browser) -> None:
    other = Browser(call.client)
    other.sign_in()
    before = browser.client.cookies["chungtay"]
    refused(browser("PUT", "/session/password", {"old": "sai", "new": OTHER}), "wrong-sign-in")
    refused(browser("PUT", "/session/password", {"old": PASSWORD, "new": "ngắn"}), "invalid")
    assert other("GET", "/session").status_code == 200
    changed = browser("PUT", "/session/password", {"old": PASSWORD, "new": OTHER})
    assert changed.status_code == 200
    browser.csrf = changed.json()["csrf"]
    assert browser.client.cookies["chungtay"] != before
    assert browser("POST", "/tokens", {"name": "x", "scopes": ["read"]}).status_code == 201
    refused(other("GET", "/session"), "not-signed-in")
    refused(Browser(call.client).sign_in(PASSWORD), "wrong-sign-in")
    assert Browser(call.client).sign_in(OTHER).status_code == 200
    refused(call.as_("viewer")("PUT", "/session/password", {"old": OTHER, "new": PASSWORD}), "forbidden")


def test_locked_after_failures(call: Caller, browser: Browser) -> None:
    for _ in range(MOST_FAILURES):
        refused(Browser(call.client).sign_in("sai"), "wrong-sign-in")
    response = Browser(call.client).sign_in()
    assert refused(response, "wrong-sign-in")["title_en"].endswith("wait for 15 minutes")
    assert browser("GET", "/session").status_code == 200  # who is in stays in
    invited = call("POST", "/users/<viewer>/invitation").json()["secret"]  # and an admin can help
    call("POST", f"/invitations/{invited}", {"password": OTHER})
    assert Browser(call.client).sign_in(OTHER).status_code == 200


def test_a_cookie_expires(app: FastAPI, browser: Browser) -> None:
    desk: Desk = app.state.desk
    assert browser("GET", "/session").status_code == 200
    with desk.store.writing() as session:
        for login in session.scalars(select(Login)):
            login.expires = datetime(2026, 1, 1, tzinfo=UTC)
    refused(browser("GET", "/session"), "not-signed-in")


@pytest.mark.parametrize("cookie", ["", "x", "x" * 43, "ă"])
def test_a_cookie_that_is_none(call: Caller, cookie: str) -> None:
    headers = {b"Cookie": f"chungtay={cookie}".encode()}
    refused(call.client.get(f"{V1}/session", headers=headers), "not-signed-in")


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "bearer\tx", "x" * 5000])
def test_a_token_that_is_none(call: Caller, browser: Browser, said: str) -> None:
    """Nor does a signed-in browser's cookie stand in for it: what says that it is a program is taken for one."""
    for client in (call.client, browser.client):
        response = client.get(f"{V1}/session", headers={"Authorization": said})
        assert refused(response, "not-signed-in")
        assert response.headers["www-authenticate"] == "Bearer"


def test_a_token_reaches_as_far_as_its_scopes(app: FastAPI, call: Caller) -> None:
    def made(*scopes: str, days: int = 1) -> dict[str, str]:
        found = call("POST", "/tokens", {"name": "đêm", "scopes": scopes, "days": days})
        assert found.status_code == 201
        return {"Authorization": f"Bearer {found.json()['secret']}", "id": found.json()["token"]["id"]}

    def statuses(token: dict[str, str]) -> list[int]:
        given = {"Authorization": token["Authorization"]}
        return [
            call("GET", "/scenarios/<scenario>", **given).status_code,
            call("POST", "/jobs/<queued>/stop", **given).status_code,
            call("GET", "/users", **given).status_code,
        ]

    read, write, admin, all_of_it = made("read"), made("write"), made("admin"), made("read", "write", "admin")
    assert [statuses(token) for token in (read, write, admin, all_of_it)] == [
        [200, 403, 403],
        [404, 200, 403],  # nothing is told of what may not be read, but done what was asked by its id
        [404, 404, 200],
        [200, 200, 200],
    ]
    more = {"name": "more", "scopes": ["read", "write"]}
    refused(call("POST", "/tokens", more, Authorization=read["Authorization"]), "forbidden")
    less = call("POST", "/tokens", {"name": "same", "scopes": ["read"]}, Authorization=read["Authorization"])
    assert less.status_code == 201
    listed = [(token["id"], token["revoked"]) for token in call("GET", "/tokens").json()]
    assert (read["id"], None) in listed

    assert call("DELETE", f"/tokens/{read['id']}").status_code == 204
    refused(call("GET", "/session", Authorization=read["Authorization"]), "not-signed-in")
    refused(call("DELETE", "/tokens/<token>"), "missing")  # somebody else's
    desk: Desk = app.state.desk
    with desk.store.writing() as session:
        session.get_one(Token, write["id"]).expires = datetime(2026, 1, 1, tzinfo=UTC)
    refused(call("GET", "/session", Authorization=write["Authorization"]), "not-signed-in")
    for days in (0, 367, "x"):
        refused(call("POST", "/tokens", {"name": "x", "scopes": ["read"], "days": days}), "invalid")
    refused(call("POST", "/tokens", {"name": "x", "scopes": []}), "invalid")


def test_who_is_let_in_no_more(call: Caller, browser: Browser) -> None:
    assert call("PATCH", "/users/<viewer>", {"active": False}).json()["active"] is False
    refused(browser("GET", "/session"), "not-signed-in")
    refused(call.as_("viewer")("GET", "/session"), "not-signed-in")
    refused(Browser(call.client).sign_in(), "wrong-sign-in")
    assert call("PATCH", "/users/<viewer>", {"active": True}).json()["active"] is True
    assert Browser(call.client).sign_in().status_code == 200
    refused(call.as_("viewer")("GET", "/session"), "not-signed-in")  # tokens stay void


def test_roles_count_at_once(call: Caller, browser: Browser) -> None:
    path = f"/scenarios/{call.world.ids['scenario']}"
    assert browser("GET", path).status_code == 200
    call("PATCH", "/users/<viewer>", {"roles": []})
    refused(browser("GET", path), "missing")
    assert browser("GET", "/scenarios").json()["items"] == []
