"""Inputs about what a session asks for: who may hold a role, how many may come, what it may cost."""

from __future__ import annotations

from collections.abc import Iterator

from planner.answers.inputs.edit import GONE
from planner.answers.inputs.input import Input, removable
from planner.answers.inputs.words import BLOCS, Names, some, whole
from planner.domain.scenario import OwnRole, Role, Scenario

Steps = tuple[str | int, ...]


def of_functions(scenario: Scenario, names: Names) -> Iterator[Input]:
    """Yield what each function asks of its sessions."""
    for i, function in enumerate(scenario.functions):
        if function.max_people is not None:
            vi, en = whole(function.max_people)
            yield removable(
                ("functions", i, "max_people"),
                "capacity",
                None,
                f"Một buổi {function.name} nhận tối đa {vi} người.",
                f"A session of {function.name} receives at most {en} people.",
            )
        for k, role in enumerate(function.roles):
            yield from _role(scenario, names, ("functions", i, "roles", k), role, function.name)
        for k, (one, other) in enumerate(function.separate):
            pair = names.role[function.id, one], names.role[function.id, other]
            yield removable(
                ("functions", i, "separate", k),
                "separate",
                GONE,
                f"{pair[0]} và {pair[1]} ({function.name}) không do người của cùng một đơn vị giữ.",
                f"{pair[0]} and {pair[1]} ({function.name}) are not held by people of one organisation.",
            )


def of_own_roles(scenario: Scenario, names: Names) -> Iterator[Input]:
    """Yield what each activity asks of its own roles, and whom it nominates."""
    everybody = tuple(person.id for person in scenario.people)
    for i, activity in enumerate(scenario.activities):
        for k, own in enumerate(activity.own_roles):
            yield from _role(scenario, names, ("activities", i, "own_roles", k), own, activity.name)
            if own.nominated is not None:
                steps: Steps = ("activities", i, "own_roles", k, "nominated")
                yield removable(steps, "qualified", None, *_nominated(activity.name, own.name, own.nominated, names))
        for role, people in activity.nominated.items():
            name = names.role.get((activity.function, role), role)
            # Everybody, not nobody by name: in a joint session the lists are united.
            steps = ("activities", i, "nominated", role)
            nomination = removable(steps, "qualified", everybody, *_nominated(activity.name, name, people, names))
            yield Input(**{**vars(nomination), "kind": "activities/*/nominated/*"})


def _role(scenario: Scenario, names: Names, at: Steps, role: Role | OwnRole, of: str) -> Iterator[Input]:
    if role.skill is not None:
        able = [person.name for person in scenario.people if role.skill in person.skills]
        skill = names.skill[role.skill]
        vi, en = some(able)
        vi = f"{len(able)} người có ({vi})" if able else "không ai có"
        en = f"{len(able)} {'has' if len(able) == 1 else 'have'} it ({en})" if able else "nobody has it"
        yield removable(
            (*at, "skill"),
            "qualified",
            None,
            f"{role.name} ({of}) cần kỹ năng {skill}: {vi}.",
            f"{role.name} ({of}) needs the skill {skill}: {en}.",
        )
    if role.blocs is not None:
        vi, en = (", ".join(BLOCS[bloc][language] for bloc in role.blocs) for language in (0, 1))
        yield removable(
            (*at, "blocs"),
            "qualified",
            None,
            f"{role.name} ({of}) chỉ dành cho khối {vi}." if vi else f"{role.name} ({of}) không dành cho khối nào.",
            f"{role.name} ({of}) is only for: {en}." if en else f"{role.name} ({of}) is for no bloc.",
        )


def _nominated(activity: str, role: str, people: tuple[str, ...], names: Names) -> tuple[str, str]:
    vi, en = some(names.person[person] for person in people)
    if not vi:
        return (
            f"{activity} không đề cử ai cho vai trò {role}.",
            f"{activity} nominates nobody for {role}.",
        )
    return f"{activity} chỉ đề cử {vi} cho vai trò {role}.", f"{activity} nominates only {en} for {role}."


def of_the_whole(scenario: Scenario) -> Iterator[Input]:
    """Yield what holds of the whole plan: the budget, and that every sponsor is represented."""
    if scenario.budget is not None:
        vi, en = whole(scenario.budget)
        yield removable(
            ("budget",),
            "budget",
            None,
            f"Kinh phí tối đa {vi} đồng.",
            f"The budget is {en} VND.",
        )
    if scenario.representation:
        yield removable(
            ("representation",),
            "representation",
            False,
            "Đơn vị nào cùng chủ trì một buổi cũng phải có người giữ chỗ trong buổi đó.",
            "Every sponsor of a joint session must have somebody in a seat.",
        )
