"""How good a plan is known to be, who pays for it, and how it was computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from planner.cli.layout import heading, pairs, table
from planner.cli.names import View, gap, tier_name, unit
from planner.cli.text import safe
from planner.cli.words import Words
from planner.domain.plan import Tier


def proof(view: View) -> Iterator[RenderableType]:
    """Show value, bound and gap of each tier, and what that means."""
    words, tiers = view.words, view.plan.tiers
    yield heading(words("Tốt đến đâu", "How good it is"))
    yield tier_table(tiers, words)
    yield Text(_meaning(all(tier.proven for tier in tiers), words), style="dim")


def tier_table(tiers: Iterable[Tier], words: Words) -> Table:
    """Show tiers in their order, with a tick where the value is proven."""
    shown = table(
        "", words("Tiêu chí", "Tier"), words("Giá trị", "Value"), words("Cận dưới", "Bound"),
        words("Khoảng cách", "Gap"), words("Đơn vị", "Unit"), solid=(0, 1), numbers=(2, 3, 4),
    )  # fmt: skip
    for tier in tiers:
        shown.add_row(
            Text("✓", style="green") if tier.proven else "",
            tier_name(tier.name, words),
            "–" if tier.value is None else words.number(tier.value),
            "–" if tier.bound is None else words.number(tier.bound),
            gap(tier, words),
            unit(tier.name, words),
        )
    return shown


def shares(view: View) -> Iterator[RenderableType]:
    """Show what each organisation pays."""
    words, costs = view.words, view.plan.cost_shares
    if not costs:
        return
    yield heading(words("Kinh phí theo đơn vị", "Cost by organisation"))
    shown = table(words("Đơn vị", "Organisation"), words("Kinh phí", "Cost"), words("Tỷ lệ", "Share"), numbers=(1, 2))
    total = sum(costs.values())
    paying = {organisation: cost for organisation, cost in costs.items() if cost}
    for organisation, cost in sorted(paying.items(), key=lambda share: (-share[1], share[0])):
        shown.add_row(view.organisation(organisation), words.money(cost), words.percent(cost, total))
    if free := len(costs) - len(paying):
        others = words(f"{free} đơn vị không phải chi", f"{words.many(free, 'organisation')} without cost")
        shown.add_row(others, words.money(0), "", style="dim")
    shown.add_section()
    shown.add_row(words("Cộng", "Total"), words.money(total), "", style="bold")
    yield shown


def how(view: View) -> Iterator[RenderableType]:
    """Show settings, versions and time."""
    words, settings = view.words, view.plan.settings
    if settings.time_limit_s is None:
        limit = words("không giới hạn", "none")
    elif settings.deterministic:
        work = words.decimal(settings.time_limit_s)
        limit = words(f"{work} (tính theo khối lượng việc)", f"{work} (counts work, not time)")
    else:
        limit = words.seconds(settings.time_limit_s)
    yield heading(words("Cách tính", "How it was computed"))
    yield pairs(
        (words("Thời gian", "Time"), words.seconds(view.plan.seconds)),
        (words("Giới hạn", "Limit"), limit),
        (words("Số luồng", "Workers"), words.number(settings.workers)),
        (words("Hạt giống", "Seed"), str(settings.seed)),
        (
            words("Phiên bản", "Versions"),
            ", ".join(f"{safe(name)} {safe(version)}" for name, version in sorted(settings.versions.items())) or "–",
        ),
        ("SHA-256", safe(view.plan.scenario_sha256)),
    )


def _meaning(all_proven: bool, words: Words) -> str:
    if all_proven:
        return words(
            "✓ đã chứng minh: không phương án nào tốt hơn ở tiêu chí này mà không kém hơn ở tiêu chí trước.",
            "✓ proven: no plan at all is better on this tier without being worse on an earlier one.",
        )
    return words(
        "✓ đã chứng minh: không phương án nào tốt hơn ở tiêu chí này mà không kém hơn ở tiêu chí trước. "
        "Cận dưới: không phương án nào như vậy xuống dưới mức này. Khoảng cách: nhiều nhất còn tốt hơn được "
        "bấy nhiêu.",
        "✓ proven: no plan at all is better on this tier without being worse on an earlier one. "
        "Bound: no such plan can go below it. Gap: the most that could still be gained.",
    )
