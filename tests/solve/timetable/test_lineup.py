"""People with the starts of a session taken together: no bound is above what brute force finds, often it is that."""

from __future__ import annotations

import pytest
from hypothesis import given

from planner.solve.problem import Problem
from planner.solve.timetable.crowds import Crowds
from planner.solve.timetable.lineup import Lineup
from tests import brute, tiny
from tests.core import Raw
from tests.features import FEATURES
from tests.solve import small

reached: dict[str, int] = {}


def bounds(problem: Problem, values: tuple[int, ...], *, full: bool) -> dict[str, int]:
    """Bound the tiers of who serves for plans no worse than `values` on the tiers before."""
    pairs = [(c, start) for c, session in enumerate(problem.sessions) for start in session.starts]
    crowds = Crowds(problem, (), full=full, fixed=pairs)
    lineup = Lineup(problem, pairs, full=full)
    found = {}
    for tier, value in zip(problem.names, values, strict=True):
        if tier == "cost":
            crowds.counted(tier, small.clock().effort(30))
            lineup.inherit(crowds)
        answer = None
        if tier == "people":
            answer = lineup.fewest(small.clock().effort(30))
        elif tier == "peak_minutes":
            answer = lineup.least(tier, small.clock().effort(30), reached=value)
        if answer is not None:
            assert answer.bound is not None, "some plan is no worse"
            found[tier] = answer.bound
        crowds.cap(tier, value)
        lineup.cap(tier, value)
    return found


@pytest.mark.parametrize("feature", FEATURES)
def test_no_bound_is_above_the_least(feature: str) -> None:
    @tiny.every(4, f"lineup {feature}")
    @given(tiny.scenarios(feature))
    def below(raw: Raw) -> None:
        problem = small.problem(raw)
        optimum = brute.best(problem.scenario)
        if optimum is None:
            return
        values = tuple(optimum.values.values())
        for full in (False, True) if optimum.measured["unfilled"] == 0 else (False,):
            for tier, bound in bounds(problem, values, full=full).items():
                value = optimum.values[tier]
                assert bound <= value, tier
                reached[tier] = reached.get(tier, 0) + (bound == value)
                reached["all"] = reached.get("all", 0) + 1

    below()


def test_bounds_are_often_the_least() -> None:
    assert reached["people"] + reached["peak_minutes"] > 0.8 * reached["all"]


@pytest.mark.parametrize(
    ("starts", "standby", "people"),
    [(("02T08:00", "02T10:00"), 0, 1), (("02T08:00", "02T08:30"), 0, 2), (("02T08:00", "02T10:00"), 1, 1)],
    ids=["one after the other", "at one time", "who stands by does not serve"],
)
def test_fewest_people(starts: tuple[str, ...], standby: int, people: int) -> None:
    functions = [{"id": "f", "name": "F", "roles": [small.role("r", standby=standby)]}]
    activities = [small.activity(start[-5:], start, merge="never") for start in starts]
    halls = [small.hall(parallel=2)]
    problem = small.problem(
        small.week(activities, [small.person("p"), small.person("q")], functions=functions, places=halls)
    )
    lineup = Lineup(problem, [(c, start) for c, s in enumerate(problem.sessions) for start in s.starts], full=True)
    for tier in problem.names[: problem.names.index("people")]:
        lineup.cap(tier, 2 if tier == "staff_sessions" else 0)
    answer = lineup.fewest(small.clock().effort(10))
    assert (answer.value, answer.bound) == (people, people)


def test_hours_of_several_days() -> None:
    starts = [f"{day}T{time}" for day in ("02", "03") for time in ("07:00", "13:00")]
    activities = [small.activity(f"a{n}", *starts, minutes=240, merge="never") for n in range(5)]
    halls = [small.hall(parallel=5)]
    problem = small.problem(small.week(activities, [small.person("p"), small.person("q")], places=halls))
    lineup = Lineup(problem, [(c, start) for c, s in enumerate(problem.sessions) for start in s.starts], full=True)
    lineup.cap("unheld", 0)
    assert lineup.least("people", small.clock().effort(10)).bound == 2  # nobody serves 20 hours in two days
