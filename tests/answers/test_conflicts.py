"""Conflicts are what they claim: judged by trying every plan of the scenario without the other inputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain, combinations
from math import comb

import pytest
from hypothesis import assume, given

from planner.answers.conflicts import Conflict, why_empty, why_infeasible, why_unheld
from planner.answers.inputs import Input, inputs, relaxed
from planner.answers.probe import Need
from planner.answers.told import lines
from planner.domain.checks import read
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.solve.feasible.possible import Demand, met, violations
from tests import brute, tiny
from tests.builders import AFTERNOON, MORNING, activity, function, person, place, plan, role, scenario, session
from tests.core import Raw
from tests.features import FEATURES
from tests.wanted import can

EXAMPLES = 3
"""Scenarios for each feature."""
MOST_ACTIVITIES = 3
"""Of more there are too many timetables as soon as windows are taken back."""
MOST_SUBSETS = 500
"""Most smaller sets that are tried for one conflict."""


class Judge:
    """Says by brute force whether a goal fails with some inputs and needs."""

    def __init__(self, of: Scenario, base: Plan | None, found: Conflict) -> None:
        self.of, self.found = of, found
        self.inputs = {one.pointer: one for one in inputs(of)}
        self.needs: dict[str, list[Demand]] = {}
        for cause in found.causes:
            if cause.pointer not in self.inputs:
                assert base is not None
                self.needs[cause.pointer] = list(demands(of, base, cause.pointer, cause.roles))

    def fails(self, members: Iterable[str]) -> bool:
        kept = set(members)
        less = relaxed(self.of, [one for at, one in self.inputs.items() if at not in kept])
        needs = chain.from_iterable(of for at, of in self.needs.items() if at in kept)
        return not can(less, [*self.found.goal.demands(), *needs])


def demands(of: Scenario, base: Plan, pointer: str, roles: tuple[str, ...]) -> Iterable[Demand]:
    """What an activity asks for: to be held, in these roles with no more empty seats than the plan has."""
    name = of.activities[int(pointer.split("/")[2])].id
    own = {r.id for a in of.activities if a.id == name for r in a.own_roles}
    held = next(s for s in base.sessions if name in s.activities)
    empty = Counter((seat.role, seat.activity) for seat in held.seats if seat.person is None)
    yield Demand(frozenset({name}))
    for r in roles:
        key = (r, name if r in own else None)
        yield Demand(frozenset({name}), ((key, empty[key]),))


def assert_conflict(of: Scenario, base: Plan | None, found: Conflict) -> None:
    """Fail unless the set fails, works without any one member, and is smallest where it says so."""
    judge = Judge(of, base, found)
    members = [cause.pointer for cause in found.causes]
    assert found.checked
    assert len(set(members)) == len(members)
    assert judge.fails(members)
    for member in members:
        assert not judge.fails(other for other in members if other != member)
    everything = [*judge.inputs, *judge.needs]
    for size in range(len(members)) if found.smallest else ():
        if comb(len(everything), size) <= MOST_SUBSETS:
            assert not any(judge.fails(few) for few in combinations(everything, size))


def questions(of: Scenario, base: Plan) -> Iterable[Conflict]:
    """Every question that a plan's gaps raise, answered; those that brute force cannot judge left out."""
    for entry in base.unheld:
        yield why_unheld(of, base, entry.activity, seconds=60)
    for held in base.sessions:
        empty = Counter((seat.role, seat.activity) for seat in held.seats if seat.person is None)
        for (r, origin), number in empty.items():
            if number == 1 or len(held.activities) == 1 or origin is not None:
                yield why_empty(of, base, held.id, r, origin, seconds=60)


@pytest.mark.parametrize("feature", FEATURES)
def test_conflicts_hold_by_brute_force(feature: str) -> None:
    @tiny.every(EXAMPLES, f"conflict {feature}")
    @given(tiny.scenarios(feature))
    def agree(raw: Raw) -> None:
        of = read(raw).scenario
        assume(len(of.activities) <= MOST_ACTIVITIES)
        best = brute.best(of)
        if best is None:
            found = why_infeasible(of, seconds=60)
            assert found.outcome == "conflict"
            assert_conflict(of, None, found)
            return
        for found in questions(of, best.plan):
            if found.outcome == "conflict":
                assert_conflict(of, best.plan, found)
            else:
                assert found.outcome == "possible"
                assert found.instead is not None
                assert not violations(of, found.instead)
                assert all(met(found.instead, demand) for demand in found.goal.demands())

    agree()


# -- cases whose answer can be told by hand ------------------------------------------------------------------------

ONE_DESK = function("gift", role("desk", 1))


def pointers(found: Conflict) -> list[str]:
    return [cause.pointer for cause in found.causes]


def seat_of(of: Scenario, *sessions: dict[str, object], unheld: Iterable[str] = ()) -> Conflict:
    """Why the first session's desk is empty."""
    base = plan(of, *sessions, unheld=unheld)
    return why_empty(of, base, str(sessions[0]["id"]), "desk", seconds=60)


def test_the_only_one_with_the_skill_is_away() -> None:
    """The skill, her absence and the activity's only start: with none of them taken back the desk stays empty."""
    of = scenario(
        activity("a", starts=(MORNING,)),
        skills=[{"id": "thu", "name": "Thu ngân"}],
        functions=(function("gift", role("desk", 1, skill="thu")),),
        people=(
            person("ub-1"),
            person(
                "ub-2", skills=["thu"], unavailable=[AWAY, {"start": "2026-02-03T07:00", "end": "2026-02-03T09:00"}]
            ),
        ),
    )
    found = seat_of(of, session("s1", "a", seats=[("desk", None)]))
    assert (found.outcome, found.smallest, found.checked) == ("conflict", True, True)
    assert pointers(found) == ["/people/1/unavailable/0", "/functions/0/roles/0/skill", "/activities/0/starts"]
    assert found.en == (
        "These 3 together do not allow one more person as Vai desk at Hoạt động a; "
        "without any one of them it is possible."
    )
    assert [line.en for line in found.lines] == [
        "Cán bộ ub-2 is away from 07:00 02/02/2026 to 12:00 02/02/2026 (họp).",
        "Vai desk (Việc gift) needs the skill Thu ngân: 1 has it (Cán bộ ub-2).",
        "Hoạt động a starts only at 07:30 02/02/2026.",
    ]


AWAY = {"start": "2026-02-02T07:00", "end": "2026-02-02T12:00", "reason": "họp"}


def test_the_one_who_could_is_needed_elsewhere() -> None:
    """One person, two activities that stay apart at one time: the other one is part of the conflict."""
    of = scenario(
        activity("a", starts=(MORNING,)),
        activity("b", starts=(MORNING,)),
        apart=(("a", "b"),),
        people=(person("ub-1"),),
        functions=(ONE_DESK,),
    )
    found = seat_of(
        of, session("s1", "a", seats=[("desk", None)]), session("s2", "b", place="yard", seats=[("desk", "ub-1")])
    )
    assert (found.outcome, found.smallest, found.checked) == ("conflict", True, True)
    assert pointers(found) == ["/activities/0/starts", "/activities/1/starts", "/apart/0", "/activities/1"]
    assert found.causes[-1].roles == ("desk",)
    assert found.causes[-1].en == "Hoạt động b is held too and needs people as Vai desk."


def test_another_activity_that_only_takes_the_place() -> None:
    """The hall is taken by `b`, whoever serves there: that `b` is held is enough."""
    of = scenario(
        activity("a", starts=(MORNING,), places=("hall",), merge="never"),
        activity("b", starts=(MORNING,), places=("hall",), merge="never"),
    )
    base = plan(of, session("s1", "b", seats=[("desk", "ub-1"), ("desk", "ub-2")]), unheld=("a",))
    found = why_unheld(of, base, "a", seconds=60)
    assert (found.outcome, found.checked) == ("conflict", True)
    assert {cause.rule for cause in found.causes if cause.pointer == "/activities/1"} == {"one-session"}
    assert "/places/0/parallel" in pointers(found)
    assert_conflict(of, base, found)


def test_nobody_can_be_in_two_seats_whatever_is_taken_back() -> None:
    of = scenario(activity("a"), people=(person("ub-1"),))
    found = why_empty(of, plan(of, session("s1", "a", seats=[("desk", "ub-1"), ("desk", None)])), "s1", "desk")
    assert (found.outcome, found.causes, found.smallest, found.checked) == ("conflict", (), True, True)
    assert (
        found.en
        == "Nothing that could be relaxed allows one more person as Vai desk at Hoạt động a: there are too few people."
    )


def test_a_plan_that_is_not_the_best_is_told_so() -> None:
    """The other person is free: the seat can be filled and the rest of the plan stays."""
    of = scenario(
        activity("a", starts=(MORNING,)),
        activity("b", starts=(AFTERNOON,)),
        people=(person("ub-1"), person("ub-2")),
        functions=(ONE_DESK,),
    )
    found = seat_of(of, session("s1", "a", seats=[("desk", None)]), session("s2", "b", seats=[("desk", "ub-1")]))
    assert (found.outcome, found.causes) == ("possible", ())
    assert found.instead is not None
    assert not violations(of, found.instead)
    assert [seat.person is None for s in found.instead for seat in s.seats] == [False, False]


def test_pins_that_cannot_go_together() -> None:
    """Of three pins two want the same person at the same time in two places; the third is not to blame."""
    of = scenario(
        activity("a", starts=(MORNING,)),
        activity("b", starts=(MORNING,)),
        activity("c", starts=(AFTERNOON,)),
        apart=(("a", "b"),),
        pins=[
            {"activity": "c"},
            {"person": "ub-1", "activity": "a", "role": "desk"},
            {"person": "ub-1", "activity": "b", "role": "desk"},
        ],
    )
    found = why_infeasible(of, seconds=60)
    assert (found.outcome, found.smallest, found.checked) == ("conflict", True, True)
    assert pointers(found) == ["/activities/0/starts", "/activities/1/starts", "/apart/0", "/pins/1", "/pins/2"]


def test_a_budget_that_pins_exceed() -> None:
    of = scenario(
        activity("a", starts=(MORNING,)),
        functions=(function("gift", role("desk", 1), cost_per_session=7),),
        budget=6,
        pins=[{"activity": "a"}],
    )
    found = why_infeasible(of, seconds=60)
    assert (found.smallest, found.checked, pointers(found)) == (True, True, ["/pins/0", "/budget"])
    assert [line.vi for line in found.lines] == ["Đã ấn định: tổ chức Hoạt động a.", "Kinh phí tối đa 6 đồng."]


def test_pointers_are_those_of_the_lists_as_given() -> None:
    """People and activities in no order of ids, and a role whose id has a slash."""
    of = scenario(
        activity("z"),
        activity("a", starts=(MORNING,), nominated={"de/sk": ["ub-2"]}),
        functions=(function("gift", role("de/sk", 1)),),
        people=(person("ub-2", available=[]), person("ub-1")),
    )
    base = plan(
        of, session("s1", "a", seats=[("de/sk", None)]), session("s2", "z", start=AFTERNOON, seats=[("de/sk", "ub-1")])
    )
    found = why_empty(of, base, "s1", "de/sk", seconds=60)
    assert found.checked
    assert pointers(found) == ["/people/0/available", "/activities/1/nominated/de~1sk"]


def test_many_inputs_of_a_kind_are_told_in_one_sentence() -> None:
    of = scenario(*(activity(name, starts=(MORNING,)) for name in "abcd"))
    starts = [one for one in inputs(of) if one.rule == "start"]
    others = [Need(activity="a", role="desk"), Need(activity="b", role="desk"), Need(activity="c")]
    assert [line.en for line in lines(of, [*starts[:3], *others])] == [
        "Hoạt động a starts only at 07:30 02/02/2026.",
        "Hoạt động b starts only at 07:30 02/02/2026.",
        "Hoạt động c starts only at 07:30 02/02/2026.",
        "Held too, each with people as Vai desk: 2 activities: Hoạt động a, Hoạt động b.",
        "Held too: 1 activity: Hoạt động c.",
    ]
    assert [line.vi for line in lines(of, starts)] == [
        "Giờ bắt đầu của 4 hoạt động: Hoạt động a, Hoạt động b, Hoạt động c và 1 nữa."
    ]


def test_a_seat_that_is_not_empty_is_no_question() -> None:
    of = scenario(activity("a"))
    base = plan(of, session("s1", "a", seats=[("desk", "ub-1"), ("desk", "ub-2")]))
    with pytest.raises(LookupError):
        why_empty(of, base, "s1", "desk")
    with pytest.raises(LookupError):
        why_empty(of, base, "s9", "desk")
    with pytest.raises(LookupError):
        why_unheld(of, base, "a")


def test_no_time_is_no_answer() -> None:
    of = scenario(activity("a", starts=(MORNING,)), people=(person("ub-1", available=[]),), functions=(ONE_DESK,))
    found = why_empty(of, plan(of, session("s1", "a", seats=[("desk", None)])), "s1", "desk", seconds=0)
    assert (found.outcome, found.causes, found.checked) == ("unknown", (), False)


def test_every_input_taken_back_allows_more_and_leaves_a_scenario() -> None:
    @tiny.every(60, "inputs")
    @given(tiny.scenarios())
    def agree(raw: Raw) -> None:
        of = read(raw).scenario
        found = inputs(of)
        assert len({one.pointer for one in found}) == len(found)
        assert all(resolves(raw, one) for one in found if one.pointer.count("/") > 2)
        less = relaxed(of, found)
        assert Scenario.model_validate(less.model_dump(mode="json", by_alias=True, exclude_none=True)) is not None
        base = brute.best(of)
        if base is not None:
            assert not violations(less, base.plan.sessions)

    agree()


def test_taking_back_where_an_activity_is_held_allows_every_place() -> None:
    """Its own place serves another area: any place of its area would be another choice, not a wider one."""
    of = scenario(
        activity("a", area="k1", places=("yard",)),
        areas=[{"id": "k1", "name": "K1"}, {"id": "k2", "name": "K2"}],
        places=(place("hall", area="k1"), place("yard", area="k2")),
    )
    (one,) = (one for one in inputs(of) if one.pointer == "/activities/0/places")
    assert one.relax(of).activities[0].places == ("hall", "yard")


def resolves(raw: Raw, one: Input) -> bool:
    """Whether the pointer leads to something in the file, or to a field that has a default."""
    at: object = raw
    for step in one.pointer.split("/")[1:-1]:
        at = at[int(step)] if isinstance(at, list) else at[step]  # type: ignore[index]
    last = one.pointer.rsplit("/", 1)[1]
    return int(last) < len(at) if isinstance(at, list) else last in at or last in DEFAULTED  # type: ignore[operator]


DEFAULTED = {"max_hours_per_day", "max_hours_per_week", "parallel"}
