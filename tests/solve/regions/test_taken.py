"""What other areas leave: hours of people, and halls when they are not used."""

from __future__ import annotations

from decimal import Decimal

import pytest

from planner.solve.draft import Draft, Held
from planner.solve.regions.areas import Areas
from planner.solve.team.fits import fits
from tests.builders import AFTERNOON, MORNING, person, place
from tests.solve.regions.two import FOUR_HOURS, held, problem_of, two_areas

WINDOW = {"from": "2026-02-02", "to": "2026-02-02"}


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
