"""Plans as people see them: listed, read, verified anew, compared, and written as files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.answers.moves import Move, moves
from planner.desk import scenarios
from planner.desk.asked import Solve
from planner.desk.faults import Missing, Unfit
from planner.desk.pages import Cursor, Page, page
from planner.desk.rights import Who
from planner.desk.store import Job, Plan, Scenario, Store
from planner.domain import plan as domain
from planner.domain import scenario as domain_scenario
from planner.domain.plan import Output
from planner.domain.report import Report
from planner.domain.whatif import Shift
from planner.files.calendar import Lang, exported
from planner.files.paper import Options, written
from planner.files.workbook import workbook
from planner.verify import verify
from planner.whatif.compare import difference, seats_changed


@dataclass(frozen=True)
class PlanInfo:
    """What is known of a plan without reading it; `job` made it."""

    id: str
    scenario: str
    version: int
    status: domain.Status
    tiers: tuple[dict[str, Any], ...]
    created: datetime
    job: str | None


class Comparison(Output):
    """How far a plan lies from another one: the difference of each tier, and how many seats changed hands."""

    base: str
    plan: str
    difference: dict[str, Shift]
    seats_changed: int


class Plans:
    """The plans in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def list(self, who: Who, scenario: str, *, after: Cursor | None = None, limit: int = 50) -> Page[PlanInfo]:
        """Return the plans of a scenario, the newest first.

        Raises:
            Missing: there is no such scenario for them.
        """
        with self._store.reading() as session:
            scenarios.readable(session, who, scenario)
            query = select(Plan).where(Plan.scenario == scenario)
            return page(
                session, query, Plan.created, Plan.id, lambda row: _kept(session, row), after=after, limit=limit
            )

    def read(self, who: Who, id: str) -> PlanInfo:
        """Return what is known of a plan.

        Raises:
            Missing: there is no such plan for them.
        """
        with self._store.reading() as session:
            return _kept(session, _visible(session, who, id))

    def text(self, who: Who, id: str) -> bytes:
        """Return a plan as JSON, as it was verified.

        Raises:
            Missing: there is no such plan for them.
        """
        with self._store.reading() as session:
            return _visible(session, who, id).text

    def calendar(
        self, who: Who, id: str, *, lang: Lang = "vi", person: str | None = None, organisation: str | None = None
    ) -> bytes:
        """Return a plan as a calendar: of a person or an organisation where one is given, else of all sessions.

        Raises:
            Missing: there is no such plan for them, or no such person or organisation in it.
        """
        with self._store.reading() as session:
            row = _visible(session, who, id)
            scenario, plan = scenarios.parsed(session, row.scenario, row.version), _parsed(row)
        for kind, asked, things in (
            ("person", person, scenario.people),
            ("organisation", organisation, scenario.organisations),
        ):
            if asked is not None and asked not in {thing.id for thing in things}:
                raise Missing(kind, asked)
        return exported(
            scenario, plan, id=row.scenario, at=row.created, lang=lang, person=person, organisation=organisation
        )

    def verify(self, who: Who, id: str) -> Report:
        """Check a plan anew against the version of the scenario that it was made for.

        Raises:
            Missing: there is no such plan for them.
        """
        return self._verified(who, id)[2]

    def paper(self, who: Who, id: str, to: str, options: Options) -> bytes:
        """Return a plan as a paper of the office, in a form of `planner.files.paper.WRITERS`, after verifying it anew.

        It holds names and duties, as the plan and what a reader sees of its scenario do; nobody's pay.

        Raises:
            Missing: there is no such plan for them.
            Unfit: it does not hold any more (`refused`).
            InputError: it states that there is no plan (`no-plan`).
        """
        scenario, plan, report = self._verified(who, id)
        if not report.ok:
            first = report.violations[0]
            raise Unfit("refused", f"Phương án không đạt: {first.vi}", f"The plan does not hold: {first.en}")
        return written(scenario, plan, to, options)

    def workbook(self, who: Who, id: str, lang: Lang) -> bytes:
        """Return a plan as a workbook with its scenario, that without what is personal where they may not see it.

        Raises:
            Missing: there is no such plan for them.
        """
        with self._store.reading() as session:
            row = _visible(session, who, id)
            scenario = scenarios.shown(session, who, row.scenario, row.version)
        return workbook(scenario, lang, plan=_parsed(row))

    def _verified(self, who: Who, id: str) -> tuple[domain_scenario.Scenario, domain.Plan, Report]:
        """Return a plan with the version that it was made for, checked anew: a replan against what it replans."""
        with self._store.reading() as session:
            row = _visible(session, who, id)
            scenario, plan = scenarios.parsed(session, row.scenario, row.version), _parsed(row)
            base, since = _replanned(session, row)
        return scenario, plan, verify(scenario, plan, base=base, since=since)

    def compare(self, who: Who, id: str, base: str) -> Comparison:
        """Compare a plan with another one, of whatever version.

        Raises:
            Missing: one of them is not there for them.
        """
        with self._store.reading() as session:
            plan, other = _parsed(_visible(session, who, id)), _parsed(_visible(session, who, base))
        return Comparison(
            base=base, plan=id, difference=difference(other, plan), seats_changed=seats_changed(other, plan)
        )

    def moves(self, who: Who, id: str, base: str) -> tuple[Move, ...]:
        """Return all that is different in a plan from another one of the same scenario, in order of time.

        Raises:
            Missing: one of them is not there for them, or is a plan of another scenario.
        """
        with self._store.reading() as session:
            row, old = _visible(session, who, id), _visible(session, who, base)
            if row.scenario != old.scenario:
                raise Missing("plan", base)
            before = scenarios.parsed(session, old.scenario, old.version)
            after = before if row.version == old.version else scenarios.parsed(session, row.scenario, row.version)
        return moves(before, _parsed(old), _parsed(row), after)


def parsed(session: Session, who: Who, id: str) -> domain.Plan:
    """Return a plan that they may read.

    Raises:
        Missing: there is no such plan for them.
    """
    return _parsed(_visible(session, who, id))


def _visible(session: Session, who: Who, id: str) -> Plan:
    row = session.get(Plan, id)
    if row is None:
        raise Missing("plan", id)
    scenario = session.get_one(Scenario, row.scenario)
    who.needs("read", scenario.organisation, scenario.area, "plan", id)
    return row


def _parsed(row: Plan) -> domain.Plan:
    return domain.Plan.model_validate_json(row.text)


def _replanned(session: Session, row: Plan) -> tuple[domain.Plan | None, datetime | None]:
    """Return the base plan that a plan was to stay close to, and since when, where it was so asked for."""
    job = session.scalars(select(Job).where(Job.plan == row.id, Job.kind == "solve")).first()
    asked = None if job is None else Solve.model_validate(job.settings)
    if asked is None or asked.base is None:
        return None, None
    return _parsed(session.get_one(Plan, asked.base)), asked.since


def _kept(session: Session, row: Plan) -> PlanInfo:
    job = session.scalars(select(Job.id).where(Job.plan == row.id)).first()
    return PlanInfo(
        id=row.id,
        scenario=row.scenario,
        version=row.version,
        status=row.status,  # type: ignore[arg-type]
        tiers=tuple(row.tiers),
        created=row.created,
        job=job,
    )
