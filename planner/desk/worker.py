"""A worker: takes jobs from the queue, one after the other, until it is told to leave."""

from __future__ import annotations

import os
import socket
import threading
import traceback
import uuid
from contextlib import suppress
from typing import Final

import structlog

from planner.desk.faults import Lost
from planner.desk.queue import Queue
from planner.desk.work import Held, Means, done

IDLE_SECONDS: Final = 0.5
"""How often an idle worker looks for a job."""

NICE: Final = 10
"""How far workers stand back for those who read (0 to 19): a plan that takes a moment longer hurts nobody."""

log = structlog.get_logger("chungtay.worker")


def new_name() -> str:
    """Return a name that no other worker has, of this process on this machine."""
    return f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"


class Worker:
    """A worker by its name; `leave` makes it stop soon, with its job given back."""

    def __init__(self, queue: Queue, means: Means, name: str) -> None:
        self.queue, self.means, self.name = queue, means, name
        self._leaving = threading.Event()
        self._held: Held | None = None

    def leave(self) -> None:
        """Stop soon, and give back the job with what is known so far."""
        self._leaving.set()
        held = self._held
        if held is not None:
            held.stop.set()

    def run(self) -> None:
        """Work until told to leave."""
        while not self._leaving.is_set():
            task = self.queue.claim(self.name)
            if task is None:
                self._leaving.wait(IDLE_SECONDS)
                continue
            self._held = Held(self.queue, task, self.name)
            if self._leaving.is_set():
                self._held.stop.set()
            self._work(self._held)
        self.queue.release(self.name)

    def _work(self, held: Held) -> None:
        told = log.bind(job=held.task.id, kind=held.task.kind, attempt=held.task.attempts)
        told.info("begins")
        try:
            done(held, self.means)
        except Lost:
            told.warning("lost")
        except Exception as error:  # noqa: BLE001 - one bad job fails alone
            told.error("fails", error=traceback.format_exc())
            with suppress(Lost):
                self.queue.fail(held.task.id, self.name, f"{type(error).__name__}: {error}")
        else:
            told.info("ends")
