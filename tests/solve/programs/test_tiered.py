"""Tiers over a program: values in whole steps, caps that stay until they are released."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from planner.solve.effort import Clock
from planner.solve.programs.mip import Program, Sum, Term, ones
from planner.solve.programs.tiered import Tiers, common_step


def effort(seconds: float = 10.0) -> Clock:
    return Clock(seconds, deterministic=False, workers=1, seed=0, stop=threading.Event())


def two_tiers() -> tuple[Tiers, int, int]:
    """Return a program: 3 x + 5 y >= 7 with whole x and y; `unheld` counts x, `cost` is 3 x + 9 y."""
    tiers = Tiers()
    x, y = (tiers.program.variable(10, whole=True) for _ in range(2))
    tiers.program.row([(3, x), (5, y)], low=7)
    tiers.count({"unheld": Sum(((1, x),)), "cost": Sum(((3, x), (9, y)))}, {"cost": 3}, ())
    tiers.balance((), x, {})
    return tiers, x, y


def test_least_and_caps() -> None:
    tiers, x, y = two_tiers()
    clock = effort()
    cost = tiers.least("cost", clock.effort(5))
    assert (cost.value, cost.bound) == (9, 9)
    assert cost.solution is not None
    assert cost.solution[[x, y]].tolist() == [3, 0]
    unheld = tiers.least("unheld", clock.effort(5))
    assert (unheld.value, unheld.bound) == (0, 0)
    tiers.cap("unheld", 0)
    assert tiers.least("cost", clock.effort(5)).value == 18
    tiers.cap("unheld", 1)
    assert tiers.least("cost", clock.effort(5)).value == 12
    tiers.release()
    assert tiers.least("cost", clock.effort(5)).value == 9


def test_a_solution_at_its_floor_is_not_solved_again() -> None:
    tiers, _, _ = two_tiers()
    clock = effort()
    first = tiers.least("unheld", clock.effort(5))
    again = tiers.least("unheld", clock.effort(5), first.solution, floor=0)
    assert again.solution is first.solution
    assert (again.value, again.bound) == (0, 0)


def test_infeasible_is_told() -> None:
    tiers, _, _ = two_tiers()
    tiers.program.row([(1, 0), (1, 1)], high=1)
    assert tiers.least("cost", effort().effort(5)).infeasible


def test_a_stop_ends_the_call() -> None:
    tiers, _, _ = two_tiers()
    clock = effort()
    clock.stop.set()
    answer = tiers.least("cost", clock.effort(5))
    assert (answer.value, answer.bound, answer.infeasible) in [(None, None, False), (9, 9, False)]


def test_sums_of_tiers() -> None:
    tiers, _, _ = two_tiers()
    name = tiers.add_up(["unheld", "cost"])
    assert tiers.least(name, effort().effort(5)).value == 12


def test_sum_arithmetic() -> None:
    total = Sum(tuple(ones([0, 1], 2)), 1).plus(Sum(((3, 0),), 4)).times(10)
    assert total == Sum(((20, 0), (20, 1), (30, 0)), 50)


def shared(minutes: Sequence[int], people: int) -> Tiers:
    """Return a program in which people who are all alike have a seat each in sessions of these lengths."""
    tiers, m = Tiers(), Program()
    tiers.program = m
    peak, used = m.variable(), m.variable(people, whole=True)
    held: dict[int, list[int]] = {}
    seats: list[Term] = []
    for length in minutes:
        session, sits = m.variable(1, whole=True), m.variable(1, whole=True)
        m.row([(1, session)], low=1)
        m.row([(1, sits), (-1, session)], low=0, high=0)
        held.setdefault(length, []).append(session)
        seats.append((length, sits))
    m.row([*seats, (-people, peak)], high=0)
    steps = {"peak_minutes": common_step(minutes)}
    tiers.count({"peak_minutes": Sum(((1, peak),)), "people": Sum(((1, used),))}, steps, ())
    tiers.balance([(seats, used)], peak, held)
    return tiers


@given(st.lists(st.sampled_from([40, 60, 100, 150]), min_size=1, max_size=7), st.integers(1, 3))
def test_the_least_peak_is_that_of_every_way_to_share(minutes: list[int], people: int) -> None:
    least = min(
        max(sum(m for m, p in zip(minutes, who, strict=True) if p == one) for one in range(people))
        for who in product(range(people), repeat=len(minutes))
    )
    answer = shared(minutes, people).least("peak_minutes", effort().effort(5))
    assert (answer.value, answer.bound) == (least, least)
    reached = shared(minutes, people).least("peak_minutes", effort().effort(5), reached=least)
    assert (reached.bound, reached.solution is None) == (least, True)
    above = shared(minutes, people).least("peak_minutes", effort().effort(5), reached=least + 50)
    assert above.value == least


def test_variables_and_rows_for_a_while() -> None:
    tiers, _, _ = two_tiers()
    with tiers.program.extended():
        z = tiers.program.variable(1, whole=True)
        tiers.program.row([(1, z), (1, 0)], low=11)
        assert tiers.least("unheld", effort().effort(5)).value == 10
    assert tiers.least("unheld", effort().effort(5)).value == 0


def test_common_step() -> None:
    assert [common_step(values) for values in ([], [0, 30, 45], [7])] == [1, 15, 7]
