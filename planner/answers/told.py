"""Conflicts in a planner's words: one sentence for each cause, and one for many causes of a kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from planner.answers.inputs import Input
from planner.answers.inputs.edit import pointer
from planner.answers.inputs.words import Names, some
from planner.answers.probe import Need
from planner.domain.plan import Output, Session
from planner.domain.scenario import Scenario
from planner.domain.whatif import Note
from planner.solve.feasible.possible import Demand

ALONE: Final = 3
"""Most causes of a kind that get a sentence each."""

MANY: Final = {
    "people/*/max_hours_per_day": ("Giờ làm mỗi ngày của {n} người: {who}.", "The daily hours of {n} people: {who}."),
    "people/*/max_hours_per_week": ("Giờ làm mỗi tuần của {n} người: {who}.", "The weekly hours of {n} people: {who}."),
    "people/*/areas": ("Địa bàn của {n} người: {who}.", "The areas of {n} people: {who}."),
    "people/*/available": ("Thời gian có mặt của {n} người: {who}.", "When {n} people are there: {who}."),
    "people/*/unavailable/*": ("{n} lần vắng mặt của: {who}.", "{n} absences of: {who}."),
    "places/*/capacity": ("Sức chứa của {n} địa điểm: {who}.", "The room of {n} places: {who}."),
    "places/*/parallel": ("Số buổi cùng lúc của {n} địa điểm: {who}.", "Sessions at once at {n} places: {who}."),
    "places/*/area": ("Địa bàn của {n} địa điểm: {who}.", "The areas of {n} places: {who}."),
    "places/*/closed/*": ("{n} lần đóng cửa của: {who}.", "{n} closings of: {who}."),
    "activities/*/window": ("Khung ngày của {n} hoạt động: {who}.", "The dates of {n} activities: {who}."),
    "activities/*/starts": ("Giờ bắt đầu của {n} hoạt động: {who}.", "The starts of {n} activities: {who}."),
    "activities/*/places": ("Địa điểm của {n} hoạt động: {who}.", "The places of {n} activities: {who}."),
    "activities/*/merge": ("Điều kiện ghép của {n} hoạt động: {who}.", "Whom {n} activities meet with: {who}."),
    "activities/*/nominated/*": ("{n} đề cử của: {who}.", "{n} nominations by: {who}."),
    "activities/*/own_roles/*/nominated": ("{n} đề cử cho vai trò riêng của: {who}.", "{n} own nominations by: {who}."),
}
"""What is said of many inputs of a kind, by kind."""


class Cause(Output):
    """A member of a conflict: where it stands in the scenario, the rule that it speaks for, a sentence.

    An activity that is to be held as well stands for itself; `roles` are those that it needs people for.
    """

    pointer: str
    rule: str
    vi: str
    en: str
    roles: tuple[str, ...] = ()


class Goal(Output):
    """What was asked for: `activities` held, in infeasible scenarios none; `role` names the empty seat's."""

    activities: tuple[str, ...] = ()
    role: str | None = None
    origin: str | None = None
    empty: int = 0
    vi: str
    en: str

    def demands(self) -> tuple[Demand, ...]:
        """Return what the oracle is asked."""
        if not self.activities:
            return ()
        key = () if self.role is None else (((self.role, self.origin), self.empty),)
        return (Demand(frozenset(self.activities), key),)


class Conflict(Output):
    """The answer.

    `outcome`: ``conflict``: the causes cannot all hold; ``possible``: nothing is in conflict, `instead` are sessions
    that reach the goal and keep all that the plan has; ``unknown``: time ran out. `needs` are what the activities
    among the causes need. `lines` say the causes in few sentences. `smallest`: no conflict of inputs and of these
    needs has fewer members (else only: none can be left out). `checked`: asked anew it failed, and without any one
    member it worked. `seconds` is wall time.
    """

    outcome: Literal["conflict", "possible", "unknown"]
    goal: Goal
    causes: tuple[Cause, ...] = ()
    needs: tuple[Need, ...] = ()
    lines: tuple[Note, ...] = ()
    smallest: bool = False
    checked: bool = False
    vi: str
    en: str
    instead: tuple[Session, ...] | None = None
    seconds: float = 0.0


def headline(goal: Goal, outcome: Literal["conflict", "possible", "unknown"], number: int) -> Conflict:
    """Return the answer with what it says in one sentence; `number` counts the causes."""
    if outcome == "possible":
        vi = f"Có thể {goal.vi} mà không mất gì khác: đây chưa phải là phương án tốt nhất."
        en = f"There is a plan with {goal.en} that loses nothing else: this plan is not the best."
    elif outcome == "unknown":
        vi = f"Chưa tìm được trong thời gian cho phép vì sao không thể {goal.vi}."
        en = f"Time ran out before it was clear what stands against {goal.en}."
    elif not number:
        vi = f"Không thể {goal.vi} dù bỏ mọi hạn chế: không đủ người."
        en = f"Nothing that could be relaxed allows {goal.en}: there are too few people."
    elif number == 1:
        vi = f"Không thể {goal.vi} chỉ vì một điều; bỏ nó thì được."
        en = f"One thing alone does not allow {goal.en}; without it, it is possible."
    else:
        vi = f"Không thể {goal.vi} khi giữ cả {number} điều sau; bỏ bất kỳ điều nào trong đó thì được."
        en = f"These {number} together do not allow {goal.en}; without any one of them it is possible."
    return Conflict(outcome=outcome, goal=goal, vi=vi, en=en)


def causes(scenario: Scenario, members: Sequence[Input | Need]) -> tuple[Cause, ...]:
    """Return the members of a conflict, an activity once for all its needs."""
    found = [Cause(pointer=m.pointer, rule=m.rule, vi=m.vi, en=m.en) for m in members if isinstance(m, Input)]
    names = Names(scenario)
    index = {a.id: i for i, a in enumerate(scenario.activities)}
    for activity, roles in needed(members).items():
        name = names.activity[activity]
        what = ", ".join(names.role_of(scenario, activity, role) for role in roles)
        found.append(
            Cause(
                pointer=pointer("activities", index[activity]),
                rule="seats" if roles else "one-session",
                vi=f"{name} cũng được tổ chức{f' và cần người cho vai trò {what}' if roles else ''}.",
                en=f"{name} is held too{f' and needs people as {what}' if roles else ''}.",
                roles=roles,
            )
        )
    return tuple(found)


def needed(members: Sequence[Input | Need]) -> dict[str, tuple[str, ...]]:
    """Return for each activity that a conflict holds the roles that it needs people for."""
    found: dict[str, tuple[str, ...]] = {}
    for need in members:
        if isinstance(need, Need):
            found[need.activity] = (*found.get(need.activity, ()), *((need.role,) if need.role else ()))
    return found


def lines(scenario: Scenario, members: Sequence[Input | Need]) -> tuple[Note, ...]:
    """Return the conflict in few sentences: many inputs of a kind, and many activities with a need, in one."""
    kinds: dict[str, list[Input]] = {}
    for one in members:
        if isinstance(one, Input):
            kinds.setdefault(one.kind, []).append(one)
    found: list[Note] = []
    for kind, alike in kinds.items():
        if kind in MANY and len(alike) > ALONE:
            found.append(_many(*MANY[kind], len(alike), [_about(scenario, one) for one in alike]))
        else:
            found += [Note(vi=one.vi, en=one.en) for one in alike]
    names = Names(scenario)
    same: dict[tuple[str, ...], list[str]] = {}
    for activity, roles in needed(members).items():
        same.setdefault(tuple(names.role_of(scenario, activity, role) for role in roles), []).append(activity)
    for roles, activities in same.items():
        what = ", ".join(roles)
        vi = f"Cũng phải tổ chức{f' và có người làm {what} ở' if roles else ''} {{n}} hoạt động: {{who}}."
        count = "1 activity" if len(activities) == 1 else "{n} activities"
        en = f"Held too{f', each with people as {what}' if roles else ''}: {count}: {{who}}."
        found.append(_many(vi, en, len(activities), [names.activity[a] for a in activities]))
    return tuple(found)


def _about(scenario: Scenario, one: Input) -> str:
    _, field, index, *_ = one.pointer.split("/")
    name: str = getattr(scenario, field)[int(index)].name
    return name


def _many(vi: str, en: str, n: int, names: Sequence[str]) -> Note:
    who_vi, who_en = some(dict.fromkeys(names), most=ALONE)
    return Note(
        vi=vi.replace("{n}", str(n)).replace("{who}", who_vi), en=en.replace("{n}", str(n)).replace("{who}", who_en)
    )
