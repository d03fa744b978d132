"""What a plan saves against holding everything apart, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.console import RenderableType
from rich.text import Text

from planner.cli.layout import heading, table
from planner.cli.names import View, tier_name
from planner.cli.words import Words
from planner.domain.plan import Baseline, Difference, Range, Savings


def saved(view: View) -> Iterator[RenderableType]:
    """Show the savings, or why there is nothing to compare with."""
    words = view.words
    yield heading(words("So với tổ chức riêng lẻ", "Against holding everything apart"))
    baseline, savings = view.plan.baseline, view.plan.savings
    if baseline is None:
        yield words("Không tính phương án riêng lẻ để so sánh.", "No baseline was asked for.")
    elif savings is None or baseline.values is None:
        yield words(
            f"Không so sánh được: phương án riêng lẻ có kết quả “{baseline.status}”.",
            f"Nothing to compare with: holding everything apart came out {baseline.status}.",
        )
    else:
        yield from _account(view, baseline, savings)


def _account(view: View, baseline: Baseline, savings: Savings) -> Iterator[RenderableType]:
    words, values, report = view.words, view.report.values, view.report
    if savings.comparable:
        yield Text(_headline(view, savings), style="bold green")
    shown = table(
        "", words("Riêng lẻ", "Apart"), words("Phương án", "Plan"),
        words("Tiết kiệm", "Saved") if savings.comparable else words("Chênh lệch", "Difference"),
        words("Nhiều nhất có thể", "Best possible"), solid=(0,), numbers=(1, 2, 3),
    )  # fmt: skip
    rows: tuple[tuple[str, int, Range | Difference, Callable[[int], str]], ...] = (
        (tier_name("staff_sessions", words), values["staff_sessions"], savings.staff_sessions, words.number),
        (f"{tier_name('cost', words)} ({words('đ', 'VND')})", values["cost"], savings.cost, words.number),
        (tier_name("people", words), values["people"], savings.people, words.number),
        (words("Giờ công", "Person-hours"), report.person_minutes, savings.person_minutes, words.hours),
        (words("Số buổi", "Sessions"), report.sessions, savings.sessions, words.number),
    )
    incomparable = words("không so sánh được", "not comparable")
    for title, here, saving, write in rows:
        best = _best(saving, write, words) if savings.comparable else incomparable
        shown.add_row(title, write(here + saving.value), write(here), write(saving.value), best)
    yield shown
    if not savings.comparable:
        yield Text(_why_not_comparable(view, baseline), style="bold yellow")


def _headline(view: View, savings: Savings) -> str:
    """Say in a sentence what is saved, and what it takes more of: more people too, which is easily overlooked."""
    words, less, money, fewer = view.words, savings.staff_sessions.value, savings.cost.value, savings.people.value
    apart = view.report.values["staff_sessions"] + less
    share = f" ({words.percent(less, apart)})" if less > 0 else ""
    staff = words(
        f"{words.number(abs(less))} trong {words.number(apart)} người-buổi{share}",
        f"{words.number(abs(less))} of {words.number(apart)} person-sessions{share}",
    )
    people = words(f"{words.number(abs(fewer))} người", "1 person" if abs(fewer) == 1 else f"{abs(fewer):,d} people")
    amounts = ((less, staff), (money, words.money(abs(money))), (min(fewer, 0), people))
    saves, takes = (_list([text for n, text in amounts if sign * n > 0], words) for sign in (1, -1))
    said = [words(f"Bớt {saves}", f"Saves {saves}")] if saves else [words("Không bớt gì", "Saves nothing")]
    if takes:
        said.append(words(f"thêm {takes}", f"takes {takes} more"))
    return "; ".join(said) + "."


def _list(texts: list[str], words: Words) -> str:
    return words(" và ", " and ").join(filter(None, (", ".join(texts[:-1]), *texts[-1:])))


def _best(saving: Range | Difference, write: Callable[[int], str], words: Words) -> str:
    """Say what the best plan saves, as far as it is proven; only tiers have bounds."""
    if isinstance(saving, Difference):
        return ""
    match saving.low, saving.high:
        case int(low), int(high) if low == high:
            return words("đã chứng minh", "proven")
        case int(low), int(high):
            return f"{write(low)} .. {write(high)}"
        case int(low), None:
            return f"≥ {write(low)}"
        case None, int(high):
            return f"≤ {write(high)}"
        case _:
            return words("chưa chứng minh", "not proven")


def _why_not_comparable(view: View, baseline: Baseline) -> str:
    """Say in which tiers the two differ, and what the difference in the figures then is worth."""
    words = view.words
    apart = {tier.name: tier for tier in baseline.tiers}
    differing = [
        (tier_name(tier.name, words), apart[tier.name], tier.value)
        for tier in view.plan.tiers
        if tier.name in ("unheld", "unfilled") and tier.value != apart[tier.name].value
    ]
    told = "; ".join(
        f"{name}: {words('riêng lẻ', 'apart')} {_number(there.value, words)}, "
        f"{words('phương án', 'plan')} {_number(here, words)}"
        for name, there, here in differing
    )
    said = [
        words(
            f"Không so sánh được: hai bên không làm được cùng một lượng việc ({told}).",
            f"Not comparable: the two do not hold the same ({told}).",
        )
    ]
    if all(there.value is not None and here is not None and here < there.value for _, there, here in differing):
        said.append(
            words(
                "Phương án làm được nhiều hơn, nên chênh lệch trên không phải là mức tiết kiệm.",
                "The plan does more, so the differences above are not what is saved.",
            )
        )
    else:
        said.append(words("Làm ít hơn không phải là tiết kiệm.", "Holding less is not saving."))
    if not all(there.proven for _, there, _ in differing):
        said.append(
            words(
                "Tổ chức riêng lẻ chưa tính xong: thêm thời gian (--time-limit) có thể ra khác.",
                "Holding apart is not solved to the end: more time (--time-limit) may change this.",
            )
        )
    return " ".join(said)


def _number(value: int | None, words: Words) -> str:
    return "–" if value is None else words.number(value)
