"""Faults and warnings of an input file: where, what was found, what is allowed."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Fault(BaseModel):
    """One thing wrong with a file.

    `code` names the kind (``dangling-id``, ``repeated-id``, ``empty-window`` ...), `pointer` is a JSON pointer
    (RFC 6901) into the file, `found` shows the value shortened, `allowed` says what may stand there.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    pointer: str
    found: str
    allowed_vi: str
    allowed_en: str


class Notice(BaseModel):
    """A named warning: the file can be solved, but somebody should look."""

    model_config = ConfigDict(frozen=True)

    code: str
    pointer: str
    vi: str
    en: str


class InputError(Exception):
    """A file that cannot be used. `faults` holds all of them, in the order of the file."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} fault(s); first: {faults[0].pointer}: {faults[0].allowed_en}")
        self.faults = faults
