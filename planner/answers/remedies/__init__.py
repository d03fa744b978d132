"""What could be changed about the causes of a conflict: each remedy a few typed changes, said in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from typing import Final

from planner.answers.conflicts import Conflict
from planner.answers.remedies.case import Case, Remedy
from planner.answers.remedies.meetings import of_activity, of_place, unparted, untied
from planner.answers.remedies.more import one_more_person, one_more_place
from planner.answers.remedies.people import of_forbid, of_organisation, of_person, of_pin
from planner.answers.remedies.roles import of_function
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.whatif import Change, SetBudget

__all__ = ["Remedy", "remedies"]

OF: Final[Mapping[str, Callable[[Case, list[str]], Iterator[Remedy]]]] = {
    "people": of_person,
    "organisations": of_organisation,
    "pins": of_pin,
    "forbids": of_forbid,
    "places": of_place,
    "activities": of_activity,
    "together": untied,
    "apart": unparted,
    "functions": of_function,
}
"""Remedies of a cause, by the list of the scenario that it stands in; travel and representation have none."""


def remedies(scenario: Scenario, plan: Plan | None, conflict: Conflict) -> Iterator[Remedy]:
    """Yield what could be changed: the first of each kind of change, then the second of each, and so on."""
    kinds: dict[type[Change], list[Remedy]] = {}
    for remedy in _all(Case(scenario, plan, conflict)):
        kinds.setdefault(type(remedy.changes[0]), []).append(remedy)
    for together in zip_longest(*kinds.values()):
        yield from (remedy for remedy in together if remedy is not None)


def _all(case: Case) -> Iterator[Remedy]:
    """Yield the remedies in the order of the causes; then one more person, one more place."""
    for cause in case.conflict.causes:
        field, *rest = (step.replace("~1", "/").replace("~0", "~") for step in cause.pointer.split("/")[1:])
        if field == "budget":
            yield Remedy((SetBudget(budget=None),), "Không giới hạn kinh phí.", "There is no limit on the budget.")
        elif field in OF:
            yield from OF[field](case, rest)
    if case.conflict.goal.role is not None:
        yield from one_more_person(case, case.conflict.goal.role)
    if case.asked and {cause.rule for cause in case.conflict.causes} & {"place", "capacity"}:
        yield one_more_place(case)
