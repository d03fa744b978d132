"""The curve of people against cost, and the staff that a population asks for."""

from __future__ import annotations

from rich.table import Table

from planner.answers.questions.found import Curve, Needs
from planner.cli.layout import table
from planner.cli.words import Words


def curve(answer: Curve, words: Words) -> Table:
    """Show every efficient point."""
    shown = table(words("Người", "People"), words("Kinh phí", "Cost"), "", numbers=(0, 1))
    for point in answer.points:
        proven = words("đã chứng minh", "proven") if point.proven else words("chưa chứng minh", "not proven")
        shown.add_row(words.number(point.people), words.money(point.cost), proven)
    return shown


def needs(answer: Needs, words: Words) -> Table:
    """Show the fewest staff for each population."""
    shown = table(
        words("Dân số", "Population"), words("Người phục vụ", "Staff"), words("Chỗ trống", "Empty seats"), "",
        numbers=(0, 1, 2),
    )  # fmt: skip
    for need in answer.needs:
        people = "–" if need.people is None else words.number(need.people)
        if need.people is not None and need.least is not None and need.least < need.people:
            people = f"{words.number(need.least)}–{people}"
        empty = "–" if need.empty is None else words.number(need.empty)
        enough = words("đủ người", "enough") if need.enough else words("chưa đủ người", "too few")
        shown.add_row(words.number(need.population), people, empty, enough if need.empty is not None else "")
    return shown
