"""Plans near a plan: a few halls near each other are given up, and others may be used instead of them."""

from __future__ import annotations

import numpy as np

from planner.solve.effort import Clock
from planner.solve.halls.choosing import Choosing
from planner.solve.halls.location import LARGEST, Location, Whole
from planner.solve.halls.shares import Branch, Shares
from planner.solve.halls.sifted import Sifted

OTHER = 2
"""How many halls more, or fewer, there may be."""

EACH = 5
"""Halls of each activity, at most."""


def replanned(
    location: Location,
    shares: Shares,
    program: Sifted,
    where: Whole,
    most: int,
    number: int,
    rng: np.random.Generator,
    clock: Clock,
    seconds: float,
) -> Whole | None:
    """Return a plan that keeps the halls of one, of `most` VND, but for so many near each other; None: none is better.

    Near are those that cost least for who meets in a hall drawn by chance. Where the linear program shows that nothing
    is to be gained, no more is asked.
    """
    used = np.unique(where)
    drawn = rng.choice(used)
    near = np.where(location.fits, location.cost, location.cost.max() + 1)[:, where == drawn].mean(axis=1)
    near = near * (0.7 + 0.6 * rng.random(near.size))
    near[drawn] = -1.0
    kept = used[np.argsort(near[used], kind="stable")][number:]
    halls = len(location.halls)
    low, high = max(0, len(used) - OTHER), min(halls, len(used) + OTHER)
    branch = Branch(frozenset(kept.tolist()), frozenset(), low, high)
    program.at(branch)
    found = program.solved(clock, most, 0, 1.0)
    if found is None or found.value >= most:
        return None
    relaxed = shares.relaxed(np.maximum(0, shares.parts(found.bids)), branch=branch)
    dear = np.where(shares.within(relaxed, most), relaxed.opens[:, None] + relaxed.drop, LARGEST)
    pairs = np.zeros(location.fits.shape, dtype=bool)
    np.put_along_axis(pairs, np.argsort(dear, axis=0, kind="stable")[:EACH], values=True, axis=0)
    pairs &= dear < LARGEST
    pairs[where, np.arange(len(where))] = True
    return Choosing(location, pairs, branch).best(clock.effort(seconds), where)[1]
