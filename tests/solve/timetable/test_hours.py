"""What hours let one person do, against every way to serve."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

import scenarios
from planner.domain.canonical import ordered
from planner.files import read_scenario
from planner.grid import DAY, Grid
from planner.model.packing import clique_cover, minutes_within, most_minutes, most_sessions
from planner.solve.timetable.hours import day_rows, hour_rows

GRID = Grid(ordered(read_scenario(scenarios.path("dien-hong-tet")).scenario))
SPANS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([450, 480, 810, 1080]), st.sampled_from([60, 120, 150, 180, 240])).map(
        lambda t: (t[0] * DAY + t[1], t[0] * DAY + t[1] + t[2])
    ),
    max_size=7,
)


def ways(spans: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Return every set of spans (by position) that do not overlap."""
    return [
        chosen
        for n in range(len(spans) + 1)
        for chosen in combinations(range(len(spans)), n)
        if all(spans[i][1] <= spans[j][0] or spans[j][1] <= spans[i][0] for i, j in combinations(chosen, 2))
    ]


def minutes(spans: list[tuple[int, int]], chosen: tuple[int, ...]) -> int:
    return sum(spans[i][1] - spans[i][0] for i in chosen)


@given(SPANS, st.integers(0, 900))
def test_packing(spans: list[tuple[int, int]], limit: int) -> None:
    possible = ways(spans)
    assert most_minutes(spans) == max(minutes(spans, chosen) for chosen in possible)
    assert most_sessions(spans) == max(map(len, possible))
    within = [minutes(spans, chosen) for chosen in possible if minutes(spans, chosen) <= limit]
    assert minutes_within(spans, limit) == max(within)


@given(SPANS)
def test_no_row_forbids_what_the_hours_allow(spans: list[tuple[int, int]]) -> None:
    seats = [(start, end, i) for i, (start, end) in enumerate(spans)]
    rows = [*hour_rows(GRID, 0, seats), *day_rows(GRID, 0, seats)]
    for chosen in ways(spans):
        days = {spans[i][0] // DAY for i in chosen}
        if all(minutes(spans, tuple(i for i in chosen if spans[i][0] // DAY == d)) <= GRID.day_limit[0] for d in days):
            assert all(sum(factor for factor, i in row.terms if i in chosen) <= row.most for row in rows)


def test_rows_of_a_day_that_cannot_hold_all() -> None:
    seats = [(450, 690, "sáng"), (810, 1050, "chiều"), (1080, 1200, "tối")]
    rows = [(sorted(v for _, v in row.terms), row.most) for row in day_rows(GRID, 0, seats)]
    assert rows == [(["chiều", "sáng", "tối"], 2)]


@given(SPANS)
def test_cliques_hold_every_pair_that_clashes_and_no_other(spans: list[tuple[int, int]]) -> None:
    order = sorted(range(len(spans)), key=lambda i: spans[i])

    def clash(i: int, j: int) -> bool:
        return spans[i][0] < spans[j][1] and spans[j][0] < spans[i][1]

    pairs = {frozenset(pair) for clique in clique_cover(order, clash) for pair in combinations(clique, 2)}
    assert pairs == {frozenset(pair) for pair in combinations(order, 2) if clash(*pair)}
