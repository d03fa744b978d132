"""The rows of a batch for people: a table in the terminal, and the cells of a CSV file or workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.text import Text

from planner.cli.layout import heading, table
from planner.cli.names import amount, tier_name
from planner.cli.proof import tier_table
from planner.cli.shell import Shell
from planner.cli.text import safe
from planner.cli.words import Words
from planner.domain.plan import Plan
from planner.domain.whatif import Row, Shift
from planner.files.table import Cell

STATUS: Final = {
    "optimal": ("đã chứng minh", "proven", "green"),
    "feasible": ("chưa chứng minh hết", "not all proven", "yellow"),
    "infeasible": ("không thể", "impossible", "red"),
    "unknown": ("chưa biết", "unknown", "yellow"),
    "error": ("lỗi", "error", "red"),
}
MOST_SHOWN: Final = 3
"""Tiers shown of a row; the files have all."""


def present(shell: Shell, base: Plan, rows: Sequence[Row]) -> None:
    """Print the rows, each with the first tiers in which it differs from the base."""
    words = shell.words
    shell.say(heading(words("Phương án gốc", "The base plan")), tier_table(base.tiers, words))
    shell.say(heading(words("Các trường hợp so với phương án gốc", "The cases against the base plan")))
    shown = table(
        words("Trường hợp", "Case"), words("Kết quả", "Result"), words("Khác phương án gốc", "Differs from the base"),
        words("Ghế đổi người", "Seats changed"), numbers=(3,), ratios=(5, 3, 6, 0),
    )  # fmt: skip
    for row in rows:
        vi, en, colour = STATUS[row.status]
        changed = "" if row.seats_changed is None else words.number(row.seats_changed)
        shown.add_row(safe(row.case), Text(words(vi, en), style=colour), told(row, words), changed)
    shell.say(shown)


def told(row: Row, words: Words) -> str:
    """Say in which tiers a row differs from the base, the first few, or why there is no plan."""
    if row.error is not None:
        return safe(words(row.error.vi, row.error.en))
    if row.status not in ("optimal", "feasible"):
        return ""
    apart = [
        f"{tier_name(name, words)} {moved(shift, name, words)}"
        for name, shift in row.difference.items()
        if not (shift.value == 0 and shift.low in (0, None) and shift.high in (0, None))
    ]
    if not apart:
        return words("không khác", "no difference")
    more = len(apart) - MOST_SHOWN
    return "; ".join(apart[:MOST_SHOWN]) + (words(f"; và {more} nữa", f"; and {more} more") if more > 0 else "")


def moved(shift: Shift, tier: str, words: Words) -> str:
    """Write how far a tier moved: exactly, as a range where that is all that is proven, or as seen."""
    if shift.low is None or shift.high is None:
        return f"≈ {signed(shift.value, tier, words)}"
    if shift.low == shift.high:
        return signed(shift.value, tier, words)
    low, high = signed(shift.low, tier, words), signed(shift.high, tier, words)
    return words(f"từ {low} đến {high}", f"{low} to {high}")


def signed(value: int, tier: str, words: Words) -> str:
    """Write a value with its sign."""
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{amount(abs(value), tier, words)}"


def table_of(base: Plan, rows: Sequence[Row], words: Words) -> tuple[list[str], list[list[Cell]]]:
    """Return headings and cells: the base first, then a row a case, all tiers with bound and difference."""
    names = list(dict.fromkeys(tier.name for tiers in (base.tiers, *(row.tiers for row in rows)) for tier in tiers))
    headings = [words("Trường hợp", "Case"), words("Kết quả", "Result")]
    for name in names:
        title = tier_name(name, words)
        headings += [
            title,
            f"{title}: {words('cận dưới', 'bound')}",
            f"{title}: {words('khác gốc', 'difference')}",
            f"{title}: {words('ít nhất', 'at least')}",
            f"{title}: {words('nhiều nhất', 'at most')}",
        ]
    headings += [words("Ghế đổi người", "Seats changed"), words("Giây", "Seconds"), words("Ghi chú", "Notes")]
    first = Row(
        case=words("(phương án gốc)", "(base plan)"), status=base.status, tiers=base.tiers, seconds=base.seconds
    )
    return headings, [_cells(row, names, words) for row in (first, *rows)]


def _cells(row: Row, names: Sequence[str], words: Words) -> list[Cell]:
    vi, en, _ = STATUS[row.status]
    cells: list[Cell] = [row.case, words(vi, en)]
    tiers = {tier.name: tier for tier in row.tiers}
    for name in names:
        tier, shift = tiers.get(name), row.difference.get(name)
        cells += [None, None] if tier is None else [tier.value, tier.bound]
        cells += [None, None, None] if shift is None else [shift.value, shift.low, shift.high]
    said = [row.error] if row.error is not None else list(row.notes)
    return [*cells, row.seats_changed, row.seconds, " ".join(words(note.vi, note.en) for note in said)]
