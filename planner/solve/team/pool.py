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

STEPS_A_SECOND = 50_000
"""Steps that count as one second where work is counted instead of time."""

BATCH = 200
"""Steps between looks at the clock."""

EXCHANGE = 0.1
"""How likely a step looks at somebody outside the team as well."""

RELOCATE = 0.3
"""How likely a seat changes hands at no cost in a step."""

FAR = 1e12
"""Added to what a seat costs with somebody outside the team."""

NOISE = 1 << 16
"""How many random numbers, used again and again, break ties."""

Numbers = npt.NDArray[np.float64]


class Pool:
    """The search over one timetable. `price` says how hard each seat has been to place; it is kept between calls.

    Choices of an able person for a seat are numbered seat by seat. `_cost` has for each what that person would have to
    give up for the seat, in prices, and is kept up to date.
    """

    def __init__(self, seats: Seats, seed: int) -> None:
        self.seats = seats
        self.people = seats.people
        self.price: Numbers = np.ones(len(seats))
        self._rng = np.random.default_rng(seed)
        self._able = np.zeros((self.people, len(seats)), dtype=bool)
        for t, able in enumerate(seats.able):
            self._able[able, t] = True
        self._person: Whole = np.concatenate([*seats.able, np.zeros(0, dtype=np.int64)])
        self._first: list[int] = [0, *np.cumsum([able.size for able in seats.able], dtype=np.int64).tolist()]
        self._cost: Numbers = np.zeros(len(self._person))
        order = np.argsort(self._person, kind="stable")
        self._choices = np.split(order, np.cumsum(np.bincount(self._person, minlength=self.people))[:-1])
        self._seats_of = [np.flatnonzero(able) for able in self._able]
        self._touched: dict[tuple[int, int], Whole] = {}
        self._clash = [frozenset(clash.tolist()) for clash in seats.clash]
        self._ties = self._rng.random(NOISE + self.people) / 2
        self._hours = _Hours(seats)
        self._who: Whole = np.full(len(seats), NOBODY, dtype=np.int64)
        self._held: list[set[int]] = [set() for _ in range(self.people)]
        self._team = np.zeros(self.people, dtype=bool)
        self._pool: list[int] = []

    @property
    def bound_by_hours(self) -> bool:
        """Whether hours can keep anybody from a seat."""
        return self._hours.bind

    def few(self) -> Whole:
        """Fill seats in the order of time, each by who serves already where there is such a person."""
        seats, hours = self.seats, self._hours
        who = np.full(len(seats), NOBODY, dtype=np.int64)
        hours.clear()
        worth = self._able.sum(axis=1)
        serves = np.zeros(self.people, dtype=bool)
        for t in np.lexsort((seats.end, seats.begin)):
            taken = np.zeros(self.people + 1, dtype=bool)
            taken[who[seats.clash[t]]] = True
            able = seats.able[t][~taken[seats.able[t]]]
            able = able[~hours.over(int(t), able)] if hours.bind else able
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
        while self._pool and not clock.over and not part.over:
            chances = self._rng.random((BATCH, 4)).tolist()
            for whether, which, ties, joins in chances:
                if whether < RELOCATE:
                    self._relocate(int(which * len(self._who)), ties)
                n = int(which * len(self._pool))
                t = self._pool[n]
                self._pool[n] = self._pool[-1]
                self._pool.pop()
                self._place(t, ties, joins / EXCHANGE)
                if len(self._pool) < fewest:
                    best, fewest = self._who.copy(), len(self._pool)
                    if not fewest:
                        break
            part.charge(BATCH / STEPS_A_SECOND)
        return best

    def _begin(self, size: int, start: Whole | None) -> None:
        worth = self._able.sum(axis=1).astype(float) + self._rng.random(self.people)
        if start is not None:
            worth += len(self.seats) * np.bincount(start[start != NOBODY], minlength=self.people)
        self._team[:] = False
        self._team[np.argsort(-worth)[:size]] = True
        self._cost[:] = np.where(self._team[self._person], 0.0, FAR)
        self._who[:] = NOBODY
        self._held = [set() for _ in range(self.people)]
        self._hours.clear()
        if start is not None:
            for t in np.flatnonzero(start != NOBODY).tolist():
                if self._team[start[t]]:
                    self._put(t, int(start[t]))
        self._pool = []
        order = np.lexsort((self.seats.end, self.seats.begin))
        for t in order[self._who[order] == NOBODY].tolist():
            able = self._free(t)
            if able.size:
                self._put(t, int(able[self._rng.integers(able.size)]))
            else:
                self._pool.append(t)

    def _free(self, t: int) -> Whole:
        """Return those of the team who can have a seat, perhaps its holder, besides what they have."""
        begin = self._first[t]
        able: Whole = self._person[begin + np.flatnonzero(self._cost[begin : self._first[t + 1]] == 0)]
        return able[~self._hours.over(t, able)] if self._hours.bind else able

    def _touches(self, t: int, p: int) -> Whole:
        """Return the choices of a person that cost more once they have a seat."""
        found = self._touched.get((t, p))
        if found is None:
            others = self.seats.clash[t]
            found = self._choices[p][np.searchsorted(self._seats_of[p], others[self._able[p, others]])]
            self._touched[t, p] = found
        return found

    def _put(self, t: int, p: int) -> None:
        self._who[t] = p
        self._held[p].add(t)
        self._cost[self._touches(t, p)] += self.price[t]
        if self._hours.bind:
            self._hours.add(t, p, 1)

    def _take(self, t: int, p: int) -> None:
        self._who[t] = NOBODY
        self._held[p].remove(t)
        self._cost[self._touches(t, p)] -= self.price[t]
        if self._hours.bind:
            self._hours.add(t, p, -1)

    def _eject(self, t: int, p: int) -> None:
        self._take(t, p)
        self._pool.append(t)

    def _place(self, t: int, ties: float, joins: float) -> None:
        """Seat somebody, whatever it costs: of the team, or perhaps (`joins` < 1) for somebody of the team."""
        begin, end = self._first[t], self._first[t + 1]
        if begin == end:
            self._pool.append(t)
            return
        noise = int(ties * NOISE)
        load = self._cost[begin:end] + self._ties[noise : noise + end - begin]
        if self._hours.bind:
            load += self._hours.over(t, self._person[begin:end])
        n = int(load.argmin())
        least = float(load[n])
        if least >= 1 and (joins < 1 or least >= FAR):
            others = np.flatnonzero(load >= FAR)
            if others.size:
                other = int(self._person[begin + others[noise % others.size]])
                if self._exchange(t, other, least):
                    return
        self.price[t] += least >= 1
        if least >= FAR:
            self._pool.append(t)
            return
        self._give(t, int(self._person[begin + n]))

    def _give(self, t: int, p: int) -> None:
        """Let somebody have a seat, and give up for it what they must."""
        for other in self._held[p] & self._clash[t]:
            self._eject(other, p)
        if self._hours.bind:
            for other in self._hours.excess(t, p, self._who, self.price):
                self._eject(other, p)
        self._put(t, p)

    def _exchange(self, t: int, joins: int, least: float) -> bool:
        """Let somebody join the team for a member, with a seat and what of the member's goes with it.

        Tell whether that is done: not where more than `least` would have to wait.
        """
        goes = ~self._able[joins]
        goes[self.seats.clash[t]] = True
        loss = np.bincount(self._who + 1, self.price * goes, self.people + 1)[1:]
        loss += np.where(self._team, self._ties[: self.people], np.inf)
        leaves = int(loss.argmin())
        if loss[leaves] > least:
            return False
        self._team[leaves], self._team[joins] = False, True
        self._shift(leaves, FAR)
        self._shift(joins, -FAR)
        self.price[t] += 1
        for other in sorted(self._held[leaves]):
            self._eject(other, leaves)
            if not goes[other] and not (self._hours.bind and self._hours.over(other, np.array([joins]))[0]):
                self._pool.pop()
                self._put(other, joins)
        self._give(t, joins)
        return True

    def _shift(self, p: int, cost: float) -> None:
        """Add something to the cost of all choices of a person."""
        self._cost[self._choices[p]] += cost

    def _relocate(self, t: int, chance: float) -> None:
        """Let somebody else of the team have a seat, where that costs nothing."""
        holder = int(self._who[t])
        if holder == NOBODY:
            return
        able = self._free(t)
        if able.size:
            self._take(t, holder)
            self._put(t, int(able[int(chance * able.size)]))


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
