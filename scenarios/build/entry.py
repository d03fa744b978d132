"""An activity as a row of a table, and how the row becomes an activity of the contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from scenarios.build.text import Record, record


@dataclass(frozen=True)
class Own:
    """A role that a sponsor keeps for itself: `seats`, by skill, by bloc or by name (`nominated`)."""

    id: str
    name: str
    nominated: tuple[str, ...] | None = None
    skill: str | None = None
    blocs: tuple[str, ...] | None = None
    seats: int = 1


@dataclass(frozen=True)
class Entry:
    """One row. `days` is the first and last day of the window (day 1 begins the horizon); `blocks` None: any.

    `starts` (day, "HH:MM") replaces `days` where the hour is fixed. `serves` counts people by group (None:
    all of it). `merge` is a word or sponsors' ids.
    """

    id: str
    name: str
    sponsor: str
    function: str
    serves: Mapping[str, int | None]
    minutes: int
    places: tuple[str, ...]
    days: tuple[int, int] | None = None
    blocks: tuple[str, ...] | None = None
    starts: tuple[tuple[int, str], ...] | None = None
    merge: str | tuple[str, ...] = "any"
    own: tuple[Own, ...] = ()
    nominated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    priority: int | None = None
    transport: Mapping[str, int] = field(default_factory=dict)
    turnout: float | None = None


def day(start: date, number: int) -> str:
    """Return day `number` of a horizon that begins at `start` (day 1) as a date of the contract."""
    return (start + timedelta(days=number - 1)).isoformat()


def activity(
    entry: Entry,
    start: date,
    *,
    own: Callable[[str], str] = str,
    suffix: str = "",
    area: str | None = None,
) -> Record:
    """Return the row as an activity of a horizon from `start`; `own` turns standard ids into the ward's."""
    window = None
    if entry.days:
        window = record(
            from_=day(start, entry.days[0]),
            to=day(start, entry.days[1]),
            blocks=list(entry.blocks) if entry.blocks else None,
        )
    return record(
        id=own(entry.id),
        name=entry.name + suffix,
        organisation=own(entry.sponsor),
        function=entry.function,
        area=area,
        serves=[record(group=own(group), people=people) for group, people in entry.serves.items()],
        turnout=entry.turnout,
        starts=[f"{day(start, number)}T{hour}" for number, hour in entry.starts] if entry.starts else None,
        window=window,
        duration_minutes=entry.minutes,
        places=[own(place) for place in entry.places],
        transport_cost={own(place): cost for place, cost in entry.transport.items()} or None,
        merge=None if entry.merge == "any" else _merge(entry.merge, own),
        own_roles=[_own_role(role, own) for role in entry.own] or None,
        nominated={role: [own(person) for person in persons] for role, persons in entry.nominated.items()} or None,
        priority=entry.priority,
    )


def _merge(merge: str | tuple[str, ...], own: Callable[[str], str]) -> str | list[str]:
    return merge if isinstance(merge, str) else [own(sponsor) for sponsor in merge]


def _own_role(role: Own, own: Callable[[str], str]) -> Record:
    return record(
        id=role.id,
        name=role.name,
        seats=role.seats,
        skill=role.skill,
        blocs=list(role.blocs) if role.blocs else None,
        nominated=[own(person) for person in role.nominated] if role.nominated else None,
    )
