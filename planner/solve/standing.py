"""How far one problem is solved: the best plan so far and the bounds that hold for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

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
        """Keep a draft if it meets the pins and is better, tier by tier; tell whether it was."""
        if draft is None or not draft.meets_pins:
            return False
        with self._lock:
            better = self.best is None or draft.values < self.best.values
            if better:
                self.best = draft
        if better:
            self._news()
        return better

    def settle(self, draft: Draft) -> None:
        """Keep a draft instead of the best one, which is no better.

        Raises:
            ValueError: it is not as good.
        """
        with self._lock:
            if self.best is None or draft.values != self.best.values or not draft.meets_pins:
                raise ValueError
            self.best = draft

    def prove(self, tier: int, bound: int, given: tuple[int, ...]) -> None:
        """Keep a bound over all plans whose earlier tiers are at most `given`."""
        with self._lock:
            self._bounds[tier].append((given[:tier], bound))
        self._news()

    def bound(self, tier: int, given: Sequence[int]) -> int:
        """Return the best bound of a tier over plans with these values on the tiers before it."""
        return max(
            bound
            for limits, bound in self._bounds[tier]
            if len(limits) <= len(given) and all(v <= most for v, most in zip(given, limits, strict=False))
        )

    def bounds(self) -> tuple[int, ...]:
        """Return the best bound of each tier that holds for the best draft, for any plan where there is none."""
        return self.bounds_of(self.best)

    def bounds_of(self, draft: Draft | None) -> tuple[int, ...]:
        """Return the best bound of each tier that holds for a draft, for any plan where there is none."""
        given = () if draft is None else draft.values
        return tuple(self.bound(i, given) for i in range(len(self._bounds)))

    @property
    def settled(self) -> int:
        """How many of the first tiers are at their bounds."""
        if self.best is None:
            return 0
        pairs = zip(self.best.values, self.bounds(), strict=True)
        return next((i for i, (value, bound) in enumerate(pairs) if value > bound), len(self._bounds))

    @property
    def proven(self) -> bool:
        """Whether every tier is at its bound."""
        return self.best is not None and self.settled == len(self._bounds)
