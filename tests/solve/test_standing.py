"""Bounds hold for the plans that they were proven for, and for no others."""

from __future__ import annotations

import scenarios
from planner.domain.canonical import ordered
from planner.files import read_scenario
from planner.solve.draft import Draft
from planner.solve.problem import Problem
from planner.solve.standing import Standing

PROBLEM = Problem(ordered(read_scenario(scenarios.path("cau-ong-lanh-health")).scenario))


def test_a_bound_holds_for_plans_no_worse_on_the_tiers_before() -> None:
    standing = Standing(PROBLEM, lambda: None)
    standing.prove(2, 7, (0, 3))
    standing.prove(2, 5, (0, 9))
    assert [standing.bound(2, given) for given in ((0, 0), (0, 3), (0, 4), (0, 9), (0, 10), (1, 0), ())] == [
        7, 7, 5, 5, 0, 0, 0,
    ]  # fmt: skip


def test_bounds_are_those_of_the_best_plan() -> None:
    told: list[None] = []
    standing = Standing(PROBLEM, lambda: told.append(None))
    assert standing.bounds() == (0,) * 7
    empty = Draft(PROBLEM, ())
    assert standing.offer(empty)
    assert not standing.offer(empty)
    assert not standing.offer(None)
    unheld = empty.values[0]
    standing.prove(1, 4, (unheld,))
    standing.prove(1, 6, (unheld - 1,))
    assert standing.bounds() == (0, 4, 0, 0, 0, 0, 0)
    assert not standing.proven
    assert len(told) == 3


def test_no_plan_is_kept_that_leaves_a_pin_out() -> None:
    problem = Problem(ordered(read_scenario(scenarios.path("dien-hong-tet")).scenario))
    standing = Standing(problem, lambda: None)
    assert not standing.offer(Draft(problem, ()))
    assert standing.best is None
