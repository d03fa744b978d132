"""The ten wards together: a Tet programme in each, and people and partners whom several wards share."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from scenarios.build import material, staff
from scenarios.build.dien_hong_tet import DAYS, FUNCTIONS, START
from scenarios.build.entry import Entry, activity, day
from scenarios.build.programme import GROUPS, PLACES, PROGRAMME
from scenarios.build.text import Record, record


@dataclass(frozen=True)
class Ward:
    """A ward: its place in the list, the prefix of its ids, its residents (S)."""

    index: int
    prefix: str
    name: str
    residents: int


WARDS: Final = tuple(
    Ward(index, *row)
    for index, row in enumerate(
        (
            ("sg", "Sài Gòn", 47_022),
            ("td", "Tân Định", 48_524),
            ("bt", "Bến Thành", 71_875),
            ("col", "Cầu Ông Lãnh", 78_734),
            ("xh", "Xuân Hòa", 48_466),
            ("bc", "Bàn Cờ", 67_634),
            ("nl", "Nhiêu Lộc", 88_090),
            ("dh", "Diên Hồng", 59_218),
            ("vl", "Vườn Lài", 76_425),
            ("hh", "Hòa Hưng", 75_180),
        )
    )
)
MODEL: Final = next(ward for ward in WARDS if ward.prefix == "dh")
"""The ward whose programme the others follow, in proportion to their residents."""

PER_WARD: Final = 40
REFUSAL: Final = 0.12
"""Part of the activities open to all that a sponsor elsewhere keeps to itself or to a few (A)."""

LENT: Final = {
    "Tình nguyện viên Đoàn": 6,
    "Bác sĩ Trạm Y tế": 2,
    "Điều dưỡng Trạm Y tế": 2,
    "Cán bộ tư pháp": 2,
    "Giám sát viên MTTQ": 2,
    "Tình nguyện viên Chữ thập đỏ": 2,
}
"""How many of each office a ward shares with the next one: 16 of its 97 people (A)."""

PARTNER_POSTS: Final = (
    staff.Post("ngan-hang-a", "Nhân viên Ngân hàng A", 10, ("chi-tra", "cong-nghe"), material.VOLUNTEER),
    staff.Post("benh-vien-b", "Bác sĩ Bệnh viện B", 10, ("kham-benh", "y-te"), material.VOLUNTEER),
    staff.Post("vien-thong-c", "Nhân viên Viễn thông C", 10, ("cong-nghe",), material.VOLUNTEER),
)
REACH: Final = 3
"""Wards in which somebody of a city-level partner works."""


def build() -> Record:
    """Return the scenario."""
    people = [person for ward in WARDS for person in _ward_people(ward)] + _partner_people()
    return record(
        format="chungtay/1",
        name="Mười phường trung tâm: Tết Bính Ngọ 2026",
        start=START.isoformat(),
        end=day(START, DAYS),
        blocks=material.BLOCKS,
        areas=[record(id=ward.prefix, name=ward.name) for ward in WARDS],
        organisations=[
            *(_in_ward(ward, one) for ward in WARDS for one in material.organisations(material.WARD_ORGANISATIONS)),
            *material.organisations(material.PARTNERS),
        ],
        skills=material.skills(people, FUNCTIONS),
        people=people,
        places=[{**_in_ward(ward, place), "area": ward.prefix} for ward in WARDS for place in PLACES],
        travel_default_minutes=15,
        groups=[
            record(id=_own(ward)(key), name=f"{name} ({ward.name})", people=_scaled(people_, ward, up=True))
            for ward in WARDS
            for key, (name, people_) in GROUPS.items()
        ],
        functions=FUNCTIONS,
        activities=[
            activity(entry, START, own=_own(ward), suffix=f" ({ward.name})", area=ward.prefix)
            for ward in WARDS
            for entry in _programme(ward)
        ],
    )


def _own(ward: Ward) -> Callable[[str], str]:
    """Return what turns a standard id into the ward's; a partner keeps its own, for it is the city's."""

    def own(key: str) -> str:
        for partner in material.PARTNERS:
            if key == partner:
                return key
            if key.startswith(f"{partner}-"):
                nth = int(key.removeprefix(f"{partner}-"))
                return f"{partner}-{1 + (ward.index + 1 - nth) % len(WARDS):02d}"
        return f"{ward.prefix}-{key}"

    return own


def _in_ward(ward: Ward, item: Record) -> Record:
    return {**item, "id": _own(ward)(item["id"]), "name": f"{item['name']} ({ward.name})"}


def _scaled(people: int, ward: Ward, *, up: bool = False) -> int:
    """Return `people` of Diên Hồng for the ward's residents; up for a group, down for those served."""
    product = people * ward.residents
    return -(-product // MODEL.residents) if up else product // MODEL.residents


def _ward_people(ward: Ward) -> list[Record]:
    """Return the ward's people; of the offices that are lent, the last ones also work in the next ward."""
    neighbour = WARDS[(ward.index + 1) % len(WARDS)].prefix
    found = staff.people(staff.WARD, own=_own(ward), suffix=f" ({ward.name})", areas=[ward.prefix])
    for title, count in LENT.items():
        for person in [person for person in found if person["name"].startswith(title)][-count:]:
            person["areas"] = [ward.prefix, neighbour]
    return found


def _partner_people() -> list[Record]:
    """Return the partners' people, each at work in `REACH` wards that follow one another in the list."""
    found = staff.people(PARTNER_POSTS)
    for person in found:
        first = int(person["id"][-2:]) - 1
        person["areas"] = [WARDS[(first + step) % len(WARDS)].prefix for step in range(REACH)]
    return found


def _programme(ward: Ward) -> list[Entry]:
    """Return 40 of the 48 activities in the ward's size, some a day earlier or later."""
    rng = random.Random(f"cluster-{ward.prefix}")
    chosen = sorted(rng.sample(range(len(PROGRAMME)), PER_WARD))
    return [_adapted(PROGRAMME[number], ward, rng) for number in chosen]


def _adapted(entry: Entry, ward: Ward, rng: random.Random) -> Entry:
    shift = rng.choice((-1, 0, 0, 1))
    refuses = entry.merge == "any" and rng.random() < REFUSAL
    own_few = tuple(key for key in ("mttq", "vhxh") if key != entry.sponsor)
    merge = rng.choice(("never", own_few)) if refuses else entry.merge
    days = (max(1, entry.days[0] + shift), min(DAYS, entry.days[1] + shift)) if entry.days else None
    serves = {group: _scaled(people, ward) for group, people in entry.serves.items() if people is not None}
    return replace(entry, serves=serves, days=days, merge=merge)
