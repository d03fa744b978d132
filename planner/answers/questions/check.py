"""Whether what a question names is there: asked before anything is solved."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Final

from planner.answers.questions.kinds import AskEmpty, AskUnheld, AskWhoElse, AskWhy, AskWhyNot, Question
from planner.domain.faults import Fault, InputError
from planner.domain.plan import Plan, Seat, Session
from planner.domain.scenario import Scenario

NOBODY: Final = "-"
"""Stands for who has an empty seat."""


def checked(question: Question, scenario: Scenario, plan: Plan) -> None:
    """Make sure that the scenario, or the plan, has what a question names; `plan` is one of the scenario's.

    Raises:
        InputError: every id that is not there, in the order of the question's fields.
    """
    if faults := tuple(_faults(question, scenario, plan)):
        raise InputError(faults)


def sessions_by_id(plan: Plan) -> dict[str, Session]:
    """Return the plan's sessions, each by its id and by those of its activities."""
    return {s.id: s for s in plan.sessions} | {a: s for s in plan.sessions for a in s.activities}


def seats_by_holder(session: Session, role: str) -> dict[str, Seat]:
    """Return a session's seats of a role by who has them; of several empty ones the last, by `NOBODY`."""
    return {seat.person or NOBODY: seat for seat in session.seats if seat.role == role}


def holder_asked(question: AskWhoElse) -> str:
    """Return who has the seat that is asked about, `NOBODY` where it is an empty one."""
    return NOBODY if question.person is None else question.person


def unknown(pointer: str, asked: str, known: Iterable[str]) -> Iterator[Fault]:
    """Yield the fault of an id at a JSON pointer that is none of the known ones, with those that come near."""
    ids = sorted(known)
    if asked not in ids:
        near = difflib.get_close_matches(asked, ids, 3) or ids[:3]
        some = f"{', '.join(near)} …"
        yield Fault(code="unknown-id", pointer=pointer, found=asked or "–", allowed_vi=some, allowed_en=some)


def _faults(question: Question, scenario: Scenario, plan: Plan) -> Iterator[Fault]:
    match question:
        case AskEmpty():
            yield from _empty(question, plan)
        case AskUnheld():
            yield from unknown("/activity", question.activity, {entry.activity for entry in plan.unheld})
        case AskWhy() | AskWhyNot():
            yield from unknown("/person", question.person, {person.id for person in scenario.people})
            yield from unknown("/activity", question.activity, {activity.id for activity in scenario.activities})
            if isinstance(question, AskWhyNot):
                yield from _role(question, scenario)
        case AskWhoElse():
            yield from _who_else(question, plan)


def _empty(question: AskEmpty, plan: Plan) -> Iterator[Fault]:
    sessions = sessions_by_id(plan)
    yield from unknown("/session", question.session, sessions)
    if question.session not in sessions:
        return
    seats = [(s.role, s.activity) for s in sessions[question.session].seats if s.person is None]
    roles = {role for role, _ in seats}
    yield from unknown("/role", question.role, roles)
    if question.role in roles and question.activity is not None:
        yield from unknown("/activity", question.activity, {of or "" for role, of in seats if role == question.role})


def _role(question: AskWhyNot, scenario: Scenario) -> Iterator[Fault]:
    activity = next((a for a in scenario.activities if a.id == question.activity), None)
    if activity is not None:
        function = next(f for f in scenario.functions if f.id == activity.function)
        roles = {role.id for role in function.roles} | {role.id for role in activity.own_roles}
        yield from unknown("/role", question.role, roles)


def _who_else(question: AskWhoElse, plan: Plan) -> Iterator[Fault]:
    sessions = sessions_by_id(plan)
    yield from unknown("/session", question.session, sessions)
    if question.session not in sessions:
        return
    session = sessions[question.session]
    roles = {seat.role for seat in session.seats}
    yield from unknown("/role", question.role, roles)
    if question.role in roles:
        yield from unknown("/person", holder_asked(question), seats_by_holder(session, question.role))
