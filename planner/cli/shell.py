"""Where a command prints and in which language; what its exit codes mean."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any, Final

from rich.console import Console, RenderableType

from planner.cli.words import Lang, Words

WIDEST: Final = 100
"""Columns: wider lines are hard to read."""


class Exit(IntEnum):
    """What a command says to the shell."""

    DONE = 0
    NO = 1  # infeasible, verification failed
    INPUT = 2  # bad input or usage
    NO_PLAN = 3  # no plan in time
    INTERNAL = 70  # EX_SOFTWARE
    INTERRUPT = 130
    PIPE = 141  # 128 + SIGPIPE, as other tools end


class BrokenOutput(Exception):  # noqa: N818 - nothing went wrong: the reader has seen enough
    """Nobody reads stdout any more."""


class _Console(Console):
    def on_broken_pipe(self) -> None:
        raise BrokenOutput


@dataclass(frozen=True)
class Shell:
    """Prints readable text, or, with `as_json`, one JSON document on stdout and the rest on stderr."""

    lang: Lang
    as_json: bool

    @cached_property
    def words(self) -> Words:
        """Writes in the reader's language."""
        return Words(self.lang)

    @cached_property
    def out(self) -> Console:
        """Stdout."""
        return _console(stderr=False)

    @cached_property
    def err(self) -> Console:
        """Stderr."""
        return _console(stderr=True)

    @property
    def reader(self) -> Console:
        """Where text for people goes: stdout, or stderr where stdout holds JSON."""
        return self.err if self.as_json else self.out

    def say(self, *lines: RenderableType) -> None:
        """Print for people."""
        for line in lines:
            self.reader.print(line)

    def note(self, line: RenderableType) -> None:
        """Print on stderr, beside the answer."""
        self.err.print(line)

    def document(self, value: dict[str, Any]) -> None:
        """Print the JSON document of the answer."""
        self.pieces([json.dumps(value, ensure_ascii=self.ascii_only, indent=2) + "\n"])

    def pieces(self, texts: Iterable[str]) -> None:
        """Print the JSON document of the answer piece by piece."""
        try:
            for text in texts:
                sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise BrokenOutput from error

    @property
    def ascii_only(self) -> bool:
        """Whether stdout cannot be trusted with all letters."""
        return (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"


def _console(*, stderr: bool) -> Console:
    console = _Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    console.width = min(console.width, WIDEST)
    return console
