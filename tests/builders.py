"""Small scenarios and plans for tests: say what matters, everything else is plain.

The ward that everything happens in unless a test says otherwise: three sponsors ``ub`` (government), ``mt``
(front) and ``pn`` (mass), two people each (``ub-1``, ``ub-2`` ...), the places ``hall`` and ``yard``, the
function ``gift`` with two seats of the role ``desk``, and the week from Monday 2 to Sunday 8 February 2026.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from planner.domain.canonical import sha256
from planner.domain.plan import Plan
from planner.domain.scenario import (
    Activity,
    Function,
    Group,
    Organisation,
    OwnRole,
    Person,
    Place,
    Role,
    Scenario,
)
from planner.verify.case import Case
from planner.verify.figures import leader, tier_orders
from planner.verify.money import cost_due
from planner.verify.proof import proven
from planner.verify.savings import account

MORNING = "2026-02-02T07:30"
"""Monday, at the start of the morning block."""
AFTERNOON = "2026-02-02T13:30"
"""The same day, at the start of the afternoon block."""

Seat = tuple[str, str | None] | tuple[str, str | None, str]
"""A role, its holder (None: empty), and the activity that brings it (without: shared)."""

BLOCKS = (
    {"id": "sang", "name": "Sáng", "start": "07:30", "end": "11:30"},
    {"id": "chieu", "name": "Chiều", "start": "13:30", "end": "17:30"},
    {"id": "toi", "name": "Tối", "start": "20:00", "end": "24:00"},
)


def organisation(id: str, bloc: str = "mass", **fields: Any) -> Organisation:
    """An organisation, of a mass bloc unless said otherwise."""
    return Organisation.model_validate({"id": id, "name": id.upper(), "bloc": bloc, **fields})


def person(id: str, *organisations: str, **fields: Any) -> Person:
    """A person; without organisations of the one that the id begins with (``ub-1`` is of ``ub``)."""
    of = organisations or (id.partition("-")[0],)
    return Person.model_validate({"id": id, "name": f"Cán bộ {id}", "organisations": of, **fields})


def place(id: str, capacity: int = 1000, **fields: Any) -> Place:
    """A place for a thousand people."""
    return Place.model_validate({"id": id, "name": f"Nhà {id}", "capacity": capacity, **fields})


def group(id: str, people: int) -> Group:
    """A group of beneficiaries."""
    return Group(id=id, name=f"Hộ {id}", people=people)


def role(id: str, fixed: int = 0, **fields: Any) -> Role:
    """A role of a function."""
    return Role.model_validate({"id": id, "name": f"Vai {id}", "fixed": fixed, **fields})


def own_role(id: str, seats: int = 1, **fields: Any) -> OwnRole:
    """A role that an activity brings."""
    return OwnRole.model_validate({"id": id, "name": f"Vai {id}", "seats": seats, **fields})


def function(id: str, *roles: Role, **fields: Any) -> Function:
    """A function; without roles it has two seats of ``desk``."""
    return Function.model_validate({"id": id, "name": f"Việc {id}", "roles": roles or (role("desk", 2),), **fields})


def activity(id: str, organisation: str = "ub", **fields: Any) -> Activity:
    """An hour of ``gift``, Monday morning or afternoon unless `fields` say when, for nobody in particular."""
    when: dict[str, Any] = {} if "window" in fields else {"starts": (MORNING, AFTERNOON)}
    plain = {"id": id, "name": f"Hoạt động {id}", "organisation": organisation, "function": "gift"}
    return Activity.model_validate(plain | when | {"duration_minutes": 60} | fields)


def scenario(*activities: Activity, **fields: Any) -> Scenario:
    """The plain ward with these activities; `fields` replace any of its lists."""
    plain: dict[str, Any] = {
        "format": "chungtay/1",
        "name": "Phường thử",
        "start": "2026-02-02",
        "end": "2026-02-08",
        "blocks": BLOCKS,
        "organisations": (
            organisation("ub", "government"),
            organisation("mt", "front"),
            organisation("pn", "mass"),
        ),
        "people": tuple(person(f"{o}-{i}") for o in ("ub", "mt", "pn") for i in (1, 2)),
        "places": (place("hall"), place("yard")),
        "functions": (function("gift"),),
        "activities": activities,
    }
    return Scenario.model_validate(plain | fields)


def session(
    id: str,
    *activities: str,
    start: str = MORNING,
    place: str = "hall",
    seats: Iterable[Seat] = (),
    standby: Iterable[tuple[str, str]] = (),
    **stated: Any,
) -> dict[str, Any]:
    """A session for `plan`: seats are (role, person[, activity]), standbys (role, person).

    What follows from these (function, area, end, attendance, lead, cost) `plan` fills in unless stated.
    """
    return {
        "id": id,
        "activities": activities,
        "start": start,
        "place": place,
        "seats": [_seat(*seat) for seat in seats],
        "standby": [{"role": role, "person": person} for role, person in standby],
        **stated,
    }


def _seat(role: str, person: str | None, activity: str | None = None) -> dict[str, Any]:
    reason = "Không còn ai đủ điều kiện." if person is None else None
    return {"role": role, "activity": activity, "person": person, "reason": reason}


def plan(
    of: Scenario,
    *sessions: Mapping[str, Any],
    unheld: Iterable[str] = (),
    bounds: Mapping[str, int | None] | None = None,
    base: Plan | None = None,
    apart: Plan | None = None,
    **stated: Any,
) -> Plan:
    """The plan of these sessions, with every figure that follows; `stated` fields stand as they are.

    `bounds` are bounds of tiers, elsewhere the value is the bound. `apart` is another plan of the scenario,
    to serve as the baseline, `base` the plan that this one replans.
    """
    to_follow = {"function": "", "attendance": 0, "lead": "", "cost": 0}
    raw: dict[str, Any] = {
        "scenario_sha256": sha256(of),
        "status": "optimal",
        "sessions": [{**to_follow, "end": s["start"], **s} for s in sessions],
        "unheld": [{"activity": a, "reason": "Không còn giờ trống."} for a in unheld],
    }
    case = Case(of, Plan.model_validate(raw), base)
    for held, said, session in zip(case.held, sessions, raw["sessions"], strict=True):
        if held.members:
            first = held.members[0]
            follows = {
                "function": first.function,
                "area": first.area,
                "end": held.end,
                "attendance": held.attendance,
                "lead": leader(held),
                "cost": held.cost.total,
            }
            session.update({name: value for name, value in follows.items() if name not in said})
    raw["cost_shares"] = dict(cost_due(case))
    raw["tiers"] = tiers(tier_orders(of, base)[0], case.values, bounds or {})
    if apart is not None:
        raw["baseline"] = baseline(of, apart)
    case = Case(of, Plan.model_validate(raw), base)
    raw["savings"] = account(case)
    raw["status"] = "optimal" if all(proven(case.plan.tiers, case.values)) else "feasible"
    return Plan.model_validate(raw | stated)


def tiers(names: Iterable[str], values: Mapping[str, int], bounds: Mapping[str, int | None]) -> list[dict[str, Any]]:
    """The tiers of these names with these values; proven as far as bounds and values meet."""
    found: list[dict[str, Any]] = []
    for name in names:
        bound = bounds.get(name, values[name])
        is_proven = bound == values[name] and all(tier["proven"] for tier in found)
        found.append({"name": name, "value": values[name], "bound": bound, "proven": is_proven})
    return found


def baseline(of: Scenario, apart: Plan) -> dict[str, Any]:
    """A plan of the scenario read as the baseline of another."""
    case = Case(of, apart, None)
    return {
        "status": apart.status,
        "tiers": [tier.model_dump() for tier in apart.tiers],
        "values": {name: case.values[name] for name in ("staff_sessions", "cost", "people")},
        "sessions": len(case.held),
        "person_minutes": case.person_minutes,
    }


def no_plan(of: Scenario, status: str, **stated: Any) -> Plan:
    """A plan file that says that there is no plan: ``infeasible`` (with its conflict) or ``unknown``."""
    conflict = {"rule": "pins", "inputs": ["/pins/0"], "sentence": "Không thể tổ chức như đã ấn định."}
    plain = {
        "scenario_sha256": sha256(of),
        "status": status,
        "tiers": [{"name": name} for name in of.tiers()],
        "conflict": [conflict] if status == "infeasible" else [],
    }
    return Plan.model_validate(plain | stated)


def edit(plan: Plan, changes: Mapping[str, Any]) -> Plan:
    """The plan with the value at each JSON pointer replaced (``/list/-`` appends)."""
    raw = plan.to_json()
    for pointer, value in changes.items():
        *steps, last = (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
        at: Any = raw
        for step in steps:
            at = at[int(step)] if isinstance(at, list) else at[step]
        if isinstance(at, list) and last == "-":
            at.append(value)
        elif isinstance(at, list):
            at[int(last)] = value
        else:
            at[last] = value
    return Plan.model_validate(raw)
