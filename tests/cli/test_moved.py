"""Replanning on the real command: what has begun stays, what cannot is refused, and each change is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from planner.cli import run
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from tests import builders as b
from tests.cli.command import lines
from tests.cli.conftest import Ward, write

SINCE = "2026-02-02T12:00"
"""Between morning and afternoon."""


def scenario(**away: dict[str, str]) -> Scenario:
    """One desk in the morning, one in the afternoon; three who can sit there, some of them `away` for a while."""
    people = (
        b.person(f"ub-{n}", cost_per_hour=n, unavailable=[away[f"ub_{n}"]] if f"ub_{n}" in away else [])
        for n in (1, 2, 3)
    )
    return b.scenario(
        b.activity("early", "ub", starts=[b.MORNING], places=["hall"]),
        b.activity("late", "ub", starts=[b.AFTERNOON], places=["hall"]),
        functions=(b.function("gift", b.role("desk", 1)),),
        people=people,
    )


@pytest.fixture
def begun(tmp_path: Path) -> Ward:
    """A plan in which ub-1 does everything, and a scenario in which they are away from noon on."""
    before = scenario()
    plan = b.plan(
        before,
        b.session("s1", "early", seats=[("desk", "ub-1")]),
        b.session("s2", "late", start=b.AFTERNOON, seats=[("desk", "ub-1")]),
    )
    after = scenario(ub_1={"start": SINCE, "end": "2026-02-03T00:00"})
    write(tmp_path / "plan.json", plan)
    write(tmp_path / "ward.json", after)
    return Ward(tmp_path, after, plan)


def replanned(ward: Ward, *arguments: str) -> int:
    file = str(ward.folder / "new.json")
    return run(["solve", ward.scenario_file, "--base", ward.plan_file, "--no-baseline", "-o", file, *arguments])


HANDOVER = {
    "kind": "handover",
    "activities": ["late"],
    "parts": [],
    "was": {"start": b.AFTERNOON, "place": "hall"},
    "now": {"start": b.AFTERNOON, "place": "hall"},
    "role": "desk",
    "shared": True,
    "standby": False,
    "gives": "ub-1",
    "takes": "ub-2",
    "vi": "Cán bộ ub-1 giao vai trò Vai desk (Hoạt động late, 13:30 02/02/2026) cho Cán bộ ub-2.",
    "en": "Cán bộ ub-1 hands Vai desk (Hoạt động late, 13:30 02/02/2026) over to Cán bộ ub-2.",
}


def test_what_has_begun_stays_and_the_rest_is_named(begun: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    assert replanned(begun, "--from", SINCE, "--json") == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert document.pop("moves") == [HANDOVER]
    kept = json.loads((begun.folder / "new.json").read_text("utf-8"))
    assert document == kept
    assert [(s["id"], [x["person"] for x in s["seats"]]) for s in kept["sessions"]] == [
        ("s1", ["ub-1"]),
        ("s2", ["ub-2"]),
    ]


def test_a_past_that_cannot_be(begun: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    """By the next day both have begun, and the second contradicts the absence."""
    assert replanned(begun, "--from", "2026-02-03", "--json") == 2
    document = json.loads(capsys.readouterr().out)
    assert document["file"] == begun.plan_file
    assert [(f["code"], f["pointer"]) for f in document["faults"]] == [("available", "/sessions/1/seats/0/person")]
    assert not (begun.folder / "new.json").exists()


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", ["Against the base plan", "1 change:", f"• {HANDOVER['en']}"]),
        ("vi", ["So với phương án gốc", "1 thay đổi:", f"• {HANDOVER['vi']}"]),
    ],
)
def test_changes_as_a_reader_sees_them(
    begun: Ward, lang: str, told: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert replanned(begun, "--from", SINCE, "--lang", lang) == 0
    solved = capsys.readouterr().out
    assert [line for line in lines(solved) if line][3:6] == told

    files = [begun.scenario_file, str(begun.folder / "new.json"), "--base", begun.plan_file]
    assert run(["show", *files, "--from", SINCE, "--lang", lang]) == 0
    assert capsys.readouterr().out == solved
    assert run(["show", *files, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["moves"] == [HANDOVER]


def test_the_base_itself_changes_nothing(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    again = ward.keep("again.json", b.edit(ward.plan, {"/baseline": None, "/savings": None}))
    with_changes = Plan.model_validate_json(Path(again).read_text("utf-8"))
    tiers = [tier.model_dump() for tier in with_changes.tiers]
    tiers.insert(2, {"name": "changes", "value": 0, "bound": 0, "proven": True})
    ward.keep("again.json", b.edit(with_changes, {"/tiers": tiers}))
    assert run(["show", ward.scenario_file, again, "--base", ward.plan_file]) == 0
    assert "Nothing is different." in lines(capsys.readouterr().out)


@pytest.mark.parametrize(("since", "code"), [(SINCE, 0), ("2026-02-02T14:00", 1)])
def test_verify_asks_for_what_had_begun(begun: Ward, since: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert replanned(begun, "--from", SINCE) == 0
    capsys.readouterr()
    new = str(begun.folder / "new.json")
    files = [begun.scenario_file, new, "--base", begun.plan_file, "--from", since, "--json"]
    assert run(["verify", *files]) == code
    report = json.loads(capsys.readouterr().out)
    assert [v["rule"] for v in report["violations"]] == ["pins"] * 2 * code
    assert run(["show", *files]) == code


@pytest.mark.parametrize("since", ["2026-02-07T07:30+07:00", "07/02/2026", "2026-02-07T07:30:30", "2026-13-01"])
def test_a_moment_that_is_none(begun: Ward, since: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert replanned(begun, "--from", since) == 2
    assert f"'{since}' does not match the formats" in " ".join(lines(capsys.readouterr().err))
