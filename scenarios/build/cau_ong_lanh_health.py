"""Cầu Ông Lãnh: one population officer where District 1 had four, and papers that come late and urgent."""

from __future__ import annotations

from datetime import date
from typing import Final

from scenarios.build import material, staff
from scenarios.build.entry import Entry, Own, activity, day
from scenarios.build.staff import Post
from scenarios.build.text import Record, record

START: Final = date(2025, 11, 17)
DAYS: Final = 14
OFFICER: Final = "tyt-04"

_RECORDS = material.role("dan-so", "Cập nhật sổ dân số", skill="dan-so", fixed=1)

SCREENING: Final = record(
    id="sang-loc",
    name="Sàng lọc sức khỏe người cao tuổi",
    cost_per_session=500_000,
    cost_per_person=50_000,
    max_people=250,
    roles=[
        material.role("tiep-nhan", "Tiếp nhận, phát số", fixed=1, people_per_seat=100),
        material.role("bac-si", "Bác sĩ khám", skill="kham-benh", fixed=1, people_per_seat=80),
        material.role("dieu-duong", "Đo huyết áp, đường huyết", skill="y-te", fixed=1, people_per_seat=50),
        material.role("huong-dan", "Đưa đón, hướng dẫn", fixed=2, people_per_seat=80),
        _RECORDS,
    ],
)
VACCINATION: Final = record(
    id="tiem-chung",
    name="Tiêm chủng",
    cost_per_session=500_000,
    cost_per_person=20_000,
    max_people=250,
    roles=[
        material.role("tiep-nhan", "Tiếp nhận, phát số", fixed=1, people_per_seat=100),
        material.role("bac-si", "Khám sàng lọc", skill="kham-benh", fixed=1, people_per_seat=100, standby=1),
        material.role("tiem", "Tiêm", skill="tiem-chung", fixed=1, people_per_seat=80),
        material.role("theo-doi", "Theo dõi sau tiêm", skill="y-te", fixed=1, people_per_seat=120),
        material.role("nhap-lieu", "Nhập hệ thống tiêm chủng", skill="doi-chieu", fixed=1),
    ],
)
COUNSEL: Final = record(
    id="tu-van-dan-so",
    name="Tư vấn dân số, sức khỏe sinh sản",
    cost_per_session=200_000,
    cost_per_person=10_000,
    max_people=80,
    roles=[
        material.role("chuyen-trach", "Chuyên trách dân số", skill="dan-so", fixed=1),
        material.role("tu-van", "Tư vấn viên y tế", skill="y-te", fixed=1, people_per_seat=30),
        material.role("tiep-nhan", "Tiếp nhận, phát số", fixed=1),
    ],
)
TALK: Final = record(
    id="truyen-thong",
    name="Truyền thông dân số",
    cost_per_session=800_000,
    cost_per_person=10_000,
    max_people=300,
    roles=[
        material.role("bao-cao", "Báo cáo viên dân số", skill="dan-so", fixed=1),
        material.role("dan-chuong-trinh", "Dẫn chương trình", skill="dieu-hanh", fixed=1),
        material.role("hau-can", "Hậu cần", fixed=2, people_per_seat=100),
    ],
)
FUNCTIONS: Final = [material.health(extra=[_RECORDS]), SCREENING, VACCINATION, COUNSEL, TALK]

_HOUSE: Final = Post("kp-14-15-16", "Cán bộ khu phố 14-15-16", 4, (), material.PART_TIME)
_KEPT: Final = (
    "vp",
    "vhxh",
    "pvhcc",
    "quan-su",
    "mttq",
    "phu-nu",
    "doan",
    "ccb",
    "cong-doan",
    "nong-dan",
    "ctd",
    "nct",
    "kp-a",
    "kp-b",
)
POSTS: Final = (
    Post("tyt", "Bác sĩ Trạm Y tế", 3, ("kham-benh", "y-te")),
    Post("tyt", "Chuyên trách dân số", 1, ("dan-so",)),
    Post("tyt", "Điều dưỡng Trạm Y tế", 5, ("y-te", "tiem-chung")),
    *(post for post in staff.WARD if post.organisation in _KEPT),
    _HOUSE,
    Post("benh-vien-b", "Bác sĩ Bệnh viện B", 3, ("kham-benh", "y-te"), material.VOLUNTEER),
    Post("benh-vien-b", "Điều dưỡng Bệnh viện B", 3, ("y-te", "tiem-chung"), material.VOLUNTEER),
)

GROUPS: Final = {
    "cao-tuoi": ("Người từ 60 tuổi, phía bắc", 240),
    "cao-tuoi-nam": ("Người từ 60 tuổi, phía nam", 220),
    "tre": ("Trẻ dưới 5 tuổi", 260),
    "hoc-sinh": ("Học sinh lớp 5", 200),
    "sinh-de": ("Phụ nữ tuổi sinh đẻ", 180),
    "sap-cuoi": ("Người sắp kết hôn", 60),
    "cong-nhan": ("Công nhân ở trọ", 160),
    "ho-ngheo": ("Hộ nghèo, cận nghèo", 150),
    "kp-14-15-16": ("Dân khu phố 14, 15, 16", 200),
}

PLACES: Final = (
    record(id="tram", name="Trạm Y tế phường", capacity=160, parallel=2),
    record(id="ubnd", name="Hội trường UBND phường", capacity=300, cost_per_session=200_000),
    record(
        id="truong",
        name="Trường tiểu học",
        capacity=400,
        cost_per_session=300_000,
        closed=[
            record(start="2025-11-20T07:00", end="2025-11-20T21:00"),  # Teachers' Day
        ],
    ),
    record(id="nvh", name="Nhà văn hóa phường", capacity=350, cost_per_session=500_000),
    record(id="nha-a", name="Nhà sinh hoạt cộng đồng A", capacity=100, cost_per_session=100_000),
    record(id="nha-b", name="Nhà sinh hoạt cộng đồng B", capacity=100, cost_per_session=100_000),
    record(id="kp-14", name="Sân khu phố 14-15-16", capacity=250, cost_per_session=100_000),
    record(id="benh-vien", name="Phòng khám Bệnh viện B", capacity=120),
)

DAY = ("sang", "chieu")
_DOCTORS = ("benh-vien-b-01", "benh-vien-b-02", "benh-vien-b-03")


def _escort(*persons: str) -> tuple[Own, ...]:
    """Return the role of whoever brings an organisation's own people to a counsellor."""
    return (Own("dua-den", "Vận động, đưa người đến tư vấn", persons),)


# A window of two or three days is a paper that has just come and is soon due.
# fmt: off
CHECKS: Final = (
    Entry("kham-tyt", "Khám sức khỏe hộ nghèo", "tyt", "kham-benh", {"ho-ngheo": 120}, 240, ("tram", "nvh"),
          days=(2, 4), blocks=DAY, priority=3),
    Entry("kham-ctd", "Chữ thập đỏ khám, phát thuốc", "ctd", "kham-benh", {"ho-ngheo": 80, "cong-nhan": 40},
          240, ("tram", "nvh", "ubnd"), days=(3, 6), blocks=DAY),
    Entry("kham-cong-doan", "Khám cho công nhân ở trọ", "cong-doan", "kham-benh", {"cong-nhan": 120}, 180,
          ("nvh", "truong"), days=(6, 7), priority=2),
    Entry("kham-benh-vien", "Bệnh viện B khám miễn phí", "benh-vien-b", "kham-benh",
          {"cong-nhan": 80, "ho-ngheo": 60}, 240, ("nvh", "truong"), starts=((6, "07:30"), (7, "07:30")),
          priority=2, own=(Own("truong-doan", "Trưởng đoàn bác sĩ", _DOCTORS),)),
    Entry("kham-phu-nu", "Khám sức khỏe phụ nữ", "phu-nu", "kham-benh", {"sinh-de": 80}, 180,
          ("tram", "nvh"), days=(5, 7), blocks=DAY, merge=("tyt", "ctd", "benh-vien-b", "cong-doan")),
    Entry("kham-doan", "Khám sức khỏe tân binh và gia đình", "doan", "kham-benh", {"ho-ngheo": 30}, 180,
          ("tram", "nvh"), days=(3, 4), blocks=("sang",)),
    Entry("kham-nghia-tinh", "Khám cho gia đình chính sách", "vhxh", "kham-benh", {"cao-tuoi": 60}, 180,
          ("tram", "nvh"), days=(3, 5), blocks=("sang",), priority=3),
)
SCREENINGS: Final = (
    Entry("sl-tyt-bac", "Sàng lọc huyết áp phía bắc", "tyt", "sang-loc", {"cao-tuoi": 160}, 180,
          ("nvh", "ubnd"), days=(2, 4), blocks=("sang",), priority=3),
    Entry("sl-nct-bac", "Hội Người cao tuổi kiểm tra sức khỏe, phía bắc", "nct", "sang-loc",
          {"cao-tuoi": 120}, 150, ("nvh", "ubnd", "nha-a"), days=(3, 5), blocks=("sang",)),
    Entry("sl-phu-nu", "Phụ nữ chăm sóc mẹ", "phu-nu", "sang-loc", {"cao-tuoi": 50}, 150,
          ("nha-a", "ubnd", "nvh"), days=(3, 5), blocks=DAY, merge=("nct", "tyt", "ctd")),
    Entry("sl-ctd", "Đo đường huyết lưu động", "ctd", "sang-loc", {"cao-tuoi": 40}, 150, ("nha-a", "nvh"),
          days=(3, 4), blocks=DAY),
    Entry("sl-tyt-nam", "Sàng lọc huyết áp phía nam", "tyt", "sang-loc", {"cao-tuoi-nam": 150}, 180,
          ("nvh", "ubnd"), days=(9, 11), blocks=("sang",), priority=3),
    Entry("sl-nct-nam", "Hội Người cao tuổi kiểm tra sức khỏe, phía nam", "nct", "sang-loc",
          {"cao-tuoi-nam": 100}, 150, ("nvh", "ubnd", "nha-b"), days=(9, 10), blocks=("sang",)),
    Entry("sl-ccb", "Cựu chiến binh khám tim mạch", "ccb", "sang-loc", {"cao-tuoi-nam": 60}, 150,
          ("ubnd", "nha-b"), days=(9, 11), blocks=DAY, merge=("nct", "tyt")),
    Entry("sl-mttq", "Mặt trận chăm lo người cao tuổi", "mttq", "sang-loc", {"cao-tuoi-nam": 80}, 150,
          ("ubnd", "nvh"), days=(10, 11), blocks=DAY),
)
VACCINATIONS: Final = (
    Entry("tiem-tre", "Tiêm chủng mở rộng", "tyt", "tiem-chung", {"tre": 120}, 240, ("tram", "nvh"),
          days=(3, 5), blocks=DAY, priority=4),
    Entry("tiem-soi", "Tiêm sởi bù", "tyt", "tiem-chung", {"tre": 90}, 180, ("tram", "nvh"), days=(4, 5),
          blocks=DAY, priority=5),
    Entry("tiem-truong", "Tiêm bạch hầu tại trường", "tyt", "tiem-chung", {"hoc-sinh": 180}, 240,
          ("truong",), days=(8, 10), blocks=DAY, priority=4),
    Entry("tiem-doan", "Thanh niên đưa em đi tiêm", "doan", "tiem-chung", {"hoc-sinh": 60, "tre": 20}, 180,
          ("truong", "tram"), days=(8, 10), blocks=DAY),
    Entry("tiem-cum", "Tiêm cúm người cao tuổi", "nct", "tiem-chung", {"cao-tuoi": 100}, 180,
          ("nvh", "tram", "ubnd"), days=(10, 13), blocks=("sang",)),
    Entry("tiem-benh-vien", "Bệnh viện B tiêm cúm miễn phí", "benh-vien-b", "tiem-chung",
          {"cao-tuoi": 70, "cong-nhan": 40}, 180, ("nvh", "ubnd"), starts=((11, "07:30"), (12, "07:30"))),
    Entry("tiem-cong-doan", "Tiêm uốn ván cho công nhân", "cong-doan", "tiem-chung", {"cong-nhan": 80}, 180,
          ("nvh", "truong"), days=(12, 14)),
)
COUNSELS: Final = (
    Entry("tv-tyt", "Tư vấn tiền hôn nhân", "tyt", "tu-van-dan-so", {"sap-cuoi": 30}, 180, ("tram", "nha-a"),
          days=(2, 4), blocks=DAY, priority=3),
    Entry("tv-doan", "Thanh niên trước ngưỡng cửa hôn nhân", "doan", "tu-van-dan-so", {"sap-cuoi": 40}, 150,
          ("nha-a", "ubnd"), days=(2, 5),
          own=_escort("doan-01", "doan-02")),
    Entry("tv-phu-nu", "Tư vấn sức khỏe sinh sản", "phu-nu", "tu-van-dan-so", {"sinh-de": 40}, 150,
          ("nha-a", "ubnd", "tram"), days=(3, 5), merge=("tyt", "doan", "cong-doan"),
          own=_escort("phu-nu-01", "phu-nu-02", "mttq-01")),
    Entry("tv-cong-doan", "Tư vấn cho nữ công nhân", "cong-doan", "tu-van-dan-so", {"sinh-de": 30}, 120,
          ("nha-a", "nha-b", "tram"), days=(4, 5), blocks=("chieu", "toi"),
          own=_escort("cong-doan-01", "cong-doan-02", "mttq-04")),
    Entry("tv-tu-phap", "Tư vấn khi đăng ký kết hôn", "pvhcc", "tu-van-dan-so", {"sap-cuoi": 30}, 120,
          ("ubnd", "nha-b"), days=(8, 10), blocks=DAY, priority=2),
    Entry("tv-tyt-2", "Tư vấn sàng lọc trước sinh", "tyt", "tu-van-dan-so", {"sinh-de": 40}, 150,
          ("tram", "nha-b"), days=(8, 10), blocks=DAY, priority=3),
    Entry("tv-phu-nu-2", "Câu lạc bộ mẹ trẻ", "phu-nu", "tu-van-dan-so", {"sinh-de": 50}, 150,
          ("nha-b", "ubnd", "tram"), days=(8, 11),
          own=_escort("phu-nu-03", "phu-nu-04", "mttq-01")),
    Entry("tv-mttq", "Mặt trận tư vấn chính sách dân số", "mttq", "tu-van-dan-so",
          {"sinh-de": 20, "sap-cuoi": 10}, 120, ("ubnd", "nha-b"), days=(9, 10), blocks=DAY,
          own=_escort("mttq-06", "mttq-07")),
)
TALKS: Final = (
    Entry("tt-kp", "Ngày hội đại đoàn kết khu phố 14-15-16", "kp-14-15-16", "truyen-thong",
          {"kp-14-15-16": 150}, 180, ("kp-14",), starts=((2, "18:00"),), merge=("mttq", "tyt", "phu-nu"),
          priority=4,
          own=(Own("le-hoi", "Phần hội của ba khu phố", tuple(f"kp-14-15-16-{n:02d}" for n in range(1, 5)),
                   seats=2),)),
    Entry("tt-mttq", "Mặt trận nói chuyện dân số", "mttq", "truyen-thong", {"kp-14-15-16": 80}, 150,
          ("kp-14", "ubnd"), days=(2, 3), blocks=("toi",)),
    Entry("tt-phu-nu", "Mít tinh bình đẳng giới", "phu-nu", "truyen-thong",
          {"sinh-de": 100, "kp-14-15-16": 40}, 150, ("kp-14", "nvh"), days=(2, 6), blocks=("toi",)),
    Entry("tt-tyt", "Hưởng ứng Tháng hành động quốc gia về dân số", "tyt", "truyen-thong",
          {"sinh-de": 120, "cong-nhan": 60}, 180, ("nvh", "ubnd"), days=(8, 12), priority=3),
    Entry("tt-doan", "Diễn đàn thanh niên và dân số", "doan", "truyen-thong",
          {"sap-cuoi": 40, "cong-nhan": 60}, 150, ("nvh", "ubnd", "truong"), days=(10, 13),
          blocks=("chieu", "toi")),
    Entry("tt-cong-doan", "Công nhân và gia đình hạnh phúc", "cong-doan", "truyen-thong", {"cong-nhan": 100},
          120, ("nvh", "truong"), days=(11, 14), blocks=("toi",)),
    Entry("tt-nct", "Già hóa khỏe mạnh", "nct", "truyen-thong", {"cao-tuoi": 120}, 120, ("nvh", "ubnd"),
          days=(9, 11), blocks=("sang",)),
)
# fmt: on
PROGRAMME: Final = CHECKS + SCREENINGS + VACCINATIONS + COUNSELS + TALKS


def build() -> Record:
    """Return the scenario."""
    people = staff.people(POSTS)
    for person in people:
        if person["id"] == OFFICER:
            absence = record(start="2025-11-21T13:30", end="2025-11-21T17:30", reason="Giao ban Chi cục Dân số")
            person["unavailable"] = [absence]
    houses = {post.organisation for post in POSTS} - {_HOUSE.organisation}
    return record(
        format="chungtay/1",
        name="Cầu Ông Lãnh: một người làm dân số",
        start=START.isoformat(),
        end=day(START, DAYS),
        blocks=material.BLOCKS,
        organisations=[
            *material.organisations(key for key in material.ORGANISATIONS if key in houses),
            record(id=_HOUSE.organisation, name="Khu phố 14, 15, 16", bloc="community"),
        ],
        skills=material.skills(people, FUNCTIONS),
        people=people,
        places=list(PLACES),
        travel_default_minutes=10,
        groups=[record(id=key, name=name, people=count) for key, (name, count) in GROUPS.items()],
        functions=FUNCTIONS,
        activities=[activity(entry, START) for entry in PROGRAMME],
        together=[["tt-kp", "tt-mttq"]],
    )
