"""Where the ward hangs on one person, what one more would bring, what each refusal costs: families, ranked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from planner.answers.rankings import Loss, lost_people, one_more, refusals
from planner.cli.layout import table
from planner.cli.questions.asking import Answer, Asking
from planner.cli.rows import STATUS, told
from planner.cli.text import safe
from planner.cli.words import Words
from planner.domain.whatif import Case, FamilyName, Row, WhatIf
from planner.whatif.families import cases


def lost(asking: Asking) -> Answer:
    """Each person absent in turn, the worst loss first, with who stands in."""
    words, asked = asking.words, _cases(asking, "each_person_absent")
    found = lost_people(asking.scenario, asking.base.plan, asked, asking.rows(asked))
    names = {person.id: safe(person.name) for person in asking.scenario.people}
    shown = table(
        words("Vắng", "Absent"), words("Mất gì", "What is lost"), words("Ai làm thay", "Who stands in"),
        words("Ghế đổi người", "Seats changed"), numbers=(3,), ratios=(4, 5, 5, 0),
    )  # fmt: skip
    rows = []
    for loss in found:
        rows.append(record(loss.row) | loss.model_dump(mode="json", exclude={"row"}))
        rows[-1]["irreplaceable"] = loss.irreplaceable
        nobody = words("không ai thay được", "nobody takes over") if loss.irreplaceable else ""
        text = "; ".join(filter(None, (nobody, _result(loss.row, words))))
        shown.add_row(safe(loss.name), text, _stand_ins(loss, names, words), _changed(loss.row, words))
    return {"rows": rows}, [shown]


def _stand_ins(loss: Loss, names: dict[str, str], words: Words) -> str:
    """Name who takes a seat of theirs, and count the seats that nobody takes."""
    if loss.hands is None:
        return ""
    takers = dict.fromkeys(names[move.takes] for move in loss.hands if move.takes is not None)
    empty = sum(move.kind == "emptied" for move in loss.hands)
    left = words(f"{empty} chỗ để trống", words.many(empty, "seat") + " left empty") if empty else ""
    none = "" if loss.hands else words("không có việc", "has no duties")
    return "; ".join(filter(None, (", ".join(takers), left, none))) or words("không cần", "not needed")


def more(asking: Asking) -> Answer:
    """One more person for each skill and organisation, the best gain first."""
    words, asked = asking.words, _cases(asking, "one_more")
    shown = table(
        words("Thêm một người", "One more"), words("Kỹ năng", "Skill"), words("Được gì", "What it brings"),
        ratios=(4, 4, 6),
    )  # fmt: skip
    rows = []
    for worth in one_more(asking.scenario, asked, asking.rows(asked)):
        rows.append(record(worth.row) | worth.model_dump(mode="json", exclude={"row"}))
        who, what = (safe(", ".join(some)) for some in (worth.organisation_names, worth.skill_names))
        shown.add_row(who, what, _result(worth.row, words))
    return {"rows": rows}, [shown]


def refused(asking: Asking) -> Answer:
    """Each organisation joins nobody, the dearest first."""
    return _refusals(asking, "each_organisation_refuses")


def refused_by_pairs(asking: Asking) -> Answer:
    """Each two organisations do not join each other, the dearest first."""
    return _refusals(asking, "each_pair_refuses")


def _refusals(asking: Asking, family: FamilyName) -> Answer:
    words, asked = asking.words, _cases(asking, family)
    shown = table(
        words("Không ghép chung", "Refuses to join"), words("Giá phải trả", "What it costs"),
        words("Ghế đổi người", "Seats changed"), numbers=(2,), ratios=(5, 6, 0),
    )  # fmt: skip
    rows = []
    for refusal in refusals(asking.scenario, asked, asking.rows(asked)):
        rows.append(record(refusal.row) | refusal.model_dump(mode="json", exclude={"row"}))
        who = safe(" – ".join(refusal.names))
        shown.add_row(who, _result(refusal.row, words), _changed(refusal.row, words))
    return {"rows": rows}, [shown]


def ranked_table(rows: Sequence[Row], words: Words) -> Table:
    """Return rows as they come: the case, its result, how far it lies from the base."""
    shown = table(
        words("Nếu", "If"), words("Kết quả", "Result"), words("Thì", "Then"), words("Ghế đổi người", "Seats changed"),
        numbers=(3,), ratios=(5, 3, 6, 0),
    )  # fmt: skip
    for row in rows:
        vi, en, colour = STATUS[row.status]
        shown.add_row(safe(row.case), Text(words(vi, en), style=colour), told(row, words), _changed(row, words))
    return shown


def record(row: Row) -> dict[str, Any]:
    """Return a row as JSON values, without its plan."""
    return row.model_dump(mode="json", exclude={"plan"}, exclude_none=True)


def _cases(asking: Asking, family: FamilyName) -> list[Case]:
    return list(cases(asking.scenario, WhatIf(format="chungtay-whatif/1", base="-", generate=(family,))))


def _result(row: Row, words: Words) -> str:
    """Say how far a row lies from the base, and what is not proven of it."""
    vi, en, _ = STATUS[row.status]
    if row.status == "optimal":
        return told(row, words)
    return ": ".join(filter(None, (words(vi, en), told(row, words))))


def _changed(row: Row, words: Words) -> str:
    return "" if row.seats_changed is None else words.number(row.seats_changed)
