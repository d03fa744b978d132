"""`chungtay export --to docx|pdf|html`."""

from __future__ import annotations

import json
from typing import NamedTuple, Protocol

import pytest

from planner.cli import run
from planner.files.paper.word import TEMPLATE
from tests import builders as b
from tests.cli.command import chungtay
from tests.cli.conftest import Ward
from tests.files.paper.reading import squeezed, words
from tests.files.paper.test_word import template

SAID = (
    "--agency", "Ủy ban nhân dân phường Diên Hồng", "--number", "7", "--city", "Thành phố Hồ Chí Minh",
    "--date", "05/01/2026", "--position", "KT. CHỦ TỊCH", "--position", "PHÓ CHỦ TỊCH", "--ground", "Căn cứ A",
    "--ground", "Căn cứ B", "--recipient", "Như trên", "--archive", "VT", "--signer", "Trần Văn An",
)  # fmt: skip
HEAD = (
    "ỦY BAN NHÂN DÂN PHƯỜNG DIÊN HỒNG", "Số: 7/KH-UBND", "Thành phố Hồ Chí Minh, ngày 05 tháng 01 năm 2026",
    "Căn cứ A;", "Căn cứ B.", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "- Như trên;", "- Lưu: VT.", "Trần Văn An",
)  # fmt: skip


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


class Export(Protocol):
    """Run `chungtay export` on the ward's scenario."""

    def __call__(self, *arguments: str, plan: str = "plan.json") -> Done: ...


@pytest.fixture
def export(ward: Ward, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Export:
    """Export the ward's plan, or another one, in this process and in the ward's folder."""
    monkeypatch.chdir(ward.folder)

    def run_it(*arguments: str, plan: str = "plan.json") -> Done:
        code = run(["export", "ward.json", plan, *arguments])
        return Done(code, *capsys.readouterr())

    return run_it


@pytest.mark.parametrize("to", ["docx", "pdf", "html"])
def test_each_form(ward: Ward, export: Export, to: str) -> None:
    assert export("--to", to, "-o", f"kế hoạch.{to}", *SAID) == (0, "", f"Written: kế hoạch.{to}.\n")
    said = words(to, (ward.folder / f"kế hoạch.{to}").read_bytes())
    assert [text for text in (*HEAD, "Cán bộ ub-1") if squeezed(text) not in said] == []


def test_as_a_shell_runs_it(ward: Ward) -> None:
    done = chungtay("export", "ward.json", "plan.json", "--to", "html", "--json", cwd=ward.folder)
    size = (ward.folder / "plan.html").stat().st_size
    assert (done.returncode, json.loads(done.stdout)) == (0, {"ok": True, "file": "plan.html", "bytes": size})


def test_nothing_is_replaced_unasked(ward: Ward, export: Export) -> None:
    (ward.folder / "plan.html").write_text("mine")
    refused = export("--to", "html", "--json")
    assert (refused.code, json.loads(refused.out)["faults"][0]["code"]) == (2, "file-exists")
    assert (ward.folder / "plan.html").read_text() == "mine"
    assert export("--to", "html", "-o", "plan.html").code == 0


def test_a_plan_that_does_not_hold_stays_here(ward: Ward, export: Export) -> None:
    ward.keep("wrong.json", b.edit(ward.plan, {"/sessions/0/cost": 1}))
    done = export("--to", "pdf", "--json", plan="wrong.json")
    assert (done.code, json.loads(done.out)["ok"], (ward.folder / "wrong.pdf").exists()) == (1, False, False)


def test_no_plan_no_paper(ward: Ward, export: Export) -> None:
    ward.keep("none.json", b.no_plan(ward.of, "unknown"))
    done = export("--to", "docx", "--json", plan="none.json")
    assert (done.code, json.loads(done.out)["faults"][0]["code"]) == (2, "no-plan")


def test_a_replan_is_checked_against_its_base(ward: Ward, export: Export) -> None:
    seats = (("desk", "ub-1"), ("desk", "mt-1"), ("guide", "pn-1"), ("guide", "pn-2"), ("books", "ub-3", "state"))
    joint = b.session("s1", "state", "fund", "women", seats=seats)
    ward.keep("replan.json", b.plan(ward.of, joint, unheld=("party",), base=ward.plan))
    assert export("--to", "html", plan="replan.json").code == 1
    assert export("--to", "html", "--base", "plan.json", plan="replan.json").code == 0


def test_an_office_s_own_template(ward: Ward, export: Export) -> None:
    own, target = ward.folder / "own.docx", ward.folder / "x.docx"
    own.write_bytes(template("Công văn của {{ agency }}", "{{ annexes.money.tables.shares.total.money }}"))
    asking = ("--to", "docx", "-o", "x.docx", "--template", "own.docx")
    assert export(*asking, *SAID).code == 0
    total = f"{sum(session.cost for session in ward.plan.sessions):,d}".replace(",", ".")
    assert words("docx", target.read_bytes()) == squeezed(f"Công văn của ỦY BAN NHÂN DÂN PHƯỜNG DIÊN HỒNG {total}")
    target.unlink()
    own.write_bytes(template("{{ agency }} {{ mayor }}"))
    done = export(*asking, "--json")
    refusal = json.loads(done.out)
    assert (done.code, refusal["file"], target.exists()) == (2, "own.docx", False)
    fault = refusal["faults"][0]
    assert (fault["code"], fault["found"]) == ("template-variable", "'mayor' is undefined")
    own.write_bytes(TEMPLATE.read_bytes())
    assert export(*asking).code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "pdf", "--template", "x.docx"), "--template goes with --to docx only."),
        (("--to", "odt"), "odt"),
        (("--to", "pdf", "--date", "32/01/2026"), "32/01/2026"),
        (("--to", "pdf", "--agency", "x" * 301), "agency"),
        (("--to", "docx", "--template", "nowhere.docx"), "nowhere.docx"),
        (("--to", "pdf", "-o", "no/such/folder/x.pdf"), "no/such/folder/x.pdf"),
    ],
)
def test_misuse(ward: Ward, export: Export, arguments: tuple[str, ...], said: str) -> None:
    done = export(*arguments)
    assert (done.code, said in done.err.replace("\n", "")) == (2, True), done.err
    assert sorted(path.name for path in ward.folder.iterdir()) == ["plan.json", "ward.json"]
