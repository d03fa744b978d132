"""Ids: unique in their lists, and every mention of one resolves."""

from __future__ import annotations

from planner.domain.checks.findings import LISTS, Findings, Path
from planner.domain.scenario import Activity, ActivityPin, Function, PersonPin


def check(findings: Findings) -> None:
    """Note every repeated and every dangling id."""
    _unique(findings)
    _people_and_places(findings)
    _functions(findings)
    _activities(findings)
    _lists(findings)


def _unique(findings: Findings) -> None:
    for field, (vi, en) in LISTS.items():
        for name, places in findings.places_of_ids[field].items():
            for place in places[1:]:
                findings.add(
                    "repeated-id",
                    (field, place, "id"),
                    name,
                    f"mã chưa dùng cho {vi} nào khác (mục {places[0] + 1} đã dùng)",
                    f"an id that no other {en} has (item {places[0] + 1} has it)",
                )


def _set(findings: Findings, field: str, items: tuple[str, ...] | None, path: Path) -> None:
    """Check a set of ids of the list `field`: each exists, none twice."""
    findings.no_repeats(items or (), path)
    for i, item in enumerate(items or ()):
        findings.resolve(field, item, (*path, i))


def _one(findings: Findings, field: str, item: str | None, path: Path) -> None:
    if item is not None:
        findings.resolve(field, item, path)


def _people_and_places(findings: Findings) -> None:
    for i, person in enumerate(findings.scenario.people):
        at = findings.path("people", i)
        _set(findings, "organisations", person.organisations, (*at, "organisations"))
        _set(findings, "skills", person.skills, (*at, "skills"))
        _set(findings, "areas", person.areas, (*at, "areas"))
    for i, place in enumerate(findings.scenario.places):
        _one(findings, "areas", place.area, (*findings.path("places", i), "area"))
    seen: dict[frozenset[str], int] = {}
    for i, travel in enumerate(findings.scenario.travel):
        at = findings.path("travel", i)
        _one(findings, "places", travel.from_, (*at, "from"))
        _one(findings, "places", travel.to, (*at, "to"))
        pair = frozenset((travel.from_, travel.to))
        if pair in seen:
            findings.add(
                "repeated-pair",
                at,
                f"{travel.from_} – {travel.to}",
                f"mỗi cặp địa điểm một lần, dùng cho cả hai chiều (mục {seen[pair] + 1} đã có)",
                f"each pair of places once, for both ways (item {seen[pair] + 1} has it)",
            )
        seen.setdefault(pair, int(at[1]))


def _functions(findings: Findings) -> None:
    for i, function in enumerate(findings.scenario.functions):
        at = findings.path("functions", i)
        roles = [role.id for role in function.roles]
        for j, role in enumerate(function.roles):
            here = (*at, "roles", j)
            if role.id in roles[:j]:
                findings.add(
                    "repeated-id",
                    (*here, "id"),
                    role.id,
                    "mã chưa dùng cho vai trò nào khác của chức năng",
                    "an id that no other role of the function has",
                )
            _one(findings, "skills", role.skill, (*here, "skill"))
            findings.no_repeats(role.blocs or (), (*here, "blocs"))
        for j, pair in enumerate(function.separate):
            for k, name in enumerate(pair):
                if name not in roles:
                    findings.dangling(
                        name,
                        roles,
                        (*at, "separate", j, k),
                        "mã một vai trò của chức năng này",
                        "the id of a role of this function",
                    )


def _activities(findings: Findings) -> None:
    functions = {function.id: function for function in findings.scenario.functions}
    for i, activity in enumerate(findings.scenario.activities):
        at = findings.path("activities", i)
        _one(findings, "organisations", activity.organisation, (*at, "organisation"))
        _one(findings, "functions", activity.function, (*at, "function"))
        _one(findings, "areas", activity.area, (*at, "area"))
        _served(findings, activity, at)
        if activity.window is not None:
            _set(findings, "blocks", activity.window.blocks, (*at, "window", "blocks"))
        _set(findings, "places", activity.places, (*at, "places"))
        for place in activity.transport_cost:
            findings.resolve("places", place, (*at, "transport_cost", place))
        if isinstance(activity.merge, tuple):
            _set(findings, "organisations", activity.merge, (*at, "merge"))
        _own_roles(findings, activity, functions.get(activity.function), at)
        for role, names in activity.nominated.items():
            here = (*at, "nominated", role)
            _set(findings, "people", names, here)
            function = functions.get(activity.function)
            if function is not None and role not in (known := [r.id for r in function.roles]):
                findings.dangling(
                    role,
                    known,
                    here,
                    "mã một vai trò của chức năng (vai trò riêng có danh sách riêng)",
                    "the id of a role of the function (an own role has a list of its own)",
                )


def _served(findings: Findings, activity: Activity, at: Path) -> None:
    seen: set[str] = set()
    for j, serving in enumerate(activity.serves):
        here = (*at, "serves", j, "group")
        findings.resolve("groups", serving.group, here)
        if serving.group in seen:
            findings.add("repeated-id", here, serving.group, "mỗi nhóm một lần", "each group once")
        seen.add(serving.group)


def _own_roles(findings: Findings, activity: Activity, function: Function | None, at: Path) -> None:
    taken = {role.id for role in function.roles} if function else set()
    for j, own in enumerate(activity.own_roles):
        here = (*at, "own_roles", j)
        if own.id in taken:
            findings.add(
                "repeated-id",
                (*here, "id"),
                own.id,
                "mã chưa dùng cho vai trò nào khác của hoạt động hay của chức năng",
                "an id that no other role of the activity or its function has",
            )
        taken.add(own.id)
        _one(findings, "skills", own.skill, (*here, "skill"))
        findings.no_repeats(own.blocs or (), (*here, "blocs"))
        _set(findings, "people", own.nominated, (*here, "nominated"))


def _lists(findings: Findings) -> None:
    scenario = findings.scenario
    for field in ("together", "apart"):
        for i, pair in enumerate(getattr(scenario, field)):
            for k, name in enumerate(pair):
                findings.resolve("activities", name, (*findings.path(field, i), k))
    for i, pin in enumerate(scenario.pins):
        at = findings.path("pins", i)
        findings.resolve("activities", pin.activity, (*at, "activity"))
        if isinstance(pin, ActivityPin):
            _one(findings, "places", pin.place, (*at, "place"))
        else:
            findings.resolve("people", pin.person, (*at, "person"))
            _pinned_role(findings, pin, at)
    for i, forbid in enumerate(scenario.forbids):
        at = findings.path("forbids", i)
        findings.resolve("people", forbid.person, (*at, "person"))
        findings.resolve("activities", forbid.activity, (*at, "activity"))


def _pinned_role(findings: Findings, pin: PersonPin, at: Path) -> None:
    """A pinned role is one of the activity's own or of its function."""
    scenario = findings.scenario
    activity = next((a for a in scenario.activities if a.id == pin.activity), None)
    function = next((f for f in scenario.functions if activity and f.id == activity.function), None)
    if activity is None or function is None:
        return
    known = [role.id for role in function.roles] + [role.id for role in activity.own_roles]
    if pin.role not in known:
        findings.dangling(
            pin.role,
            known,
            (*at, "role"),
            "mã một vai trò của hoạt động hay của chức năng nó thuộc về",
            "the id of a role of the activity or its function",
        )
