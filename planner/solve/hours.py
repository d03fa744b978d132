"""What the hours of a day and a week let one person do, as rows of a program.

Minutes alone are weak: of eight hours, sessions of three and a half fill seven, and there are two of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from planner.grid import Grid
from planner.model.packing import minutes_within, most_minutes, most_sessions

V = TypeVar("V")


class Row(NamedTuple, Generic[V]):
    """A sum of seats, each with its factor, that is at most `most` for every person who serves."""

    terms: list[tuple[int, V]]
    most: int


def hour_rows(grid: Grid, person: int, seats: Iterable[tuple[int, int, V]]) -> Iterator[Row[V]]:
    """Yield the rows of a person for possible seats ``(start, end, variable)``, those that can bind."""
    spans = list(seats)
    for period, limit in ((grid.day, grid.day_limit[person]), (grid.week, grid.week_limit[person])):
        within: dict[int, list[tuple[int, int, V]]] = defaultdict(list)
        for span in spans:
            within[period(span[0])].append(span)
        for there in within.values():
            possible = {(start, end) for start, end, _ in there}
            if most_minutes(possible) <= limit:
                continue
            terms = [(end - start, v) for start, end, v in there]
            yield Row(terms, minutes_within(possible, limit))
            for least in sorted({end - start for start, end in possible}):
                most = limit // least
                if most_sessions((s, e) for s, e in possible if e - s >= least) > most:
                    yield Row([(1, v) for start, end, v in there if end - start >= least], most)
