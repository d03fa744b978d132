"""A served desk whose server and workers are killed again and again, and what is left of its jobs."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

import scenarios
from planner.desk.asked import Asked, Batch, Solve
from planner.desk.desk import Desk
from planner.desk.queue import ENDED
from planner.desk.store import Store
from planner.domain.whatif import WhatIf
from planner.files import read_scenario
from tests import builders as b
from tests.desk.asking import CHIEF
from tests.ports import free_port

ROOT: Final = Path(__file__).parents[2]
SMALL: Final = b.scenario(*(b.activity(f"{o}-{n}", o) for n in range(2) for o in ("ub", "mt", "pn")))
CASES: Final = tuple(f"absent: {person.id}" for person in SMALL.people)
LARGE: Final = "dien-hong-tet"
START_SECONDS: Final = 60.0
END_SECONDS: Final = 300.0


@dataclass(frozen=True)
class Tally:
    """How it went: what was killed, how each job ended, and everything that is not as it should be."""

    kills: Counter[str]
    states: Counter[str]
    wrong: list[str]


def survive(url: str, folder: Path, kills: int, seed: int, pause: tuple[float, float] = (0.2, 3.0)) -> Tally:
    """Serve a desk at a database, have jobs done, and kill its server or worker `kills` times meanwhile."""
    chance, killed = random.Random(seed), Counter[str]()
    with closing(Store(url)) as store:
        store.upgrade()
        desk = Desk(store)
        wanted = _submit(desk)
        server = Server(url, folder)
        try:
            for _ in range(kills):
                time.sleep(chance.uniform(*pause))
                what = chance.choice(("server", "worker", "worker"))
                killed[what] += server.kill(what)
                if all(desk.jobs.read(CHIEF, job).state in ENDED for job in wanted):
                    wanted |= _submit(desk)
            last = time.monotonic() + END_SECONDS
            while any(desk.jobs.read(CHIEF, job).state not in ENDED for job in wanted) and time.monotonic() < last:
                time.sleep(0.2)
        finally:
            server.end()
        states = Counter(desk.jobs.read(CHIEF, job).state for job in wanted)
        return Tally(killed, Counter({str(state): n for state, n in states.items()}), list(_wrong(desk, wanted)))


def _submit(desk: Desk) -> dict[str, Asked]:
    """Ask for plans of a real ward and for batches; each takes several of the pauses."""
    large = desk.scenarios.create(CHIEF, read_scenario(scenarios.path(LARGE)).scenario, organisation="ubnd").id
    small = desk.scenarios.create(CHIEF, SMALL, organisation="mttq").id
    whatif = WhatIf(format="chungtay-whatif/1", base="-", generate=("each_person_absent",))
    asked: list[tuple[str, Asked]] = [
        (large, Solve(time_limit_s=5, baseline=False)),
        (small, Batch(whatif=whatif, time_limit_s=3)),
        (small, Solve(time_limit_s=5)),
    ]
    return {desk.jobs.submit(CHIEF, scenario, what).id: what for scenario, what in asked}


def _wrong(desk: Desk, wanted: dict[str, Asked]) -> Iterator[str]:
    """Yield what is not as it should be: a job that is not done, or not once; a row twice; a plan that is none."""
    for id, asked in wanted.items():
        job = desk.jobs.read(CHIEF, id)
        if job.state != "done":
            yield f"{asked.kind} {id}: {job.state}, {job.error}"
        actions = Counter(entry.action for entry in desk.trail(CHIEF, subject=f"job/{id}"))
        if actions != Counter({f"{asked.kind}.submit": 1, f"{asked.kind}.done": 1}):
            yield f"{asked.kind} {id}: {dict(actions)}"
        if isinstance(asked, Batch):
            names = sorted(str(row["case"]) for row in desk.jobs.all_rows(CHIEF, id))
            if names != sorted(CASES):
                yield f"whatif {id}: {names}"
        elif job.plan is None or not desk.plans.verify(CHIEF, job.plan).ok:
            yield f"solve {id}: no plan, or one that the verifier refuses"
        numbers = [number for number, _ in desk.jobs.events(CHIEF, id, limit=10**6)]
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{asked.kind} {id}: events {numbers}"
    broken, _ = desk.verified_trail(CHIEF)
    if broken is not None:
        yield f"the trail is broken at {broken}"


class Server:
    """A served desk; started again whenever it was killed."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url, self._folder, self._run = url, folder, 0
        self._process = self._start()

    def kill(self, what: str) -> int:
        """Kill the server, or one of its workers; tell whether there was one."""
        if what == "server":
            self._process.kill()
            self._process.wait()
            self._process = self._start()
            return 1
        workers = children(self._process.pid)
        for pid in workers[:1]:
            os.kill(pid, signal.SIGKILL)
        return len(workers[:1])

    def end(self) -> None:
        """Let it go, as an office would."""
        self._process.terminate()
        try:
            self._process.wait(30)
        finally:
            self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        self._run += 1
        port = free_port()
        with (self._folder / f"server-{self._run}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "planner", "serve", "--port", str(port), "--database", self._url],
                cwd=ROOT,
                stderr=log,
                env=os.environ | {"CHUNGTAY_WORKERS": "1", "CHUNGTAY_THREADS": "1"},
            )
        last = time.monotonic() + START_SECONDS
        while not answers(f"http://127.0.0.1:{port}/readyz"):
            assert process.poll() is None, log.name
            assert time.monotonic() < last, log.name
            time.sleep(0.1)
        return process


def answers(url: str) -> bool:
    """Whether a server answers there."""
    try:
        with urlopen(url, timeout=5) as response:  # noqa: S310 - our own server
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text().rpartition(")")
        except OSError:  # it has just ended
            continue
        if rest.split()[1] == str(pid) and rest.split()[0] != "Z":
            found.append(int(name.partition(" ")[0]))
    return sorted(found)
