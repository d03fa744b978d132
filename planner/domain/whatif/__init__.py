"""What-ifs: named cases, each a list of typed changes to a base scenario, and the rows that answer them.

A change says what is different, nothing else: fields that it does not give stay as they are. Null is absent but
where a class lists the field under `nullable`: there it lifts the limit (any area, any place, no budget). Units and
ranges are those of the scenario's fields. Fields that a change does not know are refused: a typing mistake must
not pass for "no change".
"""

from planner.domain.whatif.answers import Note, Row, Shift
from planner.domain.whatif.cases import (
    CHANGES,
    NAMED_IN,
    Case,
    Change,
    Family,
    FamilyName,
    Grid,
    OneMore,
    Option,
    Turnouts,
    Wanted,
    WhatIf,
)
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
from planner.domain.whatif.reading import read_whatif
from planner.domain.whatif.step import Step

__all__ = [
    "CHANGES",
    "NAMED_IN",
    "AddForbid",
    "AddPerson",
    "AddPin",
    "AddPlace",
    "Allow",
    "Case",
    "Change",
    "ClosePlace",
    "Family",
    "FamilyName",
    "Grid",
    "KeepApart",
    "Note",
    "OneMore",
    "Option",
    "RemovePerson",
    "Row",
    "SetBudget",
    "SetCost",
    "SetMaxPeople",
    "SetMerge",
    "SetNominated",
    "SetNorm",
    "SetObjective",
    "SetOrganisation",
    "SetPeople",
    "SetPerson",
    "SetPlace",
    "SetPlaces",
    "SetRole",
    "SetTurnout",
    "SetUnavailable",
    "SetWindow",
    "Shift",
    "Step",
    "Turnouts",
    "Unpart",
    "Unpin",
    "Untie",
    "Wanted",
    "WhatIf",
    "read_whatif",
]
