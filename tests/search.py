"""Exhaustive search for the best plan of a tiny scenario."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import reduce
from itertools import combinations, product
from operator import add, or_
from typing import NamedTuple

from planner.domain.plan import Plan
from planner.domain.scenario import PersonPin
from tests.contract import NAMES, Duties, Kind, Meeting, Rules, Staffed, Vector


class Staffing(NamedTuple):
    """Who does what in a session, with what it adds to a plan.

    `rank` is what it adds to the objective apart from people, peak_minutes and shared roles kept. `seated`
    and `busy` (seated or standing by) are bit sets of people, `kept` of base holders of shared roles.
    """

    rank: Vector
    cost: int
    seated: int
    busy: int
    kept: int
    duties: Duties


class Timetable(NamedTuple):
    """Sessions without staff: `rank` is what they add to the objective, `bound` no staffing can better."""

    bound: Vector
    rank: Vector
    cost: int
    meetings: tuple[Meeting, ...]


class Slot(NamedTuple):
    """A session of a timetable: its staffings, and which earlier ones leave nobody the time for both."""

    options: list[Staffing]
    minutes: int
    day: date
    week: tuple[int, int]
    close: list[int]


class Rest(NamedTuple):
    """The least that the sessions not yet staffed add, and the base holders who may keep roles there."""

    rank: Vector
    cost: int
    kept: int


class Search:
    """Exhaustive search: timetables in the order of their bounds, for each the staffings session by session.

    All comparisons are of whole objective vectors. Adding the same to two vectors keeps their order, so
    that the least sum is the sum of the least. People, peak_minutes and lost shared roles are no sums over
    sessions but never fall as sessions are staffed (a shared role counts as kept for as long as it may be).
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.scenario = rules.scenario
        self.day_limit = [60 * Fraction(p.max_hours_per_day) for p in rules.people]
        self.week_limit = [60 * Fraction(p.max_hours_per_week) for p in rules.people]
        self.home_limits = [
            (sum(1 << i for i, p in enumerate(rules.people) if p.home == o.id), 60 * Fraction(o.max_hours))
            for o in self.scenario.organisations
            if o.max_hours is not None
        ]
        self.pinned = {pin.activity for pin in self.scenario.pins}
        # Base holders: of shared roles by bit, of own roles by activity.
        self.shared: list[tuple[str, str, tuple[str, ...]]] = []
        self.own: dict[str, list[tuple[str, str]]] = {}
        self.was: dict[str, Meeting] = {}
        for old in rules.base.sessions if rules.base else ():
            for a in old.activities:
                self.was[a] = Meeting(old.activities, old.start, old.end, old.place)
            for seat in old.seats:
                if seat.person is not None and seat.activity is None:
                    self.shared.append((seat.person, seat.role, old.activities))
                elif seat.person is not None and seat.activity is not None:
                    self.own.setdefault(seat.activity, []).append((seat.person, seat.role))
        self._staffings: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Staffing]] = {}
        self._close: dict[tuple[Meeting, Meeting], bool] = {}
        self.value: Vector | None = None
        self.found: list[Staffed] = []

    def run(self) -> Plan | None:
        """Return a best plan, or None."""
        least: dict[object, int] = {}
        for timetable in sorted(self.timetables()):
            if self.value is not None and timetable.bound >= self.value:
                break
            # The same staffings are open to alike timetables; the later ones come with a worse rank.
            alike = self._alike(timetable.meetings)
            if alike not in least or (self.scenario.budget is not None and timetable.cost < least[alike]):
                least[alike] = timetable.cost
                self._staff(timetable)
        if self.value is None:
            return None
        plan = self.rules.plan(self.found)
        assert self.value == tuple(tier.value for tier in plan.tiers)
        return plan

    # -- timetables -----------------------------------------------------------------------------------------

    def timetables(self) -> Iterator[Timetable]:
        """Yield every timetable that the rules allow, apart from what concerns people."""
        options: dict[tuple[str, ...], list[tuple[Meeting, Vector, Vector, int]]] = {}
        for sets in self.rules.partitions(tuple(sorted(self.rules.activities))):
            unheld = set(self.rules.activities) - {a for members in sets for a in members}
            if unheld & self.pinned or not all(self.rules.may_meet(members) for members in sets):
                continue
            if any((p in unheld) != (q in unheld) for p, q in self.scenario.together):
                continue
            for members in sets:
                if members not in options:
                    options[members] = list(self._options(members))
            missed = sum(self.rules.activities[a].priority for a in unheld)
            gone = self.was.keys() - {a for members in sets for a in members}
            lost = len(gone) + sum(len(self.own.get(a, ())) for a in self.own.keys() - (self.was.keys() - gone))
            start = self.rules.rank((missed, 0, 0, 0, 0, 0, 0, lost))
            for chosen in product(*(options[members] for members in sets)):
                meetings = tuple(c[0] for c in chosen)
                if self.rules.parallel(meetings):
                    rank = _sum(start, *(c[1] for c in chosen))
                    yield Timetable(_sum(rank, *(c[2] for c in chosen)), rank, sum(c[3] for c in chosen), meetings)

    def _options(self, members: tuple[str, ...]) -> Iterator[tuple[Meeting, Vector, Vector, int]]:
        """Yield each start and place of a set with its rank, the best rank of its staff, and its cost."""
        for meeting in self.rules.meetings(members):
            staffings = self.staffings(meeting)
            if staffings:
                cost = self.rules.fixed_cost(members, meeting.place)
                old = [self.was[a] for a in members if a in self.was]
                moved = sum((m.start, m.place) != (meeting.start, meeting.place) for m in old)
                yield meeting, self.rules.rank((0, 0, 0, 0, cost, 0, 0, moved)), staffings[0].rank, cost

    def _alike(self, meetings: tuple[Meeting, ...]) -> object:
        """Return all of a timetable that its people can tell, apart from what it costs."""
        return (
            tuple((m.members, self.rules.there(m.start, m.end), m.start.date()) for m in meetings),
            tuple(self._too_close(m, n) for m, n in combinations(meetings, 2)),
        )

    # -- the staff of one session ---------------------------------------------------------------------------

    def staffings(self, meeting: Meeting) -> list[Staffing]:
        """Return every staffing of a session by rank; of those that come to the same only one."""
        there = self.rules.there(meeting.start, meeting.end)
        key = meeting.members, there
        if key not in self._staffings:
            kinds = self.rules.kinds(meeting.members)
            choices = [
                (None, *(k for k, kind in enumerate(kinds) if p.id in there and p.id in kind.eligible))
                for p in self.rules.people
            ]
            unlike: dict[tuple[Vector, int, int, int, int], Staffing] = {}
            for duties in product(*choices):
                if self._allowed(meeting.members, kinds, duties):
                    staffing = self._staffing(meeting.members, kinds, duties)
                    unlike.setdefault(staffing[:5], staffing)
            self._staffings[key] = sorted(unlike.values(), key=lambda s: s[:5])
        return self._staffings[key]

    def _allowed(self, members: tuple[str, ...], kinds: list[Kind], duties: Duties) -> bool:
        for k, kind in enumerate(kinds):
            if duties.count(k) > kind.number:
                return False
        seats = [
            (person, kinds[k])
            for person, k in zip(self.rules.people, duties, strict=True)
            if k is not None and not kinds[k].standby
        ]
        for pin in self.scenario.pins:
            if isinstance(pin, PersonPin) and pin.activity in members:
                wanted = pin.person, pin.role
                if not any((p.id, k.role) == wanted and k.activity in (None, pin.activity) for p, k in seats):
                    return False
        homes = {(kind.role, person.home) for person, kind in seats if kind.activity is None}
        function = self.rules.functions[self.rules.activities[members[0]].function]
        if any((p, home) in homes and (q, home) in homes for p, q in function.separate for _, home in homes):
            return False
        sponsors = {self.rules.activities[a].organisation for a in members}
        present = {o for person, _ in seats for o in person.organisations}
        return len(sponsors) < 2 or not self.scenario.representation or sponsors <= present

    def _staffing(self, members: tuple[str, ...], kinds: list[Kind], duties: Duties) -> Staffing:
        seated = [(p, kinds[k]) for p, k in enumerate(duties) if k is not None and not kinds[k].standby]
        backed = sum(k is not None and kinds[k].standby for k in duties)
        seats = sum(kind.number for kind in kinds if not kind.standby)
        standbys = sum(kind.number for kind in kinds if kind.standby)
        cost = sum(self.rules.seat_cost(p, members) for p, _ in seated)
        holds = {(self.rules.people[p].id, kind.role, kind.activity) for p, kind in seated}
        lost = sum((*held, a) not in holds for a in members for held in self.own.get(a, ()))
        kept = [bool(set(old) & set(members)) and (person, role, None) in holds for person, role, old in self.shared]
        return Staffing(
            self.rules.rank((0, seats - len(seated), standbys - backed, len(seated), cost, 0, 0, lost)),
            cost,
            sum(1 << p for p, _ in seated),
            sum(1 << p for p, k in enumerate(duties) if k is not None),
            sum(1 << i for i, keeps in enumerate(kept) if keeps),
            duties,
        )

    # -- the staff of a timetable ---------------------------------------------------------------------------

    def _staff(self, timetable: Timetable) -> None:
        """Try every combination of staffings, most constrained session first."""
        meetings = sorted(timetable.meetings, key=lambda m: len(self.staffings(m)))
        slots = [self._slot(meetings, i) for i in range(len(meetings))]
        # For each session what it and the later ones come to at best.
        rest = [Rest(self.rules.rank((0,) * len(NAMES)), 0, 0)]
        for slot in reversed(slots):
            ahead, kept = rest[0], reduce(or_, (option.kept for option in slot.options))
            cheapest = min(option.cost for option in slot.options)
            rest.insert(0, Rest(_sum(ahead.rank, slot.options[0].rank), ahead.cost + cheapest, ahead.kept | kept))
        chosen: list[Staffing] = []
        budget = self.scenario.budget

        def seat(i: int, rank: Vector, cost: int) -> None:
            so_far = _sum(rank, self._unsummed(slots, chosen, rest[i].kept))
            if i == len(slots):
                if self.value is None or so_far < self.value:
                    self.value = so_far
                    kinds = (self.rules.kinds(m.members) for m in meetings)
                    self.found = list(zip(meetings, kinds, (c.duties for c in chosen), strict=True))
                return
            at_best = _sum(so_far, rest[i + 1].rank)
            for option in slots[i].options:
                if self.value is not None and _sum(at_best, option.rank) >= self.value:
                    break
                spent = cost + option.cost
                if budget is not None and spent + rest[i + 1].cost > budget:
                    continue
                if any(option.busy & chosen[j].busy for j in slots[i].close):
                    continue
                if self._within_hours(slots, [*chosen, option]):
                    chosen.append(option)
                    seat(i + 1, _sum(rank, option.rank), spent)
                    chosen.pop()

        seat(0, timetable.rank, timetable.cost)

    def _slot(self, meetings: list[Meeting], i: int) -> Slot:
        m = meetings[i]
        close = [j for j in range(i) if self._too_close(m, meetings[j])]
        return Slot(self.staffings(m), m.minutes, m.start.date(), m.start.isocalendar()[:2], close)

    def _too_close(self, a: Meeting, b: Meeting) -> bool:
        if (a, b) not in self._close:
            self._close[a, b] = self.rules.too_close(a, b)
        return self._close[a, b]

    def _unsummed(self, slots: list[Slot], chosen: list[Staffing], keepable: int) -> Vector:
        """Return the rank of people, peak_minutes and lost shared roles, `keepable` counted as kept."""
        minutes = [0] * len(self.rules.people)
        kept = keepable
        for slot, staffing in zip(slots, chosen, strict=False):
            kept |= staffing.kept
            for p in _bits(staffing.seated):
                minutes[p] += slot.minutes
        used = sum(m > 0 for m in minutes)
        lost = len(self.shared) - kept.bit_count()
        return self.rules.rank((0, 0, 0, 0, 0, used, max(minutes, default=0), lost))

    def _within_hours(self, slots: list[Slot], chosen: list[Staffing]) -> bool:
        """Tell whether the last session leaves its people and their organisations within their hours."""
        last = slots[len(chosen) - 1]
        seats = list(zip(slots, chosen, strict=False))
        today = [(slot.minutes, staffing.seated) for slot, staffing in seats if slot.day == last.day]
        this_week = [(slot.minutes, staffing.seated) for slot, staffing in seats if slot.week == last.week]
        for p in _bits(chosen[-1].seated):
            if sum(minutes for minutes, seated in today if seated >> p & 1) > self.day_limit[p]:
                return False
            if sum(minutes for minutes, seated in this_week if seated >> p & 1) > self.week_limit[p]:
                return False
        return all(
            sum(slot.minutes * (staffing.seated & home).bit_count() for slot, staffing in seats) <= limit
            for home, limit in self.home_limits
        )


def _sum(*vectors: Vector) -> Vector:
    total = vectors[0]
    for vector in vectors[1:]:
        total = tuple(map(add, total, vector))
    return total


def _bits(mask: int) -> Iterator[int]:
    i = 0
    while mask:
        if mask & 1:
            yield i
        mask >>= 1
        i += 1
