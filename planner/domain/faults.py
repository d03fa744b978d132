"""Faults and warnings of an input file: where, what was found, what is allowed."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Cell(BaseModel):
    """Where in a workbook something stands; `row` (from 1) and `column` (letters) are absent for a whole sheet.

    `heading` is what the column is called there.
    """

    model_config = ConfigDict(frozen=True)

    sheet: str
    row: int | None = None
    column: str | None = None
    heading: str = ""

    @property
    def vi(self) -> str:
        """The place in Vietnamese."""
        return f"trang '{self.sheet}'{self._rest('hàng', 'cột')}"

    @property
    def en(self) -> str:
        """The place in English."""
        return f"sheet '{self.sheet}'{self._rest('row', 'column')}"

    def _rest(self, row: str, column: str) -> str:
        rows = f", {row} {self.row}" if self.row else ""
        columns = f", {column} {self.column}" if self.column else ""
        return rows + columns + (f" ({self.heading})" if self.column and self.heading else "")


class Fault(BaseModel):
    """One thing wrong with a file.

    `code` names the kind (``dangling-id``, ``repeated-id``, ``empty-window`` ...), `pointer` is a JSON pointer
    (RFC 6901) into the file, `found` shows the value shortened, `allowed` says what may stand there. In a workbook
    `cell` says where that is.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    pointer: str
    found: str
    allowed_vi: str
    allowed_en: str
    cell: Cell | None = None


class Notice(BaseModel):
    """A named warning: the file can be solved, but somebody should look. In a workbook `cell` says where."""

    model_config = ConfigDict(frozen=True)

    code: str
    pointer: str
    vi: str
    en: str
    cell: Cell | None = None


class InputError(Exception):
    """A file that cannot be used. `faults` holds all of them, in the order of the file."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} fault(s); first: {faults[0].pointer}: {faults[0].allowed_en}")
        self.faults = faults
