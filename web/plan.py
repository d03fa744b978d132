"""A plan as pages show it: savings, the week by place, people over time, organisations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from planner.domain.plan import Plan, Range, Session
from planner.domain.scenario import Organisation, Person, Place, Scenario
from web.names import Names

Kind = Literal["staff_sessions", "cost", "people", "person_minutes", "sessions"]

# -- what is saved --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Saving:
    """What holding apart takes, what the plan takes, and what the best plan would save (None: not known)."""

    kind: Kind
    apart: int
    here: int
    low: int | None = None
    high: int | None = None
    has_range: bool = True

    @property
    def value(self) -> int:
        """What is saved."""
        return self.apart - self.here

    @property
    def share(self) -> float | None:
        """What is saved as a share of what holding apart takes; None where nothing is, or where it takes more."""
        return self.value / self.apart if self.apart and self.value > 0 else None

    @property
    def is_proven(self) -> bool:
        """Whether no plan saves more or less against a baseline as well solved."""
        return self.low is not None and self.low == self.high


def savings(plan: Plan) -> tuple[Saving, ...]:
    """Return the account of a plan; empty where there is nothing to compare with."""
    baseline, saved = plan.baseline, plan.savings
    if baseline is None or saved is None or baseline.values is None:
        return ()
    minutes, sessions = baseline.person_minutes or 0, baseline.sessions or 0
    ranged: tuple[tuple[Kind, int, Range], ...] = (
        ("staff_sessions", baseline.values.staff_sessions, saved.staff_sessions),
        ("cost", baseline.values.cost, saved.cost),
        ("people", baseline.values.people, saved.people),
    )
    return (
        *(Saving(kind, apart, apart - found.value, found.low, found.high) for kind, apart, found in ranged),
        Saving("person_minutes", minutes, minutes - saved.person_minutes.value, has_range=False),
        Saving("sessions", sessions, sessions - saved.sessions.value, has_range=False),
    )


# -- sessions -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """A session at a glance. `block` is the part of the day that it begins in."""

    session: Session
    function: str
    place: str
    block: str
    sponsors: tuple[Organisation, ...]
    filled: int

    @property
    def is_joint(self) -> bool:
        """Whether several activities are held as one."""
        return len(self.session.activities) > 1

    @property
    def empty(self) -> int:
        """Seats that nobody has."""
        return len(self.session.seats) - self.filled


def cards(names: Names, sessions: Iterable[Session]) -> tuple[Card, ...]:
    """Return sessions at a glance, in order of time."""
    found = [
        Card(
            session=s,
            function=names.function(s.function),
            place=names.place(s.place),
            block=_block(names, s.start),
            sponsors=names.sponsors(s.activities),
            filled=sum(seat.person is not None for seat in s.seats),
        )
        for s in sessions
    ]
    return tuple(sorted(found, key=lambda card: (card.session.start, card.place, card.session.id)))


def _block(names: Names, start: datetime) -> str:
    block = names.block_at(start.hour * 60 + start.minute)
    return block.name if block is not None else ""


# -- the week -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlaceRow:
    """A place, and what is held there each day of the week."""

    place: Place
    days: tuple[tuple[Card, ...], ...]


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday, as far as they are in the scenario; `places` are those in use, one window of them."""

    days: tuple[date, ...]
    places: tuple[PlaceRow, ...]
    before: date | None
    after: date | None


def weeks(scenario: Scenario) -> tuple[date, ...]:
    """Return the Mondays of a scenario's weeks."""
    first = scenario.start - timedelta(days=scenario.start.weekday())
    return tuple(first + timedelta(days=n) for n in range(0, (scenario.end - first).days + 1, 7))


def week(names: Names, plan: Plan, monday: date, area: str | None) -> Week:
    """Return a week of a plan, of one area where one is given."""
    scenario = names.scenario
    days = tuple(day for day in (monday + timedelta(days=n) for n in range(7)) if scenario.start <= day <= scenario.end)
    held = cards(names, (s for s in plan.sessions if s.start.date() in days and area in (None, s.area)))
    by_place: dict[str, dict[date, list[Card]]] = {}
    for card in held:
        by_place.setdefault(card.session.place, {}).setdefault(card.session.start.date(), []).append(card)
    rows = tuple(
        PlaceRow(place, tuple(tuple(by_place[place.id].get(day, ())) for day in days))
        for place in scenario.places
        if place.id in by_place
    )
    known = weeks(scenario)
    before, after = monday - timedelta(days=7), monday + timedelta(days=7)
    return Week(days, rows, before if before in known else None, after if after in known else None)


# -- people over time -----------------------------------------------------------------------------------------

STRIP: Final = 672
"""Width of a person's strip, in units of the drawing."""

SHOWN_DAYS: Final = 14
FIRST_HOUR, LAST_HOUR = 6, 22
"""A day's hours as they are drawn; what is earlier or later is drawn at the edge."""


@dataclass(frozen=True)
class Bar:
    """A duty in a person's strip."""

    x: float
    width: float
    session: Session
    role: str
    is_standby: bool


@dataclass(frozen=True)
class Strip:
    """What a person has to do over the days that are shown."""

    person: Person
    home: Organisation | None
    bars: tuple[Bar, ...]
    sessions: int
    minutes: int
    standbys: int


def people(names: Names, plan: Plan) -> tuple[Strip, ...]:
    """Return everybody's duties in the whole plan, without drawing them: the busiest first, then by id."""
    minutes: dict[str, int] = {}
    sessions: dict[str, int] = {}
    standbys: dict[str, int] = {}
    for s in plan.sessions:
        length = round((s.end - s.start).total_seconds() / 60)
        for seat in s.seats:
            if seat.person is not None:
                minutes[seat.person] = minutes.get(seat.person, 0) + length
                sessions[seat.person] = sessions.get(seat.person, 0) + 1
        for standby in s.standby:
            standbys[standby.person] = standbys.get(standby.person, 0) + 1
    found = [
        Strip(p, names.home(p.id), (), sessions.get(p.id, 0), minutes.get(p.id, 0), standbys.get(p.id, 0))
        for p in names.scenario.people
    ]
    return tuple(sorted(found, key=lambda strip: (-strip.minutes, -strip.standbys, strip.person.id)))


def drawn(names: Names, plan: Plan, strips: Iterable[Strip], first: date) -> tuple[Strip, ...]:
    """Return strips with their duties drawn, over `SHOWN_DAYS` days."""
    wanted = {strip.person.id for strip in strips}
    bars: dict[str, list[Bar]] = {}
    last = first + timedelta(days=SHOWN_DAYS)
    for s in plan.sessions:
        if not first <= s.start.date() < last:
            continue
        x, end = _x(s.start, first), _x(s.end, first)
        for seat in s.seats:
            if seat.person in wanted and seat.person is not None:
                role = names.role(seat.role, seat.activity, s.function)
                bars.setdefault(seat.person, []).append(Bar(x, max(2.0, end - x), s, role, is_standby=False))
        for standby in s.standby:
            if standby.person in wanted:
                role = names.role(standby.role, None, s.function)
                bars.setdefault(standby.person, []).append(Bar(x, max(2.0, end - x), s, role, is_standby=True))
    return tuple(
        Strip(s.person, s.home, tuple(bars.get(s.person.id, ())), s.sessions, s.minutes, s.standbys) for s in strips
    )


def _x(moment: datetime, first: date) -> float:
    """Return where a moment is in a strip."""
    days = (moment.date() - first).days
    midnight = datetime.combine(moment.date(), time())
    hours = (moment - midnight).total_seconds() / 3600
    share = min(1.0, max(0.0, (hours - FIRST_HOUR) / (LAST_HOUR - FIRST_HOUR)))
    if hours == 0 and days > 0:  # the end of the day before
        days, share = days - 1, 1.0
    return round((days + share) * STRIP / SHOWN_DAYS, 1)


# -- organisations --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """What an organisation's home people do, and what it pays. `sponsored`: its activities that are held."""

    organisation: Organisation
    people: int
    seats: int
    minutes: int
    cost: int
    sponsored: int


def shares(names: Names, plan: Plan) -> tuple[Share, ...]:
    """Return what each organisation does and pays: those with most seats first; none of those without anything."""
    people: dict[str, set[str]] = {}
    seats: dict[str, int] = {}
    minutes: dict[str, int] = {}
    sponsored: dict[str, int] = {}
    for s in plan.sessions:
        length = round((s.end - s.start).total_seconds() / 60)
        for activity in s.activities:
            if activity in names.activities:
                sponsor = names.activities[activity].organisation
                sponsored[sponsor] = sponsored.get(sponsor, 0) + 1
        for seat in s.seats:
            home = names.home(seat.person) if seat.person is not None else None
            if home is not None and seat.person is not None:
                people.setdefault(home.id, set()).add(seat.person)
                seats[home.id] = seats.get(home.id, 0) + 1
                minutes[home.id] = minutes.get(home.id, 0) + length
    found = [
        Share(
            o,
            len(people.get(o.id, ())),
            seats.get(o.id, 0),
            minutes.get(o.id, 0),
            plan.cost_shares.get(o.id, 0),
            sponsored.get(o.id, 0),
        )
        for o in names.scenario.organisations
    ]
    kept = (share for share in found if share.seats or share.cost or share.sponsored)
    return tuple(sorted(kept, key=lambda share: (-share.seats, -share.cost, share.organisation.id)))
