"""Builds the shipped scenarios from tables: `python -m scenarios.build` writes the same bytes each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from scenarios.build import (
    cau_ong_lanh_health,
    cluster_10_wards,
    dien_hong_tet,
    hoa_hung_digital,
    nhieu_loc_2_9,
)
from scenarios.build.text import Record, scenario_text

BUILDERS: Final[Mapping[str, Callable[[], Record]]] = {
    "dien-hong-tet": dien_hong_tet.build,
    "nhieu-loc-2-9": nhieu_loc_2_9.build,
    "hoa-hung-digital": hoa_hung_digital.build,
    "cau-ong-lanh-health": cau_ong_lanh_health.build,
    "cluster-10-wards": cluster_10_wards.build,
}
"""What makes each scenario, by name."""


def write_all(folder: Path) -> None:
    """Write every scenario into the folder as `<name>.json` (UTF-8, newline ended), over what is there."""
    for name, build in BUILDERS.items():
        (folder / f"{name}.json").write_bytes(scenario_text(build()).encode())
