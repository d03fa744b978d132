"""The oracle says yes exactly where trying every plan finds one, on tiny scenarios with any inputs taken back."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.answers.inputs import inputs, relaxed
from planner.domain.checks import read
from planner.domain.scenario import Scenario
from planner.solve.feasible.excerpt import excerpt
from planner.solve.feasible.possible import Demand, met, possible, violations
from tests import tiny
from tests.builders import AFTERNOON, MORNING, activity, function, group, person, place, role, scenario
from tests.core import Draw, Raw
from tests.features import FEATURES
from tests.wanted import can

EXAMPLES = 6
"""Scenarios for each feature."""


def demands(draw: Draw, of: Scenario) -> list[Demand]:
    """Draw what is asked for: some activities held, each with some of its roles all but filled."""
    roles = {f.id: [r.id for r in f.roles] for f in of.functions}
    found = []
    for a in of.activities:
        if draw(st.booleans()):
            shared = draw(st.lists(st.sampled_from(roles[a.function]), unique=True)) if roles[a.function] else []
            own = [r.id for r in a.own_roles if draw(st.booleans())]
            keys = [*((r, None) for r in shared), *((r, a.id) for r in own)]
            found.append(Demand(frozenset({a.id}), tuple((key, draw(st.integers(0, 1))) for key in keys)))
    return found


@pytest.mark.parametrize("feature", FEATURES)
def test_oracle_and_brute_force_agree(feature: str) -> None:
    @tiny.every(EXAMPLES, f"possible {feature}")
    @given(tiny.scenarios(feature), st.data())
    def agree(raw: Raw, data: st.DataObject) -> None:
        of = read(raw).scenario
        dropped = data.draw(st.lists(st.sampled_from(inputs(of)), unique=True, max_size=6))
        less = relaxed(of, dropped)
        asked = demands(data.draw, less)
        answer = possible(less, asked, seconds=60)
        assert answer.known
        assert (answer.sessions is not None) == can(less, asked)
        if answer.sessions is not None:
            assert not violations(excerpt(less, [a for d in asked for a in d.activities]), answer.sessions)
            assert all(met(answer.sessions, demand) for demand in asked)

    agree()


HELD = Demand(frozenset({"a"}))
DESK = Demand(frozenset({"a"}), ((("desk", None), 0),))


def test_travel_decides_both_ways() -> None:
    """An hour at one place and then at another: half an hour between them is enough for 30 minutes, not for 31."""
    people = (person("ub-1"), person("ub-2"))
    first = activity("a", starts=(MORNING,), places=("hall",), merge="never")
    later = activity("b", starts=("2026-02-02T09:00",), places=("yard",), merge="never")
    asked = [Demand(frozenset({name}), ((("desk", None), 0),)) for name in ("a", "b")]
    for minutes, expected in ((30, True), (31, False)):
        of = scenario(first, later, people=people, travel_default_minutes=minutes)
        answer = possible(of, asked, seconds=60)
        assert (answer.sessions is not None, answer.known) == (expected, True)


def test_travel_moves_what_would_clash() -> None:
    """The first start that comes to mind leaves no time to travel; another does."""
    people = (person("ub-1"), person("ub-2"))
    first = activity("a", starts=(MORNING,), places=("hall",), merge="never")
    later = activity("b", starts=("2026-02-02T08:30", AFTERNOON), places=("yard",), merge="never")
    asked = [Demand(frozenset({name}), ((("desk", None), 0),)) for name in ("a", "b")]
    answer = possible(scenario(first, later, people=people, travel_default_minutes=15), asked, seconds=60)
    assert answer.sessions is not None
    assert [s.start.hour for s in answer.sessions] == [7, 13]


def test_another_activity_can_help_by_its_nominations() -> None:
    """Only together with `b` may anybody but the absent nominee sit at the desk of `a`."""
    gone = person("ub-1", available=())
    functions = (function("gift", role("desk", 1)),)
    alone = activity("a", nominated={"desk": ["ub-1"]})
    helped = activity("b", "mt", nominated={"desk": ["mt-1"]})
    people = (gone, person("mt-1", "mt", "ub"))
    assert possible(scenario(alone, people=people, functions=functions), [DESK], seconds=60).sessions is None
    answer = possible(scenario(alone, helped, people=people, functions=functions), [DESK], seconds=60)
    assert answer.sessions is not None
    assert [s.activities for s in answer.sessions] == [("a", "b")]


def test_sponsors_are_represented_in_seats_that_nobody_asked_for() -> None:
    asked = [Demand(frozenset({"a", "b"}))]
    for names, expected in ((("ub-1", "mt-1"), True), (("ub-1", "ub-2"), False)):
        of = scenario(
            activity("a"), activity("b", "mt"), together=(("a", "b"),), people=tuple(person(name) for name in names)
        )
        answer = possible(of, asked, seconds=60)
        assert (answer.sessions is not None, answer.known) == (expected, True)


def test_seats_may_stay_empty_up_to_the_number_given() -> None:
    of = scenario(activity("a"), people=(person("ub-1"),))
    for most, expected in ((0, False), (1, True)):
        answer = possible(of, [Demand(frozenset({"a"}), ((("desk", None), most),))], seconds=60)
        assert (answer.sessions is not None) == expected


def test_empty_seats_of_several_activities_count_over_all_their_sessions() -> None:
    """Two sessions at one time with two desks each, and three people: one seat stays empty, not none."""
    of = scenario(
        activity("a", starts=(MORNING,), merge="never"),
        activity("b", starts=(MORNING,), merge="never"),
        people=(person("ub-1"), person("ub-2"), person("ub-3")),
    )
    for most, expected in ((0, False), (1, True)):
        answer = possible(of, [Demand(frozenset({"a", "b"}), ((("desk", None), most),))], seconds=60)
        assert (answer.sessions is not None) == expected


def test_more_sessions_than_one_person_has_blocks_are_refuted_by_counting() -> None:
    """Activities that only one person can serve, two at a time in four blocks: eight are served, not nine."""
    names = [f"a{n}" for n in range(9)]
    days = {"from": "2026-02-02", "to": "2026-02-03", "blocks": ["sang", "chieu"]}
    of = scenario(
        *(activity(name, window=days, serves=[{"group": name}]) for name in names),
        people=(person("ub-1"),),
        functions=(function("gift", role("desk", 1), max_people=20),),
        groups=tuple(group(name, 10) for name in names),
        places=(place("hall", parallel=9),),
    )
    for number, expected in ((8, True), (9, False)):
        asked = [Demand(frozenset({n}), ((("desk", None), 0),)) for n in names[:number]]
        answer = possible(of, asked, seconds=20)
        assert (answer.sessions is not None, answer.known) == (expected, True)


def test_no_time_is_no_answer() -> None:
    of = scenario(activity("a"))
    stopped = threading.Event()
    stopped.set()
    assert not possible(of, [HELD], seconds=0).known
    assert not possible(of, [HELD], seconds=60, stop=stopped).known
