"""Entries as a calendar to subscribe to (RFC 5545), with the words in Vietnamese or English.

Nothing in the text depends on when it is written: each event brings its own moments, so equal events give equal
bytes. Text is composed (NFC), and letters that a calendar cannot hold (controls, lone surrogates), or that turn the
direction of what follows, are replaced.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration

from planner import __version__
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.files.duties import Book, Crew, Entry, Wanted

Lang = Literal["vi", "en"]

ALARMS: Final = (timedelta(days=-1), timedelta(hours=-1))
"""How long before its start an event rings."""

REFRESH: Final = timedelta(hours=1)
"""How often a subscriber should look again."""

MOST_LETTERS: Final = 300
"""Letters of a summary: what is longer stands in the description."""

_ROOT: Final = uuid.UUID("0b1f6f0e-6f0a-5c3e-9a53-2f7f0d6f6b11")
_TURNING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@dataclass(frozen=True)
class Published:
    """An entry as calendars have it: the same `uid` for good, `sequence` one more with each change.

    `created`, `changed`, `cancelled`: when it was first published, last changed and called off.
    """

    uid: str
    sequence: int
    created: datetime
    changed: datetime
    cancelled: datetime | None
    entry: Entry


def uid(scenario: str, wanted: Wanted, *, attempt: int = 0) -> str:
    """Return the id of an entry that was not published before: from whose it is and the first of its activities.

    `attempt` counts from 0 where that id stands for something else already.
    """
    told = json.dumps([scenario, wanted.kind, wanted.subject, min(wanted.keys, default=""), attempt])
    return str(uuid.uuid5(_ROOT, told.encode("utf-8", "surrogatepass").hex()))


def exported(
    scenario: Scenario,
    plan: Plan,
    *,
    id: str,
    at: datetime,
    lang: Lang = "vi",
    person: str | None = None,
    organisation: str | None = None,
) -> bytes:
    """Return a verified plan as a calendar: a person's duties, an organisation's sessions, or else all sessions.

    `id` stands for the scenario in the ids of events, `at` is when the plan was made.
    """
    book = Book(scenario, plan)
    title, entries = scenario.name, book.whole()
    if person is not None:
        title = next(p.name for p in scenario.people if p.id == person)
        entries = book.of_person(person)
    elif organisation is not None:
        title = next(o.name for o in scenario.organisations if o.id == organisation)
        entries = book.of_organisation(organisation)
    events = [Published(uid(id, wanted), 0, at, at, None, wanted.entry) for wanted in entries]
    return calendar_text(f"Chung Tay: {title}", events, lang, timezone=scenario.timezone)


def calendar_text(title: str, events: Iterable[Published], lang: Lang = "vi", *, timezone: str = "") -> bytes:
    """Return a calendar as UTF-8, its lines folded at 75 octets; the same events give the same bytes.

    `timezone`: the one that it names where there are no events.
    """
    ordered = sorted(events, key=lambda event: (event.entry.start, event.uid))
    calendar = Calendar()
    calendar.add("prodid", f"-//Chung Tay//{__version__}//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, line(title))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for zone in sorted({event.entry.timezone for event in ordered} or {timezone} - {""}):
        times = [t for e in ordered if e.entry.timezone == zone for t in (e.entry.start, e.entry.end)]
        calendar.add_component(_zone(zone, times))
    for event in ordered:
        calendar.add_component(_event(event, lang))
    text: bytes = calendar.to_ical()
    return text


def etag(text: bytes) -> str:
    """Return the entity tag of a calendar."""
    return f'"{hashlib.sha256(text).hexdigest()[:32]}"'


def _event(published: Published, lang: Lang) -> Event:
    entry = published.entry
    zone = ZoneInfo(entry.timezone)
    event = Event()
    event.add("uid", published.uid)
    event.add("sequence", published.sequence)
    event.add("dtstamp", _second(published.changed))
    event.add("created", _second(published.created))
    event.add("last-modified", _second(published.changed))
    event.add("dtstart", entry.start.replace(tzinfo=zone))
    event.add("dtend", entry.end.replace(tzinfo=zone))
    event.add("status", "CONFIRMED" if published.cancelled is None else "CANCELLED")
    event.add("transp", "OPAQUE" if entry.kind == "person" and published.cancelled is None else "TRANSPARENT")
    event.add("summary", summary(published, lang))
    event.add("location", line(_place(entry)))
    event.add("description", description(entry, lang))
    event.add("categories", [line(entry.function)])
    if published.cancelled is None:
        for before in ALARMS:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", summary(published, lang))
            alarm.add("trigger", before)
            event.add_component(alarm)
    return event


def summary(published: Published, lang: Lang) -> str:
    """Return an event's one line: the role and the activity, marked where it is a standby or called off."""
    entry, say = published.entry, _say(lang)
    first = entry.activity or entry.activities[0].name
    rest = 0 if entry.activity else len(entry.activities) - 1
    about = line(first) + (say(f" (+{rest} hoạt động)", f" (+{rest} more)") if rest else "")
    text = about if entry.role is None else f"{line(entry.role)} – {about}"
    if entry.standby:
        text = f"{say('Dự phòng', 'Standby')}: {text}"
    if published.cancelled is not None:
        text = f"{say('Đã hủy', 'Cancelled')}: {text}"
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"


def description(entry: Entry, lang: Lang) -> str:
    """Return what an event says: role, activities, lead, place, who else is there."""
    return "\n".join(_described(entry, _say(lang)))


def _described(entry: Entry, say: Callable[[str, str], str]) -> Iterator[str]:
    if entry.role is not None:
        standby = say(" (dự phòng)", " (standby)") if entry.standby else ""
        yield f"{say('Vai trò', 'Role')}: {line(entry.role)}{standby}"
    if entry.activity is not None:
        yield f"{say('Cho hoạt động', 'For the activity')}: {line(entry.activity)}"
    if len(entry.activities) == 1:
        if entry.activity is None:
            yield f"{say('Hoạt động', 'Activity')}: {line(entry.activities[0].name)}"
    else:
        yield say("Các hoạt động tổ chức chung:", "Activities held together:")
        yield from (f"- {line(held.name)} ({line(held.organisation)})" for held in entry.activities)
    yield f"{say('Chủ trì', 'Lead')}: {line(entry.lead)}"
    if entry.partners:
        yield f"{say('Phối hợp', 'Together with')}: {'; '.join(map(line, entry.partners))}"
    yield f"{say('Địa điểm', 'Place')}: {line(_place(entry))}"
    if entry.crews:
        yield {
            "person": say("Cùng làm:", "Also there:"),
            "organisation": say("Người của đơn vị:", "Our people:"),
            "plan": say("Ai làm gì:", "Who does what:"),
        }[entry.kind]
        yield from (_crew(crew, say) for crew in entry.crews)
    if entry.others:
        yield say(f"Người của đơn vị khác: {entry.others}", f"People of other organisations: {entry.others}")


def _crew(crew: Crew, say: Callable[[str, str], str]) -> str:
    standby = say(" (dự phòng)", " (standby)") if crew.standby else ""
    more = say(f" và {crew.more} người nữa", f" and {crew.more} more") if crew.more else ""
    return f"- {line(crew.role)}{standby}: {', '.join(map(line, crew.people))}{more}"


def _place(entry: Entry) -> str:
    return entry.place if entry.area is None else f"{entry.place}, {entry.area}"


def _say(lang: Lang) -> Callable[[str, str], str]:
    return lambda vi, en: vi if lang == "vi" else en


def line(text: str) -> str:
    """Return a text on one line, composed, without letters that no calendar can hold or that hide what it says."""
    return " ".join("".join(map(_letter, unicodedata.normalize("NFC", text))).split())


def _letter(letter: str) -> str:
    if letter in _TURNING:
        return ""
    kind = unicodedata.category(letter)
    if kind in ("Zl", "Zp") or letter.isspace():
        return " "
    return "\N{REPLACEMENT CHARACTER}" if kind in ("Cc", "Cs") else letter


def _second(moment: datetime) -> datetime:
    """Return a moment as calendars write it: UTC, to the second."""
    return moment.astimezone(UTC).replace(microsecond=0)


# -- time zones -----------------------------------------------------------------------------------------------


def _zone(name: str, local: Sequence[datetime]) -> Timezone:
    """Return what a time zone does from a year before the first of these local times to a year after the last.

    Each change of the clock begins, as RFC 5545 (3.6.5) wants it, at the local time *before* the change.
    """
    component = Timezone()
    component.add("tzid", name)
    zone = ZoneInfo(name)
    first = min(local).year - 1 if local else 2026
    last = max(local).year + 2 if local else 2027
    start = datetime(max(first, 1), 1, 1, tzinfo=UTC)
    end = datetime(min(last, 9999), 1, 1, tzinfo=UTC)
    before = _offset(zone, start)
    component.add_component(_period(zone, start, before))
    for change in _changes(zone, start, end):
        component.add_component(_period(zone, change, before))
        before = _offset(zone, change)
    return component


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the instants between two at which the offset changes, to the second."""
    day = timedelta(days=1)
    while start < end:
        low, high = start, min(start + day, end)
        if _offset(zone, low) != _offset(zone, high):
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
                low, high = (middle, high) if _offset(zone, middle) == _offset(zone, low) else (low, middle)
            yield high
        start += day


def _period(zone: ZoneInfo, change: datetime, before: timedelta) -> TimezoneStandard | TimezoneDaylight:
    """Return the time from a change on."""
    local = change.astimezone(zone)
    period = TimezoneDaylight() if local.dst() else TimezoneStandard()
    period.add("dtstart", (change + before).replace(tzinfo=None))
    period.add("tzoffsetfrom", before)
    period.add("tzoffsetto", _offset(zone, change))
    period.add("tzname", local.tzname() or "")
    return period


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()
