"""Rows ranked by what they lose or bring, as brute force has it, with who takes over."""

from __future__ import annotations

import threading
from typing import get_args

from hypothesis import assume, given

from planner.answers.rankings import Loss, by_gain, by_loss, lost_people, one_more, refusals
from planner.domain.checks import read
from planner.domain.whatif import Case, FamilyName, Row, SetTurnout, Shift, WhatIf
from planner.engine import Here
from planner.solve.settings import SolveSettings
from planner.whatif.batch import base_of, run
from planner.whatif.changes import apply
from planner.whatif.families import cases
from tests import brute, tiny
from tests.builders import activity, organisation, person, plan, scenario, session
from tests.core import Raw, allied

SETTINGS = SolveSettings(time_limit_s=60, workers=1, deterministic=True, baseline=False)


def row(case: str, *shifts: int, status: str = "optimal", changed: int = 0) -> Row:
    names = ("unheld", "unfilled", "cost")
    difference = {name: Shift(value=value) for name, value in zip(names, shifts, strict=False)}
    return Row.model_validate({"case": case, "status": status, "seats_changed": changed, "difference": difference})


ROWS = (
    row("unknown", status="unknown"),
    row("dear", 0, 0, 9),
    row("moves", 0, 0, 0, changed=4),
    row("nothing", 0, 0, 0),
    row("none", status="infeasible"),
    row("alike", 0, 0, 0),
    row("wrong", status="error"),
    row("empty", 0, 2, -50),
    row("gone", 3, 0, 0),
)


def test_the_worst_first() -> None:
    expected = ["none", "gone", "empty", "dear", "moves", "alike", "nothing", "unknown", "wrong"]
    assert [r.case for r in by_loss(ROWS)] == expected
    assert [r.case for r in by_loss(reversed(ROWS))] == expected


def test_the_best_first() -> None:
    expected = ["alike", "nothing", "moves", "dear", "empty", "gone", "none", "unknown", "wrong"]
    assert [r.case for r in by_gain(ROWS)] == expected
    assert [r.case for r in by_gain(reversed(ROWS))] == expected


def test_what_is_lost_agrees_with_brute_force() -> None:
    seen = {"irreplaceable": 0, "replaced": 0, "left empty": 0}

    @tiny.every(20, "lost people")
    @given(tiny.scenarios())
    def agree(raw: Raw) -> None:
        ward = read(raw).scenario
        base = base_of(ward, SETTINGS)
        assume(base.plan.has_sessions_to_check)
        asked = cases(ward, WhatIf(format="chungtay-whatif/1", base="-", generate=("each_person_absent",)))
        found = lost_people(ward, base.plan, asked, run(base, asked, Here(), threading.Event()))
        assert {loss.person: loss.name for loss in found} == {p.id: p.name for p in ward.people}
        before = [tier.value or 0 for tier in base.plan.tiers]
        prices = []
        by_name = {case.name: case for case in asked}
        for loss in found:
            best = brute.best(apply(ward, by_name[loss.row.case].changes).scenario)
            assert (best is None) == (loss.row.status == "infeasible")
            values = None if best is None else list(best.values.values())
            prices.append((values is None, values or []))
            assert loss.irreplaceable == (values is None or values[:2] > before[:2])
            seen["irreplaceable"] += bool(loss.irreplaceable)
            if loss.hands is None or loss.row.plan is None:
                continue
            seats = [seat for held in base.plan.sessions for seat in held.seats if seat.person == loss.person]
            assert sorted(hand.role or "" for hand in loss.hands if not hand.standby) == sorted(s.role for s in seats)
            after = [(a, s.role, s.person) for x in loss.row.plan.sessions for s in x.seats for a in x.activities]
            for hand in (hand for hand in loss.hands if not hand.standby):
                who = {p for a, role, p in after if role == hand.role and a in hand.activities}
                assert hand.takes in who if hand.kind == "handover" else None in who or hand.kind == "released"
                seen["replaced"] += hand.kind == "handover"
                seen["left empty"] += hand.kind == "emptied"
        assert prices == sorted(prices, reverse=True)

    agree()
    assert min(seen.values()) >= 3, seen


def test_one_more_and_refusals_agree_with_brute_force() -> None:
    seen = {"gain": 0, "price": 0, "pair": 0}

    @tiny.every(14, "worth and price")
    @given(tiny.scenarios("skill"))
    def agree(raw: Raw) -> None:
        allied(raw)
        for each in raw["activities"]:
            each["merge"] = "any"
        ward = read(raw).scenario
        base = base_of(ward, SETTINGS)
        assume(base.plan.has_sessions_to_check)
        asked = cases(ward, WhatIf(format="chungtay-whatif/1", base="-", generate=get_args(FamilyName)))
        rows = list(run(base, asked, Here(), threading.Event()))
        best = {case.name: brute.best(apply(ward, case.changes).scenario) for case in asked}

        def price(case: str) -> list[int]:
            found = best[case]
            return [] if found is None else list(found.values.values())

        more = one_more(ward, asked, rows)
        names = [(w.row.case, w.skills[0], w.organisations[0]) for w in more]
        assert sorted(case for case, _, _ in names) == sorted(c.name for c in asked if c.name.startswith("one more"))
        assert [case for case, _, _ in names] == [f"one more: {skill} @ {of}" for _, skill, of in names]
        gains = [price(worth.row.case) for worth in more]
        assert gains == sorted(gains)
        seen["gain"] += any(gain < [tier.value or 0 for tier in base.plan.tiers] for gain in gains)
        refused = refusals(ward, asked, rows)
        assert {r.row.case: r.organisations for r in refused} == {
            case.name: tuple(case.name.partition(": ")[2].split(" | "))
            for case in asked
            if case.name.startswith(("refuses", "apart"))
        }
        prices = [(best[r.row.case] is None, price(r.row.case)) for r in refused]
        assert prices == sorted(prices, reverse=True)
        seen["price"] += any(values > [tier.value or 0 for tier in base.plan.tiers] for _, values in prices)
        seen["pair"] += any(len(r.organisations) == 2 for r in refused)

    agree()
    assert min(seen.values()) >= 3, seen


def test_names_and_who_takes_over() -> None:
    ward = scenario(
        activity("a"),
        organisations=(organisation("ub", "government", name="Uỷ ban"), organisation("pn", name="Hội Phụ nữ")),
        people=(person("ub-1", name="Lan"), person("ub-2"), person("pn-1", name="Mai")),
        skills=({"id": "cash", "name": "Thu tiền"},),
    )
    before = plan(ward, session("s", "a", seats=[("desk", "ub-1"), ("desk", "ub-2")]))
    after = plan(ward, session("s", "a", seats=[("desk", "pn-1"), ("desk", "ub-2")]))
    one = {"id": "x", "name": "X", "organisations": ["pn"], "skills": ["cash"]}
    asked = [
        Case.model_validate({"name": name, "changes": changes})
        for name, changes in {
            "lan": [{"type": "remove_person", "person": "ub-1"}],
            "mai": [{"type": "remove_person", "person": "pn-1"}],
            "more": [{"type": "add_person", "person": one}],
            "refuses": [{"type": "set_merge", "organisation": "pn", "merge": []}],
            "apart": [{"type": "keep_apart", "organisations": ["pn", "ub"]}],
            "other merge": [{"type": "set_merge", "organisation": "pn", "merge": "never"}],
            "of one activity": [{"type": "set_merge", "activity": "a", "merge": []}],
            "two": [{"type": "remove_person", "person": "pn-1"}, {"type": "remove_person", "person": "ub-1"}],
            "turnout": [SetTurnout.model_validate({"turnout": 2})],
        }.items()
    ]
    rows = [row(case.name, 0, 0, 0).model_copy(update={"plan": after}) for case in asked]
    mai, lan = lost_people(ward, before, asked, [rows[0], rows[1].model_copy(update={"plan": None}), *rows[2:]][::-1])[
        ::-1
    ]
    assert (lan.person, lan.name, [(h.kind, h.takes) for h in lan.hands or ()]) == (
        "ub-1",
        "Lan",
        [("handover", "pn-1")],
    )
    assert (mai.person, mai.name, mai.hands) == ("pn-1", "Mai", None)
    (worth,) = one_more(ward, asked, rows)
    assert (worth.skill_names, worth.organisation_names) == (("Thu tiền",), ("Hội Phụ nữ",))
    assert [(r.organisations, r.names) for r in refusals(ward, asked, rows)] == [
        (("pn", "ub"), ("Hội Phụ nữ", "Uỷ ban")),
        (("pn",), ("Hội Phụ nữ",)),
    ]


def test_nothing_is_claimed_that_is_not_proven() -> None:
    def lost(status: str = "feasible", **shifts: tuple[int, int | None, int | None]) -> bool | None:
        difference = {name: dict(zip(("value", "low", "high"), s, strict=True)) for name, s in shifts.items()}
        answer = Row.model_validate({"case": "x", "status": status, "difference": difference})
        return Loss(row=answer, person="x", name="X", hands=None).irreplaceable

    assert lost(unheld=(0, 0, 0), unfilled=(2, 1, 2)) is True
    assert lost(unheld=(0, 0, 0), unfilled=(2, 0, 2)) is None
    assert lost(unheld=(0, 0, 0), unfilled=(0, 0, 0)) is False
    assert lost(unheld=(-1, -1, -1), unfilled=(2, 2, 2)) is False
    assert lost(unheld=(1, 1, 1), unfilled=(-2, None, None)) is True
    assert lost(unheld=(0, -1, 1), unfilled=(2, None, None)) is None
    assert lost(unheld=(0, 0, 0), unfilled=(2, None, 2)) is None
    assert lost("infeasible") is True
    assert lost("unknown") is None
