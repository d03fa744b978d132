"""What happens around every request: sizes, rates, request ids, headers, log lines, figures, health."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import structlog
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.outer import LARGEST, LARGEST_SCENARIO
from planner.desk.desk import Desk
from planner.desk.store import Store
from tests.api.calling import V1, Caller, raw, refused
from tests.api.serving import served
from tests.api.world import SETTINGS, World

UUID = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def address(app: FastAPI, client: TestClient) -> Iterator[str]:
    """The address of a copy of the office that is really served."""
    assert client.app is app
    with served(app) as found:
        yield found


def spoken(address: str, *pieces: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send pieces as they are, and return status, headers and body of what comes, up to the end of the connection."""
    where = urlsplit(address)
    with socket.create_connection((str(where.hostname), int(where.port or 0)), timeout=20) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
        except OSError:  # it does not listen any more: what it said before is there
            pass
        data = b""
        try:
            while more := connection.recv(65536):
                data += more
                head, found, body = data.partition(b"\r\n\r\n")
                length = re.search(rb"content-length: (\d+)", head)
                if found and length and len(body) >= int(length[1]):
                    break
        except ConnectionResetError:
            pass
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return int(first.split()[1]), {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}, body


def head(method: str, path: str, *headers: str) -> bytes:
    return "\r\n".join((f"{method} {path} HTTP/1.1", "Host: ward", *headers, "", "")).encode()


# -- sizes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "most"),
    [
        ("POST", f"{V1}/session", LARGEST),
        ("POST", f"{V1}/tokens", LARGEST),
        ("POST", f"{V1}/scenarios", LARGEST_SCENARIO),
        ("PUT", f"{V1}/scenarios/{UUID}", LARGEST_SCENARIO),
        ("PATCH", f"{V1}/scenarios/{UUID}", LARGEST_SCENARIO),
        ("POST", f"{V1}/scenarios/{UUID}/whatifs", LARGEST_SCENARIO),
        ("POST", f"{V1}/validation", LARGEST_SCENARIO),
        ("POST", f"{V1}/scenarios/{UUID}/plans", LARGEST),
        ("POST", f"{V1}/nothing", LARGEST),
        ("GET", "/healthz", LARGEST),
    ],
)
def test_too_long_is_said_before_it_is_sent(address: str, method: str, path: str, most: int) -> None:
    """Only the length is announced: the answer is there at once, also where 100-continue is waited for."""
    for length in (most + 1, 10**18):
        for more in ((), ("Expect: 100-continue",)):
            status, headers, body = spoken(address, head(method, path, f"Content-Length: {length}", *more))
            problem = json.loads(body)
            assert (status, headers["content-type"]) == (413, "application/problem+json")
            assert (problem["type"], problem["detail"]) == (f"{V1}/problems/too-large", f"at most {most} bytes")


def test_too_long_without_an_announcement_is_cut_off(address: str) -> None:
    """A body in chunks is not read on once it is too long."""
    chunk = b"40000\r\n" + b" " * 0x40000 + b"\r\n"
    chunked = head("POST", f"{V1}/session", "Transfer-Encoding: chunked", "Content-Type: application/json")
    status, _, body = spoken(address, chunked, *[chunk] * 400)  # a hundred times as long as what is read
    assert (status, json.loads(body)["detail"]) == (413, f"at most {LARGEST} bytes")


def test_as_long_as_may_be(call: Caller) -> None:
    body = json.dumps({"name": "x", "password": "y"}).encode().ljust(LARGEST)
    refused(call("POST", "/session", body), "wrong-sign-in")
    refused(call("POST", "/session", body + b" "), "too-large")
    scenario = json.dumps(raw()).encode().ljust(LARGEST + 1)
    assert call("POST", "/validation", scenario).json() == {"faults": [], "warnings": []}


@pytest.mark.parametrize("path", ["/scenarios?organisation=ubnd", "/validation", f"/scenarios/{UUID}/whatifs"])
def test_nothing_long_is_read_of_a_stranger(address: str, path: str) -> None:
    """As long as may be, announced and not sent: who has no token is told so without anything being read."""
    asked = head("POST", V1 + path, f"Content-Length: {LARGEST_SCENARIO}", "Content-Type: application/json")
    assert spoken(address, asked)[0] == 401


@pytest.mark.parametrize("length", ["-1", "1e3", "x", "+5"])
def test_a_length_that_is_none(address: str, length: str) -> None:
    status, _, _ = spoken(address, head("POST", f"{V1}/session", f"Content-Length: {length}", "Connection: close"))
    assert status == 400


# -- rates ------------------------------------------------------------------------------------------------------


@pytest.fixture
def strict(world: World, tmp_path: Path) -> Iterator[Caller]:
    """An office where nobody may ask often."""
    settings = SETTINGS.model_copy(update={"requests_per_minute": 5, "signins_per_minute": 3})
    with world.client(create_app(Desk(Store("sqlite://")), settings), tmp_path) as client:
        yield Caller(client, world)


def test_too_many_requests_of_one(strict: Caller) -> None:
    found = [strict("GET", "/session").status_code for _ in range(7)]
    assert found == [200] * 5 + [429] * 2
    response = strict("GET", "/scenarios")
    assert "5 a minute" in refused(response, "too-many")["detail"]
    assert 1 <= int(response.headers["retry-after"]) <= 60
    assert strict.as_("planner")("GET", "/session").status_code == 200  # the others go on
    assert strict.as_("nobody")("GET", "//healthz").status_code == 200


def test_another_token_gives_no_more_requests(strict: Caller) -> None:
    secret = strict("POST", "/tokens", {"name": "x", "scopes": ["read"]}).json()["secret"]
    found = [strict("GET", "/session", Authorization=f"Bearer {secret}").status_code for _ in range(6)]
    assert found == [200] * 4 + [429] * 2


def test_too_many_tries_to_come_in(strict: Caller) -> None:
    nobody = strict.as_("nobody")
    tries = [("/session", {"name": "x", "password": "y"}), ("/invitations/x", {"password": "0123456789"})]
    found = [nobody("POST", *tries[n % 2]).status_code for n in range(5)]
    assert found == [401, 404, 401, 429, 429]
    assert int(nobody("POST", *tries[0]).headers["retry-after"]) in range(1, 61)


# -- ids, headers, the log --------------------------------------------------------------------------------------


def test_a_request_has_an_id(call: Caller) -> None:
    for given in ("a", "trace-1_2.Z", "x" * 64):
        assert call("GET", "/session", X_Request_ID=given).headers["x-request-id"] == given
    made = set()
    for given in ("", "a b", "x" * 65, "a\tb", "<script>", "é".encode().decode("latin-1")):
        headers = {b"X-Request-ID": given.encode("latin-1")}
        made.add(call.client.get("/healthz", headers=headers).headers["x-request-id"])
    made.add(call("GET", "/session").headers["x-request-id"])
    assert len(made) == 7
    assert all(re.fullmatch(r"[0-9a-f]{32}", id) for id in made)
    refused(call("GET", "/nothing", X_Request_ID="mine"), "missing")


def test_headers_that_protect(call: Caller) -> None:
    for response in (call("GET", "/session"), call("GET", "/nothing"), call.as_("nobody")("GET", "/scenarios")):
        headers = response.headers
        found = [headers[name] for name in ("x-content-type-options", "referrer-policy", "x-frame-options")]
        assert found == ["nosniff", "same-origin", "DENY"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_what_is_not_there(call: Caller) -> None:
    refused(call("GET", "/nothing"), "missing")
    assert refused(call("POST", "/scenarios/<scenario>"), "method")
    allowed = call("POST", "/scenarios/<scenario>").headers["allow"]
    assert allowed == "DELETE, GET, PATCH, PUT"
    kind = call("GET", "/problems/missing").json()
    assert kind == {"code": "missing", "status": 404, "vi": "Không có", "en": "There is no such thing"}
    refused(call("GET", "/problems/nothing"), "missing")


def test_the_log_tells_no_more_than_it_must(call: Caller) -> None:
    """A walk through sign-in, scenarios, faults and failures: who did what when, and nothing about people."""
    personal = {"name": "Nguyễn Thị Mật", "password": "mật khẩu của riêng tôi", "person": "riêng-tư-7"}
    with structlog.testing.capture_logs() as lines:
        user = call("POST", "/users", {"name": personal["name"], "roles": [], "person": personal["person"]}).json()
        invited = call("POST", f"/users/{user['id']}/invitation").json()["secret"]
        nobody = call.as_("nobody")
        came = nobody("POST", f"/invitations/{invited}", {"password": personal["password"]})
        nobody("POST", "/session", {"name": personal["name"], "password": personal["password"]})
        nobody("POST", "/session", {"name": personal["name"], "password": "sai"})
        call.client.cookies.clear()
        secret = call("POST", "/tokens", {"name": personal["name"], "scopes": ["read"]}).json()["secret"]
        people = [*raw()["people"], {"id": personal["person"], "name": personal["name"], "organisations": ["ub"]}]
        id = call("POST", "/scenarios?organisation=ubnd&note=" + personal["name"], raw(people=people)).json()["id"]
        call("GET", f"/scenarios/{id}/duties?person={personal['person']}")
        refused(call("PATCH", f"/scenarios/{id}", {"people": [{"id": personal["name"]}]}, If_Match='"1"'), "invalid")
        call("GET", "/nothing?name=" + personal["name"])
        call("GET", f"/users/{personal['name']}")
        refused(call("POST", "/users", {"name": personal["name"], "roles": []}), "unfit")
    told = repr(lines) + json.dumps(lines, default=str, ensure_ascii=False)
    secrets = {"link": invited, "token": secret, "cookie": came.cookies["chungtay"], "csrf": came.json()["csrf"]}
    assert len(lines) == 12
    assert [name for name, text in (personal | secrets).items() if text in told] == []
    assert set().union(*lines) == {"event", "log_level", "request", "method", "route", "status", "ms", "user"}
    assert {line["user"] for line in lines} == {None, call.world.ids["chief"]}


def test_a_mistake_of_ours_is_told_and_tells_nothing(app: FastAPI, world: World, tmp_path: Path) -> None:
    """What the database says of a failing statement, with the values in it, reaches neither the log nor who asked."""
    with world.client(app, tmp_path) as client, structlog.testing.capture_logs() as lines:
        desk: Desk = app.state.desk
        with desk.store.writing() as session:
            session.connection().exec_driver_sql(_ONE)
        call = Caller(client, world)
        response = call("POST", "/users", {"name": "Nguyễn Thị Mật", "roles": []})
        problem = refused(response, "internal")
    assert (problem["detail"], problem["faults"]) == ("", [])
    failed = next(line for line in lines if line["log_level"] == "error")
    assert failed["request"] == problem["request"]
    assert [lines[-1][name] for name in ("status", "route")] == [500, "/api/v1/users"]
    assert "Mật" not in repr([*lines, failed["exc_info"]])


_ONE = "CREATE TRIGGER one BEFORE INSERT ON users BEGIN SELECT RAISE(ABORT, 'no more users'); END"


# -- figures and health -----------------------------------------------------------------------------------------


def figures(call: Caller) -> dict[str, float]:
    text = call.as_("nobody")("GET", "//metrics").text
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def test_figures(world: World, tmp_path: Path) -> None:
    with world.client(create_app(Desk(Store("sqlite://")), SETTINGS), tmp_path) as client:
        call = Caller(client, world)
        for path in ("/scenarios/<scenario>", "/scenarios/<spare>", f"/scenarios/{UUID}", "/nothing", "/nothing/else"):
            call("GET", path)
        found = figures(call)
        states = ("queued", "running", "done", "stopped", "failed")
        jobs = [found[f'chungtay_jobs{{state="{state}"}}'] for state in states]
        counted: Any = {k: v for k, v in found.items() if k.startswith("chungtay_requests_total")}
    assert jobs == [1, 0, 5, 1, 0]
    route = 'route="/api/v1/scenarios/{id}"'
    assert counted == {
        f'chungtay_requests_total{{method="GET",{route},status="200"}}': 2,
        f'chungtay_requests_total{{method="GET",{route},status="404"}}': 1,
        'chungtay_requests_total{method="GET",route="-",status="404"}': 2,
    }
    assert found[f'chungtay_request_seconds_count{{method="GET",{route}}}'] == 3


def test_health(call: Caller) -> None:
    for path in ("//healthz", "//readyz"):
        response = call.as_("nobody")("GET", path)
        assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_a_database_that_is_gone(app: FastAPI, world: World, tmp_path: Path) -> None:
    with world.client(app, tmp_path) as client, structlog.testing.capture_logs() as lines:
        call = Caller(client, world)
        assert call("GET", "/scenarios").status_code == 200
        gone = Store(f"sqlite:///{tmp_path / 'nowhere' / 'desk.db'}")
        app.state.desk = Desk(gone)
        assert call("GET", "//healthz").status_code == 200
        for path in ("//readyz", "/scenarios", "/jobs/<batch>/events"):
            refused(call("GET", path), "unavailable")
        assert int(call("GET", "/scenarios").headers["retry-after"]) > 0
        found = figures(call)
        assert [name for name in found if name.startswith("chungtay_jobs")] == []
        assert any(name.startswith("chungtay_requests_total") for name in found)
        gone.close()
    assert [line["event"] for line in lines if line["log_level"] == "error"] == ["request fails"] * 4
