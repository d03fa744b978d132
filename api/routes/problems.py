"""What each problem is called: the address that its `type` names."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from api import PREFIX
from api.problems import KINDS, Refusal, refuses

router = APIRouter(prefix=f"{PREFIX}/problems", tags=["problems"])


class ProblemKind(BaseModel):
    """A kind of problem: the status that comes with it, and what it is called."""

    code: str
    status: int
    vi: str
    en: str


@router.get("/{code}", responses=refuses("missing", "invalid"))
def problem(code: Annotated[str, Path(max_length=100)]) -> ProblemKind:
    """Return what a kind of problem is called."""
    if code not in KINDS:
        raise Refusal("missing")
    kind = KINDS[code]
    return ProblemKind(code=code, status=kind.status, vi=kind.vi, en=kind.en)
