"""Questions that a plan answers: each is solved anew, and told in a planner's words or as JSON.

Only `explain` imports this, when it runs: the solver's library takes a second to load.
"""

from __future__ import annotations

import difflib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from rich.console import RenderableType
from rich.text import Text

from planner.answers.conflicts import why_empty, why_infeasible, why_unheld
from planner.answers.curve import curve
from planner.answers.forced import Candidate, who_else, why, why_not
from planner.answers.rankings import by_gain, by_loss
from planner.answers.repairs import Repair, repairs
from planner.answers.staffing import registered, staffing
from planner.answers.told import Conflict
from planner.cli import inputs
from planner.cli.checking import OTHER_SCENARIO, say_refused
from planner.cli.interrupt import stoppable
from planner.cli.layout import heading, table
from planner.cli.rows import STATUS, told
from planner.cli.shell import Exit, Shell
from planner.cli.text import safe, sentence
from planner.cli.words import Words
from planner.domain.plan import Plan, Session
from planner.domain.scenario import Scenario
from planner.domain.whatif import Case, FamilyName, Row, Shift, WhatIf
from planner.engine import Cores
from planner.solve.settings import SolveSettings
from planner.verify import verify
from planner.whatif.batch import base_of, run
from planner.whatif.case import Base
from planner.whatif.changes import apply
from planner.whatif.families import cases

Answer = tuple[dict[str, Any], list[RenderableType]]
"""A JSON document, and what people read."""


@dataclass(frozen=True)
class Asking:
    """A question about a plan; `seconds` for each solve, on `workers` cores."""

    shell: Shell
    scenario: Scenario
    plan: Plan
    words_asked: Sequence[str]
    seconds: float
    workers: int
    mend: bool
    stop: threading.Event = field(default_factory=threading.Event)

    @cached_property
    def base(self) -> Base:
        """The plan solved again from where it stands: what a file says of its bounds is no proof."""
        return base_of(self.scenario, self.settings, plan=self.plan, stop=self.stop)

    @property
    def settings(self) -> SolveSettings:
        """Settings of each solve."""
        return SolveSettings(time_limit_s=self.seconds, workers=self.workers, baseline=False)

    @property
    def words(self) -> Words:
        """The reader's language."""
        return self.shell.words

    def argument(self, n: int, what: str, known: Iterable[str]) -> str:
        """Return the n-th word of the question, one of the known ids.

        Raises:
            BadFile: it is missing or unknown.
        """
        ids = sorted(known)
        given = self.words_asked[n] if n < len(self.words_asked) else ""
        if given in ids:
            return given
        near = difflib.get_close_matches(given, ids, 3) or ids[:3]
        some = ", ".join(near)
        raise inputs.bad_file("QUESTION", "unknown-id", given or "–", f"{what}: {some} …", f"{what}: {some} …")

    def session(self, n: int) -> Session:
        """Return the session that the n-th word names, by its id or an activity in it."""
        of = {s.id: s for s in self.plan.sessions} | {a: s for s in self.plan.sessions for a in s.activities}
        return of[self.argument(n, "SESSION", of)]


def explained(
    shell: Shell,
    scenario_name: str,
    plan_name: str,
    question: Sequence[str],
    seconds: float,
    workers: int,
    *,
    mend: bool,
) -> int:
    """Answer a question about a plan, after verifying it.

    Raises:
        BadFile: scenario, plan or question cannot be used.
        Quit: the reader asked twice to stop.
    """
    scenario, plan = inputs.scenario(scenario_name).scenario, inputs.plan(plan_name)
    report = verify(scenario, plan)
    if not report.ok:
        say_refused(shell, report)
        return Exit.INPUT if any(v.rule == OTHER_SCENARIO for v in report.violations) else Exit.NO
    asking = Asking(shell, scenario, plan, question, seconds, workers, mend)
    name = asking.argument(0, "QUESTION", QUESTIONS)

    def work(stop: threading.Event) -> Answer:
        return QUESTIONS[name](replace(asking, stop=stop))

    stopped = threading.Event()

    def on_stop() -> None:
        stopped.set()
        shell.note(shell.words("Đang dừng.", "Stopping."))

    document, said = stoppable(work, on_stop=on_stop)
    if stopped.is_set():
        return Exit.INTERRUPT
    if shell.as_json:
        shell.document({"question": list(question), **document})
    else:
        shell.say(*said)
    return Exit.DONE


# -- conflicts -----------------------------------------------------------------------------------------------------


def _gaps(asking: Asking) -> Answer:
    """Every empty seat and unheld activity."""
    found = [_conflict(asking, why_unheld(asking.scenario, asking.plan, e.activity)) for e in asking.plan.unheld]
    for session in asking.plan.sessions:
        for role, origin in dict.fromkeys((s.role, s.activity) for s in session.seats if s.person is None):
            found.append(_conflict(asking, why_empty(asking.scenario, asking.plan, session.id, role, origin)))
    if not found:
        return {"answers": []}, [asking.words("Không thiếu gì.", "Nothing is missing.")]
    return {"answers": [document for document, _ in found]}, [line for _, said in found for line in said]


def _empty(asking: Asking) -> Answer:
    session = asking.session(1)
    empty = [(s.role, s.activity) for s in session.seats if s.person is None]
    role = asking.argument(2, "ROLE", {role for role, _ in empty})
    origins = [origin for of, origin in empty if of == role]
    origin = asking.argument(3, "ACTIVITY", {o or "" for o in origins}) if len(asking.words_asked) > 3 else origins[0]
    return _conflict(asking, why_empty(asking.scenario, asking.plan, session.id, role, origin))


def _unheld(asking: Asking) -> Answer:
    activity = asking.argument(1, "ACTIVITY", {entry.activity for entry in asking.plan.unheld})
    return _conflict(asking, why_unheld(asking.scenario, asking.plan, activity))


def _infeasible(asking: Asking) -> Answer:
    return _conflict(asking, why_infeasible(asking.scenario))


def _conflict(asking: Asking, conflict: Conflict) -> Answer:
    words = asking.words
    said: list[RenderableType] = [heading(sentence(words(conflict.vi, conflict.en)))]
    said += [f"  • {sentence(words(line.vi, line.en))}" for line in conflict.lines]
    if conflict.outcome == "conflict":
        sure = (
            words("Không có nhóm nào ít hơn.", "No smaller set is in conflict.")
            if conflict.smallest
            else words("Không bớt được điều nào.", "None of them can be left out.")
        )
        said.append(Text(sure, style="dim"))
    document = conflict.model_dump(mode="json")
    if asking.mend and conflict.outcome == "conflict":
        plan = asking.plan if asking.plan.has_sessions_to_check else None
        mended = repairs(asking.scenario, plan, conflict, seconds=min(10.0, asking.seconds), stop=asking.stop)
        document["repairs"] = [repair.model_dump(mode="json", exclude={"plan"}) for repair in mended]
        said += _repairs(asking, mended)
    return document, said


def _repairs(asking: Asking, mended: Sequence[Repair]) -> Iterator[RenderableType]:
    words = asking.words
    if not mended:
        yield words("Chưa tìm được cách khắc phục.", "No repair was found.")
        return
    shown = table(words("Cách khắc phục", "Repair"), words("Thì sao", "What follows"), ratios=(5, 5))
    for repair in mended:
        shown.add_row(sentence(words(repair.vi, repair.en)), _shifts(repair.difference, words))
    yield shown


def _shifts(difference: dict[str, Shift], words: Words) -> str:
    row = Row(case="-", status="feasible", difference=difference)
    return told(row, words)


# -- force and solve again -----------------------------------------------------------------------------------------


def _why(asking: Asking) -> Answer:
    person = asking.argument(1, "PERSON", {p.id for p in asking.scenario.people})
    activity = asking.argument(2, "ACTIVITY", {a.id for a in asking.scenario.activities})
    return _rows(asking, [why(person, activity)])


def _why_not(asking: Asking) -> Answer:
    person = asking.argument(1, "PERSON", {p.id for p in asking.scenario.people})
    activities = {a.id: a for a in asking.scenario.activities}
    activity = activities[asking.argument(2, "ACTIVITY", activities)]
    function = next(f for f in asking.scenario.functions if f.id == activity.function)
    roles = {r.id for r in function.roles} | {r.id for r in activity.own_roles}
    role = asking.argument(3, "ROLE", roles)
    case = why_not(person, activity.id, role)
    document, said = _rows(asking, [case])
    if document["rows"][0]["status"] == "infeasible":
        forced = replace(asking, scenario=apply(asking.scenario, case.changes).scenario, mend=False)
        conflict, reasons = _conflict(forced, why_infeasible(forced.scenario))
        return document | {"conflict": conflict}, [*said, *reasons]
    return document, said


def _who_else(asking: Asking) -> Answer:
    session, words = asking.session(1), asking.words
    role = asking.argument(2, "ROLE", {seat.role for seat in session.seats})
    seats = {seat.person or "-": seat for seat in session.seats if seat.role == role}
    seat = seats[asking.argument(3, "PERSON", seats)]
    engine = Cores(asking.workers)
    found = who_else(asking.base, session, role, seat.activity, seat.person, engine, asking.stop)
    document = {"candidates": [{"person": c.person, **_record(c.row)} for c in found]}
    if not found:
        return document, [words("Không còn ai đủ điều kiện.", "Nobody else qualifies.")]
    shown = table(
        "", words("Người", "Person"), words("Giá", "Price"), words("Ghế đổi người", "Seats changed"),
        solid=(0,), numbers=(3,), ratios=(0, 4, 6, 0),
    )  # fmt: skip
    for n, candidate in enumerate(found, 1):
        changed = "" if candidate.row.seats_changed is None else words.number(candidate.row.seats_changed)
        shown.add_row(f"{n}", _person(asking, candidate), _price(candidate.row, words), changed)
    return document, [shown]


def _person(asking: Asking, candidate: Candidate) -> str:
    return safe(next(p.name for p in asking.scenario.people if p.id == candidate.person))


def _price(row: Row, words: Words) -> str:
    if row.status in ("optimal", "feasible"):
        return told(row, words)
    vi, en, _ = STATUS[row.status]
    return words(vi, en)


def _record(row: Row) -> dict[str, Any]:
    return row.model_dump(mode="json", exclude={"plan"}, exclude_none=True)


def _rows(asking: Asking, asked: Sequence[Case], order: Callable[[Iterable[Row]], list[Row]] = list) -> Answer:
    words = asking.words
    rows = order(run(asking.base, asked, Cores(asking.workers), asking.stop))
    shown = table(
        words("Nếu", "If"), words("Kết quả", "Result"), words("Thì", "Then"), words("Ghế đổi người", "Seats changed"),
        numbers=(3,), ratios=(5, 3, 6, 0),
    )  # fmt: skip
    for row in rows:
        vi, en, colour = STATUS[row.status]
        changed = "" if row.seats_changed is None else words.number(row.seats_changed)
        shown.add_row(safe(row.case), Text(words(vi, en), style=colour), told(row, words), changed)
    return {"rows": [_record(row) for row in rows]}, [shown]


# -- families ------------------------------------------------------------------------------------------------------


def _family(name: FamilyName, order: Callable[[Iterable[Row]], list[Row]]) -> Callable[[Asking], Answer]:
    def answer(asking: Asking) -> Answer:
        wanted = WhatIf(format="chungtay-whatif/1", base="-", generate=(name,))
        return _rows(asking, cases(asking.scenario, wanted), order)

    return answer


def _curve(asking: Asking) -> Answer:
    words = asking.words
    found = list(curve(asking.scenario, asking.settings, asking.stop))
    shown = table(words("Người", "People"), words("Kinh phí", "Cost"), "", numbers=(0, 1))
    for point in found:
        proven = words("đã chứng minh", "proven") if point.proven else words("chưa chứng minh", "not proven")
        shown.add_row(words.number(point.people), words.money(point.cost), proven)
    points = [{"people": p.people, "cost": p.cost, "proven": p.proven} for p in found]
    return {"points": points}, [shown]


def _staffing(asking: Asking) -> Answer:
    words = asking.words
    whole = registered(asking.scenario)
    asked = [int(word) for word in asking.words_asked[1:] if word.isdecimal()]
    if len(asked) != len(asking.words_asked[1:]):
        raise inputs.bad_file("QUESTION", "not-a-number", " ".join(asking.words_asked[1:]), "số dân", "populations")
    populations = asked or [whole * percent // 100 for percent in (85, 100, 115)]
    needs = list(staffing(asking.scenario, populations, asking.settings, asking.stop))
    shown = table(
        words("Dân số", "Population"), words("Người phục vụ", "Staff"), words("Chỗ trống", "Empty seats"), "",
        numbers=(0, 1, 2),
    )  # fmt: skip
    for need in needs:
        people = "–" if need.people is None else words.number(need.people)
        if need.people is not None and need.least is not None and need.least < need.people:
            people = f"{words.number(need.least)}–{people}"
        empty = "–" if need.empty is None else words.number(need.empty)
        enough = words("đủ người", "enough") if need.enough else words("chưa đủ người", "too few")
        shown.add_row(words.number(need.population), people, empty, enough if need.empty is not None else "")
    document = [{**vars(need), "enough": need.enough} for need in needs]
    return {"registered": whole, "needs": document}, [shown]


QUESTIONS: Final[dict[str, Callable[[Asking], Answer]]] = {
    "gaps": _gaps,
    "empty": _empty,
    "unheld": _unheld,
    "infeasible": _infeasible,
    "why": _why,
    "why-not": _why_not,
    "who-else": _who_else,
    "lost": _family("each_person_absent", by_loss),
    "one-more": _family("one_more", by_gain),
    "refusals": _family("each_organisation_refuses", by_loss),
    "pairs": _family("each_pair_refuses", by_loss),
    "curve": _curve,
    "staffing": _staffing,
}
"""What can be asked, each with the words that follow it (see the help of `explain`)."""
