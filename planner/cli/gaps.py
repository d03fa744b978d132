"""What a plan could not do, each with its reason: nothing is dropped in silence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from planner.cli.faults import place, where
from planner.cli.held import in_order
from planner.cli.layout import heading, table
from planner.cli.names import View
from planner.cli.text import safe, sentence
from planner.cli.words import Words
from planner.domain.canonical import ordered
from planner.domain.plan import Session
from planner.grid import Grid

Missing = tuple[str, str, str]
"""What is missing, the activity it is for (empty: the whole session) and why, as a reader sees them."""

MOST_SHOWN = 40
"""Rows shown at most; JSON holds all."""

NAMED = 3
"""Most people named for one role."""


def gaps(view: View) -> Iterator[RenderableType]:
    """Show activities not held, empty seats and missing standby people; say so where there are none."""
    words = view.words
    yield heading(words("Còn thiếu", "Gaps"))
    rows = [*_unheld(view), *_together(view, _unfilled(view)), *_together(view, _unbacked(view))]
    if not rows:
        yield words(
            "Không có: mọi hoạt động đều tổ chức, mọi chỗ có người, đủ người dự phòng.",
            "None: every activity is held, every seat filled, every standby there.",
        )
        return
    shown = table(words("Thiếu", "Missing"), words("Ở đâu", "Where"), words("Vì sao", "Why"), ratios=(3, 4, 4))
    for row in rows[:MOST_SHOWN]:
        shown.add_row(*row)
    yield shown
    if len(rows) > MOST_SHOWN:
        more = words.number(len(rows) - MOST_SHOWN)
        yield words(f"và {more} dòng nữa (--json: tất cả).", f"and {more} more rows (--json has all).")


def conflict(view: View) -> Iterator[RenderableType]:
    """Show why no plan meets the rules."""
    words = view.words
    yield heading(words("Vì sao không có phương án", "Why there is no plan"))
    shown = table(words("Quy tắc", "Rule"), words("Vì sao", "Why"), words("Dữ liệu", "Inputs"), ratios=(2, 5, 4))
    for entry in view.plan.conflict:
        inputs = "\n".join(_input(view, pointer) for pointer in entry.inputs)
        shown.add_row(safe(entry.rule), sentence(words.either(entry.sentence, entry.sentence_en)), inputs)
    yield shown


def _input(view: View, pointer: str) -> str:
    cell = view.cells(pointer)
    return where(cell, view.words) if cell else sentence(place(pointer, view.words))


def _unheld(view: View) -> Iterator[tuple[RenderableType, ...]]:
    words = view.words
    for entry in view.plan.unheld:
        what = Text(words("không tổ chức", "not held"), style="bold yellow")
        where = f"{view.activity(entry.activity)} — {view.sponsor(entry.activity)}"
        yield what, where, sentence(words.either(entry.reason, entry.reason_en))


def _together(view: View, missing: Iterable[tuple[Session, Missing, int]]) -> Iterator[tuple[RenderableType, ...]]:
    """Make one row of what is missing for the same reason, however many sessions miss it."""
    words = view.words
    places: defaultdict[Missing, list[tuple[Session, int]]] = defaultdict(list)
    for session, what, count in missing:
        places[what].append((session, count))
    for (role, origin, reason), found in places.items():
        sessions = [session for session, _ in found]
        where = _where(view, sessions[0]) if len(sessions) == 1 else _several(sessions, words)
        where = Text(f"{origin}\n") + where if origin else where
        yield f"{sum(count for _, count in found)} × {role}", where, reason


def _unfilled(view: View) -> Iterator[tuple[Session, Missing, int]]:
    """Yield empty seats, those of one role, origin and reason in a session together."""
    for session in in_order(list(view.plan.sessions)):
        empty = Counter(
            (
                view.role(session, seat),
                "" if seat.activity is None else view.activity(seat.activity),
                sentence(view.words.either(seat.reason or "", seat.reason_en)),
            )
            for seat in session.seats
            if seat.person is None
        )
        for what, count in empty.items():
            yield session, what, count


def _unbacked(view: View) -> Iterator[tuple[Session, Missing, int]]:
    """Yield standbys that are missing, with who could be one at all."""
    words = view.words
    proven = any(tier.name == "unbacked" and tier.proven for tier in view.plan.tiers)
    known = (
        words("đã chứng minh: không thể thiếu ít hơn", "proven: no plan has fewer missing")
        if proven
        else words("chưa tìm được cách khác", "no other way found so far")
    )
    grid = Grid(ordered(view.scenario))
    for session in in_order(list(view.plan.sessions)):
        there = Counter(standby.role for standby in session.standby)
        members = tuple(sorted(grid.activity_index[activity] for activity in session.activities))
        for kind in grid.seat_kinds(members, session.attendance):
            missing = kind.standby - there[kind.role] if kind.activity is None else 0
            if missing > 0:
                role = f"{view.shared_role(session, kind.role)} ({words('dự phòng', 'standby')})"
                fit = sorted(safe(grid.people[person].name) for person in kind.eligible)
                yield session, (role, "", f"{_who(fit, words)}; {known}"), missing


def _who(fit: list[str], words: Words) -> str:
    """Say how many people qualify, and who where they are few."""
    if not fit:
        return words("không ai đủ điều kiện", "nobody qualifies")
    names = f" ({', '.join(fit)})" if len(fit) <= NAMED else ""
    some = words.number(len(fit))
    return words(f"{some} người đủ điều kiện", f"{some} qualif{'ies' if len(fit) == 1 else 'y'}") + names


def _where(view: View, session: Session) -> Text:
    where = Text(f"{view.when(session)}, {view.place(session.place)}")
    return where.append(f" ({safe(session.id)})", style="dim")


def _several(sessions: list[Session], words: Words) -> Text:
    ids = ", ".join(safe(session.id) for session in sessions)
    count = len(sessions)
    return Text(words(f"{count} buổi: ", f"{words.many(count, 'session')}: ")).append(ids, style="dim")
