"""Scenarios and their versions."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request, Response

from api import PREFIX
from api.doors import (
    SHEETS,
    XLSX,
    After,
    Asker,
    Body,
    Expected,
    Id,
    Language,
    Limit,
    Line,
    Note,
    Number,
    Once,
    TheDesk,
    is_json,
    unchanged,
)
from api.doors import scenario as scenario_sent
from api.problems import UNCHANGED, component, refuses, sends
from planner.desk.desk import Desk
from planner.desk.pages import Page
from planner.desk.rights import Who
from planner.desk.scenarios import ScenarioInfo
from planner.files import json, parse_scenario
from planner.files.workbook import workbook

router = APIRouter(prefix=f"{PREFIX}/scenarios", tags=["scenarios"])

_READ: Final = ("not-signed-in", "missing", "invalid", "too-many")
_WRITE: Final = (*_READ, "csrf", "forbidden", "malformed", "too-large", "media-type", "reused")

_TAKES: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": component("Scenario")}, **SHEETS}}
}
_MERGES: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/merge-patch+json": {
                "schema": {"type": "object", "description": "RFC 7396: what is given takes the place of what is there"},
                "example": {"turnout": 1.15, "budget": None},
            }
        },
    }
}
_GIVES: Final = (
    sends(
        {"application/json": component("Scenario")},
        "The scenario; its version's number as ETag",
        headers={"ETag": {"schema": {"type": "string"}}},
    )
    | UNCHANGED
)


@router.post("", status_code=201, openapi_extra=_TAKES, responses=refuses(*_WRITE))
def create(
    who: Asker,
    desk: TheDesk,
    sent: Body,
    once: Once,
    request: Request,
    response: Response,
    organisation: Annotated[Line, Query(description="Whose scenario it is", examples=["ubnd"])],
    area: Annotated[Line | None, Query(description="The area that it is about")] = None,
    note: Annotated[Note, Query()] = "",
) -> ScenarioInfo:
    """Keep a new scenario, sent as JSON or as a workbook."""
    scenario = scenario_sent(request, sent).scenario
    made = desk.scenarios.create(who, scenario, organisation=organisation, area=area, note=note, key=once)
    return named(response, made)


@router.get("", responses=refuses("not-signed-in", "invalid", "too-many"))
def listed(
    who: Asker,
    desk: TheDesk,
    after: After,
    limit: Limit = 50,
    organisation: Annotated[Line | None, Query()] = None,
    archived: Annotated[bool, Query(description="Those that were put away instead")] = False,
) -> Page[ScenarioInfo]:
    """Return the scenarios that one may read, the newest first."""
    return desk.scenarios.list(who, organisation=organisation, archived=archived, after=after, limit=limit)


@router.get("/{id}", response_class=Response, responses=_GIVES | refuses(*_READ))
def read(id: Id, who: Asker, desk: TheDesk, request: Request) -> Response:
    """Return a scenario as it is now; without people's hours, pay and leave where one may not see them."""
    return _text(id, None, who, desk, request)


@router.put("/{id}", openapi_extra=_TAKES, responses=refuses(*_WRITE, "changed", "precondition"))
def replace(
    id: Id,
    who: Asker,
    desk: TheDesk,
    sent: Body,
    expected: Expected,
    once: Once,
    request: Request,
    response: Response,
    note: Annotated[Note, Query()] = "",
) -> ScenarioInfo:
    """Keep a scenario's new version, sent as JSON or as a workbook; where nothing is different, there is none."""
    scenario = scenario_sent(request, sent).scenario
    return named(response, desk.scenarios.save(who, id, scenario, expected=expected, note=note, key=once))


@router.patch("/{id}", openapi_extra=_MERGES, responses=refuses(*_WRITE, "changed", "precondition"))
def patch(
    id: Id,
    who: Asker,
    desk: TheDesk,
    sent: Body,
    expected: Expected,
    once: Once,
    request: Request,
    response: Response,
    note: Annotated[Note, Query()] = "",
) -> ScenarioInfo:
    """Keep a new version with some fields changed (RFC 7396: lists are given whole, null takes a field away)."""
    is_json(request, "application/merge-patch+json")
    change = json.parse(sent)
    return named(response, desk.scenarios.patch(who, id, change, expected=expected, note=note, key=once))


@router.delete(
    "/{id}",
    status_code=204,
    responses=refuses(*_READ, "csrf", "forbidden", "changed", "precondition"),
)
def archive(id: Id, who: Asker, desk: TheDesk, expected: Expected) -> None:
    """Put a scenario away: it takes no new versions and is not listed; all there is stays readable."""
    desk.scenarios.archive(who, id, expected=expected)


@router.get("/{id}/versions", responses=refuses(*_READ))
def versions(
    id: Id,
    who: Asker,
    desk: TheDesk,
    limit: Limit = 50,
    cursor: Annotated[int | None, Query(ge=1, le=10**9, description="`next` of the page before")] = None,
) -> Page[ScenarioInfo]:
    """Return the versions of a scenario, the newest first."""
    return desk.scenarios.versions(who, id, before=cursor, limit=limit)


@router.get("/{id}/versions/{number}", response_class=Response, responses=_GIVES | refuses(*_READ))
def version(id: Id, number: Number, who: Asker, desk: TheDesk, request: Request) -> Response:
    """Return a version of a scenario."""
    return _text(id, number, who, desk, request)


@router.post(
    "/{id}/versions/{number}/restore",
    responses=refuses(*_READ, "csrf", "forbidden", "reused", "changed", "precondition"),
)
def restore(
    id: Id, number: Number, who: Asker, desk: TheDesk, expected: Expected, once: Once, response: Response
) -> ScenarioInfo:
    """Keep an older version as the newest one; those between stay. Where nothing is different, there is no new one."""
    return named(response, desk.scenarios.restore(who, id, number, expected=expected, key=once))


@router.get(
    "/{id}/export",
    response_class=Response,
    responses=sends({"application/json": component("Scenario"), XLSX: {"type": "string", "format": "binary"}})
    | refuses(*_READ),
)
def export(
    id: Id,
    who: Asker,
    desk: TheDesk,
    to: Annotated[Literal["json", "xlsx"], Query()] = "json",
    lang: Language = "vi",
    version: Annotated[int | None, Query(ge=1, le=10**9, description="Without: the newest")] = None,
) -> Response:
    """Return a scenario as a file: what one may read of it, as JSON or as a workbook that can be sent back."""
    _, text = desk.scenarios.text(who, id, version)
    headers = {"Content-Disposition": f'attachment; filename="scenario-{id}.{to}"'}
    if to == "json":
        return Response(text, media_type="application/json", headers=headers)
    return Response(workbook(parse_scenario(text).scenario, lang), media_type=XLSX, headers=headers)


def _text(id: str, number: int | None, who: Who, desk: Desk, request: Request) -> Response:
    info = desk.scenarios.read(who, id, number)
    headers = {"ETag": f'"{info.number}"', "Vary": "Authorization, Cookie", "Cache-Control": "private, no-cache"}
    if unchanged(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    _, text = desk.scenarios.text(who, id, info.number)
    return Response(text, media_type="application/json", headers=headers)


def named(response: Response, info: ScenarioInfo) -> ScenarioInfo:
    """Say where a version is to be found, and its number."""
    response.headers["Location"] = f"{PREFIX}/scenarios/{info.id}/versions/{info.number}"
    response.headers["ETag"] = f'"{info.number}"'
    return info
