"""Cases that differ only in which of two people whom nothing tells apart they speak of: one solve answers both.

Where An and Bình have the same organisations, skills, hours, price and calendar, and no wish names either, a plan
without An is a plan without Bình once their names are swapped; values and proofs are the same.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from planner.domain.canonical import ordered, sha256
from planner.domain.plan import Plan, Seat, Standby
from planner.domain.scenario import Scenario
from planner.domain.whatif import Case, Row
from planner.solve import InternalError
from planner.solve.problem import Problem
from planner.verify import verify
from planner.whatif.case import Base, row
from planner.whatif.changes import apply

Duty = TypeVar("Duty", Seat, Standby)


@dataclass(frozen=True)
class Twin:
    """A case that another one answers, when two people's names are swapped."""

    case: Case
    people: tuple[str, str]


def paired(base: Base, cases: Iterable[Case]) -> Mapping[str, tuple[Case, tuple[Twin, ...]]]:
    """Return the cases to solve by name, each with the twins that it answers.

    The one solved is a case about somebody whom the base plan does not need, if any is: there least changes.
    """
    scenario = ordered(base.scenario)
    crew = {scenario.people[p].id: q for q, people in enumerate(Problem(scenario).crews) for p in people}
    seats = {seat.person for session in base.plan.sessions for seat in session.seats}
    serving = seats | {standby.person for session in base.plan.sessions for standby in session.standby}
    alike: dict[object, list[tuple[Case, str | None]]] = defaultdict(list)
    for case in cases:
        person = _only_person(case)
        if person not in crew:
            alike[case.name].append((case, None))
        else:
            shape = tuple(change.model_copy(update={"person": ""}).model_dump_json() for change in case.changes)
            alike[crew[person], shape].append((case, person))
    found = {}
    for members in alike.values():
        first, known = min(members, key=lambda member: member[1] in serving)
        twins = tuple(Twin(case, (known, p)) for case, p in members if case is not first and known and p)
        found[first.name] = (first, twins)
    return found


def _only_person(case: Case) -> str | None:
    """Return the person whom every change of a case is about, None where there is no such person."""
    people = [getattr(change, "person", None) for change in case.changes]
    names = {person for person in people if isinstance(person, str)}
    return names.pop() if len(names) == 1 and all(isinstance(person, str) for person in people) else None


def answered(base: Base, twin: Twin, solved: Row) -> Row:
    """Return the row of a twin from the row (with its plan) of the case that was solved.

    Raises:
        InternalError: the verifier refuses the plan with the names swapped.
    """
    began = time.monotonic()
    changed = apply(base.scenario, twin.case.changes)
    if solved.plan is None:
        return solved.model_copy(update={"case": twin.case.name, "notes": changed.notes})
    plan = swapped(base.scenario, solved.plan, twin.people, sha256(changed.scenario))
    report = verify(changed.scenario, plan)
    if not report.ok:
        raise InternalError("; ".join(f"{v.rule} at {v.where}: {v.en}" for v in report.violations[:5]))
    return row(base, twin.case.name, plan, changed.notes, time.monotonic() - began)


def swapped(scenario: Scenario, plan: Plan, people: tuple[str, str], digest: str) -> Plan:
    """Return the plan with two people's duties swapped, for the scenario with that SHA-256."""
    one, other = people
    names = {person.id: person.name for person in scenario.people}
    ids = {one: other, other: one}
    told = {names[one]: names[other], names[other]: names[one]}
    spoken = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(told, key=len, reverse=True)))

    def renamed(text: str | None) -> str | None:
        return None if text is None else spoken.sub(lambda found: told[found[0]], text)

    def duty(of: Duty) -> Duty:
        changes = {"person": ids.get(of.person or "", of.person)}
        if isinstance(of, Seat):
            changes |= {"reason": renamed(of.reason), "reason_en": renamed(of.reason_en)}
        return of.model_copy(update=changes)

    sessions = tuple(
        session.model_copy(
            update={"seats": tuple(map(duty, session.seats)), "standby": tuple(map(duty, session.standby))}
        )
        for session in plan.sessions
    )
    return plan.model_copy(update={"sessions": sessions, "scenario_sha256": digest})
