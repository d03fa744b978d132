"""The fewest staff for each population are what brute force finds for the scaled scenario."""

from __future__ import annotations

import threading
from fractions import Fraction

from hypothesis import given

from planner.answers.staffing import Need, of_population, registered, staffing
from planner.domain.checks import read
from planner.solve.settings import SolveSettings
from tests import brute, tiny
from tests.builders import activity, function, group, person, role, scenario
from tests.core import Raw

SETTINGS = SolveSettings(time_limit_s=60, workers=1, deterministic=True, baseline=False)


def test_agrees_with_brute_force() -> None:
    @tiny.every(20, "staffing")
    @given(tiny.scenarios("people_per_seat"))
    def agree(raw: Raw) -> None:
        ward = read(raw).scenario
        whole = registered(ward)
        for need in staffing(ward, [whole // 2, whole * 2], SETTINGS, threading.Event()):
            best = brute.best(of_population(ward, Fraction(need.population, whole or 1)))
            if best is None:
                assert need.people is None
            else:
                assert (need.unheld, need.empty, need.people) == tuple(best.values.values())
                assert (need.least, need.sure) == (need.people, True)

    agree()


def test_a_seat_for_every_ten() -> None:
    ward = scenario(
        activity("a", serves=[{"group": "old"}, {"group": "poor", "people": 5}]),
        groups=(group("old", 10), group("poor", 20)),
        functions=(function("gift", role("desk", people_per_seat=10)),),
        people=tuple(person(f"ub-{i}") for i in range(4)),
    )
    assert list(staffing(ward, [30, 60, 61, 120], SETTINGS, threading.Event())) == [
        Need(30, people=2, least=2, unheld=0, empty=0, sure=True),
        Need(60, people=3, least=3, unheld=0, empty=0, sure=True),
        Need(61, people=4, least=4, unheld=0, empty=0, sure=True),
        Need(120, people=4, least=4, unheld=0, empty=2, sure=True),
    ]
    needs = staffing(ward, [60, 120], SETTINGS, threading.Event())
    assert [need.enough for need in needs] == [True, False]
