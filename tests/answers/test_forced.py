"""Forced prices and the order of replacements are those of brute force."""

from __future__ import annotations

import threading

from hypothesis import assume, given
from hypothesis import strategies as st

from planner.answers.forced import Candidate, candidates, ranked, replacing, why, why_not
from planner.domain.checks import read
from planner.domain.faults import InputError
from planner.domain.plan import Session
from planner.domain.whatif import Case, Row
from planner.engine import Here
from planner.solve.settings import SolveSettings
from planner.whatif.batch import base_of, run
from planner.whatif.case import Base, solved
from planner.whatif.changes import apply
from tests import brute, tiny
from tests.builders import activity, function, person, role, scenario
from tests.core import Raw

SETTINGS = SolveSettings(time_limit_s=60, workers=1, deterministic=True, baseline=False)


def expected(base: Base, case: Case) -> dict[str, int] | None:
    """What brute force finds for a case, None where no plan meets it or it contradicts the scenario itself."""
    try:
        best = brute.best(apply(base.scenario, case.changes).scenario)
    except InputError:
        return None
    return None if best is None else best.values


def who_else(base: Base, session: Session, role: str, origin: str | None, holder: str | None) -> tuple[Candidate, ...]:
    asked = replacing(base, session, role, origin, holder)
    return candidates(base, asked, run(base, list(asked.values()), Here(), threading.Event()))


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
        gone = [] if seat.person is None else [{"type": "forbid", "person": seat.person, "activity": name}]
        pins = [] if seat.person is None else raw["pins"]
        drop = [{"type": "unpin", **p} for p in pins if p.get("person") == seat.person]
        drop = [p for n, p in enumerate(drop) if p["activity"] in session.activities and p not in drop[:n]]
        prices: list[list[int] | None] = []
        for candidate in who_else(base, session, seat.role, seat.activity, seat.person):
            pin = {"person": candidate.person, "activity": name, "role": seat.role}
            changes = [*drop, *gone, {"type": "pin", **pin}]
            values = expected(base, Case.model_validate({"name": "forced", "changes": changes}))
            prices.append(None if values is None else list(values.values()))
            assert (candidate.can, candidate.sure) == (values is not None, True)
        assert prices == sorted(prices, key=lambda values: (values is None, values or []))
        seen["several"] += sum(values is not None for values in prices) > 1
        seen["cannot"] += None in prices

    agree()
    assert (seen["several"] >= 3, seen["cannot"] >= 1) == (True, True), seen


def test_those_who_qualify_and_do_not_have_such_a_seat() -> None:
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
    found = who_else(base, session, "desk", None, "ub-1")
    assert [(c.person, c.row.difference["cost"].value) for c in found] == [("ub-4", 2), ("ub-3", 4)]


def test_somebody_in_another_seat_of_the_session_and_who_follows_them() -> None:
    ward = scenario(
        activity("a", nominated={"cash": ["ub-2", "ub-3"], "desk": ["ub-1", "ub-2"]}),
        functions=(function("gift", role("cash", 1), role("desk", 1)),),
        people=(person("ub-1"), person("ub-2"), person("ub-3", cost_per_hour=1)),
    )
    base = base_of(ward, SETTINGS)
    (session,) = base.plan.sessions
    (found,) = who_else(base, session, "desk", None, "ub-1")
    assert (found.person, found.can, found.sure, found.row.difference["cost"].value) == ("ub-2", True, True, 1)
    assert [(m.kind, m.role, m.gives, m.takes) for m in found.moves] == [
        ("handover", "cash", "ub-2", "ub-3"),
        ("handover", "desk", "ub-1", "ub-2"),
    ]


def test_a_holder_who_is_pinned_to_the_session_can_be_replaced() -> None:
    ward = scenario(
        activity("a", starts=["2026-02-02T07:30"]),
        activity("b", "mt", starts=["2026-02-02T07:30"]),
        activity("c", starts=["2026-02-02T13:30"]),
        pins=[{"person": "ub-1", "activity": name, "role": "desk"} for name in ("a", "b", "c")],
        together=[["a", "b"]],
        representation=False,
    )
    base = base_of(ward, SETTINGS)
    (session,) = (s for s in base.plan.sessions if "b" in s.activities)
    seats = [seat.person for seat in session.seats]
    found = who_else(base, session, "desk", None, "ub-1")
    assert ("ub-1" in seats, {c.person for c in found}) == (True, {p.id for p in ward.people} - set(seats))
    for candidate in found:
        assert candidate.row.plan is not None
        held = {a: [s.person for s in x.seats] for x in candidate.row.plan.sessions for a in x.activities}
        assert ["ub-1" in held[name] for name in ("a", "b", "c")] == [False, False, True]


def test_those_of_whom_nothing_is_known_come_before_those_who_cannot() -> None:
    rows = {"a": "error", "b": "infeasible", "c": "unknown", "d": "optimal", "e": "feasible"}
    found = ranked(Candidate(name, Row.model_validate({"case": name, "status": s})) for name, s in rows.items())
    assert [candidate.person for candidate in found] == ["d", "e", "c", "a", "b"]


def test_a_price_is_sure_where_nothing_is_left_open() -> None:
    def sure(status: str, **shifts: tuple[int, int | None, int | None]) -> bool:
        difference = {name: dict(zip(("value", "low", "high"), s, strict=True)) for name, s in shifts.items()}
        return Candidate("x", Row.model_validate({"case": "x", "status": status, "difference": difference})).sure

    assert sure("optimal", unheld=(0, 0, 0), cost=(7, 7, 7))
    assert not sure("feasible", unheld=(0, 0, 0), cost=(7, 6, 7))
    assert not sure("feasible", unheld=(0, 0, 0), cost=(7, 7, None))
    assert sure("infeasible")
    assert not sure("unknown")
