"""Peers run for real, by the Python of the tests where that has their library, and our verifier judges them."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from planner.bench import beside, environment, listening, scale, seats, smptsp
from planner.bench.environment import PEERS, MissingError, python_of
from planner.bench.judge import Judge, refusal
from planner.bench.measure import Asked
from planner.bench.peers.protocol import Tasks
from planner.bench.peers.sweep import busiest, cliques, swept, worth
from planner.domain.checks import read
from planner.domain.scenario import Scenario
from tests.bench.test_instances import TASKS, written
from tests.cli.command import chungtay

ASKED = Asked("smptsp", 10, 1, 0)
HERE = {"greedy": Path(sys.executable), "cpsat": Path(sys.executable)}

SPANS = [(0, 4), (1, 2), (2, 5), (3, 6), (6, 7)]


def test_cliques_hold_every_pair_that_overlaps_and_none_lies_in_another() -> None:
    found = cliques(SPANS, range(5))
    assert found == [[0, 1], [0, 2, 3], [4]]
    assert cliques(SPANS, [4, 1]) == [[1], [4]]
    assert cliques(SPANS, []) == []
    assert busiest(Tasks(SPANS, [[0]] * 5, 1)) == 3


def test_a_sweep_gives_nobody_two_tasks_at_once_and_takes_few() -> None:
    tasks = Tasks(SPANS, [[0], [1, 2, 3], [1, 2], [0, 1, 2, 3], [2, 3]], 4)
    holders = swept(tasks)
    assert holders == [0, 2, 2, 1, 2]
    assert worth(holders) == (0, 3)
    assert worth(swept(Tasks([(0, 2), (1, 3)], [[0], [0]], 1))) == (1, 1)


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return written(tmp_path, "data_1.dat", TASKS)


def test_the_judge_reads_the_tasks_and_refuses_what_breaks_a_rule(instance: Path) -> None:
    judge = Judge(smptsp.read(instance).scenario)
    day = judge.tasks.spans[0][0]
    assert [(start - day, end - day) for start, end in judge.tasks.spans] == [(0, 60), (30, 90), (90, 1500)]
    assert (judge.tasks.able, judge.tasks.people) == ([[0], [1, 2], [0, 2]], 3)
    for holders, rule in (((0, 2, 0), ""), ((0, None, 0), ""), ((0, 0, 0), "qualified"), ((1, 1, 1), "qualified")):
        assert refusal(judge.scenario, judge.plan(holders)) == rule
    both = written(instance.parent, "data_2.dat", TASKS.replace(" 2: 0 2", " 3: 0 1 2"))
    judge = Judge(smptsp.read(both).scenario)
    assert refusal(judge.scenario, judge.plan((0, 0, 0))) == "no-overlap"


def test_we_and_those_here_agree_on_a_tiny_instance(instance: Path) -> None:
    bench = beside.bench(beside.sources([str(instance)], [], []), HERE, ASKED)
    rows = [bench.measured(key) for key in bench.rows]
    told = [(row["peer"], row["unfilled"], row["people"], row["bound"], row["proven"], row["error"]) for row in rows]
    assert told == [(peer, "0", "2", "2", "yes", "") for peer in ("chungtay", "greedy", "cpsat")]
    for row in rows:
        assert 0 <= float(row["seconds"]) < ASKED.time_limit_s
        assert float(row["setup_s"]) > 0
        assert row["memory_mib"] == "" or 1 < int(row["memory_mib"]) < 2000
    name = f"{instance.parent.name}/data_1"
    report = bench.report(rows)
    assert [line.split(" | ")[1:8] for line in report[2:5]] == [
        [peer, "1", "1", "1", "1", "0", "0"] for peer in ("chungtay", "greedy", "cpsat")
    ]
    assert report[-1].startswith(f"| {name} | 2 ✓ | ")
    assert bench.drawing(rows).count("<polyline") == 6


def test_peers_are_counted_against_the_best_and_against_us() -> None:
    def line(instance: str, peer: str, unfilled: str, people: str, error: str = "") -> dict[str, str]:
        proven = "yes" if (unfilled, people) == ("0", "4") else "no"
        blank = dict.fromkeys((*beside.COLUMNS, "error"), "")
        cells = {"instance": instance, "peer": peer, "unheld": "0", "unfilled": unfilled, "people": people}
        first = ("unfilled", "0") if unfilled == "1" else ("people", "4")
        shown = dict(zip(("open_tier", "bound"), first, strict=True))
        return blank | cells | shown | {"proven": proven, "error": error, "seconds": "2"}

    rows = [
        line("f/a", "chungtay", "0", "4"),
        line("f/a", "greedy", "1", "3"),
        line("f/a", "cpsat", "", "", "refused: no-overlap"),
        line("f/b", "chungtay", "0", "6"),
        line("f/b", "greedy", "0", "5"),
        line("f/b", "cpsat", "", ""),
    ]
    report = beside.bench({}, {}, ASKED).report(rows)
    assert report[2:5] == [
        "| f | chungtay | 2 | 2 | 1 | 1 | 0 | 0 | 0 | 2.00 |  | 0 |",
        "| f | greedy | 2 | 1 | 0 | 1 | 1 | 1 | 0 | 2.00 |  | 0 |",
        "| f | cpsat | 2 | 0 | 0 | 0 | 0 | 2 | 1 | 2.00 |  | 0 |",
    ]
    assert report[-2:] == [
        "| f/a | 4 ✓ | 2 | unfilled 1 ≥ 0 | 2 | refused: no-overlap | 2 |",
        "| f/b | 6 ≥ 4 | 2 | 5 ≥ 4 | 2 | - | 2 |",
    ]


def test_a_peer_that_fails_says_why_and_one_that_is_not_ready_is_ended(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = json.dumps(asdict(Tasks([(0, 1)], [[0]], 1)))  # without seconds, workers and seed
    heard = listening.listened("greedy", Path(sys.executable), question, ASKED)
    assert heard.told == {"error": "KeyError: 'workers'"}
    monkeypatch.setattr(listening, "MOST_SETUP", 0.0)
    bench = beside.bench(beside.sources([str(instance)], [], []), HERE, ASKED)
    row = bench.measured((f"{instance.parent.name}/data_1", "cpsat"))
    assert (row["people"], row["error"]) == ("", "")
    assert bench.told(row).startswith("-, ")


def test_what_no_sweep_can_prove_is_proven_by_a_model(instance: Path) -> None:
    hard = written(instance.parent, "data_2.dat", "\n".join(_hard()))
    bench = beside.bench(beside.sources([str(hard)], [], []), HERE, replace(ASKED, time_limit_s=1))
    rows = [bench.measured(key) for key in bench.rows]
    told = [(row["peer"], row["people"], row["bound"], row["proven"], row["error"]) for row in rows]
    assert told == [
        ("chungtay", "3", "3", "yes", ""),
        ("greedy", "3", "2", "no", ""),
        ("cpsat", "3", "3", "yes", ""),
    ]


def test_a_peer_that_does_not_end_is_ended_and_its_last_answer_counts(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "GRACE", -9.5)
    wide = written(instance.parent, "data_2.dat", "\n".join(_hard()))
    row = beside.bench(beside.sources([str(wide)], [], []), HERE, ASKED).measured(
        (f"{instance.parent.name}/data_2", "greedy")
    )
    assert (row["people"], row["bound"], row["proven"], row["cpu_seconds"], row["error"]) == ("3", "2", "no", "", "")


def _hard() -> list[str]:
    """Three tasks that three people share, of whom no two do: more than the two that go on at once."""
    return ["Type = 1", "Jobs = 3", "0 60", "30 90", "90 95", "Qualifications = 3", "1: 0", "1: 1", "1: 2"]


def test_an_environment_is_made_once(tmp_path: Path) -> None:
    python = python_of(PEERS["greedy"], tmp_path)
    made = python.stat().st_ctime_ns
    assert python_of(PEERS["greedy"], tmp_path) == python
    assert python.stat().st_ctime_ns == made
    other = python_of(replace(PEERS["greedy"], name="other"), tmp_path)
    assert other != python


@pytest.mark.parametrize(("version", "found"), [("", "none"), ('openjdk version "11.0.2"', "11")])
def test_without_java_timefold_is_missing(
    version: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if version:
        java = written(tmp_path, "java", f"#!/bin/sh\necho '{version}' >&2\n")
        java.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingError, match=rf"^Java 17 \(found: {found}\)$"):
        python_of(PEERS["timefold"], tmp_path / "cache")


@pytest.mark.parametrize("name", ["highs", "timefold"])
def test_peers_with_libraries_of_their_own_run_where_these_are_kept(name: str, instance: Path) -> None:
    try:
        python = environment.kept(PEERS[name])
    except MissingError as missing:  # `chungtay bench peers` makes environments, tests do not
        assert str(missing).startswith(("no environment at ", "Java 17 (found: "))  # noqa: PT017
        return
    row = beside.bench(
        beside.sources([str(instance)], [], []), {name: python}, replace(ASKED, time_limit_s=3)
    ).measured((f"{instance.parent.name}/data_1", name))
    assert (row["people"], row["bound"], row["proven"], row["error"]) == ("2", "2", "yes", "")


def test_the_seats_of_a_ward_are_tasks_that_can_all_be_done() -> None:
    judge = Judge(seats.scenario("ward", 1))
    assert len(judge.tasks.spans) > 250
    assert len({start for start, _ in judge.tasks.spans}) > 10
    assert worth(swept(judge.tasks))[0] < 10
    bench = beside.bench(beside.sources([], ["ward"], [1]), {}, replace(ASKED, time_limit_s=5))
    row = bench.measured(("seats-ward/1", "chungtay"))
    assert (row["unfilled"], row["error"]) == ("0", "")
    assert int(row["people"]) >= int(row["bound"]) >= busiest(judge.tasks)


def test_the_whole_problem_has_one_model_as_its_peer() -> None:
    asked = replace(ASKED, time_limit_s=2)
    bench = beside.bench({"tiny/0": beside.Source(_tiny, whole=True)}, HERE, asked)
    rows = {key[1]: bench.measured(key) for key in bench.rows}
    assert list(rows) == ["chungtay", "monolith"]
    values = [tuple(row[tier] for tier in (*scale.TIERS, "open_tier", "proven", "error")) for row in rows.values()]
    assert values == [("0", "0", "0", "2", "0", "2", "60", "peak_minutes", "yes", "")] * 2


def _tiny() -> Scenario:
    """Two activities that one session of two seats can hold."""
    both = {"organisation": "o", "function": "f", "serves": [], "starts": ["2026-01-05T08:00"], "duration_minutes": 60}
    raw = {
        "format": "chungtay/1",
        "name": "tiny",
        "start": "2026-01-05",
        "end": "2026-01-05",
        "organisations": [{"id": "o", "name": "o", "bloc": "government"}],
        "people": [{"id": p, "name": p, "organisations": ["o"], "skills": []} for p in "pqr"],
        "places": [{"id": "h", "name": "h", "capacity": 9}],
        "functions": [{"id": "f", "name": "f", "roles": [{"id": "r", "name": "r", "fixed": 2}]}],
        "activities": [{"id": a, "name": a, **both} for a in "ab"],
    }
    return read(raw).scenario


def test_the_command_compares_and_goes_on(instance: Path, tmp_path: Path) -> None:
    asked = ("bench", "peers", str(instance), "--peers", "greedy", "--cache", "c", "--time-limit", "5", "-o", "t.csv")
    told = chungtay(*asked, cwd=tmp_path)
    assert (told.returncode, told.stdout.strip()) == (0, "t.csv, t.md, t.svg")
    with (tmp_path / "t.csv").open(encoding="utf-8-sig") as file:
        assert [(row["peer"], row["people"]) for row in csv.DictReader(file)] == [("chungtay", "2"), ("greedy", "2")]
    told = chungtay(*asked, cwd=tmp_path)
    assert [line for line in told.stderr.splitlines() if "/2" in line] == []
    told = chungtay(*asked[:3], "--peers", "oracle", cwd=tmp_path)
    assert told.returncode == 2
    assert "oracle" in told.stderr
