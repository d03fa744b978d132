"""Which areas are planned together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from planner.solve.problem import Problem


def grouped(problem: Problem, names: Iterable[str], most: int) -> list[tuple[str, ...]]:
    """Return all areas in groups of at most `most`, beside one another those that share many people."""
    shared: Counter[frozenset[str]] = Counter()
    for person in problem.scenario.people:
        shared.update(map(frozenset, combinations(person.areas or (), 2)))
    left = list(names)
    found: list[tuple[str, ...]] = []
    while left:
        group = [left.pop(0)]
        while left and len(group) < most:
            links = [sum(shared[frozenset((area, other))] for other in group) for area in left]
            group.append(left.pop(links.index(max(links))))
        found.append(tuple(group))
    return found
