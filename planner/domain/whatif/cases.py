"""Named lists of changes, and families of cases that are generated from the base scenario."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BeforeValidator, Discriminator, Field, Tag

from planner.domain.values import Exact, Id
from planner.domain.whatif.meetings import (
    AddPlace,
    ClosePlace,
    KeepApart,
    SetMerge,
    SetPeople,
    SetPlace,
    SetPlaces,
    SetTurnout,
    SetWindow,
    Unpart,
    Untie,
)
from planner.domain.whatif.needs import (
    SetBudget,
    SetCost,
    SetMaxPeople,
    SetNominated,
    SetNorm,
    SetObjective,
    SetOrganisation,
    SetRole,
)
from planner.domain.whatif.people import (
    AddForbid,
    AddPerson,
    AddPin,
    Allow,
    RemovePerson,
    SetPerson,
    SetUnavailable,
    Unpin,
)
from planner.domain.whatif.step import Step

Name = Annotated[str, Field(strict=True, min_length=1)]
"""What somebody calls something: text of at least one character."""

Change = Annotated[
    RemovePerson
    | AddPerson
    | SetPerson
    | SetUnavailable
    | SetTurnout
    | SetPeople
    | SetMerge
    | KeepApart
    | Untie
    | Unpart
    | AddPlace
    | SetPlace
    | ClosePlace
    | SetPlaces
    | SetWindow
    | SetNorm
    | SetRole
    | SetNominated
    | SetMaxPeople
    | SetOrganisation
    | SetCost
    | SetBudget
    | SetObjective
    | AddPin
    | Unpin
    | AddForbid
    | Allow,
    Discriminator("type"),
]
"""One change to a scenario."""

CHANGES: Final[dict[str, type[Step]]] = {
    change.model_fields["type"].default: change for change in get_args(get_args(Change)[0])
}
"""The types of change, by their names in a file."""

NAMED_IN: Final = {
    "person": "people",
    "nominated": "people",
    "activity": "activities",
    "activities": "activities",
    "organisation": "organisations",
    "organisations": "organisations",
    "merge": "organisations",
    "place": "places",
    "places": "places",
    "group": "groups",
    "function": "functions",
    "skill": "skills",
    "skills": "skills",
    "areas": "areas",
    "blocks": "blocks",
}
"""The fields of changes that hold an id or a list of ids, with the scenario's list that has them."""


class Case(Step):
    """A named list of changes, made one after the other."""

    name: Name
    changes: tuple[Change, ...] = ()


class Wanted(Step):
    """The skills and organisations of which one more person is tried (absent: each that makes sense)."""

    skills: tuple[Id, ...] | None = None
    organisations: tuple[Id, ...] | None = None


class OneMore(Step):
    """One case for each skill and organisation: a person more of both."""

    one_more: Wanted


class Turnouts(Step):
    """One case for each turnout."""

    turnout: Annotated[tuple[Exact, ...], Field(min_length=1)]


def _as_list(value: Any) -> Any:
    return (value,) if isinstance(value, (dict, Step)) else value


Option = Annotated[tuple[Change, ...], BeforeValidator(_as_list)]
"""One value of an axis: a change or a list of them."""


class Grid(Step):
    """The cross product of axes: one case for each choice of one option an axis."""

    grid: Annotated[tuple[Annotated[tuple[Option, ...], Field(min_length=1)], ...], Field(min_length=1)]


FamilyName = Literal["each_person_absent", "each_organisation_refuses", "each_pair_refuses", "one_more"]


def _family_kind(value: Any) -> str | None:
    match value:
        case str():
            return "<name>"
        case {"one_more": _} | OneMore():
            return "<one_more>"
        case {"turnout": _} | Turnouts():
            return "<turnout>"
        case {"grid": _} | Grid():
            return "<grid>"
    return None


Family = Annotated[
    Annotated[FamilyName, Tag("<name>")]
    | Annotated[OneMore, Tag("<one_more>")]
    | Annotated[Turnouts, Tag("<turnout>")]
    | Annotated[Grid, Tag("<grid>")],
    Discriminator(_family_kind),
]
"""Cases that are generated from the base scenario."""


class WhatIf(Step):
    """A base scenario (a shipped one's name or a file's path), written cases and families of cases."""

    format: Literal["chungtay-whatif/1"]
    base: Name
    cases: tuple[Case, ...] = ()
    generate: tuple[Family, ...] = ()
