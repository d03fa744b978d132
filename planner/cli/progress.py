"""News of a solve on stderr: a live table in a terminal, a line per change in a pipe."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.live import Live
from rich.table import Table
from rich.text import Text

from planner.cli.layout import table
from planner.cli.names import amount, gap, tier_name
from planner.cli.words import Words
from planner.domain.plan import Tier
from planner.solve.settings import Progress

REFRESHES_PER_SECOND = 4


class Watch(Protocol):
    """Shows news of a solve and what the reader should know meanwhile."""

    def __call__(self, news: Progress) -> None:
        """Take news; called from any thread."""

    def say(self, line: str) -> None:
        """Show a line that stays."""


@contextmanager
def watching(console: Console, words: Words) -> Iterator[Watch]:
    """Show the progress of a solve until the block ends."""
    if console.is_terminal and not console.is_dumb_terminal:
        board = LiveBoard(words)
        with Live(board, console=console, refresh_per_second=REFRESHES_PER_SECOND, transient=True):
            yield board
    else:
        yield Lines(console, words)


class Lines:
    """Prints one line when the tier that is worked on, its value or its bound has changed."""

    def __init__(self, console: Console, words: Words) -> None:
        self._console = console
        self._words = words
        self._lock = threading.Lock()
        self._last: dict[str, tuple[str | None, Tier | None]] = {}

    def __call__(self, news: Progress) -> None:
        """Print the news where there is any."""
        tier = current(news)
        state = (news.tier, tier)
        with self._lock:
            if self._last.get(news.of) == state:
                return
            self._last[news.of] = state
            self._print(self._line(news, tier))

    def say(self, line: str) -> None:
        """Print a line."""
        self._print(line)

    def _line(self, news: Progress, tier: Tier | None) -> str:
        words = self._words
        parts = [f"{words.seconds(news.seconds):>10}", problem(news.of, words)]
        if tier is None:
            parts.append(words("mọi tiêu chí đã chứng minh", "all tiers proven"))
        elif tier.value is None:
            parts += [tier_name(tier.name, words), words("chưa có phương án", "no plan yet")]
        else:
            parts.append(tier_name(tier.name, words))
            bound = (
                words("chưa có cận", "no bound") if tier.bound is None else f"≥ {amount(tier.bound, tier.name, words)}"
            )
            parts += [
                amount(tier.value, tier.name, words),
                bound,
                f"{words('khoảng cách', 'gap')} {gap(tier, words)}",
            ]
        return " · ".join(parts)

    def _print(self, line: str) -> None:
        self._console.print(line, soft_wrap=True)


class LiveBoard:
    """The newest values and bounds of plan and baseline, drawn again several times a second."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._began = time.monotonic()
        self._news: dict[str, Progress] = {}
        self._said: tuple[str, ...] = ()

    def __call__(self, news: Progress) -> None:
        """Keep the news for the next drawing."""
        self._news = {**self._news, news.of: news}  # replaced, never changed: another thread may be drawing it

    def say(self, line: str) -> None:
        """Show a line below the table from now on."""
        self._said = (*self._said, line)

    def __rich_console__(self, _console: Console, _options: ConsoleOptions) -> RenderResult:
        words, news = self._words, self._news
        title = words("Đang lập phương án", "Solving") + f" · {words.seconds(time.monotonic() - self._began)}"
        yield Group(
            Text(title, style="bold", no_wrap=True, overflow="ellipsis"),
            self._board(news),
            Text(
                words("Ctrl-C: dừng và giữ phương án tốt nhất.", "Ctrl-C: stop and keep the best plan."),
                style="dim",
            ),
            *(Text(line) for line in self._said),
        )

    def _board(self, news: dict[str, Progress]) -> Table:
        words = self._words
        board = table(
            "", words("Tiêu chí", "Tier"), words("Giá trị", "Value"), words("Cận dưới", "Bound"),
            words("Khoảng cách", "Gap"), solid=(0, 1), numbers=(2, 3, 4),
        )  # fmt: skip
        for of in (name for name in ("plan", "baseline") if name in news):
            board.add_row("", Text(problem(of, words), style="italic"))
            for tier in news[of].tiers:
                at = tier.name == news[of].tier
                mark = "✓" if tier.proven else "▸" if at else ""
                value = "–" if tier.value is None else amount(tier.value, tier.name, words)
                bound = "–" if tier.bound is None else amount(tier.bound, tier.name, words)
                cells = (tier_name(tier.name, words), value, bound, gap(tier, words))
                board.add_row(mark, *cells, style="bold" if at else None)
        return board


def current(news: Progress) -> Tier | None:
    """Return what is known of the tier that is worked on."""
    return next((tier for tier in news.tiers if tier.name == news.tier), None)


def problem(of: str, words: Words) -> str:
    """Name the problem that is solved."""
    return words("riêng lẻ", "held apart") if of == "baseline" else words("phương án", "plan")
