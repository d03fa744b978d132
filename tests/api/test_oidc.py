"""Signing in through an OpenID Connect service: a real one in a process of its own, and one that lies."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import RSAKey

from api.app import create_app
from api.routes.oidc import COOKIE
from planner.desk.desk import Desk
from planner.desk.oidc import Begun
from planner.desk.rights import Post
from planner.desk.store import Store
from tests.api.world import SETTINGS, World
from tests.desk.asking import CHIEF
from tests.ports import free_port

CLIENT = "ward"
OURS = RSAKey.generate_key(2048, {"kid": "ours"})
ANOTHER = RSAKey.generate_key(2048, {"kid": "ours"})


@pytest.fixture(scope="session")
def service() -> Iterator[str]:
    """The address of a service that lets everybody in as who they say they are."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        last = time.monotonic() + 30
        while not _answers(address):
            assert process.poll() is None
            assert time.monotonic() < last
            time.sleep(0.1)
        yield address
    finally:
        process.kill()
        process.wait()


def test_a_known_subject_comes_in(world: World, tmp_path: Path, service: str) -> None:
    with office(world, tmp_path, service) as client:
        response = come_back(client, signed_in_at(client, "subject-of-lan"))
        assert (response.status_code, response.headers["location"]) == (303, "/")
        assert client.get("/api/v1/session").json()["name"] == "lan"
        assert COOKIE not in client.cookies


def test_nobody_is_added_by_signing_in(world: World, tmp_path: Path, service: str) -> None:
    with office(world, tmp_path, service) as client:
        assert come_back(client, signed_in_at(client, "a stranger")).status_code == 401
        assert client.get("/api/v1/session").status_code == 401


def test_a_code_is_good_once(world: World, tmp_path: Path, service: str) -> None:
    with office(world, tmp_path, service) as client:
        away = signed_in_at(client, "subject-of-lan")
        kept = client.cookies.get(COOKIE)
        assert come_back(client, away).status_code == 303
        client.cookies.set(COOKIE, str(kept), domain="ward.example", path="/api/v1/oidc/callback")
        assert come_back(client, away).status_code == 401


@pytest.mark.parametrize("changed", ["state", "nonce"])
def test_another_browser_does_not_come_in(world: World, tmp_path: Path, service: str, changed: str) -> None:
    with office(world, tmp_path, service) as client:
        away = signed_in_at(client, "subject-of-lan")
        begun = Begun.of(str(client.cookies.get(COOKIE)))
        another = Begun(**{**begun.__dict__, changed: "x" * 43})
        client.cookies.set(COOKIE, another.text(), domain="ward.example", path="/api/v1/oidc/callback")
        assert come_back(client, away).status_code == 401


@pytest.mark.parametrize("cookie", [None, "", "e30=", "WzFd", "\x7f", Begun(1, 2, 3).text()])  # type: ignore[arg-type]
def test_a_cookie_of_somebody_else_s_making(world: World, tmp_path: Path, service: str, cookie: str | None) -> None:
    with office(world, tmp_path, service) as client:
        headers = {} if cookie is None else {"Cookie": f"{COOKIE}={cookie}"}
        assert client.get("/api/v1/oidc/callback?state=x&code=y", headers=headers).status_code == 401


def test_a_service_that_does_not_answer(world: World, tmp_path: Path) -> None:
    with office(world, tmp_path, f"http://localhost:{free_port()}") as client:
        response = client.get("/api/v1/oidc", follow_redirects=False)
        assert (response.status_code, response.json()["type"]) == (503, "/api/v1/problems/unavailable")


TRUE: dict[str, Any] = {"iss": "<issuer>", "aud": CLIENT, "sub": "subject-of-lan", "nonce": "<nonce>"}


@pytest.mark.parametrize(
    ("claims", "key", "algorithm", "status"),
    [
        pytest.param({}, OURS, "RS256", 303, id="the truth"),
        pytest.param({}, ANOTHER, "RS256", 401, id="signed by another"),
        pytest.param({}, OURS, "none", 401, id="not signed"),
        pytest.param({"iss": "http://localhost:1"}, OURS, "RS256", 401, id="of another issuer"),
        pytest.param({"aud": "another"}, OURS, "RS256", 401, id="for another client"),
        pytest.param({"aud": [CLIENT, "another"], "azp": "another"}, OURS, "RS256", 401, id="given to another client"),
        pytest.param({"nonce": "another"}, OURS, "RS256", 401, id="of another sign-in"),
        pytest.param({"nonce": None}, OURS, "RS256", 401, id="of no sign-in"),
        pytest.param({"exp": 1}, OURS, "RS256", 401, id="too old"),
        pytest.param({"exp": None}, OURS, "RS256", 401, id="for ever"),
        pytest.param({"sub": None}, OURS, "RS256", 401, id="of nobody"),
    ],
)
def test_what_a_service_says_is_checked(
    world: World, tmp_path: Path, claims: dict[str, Any], key: RSAKey, algorithm: str, status: int
) -> None:
    with liar() as (address, answers), office(world, tmp_path, address) as client:
        away = urlsplit(client.get("/api/v1/oidc", follow_redirects=False).headers["location"])
        asked = {name: values[0] for name, values in parse_qs(away.query).items()}
        now = int(time.time())
        told = {**TRUE, "iss": address, "nonce": asked["nonce"], "iat": now, "exp": now + 60, **claims}
        told = {name: value for name, value in told.items() if value is not None}
        answers["/token"] = {
            "access_token": "a",
            "token_type": "Bearer",
            "id_token": _signed(told, key, algorithm),
        }
        state = f"/api/v1/oidc/callback?state={asked['state']}&code=c"
        assert client.get(state, follow_redirects=False).status_code == status


def test_the_code_alone_is_not_enough(world: World, tmp_path: Path) -> None:
    with liar() as (address, answers), office(world, tmp_path, address) as client:
        away = client.get("/api/v1/oidc", follow_redirects=False).headers["location"]
        asked = {name: values[0] for name, values in parse_qs(urlsplit(away).query).items()}
        client.get(f"/api/v1/oidc/callback?state={asked['state']}&code=c")
        told = {name: values[0] for name, values in parse_qs(answers["asked"]).items()}
        digest = hashlib.sha256(told["code_verifier"].encode()).digest()
        assert (asked["code_challenge_method"], told["code"]) == ("S256", "c")
        assert urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/.well-known/openid-configuration", {"issuer": "http://localhost:1"}),
        ("/.well-known/openid-configuration", ["no object"]),
        ("/.well-known/openid-configuration", {"issuer": "<issuer>"}),
    ],
)
def test_a_service_that_is_none(world: World, tmp_path: Path, path: str, answer: Any) -> None:
    with liar() as (address, answers), office(world, tmp_path, address) as client:
        answers[path] = json.loads(json.dumps(answer).replace("<issuer>", address))
        assert client.get("/api/v1/oidc", follow_redirects=False).status_code == 503


def _signed(claims: dict[str, Any], key: RSAKey, algorithm: str) -> str:
    if algorithm == "none":
        _, body, _ = jwt.encode({"alg": "RS256", "kid": "ours"}, claims, key).split(".")
        return f"eyJhbGciOiJub25lIn0.{body}."
    return jwt.encode({"alg": algorithm, "kid": "ours"}, claims, key)


@contextmanager
def office(world: World, folder: Path, issuer: str) -> Iterator[TestClient]:
    """Yield a client of an office that trusts a service, with a user whom the service knows."""
    copy = folder / "office.db"
    shutil.copy(world.file, copy)
    settings = SETTINGS.model_copy(
        update={"oidc_issuer": issuer, "oidc_client_id": CLIENT, "oidc_client_secret": "said to nobody"}
    )
    store = Store(f"sqlite:///{copy}")
    desk = Desk(store)
    desk.users.create(CHIEF, "lan", [Post("viewer", "ubnd")], subject="subject-of-lan")
    try:
        yield TestClient(create_app(desk, settings), base_url="https://ward.example")
    finally:
        store.close()


def signed_in_at(client: TestClient, subject: str) -> str:
    """Go to the service, say there who one is, and return where it sends the browser back to."""
    began = client.get("/api/v1/oidc", follow_redirects=False)
    assert began.status_code == 303
    answer = httpx2.post(began.headers["location"], data={"sub": subject}, follow_redirects=False)
    back = urlsplit(answer.headers["location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == "https://ward.example/api/v1/oidc/callback"
    return f"{back.path}?{back.query}"


def come_back(client: TestClient, where: str) -> Any:
    return client.get(where, follow_redirects=False)


def _answers(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/.well-known/openid-configuration").is_success
    except httpx2.HTTPError:
        return False


@contextmanager
def liar() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the address of a service that says whatever the test puts into its answers, by path."""
    answers: dict[str, Any] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(answers.get(self.path)).encode()
            self.send_response(200 if self.path in answers else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            answers["asked"] = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("localhost", 0), Handler)
    address = f"http://localhost:{server.server_port}"
    answers["/.well-known/openid-configuration"] = {
        "issuer": address,
        "authorization_endpoint": f"{address}/authorize",
        "token_endpoint": f"{address}/token",
        "jwks_uri": f"{address}/jwks",
    }
    answers["/jwks"] = {"keys": [OURS.as_dict(private=False)]}
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield address, answers
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
