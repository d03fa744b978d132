"""A ward with every kind of gap, and its paper."""

from __future__ import annotations

from datetime import date

import pytest

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.files.paper import Options, Paper, compose
from tests.cli.conftest import small_plan, small_ward

SAID = Options(
    agency="Ủy ban nhân dân phường Diên Hồng",
    number="12",
    city="Thành phố Hồ Chí Minh",
    dated=date(2026, 2, 1),
    grounds=("Căn cứ Luật Tổ chức chính quyền địa phương;", "Theo đề nghị của Phòng Văn hóa - Xã hội."),
    positions=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    signer="Nguyễn Thị Ước",
    recipients=("Như trên", "Công an phường;"),
    archive="VT, VHXH",
)


@pytest.fixture(scope="session")
def of() -> Scenario:
    return small_ward()


@pytest.fixture(scope="session")
def plan(of: Scenario) -> Plan:
    return small_plan(of)


@pytest.fixture(scope="session")
def paper(of: Scenario, plan: Plan) -> Paper:
    return compose(of, plan, SAID)
