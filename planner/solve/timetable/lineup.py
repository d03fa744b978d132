"""Who serves in which joint session, whenever it is: counting people, with crews of alike people beside it.

A person has one duty a session and no more minutes in seats than the calendar allows within any run of days that
sessions cannot leave. What is at one moment is counted as in `crowds`, and what those who serve cost, at the times of
a solution, comes in as rows (`wages`). Much smaller than a flow with times (`flow`), and for the number of people often
as sharp: what a session of forty seats needs, it needs at any start.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set

from planner.model.packing import most_sessions
from planner.solve.effort import Effort
from planner.solve.problem import Problem
from planner.solve.programs.mip import Answer, Sum, Term, Values, ones
from planner.solve.programs.tiered import common_step
from planner.solve.timetable.crowds import Crowds
from planner.solve.timetable.hours import minutes_at_most
from planner.solve.timetable.payroll import Wanted

Span = tuple[int, int]


class Lineup(Crowds):
    """The relaxation over (column, start) pairs; bounds `people` and `peak_minutes` as well, once `cost` is kept.

    `full`: as in `Crowds`.
    """

    def __init__(self, problem: Problem, pairs: Iterable[tuple[int, int]], *, full: bool) -> None:
        self._seats: dict[tuple[int, int], list[int]] = defaultdict(list)
        """By session and crew."""
        self._stands: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._spans: dict[int, list[Span]] = {}
        self._minutes: dict[int, list[Term]] = defaultdict(list)
        self._paid: list[Term] = []
        super().__init__(problem, (), full=full, fixed=pairs)
        self._pay()
        peak = self.program.variable()
        held: dict[int, list[int]] = defaultdict(list)
        for (c, _), pick in self.pick.items():
            held[problem.sessions[c].minutes].append(pick)
        for q, terms in self._minutes.items():
            self.program.row([*terms, (-self._size[q], peak)], high=0)
        self.balance(((terms, self._used[q]) for q, terms in self._minutes.items()), peak, held)
        sums = {**self._values(), "people": Sum(tuple(ones(self._used))), "peak_minutes": Sum(((1, peak),))}
        steps = {"cost": common_step(self._money_of_one), "peak_minutes": common_step(held)}
        self.count(sums, steps, problem.objective)

    def fewest(self, effort: Effort) -> Answer:
        """Minimise `people`, with rows of money for those who serve as long as a solution breaks some.

        Where time runs out before, there is the bound and the last solution, whose people may be too few.
        """
        until = effort.clock.left() - effort.allowed
        bound: int | None = None
        last: Values | None = None
        while (allowed := effort.clock.left() - until) > 0:
            answer = self.counted("people", effort.clock.effort(allowed))
            bound = max((b for b in (bound, answer.bound) if b is not None), default=None)
            if answer.solution is None:
                break
            last = answer.solution
            extra, broken = self.wages.add(last, lambda: effort.clock.effort(effort.clock.left() - until))
            if extra is not None and not broken:
                return answer
        return Answer(bound=bound, solution=last)

    def inherit(self, other: Crowds) -> None:
        """Take over the rows of money of a relaxation over the same pairs."""
        if other.pick.keys() == self.pick.keys():
            self.wages.inherit(other.wages)

    def _serving(self) -> Sequence[int]:
        problem, grid, m = self.problem, self.grid, self.program
        self._used = [m.variable(n, whole=True) for n in self._size]
        starts: dict[int, list[tuple[int, Sequence[Wanted]]]] = defaultdict(list)
        for (c, start), kinds in self._kinds.items():
            starts[c].append((start, kinds))
        for c, at in starts.items():
            self._spans[c] = [(start, start + problem.sessions[c].minutes) for start, _ in at]
            self._fill(c, [kinds for _, kinds in at])
        for q in range(len(self._size)):
            self._limit(q)
        for organisation, limit in grid.organisation_limit.items():
            home = grid.home_of[organisation]
            m.row((t for q, terms in self._minutes.items() if problem.crews[q][0] in home for t in terms), high=limit)
        return self._used

    def _pay(self) -> None:
        """Let seats cost what those who serve cost."""
        cheapest = [(w.cheapest, w.pick) for w in self._wanted]
        spared = [(-w.dearest, w.empty) for w in self._wanted if w.empty is not None]
        paid = [(-vnd, v) for vnd, v in self._paid]
        self.program.row([(1, self.wages.extra), *cheapest, *spared, *paid], low=0)

    def _fill(self, c: int, starts: Sequence[Sequence[Wanted]]) -> None:
        """Fill a session's seats, wherever it is, with its sponsors present."""
        m, session = self.program, self.problem.sessions[c]
        picks = [kinds[0].pick for kinds in starts]
        for same in zip(*starts, strict=True):
            able = sorted(frozenset().union(*(w.crews for w in same)))
            sits = {q: m.variable(min(same[0].seats, self._size[q])) for q in able}
            empty = ones(w.empty for w in same if w.empty is not None)
            m.row([*ones(sits.values()), *empty, *ones(picks, -same[0].seats)], low=0, high=0)
            for q, v in sits.items():
                self._seats[c, q].append(v)
                self._minutes[q].append((session.minutes, v))
                self._paid.append((self.grid.seat_cost(self.problem.crews[q][0], session.minutes), v))
            if same[0].standby:
                stands = {q: m.variable(min(same[0].standby, self._size[q])) for q in able}
                missing = ones(w.missing for w in same if w.missing is not None)
                m.row([*ones(stands.values()), *missing, *ones(picks, -same[0].standby)], low=0, high=0)
                for q, v in stands.items():
                    self._stands[c, q].append(v)
        crews = sorted(frozenset().union(*(w.crews for kinds in starts for w in kinds)))
        for q in crews:
            m.row([*ones(self._seats[c, q]), (-1, self._used[q])], high=0)
            duties = [*self._seats[c, q], *self._stands.get((c, q), ())]
            m.row([*ones(duties), *ones(picks, -self._size[q])], high=0)
        if len(session.sponsors) > 1 and self.grid.scenario.representation:
            for sponsor in session.sponsors:
                theirs = self.grid.members_of[sponsor]
                present = [v for q in crews if self.problem.crews[q][0] in theirs for v in self._seats[c, q]]
                m.row([*ones(present), *ones(picks, -1)], low=0)

    def _limit(self, q: int) -> None:
        """Bound what each of a crew does by what runs of days let one person do."""
        m, person = self.program, self.problem.crews[q][0]
        free = {
            c: possible
            for c, at in self._spans.items()
            if (c, q) in self._seats and (possible := sorted(span for span in at if person in self.grid.free(*span)))
        }
        days = {c: (self.grid.day(spans[0][0]), self.grid.day(spans[-1][0])) for c, spans in free.items()}
        for first, last in self._runs(set(days.values())):
            within = [c for c, (one, other) in days.items() if first <= one and other <= last]
            spans = {span for c in within for span in free[c]}
            most, number = minutes_at_most(self.grid, person, spans), most_sessions(spans)
            if sum(self.problem.sessions[c].minutes for c in within) > most:
                terms = [(self.problem.sessions[c].minutes, v) for c in within for v in self._seats[c, q]]
                m.row([*terms, (-most, self._used[q])], high=0)
            if len(within) > number:
                m.row([*ones(v for c in within for v in self._seats[c, q]), (-number, self._used[q])], high=0)

    def _runs(self, sessions: Set[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the runs of days that a session cannot leave, and the run of all days: first and last."""
        whole = {(min(sessions)[0], max(last for _, last in sessions))} if sessions else set()
        return sorted(sessions | whole)
