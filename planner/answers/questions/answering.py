"""From a question to its answer: whatever it takes is solved anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from planner.answers.conflicts import Conflict, why_empty, why_infeasible, why_unheld
from planner.answers.curve import curve
from planner.answers.forced import candidates, replacing, why, why_not
from planner.answers.moves import moves
from planner.answers.questions.asking import Asking
from planner.answers.questions.check import checked, holder_asked, seats_by_holder, sessions_by_id
from planner.answers.questions.found import (
    Answer,
    Candidates,
    Curve,
    Gaps,
    Losses,
    Needs,
    Price,
    Reasons,
    Refusals,
    Worths,
)
from planner.answers.questions.kinds import (
    AskCurve,
    AskEmpty,
    AskGaps,
    AskInfeasible,
    AskLost,
    AskOneMore,
    AskPairs,
    AskRefusals,
    AskStaffing,
    AskUnheld,
    AskWhoElse,
    AskWhy,
    AskWhyNot,
    Question,
)
from planner.answers.rankings import lost_people, one_more, refusals
from planner.answers.repairs import repairs
from planner.answers.staffing import registered, staffing
from planner.domain.whatif import Case, FamilyName, WhatIf
from planner.whatif.changes import apply
from planner.whatif.families import cases

SECONDS_TO_REPAIR: Final = 10.0
"""Most seconds for pricing one repair."""

PERCENT: Final = (85, 100, 115)
"""Of the registered people: the populations that staffing is asked for where the question names none."""


def answered(question: Question, asking: Asking) -> Answer:
    """Answer a question about a plan.

    Raises:
        InputError: see `checked`.
        EngineError: the engine cannot run the cases.
    """
    checked(question, asking.scenario, asking.plan)
    return _ANSWERS[type(question)](question, asking)


# -- why something is missing -------------------------------------------------------------------------------------


def _gaps(_: AskGaps, asking: Asking) -> Gaps:
    scenario, plan = asking.scenario, asking.plan
    found = [_reasons(asking, why_unheld(scenario, plan, entry.activity)) for entry in plan.unheld]
    for session in plan.sessions:
        for role, origin in dict.fromkeys((s.role, s.activity) for s in session.seats if s.person is None):
            found.append(_reasons(asking, why_empty(scenario, plan, session.id, role, origin)))
    return Gaps(tuple(found))


def _empty(question: AskEmpty, asking: Asking) -> Reasons:
    session, role = sessions_by_id(asking.plan)[question.session], question.role
    origin = question.activity
    if origin is None:
        origin = next(seat.activity for seat in session.seats if seat.person is None and seat.role == role)
    return _reasons(asking, why_empty(asking.scenario, asking.plan, session.id, role, origin or None))


def _unheld(question: AskUnheld, asking: Asking) -> Reasons:
    return _reasons(asking, why_unheld(asking.scenario, asking.plan, question.activity))


def _infeasible(_: AskInfeasible, asking: Asking) -> Reasons:
    return _reasons(asking, why_infeasible(asking.scenario))


def _reasons(asking: Asking, conflict: Conflict) -> Reasons:
    if not asking.mend or conflict.outcome != "conflict":
        return Reasons(conflict)
    plan = asking.plan if asking.plan.has_sessions_to_check else None
    seconds = min(SECONDS_TO_REPAIR, asking.settings.time_limit_s)
    return Reasons(conflict, repairs(asking.scenario, plan, conflict, seconds=seconds, stop=asking.stop))


# -- what it costs to force something -----------------------------------------------------------------------------


def _why(question: AskWhy, asking: Asking) -> Price:
    return _price(asking, why(question.person, question.activity))


def _why_not(question: AskWhyNot, asking: Asking) -> Price:
    case = why_not(question.person, question.activity, question.role)
    found = _price(asking, case)
    if found.row is None or found.row.status != "infeasible":
        return found
    return replace(found, conflict=why_infeasible(apply(asking.scenario, case.changes).scenario))


def _price(asking: Asking, case: Case) -> Price:
    """Return the price of a case, and all that moves for it."""
    row = next(iter(asking.rows([case])), None)
    if row is None or row.plan is None or not row.plan.has_sessions_to_check:
        return Price(row)
    return Price(row, moves(asking.scenario, asking.base.plan, row.plan))


def _who_else(question: AskWhoElse, asking: Asking) -> Candidates:
    session, role = sessions_by_id(asking.plan)[question.session], question.role
    seat = seats_by_holder(session, role)[holder_asked(question)]
    asked = replacing(asking.base, session, role, seat.activity, seat.person)
    return Candidates(candidates(asking.base, asked, asking.rows(list(asked.values()))))


# -- families of cases, ranked ------------------------------------------------------------------------------------


def _lost(_: AskLost, asking: Asking) -> Losses:
    asked = _cases(asking, "each_person_absent")
    return Losses(lost_people(asking.scenario, asking.base.plan, asked, asking.rows(asked)))


def _one_more(_: AskOneMore, asking: Asking) -> Worths:
    asked = _cases(asking, "one_more")
    return Worths(one_more(asking.scenario, asked, asking.rows(asked)))


def _refusals(_: AskRefusals, asking: Asking) -> Refusals:
    return _refused(asking, "each_organisation_refuses")


def _pairs(_: AskPairs, asking: Asking) -> Refusals:
    return _refused(asking, "each_pair_refuses")


def _refused(asking: Asking, family: FamilyName) -> Refusals:
    asked = _cases(asking, family)
    return Refusals(refusals(asking.scenario, asked, asking.rows(asked)))


def _cases(asking: Asking, family: FamilyName) -> tuple[Case, ...]:
    return cases(asking.scenario, WhatIf(format="chungtay-whatif/1", base="-", generate=(family,)))


# -- sweeps -------------------------------------------------------------------------------------------------------


def _curve(_: AskCurve, asking: Asking) -> Curve:
    return Curve(tuple(curve(asking.scenario, asking.settings, asking.stop)))


def _staffing(question: AskStaffing, asking: Asking) -> Needs:
    whole = registered(asking.scenario)
    populations = question.populations or [whole * percent // 100 for percent in PERCENT]
    return Needs(whole, tuple(staffing(asking.scenario, populations, asking.settings, asking.stop)))


_ANSWERS: Final[dict[type[object], Callable[[Any, Asking], Answer]]] = {
    AskGaps: _gaps,
    AskEmpty: _empty,
    AskUnheld: _unheld,
    AskInfeasible: _infeasible,
    AskWhy: _why,
    AskWhyNot: _why_not,
    AskWhoElse: _who_else,
    AskLost: _lost,
    AskOneMore: _one_more,
    AskRefusals: _refusals,
    AskPairs: _pairs,
    AskCurve: _curve,
    AskStaffing: _staffing,
}
"""What answers each kind of question."""
