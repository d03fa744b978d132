"""A few halls of a plan planned anew as a program: those who meet in them, and some halls that stand empty."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.solve.effort import Effort
from planner.solve.halls.choosing import Choosing
from planner.solve.halls.location import Location, Whole

EMPTY = 4
"""How many others may be used instead, at most."""

EACH = 7
"""Halls of each activity, at most."""


def replanned(location: Location, where: Whole, number: int, rng: np.random.Generator, effort: Effort) -> Whole | None:
    """Return a plan like one but for so many halls near each other; None where none was found in time.

    Near are those that cost least for who meets in a hall drawn by chance.
    """
    used = np.unique(where)
    drawn = rng.choice(used)
    inside = where == drawn
    near = np.where(location.fits, location.cost, location.cost.max() + 1)[:, inside].mean(axis=1)
    near = near * (0.7 + 0.6 * rng.random(near.size))
    others = used[used != drawn]
    ours = np.append(others[np.argsort(near[others], kind="stable")][: number - 1], drawn)
    activities = np.flatnonzero(np.isin(where, ours))
    empty = np.setdiff1d(np.arange(len(location.halls)), used)
    worth = location.opening[empty] + location.cost[np.ix_(empty, activities)].sum(axis=1) * (0.7 + 0.6 * rng.random())
    halls = np.sort(np.concatenate([ours, empty[np.argsort(worth, kind="stable")][:EMPTY]]))
    part = replace(
        location,
        activities=tuple(location.activities[j] for j in activities),
        halls=tuple(location.halls[i] for i in halls),
        size=location.size[activities],
        room=location.room[halls],
        opening=location.opening[halls],
        cost=location.cost[np.ix_(halls, activities)],
        fits=location.fits[np.ix_(halls, activities)],
    )
    start = np.searchsorted(halls, where[activities])
    pairs = np.zeros(part.fits.shape, dtype=bool)
    dear = np.where(part.fits, part.cost, part.cost.max() + 1)
    np.put_along_axis(pairs, np.argsort(dear, axis=0, kind="stable")[:EACH], values=True, axis=0)
    pairs &= part.fits
    pairs[start, np.arange(len(start))] = True
    _, found = Choosing(part, pairs).best(effort, start)
    if found is None:
        return None
    result = where.copy()
    result[activities] = halls[found]
    return result
