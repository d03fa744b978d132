"""What a plan lacks, each with its reason, and with what was found out of it: the conflict, the cheapest repairs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from planner.answers.questions.kinds import AskEmpty, AskGaps, AskUnheld
from planner.desk.asked import Ask
from planner.desk.jobs import JobInfo
from planner.desk.queue import ENDED
from planner.domain.plan import Plan, Seat, Session

KINDS: Final = ("gaps", "unheld", "empty")
"""The questions that tell something of gaps."""


@dataclass(frozen=True)
class Gap:
    """An activity that is not held, or empty seats of one kind in one session, and the question why.

    `number` is its place among the plan's gaps, `seats` how many are empty. `job` is who was asked last, `found` the
    answer, None as long as there is none.
    """

    number: int
    question: AskUnheld | AskEmpty
    reason: str
    reason_en: str | None
    session: Session | None = None
    seats: int = 0
    job: JobInfo | None = None
    found: Mapping[str, Any] | None = None

    @property
    def is_pending(self) -> bool:
        """Whether somebody is finding out."""
        return self.found is None and self.job is not None and self.job.state not in ENDED

    @property
    def waits_for_all(self) -> bool:
        """Whether that is found out together with all other gaps."""
        return self.is_pending and self.job is not None and self.job.asked["question"]["ask"] == "gaps"


def gaps(plan: Plan) -> tuple[Gap, ...]:
    """Return what a plan lacks, in the order in which all gaps are answered at once."""
    found = [Gap(n, AskUnheld(activity=u.activity), u.reason, u.reason_en) for n, u in enumerate(plan.unheld)]
    for session in plan.sessions:
        empty: dict[tuple[str, str | None], list[Seat]] = {}
        for seat in session.seats:
            if seat.person is None:
                empty.setdefault((seat.role, seat.activity), []).append(seat)
        for (role, origin), (first, *more) in empty.items():
            question = AskEmpty(session=session.id, role=role, activity=origin)
            found.append(Gap(len(found), question, first.reason or "", first.reason_en, session, 1 + len(more)))
    return tuple(found)


def answered(found: Iterable[Gap], known: Iterable[tuple[JobInfo, bytes | None]]) -> tuple[Gap, ...]:
    """Return gaps with what is known of them, by the newest that was answered, else that was asked."""
    told = [
        (job, Ask.model_validate(job.asked).question, None if text is None else json.loads(text)) for job, text in known
    ]
    return tuple(_answered(gap, told) for gap in found)


def _answered(gap: Gap, told: Iterable[tuple[JobInfo, Any, Any]]) -> Gap:
    asked: list[tuple[JobInfo, Any]] = []
    for job, question, document in told:
        if question == gap.question:
            asked.append((job, document))
        elif isinstance(question, AskGaps):
            each = () if document is None else document["answers"]
            asked.append((job, each[gap.number] if gap.number < len(each) else None))
    best = next((found for found in asked if found[1] is not None), next(iter(asked), None))
    return gap if best is None else replace(gap, job=best[0], found=best[1])
