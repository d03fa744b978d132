"""Staff as a flow over joint sessions: a mixed-integer relaxation of the whole problem.

Which sessions are held (and, with the calendar, when) is decided in whole numbers; who serves is a flow from crews
of alike people to seats of one kind. Sponsors' presence is required in sum, places are shared out by kind of
session, and the separation of roles and travel are left out. So every plan is a solution, and the least value of a
solution bounds every plan. Without the calendar, times are left out as well: a crew has the days and hours that
its calendar allows at most, wherever sessions fall.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass

from planner.grid import SeatKind
from planner.model.joint import JointSession
from planner.model.packing import most_sessions
from planner.solve.draft import Draft
from planner.solve.problem import Problem
from planner.solve.programs.mip import Sum, Term, ones
from planner.solve.programs.tiered import common_step, sums
from planner.solve.timetable.columns import ANY_TIME, Columns, at_once
from planner.solve.timetable.hours import hour_rows, minutes_at_most


@dataclass(frozen=True)
class SeatKey:
    """Seats that the flow cannot tell apart; `session` is the column where they are told apart from other sessions'."""

    function: str
    area: str | None
    role: str
    activity: int | None
    eligible: frozenset[int]
    minutes: int
    standby: int
    session: int | None = None


class Flow(Columns):
    """The relaxation over some columns.

    `integral`: whether people are whole. `apart`: columns whose seats are told apart from other sessions', so that a
    sponsor's presence is required in each of them, not in sum, and whoever sits in one, whenever it is, is one of those
    who serve.
    """

    def __init__(
        self,
        problem: Problem,
        columns: Iterable[int],
        *,
        calendar: bool,
        integral: bool = False,
        apart: Set[int] = frozenset(),
        fixed: Iterable[tuple[int, int]] = (),
    ) -> None:
        super().__init__(problem, columns, calendar=calendar, fixed=fixed)
        self.integral = integral
        self.apart = apart
        self.size = [len(crew) for crew in problem.crews]
        self._free: dict[tuple[int, int], frozenset[int]] = {}
        self._seats()
        self._time()
        self._sponsors()
        self._side_by_side()
        self._limits()
        self._pins()
        steps = {
            "cost": common_step(int(vnd) for vnd, _ in self.prices),
            "peak_minutes": common_step(key.minutes for key, _ in self.wanted),
        }
        self.count(self._sums_of_tiers(), steps, problem.objective)
        held: dict[int, list[int]] = defaultdict(list)
        for (c, _), pick in self.pick.items():
            held[problem.sessions[c].minutes].append(pick)
        self.balance(((terms, self.used[q]) for q, terms in self.minutes.items()), self.peak, held)

    # -- decisions ----------------------------------------------------------------------------------------------

    def _people_free(self, session: JointSession, b: int) -> frozenset[int]:
        """People whose calendar allows the session at a start, or at any of its starts."""
        if b != ANY_TIME:
            return self.grid.free(b, b + session.minutes)
        return frozenset().union(*(self.grid.free(s, s + session.minutes) for s in session.starts))

    def _seats(self) -> None:
        m = self.program
        wanted: dict[tuple[SeatKey, int], list[tuple[int, int]]] = defaultdict(list)
        free: dict[tuple[SeatKey, int], frozenset[int]] = {}
        for (c, b), pick in self.pick.items():
            session = self.problem.sessions[c]
            there = self._people_free(session, b)
            for kind in session.kinds:
                fit = kind.eligible if self.calendar else kind.eligible & there
                key = self._key(c, kind, fit)
                wanted[key, b].append((kind.seats, pick))
                free[key, b] = kind.eligible & there
        self.sits: dict[tuple[int, SeatKey, int], int] = {}
        self.stands: dict[tuple[int, SeatKey, int], int] = {}
        self.empty: dict[tuple[SeatKey, int], int] = {}
        self.missing: list[int] = []
        self.wanted = wanted
        for (key, b), seats in wanted.items():
            empty = m.variable()
            self.empty[key, b] = empty
            flow = [empty]
            standing = []
            for q in self.problem.crews_of(free[key, b]):
                sits = m.variable(whole=self.integral)
                self.sits[q, key, b] = sits
                self.price(self.grid.seat_cost(self.problem.crews[q][0], key.minutes), sits)
                flow.append(sits)
                if key.standby:
                    stands = m.variable(whole=self.integral)
                    self.stands[q, key, b] = stands
                    standing.append(stands)
            m.row(ones(flow) + [(-n, pick) for n, pick in seats], low=0, high=0)
            if key.standby:
                missing = m.variable()
                self.missing.append(missing)
                held = ones((pick for _, pick in seats), -key.standby)
                m.row(ones([missing, *standing]) + held, low=0, high=0)

    # -- time ---------------------------------------------------------------------------------------------------

    def _time(self) -> None:
        """Bound what each crew can do; `used[q]` is how many of it serve."""
        m = self.program
        self.used = [m.variable(n, whole=True) for n in self.size]
        self.peak = m.variable()
        seats: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        duties: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for (q, key, b), sits in self.sits.items():
            seats[q].append((b, b + key.minutes, sits))
        for (q, key, b), stands in self.stands.items():
            duties[q].append((b, b + key.minutes, stands))
        self.minutes: dict[int, list[Term]] = {}
        for q, spans in seats.items():
            self.minutes[q] = [(end - start, v) for start, end, v in spans]
            m.row([*self.minutes[q], (-self.size[q], self.peak)], high=0)
            if self.calendar:
                self._calendar(q, spans, duties[q])
            else:
                self._horizon(q, spans, duties[q])

    def _calendar(self, q: int, seats: list[tuple[int, int, int]], standing: list[tuple[int, int, int]]) -> None:
        """Keep duties of one person apart, and days and weeks within limits."""
        m, p = self.program, self.problem.crews[q][0]
        for present in at_once(seats):
            m.row([*ones(present), (-1, self.used[q])], high=0)
        if standing:
            for present in at_once(seats + standing):
                m.row(ones(present), high=self.size[q])
        for row in hour_rows(self.grid, p, seats):
            m.row([*row.terms, (-row.most, self.used[q])], high=0)

    def _horizon(self, q: int, seats: list[tuple[int, int, int]], standing: list[tuple[int, int, int]]) -> None:
        """Bound sessions and minutes by what the crew's calendar allows at most."""
        m, p = self.program, self.problem.crews[q][0]
        free = [span for span in self._all_spans() if p in self.grid.free(*span)]
        minutes = minutes_at_most(self.grid, p, free)
        days: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for span in free:
            days[self.grid.day(span[0])].append(span)
        slots = sum(map(most_sessions, days.values()))
        m.row([*self.minutes[q], (-minutes, self.used[q])], high=0)
        m.row([*ones(v for _, _, v in seats), (-slots, self.used[q])], high=0)
        for _, _, v in seats:
            m.row([(1, v), (-slots, self.used[q])], high=0)
        if standing:
            m.row(ones(v for _, _, v in seats + standing), high=slots * self.size[q])

    def _all_spans(self) -> set[tuple[int, int]]:
        if not hasattr(self, "_spans"):
            self._spans = {
                (s, s + session.minutes)
                for session in (self.problem.sessions[c] for c in self.columns)
                for s in session.starts
            }
        return self._spans

    # -- who must be there --------------------------------------------------------------------------------------

    def _sponsors(self) -> None:
        m = self.program
        held: dict[tuple[str, str | None, int], list[int]] = defaultdict(list)
        sponsored: dict[tuple[str, str | None, int, int | None, str], list[int]] = defaultdict(list)
        for (c, b), pick in self.pick.items():
            session = self.problem.sessions[c]
            held[session.function, session.area, b].append(pick)
            if len(session.sponsors) > 1 and self.grid.scenario.representation:
                for sponsor in session.sponsors:
                    own = c if c in self.apart else None
                    sponsored[session.function, session.area, b, own, sponsor].append(pick)
        serving: dict[tuple[str, str | None, int], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        within: dict[tuple[str, str | None, int, int | None], dict[int, list[int]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for (q, key, b), sits in self.sits.items():
            serving[key.function, key.area, b][q].append(sits)
            within[key.function, key.area, b, key.session][q].append(sits)
        for (function, area, b, own, sponsor), picks in sponsored.items():
            theirs = self.grid.members_of[sponsor]
            present = [
                v for q, vs in within[function, area, b, own].items() if self.problem.crews[q][0] in theirs for v in vs
            ]
            m.row(ones(present) + ones(picks, -1), low=0)
        if not self.calendar:
            for where, crews in serving.items():
                for q, vs in crews.items():
                    m.row(ones(vs) + ones(held[where], -self.size[q]), high=0)

    def _side_by_side(self) -> None:
        """Let nobody have two duties in a session that is told apart, at whichever start a part of it is held."""
        m = self.program
        seats: dict[tuple[int, int], list[int]] = defaultdict(list)
        duties: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        for variables, sitting in ((self.sits, True), (self.stands, False)):
            for (q, key, b), v in variables.items():
                if key.session is not None:
                    duties[q, key.session, b].append(v)
                    if sitting:
                        seats[q, key.session].append(v)
        for (q, _), vs in seats.items():
            m.row([*ones(vs), (-1, self.used[q])], high=0)
        if not self.calendar:
            for (q, c, b), vs in duties.items():
                m.row([*ones(vs), (-self.size[q], self.pick[c, b])], high=0)

    def _limits(self) -> None:
        for organisation, limit in self.grid.organisation_limit.items():
            home = self.grid.home_of[organisation]
            theirs = [t for q, terms in self.minutes.items() if self.problem.crews[q][0] in home for t in terms]
            if theirs:
                self.program.row(theirs, high=limit)
        if self.grid.scenario.budget is not None:
            self.program.row(self.prices, high=self.grid.scenario.budget)

    def _pins(self) -> None:
        """A pinned person can serve in whichever session holds the activity, and does."""
        crew_of = self.problem.crew_of
        for person, activity, role in self.grid.person_pins:
            own = any(r.id == role for r in self.grid.activities[activity].own_roles)
            for (c, b), pick in self.pick.items():
                session = self.problem.sessions[c]
                if activity not in session.members:
                    continue
                seats = [
                    self.sits[crew_of[person], key, b]
                    for key, at in self.wanted
                    if at == b
                    and (key.function, key.area, key.minutes) == (session.function, session.area, session.minutes)
                    and (key.role, key.activity) == (role, activity if own else None)
                    and (crew_of[person], key, b) in self.sits
                ]
                self.program.row([*ones(seats), (-1, pick)], low=0)

    def staff_rows(self) -> None:
        """Require for every column and seat kind as many people used as have to sit side by side."""
        m = self.program
        for c in self.columns:
            session = self.problem.sessions[c]
            for b in self.starts[c]:
                there = self._people_free(session, b)
                empties = []
                for kind in session.kinds:
                    fit = kind.eligible if self.calendar else kind.eligible & there
                    key = self._key(c, kind, fit)
                    empties.append(self.empty[key, b])
                    able = [self.used[q] for q in self.problem.crews_of(kind.eligible & there)]
                    m.row([*ones([*able, empties[-1]]), (-kind.seats, self.pick[c, b])], low=0)
                anyone = frozenset().union(*(kind.eligible for kind in session.kinds)) & there
                able = [self.used[q] for q in self.problem.crews_of(anyone)]
                m.row([*ones([*able, *empties]), (-session.seats, self.pick[c, b])], low=0)

    # -- tiers --------------------------------------------------------------------------------------------------

    def _sums_of_tiers(self) -> dict[str, Sum]:
        return sums(
            unheld=self.unheld_sum(),
            empty=self.empty.values(),
            missing=self.missing,
            sits=ones(self.sits.values()),
            prices=self.prices,
            used=self.used,
            peak=(self.peak,),
            changes=self._changes(),
        )

    def _changes(self) -> Sum:
        """Count at least what has to differ from the base plan."""
        base, grid = self.problem.base, self.grid
        if base is None:
            return Sum()
        crew_of = self.problem.crew_of
        kept: list[int] = []
        number = 0
        for session in base.sessions:
            start, place = grid.minute(session.start), grid.place_index.get(session.place)
            members = [grid.activity_index.get(a) for a in session.activities]
            for a in members:
                number += 1
                kept += [
                    pick
                    for (c, b), pick in self.pick.items()
                    if a in self.problem.sessions[c].members
                    and (start, place) in self.problem.sessions[c].options
                    and b in (start, ANY_TIME)
                ]
            for seat in session.seats:
                if seat.person is None:
                    continue
                number += 1
                person = grid.person_index.get(seat.person)
                origin = None if seat.activity is None else grid.activity_index.get(seat.activity)
                if person is None or (seat.activity is not None and origin is None):
                    continue
                sits = [
                    v
                    for (q, key, _), v in self.sits.items()
                    if q == crew_of[person] and key.role == seat.role and key.activity == origin
                ]
                stays = self.program.variable(1)
                self.program.row([*ones(sits), (-1, stays)], low=0)
                kept.append(stays)
        return Sum(tuple(ones(kept, -1)), number)

    def hint(self, draft: Draft) -> dict[int, float]:
        """Return the whole-numbered decisions of a plan (with the calendar)."""
        crew_of = self.problem.crew_of
        found = self.timetable_hint(draft) | dict.fromkeys([*self.sits.values(), *self.stands.values()], 0.0)
        for h in draft.held:
            if (h.session, h.start) not in self.pick:
                continue
            session = self.problem.sessions[h.session]
            for duties, variables in ((h.seats, self.sits), (h.standby, self.stands)):
                for k, p in duties:
                    found[variables[crew_of[p], self._key(h.session, session.kinds[k]), h.start]] += 1.0
        people = Counter(crew_of[p] for p in draft.work)
        return found | {v: float(people[q]) for q, v in enumerate(self.used)}

    def _key(self, c: int, kind: SeatKind, eligible: frozenset[int] | None = None) -> SeatKey:
        session = self.problem.sessions[c]
        fit = kind.eligible if eligible is None else eligible
        return SeatKey(
            session.function,
            session.area,
            kind.role,
            kind.activity,
            fit,
            session.minutes,
            kind.standby,
            c if c in self.apart else None,
        )
