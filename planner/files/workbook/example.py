"""A small real scenario: how the template shows what to fill in. Two bodies of a ward give Tết gifts to one group."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

EXAMPLE: Final[dict[str, Any]] = {
    "format": "chungtay/1",
    "name": "Tết Bính Ngọ 2026, phường mẫu",
    "start": "2026-02-02",
    "end": "2026-02-08",
    "travel_default_minutes": 15,
    "budget": 50_000_000,
    "blocks": [
        {"id": "sang", "name": "Sáng", "start": "07:30", "end": "11:30"},
        {"id": "chieu", "name": "Chiều", "start": "13:30", "end": "17:00"},
    ],
    "areas": [{"id": "kp-1", "name": "Khu phố 1"}],
    "organisations": [
        {"id": "ubnd", "name": "Phòng Văn hóa - Xã hội", "bloc": "government"},
        {"id": "mttq", "name": "Ủy ban MTTQ Việt Nam phường", "bloc": "front"},
        {"id": "phu-nu", "name": "Hội Liên hiệp Phụ nữ", "bloc": "mass", "max_hours": 60},
    ],
    "skills": [{"id": "chi-tra", "name": "Chi trả, thủ quỹ"}, {"id": "giam-sat", "name": "Giám sát"}],
    "people": [
        {
            "id": "ub-1",
            "name": "Nguyễn Thị An",
            "organisations": ["ubnd"],
            "skills": ["chi-tra"],
            "cost_per_hour": 60_000,
            "unavailable": [{"start": "2026-02-05T07:30", "end": "2026-02-05T17:00", "reason": "Tập huấn"}],
        },
        {"id": "ub-2", "name": "Trần Văn Bình", "organisations": ["ubnd"], "cost_per_hour": 60_000},
        {
            "id": "mt-1",
            "name": "Lê Văn Cường",
            "organisations": ["mttq", "phu-nu"],
            "skills": ["giam-sat"],
            "max_hours_per_day": 4,
        },
        {
            "id": "pn-1",
            "name": "Phạm Thị Dung",
            "organisations": ["phu-nu"],
            "areas": ["kp-1"],
            "available": [{"start": "2026-02-06T07:00", "end": "2026-02-07T18:00"}],
        },
    ],
    "places": [
        {"id": "nha-vh", "name": "Nhà văn hóa khu phố 1", "area": "kp-1", "capacity": 150, "cost_per_session": 200_000},
        {
            "id": "tru-so",
            "name": "Hội trường UBND phường",
            "capacity": 300,
            "parallel": 2,
            "closed": [{"start": "2026-02-04T00:00", "end": "2026-02-05T00:00"}],
        },
    ],
    "travel": [{"from": "nha-vh", "to": "tru-so", "minutes": 10}],
    "groups": [
        {"id": "ho-ngheo", "name": "Hộ nghèo", "people": 80},
        {"id": "nguoi-cao-tuoi", "name": "Người cao tuổi", "people": 40},
    ],
    "functions": [
        {
            "id": "tang-qua",
            "name": "Tặng quà Tết",
            "cost_per_session": 500_000,
            "cost_per_person": 5_000,
            "roles": [
                {"id": "ban-phat", "name": "Bàn phát quà", "fixed": 1, "people_per_seat": 80, "standby": 1},
                {"id": "chi-tra", "name": "Chi trả", "skill": "chi-tra", "blocs": ["government", "mass"], "fixed": 1},
                {"id": "giam-sat", "name": "Giám sát", "skill": "giam-sat", "fixed": 1},
            ],
            "separate": [["chi-tra", "giam-sat"]],
        }
    ],
    "activities": [
        {
            "id": "qua-phuong",
            "name": "Quà Tết của phường",
            "organisation": "ubnd",
            "function": "tang-qua",
            "area": "kp-1",
            "serves": [{"group": "ho-ngheo"}],
            "window": {"from": "2026-02-05", "to": "2026-02-07", "blocks": ["sang"]},
            "duration_minutes": 120,
            "transport_cost": {"nha-vh": 300_000},
            "priority": 5,
        },
        {
            "id": "qua-vi-ngheo",
            "name": "Quà Quỹ Vì người nghèo",
            "organisation": "mttq",
            "function": "tang-qua",
            "area": "kp-1",
            "serves": [{"group": "ho-ngheo", "people": 60}, {"group": "nguoi-cao-tuoi"}],
            "turnout": Decimal("0.9"),
            "starts": ["2026-02-06T07:30", "2026-02-07T07:30"],
            "duration_minutes": 120,
            "places": ["nha-vh", "tru-so"],
            "merge": ["ubnd", "phu-nu"],
            "own_roles": [{"id": "trao", "name": "Trao tặng", "seats": 1, "nominated": ["mt-1"]}],
            "nominated": {"ban-phat": ["ub-2", "pn-1"]},
        },
        {
            "id": "ao-am",
            "name": "Áo ấm của Hội Phụ nữ",
            "organisation": "phu-nu",
            "function": "tang-qua",
            "area": "kp-1",
            "serves": [{"group": "nguoi-cao-tuoi", "people": 20}],
            "window": {"from": "2026-02-05", "to": "2026-02-07"},
            "duration_minutes": 90,
        },
    ],
    "together": [["qua-phuong", "qua-vi-ngheo"]],
    "apart": [["qua-phuong", "ao-am"]],
    "pins": [{"activity": "qua-vi-ngheo", "start": "2026-02-06T07:30", "place": "nha-vh"}],
    "forbids": [{"person": "ub-2", "activity": "ao-am"}],
}
