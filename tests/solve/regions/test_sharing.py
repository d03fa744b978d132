"""People and places that areas share: what is left of their time, and that all areas are staffed from one team."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from planner.domain.canonical import ordered
from planner.domain.scenario import Scenario
from planner.solve.draft import Draft, Held
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.regions import regional
from planner.solve.regions.areas import Areas
from planner.solve.regions.regional import joined
from planner.solve.staff.staffing import staffed
from planner.solve.standing import Standing
from planner.solve.team.fits import fits
from tests.builders import AFTERNOON, MORNING, activity, function, person, place, role, scenario
from tests.solve.small import clock

FOUR_HOURS = 240
WINDOW = {"from": "2026-02-02", "to": "2026-02-02"}


def two_areas(*people: Any, minutes: int = FOUR_HOURS, **when: Any) -> Scenario:
    """Return one activity with one seat in each of two areas."""
    return scenario(
        *(activity(f"{area}1", area=area, duration_minutes=minutes, **when) for area in "ab"),
        areas=({"id": "a", "name": "A"}, {"id": "b", "name": "B"}),
        people=people,
        places=(place("hall-a", area="a"), place("hall-b", area="b")),
        functions=(function("gift", role("desk", 1)),),
    )


def problem_of(wanted: Scenario) -> tuple[Problem, Clock]:
    return Problem(ordered(wanted)), clock(20, deterministic=False)


def held(problem: Problem, name: str, start: str, who: str | None, hall: str | None = None) -> Held:
    """Return an activity alone, at a start, with somebody in its seat."""
    grid = problem.grid
    a = grid.activity_index[name]
    seats = () if who is None else ((0, grid.person_index[who]),)
    from_midnight = 24 * 60 * (int(start[8:10]) - 2) + 60 * int(start[11:13]) + int(start[14:16])
    return Held(problem.session_of((a,)), from_midnight, grid.place_index[hall or f"hall-{name[0]}"], seats)


def staff(
    part: Problem, own: Standing, clock: Clock, timetable: Sequence[tuple[int, int]], _: Sequence[int]
) -> Draft | None:
    return staffed(part, timetable, clock, seconds=2, floor=own.bound)[0]


@pytest.mark.parametrize(("limit", "free"), [(7, []), (8, ["13:30"]), (12, ["13:30"])])
def test_somebody_who_serves_elsewhere_has_the_other_hours_of_the_day(limit: int, free: list[str]) -> None:
    wanted = two_areas(person("ub-1", areas=["a", "b"], max_hours_per_day=limit), window=WINDOW)
    problem, _ = problem_of(wanted)
    draft = Draft(problem, (held(problem, "a1", "2026-02-02T07:30", "ub-1"),))
    part = Areas(problem).beside(("b",), draft)
    there = [start for start in part.sessions[0].starts if part.grid.is_free(0, start, start + FOUR_HOURS)]
    assert [f"{start // 60:02d}:{start % 60:02d}" for start in there] == free
    for start in there:
        own = Draft(part, (Held(0, start, part.grid.place_index["hall-b"], ((0, 0),)),))
        assert fits(Areas(problem).with_part(draft, ("b",), own)), "hours of both areas together"


def test_hours_of_the_week_that_are_spent_elsewhere_are_gone() -> None:
    problem, _ = problem_of(two_areas(person("ub-1", areas=["a", "b"]), window=WINDOW))
    draft = Draft(problem, (held(problem, "a1", "2026-02-02T07:30", "ub-1"),))
    (before,), (left,) = (of.scenario.people for of in (problem, Areas(problem).beside(("b",), draft)))
    assert 4 <= before.max_hours_per_week - left.max_hours_per_week < Decimal("4.01")


def test_what_somebody_does_in_an_area_on_the_same_day_is_left_to_it() -> None:
    wanted = two_areas(person("ub-1", areas=["a", "b"]), window=WINDOW)
    problem, _ = problem_of(wanted)
    areas = Areas(problem)
    for start in ("2026-02-02T13:30", "2026-02-02T20:00"):
        there = held(problem, "b1", start, "ub-1")
        draft = Draft(problem, (held(problem, "a1", "2026-02-02T07:30", "ub-1"), there))
        own = areas.within(areas.beside(("b",), draft), (there,))
        assert own is not None
        assert areas.with_part(draft, ("b",), own) == draft


def test_people_are_shared_out_among_all_areas_at_once() -> None:
    wanted = two_areas(person("ub-1", areas=["a", "b"]), person("ub-2", areas=["a"]), starts=[MORNING])
    problem, time = problem_of(wanted)
    standing = Standing(problem, lambda: None)
    standing.offer(Draft(problem, (held(problem, "a1", MORNING, "ub-1"), held(problem, "b1", MORNING, None))))
    joined(Areas(problem), standing, {}, time, staff)
    best = standing.best
    assert best is not None
    assert best.measured["unfilled"] == 0, "whom b has no other for is not kept in a"


@pytest.mark.parametrize("parallel", [1, 2])
def test_a_place_that_areas_share_is_not_left_while_others_use_it(parallel: int) -> None:
    people = person("ub-1", areas=["a"]), person("ub-2", areas=["b"])
    wanted = two_areas(*people, starts=[MORNING]).model_copy(update={"places": (place("hall-a", parallel=parallel),)})
    problem, _ = problem_of(wanted)
    areas = Areas(problem)
    one, other = (held(problem, f"{area}1", MORNING, None, "hall-a") for area in "ab")
    part = areas.beside(("b",), Draft(problem, (one, other)))
    assert areas.timetable_of(part, [(other.session, other.start)]) == []
    assert areas.within(part, (other,)) is None
    alone = areas.alone("b")
    assert areas.timetable_of(alone, [(other.session, other.start)]) == [(0, other.start)]


def test_a_place_that_others_use_is_there_when_they_do_not() -> None:
    people = person("ub-1", areas=["a"]), person("ub-2", areas=["b"])
    wanted = two_areas(*people, starts=[MORNING, AFTERNOON]).model_copy(update={"places": (place("hall-a"),)})
    problem, _ = problem_of(wanted)
    areas = Areas(problem)
    one, other = (held(problem, name, MORNING, None, "hall-a") for name in ("a1", "b1"))
    later = held(problem, "b1", AFTERNOON, None, "hall-a")
    part = areas.beside(("b",), Draft(problem, (one,)))
    assert areas.timetable_of(part, [(h.session, h.start) for h in (other, later)]) == [(0, later.start)]


def test_areas_that_share_people_are_neighbours() -> None:
    names = ("a", "b", "c", "d")
    wanted = scenario(
        *(activity(f"{area}1", area=area) for area in names),
        areas=tuple({"id": area, "name": area} for area in names),
        people=(person("ub-1", areas=["a", "c"]), person("ub-2", areas=["b", "d"]), person("ub-3", areas=["a"])),
    )
    areas = Areas(problem_of(wanted)[0])
    assert areas.groups(2) == [("a", "c"), ("b", "d")]
    assert areas.groups(9) == [("a", "c", "b", "d")]


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
