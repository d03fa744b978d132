"""Consent: a plan's joint sessions are put to their sponsors, who accept or refuse with a reason.

A refusal is written into the scenario (the sponsor's activities of that session are joined with nobody's) and a new
plan is asked for at once. What a refusal would cost can be asked before.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.desk import audit, jobs, once, publishing, scenarios
from planner.desk.asked import Batch, Solve
from planner.desk.faults import Forbidden, Missing, Unfit
from planner.desk.naming import Named, named
from planner.desk.once import Key
from planner.desk.pages import Cursor, Page, page
from planner.desk.rights import Who
from planner.desk.store import Consent, Job, Plan, Proposal, Scenario, Store
from planner.domain import plan as domain
from planner.domain.scenario import Scenario as DomainScenario
from planner.domain.whatif import Case, Change, SetMerge, WhatIf
from planner.whatif.changes import apply

Answer = Literal["accept", "refuse"]
State = Literal["open", "agreed", "refused"]

LONGEST_ID: Final = 200
"""Most characters of a sponsor's id."""

PRICE_SECONDS: Final = 20.0
"""Seconds that the price of a refusal may take, for the base and for the case each."""


@dataclass(frozen=True)
class SponsorAnswer:
    """What one sponsor says to one joint session; `job` makes the new plan that a refusal led to."""

    session: str
    organisation: str
    answer: Answer | None
    reason: str | None
    author: str | None
    at: datetime | None
    job: str | None


@dataclass(frozen=True)
class ProposalInfo:
    """A plan that was put to sponsors. `sessions` and `said` are those that the asker may see.

    Who answers for a sponsor and may not read the scenario sees that sponsor's people alone in the seats.

    `state`: ``agreed`` when all have accepted, ``refused`` as soon as one has not, else ``open``.
    """

    id: str
    plan: str
    scenario: str
    version: int
    author: str
    created: datetime
    state: State
    sessions: tuple[domain.Session, ...]
    said: tuple[SponsorAnswer, ...]


class Consents:
    """The proposals in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def propose(self, who: Who, plan: str, *, key: Key | None = None) -> ProposalInfo:
        """Put a plan to the sponsors of its joint sessions; without any it is agreed at once.

        Raises:
            Missing, Forbidden: there is no such plan for them, or they plan nothing there.
            Unfit: its job has not ended, there is no plan in it, or it was proposed before.
        """
        with self._store.writing() as session:
            row = session.get(Plan, plan)
            if row is None:
                raise Missing("plan", plan)
            scenario = session.get_one(Scenario, row.scenario)
            who.needs("plan", scenario.organisation, scenario.area, "plan", plan)
            if (known := once.made(session, who.id, key)) is not None:
                return self._told(session, who, session.get_one(Proposal, known))
            _proposable(session, row)
            proposal = Proposal(
                id=str(uuid.uuid4()), plan=plan, scenario=row.scenario, author=who.id, created=datetime.now(UTC)
            )
            session.add(proposal)
            session.flush()
            for joint, organisation in _sponsors(_read(row), scenarios.parsed(session, row.scenario, row.version)):
                session.add(Consent(proposal=proposal.id, session=joint.id, organisation=organisation))
            session.flush()
            once.remember(session, who.id, key, proposal.id)
            audit.record(session, who.id, "plan.propose", f"plan/{plan}", {"proposal": proposal.id})
            _into_force(session, proposal)
            return self._told(session, who, proposal)

    def read(self, who: Who, id: str) -> ProposalInfo:
        """Return a proposal: all of it for those who may read the scenario, else what concerns their organisations.

        Raises:
            Missing: there is nothing in it for them.
        """
        with self._store.reading() as session:
            proposal = session.get(Proposal, id)
            if proposal is None:
                raise Missing("proposal", id)
            return self._told(session, who, proposal)

    def names(self, who: Who, told: ProposalInfo) -> Named:
        """Return what the ids in a proposal that they were told of stand for: of what they may see of it, no more.

        Raises:
            Missing: there is nothing in it for them.
        """
        with self._store.reading() as session:
            known = self._told(session, who, session.get_one(Proposal, told.id))
            return named(scenarios.parsed(session, known.scenario, known.version), known.sessions)

    def list(self, who: Who, *, after: Cursor | None = None, limit: int = 50) -> Page[ProposalInfo]:
        """Return the proposals that are theirs to read or to answer, the newest first."""
        query = select(Proposal).join(Scenario, Scenario.id == Proposal.scenario)
        asked = select(Consent.proposal).where(
            Consent.proposal == Proposal.id, who.reach("consent", Consent.organisation, Scenario.area)
        )
        query = query.where(who.reach("read", Scenario.organisation, Scenario.area) | asked.exists())
        with self._store.reading() as session:
            return page(
                session,
                query,
                Proposal.created,
                Proposal.id,
                lambda row: self._told(session, who, row),
                after=after,
                limit=limit,
            )

    def answer(
        self, who: Who, id: str, joint: str, organisation: str, answer: Answer, reason: str = ""
    ) -> ProposalInfo:
        """Accept or refuse a joint session for a sponsor. A refusal leads to a new version and a new plan.

        Raises:
            Missing, Forbidden: they have nothing to say there.
            Unfit: it is answered already, or refused without a reason.
        """
        with self._store.writing() as session:
            proposal, row = _asked(session, who, id, joint, organisation)
            if row.answer == answer:
                return self._told(session, who, proposal)
            if row.answer is not None:
                raise Unfit("answered", "đã trả lời rồi", f"this is answered already: {row.answer}")
            if answer == "refuse" and not reason.strip():
                raise Unfit("no-reason", "từ chối phải nêu lý do", "a refusal needs a reason")
            row.answer, row.reason, row.author, row.at = answer, reason or None, who.id, datetime.now(UTC)
            told = {"proposal": id, "session": joint, "organisation": organisation}
            audit.record(session, who.id, f"consent.{answer}", f"plan/{proposal.plan}", told)
            if answer == "refuse":
                row.job = _replanned(session, proposal, joint, organisation, reason)
            session.flush()
            _into_force(session, proposal)
            return self._told(session, who, proposal)

    def price(self, who: Who, id: str, joint: str, organisation: str) -> str:
        """Ask what the refusal of a joint session would cost; return the id of the job that finds out.

        Raises:
            Missing, Forbidden: they have nothing to say there.
            Full: too many of theirs wait already.
        """
        with self._store.writing() as session:
            proposal, _ = _asked(session, who, id, joint, organisation)
            plan = session.get_one(Plan, proposal.plan)
            scenario = scenarios.parsed(session, plan.scenario, plan.version)
            case = Case(
                name=f"refuses: {organisation}", changes=_refused(_session(_read(plan), joint), scenario, organisation)
            )
            whatif = WhatIf(format="chungtay-whatif/1", base=plan.scenario, cases=(case,))
            asked = Batch(whatif=whatif, time_limit_s=PRICE_SECONDS, base=plan.id)
            row = session.get_one(Scenario, plan.scenario)
            return jobs.queued(session, row, asked, author=who.id, version=plan.version).id

    def _told(self, session: Session, who: Who, proposal: Proposal) -> ProposalInfo:
        scenario = session.get_one(Scenario, proposal.scenario)
        said = session.scalars(
            select(Consent).where(Consent.proposal == proposal.id).order_by(Consent.session, Consent.organisation)
        ).all()
        all_of_it = who.may("read", scenario.organisation, scenario.area)
        theirs = [s for s in said if all_of_it or who.may("consent", s.organisation, scenario.area)]
        if not all_of_it and not theirs:
            raise Missing("proposal", proposal.id)
        row = session.get_one(Plan, proposal.plan)
        shown = {s.session for s in theirs}
        sessions = tuple(s for s in _read(row).sessions if s.id in shown)
        if not all_of_it:
            theirs_too = _people(session, row, {s.organisation for s in theirs})
            sessions = tuple(_theirs(s, theirs_too) for s in sessions)
        return ProposalInfo(
            id=proposal.id,
            plan=proposal.plan,
            scenario=proposal.scenario,
            version=row.version,
            author=proposal.author,
            created=proposal.created,
            state=_state(said),
            sessions=sessions,
            said=tuple(
                SponsorAnswer(s.session, s.organisation, s.answer, s.reason, s.author, s.at, s.job)  # type: ignore[arg-type]
                for s in theirs
            ),
        )


def agreed(session: Session, scenario: str) -> Plan | None:
    """Return the plan of a scenario that is in force: of those to which all sponsors agreed, the newest."""
    query = select(Proposal).where(Proposal.scenario == scenario).order_by(Proposal.created.desc())
    for proposal in session.scalars(query):
        if state_of(session, proposal) == "agreed":
            return session.get_one(Plan, proposal.plan)
    return None


def state_of(session: Session, proposal: Proposal) -> State:
    """Return what came of a proposal so far."""
    return _state(session.scalars(select(Consent).where(Consent.proposal == proposal.id)).all())


def moot(session: Session, proposal: Proposal) -> bool:
    """Tell whether an answer to a proposal changes nothing any more: it is not open, or a newer one is agreed to."""
    if state_of(session, proposal) != "open":
        return True
    newer = select(Proposal).where(Proposal.scenario == proposal.scenario, Proposal.created > proposal.created)
    return any(state_of(session, other) == "agreed" for other in session.scalars(newer))


def _into_force(session: Session, proposal: Proposal) -> None:
    """Tell the calendars where all have agreed to a plan now, unless a newer one is in force or all is put away.

    The scenario's row is held meanwhile: of two last answers at a time the second one sees the first.
    """
    scenario = session.get_one(Scenario, proposal.scenario, with_for_update=True)
    plan = agreed(session, proposal.scenario)
    if plan is None or plan.id != proposal.plan or scenario.archived is not None:
        return
    version = scenarios.parsed(session, plan.scenario, plan.version)
    publishing.publish(session, scenario.id, version, _read(plan), datetime.now(UTC))


def _people(session: Session, plan: Plan, organisations: Collection[str]) -> frozenset[str]:
    """Return the people of organisations."""
    people = scenarios.parsed(session, plan.scenario, plan.version).people
    return frozenset(p.id for p in people if not set(organisations).isdisjoint(p.organisations))


def _theirs(joint: domain.Session, people: Collection[str]) -> domain.Session:
    """Return a session with the duties of some people alone."""
    seats = tuple(seat for seat in joint.seats if seat.person in people)
    return joint.model_copy(update={"seats": seats, "standby": tuple(s for s in joint.standby if s.person in people)})


def _state(said: Iterable[Consent]) -> State:
    answers = {s.answer for s in said}
    return "refused" if "refuse" in answers else "open" if None in answers else "agreed"


def _proposable(session: Session, row: Plan) -> None:
    """Refuse a plan that cannot be proposed."""
    if session.scalars(select(Proposal).where(Proposal.plan == row.id)).first() is not None:
        raise Unfit("proposed", "phương án này đã được đề xuất", "this plan was proposed before")
    if row.status not in ("optimal", "feasible"):
        raise Unfit("no-plan", "không có phương án nào để đề xuất", "there is no plan in it to propose")
    job = session.scalars(select(Job).where(Job.plan == row.id)).first()
    if job is not None and job.finished is None:
        raise Unfit("not-ended", "phương án còn đang được tính", "the plan is still being made: wait or stop its job")


def _read(row: Plan) -> domain.Plan:
    return domain.Plan.model_validate_json(row.text)


def _sponsors(plan: domain.Plan, scenario: DomainScenario) -> Iterator[tuple[domain.Session, str]]:
    """Yield each joint session with each of its sponsors, where there are several."""
    of = {activity.id: activity.organisation for activity in scenario.activities}
    for joint in plan.sessions:
        sponsors = dict.fromkeys(of[activity] for activity in joint.activities)
        if any(len(organisation) > LONGEST_ID for organisation in sponsors):
            vi, en = (
                f"mã tổ chức dài nhất {LONGEST_ID} ký tự",
                f"ids of organisations of at most {LONGEST_ID} characters",
            )
            raise Unfit("long-id", vi, en)
        if len(sponsors) > 1:
            for organisation in sponsors:
                yield joint, organisation


def _asked(session: Session, who: Who, id: str, joint: str, organisation: str) -> tuple[Proposal, Consent]:
    """Return what a sponsor is asked, locked, for somebody who answers for it."""
    proposal = session.get(Proposal, id)
    row = session.get(Consent, (id, joint, organisation), with_for_update=True) if proposal is not None else None
    if proposal is None or row is None:
        raise Missing("proposal", f"{id}/{joint}/{organisation}")
    scenario = session.get_one(Scenario, proposal.scenario)
    if not who.may("consent", organisation, scenario.area):
        who.needs("read", scenario.organisation, scenario.area, "proposal", id)
        raise Forbidden("consent")
    return proposal, row


def _session(plan: domain.Plan, id: str) -> domain.Session:
    return next(s for s in plan.sessions if s.id == id)


def _refused(joint: domain.Session, scenario: DomainScenario, organisation: str) -> tuple[Change, ...]:
    """Return the changes that a refusal comes to: the sponsor's activities there are joined with nobody's."""
    return tuple(
        SetMerge(activity=activity.id, merge=())
        for activity in scenario.activities
        if activity.id in joint.activities and activity.organisation == organisation
    )


def _replanned(session: Session, proposal: Proposal, joint: str, organisation: str, reason: str) -> str | None:
    """Write a refusal into the newest version of the scenario, ask for a new plan near the old, and return its job."""
    row = session.get_one(Scenario, proposal.scenario, with_for_update=True)
    plan = session.get_one(Plan, proposal.plan)
    newest = scenarios.parsed(session, row.id, row.head)
    changes = _refused(_session(_read(plan), joint), newest, organisation)
    if not changes:  # the activities are gone from the newest version
        return None
    row.head += 1
    note = f"{organisation}: {reason}"
    scenarios.add_version(session, row, apply(newest, changes).scenario, proposal.author, note, "scenario.save")
    return jobs.queued(session, row, Solve(base=plan.id), author=proposal.author, always=True).id
