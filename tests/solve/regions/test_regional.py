"""All areas are staffed from one team, those first in which most is missing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from planner.solve.draft import Draft
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.regions import regional
from planner.solve.regions.areas import Areas
from planner.solve.regions.regional import joined
from planner.solve.staff.staffing import staffed
from planner.solve.standing import Standing
from tests.builders import MORNING, person
from tests.solve.regions.two import held, problem_of, two_areas


def staff(
    part: Problem, own: Standing, clock: Clock, timetable: Sequence[tuple[int, int]], _: Sequence[int]
) -> Draft | None:
    return staffed(part, timetable, clock, seconds=2, floor=own.bound)[0]


def test_people_are_shared_out_among_all_areas_at_once() -> None:
    wanted = two_areas(person("ub-1", areas=["a", "b"]), person("ub-2", areas=["a"]), starts=[MORNING])
    problem, time = problem_of(wanted)
    standing = Standing(problem, lambda: None)
    standing.offer(Draft(problem, (held(problem, "a1", MORNING, "ub-1"), held(problem, "b1", MORNING, None))))
    joined(Areas(problem), standing, {}, time, staff)
    best = standing.best
    assert best is not None
    assert best.measured["unfilled"] == 0, "whom b has no other for is not kept in a"


def test_areas_in_which_most_is_missing_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regional, "TOGETHER", 1)
    people = person("ub-1", areas=["a"]), person("ub-2", areas=["b"])
    problem, time = problem_of(two_areas(*people, starts=[MORNING]))
    seen: list[str] = []

    def bound(part: Problem, *_: object) -> tuple[tuple[int, ...], regional.Timetable]:
        seen.append(part.scenario.activities[0].area or "")
        return (), ()

    for who in (("ub-1", None), (None, "ub-2")):
        standing = Standing(problem, lambda: None)
        standing.offer(
            Draft(problem, tuple(held(problem, n, MORNING, p) for n, p in zip(("a1", "b1"), who, strict=True)))
        )
        regional.begun(Areas(problem), standing, time, bound, staff, lambda *_: None)
        assert standing.best is not None
        assert standing.best.measured["unfilled"] == 0, "the timetable that is there is staffed where there is no other"
    assert seen == ["b", "a", "a", "b"]
