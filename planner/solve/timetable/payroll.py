"""The cheapest staff of a timetable as a linear program, and what people's time is worth by its dual.

Seats are filled, sponsors present, nobody is in two sessions at once, the hours of days, weeks and organisations are
kept to. Sessions may be held in part. The separation of roles and ways between places are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from planner.grid import DAY
from planner.model.packing import heaviest
from planner.solve.effort import Effort
from planner.solve.problem import Problem
from planner.solve.programs.mip import Program, Sum, Term, Values, ones

UNIT = 60
"""Prices are whole sixtieths of a VND, since hours are priced by the minute; all sums of them are exact."""

DEAR = 10
"""What a seat that nobody can take costs, in the dearest seats that there are."""

SEEN = 1e-6
"""How much of a session a solution holds at least for its staff to be looked for."""

Crews = frozenset[int]
Span = tuple[int, int]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Wanted:
    """The seats of one kind in a column at a start, for anybody of some crews.

    `pick` says whether it is held, `empty` and `missing` how many seats and standby duties stay open (None: none may,
    or there are none).
    """

    start: int
    end: int
    crews: Crews
    pick: int
    seats: int
    empty: int | None
    standby: int
    missing: int | None
    cheapest: int
    """VND of the seats with those who cost least."""
    dearest: int
    """VND of one of them."""

    def duties(self) -> list[Term]:
        """Return the people who serve or stand by."""
        open_duties = (v for v in (self.empty, self.missing) if v is not None)
        return [(self.seats + self.standby, self.pick), *ones(open_duties, -1)]

    def minutes(self) -> list[Term]:
        """Return the minutes in seats."""
        length = self.end - self.start
        seats = [(float(length * self.seats), self.pick)]
        return seats if self.empty is None else [*seats, (float(-length), self.empty)]

    def filled(self, solution: Values) -> float:
        """Return the filled seats in a solution."""
        return float(self.seats * solution[self.pick] - (0.0 if self.empty is None else solution[self.empty]))

    def backed(self, solution: Values) -> float:
        """Return the standby people in a solution."""
        return float(self.standby * solution[self.pick] - (0.0 if self.missing is None else solution[self.missing]))


@dataclass(frozen=True)
class Meeting:
    """A joint session (`column`) at a start; `sponsors` are those who must be present."""

    column: int
    start: int
    minutes: int
    sponsors: tuple[str, ...]
    wanted: tuple[Wanted, ...]

    @property
    def span(self) -> Span:
        """When it is, from the midnight before it."""
        return self.start % DAY, self.start % DAY + self.minutes


@dataclass(frozen=True)
class Limit:
    """What some crews can do at most: by span a factor of each seat.

    `most` is of all of them together, or (`each`) of every person of the one crew there is.
    """

    crews: tuple[int, ...]
    factors: Mapping[Span, int]
    most: int
    each: bool = True

    def of(self, people: Sequence[float]) -> float:
        """Return what so many people of each crew can do at most."""
        return self.most * people[self.crews[0]] if self.each else self.most


@dataclass
class Prices:
    """Prices of one day, in `UNIT`s: of a crew at a moment of it, of each of its limits, of each sponsor's presence.

    `seated` is what a seat costs besides, where only some of a crew serve; who stands by need not be one of them.
    """

    moments: dict[tuple[int, int], int] = field(default_factory=dict)
    seated: dict[tuple[int, int], int] = field(default_factory=dict)
    limits: dict[int, int] = field(default_factory=dict)
    present: dict[tuple[int, str], int] = field(default_factory=dict)

    def key(self) -> tuple[tuple[object, int], ...]:
        """Return what equal prices have in common."""
        return tuple(
            (k, v) for table in (self.moments, self.seated, self.limits, self.present) for k, v in sorted(table.items())
        )


@dataclass(frozen=True)
class Staff:
    """The cheapest staff of a solution: VND, prices by day, and of the limits that go over several days."""

    vnd: float
    days: Mapping[int, Prices]
    long: Mapping[int, int]


class Payroll:
    """Finds the cheapest staff of any solution. `daily` limits hold on every day, `long` ones over several."""

    def __init__(
        self, problem: Problem, meetings: Sequence[Meeting], daily: Sequence[Limit], long: Sequence[Limit]
    ) -> None:
        self._meetings, self._daily, self._long = meetings, daily, long
        self._day = problem.grid.day
        self._size = [len(crew) for crew in problem.crews]
        self._theirs = {
            organisation: frozenset(q for q, crew in enumerate(problem.crews) if crew[0] in people)
            for organisation, people in problem.grid.members_of.items()
        }
        self._bind: dict[frozenset[Span], Sequence[int]] = {}
        self._moments = sorted({meeting.span[0] for meeting in meetings})
        self.paid = {
            n: np.array([problem.grid.seat_cost(crew[0], n) * UNIT for crew in problem.crews], dtype=np.int64)
            for n in {meeting.minutes for meeting in meetings}
        }
        """What a seat costs with each crew, in `UNIT`s, by minutes."""
        dearest = max((int(paid.max(initial=0)) for paid in self.paid.values()), default=0)
        self._dear = float(DEAR * (dearest // UNIT) + 1)

    def cheapest(
        self,
        solution: Values,
        priced: Mapping[int, int] | None,
        effort: Effort,
        people: Sequence[float] | None = None,
    ) -> Staff | None:
        """Return the cheapest staff of a solution, None where it is not found in time.

        `priced`: without the long limits, their prices being paid for every seat instead. `people`: how many of each
        crew may have seats (default: all).
        """
        sheet = _Sheet()
        size: Sequence[float] = self._size if people is None else people
        for meeting in self._meetings:
            if solution[meeting.wanted[0].pick] > SEEN:
                self._enter(sheet, meeting, solution, priced or {})
        m = sheet.program
        at = {key: m.row(ones(vs), high=self._size[key[2]]) for key, vs in sheet.there.items() if len(vs) > 1}
        seated = {} if people is None else {key: m.row(ones(vs), high=size[key[2]]) for key, vs in sheet.seated.items()}
        daily = {
            (day, n): m.row(sheet.under(self._daily[n], spans), high=self._daily[n].of(size))
            for day, spans in sheet.spans.items()
            for n in self._binding(frozenset(spans))
        }
        over = {
            n: m.row(terms, high=limit.of(size))
            for n, limit in enumerate(self._long if priced is None else ())
            if len(terms := list(sheet.under(limit, None))) > 1
        }
        rows = [*at.values(), *seated.values(), *daily.values(), *over.values(), *sheet.presence.values()]
        found = m.relaxed(Sum(tuple(sheet.money)), effort, rows)
        if found is None:
            return None
        price = {row: round(abs(value) * UNIT) for row, value in zip(rows, found.prices.tolist(), strict=True)}
        days = {day: Prices() for day in sheet.spans}
        for (day, moment, q), row in at.items():
            days[day].moments |= {(moment, q): price[row]} if price[row] else {}
        for (day, moment, q), row in seated.items():
            days[day].seated |= {(moment, q): price[row]} if price[row] else {}
        for (day, n), row in daily.items():
            days[day].limits |= {n: price[row]} if price[row] else {}
        for (day, column, sponsor), row in sheet.presence.items():
            days[day].present |= {(column, sponsor): price[row]} if price[row] else {}
        return Staff(found.value, days, {n: price[row] for n, row in over.items() if price[row]})

    def _binding(self, spans: frozenset[Span]) -> Sequence[int]:
        """Return which limits say something, and not the same as another, of a day on which these spans are in use."""
        if spans not in self._bind:
            strictest: dict[tuple[object, ...], tuple[int, int]] = {}
            for n, limit in enumerate(self._daily):
                factors = {span: limit.factors[span] for span in spans if span in limit.factors}
                if heaviest((*span, factor) for span, factor in factors.items()) > limit.most:
                    key = limit.crews, tuple(sorted(factors.items()))
                    strictest[key] = min(strictest.get(key, (limit.most, n)), (limit.most, n))
            self._bind[spans] = sorted(n for _, n in strictest.values())
        return self._bind[spans]

    def _enter(self, sheet: _Sheet, meeting: Meeting, solution: Values, priced: Mapping[int, int]) -> None:
        """Enter those who can serve in a session."""
        m, day, span = sheet.program, self._day(meeting.start), (meeting.start, meeting.start + meeting.minutes)
        sheet.spans[day][meeting.span] = span
        moments = [moment for moment in self._moments if meeting.span[0] <= moment < meeting.span[1]]
        cost = self.paid[meeting.minutes] / UNIT
        for n, price in priced.items():
            cost[list(self._long[n].crews)] += self._long[n].factors.get(span, 0) * price / UNIT
        seated: dict[int, list[int]] = defaultdict(list)
        for w in meeting.wanted:
            for number, paid in ((w.filled(solution), True), (w.backed(solution), False)):
                if number <= SEEN:
                    continue
                nobody = m.variable()
                sheet.money.append((self._dear, nobody))
                taken = {q: m.variable() for q in sorted(w.crews)}
                m.row(ones([nobody, *taken.values()]), low=number)
                for q, v in taken.items():
                    for moment in moments:
                        sheet.there[day, moment, q].append(v)
                        if paid:
                            sheet.seated[day, moment, q].append(v)
                    if paid:
                        sheet.money.append((float(cost[q]), v))
                        sheet.sits[q, span].append(v)
                        seated[q].append(v)
        for sponsor in meeting.sponsors:
            absent = m.variable()
            sheet.money.append((self._dear, absent))
            present = ones(v for q, vs in seated.items() if q in self._theirs[sponsor] for v in vs)
            row = m.row([*present, (1, absent)], low=float(solution[meeting.wanted[0].pick]))
            sheet.presence[day, meeting.column, sponsor] = row


class _Sheet:
    """The linear program while it is made: who is there at a moment of a day, who sits, by crew."""

    def __init__(self) -> None:
        self.program = Program()
        self.money: list[Term] = []
        self.there: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        self.seated: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        self.sits: dict[tuple[int, Span], list[int]] = defaultdict(list)
        self.presence: dict[tuple[int, int, str], int] = {}
        self.spans: dict[int, dict[Span, Span]] = defaultdict(dict)
        """By day the spans that are in use, from its midnight, and from the first."""

    def under(self, limit: Limit, spans: Mapping[Span, Span] | None) -> Iterator[Term]:
        """Yield the seats that a limit speaks of; `spans` says what the limit's spans are on some day."""
        for span, factor in limit.factors.items():
            at = span if spans is None else spans.get(span)
            if at is not None:
                for q in limit.crews:
                    yield from ((float(factor), v) for v in self.sits.get((q, at), ()))
