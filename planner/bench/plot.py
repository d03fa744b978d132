"""Lines and points on two axes as SVG."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

WIDTH: Final = 640
HEIGHT: Final = 400
LEFT, RIGHT, TOP, BOTTOM = 64, 176, 36, 48

COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
"""Told apart by the colour-blind too (Okabe, Ito 2008)."""

DASHES: Final = ("none", "6 3", "2 2", "8 3 2 3")

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Axis:
    """`low` and `high` are where it ends; None: where the points do. On a log axis everything is above 0."""

    label: str
    log: bool = False
    low: float | None = None
    high: float | None = None

    def fitted(self, values: Sequence[float]) -> Axis:
        """Return the axis with ends."""
        low = min(values, default=1.0) if self.low is None else self.low
        high = max(values, default=low) if self.high is None else self.high
        if high <= low:
            high = low * 10 if self.log else low + 1
        return Axis(self.label, self.log, low, high)

    def at(self, value: float) -> float:
        """Return where a value is on a fitted axis: 0 at the low end, 1 at the high one."""
        low, high = self.low or 0.0, self.high or 0.0
        if self.log:
            low, high, value = math.log(low), math.log(high), math.log(value)
        return (value - low) / (high - low)

    def ticks(self) -> list[float]:
        """Return round values within a fitted axis."""
        low, high = self.low or 0.0, self.high or 0.0
        if self.log:
            powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
            steps = (1, 2, 5) if len(powers) <= 3 else (1,)
            return [t for t in (step * 10.0**power for power in powers for step in steps) if low <= t <= high]
        step = 10.0 ** math.floor(math.log10(high - low))
        step = next(s for s in (step / 5, step / 2, step, 2 * step) if (high - low) / s <= 6)
        return [n * step for n in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


@dataclass(frozen=True)
class Series:
    """`kind`: stairs go on at their height until the next point; dots stand alone; a line joins them."""

    name: str
    points: Points
    kind: str = "stairs"


@dataclass(frozen=True)
class Chart:
    """Series over the same axes."""

    title: str
    x: Axis
    y: Axis
    series: Sequence[Series]


def shares(values: Sequence[float], of: int) -> Points:
    """Return the share of all that have at most a value, at each value: a profile."""
    return [(value, (i + 1) / of) for i, value in enumerate(sorted(values))]


def svg(charts: Sequence[Chart]) -> str:
    """Return a drawing of the charts, one under the other."""
    height = HEIGHT * len(charts)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" font-family="sans-serif" font-size="12" fill="#222">'
    )
    lines = [head, f"<title>{escape('; '.join(chart.title for chart in charts))}</title>"]
    lines.append(f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>')
    for i, chart in enumerate(charts):
        lines += [f'<g transform="translate(0 {i * HEIGHT})">', *_drawn(chart), "</g>"]
    return "\n".join([*lines, "</svg>"]) + "\n"


def _drawn(chart: Chart) -> Iterator[str]:
    points = [point for series in chart.series for point in series.points]
    frame = _Frame(chart.x.fitted([x for x, _ in points]), chart.y.fitted([y for _, y in points]))
    yield f'<text x="{LEFT}" y="22" font-size="14" font-weight="bold">{escape(chart.title)}</text>'
    yield from frame.grid()
    for i, series in enumerate(chart.series):
        colour, dash = COLOURS[i % len(COLOURS)], DASHES[i % len(DASHES)]
        at = [(frame.across(x), frame.up(y)) for x, y in series.points]
        if series.kind == "dots":
            yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in at)
        elif at:
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_stairs(at) if series.kind == "stairs" else at))
            yield (
                f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
            )
        y = TOP + 8 + 18 * i
        if series.kind == "dots":
            yield f'<circle cx="{WIDTH - RIGHT + 24}" cy="{y}" r="3.5" fill="{colour}"/>'
        else:
            yield (
                f'<line x1="{WIDTH - RIGHT + 12}" x2="{WIDTH - RIGHT + 36}" y1="{y}" y2="{y}" stroke="{colour}" '
                f'stroke-width="2" stroke-dasharray="{dash}"/>'
            )
        yield f'<text x="{WIDTH - RIGHT + 42}" y="{y + 4}">{escape(series.name)}</text>'


def _stairs(at: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Yield the corners: up from the bottom, each height kept up to the next point and to the right end."""
    height = float(HEIGHT - BOTTOM)
    for x, y in at:
        yield x, height
        yield x, y
        height = y
    yield float(WIDTH - RIGHT), height


@dataclass(frozen=True)
class _Frame:
    x: Axis
    y: Axis

    def across(self, value: float) -> float:
        return LEFT + self.x.at(value) * (WIDTH - LEFT - RIGHT)

    def up(self, value: float) -> float:
        return HEIGHT - BOTTOM - self.y.at(value) * (HEIGHT - TOP - BOTTOM)

    def grid(self) -> Iterator[str]:
        right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
        for value in self.x.ticks():
            x = self.across(value)
            yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{bottom}" stroke="#ddd"/>'
            yield f'<text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{value:g}</text>'
        for value in self.y.ticks():
            y = self.up(value)
            yield f'<line x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
            yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>'
        yield f'<path d="M{LEFT} {TOP}V{bottom}H{right}" fill="none" stroke="#222"/>'
        yield f'<text x="{(LEFT + right) / 2}" y="{bottom + 36}" text-anchor="middle">{escape(self.x.label)}</text>'
        middle = (TOP + bottom) / 2
        yield (
            f'<text x="16" y="{middle}" text-anchor="middle" transform="rotate(-90 16 {middle})">'
            f"{escape(self.y.label)}</text>"
        )
