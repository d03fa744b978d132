"""What a request says of a paper, and what the papers are called on the web."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import Depends, Query

from planner.domain.values import Day
from planner.files.paper import MEDIA, Options
from planner.files.paper.options import Head

FORMS: Final[dict[str, Any]] = {
    MEDIA["docx"]: {"type": "string", "format": "binary"},
    MEDIA["pdf"]: {"type": "string", "format": "binary"},
    "text/html": {"type": "string"},
}
"""What OpenAPI says of the papers."""

Line = Annotated[str, Query(max_length=300)]


def _said(
    head: Annotated[Head, Query(description="Of the government, or of the Fatherland Front")] = "government",
    superior: Line = "",
    agency: Line = "",
    number: Line = "",
    symbol: Line = "",
    city: Line = "",
    dated: Annotated[Day | None, Query(alias="date")] = None,
    subject: Line = "",
    ground: Annotated[list[Line], Query(max_length=30)] = [],  # noqa: B006 - FastAPI copies it
    position: Annotated[list[Line], Query(max_length=4)] = [],  # noqa: B006
    signer: Line = "",
    recipient: Annotated[list[Line], Query(max_length=60)] = [],  # noqa: B006
    archive: Line = "",
    motto: bool = True,
) -> Options:
    """Return what the office says of its paper; what is empty stays a blank."""
    return Options(
        head=head,
        superior=superior,
        agency=agency,
        number=number,
        symbol=symbol,
        city=city,
        dated=dated,
        subject=subject,
        grounds=tuple(ground),
        positions=tuple(position),
        signer=signer,
        recipients=tuple(recipient),
        archive=archive,
        motto=motto,
    )


Said = Annotated[Options, Depends(_said)]

__all__ = ["FORMS", "MEDIA", "Said"]
