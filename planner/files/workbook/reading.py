"""A workbook as a scenario: every fault of it, of the cells and of what they say, with its cell, all at once."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from planner.domain import checks
from planner.domain.checks import MOST_FAULTS
from planner.domain.faults import Cell, Fault, InputError
from planner.files.workbook.gathering import Gathering
from planner.files.workbook.grid import grids
from planner.files.workbook.places import Places
from planner.files.workbook.plan_names import PLAN_SHEETS
from planner.files.workbook.scan import column_number


class Read(NamedTuple):
    """A workbook's scenario, what somebody should look at, and where everything stands."""

    checked: checks.Checked
    places: Places


def read_workbook(data: bytes) -> Read:
    """Read and check the scenario in an .xlsx file.

    Raises:
        InputError: all faults at once, each with its cell in the order of the workbook; or the one that stops the
            reading of the file.
    """
    sheets = grids(data)
    found = Gathering(sheets, PLAN_SHEETS)
    raw = found.scenario()
    order = {sheet.name: number for number, sheet in enumerate(sheets)}
    checked, faults = _checked(raw, found)
    if checked is None or faults:
        told = sorted(faults, key=lambda fault: _position(fault.cell, order))
        rest = [_THE_REST] if len(told) > MOST_FAULTS or found.more else []
        raise InputError((*told[:MOST_FAULTS], *rest))
    placed = (notice.model_copy(update={"cell": found.places.cell(notice.pointer)}) for notice in checked.warnings)
    warnings = sorted((*found.notices, *placed), key=lambda notice: _position(notice.cell, order))
    return Read(checks.Checked(checked.scenario, tuple(warnings)), found.places)


_THE_REST: Final = Fault(
    code="too-many-faults",
    pointer="",
    found=f"{MOST_FAULTS}+",
    allowed_vi="sửa các lỗi trên rồi đọc lại; còn nhiều lỗi nữa",
    allowed_en="the faults above mended first; there are more",
)


def _checked(raw: dict[str, Any], found: Gathering) -> tuple[checks.Checked | None, list[Fault]]:
    """Return the scenario if it is one, and the faults of the cells with those of what they say."""
    mine = list(found.faults)
    told = {fault.pointer for fault in mine}
    try:
        return checks.read(raw), mine
    except InputError as error:
        for fault in error.faults:
            if fault.code == _THE_REST.code:
                found.more = True
            elif not found.explained(fault, told):
                mine.append(fault.model_copy(update={"cell": found.places.cell(fault.pointer)}))
    return None, mine


def _position(cell: Cell | None, order: dict[str, int]) -> tuple[int, int, int]:
    if cell is None:
        return -1, 0, 0
    column = column_number(cell.column) if cell.column else -1
    return order.get(cell.sheet, -1), cell.row or 0, column
