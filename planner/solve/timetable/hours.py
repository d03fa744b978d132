"""What the hours of a day and a week let one person do, as rows of a program.

Minutes alone are weak: of eight hours, sessions of three and a half fill seven, and there are two of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, product
from typing import Generic, NamedTuple, TypeVar

from planner.grid import DAY, Grid
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


def minutes_at_most(grid: Grid, person: int, spans: Iterable[tuple[int, int]]) -> int:
    """Return the most minutes in seats within some spans ``(start, end)`` that the limits of a person allow."""
    days: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for span in spans:
        days[grid.day(span[0])].add(span)
    weeks: dict[int, int] = defaultdict(int)
    for day, there in days.items():
        weeks[grid.week(day * DAY)] += minutes_within(there, grid.day_limit[person])
    return sum(min(grid.week_limit[person], most) for most in weeks.values())


def day_rows(grid: Grid, person: int, seats: Iterable[tuple[int, int, V]]) -> Iterator[Row[V]]:
    """Yield rows that forbid one seat in each of several parts of a day where together they are too long.

    Parts are sets of seats that overlap at one moment. Many rows: for timetables, not for all possible starts.
    """
    limit = grid.day_limit[person]
    days: dict[int, list[tuple[int, int, V]]] = defaultdict(list)
    for span in seats:
        days[grid.day(span[0])].append(span)
    for there in days.values():
        parts = _parts(there)
        lengths = [sorted({end - start for start, end, _ in part}) for part in parts]
        for n in range(2, len(parts) + 1):
            for chosen in combinations(range(len(parts)), n):
                for least in product(*(lengths[c] for c in chosen)):
                    if sum(least) <= limit or sum(least) - min(least) > limit:
                        continue  # no cover, or one that a smaller cover implies
                    terms = {
                        id(v): (1, v)
                        for c, minutes in zip(chosen, least, strict=True)
                        for start, end, v in parts[c]
                        if end - start >= minutes
                    }
                    yield Row(list(terms.values()), n - 1)


def _parts(spans: list[tuple[int, int, V]]) -> list[list[tuple[int, int, V]]]:
    """Return the spans in sets that overlap at one moment, each span once."""
    left = sorted(spans, key=lambda span: (span[1], span[0]))
    parts = []
    while left:
        moment = left[0][1] - 1
        parts.append([span for span in left if span[0] <= moment])
        left = [span for span in left if span[0] > moment]
    return parts
