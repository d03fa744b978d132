"""The table of a bench as CSV and Markdown: written anew after each row, and gone on with where it stands."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from planner import __version__
from planner.bench.measure import Asked
from planner.files.output import write
from planner.files.refusals import whole_file
from planner.files.table import plain, write_table

SAME: Final = ("version", "time_limit_s", "workers", "seed")
"""What has to be the same in all rows of a table."""

END: Final = ("error", "date", *SAME)
"""The last columns of every table."""

Row = dict[str, str]

Key = tuple[str, ...]
"""What a row is of: an instance; an instance and a peer."""


@dataclass(frozen=True)
class Bench:
    """Rows to be measured, one after the other.

    `columns` are those before `END`; the first ones are the key of a row. `told` says in short what a row came to,
    `report` what all came to as lines of Markdown, `drawing` the same as SVG.
    """

    asked: Asked
    columns: tuple[str, ...]
    rows: Mapping[Key, Callable[[], Row]]
    told: Callable[[Row], str]
    report: Callable[[Sequence[Row]], list[str]]
    drawing: Callable[[Sequence[Row]], str]

    def key(self, row: Row) -> Key:
        """Return what a row is of."""
        width = len(next(iter(self.rows)))
        return tuple(row[column] for column in self.columns[:width])

    def measured(self, key: Key) -> Row:
        """Measure a row."""
        cells = dict.fromkeys((*self.columns, *END), "") | dict(zip(self.columns, key, strict=False))
        today = date.today().isoformat()  # noqa: DTZ011 - the day where it was measured
        return cells | self.rows[key]() | {"date": today} | settings(self.asked)

    def resumed(self, path: Path) -> list[Row]:
        """Return the rows of a table that was begun with the same settings; none where there is no file.

        Raises:
            InputError: it was begun with others, or is no such table; it is left as it is.
            OSError: it cannot be read.
        """
        if not path.exists():
            return []
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [{key: plain(cell or "") for key, cell in line.items() if key} for line in reader]
        wanted = settings(self.asked)
        good = tuple(reader.fieldnames or ()) == (*self.columns, *END)
        if not good or any({key: line[key] for key in SAME} != wanted for line in rows):
            found = ", ".join(f"{key} {rows[0].get(key)}" for key in SAME) if good and rows else path.name
            vi = "bảng của lần đo cùng phiên bản và thiết lập, hoặc một tên mới"
            en = "a table begun with the same version and settings, or a new name"
            raise whole_file("other-run", found, vi, en)
        return [line for line in rows if not line["error"]]

    def written(self, path: Path, rows: Sequence[Row]) -> None:
        """Write a table as CSV, and beside it as Markdown and as a drawing. Raises OSError."""
        columns = (*self.columns, *END)
        write_table(path, columns, [[line[column] for column in columns] for line in rows])
        days = sorted({line["date"] for line in rows})
        head = ", ".join(f"{key} {value}" for key, value in settings(self.asked).items())
        lines = [f"# {' to '.join(dict.fromkeys([*days[:1], *days[-1:]]))}: {head}", "", *self.report(rows)]
        write(path.with_suffix(".md"), "\n".join(lines) + "\n")
        write(path.with_suffix(".svg"), self.drawing(rows))


def settings(asked: Asked) -> Row:
    """Return the cells that are the same in all rows."""
    return {
        "version": __version__,
        "time_limit_s": number(asked.time_limit_s),
        "workers": str(asked.workers),
        "seed": str(asked.seed),
    }


def number(value: float | None) -> str:
    """Return the cell of a number, to the thousandth; empty where there is none."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else f"{value:.3f}"


def told(value: str, bound: str, *, proven: bool) -> str:
    """Return a value and how far it is proven."""
    return f"{value} ✓" if proven else f"{value} ≥ {bound or '-'}"


def markdown(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table."""
    found = [f"| {' | '.join(headings)} |", "|" + "---|" * len(headings)]
    return found + [f"| {' | '.join(cell.replace('|', ' ') for cell in line)} |" for line in lines]
