"""Calendars: what they say to the letter, and that two libraries read the same in them."""

from __future__ import annotations

import random
import unicodedata
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from planner.files.calendar import ALARMS, Published, calendar_text, etag, exported, line, uid
from planner.files.duties import MOST_NAMED, Book, Held, Wanted
from tests import builders as b
from tests.files.calendars import by_icalendar, by_vobject

AT = datetime(2026, 1, 20, 3, 4, 5, 678, tzinfo=UTC)
LATER = datetime(2026, 1, 25, 3, 4, 5, tzinfo=UTC)

WARD = b.scenario(
    b.activity("a", "ub", name="Trao quà; Tết", own_roles=(b.own_role("books", name="Sổ sách"),)),
    b.activity("b", "mt", name="Quà, Quỹ"),
)
PLAN = b.plan(
    WARD,
    b.session(
        "s1",
        "a",
        "b",
        seats=[("desk", "ub-1"), ("desk", "mt-1"), ("books", "ub-2", "a")],
        standby=[("desk", "pn-1")],
    ),
)

HERS = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Chung Tay//0.1.0//VI
CALSCALE:GREGORIAN
NAME:Chung Tay: Cán bộ ub-2
X-WR-CALNAME:Chung Tay: Cán bộ ub-2
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
BEGIN:VTIMEZONE
TZID:Asia/Ho_Chi_Minh
BEGIN:STANDARD
DTSTART:20250101T070000
TZNAME:+07
TZOFFSETFROM:+0700
TZOFFSETTO:+0700
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:Sổ sách – Trao quà\\; Tết
DTSTART;TZID=Asia/Ho_Chi_Minh:20260202T073000
DTEND;TZID=Asia/Ho_Chi_Minh:20260202T083000
DTSTAMP:20260120T030405Z
UID:UID
SEQUENCE:0
CATEGORIES:Việc gift
CREATED:20260120T030405Z
DESCRIPTION:Vai trò: Sổ sách\\nCho hoạt động: Trao quà\\; Tết\\nCác hoạt động tổ chức chung:\
\\n- Trao quà\\; Tết (UB)\\n- Quà\\, Quỹ (MT)\\nChủ trì: UB\\nPhối hợp: MT\\nĐịa điểm: Nhà hall\\nCùng làm:\
\\n- Vai desk: Cán bộ mt-1\\, Cán bộ ub-1\\n- Vai desk (dự phòng): Cán bộ pn-1
LAST-MODIFIED:20260120T030405Z
LOCATION:Nhà hall
STATUS:CONFIRMED
TRANSP:OPAQUE
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Sổ sách – Trao quà\\; Tết
TRIGGER:-P1D
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Sổ sách – Trao quà\\; Tết
TRIGGER:-PT1H
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def test_a_persons_calendar_to_the_letter() -> None:
    found = exported(WARD, PLAN, id="s", at=AT, person="ub-2").decode()
    her = next(Book(WARD, PLAN).of_person("ub-2"))
    assert found.replace("\r\n ", "").replace("\r\n", "\n") == HERS.replace("UID:UID", f"UID:{uid('s', her)}")


@pytest.mark.parametrize(
    ("asked", "summary", "description"),
    [
        (
            {"person": "pn-1"},
            "Standby: Vai desk – Trao quà; Tết (+1 more)",
            "Role: Vai desk (standby)\nActivities held together:\n- Trao quà; Tết (UB)\n- Quà, Quỹ (MT)\n"
            "Lead: UB\nTogether with: MT\nPlace: Nhà hall\nAlso there:\n- Vai desk: Cán bộ mt-1, Cán bộ ub-1\n"
            "- Sổ sách: Cán bộ ub-2",
        ),
        (
            {"organisation": "mt"},
            "Trao quà; Tết (+1 more)",
            "Activities held together:\n- Trao quà; Tết (UB)\n- Quà, Quỹ (MT)\nLead: UB\nTogether with: MT\n"
            "Place: Nhà hall\nOur people:\n- Vai desk: Cán bộ mt-1\nPeople of other organisations: 3",
        ),
        (
            {"organisation": "pn"},
            "Trao quà; Tết (+1 more)",
            "Activities held together:\n- Trao quà; Tết (UB)\n- Quà, Quỹ (MT)\nLead: UB\nTogether with: MT\n"
            "Place: Nhà hall\nOur people:\n- Vai desk (standby): Cán bộ pn-1\nPeople of other organisations: 3",
        ),
        (
            {},
            "Trao quà; Tết (+1 more)",
            "Activities held together:\n- Trao quà; Tết (UB)\n- Quà, Quỹ (MT)\nLead: UB\nTogether with: MT\n"
            "Place: Nhà hall\nWho does what:\n- Vai desk: Cán bộ mt-1, Cán bộ ub-1\n- Sổ sách: Cán bộ ub-2\n"
            "- Vai desk (standby): Cán bộ pn-1",
        ),
    ],
)
def test_what_a_calendar_says(asked: dict[str, str], summary: str, description: str) -> None:
    (event,) = by_vobject(exported(WARD, PLAN, id="s", at=AT, lang="en", **asked))
    assert (event["summary"], event["description"]) == (summary, description)


def test_who_has_nothing_to_do_has_an_empty_calendar() -> None:
    text = exported(WARD, PLAN, id="s", at=AT, person="pn-2")
    assert (by_icalendar(text), by_vobject(text)) == ([], [])
    assert b"TZID:Asia/Ho_Chi_Minh" in text  # a calendar has at least one component


def test_a_crowd_is_not_named_one_by_one() -> None:
    people = tuple(b.person(f"ub-{n:02}") for n in range(MOST_NAMED + 3))
    of = b.scenario(b.activity("a"), people=people, functions=(b.function("gift", b.role("desk", len(people))),))
    plan = b.plan(of, b.session("s1", "a", seats=[("desk", p.id) for p in people]))
    (event,) = by_icalendar(exported(of, plan, id="s", at=AT, person="ub-00"))
    named = ", ".join(f"Cán bộ ub-{n:02}" for n in range(1, MOST_NAMED + 1))
    assert event["description"].splitlines()[-1] == f"- Vai desk: {named} và 2 người nữa"


def entry(**changes: Any) -> Published:
    """An event of somebody's, with some of it otherwise."""
    her = next(Book(WARD, PLAN).of_person("ub-2"))
    plain = {"uid": "u", "sequence": 0, "created": AT, "changed": AT, "cancelled": None}
    event = {name: changes.pop(name, value) for name, value in plain.items()}
    return Published(**event, entry=her.entry.model_copy(update=changes))


def test_what_is_called_off_rings_no_more() -> None:
    text = calendar_text("t", [entry(sequence=3, changed=LATER, cancelled=LATER)], "en")
    (event,) = by_icalendar(text)
    assert event == by_vobject(text)[0]
    assert (event["status"], event["transp"], event["sequence"], event["alarms"]) == (
        "CANCELLED",
        "TRANSPARENT",
        "3",
        [],
    )
    assert event["summary"] == "Cancelled: Sổ sách – Trao quà; Tết"
    assert event["stamps"] == (LATER, AT.replace(microsecond=0), LATER)
    (before,) = by_icalendar(calendar_text("t", [entry()]))
    assert (before["status"], before["alarms"]) == ("CONFIRMED", list(ALARMS))


HOSTILE = (
    "Bà A\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:giả",
    "a,b;c:d\\n\\,\"e'",
    "\x00\x07\x1b[31mđỏ\x7f",
    "tren\u202edưới\u2066\ufeff",
    "dòng\u2028hai\u2029ba\u0085bốn\vnăm\fsáu",
    "Tie\u0302\u0301ng Vie\u0323\u0302t",  # decomposed
    "👨‍👩‍👧‍👦 gia đình",
    "ế" * 500,
    " \t ",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(name: str) -> None:
    check_text(name)


@given(st.text(max_size=200))
def test_any_text_reads_the_same_in_both_libraries(name: str) -> None:
    check_text(name)


def check_text(name: str) -> None:
    """A name everywhere in an event: lines of at most 75 octets, no letter cut, and read back as `line` writes it."""
    held = (Held(name=name, organisation=name),)
    changes = {
        "role": name,
        "activity": name,
        "activities": held,
        "place": name,
        "lead": name,
        "partners": (),
        "function": name,
    }
    text = calendar_text(name, [entry(**changes)])
    lines = text.split(b"\r\n")
    assert max(len(one) for one in lines) <= 75
    letters = "".join(one.decode() for one in lines)  # each line is whole letters
    assert [letter for letter in letters if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")] == []
    (event,) = by_icalendar(text)
    assert event == by_vobject(text)[0]
    said = line(name)
    wanted = f"Vai trò: {said}\nCho hoạt động: {said}\nChủ trì: {said}\nĐịa điểm: {said}\nCùng làm:\n"
    assert event["description"].startswith(wanted)
    assert event["location"] == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a\r\nb\tc", "a b c"),
        ("a\x00b\ud800", "a\ufffdb\ufffd"),
        ("\u202eabc", "abc"),
        ("Vie\u0323\u0302t", "Việt"),
        ("a\u2028b", "a b"),
    ],
)
def test_a_text_on_one_line(name: str, said: str) -> None:
    assert line(name) == said


def test_a_long_summary_is_cut() -> None:
    (event,) = by_icalendar(calendar_text("t", [entry(role="ế" * 400)]))
    assert event["summary"] == "ế" * 299 + "…"
    assert event["description"].startswith(f"Vai trò: {'ế' * 400}\n")


PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("start", "utc"),
    [
        ("2026-03-28T01:30", "2026-03-28T00:30"),
        ("2026-03-29T01:30", "2026-03-29T00:30"),  # half an hour before the clock goes forward
        ("2026-03-29T03:00", "2026-03-29T01:00"),
        ("2026-03-29T04:30", "2026-03-29T02:30"),
        ("2026-10-25T01:30", "2026-10-24T23:30"),
        ("2026-10-25T03:30", "2026-10-25T02:30"),
        ("2026-12-01T08:00", "2026-12-01T07:00"),
    ],
)
def test_a_zone_with_summer_time(start: str, utc: str) -> None:
    """icalendar takes the zone from the system, vobject from the calendar: both say the same moment."""
    local, moment = datetime.fromisoformat(start), datetime.fromisoformat(utc).replace(tzinfo=UTC)
    text = calendar_text("t", [entry(start=local, end=local + timedelta(minutes=20), timezone="Europe/Paris")])
    assert [e["start"] for e in (*by_icalendar(text), *by_vobject(text))] == [moment, moment]


def test_the_clock_changes_at_the_time_that_it_shows_before() -> None:
    """RFC 5545, 3.6.5: a change begins at the local time by the offset that holds until then."""
    calendar: Any = Calendar.from_ical(calendar_text("t", [entry(timezone="Europe/Paris")]).decode())
    (zone,) = calendar.walk("VTIMEZONE")
    found = [(part.name, part["dtstart"].dt, part["tzoffsetto"].td) for part in zone.subcomponents]
    hour = timedelta(hours=1)
    assert [change for change in found if change[1].year == 2026] == [
        ("DAYLIGHT", datetime(2026, 3, 29, 2), 2 * hour),
        ("STANDARD", datetime(2026, 10, 25, 3), hour),
    ]


def test_a_session_over_the_change_of_the_clock() -> None:
    """The plan says local times: from 1:30 to 3:30 is one hour on that night."""
    start, end = datetime(2026, 3, 29, 1, 30), datetime(2026, 3, 29, 3, 30)
    text = calendar_text("t", [entry(start=start, end=end, timezone="Europe/Paris")])
    for (event,) in (by_icalendar(text), by_vobject(text)):
        assert event["end"] - event["start"] == timedelta(hours=1)


@pytest.mark.parametrize("name", ["Australia/Lord_Howe", "Africa/Casablanca", "America/St_Johns", "Asia/Saigon", "UTC"])
def test_zones_as_the_calendar_says_they_are(name: str) -> None:
    zone, events = ZoneInfo(name), []
    for day in range(0, 365, 3):
        start = datetime(2026, 1, 1, 12, 30) + timedelta(days=day)
        events.append(entry(uid=f"{day:03}", start=start, end=start + timedelta(hours=1), timezone=name))
    wanted = [event.entry.start.replace(tzinfo=zone).astimezone(UTC) for event in events]
    assert [e["start"] for e in by_vobject(calendar_text("t", events))] == wanted


def test_the_same_events_give_the_same_bytes() -> None:
    events = [entry(uid=str(n), start=datetime(2026, 2, 2 + n % 3, 8)) for n in range(9)]
    texts = {calendar_text("t", random.Random(seed).sample(events, len(events))) for seed in range(5)}
    assert len(texts) == 1
    tags = [etag(text) for text in (*texts, calendar_text("t", events[1:]))]
    assert len(set(tags)) == 2
    assert {len(tag) for tag in tags} == {34}
    assert [e["uid"] for e in by_icalendar(texts.pop())] == list("036147258")


def test_ids_are_of_the_scenario_the_person_and_the_activity() -> None:
    first, *_ = Book(WARD, PLAN).of_person("ub-2")
    moved = b.plan(WARD, b.session("s9", "a", start=b.AFTERNOON, place="yard", seats=[("books", "ub-2", "a")]))
    (after,) = Book(WARD, moved).of_person("ub-2")
    assert uid("s", first) == uid("s", after)
    others = [*Book(WARD, PLAN).of_person("ub-1"), *Book(WARD, PLAN).of_organisation("ub")]
    ids = [uid("s", first), uid("other", first), uid("s", first, attempt=1), *(uid("s", w) for w in others)]
    assert all(x != y for x, y in pairwise(sorted(ids)))


def test_everybodys_entries_are_each_ones_own() -> None:
    book = Book(WARD, PLAN)
    apart = [w for p in WARD.people for w in book.of_person(p.id)]
    apart += [w for o in WARD.organisations for w in book.of_organisation(o.id)]
    assert sorted(book.everybodys(), key=key) == sorted(apart, key=key)


def key(wanted: Wanted) -> tuple[str, str, tuple[str, ...]]:
    return wanted.kind, wanted.subject, wanted.keys
