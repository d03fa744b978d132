"""The rows of a batch for people: how far each case lies from the base, and what stands out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from planner.answers.rankings import by_loss
from planner.cli.layout import heading, table
from planner.cli.names import amount, tier_name
from planner.cli.proof import tier_table
from planner.cli.shell import Shell
from planner.cli.text import safe
from planner.cli.words import Words
from planner.domain.plan import Plan
from planner.domain.whatif import Row, Shift

STATUS: Final = {
    "optimal": ("đã chứng minh", "proven", "green"),
    "feasible": ("chưa chứng minh hết", "not all proven", "yellow"),
    "infeasible": ("không thể", "impossible", "red"),
    "unknown": ("chưa biết", "unknown", "yellow"),
    "error": ("lỗi", "error", "red"),
}
MOST_SHOWN: Final = 3
"""Tiers shown of a row; the files have all."""
WORST: Final = 5
"""Cases that are named again, for what they lose."""


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
    shell.say(shown, *_standing_out(rows, words))


def _standing_out(rows: Sequence[Row], words: Words) -> Iterator[RenderableType]:
    """Count the results, and name again the cases that lose most."""
    counts: Counter[str] = Counter(row.status for row in rows)
    results = ", ".join(f"{words.number(counts[s])} {words(vi, en)}" for s, (vi, en, _) in STATUS.items() if counts[s])
    yield Text(f"{words(f'{len(rows)} trường hợp', words.many(len(rows), 'case'))}: {results or '–'}", style="dim")
    worst = [row for row in by_loss(rows) if row.status != "error" and _loses(row)][:WORST]
    if len(rows) > WORST and worst:
        yield heading(words("Đáng lo nhất", "The worst"))
        for row in worst:
            yield Text(f"• {safe(row.case)}: {told(row, words) or words(*STATUS[row.status][:2])}")


def _loses(row: Row) -> bool:
    """Tell whether a case is worse than the base: without a plan, or in the first tier in which they differ."""
    moved = (shift.value for shift in row.difference.values() if shift.value)
    return row.status not in ("optimal", "feasible") or next(moved, 0) > 0


def shifts(difference: dict[str, Shift], words: Words) -> str:
    """Say in which tiers there is a difference, the first few."""
    apart = [
        f"{tier_name(name, words)} {moved(shift, name, words)}"
        for name, shift in difference.items()
        if not (shift.value == 0 and shift.low in (0, None) and shift.high in (0, None))
    ]
    if not apart:
        return words("không khác", "no difference")
    more = len(apart) - MOST_SHOWN
    return "; ".join(apart[:MOST_SHOWN]) + (words(f"; và {more} nữa", f"; and {more} more") if more > 0 else "")


def told(row: Row, words: Words) -> str:
    """Say in which tiers a row differs from the base, the first few, or why there is no plan."""
    if row.error is not None:
        return safe(words(row.error.vi, row.error.en))
    if row.status not in ("optimal", "feasible"):
        return ""
    return shifts(row.difference, words)


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
