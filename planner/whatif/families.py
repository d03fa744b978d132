"""From a what-if to its cases: the written ones, then those that are generated from the base scenario."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import combinations, product

from planner.domain.faults import InputError
from planner.domain.scenario import Organisation, OwnRole, Person, Place, Role, Scenario
from planner.domain.values import DECIMAL_PLACES, moment_text
from planner.domain.whatif import (
    AddPerson,
    Case,
    Change,
    Family,
    Grid,
    KeepApart,
    OneMore,
    Option,
    RemovePerson,
    SetMerge,
    SetTurnout,
    Turnouts,
    Wanted,
    WhatIf,
)
from planner.whatif.changes.check import unresolved


def cases(scenario: Scenario, whatif: WhatIf) -> tuple[Case, ...]:
    """Return all cases, whatever the order of the scenario's lists: names are unique, ids go by code unit.

    A generated case whose name is taken gets a number after it.

    Raises:
        InputError: a family names what the scenario does not have; the pointers are those of the what-if.
    """
    faults = [
        fault
        for i, family in enumerate(whatif.generate)
        if isinstance(family, OneMore)
        for fault in unresolved(scenario, family.one_more, f"/generate/{i}/one_more")
    ]
    if faults:
        raise InputError(tuple(faults))
    found = list(whatif.cases)
    names = {case.name for case in found}
    for family in whatif.generate:
        for case in _generated(scenario, family):
            name, number = case.name, 1
            while name in names:
                number += 1
                name = f"{case.name} ({number})"
            names.add(name)
            found.append(case.model_copy(update={"name": name}))
    return tuple(found)


def _generated(scenario: Scenario, family: Family) -> Iterator[Case]:
    match family:
        case "each_person_absent":
            yield from _each_person(scenario)
        case "each_organisation_refuses":
            yield from _each_organisation(scenario)
        case "each_pair_refuses":
            yield from _each_pair(scenario)
        case "one_more":
            yield from _one_more(scenario, Wanted())
        case OneMore():
            yield from _one_more(scenario, family.one_more)
        case Turnouts():
            yield from (_case(f"turnout {_value(turnout)}", SetTurnout(turnout=turnout)) for turnout in family.turnout)
        case Grid():
            yield from _grid(family)


def _case(name: str, *changes: Change) -> Case:
    return Case(name=name, changes=changes)


def _code_units(text: str) -> bytes:
    """Return the sort key of ids in the canonical form of a scenario."""
    return text.encode("utf-16-be", "surrogatepass")


# -- absences and refusals ------------------------------------------------------------------------------------


def _each_person(scenario: Scenario) -> Iterator[Case]:
    for person in sorted((person.id for person in scenario.people), key=_code_units):
        yield _case(f"absent: {person}", RemovePerson(person=person))


def _each_organisation(scenario: Scenario) -> Iterator[Case]:
    for sponsor in sorted({activity.organisation for activity in scenario.activities}, key=_code_units):
        yield _case(f"refuses: {sponsor}", SetMerge(organisation=sponsor, merge=()))


def _each_pair(scenario: Scenario) -> Iterator[Case]:
    """Yield a case for each two organisations that sponsor activities of one function and area."""
    sponsors: dict[tuple[str, str | None], set[str]] = {}
    for activity in scenario.activities:
        sponsors.setdefault((activity.function, activity.area), set()).add(activity.organisation)
    pairs = {pair for group in sponsors.values() for pair in combinations(sorted(group, key=_code_units), 2)}
    for a, b in sorted(pairs, key=lambda pair: (_code_units(pair[0]), _code_units(pair[1]))):
        yield _case(f"apart: {a} | {b}", KeepApart(organisations=(a, b)))


# -- one more ------------------------------------------------------------------------------------------------


def _one_more(scenario: Scenario, wanted: Wanted) -> Iterator[Case]:
    """Yield a case for each skill and organisation that are asked for.

    What is not asked for by name is tried where somebody new could hold a seat for having the skill.
    """
    open_roles = list(_open_roles(scenario))
    taken = {person.id for person in scenario.people}
    for skill in sorted(scenario.skills, key=lambda skill: _code_units(skill.id)):
        if wanted.skills is not None and skill.id not in wanted.skills:
            continue
        for organisation in sorted(scenario.organisations, key=lambda o: _code_units(o.id)):
            if wanted.organisations is not None and organisation.id not in wanted.organisations:
                continue
            asked = wanted.skills is not None and wanted.organisations is not None
            if asked or any(_suits(role, skill.id, organisation) for role in open_roles):
                name = f"one-more-{skill.id}-{organisation.id}"
                while name in taken:
                    name += "-1"
                person = Person(
                    id=name,
                    name=f"Người thêm ({skill.name})",
                    organisations=(organisation.id,),
                    skills=(skill.id,),
                    cost_per_hour=_usual_cost(scenario, skill.id, organisation.id),
                )
                yield _case(f"one more: {skill.id} @ {organisation.id}", AddPerson(person=person))


def _open_roles(scenario: Scenario) -> Iterator[Role | OwnRole]:
    """Yield the roles that ask for seats of a skill, in some session that takes others than nominated people."""
    for function in scenario.functions:
        members = [activity for activity in scenario.activities if activity.function == function.id]
        for role in function.roles:
            has_seats = role.fixed or role.people_per_seat is not None
            if has_seats and any(role.id not in activity.nominated for activity in members):
                yield role
    for activity in scenario.activities:
        yield from (own for own in activity.own_roles if own.seats and own.nominated is None)


def _suits(role: Role | OwnRole, skill: str, organisation: Organisation) -> bool:
    return role.skill == skill and (role.blocs is None or organisation.bloc in role.blocs)


def _usual_cost(scenario: Scenario, skill: str, organisation: str) -> Decimal:
    """Return the median VND an hour of the organisation's people with the skill, else of its people, else 0."""
    people = [person for person in scenario.people if organisation in person.organisations]
    skilled = [person for person in people if skill in person.skills]
    costs = sorted(person.cost_per_hour for person in skilled or people)
    if not costs:
        return Decimal(0)
    middle = (costs[(len(costs) - 1) // 2] + costs[len(costs) // 2]) / 2
    written = round(middle, DECIMAL_PLACES)  # as exact as a cost can be
    return middle if middle == written else written


# -- grids ---------------------------------------------------------------------------------------------------


def _grid(family: Grid) -> Iterator[Case]:
    for options in product(*family.grid):
        yield _case(" · ".join(map(_said, options)), *(change for option in options for change in option))


def _said(option: Option) -> str:
    """Return an option in short: the types of its changes, each with the plain values that it gives."""
    return " + ".join(map(_named, option)) or "as is"


def _named(change: Change) -> str:
    values = (value for name, value in change.given(*type(change).model_fields).items() if name != "type")
    return " ".join([change.type, *map(_value, values)])


def _value(value: object) -> str:
    match value:
        case Decimal():
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        case datetime():
            return moment_text(value)
        case Person() | Place():
            return value.id
        case tuple():
            return ",".join(map(_value, value))
        case str() | int():
            return str(value)
    return "null" if value is None else "…"
