"""Where peers run: a virtual environment each, made when it is first wanted and kept in the user's cache."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path


class MissingError(Exception):
    """A peer cannot run here; the message says what is missing."""


class NotMadeError(MissingError):
    """The environment of a peer has not been made yet."""


DONE: Final = "complete"
"""The file that says that an environment has all it needs."""


@dataclass(frozen=True)
class Peer:
    """`module` is the program's file in planner/bench/peers, `requires` all that it needs at exact versions.

    `java` is the release of Java that it needs, or the next ones.
    """

    name: str
    module: str
    requires: tuple[str, ...] = ()
    java: int | None = None


NUMPY: Final = "numpy==2.4.6"

PEERS: Final = {
    peer.name: peer
    for peer in (
        Peer("greedy", "greedy"),
        Peer(
            "cpsat",
            "cpsat",
            (
                "ortools==9.15.6755", "absl-py==2.5.1", "immutabledict==4.3.1", NUMPY, "pandas==3.1.1",
                "protobuf==6.33.6", "python-dateutil==4.0.0", "typing-extensions==4.16.0",
            ),
        ),
        Peer("highs", "highs", ("highspy==1.15.1", NUMPY)),
        Peer("timefold", "timefold", ("timefold==1.24.0b0", "jpype1==1.5.1", "packaging==26.3"), java=17),
    )
}  # fmt: skip
"""All that can be measured beside us."""


def python_of(peer: Peer, folder: Path | None = None) -> Path:
    """Return the Python that a peer runs in: its own, made where it is not there yet.

    Raises:
        MissingError: what it needs cannot be had here.
    """
    try:
        return kept(peer, folder)
    except NotMadeError:
        place = _place(peer, folder)
    shutil.rmtree(place, ignore_errors=True)
    pip_here = find_spec("pip") is not None
    alone = pip_here or not peer.requires
    _run([sys.executable, "-m", "venv", *(["--without-pip"] if alone else []), str(place)])
    if peer.requires:
        pip = [sys.executable, "-m", "pip", "--python", str(place)] if pip_here else [str(_python(place)), "-m", "pip"]
        _run([*pip, "--disable-pip-version-check", "--no-input", "install", "--no-deps", *peer.requires])
    (place / DONE).touch()
    return _python(place)


def kept(peer: Peer, folder: Path | None = None) -> Path:
    """Return the Python of a peer that was made before.

    Raises:
        MissingError: what it needs cannot be had here; `NotMadeError` where it has only not been made.
    """
    if peer.java is not None and (found := _java()) < peer.java:
        raise MissingError(f"Java {peer.java} (found: {found or 'none'})")
    place = _place(peer, folder)
    if not (place / DONE).exists():
        raise NotMadeError(f"no environment at {place}")
    return _python(place)


def _place(peer: Peer, folder: Path | None) -> Path:
    """Return where a peer's environment is kept: elsewhere as soon as what it requires changes."""
    wanted = "\n".join((str(sys.implementation.cache_tag), *peer.requires))
    home = folder or user_cache_path("chungtay") / "peers"
    return home.resolve() / f"{peer.name}-{hashlib.sha256(wanted.encode()).hexdigest()[:12]}"


def _python(place: Path) -> Path:
    return place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _run(command: list[str]) -> None:
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    except OSError as error:
        raise MissingError(f"{command[0]}: {error.strerror}") from error
    if told.returncode:
        last = (told.stderr or told.stdout).strip().splitlines()[-1:]
        raise MissingError(f"{' '.join(command[2:3])}: {''.join(last)}")


def _java() -> int:
    """Return the release of Java that is found first; 0 where there is none."""
    program = shutil.which("java")
    if program is None:
        return 0
    told = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r'version "(\d+)', told.stderr + told.stdout)
    return int(found[1]) if found else 0
