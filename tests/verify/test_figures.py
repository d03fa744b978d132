"""What a plan states besides who meets whom; numbers worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from planner.domain.scenario import Scenario
from planner.verify import verify
from tests.builders import (
    AFTERNOON,
    activity,
    edit,
    function,
    group,
    no_plan,
    organisation,
    own_role,
    person,
    place,
    plan,
    role,
    scenario,
    session,
)
from tests.verify.pairs import Pair, Side

UB = (("desk", "ub-1"), ("desk", "ub-2"))
BOTH = (("desk", "ub-1"), ("desk", "mt-1"))


def references() -> list[Pair]:
    """Ids that nothing else in the plan depends on, so that nothing else can break."""
    of = scenario(activity("a"), functions=[function("gift", role("desk", 2, standby=1))])
    found = plan(of, session("s", "a", seats=UB, standby=[("desk", "mt-1")]))
    one_more_seat = {"/tiers/1/value": 1, "/tiers/1/bound": 1}
    ghosts: list[dict[str, Any]] = [
        {"/sessions/0/activities/-": "ghost"},
        {"/sessions/0/function": "ghost"},
        {"/sessions/0/area": "ghost"},
        {"/sessions/0/place": "ghost"},
        {"/sessions/0/lead": "ghost"},
        {"/sessions/0/seats/-": {"role": "mc", "activity": "ghost", "reason": "Không rõ."}, **one_more_seat},
        {"/sessions/0/seats/0/person": "ghost"},
        {"/sessions/0/standby/0/person": "ghost"},
        {"/unheld/-": {"activity": "ghost", "reason": "Không rõ."}},
        {"/cost_shares/ghost": 5},
    ]
    return [
        Pair("unknown-reference", next(iter(ghost)), Side(of, found), Side(of, edit(found, ghost))) for ghost in ghosts
    ]


def reasons() -> list[Pair]:
    of = scenario(activity("a"), activity("b"))
    found = plan(of, session("s", "a", seats=[("desk", "ub-1"), ("desk", None)]), unheld=["b"])
    silent = "/unheld/0/reason", "/sessions/0/seats/1/reason"
    return [
        Pair("reasons", f"{where} is {said!r}", Side(of, found), Side(of, edit(found, {where: said})))
        for where, said in [(silent[0], ""), (silent[0], " \t"), (silent[1], None), (silent[1], " ")]
    ]


def served() -> Scenario:
    """``a`` brings ceil(100 × 1.1) = 110 poor and 30 old people, ``b`` brings 80 poor and 40 veterans."""
    return scenario(
        activity("a", "ub", serves=[{"group": "ngheo"}, {"group": "gia", "people": 27}], turnout=1.1),
        activity("b", "mt", serves=[{"group": "ngheo", "people": 80}, {"group": "ccb"}]),
        groups=[group("ngheo", 100), group("gia", 50), group("ccb", 40)],
    )


def attendance() -> list[Pair]:
    of = served()
    found = plan(of, session("s", "a", "b", seats=BOTH))
    return [
        Pair(
            "attendance",
            f"{by:+}",
            Side(of, found),
            Side(of, edit(found, {"/sessions/0/attendance": 180 + by})),
        )
        for by in (-1, 1)
    ]


def test_a_group_is_received_once() -> None:
    of = served()
    joint = plan(of, session("s", "a", "b", seats=BOTH)).sessions[0]
    # 110 poor (not 110 + 80), ceil(27 × 1.1) = ceil(29.7) = 30 old, 40 veterans.
    assert joint.attendance == 110 + 30 + 40


def test_turnout_is_exact() -> None:
    serving = activity("a", serves=[{"group": "ngheo"}])
    of = scenario(serving, groups=[group("ngheo", 100)], turnout=1.1)
    assert plan(of, session("s", "a", seats=UB)).sessions[0].attendance == 110
    a_little_more = of.model_copy(update={"turnout": Decimal("1.100000000001")})
    assert plan(a_little_more, session("s", "a", seats=UB)).sessions[0].attendance == 111


@pytest.mark.parametrize(
    ("people", "per_seat", "seats"),
    [(0, 25, 1), (25, 25, 1), (26, 25, 2), (50, 25, 2), (51, 25, 3), (5, 2.5, 2), (6, 2.5, 3), (1, 0.3, 4)],
)
def test_seats_follow_attendance(people: int, per_seat: float, seats: int) -> None:
    of = scenario(
        activity("a", serves=[{"group": "ngheo"}]),
        groups=[group("ngheo", people)],
        functions=[function("gift", role("desk", 1, people_per_seat=per_seat))],
    )
    empty = [("desk", None)] * seats
    assert Side(of, plan(of, session("s", "a", seats=empty))).broken() == set()
    assert Side(of, plan(of, session("s", "a", seats=empty[1:]))).broken() == {"seats"}


def lead() -> list[Pair]:
    organisations = [
        organisation("z-gov", "government"),
        organisation("y-front", "front"),
        organisation("x-mass", "mass"),
        organisation("w-community", "community"),
        organisation("v-partner", "partner"),
    ]
    people = [person(f"{o.id}/1", o.id) for o in organisations]
    groups = [group("ngheo", 10), group("gia", 5)]

    def led(stated: str, a: dict[str, Any], b: dict[str, Any]) -> Side:
        one, other = activity("a", **a), activity("b", **b)
        of = scenario(one, other, organisations=organisations, people=people, groups=groups)
        seats = [("desk", f"{x.organisation}/1") for x in (one, other)]
        return Side(of, plan(of, session("s", "a", "b", seats=seats, lead=stated)))

    def pair(case: str, first: dict[str, Any], second: dict[str, Any]) -> Pair:
        right, wrong = first["organisation"], second["organisation"]
        return Pair("lead", case, led(right, second, first), led(wrong, second, first))

    poor, old = {"serves": [{"group": "ngheo"}]}, {"serves": [{"group": "gia"}]}
    by_id = {"organisation": "v-partner"}, {"organisation": "w-community"}
    ranks = [{"organisation": o.id} for o in organisations]
    same_bloc = [organisation("p", "mass"), organisation("q", "mass")]
    tied = scenario(
        activity("a", "q"), activity("b", "p"), organisations=same_bloc, people=[person("p-1"), person("q-1")]
    )
    seats = [("desk", "p-1"), ("desk", "q-1")]
    first_id, second_id = (plan(tied, session("s", "b", "a", seats=seats, lead=o)) for o in ("q", "p"))
    return [
        pair("priority first", by_id[0] | old | {"priority": 2}, ranks[0] | poor),
        pair("then people brought", by_id[0] | poor, ranks[0] | old),
        *(pair(f"then bloc: {ranks[i]['organisation']}", ranks[i], ranks[i + 1]) for i in range(4)),
        Pair("lead", "then activity id", Side(tied, first_id), Side(tied, second_id)),
    ]


def replanned() -> tuple[Side, Any]:
    """A plan after ``ub-2`` fell ill: his seats went to others, ``b`` moved to the afternoon."""
    of = scenario(activity("a", own_roles=[own_role("mc")]), activity("b", "mt"))
    before = plan(
        of,
        session("s", "a", seats=[*UB, ("mc", "pn-1", "a")]),
        session("t", "b", place="yard", seats=[("desk", "mt-1"), ("desk", "mt-2")]),
    )
    after = plan(
        of,
        session("s", "a", seats=[("desk", "ub-1"), ("desk", "pn-2"), ("mc", "pn-1", "a")]),
        session("t", "b", place="yard", start=AFTERNOON, seats=[("desk", "mt-1"), ("desk", "mt-2")]),
        base=before,
    )
    return Side(of, after, before), before


def tiers() -> list[Pair]:
    side, _ = replanned()
    names = [tier.name for tier in side.plan.tiers]
    weighed = scenario(
        activity("a"),
        objective=["unheld", "unfilled", {"weighted": {"people": 3, "peak_minutes": 2, "cost": 0}}],
    )
    score = plan(weighed, session("s", "a", seats=UB))
    right = Side(weighed, score)
    listed = scenario(activity("a"), objective=["unheld", "unfilled", "changes", "cost"])
    kept = plan(listed, session("s", "a", seats=UB))
    plain = scenario(activity("a"))
    swapped = plain.model_copy(update={"objective": (*plain.objective[:-2], "peak_minutes", "people")})
    first = plan(plain, session("s", "a", seats=UB))
    other = plan(swapped, session("s", "a", seats=UB), scenario_sha256=first.scenario_sha256)
    short = edit(first, {"/tiers": first.to_json()["tiers"][:-1]})
    return [
        *(
            Pair("tiers", f"{name} {by:+}", side, Side(side.scenario, _off(side, i, by), side.base))
            for i, name in enumerate(names)
            for by in (-1, 1)
        ),
        Pair("tiers", "weighted", right, Side(weighed, edit(score, {"/tiers/2/value": 3 * 2 + 2 * 60 + 1}))),
        Pair(
            "tiers",
            "nothing to change from",
            Side(listed, kept),
            Side(listed, edit(kept, {"/tiers/2/value": 1})),
        ),
        Pair("tiers", "another order", Side(plain, first), Side(plain, other)),
        Pair("tiers", "one missing", Side(plain, first), Side(plain, short)),
        Pair("tiers", "a value without a plan", *_valued()),
    ]


def _off(side: Side, tier: int, by: int) -> Any:
    value = side.plan.tiers[tier].value
    assert value is not None
    return edit(side.plan, {f"/tiers/{tier}/value": value + by})


def _valued() -> tuple[Side, Side]:
    of = scenario(activity("a"))
    nothing = no_plan(of, "unknown")
    return Side(of, nothing), Side(of, edit(nothing, {"/tiers/0/value": 0}))


PAIRS = [*references(), *reasons(), *attendance(), *lead(), *tiers()]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_pair(pair: Pair) -> None:
    pair.check()


def test_every_tier_by_hand() -> None:
    """Two sessions, one of them joint, with everything that the tiers count."""
    of = scenario(
        activity("a", "ub", serves=[{"group": "ngheo"}], transport_cost={"hall": 7}, own_roles=[own_role("mc")]),
        activity("b", "mt", duration_minutes=90),
        activity("c", "pn", transport_cost={"hall": 1000, "yard": 20}),
        activity("d", "pn", priority=4),
        activity("e", "pn", priority=2),
        groups=[group("ngheo", 50)],
        people=[
            person("ub-1", cost_per_hour=10),  # 90 minutes: 15; 60 minutes: 10
            person("ub-2", cost_per_hour=1.55),  # 90 minutes: 2.325, rounded 2
            person("mt-1", cost_per_hour=1),  # 90 minutes: 1.5, rounded 2
            person("pn-1", cost_per_hour=0.5),  # 60 minutes: 0.5, rounded 1
            person("pn-2", cost_per_hour=10**9),  # on standby only
        ],
        places=[place("hall", cost_per_session=300), place("yard", cost_per_session=40)],
        functions=[function("gift", role("desk", 3, standby=2), cost_per_session=1000, cost_per_person=2)],
    )
    found = plan(
        of,
        session(
            "s",
            "a",
            "b",
            seats=[("desk", "ub-1"), ("desk", "ub-2"), ("desk", None), ("mc", "mt-1", "a")],
            standby=[("desk", "pn-2")],
        ),
        session(
            "t",
            "c",
            start=AFTERNOON,
            place="yard",
            seats=[("desk", "ub-1"), ("desk", "pn-1"), ("desk", None)],
        ),
        unheld=["d", "e"],
    )
    report = verify(of, found)
    assert report.ok
    assert [s.cost for s in found.sessions] == [300 + 1000 + 2 * 50 + 7 + 15 + 2 + 2, 40 + 1000 + 20 + 10 + 1]
    assert report.values == {
        "unheld": 4 + 2,
        "unfilled": 2,
        "unbacked": 1 + 2,
        "staff_sessions": 3 + 2,
        "cost": 1426 + 1071,
        "people": 4,
        "peak_minutes": 90 + 60,
        "changes": 0,
    }
    assert (report.person_minutes, report.sessions) == (3 * 90 + 2 * 60, 2)


@pytest.mark.parametrize(
    ("case", "sessions", "changes"),
    [
        ("nothing", [("s", "a", {}), ("t", "b", {})], 0),
        ("a start", [("s", "a", {"start": AFTERNOON}), ("t", "b", {})], 1),
        ("a place", [("s", "a", {"place": "gate"}), ("t", "b", {})], 1),
        ("start and place of one", [("s", "a", {"place": "gate", "start": AFTERNOON}), ("t", "b", {})], 1),
        ("shared seats change hands", [("s", "a", {"desk": ("ub-1", "pn-2")}), ("t", "b", {})], 1),
        ("order of the seats", [("s", "a", {"desk": ("ub-2", "ub-1")}), ("t", "b", {})], 0),
        ("an own role changes hands", [("s", "a", {"mc": "pn-2"}), ("t", "b", {})], 1),
        ("a seat is empty now", [("s", "a", {"desk": ("ub-1", None)}), ("t", "b", {})], 1),
        ("another id for the session", [("x", "a", {}), ("y", "b", {})], 0),
        ("one is not held: it and its three holders", [("t", "b", {})], 4),
    ],
)
def test_changes_by_hand(case: str, sessions: list[tuple[str, str, dict[str, Any]]], changes: int) -> None:
    places = [place(p) for p in ("hall", "yard", "gate")]
    of = scenario(activity("a", own_roles=[own_role("mc")]), activity("b", "mt"), places=places)

    def held(id: str, of: str, fields: dict[str, Any]) -> Any:
        usual = ("ub-1", "ub-2") if of == "a" else ("mt-1", "mt-2")
        seats: list[Any] = [("desk", p) for p in fields.get("desk", usual)]
        if of == "a":
            seats.append(("mc", fields.get("mc", "pn-1"), "a"))
        where = fields.get("place", "hall" if of == "a" else "yard")
        when = {"start": fields["start"]} if "start" in fields else {}
        return session(id, of, place=where, seats=seats, **when)

    before = plan(of, held("s", "a", {}), held("t", "b", {}))
    unheld = {"a", "b"} - {activity for _, activity, _ in sessions}
    after = plan(of, *(held(*s) for s in sessions), unheld=unheld, base=before)
    report = verify(of, after, base=before)
    assert (report.ok, report.values["changes"]) == (True, changes), case


def test_a_shared_holder_may_follow_either_member() -> None:
    """Both holders of a joint session go on serving, each with one of the two activities that now part."""
    of = scenario(activity("a"), activity("b", "mt"))
    before = plan(of, session("s", "a", "b", seats=BOTH))
    after = plan(
        of,
        session("s", "a", seats=[("desk", "ub-1"), ("desk", "ub-2")]),
        session("t", "b", start=AFTERNOON, seats=[("desk", "mt-1"), ("desk", "mt-2")]),
        base=before,
    )
    assert verify(of, after, base=before).values["changes"] == 1  # the start of ``b``


def test_standbys_and_newly_held_are_no_changes() -> None:
    of = scenario(activity("a"), activity("b", "mt"), functions=[function("gift", role("desk", 2, standby=1))])
    before = plan(of, session("s", "a", seats=UB, standby=[("desk", "pn-1")]), unheld=["b"])
    after = plan(
        of,
        session("s", "a", seats=UB, standby=[("desk", "pn-2")]),
        session("t", "b", start=AFTERNOON, seats=[("desk", "mt-1"), ("desk", "mt-2")]),
        base=before,
    )
    assert verify(of, after, base=before).values["changes"] == 0


@pytest.mark.parametrize("status", ["infeasible", "unknown"])
def test_nothing_changes_from_no_plan(status: str) -> None:
    of = scenario(activity("a"), pins=[{"activity": "a"}])
    before = no_plan(of, status)
    after = plan(of, session("s", "a", seats=UB), base=before)
    report = verify(of, after, base=before)
    assert (report.ok, report.values["changes"]) == (True, 0)


def test_a_replan_needs_its_changes() -> None:
    side, _ = replanned()
    assert [tier.name for tier in side.plan.tiers][:4] == ["unheld", "unfilled", "changes", "unbacked"]
    assert [tier.value for tier in side.plan.tiers][2] == 2  # ``b`` moved, ``ub-2`` left his seat
    of = scenario(activity("a"))
    unchanged = plan(of, session("s", "a", seats=UB))
    assert Side(of, unchanged, unchanged).broken() == {"tiers"}


@pytest.mark.parametrize("asked", ["changes", {"weighted": {"changes": 1, "cost": 1}}])
def test_changes_stand_where_the_objective_has_them(asked: Any) -> None:
    of = scenario(activity("a"), objective=["unheld", "unfilled", "people", asked])
    before = plan(of, session("s", "a", seats=UB))
    after = plan(of, session("s", "a", start=AFTERNOON, seats=UB), base=before)
    assert [tier.value for tier in after.tiers] == [0, 0, 2, 1]
    assert Side(of, after, before).broken() == set()


def test_holding_nothing_by_hand() -> None:
    of = scenario(activity("a", priority=3))
    report = verify(of, plan(of, unheld=["a"]))
    assert report.ok
    assert report.values == dict.fromkeys(report.values, 0) | {"unheld": 3}
    assert (report.person_minutes, report.sessions) == (0, 0)


def test_a_wrong_value_says_what_it_comes_to() -> None:
    side, _ = replanned()
    off = edit(side.plan, {"/tiers/2/value": 7, "/tiers/4/value": 6})
    assert [(v.vi, v.en) for v in verify(side.scenario, off, base=side.base).violations] == [
        ("Tiêu chí changes ghi 7, tính lại là 2.", "Tier changes states 7, it comes to 2."),
        ("Tiêu chí staff_sessions ghi 6, tính lại là 5.", "Tier staff_sessions states 6, it comes to 5."),
    ]


def test_an_unknown_id_says_what_it_should_be() -> None:
    of = scenario(activity("a"))
    found = plan(of, session("s", "a", seats=UB))
    violation = verify(of, edit(found, {"/sessions/0/lead": "ghost"})).violations[0]
    assert (violation.vi, violation.en) == (
        "Kịch bản không có đơn vị nào mang mã 'ghost'.",
        "The scenario has no organisation with the id 'ghost'.",
    )


def test_changes_cannot_be_checked_without_the_base() -> None:
    side, before = replanned()
    alone = verify(side.scenario, side.plan)
    assert [(v.rule, v.where) for v in alone.violations][:1] == [("tiers", "/tiers/2/value")]
    assert (alone.violations[0].vi, alone.violations[0].en) == (
        "Tiêu chí changes ghi 2, tính lại là 0 vì không có phương án gốc để so.",
        "Tier changes states 2, it comes to 0 because there is no base plan to compare with.",
    )
    same = plan(side.scenario, *(s.model_dump() for s in before.sessions), base=before)
    assert verify(side.scenario, same).ok
