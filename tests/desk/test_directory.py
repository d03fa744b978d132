"""What an admin can give rights to, by name: as far as they reach, people only where they may read."""

from __future__ import annotations

import pytest

from planner.desk.desk import Desk
from planner.desk.faults import Forbidden
from planner.desk.rights import ALL, Post
from planner.domain.scenario import Scenario
from tests import builders as b
from tests.desk.asking import CHIEF, somebody

OFFICE = somebody("chi", ("admin", ALL, ALL))
WOMEN = somebody("hoa", ("admin", "phu-nu", ALL))
READER = somebody("lan", ("admin", ALL, ALL), ("viewer", "ub", ALL))


def made(desk: Desk, *, name: str = "Hội Phụ nữ") -> Scenario:
    """Keep a scenario of two organisations and an area."""
    scenario = b.scenario(
        b.activity("a", "ub", area="kp-1"),
        organisations=(b.organisation("ub", "government"), b.organisation("phu-nu", "mass", name=name)),
        areas=({"id": "kp-1", "name": "Khu phố 1"},),
        people=(b.person("p-1", "ub", name="Bà Sáu"),),
    )
    desk.scenarios.create(somebody("an", ("planner", ALL, ALL)), scenario, organisation="ub")
    return scenario


def test_names_are_those_of_the_newest_scenario(desk: Desk) -> None:
    made(desk, name="Tên cũ")
    scenario = made(desk)
    found = desk.directory(OFFICE)
    assert found.organisations == {org.id: org.name for org in scenario.organisations}
    assert (found.areas, found.people) == ({"kp-1": "Khu phố 1"}, {})
    assert desk.directory(READER).people == {"p-1": "Bà Sáu"}


def test_an_admin_is_told_what_is_within_reach(desk: Desk) -> None:
    made(desk)
    desk.users.create(CHIEF, "mai", [Post("consenter", "phu-nu", "kp-9"), Post("viewer", "khac")])
    found = desk.directory(WOMEN)
    assert (found.organisations, found.areas) == ({"phu-nu": "Hội Phụ nữ"}, {"kp-1": "Khu phố 1", "kp-9": "kp-9"})
    assert set(desk.directory(OFFICE).organisations) == {"ub", "phu-nu", "khac"}
    with pytest.raises(Forbidden):
        desk.directory(somebody("nam", ("planner", "ub", ALL)))
