"""What is held together, what alone, and who does what in one session."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from planner.cli.layout import heading, pairs, table
from planner.cli.names import View
from planner.cli.text import safe, sentence
from planner.domain.plan import Session


def joint(view: View) -> Iterator[RenderableType]:
    """Show each session of several activities: when, where, who leads, how many come, whose activities."""
    words = view.words
    shared = [session for session in view.plan.sessions if len(session.activities) > 1]
    members = sum(len(session.activities) for session in shared)
    yield heading(
        words(
            f"Tổ chức chung: {members} hoạt động trong {len(shared)} buổi",
            f"Held together: {members} activities in {words.many(len(shared), 'session')}",
        )
    )
    for session in in_order(shared):
        yield ""
        yield _card(view, session)


def alone(view: View, *, listed: bool) -> Iterator[RenderableType]:
    """Count the sessions of a single activity, or list them."""
    words = view.words
    single = [session for session in view.plan.sessions if len(session.activities) == 1]
    yield heading(words(f"Tổ chức riêng: {len(single)} buổi", f"Held alone: {words.many(len(single), 'session')}"))
    if not single:
        return
    if not listed:
        yield words("Xem từng buổi: chungtay show … --all.", "To list them: chungtay show … --all.")
        return
    shown = table(
        words("Mã", "ID"), words("Hoạt động", "Activity"), words("Thời gian, địa điểm", "When, where"),
        words("Người đến", "Visitors"), words("Phục vụ", "Staff"),
        numbers=(3, 4), ratios=(1, 4, 4, 0, 0),
    )  # fmt: skip
    for session in in_order(single):
        activity = session.activities[0]
        what = Text(view.activity(activity)).append(f"\n{view.sponsor(activity)}", style="dim")
        where = Text(view.when(session)).append(f"\n{view.place(session.place)}", style="dim")
        staff = f"{view.staff(session)}/{len(session.seats)}"
        shown.add_row(safe(session.id), what, where, words.number(session.attendance), staff)
    yield shown


def one(view: View, session: Session) -> Iterator[RenderableType]:
    """Show who does what for which activity in one session, and who stands by."""
    words = view.words
    yield heading(words("Ai làm gì", "Who does what"))
    yield _card(view, session)
    yield ""
    shown = table(
        words("Vai trò", "Role"), words("Cho hoạt động", "For activity"), words("Người", "Person"),
        words("Đơn vị", "Organisation"), ratios=(3, 4, 3, 3),
    )  # fmt: skip
    everyone = words("cả buổi", "the whole session")
    for seat in session.seats:
        purpose = everyone if seat.activity is None else view.activity(seat.activity)
        if seat.person is None:
            reason = sentence(words.either(seat.reason or "", seat.reason_en))
            empty = words("TRỐNG", "EMPTY")
            shown.add_row(view.role(session, seat), purpose, Text(empty, style="bold yellow"), reason)
        else:
            shown.add_row(view.role(session, seat), purpose, view.person(seat.person), view.home(seat.person))
    for standby in session.standby:
        role = f"{view.shared_role(session, standby.role)} ({words('dự phòng', 'standby')})"
        shown.add_row(role, everyone, view.person(standby.person), view.home(standby.person), style="dim")
    yield shown


def in_order(sessions: list[Session]) -> list[Session]:
    """Sort sessions as a calendar does."""
    return sorted(sessions, key=lambda session: (session.start, session.place, session.id))


def _card(view: View, session: Session) -> Table:
    words = view.words
    card = Table.grid()
    card.add_row(Text(f"{view.when(session)} · {view.place(session.place)}", style="bold"))
    staff, seats = view.staff(session), len(session.seats)
    facts = [
        (words("Chức năng", "Function"), safe(view.functions[session.function].name)),
        (words("Chủ trì", "Lead"), view.organisation(session.lead)),
        (
            words("Quy mô", "Size"),
            words(
                f"{words.number(session.attendance)} người đến · {staff}/{seats} chỗ có người · ",
                f"{words.number(session.attendance)} visitors · {staff} of {seats} seats filled · ",
            )
            + words.money(session.cost),
        ),
        (words("Mã buổi", "Session"), safe(session.id)),
    ]
    if session.area is not None:
        facts.insert(1, (words("Địa bàn", "Area"), view.area(session.area)))
    card.add_row(Padding(pairs(*facts), (0, 0, 0, 2)))
    members = Table.grid(padding=(0, 1))
    members.add_column(no_wrap=True)
    members.add_column(overflow="fold")
    for activity in session.activities:
        line = Text(view.activity(activity)).append(f" — {view.sponsor(activity)}", style="dim")
        members.add_row("•", line)
    card.add_row(Padding(members, (0, 0, 0, 2)))
    return card
