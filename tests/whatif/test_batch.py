"""Batches: every row is what brute force finds for the changed scenario, whatever was reused to get there."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import assume, given

from planner.domain.checks import read
from planner.domain.plan import Tier
from planner.domain.scenario import Scenario
from planner.domain.whatif import Case, Change, RemovePerson, Row, SetTurnout
from planner.engine import Cores, Here
from planner.solve import stages
from planner.solve.settings import SolveSettings
from planner.verify import verify
from planner.whatif.batch import base_of, run
from planner.whatif.case import Base
from planner.whatif.changes import apply
from planner.whatif.compare import difference, seats_changed
from planner.whatif.twins import paired, renamed
from tests import brute, tiny
from tests.builders import activity, edit, person, plan, scenario, session
from tests.core import Raw

SETTINGS = SolveSettings(time_limit_s=60, workers=1, deterministic=True)


def rows_of(base: Base, cases: Sequence[Case]) -> dict[str, Row]:
    rows = list(run(base, cases, Here(), threading.Event()))
    found = {row.case: row for row in rows}
    assert len(found) == len(rows)
    return found


def absences(ward: Scenario) -> list[Case]:
    return [case(f"absent: {p.id}", RemovePerson(person=p.id)) for p in ward.people]


def case(name: str, *changes: Change) -> Case:
    return Case(name=name, changes=changes)


@pytest.mark.parametrize("small", [stages.SMALL, -1], ids=["exact", "stages"])
def test_absences_agree_with_brute_force(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    reused = lost = 0

    @tiny.every(25, "absences")
    @given(tiny.scenarios())
    def agree(raw: Raw) -> None:
        nonlocal reused, lost
        ward = read(raw).scenario
        base = base_of(ward, SETTINGS)
        assume(base.plan.has_sessions_to_check)
        cases = absences(ward)
        rows = rows_of(base, cases)
        reused += len(cases) - len(paired(base, cases))
        for each in cases:
            row, changed = rows[each.name], apply(ward, each.changes)
            expected = brute.best(changed.scenario)
            if expected is None:
                assert row.status == "infeasible"
                continue
            assert row.plan is not None
            assert verify(changed.scenario, row.plan).ok
            assert_within(row.tiers, expected.values, proven=small > 0)
            assert row.difference == difference(base.plan, row.plan)
            assert row.seats_changed == seats_changed(base.plan, row.plan)
            lost += any(shift.value > 0 for shift in row.difference.values())

    monkeypatch.setattr(stages, "SMALL", small)
    agree()
    assert (reused >= 3, lost >= 10) == (True, True), (reused, lost)


def test_cores_give_the_rows_that_one_process_gives() -> None:
    ward = scenario(activity("a"), activity("b", "mt"), activity("c", "pn"))
    base = base_of(ward, SETTINGS)
    cases = [*absences(ward), case("more", SetTurnout(turnout=Decimal("1.5")))]
    rows = {row.case: row for row in run(base, cases, Cores(2), threading.Event())}
    assert {n: bare(row) for n, row in rows.items()} == {n: bare(row) for n, row in rows_of(base, cases).items()}


def test_a_case_that_cannot_be_made_fails_alone() -> None:
    ward = scenario(activity("a"))
    base = base_of(ward, SETTINGS)
    rows = rows_of(base, [case("bad", RemovePerson(person="nobody")), case("good", RemovePerson(person="ub-1"))])
    assert [(row.case, row.status) for row in rows.values()] == [("bad", "error"), ("good", "optimal")]
    assert rows["bad"].error is not None
    assert "/changes/0/person" in rows["bad"].error.en


def test_people_whom_nothing_tells_apart_share_a_solve() -> None:
    ward = scenario(activity("a", nominated={"desk": ("ub-1", "ub-2")}), activity("b", "mt"))
    base = base_of(ward, SETTINGS)
    groups = paired(base, absences(ward))
    assert sorted(sorted([first.name, *(t.case.name for t in twins)]) for first, twins in groups.values()) == [
        ["absent: mt-1", "absent: mt-2"],
        ["absent: pn-1", "absent: pn-2"],
        ["absent: ub-1", "absent: ub-2"],
    ]
    different = scenario(activity("a"), people=(person("ub-1"), person("ub-2", cost_per_hour=1)))
    assert len(paired(base_of(different, SETTINGS), absences(different))) == 2


def test_the_case_solved_is_about_somebody_whom_the_base_plan_does_not_need() -> None:
    ward = scenario(activity("a"), people=tuple(person(f"ub-{i}") for i in range(4)))
    base = base_of(ward, SETTINGS)
    serving = {seat.person for session in base.plan.sessions for seat in session.seats}
    ((first, _),) = paired(base, absences(ward)).values()
    assert first.name.removeprefix("absent: ") not in serving


def test_swapping_names_reaches_the_reasons() -> None:
    ward = scenario(
        activity("a"),
        people=(person("ub-1", name="Lan"), person("ub-2", name="Lan Anh"), person("pn-1", name="Mai")),
    )
    seats = [("desk", "ub-1"), ("desk", None)]
    told = edit(
        plan(ward, session("s", "a", seats=seats)),
        {"/sessions/0/seats/1/reason": "Lan bận; Lan Anh vắng; Mai bận", "/sessions/0/seats/1/reason_en": "Lan away"},
    )
    found = renamed(ward, told, {"ub-1": "ub-2", "ub-2": "ub-1"}, "digest").sessions[0].seats
    assert [(seat.person, seat.reason, seat.reason_en) for seat in found] == [
        ("ub-2", None, None),
        (None, "Lan Anh bận; Lan vắng; Mai bận", "Lan Anh away"),
    ]


def test_nothing_comes_after_a_stop() -> None:
    ward = scenario(activity("a"), activity("b"))
    base, stop = base_of(ward, SETTINGS), threading.Event()
    rows = run(base, [case(f"t{i}", SetTurnout(turnout=Decimal(i))) for i in range(50)], Cores(2), stop)
    first = next(rows)
    stop.set()
    assert (first.status, list(rows)) == ("optimal", [])


def assert_within(tiers: Sequence[Tier], values: dict[str, int], *, proven: bool) -> None:
    """Fail unless the tiers are the optimum; where proofs may be missing, unless they claim no more than is true."""
    if proven:
        assert [tier for tier in tiers if not tier.proven] == []
    same = True
    for tier in tiers:
        value = values[tier.name]
        if tier.value is None or not same:
            return
        assert tier.value >= value
        assert tier.bound is None or tier.bound <= value
        same = tier.value == value
    assert same or not proven


def bare(row: Row) -> Row:
    found = None if row.plan is None else row.plan.model_copy(update={"seconds": 0.0})
    return row.model_copy(update={"seconds": 0.0, "plan": found})
