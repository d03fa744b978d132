"""Changes to what sessions need and cost, and to what is aimed at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from planner.domain.scenario import Activity, OwnRole, Scenario
from planner.domain.whatif import (
    Note,
    SetBudget,
    SetCost,
    SetMaxPeople,
    SetNominated,
    SetNorm,
    SetObjective,
    SetOrganisation,
    SetRole,
    Step,
)
from planner.whatif.changes.edit import Handler, Refused, dangling, find, put, put_in, role_of


def _set_norm(scenario: Scenario, step: SetNorm, _notes: list[Note]) -> Scenario:
    return _put_role(scenario, step.function, step.role, step.given("fixed", "people_per_seat", "standby"))


def _put_role(scenario: Scenario, function: str, role: str, values: dict[str, Any]) -> Scenario:
    """Return the scenario with other values in a role of a function."""
    roles = find(scenario, "functions", function).roles
    if all(known.id != role for known in roles):
        raise _no_role(role, roles, "mã một vai trò của chức năng", "the id of a role of the function")
    return put_in(scenario, "functions", function, roles=_with(roles, role, values))


def _set_role(scenario: Scenario, step: SetRole, _notes: list[Note]) -> Scenario:
    values = step.given("skill", "blocs")
    if step.function is not None:
        return _put_role(scenario, step.function, step.role, values)
    activity: Activity = find(scenario, "activities", str(step.activity))
    if all(known.id != step.role for known in activity.own_roles):
        vi, en = "mã một vai trò riêng của hoạt động", "the id of an own role of the activity"
        raise _no_role(step.role, activity.own_roles, vi, en)
    return put_in(scenario, "activities", activity.id, own_roles=_with(activity.own_roles, step.role, values))


def _set_nominated(scenario: Scenario, step: SetNominated, _notes: list[Note]) -> Scenario:
    activity: Activity = find(scenario, "activities", step.activity)
    if isinstance(role_of(scenario, step.activity, step.role), OwnRole):
        own_roles = _with(activity.own_roles, step.role, {"nominated": step.nominated})
        return put_in(scenario, "activities", activity.id, own_roles=own_roles)
    nominated = {role: names for role, names in activity.nominated.items() if role != step.role}
    if step.nominated is not None:
        nominated[step.role] = step.nominated
    return put_in(scenario, "activities", activity.id, nominated=nominated)


def _with(roles: Iterable[Any], name: str, values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(role.model_copy(update=values) if role.id == name else role for role in roles)


def _no_role(wanted: str, roles: Iterable[Any], vi: str, en: str) -> Refused:
    return dangling("role", wanted, [role.id for role in roles], vi, en)


def _set_max_people(scenario: Scenario, step: SetMaxPeople, _notes: list[Note]) -> Scenario:
    return put_in(scenario, "functions", step.function, max_people=step.max_people)


def _set_organisation(scenario: Scenario, step: SetOrganisation, _notes: list[Note]) -> Scenario:
    return put_in(scenario, "organisations", step.organisation, max_hours=step.max_hours)


def _set_cost(scenario: Scenario, step: SetCost, _notes: list[Note]) -> Scenario:
    values = step.given("cost_per_hour", "cost_per_session", "cost_per_person")
    if step.person is not None:
        return put_in(scenario, "people", step.person, **values)
    if step.place is not None:
        return put_in(scenario, "places", step.place, **values)
    return put_in(scenario, "functions", str(step.function), **values)


def _set_budget(scenario: Scenario, step: SetBudget, _notes: list[Note]) -> Scenario:
    return put(scenario, budget=step.budget)


def _set_objective(scenario: Scenario, step: SetObjective, _notes: list[Note]) -> Scenario:
    return put(scenario, objective=step.objective)


HANDLERS: Final[dict[type[Step], Handler]] = {
    SetNorm: _set_norm,
    SetRole: _set_role,
    SetNominated: _set_nominated,
    SetMaxPeople: _set_max_people,
    SetOrganisation: _set_organisation,
    SetCost: _set_cost,
    SetBudget: _set_budget,
    SetObjective: _set_objective,
}
"""What makes each of these changes."""
