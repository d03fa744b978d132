"""Where in a workbook a JSON pointer into its scenario leads."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.domain.faults import Cell
from planner.files.workbook.found import Table, letters
from planner.files.workbook.sheet import VALUE, Field
from planner.files.workbook.sheets import GENERAL


@dataclass
class Places:
    """The rows of items by their pointers, and the sheets of lists."""

    tables: dict[str, Table]
    rows: dict[str, tuple[Table, int]] = field(default_factory=dict)
    values: dict[str, int] = field(default_factory=dict)

    def cell(self, pointer: str) -> Cell | None:
        """Return the cell that a pointer leads to, or the nearest around it; None where there is none."""
        steps = pointer.split("/")[1:]
        for cut in range(len(steps), 0, -1):
            found = self.rows.get("/" + "/".join(steps[:cut]))
            if found is not None:
                table, row = found
                return table.cell(row, _column(table, steps[cut:]))
        return self._general(steps[0] if steps else "")

    def _general(self, name: str) -> Cell | None:
        if name in self.tables and name:
            return Cell(sheet=self.tables[name].grid.name)
        general = self.tables.get(GENERAL.path)
        if general is None:
            return None
        column = general.columns[("value",)]
        if name in self.values:
            return general.spot(self.values[name], column)
        return Cell(sheet=general.grid.name, column=letters(column))


def _column(table: Table, steps: list[str]) -> Field | None:
    """Return the column that has the rest of a pointer, by its longest beginning."""
    if table.sheet.form == "map":
        return VALUE if steps else table.sheet.columns[1].field
    for cut in range(len(steps), 0, -1):
        if tuple(steps[:cut]) in table.columns:
            return tuple(steps[:cut])
    first = next((c for c in table.sheet.columns if c.field[0][0] != "^"), None)
    if steps and (inside := next((f for f in table.columns if f[0] == steps[0]), None)):
        return inside
    return first.field if first else None
