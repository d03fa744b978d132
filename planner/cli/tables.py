"""The rows of a batch as a file: JSON with all that is known, CSV or a workbook with a row a case."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from textwrap import indent
from typing import Any, Final

from planner.cli import inputs
from planner.cli.ledger import Ledger
from planner.cli.names import tier_name
from planner.cli.rows import STATUS
from planner.cli.words import Words
from planner.domain.faults import InputError
from planner.domain.plan import Plan
from planner.domain.whatif import Row
from planner.files.output import write
from planner.files.table import Cell, write_table

FORMAT: Final = "chungtay-rows/1"


def document(kept: Ledger, base: Plan, rows: Sequence[Row], cases: int, *, ascii_only: bool) -> Iterator[str]:
    """Yield the JSON document of a batch piece by piece; fewer rows than `cases` are those of one that was stopped."""
    head = {
        "format": FORMAT,
        "base": {
            "scenario_sha256": base.scenario_sha256,
            "status": base.status,
            "tiers": [tier.model_dump(mode="json") for tier in base.tiers],
            "seconds": base.seconds,
        },
        "cases": cases,
    }
    yield json.dumps(head, ensure_ascii=ascii_only, indent=2)[:-2] + ',\n  "rows": ['
    for n, row in enumerate(rows):
        text = json.dumps(record(row, kept.plan(row.case)), ensure_ascii=ascii_only, indent=2)
        yield (",\n" if n else "\n") + indent(text, "    ")
    yield "\n  ]\n}\n"


def record(row: Row, plan: object = None) -> dict[str, Any]:
    """Return a row as JSON values, with its plan where that is given; `error` only where there is one."""
    found = row.model_dump(mode="json", exclude={"plan", "error"})
    error = {} if row.error is None else {"error": row.error.model_dump(mode="json")}
    return found | error | ({} if plan is None else {"plan": plan})


def write_rows(path: Path, kept: Ledger, base: Plan, rows: Sequence[Row], cases: int, words: Words) -> None:
    """Write the rows of a batch to a file that ends in .json, .csv or .xlsx.

    Raises:
        BadFile: it cannot be written.
    """
    try:
        if path.suffix.lower() == ".json":
            write(path, "".join(document(kept, base, rows, cases, ascii_only=False)))
        else:
            write_table(path, *cells(base, rows, words))
    except InputError as error:
        raise inputs.BadFile(str(path), error.faults) from error
    except OSError as error:
        raise inputs.unusable(str(path), error, "một tệp ghi được", "a file that can be written") from error


def cells(base: Plan, rows: Sequence[Row], words: Words) -> tuple[list[str], list[list[Cell]]]:
    """Return headings and cells: the base first, then a row a case, all tiers with bound, proof and difference."""
    names = list(dict.fromkeys(tier.name for tiers in (base.tiers, *(row.tiers for row in rows)) for tier in tiers))
    headings = [words("Trường hợp", "Case"), words("Kết quả", "Result")]
    for name in names:
        title = tier_name(name, words)
        headings += [title, *(f"{title}: {words(vi, en)}" for vi, en in _OF_A_TIER)]
    headings += [words("Ghế đổi người", "Seats changed"), words("Giây", "Seconds"), words("Ghi chú", "Notes")]
    first = Row(
        case=words("(phương án gốc)", "(base plan)"), status=base.status, tiers=base.tiers, seconds=base.seconds
    )
    return headings, [list(_cells(row, names, words)) for row in (first, *rows)]


_OF_A_TIER: Final = (
    ("cận dưới", "bound"),
    ("đã chứng minh", "proven"),
    ("khác gốc", "difference"),
    ("khác ít nhất", "at least"),
    ("khác nhiều nhất", "at most"),
)


def _cells(row: Row, names: Iterable[str], words: Words) -> Iterator[Cell]:
    vi, en, _ = STATUS[row.status]
    yield from (row.case, words(vi, en))
    tiers = {tier.name: tier for tier in row.tiers}
    for name in names:
        tier, shift = tiers.get(name), row.difference.get(name)
        proven = None if tier is None else words("có", "yes") if tier.proven else words("chưa", "no")
        yield from (None, None, None) if tier is None else (tier.value, tier.bound, proven)
        yield from (None, None, None) if shift is None else (shift.value, shift.low, shift.high)
    said = [row.error] if row.error is not None else list(row.notes)
    yield from (row.seats_changed, row.seconds, " ".join(words(note.vi, note.en) for note in said))
