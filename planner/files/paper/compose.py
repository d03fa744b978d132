"""A plan composed as an assignment plan (Kế hoạch phân công): the wording of its body, its head, its end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.files.paper import annexes, said
from planner.files.paper.context import Annex, Block, Paper, Section
from planner.files.paper.names import Names
from planner.files.paper.options import Head, Options
from planner.files.paper.quality import quality
from planner.files.refusals import whole_file

_ANNEXES: Final[dict[str, Callable[[Names, str], Annex]]] = {
    "sessions": annexes.sessions,
    "duties": annexes.duties,
    "organisations": annexes.organisations,
    "money": annexes.money,
    "quality": quality,
}
"""The annexes in their order, each by the name that templates know."""

_HEADS: Final[dict[Head, tuple[str, str, str, str]]] = {
    "government": ("", f"Ủy ban nhân dân phường {said.BLANK}", "KH-UBND", "TM. ỦY BAN NHÂN DÂN"),
    "front": (
        f"Ủy ban MTTQ Việt Nam phường {said.BLANK}",
        "Ban Thường trực",
        "KH-MTTQ-BTT",
        "TM. BAN THƯỜNG TRỰC",
    ),
}
"""Who stands above, who issues, the symbol of the number, for whom is signed: where the office says nothing."""

SUBJECT: Final = "Phân công nhiệm vụ tổ chức chung các hoạt động an sinh xã hội"


def compose(scenario: Scenario, plan: Plan, options: Options) -> Paper:
    """Return the paper of a plan that the verifier has passed.

    Raises:
        InputError: the plan file states that there is no plan (`no-plan`).
    """
    if not plan.has_sessions_to_check:
        raise whole_file(
            "no-plan",
            plan.status,
            "một phương án có buổi tổ chức (optimal hoặc feasible)",
            "a plan with sessions (optimal or feasible)",
        )
    names = Names(scenario, plan)
    superior, agency, symbol, authority = _HEADS[options.head]
    signed = f"{options.number or said.BLANK}/{options.symbol or symbol}"
    dated = said.of_date(options.dated)
    issuer = options.agency or agency
    above = options.superior or ("" if options.agency else superior)
    return Paper(
        superior=_capitals(above),
        agency=_capitals(issuer),
        motto=options.motto,
        number=f"Số: {signed}",
        place_and_date=f"{options.city or said.BLANK}, {dated}",
        title="KẾ HOẠCH",
        subject=options.subject or f"{SUBJECT}\n(từ ngày {said.day(scenario.start)} đến ngày {said.day(scenario.end)})",
        grounds=_grounds(options.grounds),
        sections=tuple(
            Section(title=f"{said.roman(n)}. {title}", blocks=tuple(blocks(names)))
            for n, (title, blocks) in enumerate(_SECTIONS.items(), 1)
        ),
        recipients=(
            *(f"- {recipient.removesuffix(';')};" for recipient in options.recipients or _RECIPIENTS),
            f"- Lưu: {options.archive.removesuffix('.') or f'VT, {said.BLANK}'}.",
        ),
        positions=options.positions or (authority, said.BLANK),
        signer=options.signer,
        reference=f"(Kèm theo Kế hoạch số {signed} {dated} của {issuer})",
        annexes={name: annex(names, f"Phụ lục {said.roman(n)}") for n, (name, annex) in enumerate(_ANNEXES.items(), 1)},
        dated=options.dated or scenario.start,
    )


_RECIPIENTS: Final = ("Các đơn vị có tên trong Kế hoạch", said.BLANK)


def _capitals(text: str) -> str:
    return text.upper()


def _grounds(given: tuple[str, ...]) -> tuple[str, ...]:
    """Close each ground with a semicolon, the last with a full stop."""
    grounds = [ground.rstrip(";. ") or said.BLANK for ground in given] or [f"Căn cứ {said.BLANK}"]
    return (*(f"{ground};" for ground in grounds[:-1]), f"{grounds[-1]}.")


def _point(text: str) -> Block:
    return Block(kind="point", text=text)


def _text(text: str) -> Block:
    return Block(kind="text", text=text)


def _purpose(_names: Names) -> Iterator[Block]:
    yield _point("1. Mục đích")
    yield _text(
        "Tổ chức chung các hoạt động an sinh xã hội có cùng chức năng, nhiệm vụ; giảm trùng lắp về người, thời gian và "
        "kinh phí; huy động sự tham gia của các đơn vị và cộng đồng."
    )
    yield _text("Phân công rõ người, rõ việc, rõ thời gian, rõ đơn vị chủ trì, rõ đơn vị phối hợp.")
    yield _point("2. Yêu cầu")
    yield _text(
        "Các đơn vị, cá nhân được phân công thực hiện đúng thời gian, địa điểm, nhiệm vụ; người dự phòng sẵn sàng thay "
        "thế khi có yêu cầu."
    )
    yield _text("Mỗi đối tượng được phục vụ đầy đủ, đúng quy định, không bỏ sót, không trùng lắp.")


def _content(names: Names) -> Iterator[Block]:
    scenario, sessions = names.scenario, names.sessions
    joint = [session for session in sessions if len(session.activities) > 1]
    held = sum(len(session.activities) for session in sessions)
    yield _point("1. Thời gian, địa điểm")
    yield _text(f"Thời gian: từ ngày {said.day(scenario.start)} đến ngày {said.day(scenario.end)}.")
    if sessions:
        places = len({session.place for session in sessions})
        yield _text(f"Địa điểm: {said.number(places)} địa điểm, nêu tại Phụ lục I.")
    yield _point("2. Quy mô")
    together = sum(len(session.activities) for session in joint)
    how = f", trong đó {said.number(len(joint))} buổi tổ chức chung {said.number(together)} hoạt động" if joint else ""
    yield _text(f"{said.number(held)} hoạt động được tổ chức trong {said.number(len(sessions))} buổi{how}.")
    visitors = sum(session.attendance for session in sessions)
    yield _text(f"Số lượt người dự kiến tham dự: {said.number(visitors)}.")
    if names.plan.unheld:
        count = said.number(len(names.plan.unheld))
        yield _text(f"{count} hoạt động chưa tổ chức được, nêu cùng lý do tại Phụ lục V.")
    yield _text("Nội dung từng buổi nêu tại Phụ lục I.")


def _assignment(names: Names) -> Iterator[Block]:
    seats = [seat for session in names.sessions for seat in session.seats]
    filled = [seat.person for seat in seats if seat.person is not None]
    standbys = sum(len(session.standby) for session in names.sessions)
    yield _point("1. Đơn vị chủ trì")
    leads: dict[str, list[str]] = defaultdict(list)
    for session in names.sessions:
        leads[session.lead].append(str(names.number_of[session.id]))
    for lead, numbers in sorted(leads.items(), key=lambda item: names.rank(item[0])):
        yield _text(f"- {names.organisation(lead)}: buổi {said.listed(numbers)}.")
    yield _point("2. Lực lượng")
    people, duties = said.number(len(set(filled))), said.number(len(filled))
    reserve = f"; {said.number(standbys)} lượt dự phòng" if standbys else ""
    yield _text(f"{people} người được phân công {duties} lượt nhiệm vụ{reserve}.")
    if empty := len(seats) - len(filled):
        yield _text(f"{said.number(empty)} chỗ chưa có người, nêu cùng lý do tại Phụ lục V.")
    yield _text("Nhiệm vụ của từng người nêu tại Phụ lục II (theo buổi) và Phụ lục III (theo đơn vị).")


def _money(names: Names) -> Iterator[Block]:
    total = sum(session.cost for session in names.sessions)
    yield _text(f"Tổng kinh phí dự kiến: {said.money(total)}.")
    if names.scenario.budget is not None:
        yield _text(f"Mức kinh phí cho phép: {said.money(names.scenario.budget)}.")
    yield _text(f"Nguồn kinh phí: {said.BLANK}")
    yield _text("Kinh phí của từng đơn vị và từng buổi nêu tại Phụ lục IV.")


def _carrying_out(_names: Names) -> Iterator[Block]:
    yield _text(
        "1. Đơn vị chủ trì từng buổi chuẩn bị địa điểm, phương tiện; điều hành buổi tổ chức; báo cáo kết quả "
        "sau khi kết thúc."
    )
    yield _text("2. Đơn vị phối hợp cử đúng người, đúng số lượng theo Phụ lục II và Phụ lục III.")
    yield _text(
        "3. Người được phân công mà không tham gia được thì báo ngay cho đơn vị chủ trì để bố trí người dự phòng "
        "hoặc người thay thế."
    )
    yield _text(
        "Trên đây là Kế hoạch phân công nhiệm vụ; trong quá trình thực hiện nếu có vướng mắc, các đơn vị kịp thời phản "
        "ánh để xem xét, điều chỉnh./."
    )


_SECTIONS: Final[dict[str, Callable[[Names], Iterator[Block]]]] = {
    "MỤC ĐÍCH, YÊU CẦU": _purpose,
    "NỘI DUNG": _content,
    "PHÂN CÔNG": _assignment,
    "KINH PHÍ": _money,
    "TỔ CHỨC THỰC HIỆN": _carrying_out,
}
