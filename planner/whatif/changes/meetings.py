"""Changes to who meets whom and how many come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from planner.domain.scenario import Activity, Pair, Scenario
from planner.domain.whatif import KeepApart, Note, SetMerge, SetPeople, SetTurnout, Step, Unpart, Untie
from planner.whatif.changes.edit import Handler, dangling, find, not_there, put, put_in

Refuses = Callable[[Activity, Activity], bool]
"""Whether the first activity refuses to be held with the second."""


def _set_turnout(scenario: Scenario, step: SetTurnout, _notes: list[Note]) -> Scenario:
    if step.activity is not None:
        return put_in(scenario, "activities", step.activity, turnout=step.turnout)
    activities = tuple(
        activity if activity.turnout is None else activity.model_copy(update={"turnout": None})
        for activity in scenario.activities
    )
    return put(scenario, turnout=step.turnout, activities=activities)


def _set_people(scenario: Scenario, step: SetPeople, _notes: list[Note]) -> Scenario:
    if step.activity is None:
        return put_in(scenario, "groups", step.group, people=step.people)
    before: Activity = find(scenario, "activities", step.activity)
    if step.group not in (known := [serving.group for serving in before.serves]):
        raise dangling(
            "group", step.group, known, "mã một nhóm mà hoạt động phục vụ", "the id of a group that the activity serves"
        )
    serves = tuple(
        serving.model_copy(update={"people": step.people}) if serving.group == step.group else serving
        for serving in before.serves
    )
    return put_in(scenario, "activities", step.activity, serves=serves)


def _set_merge(scenario: Scenario, step: SetMerge, notes: list[Note]) -> Scenario:
    of = [a for a in scenario.activities if step.activity == a.id or step.organisation == a.organisation]
    if not of:
        name = find(scenario, "organisations", str(step.organisation)).name
        notes.append(Note(vi=f"{name} không chủ trì hoạt động nào.", en=f"{name} sponsors no activity."))
    names = frozenset(activity.id for activity in of)
    changed = tuple(a.model_copy(update={"merge": step.merge}) if a.id in names else a for a in scenario.activities)
    return _untied(put(scenario, activities=changed), names, _unwilling, notes)


def _unwilling(activity: Activity, other: Activity) -> bool:
    if isinstance(activity.merge, str):
        return activity.merge == "never"
    return other.organisation not in (activity.organisation, *activity.merge)


def _keep_apart(scenario: Scenario, step: KeepApart, notes: list[Note]) -> Scenario:
    ours, theirs = (
        [activity for activity in scenario.activities if activity.organisation == name] for name in step.organisations
    )
    known = {frozenset(pair) for pair in scenario.apart}
    pairs = [
        (a.id, b.id)
        for a in ours
        for b in theirs
        if (a.function, a.area) == (b.function, b.area) and frozenset((a.id, b.id)) not in known
    ]
    if not pairs:
        vi, en = (" – ".join(find(scenario, "organisations", o).name for o in step.organisations),) * 2
        notes.append(
            Note(
                vi=f"{vi}: không có hai hoạt động nào còn có thể tổ chức chung.",
                en=f"{en}: no two activities that could still be held as one.",
            )
        )
    scenario = put(scenario, apart=(*scenario.apart, *pairs))
    return _untied(
        scenario,
        frozenset(activity.id for activity in (*ours, *theirs)),
        lambda a, b: {a.organisation, b.organisation} == set(step.organisations),
        notes,
    )


def _untied(scenario: Scenario, refusing: frozenset[str], refuses: Refuses, notes: list[Note]) -> Scenario:
    """Drop the `together` pairs that a refusal contradicts.

    A pair is contradicted where one of the two refuses the other. Pairs also tie in chains: where a refusing
    activity is tied to one that does not refuse, and through it to one that is refused, the former pair goes.
    """
    activities = {activity.id: activity for activity in scenario.activities}
    ties: dict[str, set[str]] = {}
    for a, b in scenario.together:
        ties.setdefault(a, set()).add(b)
        ties.setdefault(b, set()).add(a)

    def leaves(one: str, other: str) -> bool:
        if one not in refusing or one == other:
            return False
        mine = activities[one]
        beyond = {other} if other in refusing else _tied(ties, other, without=one)
        return any(refuses(mine, activities[name]) for name in beyond)

    dropped = [pair for pair in scenario.together if leaves(*pair) or leaves(*reversed(pair))]
    if not dropped:
        return scenario
    names = "; ".join(" – ".join(activities[name].name for name in pair) for pair in dropped)
    notes.append(
        Note(
            vi=f"Yêu cầu tổ chức cùng nhau được bỏ vì trái với việc từ chối: {names}.",
            en=f"No longer to be held together, as the refusal contradicts it: {names}.",
        )
    )
    return put(scenario, together=tuple(pair for pair in scenario.together if pair not in dropped))


def _tied(ties: Mapping[str, Iterable[str]], start: str, *, without: str) -> set[str]:
    """Return what is tied to an activity, directly or through others, but not through one of them."""
    found, todo = {start}, [start]
    while todo:
        for name in ties.get(todo.pop(), ()):
            if name not in found and name != without:
                found.add(name)
                todo.append(name)
    return found


def _untie(scenario: Scenario, step: Untie, _notes: list[Note]) -> Scenario:
    kept = _others(scenario.together, step.activities, "together")
    return put(scenario, together=kept)


def _unpart(scenario: Scenario, step: Unpart, _notes: list[Note]) -> Scenario:
    return put(scenario, apart=_others(scenario.apart, step.activities, "apart"))


def _others(pairs: tuple[Pair, ...], gone: Pair, field: str) -> tuple[Pair, ...]:
    kept = tuple(pair for pair in pairs if frozenset(pair) != frozenset(gone))
    if len(kept) == len(pairs):
        raise not_there(" – ".join(gone), f"một cặp có trong {field}", f"a pair that is in {field}")
    return kept


HANDLERS: Final[dict[type[Step], Handler]] = {
    SetTurnout: _set_turnout,
    SetPeople: _set_people,
    SetMerge: _set_merge,
    KeepApart: _keep_apart,
    Untie: _untie,
    Unpart: _unpart,
}
"""What makes each of these changes."""
