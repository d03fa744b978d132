"""The last annex: what is missing, how good the plan is proven to be, what it saves and whether that can be said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from planner.domain.plan import Baseline, Difference, Plan, Range, Savings, Tier
from planner.files.paper import said
from planner.files.paper.context import Annex, Column, Group, Row, Table
from planner.files.paper.names import Names

GAPS: Final = (
    Column(key="what", heading="Việc còn thiếu", width=62),
    Column(key="where", heading="Buổi", width=43),
    Column(key="reason", heading="Lý do", width=60),
)
TIERS: Final = (
    Column(key="number", heading="TT", width=12, align="center"),
    Column(key="name", heading="Tiêu chí (xét lần lượt từ trên xuống)", width=58),
    Column(key="value", heading="Kế hoạch này", width=30, align="right"),
    Column(key="proof", heading="Mức độ chứng minh", width=65),
)
SAVINGS: Final = (
    Column(key="name", heading="Chỉ tiêu", width=42),
    Column(key="apart", heading="Nếu tổ chức riêng", width=31, align="right"),
    Column(key="plan", heading="Kế hoạch này", width=31, align="right"),
    Column(key="difference", heading="Chênh lệch", width=31, align="right"),
    Column(key="proof", heading="Mức độ chứng minh", width=30),
)

_WRITE: Final[dict[str, tuple[str, Callable[[int], str]]]] = {
    "unheld": ("Hoạt động chưa tổ chức được (tổng mức ưu tiên)", said.number),
    "unfilled": ("Số chỗ chưa có người", said.number),
    "unbacked": ("Số người dự phòng còn thiếu", said.number),
    "staff_sessions": ("Số lượt người phục vụ (người-buổi)", said.number),
    "cost": ("Kinh phí", said.money),
    "people": ("Số người được phân công", said.number),
    "peak_minutes": ("Thời gian của người bận nhất", said.hours),
    "changes": ("Số thay đổi so với kế hoạch trước", said.number),
    "weighted": ("Tổng có trọng số của nhiều tiêu chí", said.number),
}
"""What each tier is called on paper, and how its values are written."""


class GapRow(Row):
    """Something that is missing, where, and why."""

    what: str
    where: str
    reason: str


class TierRow(Row):
    """A tier, its value, how far it is proven."""

    number: str
    name: str
    value: str
    proof: str


class SavingRow(Row):
    """A figure held apart and by this plan."""

    name: str
    apart: str
    plan: str
    difference: str
    proof: str


def quality(names: Names, label: str) -> Annex:
    """What is missing, the proof, the savings."""
    plan = names.plan
    gaps = Table(title="A. Việc còn thiếu", columns=GAPS, groups=tuple(_gaps(names)))
    tiers = tuple(_tier(number, tier) for number, tier in enumerate(plan.tiers, 1))
    proof = Table(title="B. Kế hoạch tốt đến đâu", columns=TIERS, groups=(Group(rows=tiers),) if tiers else ())
    savings = Table(title="C. So với tổ chức riêng từng hoạt động", columns=SAVINGS, groups=tuple(_savings(plan)))
    notes = (
        _missing(gaps),
        _proven(plan),
        _compared(plan),
        f"Kế hoạch được lập bằng phần mềm Chung Tay từ kịch bản “{said.clean(names.scenario.name)}” và "
        "đã qua bộ kiểm tra độc lập: mọi quy tắc và con số đều khớp. Mã kịch bản (SHA-256):",
        plan.scenario_sha256,
    )
    return Annex(
        label=label,
        title="Việc còn thiếu và mức độ tốt của kế hoạch",
        landscape=False,
        notes=notes,
        tables={"gaps": gaps, "proof": proof, "savings": savings},
    )


def _gaps(names: Names) -> Iterator[Group]:
    unheld = tuple(
        GapRow(
            what=f"{names.activity(u.activity)} ({names.sponsor(u.activity)})", where="", reason=said.clean(u.reason)
        )
        for u in names.plan.unheld
    )
    empty = tuple(
        GapRow(
            what=f"{names.role(session, seat)}; {names.purpose(session, seat.activity)}",
            where=_where(names, session.id),
            reason=said.clean(seat.reason or ""),
        )
        for session in names.sessions
        for seat in session.seats
        if seat.person is None
    )
    standbys = tuple(_standbys(names))
    for caption, rows in (
        ("Hoạt động chưa tổ chức được", unheld),
        ("Chỗ chưa có người", empty),
        ("Thiếu người dự phòng", standbys),
    ):
        if rows:
            yield Group(caption=f"{caption} ({len(rows)})", rows=rows)


def _standbys(names: Names) -> Iterator[GapRow]:
    """Yield what is missing of the standbys that each role with a seat asks for."""
    for session in names.sessions:
        seated = {seat.role for seat in session.seats if seat.activity is None}
        there = Counter(standby.role for standby in session.standby)
        for role in names.functions[session.function].roles:
            if role.id in seated and there[role.id] < role.standby:
                yield GapRow(
                    what=said.clean(role.name),
                    where=_where(names, session.id),
                    reason=f"Cần {said.number(role.standby)} người dự phòng, có {said.number(there[role.id])}.",
                )


def _where(names: Names, session_id: str) -> str:
    number = names.number_of[session_id]
    session = names.sessions[number - 1]
    return f"Buổi {number}: {said.span(session.start, session.end)}"


def _missing(gaps: Table) -> str:
    if not gaps.groups:
        return "Không có việc còn thiếu: mọi hoạt động đều được tổ chức, mọi chỗ đều có người, đủ người dự phòng."
    return "Việc còn thiếu nêu ở bảng A, kèm lý do; các đơn vị chủ trì bổ sung trước ngày tổ chức."


def _proven(plan: Plan) -> str:
    if plan.status == "optimal":
        return (
            "Đã chứng minh tối ưu: không có cách sắp xếp nào đúng các quy tắc mà tốt hơn kế hoạch này, xét lần lượt "
            "các tiêu chí ở bảng B."
        )
    if all(tier.proven for tier in plan.tiers if tier.name in ("unheld", "unfilled")):
        first = "Số hoạt động chưa tổ chức được và số chỗ chưa có người đã chứng minh là ít nhất; các tiêu chí khác"
    else:
        first = "Kế hoạch đúng mọi quy tắc nhưng"
    return (
        f"{first} chưa chứng minh được hết là tối ưu; bảng B nêu mỗi tiêu chí còn có thể tốt hơn nhiều nhất bao nhiêu."
    )


def _tier(number: int, tier: Tier) -> TierRow:
    name, write = _WRITE[tier.name]
    return TierRow(number=str(number), name=name, value=_or_dash(tier.value, write), proof=_proof(tier, write))


def _proof(tier: Tier, write: Callable[[int], str]) -> str:
    if tier.proven:
        return "Đã chứng minh là tốt nhất"
    if tier.value is None or tier.bound is None:
        return "Chưa chứng minh được giới hạn"
    if tier.value == tier.bound:
        return "Tốt nhất nếu giữ nguyên kết quả các tiêu chí trên"
    return f"Còn có thể giảm, nhiều nhất {write(tier.value - tier.bound)}"


def _or_dash(value: int | None, write: Callable[[int], str]) -> str:
    return "–" if value is None else write(value)


def _savings(plan: Plan) -> Iterator[Group]:
    baseline, savings = plan.baseline, plan.savings
    if baseline is None or savings is None or baseline.values is None:
        return
    values = baseline.values
    figures: tuple[tuple[str, int, Range | Difference, Callable[[int], str]], ...] = (
        ("Số lượt người phục vụ", values.staff_sessions, savings.staff_sessions, said.number),
        ("Kinh phí (đồng)", values.cost, savings.cost, said.number),
        ("Số người được phân công", values.people, savings.people, said.number),
        ("Giờ công", baseline.person_minutes or 0, savings.person_minutes, said.hours),
        ("Số buổi", baseline.sessions or 0, savings.sessions, said.number),
    )
    yield Group(
        rows=tuple(
            SavingRow(
                name=name,
                apart=write(apart),
                plan=write(apart - saving.value),
                difference=write(saving.value).replace("-", "−"),
                proof=_sure(saving, write) if savings.comparable else "Không so sánh được",
            )
            for name, apart, saving, write in figures
        )
    )


def _sure(saving: Range | Difference, write: Callable[[int], str]) -> str:
    """Say how much less the best plan takes, as far as it is proven; only tiers have bounds."""
    if isinstance(saving, Difference):
        return "–"
    match saving.low, saving.high:
        case int(low), int(high) if low == high:
            return "Đã chứng minh"
        case int(low), int(high):
            return f"Từ {write(low)} đến {write(high)}"
        case int(low), None:
            return f"Ít nhất {write(low)}"
        case None, int(high):
            return f"Nhiều nhất {write(high)}"
        case _:
            return "Chưa chứng minh"


def _compared(plan: Plan) -> str:
    """Say in a sentence what is saved, or why that cannot be said."""
    baseline, savings = plan.baseline, plan.savings
    if baseline is None:
        return "Không tính phương án tổ chức riêng từng hoạt động nên không nêu mức tiết kiệm."
    if savings is None or baseline.values is None:
        return "Không có phương án tổ chức riêng từng hoạt động để so sánh nên không nêu mức tiết kiệm."
    if savings.comparable:
        return f"So với tổ chức riêng từng hoạt động, kế hoạch này {_saved(savings)}."
    return (
        f"Không so sánh được với tổ chức riêng từng hoạt động vì hai bên không làm được cùng một lượng việc "
        f"({_differing(plan, baseline)}); chênh lệch ở bảng C không phải là mức tiết kiệm."
    )


def _saved(savings: Savings) -> str:
    amounts = (
        (savings.staff_sessions.value, "lượt người phục vụ", said.number),
        (savings.cost.value, "", said.money),
        (savings.people.value, "người", said.number),
    )
    said_of = {
        word: [f"{write(abs(value))} {noun}".strip() for value, noun, write in amounts if value * sign > 0]
        for word, sign in (("bớt được", 1), ("cần thêm", -1))
    }
    parts = [f"{word} {said.listed(texts)}" for word, texts in said_of.items() if texts]
    return "; ".join(parts) or "không bớt được gì"


def _differing(plan: Plan, baseline: Baseline) -> str:
    apart = {tier.name: tier.value for tier in baseline.tiers}
    return "; ".join(
        f"{_WRITE[tier.name][0].lower()}: tổ chức riêng {_or_dash(apart.get(tier.name), said.number)}, kế hoạch này "
        f"{_or_dash(tier.value, said.number)}"
        for tier in plan.tiers
        if tier.name in ("unheld", "unfilled") and tier.value != apart.get(tier.name)
    )
