"""What peers came to beside one another: by family, by instance, and drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import median
from typing import Final

from planner.bench import plot
from planner.bench.scale import TIERS
from planner.bench.table import Row, markdown, told

OURS: Final = "chungtay"
"""How we are called among the peers."""


def short(line: Row) -> str:
    """Return value, proof and times of a row."""
    return f"{_value(line)}, {line['seconds']} s (+ {line['setup_s']} s)"


def _value(line: Row) -> str:
    if not line["people"]:
        return line["error"] or "-"
    tier = line["open_tier"]
    value = told(line[tier], line["bound"], proven=line["proven"] == "yes")
    return value if tier == "people" else f"{tier} {value}"


def _worth(line: Row) -> tuple[int, ...] | None:
    """Return the tiers in their order; None where there is no plan."""
    return tuple(int(line[tier]) for tier in TIERS if line[tier]) if line["people"] and not line["error"] else None


def _by_peer(rows: Sequence[Row]) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for line in rows:
        found[line["peer"]][line["instance"]] = line
    return found


def report(rows: Sequence[Row]) -> list[str]:
    """Return what came of it by folder and peer, then by instance."""
    folders = defaultdict(list)
    for line in rows:
        folders[line["instance"].rpartition("/")[0] or "."].append(line)
    headings = (
        "family", "peer", "instances", "full plans", "proven", "as good as the best", "better than us",
        "worse than us", "refused", "median s", "median set-up s", "largest MiB",
    )  # fmt: skip
    peers = _by_peer(rows)
    names = list(dict.fromkeys(line["instance"] for line in rows))
    blank = {"people": "", "error": ""}
    return [
        *markdown(headings, (line for folder, those in folders.items() for line in _summed(folder, those))),
        "",
        *markdown(
            ("instance", *(f"{peer}{part}" for peer in peers for part in ("", " s"))),
            (
                [name, *(c for lines in peers.values() for r in [lines.get(name)] for c in _pair(r or blank))]
                for name in names
            ),
        ),
    ]


def _pair(line: Row) -> tuple[str, str]:
    return _value(line), line.get("seconds", "")


def _summed(folder: str, rows: Sequence[Row]) -> Iterator[list[str]]:
    peers = _by_peer(rows)
    worths = {peer: {name: _worth(line) for name, line in lines.items()} for peer, lines in peers.items()}
    best = _best(worths)
    for peer, lines in peers.items():
        mine, ours = worths[peer], worths.get(OURS, {})
        both = [(value, ours[name]) for name, value in mine.items() if name in ours]
        yield [
            folder,
            peer,
            str(len(lines)),
            str(sum(value is not None and not any(value[:2]) for value in mine.values())),
            str(sum(line["proven"] == "yes" for line in lines.values())),
            str(sum(value is not None and value == best[name] for name, value in mine.items())),
            str(sum(_is_better(value, our) for value, our in both)),
            str(sum(_is_better(our, value) for value, our in both)),
            str(sum(line["error"].startswith("refused") for line in lines.values())),
            *(f"{median(times):.2f}" if (times := _numbers(lines, key)) else "" for key in ("seconds", "setup_s")),
            f"{max(_numbers(lines, 'memory_mib'), default=0):.0f}",
        ]


def _best(worths: Mapping[str, Mapping[str, tuple[int, ...] | None]]) -> dict[str, tuple[int, ...] | None]:
    """Return the best that anybody has of each instance."""
    found: dict[str, tuple[int, ...] | None] = {}
    for mine in worths.values():
        for name, value in mine.items():
            if _is_better(value, found.setdefault(name, value)):
                found[name] = value
    return found


def _is_better(one: tuple[int, ...] | None, other: tuple[int, ...] | None) -> bool:
    return one is not None and (other is None or one < other)


def _numbers(lines: Mapping[str, Row], key: str) -> list[float]:
    return [float(line[key]) for line in lines.values() if line[key]]


def drawing(rows: Sequence[Row]) -> str:
    """Return two performance profiles (Dolan and Moré 2002): of the time to a proof, and of the number of people."""
    peers = _by_peer(rows)
    instances = len({line["instance"] for line in rows})
    share = plot.Axis("share of instances", low=0.0, high=1.0)

    def profile(worth: Callable[[Row], float | None]) -> list[plot.Series]:
        values = {peer: {n: v for n, line in lines.items() if (v := worth(line))} for peer, lines in peers.items()}
        best: dict[str, float] = {}
        for mine in values.values():
            best |= {name: min(value, best.get(name, value)) for name, value in mine.items()}
        return [
            plot.Series(peer, plot.shares([value / best[name] for name, value in mine.items()], instances))
            for peer, mine in values.items()
        ]

    return plot.svg(
        [
            plot.Chart(
                "Proven within a factor of the fastest proof",
                plot.Axis("time / shortest time", log=True, low=1.0),
                share,
                profile(lambda r: max(0.01, float(r["seconds"])) if r["proven"] == "yes" else None),
            ),
            plot.Chart(
                "Full plans within a factor of the fewest people",
                plot.Axis("people / fewest people", low=1.0),
                share,
                profile(lambda r: float(r["people"]) if (_worth(r) or (1,))[:2] == (0, 0) else None),
            ),
        ]
    )
