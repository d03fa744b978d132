"""Areas are planned beside those that they share people with."""

from __future__ import annotations

from planner.solve.regions.areas import Areas
from tests.builders import activity, person, scenario
from tests.solve.regions.two import problem_of


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
