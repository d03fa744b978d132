"""Cases that differ only in which of two people whom nothing tells apart they speak of: one solve answers both.

Where An and Bình have the same organisations, skills, hours, price and calendar, and no wish names either, a plan
without An is a plan without Bình once their names are swapped; values and proofs are the same.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
    """A case that another one answers, when people are renamed as `names` says (each to somebody just like them)."""

    case: Case
    names: Mapping[str, str]


def paired(base: Base, cases: Iterable[Case]) -> Mapping[str, tuple[Case, tuple[Twin, ...]]]:
    """Return the cases to solve by name, each with the twins that it answers.

    The one solved is a case about somebody whom the base plan does not need, if any is: there least changes.
    """
    scenario = ordered(base.scenario)
    crew = {scenario.people[p].id: q for q, people in enumerate(Problem(scenario).crews) for p in people}
    seats = {seat.person for session in base.plan.sessions for seat in session.seats}
    serving = seats | {standby.person for session in base.plan.sessions for standby in session.standby}
    alike: dict[object, list[tuple[Case, tuple[str, ...]]]] = defaultdict(list)
    for case in cases:
        people = _people(case)
        if not people or not crew.keys() >= set(people):
            alike[case.name].append((case, ()))
            continue
        shape = tuple(
            change.model_copy(update={"person": f"{crew[p]}#{people.index(p)}"}).model_dump_json()
            for change in case.changes
            if isinstance(p := getattr(change, "person", None), str)
        )
        alike[shape].append((case, people))
    found = {}
    for members in alike.values():
        first, known = min(members, key=lambda member: len(serving.intersection(member[1])))
        twins = tuple(Twin(case, _renaming(known, people)) for case, people in members if case is not first)
        found[first.name] = (first, twins)
    return found


def _people(case: Case) -> tuple[str, ...]:
    """Return whom the changes of a case are about, each once; nobody where a change is not about one person."""
    people = [getattr(change, "person", None) for change in case.changes]
    return tuple(dict.fromkeys(p for p in people if isinstance(p, str))) if all(map(_is_name, people)) else ()


def _is_name(person: object) -> bool:
    return isinstance(person, str)


def _renaming(people: Sequence[str], others: Sequence[str]) -> dict[str, str]:
    """Return who is called what so that `people` become `others`, and nobody gets lost."""
    names = {p: p for p in (*people, *others)}
    for one, other in zip(people, others, strict=True):
        holder = next(p for p, name in names.items() if name == other)
        names[one], names[holder] = other, names[one]
    return names


def answered(base: Base, twin: Twin, solved: Row) -> Row:
    """Return the row of a twin from the row (with its plan) of the case that was solved.

    Raises:
        InternalError: the verifier refuses the plan with the names swapped.
    """
    began = time.monotonic()
    changed = apply(base.scenario, twin.case.changes)
    if solved.plan is None:
        return solved.model_copy(update={"case": twin.case.name, "notes": changed.notes})
    plan = renamed(base.scenario, solved.plan, twin.names, sha256(changed.scenario))
    report = verify(changed.scenario, plan)
    if not report.ok:
        raise InternalError("; ".join(f"{v.rule} at {v.where}: {v.en}" for v in report.violations[:5]))
    return row(base, twin.case.name, plan, changed.notes, time.monotonic() - began)


def renamed(scenario: Scenario, plan: Plan, ids: Mapping[str, str], digest: str) -> Plan:
    """Return the plan with people renamed, for the scenario with that SHA-256."""
    names = {person.id: person.name for person in scenario.people}
    told = {names[one]: names[other] for one, other in ids.items()}
    spoken = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(told, key=len, reverse=True)))

    def reworded(text: str | None) -> str | None:
        return None if text is None else spoken.sub(lambda found: told[found[0]], text)

    def duty(of: Duty) -> Duty:
        changes = {"person": ids.get(of.person or "", of.person)}
        if isinstance(of, Seat):
            changes |= {"reason": reworded(of.reason), "reason_en": reworded(of.reason_en)}
        return of.model_copy(update=changes)

    sessions = tuple(
        session.model_copy(
            update={"seats": tuple(map(duty, session.seats)), "standby": tuple(map(duty, session.standby))}
        )
        for session in plan.sessions
    )
    return plan.model_copy(update={"sessions": sessions, "scenario_sha256": digest})
