"""News of a batch on stderr: a bar with the time that is left in a terminal, a line a case in a pipe."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from planner.cli.rows import STATUS
from planner.cli.text import safe
from planner.cli.words import Words
from planner.domain.whatif import Row


class Running(Protocol):
    """Shows how far a batch is."""

    def finished(self, row: Row) -> None:
        """Take the row of a finished case."""

    def say(self, line: str) -> None:
        """Show a line that stays."""


@contextmanager
def running(console: Console, words: Words, *, done: int, of: int) -> Iterator[Running]:
    """Show the progress of a batch until the block ends; `done` of its `of` cases were finished before."""
    pace = Pace(done, of)
    if console.is_terminal and not console.is_dumb_terminal:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[left]}"),
        )
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(words("Trường hợp", "Cases"), total=of, completed=done, left="")
            yield _Bar(bar, task, words, pace)
    else:
        yield _Lines(console, words, pace)


class Pace:
    """How many cases are done, and how long the rest will take at the pace so far."""

    def __init__(self, done: int, of: int) -> None:
        self.done, self.of = done, of
        self._before, self._began = done, time.monotonic()

    def step(self) -> None:
        """Count a case."""
        self.done += 1

    def said(self, words: Words) -> str:
        """Say how fast it goes and how much time is left."""
        here, seconds = max(1, self.done - self._before), max(1e-3, time.monotonic() - self._began)
        rate, left = words.decimal(60 * here / seconds), _clock(seconds * (self.of - self.done) / here)
        return words(f"{rate} trường hợp/phút · còn khoảng {left}", f"{rate} cases a minute · about {left} left")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _last(row: Row, words: Words) -> str:
    vi, en, _ = STATUS[row.status]
    return f"{safe(row.case)} · {words(vi, en)}"


class _Bar:
    def __init__(self, bar: Progress, task: TaskID, words: Words, pace: Pace) -> None:
        self._bar, self._task, self._words, self._pace = bar, task, words, pace

    def finished(self, row: Row) -> None:
        self._pace.step()
        about = f"{self._pace.said(self._words)} · {_last(row, self._words)}"
        self._bar.update(self._task, completed=self._pace.done, left=about)

    def say(self, line: str) -> None:
        self._bar.console.print(line)


class _Lines:
    def __init__(self, console: Console, words: Words, pace: Pace) -> None:
        self._console, self._words, self._pace = console, words, pace

    def finished(self, row: Row) -> None:
        self._pace.step()
        seconds, pace = self._words.seconds(row.seconds), self._pace.said(self._words)
        line = f"{self._pace.done}/{self._pace.of} · {_last(row, self._words)} · {seconds} · {pace}"
        self._console.print(line, soft_wrap=True)

    def say(self, line: str) -> None:
        self._console.print(line, soft_wrap=True)
