"""Which sessions of a timetable one person cannot serve both of, and the cliques they form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planner.model.packing import clique_cover
from planner.solve.draft import Held
from planner.solve.problem import Problem


class Clashes:
    """Pairs of sessions (by position in `held`) that overlap or leave no time to get from one to the other."""

    def __init__(self, problem: Problem, held: Sequence[Held]) -> None:
        grid = problem.grid
        spans = [(h.start, h.start + problem.sessions[h.session].minutes, h.place) for h in held]
        self._order = sorted(range(len(held)), key=lambda i: (spans[i][0], i))
        self._before: list[frozenset[int]] = [frozenset()] * len(held)
        running: list[int] = []
        for i in self._order:
            start, _, place = spans[i]
            running = [j for j in running if spans[j][1] + grid.longest_travel > start]
            self._before[i] = frozenset(j for j in running if spans[j][1] + grid.travel(spans[j][2], place) > start)
            running.append(i)
        self._after: list[list[int]] = [[] for _ in held]
        for i, before in enumerate(self._before):
            for j in before:
                self._after[j].append(i)

    def of(self, i: int) -> list[int]:
        """Return all that nobody can serve besides the i-th, in order."""
        return sorted([*self._before[i], *self._after[i]])

    def __call__(self, i: int, j: int) -> bool:
        """Tell whether nobody can serve both."""
        return i in self._before[j] or j in self._before[i]

    def cliques(self, positions: Iterable[int]) -> list[tuple[int, ...]]:
        """Return sets of at least two positions, all of whose pairs clash, that cover every pair that clashes."""
        chosen = set(positions)
        return clique_cover((i for i in self._order if i in chosen), self)
