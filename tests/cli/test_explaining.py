"""`chungtay explain`: questions about a plan, on the real command."""

from __future__ import annotations

import json
import signal
import subprocess
from typing import Any

import pytest

from planner.solve import solve
from planner.solve.settings import SolveSettings
from tests import builders as b
from tests.cli.command import COMMAND, ROOT, chungtay, environment, lines
from tests.cli.conftest import Ward, write

SETTINGS = SolveSettings(time_limit_s=60, workers=1, baseline=False)


@pytest.fixture
def asked(ward: Ward) -> Ward:
    """A ward in which two may take the money, one of them is away, and a third seat stays empty."""
    people = (
        b.person("ub-1", name="Lan", skills=["money"], cost_per_hour=5),
        b.person("ub-2", name="Mai", skills=["money"], cost_per_hour=7),
        b.person("ub-3", name="Cúc", skills=["money"], unavailable=[{"start": b.MORNING, "end": b.AFTERNOON}]),
        b.person("mt-1", name="Bình"),
    )
    of = b.scenario(
        b.activity("gifts", "ub", starts=[b.MORNING]),
        b.activity("more", "ub", starts=[b.MORNING], function="pay"),
        skills=({"id": "money", "name": "Tiền mặt"},),
        functions=(
            b.function("gift", b.role("guide", 1)),
            b.function("pay", b.role("cash", 3, skill="money")),
        ),
        people=people,
    )
    found = Ward(ward.folder, of, solve(of, SETTINGS))
    write(ward.folder / "ward.json", of)
    write(ward.folder / "plan.json", found.plan)
    return found


def answer(ward: Ward, *question: str) -> dict[str, Any]:
    run = chungtay("explain", ward.scenario_file, ward.plan_file, *question, "--json", "--workers", "1")
    assert run.returncode == 0, run.stderr
    document: dict[str, Any] = json.loads(run.stdout)
    assert document["question"] == list(question)
    return document


def test_gaps_with_conflict_and_repairs(asked: Ward) -> None:
    (gap,) = answer(asked, "gaps")["answers"]
    assert (gap["outcome"], gap["checked"], gap["smallest"]) == ("conflict", True, True)
    assert {cause["pointer"] for cause in gap["causes"]} >= {"/functions/1/roles/0/skill"}
    assert gap["repairs"][0]["mends"] is True


def test_why_has_a_price(asked: Ward) -> None:
    (row,) = answer(asked, "why", "ub-1", "more")["rows"]
    assert row["difference"]["unfilled"] == {"value": 1, "low": 1, "high": 1}


def test_why_not_names_the_conflict(asked: Ward) -> None:
    document = answer(asked, "why-not", "mt-1", "more", "cash")
    assert document["rows"][0]["status"] == "infeasible"
    assert document["conflict"]["outcome"] == "conflict"


def test_who_else_by_price(asked: Ward) -> None:
    (session,) = (s for s in asked.plan.sessions if s.activities == ("gifts",))
    (holder,) = (seat.person for seat in session.seats)
    found = answer(asked, "who-else", "gifts", "guide", str(holder))["candidates"]
    assert [c["person"] for c in found if c["status"] == "optimal"][-1] != holder
    assert {c["person"] for c in found} == {p.id for p in asked.of.people} - {holder}


def test_curve_and_staffing(asked: Ward) -> None:
    assert answer(asked, "curve")["points"] == [{"people": 3, "cost": 12, "proven": True}]
    needs = answer(asked, "staffing", "100")["needs"]
    assert [(need["population"], need["people"], need["empty"], need["enough"]) for need in needs] == [
        (100, 3, 1, False)
    ]


def test_who_is_missed_most_and_who_stands_in(asked: Ward) -> None:
    rows = answer(asked, "lost")["rows"]
    assert {row["person"]: row["irreplaceable"] for row in rows} == {
        "mt-1": True, "ub-1": True, "ub-2": True, "ub-3": False,
    }  # fmt: skip
    assert (rows[-1]["person"], rows[-1]["hands"]) == ("ub-3", [])
    left = [hand["kind"] for row in rows for hand in row["hands"] if hand["takes"] is None]
    assert left != []


def test_families_by_what_they_cost_or_bring(asked: Ward) -> None:
    more = answer(asked, "one-more")["rows"]
    assert (more[0]["skills"], more[0]["difference"]["unfilled"]["value"]) == (["money"], -1)
    assert [
        (row["organisations"], row["difference"]["unfilled"]["value"]) for row in answer(asked, "refusals")["rows"]
    ] == [(["ub"], 0)]
    assert answer(asked, "pairs")["rows"] == []


def test_stopped_with_what_is_there(ward: Ward) -> None:
    people = tuple(b.person(f"ub-{i}", cost_per_hour=i) for i in range(1, 60))
    of = b.scenario(*(b.activity(f"a{i}", "ub") for i in range(3)), people=people)
    file, plan = ward.keep("wide.json", of), ward.keep("wide-plan.json", solve(of, SETTINGS))
    command = [*COMMAND, "explain", file, plan, "lost", "--json", "--workers", "1"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        for line in run.stderr:
            if line.startswith("5/59"):
                run.send_signal(signal.SIGINT)
                break
        said, document = run.stderr.read(), json.loads(run.stdout.read())
        assert run.wait(timeout=30) == 130
    assert "this is what was done until then" in said
    assert 5 <= len(document["rows"]) < 59


@pytest.mark.parametrize(("lang", "told"), [("vi", "Không thể"), ("en", "do not allow")])
def test_what_the_reader_sees(asked: Ward, lang: str, told: str) -> None:
    run = chungtay("explain", asked.scenario_file, asked.plan_file, "gaps", "--no-repairs", "--lang", lang)
    assert run.returncode == 0, run.stderr
    assert any(told in line for line in lines(run.stdout))


@pytest.mark.parametrize(
    ("question", "found"),
    [(["frob"], "frob"), (["why", "nobody", "gifts"], "nobody"), (["why", "ub-1"], "–"), (["staffing", "x"], "x")],
)
def test_what_cannot_be_asked(asked: Ward, question: list[str], found: str) -> None:
    run = chungtay("explain", asked.scenario_file, asked.plan_file, *question, "--json")
    assert run.returncode == 2
    assert [fault["found"] for fault in json.loads(run.stdout)["faults"]] == [found]


def test_a_plan_of_another_scenario(asked: Ward) -> None:
    other = asked.keep("other.json", b.scenario(b.activity("x")))
    assert chungtay("explain", other, asked.plan_file, "gaps").returncode == 2
