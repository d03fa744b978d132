"""The command line as a shell runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parents[2]
NOTHING: Mapping[str, str] = MappingProxyType({})
COMMAND = [sys.executable, "-m", "planner"]


def environment(env: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """The environment of a command: this one's, in English unless `env` says otherwise."""
    dropped = ("CHUNGTAY_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "COLUMNS", "NO_COLOR")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "CHUNGTAY_LANG": "en", **env}


def chungtay(*arguments: str, cwd: Path = ROOT, env: Mapping[str, str] = NOTHING) -> subprocess.CompletedProcess[str]:
    """Run `chungtay` to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        env=environment(env),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def lines(text: str) -> list[str]:
    """The lines of an output without the padding of its tables."""
    return [line.rstrip() for line in text.splitlines()]
