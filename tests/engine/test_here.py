"""This process: in order, one at a time."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from planner.engine import Done, Here
from tests.engine import tasks


def test_in_their_order_and_drawn_one_by_one() -> None:
    items = tasks.Drawn()
    run = Here().run(tasks.square, 0, items, threading.Event())
    assert [(done.item, items.count) for done, _ in zip(run, range(5), strict=False)] == [
        (0, 1), (1, 2), (2, 3), (3, 4), (4, 5),
    ]  # fmt: skip


def test_a_running_task_sees_stop_and_its_result_is_dropped(tmp_path: Path) -> None:
    stop = threading.Event()
    run = Here().run(tasks.patient, tmp_path, range(3), stop)
    assert next(run) == Done(0, 0, None)
    threading.Timer(0.1, stop.set).start()
    assert list(run) == []
    assert tasks.files(tmp_path, 2) == ["began-1", "stopped-1"]


def test_an_interrupt_is_raised() -> None:
    def interrupted(_shared: None, _item: int, _stop: threading.Event) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(Here().run(interrupted, None, [1], threading.Event()))
