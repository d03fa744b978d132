"""Moves between two plans: each named once, and as many as the tier `changes` counts."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given

from planner.answers.moves import Move, Spot, moves
from planner.domain.checks import read
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.whatif import seats_changed
from tests import brute, tiny
from tests.builders import AFTERNOON, MORNING, activity, own_role, person, plan, scenario, session
from tests.core import Raw

WARD = scenario(activity("a"), activity("b", "mt"), activity("c", own_roles=(own_role("lead"),)))


def of(*sessions: dict[str, Any]) -> Plan:
    return plan(WARD, *sessions)


def told(base: Plan, then: Plan, ward: Scenario = WARD, after: Scenario | None = None) -> list[tuple[str, str, str]]:
    return [(move.kind, move.vi, move.en) for move in moves(ward, base, then, after)]


def test_the_same_plan_has_no_moves() -> None:
    one = session("1", "a", "b", seats=[("desk", "ub-1"), ("desk", None)], standby=[("desk", "pn-1")])
    other = session("9", "b", "a", seats=[("desk", None), ("desk", "ub-1")], standby=[("desk", "pn-1")])
    assert moves(WARD, of(one), of(other)) == ()


def test_another_time_place_or_both() -> None:
    base = of(session("1", "a"), session("2", "b", "c", place="yard"))
    assert told(base, of(session("1", "a", start=AFTERNOON), session("2", "b", "c", place="hall"))) == [
        (
            "moved",
            "Hoạt động b, Hoạt động c: chuyển từ Nhà yard sang Nhà hall, vẫn 07:30 02/02/2026.",
            "Hoạt động b, Hoạt động c: moved from Nhà yard to Nhà hall, still 07:30 02/02/2026.",
        ),
        (
            "moved",
            "Hoạt động a: dời từ 07:30 02/02/2026 sang 13:30 02/02/2026, vẫn tại Nhà hall.",
            "Hoạt động a: moved from 07:30 02/02/2026 to 13:30 02/02/2026, still at Nhà hall.",
        ),
    ]
    assert moves(WARD, of(session("1", "a")), of(session("1", "a", start=AFTERNOON, place="yard"))) == (
        Move(
            kind="moved",
            activities=("a",),
            was=Spot.model_validate({"start": MORNING, "place": "hall"}),
            now=Spot.model_validate({"start": AFTERNOON, "place": "yard"}),
            vi="Hoạt động a: dời từ 07:30 02/02/2026 tại Nhà hall sang 13:30 02/02/2026 tại Nhà yard.",
            en="Hoạt động a: moved from 07:30 02/02/2026 at Nhà hall to 13:30 02/02/2026 at Nhà yard.",
        ),
    )


def test_held_and_not_held() -> None:
    assert told(of(session("1", "a", place="yard")), of(session("1", "b"))) == [
        (
            "held",
            "Hoạt động b: nay được tổ chức, 07:30 02/02/2026 tại Nhà hall.",
            "Hoạt động b: now held, 07:30 02/02/2026 at Nhà hall.",
        ),
        (
            "dropped",
            "Hoạt động a: không tổ chức nữa (trước là 07:30 02/02/2026 tại Nhà yard).",
            "Hoạt động a: not held any more (was 07:30 02/02/2026 at Nhà yard).",
        ),
    ]


def test_who_meets_whom() -> None:
    base = of(session("1", "a", "b"), session("2", "c", start=AFTERNOON))
    found = moves(WARD, base, of(session("1", "a"), session("2", "b", "c", start=AFTERNOON)))
    assert [(move.kind, move.activities, move.parts, move.vi, move.en) for move in found] == [
        (
            "parted",
            ("a", "b"),
            (("a",), ("b",)),
            "Không còn ghép chung: Hoạt động a + Hoạt động b (trước là 07:30 02/02/2026 tại Nhà hall).",
            "Not held as one any more: Hoạt động a + Hoạt động b (was 07:30 02/02/2026 at Nhà hall).",
        ),
        (
            "moved",
            ("b",),
            (),
            "Hoạt động b: dời từ 07:30 02/02/2026 sang 13:30 02/02/2026, vẫn tại Nhà hall.",
            "Hoạt động b: moved from 07:30 02/02/2026 to 13:30 02/02/2026, still at Nhà hall.",
        ),
        (
            "joined",
            ("b", "c"),
            (("b",), ("c",)),
            "Nay ghép chung: Hoạt động b + Hoạt động c, 13:30 02/02/2026 tại Nhà hall.",
            "Now held as one: Hoạt động b + Hoạt động c, 13:30 02/02/2026 at Nhà hall.",
        ),
    ]


def test_who_has_which_seat() -> None:
    base = of(
        session("1", "a", "b", seats=[("desk", "ub-1"), ("desk", "ub-2")], standby=[("desk", "pn-1")]),
        session("2", "c", start=AFTERNOON, seats=[("desk", "mt-1"), ("desk", None), ("lead", "mt-2", "c")]),
    )
    then = of(
        session("1", "a", seats=[("desk", "ub-1"), ("desk", "pn-1")], standby=[("desk", "pn-2")]),
        session("3", "b", seats=[("desk", "ub-1"), ("desk", None)], place="yard"),
        session("2", "c", start=AFTERNOON, seats=[("desk", "mt-1"), ("desk", "ub-2"), ("lead", None, "c")]),
    )
    found = [m for m in moves(WARD, base, then) if m.role is not None]
    assert [(m.kind, m.role, m.shared, m.standby, m.gives, m.takes) for m in found] == [
        ("handover", "desk", True, False, "ub-2", "pn-1"),
        ("handover", "desk", True, True, "pn-1", "pn-2"),
        ("emptied", "lead", False, False, "mt-2", None),
        ("filled", "desk", True, False, None, "ub-2"),
    ]
    assert [move.vi for move in found] == [
        "Cán bộ ub-2 giao vai trò Vai desk (Hoạt động a, 07:30 02/02/2026) cho Cán bộ pn-1.",
        "Cán bộ pn-1 giao dự bị Vai desk (Hoạt động a, 07:30 02/02/2026) cho Cán bộ pn-2.",
        "Cán bộ mt-2 thôi vai trò Vai lead (Hoạt động c, 13:30 02/02/2026); chỗ này nay trống.",
        "Cán bộ ub-2 nhận vai trò Vai desk (Hoạt động c, 13:30 02/02/2026), trước còn trống.",
    ]
    assert [move.en for move in found] == [
        "Cán bộ ub-2 hands Vai desk (Hoạt động a, 07:30 02/02/2026) over to Cán bộ pn-1.",
        "Cán bộ pn-1 hands standby for Vai desk (Hoạt động a, 07:30 02/02/2026) over to Cán bộ pn-2.",
        "Cán bộ mt-2 leaves Vai lead (Hoạt động c, 13:30 02/02/2026); it is empty now.",
        "Cán bộ ub-2 takes Vai desk (Hoạt động c, 13:30 02/02/2026), which was empty.",
    ]


def test_seats_that_come_and_go() -> None:
    apart = of(
        session("1", "a", seats=[("desk", "ub-1"), ("desk", "ub-2")]),
        session("2", "b", seats=[("desk", "mt-1"), ("desk", "mt-2")], place="yard"),
    )
    joint = of(session("1", "a", "b", seats=[("desk", "ub-1"), ("desk", "mt-1")]))
    assert told(apart, joint)[2:] == [
        (
            "released",
            "Cán bộ ub-2 thôi vai trò Vai desk (Hoạt động a, 07:30 02/02/2026).",
            "Cán bộ ub-2 leaves Vai desk (Hoạt động a, 07:30 02/02/2026).",
        ),
        (
            "released",
            "Cán bộ mt-2 thôi vai trò Vai desk (Hoạt động b, 07:30 02/02/2026).",
            "Cán bộ mt-2 leaves Vai desk (Hoạt động b, 07:30 02/02/2026).",
        ),
    ]
    assert told(joint, apart)[2:] == [
        (
            "added",
            "Cán bộ ub-2 nhận thêm vai trò Vai desk (Hoạt động a, 07:30 02/02/2026).",
            "Cán bộ ub-2 takes on Vai desk (Hoạt động a, 07:30 02/02/2026).",
        ),
        (
            "added",
            "Cán bộ mt-2 nhận thêm vai trò Vai desk (Hoạt động b, 07:30 02/02/2026).",
            "Cán bộ mt-2 takes on Vai desk (Hoạt động b, 07:30 02/02/2026).",
        ),
    ]


def test_those_with_most_in_common_belong_together_and_nobody_is_left_over_without_need() -> None:
    base = of(session("1", "a", "b", seats=[("desk", "ub-1")]), session("2", "c", seats=[("desk", "ub-2")]))
    then = of(session("1", "a", "c", seats=[("desk", "mt-1")]), session("2", "b", seats=[("desk", "mt-2")]))
    handed = {(m.gives, m.takes) for m in moves(WARD, base, then) if m.kind == "handover"}
    assert handed == {("ub-1", "mt-2"), ("ub-2", "mt-1")}
    same = of(session("2", "c", seats=[("desk", "mt-2")]), session("1", "a", "b", seats=[("desk", "mt-1")]))
    assert [(m.gives, m.takes) for m in moves(WARD, base, same) if m.kind == "handover"] == [
        ("ub-1", "mt-1"),
        ("ub-2", "mt-2"),
    ]
    parted = of(session("1", "a", seats=[("desk", "ub-1")]), session("2", "b", "c", seats=[("desk", "ub-2")]))
    joint = of(session("1", "a", "b", "c", seats=[("desk", "mt-1")]))
    assert [(m.gives, m.takes) for m in moves(WARD, parted, joint) if m.kind == "handover"] == [("ub-2", "mt-1")]
    assert [(m.gives, m.takes) for m in moves(WARD, joint, parted) if m.kind == "handover"] == [("mt-1", "ub-2")]


def test_an_own_role_is_about_its_activity_a_shared_one_about_all() -> None:
    base = of(session("1", "b", "c", seats=[("desk", "ub-1"), ("lead", "mt-2", "c")]))
    then = of(session("1", "b", "c", seats=[("desk", "ub-2"), ("lead", "mt-1", "c")]))
    assert [(m.role, m.shared, m.activities) for m in moves(WARD, base, then)] == [
        ("desk", True, ("b", "c")),
        ("lead", False, ("c",)),
    ]


def test_names_of_either_scenario() -> None:
    after = scenario(*WARD.activities, people=(person("new-1", "ub"),))
    base, then = of(session("1", "a", seats=[("desk", "ub-1")])), of(session("1", "a", seats=[("desk", "new-1")]))
    role = "vai trò Vai desk (Hoạt động a, 07:30 02/02/2026)"
    assert [vi for _, vi, _ in told(base, then)] == [f"Cán bộ ub-1 giao {role} cho new-1."]
    assert [vi for _, vi, _ in told(base, then, after=after)] == [f"Cán bộ ub-1 giao {role} cho Cán bộ new-1."]


def test_as_many_as_are_counted() -> None:
    seen = dict.fromkeys(("moved", "dropped", "handover", "emptied", "released"), 0)

    @tiny.every(80, "moves")
    @given(tiny.replans())
    def agree(replan: tuple[Raw, Raw]) -> None:
        before, after = (read(raw).scenario for raw in replan)
        base = brute.best(before)
        best = None if base is None else brute.best(after, base.plan)
        assume(best is not None)
        assert base is not None
        assert best is not None
        found = moves(before, base.plan, best.plan, after)
        displaced = sum(len(move.activities) for move in found if move.kind in ("moved", "dropped"))
        gives, takes = ([m for m in found if not m.standby and m.model_dump()[side]] for side in ("gives", "takes"))
        assert displaced + len(gives) == best.measured["changes"]
        assert len(gives) + len(takes) == seats_changed(base.plan, best.plan)
        for move in found:
            seen[move.kind] = seen.get(move.kind, 0) + 1

    agree()
    assert min(seen.values()) >= 3, seen
