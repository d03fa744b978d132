"""The id that is meant where an id is wanted: people write names too."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Final

from planner.files.workbook.found import Table
from planner.files.workbook.kinds import Cell, Known, as_text
from planner.files.workbook.sheets import LISTS
from planner.files.workbook.words import EXAMPLES, Unreadable, key, unquoted

DASH: Final = " — "
"""What parts an id from its name where both stand in a cell."""

MOST_SUGGESTIONS: Final = 200
"""Times that a similar id is looked for."""


class Lookup:
    """The ids of each list of a workbook, and the names that only one item of it has."""

    def __init__(self, tables: dict[str, Table]) -> None:
        self._known = {field: _known(tables.get(field)) for field in LISTS}
        self._looked = 0

    def of(self, field: str) -> Known:
        """Return what tells the id that is meant in a list; any text is its own id where there is no list."""
        return self._known[field] if field else str

    def near(self, wanted: str, known: Iterable[str]) -> str | None:
        """Return a known id that is similar."""
        self._looked += 1
        if self._looked > MOST_SUGGESTIONS or len(wanted) > 60:
            return None
        return next(iter(difflib.get_close_matches(wanted, [k for k in known if len(k) <= 60], n=1)), None)


def _known(table: Table | None) -> Known:
    ids: set[str] = set()
    meant: dict[str, str | None] = {}
    if table is not None and ("id",) in table.columns:
        for row in table.grid.rows[table.first :]:
            id = _text(row, table.columns[("id",)])
            if id is None or id.casefold().startswith(EXAMPLES):
                continue
            ids.add(id)
            for said in {key(id), key(_text(row, table.columns.get(("name",), -1)) or "")} - {""}:
                meant[said] = None if meant.get(said, id) != id else id

    def known(text: str) -> str:
        if text in ids:
            return text
        head = text.partition(DASH)[0].strip()
        return head if head in ids else meant.get(key(text)) or text

    return known


def _text(row: list[Cell | None], number: int) -> str | None:
    cell = row[number] if 0 <= number < len(row) else None
    try:
        return None if cell is None else unquoted(as_text(cell))
    except Unreadable:
        return None
