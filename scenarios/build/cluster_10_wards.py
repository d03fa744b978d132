"""The ten wards together: a Tet programme in each, and people and partners whom several wards share."""

from __future__ import annotations

from typing import Final

from scenarios.build.cluster import Cluster, Ward
from scenarios.build.text import Record

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
"""Prefix, name and residents (S)."""


def build() -> Record:
    """Return the scenario."""
    return Cluster("Mười phường trung tâm: Tết Bính Ngọ 2026", "cluster", WARDS).build()
