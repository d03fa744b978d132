"""A first plan within a second or two: activities are held one after the other, wherever staff and a place are free.

What went short is taken earlier in the next sweep, until a sweep leaves no gap or no time is left. (Squeaky wheel
optimisation: Joslin and Clements, 1999.) Such a plan keeps to all rules; the stages that follow make it a good one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from planner.grid import SeatKind
from planner.model.joint import JointSession
from planner.solve.draft import Draft, Held
from planner.solve.effort import Clock
from planner.solve.first.ledger import Ledger
from planner.solve.problem import Problem
from planner.solve.standing import Standing

TRIES = 8
"""Joint sessions tried for one activity, those first that save most seats."""

STARTS = 40
"""Starts tried for one joint session, those first at which few serve."""

LOUDER = 3.0
"""What being short once adds to the urgency of an activity; priorities are 1 to 9."""

PINNED = 1000.0
"""What being pinned adds."""

STALE = 12
"""Sweeps without a better plan after which there are no more."""

SWEEPS_A_SECOND = 4.0
"""Sweeps that count as one second where work is counted instead of time."""


def sweep(problem: Problem, standing: Standing, clock: Clock, *, seconds: float) -> None:
    """Offer the plans of sweep after sweep: one in any case, more for about so many seconds."""
    until = clock.left() - seconds
    order = _Order(problem)
    best: tuple[int, int] | None = None
    stale = 0
    while stale < STALE:
        draft = _Sweep(problem, order, clock).draft()
        standing.offer(draft)
        clock.charge(1 / SWEEPS_A_SECOND)
        gaps = (draft.measured["unheld"], draft.measured["unfilled"])
        if gaps == (0, 0) or clock.over or clock.left() <= until:
            return
        stale = 0 if best is None or gaps < best else stale + 1
        best = gaps if best is None else min(best, gaps)
        order.hear(draft)


class _Order:
    """Which activities come first, and which joint sessions and people are tried first."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.containing: dict[int, list[int]] = defaultdict(list)
        sessions = problem.sessions
        alone = {session.members[0]: session.seats for session in sessions if len(session.members) == 1}
        saved = [sum(alone.get(a, 0) for a in session.members) - session.seats for session in sessions]
        for c in sorted(range(len(sessions)), key=lambda c: (-saved[c], -len(sessions[c].options), c)):
            for a in sessions[c].members:
                self.containing[a].append(c)
        self._urgency = [
            activity.priority + (PINNED if a in problem.grid.pinned else 0.0)
            for a, activity in enumerate(problem.grid.activities)
        ]
        self._options = {a: min(len(sessions[c].options) for c in theirs) for a, theirs in self.containing.items()}
        fit: dict[int, int] = defaultdict(int)
        for session in sessions:
            for kind in session.kinds if len(session.members) == 1 else ():
                for p in kind.eligible:
                    fit[p] += 1
        self._versatile = fit
        self._preferred: dict[frozenset[int], tuple[int, ...]] = {}

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self.containing, key=lambda a: (-self._urgency[a], self._options[a], a)))

    def hear(self, draft: Draft) -> None:
        """Let what went short in a plan come earlier."""
        for a in draft.unheld:
            self._urgency[a] += LOUDER * self._problem.grid.activities[a].priority
        for h in draft.held:
            session = self._problem.sessions[h.session]
            if len(h.seats) < session.seats:
                for a in session.members:
                    self._urgency[a] += LOUDER

    def preferred(self, people: frozenset[int]) -> tuple[int, ...]:
        """Return people in the order in which they are asked: those first who can do little else, then the cheap."""
        if people not in self._preferred:
            cost = self._problem.grid.people
            self._preferred[people] = tuple(
                sorted(people, key=lambda p: (self._versatile[p], cost[p].cost_per_hour, p))
            )
        return self._preferred[people]


class _Sweep:
    """One plan as it grows."""

    def __init__(self, problem: Problem, order: _Order, clock: Clock) -> None:
        self._problem = problem
        self._grid = problem.grid
        self._order = order
        self._clock = clock
        self._ledger = Ledger(problem)
        self._held: list[Held] = []
        self._covered: set[int] = set()

    def draft(self) -> Draft:
        """Hold what can be held, the most urgent first; then let people stand by."""
        for a in self._order:
            if self._clock.stop.is_set():
                break
            if a not in self._covered:
                self._hold(a)
        held = [replace(h, standby=self._standby(h)) for h in self._held]
        return Draft(self._problem, tuple(sorted(held, key=lambda h: (h.start, h.session))))

    def _hold(self, a: int) -> None:
        """Hold an activity in the first joint session that can be filled, else in the one with the fewest gaps."""
        best: Held | None = None
        least = float("inf")
        for c in self._open(a):
            session = self._problem.sessions[c]
            held = self._placed(c, session)
            if held is None:
                continue
            gaps = (session.seats - len(held.seats)) / len(session.members)
            if gaps < least:
                best, least = held, gaps
            if not gaps:
                break
        if best is not None:
            self._ledger.take(best)
            self._held.append(best)
            self._covered.update(self._problem.sessions[best.session].members)

    def _open(self, a: int) -> Iterator[int]:
        """Yield joint sessions with activities that are still open, the activity alone at the end."""
        theirs = self._order.containing[a]
        found = 0
        for c in theirs:
            members = self._problem.sessions[c].members
            if len(members) > 1 and self._covered.isdisjoint(members):
                yield c
                found += 1
                if found == TRIES:
                    break
        yield from (c for c in theirs if len(self._problem.sessions[c].members) == 1)

    def _placed(self, c: int, session: JointSession) -> Held | None:
        """Return a joint session at a start and a place where as many of its seats as possible are filled."""
        best: Held | None = None
        for start in sorted(session.starts, key=lambda s: (self._ledger.seats_at[s], s))[:STARTS]:
            place = self._ledger.room(session, start)
            seats = None if place is None else self._seated(session, start, place)
            if place is None or seats is None or (best is not None and len(seats) <= len(best.seats)):
                continue
            held = Held(c, start, place, tuple(sorted(seats)))
            people = [p for _, p in seats]
            if self._ledger.affords(held) and self._ledger.within_hours(people, session.minutes):
                best = held
                if len(seats) == session.seats:
                    break
        return best

    def _seated(self, session: JointSession, start: int, place: int) -> list[tuple[int, int]] | None:
        """Return (seat kind, person) of the seats that can be filled; None where a sponsor would have nobody."""
        grid = self._grid
        shared = grid.scenario.representation and len(session.sponsors) > 1
        missing = [grid.members_of[sponsor] for sponsor in session.sponsors] if shared else []
        homes: dict[str, set[str]] = defaultdict(set)
        seats: list[tuple[int, int]] = []
        taken: set[int] = set()
        for k in sorted(range(len(session.kinds)), key=lambda k: (len(session.kinds[k].eligible), k)):
            kind = session.kinds[k]
            barred = self._barred(session, kind, homes)

            def able(people: frozenset[int], barred: set[str] = barred) -> Iterator[int]:
                for p in self._order.preferred(people):
                    fresh = p not in taken and grid.people[p].home not in barred
                    if fresh and self._ledger.can_serve(p, start, session.minutes, place):
                        yield p

            named, anybody = able(self._named(session, kind)), able(kind.eligible)
            for _ in range(kind.seats):
                wanted = (p for theirs in missing for p in able(kind.eligible & theirs))
                p = next(named, None)
                p = next(wanted, None) if p is None else p
                p = next(anybody, None) if p is None else p
                if p is None:
                    break
                taken.add(p)
                seats.append((k, p))
                missing = [theirs for theirs in missing if p not in theirs]
                if kind.activity is None:
                    homes[kind.role].add(grid.people[p].home)
        return None if missing else seats

    def _named(self, session: JointSession, kind: SeatKind) -> frozenset[int]:
        """Return who is pinned to a seat of this kind."""
        return frozenset(
            p
            for p, a, role in self._grid.person_pins
            if role == kind.role
            and p in kind.eligible
            and (a in session.members if kind.activity is None else a == kind.activity)
        )

    def _barred(self, session: JointSession, kind: SeatKind, homes: dict[str, set[str]]) -> set[str]:
        """Return the home organisations that have a role already which is to be separate from this one."""
        pairs = self._grid.function_of[session.function].separate if kind.activity is None else ()
        others = {other for one, two in pairs for role, other in ((one, two), (two, one)) if role == kind.role}
        return set().union(*(homes[role] for role in others))

    def _standby(self, h: Held) -> tuple[tuple[int, int], ...]:
        """Let people stand by who have nothing else to do."""
        session = self._problem.sessions[h.session]
        found: list[tuple[int, int]] = []
        for k, kind in enumerate(session.kinds):
            able = (
                p
                for p in self._order.preferred(kind.eligible)
                if self._ledger.free(p, h.start, h.start + session.minutes, h.place)
            )
            for _ in range(kind.standby):
                p = next(able, None)
                if p is not None:
                    self._ledger.stand(p, h)
                    found.append((k, p))
        return tuple(sorted(found))
