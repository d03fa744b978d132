"""Consent: what sponsors are asked, their answers, and the price of a refusal before it is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.responses import Response as PlainResponse

from planner.desk.consent import Answer, ProposalInfo, SponsorAnswer
from planner.desk.desk import Desk
from planner.desk.faults import Missing, Unfit
from planner.desk.jobs import JobInfo
from planner.desk.naming import Named
from planner.desk.pages import Cursor as DeskCursor
from planner.desk.queue import ENDED
from planner.domain.plan import Session
from web.doors import AnId, Asker, Cursor, Id, TheDesk
from web.render import Page, go, is_htmx, render
from web.visit import Visitor

router = APIRouter()

SIZE: Final = 20
"""Proposals of a page."""


@dataclass(frozen=True)
class InboxItem:
    """A proposal in the list: how many answers there are, and how many of the reader's own are missing."""

    info: ProposalInfo
    name: str
    answered: int
    mine: int


@dataclass(frozen=True)
class ProposalsPage(Page):
    """The proposals that are somebody's to read or to answer, the newest first."""

    template: ClassVar[str] = "proposals.html"
    items: tuple[InboxItem, ...]
    next: str | None


@dataclass(frozen=True)
class Sponsor:
    """What an organisation was asked in a proposal, how much of that is answered, and how often it refused."""

    id: str
    name: str
    bloc: str
    asked: int
    answered: int
    refused: int
    may_answer: bool

    @property
    def open(self) -> int:
        """Answers still to be given by the reader."""
        return self.asked - self.answered if self.may_answer else 0


@dataclass(frozen=True)
class Asked:
    """What one sponsor is asked. `may_answer`: the reader, on this page."""

    said: SponsorAnswer
    organisation: str
    bloc: str
    may_answer: bool


@dataclass(frozen=True)
class JointCard:
    """A joint session and its sponsors' answers. `open`: of the reader's own, those still to be given."""

    session: Session
    asked: tuple[Asked, ...]
    open: int


@dataclass(frozen=True)
class Price:
    """What a refusal would cost, as far as it is known. `shifts`: each tier that would be different."""

    job: JobInfo
    joint: str
    organisation: str
    is_over: bool
    status: str
    shifts: Mapping[str, int]
    seats_changed: int | None
    error: Any


@dataclass(frozen=True)
class ProposalPage(Page):
    """A proposal, of one sponsor at a time: the joint sessions of `of`, and how far all `sponsors` are.

    `fault` tells why an answer was not taken; `at`: at which session.
    """

    template: ClassVar[str] = "proposal.html"
    info: ProposalInfo
    name: str
    sponsors: tuple[Sponsor, ...]
    of: str
    cards: tuple[JointCard, ...]
    names: Named
    may_read: bool
    price: Price | None
    fault: str = ""
    at: str = ""


@dataclass(frozen=True)
class PricePart(Page):
    """The price of a refusal for htmx, which asks again and again until it is known."""

    template: ClassVar[str] = "parts/price.html"
    info: ProposalInfo
    price: Price


@router.get("/proposals")
def inbox(visit: Asker, desk: TheDesk, after: Cursor = None) -> HTMLResponse:
    """Show what was proposed."""
    found = desk.consents.list(visit.who, after=_cursor(after), limit=SIZE)
    items = []
    for info in found.items:
        mine = [s for s in info.said if s.answer is None and _may_answer(visit, s.organisation)]
        name = desk.consents.names(visit.who, info).scenario
        items.append(InboxItem(info, name, sum(s.answer is not None for s in info.said), len(mine)))
    return render(visit, ProposalsPage(tuple(items), found.next))


@router.get("/proposals/{id}")
def show(
    id: Id,
    visit: Asker,
    request: Request,
    desk: TheDesk,
    price: AnId | None = None,
    joint: Annotated[str, Query(max_length=200)] = "",
    organisation: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """Show what a proposal asks of an organisation, with the price of its refusal where that was asked for."""
    info = desk.consents.read(visit.who, id)
    told = None if price is None else _price(desk, visit, info, price, joint, organisation)
    if told is not None and is_htmx(request):
        return render(visit, PricePart(info, told))
    return render(visit, _page(desk, visit, info, organisation, price=told))


@router.post("/proposals/{id}/answers")
def answer(
    id: Id,
    visit: Asker,
    request: Request,
    desk: TheDesk,
    joint: Annotated[str, Form(max_length=200)],
    organisation: Annotated[str, Form(max_length=200)],
    answer: Annotated[Answer, Form()],
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> PlainResponse:
    """Accept or refuse for a sponsor."""
    try:
        info = desk.consents.answer(visit.who, id, joint, organisation, answer, reason.strip())
    except Unfit as error:
        info = desk.consents.read(visit.who, id)
        return render(visit, _page(desk, visit, info, organisation, fault=visit.words.said(error), at=joint), 422)
    return go(request, f"/proposals/{info.id}?{urlencode({'organisation': organisation})}#{joint}")


@router.post("/proposals/{id}/price")
def ask_price(
    id: Id,
    visit: Asker,
    request: Request,
    desk: TheDesk,
    joint: Annotated[str, Form(max_length=200)],
    organisation: Annotated[str, Form(max_length=200)],
) -> Response:
    """Ask what a refusal would cost."""
    job = desk.consents.price(visit.who, id, joint, organisation)
    query = urlencode({"price": job, "joint": joint, "organisation": organisation})
    return go(request, f"/proposals/{id}?{query}#{joint}")


def _page(
    desk: Desk,
    visit: Visitor,
    info: ProposalInfo,
    of: str,
    *,
    price: Price | None = None,
    fault: str = "",
    at: str = "",
) -> ProposalPage:
    names = desk.consents.names(visit.who, info)
    sponsors = _sponsors(visit, info, names)
    if of not in {sponsor.id for sponsor in sponsors}:
        of = sponsors[0].id if sponsors else ""
    theirs = {said.session for said in info.said if said.organisation == of}
    cards = []
    for session in sorted((s for s in info.sessions if s.id in theirs), key=lambda s: (s.start, s.id)):
        asked = tuple(
            Asked(
                s,
                names.organisation(s.organisation),
                names.bloc(s.organisation),
                s.organisation == of and _may_answer(visit, of),
            )
            for s in info.said
            if s.session == session.id
        )
        cards.append(JointCard(session, asked, sum(a.may_answer and a.said.answer is None for a in asked)))
    return ProposalPage(
        info=info,
        name=names.scenario,
        sponsors=sponsors,
        of=of,
        cards=tuple(sorted(cards, key=lambda card: not card.open)),
        names=names,
        may_read=visit.may("read"),
        price=price,
        fault=fault,
        at=at,
    )


def _sponsors(visit: Visitor, info: ProposalInfo, names: Named) -> tuple[Sponsor, ...]:
    """Return who is asked, those first of whom most is still to be answered by the reader, then by anybody."""
    found = []
    for id in dict.fromkeys(said.organisation for said in info.said):
        answers = [said.answer for said in info.said if said.organisation == id]
        answered, refused = sum(a is not None for a in answers), answers.count("refuse")
        may = _may_answer(visit, id)
        found.append(
            Sponsor(id, names.organisation(id), names.bloc(id), len(answers), answered, refused, may_answer=may)
        )
    return tuple(sorted(found, key=lambda s: (-s.open, s.answered - s.asked, s.name, s.id)))


def _price(desk: Desk, visit: Visitor, info: ProposalInfo, id: str, joint: str, organisation: str) -> Price:
    job = desk.jobs.read(visit.who, id)
    if job.scenario != info.scenario or job.kind != "whatif":
        raise Missing("price", id)
    rows = desk.jobs.rows(visit.who, id, 0, 1)
    row = rows[0][1] if rows else {}
    return Price(
        job=job,
        joint=joint,
        organisation=organisation,
        is_over=job.state in ENDED,
        status=row.get("status", ""),
        shifts={name: shift["value"] for name, shift in row.get("difference", {}).items() if shift["value"]},
        seats_changed=row.get("seats_changed"),
        error=row.get("error"),
    )


def _may_answer(visit: Visitor, organisation: str) -> bool:
    """Tell whether somebody answers for a sponsor somewhere; in which area the desk says."""
    return any(post.organisation in ("*", organisation) for post in visit.who.with_right("consent"))


def _cursor(text: str | None) -> DeskCursor | None:
    try:
        return None if text is None else DeskCursor.of(text)
    except ValueError as error:
        raise Missing("page", str(text)) from error
