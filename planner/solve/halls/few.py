"""Plans near a plan: a few halls near each other are given up, and others may be used instead of them."""

from __future__ import annotations

import numpy as np

from planner.solve.halls.location import Location, Whole
from planner.solve.halls.shares import Branch

OTHER = 1
"""How many halls more, or fewer, there may be."""


def nearby(location: Location, where: Whole, number: int, rng: np.random.Generator) -> Branch:
    """Return the plans that keep the halls of one but for so many near each other.

    Near are those that cost least for who meets in a hall drawn by chance.
    """
    used = np.unique(where)
    drawn = rng.choice(used)
    near = np.where(location.fits, location.cost, location.cost.max() + 1)[:, where == drawn].mean(axis=1)
    near = near * (0.7 + 0.6 * rng.random(near.size))
    near[drawn] = -1.0
    kept = used[np.argsort(near[used], kind="stable")][number:]
    low, high = max(0, len(used) - OTHER), min(len(location.halls), len(used) + OTHER)
    return Branch(frozenset(kept.tolist()), frozenset(), low, high)
