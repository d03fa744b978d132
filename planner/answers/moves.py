"""What is different between two plans, said move by move: what meets when and where, and who sits where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from planner.answers.inputs.words import at, some
from planner.domain.plan import Output, Plan, Session
from planner.domain.scenario import Scenario
from planner.domain.values import Moment

Kind = Literal[
    "moved", "held", "dropped", "joined", "parted", "handover", "emptied", "released", "filled", "added"
]  # fmt: skip
_ORDER: Final = get_args(Kind)


class Spot(Output):
    """When (local time) and where (a place's id)."""

    start: Moment
    place: str


class Move(Output):
    """One difference. `activities` are those that it is about, by id.

    ``moved``, ``held``, ``dropped``: they have another start or place, are held only in the new plan, only in the old
    one; each activity of a plan that is not as it was is in one of these. ``joined``, ``parted``: `parts` were not in
    one session and are now, or were and are not. The others are about a seat of `role` (or a standby for it, where
    `standby`): `gives` had it and has not, `takes` has it and had not. ``handover``: one for the other. ``emptied``: it
    is empty now; ``released``: there is no such seat any more; ``filled``: it was empty; ``added``: there was none.
    `shared`: the role is the function's, so `activities` are those of the session, the new one if any. `was` and `now`
    are null where there is no such session.
    """

    kind: Kind
    activities: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...] = ()
    was: Spot | None = None
    now: Spot | None = None
    role: str | None = None
    shared: bool = False
    standby: bool = False
    gives: str | None = None
    takes: str | None = None
    vi: str
    en: str


def moves(scenario: Scenario, base: Plan, plan: Plan, after: Scenario | None = None) -> tuple[Move, ...]:
    """Return all that is different in `plan`, in order of time (of the new plan, where there is one).

    `scenario` is the base plan's, `after` the other's where that has other names. People keep a shared role where they
    have it in a session with any activity of theirs, as in the tier `changes`; activities that ``moved`` or are
    ``dropped`` and seats that somebody `gives` add up to its value. Who hands over to whom is read off the roles: where
    several leave and several come, those with most activities in common belong together.
    """
    said = _Words((scenario,) if after is None else (scenario, after))
    found = [*_times(said, base, plan), *_company(said, base, plan), *_hands(said, base, plan)]

    def when(move: Move) -> tuple[datetime, int, tuple[str, ...]]:
        start = next(spot.start for spot in (move.now, move.was) if spot is not None)
        return start, _ORDER.index(move.kind), move.activities

    return tuple(sorted(found, key=when))


# -- when and where -----------------------------------------------------------------------------------------------


def _times(said: _Words, base: Plan, plan: Plan) -> Iterator[Move]:
    """Yield what is held elsewhere, newly or not any more: activities that go the same way in one move."""
    old, new = _sessions(base), _sessions(plan)
    ways: dict[tuple[str, ...], list[str]] = {}
    for activity in sorted({*old, *new}):
        ways.setdefault(tuple(s[activity].id if activity in s else "" for s in (old, new)), []).append(activity)
    for activities in map(tuple, ways.values()):
        was, now = (_spot(s[activities[0]]) if activities[0] in s else None for s in (old, new))
        if was != now:
            kind: Kind = "held" if was is None else "dropped" if now is None else "moved"
            vi, en = said.time(activities, was, now)
            yield Move(kind=kind, activities=activities, was=was, now=now, vi=vi, en=en)


def _company(said: _Words, base: Plan, plan: Plan) -> Iterator[Move]:
    """Yield what came into one session, or out of one: among activities held in both plans."""
    old, new = _sessions(base), _sessions(plan)
    both = old.keys() & new.keys()
    for kind, sessions, other in (("joined", plan.sessions, old), ("parted", base.sessions, new)):
        for session in sessions:
            parts: dict[str, list[str]] = {}
            for activity in sorted(both.intersection(session.activities)):
                parts.setdefault(other[activity].id, []).append(activity)
            if len(parts) > 1:
                groups = tuple(sorted(map(tuple, parts.values())))
                vi, en = said.company(kind == "joined", groups, session)
                spot = {"now" if kind == "joined" else "was": _spot(session)}
                together = tuple(a for group in groups for a in group)
                yield Move.model_validate(
                    {"kind": kind, "activities": together, "parts": groups, "vi": vi, "en": en, **spot}
                )


def _sessions(plan: Plan) -> dict[str, Session]:
    return {activity: session for session in plan.sessions for activity in session.activities}


def _spot(session: Session) -> Spot:
    return Spot(start=session.start, place=session.place)


# -- who ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Duty:
    """A person's (None: nobody's) seat or standby in a session."""

    session: Session
    role: str
    origin: str | None
    standby: bool
    person: str | None

    @property
    def of(self) -> tuple[str, ...]:
        """The activities that it is for."""
        return self.session.activities if self.origin is None else (self.origin,)

    @property
    def keys(self) -> tuple[tuple[str, str | None, bool, str], ...]:
        """What it is, once for each activity that it is for: who has one of these still has the duty."""
        return tuple((self.role, self.origin, self.standby, activity) for activity in self.of)


def _hands(said: _Words, base: Plan, plan: Plan) -> Iterator[Move]:
    """Yield who has a seat that they had not, or the other way round, and from whom or to whom it goes."""
    old, new = list(_duties(base)), list(_duties(plan))
    lost, won = _not_in(old, new), _not_in(new, old)
    handed = _matched(lost, won)
    left = [gives for i, gives in enumerate(lost) if i not in handed]
    came = [takes for i, takes in enumerate(won) if i not in handed.values()]
    emptied = _matched(left, [seat for seat in new if seat.person is None])
    filled = _matched(came, [seat for seat in old if seat.person is None])
    for i, j in handed.items():
        yield said.hand("handover", lost[i], won[j])
    for i, gives in enumerate(left):
        yield said.hand("emptied" if i in emptied else "released", gives, None)
    for i, takes in enumerate(came):
        yield said.hand("filled" if i in filled else "added", None, takes)


def _duties(plan: Plan) -> Iterator[_Duty]:
    for session in plan.sessions:
        for seat in session.seats:
            yield _Duty(session, seat.role, seat.activity, standby=False, person=seat.person)
        for standby in session.standby:
            yield _Duty(session, standby.role, None, standby=True, person=standby.person)


def _not_in(duties: Iterable[_Duty], others: Iterable[_Duty]) -> list[_Duty]:
    """Return those of the duties that the same person does not have among the others for any of its activities."""
    theirs = {(duty.person, key) for duty in others for key in duty.keys}
    return [d for d in duties if d.person is not None and theirs.isdisjoint((d.person, key) for key in d.keys)]


def _matched(ones: Sequence[_Duty], others: Sequence[_Duty]) -> dict[int, int]:
    """Return which of the others each duty goes with, one at most: as many as possible, most in common first."""
    having: dict[object, list[int]] = {}
    for j, other in enumerate(others):
        for key in other.keys:
            having.setdefault(key, []).append(j)
    common = [Counter(j for key in one.keys for j in having.get(key, ())) for one in ones]
    liked = [[j for j, _ in counted.most_common()] for counted in common]
    holder: dict[int, int] = {}

    def placed(i: int, asked: set[int]) -> bool:
        """Find one for `i`: a free one, or one whose holder can go elsewhere (an augmenting path)."""
        for j in liked[i]:
            if j not in asked:
                asked.add(j)
                if j not in holder or placed(holder[j], asked):
                    holder[j] = i
                    return True
        return False

    for i in sorted(range(len(ones)), key=lambda i: -max(common[i].values(), default=0)):
        placed(i, set())
    return {i: j for j, i in holder.items()}


# -- words --------------------------------------------------------------------------------------------------------


class _Words:
    """Says moves with the names of scenarios; what none of them knows is called by its id."""

    def __init__(self, scenarios: Sequence[Scenario]) -> None:
        self.activity = {a.id: a.name for s in scenarios for a in s.activities}
        self.person = {p.id: p.name for s in scenarios for p in s.people}
        self.place = {p.id: p.name for s in scenarios for p in s.places}
        self.role = {(f.id, r.id): r.name for s in scenarios for f in s.functions for r in f.roles}
        self.own_role = {(a.id, r.id): r.name for s in scenarios for a in s.activities for r in a.own_roles}

    def time(self, activities: Iterable[str], was: Spot | None, now: Spot | None) -> tuple[str, str]:
        """Say that activities moved, came or went."""
        vi, en = self._some(activities)
        before, then = ("" if spot is None else at(spot.start) for spot in (was, now))
        old, new = ("" if spot is None else self.place.get(spot.place, spot.place) for spot in (was, now))
        if was is None:
            return f"{vi}: nay được tổ chức, {then} tại {new}.", f"{en}: now held, {then} at {new}."
        if now is None:
            told = f"{vi}: không tổ chức nữa (trước là {before} tại {old})."
            return told, f"{en}: not held any more (was {before} at {old})."
        if was.place == now.place:
            told = f"{vi}: dời từ {before} sang {then}, vẫn tại {new}."
            return told, f"{en}: moved from {before} to {then}, still at {new}."
        if was.start == now.start:
            told = f"{vi}: chuyển từ {old} sang {new}, vẫn {then}."
            return told, f"{en}: moved from {old} to {new}, still {then}."
        told = f"{vi}: dời từ {before} tại {old} sang {then} tại {new}."
        return told, f"{en}: moved from {before} at {old} to {then} at {new}."

    def company(self, joined: bool, parts: Sequence[Sequence[str]], session: Session) -> tuple[str, str]:
        """Say that parts came together in a session, or that those of a session did not stay together."""
        told = [self._some(part) for part in parts]
        vi, en = (" + ".join(part[n] for part in told) for n in (0, 1))
        start, place = at(session.start), self.place.get(session.place, session.place)
        if joined:
            return f"Nay ghép chung: {vi}, {start} tại {place}.", f"Now held as one: {en}, {start} at {place}."
        return (
            f"Không còn ghép chung: {vi} (trước là {start} tại {place}).",
            f"Not held as one any more: {en} (was {start} at {place}).",
        )

    def hand(self, kind: Kind, gives: _Duty | None, takes: _Duty | None) -> Move:
        """Return the move of a seat or standby from one person to another, with what is said of it."""
        duty = next(side for side in (takes, gives) if side is not None)
        what_vi, what_en = self._duty(duty)
        giver, taker = ("" if side is None else self._person(side.person) for side in (gives, takes))
        vi, en = {
            "handover": (f"{giver} giao {what_vi} cho {taker}.", f"{giver} hands {what_en} over to {taker}."),
            "emptied": (f"{giver} thôi {what_vi}; chỗ này nay trống.", f"{giver} leaves {what_en}; it is empty now."),
            "released": (f"{giver} thôi {what_vi}.", f"{giver} leaves {what_en}."),
            "filled": (f"{taker} nhận {what_vi}, trước còn trống.", f"{taker} takes {what_en}, which was empty."),
            "added": (f"{taker} nhận thêm {what_vi}.", f"{taker} takes on {what_en}."),
        }[kind]
        return Move(
            kind=kind,
            activities=tuple(sorted(duty.of)),
            was=None if gives is None else _spot(gives.session),
            now=None if takes is None else _spot(takes.session),
            role=duty.role,
            shared=duty.origin is None,
            standby=duty.standby,
            gives=None if gives is None else gives.person,
            takes=None if takes is None else takes.person,
            vi=vi,
            en=en,
        )

    def _duty(self, duty: _Duty) -> tuple[str, str]:
        session = duty.session
        role = self.role.get((session.function, duty.role), duty.role)
        if duty.origin is not None:
            role = self.own_role.get((duty.origin, duty.role), duty.role)
        of_vi, of_en = self._some(duty.of)
        vi = f"{'dự bị' if duty.standby else 'vai trò'} {role} ({of_vi}, {at(session.start)})"
        return vi, f"{'standby for ' if duty.standby else ''}{role} ({of_en}, {at(session.start)})"

    def _some(self, activities: Iterable[str]) -> tuple[str, str]:
        return some(self.activity.get(activity, activity) for activity in sorted(activities))

    def _person(self, person: str | None) -> str:
        return self.person.get(person or "", person or "")
