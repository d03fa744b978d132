"""How a peer is asked and answers: one JSON object on standard input, a JSON object a line on standard output.

Only the standard library: peers run where nothing of ours is installed.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PORTFOLIO: Final = 8
"""Threads from which on CP-SAT runs all its ways of searching, on however few cores: with two it proves far less."""

Holders = Sequence[int | None]
"""Who does each task; None: nobody."""


@dataclass(frozen=True)
class Tasks:
    """Each task has a start and an end, and those who are able to do it: numbers below `people`."""

    spans: list[tuple[int, int]]
    able: list[list[int]]
    people: int


class Talk:
    """What a peer is asked, and how it answers. Its time runs from here on: what came before is set-up."""

    def __init__(self, asked: str) -> None:
        given = json.loads(asked)
        self.tasks = Tasks([(start, end) for start, end in given["spans"]], given["able"], given["people"])
        self.workers: int = given["workers"]
        self.seed: int = given["seed"]
        self._least = 0
        self._serving: int | None = None
        self._end: float = time.monotonic() + given["seconds"]
        _say(ready=True)

    @property
    def seconds(self) -> float:
        """Return how many are left."""
        return max(0.0, self._end - time.monotonic())

    @property
    def proven(self) -> bool:
        """Whether the last answer does all tasks and no other can do with fewer people."""
        return self._serving == self._least

    def found(self, holders: Holders) -> None:
        """Tell of an answer; the last one counts."""
        self._serving = None if None in holders else len(set(holders))
        _say(holders=holders)

    def bound(self, people: int) -> None:
        """Tell of how many people every answer that does all tasks needs at least; the largest one counts."""
        self._least = max(self._least, people)
        _say(bound=self._least)


def answer(work: Callable[[Talk], None]) -> None:
    """Do the work on what is asked, and tell what it took."""
    work(Talk(sys.stdin.read()))
    _say(cpu_seconds=time.process_time(), memory_mib=peak())


def peak() -> int | None:
    """Return the most memory that this process has had, in MiB; None on systems that do not say.

    Linux tells more of who began the process by `getrusage` than of the process itself.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text("ascii").partition("VmHWM:")[2].split()[0]) // 1024
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return None
    return int(
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)
    )


def _say(**told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
