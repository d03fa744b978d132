"""Fifty readers at a time while two plans are made: how long they wait, and whether streams of events stay live.

    .venv/bin/python -m tests.bench.readers [--seconds N] [--readers N] [--pause MS] [--database URL]

Needs wrk (`apt-get install wrk`). A reader looks at what it got for up to two seconds, one on average, before it asks
again (`--pause 0`: at once, which shows what the server can do at most).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Final

import httpx2

import scenarios
from planner.desk.asked import Solve
from planner.desk.desk import Desk
from planner.desk.queue import News, Queue
from planner.desk.rights import SCOPES, Who
from planner.desk.store import Store
from planner.files import read_scenario
from planner.solve import solve
from planner.solve.settings import SolveSettings
from tests.desk.asking import CHIEF
from tests.desk.killing import answers
from tests.ports import free_port

ROOT: Final = Path(__file__).parents[2]
WARD: Final = "dien-hong-tet"
SOLVES: Final = 2

SCRIPT: Final = """
wrk.headers["Authorization"] = "Bearer %(token)s"
local paths, n = {%(paths)s}, 0
request = function()
  n = n + 1
  return wrk.format("GET", paths[n %% #paths + 1])
end
if %(pause)d > 0 then
  delay = function() return math.random(0, 2 * %(pause)d) end
end
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("%%.1f %%.1f %%.1f %%d %%d\\n", latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    latency:percentile(99) / 1000, summary.requests,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


def main() -> None:
    """Read, and print how it went."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=20, metavar="N")
    options.add_argument("--readers", type=int, default=50, metavar="N")
    options.add_argument(
        "--pause", type=int, default=1000, metavar="MS", help="on average, between a reader's requests"
    )
    options.add_argument("--database", metavar="URL", help="an empty one; without it SQLite in a file")
    given = options.parse_args()
    wrk = shutil.which("wrk")
    if wrk is None:
        sys.exit("no wrk on this machine: apt-get install wrk")
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/desk.db"
        script = Path(folder, "read.lua")
        with closing(Store(url)) as store, ExitStack() as served:
            store.upgrade()
            paths, token, told = _office(store)
            address = served.enter_context(_served(url))
            sys.stdout.write(f"{'read':44} {'p50':>7} {'p95':>7} {'p99':>7} {'a second':>9} {'errors':>7}\n")
            stream = _Stream(store, told, address, token)
            for name, chosen in (
                {"all of these in turn": list(paths.values())} | {n: [p] for n, p in paths.items()}
            ).items():
                asked = ", ".join(f'"{path}"' for path in chosen)
                script.write_text(SCRIPT % {"token": token, "paths": asked, "pause": given.pause})
                seconds = given.seconds if len(chosen) > 1 else max(3, given.seconds // 4)
                command = [wrk, "-t1", f"-c{given.readers}", f"-d{seconds}", "--timeout=10", "-s", str(script), address]
                told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
                p50, p95, p99, count, errors = map(float, told.split())
                sys.stdout.write(f"{name:44} {p50:7.1f} {p95:7.1f} {p99:7.1f} {count / seconds:9.0f} {errors:7.0f}\n")
                sys.stdout.flush()
            late = stream.end()
            sys.stdout.write(
                f"a stream of events: {len(late)} events, late by {median(late):.2f} s, at most {max(late):.2f} s\n"
            )


def _office(store: Store) -> tuple[dict[str, str], str, str]:
    """Keep a ward with a plan, ask for plans; return what is read by what it is, a token, and a job of our own."""
    desk, queue = Desk(store), Queue(store)
    chief = desk.users.create(CHIEF, "chief", CHIEF.roles)
    _, token = desk.signin.new_token(Who(chief.id, chief.name, chief.roles), "bench", SCOPES, timedelta(days=1))
    ward = read_scenario(scenarios.path(WARD)).scenario
    kept = desk.scenarios.create(CHIEF, ward, organisation="ubnd")
    job = desk.jobs.submit(CHIEF, kept.id, Solve())
    queue.claim("bench")
    queue.finish(job.id, "bench", plan=solve(ward, SolveSettings(time_limit_s=15, baseline=False)))
    plan = desk.jobs.read(CHIEF, job.id).plan
    told = desk.jobs.submit(CHIEF, kept.id, Solve()).id
    queue.claim("bench")
    jobs = [desk.jobs.submit(CHIEF, kept.id, Solve(time_limit_s=3000, seed=seed)).id for seed in range(SOLVES)]
    paths = {
        "scenarios": "/api/v1/scenarios",
        "a scenario (108 people, 48 activities)": f"/api/v1/scenarios/{kept.id}",
        "its versions": f"/api/v1/scenarios/{kept.id}/versions",
        "jobs": "/api/v1/jobs",
        "a job": f"/api/v1/jobs/{jobs[0]}",
        "a plan": f"/api/v1/plans/{plan}",
        "its summary": f"/api/v1/plans/{plan}/summary",
        "who does what in it, as CSV": f"/api/v1/plans/{plan}/export?to=csv",
        "proposals": "/api/v1/proposals",
        "duties": "/api/v1/duties",
    }
    return paths, token, told


@contextmanager
def _served(url: str) -> Iterator[str]:
    address = f"http://127.0.0.1:{(port := free_port())}"
    process = subprocess.Popen(
        [sys.executable, "-m", "planner", "serve", "--port", str(port), "--database", url],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        env=os.environ
        | {"CHUNGTAY_WORKERS": str(SOLVES), "CHUNGTAY_THREADS": "1", "CHUNGTAY_REQUESTS_PER_MINUTE": "100000000"},
    )
    try:
        while not answers(f"{address}/readyz"):
            time.sleep(0.1)
        time.sleep(5)  # the workers load the solver
        yield address
    finally:
        process.terminate()
        process.wait(30)


class _Stream:
    """A job that tells something new every second, and a reader of its events who notes how late they come."""

    def __init__(self, store: Store, job: str, address: str, token: str) -> None:
        self._queue, self._job = Queue(store), job
        self._told: list[float] = []
        self._late: list[float] = []
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._tell),
            threading.Thread(target=self._read, args=(f"{address}/api/v1/jobs/{job}/events", token), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def end(self) -> list[float]:
        """Stop; return by how many seconds each event came late."""
        time.sleep(2)
        self._over.set()
        for thread in self._threads:
            thread.join(20)
        assert len(self._late) == len(self._told)
        return self._late

    def _tell(self) -> None:
        while not self._over.wait(1):
            self._told.append(time.monotonic())
            self._queue.beat(self._job, "bench", news=[News("progress", {"told": len(self._told)})])
        self._queue.finish(self._job, "bench")

    def _read(self, url: str, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        with httpx2.stream("GET", url, headers=headers, timeout=60) as response:
            for line in response.iter_lines():
                told = re.search(r'"told": ([0-9]+)', line)
                if told:
                    self._late.append(time.monotonic() - self._told[int(told[1]) - 1])


if __name__ == "__main__":
    main()
