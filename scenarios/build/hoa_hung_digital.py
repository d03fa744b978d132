"""Hòa Hưng: 41 community digital-technology teams teach beside banks and telecom companies, three weeks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from typing import Final

from scenarios.build import material
from scenarios.build.entry import Entry, Own, activity, day
from scenarios.build.material import PART_TIME, VOLUNTEER
from scenarios.build.staff import Post, people
from scenarios.build.text import Record, record

START: Final = date(2025, 10, 6)
DAYS: Final = 21
DIGITAL_DAY: Final = 5  # 10 October

CLUSTERS: Final = {
    cluster: tuple(range(5 * cluster - 4, 42 if cluster == 8 else 5 * cluster + 1)) for cluster in range(1, 9)
}
"""The khu phố of each cluster of neighbours: 41 (S), in seven clusters of five and one of six (A)."""

WINDOWS: Final = ((1, 7), (4, 11), (8, 14), (6, 13), (11, 18), (12, 19))
"""First and last day of a team's class, by its place in the cluster: the three weeks overlap."""

PARTNER_CLASSES: Final = {
    "ngan-hang-a": ("Không dùng tiền mặt", (1, 2, 3, 4), (4, 9)),
    "ngan-hang-d": ("Chống lừa đảo tài khoản", (5, 6, 7, 8), (8, 13)),
    "vien-thong-c": ("Chữ ký số cá nhân", (1, 3, 5, 7), (11, 16)),
    "vien-thong-e": ("An toàn trên mạng", (2, 4, 6, 8), (3, 8)),
}
"""Title, clusters and window of each partner's classes."""

CLASS: Final = material.DIGITAL_CLASS
FAIR: Final = record(
    id="ngay-hoi-so",
    name="Ngày hội chuyển đổi số",
    cost_per_session=2_000_000,
    cost_per_person=10_000,
    max_people=500,
    roles=[
        material.role("phu-trach", "Phụ trách điểm", skill="dieu-hanh", fixed=1),
        material.role("gian-hang", "Gian hướng dẫn", skill="cong-nghe", fixed=2, people_per_seat=50),
        material.role("don-tiep", "Đón tiếp", fixed=2, people_per_seat=100),
        material.role("ky-thuat", "Kỹ thuật, đường truyền", skill="cong-nghe", fixed=1, standby=1),
    ],
)

POSTS: Final = (
    Post("vp", "Chuyên viên Văn phòng", 3, ("dieu-hanh",)),
    Post("vhxh", "Chuyên viên VHXH", 4, ("dieu-hanh", "cong-nghe")),
    Post("pvhcc", "Cán bộ PVHCC", 7, ("cong-nghe", "dieu-hanh")),
    Post("mttq", "Phó Chủ tịch MTTQ", 1, ("dieu-hanh",), also=("doan",)),
    Post("mttq", "Phó Chủ tịch MTTQ", 1, ("dieu-hanh",), also=("phu-nu",)),
    Post("mttq", "Cán bộ MTTQ", 2, ("dieu-hanh",)),
    Post("phu-nu", "Cán bộ Hội Phụ nữ", 4, ("dieu-hanh",), PART_TIME),
    Post("doan", "Tình nguyện viên Đoàn", 12, ("cong-nghe",), VOLUNTEER),
    Post("ngan-hang-a", "Nhân viên Ngân hàng A", 4, ("cong-nghe",), VOLUNTEER),
    Post("ngan-hang-d", "Nhân viên Ngân hàng D", 4, ("cong-nghe",), VOLUNTEER),
    Post("vien-thong-c", "Nhân viên Viễn thông C", 4, ("cong-nghe",), VOLUNTEER),
    Post("vien-thong-e", "Nhân viên Viễn thông E", 4, ("cong-nghe",), VOLUNTEER),
)
WHOLE_WARD: Final = "toan-phuong"


def build() -> Record:
    """Return the scenario."""
    staff = people(POSTS) + _teams()
    functions = [CLASS, FAIR]
    activities = [
        *(activity(entry, START, area=f"cum-{cluster}") for cluster, entry in [*team_classes(), *partner_classes()]),
        *(activity(entry, START, area=WHOLE_WARD) for entry in fair()),
    ]
    return record(
        format="chungtay/1",
        name="Hòa Hưng: 41 tổ công nghệ số cộng đồng",
        start=START.isoformat(),
        end=day(START, DAYS),
        blocks=material.BLOCKS,
        areas=[
            *(record(id=f"cum-{cluster}", name=f"Cụm khu phố {_span(cluster)}") for cluster in CLUSTERS),
            record(id=WHOLE_WARD, name="Toàn phường"),
        ],
        organisations=[
            *material.organisations(("vp", "vhxh", "pvhcc", "mttq", "phu-nu", "doan")),
            *(
                record(
                    id=f"to-{number:02d}",
                    name=f"Tổ công nghệ số cộng đồng khu phố {number:02d}",
                    bloc="community",
                )
                for number in range(1, 42)
            ),
            *material.organisations(PARTNER_CLASSES, max_hours=dict.fromkeys(PARTNER_CLASSES, 80)),
        ],
        skills=material.skills(staff, functions),
        people=staff,
        places=_places(),
        travel_default_minutes=10,
        groups=_groups(),
        functions=functions,
        activities=activities,
        apart=[["lop-ngan-hang-d-8", "lop-to-41"]],
        pins=[record(activity="hoi-pvhcc", start=f"{day(START, DIGITAL_DAY)}T07:30", place="ubnd")],
        budget=120_000_000,
    )


def team_classes() -> Iterator[tuple[int, Entry]]:
    """Yield each team's class with its cluster; one keeps to itself, five share with teams only."""
    for cluster, numbers in CLUSTERS.items():
        for number, days in zip(numbers, WINDOWS, strict=False):
            consent: str | tuple[str, ...] = "any"
            if number == 23:
                consent = "never"
            elif number % 7 == 0:
                consent = tuple(f"to-{other:02d}" for other in numbers if other != number)
            yield (
                cluster,
                Entry(
                    f"lop-to-{number:02d}",
                    f"Lớp kỹ năng số khu phố {number:02d}",
                    f"to-{number:02d}",
                    CLASS["id"],
                    {f"kp-{number:02d}": None},
                    120 if number % 3 else 150,
                    (f"nha-{cluster}", _school(cluster)),
                    days=days,
                    blocks=("toi",) if number % 4 == 0 else ("chieu", "toi"),
                    merge=consent,
                    priority=2,
                    own=(
                        Own(
                            "dong-hanh",
                            f"Đồng hành cùng bà con khu phố {number:02d}",
                            (f"to-{number:02d}-01", f"to-{number:02d}-02"),
                        ),
                    ),
                ),
            )


def partner_classes() -> Iterator[tuple[int, Entry]]:
    """Yield the partners' classes: six learners of each khu phố, out of those whom its team teaches."""
    for partner, (title, clusters, days) in PARTNER_CLASSES.items():
        for cluster in clusters:
            yield (
                cluster,
                Entry(
                    f"lop-{partner}-{cluster}",
                    f"{title}, cụm {cluster}",
                    partner,
                    CLASS["id"],
                    {f"kp-{number:02d}": 6 for number in CLUSTERS[cluster]},
                    120,
                    (f"nha-{cluster}", _school(cluster)),
                    days=days,
                    blocks=("chieu", "toi"),
                    own=(
                        Own(
                            "chuyen-gia",
                            f"Chuyên gia {material.ORGANISATIONS[partner][0]}",
                            tuple(f"{partner}-{number:02d}" for number in range(1, 5)),
                        ),
                    ),
                ),
            )
    for cluster in (2, 4, 6, 7, 8):
        yield (
            cluster,
            Entry(
                f"lop-phu-nu-{cluster}",
                f"Phụ nữ khởi nghiệp số, cụm {cluster}",
                "phu-nu",
                CLASS["id"],
                {f"phu-nu-{cluster}": None},
                120,
                (f"nha-{cluster}", _school(cluster)),
                days=(6, 14),
                blocks=("chieu", "toi"),
            ),
        )


def fair() -> Iterator[Entry]:
    """Yield what the one-stop centre, youth and partners want to show to the whole ward about digital day."""
    rows = (
        ("pvhcc", "Ngày Chuyển đổi số quốc gia", {"tieu-thuong": 60, "cao-tuoi": 80}, (5, 5), 5),
        ("doan", "Thanh niên và dịch vụ công", {"cao-tuoi": 60, "hoc-sinh": 80}, (5, 7), 2),
        ("ngan-hang-a", "Mở tài khoản tại chỗ", {"tieu-thuong": 50}, (5, 6), 1),
        ("vien-thong-c", "Đổi điện thoại cũ", {"cao-tuoi": 50}, (4, 7), 1),
        ("mttq", "Mặt trận số", {"cao-tuoi": 40, "tieu-thuong": 30}, (5, 8), 2),
    )
    for sponsor, title, serves, days, priority in rows:
        yield Entry(
            f"hoi-{sponsor}",
            title,
            sponsor,
            FAIR["id"],
            serves,
            180,
            ("ubnd", "truong-2"),
            days=days,
            blocks=("sang", "chieu"),
            priority=priority,
        )


def _span(cluster: int) -> str:
    return f"{CLUSTERS[cluster][0]}-{CLUSTERS[cluster][-1]}"


def _school(cluster: int) -> str:
    return f"truong-{(cluster + 1) // 2}"


def _teams() -> list[Record]:
    """Return two people a team, who teach in their own cluster and help at the ward's own events."""
    staff = []
    for cluster, numbers in CLUSTERS.items():
        posts = [
            Post(f"to-{number:02d}", f"Thành viên tổ {number:02d}", 2, ("cong-nghe",), VOLUNTEER) for number in numbers
        ]
        staff += people(posts, areas=[f"cum-{cluster}", WHOLE_WARD])
    return staff


def _places() -> list[Record]:
    return [
        record(id="ubnd", name="Hội trường UBND phường", area=WHOLE_WARD, capacity=350, cost_per_session=200_000),
        *(
            record(
                id=f"nha-{cluster}",
                name=f"Nhà văn hóa cụm {cluster}",
                area=f"cum-{cluster}",
                capacity=50,
                cost_per_session=100_000,
            )
            for cluster in CLUSTERS
        ),
        *(
            record(
                id=f"truong-{number}",
                name=f"Trường học {number}",
                capacity=200,
                parallel=2,
                cost_per_session=300_000,
            )
            for number in range(1, 5)
        ),
    ]


def _groups() -> list[Record]:
    """Return the learners of each khu phố, some 1.2% of its residents (A), and of the ward's own events."""
    rng = random.Random("hoa-hung")
    return [
        *(
            record(
                id=f"kp-{number:02d}",
                name=f"Học viên khu phố {number:02d}",
                people=18 + int(9 * rng.random()),
            )
            for number in range(1, 42)
        ),
        *(
            record(id=f"phu-nu-{cluster}", name=f"Phụ nữ kinh doanh nhỏ cụm {cluster}", people=20)
            for cluster in (2, 4, 6, 7, 8)
        ),
        record(id="tieu-thuong", name="Tiểu thương", people=80),
        record(id="cao-tuoi", name="Người cao tuổi", people=120),
        record(id="hoc-sinh", name="Học sinh", people=100),
    ]
