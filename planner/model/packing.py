"""How much one person can do at most: sessions that do not overlap, and sets of which one person serves one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from math import gcd


def most_minutes(spans: Iterable[tuple[int, int]]) -> int:
    """Return the most minutes that pairwise disjoint spans ``(start, end)`` can cover."""
    return heaviest((start, end, end - start) for start, end in spans)


def most_sessions(spans: Iterable[tuple[int, int]]) -> int:
    """Return how many of the spans ``(start, end)`` can be pairwise disjoint."""
    return heaviest((start, end, 1) for start, end in spans)


def heaviest(weighted: Iterable[tuple[int, int, int]]) -> int:
    """Return the most that pairwise disjoint spans ``(start, end, weight)`` can weigh."""
    ends: list[int] = []
    best = [0]
    for start, end, weight in sorted(weighted, key=lambda span: span[1]):
        best.append(max(best[-1], best[bisect_right(ends, start)] + weight))
        ends.append(end)
    return best[-1]


def minutes_within(spans: Iterable[tuple[int, int]], limit: int) -> int:
    """Return the most minutes, `limit` at most, that pairwise disjoint spans ``(start, end)`` add up to."""
    ends: list[int] = []
    sums = [1]  # bit n: disjoint spans seen so far can add up to n steps
    distinct = sorted(set(spans), key=lambda span: span[1])
    step = gcd(*(end - start for start, end in distinct)) or 1
    within = (1 << limit // step + 1) - 1
    for start, end in distinct:
        sums.append(sums[-1] | sums[bisect_right(ends, start)] << (end - start) // step & within)
        ends.append(end)
    return (sums[-1].bit_length() - 1) * step


def clique_cover(items: Iterable[int], clash: Callable[[int, int], bool]) -> list[tuple[int, ...]]:
    """Return sets of at least two items, all of whose pairs clash, that between them hold every pair that clashes.

    The sets are few where the items are in order of time.
    """
    ordered = list(items)
    found: list[tuple[int, ...]] = []
    covered: set[tuple[int, int]] = set()
    for n in reversed(range(len(ordered))):
        last = ordered[n]
        earlier = [item for item in ordered[:n] if clash(item, last)]
        for first in earlier:
            if (first, last) in covered:
                continue
            clique = [last, first]
            for item in earlier:
                if item != first and all(clash(item, other) for other in clique[1:]):
                    clique.append(item)
            found.append(tuple(clique))
            covered |= {(a, b) for a in clique for b in clique}
    return found
