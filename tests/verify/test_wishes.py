"""What the planner has fixed or ruled out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from planner.domain.scenario import Scenario
from tests.builders import AFTERNOON, MORNING, activity, function, own_role, plan, role, scenario, session
from tests.verify.pairs import Pair, Side

SEATS = (("desk", "ub-1"), ("desk", "ub-2"))


def alone(of: Scenario, *seats: Any, **fields: Any) -> Side:
    return Side(of, plan(of, session("s", "a", seats=seats or SEATS, **fields)))


def pins() -> list[Pair]:
    def pinned(*pins: dict[str, str], **fields: Any) -> Scenario:
        return scenario(activity("a", **fields), pins=pins)

    held, free = pinned({"activity": "a"}), scenario(activity("a"))
    at_noon, in_yard = (
        pinned({"activity": "a", "start": AFTERNOON}),
        pinned({"activity": "a", "place": "yard"}),
    )
    mt_at_desk = pinned({"person": "mt-1", "activity": "a", "role": "desk"})
    mc: dict[str, Any] = {"own_roles": [own_role("mc")]}
    mt_as_mc = pinned({"person": "mt-1", "activity": "a", "role": "mc"}, **mc)
    desk, own = ("desk", "ub-1"), ("mc", "ub-2", "a")
    # Both activities bring a role of the same name; the pin is about the one of ``a``.
    both = [activity("a", **mc), activity("b", **mc)]
    of_a = scenario(*both, pins=({"person": "mt-1", "activity": "a", "role": "mc"},))
    mine, theirs = ("mt-1", "mt-2"), ("mt-2", "mt-1")

    def joint(first: str, second: str) -> Side:
        seats = (*SEATS, ("mc", first, "a"), ("mc", second, "b"))
        return Side(of_a, plan(of_a, session("s", "a", "b", seats=seats)))

    return [
        Pair("pins", "not held", alone(held), Side(held, plan(held, unheld=["a"]))),
        Pair(
            "pins",
            "only where pinned",
            Side(free, plan(free, unheld=["a"])),
            Side(held, plan(held, unheld=["a"])),
        ),
        Pair("pins", "start", alone(at_noon, start=AFTERNOON), alone(at_noon, start=MORNING)),
        Pair("pins", "place", alone(in_yard, place="yard"), alone(in_yard, place="hall")),
        Pair("pins", "person", alone(mt_at_desk, desk, ("desk", "mt-1")), alone(mt_at_desk)),
        Pair(
            "pins",
            "person of an activity not held",
            alone(mt_at_desk, desk, ("desk", "mt-1")),
            Side(mt_at_desk, plan(mt_at_desk, unheld=["a"])),
        ),
        Pair(
            "pins",
            "own role",
            alone(mt_as_mc, *SEATS, ("mc", "mt-1", "a")),
            alone(mt_as_mc, desk, ("desk", "mt-1"), own),
        ),
        Pair("pins", "another activity's role", joint(*mine), joint(*theirs)),
        Pair("pins", "a standby is no seat", *_pinned_standby()),
    ]


def _pinned_standby() -> tuple[Side, Side]:
    backed = [function("gift", role("desk", 2, standby=1))]
    of = scenario(activity("a"), functions=backed, pins=({"person": "mt-1", "activity": "a", "role": "desk"},))
    seated = alone(of, ("desk", "ub-1"), ("desk", "mt-1"), standby=[("desk", "ub-2")])
    return seated, alone(of, standby=[("desk", "mt-1")])


def forbids() -> list[Pair]:
    backed = [function("gift", role("desk", 2, standby=1))]
    barred = {"forbids": ({"person": "mt-1", "activity": "b"},), "functions": backed}
    of = scenario(activity("a"), activity("b", "mt"), **barred)
    desk, other = ("desk", "ub-1"), ("desk", "mt-1")

    def joint(second: str, **fields: Any) -> Side:
        return Side(of, plan(of, session("s", "a", "b", seats=[desk, ("desk", second)], **fields)))

    apart = Side(
        of,
        plan(
            of,
            session("s", "a", seats=[desk, other]),
            session("t", "b", start=AFTERNOON, seats=[desk, ("desk", "mt-2")]),
        ),
    )
    return [
        Pair("forbids", "in a seat", joint("mt-2"), joint("mt-1")),
        Pair("forbids", "with another activity", apart, joint("mt-1")),
        Pair(
            "forbids",
            "on standby",
            joint("mt-2", standby=[("desk", "pn-1")]),
            joint("mt-2", standby=[("desk", "mt-1")]),
        ),
    ]


def past() -> list[Pair]:
    backed = [function("gift", role("desk", 2, standby=1))]
    of = scenario(activity("a"), activity("b"), functions=backed)
    others = (("desk", "mt-1"), ("desk", "mt-2"))
    backing = [("desk", "pn-1")]
    first = session("s", "a", seats=SEATS, standby=backing)
    base = plan(of, first, session("t", "b", start=AFTERNOON, seats=SEATS))

    def again(*sessions: Any, unheld: tuple[str, ...] = ()) -> Side:
        return Side(of, plan(of, *sessions, unheld=unheld, base=base), base, datetime(2026, 2, 2, 12))

    later = session("t", "b", start=AFTERNOON, place="yard", seats=others)
    legal = again(first, later)
    return [
        Pair("pins", "what has begun is moved", legal, again({**first, "place": "yard"}, later)),
        Pair("pins", "what has begun is dropped", legal, again(later, unheld=("a",))),
        Pair(
            "pins", "others serve in it", legal, again({**first, "seats": session("s", seats=others)["seats"]}, later)
        ),
        Pair("pins", "nobody stands by in it", legal, again({**first, "standby": []}, later)),
        Pair("pins", "what was to come has begun", legal, again(first, {**later, "start": MORNING})),
    ]


PAIRS = [*pins(), *forbids(), *past()]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_pair(pair: Pair) -> None:
    pair.check()
