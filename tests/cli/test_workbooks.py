"""`template`, `import` and `export` as a shell runs them; workbooks wherever a scenario is taken."""

from __future__ import annotations

import json
from pathlib import Path

from planner.domain.canonical import sha256
from planner.files import read_scenario, write_plan, write_scenario
from planner.files.workbook import read_workbook
from tests import builders as b
from tests.cli.command import chungtay
from tests.cli.conftest import Ward
from tests.files.workbook.made import changed, put


def test_from_the_template_to_a_scenario(tmp_path: Path) -> None:
    made = chungtay("template", "--filled", "-o", "a.xlsx", cwd=tmp_path)
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "Written: a.xlsx.\n")
    read = chungtay("import", "a.xlsx", "--json", cwd=tmp_path)
    assert read.returncode == 0
    scenario = read_scenario(tmp_path / "a.json").scenario
    assert json.loads(read.stdout) == {
        "ok": True, "file": "a.json", "faults": [], "warnings": [], "sha256": sha256(scenario)
    }  # fmt: skip


def test_faults_are_told_by_cell_and_marked(tmp_path: Path) -> None:
    chungtay("template", "--filled", "-o", "a.xlsx", "--lang", "vi", cwd=tmp_path)
    file = tmp_path / "a.xlsx"
    file.write_bytes(changed(file.read_bytes(), put("Người", "D3", "khong-co")))
    read = chungtay("import", "a.xlsx", "--marked", "b.xlsx", "--lang", "vi", cwd=tmp_path)
    assert read.returncode == 2
    assert "Trang 'Người', hàng 3, cột D" in read.stdout
    assert "b.xlsx" in read.stdout
    assert changed((tmp_path / "b.xlsx").read_bytes(), lambda book: book["Lỗi"].title)
    assert not (tmp_path / "a.json").exists()
    checked = chungtay("check", "a.xlsx", "--json", cwd=tmp_path)
    assert [fault["cell"] for fault in json.loads(checked.stdout)["faults"]] == [
        {"sheet": "Người", "row": 3, "column": "D", "heading": "Kỹ năng"}
    ]


def test_a_plan_is_exported_with_its_scenario(ward: Ward) -> None:
    done = chungtay("export", ward.scenario_file, ward.plan_file, "--to", "xlsx", "-o", "kh.xlsx", cwd=ward.folder)
    assert done.returncode == 0, done.stderr
    assert (
        read_workbook((ward.folder / "kh.xlsx").read_bytes()).checked.scenario
        == read_scenario(Path(ward.scenario_file)).scenario
    )
    refused = chungtay("export", ward.scenario_file, "--to", "doc", cwd=ward.folder)
    assert (refused.returncode, "xlsx" in refused.stderr) == (2, True)


def test_an_answer_names_the_cells_of_its_inputs(tmp_path: Path) -> None:
    closed = b.place("hall", closed=({"start": "2026-02-02T00:00", "end": "2026-02-03T00:00"},))
    of = b.scenario(b.activity("a", "ub"), places=(closed,))
    plan = b.plan(of, unheld=("a",))
    write_scenario(of, tmp_path / "a.xlsx")
    write_plan(plan, tmp_path / "plan.json")
    question = ("explain", "a.xlsx", "plan.json", "unheld", "a", "--no-repairs")
    answer = chungtay(*question, "--json", cwd=tmp_path)
    causes = {cause["pointer"]: cause["cell"] for cause in json.loads(answer.stdout)["causes"]}
    assert causes == {
        "/activities/0/starts": {"sheet": "Hoạt động", "row": 3, "column": "J", "heading": "Các giờ bắt đầu"},
        "/places/0/closed/0": {"sheet": "Giờ đóng cửa", "row": 3, "column": "B", "heading": "Từ"},
    }
    assert "row 3, column" in chungtay(*question, cwd=tmp_path).stdout
