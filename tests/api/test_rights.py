"""Every route, asked by everybody: nobody gets more than the table says, and a route without a row fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.doors import XLSX
from planner.files.given import given
from planner.files.json_text import json_text
from planner.files.workbook import template
from tests.api.world import JOINT, World

ASKERS: Final = ("nobody", "staff", "viewer", "planner", "consenter", "admin", "chief")
OTHERS: Final = ("other staff", "other viewer", "other planner", "other consenter", "other admin")

SCENARIO: Final = json_text(given(JOINT))
OTHER: Final = json_text(given(JOINT.model_copy(update={"name": "khác"})))


class Route(NamedTuple):
    """A request, and the status that each who asks gets: those with a role here, and those with it elsewhere.

    In `path` and `body` words in angle brackets stand for ids of the office.
    """

    method: str
    path: str
    here: str
    elsewhere: str
    body: Any = None
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    asked: str = ""

    @property
    def pattern(self) -> str:
        """The route's own path."""
        return self.asked or self.path


IF_MATCH = (("If-Match", '"1"'),)
F, R = "/api/v1/feeds", "/api/v1/reminders"
S, P, J, Q, U = "/api/v1/scenarios", "/api/v1/plans", "/api/v1/jobs", "/api/v1/proposals", "/api/v1/users"

# here:       nobody staff viewer planner consenter admin chief        elsewhere: staff viewer planner consenter admin
OPEN, ALL, NONE = "200 200 200 200 200 200 200", "200 200 200 200 200", "404 404 404 404 404"
NOT_SET_UP = "404 404 404 404 404 404 404"
SIGNED_IN = "401 200 200 200 200 200 200"
READ = "401 404 200 200 404 404 200"
PLANS = "401 404 403 {0} 404 404 {0}"
MANAGES = "401 403 403 403 403 {0} {0}"
ADMINS_ONLY = "403 403 403 403 {0}"

TABLE: Final = (
    Route("GET", "/healthz", OPEN, ALL),
    Route("GET", "/readyz", OPEN, ALL),
    Route("GET", "/metrics", OPEN, ALL),
    Route("GET", "/api/v1/openapi.json", OPEN, ALL),
    Route("GET", "/api/v1/problems/{code}", OPEN, ALL, asked="/api/v1/problems/missing"),
    Route(
        "POST", "/api/v1/session", "401 401 401 401 401 401 401", "401 401 401 401 401",
        {"name": "x", "password": "y"},
    ),
    Route("GET", "/api/v1/session", SIGNED_IN, ALL),
    Route("GET", "/api/v1/session/csrf", "401 401 401 401 401 401 401", "401 401 401 401 401"),
    Route("DELETE", "/api/v1/session", "401 204 204 204 204 204 204", "204 204 204 204 204"),
    Route(
        "PUT", "/api/v1/session/password", "401 403 403 403 403 403 403", "403 403 403 403 403",
        {"old": "x", "new": "0123456789"},
    ),
    Route("GET", "/api/v1/oidc", NOT_SET_UP, NONE),
    Route("GET", "/api/v1/oidc/callback", NOT_SET_UP, NONE),
    Route("GET", "/api/v1/invitations/{secret}", OPEN, ALL, asked="/api/v1/invitations/<invitation>"),
    Route(
        "POST", "/api/v1/invitations/{secret}", OPEN, ALL,
        {"password": "0123456789"}, asked="/api/v1/invitations/<invitation>",
    ),
    Route(
        "POST", "/api/v1/tokens", "401 201 201 201 201 201 201", "201 201 201 201 201",
        {"name": "x", "scopes": ["read"]},
    ),
    Route("GET", "/api/v1/tokens", SIGNED_IN, ALL),
    Route("DELETE", "/api/v1/tokens/{id}", "401 404 404 204 404 404 404", NONE, asked="/api/v1/tokens/<token>"),
    Route(
        "POST", U, MANAGES.format(201), ADMINS_ONLY.format(403),
        {"name": "x", "roles": [{"role": "viewer", "organisation": "ubnd", "area": "dien-hong"}]},
    ),
    Route("GET", U, MANAGES.format(200), ADMINS_ONLY.format(200)),
    Route("GET", U + "/{id}", MANAGES.format(200), ADMINS_ONLY.format(404), asked=U + "/<viewer>"),
    Route(
        "PATCH", U + "/{id}", MANAGES.format(200), ADMINS_ONLY.format(404),
        {"active": False}, asked=U + "/<viewer>",
    ),
    Route(
        "POST", U + "/{id}/invitation", MANAGES.format(201), ADMINS_ONLY.format(404),
        asked=U + "/<viewer>/invitation",
    ),
    Route("POST", "/api/v1/validation", SIGNED_IN, ALL, SCENARIO),
    Route(
        "POST", S, "401 403 403 201 403 403 201", "403 403 403 403 403",
        SCENARIO, query="?organisation=ubnd&area=dien-hong",
    ),
    Route("GET", S, SIGNED_IN, ALL),
    Route("GET", S + "/{id}", READ, NONE, asked=S + "/<scenario>"),
    Route("PUT", S + "/{id}", PLANS.format(200), NONE, OTHER, headers=IF_MATCH, asked=S + "/<scenario>"),
    Route("PATCH", S + "/{id}", PLANS.format(200), NONE, '{"turnout": 2}', headers=IF_MATCH, asked=S + "/<scenario>"),
    Route("DELETE", S + "/{id}", PLANS.format(204), NONE, headers=IF_MATCH, asked=S + "/<scenario>"),
    Route("GET", S + "/{id}/export", READ, NONE, query="?to=xlsx", asked=S + "/<scenario>/export"),
    Route("GET", S + "/{id}/versions", READ, NONE, asked=S + "/<scenario>/versions"),
    Route("GET", S + "/{id}/versions/{number}", READ, NONE, asked=S + "/<scenario>/versions/1"),
    Route(
        "POST", S + "/{id}/versions/{number}/restore", PLANS.format(200), NONE,
        headers=IF_MATCH, asked=S + "/<scenario>/versions/1/restore",
    ),
    Route("POST", S + "/{id}/plans", PLANS.format(202), NONE, {}, asked=S + "/<scenario>/plans"),
    Route("GET", S + "/{id}/plans", READ, NONE, asked=S + "/<scenario>/plans"),
    Route(
        "POST", S + "/{id}/whatifs", PLANS.format(202), NONE,
        {"generate": ["one_more"]}, asked=S + "/<scenario>/whatifs",
    ),
    Route(
        "GET", S + "/{id}/duties", "401 404 403 200 404 404 200", NONE,
        query="?person=ub-1", asked=S + "/<scenario>/duties",
    ),
    Route("GET", P + "/{id}", READ, NONE, asked=P + "/<plan>"),
    Route("GET", P + "/{id}/summary", READ, NONE, asked=P + "/<plan>/summary"),
    Route("GET", P + "/{id}/verification", READ, NONE, asked=P + "/<plan>/verification"),
    Route("GET", P + "/{id}/comparison", READ, NONE, query="?base=<agreed>", asked=P + "/<plan>/comparison"),
    Route("GET", P + "/{id}/moves", READ, NONE, query="?base=<agreed>", asked=P + "/<plan>/moves"),
    Route("GET", P + "/{id}/export", READ, NONE, asked=P + "/<plan>/export"),
    Route("GET", P + "/{id}/export", READ, NONE, query="?to=html", asked=P + "/<plan>/export"),
    Route("GET", P + "/{id}/export", READ, NONE, query="?to=xlsx", asked=P + "/<plan>/export"),
    Route("GET", "/api/v1/template", SIGNED_IN, ALL),
    Route(
        "POST", "/api/v1/workbooks/marked", "401 200 200 200 200 200 200", ALL,
        template(), headers=(("Content-Type", XLSX),),
    ),
    Route(
        "POST", P + "/{id}/questions", PLANS.format(202), NONE,
        {"question": {"ask": "lost"}}, asked=P + "/<plan>/questions",
    ),
    Route(
        "POST", P + "/{id}/swaps", PLANS.format(202), NONE,
        {"session": "s1", "role": "desk", "holder": "ub-1", "person": "pn-1"}, asked=P + "/<plan>/swaps",
    ),
    Route("POST", P + "/{id}/pins", PLANS.format(201), NONE, {"session": "s1"}, asked=P + "/<plan>/pins"),
    Route("POST", P + "/{id}/proposal", PLANS.format(201), NONE, asked=P + "/<plan>/proposal"),
    Route("GET", J, SIGNED_IN, ALL),
    Route("GET", J + "/{id}", READ, NONE, asked=J + "/<batch>"),
    Route("GET", J + "/{id}/events", READ, NONE, asked=J + "/<batch>/events"),
    Route("POST", J + "/{id}/stop", PLANS.format(200), NONE, asked=J + "/<queued>/stop"),
    Route("POST", J + "/{id}/resume", PLANS.format(200), NONE, asked=J + "/<stopped>/resume"),
    Route("GET", J + "/{id}/answer", "401 404 403 200 404 404 200", NONE, asked=J + "/<question>/answer"),
    Route("GET", J + "/{id}/rows", READ, NONE, asked=J + "/<batch>/rows"),
    Route("GET", J + "/{id}/rows/{number}/plan", READ, NONE, asked=J + "/<batch>/rows/1/plan"),
    Route(
        "POST", J + "/{id}/rows/{number}/adopt", PLANS.format(202), NONE,
        headers=IF_MATCH, asked=J + "/<batch>/rows/1/adopt",
    ),
    Route("GET", J + "/{id}/export", READ, NONE, asked=J + "/<batch>/export"),
    Route("GET", Q, SIGNED_IN, ALL),
    Route("GET", Q + "/{id}", "401 404 200 200 200 404 200", NONE, asked=Q + "/<proposal>"),
    Route(
        "POST", Q + "/{id}/answers", "401 404 403 403 200 404 200", NONE,
        {"session": "s1", "organisation": "mt", "answer": "refuse", "reason": "bận"}, asked=Q + "/<proposal>/answers",
    ),
    Route(
        "POST", Q + "/{id}/prices", "401 404 403 403 202 404 202", NONE,
        {"session": "s1", "organisation": "mt"}, asked=Q + "/<proposal>/prices",
    ),
    Route("GET", "/api/v1/duties", SIGNED_IN, ALL),
    Route(
        "POST", F, "401 404 201 201 404 404 201", NONE,
        {"organisation": "ub"},
    ),
    Route("GET", F, SIGNED_IN, ALL),
    Route("DELETE", F + "/{id}", "401 404 404 204 404 404 404", NONE, asked=F + "/<feed>"),
    Route("GET", F + "/{secret}.ics", OPEN, ALL, asked=F + "/<feed secret>.ics"),
    Route("GET", R, SIGNED_IN, ALL),
    Route("GET", R + "/mailbox", SIGNED_IN, ALL),
    Route("PATCH", R + "/mailbox", SIGNED_IN, ALL, {"email": "lan@example.vn"}),
    Route(
        "GET", "/api/v1/organisations/{organisation}/reminders", READ, NONE, asked="/api/v1/organisations/ub/reminders"
    ),
    Route("GET", "/api/v1/audit", "401 403 403 403 403 403 200", "403 403 403 403 403"),
    Route("GET", "/api/v1/audit/verification", "401 403 403 403 403 403 200", "403 403 403 403 403"),
)  # fmt: skip


def test_every_route_has_a_row(app: FastAPI) -> None:
    described = {(method.upper(), path) for path, item in app.openapi()["paths"].items() for method in item}
    rows = [(route.method, route.path) for route in TABLE]
    assert sorted(set(rows)) == sorted(described | {("GET", "/api/v1/openapi.json")})


@pytest.mark.parametrize("route", TABLE, ids=lambda route: f"{route.method} {route.path}")
def test_who_may(app: FastAPI, world: World, tmp_path: Path, route: Route) -> None:
    """Each asks in an office where nobody has changed anything before."""
    found: dict[str, str] = {}
    together = (ASKERS + OTHERS,) if route.method == "GET" else ((who,) for who in ASKERS + OTHERS)
    for askers in together:
        with world.client(app, tmp_path) as client:
            found |= {who: status(client, world, route, who) for who in askers}
    assert found == dict(zip(ASKERS + OTHERS, (*route.here.split(), *route.elsewhere.split()), strict=True))


def status(client: TestClient, world: World, route: Route, who: str) -> str:
    """What somebody gets who asks."""
    url = named(world, route.pattern + route.query)
    plain = isinstance(route.body, str | bytes) or route.body is None
    body = route.body if plain else json.dumps(route.body)
    headers = world.headers(who) | dict(route.headers)
    if body is not None:
        headers.setdefault("Content-Type", "application/json")
    response = client.request(route.method, url, content=body, headers=headers)
    problem = response.headers["content-type"] == "application/problem+json" if response.is_error else True
    assert problem, response.text
    return str(response.status_code)


def named(world: World, text: str) -> str:
    """The text with ids of the office in it."""
    for name, id in world.ids.items():
        text = text.replace(f"<{name}>", id)
    return text
