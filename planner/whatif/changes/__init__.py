"""From a scenario and a list of changes to the changed scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from planner.domain.faults import Fault, InputError
from planner.domain.scenario import Scenario
from planner.domain.whatif import Change, Note, Step
from planner.whatif.changes import meetings, needs, people, places
from planner.whatif.changes.check import blamed, unresolved
from planner.whatif.changes.edit import Handler, Refused

HANDLERS: Final[dict[type[Step], Handler]] = {
    **people.HANDLERS,
    **meetings.HANDLERS,
    **places.HANDLERS,
    **needs.HANDLERS,
}
"""What makes each change."""


class Changed(NamedTuple):
    """A changed scenario, and what went with the changes although they do not name it."""

    scenario: Scenario
    notes: tuple[Note, ...]


def apply(scenario: Scenario, changes: Sequence[Change], at: str = "/changes") -> Changed:
    """Make the changes one after the other; `scenario` is one that `planner.domain.checks.read` has passed.

    Unknown fields are kept. `at` is the JSON pointer of the list of changes, for the faults.

    Raises:
        InputError: what changes name does not exist or exists already, each at its change; else, where the
            outcome is no scenario that can be solved, each fault at the change that led to it.
    """
    stages = [scenario]
    notes: list[Note] = []
    faults: list[Fault] = []
    for i, change in enumerate(changes):
        here = f"{at}/{i}"
        found = unresolved(stages[-1], change, here)
        if found:
            faults += found
            continue
        try:
            stages.append(HANDLERS[type(change)](stages[-1], change, notes))
        except Refused as refused:
            faults.append(refused.fault(here))
    faults = faults or blamed(stages, changes, at)
    if faults:
        raise InputError(tuple(faults))
    return Changed(stages[-1], tuple(notes))
