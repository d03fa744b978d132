"""The crew of a server: workers that die are started again, and all leave with it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import scenarios
from planner.desk.asked import Solve
from planner.desk.crew import Crew
from planner.desk.desk import Desk
from planner.desk.queue import Queue
from planner.desk.settings import Settings
from planner.desk.store import Store
from planner.files import read_scenario
from tests.desk.asking import LAN, claimed

LONG = read_scenario(scenarios.path("cau-ong-lanh-health")).scenario  # takes many seconds


def wait(holds: Callable[[], bool]) -> None:
    last = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < last
        time.sleep(0.05)


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_workers_are_started_again_and_leave(tmp_path: Path) -> None:
    settings = Settings(database=f"sqlite:///{tmp_path / 'desk.db'}", workers=1, threads=1)
    with closing(Store(settings.database)) as store:
        store.upgrade()
        desk, queue = Desk(store), Queue(store)
        kept = desk.scenarios.create(LAN, LONG, organisation="ubnd").id
        job = desk.jobs.submit(LAN, kept, Solve(time_limit_s=600)).id

        def begun() -> int:
            return sum(news.data == {"state": "running"} for _, news in desk.jobs.events(LAN, job))

        with Crew(settings, queue) as crew:
            first = crew.pids
            assert (len(set(first)), [runs(pid) for pid in first]) == (1, [True])
            wait(lambda: begun() == 1)
            for pid in first:
                os.kill(pid, signal.SIGKILL)
            wait(lambda: not set(crew.pids) & set(first))
            second = crew.pids
            assert len(second) == 1
            wait(lambda: begun() == 2)  # long before the lease of the dead one is over
            assert desk.jobs.read(LAN, job).state == "running"
        assert [pid for pid in (*first, *second) if runs(pid)] == []
        assert claimed(queue).id == job  # given back at once
