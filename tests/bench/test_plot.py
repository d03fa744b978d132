"""Drawings: what is where, and how a profile climbs."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from planner.bench import plot

SPACE = "{http://www.w3.org/2000/svg}"


def test_an_axis_has_its_ends_at_0_and_1_and_round_marks_between() -> None:
    log = plot.Axis("s", log=True).fitted([0.5, 200.0, 3.0])
    assert [round(log.at(value), 9) for value in (0.5, 10.0, 200.0)] == [0.0, 0.5, 1.0]
    assert log.ticks() == [1.0, 10.0, 100.0]
    assert plot.Axis("s", log=True).fitted([2.0, 30.0]).ticks() == [2.0, 5.0, 10.0, 20.0]
    share = plot.Axis("share", low=0.0, high=1.0).fitted([])
    assert [round(tick, 9) for tick in share.ticks()] == [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]


@pytest.mark.parametrize("log", [False, True])
def test_an_axis_of_one_value_or_none_has_a_length(log: bool) -> None:
    for values in ([3.0], []):
        axis = plot.Axis("s", log=log).fitted(values)
        assert axis.at(axis.high or 0.0) == 1.0


def test_a_profile_climbs_by_one_instance_at_a_time() -> None:
    assert plot.shares([4.0, 1.0], 4) == [(1.0, 0.25), (4.0, 0.5)]


def test_a_drawing_has_each_series_and_escapes_its_name() -> None:
    across, up = plot.Axis("x", low=0.0, high=2.0), plot.Axis("y", low=0.0, high=1.0)
    stairs = plot.Series("<a>", [(0.0, 0.5), (1.0, 1.0)])
    chart = plot.Chart("T & U", across, up, [stairs, plot.Series("b", [(2.0, 1.0)], "dots")])
    root = ET.fromstring(plot.svg([chart, chart]))  # noqa: S314 - our own
    texts = [node.text for node in root.iter(f"{SPACE}text")]
    assert [texts.count(text) for text in ("<a>", "b", "x", "y", "T & U")] == [2] * 5
    line = next(root.iter(f"{SPACE}polyline")).get("points")
    assert line == "64.0,352.0 64.0,194.0 264.0,194.0 264.0,36.0 464.0,36.0"
    dot = next(root.iter(f"{SPACE}circle"))
    assert (dot.get("cx"), dot.get("cy")) == ("464.0", "36.0")
