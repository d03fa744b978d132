"""Strategies for changes to a tiny scenario: every type, mostly of what is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from pydantic import TypeAdapter

from planner.domain import checks
from planner.domain.faults import InputError
from planner.domain.scenario import DEFAULT_OBJECTIVE, OwnRole, PersonPin, Role, Scenario
from planner.domain.whatif import Change
from tests import tiny
from tests.core import DAYS, LATER, Draw, at, one_of

Raw = dict[str, Any]

CHANGE: TypeAdapter[Change] = TypeAdapter(Change)
MORNING = {"start": at("07:30"), "end": at("11:30")}


def change(type: str, **fields: Any) -> Change:  # noqa: A002 - the field's name
    """The change with these fields, nulls included."""
    return CHANGE.validate_python({"type": type, **fields})


class Ids:
    """Draws ids of a scenario."""

    def __init__(self, draw: Draw, scenario: Scenario) -> None:
        self.draw = draw
        self.scenario = scenario

    def one(self, field: str) -> str:
        ids: list[str] = [item.id for item in getattr(self.scenario, field)]
        assume(ids)
        return self.draw(st.sampled_from(ids))

    def some(self, field: str) -> list[str]:
        ids = [item.id for item in getattr(self.scenario, field)]
        return self.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []

    def role(self, activity: str) -> str:
        """A role of the activity or of its function."""
        of = next(a for a in self.scenario.activities if a.id == activity)
        function = next(f for f in self.scenario.functions if f.id == of.function)
        roles: tuple[Role | OwnRole, ...] = (*function.roles, *of.own_roles)
        return self.draw(st.sampled_from([role.id for role in roles]))


def _interval(draw: Draw) -> Raw:
    start, end = draw(one_of(("00:00", "12:00"), ("07:30", "08:30"), ("09:00", "23:00"), ("13:30", "17:30")))
    return {"start": at(start), "end": at(end)}


def _intervals(draw: Draw) -> list[Raw]:
    return [_interval(draw) for _ in range(draw(st.integers(0, 2)))]


def _remove_person(_draw: Draw, ids: Ids) -> Raw:
    return {"person": ids.one("people")}


def _add_person(draw: Draw, ids: Ids) -> Raw:
    person = {"id": draw(one_of("p9", "p0")), "name": "Thêm", "organisations": [ids.one("organisations")]}
    return {"person": person | {"skills": ids.some("skills")}}


def _set_person(draw: Draw, ids: Ids) -> Raw:
    values: Raw = draw(
        one_of(
            {"skills": ["thu"]}, {"skills": []}, {"areas": []}, {"areas": None}, {"max_hours_per_day": 2},
            {"max_hours_per_week": 1.5}, {"available": None}, {"available": [MORNING]},
            {"unavailable": []}, {"unavailable": [MORNING]},
        )
    )  # fmt: skip
    return {"person": ids.one("people"), **values}


def _set_unavailable(draw: Draw, ids: Ids) -> Raw:
    return {"person": ids.one("people"), **_interval(draw)}


def _set_turnout(draw: Draw, ids: Ids) -> Raw:
    return {"turnout": draw(one_of(1, 1.15, 0.5)), **draw(one_of({}, {"activity": ids.one("activities")}))}


def _set_people(draw: Draw, ids: Ids) -> Raw:
    return {"group": ids.one("groups"), "people": draw(one_of(0, 10, 40)), **draw(one_of({}, {"activity": "a0"}))}


def _set_merge(draw: Draw, ids: Ids) -> Raw:
    of = draw(one_of("activity", "organisation"))
    field = {"activity": "activities", "organisation": "organisations"}[of]
    return {of: ids.one(field), "merge": draw(one_of("any", "never", [], ids.some("organisations")))}


def _keep_apart(_draw: Draw, ids: Ids) -> Raw:
    return {"organisations": [ids.one("organisations"), ids.one("organisations")]}


def _pair(_draw: Draw, ids: Ids) -> Raw:
    return {"activities": [ids.one("activities"), ids.one("activities")]}


def _untie(draw: Draw, ids: Ids) -> Raw:
    pairs = ids.scenario.together
    return {"activities": draw(st.sampled_from(pairs))} if pairs else _pair(draw, ids)


def _unpart(draw: Draw, ids: Ids) -> Raw:
    pairs = ids.scenario.apart
    return {"activities": draw(st.sampled_from(pairs))} if pairs else _pair(draw, ids)


def _add_place(draw: Draw, _ids: Ids) -> Raw:
    return {"place": {"id": draw(one_of("l9", "l0")), "name": "Thêm", "capacity": 50}}


def _set_place(draw: Draw, ids: Ids) -> Raw:
    values: Raw = draw(one_of({"capacity": 20}, {"parallel": 0}, {"parallel": 5}, {"closed": _intervals(draw)}))
    return {"place": ids.one("places"), **values}


def _close_place(draw: Draw, ids: Ids) -> Raw:
    span = _interval(draw)
    return {"place": ids.one("places"), **draw(one_of({}, {"start": span["start"]}, {"end": span["end"]}, span))}


def _set_places(draw: Draw, ids: Ids) -> Raw:
    return {"activity": ids.one("activities"), "places": draw(one_of(None, ids.some("places")))}


def _set_window(draw: Draw, ids: Ids) -> Raw:
    when: Raw = draw(
        one_of(
            {"starts": [at("07:30")]}, {"starts": []}, {"starts": [at("08:30"), at("13:30")]},
            {"window": {"from": DAYS[0], "to": LATER}},
            {"window": {"from": DAYS[0], "to": DAYS[0], "blocks": ["sang"]}},
        )
    )  # fmt: skip
    return {"activity": ids.one("activities"), **when}


def _set_norm(draw: Draw, ids: Ids) -> Raw:
    values: Raw = draw(
        one_of({"fixed": 1}, {"fixed": 2}, {"people_per_seat": 15}, {"people_per_seat": None}, {"standby": 1})
    )
    return {"function": (function := ids.one("functions")), "role": _function_role(ids, function), **values}


def _function_role(ids: Ids, function: str) -> str:
    roles = next(f.roles for f in ids.scenario.functions if f.id == function)
    return ids.draw(st.sampled_from([role.id for role in roles]))


def _set_role(draw: Draw, ids: Ids) -> Raw:
    values: Raw = draw(one_of({"skill": "thu"}, {"skill": None}, {"blocs": ["government", "front"]}, {"blocs": None}))
    owners, of_activity = [a for a in ids.scenario.activities if a.own_roles], draw(st.booleans())
    if owners and of_activity:
        owner = draw(st.sampled_from(range(len(owners))).map(owners.__getitem__))
        return {"activity": owner.id, "role": owner.own_roles[0].id, **values}
    return {"function": (function := ids.one("functions")), "role": _function_role(ids, function), **values}


def _set_nominated(draw: Draw, ids: Ids) -> Raw:
    activity = ids.one("activities")
    return {"activity": activity, "role": ids.role(activity), "nominated": draw(one_of(None, ids.some("people")))}


def _set_max_people(draw: Draw, ids: Ids) -> Raw:
    return {"function": ids.one("functions"), "max_people": draw(one_of(None, 20, 100))}


def _set_organisation(draw: Draw, ids: Ids) -> Raw:
    return {"organisation": ids.one("organisations"), "max_hours": draw(one_of(None, 2, 4.5))}


def _set_cost(draw: Draw, ids: Ids) -> Raw:
    values: Raw = draw(
        one_of(
            {"person": ids.one("people"), "cost_per_hour": 2.5},
            {"place": ids.one("places"), "cost_per_session": 4},
            {"function": ids.one("functions"), "cost_per_person": 1, "cost_per_session": 0},
        )
    )
    return values


def _set_budget(draw: Draw, _ids: Ids) -> Raw:
    return {"budget": draw(one_of(None, 0, 12, 100))}


def _set_objective(draw: Draw, _ids: Ids) -> Raw:
    return {"objective": draw(one_of(["unheld", "unfilled", "cost"], DEFAULT_OBJECTIVE))}


def _pin(draw: Draw, ids: Ids) -> Raw:
    activity = ids.one("activities")
    if draw(st.booleans()):
        return {"activity": activity, "person": ids.one("people"), "role": ids.role(activity)}
    return {"activity": activity, **draw(one_of({}, {"start": at("07:30")}, {"place": ids.one("places")}))}


def _unpin(draw: Draw, ids: Ids) -> Raw:
    if not ids.scenario.pins:
        return _pin(draw, ids)
    pin = draw(st.sampled_from(ids.scenario.pins))
    names = ("activity", "person", "role") if isinstance(pin, PersonPin) else ("activity", "start", "place")
    return {name: getattr(pin, name) for name in names}


def _forbid(_draw: Draw, ids: Ids) -> Raw:
    return {"person": ids.one("people"), "activity": ids.one("activities")}


def _allow(draw: Draw, ids: Ids) -> Raw:
    if not ids.scenario.forbids:
        return _forbid(draw, ids)
    forbid = draw(st.sampled_from(ids.scenario.forbids))
    return {"person": forbid.person, "activity": forbid.activity}


TYPES: dict[str, Callable[[Draw, Ids], Raw]] = {
    "remove_person": _remove_person,
    "add_person": _add_person,
    "set_person": _set_person,
    "set_unavailable": _set_unavailable,
    "set_turnout": _set_turnout,
    "set_people": _set_people,
    "set_merge": _set_merge,
    "keep_apart": _keep_apart,
    "untie": _untie,
    "unpart": _unpart,
    "add_place": _add_place,
    "set_place": _set_place,
    "close_place": _close_place,
    "set_places": _set_places,
    "set_window": _set_window,
    "set_norm": _set_norm,
    "set_role": _set_role,
    "set_nominated": _set_nominated,
    "set_max_people": _set_max_people,
    "set_organisation": _set_organisation,
    "set_cost": _set_cost,
    "set_budget": _set_budget,
    "set_objective": _set_objective,
    "pin": _pin,
    "unpin": _unpin,
    "forbid": _forbid,
    "allow": _allow,
}
"""How each type of change is drawn: its fields but for `type`."""


FEATURES = {
    "add_person": ("forbid",),
    "allow": ("forbid",),
    "close_place": ("closed",),
    "forbid": ("standby",),
    "keep_apart": ("double_hatted", "together"),
    "pin": ("own_roles",),
    "set_budget": ("budget",),
    "set_max_people": ("max_people",),
    "set_merge": ("merge_list", "merge_own", "never"),
    "set_nominated": ("nominated", "own_nominated", "nobody_nominated"),
    "set_norm": ("standby",),
    "set_organisation": ("organisation_hours",),
    "set_person": ("available", "unavailable", "skill", "person_areas"),
    "set_place": ("closed", "parallel"),
    "set_places": ("places", "place_area"),
    "set_role": ("skill", "blocs", "own_roles"),
    "set_turnout": ("turnout",),
    "set_window": ("short_block", "window_blocks", "overlapping_starts"),
    "remove_person": ("nominated", "forbid", "pin_person"),
    "unpart": ("apart",),
    "unpin": ("pin_start", "pin_place", "pin_person", "pin_own_role"),
    "untie": ("together",),
}
"""What a scenario should have for a change to matter."""


@st.composite
def bases(draw: Draw, kind: str | None = None) -> Scenario:
    """A tiny scenario, with what makes a type of change matter."""
    features = [draw(one_of(*FEATURES[kind]))] if kind in FEATURES else []
    try:
        return checks.read(draw(tiny.scenarios(*features))).scenario
    except InputError:  # features that cannot stand together
        assume(False)
        raise


@st.composite
def changes(draw: Draw, scenario: Scenario, *types: str) -> Change:
    """A change of one of the types (none: of any) to a scenario; it may be refused."""
    ids = Ids(draw, scenario)
    kind = draw(st.sampled_from(types or sorted(TYPES)))
    fields = TYPES[kind](draw, ids)
    if fields.get("organisations") and len(set(fields["organisations"])) == 1:
        kind, fields = "set_merge", {"organisation": fields["organisations"][0], "merge": []}
    return change(kind, **fields)
