"""How a solve has come along: the latest values and bounds of each tier, and the gap over time as points to draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from planner.desk.queue import News
from planner.domain.plan import Tier

WIDTH: Final = 640
HEIGHT: Final = 150
LEFT: Final = 44
BOTTOM: Final = 24
TOP: Final = 10


@dataclass(frozen=True)
class Side:
    """One of the two problems that are solved: `tier` is worked on, `tiers` hold what is known."""

    tiers: tuple[Tier, ...]
    tier: str | None
    seconds: float


@dataclass(frozen=True)
class Step:
    """A point of the curve in the drawing, and the tier whose gap it is."""

    x: float
    y: float
    tier: str


@dataclass(frozen=True)
class Progress:
    """What a job's news come to. `lines`: a line for each stretch of work on one tier; `until` in seconds."""

    plan: Side | None
    baseline: Side | None
    lines: tuple[tuple[Step, ...], ...]
    until: float
    width: int = WIDTH
    height: int = HEIGHT

    def points(self, line: tuple[Step, ...]) -> str:
        """Return a line as SVG writes it, in steps: what was known holds until something better is."""
        at: list[str] = []
        for before, step in zip((None, *line[:-1]), line, strict=True):
            if before is not None:
                at.append(f"{step.x:.1f},{before.y:.1f}")
            at.append(f"{step.x:.1f},{step.y:.1f}")
        return " ".join(at)

    @property
    def ticks(self) -> tuple[tuple[float, int], ...]:
        """Return where the axis of percent has its marks."""
        return tuple((_y(share / 100), share) for share in (0, 50, 100))

    @property
    def left(self) -> int:
        """Return where the drawing begins."""
        return LEFT


def progress(news: Iterable[News]) -> Progress:
    """Return what news come to."""
    sides: dict[str, Side] = {}
    found: list[tuple[float, str, float]] = []
    for item in news:
        if item.kind != "progress" or "tiers" not in item.data:
            continue
        side = _side(item.data)
        sides[str(item.data.get("of", "plan"))] = side
        if item.data.get("of") == "plan" and (share := _gap(side)) is not None and side.tier is not None:
            found.append((side.seconds, side.tier, share))
    until = max([side.seconds for side in sides.values()], default=0.0)
    lines: list[list[Step]] = []
    for seconds, tier, share in found:
        step = Step(LEFT + (WIDTH - LEFT - 8) * seconds / (until or 1), _y(share), tier)
        if not lines or lines[-1][-1].tier != tier:
            lines.append([])
        lines[-1].append(step)
    return Progress(sides.get("plan"), sides.get("baseline"), tuple(map(tuple, lines)), until)


def _side(data: Any) -> Side:
    return Side(
        tuple(Tier.model_validate(tier) for tier in data["tiers"]), data.get("tier"), float(data.get("seconds", 0))
    )


def _gap(side: Side) -> float | None:
    """Return how far the tier that is worked on is from its bound, as a share of 1; None where nothing is known."""
    tier = next((tier for tier in side.tiers if tier.name == side.tier), None)
    if tier is None or tier.value is None:
        return None
    if tier.proven or tier.value == tier.bound:
        return 0.0
    return 1.0 if tier.bound is None or not tier.value else min(1.0, (tier.value - tier.bound) / tier.value)


def _y(share: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share)
