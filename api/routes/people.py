"""People: what somebody has to do."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import PREFIX
from api.doors import Asker, Id, Line, TheDesk
from api.problems import refuses
from planner.desk.agenda import Duty

router = APIRouter(prefix=PREFIX, tags=["people"])


@router.get("/duties", responses=refuses("not-signed-in", "invalid", "too-many"))
def mine(who: Asker, desk: TheDesk) -> tuple[Duty, ...]:
    """Return what one has to do oneself, by the plans to which all sponsors agreed, in order of time."""
    return desk.agendas.duties(who)


@router.get(
    "/scenarios/{id}/duties",
    responses=refuses("not-signed-in", "forbidden", "missing", "invalid", "too-many"),
)
def duties(
    id: Id, person: Annotated[Line, Query(description="The id of a person of the scenario")], who: Asker, desk: TheDesk
) -> tuple[Duty, ...]:
    """Return what somebody has to do by the plan of a scenario to which all sponsors agreed."""
    return desk.agendas.duties_of(who, id, person)
