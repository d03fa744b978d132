"""Fewest people for seats at fixed times: what is found is the least there is, and no bound is above it."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from planner.bench import smptsp
from planner.domain.canonical import ordered
from planner.domain.scenario import Scenario
from planner.solve import solve
from planner.solve.problem import Problem
from planner.solve.settings import SolveSettings
from planner.solve.staff.venues import housed
from planner.solve.standing import Standing
from planner.solve.team.exclusive import Exclusive
from planner.solve.team.fewest import UNIT, Fewest
from planner.solve.team.fits import fits
from planner.solve.team.pool import FAR, Pool
from planner.solve.team.seats import NOBODY, Seats, Whole
from planner.solve.team.teams import is_fixed, staff_fixed, with_fewer
from planner.solve.team.windows import Windows
from planner.verify import verify
from tests import tiny
from tests.core import Draw, Raw
from tests.solve.small import activity, clock, person, problem, week

SETTINGS = SolveSettings(time_limit_s=20, workers=1, deterministic=True, baseline=False)

Tasks = list[tuple[int, int, tuple[int, ...]]]
"""Start, end, and who may do it."""


@st.composite
def tasks(draw: Draw, people: int = 4) -> Tasks:
    """A few tasks, of which many overlap."""
    found = []
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, 5))
        able = draw(st.lists(st.integers(0, people - 1), min_size=1, max_size=people, unique=True))
        found.append((start * 60, (start + draw(st.integers(1, 3))) * 60, tuple(sorted(able))))
    return found


def scenario(of: Tasks, people: int = 4) -> Scenario:
    lines = ["# made up", "Type = 1", f"Jobs = {len(of)}", *(f"{start} {end}" for start, end, _ in of)]
    lines.append(f"Qualifications = {people}")
    for p in range(people):
        able = [t for t, (_, _, fit) in enumerate(of) if p in fit]
        lines.append(f"{len(able)}: {' '.join(map(str, able))}")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data_1.dat"
        path.write_text("\n".join(lines), "ascii")
        return smptsp.read(path).scenario


def fewest(of: Tasks) -> int | None:
    """Try everything: the fewest people who can do all tasks; None where nobody can."""
    best = None
    for who in product(*(fit for _, _, fit in of)):
        clash = any(
            who[i] == who[j] and of[i][0] < of[j][1] and of[j][0] < of[i][1] for i in range(len(of)) for j in range(i)
        )
        if not clash and (best is None or len(set(who)) < best):
            best = len(set(who))
    return best


def seats_of(problem: Problem) -> Seats:
    timetable = [(c, session.starts[0]) for c, session in enumerate(problem.sessions)]
    return Seats(problem, housed(problem, timetable, clock(), 1))


def exclusive(bounds: Fewest, seconds: float) -> Whole:
    search = Exclusive(bounds.seats, bounds.able, bounds.crowd(), 0)
    search.look(clock(), seconds)
    return search.best


def test_the_fewest_are_found_and_proven() -> None:
    full = 0

    @tiny.every(60, "fewest")
    @given(tasks())
    def agree(of: Tasks) -> None:
        nonlocal full
        least, given = fewest(of), scenario(of)
        plan = solve(given, SETTINGS)
        assert plan.status == "optimal"
        assert verify(given, plan).ok
        values = {tier.name: tier.value for tier in plan.tiers}
        assert (values["unfilled"] == 0) == (least is not None)
        if least is not None:
            full += 1
            assert values["people"] == least

    agree()
    assert full >= 20


def test_no_bound_is_above_the_fewest() -> None:
    reached = 0

    @tiny.every(80, "bounds")
    @given(tasks(), st.lists(st.integers(0, 9), min_size=6, max_size=6), st.integers(1, 9))
    def below(of: Tasks, weights: list[int], unit: int) -> None:
        nonlocal reached
        least = fewest(of)
        if least is None:
            return
        seats = seats_of(Problem(ordered(scenario(of))))
        bounds = Fewest(seats)
        ones = np.zeros(len(seats), dtype=np.int64)
        ones[exclusive(bounds, 0.01)] = 1
        everything = np.arange(len(seats))
        found = [
            bounds.proven(np.array(weights[: len(seats)], dtype=np.int64), unit),
            bounds.proven(ones, 1),
            bounds.proven(bounds.shadow(everything, clock(), 5), UNIT),
        ]
        assert max(found) <= least
        assert bounds.proven(ones, 1) == ones.sum() >= len(bounds.crowd())
        reached += max(found) == least

    below()
    assert reached >= 40


def test_a_sharp_bound_from_three_who_exclude_each_other_in_pairs() -> None:
    # No two at a time, and yet nobody is fit for two of them.
    of: Tasks = [(0, 60, (0, 1)), (60, 120, (2,)), (120, 180, (3,))]
    bounds = Fewest(seats_of(Problem(ordered(scenario(of)))))
    assert len(bounds.crowd()) == 1
    assert len(exclusive(bounds, 0.05)) == 3 == fewest(of)


def test_the_stage_alone_finds_and_proves() -> None:
    of: Tasks = [(60 * n, 60 * n + 90, (0, 1, 2, 3)) for n in range(6)]
    problem = Problem(ordered(scenario(of)))
    standing = Standing(problem, lambda: None)
    assert is_fixed(problem)
    staff_fixed(problem, standing, clock(), seconds=5)
    assert standing.best is not None
    assert standing.best.values == standing.bounds() == (0, 0, 2)


def test_a_team_too_small_leaves_seats_in_the_pool() -> None:
    of: Tasks = [(0, 60, (0, 1, 2, 3))] * 3
    pool = Pool(seats_of(Problem(ordered(scenario(of)))), 0)
    assert (pool.fill(2, clock(), 0.1) == NOBODY).sum() == 1
    assert (pool.fill(3, clock(), 0.1) == NOBODY).sum() == 0


def test_a_window_deals_out_what_no_single_change_can() -> None:
    # The empty seat is for 0 alone, who moves along a chain: each of the others takes the next one's.
    of: Tasks = [(0, 60, (n, n + 1)) for n in range(4)] + [(0, 60, (0,))]
    seats = seats_of(Problem(ordered(scenario(of, people=5))))
    found = Windows(seats, 0).fill(np.array([0, 1, 2, 3, NOBODY]), 5, clock(), 1)
    assert found.tolist() == [1, 2, 3, 4, 0]


def test_windows_give_nobody_two_seats_at_once_nor_more_people_than_asked() -> None:
    gained = 0

    @tiny.every(40, "windows")
    @given(tasks(), st.integers(1, 3))
    def right(of: Tasks, size: int) -> None:
        nonlocal gained
        seats = seats_of(Problem(ordered(scenario(of))))
        windows = Windows(seats, 0)
        windows._width = 2.0
        start = np.full(len(seats), NOBODY, dtype=np.int64)
        found = windows.fill(start, size, clock(), 0.2)
        for t in np.flatnonzero(found != NOBODY).tolist():
            assert found[t] in seats.able[t]
            assert found[t] not in found[seats.clash[t]]
        assert len(set(found.tolist()) - {NOBODY}) <= size
        gained += bool((found != NOBODY).any())

    right()
    assert gained >= 20


def test_what_a_way_between_places_rules_out_is_not_taken() -> None:
    of: Tasks = [(0, 60, (0, 1)), (60, 120, (0, 1))]
    seats = seats_of(Problem(ordered(scenario(of))))
    seats.clash = [np.array([1]), np.array([0])]  # as if the second were an hour away
    empty = np.full(2, NOBODY, dtype=np.int64)
    assert (Windows(seats, 0).fill(empty, 1, clock(), 0.02) == NOBODY).sum() == 1
    assert (Windows(seats, 0).fill(empty, 2, clock(), 0.02) != NOBODY).all()


def raw(**limits: Any) -> Raw:
    """Four mornings with a seat each for one of two people, and what their calendars or hours say."""
    return week(
        [activity(f"a{n}", f"0{2 + n}T08:00", minutes=240) for n in range(4)],
        [person(p, cost_per_hour=cost, **limits) for p, cost in (("p", 10), ("q", 20))],
        objective=["unheld", "unfilled", "people"],
    )


def test_hours_of_the_week_ask_for_a_second_person() -> None:
    for hours, least in ((16, 1), (15, 2), (8, 2)):
        standing = Standing(problem(raw(max_hours_per_week=hours)), lambda: None)
        staff_fixed(standing.problem, standing, clock(), seconds=1)
        assert standing.best is not None
        assert fits(standing.best)
        assert standing.best.values == (0, 0, least)


def test_fewer_people_are_not_dearer_where_cost_comes_first() -> None:
    given = problem(raw() | {"objective": ["unheld", "unfilled", "cost", "people"]})
    seats = seats_of(given)
    for who, expected in (([0, 1, 1, 1], (0, 0, 160, 1)), ([0, 0, 0, 0], (0, 0, 160, 1))):
        standing = Standing(given, lambda: None)
        standing.offer(seats.draft(np.array(who)))
        with_fewer(given, standing, clock(), seconds=1)
        assert standing.best is not None
        assert standing.best.values == expected


def test_what_each_choice_costs_is_kept_up_to_date() -> None:
    of: Tasks = [(60 * (n % 5), 60 * (n % 5) + 90, tuple(p for p in range(6) if (n + p) % 3)) for n in range(14)]
    seats = seats_of(Problem(ordered(scenario(of, people=6))))
    pool = Pool(seats, 0)
    pool.fill(4, clock(), 0.01)  # too few: seats change hands, and members of the team, until the end
    cost = iter(pool._cost)
    for t, able in enumerate(seats.able):
        for p in able.tolist():
            held = [u for u in seats.clash[t].tolist() if pool._who[u] == p]
            assert next(cost) == sum(pool.price[u] for u in held) + (0 if pool._team[p] else FAR)
    assert pool._team.sum() == 4
    assert len(set(pool._who.tolist()) - {NOBODY}) == 4
