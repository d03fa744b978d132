"""A scenario as a workbook."""

from __future__ import annotations

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.files.given import given
from planner.files.workbook.book import Book, draw
from planner.files.workbook.plan_sheets import draw_plan
from planner.files.workbook.rows import rows
from planner.files.workbook.sheets import SHEETS
from planner.files.workbook.words import Lang


def workbook(scenario: Scenario, lang: Lang = "vi", *, plan: Plan | None = None) -> bytes:
    """Return a workbook with all that a scenario was given; reading it gives the same scenario.

    A plan of it has sheets of its own, which are passed over then.

    Raises:
        InputError: a text is longer than a cell holds, or a list longer than a sheet.
    """
    book = Book(lang)
    found = rows(given(scenario), lang)
    for sheet in SHEETS:
        draw(book, sheet, found[sheet.path])
    if plan is not None:
        draw_plan(book, scenario, plan)
    return book.file()
