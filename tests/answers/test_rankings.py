"""Rows ranked by what they lose or bring, and who stands in."""

from __future__ import annotations

from planner.answers.rankings import by_gain, by_loss, stand_ins
from planner.domain.whatif import Row, Shift
from tests.builders import activity, plan, scenario, session


def row(case: str, *shifts: int, status: str = "optimal", changed: int = 0) -> Row:
    names = ("unheld", "unfilled", "cost")
    difference = {name: Shift(value=value) for name, value in zip(names, shifts, strict=False)}
    return Row.model_validate({"case": case, "status": status, "seats_changed": changed, "difference": difference})


ROWS = (
    row("dear", 0, 0, 9),
    row("moves", 0, 0, 0, changed=4),
    row("nothing", 0, 0, 0),
    row("none", status="infeasible"),
    row("empty", 0, 2, -50),
    row("gone", 3, 0, 0),
)


def test_the_worst_first() -> None:
    assert [r.case for r in by_loss(ROWS)] == ["none", "gone", "empty", "dear", "moves", "nothing"]


def test_the_best_first() -> None:
    assert [r.case for r in by_gain(ROWS)] == ["nothing", "moves", "dear", "empty", "gone", "none"]


def test_who_stands_in() -> None:
    ward = scenario(activity("a"), activity("b", own_roles=[{"id": "lead", "name": "Phụ trách", "seats": 1}]))
    before = plan(
        ward,
        session("s", "a", "b", seats=[("desk", "ub-1"), ("desk", "mt-1"), ("lead", "pn-1", "b")]),
    )
    after = plan(
        ward,
        session("t", "a", seats=[("desk", "mt-1"), ("desk", "ub-2")]),
        session("u", "b", start="2026-02-02T13:30", seats=[("desk", "mt-2"), ("desk", None), ("lead", None, "b")]),
    )
    assert stand_ins(before, after, "ub-1") == [("s", "desk", "", ("mt-2", "ub-2"))]
    assert stand_ins(before, after, "pn-1") == [("s", "lead", "b", ())]
