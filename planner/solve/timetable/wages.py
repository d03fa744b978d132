"""What those who serve cost at least, as rows of a program that counts people.

The dual of the cheapest staff of a timetable (`payroll`) gives prices of people's time. With any prices a session costs
at least the cheapest staff for it alone, prices included, less what the time of all people is worth: a row that holds
for every timetable and is met with equality by that one (Benders, 1962). A row speaks of one day, and is copied to all
days. Hours of several days are priced for the whole program: each such set of prices has rows of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from planner.model.joint import JointSession
from planner.solve.effort import Effort
from planner.solve.problem import Problem
from planner.solve.programs.mip import Program, Term, Values, ones
from planner.solve.timetable.hours import day_rows, hour_rows
from planner.solve.timetable.payroll import UNIT, Crews, Limit, Meeting, Payroll, Prices, Span, Staff, Wanted, Whole

NEAR = 0.03
"""How far prices are looked for from a solution towards another one, so that they are good around it as well."""

NOBODY = 1 << 50
"""The price of who cannot take a seat."""


@dataclass
class _Family:
    """Rows that have the prices of long limits in common; `extra` are what each day costs beyond the cheapest."""

    long: Mapping[int, int]
    extra: Mapping[int, int]
    seen: dict[tuple[int, tuple[tuple[object, int], ...]], Prices] = field(default_factory=dict)


class Wages:
    """The rows of money of a program; `extra` is what seats cost beyond those who are cheapest for each alone.

    `used` are variables that say how many of each crew serve (default: all may).
    """

    def __init__(
        self,
        problem: Problem,
        program: Program,
        wanted: Iterable[tuple[tuple[int, int], Sequence[Wanted]]],
        used: Sequence[int] = (),
    ) -> None:
        self.problem, self.program, grid = problem, program, problem.grid
        self._size = [len(crew) for crew in problem.crews]
        self._used = used
        self._meetings = [
            Meeting(c, start, problem.sessions[c].minutes, self._present(problem.sessions[c]), tuple(kinds))
            for (c, start), kinds in wanted
        ]
        self._of_day: dict[int, list[Meeting]] = defaultdict(list)
        for meeting in self._meetings:
            self._of_day[grid.day(meeting.start)].append(meeting)
        self._daily = list(self._limits_of_days())
        self._long = list(self._limits_of_weeks()) + list(self._limits_of_organisations())
        self._of = {
            organisation: np.array([crew[0] in people for crew in problem.crews])
            for organisation, people in grid.members_of.items()
        }
        self._payroll = Payroll(problem, self._meetings, self._daily, self._long)
        self._able = {id(w): self._mask(w.crews) for meeting in self._meetings for w in meeting.wanted}
        self.extra = program.variable()
        self.families: list[_Family] = []
        self._family({})

    def _present(self, session: JointSession) -> tuple[str, ...]:
        together = len(session.sponsors) > 1 and self.problem.grid.scenario.representation
        return session.sponsors if together else ()

    def _mask(self, crews: Crews) -> npt.NDArray[np.bool_]:
        mask = np.zeros(len(self._size), dtype=bool)
        mask[sorted(crews)] = True
        return mask

    # -- limits -------------------------------------------------------------------------------------------------

    def _alike(self) -> Iterator[tuple[int, list[int]]]:
        """Yield a person and the crews that have the same hours as they."""
        grid = self.problem.grid
        alike: dict[tuple[int, int], list[int]] = defaultdict(list)
        for q, crew in enumerate(self.problem.crews):
            alike[grid.day_limit[crew[0]], grid.week_limit[crew[0]]].append(q)
        for crews in alike.values():
            yield self.problem.crews[crews[0]][0], crews

    def _limits_of_days(self) -> Iterator[Limit]:
        """Yield what every day allows, whichever spans of all days are possible on it."""
        spans = sorted({meeting.span for meeting in self._meetings})
        seats = [(start, end, (start, end)) for start, end in spans]
        for person, crews in self._alike():
            for row in (*hour_rows(self.problem.grid, person, seats), *day_rows(self.problem.grid, person, seats)):
                for q in crews:
                    yield Limit((q,), {span: factor for factor, span in row.terms}, row.most)

    def _limits_of_weeks(self) -> Iterator[Limit]:
        grid = self.problem.grid
        spans = sorted({(meeting.start, meeting.start + meeting.minutes) for meeting in self._meetings})
        seats = [(start, end, (start, end)) for start, end in spans]
        for person, crews in self._alike():
            for row in hour_rows(grid, person, seats):
                if len({grid.day(start) for _, (start, _) in row.terms}) > 1:
                    for q in crews:
                        yield Limit((q,), {span: factor for factor, span in row.terms}, row.most)

    def _limits_of_organisations(self) -> Iterator[Limit]:
        grid = self.problem.grid
        spans = {(meeting.start, meeting.start + meeting.minutes) for meeting in self._meetings}
        for organisation, limit in grid.organisation_limit.items():
            home = grid.home_of[organisation]
            crews = tuple(q for q, crew in enumerate(self.problem.crews) if crew[0] in home)
            if crews:
                yield Limit(crews, {(start, end): end - start for start, end in spans}, limit, each=False)

    # -- rows ---------------------------------------------------------------------------------------------------

    def add(
        self, solution: Values, effort: Callable[[], Effort], core: Values | None = None
    ) -> tuple[float | None, bool]:
        """Add rows that a solution breaks.

        Return what its seats cost at least beyond the cheapest (None: not known in time), and whether there were any.
        `core` is a solution in the middle of those that matter: prices good for it as well are worth more elsewhere
        (Magnanti, Wong, 1981).
        """
        people = [float(solution[v]) for v in self._used] or None
        staff = self._payroll.cheapest(solution, None, effort(), people)
        if staff is None:
            return None, False
        cheapest = sum(w.cheapest * solution[w.pick] for meeting in self._meetings for w in meeting.wanted)
        spared = sum(w.dearest * solution[w.empty] for m in self._meetings for w in m.wanted if w.empty is not None)
        extra = staff.vnd - float(cheapest - spared)
        found = False
        for family in list(self.families):
            if core is not None:
                size = min(len(solution), len(core))  # each family has variables of its own, at the end
                between = (1 - NEAR) * solution[:size] + NEAR * core[:size]
                near = self._payroll.cheapest(between, family.long, effort(), people)
                found |= near is not None and self._broken(family, near, solution)
            own = (
                staff if staff.long == family.long else self._payroll.cheapest(solution, family.long, effort(), people)
            )
            found |= own is not None and self._broken(family, own, solution)
        if not found and staff.long and extra > solution[self.extra] + 1:
            found = self._broken(self._family(staff.long), staff, None)
        return extra, found

    def _family(self, long: Mapping[int, int]) -> _Family:
        family = _Family(long, {day: self.program.variable() for day in sorted(self._of_day)})
        terms, low = self._worth((self._long[n], price) for n, price in long.items())
        self.program.row([(1, self.extra), *ones(family.extra.values(), -1), *terms], low=low)
        for day in family.extra if long else ():
            self._row(family, day, Prices())
        self.families.append(family)
        return family

    def _broken(self, family: _Family, staff: Staff, solution: Values | None) -> bool:
        """Add the rows of every day's prices that a solution breaks (None: all of them), for all days."""
        found = False
        for day, prices in staff.days.items():
            if solution is not None:
                terms, low = self._terms(family, day, prices)
                if sum(factor * solution[v] for factor, v in terms) >= low - 1:
                    continue
            for other in family.extra:  # sessions that it would drive elsewhere are dear there as well
                found |= self._row(family, other, prices)
        return found

    def _row(self, family: _Family, day: int, prices: Prices) -> bool:
        key = day, prices.key()
        if key in family.seen:
            return False
        family.seen[key] = prices
        terms, low = self._terms(family, day, prices)
        self.program.row(terms, low=low)
        return True

    def _terms(self, family: _Family, day: int, prices: Prices) -> tuple[list[Term], float]:
        """Return a row for a day: its terms, and what they are at least."""
        terms: list[Term] = [(1, family.extra[day])]
        standing, sitting = self._by_span(prices)
        for meeting in self._of_day[day]:
            waits = standing[meeting.span]
            serves = sitting[meeting.span] + self._payroll.paid[meeting.minutes]
            span = meeting.start, meeting.start + meeting.minutes
            for n, price in family.long.items():
                factor = self._long[n].factors.get(span)
                if factor:
                    serves[list(self._long[n].crews)] += factor * price
            each, present = self._each(meeting, serves, prices)
            total = present
            for w, price in zip(meeting.wanted, each, strict=True):
                waiting = min((int(waits[q]) for q in w.crews), default=0) if w.standby else 0
                total += price * w.seats + waiting * w.standby
                if w.empty is not None:
                    terms.append((_up(price) - w.dearest, w.empty))
                if w.missing is not None:
                    terms.append((_up(waiting), w.missing))
            terms.append((sum(w.cheapest for w in meeting.wanted) - total // UNIT, meeting.wanted[0].pick))
        there = [(Limit((q,), {}, self._size[q], each=False), price) for (_, q), price in prices.moments.items()]
        seated = [(Limit((q,), {}, 1), price) for (_, q), price in prices.seated.items()]
        limits = [(self._daily[n], price) for n, price in prices.limits.items()]
        worth, low = self._worth([*there, *seated, *limits])
        return terms + worth, low

    def _worth(self, priced: Iterable[tuple[Limit, int]]) -> tuple[list[Term], float]:
        """Return what people's time is worth at some prices: of those who serve, and (negative) of all others."""
        each: dict[int, int] = defaultdict(int)
        whole = 0
        for limit, price in priced:
            if limit.each:
                each[limit.crews[0]] += price * limit.most
            else:
                whole += price * limit.most
        if self._used:
            return [(_up(worth), self._used[q]) for q, worth in each.items()], float(-_up(whole))
        return [], float(-_up(whole + sum(worth * self._size[q] for q, worth in each.items())))

    def inherit(self, other: Wages) -> None:
        """Add the rows of a program over the same sessions."""
        for family in other.families:
            own = self.families[0] if not family.long else self._family(family.long)
            for (day, _), prices in family.seen.items():
                self._row(own, day, prices)

    def _by_span(self, prices: Prices) -> tuple[Mapping[Span, Whole], Mapping[Span, Whole]]:
        """Return what the time of each crew is worth, by span: in standby, in seats."""
        crews = len(self._size)
        standing = {meeting.span: np.zeros(crews, dtype=np.int64) for meeting in self._meetings}
        for (moment, q), price in prices.moments.items():
            for (start, end), worth in standing.items():
                if start <= moment < end:
                    worth[q] += price
        sitting = {span: worth.copy() for span, worth in standing.items()}
        for (moment, q), price in prices.seated.items():
            for (start, end), worth in sitting.items():
                if start <= moment < end:
                    worth[q] += price
        for n, price in prices.limits.items():
            for span, factor in self._daily[n].factors.items():
                sitting[span][list(self._daily[n].crews)] += factor * price
        return standing, sitting

    def _each(self, meeting: Meeting, serves: Whole, prices: Prices) -> tuple[list[int], int]:
        """Return what a seat of each kind costs at least, and what the sponsors' presence costs besides.

        Whatever is promised to each sponsor's people for their presence, seats cost less by it and presence costs it.
        """
        costs = np.stack([np.where(self._able[id(w)], serves, NOBODY) for w in meeting.wanted])
        each, present = self._promising(meeting, costs, np.zeros_like(serves), 0)
        if not meeting.sponsors:
            return each, present
        seats = [w.seats for w in meeting.wanted]
        found = [(each, present)]
        beyond = (costs - costs.min(axis=1, keepdims=True)).min(axis=0)
        promised, total = np.zeros_like(serves), 0
        for sponsor in sorted(meeting.sponsors, key=lambda o: int(beyond[self._of[o]].min(initial=NOBODY))):
            least = int((beyond - promised)[self._of[sponsor]].min(initial=NOBODY))
            if 0 < least < NOBODY // 2:
                promised[self._of[sponsor]] += least
                total += least
        found.append(self._promising(meeting, costs, promised, total))
        promised, total = np.zeros_like(serves), 0
        for sponsor in meeting.sponsors:
            price = prices.present.get((meeting.column, sponsor), 0)
            promised[self._of[sponsor]] += price
            total += price
        found.append(self._promising(meeting, costs, promised, total))
        return max(found, key=lambda f: f[1] + sum(price * n for price, n in zip(f[0], seats, strict=True)))

    def _promising(self, meeting: Meeting, costs: Whole, promised: Whole, total: int) -> tuple[list[int], int]:
        each = (costs - promised).min(axis=1)
        return [int(price) if w.crews else 0 for w, price in zip(meeting.wanted, each, strict=True)], total


def _up(units: int) -> int:
    """Return whole VND, rounded up."""
    return -(-units // UNIT)
