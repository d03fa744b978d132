"""Why one, why not another, who else: somebody is put in or taken out, and everything is planned anew."""

from __future__ import annotations

from dataclasses import replace

from rich.console import RenderableType

from planner.answers.forced import candidates, replacing, why, why_not
from planner.answers.moves import moves
from planner.cli.layout import table
from planner.cli.moved import moved
from planner.cli.questions import lacking
from planner.cli.questions.asking import Answer, Asking
from planner.cli.questions.ranking import ranked_table, record
from planner.cli.rows import STATUS, told
from planner.cli.text import safe
from planner.cli.words import Words
from planner.domain.whatif import Case, Row
from planner.whatif.changes import apply


def why_here(asking: Asking) -> Answer:
    """Why somebody is in an activity: PERSON ACTIVITY."""
    person = asking.argument(1, "PERSON", {p.id for p in asking.scenario.people})
    activity = asking.argument(2, "ACTIVITY", {a.id for a in asking.scenario.activities})
    return _one(asking, why(person, activity))


def why_not_there(asking: Asking) -> Answer:
    """Why somebody does not have a role in an activity: PERSON ACTIVITY ROLE."""
    person = asking.argument(1, "PERSON", {p.id for p in asking.scenario.people})
    activities = {a.id: a for a in asking.scenario.activities}
    activity = activities[asking.argument(2, "ACTIVITY", activities)]
    function = next(f for f in asking.scenario.functions if f.id == activity.function)
    roles = {r.id for r in function.roles} | {r.id for r in activity.own_roles}
    role = asking.argument(3, "ROLE", roles)
    case = why_not(person, activity.id, role)
    document, said = _one(asking, case)
    if any(row["status"] == "infeasible" for row in document["rows"]):
        forced = replace(asking, scenario=apply(asking.scenario, case.changes).scenario, mend=False)
        conflict, reasons = lacking.infeasible(forced)
        return document | {"conflict": conflict}, [*said, *reasons]
    return document, said


def _one(asking: Asking, case: Case) -> Answer:
    """Return the price of a case, and all that moves for it."""
    rows = asking.rows([case])
    records = [record(row) for row in rows]
    said: list[RenderableType] = [ranked_table(rows, asking.words)]
    for row, values in zip(rows, records, strict=True):
        if row.plan is not None and row.plan.has_sessions_to_check:
            found = moves(asking.scenario, asking.base.plan, row.plan)
            values["moves"] = [move.model_dump(mode="json") for move in found]
            said += moved(found, asking.words)
    return {"rows": records}, said


def who_else(asking: Asking) -> Answer:
    """Who could have a seat instead: SESSION ROLE [PERSON, - where it is empty]."""
    session, words = asking.session(1), asking.words
    role = asking.argument(2, "ROLE", {seat.role for seat in session.seats})
    seats = {seat.person or "-": seat for seat in session.seats if seat.role == role}
    seat = seats[asking.argument(3, "PERSON", seats)]
    asked = replacing(asking.base, session, role, seat.activity, seat.person)
    found = candidates(asking.base, asked, asking.rows(list(asked.values())))
    document = {
        "candidates": [
            {"person": c.person, "sure": c.sure, **record(c.row), "moves": [m.model_dump(mode="json") for m in c.moves]}
            for c in found
        ]
    }
    if not found:
        return document, [words("Không còn ai đủ điều kiện.", "Nobody else qualifies.")]
    names = {person.id: safe(person.name) for person in asking.scenario.people}
    shown = table(
        "", words("Người", "Person"), words("Giá", "Price"), words("Thay đổi", "Moves"),
        solid=(0,), numbers=(3,), ratios=(0, 4, 6, 0),
    )  # fmt: skip
    for n, candidate in enumerate(found, 1):
        count = words.number(len(candidate.moves)) if candidate.can else ""
        shown.add_row(f"{n}", names[candidate.person], _price(candidate.row, words), count)
    first = found[0]
    if not first.can:
        return document, [shown]
    title = words(f"Nếu chọn {names[first.person]}", f"With {names[first.person]}")
    return document, [shown, *moved(first.moves, words, title)]


def _price(row: Row, words: Words) -> str:
    if row.status in ("optimal", "feasible"):
        return told(row, words)
    vi, en, _ = STATUS[row.status]
    return words(vi, en)
