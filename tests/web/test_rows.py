"""Rows of tables: shown, looked for, read from forms, put back; a charm of names that look like markup stays text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from starlette.datastructures import FormData, UploadFile

from planner.domain import scenario as domain
from planner.domain.faults import Fault
from planner.domain.scenario import DEFAULT_OBJECTIVE as DEFAULT
from planner.domain.scenario import Scenario
from planner.files.scenario import given
from tests.web.office import ward
from web import fields, rows, typed
from web.cells import cell
from web.fields import BY_NAME, TABLES
from web.words import Words

RAW: dict[str, Any] = {
    "people": [
        {"id": "a", "name": "Đỗ Thị Ánh", "organisations": ["o"], "unavailable": [{"start": "s1"}, {"start": "s2"}]},
        {"id": "b", "name": "Bình", "organisations": ["o", "p"], "note": "kept"},
    ],
    "organisations": [{"id": "o", "name": "Một"}, {"id": "p", "name": "Hai"}],
}
MORE: dict[str, Any] = {
    "together": [["qua-mttq", "qua-phu-nu"]],
    "areas": [{"id": "kp-1", "name": "Khu phố 1"}],
    "representation": False,
    "objective": ["unheld", "unfilled", {"weighted": {"people": 3, "cost": 2}}],
}
"""What the ward has none of."""

NAMES = rows.Names(RAW)
PEOPLE, ABSENCES, ACTIVITIES = BY_NAME["people"], BY_NAME["absences"], BY_NAME["activities"]


def form(table: fields.Table, value: dict[str, Any]) -> FormData:
    """What the form of a row sends when nothing was changed in it."""
    sent: list[tuple[str, str | UploadFile]] = []
    for f in table.fields:
        held = rows.at_path(value, f.path)
        if f.kind == "home":
            sent += [(f"{f.path}.home", held[0]), *((f.path, id) for id in held[1:])]
        elif f.kind == "tiers":
            sent += aims(f.path, held)
        elif f.kind == "merge":
            plain = held if isinstance(held, str) else "some" if isinstance(held, (list, tuple)) else ""
            sent.append((f.path, plain))
            sent += [(f"{f.path}.some", id) for id in held] if plain == "some" else []
        elif f.kind in ("refs", "choices") and f.of != "people":
            sent += [(f.path, id) for id in held or ()]
        else:
            sent.append((f.path, typed.written(f, held).replace("\n", "\r\n")))
    return FormData(sent)


def aims(path: str, objective: list[Any]) -> list[tuple[str, str | UploadFile]]:
    """What the form of an objective sends."""
    *placed, weighed = objective
    return [
        *((f"{path}.{name}.place", str(n)) for n, name in enumerate(placed, 1)),
        *((f"{path}.{name}.place", typed.WEIGHED) for name in weighed["weighted"]),
        *((f"{path}.{name}.weight", str(weight)) for name, weight in weighed["weighted"].items()),
    ]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_form_sent_as_it_is_changes_nothing(table: fields.Table) -> None:
    raw = {**given(ward()), **MORE}
    names = rows.Names(raw)
    for row in rows.rows(raw, table):
        assert typed.read(table.fields, form(table, dict(row.value)), row.value, names) == row.value
        changed = rows.replaced(raw, table, row.at, dict(row.value), row.parent)
        assert {name: value for name, value in changed.items() if value is not None}.items() <= raw.items()


def test_what_is_as_it_would_be_anyway_is_not_written() -> None:
    own = BY_NAME["scenario"]
    sent = FormData([("representation", "true"), *((f"objective.{a}.place", str(n)) for n, a in enumerate(DEFAULT))])
    assert typed.read(own.fields, sent, {}, NAMES) == {}
    assert typed.read(own.fields, FormData([("representation", "false")]), {}, NAMES) == {"representation": False}


def test_tiers_are_put_in_order_left_out_and_weighed() -> None:
    placed = {"unheld": "2", "cost": "1", "people": typed.WEIGHED, "peak_minutes": typed.WEIGHED, "unbacked": ""}
    sent = FormData([*((f"objective.{a}.place", n) for a, n in placed.items()), ("objective.people.weight", "nhiều")])
    found = typed.read(BY_NAME["scenario"].fields, sent, {}, NAMES)["objective"]
    assert found == ["cost", "unheld", {"weighted": {"people": "nhiều", "peak_minutes": 1}}]


def test_things_are_chosen_by_their_names() -> None:
    names = rows.Names({"people": [{"id": "a", "name": "An"}, {"id": "b", "name": "An"}, {"id": "c", "name": "a"}]})
    assert names.labels("people") == {"a": "An · a", "b": "An · b", "c": "a · c"}
    assert [names.id_of("people", text) for text in ("An · b", "a", "a · c", "An")] == ["b", "a", "c", "An"]


def test_every_list_of_a_scenario_has_a_table_or_a_name() -> None:
    lists = {name for name, field in Scenario.model_fields.items() if "tuple" in str(field.annotation)}
    shown = {table.list for table in TABLES}
    assert lists - shown - fields.OTHERS.keys() == {"objective"}


def test_fields_of_tables_are_fields_of_scenarios() -> None:
    records = {"people": "Person", "activities": "Activity", "functions": "Function", "places": "Place"}
    for list_name, record in records.items():
        known = {f.alias or name for name, f in getattr(domain, record).model_fields.items()}
        children = {table.child for table in TABLES if table.list == list_name}
        shown = {f.path.partition(".")[0] for f in BY_NAME[list_name].fields}
        assert known - shown - children - {"separate"} == set(), list_name
        assert shown <= known


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        (" 1 200 ", 1200),
        ("8,5", Decimal("8.5")),
        ("8.5", Decimal("8.5")),
        ("-3", -3),
        ("115 %", Decimal("1.15")),
        ("nhiều%", "nhiều%"),
        ("nhiều", "nhiều"),
        ("1.200.000", "1.200.000"),
        ("", None),
    ],
)
def test_numbers_are_read_or_left_to_be_told(text: str, number: Any) -> None:
    found = typed.read(PEOPLE.fields, FormData([("cost_per_hour", text)]), {}, NAMES)
    assert found.get("cost_per_hour") == number


def test_what_a_form_does_not_know_stays() -> None:
    value = RAW["people"][1]
    found = typed.read(PEOPLE.fields, form(PEOPLE, {**value, "name": "Khác"}), value, NAMES)
    assert found == {**value, "name": "Khác"}


def test_any_and_none_are_told_apart() -> None:
    none: dict[str, Any] = {"id": "x", "places": []}
    assert typed.read(ACTIVITIES.fields, FormData([("id", "x")]), none, NAMES)["places"] == []
    assert "places" not in typed.read(ACTIVITIES.fields, FormData([("id", "x")]), {"id": "x", "places": ["p"]}, NAMES)


def test_times_costs_and_nominations_are_read() -> None:
    sent = FormData(
        [
            ("starts", "2026-02-07T07:30\r\n\r\n2026-02-07 13:30"),
            ("transport_cost", "p1: 100000\np2: nhiều"),
            ("nominated", "lead: a, b\nlạc"),
            ("window.from", "2026-02-01"),
            ("merge", "some"),
        ]
    )
    found = typed.read(ACTIVITIES.fields, sent, {}, NAMES)
    assert found["starts"] == ["2026-02-07T07:30", "2026-02-07T13:30"]
    assert found["transport_cost"] == {"p1": 100000, "p2": "nhiều"}
    assert found["nominated"] == {"lead": ["a", "b"], "lạc": []}
    assert (found["window"], found["merge"]) == ({"from": "2026-02-01"}, [])


def test_rows_are_put_in_taken_out_and_moved() -> None:
    def starts(people: dict[str, Any]) -> list[list[str]]:
        return [[row["start"] for row in person.get("unavailable", ())] for person in people["people"]]

    new = {"start": "s3"}
    assert starts(rows.replaced(RAW, ABSENCES, None, new, "b")) == [["s1", "s2"], ["s3"]]
    assert starts(rows.replaced(RAW, ABSENCES, (0, 1), new, "a")) == [["s1", "s3"], []]
    assert starts(rows.replaced(RAW, ABSENCES, (0, 0), new, "b")) == [["s2"], ["s3"]]
    assert starts(rows.replaced(RAW, ABSENCES, (0, 0), None, "a")) == [["s2"], []]
    assert [p["id"] for p in rows.replaced(RAW, PEOPLE, (0,), None, "")["people"]] == ["b"]
    assert starts(RAW) == [["s1", "s2"], []]
    for at, parent in (((0, 9), "a"), ((9, 0), "a"), (None, "nobody")):
        with pytest.raises(KeyError):
            rows.replaced(RAW, ABSENCES, at, new, parent)


@pytest.mark.parametrize("key", ["", "x", "1", "1.x", "1.2.3", "-1.0", "999999999999.0"])
def test_places_that_are_none_of_a_table(key: str) -> None:
    assert rows.at_of(key, ABSENCES) is None
    assert rows.at_of("1.2", ABSENCES) == (1, 2)


def test_faults_find_their_field() -> None:
    def fault(pointer: str) -> Fault:
        return Fault(code="x", pointer=pointer, found="", allowed_vi="", allowed_en="")

    start = rows.pointer(RAW, PEOPLE, (1,), "")
    mine, others = rows.by_field(
        PEOPLE.fields,
        start,
        (fault("/people/1/cost_per_hour"), fault("/people/1/organisations/0"), fault("/people/10/name")),
    )
    assert (start, list(mine), [f.pointer for f in others]) == (
        "/people/1",
        ["cost_per_hour", "organisations"],
        ["/people/10/name"],
    )
    mine, _ = rows.by_field(
        ACTIVITIES.fields, "/activities/0", (fault("/activities/0/window/to"), fault("/activities/0/starts"))
    )
    assert list(mine) == ["window.to", "starts"]
    assert rows.pointer(RAW, ABSENCES, None, "b") == "/people/1/unavailable/0"
    assert rows.pointer(RAW, ABSENCES, (0, 1), "a") == "/people/0/unavailable/1"
    assert rows.pointer(RAW, ABSENCES, (0, 1), "b") == "/people/1/unavailable/0"


def test_names_are_found_without_their_marks() -> None:
    assert rows.folded("Đỗ Thị Ánh") == "do thi anh"


def test_cells_name_what_ids_stand_for() -> None:
    names, words = rows.Names(RAW), Words("vi")
    by_path = {f.path: f for f in PEOPLE.fields}
    assert cell(by_path["organisations"], ["p", "ai"], names, words) == "Hai, ai"
    assert cell(by_path["cost_per_hour"], Decimal(60000), names, words) == "60.000"
    merge = next(f for f in ACTIVITIES.fields if f.path == "merge")
    assert [cell(merge, value, names, words) for value in ("any", "never", [], ["o"])] == [
        "bất kỳ ai",
        "không ai",
        "chỉ của mình",
        "Một",
    ]
