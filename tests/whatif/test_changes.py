"""Each change does what it says and nothing else, and says what went with it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import checks
from planner.domain.faults import InputError
from planner.domain.scenario import Scenario
from planner.whatif import apply
from planner.whatif.changes.check import faults
from tests import tiny
from tests.builders import activity, function, group, own_role, person, place, role, scenario
from tests.whatif.changing import TYPES, bases, change, changes

Raw = dict[str, Any]
Edits = dict[str, Any]
"""Values by the path of names and numbers, parted by dots, at which they come to stand."""

GONE = object()
"""The value of what is no longer there."""

TENT = {"id": "x", "name": "X", "capacity": 9, "note": 1}
MORNING = {"start": "2026-02-02T07:30", "end": "2026-02-02T11:30"}
LAST = {"start": "2026-02-08T00:00", "end": "2026-02-09T00:00"}

WARD = scenario(
    activity("a", "ub", serves=[{"group": "g"}, {"group": "h"}], turnout=2, nominated={"desk": ["ub-1"]}),
    activity("b", "mt", own_roles=(own_role("cashier", nominated=["mt-1", "ub-1"]), own_role("guide")), merge=["pn"]),
    activity("c", "pn", window={"from": "2026-02-03", "to": "2026-02-05"}, places=["hall"]),
    activity("d", "ub", note="giữ nguyên"),
    people=(person("ub-1", areas=[]), person("mt-1", available=[], to=5, unavailable=[LAST]), person("pn-1")),
    places=(place("hall", closed=[{"start": "2026-02-04T00:00", "end": "2026-02-05T00:00"}]), place("yard")),
    skills=({"id": "cash", "name": "Thu"},),
    groups=(group("g", 40), group("h", 8)),
    functions=(function("gift", role("desk", 2), role("purse", 1, people_per_seat=20), max_people=200),),
    turnout=Decimal("1.1"),
    apart=(("a", "d"),),
    together=(("b", "c"),),
    pins=({"activity": "a"}, {"activity": "a", "place": "hall"}, {"person": "ub-1", "activity": "a", "role": "desk"}),
    forbids=(
        {"person": "ub-1", "activity": "b"},
        {"person": "pn-1", "activity": "a"},
        {"person": "pn-1", "activity": "b"},
    ),
    budget=1000,
    note={"x": 1},
)

MORE = {"id": "x", "name": "X", "organisations": ["ub"], "cost_per_hour": 0.5, "note": "giữ"}
WINDOW = {"from": "2026-02-03", "to": "2026-02-04", "blocks": ["toi"]}

EXACTLY: dict[str, tuple[Raw, Edits]] = {
    "remove_person": (
        {"person": "ub-1"},
        {
            "people.0": GONE,
            "activities.0.nominated.desk": [],
            "activities.1.own_roles.0.nominated": ["mt-1"],
            "pins.2": GONE,
            "forbids.0": GONE,
        },
    ),
    "remove_person, another": (
        {"person": "mt-1"},
        {"people.1": GONE, "activities.1.own_roles.0.nominated": ["ub-1"]},
    ),
    "add_person": ({"person": MORE}, {"people.3": MORE}),
    "set_person, lists": (
        {"person": "mt-1", "skills": ["cash"], "areas": [], "available": [MORNING], "unavailable": [MORNING]},
        {
            "people.1.skills": ["cash"],
            "people.1.areas": [],
            "people.1.available": [MORNING],
            "people.1.unavailable": [MORNING],
        },
    ),
    "set_person, hours": (
        {"person": "ub-1", "max_hours_per_day": 1.5, "max_hours_per_week": 9},
        {"people.0.max_hours_per_day": 1.5, "people.0.max_hours_per_week": 9},
    ),
    "set_person, any area": ({"person": "ub-1", "areas": None}, {"people.0.areas": GONE}),
    "set_person, any time": ({"person": "mt-1", "available": None, "skills": None}, {"people.1.available": GONE}),
    "set_unavailable": ({"person": "mt-1", **MORNING}, {"people.1.unavailable.1": MORNING}),
    "set_turnout, everywhere": ({"turnout": 1.25}, {"turnout": 1.25, "activities.0.turnout": GONE}),
    "set_turnout, of one": ({"turnout": 1.25, "activity": "b"}, {"activities.1.turnout": 1.25}),
    "set_people, of a group": ({"group": "g", "people": 50}, {"groups.0.people": 50}),
    "set_people, of an activity": (
        {"group": "h", "activity": "a", "people": 5},
        {"activities.0.serves.1.people": 5},
    ),
    "set_merge": ({"activity": "a", "merge": ["mt", "pn"]}, {"activities.0.merge": ["mt", "pn"]}),
    "set_merge, of an organisation": (
        {"organisation": "ub", "merge": "never"},
        {"activities.0.merge": "never", "activities.3.merge": "never"},
    ),
    "keep_apart": ({"organisations": ["pn", "ub"]}, {"apart.1": ["c", "a"], "apart.2": ["c", "d"]}),
    "untie": ({"activities": ["c", "b"]}, {"together": []}),
    "unpart": ({"activities": ["d", "a"]}, {"apart": []}),
    "add_place": ({"place": TENT}, {"places.2": TENT}),
    "set_place": ({"place": "hall", "capacity": 7, "parallel": 0}, {"places.0.capacity": 7, "places.0.parallel": 0}),
    "set_place, closed": ({"place": "hall", "closed": [MORNING]}, {"places.0.closed": [MORNING]}),
    "close_place": ({"place": "hall", **MORNING}, {"places.0.closed.1": MORNING}),
    "close_place, for good": (
        {"place": "yard"},
        {"places.1.closed": [{"start": "2026-02-02T00:00", "end": "2026-02-09T00:00"}]},
    ),
    "close_place, from a day on": ({"place": "yard", "start": LAST["start"]}, {"places.1.closed": [LAST]}),
    "close_place, up to": (
        {"place": "yard", "end": MORNING["end"]},
        {"places.1.closed": [{"start": "2026-02-02T00:00", "end": MORNING["end"]}]},
    ),
    "set_places": ({"activity": "a", "places": ["yard"]}, {"activities.0.places": ["yard"]}),
    "set_places, any": ({"activity": "c", "places": None}, {"activities.2.places": GONE}),
    "set_window": ({"activity": "a", "window": WINDOW}, {"activities.0.window": WINDOW, "activities.0.starts": GONE}),
    "set_window, starts": (
        {"activity": "c", "starts": [LAST["start"]]},
        {"activities.2.starts": [LAST["start"]], "activities.2.window": GONE},
    ),
    "set_norm": (
        {"function": "gift", "role": "purse", "fixed": 0, "people_per_seat": 7.5, "standby": 2},
        {"functions.0.roles.1.fixed": 0, "functions.0.roles.1.people_per_seat": 7.5, "functions.0.roles.1.standby": 2},
    ),
    "set_norm, no ratio": (
        {"function": "gift", "role": "purse", "people_per_seat": None},
        {"functions.0.roles.1.people_per_seat": GONE},
    ),
    "set_role": (
        {"function": "gift", "role": "purse", "skill": "cash", "blocs": ["mass"]},
        {"functions.0.roles.1.skill": "cash", "functions.0.roles.1.blocs": ["mass"]},
    ),
    "set_role, of an activity": (
        {"activity": "b", "role": "guide", "blocs": []},
        {"activities.1.own_roles.1.blocs": []},
    ),
    "set_nominated": (
        {"activity": "a", "role": "purse", "nominated": ["pn-1"]},
        {"activities.0.nominated.purse": ["pn-1"]},
    ),
    "set_nominated, anybody": ({"activity": "a", "role": "desk", "nominated": None}, {"activities.0.nominated": {}}),
    "set_nominated, of its own": (
        {"activity": "b", "role": "cashier", "nominated": None},
        {"activities.1.own_roles.0.nominated": GONE},
    ),
    "set_max_people": ({"function": "gift", "max_people": 10}, {"functions.0.max_people": 10}),
    "set_max_people, any": ({"function": "gift", "max_people": None}, {"functions.0.max_people": GONE}),
    "set_organisation": ({"organisation": "mt", "max_hours": 3.5}, {"organisations.1.max_hours": 3.5}),
    "set_organisation, any": ({"organisation": "mt", "max_hours": None}, {}),
    "set_cost, of a person": ({"person": "mt-1", "cost_per_hour": 9.5}, {"people.1.cost_per_hour": 9.5}),
    "set_cost, of a place": ({"place": "yard", "cost_per_session": 9}, {"places.1.cost_per_session": 9}),
    "set_cost, of a function": (
        {"function": "gift", "cost_per_session": 9, "cost_per_person": 8},
        {"functions.0.cost_per_session": 9, "functions.0.cost_per_person": 8},
    ),
    "set_budget": ({"budget": 0}, {"budget": 0}),
    "set_budget, none": ({"budget": None}, {"budget": GONE}),
    "set_objective": (
        {"objective": ["unheld", "unfilled", {"weighted": {"cost": 2}}]},
        {"objective": ["unheld", "unfilled", {"weighted": {"cost": 2}}]},
    ),
    "pin": ({"activity": "b", "start": LAST["start"]}, {"pins.3": {"activity": "b", "start": LAST["start"]}}),
    "pin, a person": (
        {"activity": "b", "person": "mt-1", "role": "guide"},
        {"pins.3": {"activity": "b", "person": "mt-1", "role": "guide"}},
    ),
    "unpin": ({"activity": "a", "place": "hall"}, {"pins.1": GONE}),
    "unpin, held": ({"activity": "a"}, {"pins.0": GONE}),
    "unpin, a person": ({"activity": "a", "person": "ub-1", "role": "desk"}, {"pins.2": GONE}),
    "forbid": ({"person": "mt-1", "activity": "c"}, {"forbids.3": {"person": "mt-1", "activity": "c"}}),
    "allow": ({"person": "pn-1", "activity": "a"}, {"forbids.1": GONE}),
}  # fmt: skip
"""What a change makes of the ward: the type, its other fields, and all that is different then."""


@pytest.mark.parametrize(("name", "fields", "edits"), [pytest.param(n, *case, id=n) for n, case in EXACTLY.items()])
def test_a_change_does_what_it_says_and_nothing_else(name: str, fields: Raw, edits: Edits) -> None:
    found = apply(WARD, [change(name.partition(",")[0], **fields)]).scenario
    assert given_of(found) == given_of(Scenario.model_validate(edited(given_of(WARD), edits)))


def test_every_type_of_change_is_tried() -> None:
    assert {name.partition(",")[0] for name in EXACTLY} == set(TYPES)


def given_of(scenario: Scenario) -> Raw:
    """The fields that a scenario was given, unknown ones too."""
    return scenario.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)


def edited(raw: Any, edits: Edits) -> Any:
    for path, value in edits.items():
        *steps, last = (int(step) if step.isdecimal() else step for step in path.split("."))
        at = raw
        for step in steps:
            at = at[step]
        if value is GONE:
            del at[last]
        elif isinstance(at, list) and last == len(at):
            at.append(value)
        else:
            at[last] = value
    return raw


@pytest.mark.parametrize("kind", TYPES)
def test_what_comes_of_a_change_could_have_been_read(kind: str) -> None:
    tried = 0

    @tiny.every(20, f"change {kind}")
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        nonlocal tried
        before = data.draw(bases(kind))
        kept = before.model_copy(deep=True)
        steps = [data.draw(changes(before, kind)), data.draw(changes(before))]
        try:
            after = apply(before, steps).scenario
        except InputError as error:
            assert {fault.pointer.split("/")[1] for fault in error.faults} == {"changes"}  # noqa: PT017
            return
        tried += 1
        assert checks.read(given_of(after)).scenario == after
        assert before == kept

    holds()
    assert tried


@pytest.mark.parametrize("field", ["people", "activities", "functions", "places", "together", "pins", "objective"])
def test_faults_are_those_of_the_reader(field: str) -> None:
    """What is checked of a changed scenario is all that reading its file would find."""
    twice = {field: (*getattr(WARD, field), *getattr(WARD, field))}
    broken = [
        WARD,
        WARD.model_copy(update={field: ()}),
        WARD.model_copy(update=twice),
        WARD.model_copy(update=twice | {"apart": (("a", "a"), ("b", "c"))}),
    ]
    found = [sorted(map(repr, faults(one))) for one in broken]
    assert found == [sorted(map(repr, read_faults(one))) for one in broken]
    may_repeat = field in ("together", "pins")
    assert [bool(one) for one in found] == [False, not may_repeat, not may_repeat, True]


def read_faults(scenario: Scenario) -> tuple[object, ...]:
    try:
        checks.read(given_of(scenario))
    except InputError as error:
        return error.faults
    return ()


# -- notes ---------------------------------------------------------------------------------------------------


def test_who_is_removed_takes_along_what_names_them() -> None:
    notes = apply(WARD, [change("remove_person", person="ub-1")]).notes
    assert [(note.vi, note.en) for note in notes] == [
        ("Số ấn định nêu tên Cán bộ ub-1 được bỏ: 1.", "Pins that named Cán bộ ub-1 went: 1."),
        ("Số điều cấm nêu tên Cán bộ ub-1 được bỏ: 1.", "Forbids that named Cán bộ ub-1 went: 1."),
        (
            "Đề cử Cán bộ ub-1 được bỏ: Hoạt động a (desk), Hoạt động b (cashier).",
            "Nominations of Cán bộ ub-1 went: Hoạt động a (desk), Hoạt động b (cashier).",
        ),
        ("Không còn ai được đề cử: Hoạt động a (desk).", "Nobody is left on the nomination: Hoạt động a (desk)."),
    ]


@pytest.mark.parametrize(
    ("fields", "en"),
    [
        ({"type": "remove_person", "person": "pn-1"}, ["Forbids that named Cán bộ pn-1 went: 2."]),
        ({"type": "remove_person", "person": "mt-1"}, ["Nominations of Cán bộ mt-1 went: Hoạt động b (cashier)."]),
        ({"type": "set_merge", "organisation": "un", "merge": []}, ["UN sponsors no activity."]),
        (
            {"type": "keep_apart", "organisations": ["un", "ub"]},
            ["UN – UB: no two activities that could still be held as one."],
        ),
        ({"type": "keep_apart", "organisations": ["mt", "ub"]}, []),
        ({"type": "set_merge", "organisation": "pn", "merge": ["mt"]}, []),
    ],
)
def test_notes(fields: Raw, en: list[str]) -> None:
    ward = WARD.model_copy(
        update={
            "organisations": (*WARD.organisations, WARD.organisations[2].model_copy(update={"id": "un", "name": "UN"}))
        }
    )
    assert [note.en for note in apply(ward, [change(**fields)]).notes] == en


def test_changes_are_made_one_after_the_other() -> None:
    steps = [
        change("set_budget", budget=5),
        change("remove_person", person="pn-1"),
        change("set_budget", budget=7),
        change("add_person", person={"id": "pn-1", "name": "Mới", "organisations": ["pn"]}),
        change("forbid", person="pn-1", activity="d"),
    ]
    found = apply(WARD, steps).scenario
    assert found.budget == 7
    assert [(p.id, p.name) for p in found.people][2:] == [("pn-1", "Mới")]
    assert [(f.person, f.activity) for f in found.forbids] == [("ub-1", "b"), ("pn-1", "d")]


def test_no_changes() -> None:
    assert apply(WARD, []) == (WARD, ())
