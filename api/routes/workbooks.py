"""Workbooks: one to fill in, and one that somebody filled in with its faults marked."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from api import PREFIX
from api.doors import SHEETS, XLSX, Asker, Body, Language, media
from api.problems import Refusal, refuses, sends
from planner.domain.faults import Fault, InputError
from planner.files.workbook import marked, read_workbook, template

router = APIRouter(prefix=PREFIX, tags=["workbooks"])

_TAKES: Final[dict[str, Any]] = {"requestBody": {"required": True, "content": SHEETS}}
_GIVES: Final = sends({XLSX: {"type": "string", "format": "binary"}})


@router.get("/template", response_class=Response, responses=_GIVES | refuses("not-signed-in", "invalid", "too-many"))
def empty(
    _who: Asker,
    lang: Language = "vi",
    filled: Annotated[bool, Query(description="With the example as a scenario of its own")] = False,
) -> Response:
    """Return a workbook to fill in: headings in both languages, drop-downs, notes, an example."""
    return _file(template(lang, filled=filled), "chungtay.xlsx")


@router.post(
    "/workbooks/marked",
    response_class=Response,
    openapi_extra=_TAKES,
    responses=_GIVES | refuses("not-signed-in", "csrf", "malformed", "too-large", "media-type", "invalid", "too-many"),
)
def mark(_who: Asker, sent: Body, request: Request, lang: Language = "vi") -> Response:
    """Return a workbook with its faults marked: cells coloured and commented, all listed on a sheet in front."""
    if media(request) != XLSX:
        raise Refusal("media-type", XLSX)
    faults: tuple[Fault, ...] = ()
    try:
        read_workbook(sent)
    except InputError as error:
        if not any(fault.cell for fault in error.faults):
            raise
        faults = error.faults
    return _file(marked(sent, faults, lang), "marked.xlsx")


def _file(data: bytes, name: str) -> Response:
    return Response(data, media_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
