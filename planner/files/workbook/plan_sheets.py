"""A plan as sheets beside those of its scenario: by session, by person, by organisation, money, savings, gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias

from xlsxwriter.worksheet import Worksheet

from planner.domain.plan import Plan, Range, Session
from planner.domain.scenario import Scenario
from planner.files.workbook import plan_names as names
from planner.files.workbook.book import FORMATS, LINE, Book, height
from planner.files.workbook.words import Said, shown

TEAL: Final = "#0B6E6E"
Value: TypeAlias = str | int | float | date | datetime | None

TIERS: Final = {
    "unheld": Said("Hoạt động không tổ chức", "Activities not held"),
    "unfilled": Said("Chỗ trống", "Empty seats"),
    "unbacked": Said("Thiếu người dự phòng", "Standby people missing"),
    "staff_sessions": Said("Người-buổi", "Person-sessions"),
    "cost": Said("Chi phí (đ)", "Cost (VND)"),
    "people": Said("Số người", "People"),
    "peak_minutes": Said("Phút nhiều nhất của một người", "Most minutes of one person"),
    "changes": Said("Thay đổi so với phương án gốc", "Changes from the base plan"),
    "weighted": Said("Tổng có trọng số", "Weighted sum"),
    "person_minutes": Said("Phút công", "Person-minutes"),
    "sessions": Said("Số buổi", "Sessions"),
}
STATUS: Final = {
    "optimal": Said("Tối ưu, đã chứng minh", "Optimal, proven"),
    "feasible": Said("Dùng được, chưa chứng minh là tốt nhất", "Feasible, not proven to be the best"),
    "infeasible": Said("Không có phương án nào", "Infeasible"),
    "unknown": Said("Chưa tìm được trong thời gian cho phép", "No plan in time"),
}
EMPTY: Final = Said("(trống)", "(empty)")
SHARED: Final = Said("chung", "shared")
STANDBY: Final = Said("dự phòng", "standby")


@dataclass(frozen=True)
class Head:
    """A column of a plan's sheet."""

    said: Said
    width: int = 14
    style: str = "text"


@dataclass(frozen=True)
class Duty:
    """What somebody, or nobody, does in a session; `origin` is the activity whose own role it is."""

    session: Session
    role: str
    origin: str | None
    person: str | None
    standby: bool = False
    reason: str = ""


class Names:
    """Names of what a plan has by id."""

    def __init__(self, scenario: Scenario) -> None:
        self.activity = {a.id: a.name for a in scenario.activities}
        self.organisation = {o.id: o.name for o in scenario.organisations}
        self.person = {p.id: p.name for p in scenario.people}
        self.home = {p.id: p.home for p in scenario.people}
        self.place = {p.id: p.name for p in scenario.places}
        self.function = {f.id: f.name for f in scenario.functions}
        self._shared = {(f.id, r.id): r.name for f in scenario.functions for r in f.roles}
        self._own = {(a.id, r.id): r.name for a in scenario.activities for r in a.own_roles}

    def role(self, duty: Duty) -> str:
        """Name a role of a function or of an activity."""
        if duty.origin is not None:
            return self._own.get((duty.origin, duty.role), duty.role)
        return self._shared.get((duty.session.function, duty.role), duty.role)

    def activities(self, session: Session) -> str:
        """Name the activities of a session, a line for each."""
        return "\n".join(self.activity.get(a, a) for a in session.activities)


def draw_plan(book: Book, scenario: Scenario, plan: Plan) -> None:
    """Add the sheets of a plan."""
    known = Names(scenario)
    duties = list(_duties(plan, book.lang == "en"))
    _summary(book, scenario, plan)
    _by_session(book, known, duties)
    _by_person(book, known, duties)
    _by_organisation(book, scenario, plan, known, duties)
    _money(book, plan, known)
    _gaps(book, scenario, plan, known, duties)


def _duties(plan: Plan, english: bool) -> Iterator[Duty]:
    for session in sorted(plan.sessions, key=lambda s: (s.start, s.id)):
        for seat in session.seats:
            reason = (seat.reason_en if english else None) or seat.reason or ""
            yield Duty(session, seat.role, seat.activity, seat.person, reason=reason)
        for standby in session.standby:
            yield Duty(session, standby.role, None, standby.person, standby=True)


def _table(book: Book, page: Worksheet, top: int, heads: Sequence[Head], rows: Iterable[Sequence[Value]]) -> int:
    """Draw a table from row `top` on; return the first row below it. What is empty in a plan is red."""
    band = book.format(bg_color=TEAL, font_color="#FFFFFF", bold=True, text_wrap=True, border=1, border_color="#FFFFFF")
    for number, head in enumerate(heads):
        page.set_column(number, number, head.width)
        page.write_string(top, number, head.said.of(book.lang), band)
    place = top
    for place, row in enumerate(rows, top + 1):
        lines = max(
            (height(v, head.width) for head, v in zip(heads, row, strict=True) if isinstance(v, str)), default=1
        )
        if lines > 1:
            page.set_row(place, LINE * lines)
        for number, (head, value) in enumerate(zip(heads, row, strict=True)):
            red = value == EMPTY.of(book.lang)
            pattern = FORMATS[head.style]
            style = book.format(num_format=pattern, text_wrap=True, border=1, border_color="#D9D9D9",
                                **({"align": "center"} if head.style == "day" else {}),
                                **({"font_color": "#B3261E", "bold": True} if red else {}))  # fmt: skip
            book.put(page, place, number, shown(value) if isinstance(value, str) else value, style)
    return place + 1


def _sheet(book: Book, name: Said, heads: Sequence[Head], rows: Iterable[Sequence[Value]]) -> None:
    page = book.add(name, TEAL)
    end = _table(book, page, 0, heads, rows)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.autofilter(0, 0, max(1, end - 1), len(heads) - 1)


def _summary(book: Book, scenario: Scenario, plan: Plan) -> None:
    page = book.add(names.SUMMARY, TEAL)
    title, bold = book.format(bold=True, font_size=14, font_color=TEAL), book.format(bold=True)
    page.write_string(0, 0, shown(scenario.name), title)
    page.write_string(1, 0, STATUS[plan.status].of(book.lang), bold)
    page.write_string(2, 0, f"SHA-256 {plan.scenario_sha256}", book.format(font_size=8, font_color="#7F7F7F"))
    heads = (Head(Said("Tiêu chí", "Tier"), 34), Head(Said("Giá trị", "Value"), 16, "count"),
             Head(Said("Cận dưới đã chứng minh", "Proven bound"), 20, "count"),
             Head(Said("Đã chứng minh", "Proven"), 16))  # fmt: skip
    rows = [
        (TIERS.get(t.name, Said(t.name, t.name)).of(book.lang), t.value, t.bound,
         Said("có", "yes").of(book.lang) if t.proven else Said("chưa", "no").of(book.lang))
        for t in plan.tiers
    ]  # fmt: skip
    end = _table(book, page, 4, heads, rows)
    savings = plan.savings
    if savings is None or plan.baseline is None:
        return
    page.write_string(
        end + 1, 0, Said("So với tổ chức riêng lẻ", "Against holding everything apart").of(book.lang), bold
    )
    if not savings.comparable:
        said = Said("Không so sánh được: hai bên không làm cùng một lượng việc. Làm ít hơn không phải là tiết kiệm.",
                    "Not comparable: the two do not hold the same. Holding less is not saving.")  # fmt: skip
        page.write_string(end + 2, 0, said.of(book.lang), book.format(bold=True, font_color="#B3261E"))
    word = Said("Tiết kiệm", "Saved") if savings.comparable else Said("Chênh lệch", "Difference")
    more = (Head(Said("Tiêu chí", "Tier"), 34), Head(word, 16, "count"), Head(Said("Ít nhất", "At least"), 20, "count"),
            Head(Said("Nhiều nhất", "At most"), 16, "count"))  # fmt: skip
    lines: list[tuple[Value, ...]] = []
    for name in ("staff_sessions", "cost", "people", "person_minutes", "sessions"):
        saved = getattr(savings, name)
        low, high = (saved.low, saved.high) if isinstance(saved, Range) else (None, None)
        lines.append((TIERS[name].of(book.lang), saved.value, low, high))
    _table(book, page, end + 3, more, lines)


def _by_session(book: Book, known: Names, duties: list[Duty]) -> None:
    heads = (
        Head(Said("Buổi", "Session"), 9), Head(Said("Ngày", "Day"), 12, "day"), Head(Said("Từ", "From"), 8),
        Head(Said("Đến", "To"), 8), Head(Said("Địa điểm", "Place"), 24), Head(Said("Hoạt động", "Activities"), 36),
        Head(Said("Đơn vị chủ trì", "Lead"), 24), Head(Said("Số người đến", "Visitors"), 10, "count"),
        Head(Said("Vai trò", "Role"), 24), Head(Said("Cho hoạt động", "For activity"), 28),
        Head(Said("Người", "Person"), 26), Head(Said("Đơn vị", "Organisation"), 26),
        Head(Said("Ghi chú", "Note"), 30),
    )  # fmt: skip
    _sheet(book, names.SESSIONS, heads, (
        (
            d.session.id, d.session.start.date(), f"{d.session.start:%H:%M}", _end(d.session),
            known.place.get(d.session.place, d.session.place), known.activities(d.session),
            known.organisation.get(d.session.lead, d.session.lead), d.session.attendance, known.role(d),
            SHARED.of(book.lang) if d.origin is None else known.activity.get(d.origin, d.origin),
            EMPTY.of(book.lang) if d.person is None else known.person.get(d.person, d.person),
            "" if d.person is None else _home(known, d.person), STANDBY.of(book.lang) if d.standby else d.reason,
        )
        for d in duties
    ))  # fmt: skip


def _end(session: Session) -> str:
    """Return when a session ends, with the day where it is another."""
    return f"{session.end:%H:%M}" if session.end.date() == session.start.date() else f"{session.end:%H:%M %d/%m}"


def _home(known: Names, person: str) -> str:
    home = known.home.get(person, "")
    return known.organisation.get(home, home)


def _by_person(book: Book, known: Names, duties: list[Duty]) -> None:
    heads = (
        Head(Said("Người", "Person"), 28), Head(Said("Mã", "Id"), 14), Head(Said("Đơn vị", "Organisation"), 28),
        Head(Said("Ngày", "Day"), 12, "day"), Head(Said("Từ", "From"), 8), Head(Said("Đến", "To"), 8),
        Head(Said("Địa điểm", "Place"), 26), Head(Said("Vai trò", "Role"), 26),
        Head(Said("Hoạt động", "Activities"), 38), Head(Said("Số phút", "Minutes"), 10, "count"),
        Head(Said("Ghi chú", "Note"), 14),
    )  # fmt: skip
    mine = sorted((d for d in duties if d.person is not None), key=lambda d: (str(d.person), d.session.start))
    _sheet(book, names.PEOPLE, heads, (
        (
            known.person.get(str(d.person), d.person), d.person, _home(known, str(d.person)), d.session.start.date(),
            f"{d.session.start:%H:%M}", _end(d.session), known.place.get(d.session.place, d.session.place),
            known.role(d), known.activity.get(d.origin, d.origin) if d.origin else known.activities(d.session),
            None if d.standby else _minutes(d.session), STANDBY.of(book.lang) if d.standby else "",
        )
        for d in mine
    ))  # fmt: skip


def _minutes(session: Session) -> int:
    return int((session.end - session.start).total_seconds()) // 60


def _by_organisation(book: Book, scenario: Scenario, plan: Plan, known: Names, duties: list[Duty]) -> None:
    heads = (
        Head(Said("Đơn vị", "Organisation"), 36), Head(Said("Mã", "Id"), 14),
        Head(Said("Hoạt động được tổ chức", "Activities held"), 14, "count"),
        Head(Said("Buổi chủ trì", "Sessions led"), 12, "count"), Head(Said("Số người", "People"), 10, "count"),
        Head(Said("Người-buổi", "Person-sessions"), 12, "count"),
        Head(Said("Phút công", "Person-minutes"), 12, "count"),
        Head(Said("Phần chi phí (đ)", "Share of the cost (VND)"), 18, "money"),
    )  # fmt: skip
    seats: defaultdict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        if duty.person is not None and not duty.standby:
            seats[known.home.get(duty.person, "")].append(duty)
    held = {a for session in plan.sessions for a in session.activities}
    _sheet(book, names.ORGANISATIONS, heads, (
        (
            o.name, o.id, sum(a.organisation == o.id and a.id in held for a in scenario.activities),
            sum(s.lead == o.id for s in plan.sessions), len({d.person for d in seats[o.id]}), len(seats[o.id]),
            sum(_minutes(d.session) for d in seats[o.id]), plan.cost_shares.get(o.id, 0),
        )
        for o in scenario.organisations
    ))  # fmt: skip


def _money(book: Book, plan: Plan, known: Names) -> None:
    page = book.add(names.MONEY, TEAL)
    total = Said("Cộng", "Total").of(book.lang)
    heads = (
        Head(Said("Đơn vị", "Organisation"), 44),
        Head(Said("Phần chi phí (đ)", "Share of the cost (VND)"), 22, "money"),
    )
    shares: list[tuple[Value, ...]] = [(known.organisation.get(o, o), vnd) for o, vnd in plan.cost_shares.items()]
    end = _table(book, page, 0, heads, [*shares, (total, sum(plan.cost_shares.values()))])
    more = (Head(Said("Buổi", "Session"), 44), Head(Said("Chi phí (đ)", "Cost (VND)"), 22, "money"),
            Head(Said("Số người đến", "Visitors"), 14, "count"))  # fmt: skip
    sessions = sorted(plan.sessions, key=lambda s: (s.start, s.id))
    lines: list[tuple[Value, ...]] = [
        (f"{s.id}: {s.start:%d/%m %H:%M}, {known.activities(s)}", s.cost, s.attendance) for s in sessions
    ]
    _table(book, page, end + 1, more, [*lines, (total, sum(s.cost for s in sessions), None)])


def _gaps(book: Book, scenario: Scenario, plan: Plan, known: Names, duties: list[Duty]) -> None:
    heads = (Head(Said("Thiếu", "Missing"), 28), Head(Said("Ở đâu", "Where"), 50), Head(Said("Vì sao", "Why"), 70))
    english = book.lang == "en"
    rows: list[tuple[Value, ...]] = [
        (Said("Không tổ chức", "Not held").of(book.lang), known.activity.get(u.activity, u.activity),
         (u.reason_en if english else None) or u.reason)
        for u in plan.unheld
    ]  # fmt: skip
    rows += [(known.role(d), _where(known, d.session), d.reason) for d in duties if d.person is None]
    roles = {f.id: f.roles for f in scenario.functions}
    for session in sorted(plan.sessions, key=lambda s: (s.start, s.id)):
        for role in roles.get(session.function, ()):
            seats = sum(s.role == role.id and s.activity is None for s in session.seats)
            there = sum(s.role == role.id for s in session.standby)
            if seats and there < role.standby:
                said = Said(
                    f"{role.standby - there} người dự phòng: {role.name}",
                    f"{role.standby - there} standby: {role.name}",
                )
                rows.append((said.of(book.lang), _where(known, session), ""))
    if not rows:
        rows = [(Said("Không thiếu gì.", "Nothing is missing.").of(book.lang), "", "")]
    _sheet(book, names.GAPS, heads, rows)


def _where(known: Names, session: Session) -> str:
    place = known.place.get(session.place, session.place)
    return f"{session.start:%d/%m/%Y %H:%M}, {place}: {known.activities(session)}"
