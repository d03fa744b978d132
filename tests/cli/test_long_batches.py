"""A batch that outlives what happens to it: a killed run, a killed worker, a cluster, a thousand cases."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import builders as b
from tests.cli.command import COMMAND, ROOT, chungtay, environment
from tests.cli.conftest import write

if TYPE_CHECKING:
    from distributed import LocalCluster


def asked(folder: Path, cases: int) -> str:
    """Write a ward of eight people, and a what-if with so many turnouts; return its path."""
    people = tuple(b.person(f"ub-{i}", cost_per_hour=i) for i in range(1, 9))
    write(folder / "ward.json", b.scenario(*(b.activity(f"a{i}", "ub") for i in range(3)), people=people))
    grid = [[{"type": "set_turnout", "turnout": (1000 + k) / 1000} for k in range(cases)]]
    what = {"format": "chungtay-whatif/1", "base": "ward.json", "generate": [{"grid": grid}]}
    (folder / "what.json").write_text(json.dumps(what), "utf-8")
    return str(folder / "what.json")


@contextmanager
def started(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], Callable[[int], None]]]:
    """Start `chungtay whatif`; the second value waits until so many cases are done."""
    command = [*COMMAND, "whatif", *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as run:

        def until(done: int) -> None:
            assert run.stderr is not None
            for line in run.stderr:
                if line.startswith(f"{done}/"):
                    return
            pytest.fail(f"ended before {done} cases were done")

        try:
            yield run, until
        finally:
            run.kill()


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    found = (path.read_text("utf-8").split() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    return [int(child) for some in found for child in some]


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a table without what differs from run to run."""
    document = json.loads(path.read_text("utf-8"))
    return [
        {name: value for name, value in row.items() if name not in ("seconds", "notes")} for row in document["rows"]
    ]


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    what, out, whole = asked(tmp_path, 60), tmp_path / "rows.json", tmp_path / "whole.json"
    journal = tmp_path / "rows.json.rows"
    with started(what, "-o", str(out), "--workers", "2") as (run, until):
        until(9)
        workers = children(run.pid)
        run.send_signal(signal.SIGKILL)
        run.wait(timeout=10)
    before = journal.read_text("utf-8").splitlines()
    assert (out.exists(), len(workers) >= 2, 60 > len(before) >= 9) == (False, True, True)
    for pid in workers:
        _gone(pid)
    with started(what, "-o", str(out), "--workers", "2", "--resume") as (run, until):
        until(50)
        again = journal.read_text("utf-8").splitlines()
        until(60)
        assert run.wait(timeout=30) == 0
    done = Counter(json.loads(line)[0] for line in again[1:])
    assert (again[: len(before) - 1], max(done.values())) == (before[:-1], 1)
    assert chungtay("whatif", what, "-o", str(whole)).returncode == 0
    assert (rows(out), journal.exists()) == (rows(whole), False)


def test_a_killed_worker_loses_no_case(tmp_path: Path) -> None:
    what, out, whole = asked(tmp_path, 60), tmp_path / "rows.json", tmp_path / "whole.json"
    with started(what, "-o", str(out), "--workers", "2") as (run, until):
        until(9)
        os.kill(children(run.pid)[-1], signal.SIGKILL)
        assert run.wait(timeout=60) == 0
    assert chungtay("whatif", what, "-o", str(whole), "--workers", "1").returncode == 0
    assert len(rows(out)) == 60
    assert rows(out) == rows(whole)


@pytest.mark.parametrize("killed", [False, True], ids=["whole", "worker killed"])
def test_a_cluster_gives_the_same_rows(tmp_path: Path, dask: LocalCluster, killed: bool) -> None:
    what, out, here = asked(tmp_path, 60), tmp_path / "rows.json", tmp_path / "here.json"
    with started(what, "-o", str(out), "--cluster", dask.scheduler_address) as (run, until):
        until(9)
        if killed:
            os.kill(next(iter(dask.workers.values())).process.pid, signal.SIGKILL)
        assert run.wait(timeout=60) == 0
    assert chungtay("whatif", what, "-o", str(here), "--workers", "2").returncode == 0
    assert len(rows(out)) == 60
    assert rows(out) == rows(here)


def test_a_thousand_cases_need_no_more_memory_than_a_hundred(tmp_path: Path) -> None:
    what, out = asked(tmp_path, 1000), tmp_path / "rows.json"
    with started(what, "-o", str(out), "--workers", "2", "--plans") as (run, until):
        until(100)
        early = _memory(run.pid)
        until(990)
        late = _memory(run.pid)
        until(1000)
        assert run.wait(timeout=60) == 0
    assert len(rows(out)) == 1000
    assert late - early < 40 * 1024, (early, late)


def _memory(pid: int) -> int:
    """Resident memory of a process and of those that it started, in KiB."""
    status = [Path(f"/proc/{p}/status").read_text("utf-8") for p in (pid, *children(pid))]
    return sum(int(line.split()[1]) for text in status for line in text.splitlines() if line.startswith("VmRSS"))


def _gone(pid: int) -> None:
    """Fail unless the process ends soon, with nobody left to work for."""
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and " (zombie)" not in Path(f"/proc/{pid}/status").read_text("utf-8"):
        assert time.monotonic() < deadline, f"worker {pid} lives on"
        time.sleep(0.05)
