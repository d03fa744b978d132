"""What is told of public instances, and what is known of them."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

from planner.bench import plot
from planner.bench.instance import files
from planner.bench.measure import FAMILIES, Asked, Measured, measured
from planner.bench.table import Bench, Key, Row, markdown, number, told

COLUMNS: Final = (
    "instance", "value", "bound", "gap_percent", "proven", "best_known", "best_known_proven", "seconds", "cpu_seconds",
    "reading_s", "memory_mib",
)  # fmt: skip


def bench(paths: list[str], asked: Asked) -> Bench:
    """Return the bench of the files in some folders; of none where there are none."""
    rows: dict[Key, Callable[[], Row]] = {
        (name_of(path),): partial(_row, path, asked) for path in files(paths, FAMILIES[asked.family])
    }
    return Bench(asked, COLUMNS, rows, _told, _report, _drawing)


def name_of(path: Path) -> str:
    """Return an instance's name: its folder's and its own."""
    return f"{path.parent.name}/{path.stem}" if path.parent.name else path.stem


def _row(path: Path, asked: Asked) -> Row:
    return row(measured(path, asked), best_known(path))


def row(found: Measured, known: tuple[str, str]) -> Row:
    """Return the cells of an instance."""
    gap = None
    if found.value and found.bound is not None:
        gap = 100 * (found.value - found.bound) / found.value
    return {
        "value": number(found.value),
        "bound": number(found.bound),
        "gap_percent": "" if gap is None else f"{gap:.3f}",
        "proven": "yes" if found.proven else "no",
        "best_known": known[0],
        "best_known_proven": known[1],
        "seconds": number(found.seconds),
        "cpu_seconds": number(found.cpu_seconds),
        "reading_s": number(found.reading_s),
        "memory_mib": number(found.memory_mib),
        "error": found.error,
    }


def _told(line: Row) -> str:
    return f"{told(line['value'], line['bound'], proven=line['proven'] == 'yes')}, {line['seconds']} s"


def _report(rows: Sequence[Row]) -> list[str]:
    """Return what was measured by family, then by instance."""
    shown = [*(column for column in COLUMNS if column != "reading_s"), "error"]
    headings = ("family", "instances", "proven", "median seconds", "median cpu seconds", "largest gap %")
    return [
        *markdown(headings, _summed(rows)),
        "",
        *markdown(shown, ([line[column] for column in shown] for line in rows)),
    ]


def _summed(rows: Sequence[Row]) -> Iterator[list[str]]:
    for family, those in families(rows).items():
        proven = sum(line["proven"] == "yes" for line in those)
        times = [median(float(line[key]) for line in those if line[key]) for key in ("seconds", "cpu_seconds")]
        gap = max((float(line["gap_percent"]) for line in those if line["gap_percent"]), default=0.0)
        yield [family, str(len(those)), str(proven), f"{times[0]:.2f}", f"{times[1]:.2f}", f"{gap:.3f}"]


def _drawing(rows: Sequence[Row]) -> str:
    """Return the share of each family that is proven after so many seconds."""
    return plot.svg(
        [
            plot.Chart(
                "Proven over time",
                plot.Axis("seconds", log=True),
                plot.Axis("share of instances", low=0.0, high=1.0),
                [
                    plot.Series(
                        family, plot.shares([float(r["seconds"]) for r in those if r["proven"] == "yes"], len(those))
                    )
                    for family, those in families(rows).items()
                ],
            )
        ]
    )


def families(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return the rows that came to something by their folder (of generated instances: their size)."""
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
