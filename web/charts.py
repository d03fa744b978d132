"""Charts as points to draw: a tornado for differences, a staircase over numbers, a curve of people against cost.

Drawn on the server they print, read without a script, and say their numbers to screen readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# -- tornado ------------------------------------------------------------------------------------------------------

ROW: Final = 26
"""Height of a tornado's row, in units of the drawing."""

PANEL: Final = 150
LABELS: Final = 210


@dataclass(frozen=True)
class Bar:
    """A difference in one tier: more is to the right, worse. `text_x` and `anchor` place its number."""

    x: float
    width: float
    value: int
    text_x: float
    anchor: str


@dataclass(frozen=True)
class TornadoRow:
    """A case: its bars, one a panel, None where the case has no such tier."""

    y: int
    label: str
    number: int
    bars: tuple[Bar | None, ...]


@dataclass(frozen=True)
class Panel:
    """A tier's part of the drawing: where no difference is, and its edges."""

    tier: str
    left: float
    zero: float
    right: float


@dataclass(frozen=True)
class Tornado:
    """The cases that are worst, tier by tier."""

    rows: tuple[TornadoRow, ...]
    panels: tuple[Panel, ...]
    width: int
    height: int
    head: int = 34
    labels: int = LABELS


def tornado(cases: Sequence[tuple[int, str, dict[str, int]]], tiers: Sequence[str], most: int = 20) -> Tornado | None:
    """Draw cases (number, label, differences), the worst first: by the first tier, of equals by the next.

    Only tiers in which some case differs are drawn, the first four of them. None: nothing differs.
    """
    shown = [tier for tier in tiers if any(d.get(tier) for _, _, d in cases)][:4]
    worst = sorted(cases, key=lambda case: ([-case[2].get(tier, 0) for tier in tiers], case[1]))
    kept = [case for case in worst if any(case[2].get(tier) for tier in shown)][:most]
    if not shown or not kept:
        return None
    panels, scales = [], []
    for n, tier in enumerate(shown):
        left = LABELS + n * PANEL
        values = [case[2].get(tier, 0) for case in kept]
        least, largest = min(0, *values), max(0, *values)
        room = PANEL - 24 - 46 * ((largest > 0) + (least < 0))
        scale = room / (largest - least or 1)
        zero = left + 12 - least * scale + (46 if least < 0 else 0)
        panels.append(Panel(tier, left, round(zero, 1), left + PANEL))
        scales.append(scale)
    head = Tornado.head
    rows = tuple(
        TornadoRow(head + i * ROW, label, number, tuple(map(_bar, [d.get(t) for t in shown], panels, scales)))
        for i, (number, label, d) in enumerate(kept)
    )
    return Tornado(rows, tuple(panels), LABELS + PANEL * len(shown), head + ROW * len(rows) + 6)


def _bar(value: int | None, panel: Panel, scale: float) -> Bar | None:
    if value is None:
        return None
    length = round(abs(value) * scale, 1)
    x = panel.zero if value >= 0 else panel.zero - length
    if value < 0:
        return Bar(x, length, value, round(x - 4, 1), "end")
    return Bar(x, length, value, round(x + length + 4, 1), "start")


# -- lines --------------------------------------------------------------------------------------------------------

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 84, 24, 16, 42


@dataclass(frozen=True)
class Spot:
    """A point of a line, with what it stands for."""

    x: float
    y: float
    across: float
    up: int
    is_sure: bool = True


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where, and of what."""

    at: float
    value: float


@dataclass(frozen=True)
class Line:
    """A line through points; `path` is drawn, as steps where it is a staircase."""

    spots: tuple[Spot, ...]
    path: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def line(points: Sequence[tuple[float, int, bool]], *, steps: bool) -> Line | None:
    """Draw points (across, up, whether it is sure); None where there are fewer than two."""
    ordered = sorted(points)
    if len(ordered) < 2:
        return None
    xs, ys = [p[0] for p in ordered], [p[1] for p in ordered]
    low, high = _round_up(min(ys), max(ys))
    wide, tall = xs[-1] - xs[0] or 1, high - low or 1

    def x_of(value: float) -> float:
        return round(LEFT + 14 + (value - xs[0]) / wide * (WIDTH - LEFT - RIGHT - 28), 1)

    def y_of(value: float) -> float:
        return round(HEIGHT - BOTTOM - (value - low) / tall * (HEIGHT - TOP - BOTTOM), 1)

    spots = tuple(Spot(x_of(x), y_of(y), x, y, sure) for x, y, sure in ordered)
    path = f"M{spots[0].x} {spots[0].y}"
    for spot in spots[1:]:
        path += f" H{spot.x} V{spot.y}" if steps else f" L{spot.x} {spot.y}"
    across = tuple(Tick(spot.x, spot.across) for spot in _thinned(spots))
    up = tuple(Tick(y_of(low + tall * n / 4), low + tall * n / 4) for n in range(5))
    return Line(spots, path, across, up)


def _round_up(least: int, largest: int) -> tuple[int, int]:
    """Return round numbers around some, four equal steps apart."""
    if largest == least:
        largest = least + 4
    size = 1
    while (largest - least) / 4 > size * 10:
        size *= 10
    step = next((size * n for n in (1, 2, 3, 5, 10) if size * n * 4 >= largest - least), size * 10)
    low = least // step * step
    while low + 4 * step < largest:
        step += size
        low = least // step * step
    return low, low + 4 * step


def _thinned(spots: Sequence[Spot], gap: float = 44) -> list[Spot]:
    """Return the spots whose marks do not run into each other."""
    kept: list[Spot] = []
    for spot in spots:
        if not kept or spot.x - kept[-1].x >= gap:
            kept.append(spot)
    return kept
