"""Rules of people's time: being there, one duty at a time, hours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from planner.domain.report import Violation
from planner.domain.scenario import Person
from planner.domain.values import Interval, whole_minutes
from planner.verify.case import Case
from planner.verify.held import Duty, Held
from planner.verify.text import at, named, whole


def available(case: Case) -> Iterator[Violation]:
    """Whoever holds a seat is there for the whole session."""
    for held in case.held:
        for duty in held.holders:
            for vi, en in why_absent(duty.person, held):
                yield Violation(
                    rule="available",
                    where=duty.where + "/person",
                    vi=f"{named(duty.person)} giữ chỗ {duty.role} ở buổi {held.label} nhưng {vi}.",
                    en=f"{named(duty.person)} holds {duty.role} in session {held.label} but {en}.",
                )


def why_absent(person: Person, held: Held) -> Iterator[tuple[str, str]]:
    """Say, in both languages, why a person cannot be at a session throughout."""
    if person.available is not None and not _covered(person.available, held.start, held.end):
        yield (
            f"không có mặt suốt từ {at(held.start)} đến {at(held.end)}",
            f"is not there throughout from {at(held.start)} to {at(held.end)}",
        )
    for absence in person.unavailable:
        if absence.overlaps(held.start, held.end):
            why = f" ({absence.reason})" if absence.reason else ""
            yield (
                f"vắng từ {at(absence.start)} đến {at(absence.end)}{why}",
                f"is away from {at(absence.start)} to {at(absence.end)}{why}",
            )


def _covered(intervals: tuple[Interval, ...], start: datetime, end: datetime) -> bool:
    """Tell whether intervals that may touch or overlap cover ``[start, end)`` together."""
    reached = start
    for interval in sorted(intervals, key=lambda i: i.start):
        if interval.start > reached:
            break
        reached = max(reached, interval.end)
    return reached >= end


def no_overlap(case: Case) -> Iterator[Violation]:
    """Nobody has two duties in a session, or two sessions without the time to get from one to the other."""
    sessions_of: dict[str, dict[int, tuple[Held, Duty]]] = defaultdict(dict)
    for held in case.held:
        for duty in held.duties:
            if held.index in sessions_of[duty.person.id]:
                yield Violation(
                    rule="no-overlap",
                    where=duty.where + "/person",
                    vi=f"{named(duty.person)} có hai nhiệm vụ ở buổi {held.label}.",
                    en=f"{named(duty.person)} has two duties in session {held.label}.",
                )
            else:
                sessions_of[duty.person.id][held.index] = held, duty
    for sessions in sessions_of.values():
        yield from _clashes(case, sorted(sessions.values(), key=lambda s: (s[0].start, s[0].index)))


def _clashes(case: Case, sessions: list[tuple[Held, Duty]]) -> Iterator[Violation]:
    """Name for each of a person's sessions, by start, the first later one that comes too soon."""
    longest = timedelta(minutes=case.lookup.longest_travel)
    for i, (first, _) in enumerate(sessions):
        for second, duty in sessions[i + 1 :]:
            between = second.start - first.end
            if between >= longest:
                break
            travel = case.lookup.travel(first.place, second.place) if first.place and second.place else 0
            if between < timedelta(minutes=travel):
                yield Violation(
                    rule="no-overlap",
                    where=duty.where + "/person",
                    vi=f"{named(duty.person)}: buổi {first.label} xong lúc {at(first.end)}, "
                    f"đi {travel} phút, không kịp buổi {second.label}.",
                    en=f"{named(duty.person)}: session {first.label} ends at {at(first.end)}, "
                    f"travel takes {travel} minutes, too late for session {second.label}.",
                )
                break


def hours(case: Case) -> Iterator[Violation]:
    """Seat minutes stay within each person's day and week and each organisation's whole horizon."""
    days: Counter[tuple[str, str]] = Counter()
    weeks: Counter[tuple[str, str]] = Counter()
    homes: Counter[str] = Counter()
    last: dict[str, str] = {}
    for held in case.held:
        day = held.start.date().isoformat()
        year, week, _ = held.start.isocalendar()
        for duty in held.holders:
            days[duty.person.id, day] += held.minutes
            weeks[duty.person.id, f"{year}-W{week:02d}"] += held.minutes
            homes[duty.person.home] += held.minutes
            last[duty.person.id] = last[duty.person.home] = duty.where
    people = case.lookup.people
    for (person, day), minutes in days.items():
        limit = whole_minutes(people[person].max_hours_per_day)
        if minutes > limit:
            yield _too_long(named(people[person]), day, minutes, limit, last[person])
    for (person, week_name), minutes in weeks.items():
        limit = whole_minutes(people[person].max_hours_per_week)
        if minutes > limit:
            yield _too_long(named(people[person]), week_name, minutes, limit, last[person])
    for organisation in case.scenario.organisations:
        if organisation.max_hours is not None and homes[organisation.id] > whole_minutes(organisation.max_hours):
            limit = whole_minutes(organisation.max_hours)
            horizon = f"{case.scenario.start}…{case.scenario.end}"
            minutes = homes[organisation.id]
            yield _too_long(named(organisation), horizon, minutes, limit, last[organisation.id])


def _too_long(who: str, when: str, minutes: int, limit: int, where: str) -> Violation:
    return Violation(
        rule="hours",
        where=where + "/person",
        vi=f"{who}: {whole(minutes)} phút trong {when}, chỉ được {whole(limit)}.",
        en=f"{who}: {whole(minutes)} minutes in {when}, at most {whole(limit)} are allowed.",
    )
