"""The curve of people against cost, and the staff that a population asks for."""

from __future__ import annotations

from planner.answers.curve import curve
from planner.answers.staffing import registered, staffing
from planner.cli import inputs
from planner.cli.layout import table
from planner.cli.questions.asking import Answer, Asking


def people_against_cost(asking: Asking) -> Answer:
    """Every efficient point."""
    words = asking.words
    found = list(curve(asking.scenario, asking.settings, asking.stop))
    shown = table(words("Người", "People"), words("Kinh phí", "Cost"), "", numbers=(0, 1))
    for point in found:
        proven = words("đã chứng minh", "proven") if point.proven else words("chưa chứng minh", "not proven")
        shown.add_row(words.number(point.people), words.money(point.cost), proven)
    points = [{"people": p.people, "cost": p.cost, "proven": p.proven} for p in found]
    return {"points": points}, [shown]


def staff_by_population(asking: Asking) -> Answer:
    """The fewest staff for each population: POPULATION..."""
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
