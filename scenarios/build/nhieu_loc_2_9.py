"""Nhiêu Lộc: the gift of 2 September for everybody, one social-protection officer, nobody to stand in."""

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

START: Final = date(2025, 8, 30)
DAYS: Final = 9
RESIDENTS: Final = 88_090  # S
TURNOUT: Final = 1.15  # D: about 101,000 came of about 88,000
SITE_AND_SESSION: Final = 1_950  # D: half of Hòa Hưng's 3,900 households a site and day

ZONES: Final = 6
PER_ZONE: Final = 6  # 36 khu phố: a ward has 24 to 39 (D)

BLOCKS: Final = [
    record(id="sang", name="Sáng", start="08:00", end="11:30"),  # S: Phú Lợi's hours
    record(id="chieu", name="Chiều", start="14:00", end="17:00"),
    record(id="toi", name="Tối", start="18:00", end="21:00"),
]

GIFT: Final = material.gift(
    per_desk=100,
    max_people=SITE_AND_SESSION,
    extra=[
        material.role(
            "ho-so",
            "Quyết định trường hợp ngoài danh sách",
            skill="bao-tro",
            blocs=["government"],
            fixed=1,
            standby=1,
        )
    ],
)
HELP: Final = record(
    id="ho-tro-vneid",
    name="Hỗ trợ nhận tiền qua VNeID",
    cost_per_session=200_000,
    cost_per_person=5_000,
    max_people=400,
    roles=[
        material.role("huong-dan-so", "Hướng dẫn VNeID", skill="cong-nghe", fixed=1, people_per_seat=40),
        material.role("doi-chieu", "Đối chiếu định danh", skill="doi-chieu", fixed=1),
        material.role("tiep-nhan", "Tiếp nhận, phát số", fixed=1, people_per_seat=150),
    ],
)
FUNCTIONS: Final = [GIFT, HELP, material.VISIT]

POSTS: Final = (
    Post("vp", "Chuyên viên Văn phòng", 3, ("dieu-hanh", "doi-chieu")),
    Post("vp", "Kế toán Văn phòng", 2, ("chi-tra",)),
    Post("kthtdt", "Chuyên viên KTHTĐT", 8, ("chi-tra", "dieu-hanh")),
    Post("vhxh", "Lãnh đạo phòng VHXH", 1, ("dieu-hanh",)),
    Post("vhxh", "Cán bộ bảo trợ xã hội", 1, ("bao-tro",)),
    Post("vhxh", "Chuyên viên VHXH", 8, ("doi-chieu", "chi-tra")),
    Post("pvhcc", "Cán bộ PVHCC", 10, ("doi-chieu", "cong-nghe")),
    Post("truong", "Giáo viên biệt phái", 12, ("chi-tra",)),
    Post("truong", "Nhân viên trường học", 8, ("doi-chieu",)),
    Post("tyt", "Điều dưỡng Trạm Y tế", 8, ("y-te",)),
    Post("cong-an", "Cán bộ Công an", 10, ("an-ninh",)),
    Post("quan-su", "Dân quân", 14, ("an-ninh",), PART_TIME),
    Post("mttq", "Phó Chủ tịch MTTQ", 1, ("dieu-hanh",), also=("phu-nu",)),
    Post("mttq", "Phó Chủ tịch MTTQ", 1, ("dieu-hanh",), also=("doan",)),
    Post("mttq", "Phó Chủ tịch MTTQ", 1, ("dieu-hanh",), also=("cong-doan",)),
    Post("mttq", "Giám sát viên MTTQ", 9, ("giam-sat",), PART_TIME),
    Post("phu-nu", "Cán bộ Hội Phụ nữ", 12, ("chi-tra",), PART_TIME),
    Post("doan", "Tình nguyện viên Đoàn", 30, ("doi-chieu", "cong-nghe"), VOLUNTEER),
    Post("cong-doan", "Cán bộ Công đoàn", 4, ("chi-tra",), PART_TIME),
    Post("ctd", "Tình nguyện viên Chữ thập đỏ", 8, ("y-te",), VOLUNTEER),
    Post("ngan-hang-a", "Nhân viên Ngân hàng A", 8, ("chi-tra",), VOLUNTEER),
    Post("vien-thong-c", "Nhân viên Viễn thông C", 4, ("cong-nghe",), VOLUNTEER),
    *(
        Post(f"kv-{zone}", f"Cán bộ khu phố khu vực {zone}", 2 * PER_ZONE, (), PART_TIME)
        for zone in range(1, ZONES + 1)
    ),
)


def build() -> Record:
    """Return the scenario."""
    staff = people(POSTS)
    for person in staff:
        person["max_hours_per_day"] = 9  # three sessions; with overtime the law allows 12 (S)
    entries = [*payments(), *sponsored(), *late_payments(), *help_desks(), *deliveries()]
    return record(
        format="chungtay/1",
        name="Nhiêu Lộc: quà Quốc khánh 2-9-2025",
        start=START.isoformat(),
        end=day(START, DAYS),
        blocks=BLOCKS,
        organisations=_organisations(),
        skills=material.skills(staff, FUNCTIONS),
        people=staff,
        places=_places(),
        travel_default_minutes=15,
        groups=_groups(),
        functions=FUNCTIONS,
        activities=[activity(entry, START) for entry in entries],
        turnout=TURNOUT,
    )


def payments() -> Iterator[Entry]:
    """Yield the government's payment of each khu phố, 31 August to 2 September (S)."""
    for zone, number in _neighbourhoods():
        first = 2 * ((number - 1) % PER_ZONE) + 1
        callers = (f"kv-{zone}-{first:02d}", f"kv-{zone}-{first + 1:02d}")
        yield Entry(
            f"chi-{number:02d}",
            f"Chi quà 2-9 khu phố {number:02d}",
            "vhxh",
            "trao-qua",
            {f"kp-{number:02d}": None},
            180,
            _sites(zone),
            days=(2, 4),
            own=(Own("goi-ten", f"Gọi tên, nhận mặt dân khu phố {number:02d}", callers),),
            priority=5,
        )


def sponsored() -> Iterator[Entry]:
    """Yield the gifts of the Front (each zone) and of the women (every other) to poorer households."""
    for zone in range(1, ZONES + 1):
        neighbourhoods = [f"kp-{number:02d}" for at, number in _neighbourhoods() if at == zone]
        yield Entry(
            f"qua-mttq-{zone}",
            f"Quà của Mặt trận khu vực {zone}",
            "mttq",
            "trao-qua",
            dict.fromkeys(neighbourhoods, 20),
            180,
            _sites(zone),
            days=(1, 4),
            priority=2,
        )
        if zone % 2:
            yield Entry(
                f"qua-phu-nu-{zone}",
                f"Quà của Hội Phụ nữ khu vực {zone}",
                "phu-nu",
                "trao-qua",
                dict.fromkeys(neighbourhoods, 10),
                120,
                _sites(zone),
                days=(1, 3),
                merge=("mttq",),
            )


def late_payments() -> Iterator[Entry]:
    """Yield the payments after the holiday to those who could not come: 2 in 100 households (A)."""
    for zone in range(1, ZONES + 1, 2):
        absent = {f"kp-{number:02d}": 15 for at, number in _neighbourhoods() if at in (zone, zone + 1)}
        yield Entry(
            f"bo-sung-{zone}",
            f"Chi bổ sung khu vực {zone} và {zone + 1}",
            "vhxh",
            "trao-qua",
            absent,
            180,
            ("ubnd", "ttvh"),
            days=(6, 7),
            blocks=("sang", "chieu"),
            priority=3,
            turnout=1.0,
        )


def help_desks() -> Iterator[Entry]:
    """Yield the desks at which youth, one-stop centre, bank and telecom help people to be paid by VNeID."""
    for sponsor, days, minutes in (
        ("pvhcc", (1, 3), 180),
        ("doan", (1, 4), 180),
        ("ngan-hang-a", (1, 2), 180),
        ("vien-thong-c", (1, 3), 120),
    ):
        name = material.ORGANISATIONS[sponsor][0]
        close = tuple(other for other in ("pvhcc", "doan") if other != sponsor)
        for half, site, merge in (("dong", "ubnd", "any"), ("tay", "ttvh", close)):
            yield Entry(
                f"vneid-{sponsor}-{half}",
                f"{name} hỗ trợ VNeID, phía {'đông' if half == 'dong' else 'tây'}",
                sponsor,
                "ho-tro-vneid",
                {f"vneid-{half}": 90},
                minutes,
                (site,),
                days=days,
                merge=merge,
            )


def deliveries() -> Iterator[Entry]:
    """Yield the rounds that bring the gift home to people who cannot walk to a site."""
    rows = (
        ("vhxh", {"tai-nha": 60}, (2, 4), "any"),
        ("ctd", {"tai-nha": 30}, (2, 5), "any"),
        ("doan", {"tai-nha": 40}, (1, 4), "any"),
        ("phu-nu", {"don-than": 25}, (2, 4), ("doan", "ctd")),
        ("cong-doan", {"don-than": 15}, (2, 5), "any"),
    )
    for sponsor, serves, days, merge in rows:
        yield Entry(
            f"tan-nha-{sponsor}",
            f"{material.ORGANISATIONS[sponsor][0]} trao quà tại nhà",
            sponsor,
            "tham-hoi",
            serves,
            180,
            ("ubnd",),
            days=days,
            blocks=("sang", "chieu"),
            merge=merge,
            priority=3,
        )


def _neighbourhoods() -> list[tuple[int, int]]:
    return [(1 + index // PER_ZONE, index + 1) for index in range(ZONES * PER_ZONE)]


def _sites(zone: int) -> tuple[str, ...]:
    return (f"truong-{zone}", f"nha-{zone}", *{1: ("ubnd",), ZONES: ("ttvh",)}.get(zone, ()))


def _places() -> list[Record]:
    schools = [
        record(id=f"truong-{zone}", name=f"Trường học khu vực {zone}", capacity=2400, cost_per_session=500_000)
        for zone in range(1, ZONES + 1)
    ]
    houses = [
        record(id=f"nha-{zone}", name=f"Trụ sở khu phố khu vực {zone}", capacity=1200, cost_per_session=100_000)
        for zone in range(1, ZONES + 1)
    ]
    return [
        record(id="ubnd", name="Sân UBND phường", capacity=3000, parallel=2, cost_per_session=200_000),
        record(id="ttvh", name="Trung tâm Văn hóa phường", capacity=3000, parallel=2, cost_per_session=1_000_000),
        *schools,
        *houses,
    ]


def _organisations() -> list[Record]:
    keys = (
        "vp",
        "kthtdt",
        "vhxh",
        "pvhcc",
        "tyt",
        "cong-an",
        "quan-su",
        "mttq",
        "phu-nu",
        "doan",
        "cong-doan",
        "ctd",
    )
    zones = [
        record(id=f"kv-{zone}", name=f"Ban điều hành khu phố khu vực {zone}", bloc="community")
        for zone in range(1, ZONES + 1)
    ]
    return [
        *material.organisations(keys),
        record(id="truong", name="Các trường học trên địa bàn", bloc="government"),
        *zones,
        *material.organisations(("ngan-hang-a", "vien-thong-c")),
    ]


def _groups() -> list[Record]:
    """Return the ward's households by khu phố, each within some 9% of the mean, and some smaller groups."""
    total = int(RESIDENTS / material.HOUSEHOLD)
    rng = random.Random("nhieu-loc")
    weights = [1 + 0.09 * (2 * rng.random() - 1) for _ in _neighbourhoods()]
    marks = [int(total * sum(weights[: index + 1]) / sum(weights)) for index in range(len(weights))]
    marks[-1] = total
    return [
        *(
            record(id=f"kp-{number:02d}", name=f"Hộ khu phố {number:02d}", people=mark - before)
            for (_, number), mark, before in zip(_neighbourhoods(), marks, [0, *marks], strict=False)
        ),
        record(id="vneid-dong", name="Người nhận qua VNeID, phía đông", people=240),
        record(id="vneid-tay", name="Người nhận qua VNeID, phía tây", people=240),
        record(id="tai-nha", name="Người không đi lại được", people=90),
        record(id="don-than", name="Phụ nữ đơn thân nuôi con nhỏ", people=40),
    ]
