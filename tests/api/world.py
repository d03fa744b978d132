"""An office with something of every kind in it, copied for each test, and users of every role to ask about it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from planner.desk.asked import Ask, Batch, Solve
from planner.desk.desk import Desk
from planner.desk.queue import News, Queue
from planner.desk.rights import ALL, ROLES, SCOPES, Post, Who
from planner.desk.settings import Settings
from planner.desk.store import Store
from planner.domain.whatif import Case, Row, SetTurnout, WhatIf
from tests import builders as b
from tests.desk.asking import CHIEF, claimed

JOINT: Final = b.scenario(b.activity("a", "ub"), b.activity("b", "mt"), b.activity("c", "ub"))
PLAN: Final = b.plan(
    JOINT,
    b.session("s1", "a", "b", seats=[("desk", "ub-1"), ("desk", "mt-1")]),
    b.session("s2", "c", start=b.AFTERNOON, seats=[("desk", "ub-1"), ("desk", "ub-2")]),
)

SETTINGS: Final = Settings(
    database="sqlite://", requests_per_minute=10**6, signins_per_minute=10**6, address="https://ward.example"
)

POSTS: Final[dict[str, tuple[Post, ...]]] = {
    "staff": (Post("staff", "ubnd", "dien-hong"),),
    "viewer": (Post("viewer", "ubnd", "dien-hong"),),
    "planner": (Post("planner", "ubnd", "dien-hong"),),
    "consenter": (Post("consenter", "mt", "dien-hong"),),
    "admin": (Post("admin", "ubnd", "dien-hong"),),
    "chief": tuple(Post(role, ALL) for role in ROLES),
    "other staff": (Post("staff", "ubnd", "phu-nhuan"),),
    "other viewer": (Post("viewer", "ubnd", "phu-nhuan"),),
    "other planner": (Post("planner", "mttq", ALL),),
    "other consenter": (Post("consenter", "pn", "dien-hong"),),
    "other admin": (Post("admin", "mttq", ALL),),
}
"""Who asks: with a role in the scenario's organisation and area, or with the same role elsewhere."""


@dataclass(frozen=True)
class World:
    """An office in a file. `ids` names what is in it, `tokens` has one for each who asks."""

    file: Path
    ids: dict[str, str]
    tokens: dict[str, str]

    @contextmanager
    def client(self, app: FastAPI, folder: Path) -> Iterator[TestClient]:
        """Yield a client of a copy of this office; `app` serves it as long as the block lasts."""
        copy = folder / "copy.db"
        shutil.copy(self.file, copy)
        store = Store(f"sqlite:///{copy}")
        app.state.desk = Desk(store)
        try:
            yield TestClient(app, base_url="https://ward.example", raise_server_exceptions=True)
        finally:
            store.close()

    def headers(self, who: str) -> dict[str, str]:
        """Return what a request of somebody brings; nobody's brings nothing."""
        return {"Authorization": f"Bearer {self.tokens[who]}"} if who in self.tokens else {}


def make_app() -> FastAPI:
    """Return an app whose desk a world gives it."""
    return create_app(Desk(Store("sqlite://")), SETTINGS)


def make_world(folder: Path) -> World:
    """Make an office: scenarios, plans, jobs of each kind, a proposal to be answered and one agreed to, users."""
    file = folder / "world.db"
    store = Store(f"sqlite:///{file}")
    store.upgrade()
    desk, queue = Desk(store), Queue(store)
    ids, tokens = _users(desk)
    planner = desk.signin.token(tokens["planner"])

    scenario = desk.scenarios.create(planner, JOINT, organisation="ubnd", area="dien-hong", note="đầu")
    ids["scenario"] = scenario.id
    for name in ("plan", "proposed", "agreed"):
        job = desk.jobs.submit(planner, scenario.id, Solve())
        queue.beat(claimed(queue).id, "w1", news=[News("progress", {"tier": "cost"})], best=PLAN)
        queue.finish(job.id, "w1", plan=PLAN)
        ids[f"job of {name}"], ids[name] = job.id, str(desk.jobs.read(planner, job.id).plan)
    ids["proposal"] = desk.consents.propose(planner, ids["proposed"]).id
    ids["agreement"] = desk.consents.propose(planner, ids["agreed"]).id
    for organisation in ("ub", "mt"):
        desk.consents.answer(CHIEF, ids["agreement"], "s1", organisation, "accept")

    cases = tuple(Case(name=f"=c{n}", changes=(SetTurnout(turnout=Decimal(n + 2)),)) for n in range(3))
    whatif = WhatIf(format="chungtay-whatif/1", base="-", cases=cases, generate=("each_person_absent",))
    ids["batch"] = desk.jobs.submit(planner, scenario.id, Batch(whatif=whatif, plans_kept=True)).id
    claimed(queue)
    rows = [
        Row(case=case.name, status="optimal", tiers=PLAN.tiers, plan=PLAN, seats_changed=n)
        for n, case in enumerate(cases)
    ]
    queue.add_rows(ids["batch"], "w1", rows, plans=True)
    queue.finish(ids["batch"], "w1", plan=PLAN)
    ids["question"] = desk.jobs.ask(planner, Ask.model_validate({"plan": ids["plan"], "question": {"ask": "gaps"}})).id
    claimed(queue)
    queue.finish(ids["question"], "w1", answer={"answers": []})
    ids["stopped"] = desk.jobs.submit(planner, scenario.id, Solve()).id
    desk.jobs.stop(planner, ids["stopped"])
    ids["queued"] = desk.jobs.submit(planner, scenario.id, Solve()).id
    ids["token"] = desk.signin.new_token(planner, "to be revoked", SCOPES, timedelta(days=1))[0].id
    feed, ids["feed secret"] = desk.feeds.create(planner, name="văn phòng", organisation="ub")
    ids["feed"] = feed.id
    ids["invitation"] = desk.users.invite(CHIEF, ids["viewer"])
    spare = JOINT.model_copy(update={"name": "thừa"})
    ids["spare"] = desk.scenarios.create(planner, spare, organisation="ubnd", area="dien-hong").id
    store.close()
    return World(file, ids, tokens)


def _users(desk: Desk) -> tuple[dict[str, str], dict[str, str]]:
    """Add the users; return their ids and tokens by who they are."""
    ids, tokens = {}, {}
    for name, posts in POSTS.items():
        user = desk.users.create(CHIEF, name, posts, person="mt-1" if name == "staff" else None)
        who = Who(user.id, name, posts)
        ids[name] = user.id
        tokens[name] = desk.signin.new_token(who, "test", SCOPES, timedelta(days=1))[1]
    return ids, tokens
