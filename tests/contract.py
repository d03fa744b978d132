"""The contract read once more, independently of the project, for the brute force that judges it.

Works on the scenario's own datetimes and exact fractions; shares nothing with the grid, the model, the solver
or the verifier. Written to be obviously right, not fast.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import ceil, floor
from typing import NamedTuple

from planner.domain.canonical import sha256
from planner.domain.plan import Plan, Seat, Session, Standby, Tier, Unheld
from planner.domain.scenario import BLOCS, Activity, ActivityPin, Person, Scenario, TierName, Weighted

NAMES: tuple[TierName, ...] = (
    "unheld", "unfilled", "unbacked", "staff_sessions", "cost", "people", "peak_minutes", "changes"
)  # fmt: skip

Vector = tuple[int, ...]
"""Either a value for each of `NAMES`, or one for each tier of the objective."""

Duties = tuple[int | None, ...]
"""For each person the index of a kind of duty in a session, or None."""


class Kind(NamedTuple):
    """Duties of one kind in a session: a number of seats (`activity` null where shared) or of standbys."""

    role: str
    activity: str | None
    standby: bool
    number: int
    eligible: frozenset[str]


class Meeting(NamedTuple):
    """A session without its staff; `place` is an id."""

    members: tuple[str, ...]
    start: datetime
    end: datetime
    place: str

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return (self.end - self.start) // timedelta(minutes=1)


Staffed = tuple[Meeting, list[Kind], Duties]
"""A session with its staff."""


class Rules:
    """What the contract says of one scenario, read once more and independently of the project."""

    def __init__(self, scenario: Scenario, base: Plan | None) -> None:
        self.scenario, self.base = scenario, base
        self.activities = {a.id: a for a in scenario.activities}
        self.places = {p.id: p for p in scenario.places}
        self.functions = {f.id: f for f in scenario.functions}
        self.bloc = {o.id: o.bloc for o in scenario.organisations}
        self.people = scenario.people
        order = list(scenario.objective)
        named = {n for t in order for n in (t.weighted if isinstance(t, Weighted) else (t,))}
        if base is not None and "changes" not in named:
            order.insert(order.index("unfilled") + 1, "changes")
        self.tiers = tuple("weighted" if isinstance(t, Weighted) else t for t in order)
        weights = [t.weighted if isinstance(t, Weighted) else {t: 1} for t in order]
        self.weights = [[(i, w[name]) for i, name in enumerate(NAMES) if name in w] for w in weights]
        self._seat_costs: dict[tuple[int, timedelta], int] = {}
        self._brings: dict[str, dict[str, int]] = {}

    def rank(self, vector: Vector) -> Vector:
        """Turn a value for each of `NAMES` into one for each tier of the objective; linear."""
        return tuple(sum([w * vector[i] for i, w in row]) for row in self.weights)

    # -- sessions -------------------------------------------------------------------------------------------

    def brings(self, activity: str) -> dict[str, int]:
        """Return the people of each group that an activity brings."""
        if activity not in self._brings:
            a, size = self.activities[activity], {g.id: g.people for g in self.scenario.groups}
            turnout = Fraction(self.scenario.turnout if a.turnout is None else a.turnout)
            self._brings[activity] = {
                s.group: ceil((size[s.group] if s.people is None else s.people) * turnout) for s in a.serves
            }
        return self._brings[activity]

    def attendance(self, members: tuple[str, ...]) -> int:
        """Return the people a session receives, each group once."""
        groups = {g for a in members for g in self.brings(a)}
        return sum(max(self.brings(a).get(g, 0) for a in members) for g in groups)

    def length(self, members: tuple[str, ...]) -> timedelta:
        """Return how long a session lasts."""
        return timedelta(minutes=max(self.activities[a].duration_minutes for a in members))

    def may_meet(self, members: tuple[str, ...]) -> bool:
        """Tell whether function, area, consent, `together`, `apart` and `max_people` allow the set."""
        a = [self.activities[m] for m in members]
        if len({(x.function, x.area) for x in a}) > 1:
            return False
        for x in a:
            if x.merge == "never" and len(a) > 1:
                return False
            if isinstance(x.merge, tuple) and not {y.organisation for y in a} <= {*x.merge, x.organisation}:
                return False
        if any((p in members) != (q in members) for p, q in self.scenario.together):
            return False
        if any(p in members and q in members for p, q in self.scenario.apart):
            return False
        most = self.functions[a[0].function].max_people
        return most is None or self.attendance(members) <= most

    def meetings(self, members: tuple[str, ...]) -> Iterator[Meeting]:
        """Yield each start and place at which a set of activities can be held."""
        length, crowd = self.length(members), self.attendance(members)
        for start in self.starts:
            end = start + length
            if not all(self._starts(a, start, end) for a in members):
                continue
            for place in self.scenario.places:
                roomy = place.capacity >= crowd and place.parallel > 0
                closed = any(c.start < end and start < c.end for c in place.closed)
                if roomy and not closed and all(self._at(a, place.id) for a in members):
                    yield Meeting(members, start, end, place.id)

    @cached_property
    def starts(self) -> list[datetime]:
        """Every start that any activity could have."""
        s = self.scenario
        midnights = [
            datetime.combine(s.start, datetime.min.time()) + timedelta(days=k)
            for k in range((s.end - s.start).days + 1)
        ]
        found = {day + timedelta(minutes=block.start) for day in midnights for block in s.blocks}
        found.update(start for a in s.activities for start in a.starts or ())
        return sorted(found)

    def _starts(self, activity: str, start: datetime, end: datetime) -> bool:
        a = self.activities[activity]
        if not self.scenario.start <= start.date() <= self.scenario.end:
            return False
        for pin in self.scenario.pins:
            if isinstance(pin, ActivityPin) and pin.activity == activity and pin.start not in (None, start):
                return False
        if a.starts is not None:
            return start in a.starts
        assert a.window is not None
        midnight = datetime.combine(start.date(), datetime.min.time())
        return a.window.from_ <= start.date() <= a.window.to and any(
            midnight + timedelta(minutes=b.start) == start and end <= midnight + timedelta(minutes=b.end)
            for b in self.scenario.blocks
            if a.window.blocks is None or b.id in a.window.blocks
        )

    def _at(self, activity: str, place: str) -> bool:
        a = self.activities[activity]
        for pin in self.scenario.pins:
            if isinstance(pin, ActivityPin) and pin.activity == activity and pin.place not in (None, place):
                return False
        return self.places[place].area in (None, a.area) if a.places is None else place in a.places

    def parallel(self, meetings: tuple[Meeting, ...]) -> bool:
        """Tell whether no place holds too many sessions at any moment (it is fullest when one starts)."""
        return all(
            sum(n.place == m.place and n.start <= m.start < n.end for n in meetings) <= self.places[m.place].parallel
            for m in meetings
        )

    def too_close(self, a: Meeting, b: Meeting) -> bool:
        """Tell whether nobody can serve in both of two sessions."""
        way = {frozenset((t.from_, t.to)): t.minutes for t in self.scenario.travel}
        minutes = way.get(frozenset((a.place, b.place)), self.scenario.travel_default_minutes)
        gap = timedelta(minutes=0 if a.place == b.place else minutes)
        return a.end + gap > b.start and b.end + gap > a.start

    # -- people ---------------------------------------------------------------------------------------------

    def kinds(self, members: tuple[str, ...]) -> list[Kind]:
        """Return the seats and standbys of a session."""
        a = [self.activities[m] for m in members]
        kinds: list[Kind] = []
        for role in self.functions[a[0].function].roles:
            seats = role.fixed
            if role.people_per_seat is not None:
                seats = max(seats, ceil(self.attendance(members) / Fraction(role.people_per_seat)))
            lists = [x.nominated[role.id] for x in a if role.id in x.nominated]
            names = {p for names in lists for p in names} if lists else None
            fit = self._fit(members, role.skill, role.blocs, names)
            kinds.append(Kind(role.id, None, False, seats, fit))
            kinds.append(Kind(role.id, None, True, role.standby if seats else 0, fit))
        for x in a:
            for own in x.own_roles:
                names = None if own.nominated is None else set(own.nominated)
                kinds.append(Kind(own.id, x.id, False, own.seats, self._fit(members, own.skill, own.blocs, names)))
        return kinds

    def _fit(
        self,
        members: tuple[str, ...],
        skill: str | None,
        blocs: tuple[str, ...] | None,
        names: set[str] | None,
    ) -> frozenset[str]:
        area = self.activities[members[0]].area
        return frozenset(
            p.id
            for p in self.people
            if (skill is None or skill in p.skills)
            and (blocs is None or any(self.bloc[o] in blocs for o in p.organisations))
            and (area is None or p.areas is None or area in p.areas)
            and (names is None or p.id in names)
            and not any(f.person == p.id and f.activity in members for f in self.scenario.forbids)
        )

    def there(self, start: datetime, end: datetime) -> tuple[str, ...]:
        """Return the people whose calendar allows a session."""
        return tuple(p.id for p in self.people if _covered(p, start, end))

    def seat_cost(self, person: int, members: tuple[str, ...]) -> int:
        """Return VND for one person in a seat."""
        key = person, self.length(members)
        if key not in self._seat_costs:
            rate = Fraction(self.people[person].cost_per_hour)
            self._seat_costs[key] = floor(rate * (key[1] // timedelta(minutes=1)) / 60 + Fraction(1, 2))
        return self._seat_costs[key]

    def fixed_cost(self, members: tuple[str, ...], place: str) -> int:
        """Return VND for a session without its seats."""
        function = self.functions[self.activities[members[0]].function]
        transport = sum(self.activities[a].transport_cost.get(place, 0) for a in members)
        visitors = function.cost_per_person * self.attendance(members)
        return self.places[place].cost_per_session + function.cost_per_session + visitors + transport

    # -- plans ----------------------------------------------------------------------------------------------

    def values(self, sessions: list[Staffed]) -> Vector:
        """Return the value of each of `NAMES`."""
        held = {a: meeting for meeting, _, _ in sessions for a in meeting.members}
        minutes = Counter[int]()
        seats = standbys = filled = backed = cost = 0
        for meeting, kinds, duties in sessions:
            seats += sum(k.number for k in kinds if not k.standby)
            standbys += sum(k.number for k in kinds if k.standby)
            backed += sum(k is not None and kinds[k].standby for k in duties)
            seated = [p for p, k in enumerate(duties) if k is not None and not kinds[k].standby]
            filled += len(seated)
            minutes.update(dict.fromkeys(seated, meeting.minutes))
            cost += sum(self._shares(meeting, kinds, duties).values())
        unheld = sum(a.priority for a in self.scenario.activities if a.id not in held)
        peak = max(minutes.values(), default=0)
        changes = self._changes(sessions, held)
        return unheld, seats - filled, standbys - backed, filled, cost, len(minutes), peak, changes

    def _changes(self, sessions: list[Staffed], held: dict[str, Meeting]) -> int:
        holds = {
            (self.people[p].id, kinds[k].role, kinds[k].activity, a)
            for meeting, kinds, duties in sessions
            for p, k in enumerate(duties)
            if k is not None and not kinds[k].standby
            for a in meeting.members
        }
        changes = 0
        for old in self.base.sessions if self.base else ():
            new = [held.get(a) for a in old.activities]
            changes += sum(m is None or (m.start, m.place) != (old.start, old.place) for m in new)
            for seat in old.seats:
                among = old.activities if seat.activity is None else (seat.activity,)
                kept = any((seat.person, seat.role, seat.activity, a) in holds for a in among)
                changes += seat.person is not None and not kept
        return changes

    @cached_property
    def _sha256(self) -> str:
        return sha256(self.scenario)

    def plan(self, sessions: list[Staffed]) -> Plan:
        """Write a plan down, with every figure that follows from its sessions."""
        held = {a for meeting, _, _ in sessions for a in meeting.members}
        values = zip(self.tiers, self.rank(self.values(sessions)), strict=True)
        shares = dict.fromkeys(sorted(self.bloc), 0)
        for meeting, kinds, duties in sessions:
            for organisation, share in self._shares(meeting, kinds, duties).items():
                shares[organisation] += share
        return Plan(
            scenario_sha256=self._sha256,
            status="optimal",
            tiers=tuple(Tier(name=n, value=v, bound=v, proven=True) for n, v in values),
            sessions=tuple(self._session(f"s{i}", *session) for i, session in enumerate(sessions, 1)),
            unheld=tuple(
                Unheld(activity=a, reason="?", reason_en="?") for a in sorted(self.activities) if a not in held
            ),
            cost_shares=shares,
        )

    def _session(self, name: str, meeting: Meeting, kinds: list[Kind], duties: Duties) -> Session:
        seats: list[Seat] = []
        for k, kind in enumerate(kinds):
            names = [p.id for p, duty in zip(self.people, duties, strict=True) if duty == k]
            for i in range(0 if kind.standby else kind.number):
                person = names[i] if i < len(names) else None
                reason = "?" if person is None else None
                seats.append(
                    Seat(role=kind.role, activity=kind.activity, person=person, reason=reason, reason_en=reason)
                )
        first = self.activities[meeting.members[0]]
        return Session(
            id=name,
            activities=meeting.members,
            function=first.function,
            area=first.area,
            start=meeting.start,
            end=meeting.end,
            place=meeting.place,
            attendance=self.attendance(meeting.members),
            lead=min((self.activities[a] for a in meeting.members), key=self._leads).organisation,
            cost=sum(self._shares(meeting, kinds, duties).values()),
            seats=tuple(seats),
            standby=tuple(
                Standby(role=kinds[k].role, person=p.id)
                for p, k in zip(self.people, duties, strict=True)
                if k is not None and kinds[k].standby
            ),
        )

    def _leads(self, a: Activity) -> tuple[int, int, int, str]:
        return -a.priority, -sum(self.brings(a.id).values()), BLOCS.index(self.bloc[a.organisation]), a.id

    def _shares(self, meeting: Meeting, kinds: list[Kind], duties: Duties) -> dict[str, int]:
        own, crowd = Counter[str](), Counter[str]()
        for a in meeting.members:
            sponsor = self.activities[a].organisation
            own[sponsor] += self.activities[a].transport_cost.get(meeting.place, 0)
            crowd[sponsor] += sum(self.brings(a).values())
        common = self.fixed_cost(meeting.members, meeting.place) - own.total()
        for p, k in enumerate(duties):
            if k is not None and not kinds[k].standby:
                price, origin = self.seat_cost(p, meeting.members), kinds[k].activity
                if origin is None:
                    common += price
                else:
                    own[self.activities[origin].organisation] += price
        weight = crowd if crowd.total() else dict.fromkeys(crowd, 1)
        exact = {o: Fraction(common * weight[o], sum(weight.values())) for o in sorted(weight)}
        left = common - sum(map(floor, exact.values()))
        favoured = sorted(exact, key=lambda o: (floor(exact[o]) - exact[o], o))[:left]
        return {o: own[o] + floor(exact[o]) + (o in favoured) for o in exact}

    def partitions(self, rest: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], ...]]:
        """Yield every way to put activities into sessions or to leave them out."""
        if not rest:
            yield ()
            return
        yield from self.partitions(rest[1:])
        for size in range(len(rest)):
            for others in combinations(rest[1:], size):
                for more in self.partitions(tuple(a for a in rest[1:] if a not in others)):
                    yield (rest[0], *others), *more


def _covered(person: Person, start: datetime, end: datetime) -> bool:
    if any(away.start < end and start < away.end for away in person.unavailable):
        return False
    if person.available is None:
        return True
    reached = start
    for there in sorted(person.available, key=lambda there: there.start):
        if there.start <= reached:
            reached = max(reached, there.end)
    return reached >= end
