"""Tasks for the engines, where other processes find them by name, and ways to see what they did."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn


def square(shared: int, item: int, _stop: threading.Event) -> int:
    return shared + item * item


def faulty(shared: str, item: int, _stop: threading.Event) -> int:
    """Fail in one way each: 0 is well."""
    if item == 1:
        raise ValueError(f"{shared} 1")
    if item == 2:
        sys.exit("left")
    if item == 3:
        raise Panic("bad")
    return item


class Panic(BaseException):
    """What native code raises: no Exception."""


def odd(_shared: None, item: object, _stop: threading.Event) -> object:
    """Return what cannot be pickled, or cannot be unpickled, where the item says so."""
    return {"closed": lambda: None, "broken": Broken()}.get(str(item), item)


class Broken:
    """Pickles well, and raises when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return refuse, ("broken",)


class Deadly:
    """Ends the process that unpickles it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (3,)


def refuse(what: str) -> NoReturn:
    raise LookupError(what)


def mortal(folder: Path, item: int, _stop: threading.Event) -> int:
    """Kill the process: item 3 the first time, item 5 each time, and say so in the folder."""
    if item in (3, 5):
        deaths = len(list(folder.glob(f"{item}-*")))
        if item == 5 or not deaths:
            (folder / f"{item}-{deaths}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
    (folder / f"done-{item}-{os.getpid()}").touch()
    return item


def big(_shared: None, item: int, _stop: threading.Event) -> bytes:
    return bytes([item % 256]) * 1_000_000


def asleep(folder: Path, item: int, _stop: threading.Event) -> int:
    """Hear nothing for a minute, in the way that the item says; item 0 is quick."""
    if item:
        (folder / str(os.getpid())).touch()
        if item % 2:
            time.sleep(60)
        else:
            hashlib.pbkdf2_hmac("sha256", b"", b"", 10**9)  # native code without the interpreter's lock
    return item


def patient(folder: Path, item: int, stop: threading.Event) -> int:
    """Work until told to stop, and say so; item 0 is quick."""
    if item:
        (folder / f"began-{item}").touch()
        if stop.wait(60):
            (folder / f"stopped-{item}").touch()
    return item


def waits(sign: Path, item: int, _stop: threading.Event) -> int:
    """Say that it began, then wait for a sign."""
    sign.with_name("began").touch()
    files(sign.parent, 2)
    return item


def slow(folder: Path, item: int, _stop: threading.Event) -> tuple[int, int]:
    """Take a moment, and return who did it."""
    with (folder / f"began-{item}").open("a") as file:
        file.write(f"{os.getpid()}\n")
    time.sleep(0.05)
    return item, os.getpid()


class Drawn:
    """0, 1, 2, ... and how many of them were drawn."""

    def __init__(self) -> None:
        self.count = 0

    def __iter__(self) -> Iterator[int]:
        while True:
            self.count += 1
            yield self.count - 1


def gone(pids: list[int], seconds: float) -> bool:
    """Whether all these processes end within this time."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if not any(map(runs, pids)):
            return True
        time.sleep(0.02)
    return False


def runs(pid: int) -> bool:
    """Whether there is such a process that is more than an entry nobody has read yet."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def files(folder: Path, count: int, seconds: float = 20) -> list[str]:
    """The names of the files in a folder, as soon as there are that many."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        names = sorted(path.name for path in folder.iterdir())
        if len(names) >= count:
            return names
        time.sleep(0.005)
    raise TimeoutError(f"{count} files in {folder}: {sorted(folder.iterdir())}")


def length(shared: bytes, item: int, _stop: threading.Event) -> int:
    return len(shared) + item
