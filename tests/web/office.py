"""A seeded office for the pages: a shipped ward with its plan, jobs of each kind, a proposal, and users of each role.

Tests copy its database; `tests.web.screenshots` serves it; `.venv/bin/python -m tests.web.office FOLDER` leaves one to
be looked at with ``chungtay serve --database sqlite:///FOLDER/office.db`` (password: see `PASSWORD`).
"""

from __future__ import annotations

import gzip
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI

import scenarios
from planner.cli.serving import create_office
from planner.desk.asked import Ask, Batch, Solve
from planner.desk.desk import Desk
from planner.desk.queue import News, Queue
from planner.desk.rights import ALL, ROLES, Post, Who
from planner.desk.settings import Settings
from planner.desk.store import Store
from planner.domain.plan import Plan, Unheld
from planner.domain.scenario import Scenario
from planner.domain.whatif import Note, Row, Shift, WhatIf
from planner.files import parse_scenario
from planner.whatif.changes import apply
from tests.desk.asking import CHIEF, claimed

HERE: Final = Path(__file__).parent
WARD: Final = "dien-hong-tet"
PASSWORD: Final = "đường dài mới biết ngựa hay"  # noqa: S105 - of an office that tests make

SETTINGS: Final = Settings(database="sqlite://", requests_per_minute=10**6, signins_per_minute=10**6)

USERS: Final[dict[str, tuple[tuple[Post, ...], str | None]]] = {
    "lan": (tuple(Post(role, ALL) for role in ROLES), "vp-01"),
    "minh": ((Post("planner", "vhxh"),), "vhxh-01"),
    "hoa": ((Post("viewer", "vhxh"),), None),
    "mai": ((Post("consenter", "phu-nu"),), "phu-nu-01"),
    "nam": ((Post("staff", "vhxh"),), "vhxh-03"),
}
"""Who has come in: `lan` may do everything; with the person that each is in the ward."""


@dataclass(frozen=True)
class Office:
    """The office in a file. `ids` names what is in it, `doors` has each user's cookie and form token."""

    file: Path
    ids: dict[str, str]
    doors: dict[str, tuple[str, str]]

    @contextmanager
    def opened(self, folder: Path) -> Iterator[Desk]:
        """Yield the desk of a copy of this office."""
        copy = folder / "copy.db"
        shutil.copy(self.file, copy)
        store = Store(f"sqlite:///{copy}")
        try:
            yield Desk(store)
        finally:
            store.close()


@cache
def ward() -> Scenario:
    """The shipped ward."""
    return parse_scenario(scenarios.path(WARD).read_bytes()).scenario


@cache
def ward_plan() -> Plan:
    """A plan of it: made by ``chungtay solve dien-hong-tet``, kept so that tests need not wait for the solver."""
    return Plan.model_validate_json(gzip.decompress((HERE / f"{WARD}.plan.json.gz").read_bytes()))


def make_app() -> FastAPI:
    """An app whose desk an office gives it."""
    return create_office(Desk(Store("sqlite://")), SETTINGS)


def make_office(folder: Path) -> Office:
    """Make the office."""
    file = folder / "office.db"
    store = Store(f"sqlite:///{file}")
    store.upgrade()
    desk, queue = Desk(store), Queue(store)
    ids: dict[str, str] = {}
    doors: dict[str, tuple[str, str]] = {}
    for name, (posts, person) in USERS.items():
        user = desk.users.create(CHIEF, name, posts, person=person)
        signed_in = desk.signin.accept(desk.users.invite(CHIEF, user.id), PASSWORD)
        ids[name], doors[name] = user.id, (signed_in.secret, signed_in.csrf)
    ids["invitation"] = desk.users.invite(CHIEF, desk.users.create(CHIEF, "moi", [Post("viewer", "vhxh")]).id)
    lan = desk.signin.browser(doors["lan"][0])[0]

    less = ward().model_copy(update={"turnout": 1})
    scenario = desk.scenarios.create(lan, less, organisation="vhxh", note="Bản đầu")
    ids["scenario"] = scenario.id
    for name in ("plan", "other plan"):
        job = desk.jobs.submit(lan, scenario.id, Solve())
        claimed(queue)
        queue.beat(job.id, "w1", seconds=30, news=list(told(ward_plan())), best=ward_plan())
        queue.finish(job.id, "w1", plan=ward_plan())
        ids[f"job of {name}"], ids[name] = job.id, str(desk.jobs.read(lan, job.id).plan)

    ids["proposal"] = desk.consents.propose(lan, ids["plan"]).id
    for answer in desk.consents.read(lan, ids["proposal"]).said[:3]:
        desk.consents.answer(lan, ids["proposal"], answer.session, answer.organisation, "accept")

    ids["batch"] = desk.jobs.submit(lan, scenario.id, batch()).id
    claimed(queue)
    queue.add_rows(ids["batch"], "w1", rows(), plans=True)
    queue.finish(ids["batch"], "w1", plan=ward_plan())
    gaps = Ask.model_validate({"plan": ids["plan"], "question": {"ask": "gaps"}})
    ids["question"] = desk.jobs.ask(lan, gaps).id
    claimed(queue)
    queue.finish(ids["question"], "w1", answer={"answers": []})
    ids["swap"] = desk.jobs.ask(lan, who_else(ids["plan"])).id
    claimed(queue)
    queue.finish(ids["swap"], "w1", answer=candidates())
    ids["running"] = desk.jobs.submit(lan, scenario.id, Solve()).id
    claimed(queue)
    queue.beat(ids["running"], "w1", seconds=3, news=list(told(ward_plan()))[:4])
    ids["stopped"] = desk.jobs.submit(lan, scenario.id, Solve()).id
    desk.jobs.stop(lan, ids["stopped"])
    _more(desk, queue, lan, scenario.id, ids)
    store.close()
    return Office(file, ids, doors)


def _more(desk: Desk, queue: Queue, lan: Who, scenario: str, ids: dict[str, str]) -> None:
    """Add a plan that all agreed to, versions and plans to compare, a batch of turnouts and a curve."""
    ids["agreed"] = desk.consents.propose(lan, ids["other plan"]).id
    for answer in desk.consents.read(lan, ids["agreed"]).said:
        desk.consents.answer(lan, ids["agreed"], answer.session, answer.organisation, "accept")
    ids["edited"] = desk.scenarios.create(lan, ward(), organisation="vhxh", note="Bản đầu").id
    desk.scenarios.save(lan, ids["edited"], edited(), expected=1, note="Thêm bàn, đổi người")
    job = desk.jobs.submit(lan, scenario, Solve())
    claimed(queue)
    queue.finish(job.id, "w1", plan=nearer_plan())
    ids["nearer plan"] = str(desk.jobs.read(lan, job.id).plan)
    job = desk.jobs.submit(lan, scenario, Solve())
    claimed(queue)
    queue.finish(job.id, "w1", plan=plan_with_gaps())
    ids["plan with gaps"] = str(desk.jobs.read(lan, job.id).plan)
    why = desk.jobs.ask(lan, why_unheld(ids["plan with gaps"]))
    claimed(queue)
    queue.finish(why.id, "w1", answer=repairs())
    ids["turnouts"] = desk.jobs.submit(lan, scenario, turnouts()).id
    claimed(queue)
    queue.add_rows(ids["turnouts"], "w1", turnout_rows(), plans=False)
    queue.finish(ids["turnouts"], "w1", plan=ward_plan())
    ids["curve"] = desk.jobs.ask(lan, Ask.model_validate({"plan": ids["plan"], "question": {"ask": "curve"}})).id
    claimed(queue)
    points = [
        {"people": 39 + n, "cost": 175_000_000 - 1_500_000 * n + 90_000 * n * n, "proven": n < 4} for n in range(6)
    ]
    queue.finish(ids["curve"], "w1", answer={"points": points})


def told(plan: Plan) -> Iterator[News]:
    """News as a worker tells them: from a first plan to the one that there is, tier by tier, on both problems."""
    names = [tier.name for tier in plan.tiers]
    for n in range(1, len(names) + 1):
        for of, tiers in (("baseline", plan.baseline.tiers if plan.baseline else ()), ("plan", plan.tiers)):
            shown = [
                tier.model_dump() if i < n else {"name": tier.name, "value": tier.value, "bound": 0, "proven": False}
                for i, tier in enumerate(tiers)
            ]
            at = {"seconds": float(4 * n), "of": of, "stage": "tier", "tier": names[n - 1], "tiers": shown}
            yield News("progress", at)


def who_else(plan: str) -> Ask:
    """Who could have the first seat of the first session instead?"""
    session = ward_plan().sessions[0]
    seat = session.seats[0]
    asked = {"ask": "who-else", "session": session.id, "role": seat.role, "person": seat.person}
    return Ask.model_validate({"plan": plan, "question": asked})


def candidates() -> dict[str, Any]:
    """An answer to that, as a worker would find one."""
    some = [person.id for person in ward().people[3:6]]
    shift = {"value": 60000, "low": 60000, "high": 60000}
    move = {"kind": "handover", "vi": "Vai chuyển từ người này sang người kia.", "en": "The seat changes hands."}
    found = [
        {"person": id, "sure": n == 0, "status": "optimal", "case": f"instead: {id}", "seats_changed": n + 1}
        | {"difference": {"cost": shift} if n else {}, "moves": [move] * (n + 1)}
        for n, id in enumerate(some[:2])
    ]
    return {"candidates": [*found, {"person": some[2], "sure": True, "status": "infeasible", "case": "-", "moves": []}]}


def batch() -> Batch:
    """A batch of what-ifs."""
    whatif = WhatIf(format="chungtay-whatif/1", base="-", generate=("each_person_absent",))
    return Batch(whatif=whatif, plans_kept=True)


def rows() -> list[Row]:
    """Rows of that batch, as a worker would find some."""
    plan = ward_plan()
    found: list[Row] = []
    for n, person in enumerate(ward().people[:12]):
        worse = {"unfilled": n % 4, "staff_sessions": n % 3 - n // 9, "cost": 350_000 * (n % 5) - 600_000 * (n % 2)}
        more = {tier.name: Shift(value=worse.get(tier.name, 0)) for tier in plan.tiers}
        tiers = tuple(t.model_copy(update={"value": (t.value or 0) + worse.get(t.name, 0)}) for t in plan.tiers)
        case = f"absent: {person.id}"
        found.append(
            Row(case=case, status="feasible", tiers=tiers, difference=more, seats_changed=n, seconds=1.5, plan=plan)
        )
    return found


def edited() -> Scenario:
    """The ward with somebody less, a larger hall, a closing, and other norms."""
    changes = WhatIf.model_validate(
        {
            "format": "chungtay-whatif/1",
            "base": "-",
            "cases": [
                {
                    "name": "-",
                    "changes": [
                        {"type": "remove_person", "person": "kthtdt-06"},
                        {"type": "set_place", "place": "ubnd", "capacity": 350},
                        {
                            "type": "close_place",
                            "place": "ttvh",
                            "start": "2026-02-03T07:30",
                            "end": "2026-02-03T11:30",
                        },
                        {"type": "set_norm", "function": "trao-qua", "role": "chi", "people_per_seat": 80},
                        {"type": "set_merge", "activity": "qua-doan", "merge": "any"},
                        {"type": "set_turnout", "turnout": 1.1},
                    ],
                }
            ],
        }
    )
    return apply(ward(), changes.cases[0].changes).scenario


def nearer_plan() -> Plan:
    """The ward's plan with two people in each other's place in one session, and one session an hour later."""
    plan = ward_plan()
    first, second, *rest = plan.sessions
    seats = [*first.seats]
    seats[1] = seats[1].model_copy(update={"person": "mttq-10"})
    seats[-1] = seats[-1].model_copy(update={"person": None})
    later = {"start": second.start + timedelta(days=1), "end": second.end + timedelta(days=1)}
    sessions = (first.model_copy(update={"seats": tuple(seats)}), second.model_copy(update=later), *rest)
    tiers = tuple(t.model_copy(update={"value": 1, "proven": False}) if t.name == "unfilled" else t for t in plan.tiers)
    return plan.model_copy(update={"sessions": sessions, "tiers": tiers})


def plan_with_gaps() -> Plan:
    """The ward's plan without its last session, and with two seats of the first empty."""
    plan = ward_plan()
    first, *rest, last = plan.sessions
    why = {"person": None, "reason": "Không còn ai rảnh.", "reason_en": "Nobody is free any more."}
    seats = (*(seat.model_copy(update=why) for seat in first.seats[:2]), *first.seats[2:])
    lost = {"reason": "Địa điểm không còn giờ trống.", "reason_en": "The place has no time left."}
    worse = {"unheld": len(last.activities), "unfilled": 2}
    tiers = tuple(t.model_copy(update={"value": worse.get(t.name, t.value), "proven": False}) for t in plan.tiers)
    changed = {
        "sessions": (first.model_copy(update={"seats": seats}), *rest),
        "unheld": tuple(Unheld(activity=id, **lost) for id in last.activities),
        "tiers": tiers,
        "status": "feasible",
    }
    return plan.model_copy(update=changed)


def why_unheld(plan: str) -> Ask:
    """Why is the first activity that this plan lacks not held?"""
    return Ask.model_validate(
        {"plan": plan, "question": {"ask": "unheld", "activity": plan_with_gaps().unheld[0].activity}}
    )


def repairs() -> dict[str, Any]:
    """An answer to that, as a worker would find one."""
    place, day = ward().places[0].name, "Thứ Bảy 07/02"
    causes = [
        {
            "pointer": "/places/0/closed/0",
            "rule": "place",
            "vi": f"{place} đóng cửa {day}.",
            "en": f"{place} is closed.",
        },
        {
            "pointer": "/people/3/available",
            "rule": "hours",
            "vi": "Chỉ một y sĩ có mặt.",
            "en": "Only one medic is there.",
        },
    ]
    worth = {"unheld": {"value": -1, "low": -1, "high": -1}, "cost": {"value": 900_000, "low": 900_000, "high": None}}
    found = [
        {"vi": f"Mở {place} {day}.", "en": f"Open {place}.", "mends": True, "difference": worth, "notes": []},
        {"vi": "Thêm một y sĩ.", "en": "One medic more.", "mends": False, "difference": {}, "notes": []},
    ]
    return {
        "outcome": "conflict",
        "vi": "Không tổ chức được vì hai điều không thể cùng giữ.",
        "en": "It cannot be held: two things cannot both stand.",
        "lines": [{"vi": cause["vi"], "en": cause["en"]} for cause in causes],
        "causes": causes,
        "checked": True,
        "repairs": found,
    }


def turnouts() -> Batch:
    """A batch of more and more people who come, and a case of one's own."""
    own = {"name": "Hội trường sửa chữa", "changes": [{"type": "close_place", "place": "ubnd"}]}
    raw = {"format": "chungtay-whatif/1", "base": "-", "cases": [own], "generate": [{"turnout": [0.85, 1, 1.15, 1.3]}]}
    return Batch(whatif=WhatIf.model_validate(raw))


def turnout_rows() -> list[Row]:
    """Rows of that batch: more people who come take more staff; the own case cannot be answered."""
    found: list[Row] = []
    for case, more in (("turnout 0.85", -19), ("turnout 1", 0), ("turnout 1.15", 23), ("turnout 1.3", 58)):
        tiers = tuple(
            tier.model_copy(update={"value": (tier.value or 0) + (more if tier.name == "staff_sessions" else 0)})
            for tier in ward_plan().tiers
        )
        shifts = {"staff_sessions": Shift(value=more)}
        found.append(Row(case=case, status="feasible", tiers=tiers, difference=shifts, seats_changed=abs(more)))
    why = Note(vi="Không còn chỗ nào cho 3 hoạt động.", en="No place is left for 3 activities.")
    return [*found, Row(case="Hội trường sửa chữa", status="error", error=why)]


def main() -> None:
    """Leave an office in a folder."""
    office = make_office(Path(sys.argv[1]))
    sys.stdout.write(json.dumps({"database": f"sqlite:///{office.file}", **office.ids}, indent=1) + "\n")


if __name__ == "__main__":
    main()
