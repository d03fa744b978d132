"""Options that commands share, and what they mean."""

from __future__ import annotations

import math
import os
from typing import Annotated, Final

import typer

from planner.cli.shell import Exit, Shell
from planner.cli.words import VARIABLE, Lang, language

LARGEST_SEED: Final = 2**31 - 1
MOST_WORKERS: Final = 256
MOST_SECONDS: Final = 30 * 24 * 3600


class Misuse(typer.TyperException):
    """Options that cannot be used so."""

    exit_code = Exit.INPUT


def _positive(seconds: float) -> float:
    if not (math.isfinite(seconds) and 0 < seconds <= MOST_SECONDS):
        raise typer.BadParameter(f"{seconds:g} is not above 0 and at most {MOST_SECONDS} seconds.")
    return seconds


TimeOption = Annotated[float, typer.Option("--time-limit", metavar="S", callback=_positive)]
WorkersOption = Annotated[int | None, typer.Option("--workers", metavar="N", min=1, max=MOST_WORKERS)]
SeedOption = Annotated[int, typer.Option("--seed", metavar="K", min=0, max=LARGEST_SEED)]
JsonOption = Annotated[bool, typer.Option("--json")]
LangOption = Annotated[Lang | None, typer.Option("--lang", envvar=VARIABLE)]


def shell_of(lang: Lang | None, as_json: bool) -> Shell:
    """Return the shell that speaks the wanted language."""
    return Shell(lang or language((), os.environ), as_json)


def cores() -> int:
    """Return how many cores this process may use."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(found, MOST_WORKERS)
