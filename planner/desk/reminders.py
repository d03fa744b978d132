"""What is due soon: duties and sessions, answers that a sponsor owes, plans not yet proposed, jobs that failed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.desk import consent, feeds, scenarios
from planner.desk.publishing import event
from planner.desk.rights import ALL, Who
from planner.desk.store import Consent, Job, Plan, Proposal, Published, Scenario, Store, Version
from planner.domain import plan as domain
from planner.files.calendar import Lang, line, summary

Kind = Literal["duty", "session", "answer", "propose", "failed"]

DAYS: Final = 7
"""How far ahead is looked, unless said otherwise."""

MOST_DAYS: Final = 92


@dataclass(frozen=True)
class Reminder:
    """Something that is due.

    ``duty``: somebody's own, or of their organisation a ``session``: `due` is when it begins. ``answer``: the
    `organisation` has not answered to the joint `session` of a `proposal` yet. ``propose``: the newest `plan` was put
    to nobody. For both `due` is when that session, or the plan's first one, begins. ``failed``: a `job`, at `due`.
    `local` is the same moment in the scenario's own time.
    """

    kind: Kind
    due: datetime
    local: datetime
    vi: str
    en: str
    scenario: str
    organisation: str | None = None
    plan: str | None = None
    proposal: str | None = None
    session: str | None = None
    job: str | None = None


@dataclass(frozen=True)
class Reminders:
    """What is due, the earliest first, and the same as a text for people (empty where nothing is)."""

    items: tuple[Reminder, ...]
    vi: str
    en: str


class Remembering:
    """What is due in a store; `now` is given by tests only."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def own(self, who: Who, *, days: int = DAYS, now: datetime | None = None) -> Reminders:
        """Return what is due to somebody within days: their duties, what they answer for, what they plan."""
        with self._store.reading() as session:
            return told(owed(session, who, now or datetime.now(UTC), timedelta(days=days)))

    def of_organisation(
        self, who: Who, organisation: str, *, days: int = DAYS, now: datetime | None = None
    ) -> Reminders:
        """Return what is due to an organisation within days, as far as it is theirs to see.

        Raises:
            Missing: there is no such organisation for them.
        """
        at = now or datetime.now(UTC)
        with self._store.reading() as session:
            feeds.known_organisation(session, who, organisation)
            found = [
                *_coming(feeds.organisations_rows(session, who, organisation), "session", at, timedelta(days=days)),
                *_answers(
                    session, at, lambda owner, scenario: owner == organisation and feeds.concerns(who, owner, scenario)
                ),
            ]
            theirs = select(Scenario).where(
                Scenario.organisation == organisation, who.reach("read", Scenario.organisation, Scenario.area)
            )
            for scenario in session.scalars(theirs.where(Scenario.archived.is_(None))):
                found += _planning(session, scenario, at, timedelta(days=days))
        return told(found)


def owed(session: Session, who: Who, at: datetime, ahead: timedelta) -> list[Reminder]:
    """Return what is due to somebody."""
    found = [*_coming(feeds.persons_rows(session, who), "duty", at, ahead)]
    for organisation in sorted({role.organisation for role in who.roles if role.role == "consenter"} - {ALL}):
        found += _coming(feeds.organisations_rows(session, who, organisation), "session", at, ahead)
    found += _answers(session, at, lambda owner, scenario: who.may("consent", owner, scenario.area))
    theirs = select(Scenario).where(who.reach("plan", Scenario.organisation, Scenario.area))
    for scenario in session.scalars(theirs.where(Scenario.archived.is_(None))):
        found += _planning(session, scenario, at, ahead)
    return found


def told(found: Iterable[Reminder]) -> Reminders:
    """Return reminders in order, with their text."""
    items = tuple(
        sorted(set(found), key=lambda item: (item.due, item.kind, item.vi, item.scenario, item.session or ""))
    )
    return Reminders(items, digest(items, "vi"), digest(items, "en"))


_HEADS: Final[dict[Kind, tuple[str, str]]] = {
    "answer": ("Chờ đơn vị trả lời", "Waiting for an answer"),
    "propose": ("Chưa đề xuất", "Not proposed yet"),
    "failed": ("Việc bị lỗi", "Jobs that failed"),
    "duty": ("Việc của tôi", "My duties"),
    "session": ("Buổi của đơn vị", "Our sessions"),
}


def digest(items: Iterable[Reminder], lang: Lang) -> str:
    """Return reminders as a text: what waits for somebody first, then what comes."""
    told = list(items)
    parts = []
    for kind, (vi, en) in _HEADS.items():
        lines = [f"- {item.vi if lang == 'vi' else item.en}" for item in told if item.kind == kind]
        if lines:
            parts.append("\n".join([f"{vi if lang == 'vi' else en} ({len(lines)})", *lines]))
    return "\n\n".join(parts)


def _coming(
    rows: Iterable[Published], kind: Literal["duty", "session"], at: datetime, ahead: timedelta
) -> Iterator[Reminder]:
    for row in rows:
        if row.cancelled is None and at < row.ends and row.begins <= at + ahead:
            entry = event(row).entry
            local = entry.start
            vi, en = (summary(event(row), lang) for lang in ("vi", "en"))
            where = line(entry.place if entry.area is None else f"{entry.place}, {entry.area}")
            yield Reminder(
                kind=kind,
                due=row.begins,
                local=local,
                vi=f"{_when(local, 'vi')}: {vi}, tại {where}",
                en=f"{_when(local, 'en')}: {en}, at {where}",
                scenario=row.scenario,
                organisation=row.subject if kind == "session" else None,
            )


def _answers(session: Session, at: datetime, asked: Callable[[str, Scenario], bool]) -> Iterator[Reminder]:
    """Yield what sponsors have not answered to: in proposals that nobody refused, newer than the plan in force."""
    query = select(Consent, Proposal, Scenario).join(Proposal, Proposal.id == Consent.proposal)
    query = query.join(Scenario, Scenario.id == Proposal.scenario)
    query = query.where(Consent.answer.is_(None), Scenario.archived.is_(None))
    waiting: dict[str, list[tuple[Consent, Proposal, Scenario]]] = {}
    for row, proposal, scenario in session.execute(query):
        if asked(row.organisation, scenario):
            waiting.setdefault(proposal.id, []).append((row, proposal, scenario))
    for rows in waiting.values():
        _, proposal, scenario = rows[0]
        if consent.moot(session, proposal):
            continue
        plan = session.get_one(Plan, proposal.plan)
        version = scenarios.parsed(session, plan.scenario, plan.version)
        zone = ZoneInfo(version.timezone)
        sponsors = {o.id: line(o.name) for o in version.organisations}
        activities = {a.id: line(a.name) for a in version.activities}
        joint = {s.id: s for s in domain.Plan.model_validate_json(plan.text).sessions}
        for row, _, _ in rows:
            held = joint[row.session]
            if held.start.replace(tzinfo=zone) > at:
                owner = sponsors.get(row.organisation, line(row.organisation))
                what = f"“{'” + “'.join(activities[activity] for activity in held.activities)}”"
                yield Reminder(
                    kind="answer",
                    due=held.start.replace(tzinfo=zone).astimezone(UTC),
                    local=held.start,
                    vi=f"trước {_when(held.start, 'vi')}: {owner} trả lời có cùng tổ chức {what} không",
                    en=f"before {_when(held.start, 'en')}: {owner} says whether to hold {what} together",
                    scenario=scenario.id,
                    organisation=row.organisation,
                    plan=plan.id,
                    proposal=proposal.id,
                    session=row.session,
                )


def _planning(session: Session, scenario: Scenario, at: datetime, ahead: timedelta) -> Iterator[Reminder]:
    """Yield what whoever plans a scenario should look at: jobs that failed, a plan that nobody was asked about."""
    name = line(scenario.name)
    jobs = select(Job.id, Job.kind, Job.state, Job.finished, Job.version).where(Job.scenario == scenario.id)
    newest = {job.kind: job for job in session.execute(jobs.order_by(Job.created, Job.id))}
    for job in newest.values():
        if job.state == "failed" and job.finished is not None and job.finished > at - ahead:
            local = job.finished.astimezone(_zone(session, scenario.id, job.version)).replace(
                tzinfo=None, second=0, microsecond=0
            )
            yield Reminder(
                kind="failed",
                due=job.finished,
                local=local,
                vi=f"{_when(local, 'vi')}: {_JOBS[job.kind][0]} của “{name}” bị lỗi",
                en=f"{_when(local, 'en')}: {_JOBS[job.kind][1]} of “{name}” failed",
                scenario=scenario.id,
                job=job.id,
            )
    plan = _unproposed(session, scenario)
    starts = [] if plan is None else [s.start for s in domain.Plan.model_validate_json(plan.text).sessions]
    if plan is not None and starts:
        first = min(starts)
        due = first.replace(tzinfo=_zone(session, plan.scenario, plan.version)).astimezone(UTC)
        if at < due <= at + ahead:
            yield Reminder(
                kind="propose",
                due=due,
                local=first,
                vi=f"trước {_when(first, 'vi')}: đề xuất phương án của “{name}”",
                en=f"before {_when(first, 'en')}: propose the plan of “{name}”",
                scenario=scenario.id,
                plan=plan.id,
            )


_JOBS: Final = {
    "solve": ("lập phương án", "making a plan"),
    "whatif": ("loạt giả định", "a batch of what-ifs"),
    "question": ("câu hỏi", "a question"),
}


def _unproposed(session: Session, scenario: Scenario) -> Plan | None:
    """Return the newest plan of a scenario where no proposal waits for answers or is agreed to."""
    for proposal in session.scalars(select(Proposal).where(Proposal.scenario == scenario.id)):
        if consent.state_of(session, proposal) != "refused":
            return None
    made = select(Plan).join(Job, Job.plan == Plan.id).where(Plan.scenario == scenario.id, Job.kind == "solve")
    made = made.where(Job.finished.is_not(None), Plan.status.in_(("optimal", "feasible")))
    taken = select(Proposal.id).where(Proposal.plan == Plan.id)
    return session.scalars(made.where(~taken.exists()).order_by(Plan.created.desc(), Plan.id).limit(1)).first()


def _zone(session: Session, scenario: str, number: int) -> ZoneInfo:
    """Return the time zone of a version of a scenario."""
    version = session.get_one(Version, (scenario, number))
    if version.sha256 not in _ZONES:
        if len(_ZONES) >= MOST_ZONES:
            _ZONES.clear()
        _ZONES[version.sha256] = scenarios.parsed(session, scenario, number).timezone
    return ZoneInfo(_ZONES[version.sha256])


_ZONES: Final[dict[str, str]] = {}
"""Time zones by the SHA-256 of scenarios: a city's takes a second to read."""

MOST_ZONES: Final = 10_000

_DAYS: Final = (
    ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"),
    ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
)


def _when(local: datetime, lang: Lang) -> str:
    return f"{local:%H:%M} {_DAYS[lang == 'en'][local.weekday()]} {local:%d/%m/%Y}"
