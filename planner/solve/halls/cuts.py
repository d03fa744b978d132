"""What a hall's room allows of whole activities: rows that fractions of activities break (Fenchel cuts).

Whatever whole weights come out of a linear program, the most that activities in one hall can weigh is worked out
exactly, so that a row holds for every plan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.solve.effort import Effort
from planner.solve.halls.location import Numbers, Whole
from planner.solve.programs.growing import Growing

PARTS = 1000
"""Parts of the most that weights are counted in."""

MOST = 12
"""Activities in part at one hall whose sets are all looked at; of more, the largest parts."""

BROKEN = 1e-3
"""How far a row must be broken, as a part of its most, to be worth having."""

ROUNDS = 60
"""Most linear programs for one row."""

WHOLE = 1e-5
"""How near to 1 the part of an activity is taken for the whole."""


@dataclass(frozen=True)
class Cut:
    """Of the activities in the hall, those with `weights` together weigh at most `most`."""

    hall: int
    weights: dict[int, int]
    most: int


def cut_of(hall: int, size: Whole, room: int, parts: dict[int, float], others: list[int], effort: Effort) -> Cut | None:
    """Return a row that parts of activities in one hall break; `others` are weighed as well where that is free."""
    some = np.array(list(parts), dtype=np.int64)
    part = np.minimum(np.array(list(parts.values())), 1.0)
    if size[some].sum() <= room:
        return None
    whole = part > 1 - WHOLE
    inside, split = some[whole], some[~whole]
    left = room - int(size[inside].sum())
    order = np.argsort(-part[~whole], kind="stable")[:MOST]
    split, part = split[order], part[~whole][order]
    if left < 0 or not split.size:
        return None
    weights = _weights(size[split], left, part, effort)
    if weights is None:
        return None
    given = dict(zip(split.tolist(), weights.tolist(), strict=True))
    cut = _lifted(hall, size, room, given, inside.tolist(), others)
    weighs = sum(weight * parts.get(j, 0.0) for j, weight in cut.weights.items())
    return cut if weighs > cut.most * (1 + BROKEN) else None


def _weights(size: Whole, room: int, part: Numbers, effort: Effort) -> Whole | None:
    """Return weights of a few activities by which parts of them weigh more than any that fit in; None: there are none.

    A linear program over the sets that fit and to which nothing can be added, the heaviest ones as they are found.
    """
    sets = (np.arange(1 << len(size))[:, None] >> np.arange(len(size))) & 1
    taken = sets @ size
    smallest = np.where(sets == 0, size, room + 1).min(axis=1)
    sets = sets[(taken <= room) & (taken + smallest > room)]
    program = Growing()
    for x in part.tolist():
        program.variable(-x, high=1.0)
    weights = np.ones(len(size))
    for _ in range(ROUNDS):
        heavy = sets @ weights
        worst = [n for n in np.argsort(-heavy, kind="stable")[:3] if heavy[n] > 1 + 1e-7]
        if not worst:
            return np.rint(weights * PARTS).astype(np.int64)
        for n in worst:
            program.row([(1.0, int(j)) for j in np.flatnonzero(sets[n])], high=1.0)
        found = program.least(effort)
        if found is None or -found.value < 1 + BROKEN / 2:
            return None
        weights = np.array([found.at.get(j, 0.0) for j in range(len(size))])
    return None


def _lifted(hall: int, size: Whole, room: int, given: dict[int, int], inside: list[int], others: list[int]) -> Cut:
    """Return the row of some weights, with as much weight for activities that are inside, and others, as holds."""
    best = np.zeros(room + 1, dtype=np.int64)  # the most that those weighed so far weigh together, by room
    weights: dict[int, int] = {}

    def add(j: int, weight: int) -> None:
        taken = int(size[j])
        if weight > 0 and taken <= room:
            weights[j] = weight
            best[taken:] = np.maximum(best[taken:], best[: room + 1 - taken] + weight)

    for j, weight in given.items():
        add(j, weight)
    left = room - int(size[inside].sum())
    most = int(best[left])
    for j in sorted(inside, key=lambda j: (size[j], j)):
        left += int(size[j])
        weight = int(best[left]) - most
        most += weight
        add(j, weight)
    for j in others:
        if size[j] <= room:
            add(j, most - int(best[room - size[j]]))
    return Cut(hall, weights, int(best[room]))
