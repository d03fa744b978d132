"""JSON pointers as places that people find."""

from __future__ import annotations

import pytest

from planner.cli.faults import place
from planner.cli.words import Lang, Words


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        ("", "the whole file"),
        ("/name", "name"),
        ("/activities/3/serves/0/group", "activities, item 4 › serves, item 1 › group"),
        ("/together/0/1", "together, item 1 › 1"),
        ("/activities/0/transport_cost/12", "activities, item 1 › transport_cost › 12"),
        ("/activities/0/nominated/7/0", "activities, item 1 › nominated › 7, item 1"),
        ("/a~1b/~01", "a/b › ~1"),
        ("/places/" + "9" * 5000, "places › " + "9" * 5000),
    ],
)
def test_place(pointer: str, expected: str) -> None:
    assert place(pointer, Words(Lang.EN)) == expected


def test_place_in_vietnamese() -> None:
    assert place("/people/0", Words(Lang.VI)) == "people, mục 1"
