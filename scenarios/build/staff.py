"""The people of a standard ward: posts by organisation, named by office and number only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from scenarios.build.material import OFFICER, PART_TIME, VOLUNTEER
from scenarios.build.text import Record, record


@dataclass(frozen=True)
class Post:
    """`count` people of one organisation who hold the same office; `also` are further hats."""

    organisation: str
    title: str
    count: int
    skills: tuple[str, ...] = ()
    rate: int = OFFICER
    also: tuple[str, ...] = ()


GOVERNMENT: Final = (
    Post("vp", "Chuyên viên Văn phòng", 3, ("dieu-hanh", "doi-chieu")),
    Post("vp", "Kế toán Văn phòng", 2, ("chi-tra",)),
    Post("kthtdt", "Lãnh đạo phòng KTHTĐT", 1, ("dieu-hanh",)),
    Post("kthtdt", "Chuyên viên KTHTĐT", 5, ("chi-tra",)),
    Post("vhxh", "Lãnh đạo phòng VHXH", 1, ("dieu-hanh",)),
    Post("vhxh", "Cán bộ bảo trợ xã hội", 2, ("bao-tro", "doi-chieu", "dieu-hanh")),
    Post("vhxh", "Chuyên viên VHXH", 6, ("doi-chieu", "chi-tra")),
    Post("pvhcc", "Lãnh đạo Trung tâm PVHCC", 1, ("dieu-hanh",)),
    Post("pvhcc", "Cán bộ PVHCC", 6, ("doi-chieu", "cong-nghe")),
    Post("pvhcc", "Cán bộ tư pháp", 2, ("phap-luat", "doi-chieu")),
    Post("tyt", "Bác sĩ Trạm Y tế", 4, ("kham-benh", "y-te")),
    Post("tyt", "Điều dưỡng Trạm Y tế", 4, ("y-te",)),
    Post("cong-an", "Cán bộ Công an", 3, ("an-ninh",)),
    Post("quan-su", "Dân quân", 5, ("an-ninh",), PART_TIME),
)

FRONT: Final = (
    Post("mttq", "Phó Chủ tịch MTTQ", 1, ("dieu-hanh",), also=("phu-nu",)),
    Post("mttq", "Phó Chủ tịch MTTQ", 1, ("dieu-hanh",), also=("doan",)),
    Post("mttq", "Phó Chủ tịch MTTQ", 1, ("dieu-hanh",), also=("ccb",)),
    Post("mttq", "Phó Chủ tịch MTTQ", 1, ("dieu-hanh",), also=("cong-doan",)),
    Post("mttq", "Phó Chủ tịch MTTQ", 1, ("dieu-hanh",), also=("nong-dan",)),
    Post("mttq", "Cán bộ MTTQ", 2, ("dieu-hanh", "phap-luat")),
    Post("mttq", "Giám sát viên MTTQ", 4, ("giam-sat",), PART_TIME),
)
"""Eleven people (a ward Front has 10 to 15, A). Its vice-chairs head the mass organisations (S)."""

ASSOCIATIONS: Final = (
    Post("phu-nu", "Cán bộ Hội Phụ nữ", 3, ("chi-tra", "dieu-hanh"), PART_TIME),
    Post("phu-nu", "Tư vấn viên Hội Phụ nữ", 2, ("bao-hiem",), PART_TIME),
    Post("doan", "Cán bộ Đoàn", 2, ("dieu-hanh", "cong-nghe"), PART_TIME),
    Post("doan", "Tình nguyện viên Đoàn", 8, ("cong-nghe", "doi-chieu"), VOLUNTEER),
    Post("ccb", "Cán bộ Hội Cựu chiến binh", 3, ("dieu-hanh", "phap-luat"), PART_TIME),
    Post("cong-doan", "Cán bộ Công đoàn", 3, ("chi-tra", "bao-hiem"), PART_TIME),
    Post("nong-dan", "Cán bộ Hội Nông dân", 2, (), PART_TIME),
    Post("ctd", "Tình nguyện viên Chữ thập đỏ", 5, ("y-te", "chi-tra"), VOLUNTEER),
    Post("nct", "Hội viên Hội Người cao tuổi", 4, (), VOLUNTEER),
    Post("kp-a", "Cán bộ khu phố A", 3, (), PART_TIME),
    Post("kp-b", "Cán bộ khu phố B", 3, ("chi-tra",), PART_TIME),
    Post("kp-c", "Cán bộ khu phố C", 3, (), PART_TIME),
)

WARD: Final = GOVERNMENT + FRONT + ASSOCIATIONS

PARTNER_POSTS: Final = (
    Post("ngan-hang-a", "Nhân viên Ngân hàng A", 3, ("chi-tra", "cong-nghe"), VOLUNTEER),
    Post("benh-vien-b", "Bác sĩ Bệnh viện B", 3, ("kham-benh", "y-te"), VOLUNTEER),
    Post("benh-vien-b", "Điều dưỡng Bệnh viện B", 2, ("y-te",), VOLUNTEER),
    Post("vien-thong-c", "Nhân viên Viễn thông C", 3, ("cong-nghe",), VOLUNTEER),
)


def people(
    posts: Iterable[Post],
    *,
    own: Callable[[str], str] = str,
    suffix: str = "",
    areas: list[str] | None = None,
) -> list[Record]:
    """Return one person a seat of each post, numbered within the organisation (id) and the office (name).

    `own` turns a standard organisation id into the ward's; `suffix` follows the name.
    """
    in_organisation: Counter[str] = Counter()
    in_office: Counter[str] = Counter()
    found = []
    for post in posts:
        for _ in range(post.count):
            in_organisation[post.organisation] += 1
            in_office[post.title] += 1
            found.append(
                record(
                    id=f"{own(post.organisation)}-{in_organisation[post.organisation]:02d}",
                    name=f"{post.title} {in_office[post.title]:02d}{suffix}",
                    organisations=[own(key) for key in (post.organisation, *post.also)],
                    skills=list(post.skills) or None,
                    areas=areas,
                    cost_per_hour=post.rate or None,
                )
            )
    return found
