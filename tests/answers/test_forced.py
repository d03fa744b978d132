"""Forced prices and the order of replacements are those of brute force."""

from __future__ import annotations

import threading

from hypothesis import assume, given
from hypothesis import strategies as st

from planner.answers.forced import who_else, why, why_not
from planner.domain.checks import read
from planner.domain.faults import InputError
from planner.domain.whatif import Case
from planner.engine import Here
from planner.solve.settings import SolveSettings
from planner.whatif.batch import base_of
from planner.whatif.case import Base, solved
from planner.whatif.changes import apply
from tests import brute, tiny
from tests.builders import activity, person, scenario
from tests.core import Raw

SETTINGS = SolveSettings(time_limit_s=60, workers=1, deterministic=True, baseline=False)


def expected(base: Base, case: Case) -> dict[str, int] | None:
    """What brute force finds for a case, None where no plan meets it or it contradicts the scenario itself."""
    try:
        best = brute.best(apply(base.scenario, case.changes).scenario)
    except InputError:
        return None
    return None if best is None else best.values


def test_prices_of_force() -> None:
    seen = {"dearer": 0, "cannot": 0, "free": 0}

    @tiny.every(40, "forced")
    @given(tiny.scenarios(), st.data())
    def agree(raw: Raw, data: st.DataObject) -> None:
        base = base_of(read(raw).scenario, SETTINGS)
        assume(base.plan.sessions)
        session = data.draw(st.sampled_from(base.plan.sessions))
        someone = data.draw(st.sampled_from(base.scenario.people)).id
        seat = data.draw(st.sampled_from(session.seats or (None,)))
        assume(seat is not None)
        assert seat is not None
        name = seat.activity or session.activities[0]
        for case in (why(someone, name), why_not(someone, name, seat.role)):
            row = solved(base, case, threading.Event())
            values = expected(base, case)
            if values is None:
                assert row.status in ("infeasible", "error")
                seen["cannot"] += 1
                continue
            assert {tier.name: (tier.value, tier.proven) for tier in row.tiers} == {
                tier: (value, True) for tier, value in values.items()
            }
            before = {tier.name: tier.value or 0 for tier in base.plan.tiers}
            assert {tier: (s.value, s.low, s.high) for tier, s in row.difference.items()} == {
                tier: (value - before[tier],) * 3 for tier, value in values.items()
            }
            seen["dearer" if any(s.value for s in row.difference.values()) else "free"] += 1

    agree()
    assert min(seen.values()) >= 3, seen


def test_replacements_in_order_of_price() -> None:
    seen = {"several": 0, "cannot": 0}

    @tiny.every(40, "replacements")
    @given(tiny.scenarios(), st.data())
    def agree(raw: Raw, data: st.DataObject) -> None:
        base = base_of(read(raw).scenario, SETTINGS)
        assume(base.plan.sessions)
        session = data.draw(st.sampled_from(base.plan.sessions))
        assume(session.seats)
        seat = data.draw(st.sampled_from(session.seats))
        name = seat.activity or session.activities[0]
        out = [] if seat.person is None else [{"person": seat.person, "activity": name}]
        prices: list[list[int] | None] = []
        for candidate in who_else(base, session, seat.role, seat.activity, seat.person, Here(), threading.Event()):
            pin = {"person": candidate.person, "activity": name, "role": seat.role}
            changes = [{"type": "forbid", **f} for f in out] + [{"type": "pin", **pin}]
            values = expected(base, Case.model_validate({"name": "forced", "changes": changes}))
            prices.append(None if values is None else list(values.values()))
            assert candidate.can == (values is not None)
        assert prices == sorted(prices, key=lambda values: (values is None, values or []))
        seen["several"] += sum(values is not None for values in prices) > 1
        seen["cannot"] += None in prices

    agree()
    assert (seen["several"] >= 3, seen["cannot"] >= 1) == (True, True), seen


def test_those_who_qualify_and_do_not_sit_there() -> None:
    ward = scenario(
        activity("a", nominated={"desk": ["ub-1", "ub-2", "ub-3", "ub-4"]}),
        people=(
            person("ub-1", cost_per_hour=1),
            person("ub-2", cost_per_hour=2),
            person("ub-3", cost_per_hour=5),
            person("ub-4", cost_per_hour=3),
            person("ub-5"),
        ),
    )
    base = base_of(ward, SETTINGS)
    (session,) = base.plan.sessions
    found = who_else(base, session, "desk", None, "ub-1", Here(), threading.Event())
    assert [(c.person, c.row.difference["cost"].value) for c in found] == [("ub-4", 2), ("ub-3", 4)]
