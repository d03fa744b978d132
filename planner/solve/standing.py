"""How far one problem is solved: the best plan so far and the bounds that hold for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from planner.solve.draft import Draft
from planner.solve.problem import Problem


class Standing:
    """The best draft and the bounds; `news` is called whenever either changes. Safe to read from any thread."""

    def __init__(self, problem: Problem, news: Callable[[], None]) -> None:
        self.problem = problem
        self.best: Draft | None = None
        self.infeasible = False
        self._bounds: list[list[tuple[tuple[int, ...], int]]] = [[((), 0)] for _ in problem.names]
        self._news = news
        self._lock = threading.Lock()

    def offer(self, draft: Draft | None) -> bool:
        """Keep a draft if it is better, tier by tier; tell whether it was."""
        with self._lock:
            better = draft is not None and (self.best is None or draft.values < self.best.values)
            if better:
                self.best = draft
        if better:
            self._news()
        return better

    def prove(self, tier: int, bound: int, given: tuple[int, ...]) -> None:
        """Keep a bound over all plans whose earlier tiers are at most `given`."""
        with self._lock:
            self._bounds[tier].append((given[:tier], bound))
        self._news()

    def bounds(self) -> tuple[int | None, ...]:
        """Return the best bound of each tier that holds for the best draft."""
        values = None if self.best is None else self.best.values
        found: list[int | None] = []
        for known in self._bounds:
            valid = [
                bound
                for given, bound in known
                if not given or (values is not None and all(v <= g for v, g in zip(values, given, strict=False)))
            ]
            found.append(max(valid, default=None))
        return tuple(found)

    def optimistic(self) -> tuple[int, ...]:
        """Return the bounds known for plans that are as good as the bounds on every earlier tier."""
        return tuple(max(bound for _, bound in known) for known in self._bounds)

    @property
    def proven(self) -> bool:
        """Whether every tier is at its bound."""
        return self.best is not None and self.best.values == self.bounds()
