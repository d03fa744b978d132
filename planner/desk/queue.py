"""The queue as workers see it: a job is claimed once, held for a while, taken over where its worker falls silent."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from planner.desk import audit, scenarios
from planner.desk.faults import Lost
from planner.desk.store import Event, Job, Plan, Row, Store
from planner.domain import plan as domain
from planner.domain import scenario, whatif

Kind = Literal["solve", "whatif", "question"]
State = Literal["queued", "running", "done", "stopped", "failed"]

ENDED: Final = ("done", "stopped", "failed")

LEASE: Final = timedelta(seconds=15)
"""How long a silent worker keeps its job."""

MOST_ATTEMPTS: Final = 20
"""How many workers may die over a job, without any progress between, before it has failed."""


@dataclass(frozen=True)
class Task:
    """What a worker was given: do it, or go on from `plan`, the best that is known so far (of a batch: its base).

    `seconds` is how long others worked at it before.
    """

    id: str
    kind: Kind
    scenario: str
    version: int
    settings: Mapping[str, Any]
    attempts: int
    seconds: float
    plan: str | None


@dataclass(frozen=True)
class News:
    """What a job is at: its kind (``progress``, ``plan``, ``row``, ``state``) and JSON values."""

    kind: str
    data: Mapping[str, Any]


class Queue:
    """The jobs in a store, for workers. Every call is one transaction; `now` is given by tests only."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def claim(self, worker: str, now: datetime | None = None) -> Task | None:
        """Give a job to a worker, or None where there is none.

        The next is the oldest of the organisation that has the fewest running. A job whose worker fell silent comes
        first; one that cost too many workers has failed.
        """
        at = now or datetime.now(UTC)
        with self._store.reading() as session:  # an idle worker takes no lock
            if (
                session.scalars(_silent(at).limit(1)).first() is None
                and session.scalars(_next().limit(1)).first() is None
            ):
                return None
        with self._store.writing() as session:
            while (job := _taken(session, at)) is not None:
                if job.stop:
                    end(session, job, "stopped", at, None)
                elif job.attempts >= MOST_ATTEMPTS:
                    end(session, job, "failed", at, f"its worker died {job.attempts} times")
                else:
                    job.state, job.worker, job.lease = "running", worker, at + LEASE
                    job.started = job.started or at
                    job.attempts += 1
                    tell(session, job, News("state", {"state": "running"}), at)
                    return _task(job)
                session.flush()
        return None

    def beat(
        self,
        id: str,
        worker: str,
        *,
        seconds: float = 0.0,
        news: Iterable[News] = (),
        best: domain.Plan | None = None,
        now: datetime | None = None,
    ) -> bool:
        """Keep a job for another while, `seconds` longer at work, with news of it; tell whether it is to stop.

        Raises:
            Lost: somebody else has the job now, or it has ended.
        """
        at = now or datetime.now(UTC)
        with self._store.writing() as session:
            job = _held(session, id, worker)
            job.lease = at + LEASE
            job.seconds += seconds
            if best is not None:
                job.attempts = 0
                _keep(session, job, best, at)
            for item in news:
                tell(session, job, item, at)
            return job.stop

    def add_rows(self, id: str, worker: str, rows: Iterable[whatif.Row], *, plans: bool) -> bool:
        """Keep finished rows of a batch, with their plans where asked for; tell whether it is to stop.

        Raises:
            Lost: somebody else has the job now, or it has ended.
        """
        at = datetime.now(UTC)
        with self._store.writing() as session:
            job = _held(session, id, worker)
            job.lease, job.attempts = at + LEASE, 0
            before = session.scalar(select(func.count()).where(Row.job == id)) or 0
            for number, row in enumerate(rows, before + 1):
                session.add(_row(id, number, row, plans=plans))
                data = {"number": number, "case": row.case, "status": row.status}
                tell(session, job, News("row", data), at)
            return job.stop

    def cases_done(self, id: str) -> frozenset[str]:
        """Return the names of the cases of a batch that are finished, as they are kept (see `plain`)."""
        with self._store.reading() as session:
            return frozenset(session.scalars(select(Row.name).where(Row.job == id)))

    def finish(
        self, id: str, worker: str, *, plan: domain.Plan | None = None, answer: Mapping[str, Any] | None = None
    ) -> None:
        """End a job with its plan or answer: ``stopped`` where that was asked for, else ``done``.

        Raises:
            Lost: somebody else has the job now, or it has ended.
        """
        at = datetime.now(UTC)
        with self._store.writing() as session:
            job = _held(session, id, worker)
            if plan is not None:
                _keep(session, job, plan, at)
            if answer is not None:
                job.answer = json.dumps(answer, ensure_ascii=False).encode()
            end(session, job, "stopped" if job.stop else "done", at, None)

    def fail(self, id: str, worker: str, error: str) -> None:
        """End a job that cannot be done; the best plan so far stays.

        Raises:
            Lost: somebody else has the job now, or it has ended.
        """
        with self._store.writing() as session:
            end(session, _held(session, id, worker), "failed", datetime.now(UTC), error)

    def release(self, worker: str) -> None:
        """Give back what a worker holds that is known to be gone: nobody need wait until its lease is over."""
        with self._store.writing() as session:
            held = select(Job).where(Job.state == "running", Job.worker == worker).with_for_update()
            for job in session.scalars(held):
                job.lease = datetime.fromtimestamp(0, UTC)

    def scenario(self, id: str, version: int) -> scenario.Scenario:
        """Return a version of a scenario as the solver takes it."""
        with self._store.reading() as session:
            return scenarios.parsed(session, id, version)

    def plan(self, id: str) -> domain.Plan:
        """Return a plan."""
        with self._store.reading() as session:
            return domain.Plan.model_validate_json(session.get_one(Plan, id).text)


def tell(session: Session, job: Job, news: News, at: datetime) -> None:
    """Add to what is known of how far a job is."""
    job.events += 1
    session.add(Event(job=job.id, number=job.events, kind=news.kind, data=dict(news.data), at=at))


def end(session: Session, job: Job, state: State, at: datetime, error: str | None) -> None:
    """End a job."""
    job.state, job.finished, job.error = state, at, error
    job.worker = job.lease = None
    tell(session, job, News("state", {"state": state, "plan": job.plan}), at)
    audit.record(session, job.author, f"{job.kind}.{state}", f"job/{job.id}", {"plan": job.plan})


def _task(job: Job) -> Task:
    return Task(
        id=job.id,
        kind=job.kind,  # type: ignore[arg-type]
        scenario=job.scenario,
        version=job.version,
        settings=job.settings,
        attempts=job.attempts,
        seconds=job.seconds,
        plan=job.plan,
    )


def _silent(at: datetime) -> Select[Job]:
    """Return jobs whose workers have not been heard of for too long."""
    return select(Job).where(Job.state == "running", Job.lease < at).order_by(Job.lease, Job.id)


def _next() -> Select[Job]:
    """Return queued jobs, the oldest of the organisation that has the fewest running first."""
    running = select(Job.organisation, func.count().label("n")).where(Job.state == "running").group_by(Job.organisation)
    busy = running.subquery()
    return (
        select(Job)
        .outerjoin(busy, Job.organisation == busy.c.organisation)
        .where(Job.state == "queued")
        .order_by(func.coalesce(busy.c.n, 0), Job.created, Job.id)
    )


def _taken(session: Session, at: datetime) -> Job | None:
    """Return the next job, locked; what another worker is just taking is left to it."""
    for query in (_silent(at), _next()):
        job = session.scalars(query.limit(1).with_for_update(skip_locked=True, of=Job)).first()
        if job is not None:
            return job
    return None


def _held(session: Session, id: str, worker: str) -> Job:
    job = session.scalars(select(Job).where(Job.id == id).with_for_update()).first()
    if job is None or job.state != "running" or job.worker != worker:
        raise Lost(id, worker)
    return job


def _keep(session: Session, job: Job, plan: domain.Plan, at: datetime) -> None:
    """Keep a plan of a job; a better one takes the place of that before, so the id stays."""
    row = None if job.plan is None else session.get_one(Plan, job.plan)
    if row is None:
        row = Plan(id=str(uuid.uuid4()), scenario=job.scenario, version=job.version, created=at)
    row.status = plan.status
    row.tiers = [tier.model_dump(mode="json") for tier in plan.tiers]
    row.text = json.dumps(plan.to_json(), ensure_ascii=False).encode()
    session.add(row)
    session.flush()
    job.plan = row.id


def _row(job: str, number: int, row: whatif.Row, *, plans: bool) -> Row:
    plan = row.plan.model_dump_json().encode() if plans and row.plan is not None else None
    values = row.model_dump(mode="json", exclude={"plan"}, exclude_none=True)
    return Row(job=job, number=number, name=row.case, row=values, plan=plan)
