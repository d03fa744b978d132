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
    done = False
    load = _loads(location, where)
    number = np.bincount(where, minlength=len(load))
    for j in range(len(where)):
        i = where[j]
        extra = np.where(number > 0, 0, location.opening)
        cost = np.where(
            location.fits[:, j] & (load + location.size[j] <= location.room), location.cost[:, j] + extra, FAR
        )
        saved = location.cost[i, j] + (location.opening[i] if number[i] == 1 else 0)
        cost[i] = FAR
        to = int(np.argmin(cost))
        if cost[to] < saved:
            load[i] -= location.size[j]
            load[to] += location.size[j]
            number[i] -= 1
            number[to] += 1
            where[j] = to
            done = True
    return done


def _swapped(location: Location, where: Whole) -> bool:
    done = False
    load = _loads(location, where)
    everyone = np.arange(len(where))
    for j in range(len(where)):
        i = where[j]
        theirs = location.cost[where, everyone] + location.cost[i, j]
        swapped = location.cost[i, everyone] + location.cost[where, j]
        able = (
            location.fits[i, everyone]
            & location.fits[where, j]
            & (where != i)
            & (load[i] - location.size[j] + location.size <= location.room[i])
            & (load[where] - location.size + location.size[j] <= location.room[where])
        )
        saved = np.where(able, theirs - swapped, -1)
        k = int(np.argmax(saved))
        if saved[k] > 0:
            other = where[k]
            load[i] += location.size[k] - location.size[j]
            load[other] += location.size[j] - location.size[k]
            where[j], where[k] = other, i
            done = True
    return done


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
