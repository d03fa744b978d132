"""A plan for a location problem from what halls want: everybody somewhere, then moves that save."""

from __future__ import annotations

import numpy as np

from planner.solve.halls.location import Location, Whole

FAR = 2**61
"""A cost that is none."""


def assigned(location: Location, opened: Whole) -> Whole | None:
    """Return the hall of each activity, of the `opened` ones; None where no way is found to fit all in.

    Those go first that would lose most by going to their second choice, and large ones where none would.
    """
    cost = np.where(location.fits[opened], location.cost[opened], FAR).astype(float)
    room = location.room[opened].copy()
    if not len(opened) or room.sum() < location.size.sum():
        return None
    where = np.full(len(location.activities), -1, dtype=np.int64)
    left = np.ones(len(where), dtype=bool)
    cost[room[:, None] < location.size] = FAR
    while left.any():
        some = np.flatnonzero(left)
        part = cost[:, some]
        first = part.argmin(axis=0)
        least = part[first, np.arange(some.size)]
        if least.max() >= FAR / 2:
            return None
        regret = np.partition(part, 1, axis=0)[1] - least if len(opened) > 1 else location.size[some].astype(float)
        n = int(np.argmax(regret + 1e-6 * location.size[some]))
        i, j = int(first[n]), int(some[n])
        where[j] = i
        left[j] = False
        room[i] -= location.size[j]
        cost[i, room[i] < location.size] = FAR
    return opened[where]


def spent(location: Location, where: Whole) -> int:
    """Return VND of a plan, what is spent in any case left out."""
    used = np.unique(where)
    return int(location.opening[used].sum() + location.cost[where, np.arange(len(where))].sum())


def settled(location: Location, where: Whole, rounds: int = 50) -> Whole:
    """Better a plan by moving activities, two changing places, and halls left by all that are in them."""
    where = where.copy()
    for _ in range(rounds):
        if not (_moved(location, where) or _swapped(location, where) or _left(location, where)):
            break
    return where


def _loads(location: Location, where: Whole) -> Whole:
    return np.bincount(where, location.size, len(location.halls)).astype(np.int64)


def _moved(location: Location, where: Whole) -> bool:
    """Move activities that save most by it, no hall in two moves."""
    load = _loads(location, where)
    number = np.bincount(where, minlength=len(load))
    everyone = np.arange(len(where))
    saved = location.cost[where, everyone] + np.where(number[where] == 1, location.opening[where], 0)
    gain = saved - location.cost - np.where(number > 0, 0, location.opening)[:, None]
    gain[~location.fits | (load[:, None] + location.size > location.room[:, None])] = 0
    gain[where, everyone] = 0
    to = gain.argmax(axis=0)
    best = gain[to, everyone]
    touched = np.zeros(len(load), dtype=bool)
    for j in np.argsort(-best, kind="stable")[: int((best > 0).sum())].tolist():
        if not touched[to[j]] and not touched[where[j]]:
            touched[to[j]] = touched[where[j]] = True
            where[j] = to[j]
    return bool(touched.any())


def _swapped(location: Location, where: Whole) -> bool:
    """Let pairs of activities change places that save most by it, no hall in two changes."""
    load = _loads(location, where)
    everyone = np.arange(len(where))
    own = location.cost[where, everyone]
    other = location.cost[where]  # what activity k costs in the hall of activity j
    left = (location.room - load)[where] + location.size  # room for whoever comes instead of activity j
    able = location.fits[where] & (location.size <= left[:, None]) & (where != where[:, None])
    gain = np.where(able & able.T, own + own[:, None] - other - other.T, 0)
    with_whom = gain.argmax(axis=1)
    best = gain[everyone, with_whom]
    touched = np.zeros(len(load), dtype=bool)
    for j in np.argsort(-best, kind="stable")[: int((best > 0).sum())].tolist():
        k = with_whom[j]
        if not touched[where[j]] and not touched[where[k]]:
            touched[where[j]] = touched[where[k]] = True
            where[j], where[k] = where[k], where[j]
    return bool(touched.any())


def _left(location: Location, where: Whole) -> bool:
    """Close a hall, or open one for another, where all that are in it can go elsewhere for less."""
    before = spent(location, where)
    for i in np.unique(where).tolist():
        others = np.setdiff1d(np.unique(where), [i])
        load = _loads(location, where)
        trial = where.copy()
        for j in np.flatnonzero(where == i)[np.argsort(-location.size[where == i], kind="stable")]:
            cost = np.where(
                location.fits[others, j] & (load[others] + location.size[j] <= location.room[others]),
                location.cost[others, j],
                FAR,
            )
            if not others.size or cost.min() >= FAR:
                break
            trial[j] = others[int(np.argmin(cost))]
            load[trial[j]] += location.size[j]
        else:
            if spent(location, trial) < before:
                where[:] = trial
                return True
    return False
