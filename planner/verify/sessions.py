"""Rules of sessions: who meets whom, when and where."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from planner.domain.report import Violation
from planner.domain.scenario import Activity, Place, Scenario
from planner.verify.case import Case
from planner.verify.held import Held
from planner.verify.text import at, named, pointer, whole


def one_session(case: Case) -> Iterator[Violation]:
    """An activity is in exactly one session, or is unheld; a session holds something."""
    for held in case.held:
        if not held.session.activities:
            yield Violation(
                rule="one-session",
                where=held.where,
                vi=f"Buổi {held.label} không có hoạt động nào.",
                en=f"Session {held.label} holds no activity.",
            )
    where: dict[str, list[str]] = defaultdict(list)
    for held in case.held:
        for i, member in enumerate(held.session.activities):
            where[member].append(held.where + pointer("activities", i))
    for i, unheld in enumerate(case.plan.unheld):
        where[unheld.activity].append(pointer("unheld", i))
    for activity in case.scenario.activities:
        found = where[activity.id]
        if not found:
            yield Violation(
                rule="one-session",
                where="/unheld",
                vi=f"{named(activity)} không nằm trong buổi nào và cũng không được ghi là không tổ chức.",
                en=f"{named(activity)} is in no session and is not listed as not held.",
            )
        for again in found[1:]:
            yield Violation(
                rule="one-session",
                where=again,
                vi=f"{named(activity)} được nêu {len(found)} lần ({', '.join(found[:3])}), chỉ được một.",
                en=f"{named(activity)} is named {len(found)} times ({', '.join(found[:3])}) instead of once.",
            )


def same_function(case: Case) -> Iterator[Violation]:
    """All members have one function and one area, which the session states."""
    for held in case.held:
        session, lookup = held.session, case.lookup
        if session.function in lookup.functions:
            for member in held.members:
                if member.function != session.function:
                    function = lookup.functions[session.function]
                    yield Violation(
                        rule="same-function",
                        where=held.where + "/function",
                        vi=f"{named(member)} có chức năng {member.function}, buổi {held.label} là {named(function)}.",
                        en=f"{named(member)} has function {member.function}, "
                        f"session {held.label} is {named(function)}.",
                    )
        if session.area is None or session.area in lookup.areas:
            for member in held.members:
                if member.area != session.area:
                    yield Violation(
                        rule="same-function",
                        where=held.where + "/area",
                        vi=f"{named(member)} thuộc địa bàn {member.area}, buổi {held.label} ghi {session.area}.",
                        en=f"{named(member)} is of area {member.area}, session {held.label} says {session.area}.",
                    )


def consent(case: Case) -> Iterator[Violation]:
    """Each member agrees to everybody it is held with."""
    for held in case.held:
        if len(held.members) < 2:
            continue
        for member in held.members:
            if member.merge == "never":
                yield Violation(
                    rule="consent",
                    where=held.where + "/activities",
                    vi=f"{named(member)} chỉ tổ chức riêng, nhưng buổi {held.label} có {len(held.members)} hoạt động.",
                    en=f"{named(member)} is only held alone, but session {held.label} has {len(held.members)}.",
                )
            agreed = set(held.sponsors) if isinstance(member.merge, str) else {*member.merge, member.organisation}
            for sponsor in sorted(held.sponsors.keys() - agreed):
                other = named(case.lookup.organisations[sponsor])
                yield Violation(
                    rule="consent",
                    where=held.where + "/activities",
                    vi=f"{named(member)} không nhận ghép với {other} trong buổi {held.label}.",
                    en=f"{named(member)} does not agree to be held with {other} in session {held.label}.",
                )


def together(case: Case) -> Iterator[Violation]:
    """Pairs that belong together are in one session, or both unheld."""
    for one, other in case.scenario.together:
        mine, theirs = case.sessions_of[one], case.sessions_of[other]
        if set(mine) != set(theirs):
            pair = f"{named(case.lookup.activities[one])}, {named(case.lookup.activities[other])}"
            yield Violation(
                rule="together",
                where=(*mine, *theirs)[0].where + "/activities",
                vi=f"{pair}: phải ở chung một buổi hoặc cùng không tổ chức.",
                en=f"{pair}: must be in one session, or both not held.",
            )


def apart(case: Case) -> Iterator[Violation]:
    """Pairs to be kept apart are never in one session."""
    for one, other in case.scenario.apart:
        theirs = set(case.sessions_of[other])
        for held in case.sessions_of[one]:
            if held in theirs:
                pair = f"{named(case.lookup.activities[one])}, {named(case.lookup.activities[other])}"
                yield Violation(
                    rule="apart",
                    where=held.where + "/activities",
                    vi=f"{pair}: phải tách nhau nhưng cùng ở buổi {held.label}.",
                    en=f"{pair}: must be kept apart but are both in session {held.label}.",
                )


def start(case: Case) -> Iterator[Violation]:
    """A session starts when each member may, and lasts as long as the longest."""
    for held in case.held:
        for member in held.members:
            if not _may_start(case.scenario, member, held):
                yield Violation(
                    rule="start",
                    where=held.where + "/start",
                    vi=f"{named(member)} không được bắt đầu lúc {at(held.start)} với {held.minutes} phút.",
                    en=f"{named(member)} may not start at {at(held.start)} for {held.minutes} minutes.",
                )
        if held.members and held.session.end - held.start != timedelta(minutes=held.minutes):
            yield Violation(
                rule="start",
                where=held.where + "/end",
                vi=f"Buổi {held.label} dài {held.minutes} phút, không kết thúc lúc {at(held.session.end)}.",
                en=f"Session {held.label} lasts {held.minutes} minutes and does not end at {at(held.session.end)}.",
            )


def _may_start(scenario: Scenario, member: Activity, held: Held) -> bool:
    day = held.start.date()
    if not scenario.start <= day <= scenario.end:
        return False
    if member.starts is not None:
        return held.start in member.starts
    window = member.window
    if window is None or not window.from_ <= day <= window.to:
        return False
    clock = held.start.hour * 60 + held.start.minute
    return any(
        block.start == clock and clock + held.minutes <= block.end
        for block in scenario.blocks
        if window.blocks is None or block.id in window.blocks
    )


def place(case: Case) -> Iterator[Violation]:
    """The place is allowed by each member and open throughout."""
    for held in case.held:
        if held.place is None:
            continue
        for member in held.members:
            if not _may_be_at(member, held.place):
                yield Violation(
                    rule="place",
                    where=held.where + "/place",
                    vi=f"{named(member)} không được tổ chức tại {named(held.place)}.",
                    en=f"{named(member)} may not be held at {named(held.place)}.",
                )
        for closed in held.place.closed:
            if closed.overlaps(held.start, held.end):
                yield Violation(
                    rule="place",
                    where=held.where + "/place",
                    vi=f"{named(held.place)} đóng cửa từ {at(closed.start)} đến {at(closed.end)}, trong "
                    f"buổi {held.label}.",
                    en=f"{named(held.place)} is closed from {at(closed.start)} to {at(closed.end)}, "
                    f"during session {held.label}.",
                )


def parallel(case: Case) -> Iterator[Violation]:
    """A place holds no more sessions at once than it may."""
    at_place: dict[str, list[Held]] = defaultdict(list)
    for held in case.held:
        if held.place is not None:
            at_place[held.place.id].append(held)
    for place_id, sessions in at_place.items():
        venue = case.lookup.places[place_id]
        running: list[datetime] = []
        for held in sorted(sessions, key=lambda h: (h.start, h.index)):
            while running and running[0] <= held.start:
                heapq.heappop(running)
            heapq.heappush(running, held.end)
            if len(running) > venue.parallel:
                yield Violation(
                    rule="place",
                    where=held.where + "/place",
                    vi=f"{named(venue)} có {len(running)} buổi cùng lúc {at(held.start)}, chỉ nhận {venue.parallel}.",
                    en=f"{named(venue)} has {len(running)} sessions at {at(held.start)}, it takes {venue.parallel}.",
                )


def _may_be_at(member: Activity, venue: Place) -> bool:
    if member.places is not None:
        return venue.id in member.places
    return venue.area is None or venue.area == member.area


def capacity(case: Case) -> Iterator[Violation]:
    """The place and the function can take all who come."""
    for held in case.held:
        limits = [(named(held.place), held.place.capacity)] if held.place else []
        if held.function is not None and held.function.max_people is not None:
            limits.append((named(held.function), held.function.max_people))
        for name, limit in limits:
            if held.attendance > limit:
                yield Violation(
                    rule="capacity",
                    where=held.where + "/attendance",
                    vi=f"Buổi {held.label} có {whole(held.attendance)} người, {name} chỉ nhận {limit}.",
                    en=f"Session {held.label} has {whole(held.attendance)} people, {name} takes {limit}.",
                )


def session_ids(case: Case) -> Iterator[Violation]:
    """Every session has an id of its own."""
    count = Counter(held.session.id for held in case.held)
    for held in case.held:
        if count[held.session.id] > 1:
            yield Violation(
                rule="session-ids",
                where=held.where + "/id",
                vi=f"Mã buổi {held.session.id} dùng cho {count[held.session.id]} buổi.",
                en=f"The session id {held.session.id} stands for {count[held.session.id]} sessions.",
            )
