"""A plan made anew in mid-course: what has begun stays, and what comes is the best that brute force finds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.checks import read
from planner.domain.past import past_of
from planner.domain.plan import Plan, Tier
from planner.solve import PastError, solve, stages
from planner.solve.settings import SolveSettings
from planner.verify import verify
from tests import brute, tiny
from tests.contract import Rules
from tests.core import Raw

SETTINGS = SolveSettings(time_limit_s=60, workers=1, deterministic=True, baseline=False)
PLANS = 600
"""Most plans that are tried one by one for a scenario."""


@pytest.mark.parametrize("small", [stages.SMALL, -1], ids=["exact", "stages"])
def test_what_comes_is_the_best_that_the_past_allows(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "SMALL", small)
    seen = {"past": 0, "free": 0, "infeasible": 0, "refused": 0, "changed": 0}

    @tiny.every(30, "since")
    @given(tiny.replans(people=2, activities=2), st.data())
    def agree(replan: tuple[Raw, Raw], data: st.DataObject) -> None:
        before, after = (read(raw).scenario for raw in replan)
        assume(brute.number_of_plans(Rules(after, None)) <= PLANS)
        base = brute.best(before)
        assume(base is not None and base.plan.sessions)
        assert base is not None
        moments = sorted({session.start for session in base.plan.sessions})
        since = data.draw(st.sampled_from([*moments, *(session.end for session in base.plan.sessions)]))
        expected = brute.best_by_verifier(after, base.plan, since)
        past = past_of(base.plan, since)
        seen["past" if past.sessions else "free"] += 1
        try:
            plan = solve(after, SETTINGS, base=base.plan, since=since)
        except PastError:
            assert expected is None
            seen["refused"] += 1
            return
        if expected is None:
            assert plan.status in ("infeasible", "unknown")
            seen["infeasible"] += 1
            return
        assert verify(after, plan, base=base.plan, since=since).ok
        assert kept(plan, since) == kept(base.plan, since)
        assert {tier.name: tier.value for tier in plan.tiers} == expected.values
        if small > 0:
            assert plan.tiers == proven(expected)
        seen["changed"] += expected.measured["changes"] > 0

    agree()
    assert min(seen["past"], seen["free"], seen["refused"], seen["changed"]) >= 2, seen


def kept(plan: Plan, since: datetime) -> set[Any]:
    return {
        (s.activities, s.start, s.place, frozenset((x.person, x.role, x.activity) for x in s.seats if x.person))
        for s in past_of(plan, since).sessions
    }


def proven(optimum: brute.Optimum) -> tuple[Tier, ...]:
    return tuple(Tier(name=name, value=value, bound=value, proven=True) for name, value in optimum.values.items())
