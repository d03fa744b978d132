"""Why one, why not another, who else: somebody is put in or taken out, and everything is planned anew."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from planner.answers.questions.found import Candidates, Price
from planner.cli.layout import table
from planner.cli.moved import moved
from planner.cli.names import Cells, nowhere
from planner.cli.questions.lacking import told as told_conflict
from planner.cli.questions.ranking import changed
from planner.cli.rows import STATUS, told
from planner.cli.text import safe
from planner.cli.words import Words
from planner.domain.scenario import Scenario
from planner.domain.whatif import Row


def price(answer: Price, words: Words, cells: Cells = nowhere) -> Iterator[RenderableType]:
    """Show what it costs to force something, all that moves for it, and why it cannot be where it cannot."""
    yield _result(answer.row, words)
    if answer.moves is not None:
        yield from moved(answer.moves, words)
    if answer.conflict is not None:
        yield from told_conflict(answer.conflict, words, cells)


def _result(row: Row | None, words: Words) -> Table:
    """Return a row as a table: the case, its result, how far it lies from the base."""
    shown = table(
        words("Nếu", "If"), words("Kết quả", "Result"), words("Thì", "Then"), words("Ghế đổi người", "Seats changed"),
        numbers=(3,), ratios=(5, 3, 6, 0),
    )  # fmt: skip
    if row is not None:
        vi, en, colour = STATUS[row.status]
        shown.add_row(safe(row.case), Text(words(vi, en), style=colour), told(row, words), changed(row, words))
    return shown


def candidates(answer: Candidates, scenario: Scenario, words: Words) -> Iterator[RenderableType]:
    """Show who could have a seat instead, and what moves with the cheapest of them."""
    found = answer.candidates
    if not found:
        yield words("Không còn ai đủ điều kiện.", "Nobody else qualifies.")
        return
    names = {person.id: safe(person.name) for person in scenario.people}
    shown = table(
        "", words("Người", "Person"), words("Giá", "Price"), words("Thay đổi", "Moves"),
        solid=(0,), numbers=(3,), ratios=(0, 4, 6, 0),
    )  # fmt: skip
    for n, candidate in enumerate(found, 1):
        count = words.number(len(candidate.moves)) if candidate.can else ""
        shown.add_row(f"{n}", names[candidate.person], _price(candidate.row, words), count)
    yield shown
    first = found[0]
    if first.can:
        title = words(f"Nếu chọn {names[first.person]}", f"With {names[first.person]}")
        yield from moved(first.moves, words, title)


def _price(row: Row, words: Words) -> str:
    if row.status in ("optimal", "feasible"):
        return told(row, words)
    vi, en, _ = STATUS[row.status]
    return words(vi, en)
