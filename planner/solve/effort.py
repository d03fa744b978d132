"""How much work a stage may do, and how it is stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass
class Clock:
    """The time of one solve, in seconds: of the wall, or (deterministic) of work done.

    `stop` can be set from any thread; every stage ends soon after.
    """

    limit: float
    deterministic: bool
    workers: int
    seed: int
    stop: threading.Event
    begun: float = field(default_factory=time.monotonic)
    spent: float = 0.0

    def wall(self) -> float:
        """Return wall seconds since the solve began."""
        return time.monotonic() - self.begun

    def left(self) -> float:
        """Return the seconds left, 0 when stopped."""
        if self.stop.is_set():
            return 0.0
        return max(0.0, self.limit - (self.spent if self.deterministic else self.wall()))

    @property
    def over(self) -> bool:
        """Whether no time is left."""
        return self.left() <= 0.0

    def part(self, seconds: float) -> Clock:
        """Return a clock for a part of the work that runs out `seconds` from now, and counts here as well."""
        return _Part(seconds, self.deterministic, self.workers, self.seed, self.stop, whole=self)

    def charge(self, seconds: float) -> None:
        """Count deterministic work that was done."""
        self.spent += seconds

    def effort(self, seconds: float) -> Effort:
        """Return leave to work for at most `seconds`, and no longer than the time that is left."""
        return Effort(self, min(seconds, self.left()))


@dataclass
class _Part(Clock):
    """A clock whose work counts for another one too."""

    whole: Clock | None = None

    def charge(self, seconds: float) -> None:
        super().charge(seconds)
        if self.whole is not None:
            self.whole.charge(seconds)


@dataclass
class Effort:
    """Leave for one call of a solver."""

    clock: Clock
    allowed: float

    @property
    def seconds(self) -> float | None:
        """Seconds of wall time for the call; None where work is counted instead."""
        return None if self.clock.deterministic else self.allowed

    @property
    def nodes(self) -> int | None:
        """Branching nodes for the call; None where time is counted."""
        return max(1, int(self.allowed * 10)) if self.clock.deterministic else None

    @property
    def stop(self) -> threading.Event:
        """Set when the solve is to end."""
        return self.clock.stop

    @property
    def seed(self) -> int:
        """Seed of the call."""
        return self.clock.seed

    def charge(self, seconds: float) -> None:
        """Count deterministic work that was done."""
        self.clock.charge(seconds)


def run_aside(call: Callable[[], T], stop: threading.Event) -> T | None:
    """Run a call that cannot be interrupted beside this thread; return None as soon as `stop` is set.

    The call then runs on to its own limit and its result is dropped. What it raises is raised here.
    """
    outcome: list[T] = []
    failure: list[BaseException] = []
    done = threading.Event()

    def work() -> None:
        try:
            outcome.append(call())
        except BaseException as error:  # noqa: BLE001 - handed to the caller
            failure.append(error)
        done.set()

    threading.Thread(target=work, daemon=True).start()
    while not done.wait(0.02):
        if stop.is_set():
            return None
    if failure:
        raise failure[0]
    return outcome[0]
