"""Profiles: exactly the maximal ways to fill a peak."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from planner.solve.programs.profiles import profiles


@given(st.dictionaries(st.integers(10, 90), st.integers(0, 4), max_size=4), st.integers(0, 300))
def test_every_profile_to_which_nothing_can_be_added(sessions: dict[int, int], peak: int) -> None:
    found = profiles(sessions, peak, most=10_000)
    assert found is not None
    lengths = list(sessions)
    within = [
        dict(zip(lengths, numbers, strict=True))
        for numbers in product(*(range(n + 1) for n in sessions.values()))
        if sum(length * n for length, n in zip(lengths, numbers, strict=True)) <= peak
    ]
    maximal = [p for p in within if not any({**p, length: n + 1} in within for length, n in p.items())]
    assert sorted(map(sorted, (p.items() for p in found))) == sorted(map(sorted, (p.items() for p in maximal)))


def test_too_many() -> None:
    assert profiles({10: 9, 20: 9, 30: 9}, 200, most=5) is None
