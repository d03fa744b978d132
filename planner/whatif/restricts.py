"""Whether a scenario only takes plans away from another one: then what is proven of the latter's plans holds here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypeVar

from planner.domain.scenario import (
    Activity,
    Function,
    Organisation,
    OwnRole,
    Pair,
    Person,
    PersonPin,
    Place,
    Role,
    Scenario,
)
from planner.domain.values import ONE_DAY, Interval, ceil_product

Item = TypeVar("Item", bound=Any)
Limit = TypeVar("Limit", bound=Any)


def restricts(scenario: Scenario, base: Scenario) -> bool:
    """Tell whether every plan of `scenario` is a plan of `base` with the same value in every tier.

    Sure where True: no plan of `scenario` is then better than the best of `base`. Where False it may still be
    so, as only what shows rule by rule is looked at. Both scenarios are without faults; `changes` counts against
    one base plan.
    """
    return (
        all(getattr(scenario, name) == getattr(base, name) for name in _SAME)
        and scenario.representation >= base.representation
        and _at_most(scenario.budget, base.budget)
        and _pairs(scenario.together) >= _pairs(base.together)
        and _pairs(scenario.apart) >= _pairs(base.apart)
        and _wishes(scenario, base)
        and _all(_organisation, scenario.organisations, base.organisations)
        and _all(_person, scenario.people, base.people)
        and _all(_place, scenario.places, base.places)
        and _all(_function, scenario.functions, base.functions)
        and _activities(scenario, base)
    )


_SAME: Final = ("objective", "start", "end", "blocks", "travel", "travel_default_minutes")
"""Fields of the scenario that no tightening is known for."""


def _all(tighter: Callable[[Item, Item], bool], mine: Iterable[Item], theirs: Iterable[Item]) -> bool:
    """Tell whether each item has a counterpart of its id that it is no looser than."""
    known = {item.id: item for item in theirs}
    return all(item.id in known and (item == known[item.id] or tighter(item, known[item.id])) for item in mine)


def _same(mine: Item, theirs: Item, *names: str) -> bool:
    return all(getattr(mine, name) == getattr(theirs, name) for name in names)


def _at_most(mine: Limit | None, theirs: Limit | None) -> bool:
    """Tell whether a limit (None: none) is no higher than another."""
    return theirs is None or (mine is not None and mine <= theirs)


def _among(mine: Collection[str] | None, theirs: Collection[str] | None) -> bool:
    """Tell whether a list of who or what may (None: any) admits no more than another."""
    return theirs is None or (mine is not None and set(mine) <= set(theirs))


def _covers(mine: Iterable[Interval], theirs: Iterable[Interval]) -> bool:
    """Tell whether the former intervals together cover all of each of the latter."""
    ordered = sorted(mine, key=lambda interval: interval.start)
    for wanted in theirs:
        reached = wanted.start
        for interval in ordered:
            if interval.start <= reached:
                reached = max(reached, interval.end)
        if reached < wanted.end:
            return False
    return True


# -- wishes --------------------------------------------------------------------------------------------------


def _pairs(pairs: Iterable[Pair]) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in pairs}


def _wishes(mine: Scenario, theirs: Scenario) -> bool:
    """Tell whether all pins are there still, and all forbids that could bar somebody."""
    present = {person.id for person in mine.people}
    barred = {(forbid.person, forbid.activity) for forbid in mine.forbids}
    return _pins(mine) >= _pins(theirs) and all(
        (forbid.person, forbid.activity) in barred for forbid in theirs.forbids if forbid.person in present
    )


def _pins(scenario: Scenario) -> set[tuple[object, ...]]:
    return {
        (pin.activity, pin.person, pin.role) if isinstance(pin, PersonPin) else (pin.activity, pin.start, pin.place, "")
        for pin in scenario.pins
    }


# -- who and where -------------------------------------------------------------------------------------------


def _organisation(mine: Organisation, theirs: Organisation) -> bool:
    return mine.bloc == theirs.bloc and _at_most(mine.max_hours, theirs.max_hours)


def _person(mine: Person, theirs: Person) -> bool:
    return (
        _same(mine, theirs, "organisations", "cost_per_hour")
        and set(mine.skills) <= set(theirs.skills)
        and _among(mine.areas, theirs.areas)
        and (theirs.available is None or (mine.available is not None and _covers(theirs.available, mine.available)))
        and _covers(mine.unavailable, theirs.unavailable)
        and mine.max_hours_per_day <= theirs.max_hours_per_day
        and mine.max_hours_per_week <= theirs.max_hours_per_week
    )


def _place(mine: Place, theirs: Place) -> bool:
    return (
        _same(mine, theirs, "area", "cost_per_session")
        and mine.capacity <= theirs.capacity
        and mine.parallel <= theirs.parallel
        and _covers(mine.closed, theirs.closed)
    )


# -- what a session needs ------------------------------------------------------------------------------------


def _function(mine: Function, theirs: Function) -> bool:
    return (
        _same(mine, theirs, "cost_per_session", "cost_per_person")
        and _at_most(mine.max_people, theirs.max_people)
        and _pairs(mine.separate) >= _pairs(theirs.separate)
        and len(mine.roles) == len(theirs.roles)
        and _all(_role, mine.roles, theirs.roles)
    )


def _role(mine: Role, theirs: Role) -> bool:
    return _same(mine, theirs, "fixed", "people_per_seat", "standby") and _asks(mine, theirs)


def _asks(mine: Role | OwnRole, theirs: Role | OwnRole) -> bool:
    return theirs.skill in (None, mine.skill) and _among(mine.blocs, theirs.blocs)


def _own_role(mine: OwnRole, theirs: OwnRole) -> bool:
    return mine.seats == theirs.seats and _asks(mine, theirs) and _among(mine.nominated, theirs.nominated)


# -- activities ----------------------------------------------------------------------------------------------


def _activities(mine: Scenario, theirs: Scenario) -> bool:
    if len(mine.activities) != len(theirs.activities):
        return False
    if not _all(lambda a, b: _activity(mine, theirs, a, b), mine.activities, theirs.activities):
        return False
    # What equal activities leave to the rest of the scenario: people who come, places that may be used.
    sizes, old_sizes = ({group.id: group.people for group in s.groups} for s in (mine, theirs))
    before = {activity.id: activity for activity in theirs.activities}
    return all(
        _brought(mine, sizes, activity) == _brought(theirs, old_sizes, before[activity.id])
        for activity in mine.activities
    ) and _nominations(mine.activities, theirs.activities)


def _activity(scenario: Scenario, base: Scenario, mine: Activity, theirs: Activity) -> bool:
    return (
        _same(mine, theirs, "organisation", "function", "area", "duration_minutes", "transport_cost", "priority")
        and _same_or_fewer_starts(scenario, mine, theirs)
        and _places(scenario, mine) <= _places(base, theirs)
        and _agrees(scenario, mine, theirs)
        and len(mine.own_roles) == len(theirs.own_roles)
        and _all(_own_role, mine.own_roles, theirs.own_roles)
    )


def _brought(scenario: Scenario, sizes: dict[str, int], activity: Activity) -> dict[str, int]:
    turnout = scenario.turnout if activity.turnout is None else activity.turnout
    return {
        serving.group: ceil_product(sizes[serving.group] if serving.people is None else serving.people, turnout)
        for serving in activity.serves
    }


def _places(scenario: Scenario, activity: Activity) -> set[str]:
    """Return where an activity may be held."""
    if activity.places is not None:
        return set(activity.places)
    return {place.id for place in scenario.places if place.area in (None, activity.area)}


def _agrees(scenario: Scenario, mine: Activity, theirs: Activity) -> bool:
    """Tell whether an activity agrees to be held with no more than before."""
    if mine.merge == "never" or theirs.merge == "any":
        return True
    if theirs.merge == "never":
        return False
    return _admitted(scenario, mine) <= _admitted(scenario, theirs)


def _admitted(scenario: Scenario, activity: Activity) -> set[str]:
    """Return whom an activity agrees to, where it need not be alone."""
    if isinstance(activity.merge, str):
        return {organisation.id for organisation in scenario.organisations}
    return {activity.organisation, *activity.merge}


def _same_or_fewer_starts(scenario: Scenario, mine: Activity, theirs: Activity) -> bool:
    """Tell whether each start is one of before, and a session of it may last as long only as before."""
    if _same(mine, theirs, "starts", "window"):
        return True
    before = _starts(scenario, theirs)
    return all(
        any(end <= limit for limit in before.get(start, ()))
        for start, ends in _starts(scenario, mine).items()
        for end in ends
    )


def _starts(scenario: Scenario, activity: Activity) -> dict[datetime, set[datetime]]:
    """Return the starts of an activity inside the horizon, each with the times by which a session must end."""
    found: dict[datetime, set[datetime]] = {}
    for start in activity.starts or ():
        if scenario.start <= start.date() <= scenario.end:
            found[start] = {datetime.combine(date.max, time.max)}
    window = activity.window
    if window is None:
        return found
    day, last = max(window.from_, scenario.start), min(window.to, scenario.end)
    blocks = [block for block in scenario.blocks if window.blocks is None or block.id in window.blocks]
    while day <= last:
        midnight = datetime.combine(day, time.min)
        for block in blocks:
            start = midnight + timedelta(minutes=block.start)
            found.setdefault(start, set()).add(midnight + timedelta(minutes=block.end))
        day += ONE_DAY
    return found


def _nominations(mine: Iterable[Activity], theirs: Iterable[Activity]) -> bool:
    """Tell whether nobody can take a shared seat of any session who could not before.

    A session takes whom any of its members nominates, and anybody where none does. So a list may lose names but
    not go; and a new one may name only people whom all lists for that role in its function and area name: without
    it they decide, and it adds its names to theirs.
    """
    before = {activity.id: activity for activity in theirs}
    for activity in mine:
        old = before[activity.id].nominated
        if not old.keys() <= activity.nominated.keys():
            return False
        for role, names in activity.nominated.items():
            if role in old:
                lists: list[Collection[str]] = [old[role]]
            else:
                lists = [
                    other.nominated[role]
                    for other in before.values()
                    if (other.function, other.area) == (activity.function, activity.area) and role in other.nominated
                ]
            if any(not set(names) <= set(known) for known in lists):
                return False
    return True
