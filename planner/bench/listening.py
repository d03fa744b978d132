"""A peer asked in a process of its own, and listened to until it ends or has to be ended."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from planner.bench.apart import keep_to
from planner.bench.measure import Asked

GRACE: Final = 10.0
"""Seconds that a peer gets beyond its time to come to an end."""

MOST_SETUP: Final = 120.0
"""Seconds after which a peer that is not ready is ended."""

PEERS_FOLDER: Final = Path(__file__).parent / "peers"


@dataclass(frozen=True)
class Heard:
    """What a peer has told. `setup_s` until it was ready, then `seconds` until its last word or its forced end."""

    told: Mapping[str, Any]
    setup_s: float
    seconds: float


def listened(peer: str, python: Path, question: str, asked: Asked) -> Heard:
    """Ask a peer and return the last that it told of each thing."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryFile("w+") as errors:
        folder = Path(name)
        shutil.copytree(PEERS_FOLDER, folder / "planner" / "bench" / "peers")
        (folder / "asked.json").write_text(question, "utf-8")
        begun = time.monotonic()
        with (
            (folder / "asked.json").open("rb") as stdin,
            subprocess.Popen(  # noqa: S603 - our own words
                [str(python), "-m", f"planner.bench.peers.{peer}"],
                cwd=folder,
                env=clean,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                preexec_fn=partial(keep_to, asked.workers) if os.name == "posix" else None,  # noqa: PLW1509 - one call
            ) as process,
        ):
            heard = _heard(process, begun, asked.time_limit_s)
        errors.seek(0)
        last = errors.read().strip().splitlines()[-1:]
    if process.returncode > 0 and last:
        return Heard({**heard.told, "error": last[0]}, heard.setup_s, heard.seconds)
    return heard


def _heard(process: subprocess.Popen[str], begun: float, limit: float) -> Heard:
    """Listen until the peer ends or has to be ended."""
    told: dict[str, Any] = {}
    ready = last = begun
    ending = threading.Timer(MOST_SETUP, process.kill)
    ending.start()
    for line in process.stdout or ():
        last = time.monotonic()
        try:
            news = json.loads(line)
        except ValueError:
            continue  # a library's own words
        if news.pop("ready", False):
            ready = last
            ending.cancel()
            ending = threading.Timer(limit + GRACE, process.kill)
            ending.start()
        told |= news
    ended_itself = process.wait() == 0
    ending.cancel()
    return Heard(told, ready - begun, (last if ended_itself else time.monotonic()) - ready)
