"""The workers of a server: processes of their own, started again when they die, gone when the server is."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import Final

import structlog

from planner.desk.queue import Queue
from planner.desk.settings import Settings

LOOK_SECONDS: Final = 0.2
"""How often the crew is looked at."""

AGAIN_SECONDS: Final = 1.0
"""How long after its start a worker that died is started again at the earliest."""

LEAVE_SECONDS: Final = 10.0
"""How long workers may take to give back their jobs."""

log = structlog.get_logger("chungtay.crew")


class Crew:
    """So many workers as the settings say, as long as the block lasts."""

    def __init__(self, settings: Settings, queue: Queue) -> None:
        self._settings, self._queue = settings, queue
        self._over = threading.Event()
        self._running: list[_Member] = []
        self._thread = threading.Thread(target=self._watch, name="chungtay-crew", daemon=True)

    def __enter__(self) -> Crew:
        self._running = [_Member(self._settings) for _ in range(self._settings.workers)]
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        for member in self._running:
            member.leave()
        last = time.monotonic() + LEAVE_SECONDS
        for member in self._running:
            member.wait(last - time.monotonic())
            self._queue.release(member.name)

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes."""
        return tuple(member.process.pid for member in self._running)

    def _watch(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            for n, member in enumerate(self._running):
                if member.process.poll() is None or time.monotonic() < member.began + AGAIN_SECONDS:
                    continue
                log.warning("worker died", worker=member.name, code=member.process.returncode)
                member.leave()  # closes what was its standard input
                with suppress(Exception):  # the store may be out of reach for a moment; the lease ends by itself
                    self._queue.release(member.name)
                try:
                    self._running[n] = _Member(self._settings)
                except OSError as error:  # no room for a process at the moment: the next look tries again
                    log.error("no worker", error=str(error))  # noqa: TRY400 - what the system says is all there is


class _Member:
    """One worker process. It leaves when its standard input ends, so also when this process dies."""

    def __init__(self, settings: Settings) -> None:
        self.began = time.monotonic()
        self.name = f"crew-{os.urandom(8).hex()}"
        values = settings.model_dump(mode="json", exclude_none=True)
        environment = os.environ | {f"CHUNGTAY_{name.upper()}": str(value) for name, value in values.items()}
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "planner", "worker", "--name", self.name, "--attached"],
            stdin=subprocess.PIPE,
            env=environment,
        )

    def leave(self) -> None:
        """Tell it to leave."""
        if self.process.stdin is not None:
            with suppress(OSError):
                self.process.stdin.close()

    def wait(self, seconds: float) -> None:
        """Wait until it is gone, and kill it where that takes too long."""
        try:
            self.process.wait(max(0.0, seconds))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
