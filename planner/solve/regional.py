"""Problems of many areas, taken one after the other: bounds of each that add up, and plans that fit together.

An area by itself, with all people who may work there, allows more than it does in any plan of the whole. So its bounds
add up to one of the whole, tier by tier, as long as no plan could be worse in one area for being better in another: as
long as every tier before is at its least in all areas.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from planner.solve.areas import Areas
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.standing import Standing

Ids = tuple[str, ...]
"""The activities of a joint session."""


class Relaxed(NamedTuple):
    """What a relaxation says of a problem.

    `given` is the value that it keeps each tier at, in order, as far as it got; `columns` are the joint sessions that
    are held in one of its solutions or another.
    """

    given: tuple[int, ...]
    columns: set[int]


Bound = Callable[[Problem, Standing, Clock], Relaxed]
"""Bounds the tiers of one area; its standing comes with the area's part of the best plan, and keeps the bounds."""

Pursue = Callable[[Problem, Standing, Clock, set[int]], object]
"""Betters the plan of one area, among some of its joint sessions."""


def bounded(areas: Areas, standing: Standing, clock: Clock, bound: Bound, *, share: float) -> dict[str, set[Ids]]:
    """Bound the whole by its areas, within about `share` of the time left; return useful joint sessions of each."""
    until = clock.left() * (1 - share)
    chains: list[tuple[Sequence[int], Sequence[int]]] = []
    useful: dict[str, set[Ids]] = {}
    for n, area in enumerate(areas.names):
        if clock.left() <= until:
            return useful
        part = areas.alone(area)
        own = Standing(part, lambda: None)
        own.offer(areas.within(part, areas.held(standing.best, area)))
        given, columns = bound(part, own, clock.part((clock.left() - until) / (len(areas.names) - n)))
        chains.append((given, [own.bound(i, given[:i]) for i in range(len(part.names))]))
        useful[area] = {_ids(part, c) for c in columns}
    total: list[int] = []
    for i in range(len(areas.problem.names)):
        if areas.problem.complete:
            standing.prove(i, sum(bounds[i] for _, bounds in chains), tuple(total))
        if any(i >= len(given) or given[i] > bounds[i] for given, bounds in chains):
            return useful
        total.append(sum(given[i] for given, _ in chains))
    return useful


def planned(
    areas: Areas, standing: Standing, clock: Clock, useful: dict[str, set[Ids]], pursue: Pursue, *, share: float
) -> None:
    """Better the best plan area by area, within about `share` of the time left."""
    until = clock.left() * (1 - share)
    for n, area in enumerate(areas.names):
        best = standing.best
        if clock.left() <= until or best is None or standing.proven:
            return
        part = areas.beside(area, best)
        own = Standing(part, lambda: None)
        own.offer(areas.within(part, areas.held(best, area)))
        columns = {c for c in range(len(part.sessions)) if area not in useful or _ids(part, c) in useful[area]}
        pursue(part, own, clock.part((clock.left() - until) / (len(areas.names) - n)), columns)
        if own.best is not None:
            standing.offer(areas.with_part(best, area, own.best))


def _ids(problem: Problem, c: int) -> Ids:
    return tuple(problem.grid.activities[a].id for a in problem.sessions[c].members)
