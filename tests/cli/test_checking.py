"""`check` and `verify`: what they say, their JSON and their exit codes."""

from __future__ import annotations

import json

import pytest

import scenarios
from planner.cli import run
from planner.domain.canonical import sha256
from planner.domain.checks import read
from planner.verify import verify
from tests import builders as b
from tests.cli.command import lines
from tests.cli.conftest import Ward, small_plan, small_ward

CHECKED = """
Phường thử
No faults.
Horizon        Mon 2 Feb 2026 – Sun 8 Feb 2026, 7 days
Activities     4
Organisations  3
People         9
Places         2
Functions      1
Groups         2
SHA-256        {sha256}
"""

VERIFIED = """
Đúng: mọi quy tắc và mọi con số đều khớp.
Khả thi: phương án đã kiểm tra độc lập, chưa chứng minh là tốt nhất.
Tiêu chí         Tính lại  Đơn vị
─────────────────────────────────────────
Không tổ chức           1  điểm ưu tiên
Chỗ trống               1  chỗ
Thiếu dự phòng          1  người dự phòng
Người-buổi              4  người-buổi
Chi phí         2.240.000  đồng
Số người                4  người
Người bận nhất         60  phút
"""


def test_check(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", ward.scenario_file]) == 0
    assert lines(capsys.readouterr().out) == CHECKED.replace("{sha256}", sha256(ward.of)).splitlines()[1:]


def test_check_as_json(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", ward.scenario_file, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "ok": True,
        "faults": [],
        "warnings": [],
        "sha256": sha256(ward.of),
        "counts": {
            "activities": 4, "organisations": 3, "people": 9, "places": 2, "functions": 1, "groups": 2,
            "skills": 0, "areas": 0, "blocks": 3, "days": 7,
        },
    }  # fmt: skip


@pytest.mark.parametrize("name", scenarios.names())
def test_every_shipped_scenario_is_found_by_name(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    raw = json.loads(scenarios.path(name).read_text("utf-8"))
    found = read(raw)
    assert run(["check", name, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["sha256"] == sha256(found.scenario)
    assert document["warnings"] == [notice.model_dump() for notice in found.warnings]
    assert document["counts"]["activities"] == len(raw["activities"])


def test_a_file_goes_before_a_shipped_name(
    ward: Ward, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ward.keep("dien-hong-tet", ward.of)
    monkeypatch.chdir(ward.folder)
    assert run(["check", "dien-hong-tet", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sha256"] == sha256(ward.of)


def test_every_fault_at_once(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    raw = ward.of.model_dump(mode="json", by_alias=True, exclude_none=True)
    raw["activities"][0]["function"] = "none\x1b[31m"
    raw["activities"][1]["serves"][0]["group"] = "nobody"
    raw["places"][0]["capacity"] = -1
    file = ward.folder / "bad.json"
    file.write_text(json.dumps(raw), "utf-8")

    assert run(["check", str(file), "--json"]) == 2
    document = json.loads(capsys.readouterr().out)
    faults = document.pop("faults")
    assert document == {"ok": False, "file": str(file), "warnings": [], "sha256": None, "counts": None}
    assert sorted(fault["pointer"] for fault in faults) == [
        "/activities/0/function",
        "/activities/1/serves/0/group",
        "/places/0/capacity",
    ]

    assert run(["check", str(file)]) == 2
    shown = capsys.readouterr()
    assert shown.err == ""
    assert "\x1b" not in shown.out
    found = lines(shown.out)
    assert f"{file}: 3 faults".replace(" ", "") in "".join(found).replace(" ", "")  # a long path is wrapped
    for pointer in ("/activities/0/function", "/activities/1/serves/0/group", "/places/0/capacity"):
        assert pointer in "".join(line[:29].strip() for line in found)


def test_verify(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", ward.scenario_file, ward.plan_file, "--lang", "vi"]) == 0
    assert lines(capsys.readouterr().out) == VERIFIED.splitlines()[1:]


def test_verify_refuses(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = b.edit(ward.plan, {"/sessions/0/attendance": 7})
    (violation,) = verify(ward.of, wrong).violations
    file = ward.keep("wrong.json", wrong)
    assert run(["verify", ward.scenario_file, file]) == 1
    assert refusal(capsys) == f"attendance {violation.en} /sessions/0/attendance"


def test_nothing_is_shown_that_does_not_hold(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = b.edit(ward.plan, {"/sessions/0/attendance": 7})
    (violation,) = verify(ward.of, wrong).violations
    file = ward.keep("wrong.json", wrong)
    assert run(["show", ward.scenario_file, file]) == 1
    assert refusal(capsys) == f"attendance {violation.en} /sessions/0/attendance"


@pytest.mark.parametrize("command", ["verify", "show"])
def test_a_refusal_as_json(ward: Ward, capsys: pytest.CaptureFixture[str], command: str) -> None:
    wrong = b.edit(ward.plan, {"/sessions/0/attendance": 7})
    assert run([command, ward.scenario_file, ward.keep("wrong.json", wrong), "--json"]) == 1
    report = verify(ward.of, wrong)
    assert json.loads(capsys.readouterr().out) == {"ok": False, **report.model_dump(mode="json")}


def test_verify_as_json(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", ward.scenario_file, ward.plan_file, "--json"]) == 0
    shown = capsys.readouterr()
    report = verify(ward.of, ward.plan)
    assert json.loads(shown.out) == {"ok": True, **report.model_dump(mode="json")}
    assert shown.err == ""


def test_a_plan_of_another_scenario_is_bad_input(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    other = b.edit(small_plan(small_ward(name="Phường khác")), {"/sessions/0/attendance": 7})
    assert [found.rule for found in verify(ward.of, other).violations] == ["attendance", "hash"]
    assert run(["verify", ward.scenario_file, ward.keep("other.json", other)]) == 2
    assert lines(capsys.readouterr().out)[3].split(maxsplit=1) == [
        "hash",
        "The plan was made from another scenario; this one has the",
    ]


def test_a_replan_is_verified_against_its_base(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    seats = (
        ("desk", "ub-3"),
        ("desk", "mt-1"),
        ("guide", "pn-1"),
        ("guide", None),
        ("books", "ub-2", "state"),
    )
    session = b.session("s1", "state", "fund", "women", place="yard", seats=seats)
    replan = b.plan(ward.of, session, unheld=("party",), base=ward.plan)
    file = ward.keep("replan.json", replan)
    assert run(["verify", ward.scenario_file, file, "--base", ward.plan_file]) == 0
    capsys.readouterr()
    assert run(["verify", ward.scenario_file, file]) == 1
    assert lines(capsys.readouterr().out)[3].split(maxsplit=1)[0] == "tiers"


def test_many_violations_are_cut_short(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    many = [ward.plan.sessions[0].model_dump(mode="json") | {"id": f"s{i}"} for i in range(200)]
    wrong = b.edit(ward.plan, {"/sessions": many})
    count = len(verify(ward.of, wrong).violations)
    assert run(["verify", ward.scenario_file, ward.keep("wrong.json", wrong)]) == 1
    found = lines(capsys.readouterr().out)
    assert found[0] == f"Refused: {count:,d} violations."
    assert found[-1] == f"and {count - 40:,d} more (--json has all)."
    assert sum(line != "" and not line.startswith(" ") for line in found) == 40 + 4


def test_a_plan_that_states_that_there_is_none(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    file = ward.keep("none.json", b.no_plan(ward.of, "unknown"))
    assert run(["verify", ward.scenario_file, file]) == 0
    assert lines(capsys.readouterr().out) == [
        "Verified: every rule and every figure holds.",
        "Unknown: no plan was found in time.",
    ]


def refusal(capsys: pytest.CaptureFixture[str]) -> str:
    """The only row of a table of violations, without its line breaks."""
    title, headings, _rule, *row = lines(capsys.readouterr().out)
    assert (title, headings.split()) == ("Refused: 1 violation.", ["Rule", "Why"])
    return " ".join(" ".join(row).split())
