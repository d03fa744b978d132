"""Ejection pool: all seats filled by a team of a given size, or as many as can be.

Seats without a holder wait in a pool. One of them goes to whom of the team it costs least, and what that person can
then no longer do goes into the pool. What was hard to place costs more from then on. In between some seats
change hands at no cost, and members of the team for others. (After Nagata and Bräysy, 2009, for vehicle routes.)
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from planner.solve.effort import Clock
from planner.solve.team.seats import NOBODY, Seats, Whole

STEPS_A_SECOND = 20_000
"""Steps that count as one second where work is counted instead of time."""

BATCH = 200
"""Steps between looks at the clock."""

EXCHANGE = 0.3
"""How likely a step looks at somebody outside the team as well."""

RELOCATE = 0.3
"""How likely a seat changes hands at no cost in a step."""

Numbers = npt.NDArray[np.float64]


class Pool:
    """The search over one timetable. `price` says how hard each seat has been to place; it is kept between calls."""

    def __init__(self, seats: Seats, seed: int) -> None:
        self.seats = seats
        self.people = seats.people
        self.price: Numbers = np.ones(len(seats))
        self._rng = np.random.default_rng(seed)
        self._able = np.zeros((self.people, len(seats)), dtype=bool)
        for t, able in enumerate(seats.able):
            self._able[able, t] = True
        self._hours = _Hours(seats)
        self._who: Whole = np.full(len(seats), NOBODY, dtype=np.int64)
        self._team = np.zeros(self.people, dtype=bool)
        self._pool: list[int] = []

    def few(self) -> Whole:
        """Fill seats in the order of time, each by who serves already where there is such a person."""
        seats, hours = self.seats, self._hours
        who = np.full(len(seats), NOBODY, dtype=np.int64)
        hours.clear()
        worth = self._able.sum(axis=1)
        serves = np.zeros(self.people, dtype=bool)
        for t in np.lexsort((seats.end, seats.begin)):
            able = self._free(int(t), seats.able[t], who)
            if able.size:
                best = able[np.lexsort((able, -worth[able], ~serves[able]))[0]]
                who[t] = best
                serves[best] = True
                hours.add(int(t), int(best), 1)
        return who

    def fill(self, size: int, clock: Clock, seconds: float, start: Whole | None = None) -> Whole:
        """Look for a way to fill all seats with at most `size` people; return the fullest found.

        `start` is a way to begin with: those who have most seats in it make the team.
        """
        self._begin(size, start)
        best, fewest = self._who.copy(), len(self._pool)
        part = clock.part(seconds)
        until = clock.left() - seconds
        while self._pool and not clock.over and clock.left() > until:
            draws = self._rng.random((BATCH, 4))
            for n in range(BATCH):
                if not self._pool:
                    break
                self._step(draws[n])
                if len(self._pool) < fewest:
                    best, fewest = self._who.copy(), len(self._pool)
            part.charge(BATCH / STEPS_A_SECOND)
        return best

    def _begin(self, size: int, start: Whole | None) -> None:
        worth = self._able.sum(axis=1).astype(float) + self._rng.random(self.people)
        if start is not None:
            worth += len(self.seats) * np.bincount(start[start != NOBODY], minlength=self.people)
        self._team[:] = False
        self._team[np.argsort(-worth)[:size]] = True
        self._who[:] = NOBODY
        self._hours.clear()
        if start is not None:
            for t in np.flatnonzero(start != NOBODY):
                if self._team[start[t]]:
                    self._put(int(t), int(start[t]))
        self._pool = []
        order = np.lexsort((self.seats.end, self.seats.begin))
        for t in order[self._who[order] == NOBODY]:
            able = self.seats.able[t][self._team[self.seats.able[t]]]
            able = self._free(int(t), able, self._who)
            if able.size:
                self._put(int(t), int(able[self._rng.integers(able.size)]))
            else:
                self._pool.append(int(t))

    def _free(self, t: int, people: Whole, who: Whole) -> Whole:
        """Return those of some people who can take a seat besides what they have."""
        taken = np.zeros(self.people + 1, dtype=bool)
        taken[who[self.seats.clash[t]]] = True
        people = people[~taken[people]]
        return people[~self._hours.over(t, people)] if self._hours.bind else people

    def _put(self, t: int, p: int) -> None:
        self._who[t] = p
        self._hours.add(t, p, 1)

    def _eject(self, t: int) -> None:
        self._hours.add(t, int(self._who[t]), -1)
        self._who[t] = NOBODY
        self._pool.append(t)

    def _step(self, draw: Numbers) -> None:
        if draw[0] < RELOCATE:
            self._relocate(int(draw[1] * len(self._who)))
        n = int(draw[2] * len(self._pool))
        t = self._pool[n]
        self._pool[n] = self._pool[-1]
        self._pool.pop()
        self._place(t, exchange=bool(draw[3] < EXCHANGE))

    def _place(self, t: int, *, exchange: bool) -> None:
        """Seat somebody, whatever it costs: of the team, or perhaps for somebody of the team."""
        able = self.seats.able[t]
        inside = self._team[able]
        members = able[inside]
        clash = self.seats.clash[t]
        held = self._who[clash]
        chosen, least = NOBODY, np.inf
        if members.size:
            load = np.bincount(held + 1, self.price[clash], self.people + 1)[members + 1].astype(float)
            if self._hours.bind:
                load += self._hours.over(t, members).astype(float)
            load += 1e-3 * self._rng.random(members.size)
            n = int(np.argmin(load))
            chosen, least = int(members[n]), float(load[n])
        if (exchange or chosen == NOBODY) and least >= 1 and members.size < able.size:
            others = able[~inside]
            if self._exchange(t, int(others[self._rng.integers(others.size)]), least):
                self.price[t] += 1
                return
        if chosen == NOBODY:
            self._pool.append(t)
            self.price[t] += 1
            return
        out = clash[held == chosen].tolist()
        for other in out:
            self._eject(other)
        for other in self._hours.excess(t, chosen, self._who, self.price):
            self._eject(other)
            out.append(other)
        self._put(t, chosen)
        if out:
            self.price[t] += 1

    def _exchange(self, t: int, joins: int, least: float) -> bool:
        """Let somebody join the team for a member, with a seat and what of the member's goes with it.

        Tell whether that is done: not where more than `least` would have to wait.
        """
        goes = ~self._able[joins]
        goes[self.seats.clash[t]] = True
        lost = np.flatnonzero(goes & (self._who != NOBODY))
        loss = np.bincount(self._who[lost], self.price[lost], self.people) + 1e-3 * self._rng.random(self.people)
        loss[~self._team] = np.inf
        leaves = int(np.argmin(loss))
        if not self._team.any() or loss[leaves] > least:
            return False
        for other in np.flatnonzero(self._who == leaves).tolist():
            self._eject(other)
            if not goes[other] and not self._hours.over(other, np.array([joins]))[0]:
                self._pool.pop()
                self._put(other, joins)
        self._team[leaves], self._team[joins] = False, True
        for other in self._hours.excess(t, joins, self._who, self.price):
            self._eject(other)
        self._put(t, joins)
        return True

    def _relocate(self, t: int) -> None:
        """Let somebody else of the team have a seat, where that costs nothing."""
        holder = int(self._who[t])
        if holder == NOBODY:
            return
        able = self.seats.able[t]
        able = self._free(t, able[self._team[able]], self._who)
        if able.size:
            self._hours.add(t, holder, -1)
            self._put(t, int(able[self._rng.integers(able.size)]))


class _Hours:
    """Seat minutes of each person by day and by week; `bind`: whether limits can be met at all."""

    def __init__(self, seats: Seats) -> None:
        self._seats = seats
        grid = seats.problem.grid
        self._periods: list[tuple[Whole, Whole]] = []
        """For days, then weeks: the number of each seat's period, and each person's limit."""
        self._done: list[Whole] = []
        for period, limits in ((grid.day, grid.day_limit), (grid.week, grid.week_limit)):
            number: dict[int, int] = {}
            of = np.array([number.setdefault(period(int(b)), len(number)) for b in seats.begin], dtype=np.int64)
            limit = np.array(limits, dtype=np.int64)
            work = np.bincount(of, seats.minutes, len(number)) if len(seats) else np.zeros(0)
            if len(seats) and len(limit) and work.max() > limit.min():
                self._periods.append((of, limit))
                self._done.append(np.zeros((len(limit), len(number)), dtype=np.int64))
        self.bind = bool(self._periods)

    def clear(self) -> None:
        """Forget all that is done."""
        for done in self._done:
            done[:] = 0

    def add(self, t: int, p: int, sign: int) -> None:
        """Give or take a seat."""
        for (of, _), done in zip(self._periods, self._done, strict=True):
            done[p, of[t]] += sign * self._seats.minutes[t]

    def over(self, t: int, people: Whole) -> npt.NDArray[np.bool_]:
        """Tell of each of some people whether the seat would be too much."""
        found = np.zeros(people.size, dtype=bool)
        for (of, limit), done in zip(self._periods, self._done, strict=True):
            found |= done[people, of[t]] + self._seats.minutes[t] > limit[people]
        return found

    def excess(self, t: int, p: int, who: Whole, price: Numbers) -> list[int]:
        """Return seats that a person has to give up to take one, the cheapest first; empty where hours allow it."""
        found: list[int] = []
        for (of, limit), done in zip(self._periods, self._done, strict=True):
            spare = int(limit[p] - done[p, of[t]] - self._seats.minutes[t])
            spare += sum(int(self._seats.minutes[other]) for other in found if of[other] == of[t])
            if spare >= 0:
                continue
            theirs = np.flatnonzero((who == p) & (of == of[t]))
            for other in theirs[np.argsort(price[theirs], kind="stable")].tolist():
                if spare >= 0:
                    break
                if other not in found:
                    found.append(other)
                    spare += int(self._seats.minutes[other])
        return found
