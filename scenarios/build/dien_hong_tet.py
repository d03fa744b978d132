"""Diên Hồng: one Tet programme of government, Front, mass organisations, khu phố and partners."""

from __future__ import annotations

from datetime import date
from typing import Final

from scenarios.build import material, staff
from scenarios.build.entry import activity, day
from scenarios.build.programme import PLACES, PROGRAMME, groups
from scenarios.build.text import Record, record

START: Final = date(2026, 1, 31)
DAYS: Final = 14

FUNCTIONS: Final = [
    material.gift(per_desk=100, max_people=1000),
    material.health(),
    material.VISIT,
    material.DIGITAL_CLASS,
    material.MEAL,
    material.COUNSEL,
    material.MARKET,
]

ABSENCES: Final = {
    "vhxh-02": ("2026-02-05T07:30", "2026-02-05T17:30", "Tập huấn tại Sở"),
    "vp-04": ("2026-02-09T07:30", "2026-02-11T17:30", "Khóa sổ ngân sách"),
    "tyt-01": ("2026-02-04T07:30", "2026-02-04T11:30", "Trực cấp cứu"),
    "mttq-02": ("2026-02-02T07:30", "2026-02-03T17:30", "Họp Thành đoàn"),
    "cong-an-01": ("2026-02-07T18:00", "2026-02-08T11:30", "Trực chiến"),
    "phu-nu-01": ("2026-02-06T07:30", "2026-02-06T17:30", "Nghỉ phép"),
    "doan-05": ("2026-02-02T07:30", "2026-02-06T17:30", "Thi học kỳ"),
    "doan-06": ("2026-02-02T07:30", "2026-02-06T17:30", "Thi học kỳ"),
}
WEEKENDS: Final = [
    record(start="2026-01-31T07:00", end="2026-02-02T00:00"),
    record(start="2026-02-07T07:00", end="2026-02-09T00:00"),
]


def build() -> Record:
    """Return the scenario."""
    people = staff.people(staff.WARD + staff.PARTNER_POSTS)
    for person in people:
        if person["id"] in ABSENCES:
            start, end, reason = ABSENCES[person["id"]]
            person["unavailable"] = [record(start=start, end=end, reason=reason)]
        if person["organisations"] == ["benh-vien-b"]:
            person["available"] = WEEKENDS
    return record(
        format="chungtay/1",
        name="Diên Hồng: cả phường cùng lo Tết Bính Ngọ 2026",
        start=START.isoformat(),
        end=day(START, DAYS),
        blocks=material.BLOCKS,
        organisations=material.organisations(
            material.WARD_ORGANISATIONS + material.PARTNERS, max_hours={"benh-vien-b": 60, "ngan-hang-a": 80}
        ),
        skills=material.skills(people, FUNCTIONS),
        people=people,
        places=list(PLACES),
        travel=[
            record(from_="ubnd", to="ttvh", minutes=15),
            record(from_="ubnd", to="mot-cua", minutes=5),
            record(from_="ttvh", to="nha-c", minutes=20),
            record(from_="thcs", to="tieu-hoc", minutes=10),
        ],
        travel_default_minutes=10,
        groups=groups(),
        functions=FUNCTIONS,
        activities=[activity(entry, START) for entry in PROGRAMME],
        together=[["com-mttq", "com-phu-nu"]],
        apart=[["lop-vien-thong", "lop-phu-nu"], ["qua-ngan-hang", "qua-thanh-pho"]],
        pins=[
            record(activity="com-mttq", start="2026-02-08T07:30", place="ttvh"),
            record(person="mttq-04", activity="com-cong-doan", role="trao-tang"),
        ],
        forbids=[record(person="vhxh-04", activity="qua-bao-tro")],
        budget=300_000_000,
    )
