"""Consent: plans put to the sponsors of their joint sessions."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Response
from pydantic import Field

from api import PREFIX
from api.doors import After, Asker, Id, Limit, Line, Note, Once, TheDesk
from api.problems import refuses
from api.routes.plans import queued
from api.routes.session import Strict
from planner.desk.consent import Answer, ProposalInfo
from planner.desk.jobs import JobInfo
from planner.desk.pages import Page

router = APIRouter(prefix=PREFIX, tags=["consent"])

_READ: Final = ("not-signed-in", "missing", "invalid", "too-many")
_WRITE: Final = (*_READ, "csrf", "forbidden", "unfit", "malformed")


class Asked(Strict):
    """A joint session of the plan, and the sponsor that one answers for."""

    session: Line = Field(examples=["s01"])
    organisation: Line = Field(examples=["hlhpn"])


class AnswerGiven(Asked):
    """What a sponsor says to a joint session; a refusal needs a reason."""

    answer: Answer
    reason: Note = Field(default="", examples=["Ngày đó chi hội có đại hội"])


@router.post("/plans/{id}/proposal", status_code=201, responses=refuses(*_WRITE, "reused"))
def propose(id: Id, who: Asker, desk: TheDesk, once: Once, response: Response) -> ProposalInfo:
    """Put a plan to the sponsors of its joint sessions; without any it is agreed at once."""
    proposal = desk.consents.propose(who, id, key=once)
    response.headers["Location"] = f"{PREFIX}/proposals/{proposal.id}"
    return proposal


@router.get("/proposals", responses=refuses("not-signed-in", "invalid", "too-many"))
def listed(who: Asker, desk: TheDesk, after: After, limit: Limit = 50) -> Page[ProposalInfo]:
    """Return the proposals that are one's to read or to answer, the newest first."""
    return desk.consents.list(who, after=after, limit=limit)


@router.get("/proposals/{id}", responses=refuses(*_READ))
def read(id: Id, who: Asker, desk: TheDesk) -> ProposalInfo:
    """Return a proposal and what was said to it; who only answers for a sponsor sees what concerns it."""
    return desk.consents.read(who, id)


@router.post("/proposals/{id}/answers", responses=refuses(*_WRITE))
def answer(id: Id, body: AnswerGiven, who: Asker, desk: TheDesk) -> ProposalInfo:
    """Accept or refuse a joint session. A refusal leads to a new version of the scenario and to a new plan."""
    return desk.consents.answer(who, id, body.session, body.organisation, body.answer, body.reason)


@router.post("/proposals/{id}/prices", status_code=202, responses=refuses(*_WRITE, "full"))
def price(id: Id, body: Asked, who: Asker, desk: TheDesk, response: Response) -> JobInfo:
    """Ask what a refusal would cost: a what-if of one case, whose row tells it."""
    return queued(response, desk.jobs.read(who, desk.consents.price(who, id, body.session, body.organisation)))
