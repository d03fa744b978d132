"""Charts as points to draw: in their place, in proportion, numbers on round lines."""

from __future__ import annotations

import itertools

import pytest

from web.charts import Line, Tornado, line, tornado

TIERS = ("unheld", "unfilled", "staff_sessions", "cost")


def drawn(*cases: dict[str, int]) -> Tornado:
    """The tornado of cases that are numbered as they come."""
    found = tornado([(n, f"case {n}", d) for n, d in enumerate(cases)], TIERS)
    assert found is not None
    return found


def test_the_worst_is_first_tier_by_tier() -> None:
    found = drawn({"cost": 5}, {"unfilled": 1}, {"unfilled": 1, "cost": 9}, {"unheld": 2, "cost": -9}, {"cost": 0})
    assert [row.number for row in found.rows] == [3, 2, 1, 0]
    assert [panel.tier for panel in found.panels] == ["unheld", "unfilled", "cost"]


def test_bars_are_in_proportion_and_in_their_panel() -> None:
    found = drawn({"cost": 8}, {"cost": 4}, {"cost": -2})
    (panel,) = found.panels
    bars = [row.bars[0] for row in found.rows]
    assert [bar.value for bar in bars if bar] == [8, 4, -2]
    widths = [bar.width for bar in bars if bar]
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.2)
    assert widths[1] == pytest.approx(2 * widths[2], abs=0.2)
    for bar in filter(None, bars):
        assert panel.left <= bar.x
        assert bar.x + bar.width <= panel.right
        edge = bar.x if bar.value > 0 else bar.x + bar.width
        assert edge == pytest.approx(panel.zero, abs=0.1)


def test_nothing_different_draws_nothing() -> None:
    assert tornado([], TIERS) is None
    assert tornado([(1, "same", {"cost": 0}), (2, "none", {})], TIERS) is None


def test_only_the_worst_are_drawn() -> None:
    found = tornado([(n, str(n), {"cost": n}) for n in range(100)], TIERS, most=7)
    assert found is not None
    assert [row.number for row in found.rows] == [99, 98, 97, 96, 95, 94, 93]


def staircase(*points: tuple[float, int]) -> Line:
    """The line through points, all sure."""
    found = line([(x, y, True) for x, y in points], steps=True)
    assert found is not None
    return found


def test_a_staircase_goes_across_and_then_up() -> None:
    found = staircase((1.3, 30), (1.0, 10), (1.15, 20))
    assert [spot.across for spot in found.spots] == [1.0, 1.15, 1.3]
    assert [spot.y for spot in found.spots] == sorted((spot.y for spot in found.spots), reverse=True)
    first, second, third = found.spots
    assert found.path == f"M{first.x} {first.y} H{second.x} V{second.y} H{third.x} V{third.y}"
    assert second.x - first.x == pytest.approx(third.x - second.x, abs=0.2)


@pytest.mark.parametrize(
    "points", [[(1, 301), (2, 360)], [(1, 5), (2, 5)], [(1, 0), (2, 171_370_000)], [(1, 7), (2, 8)]]
)
def test_numbers_stand_on_even_lines_around_all_points(points: list[tuple[float, int]]) -> None:
    found = staircase(*points)
    values = [tick.value for tick in found.up]
    assert len({b - a for a, b in itertools.pairwise(values)}) == 1
    assert values[0] <= min(y for _, y in points)
    assert max(y for _, y in points) <= values[-1]
    assert all(0 <= spot.y <= found.bottom for spot in found.spots)


def test_one_point_is_no_line() -> None:
    assert line([(1.0, 2, True)], steps=True) is None


def test_marks_do_not_run_into_each_other() -> None:
    found = staircase(*((n / 100, n) for n in range(100)))
    places = [tick.at for tick in found.across]
    assert min(b - a for a, b in itertools.pairwise(places)) >= 44
