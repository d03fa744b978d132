"""What makes a change: a function from a scenario to a scenario, and how one is refused."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from typing import Any

from planner.domain.checks.findings import SHOWN, shown
from planner.domain.faults import Fault
from planner.domain.scenario import Activity, Function, OwnRole, Role, Scenario
from planner.domain.whatif import Note

Handler = Callable[[Scenario, Any, list[Note]], Scenario]
"""Makes one kind of change, whose ids exist; adds to the notes what else went. Raises Refused."""


def find(scenario: Scenario, field: str, name: str) -> Any:
    """Return the item with this id of a list of the scenario. Raises KeyError where there is none."""
    for item in getattr(scenario, field):
        if item.id == name:
            return item
    raise KeyError(name)


def put_in(scenario: Scenario, field: str, name: str, **values: object) -> Scenario:
    """Return the scenario with other values in the item with this id of a list."""
    items = tuple(item.model_copy(update=values) if item.id == name else item for item in getattr(scenario, field))
    return scenario.model_copy(update={field: items})


def put(scenario: Scenario, **values: object) -> Scenario:
    """Return the scenario with other values in its own fields."""
    return scenario.model_copy(update=values)


def role_of(scenario: Scenario, activity: str, wanted: str) -> Role | OwnRole:
    """Return a role of an activity or of its function. Raises Refused where it is of neither."""
    of: Activity = find(scenario, "activities", activity)
    function: Function = find(scenario, "functions", of.function)
    roles: tuple[Role | OwnRole, ...] = (*function.roles, *of.own_roles)
    known = {role.id: role for role in roles}
    if wanted not in known:
        raise dangling(
            "role",
            wanted,
            known,
            "mã một vai trò của hoạt động hay của chức năng nó thuộc về",
            "the id of a role of the activity or its function",
        )
    return known[wanted]


class Refused(Exception):  # noqa: N818 - no error of the program
    """A change that cannot be made: `field` is the one at fault (empty: the change as a whole)."""

    def __init__(self, code: str, field: str, found: object, vi: str, en: str) -> None:
        super().__init__(en)
        self._code, self._field, self._found, self._vi, self._en = code, field, found, vi, en

    def fault(self, at: str) -> Fault:
        """Return the fault of a change that stands at a JSON pointer."""
        where = f"{at}/{self._field}" if self._field else at
        return Fault(code=self._code, pointer=where, found=shown(self._found), allowed_vi=self._vi, allowed_en=self._en)


def dangling(field: str, wanted: str, known: Iterable[str], vi: str, en: str) -> Refused:
    """Return the refusal of an id that is none of the `known`, with the nearest of them."""
    near = difflib.get_close_matches(wanted[:SHOWN], [name for name in known if len(name) <= SHOWN], n=1)
    if near:
        vi, en = f"{vi}; gần nhất: {shown(near[0])}", f"{en}; the nearest is {shown(near[0])}"
    return Refused("dangling-id", field, wanted, vi, en)


def taken(found: str, vi: str, en: str) -> Refused:
    """Return the refusal of a new item whose id another one has."""
    return Refused(
        "repeated-id",
        f"{en}/id",
        found,
        f"mã chưa dùng cho {vi} nào khác",
        f"an id that no other {en} has",
    )


def not_there(found: str, vi: str, en: str) -> Refused:
    """Return the refusal to drop what the scenario does not hold."""
    return Refused("not-there", "", found, vi, en)
