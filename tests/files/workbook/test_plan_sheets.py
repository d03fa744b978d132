"""The sheets of a plan: who does what, by session, person and organisation; money, savings, gaps. Not read back."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from planner.files.workbook import read_workbook, workbook
from planner.files.workbook.words import LANGS, Lang
from tests.cli.conftest import small_plan, small_ward

WARD = small_ward()
PLAN = small_plan(WARD)


def sheets(lang: Lang = "vi") -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(WARD, lang, plan=PLAN)))


def rows(page: Any) -> list[tuple[object, ...]]:
    return list(page.iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize("lang", LANGS)
def test_a_plan_is_passed_over_when_its_scenario_is_read(lang: Lang) -> None:
    found = read_workbook(workbook(WARD, lang, plan=PLAN)).checked
    assert found.scenario == WARD
    assert [notice.code for notice in found.warnings if notice.code.endswith("sheet")] == []


def test_every_seat_has_its_row() -> None:
    (session,) = PLAN.sessions
    found = rows(sheets()["KH Theo buổi"])
    assert len(found) == len(session.seats) + len(session.standby)
    assert [(row[8], row[9], row[10]) for row in found] == [
        ("Vai desk", "chung", "Cán bộ ub-1"), ("Vai desk", "chung", "Cán bộ mt-1"),
        ("Vai guide", "chung", "Cán bộ pn-1"), ("Vai guide", "chung", "(trống)"),
        ("Vai books", "Quà Tết của Nhà nước", "Cán bộ ub-2"),
    ]  # fmt: skip
    assert [row[1] for row in rows(sheets()["KH Theo người"])] == ["mt-1", "pn-1", "ub-1", "ub-2"]


def test_money_adds_up() -> None:
    (session,) = PLAN.sessions
    money = rows(sheets()["KH Kinh phí"])
    total = [row[1] for row in money if row[0] == "Cộng"]
    assert total == [session.cost, session.cost]
    by_organisation = rows(sheets("en")["Plan by organisation"])
    assert {row[1]: row[7] for row in by_organisation} == PLAN.cost_shares
    assert sum(int(str(row[5])) for row in by_organisation) == 4


def test_gaps_are_named() -> None:
    found = [row[0] for row in rows(sheets()["KH Còn thiếu"])]
    assert found == ["Không tổ chức", "Vai guide", "1 người dự phòng: Vai desk"]
