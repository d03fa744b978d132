"""Two versions of a scenario compared: items added, removed and changed, field by field; order does not count."""

from __future__ import annotations

from planner.domain.difference import Difference, FieldChange, differences
from planner.domain.scenario import Scenario
from planner.files.scenario import given
from tests import builders as b

WARD = b.scenario(b.activity("a"), b.activity("b"))


def changed(**fields: object) -> Scenario:
    """The ward with other fields, read as from a file."""
    return Scenario.model_validate({**given(WARD), **fields})


def test_equal_scenarios_have_no_differences() -> None:
    raw = given(WARD)
    assert differences(WARD, changed(people=raw["people"][::-1], activities=raw["activities"][::-1])) == ()


def test_fields_of_the_scenario_itself() -> None:
    (found,) = differences(WARD, changed(name="Khác", budget=10**6))
    assert (found.kind, found.list, found.id) == ("changed", "", "")
    assert found.fields == (FieldChange("name", WARD.name, "Khác"), FieldChange("budget", None, 10**6))


def test_items_with_ids_are_added_removed_and_changed() -> None:
    raw = given(WARD)
    first, *rest = raw["people"]
    other = {**rest[0], "skills": ["y"], "name": "Tên mới"}
    found = differences(
        WARD, changed(people=[other, *rest[1:], {**first, "id": "new"}], skills=[{"id": "y", "name": "Y"}])
    )
    assert [(d.kind, d.list, d.id) for d in found if d.list == "people"] == [
        ("removed", "people", first["id"]),
        ("changed", "people", other["id"]),
        ("added", "people", "new"),
    ]
    fields = {f.field: f.after for d in found if d.kind == "changed" for f in d.fields}
    assert fields == {"skills": ["y"], "name": "Tên mới"}


def test_lists_without_ids_are_compared_as_they_are() -> None:
    before, after = changed(apart=[["a", "b"]]), changed(forbids=[{"person": "ub-1", "activity": "a"}])
    assert differences(before, after) == (
        Difference("removed", "apart", "", {"pair": ["a", "b"]}),
        Difference("added", "forbids", "", {"person": "ub-1", "activity": "a"}),
    )


def test_entries_inside_an_item_are_told_by_themselves() -> None:
    function = given(WARD)["functions"][0]
    role, *others = function["roles"]
    roles = [{**role, "fixed": 7}, *others, {"id": "new", "name": "Mới", "fixed": 1}]
    (found,) = differences(WARD, changed(functions=[{**function, "roles": roles}, *given(WARD)["functions"][1:]]))
    assert found.fields == (
        FieldChange("roles", role.get("fixed", 0), 7, entry=role["name"], inner="fixed"),
        FieldChange("roles", [], [{"id": "new", "name": "Mới", "fixed": 1, "standby": 0}]),
    )


def test_times_inside_an_item_are_told_by_themselves() -> None:
    kept = {"start": "2026-02-02T07:30", "end": "2026-02-02T11:30"}
    gone, come = ({"start": f"2026-02-0{day}T07:30", "end": f"2026-02-0{day}T11:30"} for day in (3, 4))
    place = given(WARD)["places"][0]
    before, after = ({**place, "closed": closed} for closed in ([kept, gone], [come, kept]))
    rest = given(WARD)["places"][1:]
    (found,) = differences(changed(places=[before, *rest]), changed(places=[after, *rest]))
    assert found.fields == (FieldChange("closed", [gone], [come]),)
