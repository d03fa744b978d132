"""Changes made to a plan by hand: a seat for somebody else, somebody kept in a seat, a session kept where it is."""

from __future__ import annotations

from typing import Final, Self

from fastapi import APIRouter, Response
from pydantic import Field, model_validator

from api import PREFIX
from api.doors import Asker, Id, Line, Once, TheDesk
from api.problems import refuses
from api.routes.plans import queued
from api.routes.scenarios import named
from api.routes.session import Strict
from planner.desk.jobs import JobInfo
from planner.desk.scenarios import ScenarioInfo

router = APIRouter(prefix=f"{PREFIX}/plans", tags=["plans"])

_WRITE: Final = ("not-signed-in", "missing", "invalid", "too-many", "csrf", "forbidden", "malformed", "reused")


class Swap(Strict):
    """A seat of a session, and who is to have it: `holder` has it by the plan, absent where it is empty.

    `activity` is whose own role it is, absent where the role is shared. What it costs is told before by a question
    (`who-else`).
    """

    session: Line = Field(examples=["s01"])
    role: Line = Field(examples=["ban"])
    activity: Line | None = None
    holder: Line | None = Field(default=None, examples=["vhxh-01"])
    person: Line = Field(examples=["vhxh-02"])


class Pin(Strict):
    """A session to be kept at its time and place; with `person` and `role`, instead, the person to be kept in the seat.

    `activity` is whose own role it is, absent where the role is shared.
    """

    session: Line = Field(examples=["s01"])
    role: Line | None = None
    activity: Line | None = None
    person: Line | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.person is None) != (self.role is None) or (self.person is None and self.activity is not None):
            raise ValueError("person and role, both or neither; activity only with them")
        return self


@router.post("/{id}/swaps", status_code=202, responses=refuses(*_WRITE, "full"))
def swap(id: Id, body: Swap, who: Asker, desk: TheDesk, once: Once, response: Response) -> JobInfo:
    """Give a seat to somebody else: in a new version, of which a plan near this one is asked for.

    The job that makes it is in the answer and in Location. To go back, restore the version before.
    """
    job = desk.edits.swap(who, id, body.session, body.role, body.activity, body.holder, body.person, key=once)
    return queued(response, job)


@router.post("/{id}/pins", status_code=201, responses=refuses(*_WRITE))
def pin(id: Id, body: Pin, who: Asker, desk: TheDesk, once: Once, response: Response) -> ScenarioInfo:
    """Keep something as it is in all plans to come: in a new version, which is in Location, its number in ETag."""
    if body.person is not None and body.role is not None:
        pinned = desk.edits.pin_person(who, id, body.session, body.role, body.activity, body.person, key=once)
    else:
        pinned = desk.edits.pin_session(who, id, body.session, key=once)
    return named(response, pinned)
