"""Why a seat is empty, an activity unheld, a scenario infeasible: the inputs in conflict, and the cheapest repairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from planner.answers.questions.found import Gaps, Reasons
from planner.answers.repairs import Repair
from planner.answers.told import Conflict
from planner.cli.faults import where
from planner.cli.layout import heading, table
from planner.cli.names import Cells, nowhere
from planner.cli.rows import shifts
from planner.cli.text import sentence
from planner.cli.words import Words


def gaps(answer: Gaps, words: Words, cells: Cells = nowhere) -> Iterator[RenderableType]:
    """Show every empty seat and unheld activity."""
    if not answer.answers:
        yield words("Không thiếu gì.", "Nothing is missing.")
    for found in answer.answers:
        yield from reasons(found, words, cells)


def reasons(answer: Reasons, words: Words, cells: Cells = nowhere) -> Iterator[RenderableType]:
    """Show what is in conflict, and its repairs where they were looked for."""
    yield from told(answer.conflict, words, cells)
    if answer.repairs is not None:
        yield from _repairs(answer.repairs, words)


def told(conflict: Conflict, words: Words, cells: Cells = nowhere) -> Iterator[RenderableType]:
    """Show what is in conflict."""
    yield heading(sentence(words(conflict.vi, conflict.en)))
    for line in conflict.lines:
        yield f"  • {sentence(words(line.vi, line.en))}"
    places = dict.fromkeys(where(cell, words) for cause in conflict.causes if (cell := cells(cause.pointer)))
    for text in places:
        yield Text(f"    {text}", style="dim")
    if conflict.outcome == "conflict":
        sure = (
            words("Không có nhóm nào ít hơn.", "No smaller set is in conflict.")
            if conflict.smallest
            else words("Không bớt được điều nào.", "None of them can be left out.")
        )
        yield Text(sure, style="dim")


def _repairs(mended: Sequence[Repair], words: Words) -> Iterator[RenderableType]:
    if not mended:
        yield words("Chưa tìm được cách khắc phục.", "No repair was found.")
        return
    shown = table(words("Cách khắc phục", "Repair"), words("Thì sao", "What follows"), ratios=(5, 5))
    for repair in mended:
        shown.add_row(sentence(words(repair.vi, repair.en)), shifts(repair.difference, words))
    yield shown
