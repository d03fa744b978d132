"""Whether a change names what exists, and which change led to a scenario that cannot be solved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from planner.domain.checks import references, sense
from planner.domain.checks.findings import LISTS, Findings
from planner.domain.faults import Fault
from planner.domain.scenario import Scenario
from planner.domain.whatif import NAMED_IN, AddPerson, AddPlace, SetWindow, Step


def unresolved(scenario: Scenario, change: Step, at: str) -> list[Fault]:
    """Return a fault for every id in a change that the scenario does not have, or that a list of it repeats."""
    findings = _findings(scenario)
    path = tuple(at.split("/")[1:])
    for name, value in change.given(*type(change).model_fields).items():
        if name not in NAMED_IN:
            continue
        if isinstance(value, tuple):
            _set(findings, NAMED_IN[name], value, (*path, name))
        elif isinstance(value, str) and name != "merge":
            findings.resolve(NAMED_IN[name], value, (*path, name))
    if isinstance(change, SetWindow) and change.window is not None and change.window.blocks is not None:
        _set(findings, "blocks", change.window.blocks, (*path, "window", "blocks"))
    return findings.faults


def _set(findings: Findings, field: str, names: tuple[str, ...], path: tuple[str, ...]) -> None:
    findings.no_repeats(names, path)
    for i, name in enumerate(names):
        findings.resolve(field, name, (*path, i))


def blamed(stages: Sequence[Scenario], changes: Sequence[Step], at: str) -> list[Fault]:
    """Return the faults of the last stage, each at the change since which it stands: change k makes stage k + 1.

    What may stand there is said of its place in the changed scenario, unless that is in an item which is added.
    """
    last = faults(stages[-1])
    if not last:
        return []
    known = [Counter(_kind(fault) for fault in faults(stage)) for stage in stages]
    found, told = [], Counter[tuple[str, str, str]]()
    for fault in last:
        told[_kind(fault)] += 1
        k = len(changes)
        while k and known[k - 1][_kind(fault)] >= told[_kind(fault)]:
            k -= 1
        here = f"{at}/{k - 1}" if k else at
        inside = _inside(stages[-1], changes[k - 1], fault.pointer) if k else None
        said: dict[str, str] = (
            {"pointer": here + inside}
            if inside
            else {
                "pointer": here,
                "allowed_vi": f"{fault.pointer}: {fault.allowed_vi}",
                "allowed_en": f"{fault.pointer}: {fault.allowed_en}",
            }
        )
        found.append(fault.model_copy(update=said))
    return found


def _inside(scenario: Scenario, change: Step, pointer: str) -> str | None:
    """Return where in a change lies what lies at a pointer of the scenario: in an item that the change adds."""
    match change:
        case AddPerson(person=added):
            field, name, ids = "person", "people", [person.id for person in scenario.people]
        case AddPlace(place=added):
            field, name, ids = "place", "places", [place.id for place in scenario.places]
        case _:
            return None
    start = f"/{name}/{ids.index(added.id)}/" if added.id in ids else "-"
    return f"/{field}/{pointer.removeprefix(start)}" if pointer.startswith(start) else None


def faults(scenario: Scenario) -> list[Fault]:
    """Return what `planner.domain.checks.read` would find in the scenario's file.

    Its types and ranges hold already, as changes are typed like the scenario; only its meaning is looked at.
    """
    findings = _findings(scenario)
    references.check(findings)
    sense.check(findings)
    return findings.faults


def _kind(fault: Fault) -> tuple[str, str, str]:
    """Return what a fault says without where: an item's index changes when another one is removed."""
    return fault.code, fault.found, fault.allowed_en


def _findings(scenario: Scenario) -> Findings:
    ids: dict[str, Any] = {field: [{"id": item.id} for item in getattr(scenario, field)] for field in LISTS}
    positions = {
        field: tuple(range(len(items)))
        for field in type(scenario).model_fields
        if isinstance(items := getattr(scenario, field), tuple)
    }
    return Findings(scenario, ids, positions, frozenset())
