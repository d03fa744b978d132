"""The audit trail: who did what to which version."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api import PREFIX
from api.doors import Asker, Limit, Line, TheDesk
from api.problems import refuses
from planner.desk.desk import AuditEntry
from planner.desk.pages import Page

router = APIRouter(prefix=f"{PREFIX}/audit", tags=["audit"])


class Chain(BaseModel):
    """Whether the trail is whole; `broken`: the first row that is not as it was written. `digest` is the last row's."""

    broken: int | None
    rows: int
    digest: str


@router.get("", responses=refuses("not-signed-in", "forbidden", "invalid", "too-many"))
def trail(
    who: Asker,
    desk: TheDesk,
    limit: Limit = 50,
    cursor: Annotated[int | None, Query(ge=1, le=2**62, description="`next` of the page before")] = None,
    subject: Annotated[Line | None, Query(examples=["scenario/ID"])] = None,
) -> Page[AuditEntry]:
    """Return what was done, the newest first."""
    found = desk.trail(who, subject=subject, before=cursor, limit=limit)
    return Page(found, str(found[-1].number) if len(found) == limit else None)


@router.get("/verification", responses=refuses("not-signed-in", "forbidden", "invalid", "too-many"))
def verification(who: Asker, desk: TheDesk) -> Chain:
    """Check the whole trail."""
    broken, (rows, digest) = desk.verified_trail(who)
    return Chain(broken=broken, rows=rows, digest=digest)
