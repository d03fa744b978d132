"""Jobs as people see them: asked for, watched, stopped and taken up again."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.answers.questions.check import checked
from planner.desk import audit, once, scenarios
from planner.desk.asked import Ask, Asked, Batch
from planner.desk.faults import Full, Missing, Unfit
from planner.desk.once import Key
from planner.desk.pages import Cursor, Page, page
from planner.desk.queue import ENDED, Kind, News, State, end, tell
from planner.desk.rights import Right, Who
from planner.desk.store import Event, Job, Plan, Row, Scenario, Store, Version
from planner.domain import plan as domain
from planner.whatif import cases

MOST_WAITING: Final = 20
"""How many jobs of one person may wait or run at a time."""

CHUNK: Final = 200
"""Rows of a batch that are read at a time."""


@dataclass(frozen=True)
class JobInfo:
    """How far a job is. `asked` is what was asked for, `events` the number of its last news, `rows` of its cases."""

    id: str
    kind: Kind
    state: State
    stopping: bool
    scenario: str
    version: int
    author: str
    asked: Mapping[str, Any]
    created: datetime
    started: datetime | None
    finished: datetime | None
    seconds: float
    events: int
    plan: str | None
    error: str | None

    def is_over_after(self, event: int) -> bool:
        """Tell whether nothing more happens to it after this of its events, unless it is taken up again."""
        return self.state in ENDED and self.events <= event


class Jobs:
    """The jobs in a store, for people."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def submit(
        self, who: Who, scenario: str, asked: Asked, *, version: int | None = None, key: Key | None = None
    ) -> JobInfo:
        """Queue a job about a version of a scenario, the newest unless a number is given.

        Raises:
            Missing, Forbidden: there is no such scenario, version or plan for them, or they plan nothing there.
            Full: they have as many jobs as one may have.
            Reused: the key stands for something else.
        """
        with self._store.writing() as session:
            row = scenarios.readable(session, who, scenario, "plan")
            if (known := once.made(session, who.id, key)) is not None:
                return state_of(session.get_one(Job, known))
            job = queued(session, row, asked, author=who.id, version=version)
            once.remember(session, who.id, key, job.id)
            return state_of(job)

    def ask(self, who: Who, asked: Ask, *, key: Key | None = None) -> JobInfo:
        """Queue a question about a plan.

        Raises:
            InputError: it names what the plan or its scenario does not have.
            Missing, Forbidden: there is no such plan for them, or they plan nothing there.
            Full: they have as many jobs as one may have.
            Reused: the key stands for something else.
        """
        with self._store.writing() as session:
            plan = session.get(Plan, asked.plan)
            if plan is None:
                raise Missing("plan", asked.plan)
            row = session.get_one(Scenario, plan.scenario)
            who.needs("plan", row.organisation, row.area, "plan", asked.plan)
            if (known := once.made(session, who.id, key)) is not None:
                return state_of(session.get_one(Job, known))
            scenario = scenarios.parsed(session, plan.scenario, plan.version)
            checked(asked.question, scenario, domain.Plan.model_validate_json(plan.text))
            job = queued(session, row, asked, author=who.id, version=plan.version)
            once.remember(session, who.id, key, job.id)
            return state_of(job)

    def read(self, who: Who, id: str) -> JobInfo:
        """Return how far a job is.

        Raises:
            Missing: there is no such job for them.
        """
        with self._store.reading() as session:
            return state_of(_visible(session, who, id))

    def list(
        self,
        who: Who,
        *,
        scenario: str | None = None,
        state: State | None = None,
        after: Cursor | None = None,
        limit: int = 50,
    ) -> Page[JobInfo]:
        """Return jobs about scenarios that they may read, the newest first."""
        query = select(Job).join(Scenario, Scenario.id == Job.scenario)
        query = query.where(who.reach("read", Scenario.organisation, Scenario.area))
        if scenario is not None:
            query = query.where(Job.scenario == scenario)
        if state is not None:
            query = query.where(Job.state == state)
        with self._store.reading() as session:
            return page(session, query, Job.created, Job.id, state_of, after=after, limit=limit)

    def stop(self, who: Who, id: str) -> JobInfo:
        """Ask that a job stops and keeps the best it has; it is ``stopped`` at once where no worker has it.

        Raises:
            Missing, Forbidden: there is no such job for them, or they plan nothing there.
        """
        with self._store.writing() as session:
            job = _visible(session, who, id, "plan", lock=True)
            if job.state not in ENDED and not job.stop:
                job.stop = True
                audit.record(session, who.id, f"{job.kind}.stop", f"job/{id}", {})
                if job.state == "queued":
                    end(session, job, "stopped", datetime.now(UTC), None)
            return state_of(job)

    def resume(self, who: Who, id: str) -> JobInfo:
        """Queue a job again that was stopped or has failed: it goes on from the best that it has.

        Raises:
            Missing, Forbidden: there is no such job for them, or they plan nothing there.
            Unfit: it is not stopped.
            Full: they have as many jobs as one may have.
        """
        at = datetime.now(UTC)
        with self._store.writing() as session:
            job = _visible(session, who, id, "plan", lock=True)
            if job.state not in ("stopped", "failed"):
                raise Unfit(
                    "not-stopped",
                    "chỉ việc đã dừng hoặc bị lỗi mới chạy tiếp được",
                    f"only a job that is stopped or has failed can go on; this one is {job.state}",
                )
            _room(session, who.id)
            job.state, job.stop, job.error, job.finished, job.attempts, job.seconds = "queued", False, None, None, 0, 0
            tell(session, job, News("state", {"state": "queued"}), at)
            audit.record(session, who.id, f"{job.kind}.resume", f"job/{id}", {})
            return state_of(job)

    def events(self, who: Who, id: str, after: int = 0, limit: int = CHUNK) -> tuple[tuple[int, News], ...]:
        """Return the news of a job after a number, with their numbers.

        Raises:
            Missing: there is no such job for them.
        """
        with self._store.reading() as session:
            _visible(session, who, id)
            query = select(Event).where(Event.job == id, Event.number > after).order_by(Event.number).limit(limit)
            return tuple((row.number, News(row.kind, row.data)) for row in session.scalars(query))

    def rows(self, who: Who, id: str, after: int = 0, limit: int = CHUNK) -> tuple[tuple[int, dict[str, Any]], ...]:
        """Return finished rows of a batch after a number, without plans, with their numbers from 1.

        Raises:
            Missing: there is no such batch for them.
        """
        with self._store.reading() as session:
            _batch(_visible(session, who, id))
            query = select(Row).where(Row.job == id, Row.number > after).order_by(Row.number).limit(limit)
            return tuple((row.number, row.row) for row in session.scalars(query))

    def all_rows(self, who: Who, id: str) -> Iterator[dict[str, Any]]:
        """Yield all finished rows of a batch, a few of them in memory at a time.

        Raises:
            Missing: there is no such batch for them.
        """
        number = 0
        while found := self.rows(who, id, number):
            yield from (row for _, row in found)
            number = found[-1][0]

    def row_plan(self, who: Who, id: str, number: int) -> bytes:
        """Return the plan of a row as JSON.

        Raises:
            Missing: there is no such row for them, or its plan was not kept.
        """
        with self._store.reading() as session:
            _batch(_visible(session, who, id))
            row = session.get(Row, (id, number))
            if row is None or row.plan is None:
                raise Missing("plan", f"{id}/{number}")
            return row.plan

    def answer(self, who: Who, id: str) -> bytes | None:
        """Return the answer to a question as JSON, which may tell what is personal; None as long as there is none.

        Raises:
            Missing, Forbidden: there is no such question for them, or not with what is personal.
        """
        with self._store.reading() as session:
            job = _visible(session, who, id, "open")
            if job.kind != "question":
                raise Missing("question", id)
            return job.answer

    def answers(self, who: Who, plan: str, asked: Collection[str]) -> tuple[tuple[JobInfo, bytes | None], ...]:
        """Return the questions of some kinds (`ask`) about a plan with their answers as JSON, the newest first.

        Raises:
            Missing, Forbidden: there is no such plan for them, or not with what is personal.
        """
        with self._store.reading() as session:
            row = session.get(Plan, plan)
            if row is None:
                raise Missing("plan", plan)
            scenario = session.get_one(Scenario, row.scenario)
            who.needs("open", scenario.organisation, scenario.area, "plan", plan)
            query = select(Job).where(Job.scenario == scenario.id, Job.kind == "question")
            query = query.where(Job.settings["plan"].as_string() == plan)
            query = query.where(Job.settings[("question", "ask")].as_string().in_(asked))
            rows = session.scalars(query.order_by(Job.created.desc(), Job.id))
            return tuple((state_of(job), job.answer) for job in rows)

    def counts(self) -> dict[str, int]:
        """Return how many jobs are in each state."""
        with self._store.reading() as session:
            found = session.execute(select(Job.state, func.count()).group_by(Job.state))
            return {row[0]: row[1] for row in found}


def queued(
    session: Session, scenario: Scenario, asked: Asked, *, author: str, version: int | None = None, always: bool = False
) -> Job:
    """Queue a job about a version of a scenario, the newest unless a number is given; `always`: however many wait.

    Raises:
        Missing: there is no such version, or no such plan of this scenario.
        InputError: a family of cases names what the scenario does not have.
        Full: the author has as many jobs as one may have.
    """
    number = scenario.head if version is None else version
    if session.get(Version, (scenario.id, number)) is None:
        raise Missing("version", f"{scenario.id}/{number}")
    for plan in asked.plans:
        row = session.get(Plan, plan)
        if row is None or row.scenario != scenario.id:
            raise Missing("plan", plan)
    if not always:
        _room(session, author)
    if isinstance(asked, Batch):
        cases(scenarios.parsed(session, scenario.id, number), asked.whatif)
    job = Job(
        id=str(uuid.uuid4()),
        kind=asked.kind,
        organisation=scenario.organisation,
        author=author,
        scenario=scenario.id,
        version=number,
        settings=asked.model_dump(mode="json", by_alias=True, exclude_unset=True) | {"kind": asked.kind},
        state="queued",
        created=datetime.now(UTC),
        attempts=0,
        stop=False,
        seconds=0.0,
        events=0,
    )
    session.add(job)
    session.flush()
    tell(session, job, News("state", {"state": "queued"}), job.created)
    audit.record(session, author, f"{asked.kind}.submit", f"job/{job.id}", {"scenario": scenario.id, "version": number})
    return job


def _room(session: Session, author: str) -> None:
    theirs = select(func.count()).where(Job.author == author, Job.state.not_in(ENDED))
    if (session.scalar(theirs) or 0) >= MOST_WAITING:
        raise Full(MOST_WAITING)


def _visible(session: Session, who: Who, id: str, right: Right = "read", *, lock: bool = False) -> Job:
    query = select(Job).where(Job.id == id)
    job = session.scalars(query.with_for_update() if lock else query).first()
    if job is None:
        raise Missing("job", id)
    row = session.get_one(Scenario, job.scenario)
    if right == "read" and job.author == who.id and who.consents_in(row.area):
        return job  # who asked for a price may read it
    who.needs(right, row.organisation, row.area, "job", id)
    return job


def _batch(job: Job) -> None:
    if job.kind != "whatif":
        raise Missing("what-if", job.id)


def state_of(job: Job) -> JobInfo:
    """Return how far a job is."""
    return JobInfo(
        id=job.id,
        kind=job.kind,  # type: ignore[arg-type]
        state=job.state,  # type: ignore[arg-type]
        stopping=job.stop and job.state not in ENDED,
        scenario=job.scenario,
        version=job.version,
        author=job.author,
        asked=job.settings,
        created=job.created,
        started=job.started,
        finished=job.finished,
        seconds=job.seconds,
        events=job.events,
        plan=job.plan,
        error=job.error,
    )
