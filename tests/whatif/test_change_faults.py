"""What changes are refused for: each fault at its change, all at once."""

from __future__ import annotations

from typing import Any

import pytest

from planner.domain.scenario import Scenario
from planner.whatif import apply
from tests.builders import activity, function, group, own_role, person, role, scenario
from tests.files.refused import Said, refused
from tests.whatif.changing import change

Raw = dict[str, Any]

WARD = scenario(
    activity("tet", "ub", serves=[{"group": "ho-ngheo"}]),
    activity("qua", "mt", own_roles=(own_role("thu"),)),
    activity("hop", "pn"),
    activity("le", "pn", window={"from": "2026-02-02", "to": "2026-02-03"}),
    people=(person("ub-1"), person("mt-1")),
    groups=(group("ho-ngheo", 10), group("khac", 10)),
    functions=(function("gift", role("desk", 2)),),
    together=(("tet", "qua"),),
    apart=(("tet", "hop"),),
    pins=({"activity": "tet", "start": "2026-02-02T07:30"}, {"person": "ub-1", "activity": "tet", "role": "desk"}),
    forbids=({"person": "mt-1", "activity": "tet"},),
)

MONDAY = {"from": "2026-02-02", "to": "2026-02-02"}

ROLE = "the id of a role of the activity or its function"

REFUSED: dict[str, tuple[Raw, tuple[str, str, str, str]]] = {
    "nobody": (
        {"type": "remove_person", "person": "ub-11"},
        ("dangling-id", "/person", '"ub-11"', 'the id of a person; the nearest is "ub-1"'),
    ),
    "no activity": (
        {"type": "set_turnout", "turnout": 1, "activity": "xyz"},
        ("dangling-id", "/activity", '"xyz"', "the id of an activity"),
    ),
    "no partner": (
        {"type": "set_merge", "activity": "tet", "merge": ["mt", "xx"]},
        ("dangling-id", "/merge/1", '"xx"', "the id of an organisation"),
    ),
    "a partner twice": (
        {"type": "set_merge", "activity": "tet", "merge": ["mt", "mt"]},
        ("repeated-id", "/merge/1", '"mt"', "each id once in the list"),
    ),
    "no block": (
        {"type": "set_window", "activity": "tet", "window": {**MONDAY, "blocks": ["som"]}},
        ("dangling-id", "/window/blocks/0", '"som"', "the id of a block"),
    ),
    "a group that it does not serve": (
        {"type": "set_people", "group": "khac", "activity": "tet", "people": 1},
        ("dangling-id", "/group", '"khac"', "the id of a group that the activity serves"),
    ),
    "no role of the function": (
        {"type": "set_norm", "function": "gift", "role": "desc", "fixed": 1},
        ("dangling-id", "/role", '"desc"', 'the id of a role of the function; the nearest is "desk"'),
    ),
    "no own role": (
        {"type": "set_role", "activity": "qua", "role": "desk", "skill": None},
        ("dangling-id", "/role", '"desk"', "the id of an own role of the activity"),
    ),
    "no role to nominate for": (
        {"type": "set_nominated", "activity": "tet", "role": "thu", "nominated": []},
        ("dangling-id", "/role", '"thu"', ROLE),
    ),
    "no role to pin": (
        {"type": "pin", "activity": "qua", "person": "mt-1", "role": "thuu"},
        ("dangling-id", "/role", '"thuu"', f'{ROLE}; the nearest is "thu"'),
    ),
    "a person of that id": (
        {"type": "add_person", "person": {"id": "ub-1", "name": "X", "organisations": ["ub"]}},
        ("repeated-id", "/person/id", '"ub-1"', "an id that no other person has"),
    ),
    "a place of that id": (
        {"type": "add_place", "place": {"id": "hall", "name": "X", "capacity": 1}},
        ("repeated-id", "/place/id", '"hall"', "an id that no other place has"),
    ),
    "a person of nowhere": (
        {"type": "add_person", "person": {"id": "x", "name": "X", "organisations": ["ub", "uc"]}},
        ("dangling-id", "/person/organisations/1", '"uc"', "the id of an organisation"),
    ),
    "a place of nowhere": (
        {"type": "add_place", "place": {"id": "x", "name": "X", "capacity": 1, "area": "kp"}},
        ("dangling-id", "/place/area", '"kp"', "the id of an area"),
    ),
    "no such pin": (
        {"type": "unpin", "activity": "tet"},
        ("not-there", "", '"tet"', "a pin that the scenario holds, the same in all fields"),
    ),
    "not pinned so": (
        {"type": "unpin", "person": "mt-1", "activity": "tet", "role": "desk"},
        ("not-there", "", '"mt-1 – tet – desk"', "a pin that the scenario holds, the same in all fields"),
    ),
    "not forbidden": (
        {"type": "allow", "person": "ub-1", "activity": "tet"},
        ("not-there", "", '"ub-1 – tet"', "the person and activity of one of the forbids"),
    ),
    "not together": (
        {"type": "untie", "activities": ["tet", "hop"]},
        ("not-there", "", '"tet – hop"', "a pair that is in together"),
    ),
    "not apart": (
        {"type": "unpart", "activities": ["tet", "qua"]},
        ("not-there", "", '"tet – qua"', "a pair that is in apart"),
    ),
    "a pin that is forbidden": (
        {"type": "pin", "person": "mt-1", "activity": "tet", "role": "desk"},
        ("contradiction", "", '"mt-1 – tet"', "/pins/2: a person who is not forbidden (forbids) from that activity"),
    ),
    "a forbid of who is pinned": (
        {"type": "forbid", "person": "ub-1", "activity": "tet"},
        ("contradiction", "", '"ub-1 – tet"', "/pins/1: a person who is not forbidden (forbids) from that activity"),
    ),
    "times that end first": (
        {"type": "set_place", "place": "hall", "closed": [{"start": "2026-02-03T08:00", "end": "2026-02-03T07:00"}]},
        ("end-before-start", "", '"2026-02-03T07:00"', "/places/0/closed/0/end: a time after start, 2026-02-03T08:00"),
    ),
    "closed after the last day": (
        {"type": "close_place", "place": "hall", "start": "2026-03-01T00:00"},
        ("end-before-start", "", '"2026-02-09T00:00"', "/places/0/closed/0/end: a time after start, 2026-03-01T00:00"),
    ),
    "a window that ends first": (
        {"type": "set_window", "activity": "tet", "window": {"from": "2026-02-04", "to": "2026-02-03"}},
        ("empty-window", "", '"2026-02-03"', "/activities/0/window/to: a date not before from, 2026-02-04"),
    ),
    "an objective out of order": (
        {"type": "set_objective", "objective": ["cost"]},
        ("objective-order", "", "[…]", "/objective: a list that begins with unheld, then unfilled"),
    ),
}


def said(fault: Said) -> tuple[str, str, str, str]:
    return fault[0], fault[1], fault[2], fault[4]


@pytest.mark.parametrize(("fields", "fault"), [pytest.param(*case, id=name) for name, case in REFUSED.items()])
def test_a_change_that_cannot_be_made(fields: Raw, fault: tuple[str, str, str, str]) -> None:
    steps = [change("set_budget", budget=5), change(**fields), change("set_budget", budget=7)]
    code, where, found, allowed = fault
    here = "/cases/3/changes"
    assert [said(f) for f in refused(lambda: apply(WARD, steps, here))] == [(code, f"{here}/1{where}", found, allowed)]


def test_all_faults_at_once_each_at_its_change() -> None:
    steps = [
        change("forbid", person="ub-9", activity="tett"),
        change("remove_person", person="mt-1"),
        change("set_unavailable", person="mt-1", start="2026-02-02T07:00", end="2026-02-02T08:00"),
        change("unpart", activities=["tet", "qua"]),
    ]
    assert [fault[:3] for fault in refused(lambda: apply(WARD, steps))] == [
        ("dangling-id", "/changes/0/person", '"ub-9"'),
        ("dangling-id", "/changes/0/activity", '"tett"'),
        ("dangling-id", "/changes/2/person", '"mt-1"'),
        ("not-there", "/changes/3", '"tet – qua"'),
    ]


def test_only_the_outcome_must_make_sense() -> None:
    steps = [
        change("pin", person="mt-1", activity="tet", role="desk"),
        change("allow", person="mt-1", activity="tet"),
    ]
    assert len(apply(WARD, steps).scenario.pins) == 3


def test_contradictions_are_told_at_the_change_since_which_they_stand() -> None:
    """The first one mends itself and comes back; an item's index moves as another one goes."""
    steps = [
        change("pin", person="mt-1", activity="tet", role="desk"),
        change("allow", person="mt-1", activity="tet"),
        change("set_window", activity="hop", window={"from": "2026-02-04", "to": "2026-02-03"}),
        change("unpin", activity="tet", start="2026-02-02T07:30"),
        change("forbid", person="mt-1", activity="tet"),
        change("set_budget", budget=3),
    ]
    assert [said(fault) for fault in refused(lambda: apply(WARD, steps))] == [
        ("empty-window", "/changes/2", '"2026-02-03"', "/activities/2/window/to: a date not before from, 2026-02-04"),
        (
            "contradiction",
            "/changes/4",
            '"mt-1 – tet"',
            "/pins/1: a person who is not forbidden (forbids) from that activity",
        ),
    ]


def test_alike_faults_are_told_each_at_its_change() -> None:
    backwards = {"from": "2026-02-04", "to": "2026-02-03"}
    steps = [
        change("set_window", activity="tet", window=backwards),
        change("set_budget", budget=3),
        change("set_window", activity="hop", window=backwards),
    ]
    assert [fault[:2] for fault in refused(lambda: apply(WARD, steps))] == [
        ("empty-window", "/changes/0"),
        ("empty-window", "/changes/2"),
    ]


def test_never_and_a_pair_together_is_no_contradiction_as_the_pair_goes() -> None:
    changed: Scenario = apply(WARD, [change("set_merge", activity="tet", merge="never")]).scenario
    assert changed.together == ()
