"""The rows of a workbook gathered into the values of a scenario, with the faults of its cells and their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from planner.domain.checks.findings import pointer, shown
from planner.domain.faults import Cell, Fault, Notice
from planner.files.tree import heaped, too_heaped
from planner.files.workbook.found import Sorted, Table, place, sort
from planner.files.workbook.grid import Grid
from planner.files.workbook.kinds import Cell as Value
from planner.files.workbook.lookup import Lookup
from planner.files.workbook.places import Places
from planner.files.workbook.sheet import KEY, OWNER, REST, VALUE, Column, Field, at
from planner.files.workbook.sheets import GENERAL, LISTS, SHEETS, children
from planner.files.workbook.words import EXAMPLES, Unreadable, bare, compact, key

MOST_NOTICES: Final = 20
"""Notices of one kind that are told."""

FORMAT: Final = "chungtay/1"
"""What a workbook without a format is taken for."""


class Gathering:
    """One reading of a workbook. `scenario` fills `faults`, `notices` and `places`; `more`: faults are left out."""

    def __init__(self, grids: list[Grid], passed_over: frozenset[str]) -> None:
        self._sorted: Sorted = sort(grids, passed_over)
        self._tables = self._sorted.tables
        self._lookup = Lookup(self._tables)
        self._lacking: set[tuple[str, Field]] = set()
        self._told: dict[str, int] = {}
        self.faults: list[Fault] = []
        self.notices: list[Notice] = []
        self.places = Places(self._tables)
        self.more = False

    def scenario(self) -> dict[str, Any]:
        """Return the values of the scenario; what cannot be read is there as it stands, for the checks."""
        self._sheets()
        raw = self._general()
        for field, sheet in LISTS.items():
            table = self._tables.get(field)
            if table is None:
                continue
            self._columns(table)
            if items := list(self._list(table, field)):
                raw[field] = items
            owners = self._owners(raw.get(field) or [])
            for child in children(sheet.field):
                if (below := self._tables.get(child.path)) is not None:
                    self._columns(below)
                    self._children(below, field, owners)
        return raw

    def explained(self, fault: Fault, told: set[str]) -> bool:
        """Tell whether a fault of the checks only repeats one of the cells (whose pointers are `told`)."""
        steps = fault.pointer.split("/")
        if any("/".join(steps[:cut]) in told for cut in range(2, len(steps) + 1)):
            return True
        for cut in range(len(steps), 1, -1):
            found = self.places.rows.get("/".join(steps[:cut]))
            if found is not None:
                return (found[0].sheet.path, tuple(steps[cut:])) in self._lacking
        return False

    # -- the workbook ---------------------------------------------------------------------------------------

    def _sheets(self) -> None:
        """Say which sheets were told by their headings, are not read, or are missing."""
        for table in self._sorted.renamed:
            vi, en = table.sheet.name
            self._notice("renamed-sheet", "", f"đọc là trang “{vi}”, theo các tiêu đề cột",
                         f"read as the sheet “{en}”, by its headings", Cell(sheet=table.grid.name))  # fmt: skip
        for grid in self._sorted.unread:
            if any(cell is not None for row in grid.rows for cell in row):
                self._notice("unknown-sheet", "", "trang không quen: không đọc", "a sheet that is not known: not read",
                             Cell(sheet=grid.name))  # fmt: skip
        for sheet, grid in self._sorted.headless:
            if any(cell is not None for row in grid.rows for cell in row):
                vi, en = (", ".join(column.head[i] for column in sheet.columns[:3]) for i in (0, 1))
                self._fault("no-headings", pointer(filter(None, (sheet.field,))), "-",
                            f"một hàng tiêu đề: {vi}…", f"a row of headings: {en}…", Cell(sheet=grid.name))  # fmt: skip
        found = {*self._tables, *(sheet.path for sheet, _ in self._sorted.headless)}
        missing = [sheet for sheet in SHEETS if sheet.path not in found]
        if GENERAL in missing:
            self._fault("missing-sheet", "", "(không có / missing)", "trang “Thông tin” với tên, ngày đầu, ngày cuối",
                        "a sheet “General” with name, first day, last day")  # fmt: skip
        if names := [sheet.name for sheet in missing if sheet is not GENERAL]:
            vi, en = (", ".join(name[i] for name in names) for i in (0, 1))
            self._notice("missing-sheet", "", f"không có trang: {vi}", f"no sheet: {en}")

    def _columns(self, table: Table) -> None:
        """Say which columns are not read, or missing; and what is merged."""
        rows = range(table.first, len(table.grid.rows))
        name = table.grid.name
        for number, heading in (table.others | table.twice).items():
            if any(_cell(table.grid, row, number) is not None for row in rows):
                twice = number in table.twice
                vi = "cột trùng tên, không đọc" if twice else "cột không quen, không đọc"
                en = "a second column of that name, not read" if twice else "a column that is not known, not read"
                here = place(name, max(table.first - 1, 0), number, heading[:60])
                self._notice("repeated-column" if twice else "unknown-column", "", f"{shown(heading)}: {vi}",
                             f"{shown(heading)}: {en}", here)  # fmt: skip
        filled = [row for row in rows if not self._blank(table, row)]
        for column in table.sheet.columns:
            if column.needed and column.field not in table.columns and filled:
                self._lacking.add((table.sheet.path, column.field))
                self._fault(
                    "missing-column", pointer(filter(None, (table.sheet.owner, table.sheet.field))),
                    "(không có / missing)", f"một cột “{column.head.vi}”", f"a column “{column.head.en}”",
                    Cell(sheet=name, row=table.first or None),
                )  # fmt: skip
        merged = [area for area in table.grid.merged if area[2] >= table.first]
        if merged:
            first, left, _, right = merged[0]
            alike = left == right
            self._notice(
                "merged-cells", "",
                f"{len(merged)} vùng gộp ô; " + ("mọi ô được đọc như ô đầu" if alike else "chỉ ô đầu được đọc"),
                f"{len(merged)} merged areas; "
                + ("each of their cells reads as the first" if alike else "only the first cell is read"),
                place(name, first, left),
            )  # fmt: skip

    # -- what is in it --------------------------------------------------------------------------------------

    def _general(self) -> dict[str, Any]:
        table = self._tables.get(GENERAL.path)
        raw: dict[str, Any] = {}
        rest: dict[str, Any] = {}
        for row in range(len(table.grid.rows) if table else 0):
            assert table is not None  # noqa: S101 - there are rows
            label, here = table.columns[("label",)], table.columns[("value",)]
            said = _cell(table.grid, row, label)
            column = next((c for c in GENERAL.all_columns if isinstance(said, str) and key(said) in c.headings), None)
            if column is None or column.field[0] in self.places.values:
                if column is not None and _cell(table.grid, row, here) is not None:
                    self._fault("repeated-field", pointer(column.field), shown(said), "mỗi mục một lần",
                                "each field once", table.spot(row, here))  # fmt: skip
                continue
            self.places.values[column.field[0]] = row
            value = self._value(table, row, here, column, pointer(column.field))
            if column.field == REST:
                rest = value or {}
            elif value is not None:
                _put(raw, column.field, value)
        raw.setdefault("format", FORMAT)
        return _merged(raw, rest)

    def _list(self, table: Table, field: str) -> Iterator[Any]:
        seen: set[str] = set()
        for index, row in enumerate(self._filled(table)):
            at_ = f"/{field}/{index}"
            self.places.rows[at_] = table, row
            item = self._item(table, row, at_)
            if table.sheet.columns[0].field != ("id",) and field != "travel":
                self._once(table, row, at_, seen, item)
            yield [item[name] for name in ("0", "1") if name in item] if table.sheet.form == "pairs" else item

    def _children(self, table: Table, field: str, owners: dict[str, tuple[int, Any]]) -> None:
        sheet = table.sheet
        seen: set[str] = set()
        for row in self._filled(table):
            number = table.columns.get(OWNER)
            owner = None
            if number is not None:
                owner = self._value(table, row, number, sheet.columns[0], f"/{field}/?{row}")
            found = owners.get(owner) if isinstance(owner, str) else None
            if found is None:
                if number is not None:
                    self._stray(table, row, owner, owners)
                continue
            index, item = found
            base = f"/{field}/{index}/{sheet.field}"
            if sheet.form == "map":
                self._entry(table, row, base, item)
                continue
            held = item.get(sheet.field)
            if not isinstance(held, list):
                held = item[sheet.field] = []
            here = f"{base}/{len(held)}"
            self.places.rows[here] = table, row
            made = self._item(table, row, here)
            if sheet.field in ("available", "unavailable", "closed"):
                self._once(table, row, here, seen, {"^": owner, **made})
            held.append(made)

    def _stray(self, table: Table, row: int, owner: object, owners: dict[str, tuple[int, Any]]) -> None:
        """Say that a row belongs to nothing."""
        sheet = table.sheet
        head = sheet.columns[0].head
        here = table.cell(row, OWNER)
        if owner is None:
            if not any(fault.cell == here for fault in self.faults[-2:]):
                self._fault("missing-field", f"/{sheet.owner}", "(không có / missing)",
                            f"mã ở cột “{head.vi}”", f"an id in the column “{head.en}”", here)  # fmt: skip
            return
        near = self._lookup.near(str(owner), owners)
        vi, en = (f"; gần nhất: {shown(near)}", f"; the nearest is {shown(near)}") if near else ("", "")
        name = LISTS[sheet.owner].name
        self._fault("dangling-id", f"/{sheet.owner}", shown(owner), f"mã có ở trang “{name.vi}”{vi}",
                    f"an id of the sheet “{name.en}”{en}", here)  # fmt: skip

    def _entry(self, table: Table, row: int, base: str, item: dict[str, Any]) -> None:
        """Put an entry of an object into its item."""
        columns = {column.field: column for column in table.sheet.columns}
        name = self._value(table, row, table.columns.get(KEY), columns[KEY], f"{base}/?{row}")
        if not isinstance(name, str):
            if not any(fault.cell == table.cell(row, KEY) for fault in self.faults[-2:]):
                self._fault("missing-field", base, "(không có / missing)", "một mã", "an id", table.cell(row, KEY))
            return
        here = base + pointer((name,))
        held = item.setdefault(table.sheet.field, {})
        if name in held:
            self._fault("repeated-field", here, shown(name), "mỗi mã một lần cho một mục",
                        "each id once for an item", table.cell(row, KEY))  # fmt: skip
            return
        self.places.rows[here] = table, row
        value = self._value(table, row, table.columns.get(VALUE), columns[VALUE], here)
        if value is None and here not in {fault.pointer for fault in self.faults[-2:]}:
            self._fault("missing-field", here, "(không có / missing)", f"một giá trị ở cột “{columns[VALUE].head.vi}”",
                        f"a value in the column “{columns[VALUE].head.en}”", table.cell(row, VALUE))  # fmt: skip
        held[name] = value

    def _item(self, table: Table, row: int, base: str) -> dict[str, Any]:
        item: dict[str, Any] = {}
        rest: dict[str, Any] = {}
        for column in table.sheet.all_columns:
            number = table.columns.get(column.field)
            if number is None or column.field == OWNER:
                continue
            value = self._value(table, row, number, column, base + pointer(column.field))
            if value is None:
                continue
            if column.field == REST:
                rest = value if isinstance(value, dict) else {}
            else:
                _put(item, column.field, value)
        return _merged(item, rest)

    def _value(self, table: Table, row: int, number: int | None, column: Column, here: str) -> Any:
        """Return the value of a cell; None table.spot(row, number) it is blank or cannot be known."""
        if number is None:
            return None
        grid, spot = table.grid, (row, number)
        if spot in grid.found.errors:
            said = grid.found.errors[spot] or "#"
            self._fault("error-value", here, said, "một giá trị, không phải lỗi của công thức",
                        "a value, not the error of a formula", table.spot(row, number))  # fmt: skip
            return None
        cell = _cell(grid, row, number)
        if spot in grid.found.formulas:
            if spot in grid.found.unvalued and cell is None:
                self._fault(
                    "formula-without-value", here, "=…",
                    "giá trị của công thức: mở tệp bằng Excel hay LibreOffice rồi lưu lại, hoặc gõ giá trị",
                    "the formula's value: open and save the file in Excel or LibreOffice, or type the value",
                    table.spot(row, number),
                )  # fmt: skip
                return None
            self._notice("formula", here, f"công thức: chỉ đọc giá trị đã tính, {shown(cell)}",
                         f"a formula: only its computed value is read, {shown(cell)}",
                         table.spot(row, number))  # fmt: skip
        if cell is None:
            return None
        if isinstance(cell, str) and not cell.isascii() and heaped(cell):
            why = too_heaped(cell)
            self._fault(why.code, here, shown(cell), why.vi, why.en, table.spot(row, number))
        try:
            return column.kind.read(cell, self._lookup.of(column.refers))
        except Unreadable as error:
            self._fault("wrong-value", here, shown(_plain(cell)), error.vi, error.en, table.spot(row, number))
            return bare(str(cell)) if column.field != REST else None

    # -- small things ---------------------------------------------------------------------------------------

    def _filled(self, table: Table) -> Iterator[int]:
        """Yield the rows that say something, without the examples."""
        first = table.columns.get(table.sheet.columns[0].field)
        for row in range(table.first, len(table.grid.rows)):
            if self._blank(table, row):
                continue
            cell = _cell(table.grid, row, first) if first is not None else None
            if not (isinstance(cell, str) and bare(cell).casefold().startswith(EXAMPLES)):
                yield row

    def _blank(self, table: Table, row: int) -> bool:
        found = table.grid.found
        return all(
            _cell(table.grid, row, number) is None
            and (row, number) not in found.errors
            and (row, number) not in found.unvalued
            for number in table.columns.values()
        )

    def _once(self, table: Table, row: int, here: str, seen: set[str], item: object) -> None:
        said = compact(item)
        if said in seen:
            self._notice("repeated-row", here, "hàng này đã có ở trên", "this row stands above already",
                         table.cell(row, table.sheet.columns[0].field))  # fmt: skip
        seen.add(said)

    def _owners(self, items: list[Any]) -> dict[str, tuple[int, Any]]:
        """Return where each id stands first."""
        found: dict[str, tuple[int, Any]] = {}
        for index, item in enumerate(items):
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                found.setdefault(item["id"], (index, item))
        return found

    def _fault(self, code: str, here: str, found: str, vi: str, en: str, cell: Cell | None = None) -> None:
        self.faults.append(Fault(code=code, pointer=here, found=found, allowed_vi=vi, allowed_en=en, cell=cell))

    def _notice(self, code: str, here: str, vi: str, en: str, cell: Cell | None = None) -> None:
        self._told[code] = count = self._told.get(code, 0) + 1
        if count <= MOST_NOTICES:
            self.notices.append(Notice(code=code, pointer=here, vi=vi, en=en, cell=cell))
        elif count == MOST_NOTICES + 1:
            self.notices.append(Notice(code=code, pointer="", vi="còn nữa, không kể hết", en="there are more"))


def _cell(grid: Grid, row: int, number: int) -> Value | None:
    cells = grid.row(row)
    return cells[number] if number < len(cells) else None


def _plain(cell: Value) -> object:
    return cell if isinstance(cell, (str, int, float, bool)) else str(cell)


def _put(item: dict[str, Any], field: Field, value: object) -> None:
    for name in field[:-1]:
        item = item.setdefault(name, {})
    item[field[-1]] = value


def _merged(item: dict[str, Any], rest: dict[str, Any]) -> dict[str, Any]:
    """Return an item with the rest of its fields; what a cell says goes before."""
    for name, value in rest.items():
        if isinstance(value, dict) and isinstance(at(item, (name,)), dict):
            _merged(item[name], value)
        else:
            item.setdefault(name, value)
    return item
