"""A Dask cluster of two worker processes on this machine: killed, stopped, missing."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from distributed import LocalCluster

from planner.engine import Cluster, Done, EngineError, cluster
from tests.engine import tasks


def test_a_worker_that_dies_at_work_loses_nothing_and_repeats_nothing(dask: LocalCluster, tmp_path: Path) -> None:
    items = [item for item in range(60) if item != 5]
    found = list(Cluster(dask.scheduler_address).run(tasks.mortal, tmp_path, items, threading.Event()))
    assert sorted(found, key=lambda done: done.item) == [Done(item, item, None) for item in items]
    assert list(tmp_path.glob("3-*")) == [tmp_path / "3-0"]  # it died there, once


def test_a_worker_killed_with_answers_loses_nothing_and_repeats_nothing(dask: LocalCluster, tmp_path: Path) -> None:
    found: list[int] = []
    for done in Cluster(dask.scheduler_address).run(tasks.slow, tmp_path, range(60), threading.Event()):
        assert done.result is not None
        found.append(done.item)
        assert done.result[0] == done.item
        if len(found) == 10:
            os.kill(done.result[1], signal.SIGKILL)  # at work, or between two chunks: both end well
    assert sorted(found) == list(range(60))


def test_an_item_that_always_kills_fails_alone(
    dask: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask.scheduler, "allowed_failures", 0)
    found = list(Cluster(dask.scheduler_address).run(tasks.mortal, tmp_path, range(10), threading.Event()))
    assert sorted(found, key=lambda done: done.item) == [
        Done(item, None, "its worker process died 1 times") if item == 5 else Done(item, item, None)
        for item in range(10)
    ]


@pytest.mark.parametrize("how", ["stop", "close"])
def test_running_tasks_hear_stop(dask: LocalCluster, tmp_path: Path, how: str) -> None:
    dask.wait_for_workers(2)
    stop = threading.Event()
    run = Cluster(dask.scheduler_address).run(tasks.patient, tmp_path, [0, 0, 0, 0, 1, 2, 3], stop)
    assert [next(run) for _ in range(4)] == [Done(0, 0, None)] * 4
    began = tasks.files(tmp_path, 1)
    begun = time.monotonic()
    if how == "stop":
        threading.Timer(0.1, stop.set).start()
        assert list(run) == []
    else:
        run.close()
    assert time.monotonic() - begun < 1
    assert tasks.files(tmp_path, 2) == [*began, *(name.replace("began", "stopped") for name in began)]


def test_items_are_drawn_lazily(dask: LocalCluster, tmp_path: Path) -> None:
    items = tasks.Drawn()
    run = Cluster(dask.scheduler_address).run(tasks.slow, tmp_path, items, threading.Event())
    ahead = [items.count - place for place, _ in zip(range(60), run, strict=False)]
    run.close()
    assert max(ahead) <= cluster.AHEAD * 2 * cluster.LONGEST_CHUNK


def test_a_task_that_workers_cannot_read(dask: LocalCluster) -> None:
    with pytest.raises(EngineError, match="the cluster cannot run the task: LookupError: broken"):
        list(Cluster(dask.scheduler_address).run(tasks.odd, tasks.Broken(), [1], threading.Event()))  # type: ignore[arg-type]


def test_a_large_shared_part_travels_without_a_warning(dask: LocalCluster) -> None:
    run = Cluster(dask.scheduler_address).run(tasks.length, os.urandom(12_000_000), [1], threading.Event())
    assert list(run) == [Done(1, 12_000_001, None)]


def test_nobody_answers() -> None:
    with pytest.raises(EngineError, match=r"no cluster answers at tcp://127\.0\.0\.1:1: "):
        list(Cluster("tcp://127.0.0.1:1", connect_seconds=0.3).run(tasks.square, 0, [1], threading.Event()))


def test_no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "JOIN_SECONDS", 0.3)
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=":0", silence_logs=logging.CRITICAL) as empty,
        pytest.raises(EngineError, match="the cluster has no workers"),
    ):
        list(Cluster(empty.scheduler_address).run(tasks.square, 0, [1], threading.Event()))


def test_without_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(EngineError, match=r"a cluster needs Dask: pip install chungtay\[cluster\]"):
        list(Cluster("tcp://127.0.0.1:1").run(tasks.square, 0, [1], threading.Event()))


def test_dask_is_loaded_only_when_it_is_used() -> None:
    code = "import sys, planner.engine; print([name for name in ('distributed', 'dask') if name in sys.modules])"
    root = Path(__file__).parents[2]
    found = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
