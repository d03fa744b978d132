"""Remedies about what a session asks for: who may hold a role, and how many may come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from planner.answers.inputs.words import whole
from planner.answers.remedies.case import Case, Remedy
from planner.domain.scenario import OwnRole, Person, Role
from planner.domain.whatif import SetMaxPeople, SetPerson, SetRole

TRAINED: Final = 3
"""Most people to whom a missing skill is given, one remedy each."""


def of_function(case: Case, rest: list[str]) -> Iterator[Remedy]:
    """Yield larger sessions of a function, or other people for a role."""
    function = case.scenario.functions[int(rest[0])]
    match rest[1:]:
        case ["max_people"] if function.max_people is not None:
            room = case.room(function.max_people)
            vi, en = whole(room)
            yield Remedy(
                (SetMaxPeople(function=function.id, max_people=room),),
                f"Một buổi {function.name} nhận đến {vi} người.",
                f"A session of {function.name} receives {en} people.",
            )
        case ["roles", k, "skill" | "blocs" as field]:
            yield from of_role(case, function.roles[int(k)], {"function": function.id}, field)


def of_role(case: Case, role: Role | OwnRole, of: Mapping[str, str], field: str) -> Iterator[Remedy]:
    """Yield people who are given the skill, and the role without what it asks for."""
    if field == "skill" and role.skill is not None:
        skill = case.names.skill[role.skill]
        for person in _could_learn(case, role):
            yield Remedy(
                (SetPerson(person=person.id, skills=(*person.skills, role.skill)),),
                f"{person.name} được tập huấn kỹ năng {skill}.",
                f"{person.name} is given the skill {skill}.",
            )
    lifted = SetRole.model_validate({**of, "role": role.id, field: None})
    what_vi, what_en = ("kỹ năng", "skill") if field == "skill" else ("khối", "bloc")
    yield Remedy((lifted,), f"{role.name} không đòi hỏi {what_vi}.", f"{role.name} asks for no {what_en}.")


def _could_learn(case: Case, role: Role | OwnRole) -> list[Person]:
    """Return a few people who lack only the skill and have the fewest minutes to serve, those who are free first."""
    areas = {case.activities[a].area for a in case.asked} - {None}
    barred = {f.person for f in case.scenario.forbids if f.activity in case.asked}
    work: dict[str, int] = {}
    busy: set[str] = set()
    when = case.session
    for session in () if case.plan is None else case.plan.sessions:
        for seat in session.seats:
            if seat.person is not None:
                work[seat.person] = work.get(seat.person, 0) + (session.end - session.start) // timedelta(minutes=1)
                if when is not None and session.start < when.end and when.start < session.end:
                    busy.add(seat.person)

    def fits(person: Person) -> bool:
        return (
            role.skill not in person.skills
            and person.id not in barred
            and (role.blocs is None or any(case.bloc[o] in role.blocs for o in person.organisations))
            and (person.areas is None or areas <= set(person.areas))
        )

    def away(person: Person) -> bool:
        if when is None:
            return False
        grid = case.grid
        return not grid.is_free(grid.person_index[person.id], grid.minute(when.start), grid.minute(when.end))

    able = [person for person in case.scenario.people if fits(person)]
    able.sort(key=lambda p: (away(p), p.id in busy, work.get(p.id, 0), p.cost_per_hour, p.id))
    return able[:TRAINED]
