"""What every engine does: one task over many items, each outcome handed back as soon as it is there."""

from __future__ import annotations

import pickle
import threading
import traceback
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Generic, Protocol, TypeAlias, TypeVar

S = TypeVar("S")
I = TypeVar("I")  # noqa: E741 - S, I, R: shared, item, result
R = TypeVar("R")

Task: TypeAlias = Callable[[S, I, threading.Event], R]
"""`task(shared, item, stop)`: a top-level function, so that other processes find it by its name.

It changes neither `shared` nor `item`, returns soon once `stop` is set (what it then returns is dropped), and
leaves nothing half done outside: it may be killed at any moment, and run again.
"""


class EngineError(Exception):
    """The engine itself cannot work (no cluster there, no process starts); no item is to blame."""


@dataclass(frozen=True, slots=True)
class Done(Generic[I, R]):
    """One finished item: the very object that was drawn, and its result or else what went wrong."""

    item: I
    result: R | None
    error: str | None


class Engine(Protocol):
    """Where the items run."""

    def run(
        self, task: Task[S, I, R], shared: S, items: Iterable[I], stop: threading.Event
    ) -> Generator[Done[I, R], None, None]:
        """Run `task` on every item and yield each outcome once, in the order in which they finish.

        Items are drawn in the caller's thread, and only while work for fewer than two items a worker is waiting
        or running, so a batch of any length takes the same memory. A task that raises is the `error` of its
        item alone. An item whose worker process dies is tried again, never yielded twice.

        Setting `stop`, and closing the iterator, abandon what runs: nothing more is yielded.

        Raises:
            EngineError: nothing can run; what was yielded before is valid.
            Exception: what drawing from `items` or pickling `task` and `shared` raises.
        """
        ...


def attempt(task: Task[S, I, R], shared: S, item: I, stop: threading.Event) -> Done[I, R]:
    """Run the task on one item; whatever it raises is the item's error (Ctrl-C is nobody's: it is raised)."""
    try:
        return Done(item, task(shared, item, stop), None)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - sys.exit() or a panic in native code is the item's own fault too
        return Done(item, None, fault(error))


def fault(error: BaseException) -> str:
    """Return what went wrong and where, on as few lines as the message has: ``ValueError: bad (case.py:12)``."""
    said = "".join(traceback.format_exception_only(error)).strip()
    places = traceback.extract_tb(error.__traceback__)
    return f"{said} ({PurePath(places[-1].filename).name}:{places[-1].lineno})" if places else said


def packed(item: object) -> bytes:
    """Return the item as bytes for another process. Raises whatever its pickling raises."""
    return pickle.dumps(item, pickle.HIGHEST_PROTOCOL)


def answer(task: Task[S, I, R], shared: S, request: bytes, stop: threading.Event) -> bytes:
    """Run the task in another process on a packed item and return the packed (result, error)."""
    try:
        done = attempt(task, shared, pickle.loads(request), stop)  # noqa: S301 - from our own parent process
        return packed((done.result, done.error))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - an item or a result that cannot be pickled fails alone
        return packed((None, fault(error)))


def opened(item: I, reply: bytes) -> Done[I, R]:
    """Return the outcome that `answer` packed; a result that cannot be unpacked here is an error."""
    try:
        result, error = pickle.loads(reply)  # noqa: S301 - from our own worker process
    except Exception as failure:  # noqa: BLE001 - unpickling runs code of the result's class
        return Done(item, None, fault(failure))
    return Done(item, result, error)
