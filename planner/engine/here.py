"""Work in this process, one item after the other: for tests, small batches and debuggers."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable

from planner.engine.protocol import Done, I, R, S, Task, attempt


class Here:
    """The engine without processes. A running task is left to notice `stop` itself."""

    def run(
        self, task: Task[S, I, R], shared: S, items: Iterable[I], stop: threading.Event
    ) -> Generator[Done[I, R], None, None]:
        """Run the items in their order; see `Engine.run`."""
        for item in items:
            if stop.is_set():
                return
            done = attempt(task, shared, item, stop)
            if stop.is_set():
                return
            yield done
