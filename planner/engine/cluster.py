"""Work on the machines of a Dask cluster, where the same version of this package is installed.

Items travel in chunks of about a second of work, so that the scheduler's few milliseconds a task do not count.
Dask itself runs the chunks of a dead worker again elsewhere.
"""

from __future__ import annotations

import pickle
import threading
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from itertools import islice
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeAlias

from planner.engine.protocol import Done, EngineError, I, R, S, Task, answer, fault, opened, packed

if TYPE_CHECKING:
    from distributed import Client, Event, Future

AHEAD: Final = 2
"""Chunks in flight for each thread of the cluster: one runs, one waits there."""

CHUNK_SECONDS: Final = 1.0
"""How much work a chunk should be."""

LONGEST_CHUNK: Final = 20
"""Most items in a chunk."""

POLL_SECONDS: Final = 0.1
"""How often the caller's thread looks at `stop` while it waits."""

COUNT_SECONDS: Final = 2.0
"""How often the threads of the cluster are counted: workers come and go."""

JOIN_SECONDS: Final = 60.0
"""How long the cluster may be without any worker at the start."""

LISTEN_SECONDS: Final = 0.5
"""How long a worker listens for `stop` at a time: it hears it at once, and forgets a finished chunk this late."""


class Cluster:
    """The engine of many machines: the Dask scheduler at `address` (``tcp://host:8786``) and its workers."""

    def __init__(self, address: str, connect_seconds: float = 10.0) -> None:
        self.address = address
        self.connect_seconds = connect_seconds

    def run(
        self, task: Task[S, I, R], shared: S, items: Iterable[I], stop: threading.Event
    ) -> Generator[Done[I, R], None, None]:
        """Run the items on the cluster; see `Engine.run`.

        Drawn are up to two chunks, of at most 20 items each, for a thread of the cluster. Items whose workers keep
        dying (Dask gives up after ``distributed.scheduler.allowed-failures``) run again one by one with nothing
        else of this batch beside them; one that still kills is an error. A running task sees `stop` in its own
        event; nobody waits until it returns.

        Raises:
            EngineError: Dask is not installed, nobody answers at the address, no worker joins within a minute,
                the workers cannot run the task at all, or the connection is lost.
        """
        load = packed((task, shared))
        with closing(_client(self.address, self.connect_seconds)) as client:
            flight: _Flight[I, R] = _Flight(client, load)
            try:
                yield from flight.outcomes(iter(items), stop)
            finally:
                flight.end()


def _client(address: str, seconds: float) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415 - an optional extra that takes half a second
    except ImportError as error:
        raise EngineError("a cluster needs Dask: pip install chungtay[cluster]") from error
    try:
        return Client(address, timeout=seconds, set_as_default=False)
    except (OSError, ValueError) as error:
        raise EngineError(f"no cluster answers at {address}: {error}") from error


Answers: TypeAlias = tuple[list[bytes], float]
"""What a chunk returns: the reply to each of its items, and the seconds that all took."""


class _Chunk(NamedTuple, Generic[I]):
    """Items on the cluster with their bytes; `alone` where nothing else of the batch is there."""

    items: list[tuple[I, bytes]]
    alone: bool


class _Flight(Generic[I, R]):
    """What of one batch is on the cluster."""

    def __init__(self, client: Client, load: bytes) -> None:
        from dask import config  # noqa: PLC0415 - see `_client`
        from distributed import Event  # noqa: PLC0415

        self._client = client
        self._stopped = Event(client=client)
        # Computed, not scattered: it can be made again when every worker that had it has died. It is sent once,
        # and its size is no cause for a warning.
        with config.set({"distributed.admin.large-graph-warning-threshold": 2 * len(load) + 10**7}):
            self._load = client.submit(pickle.loads, load, pure=False)
        self._threads = 0
        self._sent = 0
        self._chunks: dict[Future[Answers], _Chunk[I]] = {}
        self._suspects: list[tuple[I, bytes]] = []
        self._landed: SimpleQueue[Future[Answers] | None] = SimpleQueue()
        self._fetched: SimpleQueue[tuple[Future[Answers], Answers | BaseException]] = SimpleQueue()
        self._size = 1
        self._count()
        threading.Thread(target=self._fetch, name="chungtay-cluster", daemon=True).start()

    def outcomes(self, source: Iterator[I], stop: threading.Event) -> Iterator[Done[I, R]]:
        """Send the items and yield their outcomes until there are no more or `stop` is set."""
        self._join(stop)
        with suppress(Exception):  # what is wrong with the load, the first chunk will tell
            self._client.replicate([self._load])  # else the one worker that has it is given all the work
        while not stop.is_set():
            yield from self._fill(source, stop)
            if not self._chunks:
                return
            try:
                future, answers = self._fetched.get(timeout=POLL_SECONDS)
            except Empty:
                continue
            chunk = self._chunks.pop(future)
            del future  # the cluster may forget it
            if isinstance(answers, BaseException):
                yield from self._failed(chunk, answers)
                continue
            replies, seconds = answers
            self._size = max(1, min(LONGEST_CHUNK, int(CHUNK_SECONDS * len(replies) / max(seconds, 1e-6))))
            for (item, _), reply in zip(chunk.items, replies, strict=True):
                if stop.is_set():
                    return
                yield opened(item, reply)

    def end(self) -> None:
        """Tell what still runs that it is not wanted; wait for nothing."""
        self._landed.put(None)
        with suppress(OSError):  # the cluster may be gone
            if self._chunks:
                self._stopped.set()
                self._client.cancel(list(self._chunks))

    def _fill(self, source: Iterator[I], stop: threading.Event) -> Iterator[Done[I, R]]:
        """Send as many chunks as may wait on the cluster, or a single suspect; yield what cannot be sent."""
        self._recount()
        while not self._suspects and len(self._chunks) < AHEAD * self._threads and not stop.is_set():
            drawn = list(islice(source, self._size))
            if not drawn:
                break
            yield from self._send(drawn)
        if self._suspects and not self._chunks:
            self._submit(_Chunk([self._suspects.pop()], alone=True))

    def _send(self, drawn: Sequence[I]) -> Iterator[Done[I, R]]:
        """Send a chunk, and yield the items that cannot be sent."""
        items = []
        for item in drawn:
            try:
                items.append((item, packed(item)))
            except Exception as error:  # noqa: BLE001 - pickling runs code of the item's class
                yield Done(item, None, fault(error))
        if items:
            self._submit(_Chunk(items, alone=False))

    def _submit(self, chunk: _Chunk[I]) -> None:
        requests = [request for _, request in chunk.items]
        # Left to itself Dask runs what came last first.
        self._sent += 1
        future = self._client.submit(_run, self._load, requests, self._stopped, pure=False, priority=-self._sent)
        self._chunks[future] = chunk
        future.add_done_callback(self._landed.put)

    def _fetch(self) -> None:
        """Bring the answers here, in a thread of its own: that waits, where their worker has died meanwhile."""
        while (future := self._landed.get()) is not None:
            try:
                answers: Answers | BaseException = future.result()
            except BaseException as error:  # noqa: BLE001 - `_failed` says what it means
                answers = error
            self._fetched.put((future, answers))

    def _failed(self, chunk: _Chunk[I], error: BaseException) -> Iterator[Done[I, R]]:
        """Suspect the items of a chunk whose workers died, and yield the one that has died alone."""
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415 - see `_client`

        if isinstance(error, CancelledError):
            raise EngineError("the connection to the cluster is lost") from error
        if not isinstance(error, KilledWorker) or error.task == self._load.key:
            raise EngineError(f"the cluster cannot run the task: {fault(error)}") from error
        if chunk.alone:
            yield Done(chunk.items[0][0], None, f"its worker process died {error.allowed_failures + 1} times")
        else:
            self._suspects += chunk.items

    def _join(self, stop: threading.Event) -> None:
        """Wait for the first worker."""
        last = time.monotonic() + JOIN_SECONDS
        while not self._threads and not stop.wait(POLL_SECONDS):
            if time.monotonic() > last:
                raise EngineError(f"the cluster has no workers: none joined within {JOIN_SECONDS:.0f} s")
            self._count()

    def _recount(self) -> None:
        if time.monotonic() - self._counted > COUNT_SECONDS:
            self._count()

    def _count(self) -> None:
        """Count the threads of the cluster; while all workers are away, those that there were."""
        self._threads = sum(self._client.nthreads().values()) or self._threads
        self._counted = time.monotonic()


def _run(load: tuple[Task[S, I, R], S], requests: Sequence[bytes], stopped: Event) -> Answers:
    """Run a chunk, on a worker."""
    task, shared = load
    begun = time.monotonic()
    stop, ended = threading.Event(), threading.Event()
    _ = stopped.client  # a connection is found in this thread only, and kept

    def listen() -> None:
        with suppress(Exception):  # the worker is closing
            while not ended.is_set():
                if stopped.wait(LISTEN_SECONDS):
                    stop.set()
                    return

    threading.Thread(target=listen, name="chungtay-listen", daemon=True).start()
    replies = []
    for request in requests:
        if stop.is_set():
            break  # nobody waits for the answers
        replies.append(answer(task, shared, request, stop))
    ended.set()
    return replies, time.monotonic() - begun
