"""What a what-if may say, every fault of one that says something else, and what null means."""

from __future__ import annotations

import pickle
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.faults import InputError
from planner.domain.whatif import RemovePerson, SetBudget, SetNorm, SetPerson, SetPlaces, WhatIf, read_whatif
from planner.domain.whatif.reading import MOST_CASES
from tests import tiny
from tests.files.refused import refused
from tests.files.values import values

Raw = dict[str, Any]

PLAIN: Raw = {"format": "chungtay-whatif/1", "base": "ward"}
TURNOUT = {"type": "set_turnout", "turnout": 1}
WORDS = 'a list of organisation ids, or "any" or "never"'
TIER = 'the name of a tier, or {"weighted": {tier: whole weight}} as the last'
TYPES = (
    "one of: remove_person, add_person, set_person, set_unavailable, set_turnout, set_people, set_merge, keep_apart, "
    "untie, unpart, add_place, set_place, close_place, set_places, set_window, set_norm, set_role, set_nominated, "
    "set_max_people, set_organisation, set_cost, set_budget, set_objective, pin, unpin, forbid, allow"
)
FAMILIES = (
    "one of: each_person_absent, each_organisation_refuses, each_pair_refuses, one_more, "
    '{"one_more": {…}}, {"turnout": […]}, {"grid": [[…], […]]}'
)
MISSING = "(không có / missing)"

CHANGES: dict[str, tuple[object, tuple[str, str, str, str]]] = {
    "no object": (5, ("wrong-value", "", "5", "an object { } with the type of a change")),
    "a list": ([TURNOUT], ("wrong-value", "", "[…]", "an object { } with the type of a change")),
    "no type": ({"person": "p"}, ("missing-field", "/type", MISSING, TYPES)),
    "unknown type": (
        {"type": "remove_persn", "person": "p"},
        ("wrong-value", "/type", '"remove_persn"', f"{TYPES}; the nearest is remove_person"),
    ),
    "a type that is no text": ({"type": ["pin"]}, ("wrong-value", "/type", "[…]", TYPES)),
    "missing field": (
        {"type": "remove_person"},
        ("missing-field", "/person", MISSING, "this field, which is required"),
    ),
    "null is missing": (
        {"type": "remove_person", "person": None},
        ("missing-field", "/person", MISSING, "this field, which is required"),
    ),
    "unknown field": (
        {"type": "set_budget", "budget": 1, "buget": 2},
        ("unknown-field", "/buget", '"buget"', "one of: type, budget; the nearest is budget"),
    ),
    "a field called as a change": (
        {"type": "set_budget", "budget": 1, "pin": 2},
        ("unknown-field", "/pin", '"pin"', "one of: type, budget"),
    ),
    "a required null left out": (
        {"type": "set_places", "activity": "a"},
        ("missing-field", "/places", MISSING, "this field, which is required"),
    ),
    "a number out of range": (
        {"type": "set_norm", "function": "f", "role": "r", "fixed": -1},
        ("wrong-value", "/fixed", "-1", "a number of at least 0"),
    ),
    "a ratio of nothing": (
        {"type": "set_norm", "function": "f", "role": "r", "people_per_seat": 0},
        ("wrong-value", "/people_per_seat", "0", "a number above 0"),
    ),
    "a time with an offset": (
        {"type": "set_unavailable", "person": "p", "start": "2026-01-01T07:00Z", "end": "2026-01-01T08:00"},
        (
            "wrong-value",
            "/start",
            '"2026-01-01T07:00Z"',
            "a local time to the minute without offset, such as 2026-02-07T07:30",
        ),
    ),
    "ends before it starts": (
        {"type": "close_place", "place": "p", "start": "2026-01-01T07:00", "end": "2026-01-01T07:00"},
        ("wrong-value", "/end", '"2026-01-01T07:00"', "a time after start"),
    ),
    "merge": ({"type": "set_merge", "activity": "a", "merge": 5}, ("wrong-value", "/merge", "5", WORDS)),
    "merge with nobody known": (
        {"type": "set_merge", "activity": "a", "merge": [5]},
        ("wrong-value", "/merge", "[…]", WORDS),
    ),
    "merge of nothing": (
        {"type": "set_merge", "merge": "any"},
        ("missing-field", "/organisation", MISSING, "activity or organisation: exactly one of them"),
    ),
    "merge of both": (
        {"type": "set_merge", "merge": "any", "activity": "a", "organisation": "o"},
        ("wrong-value", "/organisation", '"o"', "activity or organisation: exactly one of them"),
    ),
    "a pair of one": (
        {"type": "keep_apart", "organisations": ["a"]},
        ("wrong-value", "/organisations", "[…]", "a pair: exactly two items"),
    ),
    "apart from itself": (
        {"type": "keep_apart", "organisations": ["a", "a"]},
        ("wrong-value", "/organisations", "[…]", "two different organisations"),
    ),
    "a window and starts": (
        {"type": "set_window", "activity": "a", "starts": [], "window": {"from": "2026-01-01", "to": "2026-01-01"}},
        ("wrong-value", "/starts", "[]", "window or starts: exactly one of them"),
    ),
    "a tier": (
        {"type": "set_objective", "objective": ["unheld", "peple"]},
        ("wrong-value", "/objective/1", '"peple"', TIER),
    ),
    "a weight": (
        {"type": "set_objective", "objective": [{"weighted": {"cost": -1}}]},
        ("wrong-value", "/objective/0", "{…}", TIER),
    ),
    "a person without a home": (
        {"type": "add_person", "person": {"id": "x", "name": "X", "organisations": []}},
        ("wrong-value", "/person/organisations", "[]", "a list of at least one item"),
    ),
    "nothing set": (
        {"type": "set_place", "place": "p"},
        ("missing-field", "/capacity", MISSING, "at least one of: capacity, parallel, closed"),
    ),
    "no cost": (
        {"type": "set_cost", "function": "f"},
        ("missing-field", "/cost_per_session", MISSING, "at least one of: cost_per_session, cost_per_person"),
    ),
    "a cost of something else": (
        {"type": "set_cost", "person": "p", "cost_per_session": 4},
        ("wrong-value", "/cost_per_session", "4", "a cost of a person: cost_per_hour"),
    ),
    "a person pinned to no role": (
        {"type": "pin", "activity": "a", "person": "p"},
        ("missing-field", "/role", MISSING, "person and role, or neither"),
    ),
    "a role pinned to nobody": (
        {"type": "unpin", "activity": "a", "role": "r"},
        ("missing-field", "/person", MISSING, "person and role, or neither"),
    ),
    "a person pinned to a place": (
        {"type": "pin", "activity": "a", "person": "p", "role": "r", "place": "l"},
        ("wrong-value", "/place", '"l"', "no start or place beside a person"),
    ),
}


def said(raw: object) -> list[tuple[str, str, str, str]]:
    return [(code, where, found, en) for code, where, found, _, en in refused(lambda: read_whatif(raw))]


@pytest.mark.parametrize(("change", "fault"), [pytest.param(*case, id=name) for name, case in CHANGES.items()])
def test_a_change_that_says_something_else(change: object, fault: tuple[str, str, str, str]) -> None:
    code, where, found, allowed = fault
    case = PLAIN | {"cases": [{"name": "n", "changes": [TURNOUT, change]}]}
    assert said(case) == [(code, f"/cases/0/changes/1{where}", found, allowed)]
    alone, listed = ({"grid": [[[]], [[], option]]} for option in (change, [change]))
    if isinstance(change, dict):
        assert said(PLAIN | {"generate": [alone]}) == [(code, f"/generate/0/grid/1/1{where}", found, allowed)]
    assert said(PLAIN | {"generate": [listed]}) == [(code, f"/generate/0/grid/1/1/0{where}", found, allowed)]


FILES: dict[str, tuple[object, list[tuple[str, str, str, str]]]] = {
    "no object": (5, [("wrong-value", "", "5", "an object { }")]),
    "nothing": (
        {},
        [
            ("missing-field", "/format", MISSING, "this field, which is required"),
            ("missing-field", "/base", MISSING, "this field, which is required"),
        ],
    ),
    "another format": (
        PLAIN | {"format": "chungtay/1"},
        [("wrong-value", "/format", '"chungtay/1"', 'one of: "chungtay-whatif/1"')],
    ),
    "unknown field": (
        PLAIN | {"case": []},
        [("unknown-field", "/case", '"case"', "one of: format, base, cases, generate; the nearest is cases")],
    ),
    "unknown field of a case": (
        PLAIN | {"cases": [{"name": "n", "change": []}]},
        [("unknown-field", "/cases/0/change", '"change"', "one of: name, changes; the nearest is changes")],
    ),
    "no case": (PLAIN | {"cases": [7]}, [("wrong-value", "/cases/0", "7", "an object { }")]),
    "no name": (
        PLAIN | {"cases": [{"name": ""}]},
        [("wrong-value", "/cases/0/name", '""', "text of at least one character")],
    ),
    "a name twice": (
        PLAIN | {"cases": [{"name": "a"}, {"name": "b"}, {"name": "a"}]},
        [("repeated-name", "/cases/2/name", '"a"', "a name that no other case has (item 1 has it)")],
    ),
    "unknown family": (
        PLAIN | {"generate": ["each_person_absnt"]},
        [("wrong-value", "/generate/0", '"each_person_absnt"', f"{FAMILIES}; the nearest is each_person_absent")],
    ),
    "a family of nothing": (
        PLAIN | {"generate": [{}, 4, None, [], {"foo": 1}]},
        [
            ("wrong-value", f"/generate/{i}", found, FAMILIES)
            for i, found in enumerate(("{}", "4", "null", "[]", "{…}"))
        ],
    ),
    "unknown field of a family": (
        PLAIN | {"generate": [{"one_more": {"skils": ["x"]}}, {"turnout": [1], "x": 1}]},
        [
            (
                "unknown-field",
                "/generate/0/one_more/skils",
                '"skils"',
                "one of: skills, organisations; the nearest is skills",
            ),
            ("unknown-field", "/generate/1/x", '"x"', "one of: turnout"),
        ],
    ),
    "families of no case": (
        PLAIN | {"generate": [{"turnout": []}, {"grid": []}, {"grid": [[]]}]},
        [
            ("wrong-value", "/generate/0/turnout", "[]", "a list of at least one item"),
            ("wrong-value", "/generate/1/grid", "[]", "a list of at least one item"),
            ("wrong-value", "/generate/2/grid/0", "[]", "a list of at least one item"),
        ],
    ),
    "a turnout below nothing": (
        PLAIN | {"generate": [{"turnout": [1, -1]}]},
        [("wrong-value", "/generate/0/turnout/1", "-1", "a number of at least 0")],
    ),
    "a grid of too many": (
        PLAIN | {"generate": [{"grid": [[TURNOUT] * 401, [TURNOUT] * 250]}]},
        [("too-many-cases", "/generate/0/grid", "100250", f"at most {MOST_CASES} cases in a grid")],
    ),
    "what no file can hold": (
        PLAIN | {"base": "\ud800"},
        [("lone-surrogate", "/base", '"\\ud800"', "whole Unicode characters, not half a surrogate pair")],
    ),
}


@pytest.mark.parametrize(("raw", "faults"), [pytest.param(*case, id=name) for name, case in FILES.items()])
def test_a_file_that_says_something_else(raw: object, faults: list[tuple[str, str, str, str]]) -> None:
    assert said(raw) == faults


def test_all_faults_at_once_in_the_order_of_the_file() -> None:
    raw = {
        "generate": ["x", {"turnout": [-1]}],
        "cases": [{"changes": [{"type": "pin"}, {"type": "y"}], "name": "a"}],
        "base": 5,
    }
    assert [where for _, where, _, _ in said(raw)] == [
        "/generate/0",
        "/generate/1/turnout/0",
        "/cases/0/changes/0/activity",
        "/cases/0/changes/1/type",
        "/base",
        "/format",
    ]


def test_in_vietnamese_too() -> None:
    changes = [{"type": "set_merge", "merge": "any"}, {"type": "set_budget", "budget": 1, "x": 2}, {}]
    found = refused(lambda: read_whatif(PLAIN | {"cases": [{"name": "n", "changes": changes}]}))
    assert [vi for _, _, _, vi, _ in found][:2] == [
        "activity hoặc organisation: đúng một trong số đó",
        "một trong: type, budget",
    ]
    assert found[2][3].startswith("một trong: remove_person, ")


@pytest.mark.parametrize(
    ("change", "given"),
    [
        ({"type": "set_places", "activity": "a", "places": None}, {"places": None}),
        ({"type": "set_places", "activity": "a", "places": []}, {"places": ()}),
        ({"type": "set_person", "person": "p", "areas": None, "skills": None}, {"areas": None}),
        ({"type": "set_norm", "function": "f", "role": "r", "people_per_seat": None}, {"people_per_seat": None}),
        ({"type": "set_budget", "budget": None}, {"budget": None}),
        ({"type": "set_merge", "activity": "a", "organisation": None, "merge": []}, {"activity": "a", "merge": ()}),
    ],
)
def test_null_is_absent_but_where_it_lifts_a_limit(change: Raw, given: Raw) -> None:
    found = read_whatif(PLAIN | {"cases": [{"name": "n", "changes": [change]}]}).cases[0].changes[0]
    names = {"places", "areas", "skills", "people_per_seat", "budget", "merge", "organisation"}
    names |= {"activity"} if change["type"] == "set_merge" else set()
    assert found.given(*names) == given


def test_a_change_made_in_code_is_the_one_that_is_read() -> None:
    made = (
        RemovePerson(person="p"),
        SetPlaces(activity="a", places=None),
        SetBudget(budget=None),
        SetPerson(person="p", areas=None),
        SetNorm(function="f", role="r", people_per_seat=None, standby=2),
    )
    written = [change.model_dump(mode="json", by_alias=True, exclude_unset=True) for change in made]
    assert written == [
        {"type": "remove_person", "person": "p"},
        {"type": "set_places", "activity": "a", "places": None},
        {"type": "set_budget", "budget": None},
        {"type": "set_person", "person": "p", "areas": None},
        {"type": "set_norm", "function": "f", "role": "r", "people_per_seat": None, "standby": 2},
    ]
    found = read_whatif(PLAIN | {"cases": [{"name": "n", "changes": written}]})
    assert found.cases[0].changes == made
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - what goes to other processes comes back


@tiny.every(500, "hostile what-ifs")
@given(raw=values(), place=st.sampled_from(["", "base", "cases", "generate", "change", "family", "name", "option"]))
def test_nothing_but_a_fault_whatever_the_content(raw: object, place: str) -> None:
    change = raw if place == "change" else {"type": "set_merge", "activity": "a", "merge": raw}
    whole: Raw = deepcopy(PLAIN) | {
        "cases": [{"name": raw if place == "name" else "n", "changes": [change]}],
        "generate": [raw if place == "family" else {"grid": [[raw if place == "option" else []]]}],
    }
    try:
        found = read_whatif(raw if not place else whole | ({place: raw} if place in whole else {}))
    except InputError:
        return
    assert isinstance(found, WhatIf)
