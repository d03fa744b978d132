"""What a batch says of the ward: where it hangs on one person, what one more would bring, what a refusal costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planner.answers.moves import Move, moves
from planner.domain.plan import Output, Plan
from planner.domain.scenario import Scenario
from planner.domain.whatif import AddPerson, Case, Change, KeepApart, RemovePerson, Row, SetMerge, Shift


class Loss(Output):
    """What the ward loses without a person.

    `hands` are the moves by which their seats go to others, stay empty or are not needed, standbys among them; None
    where the row has no plan to tell from.
    """

    row: Row
    person: str
    name: str
    hands: tuple[Move, ...] | None

    @property
    def irreplaceable(self) -> bool | None:
        """Whether more stays unheld or empty without them, whatever is moved about; None: not known."""
        if self.row.status == "infeasible":
            return True
        return _worse([self.row.difference.get(name) for name in ("unheld", "unfilled")])


class Worth(Output):
    """What one more person of an organisation with a skill brings: negative differences are gains."""

    row: Row
    skills: tuple[str, ...]
    organisations: tuple[str, ...]
    skill_names: tuple[str, ...]
    organisation_names: tuple[str, ...]


class Refusal(Output):
    """What it costs that an organisation joins nobody, or that two do not join each other."""

    row: Row
    organisations: tuple[str, ...]
    names: tuple[str, ...]


def lost_people(scenario: Scenario, base: Plan, cases: Iterable[Case], rows: Iterable[Row]) -> tuple[Loss, ...]:
    """Return what is lost without each person, worst first: the rows of cases that take one person away.

    `base` is the plan that the rows compare with. Other rows are left out, here and in what follows.
    """
    names = {person.id: person.name for person in scenario.people}
    gone = {case.name: c.person for case in cases if isinstance(c := _only(case), RemovePerson)}
    return tuple(
        Loss(row=row, person=gone[row.case], name=names[gone[row.case]], hands=_hands(scenario, base, row, gone))
        for row in by_loss(rows)
        if row.case in gone
    )


def one_more(scenario: Scenario, cases: Iterable[Case], rows: Iterable[Row]) -> tuple[Worth, ...]:
    """Return what one more person brings, best first: the rows of cases that add one person."""
    skills = {skill.id: skill.name for skill in scenario.skills}
    organisations = {organisation.id: organisation.name for organisation in scenario.organisations}
    added = {case.name: c.person for case in cases if isinstance(c := _only(case), AddPerson)}
    return tuple(
        Worth(
            row=row,
            skills=person.skills,
            organisations=person.organisations,
            skill_names=tuple(skills[s] for s in person.skills),
            organisation_names=tuple(organisations[o] for o in person.organisations),
        )
        for row in by_gain(rows)
        if (person := added.get(row.case)) is not None
    )


def refusals(scenario: Scenario, cases: Iterable[Case], rows: Iterable[Row]) -> tuple[Refusal, ...]:
    """Return what each refusal costs, dearest first: the rows of cases in which one organisation or a pair refuses."""
    names = {organisation.id: organisation.name for organisation in scenario.organisations}
    refusing = {case.name: _refusing(_only(case)) for case in cases}
    return tuple(
        Refusal(row=row, organisations=who, names=tuple(names[o] for o in who))
        for row in by_loss(rows)
        if (who := refusing.get(row.case, ()))
    )


def by_loss(rows: Iterable[Row]) -> list[Row]:
    """Return the rows by what they lose, the worst first: no plan at all, then tier by tier, then seats changed.

    Rows of which nothing is known come last. What is alike goes by the case's name, here and in `by_gain`.
    """
    return _unknown_last(sorted(sorted(rows, key=_case), key=_loss, reverse=True))


def by_gain(rows: Iterable[Row]) -> list[Row]:
    """Return the rows by what they bring, the best first, tier by tier; those of which nothing is known last."""
    return _unknown_last(sorted(sorted(rows, key=_case), key=_loss))


def _unknown_last(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.status in ("unknown", "error"))


def _case(row: Row) -> str:
    return row.case


def _loss(row: Row) -> tuple[object, ...]:
    held = row.status in ("optimal", "feasible")
    return (not held, tuple(shift.value for shift in row.difference.values()), row.seats_changed or 0)


def _worse(shifts: Sequence[Shift | None]) -> bool | None:
    """Tell whether the first tier that differs is worse for the best plans of both; None where that is not known."""
    for shift in shifts:
        if shift is None or shift.low is None or shift.high is None:
            return None
        if shift.low > 0:
            return True
        if shift.high < 0:
            return False
        if shift.low != shift.high:
            return None
    return False


def _only(case: Case) -> Change | None:
    """Return the change of a case that makes just one."""
    return case.changes[0] if len(case.changes) == 1 else None


def _refusing(change: Change | None) -> tuple[str, ...]:
    match change:
        case SetMerge(organisation=str(organisation), merge=()):
            return (organisation,)
        case KeepApart():
            return change.organisations
    return ()


def _hands(scenario: Scenario, base: Plan, row: Row, gone: dict[str, str]) -> tuple[Move, ...] | None:
    if row.plan is None or not row.plan.has_sessions_to_check:
        return None
    return tuple(move for move in moves(scenario, base, row.plan) if move.gives == gone[row.case])
