"""The table of a bench as CSV and Markdown: written anew after each instance, and gone on with where it stands."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Final

from planner import __version__
from planner.bench.measure import Asked, Measured
from planner.files.output import write
from planner.files.refusals import whole_file
from planner.files.table import plain, write_table

COLUMNS: Final = (
    "instance", "value", "bound", "gap_percent", "proven", "best_known", "best_known_proven", "seconds", "cpu_seconds",
    "reading_s", "memory_mib", "error", "date", "version", "time_limit_s", "workers", "seed",
)  # fmt: skip

SAME: Final = ("version", "time_limit_s", "workers", "seed")
"""What has to be the same in all rows of a table."""

Row = dict[str, str]


def row(name: str, asked: Asked, found: Measured, known: tuple[str, str]) -> Row:
    """Return the cells of an instance."""
    gap = None
    if found.value and found.bound is not None:
        gap = 100 * (found.value - found.bound) / found.value
    cells = {
        "instance": name,
        "value": _number(found.value),
        "bound": _number(found.bound),
        "gap_percent": "" if gap is None else f"{gap:.3f}",
        "proven": "yes" if found.proven else "no",
        "best_known": known[0],
        "best_known_proven": known[1],
        "seconds": _number(found.seconds),
        "cpu_seconds": _number(found.cpu_seconds),
        "reading_s": _number(found.reading_s),
        "memory_mib": _number(found.memory_mib),
        "error": found.error,
        "date": date.today().isoformat(),  # noqa: DTZ011 - the day where it was measured
    }
    return cells | settings(asked)


def settings(asked: Asked) -> Row:
    """Return the cells that are the same in all rows."""
    return {
        "version": __version__,
        "time_limit_s": _number(asked.time_limit_s),
        "workers": str(asked.workers),
        "seed": str(asked.seed),
    }


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else f"{value:.3f}"


def resumed(path: Path, asked: Asked) -> list[Row]:
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
    wanted = settings(asked)
    good = tuple(reader.fieldnames or ()) == COLUMNS
    if not good or any({key: line[key] for key in SAME} != wanted for line in rows):
        found = ", ".join(f"{key} {rows[0].get(key)}" for key in SAME) if good and rows else path.name
        vi = "bảng của lần đo cùng phiên bản và thiết lập, hoặc một tên mới"
        en = "a table begun with the same version and settings, or a new name"
        raise whole_file("other-run", found, vi, en)
    return [line for line in rows if not line["error"]]


def written(path: Path, rows: Sequence[Row]) -> None:
    """Write a table as CSV, and beside it as Markdown. Raises OSError."""
    write_table(path, COLUMNS, [[line[column] for column in COLUMNS] for line in rows])
    write(path.with_suffix(".md"), markdown(rows))


def markdown(rows: Sequence[Row]) -> str:
    """Return what was measured by family, then by instance."""
    shown = [column for column in COLUMNS if column not in {*SAME, "date", "reading_s"}]
    days = sorted({line["date"] for line in rows})
    head = ", ".join(f"{key} {rows[0][key]}" for key in SAME) if rows else ""
    lines = [f"# {' to '.join(dict.fromkeys([*days[:1], *days[-1:]]))}: {head}", ""]
    lines += ["| family | instances | proven | median seconds | median cpu seconds | largest gap % |"]
    lines += ["|---|---|---|---|---|---|"]
    for family, those in _families(rows).items():
        proven = sum(line["proven"] == "yes" for line in those)
        times = [median(float(line[key]) for line in those if line[key]) for key in ("seconds", "cpu_seconds")]
        gap = max((float(line["gap_percent"]) for line in those if line["gap_percent"]), default=0.0)
        lines.append(f"| {family} | {len(those)} | {proven} | {times[0]:.2f} | {times[1]:.2f} | {gap:.3f} |")
    lines += ["", f"| {' | '.join(shown)} |", "|" + "---|" * len(shown)]
    lines += [f"| {' | '.join(line[column].replace('|', ' ') for column in shown)} |" for line in rows]
    return "\n".join(lines) + "\n"


def _families(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for line in rows:
        if line["seconds"]:
            found[line["instance"].rpartition("/")[0] or "."].append(line)
    return found


def best_known(path: Path) -> tuple[str, str]:
    """Return the best known value of an instance and whether it is proven, of a best_known.csv in its folder or above.

    Its columns are ``instance`` (with or without the folder), ``best_known`` and one that begins with ``proven``.
    """
    names = {path.stem, path.name, f"{path.parent.name}/{path.stem}", f"{path.parent.name}/{path.name}"}
    for folder in (path.parent, path.parent.parent):
        file = folder / "best_known.csv"
        if not file.is_file():
            continue
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for line in csv.DictReader(lines):
                if line.get("instance") in names:
                    proof = next((cell for key, cell in line.items() if key and key.startswith("proven")), "")
                    return line.get("best_known") or "", proof or ""
    return "", ""
