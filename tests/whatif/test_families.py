"""Families of cases: which there are, what they are called, and what they change."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import scenarios
from planner.domain.canonical import ordered
from planner.domain.scenario import Person, Scenario
from planner.domain.whatif import AddPerson, Case, WhatIf
from planner.files import read_scenario
from planner.whatif import apply, cases
from tests.builders import activity, function, organisation, own_role, person, role, scenario
from tests.files.refused import refused

WARD = scenario(
    activity("a", "ub", nominated={"till": ["ub-1"]}),
    activity(
        "b", "mt", own_roles=(own_role("count", skill="count"), own_role("sign", skill="sign", nominated=["ub-1"]))
    ),
    activity("c", "pn", function="talk"),
    activity("d", "ub", function="talk", nominated={"talk": ["ub-1"]}),
    organisations=(
        organisation("ub", "government"),
        organisation("mt", "front"),
        organisation("pn", "mass"),
        organisation("dt", "partner"),
    ),
    skills=tuple({"id": id, "name": id.title()} for id in ("till", "talk", "count", "sign", "sing", "spare")),
    people=(
        person("ub-2", skills=["till"], cost_per_hour=10),
        person("ub-1", skills=["till"], cost_per_hour=Decimal("20.5")),
        person("ub-3", skills=["till", "talk"], cost_per_hour=90),
        person("ub-4", skills=["talk"], cost_per_hour=Decimal("1.25")),
        person("mt-1", "mt", "ub", cost_per_hour=7),
    ),
    functions=(
        function("gift", role("desk", 2), role("till", 1, skill="till", blocs=["government", "front"])),
        function("talk", role("talk", people_per_seat=30, skill="talk"), role("sing", skill="sing")),
        function("rest", role("spare", 1, skill="spare")),
    ),
)


def generated(*families: Any, of: Scenario = WARD, **fields: Any) -> tuple[Case, ...]:
    raw = {"format": "chungtay-whatif/1", "base": "x", "generate": families, **fields}
    return cases(of, WhatIf.model_validate(raw))


def plain(found: tuple[Case, ...]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Names, and changes as a file gives them."""
    return [
        (case.name, [c.model_dump(mode="json", by_alias=True, exclude_unset=True) for c in case.changes])
        for case in found
    ]


def test_each_person_absent() -> None:
    people = ["mt-1", "ub-1", "ub-2", "ub-3", "ub-4"]
    assert plain(generated("each_person_absent")) == [
        (f"absent: {who}", [{"type": "remove_person", "person": who}]) for who in people
    ]


def test_each_organisation_that_sponsors_refuses() -> None:
    assert plain(generated("each_organisation_refuses")) == [
        (f"refuses: {who}", [{"type": "set_merge", "organisation": who, "merge": []}]) for who in ("mt", "pn", "ub")
    ]


def test_each_pair_that_could_meet_refuses() -> None:
    assert plain(generated("each_pair_refuses")) == [
        (f"apart: {a} | {b}", [{"type": "keep_apart", "organisations": [a, b]}])
        for a, b in (("mt", "ub"), ("pn", "ub"))
    ]


def test_pairs_of_two_areas_do_not_meet() -> None:
    areas = {"areas": ({"id": "1", "name": "1"}, {"id": "2", "name": "2"})}
    sponsors = (activity("a", "ub", area="1"), activity("b", "mt", area="2"), activity("c", "pn", area="2"))
    found = generated("each_pair_refuses", of=scenario(*sponsors, **areas))
    assert [case.name for case in found] == ["apart: mt | pn"]


def added(found: tuple[Case, ...]) -> dict[str, Person]:
    """The people that are added, by the names of the cases."""
    people = {}
    for case in found:
        (change,) = case.changes
        assert isinstance(change, AddPerson)
        people[case.name] = change.person
    return people


def test_one_more_of_each_skill_where_it_is_asked_for() -> None:
    """By bloc, by seats, by nomination: sing has no seat, sign is for who is nominated, spare has no activity."""
    assert [case.name for case in generated("one_more")] == [
        *(f"one more: count @ {o}" for o in ("dt", "mt", "pn", "ub")),
        *(f"one more: talk @ {o}" for o in ("dt", "mt", "pn", "ub")),
        *(f"one more: till @ {o}" for o in ("mt", "ub")),
    ]


def test_one_more_is_somebody_usual() -> None:
    found = added(generated("one_more"))
    assert found["one more: till @ ub"] == Person(
        id="one-more-till-ub",
        name="Người thêm (Till)",
        organisations=("ub",),
        skills=("till",),
        cost_per_hour=Decimal("20.5"),
    )


@pytest.mark.parametrize(
    ("case", "cost"),
    [
        ("talk @ ub", "45.625"),  # of two: the mean
        ("till @ ub", "20.5"),  # of three: the middle one
        ("count @ ub", "10"),  # nobody has the skill: of its five people, who is at home elsewhere too
        ("till @ mt", "7"),  # nobody has the skill: of its one person
        ("talk @ pn", "0"),  # nobody at all
    ],
)
def test_one_more_costs_the_median(case: str, cost: str) -> None:
    assert added(generated("one_more"))[f"one more: {case}"].cost_per_hour == Decimal(cost)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"skills": ["till"]}, ["till @ mt", "till @ ub"]),
        ({"organisations": ["dt"]}, ["count @ dt", "talk @ dt"]),
        (
            {"skills": ["sing", "till"], "organisations": ["ub", "dt"]},
            ["sing @ dt", "sing @ ub", "till @ dt", "till @ ub"],
        ),
        ({"skills": []}, []),
    ],
)
def test_one_more_of_what_is_wanted(wanted: dict[str, Any], names: list[str]) -> None:
    assert [case.name for case in generated({"one_more": wanted})] == [f"one more: {name}" for name in names]


def test_one_more_with_an_id_that_nobody_has() -> None:
    taken = WARD.model_copy(update={"people": (*WARD.people, person("one-more-till-ub", "ub"))})
    found = added(generated({"one_more": {"skills": ["till"]}}, of=taken))
    assert found["one more: till @ ub"].id == "one-more-till-ub-1"


def test_a_median_between_the_finest_decimals_is_one_that_can_be_written() -> None:
    costs = ("0.000000000001", "0.000000000002")
    fine = scenario(
        activity("a", "ub", own_roles=(own_role("x", skill="x"),)),
        skills=({"id": "x", "name": "X"},),
        people=tuple(person(f"ub-{i}", cost_per_hour=Decimal(cost)) for i, cost in enumerate(costs)),
    )
    found = added(generated({"one_more": {"organisations": ["ub"]}}, of=fine))
    assert found["one more: x @ ub"].cost_per_hour == Decimal("0.000000000002")


def test_families_name_what_there_is() -> None:
    wanted = {"one_more": {"skills": ["till", "tills"], "organisations": ["zz"]}}
    assert [said[:3] for said in refused(lambda: generated("one_more", wanted))] == [
        ("dangling-id", "/generate/1/one_more/skills/1", '"tills"'),
        ("dangling-id", "/generate/1/one_more/organisations/0", '"zz"'),
    ]


def test_turnouts() -> None:
    assert plain(generated({"turnout": [1.0, 1.15, Decimal("1.30"), 100]})) == [
        (f"turnout {name}", [{"type": "set_turnout", "turnout": number}])
        for name, number in (("1", 1), ("1.15", 1.15), ("1.3", 1.3), ("100", 100))
    ]


def test_a_grid_is_the_cross_product() -> None:
    close, more = {"type": "close_place", "place": "hall"}, {"type": "set_turnout", "turnout": 1.5}
    gone = {"type": "remove_person", "person": "ub-1"}
    found = generated({"grid": [[[], more], [close, [close, gone]]]})
    assert plain(found) == [
        ("as is · close_place hall", [close]),
        ("as is · close_place hall + remove_person ub-1", [close, gone]),
        ("set_turnout 1.5 · close_place hall", [more, close]),
        ("set_turnout 1.5 · close_place hall + remove_person ub-1", [more, close, gone]),
    ]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"type": "set_merge", "organisation": "ub", "merge": ["mt", "pn"]}, "set_merge ub mt,pn"),
        ({"type": "set_budget", "budget": None}, "set_budget null"),
        ({"type": "close_place", "place": "hall", "end": "2026-02-02T08:00"}, "close_place hall 2026-02-02T08:00"),
        ({"type": "add_person", "person": {"id": "x", "name": "X", "organisations": ["ub"]}}, "add_person x"),
        (
            {"type": "set_window", "activity": "a", "window": {"from": "2026-02-02", "to": "2026-02-02"}},
            "set_window a …",
        ),
    ],
)
def test_an_option_is_named_by_what_it_says(change: dict[str, Any], name: str) -> None:
    assert [case.name for case in generated({"grid": [[change]]})] == [name]


def test_written_cases_come_first_and_names_are_unique() -> None:
    written = [{"name": "turnout 1", "changes": []}, {"name": "turnout 2 (2)"}]
    found = generated({"turnout": [1, 2]}, {"turnout": [2, 1]}, {"turnout": [2]}, cases=written)
    assert [case.name for case in found] == [
        "turnout 1",
        "turnout 2 (2)",
        "turnout 1 (2)",
        "turnout 2",
        "turnout 2 (3)",
        "turnout 1 (3)",
        "turnout 2 (4)",
    ]


def test_no_family_and_no_case() -> None:
    assert generated() == ()


ALL = ("each_person_absent", "each_organisation_refuses", "each_pair_refuses", "one_more")


def test_cases_do_not_depend_on_the_order_of_lists() -> None:
    reverse = {name: tuple(reversed(value)) for name, value in WARD if isinstance(value, tuple) and name != "objective"}
    assert generated(*ALL) == generated(*ALL, of=WARD.model_copy(update=reverse))


@pytest.mark.parametrize("name", scenarios.names())
def test_each_case_of_the_shipped_scenarios_can_be_made(name: str) -> None:
    base = ordered(read_scenario(scenarios.path(name)).scenario)
    found = generated(*ALL, of=base)
    assert len({case.name for case in found}) == len(found)
    for case in found[:: max(1, len(found) // 60)]:
        assert apply(base, case.changes).scenario != base or case.name.startswith("refuses")
