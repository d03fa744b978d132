"""News of a solve: a line per change in a pipe, a table in a terminal."""

from __future__ import annotations

from io import StringIO
from typing import Literal

from rich.console import Console

from planner.cli.progress import Lines, LiveBoard, watching
from planner.cli.words import Lang, Words
from planner.domain.plan import Tier
from planner.solve.settings import Progress
from tests.cli.command import lines

EN, VI = Words(Lang.EN), Words(Lang.VI)


def news(
    seconds: float,
    value: int | None,
    bound: int | None,
    *,
    of: Literal["plan", "baseline"] = "plan",
    tier: str | None = "cost",
) -> Progress:
    tiers = (
        Tier(name="unheld", value=0, bound=0, proven=True),
        Tier(name="cost", value=value, bound=bound, proven=value is not None and value == bound),
    )
    return Progress(seconds=seconds, of=of, stage="search", tier=tier, tiers=tiers, plan=lambda: None)


def console(*, terminal: bool = False, width: int = 80) -> Console:
    return Console(
        file=StringIO(),
        force_terminal=terminal,
        width=width,
        markup=False,
        highlight=False,
        color_system=None,
    )


def written(to: Console) -> list[str]:
    assert isinstance(to.file, StringIO)
    return lines(to.file.getvalue())


def test_a_line_per_change() -> None:
    out = console()
    with watching(out, EN) as watch:
        watch(news(0.04, None, None, tier=None))
        watch(news(0.5, None, None))
        watch(news(1.0, 2_000_000, None))
        watch(news(1.5, 2_000_000, None))
        watch(news(2.0, 2_000_000, 1_500_000))
        watch(news(2.1, 2_000_000, 1_500_000, of="baseline"))
        watch(news(12.0, 1_500_000, 1_500_000))
        watch.say("Stopping.")
    assert written(out) == [
        "     0.0 s · plan · all tiers proven",
        "     0.5 s · plan · Cost · no plan yet",
        "     1.0 s · plan · Cost · 2,000,000 VND · no bound · gap –",
        "     2.0 s · plan · Cost · 2,000,000 VND · ≥ 1,500,000 VND · gap 500,000 (25.0%)",
        "     2.1 s · held apart · Cost · 2,000,000 VND · ≥ 1,500,000 VND · gap 500,000 (25.0%)",
        "    12.0 s · plan · Cost · 1,500,000 VND · ≥ 1,500,000 VND · gap 0",
        "Stopping.",
    ]


def test_lines_in_vietnamese() -> None:
    out = console()
    Lines(out, VI)(news(2.0, 2_000_000, 1_500_000, of="baseline"))
    assert written(out) == [
        "  2,0 giây · riêng lẻ · Chi phí · 2.000.000 đ · ≥ 1.500.000 đ · khoảng cách 500.000 (25,0%)"
    ]


def test_the_board_shows_both_problems() -> None:
    board = LiveBoard(EN)
    board(news(1.0, 1_500_000, 1_500_000))
    board(news(2.0, 2_000_000, None, of="baseline"))
    board.say("Stopping.")
    out = console()
    out.print(board)
    title, *rest = written(out)
    assert title.startswith("Solving · ")
    assert rest == [
        "   Tier                Value          Bound  Gap",
        "────────────────────────────────────────────────",
        "   plan",
        "✓  Not held                0              0    0",
        "✓  Cost        1,500,000 VND  1,500,000 VND    0",
        "   held apart",
        "✓  Not held                0              0    0",
        "▸  Cost        2,000,000 VND              –    –",
        "Ctrl-C: stop and keep the best plan.",
        "Stopping.",
    ]


def test_a_board_without_news() -> None:
    out = console()
    out.print(LiveBoard(EN))
    assert [line.split(" · ")[0] for line in written(out)][:1] == ["Solving"]


def test_a_terminal_gets_the_board_and_a_clean_end() -> None:
    out = console(terminal=True)
    with watching(out, EN) as watch:
        assert isinstance(watch, LiveBoard)
        watch(news(1.0, 1_500_000, 1_500_000))
    assert isinstance(out.file, StringIO)
    assert out.file.getvalue().startswith("\x1b[?25l")  # hides the cursor
    assert "\x1b[?25h" in out.file.getvalue()  # and shows it again
