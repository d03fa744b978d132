"""Long work that can be stopped: the first Ctrl-C keeps the best so far, the second leaves at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, Generic, TypeVar

T = TypeVar("T")

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
POLL_SECONDS: Final = 0.2
"""Where waiting cannot be interrupted (Windows), a signal is seen after this time."""


class Quit(BaseException):
    """The reader wants to leave now. `signal_number` says how they asked."""

    def __init__(self, signal_number: int) -> None:
        super().__init__(signal_number)
        self.signal_number = signal_number


def stoppable(work: Callable[[threading.Event], T], on_stop: Callable[[], None]) -> T:
    """Run `work` with an event that the first Ctrl-C or SIGTERM sets, and return or raise what it does.

    `on_stop` is called once, when the event is set. The work has a thread of its own: a signal reaches Python
    code only in the main thread, and only while that is not inside the solver.

    Raises:
        Quit: asked a second time; the work is left as it is, in a daemon thread.
    """
    stop = threading.Event()
    task = _Task(lambda: work(stop))
    with _handled(stop, on_stop):
        task.start()
        while not task.done.wait(POLL_SECONDS):
            pass
    return task.result()


class _Task(Generic[T]):
    """One call in a daemon thread."""

    def __init__(self, call: Callable[[], T]) -> None:
        self.done = threading.Event()
        self._call = call
        self._value: list[T] = []
        self._error: BaseException | None = None

    def start(self) -> None:
        threading.Thread(target=self._run, daemon=True, name="solve").start()

    def result(self) -> T:
        if self._error is not None:
            raise self._error
        return self._value[0]

    def _run(self) -> None:
        try:
            self._value.append(self._call())
        except BaseException as error:  # noqa: BLE001 - raised again by `result`, in the main thread
            self._error = error
        finally:
            self.done.set()


@contextmanager
def _handled(stop: threading.Event, on_stop: Callable[[], None]) -> Iterator[None]:
    def handle(number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise Quit(number)
        stop.set()
        on_stop()

    before = {number: signal.signal(number, handle) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
