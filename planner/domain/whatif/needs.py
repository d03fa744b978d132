"""Changes to what sessions need and cost, and to what is aimed at."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from planner.domain.scenario import Bloc, TierName, Weighted
from planner.domain.values import Budget, Count, Exact, ExactPositive, Id
from planner.domain.whatif.step import Step, one_of, refuse, some_of


class SetNorm(Step):
    """Other numbers of a function's role (`people_per_seat` null: only the fixed seats)."""

    type: Literal["set_norm"] = "set_norm"
    nullable: ClassVar = frozenset({"people_per_seat"})
    function: Id
    role: Id
    fixed: Count | None = None
    people_per_seat: ExactPositive | None = None
    standby: Count | None = None

    @model_validator(mode="after")
    def _says_something(self) -> SetNorm:
        some_of(self, "fixed", "people_per_seat", "standby")
        return self


class SetRole(Step):
    """What a role of a function, or an own role of an activity, asks of its holders (null: nothing)."""

    type: Literal["set_role"] = "set_role"
    nullable: ClassVar = frozenset({"skill", "blocs"})
    function: Id | None = None
    activity: Id | None = None
    role: Id
    skill: Id | None = None
    blocs: tuple[Bloc, ...] | None = None

    @model_validator(mode="after")
    def _of_one(self) -> SetRole:
        one_of(self, "function", "activity")
        some_of(self, "skill", "blocs")
        return self


class SetNominated(Step):
    """Who is nominated by the activity for a role, its function's or its own (null: nobody by name)."""

    type: Literal["set_nominated"] = "set_nominated"
    nullable: ClassVar = frozenset({"nominated"})
    activity: Id
    role: Id
    nominated: tuple[Id, ...] | None


class SetMaxPeople(Step):
    """The most people in a session of the function (null: as many as the place holds)."""

    type: Literal["set_max_people"] = "set_max_people"
    nullable: ClassVar = frozenset({"max_people"})
    function: Id
    max_people: Count | None


class SetOrganisation(Step):
    """The seat hours of the organisation's home people over the whole horizon (null: no limit)."""

    type: Literal["set_organisation"] = "set_organisation"
    nullable: ClassVar = frozenset({"max_hours"})
    organisation: Id
    max_hours: Exact | None


class SetCost(Step):
    """Other costs of a person (an hour), a place (a session) or a function (a session, a visitor), in VND."""

    type: Literal["set_cost"] = "set_cost"
    person: Id | None = None
    place: Id | None = None
    function: Id | None = None
    cost_per_hour: Exact | None = None
    cost_per_session: Count | None = None
    cost_per_person: Count | None = None

    @model_validator(mode="after")
    def _of_one(self) -> SetCost:
        one_of(self, "person", "place", "function")
        (owner,) = self.given("person", "place", "function")
        fields = COSTS[owner]
        for name in self.given("cost_per_hour", "cost_per_session", "cost_per_person"):
            if name not in fields:
                refuse(name, f"chi phí của {owner}: {', '.join(fields)}", f"a cost of a {owner}: {', '.join(fields)}")
        some_of(self, *fields)
        return self


COSTS: dict[str, tuple[str, ...]] = {
    "person": ("cost_per_hour",),
    "place": ("cost_per_session",),
    "function": ("cost_per_session", "cost_per_person"),
}
"""Which costs `set_cost` sets, by what has them."""


class SetBudget(Step):
    """Another budget in VND (null: none)."""

    type: Literal["set_budget"] = "set_budget"
    nullable: ClassVar = frozenset({"budget"})
    budget: Budget | None


class SetObjective(Step):
    """Other tiers."""

    type: Literal["set_objective"] = "set_objective"
    objective: tuple[TierName | Weighted, ...]
