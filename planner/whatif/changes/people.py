"""Changes to people, and to how they are pinned and forbidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from planner.domain.scenario import Absence, Activity, ActivityPin, Forbid, Person, PersonPin, Scenario
from planner.domain.whatif import (
    AddForbid,
    AddPerson,
    AddPin,
    Allow,
    Note,
    RemovePerson,
    SetPerson,
    SetUnavailable,
    Step,
    Unpin,
)
from planner.whatif.changes.edit import Handler, find, not_there, put, put_in, role_of, taken


def _remove_person(scenario: Scenario, step: RemovePerson, notes: list[Note]) -> Scenario:
    gone = find(scenario, "people", step.person)
    activities, dropped, emptied = [], [], []
    for activity in scenario.activities:
        kept, lost = _without(activity, gone.id)
        activities.append(kept)
        dropped += [f"{activity.name} ({role})" for role in lost]
        emptied += [f"{activity.name} ({role})" for role, left in lost.items() if not left]
    pins = tuple(pin for pin in scenario.pins if not (isinstance(pin, PersonPin) and pin.person == gone.id))
    forbids = tuple(forbid for forbid in scenario.forbids if forbid.person != gone.id)
    _count(notes, len(scenario.pins) - len(pins), gone, "ấn định", "pins")
    _count(notes, len(scenario.forbids) - len(forbids), gone, "điều cấm", "forbids")
    if dropped:
        where = ", ".join(dropped)
        notes.append(Note(vi=f"Đề cử {gone.name} được bỏ: {where}.", en=f"Nominations of {gone.name} went: {where}."))
    if emptied:
        where = ", ".join(emptied)
        notes.append(Note(vi=f"Không còn ai được đề cử: {where}.", en=f"Nobody is left on the nomination: {where}."))
    people = tuple(person for person in scenario.people if person.id != gone.id)
    return put(scenario, people=people, activities=tuple(activities), pins=pins, forbids=forbids)


def _count(notes: list[Note], number: int, gone: Person, vi: str, en: str) -> None:
    if number:
        notes.append(
            Note(
                vi=f"Số {vi} nêu tên {gone.name} được bỏ: {number}.",
                en=f"{en.title()} that named {gone.name} went: {number}.",
            )
        )


def _without(activity: Activity, person: str) -> tuple[Activity, Mapping[str, tuple[str, ...]]]:
    """Return the activity without nominations of a person, and who is left on each list that named them."""
    shared = {
        role: tuple(name for name in names if name != person)
        for role, names in activity.nominated.items()
        if person in names
    }
    own = {
        role.id: tuple(name for name in role.nominated if name != person)
        for role in activity.own_roles
        if role.nominated is not None and person in role.nominated
    }
    if shared:
        activity = activity.model_copy(update={"nominated": {**activity.nominated, **shared}})
    if own:
        roles = tuple(
            role.model_copy(update={"nominated": own[role.id]}) if role.id in own else role
            for role in activity.own_roles
        )
        activity = activity.model_copy(update={"own_roles": roles})
    return activity, {**shared, **own}


def _add_person(scenario: Scenario, step: AddPerson, _notes: list[Note]) -> Scenario:
    if any(person.id == step.person.id for person in scenario.people):
        raise taken(step.person.id, "người", "person")
    return put(scenario, people=(*scenario.people, step.person))


def _set_person(scenario: Scenario, step: SetPerson, _notes: list[Note]) -> Scenario:
    return put_in(scenario, "people", step.person, **step.given(*(SetPerson.model_fields.keys() - {"type", "person"})))


def _set_unavailable(scenario: Scenario, step: SetUnavailable, _notes: list[Note]) -> Scenario:
    before = find(scenario, "people", step.person).unavailable
    return put_in(scenario, "people", step.person, unavailable=(*before, Absence(start=step.start, end=step.end)))


def _pin(scenario: Scenario, step: AddPin, _notes: list[Note]) -> Scenario:
    pin = step.pin()
    if isinstance(pin, PersonPin):
        role_of(scenario, pin.activity, pin.role)
    return put(scenario, pins=(*scenario.pins, pin))


def _unpin(scenario: Scenario, step: Unpin, _notes: list[Note]) -> Scenario:
    gone = _what(step.pin())
    kept = tuple(pin for pin in scenario.pins if _what(pin) != gone)
    if len(kept) == len(scenario.pins):
        raise not_there(
            " – ".join(str(part) for part in gone if part is not None),
            "một ấn định có trong pins, giống ở mọi trường",
            "a pin that the scenario holds, the same in all fields",
        )
    return put(scenario, pins=kept)


def _what(pin: ActivityPin | PersonPin) -> tuple[object, ...]:
    """Return the known fields of a pin."""
    return tuple(getattr(pin, name) for name in type(pin).model_fields)


def _forbid(scenario: Scenario, step: AddForbid, _notes: list[Note]) -> Scenario:
    return put(scenario, forbids=(*scenario.forbids, Forbid(person=step.person, activity=step.activity)))


def _allow(scenario: Scenario, step: Allow, _notes: list[Note]) -> Scenario:
    kept = tuple(f for f in scenario.forbids if (f.person, f.activity) != (step.person, step.activity))
    if len(kept) == len(scenario.forbids):
        raise not_there(
            f"{step.person} – {step.activity}",
            "người và hoạt động của một mục trong forbids",
            "the person and activity of one of the forbids",
        )
    return put(scenario, forbids=kept)


HANDLERS: Final[dict[type[Step], Handler]] = {
    RemovePerson: _remove_person,
    AddPerson: _add_person,
    SetPerson: _set_person,
    SetUnavailable: _set_unavailable,
    AddPin: _pin,
    Unpin: _unpin,
    AddForbid: _forbid,
    Allow: _allow,
}
"""What makes each of these changes."""
