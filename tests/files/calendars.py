"""Calendars as two libraries read them, and as they stand in the file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import vobject  # type: ignore[import-untyped]
from icalendar import Calendar

READ = ("uid", "sequence", "summary", "description", "location", "status", "transp")
"""What both libraries are asked of an event, beside its times and alarms."""


def by_icalendar(text: bytes) -> list[dict[str, Any]]:
    """The events of a calendar as icalendar reads them."""
    return [
        {
            **{name: str(event[name]) for name in READ},
            "start": event["dtstart"].dt.astimezone(UTC),
            "end": event["dtend"].dt.astimezone(UTC),
            "stamps": tuple(event[name].dt for name in ("dtstamp", "created", "last-modified")),
            "alarms": [alarm["trigger"].dt for alarm in event.walk("VALARM")],
        }
        for event in _events(text)
    ]


def _events(text: bytes) -> list[Any]:
    return list(Calendar.from_ical(text.decode()).walk("VEVENT"))


def by_vobject(text: bytes) -> list[dict[str, Any]]:
    """The events of a calendar as vobject reads them; it takes time zones as the calendar says they are."""
    return [
        {
            **{name: event.contents[name][0].value for name in READ},
            "start": event.dtstart.value.astimezone(UTC),
            "end": event.dtend.value.astimezone(UTC),
            "stamps": tuple(event.contents[name][0].value for name in ("dtstamp", "created", "last-modified")),
            "alarms": [alarm.trigger.value for alarm in event.contents.get("valarm", [])],
        }
        for event in vobject.readOne(text.decode()).contents.get("vevent", [])
    ]


def told(text: bytes) -> list[tuple[str, int, str, str, datetime]]:
    """The events of a calendar in short: summary, sequence, status, place, start (UTC)."""
    return [(e["summary"], int(e["sequence"]), e["status"], e["location"], e["start"]) for e in by_icalendar(text)]
