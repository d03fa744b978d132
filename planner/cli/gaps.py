"""What a plan could not do, each with its reason: nothing is dropped in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from planner.cli.faults import place
from planner.cli.held import in_order
from planner.cli.layout import heading, table
from planner.cli.names import View
from planner.cli.text import safe, sentence
from planner.domain.plan import Session


def gaps(view: View) -> Iterator[RenderableType]:
    """Show activities not held, empty seats and missing standby people; say so where there are none."""
    words = view.words
    yield heading(words("Còn thiếu", "Gaps"))
    rows = [*_unheld(view), *_unfilled(view), *_unbacked(view)]
    if not rows:
        yield words(
            "Không có: mọi hoạt động đều tổ chức, mọi chỗ có người, đủ người dự phòng.",
            "None: every activity is held, every seat filled, every standby there.",
        )
        return
    shown = table(words("Thiếu", "Missing"), words("Ở đâu", "Where"), words("Vì sao", "Why"), ratios=(3, 4, 4))
    for row in rows:
        shown.add_row(*row)
    yield shown


def conflict(view: View) -> Iterator[RenderableType]:
    """Show why no plan meets the rules."""
    words = view.words
    yield heading(words("Vì sao không có phương án", "Why there is no plan"))
    shown = table(words("Quy tắc", "Rule"), words("Vì sao", "Why"), words("Dữ liệu", "Inputs"), ratios=(2, 5, 4))
    for entry in view.plan.conflict:
        inputs = "\n".join(sentence(place(pointer, words)) for pointer in entry.inputs)
        shown.add_row(safe(entry.rule), sentence(words.either(entry.sentence, entry.sentence_en)), inputs)
    yield shown


def _unheld(view: View) -> Iterator[tuple[RenderableType, ...]]:
    words = view.words
    for entry in view.plan.unheld:
        what = Text(words("không tổ chức", "not held"), style="bold yellow")
        where = f"{view.activity(entry.activity)} — {view.sponsor(entry.activity)}"
        yield what, where, sentence(words.either(entry.reason, entry.reason_en))


def _unfilled(view: View) -> Iterator[tuple[RenderableType, ...]]:
    """Yield empty seats, those of one role, origin and reason in a session as one row."""
    for session in in_order(list(view.plan.sessions)):
        empty = Counter(
            (
                view.role(session, seat),
                "" if seat.activity is None else view.activity(seat.activity) + "\n",
                sentence(view.words.either(seat.reason or "", seat.reason_en)),
            )
            for seat in session.seats
            if seat.person is None
        )
        for (role, origin, reason), count in empty.items():
            yield f"{count} × {role}", Text(origin) + _where(view, session), reason


def _unbacked(view: View) -> Iterator[tuple[RenderableType, ...]]:
    words = view.words
    proven = any(tier.name == "unbacked" and tier.proven for tier in view.plan.tiers)
    for session in in_order(list(view.plan.sessions)):
        needed = {seat.role for seat in session.seats if seat.activity is None}
        there = Counter(standby.role for standby in session.standby)
        for role in view.functions[session.function].roles:
            missing = role.standby - there[role.id] if role.id in needed else 0
            if missing > 0:
                yield (
                    f"{missing} × {safe(role.name)} ({words('dự phòng', 'standby')})",
                    _where(view, session),
                    words(
                        "đã chứng minh: không thể thiếu ít hơn",
                        "proven: no plan has fewer missing",
                    )
                    if proven
                    else words("chưa tìm được người", "nobody found so far"),
                )


def _where(view: View, session: Session) -> Text:
    where = Text(f"{view.when(session)}, {view.place(session.place)}")
    return where.append(f" ({safe(session.id)})", style="dim")
