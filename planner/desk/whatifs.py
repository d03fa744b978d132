"""What-ifs of a store beyond their jobs: what a batch will ask, what a case came to, and a case that is taken up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from planner.desk import jobs, once, scenarios
from planner.desk.asked import Solve
from planner.desk.faults import Changed, Missing
from planner.desk.once import Key
from planner.desk.rights import Who
from planner.desk.scenarios import ScenarioInfo
from planner.desk.store import Job, Plan, Row, Store
from planner.desk.store.tables import plain
from planner.domain import plan as domain
from planner.domain.faults import InputError
from planner.domain.scenario import Scenario
from planner.domain.whatif import Case, WhatIf
from planner.whatif import cases
from planner.whatif.changes import apply


@dataclass(frozen=True)
class CaseTold:
    """A case of a batch with its answer. `scenario` is the one that it comes to, the base's where it comes to none.

    `plan` is the case's, `base` the one that it was compared with; None where it was not kept.
    """

    case: Case
    row: Mapping[str, Any]
    scenario: Scenario
    plan: domain.Plan | None
    base: domain.Plan | None


@dataclass(frozen=True)
class Adopted:
    """The new version, and the id of the job that plans it."""

    scenario: ScenarioInfo
    job: str


class WhatIfs:
    """The what-ifs in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def cases(self, who: Who, job: str) -> tuple[Case, ...]:
        """Return all cases of a batch, finished or not.

        Raises:
            Missing: there is no such batch for them.
        """
        with self._store.reading() as session:
            return _cases(session, _batch(session, who, job))

    def case(self, who: Who, job: str, number: int) -> CaseTold:
        """Return a finished case of a batch by the number of its row.

        Raises:
            Missing: there is no such case for them.
        """
        with self._store.reading() as session:
            batch = _batch(session, who, job)
            answered, case = _case(session, batch, number)
            base = None if batch.plan is None else session.get_one(Plan, batch.plan)
            scenario = scenarios.parsed(session, batch.scenario, batch.version)
            kept = answered.plan
        try:
            scenario = apply(scenario, case.changes).scenario
        except InputError:  # the row says so: it is the case's own fault
            kept = None
        return CaseTold(
            case=case,
            row=answered.row,
            scenario=scenario,
            plan=None if kept is None else domain.Plan.model_validate_json(kept),
            base=None if base is None else domain.Plan.model_validate_json(base.text),
        )

    def adopt(self, who: Who, job: str, number: int, *, expected: int, key: Key | None = None) -> Adopted:
        """Write the changes of a case into the newest version of its scenario, and ask for a plan of that.

        The plan stays close to the batch's base. `expected` is the newest version: the one that they have seen.

        Raises:
            Missing, Forbidden: there is no such case for them, or they plan nothing there.
            Changed: somebody saved another version meanwhile.
            InputError: the newest version does not take the changes; the pointers are into their list.
            Full: they have as many jobs as one may have.
            Reused: the key stands for something else.
        """
        with self._store.writing() as session:
            batch = _batch(session, who, job)
            row = scenarios.readable(session, who, batch.scenario, "plan", lock=True)
            _, case = _case(session, batch, number)
            if (known := once.made(session, who.id, key)) is not None:
                return Adopted(scenarios.kept(session, row, session.get_one(Job, known).version), known)
            if row.archived is not None:
                raise Missing("scenario", row.id)
            if row.head != expected:
                raise Changed("scenario", row.id, str(expected), str(row.head))
            changed = apply(scenarios.parsed(session, row.id, row.head), case.changes).scenario
            row.head += 1
            info = scenarios.add_version(session, row, changed, who.id, f"+ {case.name}", "scenario.save")
            base = batch.plan if batch.plan is not None else batch.settings.get("base")
            plans = jobs.queued(session, row, Solve(base=base), author=who.id)
            once.remember(session, who.id, key, plans.id)
            return Adopted(info, plans.id)


def counted(scenario: Scenario, whatif: WhatIf) -> int:
    """Return how many cases a what-if comes to.

    Raises:
        InputError: a family names what the scenario does not have.
    """
    return len(cases(scenario, whatif))


def tried(scenario: Scenario, case: Case) -> None:
    """Refuse a case whose changes the scenario does not take.

    Raises:
        InputError: so it is; the pointers are into its list of changes.
    """
    apply(scenario, case.changes)


def _batch(session: Session, who: Who, id: str) -> Job:
    batch = session.get(Job, id)
    if batch is None or batch.kind != "whatif":
        raise Missing("what-if", id)
    scenarios.readable(session, who, batch.scenario)
    return batch


def _cases(session: Session, batch: Job) -> tuple[Case, ...]:
    whatif = WhatIf.model_validate(batch.settings["whatif"])
    return cases(scenarios.parsed(session, batch.scenario, batch.version), whatif)


def _case(session: Session, batch: Job, number: int) -> tuple[Row, Case]:
    answered = session.get(Row, (batch.id, number))
    if answered is None:
        raise Missing("case", f"{batch.id}/{number}")
    return answered, next(case for case in _cases(session, batch) if plain(case.name) == answered.name)
