"""How many seats a session has, and who may hold them."""

from __future__ import annotations

from typing import Any

import pytest

from planner.domain.scenario import Person, Role, Scenario
from planner.verify import verify
from tests.builders import Seat, activity, function, group, own_role, person, plan, role, scenario, session
from tests.verify.pairs import Pair, Side


def alone(of: Scenario, *seats: Seat, **fields: Any) -> Side:
    return Side(of, plan(of, session("s", "a", seats=seats, **fields)))


def joint(of: Scenario, *seats: Seat, **fields: Any) -> Side:
    return Side(of, plan(of, session("s", "a", "b", seats=seats, **fields)))


def with_roles(*roles: Role, **fields: Any) -> Scenario:
    return scenario(activity("a"), functions=(function("gift", *roles),), **fields)


def counts() -> list[Pair]:
    of = scenario(activity("a"))
    own = scenario(activity("a", own_roles=[own_role("mc", 2)]))
    desk: list[Seat] = [("desk", "ub-1"), ("desk", "ub-2")]
    mc: list[Seat] = [("mc", "mt-1", "a"), ("mc", "mt-2", "a")]
    empty: list[Seat] = [("desk", "ub-1"), ("desk", None)]

    def crowd(people: int) -> Scenario:
        serving = activity("a", serves=[{"group": "ngheo"}])
        desk = role("desk", 2, people_per_seat=50)
        return scenario(serving, groups=[group("ngheo", people)], functions=[function("gift", desk)])

    third: Seat = ("desk", "mt-1")
    mine, joint_own = own_role("mc"), [("mc", "mt-1", "a"), ("mc", "mt-2", "b")]
    both = scenario(activity("a", own_roles=[mine]), activity("b", own_roles=[mine]))
    wrong_owner: list[Seat] = [("mc", "mt-1", "a"), ("mc", "mt-2", "a")]
    return [
        Pair("seats", "one too few", alone(of, *desk), alone(of, desk[0])),
        Pair("seats", "an empty one not listed", alone(of, *empty), alone(of, empty[0])),
        Pair("seats", "one too many", alone(of, *desk), alone(of, *desk, third)),
        Pair("seats", "role that nobody asks for", alone(of, *desk), alone(of, *desk, ("guide", "mt-1"))),
        Pair("seats", "below the ratio", alone(crowd(100), *desk), alone(crowd(101), *desk)),
        Pair("seats", "above the ratio", alone(crowd(101), *desk, third), alone(crowd(100), *desk, third)),
        Pair("seats", "an own role too few", alone(own, *desk, *mc), alone(own, *desk, mc[0])),
        Pair("seats", "an own role as shared", alone(own, *desk, *mc), alone(own, *desk, mc[0], ("mc", "mt-2"))),
        Pair("seats", "a shared role as own", alone(of, *desk), alone(of, desk[0], ("desk", "ub-2", "a"))),
        Pair("seats", "another member's", joint(both, *desk, *joint_own), joint(both, *desk, *wrong_owner)),
    ]


def qualified() -> list[Pair]:
    def asks(of: Person, **wants: Any) -> Side:
        people = (person("ub-1"), of)
        desk, cashier = role("desk", 1), role("cashier", 1, **wants)
        return alone(with_roles(desk, cashier, people=people, skills=SKILLS), ("desk", "ub-1"), ("cashier", of.id))

    def asks_own(of: Person, **wants: Any) -> Side:
        people = (person("ub-1"), person("ub-2"), of)
        ward = scenario(activity("a", own_roles=[own_role("mc", **wants)]), people=people, skills=SKILLS)
        return alone(ward, ("desk", "ub-1"), ("desk", "ub-2"), ("mc", of.id, "a"))

    def works_in(*areas: str, everywhere: bool = False) -> Side:
        people = (person("ub-1"), person("ub-2", **({} if everywhere else {"areas": areas})))
        kp = [{"id": a, "name": f"Khu phố {a}"} for a in ("kp1", "kp2")]
        return alone(scenario(activity("a", area="kp1"), people=people, areas=kp), ("desk", "ub-1"), ("desk", "ub-2"))

    def nominates(a: list[str] | None, b: list[str] | None) -> Side:
        lists = [{} if names is None else {"nominated": {"desk": names}} for names in (a, b)]
        of = scenario(activity("a", "ub", **lists[0]), activity("b", "mt", **lists[1]))
        return joint(of, ("desk", "ub-1"), ("desk", "mt-1"))

    nowhere = scenario(activity("a"), people=[person("ub-1"), person("ub-2", areas=[])])
    unbound = alone(nowhere, ("desk", "ub-1"), ("desk", "ub-2"))
    trained, plain = person("mt-1", skills=["quy"]), person("mt-1")
    hatted = person("mt-1", "mt", "pn")
    return [
        Pair("qualified", "skill", asks(trained, skill="quy"), asks(plain, skill="quy")),
        Pair("qualified", "another skill", asks(plain), asks(person("mt-1", skills=["y"]), skill="quy")),
        Pair("qualified", "bloc", asks(plain, blocs=["front"]), asks(plain, blocs=["mass"])),
        Pair("qualified", "bloc by a second hat", asks(hatted, blocs=["mass"]), asks(plain, blocs=["mass"])),
        Pair("qualified", "no bloc", asks(plain), asks(plain, blocs=[])),
        Pair("qualified", "area", works_in("kp2", "kp1"), works_in("kp2")),
        Pair("qualified", "no area", works_in(everywhere=True), works_in()),
        Pair("qualified", "no areas at all", unbound, works_in()),
        Pair("qualified", "not nominated", nominates(["ub-1", "mt-1"], None), nominates(["ub-1", "mt-2"], None)),
        Pair("qualified", "nominated by either", nominates(["ub-1"], ["mt-1"]), nominates(["ub-1"], ["mt-2"])),
        Pair("qualified", "nobody nominated", nominates(None, None), nominates([], [])),
        Pair("qualified", "own skill", asks_own(trained, skill="quy"), asks_own(plain, skill="quy")),
        Pair("qualified", "own bloc", asks_own(plain, blocs=["front"]), asks_own(plain, blocs=["partner"])),
        Pair("qualified", "own list", asks_own(plain, nominated=["mt-1"]), asks_own(plain, nominated=["ub-1"])),
        Pair("qualified", "own empty list", asks_own(plain), asks_own(plain, nominated=[])),
    ]


SKILLS = ({"id": "quy", "name": "Thủ quỹ"}, {"id": "y", "name": "Y tế"})


def separate() -> list[Pair]:
    def pays_and_watches(pays: str, watches: str, *, apart: bool = True, people: Any = None) -> Side:
        roles = role("pay", 1), role("watch", 1)
        pair = {"separate": [("pay", "watch")]} if apart else {}
        people = {} if people is None else {"people": people}
        of = scenario(activity("a"), functions=[function("gift", *roles, **pair)], **people)
        return alone(of, ("pay", pays), ("watch", watches))

    guest = (person("ub-1"), person("mt-1", "mt", "ub"), person("ub-2", "ub", "mt"))
    same, mixed = ("ub-1", "ub-2"), ("ub-1", "mt-1")
    return [
        Pair("separate", "one home", pays_and_watches(*mixed), pays_and_watches(*same)),
        Pair("separate", "nobody asks", pays_and_watches(*same, apart=False), pays_and_watches(*same)),
        Pair(
            "separate",
            "only home counts",
            pays_and_watches(*mixed, people=guest),
            pays_and_watches(*same, people=guest),
        ),
    ]


def representation() -> list[Pair]:
    def shared(sponsors: tuple[str, str], *holders: Any, represented: bool = True) -> Side:
        people = tuple(person(f"{o}-{i}") for o in ("ub", "mt") for i in (1, 2))
        hatted = (person("ub-3", "ub", "mt"),)
        members = activity("a", sponsors[0]), activity("b", sponsors[1], own_roles=[own_role("mc")])
        of = scenario(*members, people=people + hatted, representation=represented)
        mc: Seat = ("mc", holders[2], "b")
        return joint(of, ("desk", holders[0]), ("desk", holders[1]), mc)

    def stands_by(**more: Any) -> Side:
        of = scenario(activity("a"), activity("b", "mt"), functions=[function("gift", role("desk", 2, standby=1))])
        return joint(of, ("desk", "ub-1"), ("desk", "ub-2"), standby=[("desk", "mt-1")], **more)

    ours = ("ub-1", "ub-2", "ub-3")
    pair, without = ("ub", "mt"), ("ub-1", "ub-2", None)
    seated = scenario(activity("a"), activity("b", "mt"), functions=[function("gift", role("desk", 2, standby=1))])
    with_seat = joint(seated, ("desk", "ub-1"), ("desk", "mt-2"), standby=[("desk", "mt-1")])
    return [
        Pair("representation", "in an own seat", shared(pair, "ub-1", "ub-2", "mt-1"), shared(pair, *without)),
        Pair("representation", "by a second hat", shared(pair, *ours), shared(pair, *without)),
        Pair("representation", "the second sponsor", shared(pair, "ub-1", "mt-1", None), shared(pair, *without)),
        Pair("representation", "one sponsor only", shared(("ub", "ub"), *without), shared(pair, *without)),
        Pair(
            "representation",
            "not asked for",
            shared(pair, *without, represented=False),
            shared(pair, *without),
        ),
        Pair("representation", "a standby is no seat", with_seat, stands_by()),
    ]


def standby() -> list[Pair]:
    seats: tuple[Seat, ...] = ("desk", "ub-1"), ("desk", "ub-2")

    def backed(who: str, *more: str, asked: int = 1, of: Any = None, **wants: Any) -> Side:
        people = (person("ub-1", skills=["quy"]), person("ub-2", skills=["quy"]), person("mt-2"))
        desk = role("desk", 2, standby=asked, **wants)
        ward = with_roles(desk, people=(*people, of or person("mt-1")), skills=SKILLS)
        return alone(ward, *seats, standby=[("desk", p) for p in (who, *more)])

    def of_role(name: str, guides: int) -> Side:
        roles = role("desk", 2), role("guide", guides, standby=1)
        filled = seats + (("guide", "mt-2"),) * guides
        return alone(with_roles(*roles), *filled, standby=[(name, "mt-1")])

    away = person("mt-1", unavailable=[{"start": "2026-02-02T08:29", "end": "2026-02-02T12:00"}])
    back = person("mt-1", unavailable=[{"start": "2026-02-02T08:30", "end": "2026-02-02T12:00"}])
    late = person("mt-1", available=[{"start": "2026-02-02T07:31", "end": "2026-02-02T12:00"}])
    trained = person("mt-1", skills=["quy"])
    return [
        Pair("standby", "one too many", backed("mt-1", "mt-2", asked=2), backed("mt-1", "mt-2")),
        Pair("standby", "nobody asks", backed("mt-1"), backed("mt-1", asked=0)),
        Pair("standby", "role without a seat", of_role("guide", 1), of_role("guide", 0)),
        Pair("standby", "role that asks for none", of_role("guide", 1), of_role("desk", 1)),
        Pair("standby", "role of nobody", of_role("guide", 1), of_role("ghost", 1)),
        Pair("standby", "skill", backed("mt-1", of=trained, skill="quy"), backed("mt-1", skill="quy")),
        Pair("standby", "absent", backed("mt-1", of=back), backed("mt-1", of=away)),
        Pair("standby", "not there yet", backed("mt-1"), backed("mt-1", of=late)),
    ]


PAIRS = [*counts(), *qualified(), *separate(), *representation(), *standby()]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_pair(pair: Pair) -> None:
    pair.check()


def test_every_lack_is_named() -> None:
    desk = role("desk", 1, skill="quy", blocs=["mass"])
    of = with_roles(desk, skills=SKILLS)
    report = verify(of, alone(of, ("desk", "ub-1")).plan)
    assert [(v.rule, v.where, v.en) for v in report.violations] == [
        (
            "qualified",
            "/sessions/0/seats/0/person",
            "Cán bộ ub-1 (ub-1) holds desk in session s (Hoạt động a; 2026-02-02 07:30) but lacks the skill quy.",
        ),
        (
            "qualified",
            "/sessions/0/seats/0/person",
            "Cán bộ ub-1 (ub-1) holds desk in session s (Hoạt động a; 2026-02-02 07:30) "
            "but belongs to none of the blocs [mass].",
        ),
    ]
