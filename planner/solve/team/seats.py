"""The seats of a timetable, one by one: who could take each, and which nobody can take together.

Sessions, starts and places stay as they are; only who sits where is open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from copy import copy
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from planner.solve.draft import Draft, Held
from planner.solve.problem import Problem
from planner.solve.staff.clashes import Clashes

Whole = npt.NDArray[np.int64]
"""An array of whole numbers."""

NOBODY = -1
"""Who holds an empty seat."""


class Seats:
    """The seats of `held` (its holders do not matter; who stands by does so in every answer).

    `able[t]` are the people who may take seat t by skill, nomination, calendar and standby duties, `clash[t]` the
    seats that nobody can have besides it. `begin` and `end` are its minutes, `at` its session's position in `held`
    and `kind` the index of its seat kind. Hours, separate roles and representation are not looked at here.
    """

    def __init__(self, problem: Problem, held: Sequence[Held]) -> None:
        self.problem = problem
        self.held = tuple(held)
        grid = problem.grid
        clashes = Clashes(problem, held)
        standing: dict[int, set[int]] = defaultdict(set)
        for i, h in enumerate(held):
            for j in (i, *clashes.of(i)) if h.standby else ():
                standing[j].update(p for _, p in h.standby)
        pinned = self._pinned()
        at: list[int] = []
        kinds: list[int] = []
        self.able: list[Whole] = []
        for i, h in enumerate(held):
            session = problem.sessions[h.session]
            there = grid.free(h.start, h.start + session.minutes)
            for k, kind in enumerate(session.kinds):
                able = (kind.eligible & there) - standing[i]
                named = pinned.get((i, k), [])
                for n in range(kind.seats):
                    at.append(i)
                    kinds.append(k)
                    chosen = able.intersection(named[n : n + 1]) if n < len(named) else able
                    self.able.append(np.array(sorted(chosen), dtype=np.int64))
        self.at, self.kind = np.array(at, dtype=np.int64), np.array(kinds, dtype=np.int64)
        start = np.array([h.start for h in held], dtype=np.int64)
        length = np.array([problem.sessions[h.session].minutes for h in held], dtype=np.int64)
        self.minutes = length[self.at]
        self.begin = start[self.at]
        self.end = self.begin + self.minutes
        of: list[list[int]] = [[] for _ in held]
        for t, i in enumerate(at):
            of[i].append(t)
        together = [np.array([t for j in (i, *clashes.of(i)) for t in of[j]], dtype=np.int64) for i in range(len(held))]
        self.clash = [together[i][together[i] != t] for t, i in enumerate(at)]

    def __len__(self) -> int:
        return len(self.able)

    @property
    def people(self) -> int:
        """How many people there are in all, able or not."""
        return len(self.problem.grid.people)

    def _pinned(self) -> dict[tuple[int, int], list[int]]:
        """Return who is pinned to seats of which session and kind. Seats of a kind are alike: the first are theirs."""
        grid = self.problem.grid
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for person, activity, role in grid.person_pins:
            own = any(r.id == role for r in grid.activities[activity].own_roles)
            wanted = (role, activity if own else None)
            for i, h in enumerate(self.held):
                session = self.problem.sessions[h.session]
                if activity in session.members:
                    for k, kind in enumerate(session.kinds):
                        if (kind.role, kind.activity) == wanted and person not in found[i, k]:
                            found[i, k].append(person)
        return found

    def holders(self, draft: Draft) -> Whole:
        """Return who has each seat in a draft of the same timetable, `NOBODY` where none that is left has."""
        who = np.full(len(self), NOBODY, dtype=np.int64)
        free: dict[tuple[int, int], list[int]] = defaultdict(list)
        for t in range(len(self)):
            free[int(self.at[t]), int(self.kind[t])].append(t)
        for i, h in enumerate(draft.held):
            for k, p in h.seats:
                seats = free[i, k]
                n = next((n for n, t in enumerate(seats) if p in self.able[t]), None)
                if n is not None:
                    who[seats.pop(n)] = p
        return who

    def draft(self, who: Whole) -> Draft:
        """Return the plan in which seat t is held by `who[t]`."""
        seats: list[list[tuple[int, int]]] = [[] for _ in self.held]
        for t in np.flatnonzero(who != NOBODY):
            seats[self.at[t]].append((int(self.kind[t]), int(who[t])))
        held = (replace(h, seats=tuple(sorted(taken))) for h, taken in zip(self.held, seats, strict=True))
        return Draft(self.problem, tuple(held))

    def held_in(self, draft: Draft, *, thrifty: bool) -> tuple[Seats, Whole]:
        """Return the seats that a draft of the same timetable fills, and by whom.

        `thrifty`: each only with those who cost no more there than who has it.
        """
        who = self.holders(draft)
        kept = np.flatnonzero(who != NOBODY)
        number = np.full(len(self), NOBODY, dtype=np.int64)
        number[kept] = np.arange(kept.size)
        some = copy(self)
        some.able = [self._as_cheap(int(t), int(who[t])) if thrifty else self.able[t] for t in kept]
        some.clash = [number[self.clash[t][number[self.clash[t]] != NOBODY]] for t in kept]
        some.at, some.kind, some.minutes = self.at[kept], self.kind[kept], self.minutes[kept]
        some.begin, some.end = self.begin[kept], self.end[kept]
        return some, who[kept]

    def _as_cheap(self, t: int, holder: int) -> Whole:
        cost = self.problem.grid.seat_cost
        most = cost(holder, int(self.minutes[t]))
        return np.array([p for p in self.able[t].tolist() if cost(p, int(self.minutes[t])) <= most], dtype=np.int64)
