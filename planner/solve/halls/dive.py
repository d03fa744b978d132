"""Plans from fractions: the halls that a linear program uses in part are chosen one by one, then who goes where."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.solve.effort import Clock, Effort
from planner.solve.halls.assign import assigned, spent
from planner.solve.halls.choosing import Choosing
from planner.solve.halls.location import LARGEST, Location, Whole
from planner.solve.halls.shares import Branch, Shares
from planner.solve.halls.sifted import Fractions, Sifted

EACH = 4
"""Halls for each activity in the program of who goes where."""

SMALL = 0.2
"""Halls that are used in smaller part are not used; those that lack less to the whole are."""

NEXT = 3
"""Of the other halls, the first of so many, by chance, is used or not, whichever costs less."""


def dived(program: Sifted, branch: Branch, most: int, rng: np.random.Generator, clock: Clock) -> Fractions | None:
    """Return a solution in a branch that uses each hall or does not; None where it would cost `most` VND or more.

    First the number of halls is chosen, then halls that are used in large part are used.
    """
    while not clock.over:
        program.at(branch)
        found = program.nearly(clock)
        if found is None or found.value >= most:
            return None
        split = found.split
        if not split.size:
            return found
        number = float(found.used.sum())
        if branch.low < branch.high and abs(number - round(number)) > 0.01:
            up = rng.random() < number % 1
            branch = replace(branch, low=int(number) + up, high=int(number) + up)
            continue
        part = found.used[split]
        inside, outside = split[part > 1 - SMALL], split[part < SMALL]
        if inside.size or outside.size:
            branch = replace(
                branch,
                inside=branch.inside | {*inside.tolist()},
                outside=branch.outside | {*outside.tolist()},
            )
            continue
        i = int(split[rng.integers(min(NEXT, split.size))])
        parts = (
            replace(branch, inside=branch.inside | {i}),
            replace(branch, outside=branch.outside | {i}),
        )
        values = []
        for part_of in parts:
            program.at(part_of)
            value = program.value(clock)
            values.append(most if value is None else value)
        branch = parts[int(np.argmin(values))]
    return None


def seated(location: Location, shares: Shares, found: Fractions, effort: Effort) -> Whole | None:
    """Return a plan in the halls of a solution, of those pairs that cost least at its bids."""
    opened = np.flatnonzero(found.used > 0.5)
    relaxed = shares.relaxed(np.maximum(0, shares.parts(found.bids)))
    dear = np.where(location.fits[opened], relaxed.drop[opened], LARGEST)
    pairs = np.zeros(location.fits.shape, dtype=bool)
    near = opened[np.argsort(dear, axis=0, kind="stable")[:EACH]]
    np.put_along_axis(pairs, near, values=True, axis=0)
    pairs &= location.fits
    start = assigned(location, opened)
    if start is not None:
        pairs[start, np.arange(len(start))] = True
    _, where = Choosing(location, pairs).best(effort, start)
    if where is None or (start is not None and spent(location, start) < spent(location, where)):
        return start
    return where
