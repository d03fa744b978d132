"""How often somebody may ask."""

from __future__ import annotations

import time

import pytest

from planner.desk.faults import TooMany
from planner.desk.limits import Limits
from planner.desk.settings import Settings


def tries(limits: Limits, at: list[float], monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """Try to sign in at these moments (seconds); for each the seconds to wait, None where it passes."""
    found: list[int | None] = []
    for moment in at:
        monkeypatch.setattr(time, "time", lambda moment=moment: moment)
        try:
            limits.signin("somewhere")
            found.append(None)
        except TooMany as fault:
            found.append(fault.seconds)
    return found


@pytest.mark.parametrize("second", [0.0, 30.0, 59.5])
def test_a_minute_begins_at_any_second(second: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three a minute are three in any sixty seconds, also where the clock's minute changes between them."""
    limits = Limits(Settings(signins_per_minute=3))
    begin = 1_800_000_000 + second
    found = tries(limits, [begin, begin + 0.4, begin + 0.6, begin + 1, begin + 10, begin + 60.1], monkeypatch)
    assert found == [None, None, None, 59, 50, None]
