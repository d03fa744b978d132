"""Branching over halls: bounds hold for every plan of a branch, rows for every plan, and the cheapest is proven."""

from __future__ import annotations

import threading
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.solve.effort import Clock
from planner.solve.halls.assign import assigned, spent
from planner.solve.halls.cuts import cut_of
from planner.solve.halls.dive import dived, seated
from planner.solve.halls.location import Location, Whole
from planner.solve.halls.shares import Branch, Shares
from planner.solve.halls.sifted import Sifted
from planner.solve.halls.tree import Tree
from tests import tiny
from tests.core import Draw


def clock() -> Clock:
    return Clock(20, deterministic=True, workers=1, seed=0, stop=threading.Event())


def made(sizes: list[int], rooms: list[int], opening: list[int], costs: list[list[int]]) -> Location:
    return Location(
        activities=tuple(range(len(sizes))),
        halls=tuple(range(len(rooms))),
        size=np.array(sizes, dtype=np.int64),
        room=np.array(rooms, dtype=np.int64),
        opening=np.array(opening, dtype=np.int64),
        cost=np.array(costs, dtype=np.int64),
        fits=np.ones((len(rooms), len(sizes)), dtype=bool),
        common=0,
        lost=0,
        start=0,
    )


@st.composite
def locations(draw: Draw) -> Location:
    n, m = draw(st.integers(2, 4)), draw(st.integers(2, 5))

    def numbers(low: int, high: int, size: int) -> list[int]:
        return draw(st.lists(st.integers(low, high), min_size=size, max_size=size))

    return made(numbers(1, 6, m), numbers(6, 14, n), numbers(0, 30, n), [numbers(0, 20, m) for _ in range(n)])


def everything(location: Location) -> list[tuple[int, Whole]]:
    """Return every plan with what it costs."""
    found = []
    for where in product(range(len(location.halls)), repeat=len(location.activities)):
        load = np.bincount(where, location.size, len(location.halls))
        if (load <= location.room).all():
            plan = np.array(where, dtype=np.int64)
            found.append((spent(location, plan), plan))
    return found


def relaxation(location: Location, most: int) -> Sifted:
    pairs = np.zeros(location.fits.shape, dtype=bool)
    pairs[location.cost.argmin(axis=0), np.arange(len(location.size))] = True
    return Sifted(location, pairs, np.zeros_like(pairs), most)


@st.composite
def branches(draw: Draw, halls: int) -> Branch:
    sides = draw(st.lists(st.sampled_from("io?"), min_size=halls, max_size=halls))
    low = draw(st.integers(0, halls))
    return Branch(
        frozenset(i for i, side in enumerate(sides) if side == "i"),
        frozenset(i for i, side in enumerate(sides) if side == "o"),
        low,
        draw(st.integers(low, halls)),
    )


def inside(branch: Branch, where: Whole) -> bool:
    used = {*where.tolist()}
    return branch.inside <= used and not branch.outside & used and branch.low <= len(used) <= branch.high


def test_no_bound_of_a_branch_is_above_a_plan_in_it() -> None:
    met = 0

    @tiny.every(150, "branches")
    @given(st.data())
    def below(data: st.DataObject) -> None:
        nonlocal met
        location = data.draw(locations())
        branch = data.draw(branches(len(location.halls)))
        bids = np.array(data.draw(st.lists(st.integers(0, 30_000), min_size=5, max_size=5))[: len(location.size)])
        toll, exact = data.draw(st.integers(-20_000, 20_000)), data.draw(st.booleans())
        plans = [(cost, where) for cost, where in everything(location) if inside(branch, where)]
        if not plans:
            return
        met += 1
        shares = Shares(location)
        assert branch.possible(location.room, int(location.size.sum()))
        found = shares.relaxed(bids, exact=exact, branch=branch, toll=toll)
        for cost, where in plans:
            assert max(found.bound, found.base) <= cost * shares.unit
            assert shares.within(found, cost + 1)[where, np.arange(len(where))].all()

    below()
    assert met >= 30


def test_the_linear_program_of_a_branch_costs_no_more_than_a_plan_in_it() -> None:
    met = 0

    @tiny.every(150, "programs of branches")
    @given(st.data())
    def below(data: st.DataObject) -> None:
        nonlocal met
        location = data.draw(locations())
        branch = data.draw(branches(len(location.halls)))
        costs = [cost for cost, where in everything(location) if inside(branch, where)]
        if not costs:
            return
        met += 1
        program, shares = relaxation(location, 1000), Shares(location)
        program.at(branch)
        found = program.solved(clock(), 1000, 0, 0.1)
        assert found is not None
        assert found.value <= min(costs) + 1e-6
        bids, toll = shares.parts(found.bids), int(shares.parts(np.array(found.toll)))
        assert shares.relaxed(bids, branch=branch, toll=toll).bound >= (found.value - 0.1) * shares.unit

    below()
    assert met >= 30


def test_a_branch_without_room_is_not_possible() -> None:
    room = np.array([5, 4, 3], dtype=np.int64)
    nothing: frozenset[int] = frozenset()
    assert Branch(nothing, nothing, 0, 2).possible(room, 9)
    assert not Branch(nothing, nothing, 0, 2).possible(room, 10)
    assert not Branch(nothing, frozenset({0}), 0, 3).possible(room, 8)
    assert not Branch(frozenset({0, 1}), nothing, 0, 1).possible(room, 1)
    assert not Branch(nothing, frozenset({0}), 3, 3).possible(room, 1)


def test_rows_of_rooms_hold_for_whole_activities_and_are_broken_by_parts() -> None:
    found = 0

    @tiny.every(100, "rows of rooms")
    @given(
        st.lists(st.integers(1, 9), min_size=3, max_size=6),
        st.lists(st.floats(0.05, 1), min_size=6, max_size=6),
        st.integers(5, 20),
    )
    def hold(sizes: list[int], parts: list[float], room: int) -> None:
        nonlocal found
        size = np.array(sizes, dtype=np.int64)
        some = {j: round(parts[j], 3) for j in range(len(sizes) - 1)}
        cut = cut_of(0, size, room, some, [len(sizes) - 1], clock().effort(5))
        if cut is None:
            return
        found += 1
        assert sum(weight * some.get(j, 0.0) for j, weight in cut.weights.items()) > cut.most
        for taken in product((0, 1), repeat=len(sizes)):
            if np.dot(taken, size) <= room:
                assert sum(weight * taken[j] for j, weight in cut.weights.items()) <= cut.most

    hold()
    assert found >= 20


def test_two_that_do_not_go_together_make_a_row() -> None:
    cut = cut_of(3, np.array([6, 7]), 10, {0: 0.8, 1: 0.7}, [], clock().effort(5))
    assert cut is not None
    assert cut.hall == 3
    assert cut.weights[0] == cut.weights[1] == cut.most
    assert cut_of(3, np.array([5, 5]), 10, {0: 0.8, 1: 0.7}, [], clock().effort(5)) is None


@pytest.mark.parametrize("exact", [True, False])
def test_the_tree_finds_the_cheapest_and_proves_it(exact: bool) -> None:
    reached = 0

    @tiny.every(60, f"tree {exact}")
    @given(locations())
    def proves(location: Location) -> None:
        nonlocal reached
        plans = everything(location)
        start = assigned(location, np.arange(len(location.halls)))
        if not plans or start is None:
            return
        best = [spent(location, start)]

        def offer(where: Whole | None) -> bool:
            if where is not None:
                assert (np.bincount(where, location.size, len(location.halls)) <= location.room).all()
                best.append(min(best[-1], spent(location, where)))
            return where is not None

        least = min(cost for cost, _ in plans)
        program = relaxation(location, best[0])
        tree = Tree(location, Shares(location), program, lambda: best[-1], offer, exact=exact)
        heard: list[int] = []
        tree.grow(clock(), 0.0, heard.append)
        assert tree.over
        assert best[-1] == tree.bound == least
        assert max(heard) <= least
        reached += 1

    proves()
    assert reached >= 20


def test_a_tree_that_is_not_done_proves_no_more_than_is_true() -> None:
    rng = np.random.default_rng(1)
    location = made(rng.integers(2, 9, 8).tolist(), [14] * 4, [30, 25, 35, 28], rng.integers(0, 40, (4, 8)).tolist())
    least = min(cost for cost, _ in everything(location))
    best, bounds = [least + 50], list[int]()

    def offer(where: Whole | None) -> bool:
        if where is not None:
            best.append(min(best[-1], spent(location, where)))
        return where is not None

    tree = Tree(location, Shares(location), relaxation(location, best[0]), lambda: best[-1], offer, exact=True)
    spells = clock()
    while not tree.over:
        tree.grow(spells, spells.left() - 1e-9, bounds.append)
    assert len(bounds) > 2
    assert max(bounds) == bounds[-1] == least


def test_a_dive_comes_to_whole_halls_and_a_plan_in_them() -> None:
    rng = np.random.default_rng(2)
    location = made(
        rng.integers(2, 9, 12).tolist(), [60] * 5, [30, 25, 35, 28, 31], rng.integers(0, 40, (5, 12)).tolist()
    )
    program, shares = relaxation(location, 1000), Shares(location)
    kept = Branch(frozenset({2}), frozenset({0}), 0, 5)
    found = dived(program, kept, 1000, rng, clock())
    assert found is not None
    assert not found.split.size
    assert found.used[2] == pytest.approx(1)
    assert found.used[0] == pytest.approx(0)
    where = seated(location, shares, found, clock().effort(5))
    assert where is not None
    assert {*where.tolist()} <= {*np.flatnonzero(found.used > 0.5).tolist()}
    assert (np.bincount(where, location.size, 5) <= location.room).all()
    assert dived(program, kept, int(found.value) - 50, rng, clock()) is None
