"""The Tet programme of a ward: its beneficiaries, places and 48 activities, as a ward office would list them.

Group sizes and gifts follow the one ward that published them (Thới Bình): 1,995 payees, 191 gifts from above
and 1,064 from other sponsors (S); how they divide is an assumption. Day 1 is 31 January 2026, a Saturday.
"""

from __future__ import annotations

from typing import Final

from scenarios.build.entry import Entry, Own
from scenarios.build.text import Record, record

DAY, NIGHT = ("sang", "chieu"), ("toi",)

GROUPS: Final = {
    # 1,995 payees (S, another ward's); their division A
    "ho-ngheo": ("Hộ nghèo", 165),
    "can-ngheo": ("Hộ cận nghèo", 280),
    "nguoi-co-cong": ("Người có công và thân nhân", 430),
    "bao-tro": ("Người hưởng trợ cấp bảo trợ xã hội", 640),
    "neo-don": ("Người cao tuổi neo đơn", 120),
    "cong-nhan": ("Công nhân ở trọ khó khăn", 210),
    "tre-em": ("Gia đình có trẻ em khó khăn", 150),
    # beside them, A
    "cao-tuoi": ("Người từ 80 tuổi", 350),
    "don-than": ("Phụ nữ đơn thân", 95),
    "tieu-thuong": ("Tiểu thương chợ", 160),
}
"""Name and number (households or people, whichever is invited) by id."""

CLOSED_FOR_SCHOOL: Final = [
    record(start=f"2026-02-{number:02d}T07:00", end=f"2026-02-{number:02d}T17:30") for number in (2, 3, 4, 5, 6, 9, 10)
]

PLACES: Final = (
    record(id="ubnd", name="Hội trường UBND phường", capacity=300, cost_per_session=200_000),
    record(id="ttvh", name="Trung tâm Văn hóa - Thể thao", capacity=1000, cost_per_session=1_000_000),
    record(id="thcs", name="Trường THCS", capacity=600, cost_per_session=500_000, closed=CLOSED_FOR_SCHOOL),
    record(
        id="tieu-hoc",
        name="Trường tiểu học",
        capacity=400,
        cost_per_session=500_000,
        closed=CLOSED_FOR_SCHOOL,
    ),
    record(id="tram", name="Trạm Y tế phường", capacity=150, parallel=2),
    record(id="mot-cua", name="Phòng tập huấn Trung tâm PVHCC", capacity=60, cost_per_session=100_000),
    record(id="nha-a", name="Nhà sinh hoạt cộng đồng A", capacity=120, cost_per_session=100_000),
    record(id="nha-b", name="Nhà sinh hoạt cộng đồng B", capacity=120, cost_per_session=100_000),
    record(id="nha-c", name="Nhà sinh hoạt cộng đồng C", capacity=100, cost_per_session=100_000),
    record(id="cong-vien", name="Công viên phường", capacity=800, cost_per_session=300_000),
)

HALLS = ("ubnd", "ttvh", "thcs", "tieu-hoc")
HOUSES = ("nha-a", "nha-b", "nha-c")

_FRONT = ("mttq-06", "mttq-07")
_DOCTORS = ("benh-vien-b-01", "benh-vien-b-02", "benh-vien-b-03")
_LIST_KEEPER = Own("lap-danh-sach", "Lập danh sách, chứng từ ngân sách", skill="bao-tro")


def _giver(sponsor: str, *persons: str) -> tuple[Own, ...]:
    return (Own("trao-tang", f"Đại diện trao tặng của {sponsor}", nominated=persons),)


# fmt: off
GIFTS: Final = (
    Entry("qua-nguoi-co-cong", "Quà Tết người có công", "vhxh", "trao-qua", {"nguoi-co-cong": 430}, 240,
          ("ttvh", "thcs"), days=(1, 5), blocks=DAY, merge=("mttq", "ccb"), own=(_LIST_KEEPER,),
          nominated={"phu-trach": ("vhxh-01", "vp-01")}, priority=5),
    Entry("qua-bao-tro", "Quà Tết người hưởng bảo trợ xã hội", "vhxh", "trao-qua", {"bao-tro": 640}, 240,
          ("ttvh",), days=(3, 6), blocks=DAY, own=(_LIST_KEEPER,), priority=5),
    Entry("qua-vi-nguoi-ngheo", "Quà Quỹ Vì người nghèo", "mttq", "trao-qua",
          {"ho-ngheo": 165, "can-ngheo": 200}, 240, HALLS, days=(7, 11), blocks=DAY,
          own=_giver("Mặt trận", *_FRONT), priority=4, transport={"thcs": 200_000, "tieu-hoc": 200_000}),
    Entry("qua-thanh-pho", "Quà của thành phố cho hộ nghèo, người neo đơn", "vhxh", "trao-qua",
          {"ho-ngheo": 165, "neo-don": 26}, 180, HALLS, days=(8, 11), blocks=DAY, own=(_LIST_KEEPER,),
          priority=4),
    Entry("qua-phu-nu", "Quà Tết của Hội Phụ nữ", "phu-nu", "trao-qua", {"ho-ngheo": 40, "can-ngheo": 60},
          180, HALLS, days=(8, 11), own=_giver("Hội Phụ nữ", "mttq-01", "phu-nu-01"), priority=2),
    Entry("qua-doan", "Xuân tình nguyện cho trẻ em", "doan", "trao-qua", {"tre-em": 90}, 180, HALLS,
          days=(8, 9), merge=("phu-nu", "mttq", "ctd"), own=_giver("Đoàn Thanh niên", "mttq-02", "doan-01"),
          priority=2),
    Entry("qua-ccb", "Nghĩa tình đồng đội", "ccb", "trao-qua", {"nguoi-co-cong": 45}, 180, ("ubnd", "ttvh"),
          days=(1, 6), blocks=DAY, merge=("vhxh", "mttq"),
          own=_giver("Hội Cựu chiến binh", "mttq-03", "ccb-01"), priority=2),
    Entry("qua-cong-doan", "Quà Tết công nhân khó khăn", "cong-doan", "trao-qua", {"cong-nhan": 150}, 180,
          HALLS, days=(8, 9), blocks=("chieu", "toi"), own=_giver("Công đoàn", "mttq-04", "cong-doan-01"),
          priority=3),
    Entry("qua-ctd", "Tết Nhân ái", "ctd", "trao-qua", {"ho-ngheo": 60, "neo-don": 40}, 180, HALLS,
          days=(6, 10), blocks=DAY, priority=2, transport={"thcs": 100_000}),
    Entry("qua-nct", "Quà Tết cụ già neo đơn", "nct", "trao-qua", {"neo-don": 74}, 180, HALLS, days=(3, 8),
          blocks=("sang",), merge=("mttq", "ctd", "vhxh"), priority=2),
    Entry("qua-ngan-hang", "Ngân hàng A đồng hành cùng hộ cận nghèo", "ngan-hang-a", "trao-qua",
          {"can-ngheo": 80}, 180, HALLS, starts=((8, "07:30"), (9, "07:30")),
          own=_giver("Ngân hàng A", "ngan-hang-a-01", "ngan-hang-a-02", "ngan-hang-a-03")),
    Entry("qua-khu-pho", "Tết xóm giềng cụm khu phố B", "kp-b", "trao-qua", {"can-ngheo": 60}, 180,
          ("nha-b", "nha-a"), days=(5, 12), merge="never"),
)

CLINICS: Final = (
    Entry("kham-tyt", "Khám sức khỏe người cao tuổi trước Tết", "tyt", "kham-benh", {"cao-tuoi": 120}, 240,
          ("tram", "ttvh"), days=(3, 7), blocks=("sang",), priority=3),
    Entry("kham-ctd", "Khám, phát thuốc cho hộ nghèo", "ctd", "kham-benh", {"ho-ngheo": 80, "neo-don": 40},
          240, ("tram", "ttvh", "thcs"), days=(5, 9), blocks=DAY, priority=2),
    Entry("kham-nct", "Chăm sóc sức khỏe người cao tuổi", "nct", "kham-benh",
          {"cao-tuoi": 90, "neo-don": 50}, 180, ("tram", "ttvh"), days=(4, 9), blocks=("sang",), priority=2),
    Entry("kham-phu-nu", "Khám phụ khoa, tầm soát ung thư", "phu-nu", "kham-benh", {"don-than": 70}, 180,
          ("tram", "thcs", "ttvh"), days=(6, 9), blocks=DAY, merge=("tyt", "ctd", "benh-vien-b", "mttq"),
          priority=2,
          own=(Own("tu-van-rieng", "Tư vấn kín cho phụ nữ", nominated=("phu-nu-04", "phu-nu-05")),)),
    Entry("kham-cong-doan", "Khám sức khỏe công nhân ở trọ", "cong-doan", "kham-benh", {"cong-nhan": 100},
          180, ("ttvh", "thcs", "tram"), days=(8, 9), priority=2),
    Entry("kham-benh-vien", "Đoàn bác sĩ Bệnh viện B", "benh-vien-b", "kham-benh",
          {"ho-ngheo": 60, "cao-tuoi": 60}, 240, ("ttvh", "thcs"), starts=((8, "07:30"), (9, "07:30")),
          priority=2,
          own=(Own("truong-doan", "Trưởng đoàn bác sĩ", nominated=_DOCTORS),)),
)

VISITS: Final = (
    Entry("tham-nguoi-co-cong", "Thăm thương binh, gia đình liệt sĩ", "vhxh", "tham-hoi",
          {"nguoi-co-cong": 40}, 180, ("ubnd", "nha-a"), days=(1, 4), blocks=DAY,
          merge=("ccb", "mttq", "doan"), priority=3),
    Entry("tham-ccb", "Thăm cựu chiến binh già yếu", "ccb", "tham-hoi", {"nguoi-co-cong": 25}, 180,
          ("ubnd", "nha-a", "nha-b"), days=(1, 5), blocks=DAY, merge=("vhxh", "mttq", "doan"), priority=2),
    Entry("tham-nct", "Thăm cụ già neo đơn", "nct", "tham-hoi", {"neo-don": 40}, 180, HOUSES, days=(5, 9),
          blocks=DAY, priority=2),
    Entry("tham-ctd", "Thăm người khuyết tật, neo đơn", "ctd", "tham-hoi", {"neo-don": 30, "bao-tro": 15},
          180, HOUSES, days=(6, 9), blocks=DAY, priority=2),
    Entry("tham-doan", "Xuân tình nguyện: dọn nhà giúp cụ già", "doan", "tham-hoi",
          {"neo-don": 20, "nguoi-co-cong": 10}, 240, ("nha-a", "nha-b", "nha-c", "ubnd"), days=(1, 9),
          blocks=DAY,
          own=(Own("don-nha", "Dọn dẹp, sửa điện", seats=2,
                   nominated=tuple(f"doan-{n:02d}" for n in range(3, 11))),)),
    Entry("tham-phu-nu", "Thăm phụ nữ đơn thân", "phu-nu", "tham-hoi", {"don-than": 20}, 180, HOUSES,
          days=(6, 10)),
    Entry("tham-mttq", "Mặt trận thăm hộ bảo trợ, neo đơn", "mttq", "tham-hoi",
          {"bao-tro": 30, "neo-don": 20}, 180, ("ubnd", "nha-a", "nha-c"), days=(7, 10), blocks=DAY,
          priority=3, own=_giver("Mặt trận", "mttq-01", "mttq-03", *_FRONT)),
)

CLASSES: Final = (
    Entry("lop-pvhcc", "Dịch vụ công trực tuyến dịp Tết", "pvhcc", "lop-so",
          {"cao-tuoi": 25, "tieu-thuong": 10}, 120, ("mot-cua", "ubnd"), days=(3, 7), blocks=DAY,
          priority=2),
    Entry("lop-doan", "Bình dân học vụ số", "doan", "lop-so", {"cao-tuoi": 25}, 150,
          ("mot-cua", "nha-a", "ubnd"), days=(1, 7)),
    Entry("lop-phu-nu", "Phụ nữ bán hàng trên mạng", "phu-nu", "lop-so", {"don-than": 20, "tieu-thuong": 15},
          150, ("mot-cua", "ubnd", "nha-a"), days=(4, 10)),
    Entry("lop-cong-doan", "Công nhân số", "cong-doan", "lop-so", {"cong-nhan": 30}, 120,
          ("mot-cua", "ubnd"), days=(3, 10), blocks=NIGHT, merge="never"),
    Entry("lop-vien-thong", "Viễn thông C: an toàn trên mạng", "vien-thong-c", "lop-so",
          {"cao-tuoi": 20, "tieu-thuong": 20}, 150, ("mot-cua", "ubnd"),
          starts=((6, "13:30"), (6, "18:00"), (7, "13:30")),
          own=(Own("chuyen-gia", "Chuyên gia của Viễn thông C",
                   nominated=("vien-thong-c-01", "vien-thong-c-02", "vien-thong-c-03")),)),
    Entry("lop-nct", "Cụ biết dùng điện thoại", "nct", "lop-so", {"cao-tuoi": 30}, 120,
          ("nha-a", "mot-cua", "ubnd"), days=(3, 6), blocks=DAY, merge=("doan", "pvhcc")),
)

MEALS: Final = (
    Entry("com-mttq", "Ngày hội Xuân yêu thương", "mttq", "bua-com", {"ho-ngheo": 100, "neo-don": 60}, 240,
          ("ttvh",), starts=((9, "07:30"),), own=(Own("khai-mac", "Phát biểu khai mạc", blocs=("front",)),),
          priority=6),
    Entry("com-phu-nu", "Bữa cơm Tết phụ nữ", "phu-nu", "bua-com", {"don-than": 60, "ho-ngheo": 40}, 180,
          ("ttvh", "ubnd", "tieu-hoc"), days=(8, 9),
          own=_giver("Hội Phụ nữ", "mttq-01", "phu-nu-01", "phu-nu-02"), priority=2),
    Entry("com-cong-doan", "Tết Sum vầy", "cong-doan", "bua-com", {"cong-nhan": 150}, 180,
          ("ttvh", "cong-vien", "tieu-hoc"), days=(8, 9),
          own=_giver("Công đoàn", "mttq-04", "cong-doan-01", "cong-doan-02"), priority=3),
    Entry("com-nct", "Lễ mừng thọ", "nct", "bua-com", {"cao-tuoi": 120, "neo-don": 60}, 180,
          ("ubnd", "ttvh"), days=(6, 9), blocks=("sang",), merge=("mttq", "phu-nu", "kp-a"), priority=3),
    Entry("com-doan", "Tết cho em", "doan", "bua-com", {"tre-em": 80}, 150,
          ("cong-vien", "ttvh", "tieu-hoc"), days=(8, 9), blocks=("sang", "chieu")),
    Entry("com-khu-pho", "Bữa cơm đoàn kết cụm khu phố A", "kp-a", "bua-com",
          {"ho-ngheo": 40, "can-ngheo": 60}, 180, ("nha-a", "ttvh", "tieu-hoc"), days=(7, 9), merge="never"),
)

COUNSELS: Final = (
    Entry("tu-van-pvhcc", "Tư vấn pháp luật lưu động", "pvhcc", "tu-van", {"can-ngheo": 30}, 180,
          ("mot-cua", "ubnd"), days=(3, 7), blocks=DAY, priority=2),
    Entry("tu-van-mttq", "Mặt trận tư vấn chính sách", "mttq", "tu-van", {"ho-ngheo": 30}, 180,
          ("mot-cua", "ubnd", "nha-c"), days=(5, 10), blocks=DAY,
          nominated={"luat": ("mttq-06", "mttq-07", "pvhcc-08", "pvhcc-09")}),
    Entry("tu-van-cong-doan", "Tư vấn bảo hiểm cho công nhân", "cong-doan", "tu-van", {"cong-nhan": 40}, 120,
          ("mot-cua", "ubnd", "nha-c"), days=(3, 10), blocks=("chieu", "toi")),
    Entry("tu-van-phu-nu", "Tư vấn hôn nhân, gia đình", "phu-nu", "tu-van", {"don-than": 30}, 120,
          ("mot-cua", "ubnd", "nha-c"), days=(4, 9), blocks=DAY, merge=("pvhcc", "mttq", "cong-doan")),
    Entry("tu-van-ccb", "Tư vấn chính sách người có công", "ccb", "tu-van", {"nguoi-co-cong": 20}, 120,
          ("ubnd", "mot-cua"), days=(3, 5), blocks=("sang",), merge=()),
    Entry("tu-van-nong-dan", "Tư vấn vay vốn, bảo hiểm tiểu thương", "nong-dan", "tu-van",
          {"tieu-thuong": 25}, 120, ("mot-cua", "nha-c"), days=(5, 10), blocks=("chieu",)),
)

MARKETS: Final = (
    Entry("cho-kthtdt", "Phiên chợ bình ổn giá", "kthtdt", "cho-0-dong",
          {"ho-ngheo": 150, "can-ngheo": 150, "cong-nhan": 100}, 240, ("cong-vien", "ttvh"), days=(8, 12),
          priority=2, blocks=DAY,
          own=(Own("gia-ca", "Kiểm tra giá, an toàn thực phẩm", nominated=("kthtdt-01", "kthtdt-02")),)),
    Entry("cho-phu-nu", "Gian hàng yêu thương", "phu-nu", "cho-0-dong", {"ho-ngheo": 60, "don-than": 60},
          180, ("cong-vien", "nha-a"), days=(9, 12), blocks=DAY),
    Entry("cho-ctd", "Chợ Tết Nhân đạo", "ctd", "cho-0-dong", {"ho-ngheo": 80, "neo-don": 40}, 240,
          ("cong-vien", "nha-b"), days=(8, 11), blocks=DAY, priority=2),
    Entry("cho-cong-doan", "Chợ Tết công đoàn", "cong-doan", "cho-0-dong", {"cong-nhan": 120}, 180,
          ("cong-vien", "tieu-hoc"), days=(8, 10), blocks=("chieu", "toi")),
    Entry("cho-khu-pho", "Gian hàng 0 đồng cụm khu phố C", "kp-c", "cho-0-dong", {"can-ngheo": 60}, 180,
          ("nha-c", "cong-vien"), days=(7, 11), blocks=DAY, merge=("ctd", "kthtdt")),
)

# fmt: on
PROGRAMME: Final = GIFTS + CLINICS + VISITS + CLASSES + MEALS + COUNSELS + MARKETS


def groups() -> list[Record]:
    """Return the programme's beneficiaries as groups of the contract."""
    return [record(id=key, name=name, people=people) for key, (name, people) in GROUPS.items()]
