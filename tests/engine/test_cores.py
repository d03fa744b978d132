"""Worker processes that die, hang, are stopped or lose their parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from planner.engine import Cores, Done, EngineError
from planner.engine.cores import usable_cores
from tests.engine import tasks

ROOT = Path(__file__).parents[2]


def workers() -> list[BaseProcess]:
    return [process for process in multiprocessing.active_children() if process.name == "chungtay-worker"]


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    yield
    assert workers() == []
    assert [thread.name for thread in threading.enumerate() if thread.name == "chungtay-cores"] == []


def test_a_worker_that_dies_takes_nothing_with_it(tmp_path: Path) -> None:
    found = Cores(2).run(tasks.mortal, tmp_path, range(10), threading.Event())
    assert sorted(found, key=lambda done: done.item) == [
        Done(item, None, "its worker process died 2 times (SIGKILL)") if item == 5 else Done(item, item, None)
        for item in range(10)
    ]
    done = [path.name.split("-")[1] for path in tmp_path.glob("done-*")]
    assert sorted(done) == sorted(str(item) for item in range(10) if item != 5)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name[0] != "d") == ["3-0", "5-0", "5-1"]


def test_a_worker_that_dies_idle_is_not_held_against_the_next_item(tmp_path: Path) -> None:
    def items() -> Iterator[int]:
        yield 0
        (name,) = tasks.files(tmp_path, 1)
        pid = int(name.split("-")[2])
        time.sleep(0.1)  # until its reply is read
        os.kill(pid, signal.SIGKILL)
        while workers():
            time.sleep(0.01)
        yield 3  # costs a process by itself

    assert list(Cores(1).run(tasks.mortal, tmp_path, items(), threading.Event())) == [
        Done(0, 0, None),
        Done(3, 3, None),
    ]


def test_processes_killed_at_any_moment() -> None:
    """Also in the middle of a reply: what is lost is one try of one item."""
    found, seen, killed = [], dict[int, float](), 0
    for done in Cores(2).run(tasks.big, None, range(3000), threading.Event()):
        found.append(done.item)
        assert done.result == bytes([done.item % 256]) * 1_000_000
        now, pids = time.monotonic(), {int(process.pid or 0) for process in workers()}
        seen = {pid: seen.get(pid, now) for pid in pids}
        if len(pids) == 2 and max(seen.values()) < now - 0.5:  # both at work: no item is killed a second time
            os.kill(sorted(pids)[killed % 2], signal.SIGKILL)
            killed += 1
    assert sorted(found) == list(range(3000))
    assert killed > 2


@pytest.mark.parametrize("how", ["stop", "close"])
def test_stopped_at_once_in_sleep_and_native_code(tmp_path: Path, how: str) -> None:
    stop = threading.Event()
    run = Cores(2).run(tasks.asleep, tmp_path, range(5), stop)
    assert next(run) == Done(0, 0, None)
    pids = [int(name) for name in tasks.files(tmp_path, 2)]
    begun = time.monotonic()
    if how == "stop":
        threading.Timer(0.1, stop.set).start()
        assert list(run) == []
    else:
        run.close()
    assert time.monotonic() - begun < 1
    assert [pid for pid in pids if tasks.runs(pid)] == []


SCRIPT = """
import sys, threading
from pathlib import Path
from planner.engine import Cores
from tests.engine import tasks

if __name__ == "__main__":
    try:
        list(Cores(2).run(tasks.asleep, Path(sys.argv[1]), range(1, 5), threading.Event()))
    except KeyboardInterrupt:
        print("interrupted")
"""


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_orphans(tmp_path: Path, sent: signal.Signals) -> None:
    folder = tmp_path / "pids"
    folder.mkdir()
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, "utf-8")
    with subprocess.Popen(
        [sys.executable, str(script), str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as parent:
        pids = [int(name) for name in tasks.files(folder, 2)]
        if sent == signal.SIGINT:
            os.killpg(parent.pid, sent)  # as a terminal sends Ctrl-C: to the workers too
        else:
            os.kill(parent.pid, sent)
        said, errors = parent.communicate(timeout=10)
    assert tasks.gone(pids, 2)
    assert (said, errors) == ("interrupted\n" if sent == signal.SIGINT else "", "")


@pytest.mark.parametrize("milliseconds", range(10, 80, 12))
def test_an_early_interrupt_is_quiet(tmp_path: Path, milliseconds: int) -> None:
    """Processes that are only starting say nothing either."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.replace("    try:", "    print('ready', flush=True)\n    try:"), "utf-8")
    with subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "ready\n"
        time.sleep(milliseconds / 1000)
        os.killpg(parent.pid, signal.SIGINT)
        assert parent.communicate(timeout=10) == ("interrupted\n", "")


def test_items_are_drawn_lazily() -> None:
    items = tasks.Drawn()
    run = Cores(2).run(tasks.square, 0, items, threading.Event())
    ahead = [items.count - place for place, _ in zip(range(200), run, strict=False)]
    run.close()
    assert max(ahead) == 4  # the one that is handed over among them


MEMORY = """
import re, threading
from pathlib import Path
from planner.engine import Cores
from tests.engine import tasks

if __name__ == "__main__":
    size = sum(len(done.result) for done in Cores(2).run(tasks.big, None, range(1000), threading.Event()))
    print(size, re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def test_results_are_not_kept(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(MEMORY, "utf-8")
    found = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    size, most = map(int, found.stdout.split())
    assert size == 1_000_000_000
    assert most < 100_000  # kB


def test_no_more_processes_than_items() -> None:
    run = Cores(8).run(tasks.square, 0, [1, 2], threading.Event())
    next(run)
    assert len(workers()) == 2
    assert len(list(run)) == 1


def test_a_task_that_workers_cannot_read() -> None:
    with pytest.raises(EngineError, match=r"a worker process cannot read its task: LookupError: broken \(tasks\.py"):
        list(Cores(2).run(tasks.odd, tasks.Broken(), [1, 2], threading.Event()))  # type: ignore[arg-type]


def test_processes_that_die_while_they_start() -> None:
    with pytest.raises(EngineError, match=r"worker processes do not start \(exit code 3\)"):
        list(Cores(1).run(tasks.odd, tasks.Deadly(), [1], threading.Event()))  # type: ignore[arg-type]


def test_how_many_workers() -> None:
    assert Cores().workers == usable_cores() == len(os.sched_getaffinity(0))
    assert Cores(3).workers == 3
    with pytest.raises(ValueError, match="0 workers: at least 1"):
        Cores(0)
