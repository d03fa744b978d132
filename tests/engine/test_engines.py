"""What holds for each engine: the same outcomes, each once, wherever the items run."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.engine import Done, Engine
from tests.engine import tasks


def test_every_item_once(engine: Engine) -> None:
    found = engine.run(tasks.square, 5, range(100), threading.Event())
    assert sorted(found, key=lambda done: done.item) == [Done(item, 5 + item * item, None) for item in range(100)]


def test_no_items(engine: Engine) -> None:
    assert list(engine.run(tasks.square, 5, (), threading.Event())) == []


def test_an_item_comes_back_as_itself(engine: Engine) -> None:
    item = ["a", {"b": 1}]
    (done,) = engine.run(tasks.odd, None, [item], threading.Event())
    assert done.item is item
    assert done.result == item


def test_what_a_task_raises_is_its_own_fault(engine: Engine) -> None:
    found = {done.item: done for done in engine.run(tasks.faulty, "bad", range(5), threading.Event())}
    assert {item: done.result for item, done in found.items()} == {0: 0, 1: None, 2: None, 3: None, 4: 4}
    assert [str(found[item].error).partition(" (tasks.py:")[0] for item in range(5)] == [
        "None",
        "ValueError: bad 1",
        "SystemExit: left",
        "tests.engine.tasks.Panic: bad",
        "None",
    ]


def test_an_error_says_where(engine: Engine) -> None:
    (done,) = engine.run(tasks.faulty, "bad", [1], threading.Event())
    line = Path(tasks.__file__).read_text("utf-8").splitlines().index('        raise ValueError(f"{shared} 1")') + 1
    assert done.error == f"ValueError: bad 1 (tasks.py:{line})"


def test_what_cannot_travel_fails_alone(engine: Engine, request: pytest.FixtureRequest) -> None:
    if "here" in request.node.callspec.id:
        return  # nothing travels
    items = ["a", "closed", lambda: None, "broken", tasks.Broken(), "b"]
    found = {str(done.item): done for done in engine.run(tasks.odd, None, items, threading.Event())}
    assert [found[str(item)].result for item in items] == ["a", None, None, None, None, "b"]
    errors = [str(found[str(item)].error).partition(" ")[0] for item in items]
    assert errors == ["None", "AttributeError:", "AttributeError:", "LookupError:", "LookupError:", "None"]


def test_nothing_is_yielded_after_stop(engine: Engine) -> None:
    stop = threading.Event()
    run = engine.run(tasks.square, 0, range(1000), stop)
    next(run)
    stop.set()
    assert list(run) == []


def test_what_finishes_after_stop_is_dropped(engine: Engine, tmp_path: Path) -> None:
    stop, sign = threading.Event(), tmp_path / "sign"

    def stopped() -> None:
        tasks.files(tmp_path, 1)
        stop.set()
        sign.touch()

    threading.Thread(target=stopped).start()
    assert list(engine.run(tasks.waits, sign, [1], stop)) == []


def test_nothing_runs_when_stopped_before(engine: Engine, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert list(engine.run(tasks.slow, tmp_path, range(3), stop)) == []
    assert list(tmp_path.iterdir()) == []


def test_what_drawing_raises_is_raised(engine: Engine) -> None:
    def items() -> Iterator[int]:
        yield 1
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        list(engine.run(tasks.square, 0, items(), threading.Event()))


def test_what_is_shared_and_cannot_travel(engine: Engine, request: pytest.FixtureRequest) -> None:
    if "here" in request.node.callspec.id:
        return  # nothing travels
    with pytest.raises(AttributeError):
        list(engine.run(tasks.odd, lambda: None, [1], threading.Event()))  # type: ignore[arg-type]
