"""What the planner has fixed or ruled out: pins and forbids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planner.domain.plan import Session
from planner.domain.report import Violation
from planner.domain.scenario import ActivityPin
from planner.verify.case import Case
from planner.verify.text import at, named


def pins(case: Case) -> Iterator[Violation]:
    """Pinned activities are held, when, where and with whom they are pinned."""
    for pin in case.scenario.pins:
        activity = case.lookup.activities[pin.activity]
        sessions = case.sessions_of[pin.activity]
        if not sessions:
            yield Violation(
                rule="pins",
                where="/unheld",
                vi=f"{named(activity)} đã được ấn định nhưng không tổ chức.",
                en=f"{named(activity)} is pinned but not held.",
            )
        for held in sessions:
            if isinstance(pin, ActivityPin):
                if pin.start is not None and pin.start != held.start:
                    yield Violation(
                        rule="pins",
                        where=held.where + "/start",
                        vi=f"{named(activity)} đã ấn định lúc {at(pin.start)}, không phải {at(held.start)}.",
                        en=f"{named(activity)} is pinned at {at(pin.start)}, not {at(held.start)}.",
                    )
                if pin.place is not None and pin.place != held.session.place:
                    yield Violation(
                        rule="pins",
                        where=held.where + "/place",
                        vi=f"{named(activity)} đã ấn định tại {pin.place}, không phải {held.session.place}.",
                        en=f"{named(activity)} is pinned at {pin.place}, not {held.session.place}.",
                    )
                continue
            origin = pin.activity if any(r.id == pin.role for r in activity.own_roles) else None
            if (pin.person, pin.role, origin) not in {(d.person.id, d.role, d.activity) for d in held.holders}:
                person = named(case.lookup.people[pin.person])
                yield Violation(
                    rule="pins",
                    where=held.where + "/seats",
                    vi=f"{person} đã được ấn định giữ {pin.role} cho {named(activity)} nhưng không giữ "
                    f"ở buổi {held.label}.",
                    en=f"{person} is pinned to {pin.role} for {named(activity)} but does not hold it "
                    f"in session {held.label}.",
                )


def past(case: Case) -> Iterator[Violation]:
    """What the base plan began before `since` stays as it was, and nothing else begins before then."""
    if case.base is None or case.since is None:
        return
    begun = {_as_held(session): session for session in case.base.sessions if session.start < case.since}
    for held in case.held:
        if held.start < case.since and begun.pop(_as_held(held.session), None) is None:
            yield Violation(
                rule="pins",
                where=held.where,
                vi=f"Buổi {held.label} bắt đầu trước {at(case.since)} nhưng không có như vậy trong phương án gốc.",
                en=f"Session {held.label} begins before {at(case.since)} but is not so in the base plan.",
            )
    for session in begun.values():
        yield Violation(
            rule="pins",
            where="/sessions",
            vi=f"Buổi lúc {at(session.start)} tại {session.place} đã bắt đầu trước {at(case.since)} nhưng không còn.",
            en=f"The session at {at(session.start)} at {session.place} began before {at(case.since)} but is gone.",
        )


def _as_held(session: Session) -> tuple[object, ...]:
    """Return what is past of a session: who met when and where, and who served as what."""
    seats = Counter((s.person, s.role, s.activity) for s in session.seats if s.person is not None)
    standby = Counter((s.person, s.role) for s in session.standby)
    return (
        frozenset(session.activities),
        session.start,
        session.place,
        frozenset(seats.items()),
        frozenset(standby.items()),
    )


def forbids(case: Case) -> Iterator[Violation]:
    """Nobody has a duty in a session of an activity that they are kept out of."""
    barred = {(f.person, f.activity) for f in case.scenario.forbids}
    for held in case.held:
        for duty in held.duties:
            for member in held.members:
                if (duty.person.id, member.id) in barred:
                    yield Violation(
                        rule="forbids",
                        where=duty.where + "/person",
                        vi=f"{named(duty.person)} không được tham gia {named(member)} nhưng có nhiệm vụ "
                        f"ở buổi {held.label}.",
                        en=f"{named(duty.person)} is kept out of {named(member)} but has a duty "
                        f"in session {held.label}.",
                    )
