"""Work on this machine's cores: a process each, and a process that dies takes nothing with it but itself.

Each worker process has a pipe of its own and a thread here that attends to it: sends an item, waits for the reply,
and on a broken pipe starts another process. The processes share nothing, so one that is killed at whatever moment
(by the kernel for want of memory, by a fault in native code) leaves no lock held and no half message that others
would wait for.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections.abc import Generator, Iterable
from itertools import islice
from multiprocessing import connection, resource_tracker
from queue import Empty, SimpleQueue
from typing import Final, Generic

from planner.engine.protocol import Done, EngineError, I, R, S, Task, answer, fault, opened, packed

AHEAD: Final = 2
"""Items drawn for each worker: one runs, one waits, so that no worker waits for the caller."""

TRIES: Final = 2
"""Processes that an item may cost."""

STARTS: Final = 5
"""Processes that the start of a worker may cost."""

POLL_SECONDS: Final = 0.1
"""How often the caller's thread looks at `stop` while it waits."""

LEAVE_SECONDS: Final = 5.0
"""How long an idle process may take to leave before it is killed."""

SPAWN: Final = multiprocessing.get_context("spawn")
"""A fork would copy the solver's threads and locks, and the other workers' pipes."""


class Cores:
    """The engine of one machine: `workers` processes (default: as many as the cores that this one may use)."""

    def __init__(self, workers: int | None = None) -> None:
        if workers is not None and workers < 1:
            raise ValueError(f"{workers} workers: at least 1")
        self.workers = workers or usable_cores()

    def run(
        self, task: Task[S, I, R], shared: S, items: Iterable[I], stop: threading.Event
    ) -> Generator[Done[I, R], None, None]:
        """Run the items on the cores; see `Engine.run`.

        An item whose process dies is tried once more in another, then it is an error. All processes are gone when
        this ends, however it ends; where this process itself is killed, they end by themselves.

        Raises:
            EngineError: processes do not start, or cannot unpickle `task` and `shared`.
        """
        source = iter(items)
        crew: _Crew[I, R] = _Crew(packed((task, shared)), self.workers)
        drawn = 0  # and not yet yielded
        try:
            while not stop.is_set():
                for item in islice(source, AHEAD * self.workers - drawn):
                    drawn += 1
                    crew.give(item)
                    if stop.is_set():
                        return
                if not drawn:
                    return
                done = crew.take(POLL_SECONDS)
                if done is not None and not stop.is_set():
                    drawn -= 1
                    yield done
        finally:
            crew.dismiss(at_once=drawn > 0)


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Crew(Generic[I, R]):
    """The workers of one run, each with the thread that attends to it; they start as items come."""

    def __init__(self, load: bytes, most: int) -> None:
        self._load = load
        self._most = most
        self._todo: SimpleQueue[tuple[I] | None] = SimpleQueue()
        self._done: SimpleQueue[Done[I, R] | BaseException] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._processes = _Processes()

    def give(self, item: I) -> None:
        """Hand an item to the first worker that is free."""
        self._todo.put((item,))
        if len(self._threads) < self._most:
            self._threads.append(threading.Thread(target=self._attend, name="chungtay-cores", daemon=True))
            self._threads[-1].start()

    def take(self, seconds: float) -> Done[I, R] | None:
        """Return the next outcome, or None where there is none in time. Raises what stops the whole run."""
        try:
            done = self._done.get(timeout=seconds)
        except Empty:
            return None
        if isinstance(done, BaseException):
            raise done
        return done

    def dismiss(self, *, at_once: bool) -> None:
        """Let the workers go, killed where they may be at work, and return when they are gone."""
        self._processes.shut(kill=at_once)
        for _ in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join()

    def _attend(self) -> None:
        """Have one worker do items until there are no more."""
        _hold_interrupts()
        worker: _Worker[I, R] = _Worker(self._load, self._processes)
        try:
            while (given := self._todo.get()) is not None:
                self._done.put(worker.do(given[0]))
        except _Shut:
            pass
        except BaseException as error:  # noqa: BLE001 - raised again by `take`, in the caller's thread
            self._done.put(error)
        finally:
            worker.leave()


class _Worker(Generic[I, R]):
    """One process, or the next where that dies."""

    def __init__(self, load: bytes, processes: _Processes) -> None:
        self._load = load
        self._processes = processes
        self._process: _Process | None = None
        self._ending = ""

    def do(self, item: I) -> Done[I, R]:
        """Have the item done. Raises _Shut where the run is over, EngineError where no process starts."""
        try:
            request = packed(item)
        except Exception as error:  # noqa: BLE001 - pickling runs code of the item's class
            return Done(item, None, fault(error))
        if self._process is not None and not self._process.handle.is_alive():
            self.leave()  # died idle: not the item's fault
        for _ in range(TRIES):
            reply = self._asked(self._process or self._started(), request)
            if reply is not None:
                return opened(item, reply)
        return Done(item, None, f"its worker process died {TRIES} times ({self._ending})")

    def leave(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._ending = self._processes.end(self._process)
            self._process = None

    def _started(self) -> _Process:
        """Start a process that has the task and what is shared."""
        for _ in range(STARTS):
            self._process = self._processes.start()
            refusal = self._asked(self._process, self._load)
            if refusal:
                raise EngineError(f"a worker process cannot read its task: {refusal.decode()}")
            if refusal is not None:
                return self._process
        raise EngineError(f"worker processes do not start ({self._ending})")

    def _asked(self, process: _Process, request: bytes) -> bytes | None:
        """Return the reply, or None where the process died over it."""
        try:
            process.pipe.send_bytes(request)
            return process.pipe.recv_bytes()
        except (EOFError, OSError):
            self.leave()
            self._processes.check()
            return None


class _Shut(Exception):  # noqa: N818 - no error: the run is over, and what was at work is not wanted any more
    """No process starts any more."""


class _Processes:
    """The processes of one run, until it is shut."""

    def __init__(self) -> None:
        self._running: set[_Process] = set()
        self._lock = threading.Lock()
        self._shut = False

    def start(self) -> _Process:
        """Start a process. Raises _Shut."""
        with self._lock:
            self.check()
            process = _Process()
            self._running.add(process)
            return process

    def end(self, process: _Process) -> str:
        """Let an idle or dead process go, wait until it is gone, and return how it ended."""
        process.pipe.close()
        if not connection.wait([process.handle.sentinel], LEAVE_SECONDS):
            process.handle.kill()
        ending = process.ending()
        with self._lock:
            self._running.remove(process)
        return ending

    def shut(self, *, kill: bool) -> None:
        """Let no process start any more; kill those there are, or leave them to `end`."""
        with self._lock:
            self._shut = True
            for process in self._running if kill else ():
                process.handle.kill()

    def check(self) -> None:
        """Raise _Shut where it is."""
        if self._shut:
            raise _Shut


class _Process:
    """A process and our end of its pipe."""

    def __init__(self) -> None:
        self.pipe, theirs = SPAWN.Pipe()
        self.handle = SPAWN.Process(target=_serve, args=(theirs,), name="chungtay-worker", daemon=True)
        self.handle.start()
        theirs.close()  # the process holds the only other end: however it dies, ours is told

    def ending(self) -> str:
        """Wait until the process is gone and return how it ended: the name of a signal or an exit code."""
        self.handle.join()
        last = time.monotonic() + LEAVE_SECONDS
        while (code := self.handle.exitcode) is None and time.monotonic() < last:
            time.sleep(0.001)  # whoever starts a process or lists them reaps them all, and is just about to note it
        return signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"


def _serve(pipe: connection.Connection) -> None:
    """What a worker process does: read its task, then item after item until nobody sends any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # see _hold_interrupts; Windows has this only
    threading.Thread(target=_end_with_parent, daemon=True).start()
    never = threading.Event()  # a process that is not wanted any more is killed
    try:
        try:
            task, shared = pickle.loads(pipe.recv_bytes())  # noqa: S301 - from our own parent process
        except Exception as error:  # noqa: BLE001 - unpickling imports modules, which may raise anything
            pipe.send_bytes(fault(error).encode())
            return
        pipe.send_bytes(b"")
        while True:
            pipe.send_bytes(answer(task, shared, pipe.recv_bytes(), never))
    except (EOFError, OSError):
        return


def _end_with_parent() -> None:
    """Leave at once when the parent is gone, whatever the task is at."""
    # Not PR_SET_PDEATHSIG: that fires when the *thread* that started this process ends.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _hold_interrupts() -> None:
    """Keep Ctrl-C, which reaches the whole group, from the processes that this thread starts: the parent decides.

    While they are still starting they could not ignore it by themselves, and would print tracebacks.
    """
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # which would let it through again if `multiprocessing` started it later
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
