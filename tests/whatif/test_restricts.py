"""Restrictions: never claimed in error, by brute force, and seen wherever answers are reused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.canonical import sha256
from planner.domain.faults import InputError
from planner.domain.scenario import Scenario
from planner.domain.whatif import Change
from planner.verify import verify
from planner.whatif import apply, restricts
from tests import brute, tiny
from tests.builders import activity, function, group, own_role, person, place, role, scenario
from tests.whatif.changing import TYPES, bases, change, changes

LOOSENING = {"add_person", "add_place", "allow", "unpart", "unpin", "untie"}
"""Changes that only give plans: no restriction, or one that need not be seen."""


@pytest.mark.parametrize("kind", TYPES)
def test_what_restricts_is_never_better(kind: str) -> None:
    claimed = 0

    @tiny.every(60, f"restricts {kind}")
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        nonlocal claimed
        base = data.draw(bases(kind))
        tighter = changed(base, [data.draw(changes(base, kind))])
        if restricts(tighter, base):
            claimed += 1
            judge(tighter, base)

    holds()
    assert claimed or kind in LOOSENING


def test_several_changes_that_restrict_are_never_better() -> None:
    claimed = 0

    @tiny.every(250, "restricts")
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        nonlocal claimed
        base = data.draw(bases())
        tighter = base
        for _ in range(data.draw(st.integers(2, 3))):
            tighter = changed(tighter, [data.draw(changes(tighter))])
        if restricts(tighter, base):
            claimed += 1
            judge(tighter, base)

    holds()
    assert claimed


def changed(base: Scenario, steps: list[Change]) -> Scenario:
    try:
        return apply(base, steps).scenario
    except InputError:
        assume(False)
        raise


def judge(tighter: Scenario, base: Scenario) -> None:
    """Check that the best plan of the tighter scenario is a plan of the base, worth the same and no better."""
    here, there = brute.best(tighter), brute.best(base)
    if here is None:
        return
    assert there is not None
    assert list(here.values.items()) >= list(there.values.items())
    report = verify(base, here.plan.model_copy(update={"scenario_sha256": sha256(base)}))
    assert (report.violations, report.values) == ((), here.measured)


def on_monday(*times: str) -> list[dict[str, str]]:
    """Stretches of Monday 2 February: start, end, start, end ..."""
    moments = [f"2026-02-02T{time}" for time in times]
    return [{"start": start, "end": end} for start, end in zip(moments[::2], moments[1::2], strict=True)]


WARD = scenario(
    activity("a", "ub", serves=[{"group": "g"}], nominated={"desk": ["ub-1", "mt-1"]}, merge=["mt"]),
    activity("b", "mt", serves=[{"group": "g", "people": 7}], own_roles=(own_role("cashier", nominated=["mt-1"]),)),
    activity("c", "pn", window={"from": "2026-02-03", "to": "2026-02-05"}, places=["hall"], merge="never"),
    activity("d", "pn", turnout=1, serves=[{"group": "g"}], nominated={"desk": ["ub-1", "pn-1"]}),
    people=(
        person("ub-1", skills=["cash"], unavailable=on_monday("07:00", "09:00")),
        person("ub-2", available=on_monday("07:00", "18:00")),
        person("mt-1", skills=["cash", "talk"]),
        person("pn-1", max_hours_per_day=6, areas=[]),
    ),
    skills=({"id": "cash", "name": "Thu"}, {"id": "talk", "name": "Nói"}),
    places=(place("hall", closed=[{"start": "2026-02-04T00:00", "end": "2026-02-05T00:00"}]), place("yard", 50)),
    groups=(group("g", 40),),
    functions=(function("gift", role("desk", 2), role("purse", 1, skill="cash", standby=1), max_people=200),),
    together=(("a", "b"),),
    apart=(("a", "d"),),
    pins=({"activity": "a"}, {"person": "ub-1", "activity": "a", "role": "desk"}),
    forbids=({"person": "pn-1", "activity": "b"},),
    budget=1000,
)
"""A ward with something of everything that can be tightened or loosened."""

TIGHTER: dict[str, dict[str, Any]] = {
    "a person less": {"type": "remove_person", "person": "mt-1"},
    "a person less whom a forbid names": {"type": "remove_person", "person": "pn-1"},
    "a person away": {"type": "set_unavailable", "person": "mt-1", **on_monday("00:00", "12:00")[0]},
    "away for longer": {
        "type": "set_person",
        "person": "ub-1",
        "unavailable": on_monday("06:00", "08:00", "08:00", "10:00"),
    },
    "there for less": {"type": "set_person", "person": "ub-2", "available": on_monday("07:00", "12:00")},
    "there at times": {"type": "set_person", "person": "mt-1", "available": []},
    "fewer hours": {"type": "set_person", "person": "pn-1", "max_hours_per_day": 5, "max_hours_per_week": 5},
    "fewer skills": {"type": "set_person", "person": "mt-1", "skills": ["talk"]},
    "some areas": {"type": "set_person", "person": "mt-1", "areas": []},
    "a place closed": {"type": "close_place", "place": "yard"},
    "a place smaller": {"type": "set_place", "place": "yard", "capacity": 49, "parallel": 0},
    "nowhere to be": {"type": "set_places", "activity": "c", "places": []},
    "places listed": {"type": "set_places", "activity": "a", "places": ["yard", "hall"]},
    "days less": {
        "type": "set_window",
        "activity": "c",
        "window": {"from": "2026-02-03", "to": "2026-02-04", "blocks": ["sang"]},
    },
    "a start less": {"type": "set_window", "activity": "a", "starts": ["2026-02-02T07:30"]},
    "a block for a start": {
        "type": "set_window",
        "activity": "a",
        "window": {"from": "2026-02-02", "to": "2026-02-02", "blocks": ["sang"]},
    },
    "a refusal": {"type": "set_merge", "activity": "d", "merge": []},
    "a list for any": {"type": "set_merge", "activity": "b", "merge": ["ub"]},
    "never for any": {"type": "set_merge", "organisation": "pn", "merge": "never"},
    "organisations apart": {"type": "keep_apart", "organisations": ["mt", "pn"]},
    "a forbid": {"type": "forbid", "person": "mt-1", "activity": "a"},
    "a pin": {"type": "pin", "activity": "d", "place": "hall"},
    "a person pinned": {"type": "pin", "activity": "d", "person": "pn-1", "role": "desk"},
    "money less": {"type": "set_budget", "budget": 999},
    "a limit": {"type": "set_organisation", "organisation": "pn", "max_hours": 3},
    "fewer people": {"type": "set_max_people", "function": "gift", "max_people": 100},
    "a skill for a role": {"type": "set_role", "function": "gift", "role": "desk", "skill": "talk"},
    "a bloc for a role": {"type": "set_role", "activity": "b", "role": "cashier", "blocs": ["front"]},
    "nominated less": {"type": "set_nominated", "activity": "a", "role": "desk", "nominated": ["mt-1"]},
    "nobody nominated": {"type": "set_nominated", "activity": "c", "role": "desk", "nominated": []},
    "nominated for a role without lists": {
        "type": "set_nominated",
        "activity": "c",
        "role": "purse",
        "nominated": ["ub-1"],
    },
    "nominated as by all": {"type": "set_nominated", "activity": "c", "role": "desk", "nominated": ["ub-1"]},
    "the same turnout": {"type": "set_turnout", "turnout": 1},
    "a turnout that rounds alike": {"type": "set_turnout", "turnout": 0.99, "activity": "b"},
    "a group that is counted already": {"type": "set_people", "activity": "a", "group": "g", "people": 40},
}

LOOSER: dict[str, dict[str, Any]] = {
    "somebody pinned gone": {"type": "remove_person", "person": "ub-1"},
    "a person more": {"type": "add_person", "person": {"id": "x", "name": "X", "organisations": ["ub"]}},
    "away otherwise": {
        "type": "set_person",
        "person": "ub-1",
        "unavailable": on_monday("07:00", "08:00", "08:30", "23:59"),
    },
    "there any time": {"type": "set_person", "person": "ub-2", "available": None},
    "there otherwise": {"type": "set_person", "person": "ub-2", "available": on_monday("17:00", "18:01")},
    "more hours a day": {"type": "set_person", "person": "pn-1", "max_hours_per_day": 6.5},
    "more hours a week": {"type": "set_person", "person": "pn-1", "max_hours_per_week": 41},
    "any area": {"type": "set_person", "person": "pn-1", "areas": None},
    "more skills": {"type": "set_person", "person": "pn-1", "skills": ["talk"]},
    "another cost": {"type": "set_cost", "person": "pn-1", "cost_per_hour": 1},
    "a place more": {"type": "add_place", "place": {"id": "x", "name": "X", "capacity": 1}},
    "a place larger": {"type": "set_place", "place": "yard", "capacity": 51},
    "a place for more at once": {"type": "set_place", "place": "yard", "parallel": 2},
    "a place open": {"type": "set_place", "place": "hall", "closed": []},
    "a dearer place": {"type": "set_cost", "place": "hall", "cost_per_session": 1},
    "other places": {"type": "set_places", "activity": "c", "places": ["yard"]},
    "any place": {"type": "set_places", "activity": "c", "places": None},
    "other days": {"type": "set_window", "activity": "c", "window": {"from": "2026-02-05", "to": "2026-02-06"}},
    "a start for a block": {"type": "set_window", "activity": "c", "starts": ["2026-02-03T07:30"]},
    "another start": {"type": "set_window", "activity": "a", "starts": ["2026-02-02T08:30"]},
    "alone no more": {"type": "set_merge", "activity": "c", "merge": []},
    "another partner": {"type": "set_merge", "activity": "a", "merge": ["pn"]},
    "any partner": {"type": "set_merge", "activity": "a", "merge": "any"},
    "a refusal that unties": {"type": "set_merge", "activity": "b", "merge": []},
    "untied": {"type": "untie", "activities": ["b", "a"]},
    "unparted": {"type": "unpart", "activities": ["d", "a"]},
    "unpinned": {"type": "unpin", "activity": "a"},
    "allowed": {"type": "allow", "person": "pn-1", "activity": "b"},
    "money more": {"type": "set_budget", "budget": 1001},
    "money without end": {"type": "set_budget", "budget": None},
    "more people": {"type": "set_max_people", "function": "gift", "max_people": None},
    "another norm": {"type": "set_norm", "function": "gift", "role": "desk", "fixed": 3},
    "another standby": {"type": "set_norm", "function": "gift", "role": "purse", "standby": 0},
    "dearer visitors": {"type": "set_cost", "function": "gift", "cost_per_person": 1},
    "a role for all": {"type": "set_role", "function": "gift", "role": "purse", "skill": None},
    "nominated more": {"type": "set_nominated", "activity": "a", "role": "desk", "nominated": ["ub-1", "mt-1", "pn-1"]},
    "anybody nominated": {"type": "set_nominated", "activity": "a", "role": "desk", "nominated": None},
    "nominated beside others": {"type": "set_nominated", "activity": "c", "role": "desk", "nominated": ["mt-1"]},
    "anybody for an own role": {"type": "set_nominated", "activity": "b", "role": "cashier", "nominated": None},
    "more who come": {"type": "set_turnout", "turnout": 1.15},
    "fewer who come": {"type": "set_people", "group": "g", "people": 39},
    "other aims": {"type": "set_objective", "objective": ["unheld", "unfilled", "cost"]},
}


@pytest.mark.parametrize("fields", [pytest.param(fields, id=name) for name, fields in TIGHTER.items()])
def test_a_restriction_is_seen(fields: dict[str, Any]) -> None:
    assert restricts(apply(WARD, [change(**fields)]).scenario, WARD)


@pytest.mark.parametrize("fields", [pytest.param(fields, id=name) for name, fields in LOOSER.items()])
def test_anything_else_is_none(fields: dict[str, Any]) -> None:
    assert not restricts(apply(WARD, [change(**fields)]).scenario, WARD)


def test_a_scenario_restricts_itself_whatever_the_order_of_its_lists() -> None:
    turned = WARD.model_copy(
        update={
            name: tuple(reversed(value))
            for name, value in WARD
            if isinstance(value, tuple) and name not in ("objective", "blocks", "travel")
        }
    )
    assert restricts(WARD, WARD)
    assert restricts(turned, WARD)
    assert restricts(WARD, turned)


@pytest.mark.parametrize("name", ["representation", "activities", "travel_default_minutes"])
def test_what_no_change_can_change(name: str) -> None:
    values = {"representation": False, "activities": WARD.activities[:3], "travel_default_minutes": 5}
    loose = WARD.model_copy(update={"apart": ()})
    assert restricts(WARD, loose)
    assert not restricts(WARD.model_copy(update={name: values[name]}), loose)


def test_each_absence_of_somebody_who_is_not_pinned_restricts() -> None:
    pinned = {pin.person for pin in WARD.pins if hasattr(pin, "person")}
    found = {p.id for p in WARD.people if restricts(apply(WARD, [change("remove_person", person=p.id)]).scenario, WARD)}
    assert found == {p.id for p in WARD.people} - pinned == {"ub-2", "mt-1", "pn-1"}
