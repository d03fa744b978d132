"""Why a seat is empty, an activity unheld, a scenario infeasible: the inputs in conflict, and the cheapest repairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from planner.answers.conflicts import why_empty, why_infeasible, why_unheld
from planner.answers.repairs import Repair, repairs
from planner.answers.told import Conflict
from planner.cli.layout import heading, table
from planner.cli.questions.asking import Answer, Asking
from planner.cli.rows import shifts
from planner.cli.text import sentence


def gaps(asking: Asking) -> Answer:
    """Every empty seat and unheld activity."""
    found = [_told(asking, why_unheld(asking.scenario, asking.plan, e.activity)) for e in asking.plan.unheld]
    for session in asking.plan.sessions:
        for role, origin in dict.fromkeys((s.role, s.activity) for s in session.seats if s.person is None):
            found.append(_told(asking, why_empty(asking.scenario, asking.plan, session.id, role, origin)))
    if not found:
        return {"answers": []}, [asking.words("Không thiếu gì.", "Nothing is missing.")]
    return {"answers": [document for document, _ in found]}, [line for _, said in found for line in said]


def empty(asking: Asking) -> Answer:
    """One empty seat: SESSION ROLE [ACTIVITY]."""
    session = asking.session(1)
    seats = [(s.role, s.activity) for s in session.seats if s.person is None]
    role = asking.argument(2, "ROLE", {role for role, _ in seats})
    origins = [origin for of, origin in seats if of == role]
    origin = asking.argument(3, "ACTIVITY", {o or "" for o in origins}) if len(asking.words_asked) > 3 else origins[0]
    return _told(asking, why_empty(asking.scenario, asking.plan, session.id, role, origin or None))


def unheld(asking: Asking) -> Answer:
    """One unheld activity: ACTIVITY."""
    activity = asking.argument(1, "ACTIVITY", {entry.activity for entry in asking.plan.unheld})
    return _told(asking, why_unheld(asking.scenario, asking.plan, activity))


def infeasible(asking: Asking) -> Answer:
    """No plan at all."""
    return _told(asking, why_infeasible(asking.scenario))


def _told(asking: Asking, conflict: Conflict) -> Answer:
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
        shown.add_row(sentence(words(repair.vi, repair.en)), shifts(repair.difference, words))
    yield shown
