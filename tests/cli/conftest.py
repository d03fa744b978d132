"""A small ward in files: gifts that are held as one, with every kind of gap and a hostile name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from tests import builders as b


@dataclass(frozen=True)
class Ward:
    """A scenario and a plan of it, as models and as the files that a command reads."""

    folder: Path
    of: Scenario
    plan: Plan

    @property
    def scenario_file(self) -> str:
        return str(self.folder / "ward.json")

    @property
    def plan_file(self) -> str:
        return str(self.folder / "plan.json")

    def keep(self, name: str, value: Scenario | Plan) -> str:
        """Write a scenario or plan beside the others and return its path."""
        return str(write(self.folder / name, value))


HOSTILE = "Quà [bold]Hội\x1b[31m Phụ nữ \u202eabc"


@pytest.fixture(autouse=True)
def _english_at_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNGTAY_LANG", "en")
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    """The small ward in a folder of its own."""
    of = small_ward()
    found = Ward(tmp_path, of, small_plan(of))
    write(tmp_path / "ward.json", of)
    write(tmp_path / "plan.json", found.plan)
    return found


def small_ward(**fields: Any) -> Scenario:
    """Three gifts that can be one session, and a party for which there is no place."""
    gift = b.function(
        "gift",
        b.role("desk", 2, standby=1),
        b.role("guide", people_per_seat=100),
        cost_per_session=500_000,
        cost_per_person=10_000,
    )
    plain: dict[str, Any] = {
        "groups": (b.group("poor", 200), b.group("old", 40)),
        "functions": (gift,),
        "people": tuple(b.person(f"{o}-{i}", cost_per_hour=60_000) for o in ("ub", "mt", "pn") for i in (1, 2, 3)),
    }
    return b.scenario(
        b.activity(
            "state",
            "ub",
            name="Quà Tết của Nhà nước",
            serves=({"group": "poor", "people": 90},),
            own_roles=(b.own_role("books"),),
            priority=5,
        ),
        b.activity("fund", "mt", name="Quà Quỹ Vì người nghèo", serves=({"group": "poor", "people": 120},)),
        b.activity("women", "pn", name=HOSTILE, serves=({"group": "old", "people": 30},)),
        b.activity("party", "pn", name="Liên hoan"),
        **plain | fields,
    )


def small_plan(of: Scenario, **stated: Any) -> Plan:
    """All three gifts as one session, short of a guide and a standby; the party is not held."""
    joint = b.session(
        "s1",
        "state",
        "fund",
        "women",
        seats=(
            ("desk", "ub-1"),
            ("desk", "mt-1"),
            ("guide", "pn-1"),
            ("guide", None),
            ("books", "ub-2", "state"),
        ),
    )
    plain: dict[str, Any] = {
        "unheld": ("party",),
        "bounds": {"staff_sessions": 3, "cost": 1_000_000},
        "apart": small_baseline(of),
        "settings": {"seed": 7, "workers": 1, "time_limit_s": 60.0, "versions": {"ortools": "9.15"}},
        "seconds": 1.25,
    }
    return b.plan(of, joint, **plain | stated)


def small_baseline(of: Scenario, *, guide: str | None = None, place: str = "hall") -> Plan:
    """Each gift alone, as short of a guide as the joint session unless `guide` is there."""
    return b.plan(
        of,
        b.session(
            "b1",
            "state",
            place=place,
            seats=(("desk", "ub-1"), ("desk", "ub-3"), ("guide", "pn-1"), ("books", "ub-2", "state")),
        ),
        b.session(
            "b2",
            "fund",
            start=b.AFTERNOON,
            place=place,
            seats=(("desk", "ub-1"), ("desk", "ub-3"), ("guide", "pn-1"), ("guide", guide)),
        ),
        b.session(
            "b3",
            "women",
            start=b.AFTERNOON,
            place="yard",
            seats=(("desk", "pn-2"), ("desk", "pn-3"), ("guide", "mt-2")),
        ),
        unheld=("party",),
    )


def write(path: Path, value: Scenario | Plan) -> Path:
    """Write a model as the JSON of its file."""
    raw = value.to_json() if isinstance(value, Plan) else value.model_dump(mode="json", by_alias=True)
    path.write_text(json.dumps(raw, ensure_ascii=False), "utf-8")
    return path
