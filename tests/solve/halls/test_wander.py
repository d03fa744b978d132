"""Plans around a plan: rooms are kept in what is kept, and a tight or dear plan is left for a better one."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from planner.bench.sscflp import Facilities, instance
from planner.domain.canonical import ordered
from planner.solve.halls.assign import settled, spent
from planner.solve.halls.few import nearby
from planner.solve.halls.location import Location, Whole, location_of
from planner.solve.halls.wander import Walk
from planner.solve.problem import Problem
from tests.solve.small import clock


def located(rooms: list[int], opening: list[int], sizes: list[int], costs: list[list[int]]) -> Location:
    def numbers(of: list[int]) -> list[Decimal]:
        return [Decimal(n) for n in of]

    of = Facilities(numbers(rooms), numbers(opening), numbers(sizes), [numbers(row) for row in costs])
    location = location_of(Problem(ordered(instance("made up", of).scenario), limit=1))
    assert location is not None
    return location


FULL = located([7, 7], [0, 0], [4, 3, 4, 3], [[0, 9, 9, 0], [9, 0, 0, 9]])
"""Two halls that four activities fill to the last seat: no one of them can move before another has."""

DEAR = located([9, 9, 9], [50, 10, 10], [3, 3, 3], [[1, 1, 1], [2, 2, 2], [9, 9, 9]])
"""The second hall is cheapest for all three; the first is dear to use."""

SMALL = located([9, 3, 9], [50, 10, 10], [3, 3, 3], [[1, 1, 1], [2, 2, 2], [9, 9, 9]])
"""The same, but the second hall has room for one of them."""


def fits(location: Location, where: Whole) -> bool:
    return bool((np.bincount(where, location.size, len(location.halls)) <= location.room).all())


def test_changes_of_places_keep_to_the_rooms_and_save() -> None:
    where = settled(FULL, np.array([1, 1, 0, 0]))
    assert where.tolist() == [0, 1, 1, 0]
    no_room = located([7, 7], [0, 0], [4, 3, 2, 5], [[0, 9, 0, 9], [9, 0, 9, 0]])
    assert settled(no_room, np.array([0, 0, 1, 1])).tolist() == [0, 0, 1, 1]


def test_a_walk_keeps_the_cheapest_plan_that_has_room() -> None:
    for location, where, least in ((FULL, [1, 1, 0, 0], 0), (DEAR, [0, 0, 0], 16), (SMALL, [0, 0, 0], 37)):
        begun = np.array(where)
        walk = Walk(location, begun, 0)
        walk.go(clock(), 0.1, lambda: False)
        assert fits(location, walk.best)
        assert walk.least == spent(location, walk.best)
        assert walk.least == least


def test_near_a_plan_all_halls_but_a_few_are_kept() -> None:
    location = located([3] * 5, [1] * 5, [3] * 5, [[abs(i - j) for j in range(5)] for i in range(5)])
    where: Whole = np.array([0, 1, 3, 3, 4])
    rng = np.random.default_rng(0)
    given_up = set()
    for _ in range(30):
        branch = nearby(location, where, 2, rng)
        assert len(branch.inside) == 2
        assert branch.inside <= {0, 1, 3, 4}
        assert (branch.outside, branch.low, branch.high) == (frozenset(), 3, 5)
        given_up.add(tuple({0, 1, 3, 4} - branch.inside))
    assert (0, 1) in given_up
    assert (0, 4) not in given_up
