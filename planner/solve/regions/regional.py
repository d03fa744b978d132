"""Problems of many areas, taken one after the other: bounds of each that add up, and plans that fit together.

An area by itself, with all people who may work there, allows more than it does in any plan of the whole. So its bounds
add up to one of the whole, tier by tier, as long as no plan could be worse in one area for being better in another: as
long as every tier before is at its least in all areas.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.regions.areas import Areas
from planner.solve.standing import Standing

Bound = Callable[[Problem, Standing, Clock], tuple[int, ...]]
"""Bounds the tiers of one area; its standing comes with the area's part of the best plan, and keeps the bounds.

Returns the value that each tier is kept at for the bounds of those that follow, in order, as far as it got.
"""

Pursue = Callable[[Problem, Standing, Clock], object]
"""Betters the plan of one area."""


def bounded(areas: Areas, standing: Standing, clock: Clock, bound: Bound, *, share: float) -> None:
    """Bound the whole by its areas, within about `share` of the time left."""
    until = clock.left() * (1 - share)
    chains: list[tuple[Sequence[int], Sequence[int]]] = []
    for n, area in enumerate(areas.names):
        if clock.left() <= until:
            return
        part = areas.alone(area)
        own = Standing(part, lambda: None)
        own.offer(areas.within(part, areas.held(standing.best, area)))
        given = bound(part, own, clock.part((clock.left() - until) / (len(areas.names) - n)))
        chains.append((given, [own.bound(i, given[:i]) for i in range(len(part.names))]))
    total: list[int] = []
    for i, tier in enumerate(areas.problem.names):
        lost = areas.lost if tier == "unheld" else 0
        if areas.problem.complete:
            standing.prove(i, sum(bounds[i] for _, bounds in chains) + lost, tuple(total))
        if any(i >= len(given) or given[i] > bounds[i] for given, bounds in chains):
            return
        total.append(sum(given[i] for given, _ in chains) + lost)


def planned(areas: Areas, standing: Standing, clock: Clock, pursue: Pursue) -> None:
    """Better the best plan area by area."""
    for n, area in enumerate(areas.names):
        best = standing.best
        if clock.over or best is None or standing.proven:
            return
        part = areas.beside(area, best)
        own = Standing(part, lambda: None)
        own.offer(areas.within(part, areas.held(best, area)))
        pursue(part, own, clock.part(clock.left() / (len(areas.names) - n)))
        if own.best is not None:
            standing.offer(areas.with_part(best, area, own.best))
