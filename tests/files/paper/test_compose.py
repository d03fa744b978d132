"""The words and numbers of the paper: every seat once, every dong once, nothing claimed that is not proven."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from planner import rules
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.files.paper import Options, Paper, compose, said
from planner.files.paper.context import Row
from planner.files.paper.quality import _WRITE
from planner.files.paper.said import clean
from tests import builders as b
from tests.cli.conftest import HOSTILE, small_baseline, small_plan, small_ward
from tests.files.paper.conftest import SAID
from tests.files.refused import refused


def rows(paper: Paper, annex: str, table: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a table with their captions."""
    for group in paper.annexes[annex].tables[table].groups:
        for row in group.rows:
            yield group.caption, row.model_dump()


def value(text: str) -> int:
    return int(text.replace(".", ""))


def test_head_and_end(paper: Paper) -> None:
    assert (paper.superior, paper.agency, paper.number) == ("", "ỦY BAN NHÂN DÂN PHƯỜNG DIÊN HỒNG", "Số: 12/KH-UBND")
    assert paper.place_and_date == "Thành phố Hồ Chí Minh, ngày 01 tháng 02 năm 2026"
    assert paper.grounds == (
        "Căn cứ Luật Tổ chức chính quyền địa phương;", "Theo đề nghị của Phòng Văn hóa - Xã hội.",
    )  # fmt: skip
    assert paper.recipients == ("- Như trên;", "- Công an phường;", "- Lưu: VT, VHXH.")
    assert (paper.positions, paper.signer) == (("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Thị Ước")
    assert paper.reference == (
        "(Kèm theo Kế hoạch số 12/KH-UBND ngày 01 tháng 02 năm 2026 của Ủy ban nhân dân phường Diên Hồng)"
    )
    assert [section.title for section in paper.sections] == [
        "I. MỤC ĐÍCH, YÊU CẦU", "II. NỘI DUNG", "III. PHÂN CÔNG", "IV. KINH PHÍ", "V. TỔ CHỨC THỰC HIỆN",
    ]  # fmt: skip
    assert paper.sections[-1].blocks[-1].text.endswith("./.")


def test_what_is_not_known_stays_blank(of: Scenario, plan: Plan) -> None:
    paper = compose(of, plan, Options())
    assert (paper.agency, paper.number) == ("ỦY BAN NHÂN DÂN PHƯỜNG ......", "Số: ....../KH-UBND")
    assert paper.place_and_date == "......, ngày ...... tháng ...... năm ......"
    assert (paper.grounds, paper.signer) == (("Căn cứ .......",), "")
    assert paper.positions == ("TM. ỦY BAN NHÂN DÂN", "......")
    assert paper.recipients == ("- Các đơn vị có tên trong Kế hoạch;", "- ......;", "- Lưu: VT, .......")
    assert paper.dated == of.start


def test_a_paper_of_the_front(of: Scenario, plan: Plan) -> None:
    paper = compose(of, plan, Options(head="front"))
    assert (paper.superior, paper.agency) == ("ỦY BAN MTTQ VIỆT NAM PHƯỜNG ......", "BAN THƯỜNG TRỰC")
    assert (paper.number, paper.positions) == ("Số: ....../KH-MTTQ-BTT", ("TM. BAN THƯỜNG TRỰC", "......"))


def test_every_seat_stands_once_by_session(of: Scenario, plan: Plan, paper: Paper) -> None:
    roles = {role.id: role.name for function in of.functions for role in function.roles} | {"books": "Vai books"}
    people = {p.id: p.name for p in of.people}
    homes = {p.id: next(o.name for o in of.organisations if o.id == p.home) for p in of.people}
    activities = {a.id: clean(a.name) for a in of.activities}
    wanted: Counter[tuple[str, ...]] = Counter()
    for session in plan.sessions:
        for seat in session.seats:
            purpose = "Chung cả buổi" if seat.activity is None else activities[seat.activity]
            who = ("(chưa có người)", "") if seat.person is None else (people[seat.person], homes[seat.person])
            wanted[(roles[seat.role], purpose, *who)] += 1
        for standby in session.standby:
            who = (people[standby.person], homes[standby.person])
            wanted[(f"{roles[standby.role]} (dự phòng)", "Chung cả buổi", *who)] += 1
    assert sum(wanted.values()) == sum(len(s.seats) + len(s.standby) for s in plan.sessions) == 5
    assert Counter(tuple(row.values()) for _, row in rows(paper, "duties", "duties")) == wanted


def test_every_duty_stands_once_by_organisation(paper: Paper) -> None:
    by_session = Counter(
        (row["organisation"], row["person"], row["role"], row["purpose"])
        for _, row in rows(paper, "duties", "duties")
        if row["organisation"]
    )
    by_organisation = Counter(
        (caption.partition(" (")[0], row["person"], row["role"], row["purpose"])
        for caption, row in rows(paper, "organisations", "people")
    )
    assert by_organisation == by_session
    assert [caption for caption, _ in rows(paper, "organisations", "people")] == [
        "UB (2 người, 2 lượt nhiệm vụ)", "UB (2 người, 2 lượt nhiệm vụ)",
        "MT (1 người, 1 lượt nhiệm vụ)", "PN (1 người, 1 lượt nhiệm vụ)",
    ]  # fmt: skip


def test_a_standby_is_one(of: Scenario) -> None:
    seats = (("desk", "ub-1"), ("desk", "mt-1"), ("guide", "pn-1"), ("guide", None), ("books", "ub-2", "state"))
    joint = b.session("s1", "state", "fund", "women", seats=seats, standby=[("desk", "pn-2")])
    paper = compose(of, b.plan(of, joint, unheld=("party",)), SAID)
    found = [tuple(row.values()) for _, row in rows(paper, "duties", "duties")]
    assert found[-1] == ("Vai desk (dự phòng)", "Chung cả buổi", "Cán bộ pn-2", "PN")
    assert [row["role"] for _, row in rows(paper, "organisations", "people")].count("Vai desk (dự phòng)") == 1
    assert [group.caption for group in paper.annexes["quality"].tables["gaps"].groups] == [
        "Hoạt động chưa tổ chức được (1)", "Chỗ chưa có người (1)",
    ]  # fmt: skip


def test_sessions(paper: Paper) -> None:
    ((caption, row),) = rows(paper, "sessions", "sessions")
    assert caption == "A. Các buổi tổ chức chung nhiều hoạt động"
    assert row == {
        "number": "1",
        "when": "07:30 - 08:30, Thứ Hai, 02/02/2026",
        "where": "Nhà hall",
        "what": "Việc gift:\n- Quà Tết của Nhà nước (UB)\n- Quà Quỹ Vì người nghèo (MT)\n- " + clean(HOSTILE) + " (PN)",
        "visitors": "150",
        "lead": "UB",
        "others": "MT; PN",
    }


def test_money_adds_up(plan: Plan, paper: Paper) -> None:
    tables = paper.annexes["money"].tables
    shares = [value(row["money"]) for _, row in rows(paper, "money", "shares")]
    costs = [value(row["money"]) for _, row in rows(paper, "money", "costs")]
    total = sum(session.cost for session in plan.sessions)
    assert sorted(shares) == sorted(vnd for vnd in plan.cost_shares.values() if vnd)
    assert costs == [session.cost for session in plan.sessions]
    for table in tables.values():
        assert table.total is not None
        assert value(table.total.model_dump()["money"]) == total == sum(shares) == sum(costs)
    assert f"Tổng kinh phí dự kiến: {said.money(total)}." == paper.sections[3].blocks[0].text


def test_gaps(paper: Paper) -> None:
    assert list(rows(paper, "quality", "gaps")) == [
        (
            "Hoạt động chưa tổ chức được (1)",
            {"what": "Liên hoan (PN)", "where": "", "reason": "Không còn giờ trống."},
        ),
        (
            "Chỗ chưa có người (1)",
            {
                "what": "Vai guide; Chung cả buổi",
                "where": "Buổi 1: 07:30 - 08:30, Thứ Hai, 02/02/2026",
                "reason": "Không còn ai đủ điều kiện.",
            },
        ),
        (
            "Thiếu người dự phòng (1)",
            {
                "what": "Vai desk",
                "where": "Buổi 1: 07:30 - 08:30, Thứ Hai, 02/02/2026",
                "reason": "Cần 1 người dự phòng, có 0.",
            },
        ),
    ]


def proofs(plan_: Plan, of: Scenario) -> list[str]:
    return [row["proof"] for _, row in rows(compose(of, plan_, SAID), "quality", "proof")]


def test_proof_says_no_more_than_is_proven(of: Scenario, plan: Plan, paper: Paper) -> None:
    best, after = "Đã chứng minh là tốt nhất", "Tốt nhất nếu giữ nguyên kết quả các tiêu chí trên"
    cost = said.money(sum(session.cost for session in plan.sessions) - 1_000_000)
    assert proofs(plan, of) == [
        best, best, best, "Còn có thể giảm, nhiều nhất 1",
        f"Còn có thể giảm, nhiều nhất {cost}", after, after,
    ]  # fmt: skip
    assert paper.annexes["quality"].notes[1].startswith("Số hoạt động chưa tổ chức được và số chỗ chưa có người đã")
    unbounded = small_plan(of, bounds={"unheld": None})
    assert proofs(unbounded, of)[0] == "Chưa chứng minh được giới hạn"
    assert compose(of, unbounded, SAID).annexes["quality"].notes[1].startswith("Kế hoạch đúng mọi quy tắc nhưng chưa")
    optimal = small_plan(of, bounds={})
    assert set(proofs(optimal, of)) == {best}
    assert compose(of, optimal, SAID).annexes["quality"].notes[1].startswith("Đã chứng minh tối ưu")


def test_savings_where_comparable(paper: Paper, plan: Plan) -> None:
    savings, baseline = plan.savings, plan.baseline
    assert savings is not None
    assert baseline is not None
    assert savings.comparable
    figures = [row for _, row in rows(paper, "quality", "savings")]
    found = {row["name"]: (row["apart"], row["plan"], row["difference"]) for row in figures}
    assert next(iter(found.values())) == ("10", "4", "6")
    assert found["Số buổi"] == ("3", "1", "2")
    assert found["Giờ công"] == ("10 giờ", "4 giờ", "6 giờ")
    assert (
        paper.annexes["quality"]
        .notes[2]
        .startswith("So với tổ chức riêng từng hoạt động, kế hoạch này bớt được 6 lượt")
    )


def test_savings_where_not(of: Scenario) -> None:
    plan = small_plan(of, apart=small_baseline(of, guide="mt-3"))
    paper = compose(of, plan, SAID)
    assert {row["proof"] for _, row in rows(paper, "quality", "savings")} == {"Không so sánh được"}
    assert paper.annexes["quality"].notes[2] == (
        "Không so sánh được với tổ chức riêng từng hoạt động vì hai bên không làm được cùng một lượng việc (số chỗ "
        "chưa có người: tổ chức riêng 0, kế hoạch này 1); chênh lệch ở bảng C không phải là mức tiết kiệm."
    )
    alone = compose(of, small_plan(of, apart=None), SAID)
    assert alone.annexes["quality"].tables["savings"].groups == ()
    assert alone.annexes["quality"].notes[2].startswith("Không tính phương án tổ chức riêng")


def test_every_tier_has_words() -> None:
    assert set(_WRITE) == {tier.id for tier in rules.TIERS}


@pytest.mark.parametrize("status", ["infeasible", "unknown"])
def test_no_plan_no_paper(of: Scenario, status: str) -> None:
    none = b.no_plan(of, status)
    assert [fault[:3] for fault in refused(lambda: compose(of, none, SAID))] == [("no-plan", "", status)]


def test_a_plan_that_holds_nothing() -> None:
    of = small_ward(people=())
    paper = compose(of, b.plan(of, unheld=("state", "fund", "women", "party")), SAID)
    assert [list(rows(paper, *at)) for at in (("sessions", "sessions"), ("duties", "duties"), ("money", "costs"))] == [
        [], [], [],
    ]  # fmt: skip
    assert len(list(rows(paper, "quality", "gaps"))) == 4


def test_rows_have_the_fields_of_their_columns(paper: Paper) -> None:
    for annex in paper.annexes.values():
        width = 252 if annex.landscape else 165
        for table in annex.tables.values():
            keys = [column.key for column in table.columns]
            found: list[Row] = [row for group in table.groups for row in group.rows]
            assert {tuple(row.model_dump()) for row in (*found, *filter(None, [table.total]))} == {tuple(keys)}
            assert sum(column.width for column in table.columns) == width


@pytest.mark.parametrize("field", ["agency", "signer", "subject"])
def test_options_have_limits(field: str) -> None:
    with pytest.raises(ValueError, match="at most 300"):
        Options.model_validate({field: "x" * 301})
