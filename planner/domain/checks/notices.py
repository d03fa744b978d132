"""Named warnings: a scenario without faults in which somebody should look at something."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import datetime, time
from functools import cached_property

from planner.domain.checks.findings import Path, pointer, shown
from planner.domain.faults import Notice
from planner.domain.indexed import Indexed
from planner.domain.scenario import Activity, Function, Role, Scenario
from planner.domain.values import Record, ceil_product


def notices(scenario: Scenario) -> Iterator[Notice]:
    """Yield the warnings of a scenario that has no faults, in the order of the contract's lists."""
    yield from _unknown_fields(scenario, ())
    yield from _separate_roles(scenario)
    sizes = {group.id: group.people for group in scenario.groups}
    venues = _Venues(scenario)
    for i, activity in enumerate(scenario.activities):
        at: Path = ("activities", i)
        for j, serving in enumerate(activity.serves):
            size = sizes[serving.group]
            if serving.people is not None and serving.people > size:
                yield _notice(
                    "serves-beyond-group",
                    (*at, "serves", j, "people"),
                    f'phục vụ {serving.people} người của nhóm "{serving.group}" chỉ có {size}',
                    f'serves {serving.people} people of group "{serving.group}", which has {size}',
                )
        yield from _nowhere(venues, activity, sizes, at)
        if not _has_start(scenario, activity):
            yield _notice(
                "no-start",
                at,
                "không có giờ bắt đầu nào trong thời gian của kịch bản: sẽ không được tổ chức",
                "has no start inside the scenario's days: it will not be held",
            )


def _notice(code: str, path: Path, vi: str, en: str) -> Notice:
    return Notice(code=code, pointer=pointer(path), vi=vi, en=en)


def _unknown_fields(record: Record, path: Path) -> Iterator[Notice]:
    fields = {field.alias or name: name for name, field in type(record).model_fields.items()}
    for name in record.model_extra or {}:
        near = difflib.get_close_matches(name[:60], [f for f in fields if f not in record.model_fields_set], n=1)
        vi, en = (
            "trường không quen, được giữ nguyên mà không dùng",
            "a field that is not known: kept, not used",
        )
        if near:
            vi, en = f"{vi}; gần nhất: {shown(near[0])}", f"{en}; the nearest is {shown(near[0])}"
        yield _notice("unknown-field", (*path, name), vi, en)
    for alias, name in fields.items():
        value = getattr(record, name)
        for i, item in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(item, Record):
                yield from _unknown_fields(item, (*path, alias, i))
        if isinstance(value, Record):
            yield from _unknown_fields(value, (*path, alias))


def _separate_roles(scenario: Scenario) -> Iterator[Notice]:
    """Yield the pairs of roles that must be of two organisations when only one has anybody for them."""
    for i, function in enumerate(scenario.functions):
        for j, pair in enumerate(function.separate):
            homes = {home for role in pair for home in _homes(scenario, _role(function, role))}
            if len(homes) == 1:
                (home,) = homes
                yield _notice(
                    "separate-one-organisation",
                    ("functions", i, "separate", j),
                    f'chỉ đơn vị "{home}" có người cho hai vai trò phải tách: một vai trò sẽ trống',
                    f'only organisation "{home}" has people for these separate roles: one will stay empty',
                )


def _role(function: Function, name: str) -> Role:
    return next(role for role in function.roles if role.id == name)


def _homes(scenario: Scenario, role: Role) -> set[str]:
    """Return the home organisations of those with the skill and bloc of a role."""
    bloc = {organisation.id: organisation.bloc for organisation in scenario.organisations}
    return {
        person.home
        for person in scenario.people
        if (role.skill is None or role.skill in person.skills)
        and (role.blocs is None or any(bloc[o] in role.blocs for o in person.organisations))
    }


class _Venues(Indexed):
    """What there is to meet in; each activity is answered without going through all places."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def largest(self, activity: Activity) -> int | None:
        """Return how many people the largest place holds that an activity may use; None: there is none."""
        if activity.places is not None:
            allowed = (self.places[id] for id in activity.places)
            return max((place.capacity for place in allowed if place.parallel), default=None)
        areas = {None, activity.area} & self._by_area.keys()
        return max((self._by_area[area] for area in areas), default=None)

    @cached_property
    def _by_area(self) -> dict[str | None, int]:
        """How many people the largest place of each area holds, None being for all areas."""
        found: dict[str | None, int] = {}
        for place in self.scenario.places:
            if place.parallel:
                found[place.area] = max(place.capacity, found.get(place.area, 0))
        return found


def _nowhere(venues: _Venues, activity: Activity, sizes: dict[str, int], at: Path) -> Iterator[Notice]:
    turnout = venues.scenario.turnout if activity.turnout is None else activity.turnout
    people = sum(ceil_product(sizes[s.group] if s.people is None else s.people, turnout) for s in activity.serves)
    function = venues.functions[activity.function]
    if function.max_people is not None and people > function.max_people:
        yield _notice(
            "fits-no-place",
            at,
            f'{people} người; một buổi "{function.id}" nhận nhiều nhất {function.max_people}',
            f'{people} people, and a session of "{function.id}" takes at most {function.max_people}',
        )
        return
    largest = venues.largest(activity)
    if largest is None:
        yield _notice(
            "fits-no-place",
            at,
            "không có địa điểm nào được phép: sẽ không được tổ chức",
            "has no place that it may use: it will not be held",
        )
    elif people > largest:
        yield _notice(
            "fits-no-place",
            at,
            f"{people} người, mà địa điểm lớn nhất được phép chứa {largest}",
            f"{people} people, and the largest place that it may use holds {largest}",
        )


def _has_start(scenario: Scenario, activity: Activity) -> bool:
    if activity.starts is not None:
        first, last = datetime.combine(scenario.start, time.min), datetime.combine(scenario.end, time.max)
        return any(first <= start <= last for start in activity.starts)
    window = activity.window
    if window is None or max(window.from_, scenario.start) > min(window.to, scenario.end):
        return False
    return any(window.blocks is None or block.id in window.blocks for block in scenario.blocks)
