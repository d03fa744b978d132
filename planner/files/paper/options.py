"""What an office says of its paper: whose it is, its number and date, who signs, who gets it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from planner.files.paper.said import clean

Head = Literal["government", "front"]

Line = Annotated[str, Field(max_length=300), AfterValidator(clean)]
"""A line of the paper as it is typed in; empty where it is left to be filled in by hand."""


class Options(BaseModel):
    """What the paper says beside the plan. Whatever is empty stays a dotted blank, never a guess.

    `head`: of a people's committee, or of a committee of the Fatherland Front. `agency` issues the paper, `superior`
    stands above it. `positions`: the lines over the signature, such as ``KT. CHỦ TỊCH`` and ``PHÓ CHỦ TỊCH``.
    `motto`: whether the state's name and motto stand on top.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    head: Head = "government"
    superior: Line = ""
    agency: Line = ""
    number: Line = ""
    symbol: Line = ""
    city: Line = ""
    dated: date | None = None
    subject: Line = ""
    grounds: tuple[Line, ...] = Field(default=(), max_length=30)
    positions: tuple[Line, ...] = Field(default=(), max_length=4)
    signer: Line = ""
    recipients: tuple[Line, ...] = Field(default=(), max_length=60)
    archive: Line = ""
    motto: bool = True
