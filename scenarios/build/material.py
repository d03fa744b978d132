"""What the scenarios have in common: the parts of the day, skills, wage levels, organisations and functions.

Every number here is an assumption unless its comment says otherwise (S seen in a source, D derived from one);
the Markdown file beside each scenario repeats the numbers that the scenario uses, with their marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from scenarios.build.text import Record, record

OFFICER: Final = 60_000
"""VND an hour of somebody on the payroll."""
PART_TIME: Final = 40_000
"""VND an hour of somebody on an allowance."""
VOLUNTEER: Final = 0

HOUSEHOLD: Final = 3.2
"""People in a household (D)."""

MORNING: Final = record(id="sang", name="Sáng", start="07:30", end="11:30")
AFTERNOON: Final = record(id="chieu", name="Chiều", start="13:30", end="17:30")
EVENING: Final = record(id="toi", name="Tối", start="18:00", end="21:00")
BLOCKS: Final = [MORNING, AFTERNOON, EVENING]

SKILLS: Final = {
    "dieu-hanh": "Điều hành điểm",
    "doi-chieu": "Đối chiếu danh sách, giấy tờ",
    "chi-tra": "Chi trả, thủ quỹ",
    "giam-sat": "Giám sát của Mặt trận",
    "an-ninh": "An ninh trật tự",
    "y-te": "Điều dưỡng, sơ cứu",
    "kham-benh": "Khám bệnh",
    "tiem-chung": "Tiêm chủng",
    "cong-nghe": "Hướng dẫn công nghệ số",
    "phap-luat": "Tư vấn pháp luật",
    "bao-hiem": "Tư vấn bảo hiểm",
    "bao-tro": "Bảo trợ xã hội",
    "dan-so": "Công tác dân số",
}

ORGANISATIONS: Final = {
    "vp": ("Văn phòng HĐND và UBND", "government"),
    "kthtdt": ("Phòng Kinh tế, Hạ tầng và Đô thị", "government"),
    "vhxh": ("Phòng Văn hóa - Xã hội", "government"),
    "pvhcc": ("Trung tâm Phục vụ hành chính công", "government"),
    "tyt": ("Trạm Y tế", "government"),
    "cong-an": ("Công an phường", "government"),
    "quan-su": ("Ban Chỉ huy Quân sự phường", "government"),
    "mttq": ("Ủy ban Mặt trận Tổ quốc phường", "front"),
    "phu-nu": ("Hội Liên hiệp Phụ nữ", "mass"),
    "doan": ("Đoàn Thanh niên", "mass"),
    "ccb": ("Hội Cựu chiến binh", "mass"),
    "cong-doan": ("Công đoàn phường", "mass"),
    "nong-dan": ("Hội Nông dân", "mass"),
    "ctd": ("Hội Chữ thập đỏ", "community"),
    "nct": ("Hội Người cao tuổi", "community"),
    "kp-a": ("Cụm khu phố A", "community"),
    "kp-b": ("Cụm khu phố B", "community"),
    "kp-c": ("Cụm khu phố C", "community"),
    "ngan-hang-a": ("Ngân hàng đối tác A", "partner"),
    "benh-vien-b": ("Bệnh viện đối tác B", "partner"),
    "vien-thong-c": ("Viễn thông đối tác C", "partner"),
    "ngan-hang-d": ("Ngân hàng đối tác D", "partner"),
    "vien-thong-e": ("Viễn thông đối tác E", "partner"),
}
"""Name and bloc by id. The departments are those of Decree 150/2025 (S); the partners are made up."""

WARD_ORGANISATIONS: Final = tuple(key for key, (_, bloc) in ORGANISATIONS.items() if bloc != "partner")
PARTNERS: Final = ("ngan-hang-a", "benh-vien-b", "vien-thong-c")


def organisations(keys: Iterable[str], *, max_hours: Mapping[str, int] | None = None) -> list[Record]:
    """Return the standard organisations of these ids; `max_hours` caps the seat hours of some."""
    caps = max_hours or {}
    return [
        record(id=key, name=ORGANISATIONS[key][0], bloc=ORGANISATIONS[key][1], max_hours=caps.get(key)) for key in keys
    ]


def skills(people: Iterable[Record], functions: Iterable[Record]) -> list[Record]:
    """Return, in the standard order, the skills that somebody has or some role asks for."""
    used = {skill for person in people for skill in person.get("skills", [])}
    used |= {role["skill"] for function in functions for role in function["roles"] if "skill" in role}
    return [record(id=key, name=name) for key, name in SKILLS.items() if key in used]


def role(id: str, name: str, **norms: Any) -> Record:
    """Return a role: `skill`, `blocs`, `fixed`, `people_per_seat` and `standby` as the contract has them."""
    return record(id=id, name=name, **norms)


_LEAD = role("phu-trach", "Phụ trách điểm", skill="dieu-hanh", fixed=1)
_MEDIC = role("y-te", "Trực y tế", skill="y-te", fixed=1)
_SECURITY = role("an-ninh", "An ninh trật tự", skill="an-ninh", blocs=["government"], fixed=2)
_RECEPTION = role("tiep-nhan", "Tiếp nhận, phát số", fixed=1, people_per_seat=100)


def gift(*, per_desk: int, max_people: int, extra: Iterable[Record] = ()) -> Record:
    """Return gift giving: three people a desk (identity, payment, receipt), `per_desk` households a session.

    25 to 40 households pass a desk in an hour, so 75 to 120 in three hours and 100 to 160 in four. Whoever
    supervises is of the Front and of another organisation than whoever pays.
    """
    return record(
        id="trao-qua",
        name="Chi trả, trao quà",
        cost_per_session=500_000,
        cost_per_person=10_000,
        max_people=max_people,
        roles=[
            _LEAD,
            role("doi-chieu", "Đối chiếu danh sách", skill="doi-chieu", fixed=1, people_per_seat=per_desk),
            role(
                "chi",
                "Chi tiền, trao quà",
                skill="chi-tra",
                blocs=["government", "mass", "community", "partner"],
                fixed=1,
                people_per_seat=per_desk,
                standby=1,
            ),
            role("ky-nhan", "Hướng dẫn ký nhận", fixed=1, people_per_seat=per_desk),
            role("huong-dan", "Hướng dẫn, phân luồng", fixed=2, people_per_seat=500),
            _SECURITY,
            _MEDIC,
            role("giam-sat", "Giám sát độc lập", skill="giam-sat", blocs=["front"], fixed=1),
            *extra,
        ],
        separate=[["chi", "giam-sat"]],
    )


def health(*, extra: Iterable[Record] = ()) -> Record:
    """Return a free clinic: about 100,000 VND a patient (D); 300 checks in one event, as in Tân Thuận (S)."""
    return record(
        id="kham-benh",
        name="Khám sức khỏe, phát thuốc",
        cost_per_session=1_000_000,
        cost_per_person=100_000,
        max_people=300,
        roles=[
            _LEAD,
            _RECEPTION,
            role("bac-si", "Bác sĩ khám", skill="kham-benh", fixed=1, people_per_seat=60, standby=1),
            role("dieu-duong", "Đo huyết áp, điều dưỡng", skill="y-te", fixed=1, people_per_seat=60),
            role("cap-thuoc", "Cấp thuốc", skill="y-te", fixed=1),
            role("huong-dan", "Hướng dẫn, phân luồng", fixed=1, people_per_seat=100),
            *extra,
        ],
    )


VISIT: Final = record(
    id="tham-hoi",
    name="Thăm hỏi tại nhà",
    cost_per_session=200_000,
    max_people=80,
    roles=[
        role("truong-doan", "Trưởng đoàn", skill="dieu-hanh", fixed=1),
        role("thanh-vien", "Thành viên đoàn", fixed=2, people_per_seat=15),
        role("y-te", "Đo huyết áp tại nhà", skill="y-te", fixed=1),
        role("dan-duong", "Dẫn đường", blocs=["community"], fixed=1),
    ],
)
"""Visits at home; a place is where the party gathers. 15 households a visitor in a session."""

MEAL: Final = record(
    id="bua-com",
    name="Bữa cơm, ngày hội Tết",
    cost_per_session=2_000_000,
    cost_per_person=50_000,  # D
    max_people=400,
    roles=[
        _LEAD,
        role("hau-can", "Hậu cần, phục vụ", fixed=3, people_per_seat=40),
        role("don-tiep", "Đón tiếp", fixed=2, people_per_seat=100),
        role("dan-chuong-trinh", "Dẫn chương trình", fixed=1),
        _SECURITY,
        _MEDIC,
    ],
)

COUNSEL: Final = record(
    id="tu-van",
    name="Tư vấn pháp luật, bảo hiểm",
    cost_per_session=200_000,
    cost_per_person=10_000,
    max_people=100,
    roles=[
        role("tiep-nhan", "Tiếp nhận, phát số", fixed=1),
        role("luat", "Tư vấn pháp luật", skill="phap-luat", fixed=1, people_per_seat=30),
        role("bao-hiem", "Tư vấn bảo hiểm", skill="bao-hiem", fixed=1, people_per_seat=40),
        role("ghi-chep", "Ghi chép, chuyển hồ sơ", fixed=1),
    ],
)

MARKET: Final = record(
    id="cho-0-dong",
    name="Phiên chợ 0 đồng",
    cost_per_session=1_000_000,
    cost_per_person=10_000,
    max_people=600,
    roles=[
        _LEAD,
        role("quay-hang", "Quầy hàng", fixed=3, people_per_seat=50),
        role("phieu", "Phát phiếu", fixed=1, people_per_seat=150),
        role("kiem-ke", "Kiểm kê hàng", blocs=["government", "mass", "community", "partner"], fixed=1),
        role("giam-sat", "Giám sát độc lập", skill="giam-sat", blocs=["front"], fixed=1),
        _SECURITY,
    ],
    separate=[["kiem-ke", "giam-sat"]],
)

DIGITAL_CLASS: Final = record(
    id="lop-so",
    name="Lớp kỹ năng số",
    cost_per_session=300_000,
    cost_per_person=20_000,
    max_people=75,
    roles=[
        role("giang-vien", "Giảng viên", skill="cong-nghe", fixed=1, people_per_seat=40),
        role("tro-giang", "Trợ giảng", fixed=1, people_per_seat=12),
        role("ky-thuat", "Kỹ thuật, đường truyền", skill="cong-nghe", fixed=1),
        role("diem-danh", "Điểm danh, tài liệu", fixed=1),
    ],
)
"""A class: an assistant for 12 learners, a trainer for 40, whoever the organiser is."""
