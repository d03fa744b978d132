"""The annexes: what is held, who does what by session and by organisation, money."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

from planner.domain.plan import Session
from planner.files.paper import said
from planner.files.paper.context import Annex, Column, Group, Row, Table
from planner.files.paper.names import Names

SESSIONS: Final = (
    Column(key="number", heading="Buổi", width=12, align="center"),
    Column(key="when", heading="Thời gian", width=32),
    Column(key="where", heading="Địa điểm", width=36),
    Column(key="what", heading="Nội dung, hoạt động và đơn vị có hoạt động", width=80),
    Column(key="visitors", heading="Số người dự", width=20, align="right"),
    Column(key="lead", heading="Đơn vị chủ trì", width=32),
    Column(key="others", heading="Đơn vị phối hợp", width=40),
)
DUTIES: Final = (
    Column(key="role", heading="Nhiệm vụ", width=40),
    Column(key="purpose", heading="Cho hoạt động", width=43),
    Column(key="person", heading="Người thực hiện", width=42),
    Column(key="organisation", heading="Đơn vị", width=40),
)
PEOPLE: Final = (
    Column(key="person", heading="Họ và tên", width=48),
    Column(key="session", heading="Buổi", width=12, align="center"),
    Column(key="when", heading="Thời gian", width=66),
    Column(key="where", heading="Địa điểm", width=44),
    Column(key="role", heading="Nhiệm vụ", width=42),
    Column(key="purpose", heading="Cho hoạt động", width=40),
)
SHARES: Final = (
    Column(key="number", heading="TT", width=12, align="center"),
    Column(key="organisation", heading="Đơn vị", width=103),
    Column(key="money", heading="Kinh phí (đồng)", width=50, align="right"),
)
COSTS: Final = (
    Column(key="number", heading="Buổi", width=12, align="center"),
    Column(key="what", heading="Nội dung", width=66),
    Column(key="sponsors", heading="Các đơn vị cùng chi", width=52),
    Column(key="money", heading="Kinh phí (đồng)", width=35, align="right"),
)

STANDBY: Final = "dự phòng"


class SessionRow(Row):
    """What one session is."""

    number: str
    when: str
    where: str
    what: str
    visitors: str
    lead: str
    others: str


class DutyRow(Row):
    """What somebody does in a session; `person` says so where the seat is empty."""

    role: str
    purpose: str
    person: str
    organisation: str


class PersonRow(Row):
    """What somebody does, and when and where."""

    person: str
    session: str
    when: str
    where: str
    role: str
    purpose: str


class MoneyRow(Row):
    """What an organisation pays."""

    number: str
    organisation: str
    money: str


class CostRow(Row):
    """What a session costs, and who pays for it."""

    number: str
    what: str
    sponsors: str
    money: str


EMPTY: Final = "(chưa có người)"


def sessions(names: Names, label: str) -> Annex:
    """What is held when and where, held together first."""
    rows = [(len(session.activities) > 1, _session(names, session)) for session in names.sessions]
    groups = [
        Group(caption=caption, rows=tuple(row for joint, row in rows if joint is together))
        for together, caption in (
            (True, "A. Các buổi tổ chức chung nhiều hoạt động"),
            (False, "B. Các buổi tổ chức một hoạt động"),
        )
    ]
    table = Table(columns=SESSIONS, groups=tuple(group for group in groups if group.rows))
    notes = (
        "Đơn vị chủ trì và phối hợp là những đơn vị có hoạt động trong buổi. Số người dự của một buổi chung tính mỗi "
        "nhóm đối tượng một lần.",
    )
    return Annex(
        label=label, title="Tổng hợp các buổi tổ chức", landscape=True, notes=notes, tables={"sessions": table}
    )


def _session(names: Names, session: Session) -> SessionRow:
    lead, *others = map(names.organisation, names.sponsors(session))
    activities = [f"- {names.activity(a)} ({names.sponsor(a)})" for a in session.activities]
    return SessionRow(
        number=str(names.number_of[session.id]),
        when=said.span(session.start, session.end),
        where=names.where(session),
        what="\n".join((f"{names.function(session)}:", *activities)),
        visitors=said.number(session.attendance),
        lead=lead,
        others="; ".join(others) or "Không",
    )


def duties(names: Names, label: str) -> Annex:
    """Who does what for which activity, session by session."""
    groups = [
        Group(caption=_caption(names, session), rows=tuple(_duties(names, session))) for session in names.sessions
    ]
    table = Table(columns=DUTIES, groups=tuple(groups))
    return Annex(
        label=label,
        title="Phân công nhiệm vụ theo buổi",
        landscape=False,
        notes=("“Chung cả buổi”: nhiệm vụ làm cho mọi hoạt động của buổi.",),
        tables={"duties": table},
    )


def _caption(names: Names, session: Session) -> str:
    when, where = said.span(session.start, session.end), names.where(session)
    lead = names.organisation(session.lead)
    return f"Buổi {names.number_of[session.id]}: {names.function(session)}. {when}, {where}. Chủ trì: {lead}"


def _duties(names: Names, session: Session) -> Iterator[DutyRow]:
    for seat in session.seats:
        yield DutyRow(
            role=names.role(session, seat),
            purpose=names.purpose(session, seat.activity),
            person=EMPTY if seat.person is None else names.person(seat.person),
            organisation="" if seat.person is None else names.home(seat.person),
        )
    for standby in session.standby:
        yield DutyRow(
            role=f"{names.shared_role(session, standby.role)} ({STANDBY})",
            purpose=names.purpose(session, None),
            person=names.person(standby.person),
            organisation=names.home(standby.person),
        )


class _Duty(NamedTuple):
    """What somebody does in a session."""

    person: str
    session: Session
    role: str
    purpose: str


def organisations(names: Names, label: str) -> Annex:
    """What each organisation's people do, in order of time."""
    groups = []
    found = sorted(_all_duties(names), key=lambda duty: names.rank(names.home_id(duty.person)))
    for organisation, of_one in groupby(found, key=lambda duty: names.home_id(duty.person)):
        theirs = sorted(of_one, key=lambda duty: (said.alphabetical(names.person(duty.person)), duty.person))
        people, duties = said.number(len({duty.person for duty in theirs})), said.number(len(theirs))
        caption = f"{names.organisation(organisation)} ({people} người, {duties} lượt nhiệm vụ)"
        groups.append(Group(caption=caption, rows=tuple(_person(names, duty) for duty in theirs)))
    table = Table(columns=PEOPLE, groups=tuple(groups))
    return Annex(
        label=label,
        title="Phân công nhiệm vụ theo đơn vị",
        landscape=True,
        notes=("Người kiêm nhiệm nhiều đơn vị được ghi ở đơn vị chính. Chỗ chưa có người nêu tại Phụ lục V.",),
        tables={"people": table},
    )


def _all_duties(names: Names) -> Iterator[_Duty]:
    """Yield every duty that somebody has, in order of time."""
    for session in names.sessions:
        for seat in session.seats:
            if seat.person is not None:
                purpose = names.purpose(session, seat.activity)
                yield _Duty(seat.person, session, names.role(session, seat), purpose)
        for standby in session.standby:
            role = f"{names.shared_role(session, standby.role)} ({STANDBY})"
            yield _Duty(standby.person, session, role, names.purpose(session, None))


def _person(names: Names, duty: _Duty) -> PersonRow:
    return PersonRow(
        person=names.person(duty.person),
        session=str(names.number_of[duty.session.id]),
        when=said.span(duty.session.start, duty.session.end),
        where=names.where(duty.session),
        role=duty.role,
        purpose=duty.purpose,
    )


def money(names: Names, label: str) -> Annex:
    """Who pays how much, and what each session costs."""
    paying = sorted(
        ((id, vnd) for id, vnd in names.plan.cost_shares.items() if vnd),
        key=lambda share: (-share[1], names.rank(share[0])),
    )
    total = said.number(sum(session.cost for session in names.sessions))
    shares = Table(
        title="A. Kinh phí theo đơn vị",
        columns=SHARES,
        groups=_one_group(
            MoneyRow(number=str(n), organisation=names.organisation(id), money=said.number(vnd))
            for n, (id, vnd) in enumerate(paying, 1)
        ),
        total=MoneyRow(number="", organisation="Tổng cộng", money=total),
    )
    costs = Table(
        title="B. Kinh phí theo buổi",
        columns=COSTS,
        groups=_one_group(_cost(names, session) for session in names.sessions),
        total=CostRow(number="", what="Tổng cộng", sponsors="", money=total),
    )
    notes = [
        "Phần riêng của mỗi hoạt động (đi lại, lực lượng riêng) do đơn vị có hoạt động chi; phần chung của buổi chia "
        "theo tỷ lệ số người dự mà hoạt động của mỗi đơn vị đưa đến."
    ]
    free = len(names.scenario.organisations) - len(paying)
    if free:
        notes.append(f"{said.number(free)} đơn vị còn lại không phải chi.")
    return Annex(
        label=label, title="Kinh phí", landscape=False, notes=tuple(notes), tables={"shares": shares, "costs": costs}
    )


def _cost(names: Names, session: Session) -> CostRow:
    return CostRow(
        number=str(names.number_of[session.id]),
        what=f"{names.function(session)}\n{said.span(session.start, session.end)}",
        sponsors="; ".join(map(names.organisation, names.sponsors(session))),
        money=said.number(session.cost),
    )


def _one_group(rows: Iterator[MoneyRow] | Iterator[CostRow]) -> tuple[Group, ...]:
    found = tuple(rows)
    return (Group(rows=found),) if found else ()
