"""Workbooks: one to fill in, and one that somebody sent with its faults marked."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Response, UploadFile

from planner.files.workbook import template
from web.doors import Asker
from web.uploads import marked_copy, unpacked

router = APIRouter(prefix="/workbooks")

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/template")
def empty(visit: Asker, filled: Annotated[bool, Query()] = False) -> Response:
    """Send the workbook in the reader's language: to fill in, or `filled` with a small scenario."""
    stem = visit.words("chungtay-vi-du", "chungtay-example") if filled else "chungtay"
    return _file(template(visit.words.lang, filled=filled), stem)


@router.post("/marked")
def mark(visit: Asker, file: UploadFile | None = None, packed: Annotated[str, Form()] = "") -> Response:
    """Send a workbook back with its faults marked: one that is chosen again, or that the page of its faults kept."""
    data = unpacked(packed) if file is None else file.file.read()
    return _file(marked_copy(data, visit.words.lang), visit.words("chungtay-loi", "chungtay-faults"))


def _file(data: bytes, stem: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{stem}.xlsx"', "Cache-Control": "no-store"}
    return Response(data, media_type=XLSX, headers=headers)
