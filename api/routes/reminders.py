"""What is due soon, and where it is sent."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field, StrictBool

from api import PREFIX
from api.doors import Asker, TheDesk
from api.problems import refuses
from api.routes.session import Strict
from planner.desk.addresses import LONGEST
from planner.desk.mailbox import Mailbox
from planner.desk.reminders import DAYS, MOST_DAYS, Reminders

router = APIRouter(prefix=PREFIX, tags=["people"])

Days = Annotated[int, Query(ge=1, le=MOST_DAYS, description="How many days ahead")]

_READ: Final = ("not-signed-in", "invalid", "too-many")


class MailboxChange(Strict):
    """Where reminders are to go: what is absent stays as it is; an empty `email` is none."""

    email: str | None = Field(default=None, max_length=LONGEST, examples=["lan@example.vn"])
    digest: StrictBool | None = None
    lang: Literal["vi", "en"] | None = None


@router.get("/reminders", responses=refuses(*_READ))
def mine(who: Asker, desk: TheDesk, days: Days = DAYS) -> Reminders:
    """Return what is due to oneself: duties, answers that one owes for a sponsor, plans to propose, failed jobs."""
    return desk.reminders.own(who, days=days)


@router.get("/organisations/{organisation}/reminders", responses=refuses(*_READ, "missing"))
def of_organisation(
    organisation: Annotated[str, Path(max_length=200, description="The id of an organisation")],
    who: Asker,
    desk: TheDesk,
    days: Days = DAYS,
) -> Reminders:
    """Return what is due to an organisation, as far as it is one's to see."""
    return desk.reminders.of_organisation(who, organisation, days=days)


@router.get("/reminders/mailbox", responses=refuses(*_READ, "missing"))
def mailbox(who: Asker, desk: TheDesk) -> Mailbox:
    """Return where one's own reminders go."""
    return desk.mailboxes.read(who)


@router.patch("/reminders/mailbox", responses=refuses(*_READ, "csrf", "forbidden", "missing", "unfit", "malformed"))
def change_mailbox(body: MailboxChange, who: Asker, desk: TheDesk) -> Mailbox:
    """Say where one's own reminders go, in which language, and whether they come each day."""
    return desk.mailboxes.change(who, email=body.email, digest=body.digest, lang=body.lang)
