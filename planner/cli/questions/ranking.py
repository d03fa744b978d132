"""Where the ward hangs on one person, what one more would bring, what each refusal costs: families, ranked."""

from __future__ import annotations

from rich.table import Table

from planner.answers.questions.found import Losses, Refusals, Worths
from planner.answers.rankings import Loss
from planner.cli.layout import table
from planner.cli.rows import STATUS, told
from planner.cli.text import safe
from planner.cli.words import Words
from planner.domain.scenario import Scenario
from planner.domain.whatif import Row


def losses(answer: Losses, scenario: Scenario, words: Words) -> Table:
    """Show each person absent in turn, the worst loss first, with who stands in."""
    names = {person.id: safe(person.name) for person in scenario.people}
    shown = table(
        words("Vắng", "Absent"), words("Mất gì", "What is lost"), words("Ai làm thay", "Who stands in"),
        words("Ghế đổi người", "Seats changed"), numbers=(3,), ratios=(4, 5, 5, 0),
    )  # fmt: skip
    for loss in answer.losses:
        nobody = words("không ai thay được", "nobody takes over") if loss.irreplaceable else ""
        text = "; ".join(filter(None, (nobody, _result(loss.row, words))))
        shown.add_row(safe(loss.name), text, _stand_ins(loss, names, words), changed(loss.row, words))
    return shown


def _stand_ins(loss: Loss, names: dict[str, str], words: Words) -> str:
    """Name who takes a seat of theirs, and count the seats that nobody takes."""
    if loss.hands is None:
        return ""
    takers = dict.fromkeys(names[move.takes] for move in loss.hands if move.takes is not None)
    empty = sum(move.kind == "emptied" for move in loss.hands)
    left = words(f"{empty} chỗ để trống", words.many(empty, "seat") + " left empty") if empty else ""
    none = "" if loss.hands else words("không có việc", "has no duties")
    return "; ".join(filter(None, (", ".join(takers), left, none))) or words("không cần", "not needed")


def worths(answer: Worths, words: Words) -> Table:
    """Show one more person for each skill and organisation, the best gain first."""
    shown = table(
        words("Thêm một người", "One more"), words("Kỹ năng", "Skill"), words("Được gì", "What it brings"),
        ratios=(4, 4, 6),
    )  # fmt: skip
    for worth in answer.worths:
        who, what = (safe(", ".join(some)) for some in (worth.organisation_names, worth.skill_names))
        shown.add_row(who, what, _result(worth.row, words))
    return shown


def refusals(answer: Refusals, words: Words) -> Table:
    """Show what it costs that organisations do not join, the dearest first."""
    shown = table(
        words("Không ghép chung", "Refuses to join"), words("Giá phải trả", "What it costs"),
        words("Ghế đổi người", "Seats changed"), numbers=(2,), ratios=(5, 6, 0),
    )  # fmt: skip
    for refusal in answer.refusals:
        who = safe(" – ".join(refusal.names))
        shown.add_row(who, _result(refusal.row, words), changed(refusal.row, words))
    return shown


def changed(row: Row, words: Words) -> str:
    """Count the seats that change hands; nothing where that is not known."""
    return "" if row.seats_changed is None else words.number(row.seats_changed)


def _result(row: Row, words: Words) -> str:
    """Say how far a row lies from the base, and what is not proven of it."""
    vi, en, _ = STATUS[row.status]
    if row.status == "optimal":
        return told(row, words)
    return ": ".join(filter(None, (words(vi, en), told(row, words))))
