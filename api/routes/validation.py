"""Checks of scenarios that nobody keeps."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request
from pydantic import BaseModel

from api import PREFIX
from api.doors import SHEETS, XLSX, Asker, Body, is_json, media, scenario
from api.problems import Refusal, refuses
from planner.domain.faults import Fault, InputError, Notice

router = APIRouter(prefix=f"{PREFIX}/validation", tags=["scenarios"])

_CHECKS: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"description": "A scenario, or what is to become one"}}, **SHEETS},
    }
}


class Validation(BaseModel):
    """What is wrong with a scenario, and what somebody should look at. Without faults it can be planned."""

    faults: tuple[Fault, ...]
    warnings: tuple[Notice, ...]


@router.post(
    "",
    openapi_extra=_CHECKS,
    responses=refuses("not-signed-in", "csrf", "malformed", "too-large", "media-type", "invalid", "too-many"),
)
def validate(_who: Asker, sent: Body, request: Request) -> Validation:
    """Check a scenario without keeping it: every fault at once, with its place, in a workbook with its cell."""
    if media(request) != XLSX:
        is_json(request, "application/json")
    if not sent:
        raise Refusal("malformed", "there is nothing to check")
    try:
        return Validation(faults=(), warnings=scenario(request, sent).warnings)
    except InputError as error:
        return Validation(faults=error.faults, warnings=())
