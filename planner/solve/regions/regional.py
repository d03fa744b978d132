"""Problems of many areas: bounds of each that add up, and plans that fit together.

An area by itself, with all people who may work there, allows more than it does in any plan of the whole. So its bounds
add up to one of the whole, tier by tier, as long as no plan could be worse in one area for being better in another: as
long as every tier before is at its least in all areas.

What an area would do by itself is nearly what it does in a good plan of the whole: those timetables are staffed
together, so that people whom areas share are dealt out among all of them at once. Where they do not go round, areas
are planned anew, one after the other, with what the others leave.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.solve.draft import Draft
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.regions.areas import Areas
from planner.solve.regions.prices import Dues
from planner.solve.standing import Standing

TOGETHER = 10
"""Areas staffed together: a program of some forty thousand variables."""

BOUNDING = 0.5
"""Share of the time of a group of areas for what each would do by itself."""

STAFFING = 0.7
"""Share of what is left then for staffing that together; the rest is for areas that come off badly."""

Timetable = Sequence[tuple[int, int]]
"""Pairs of a joint session and its start."""

Bound = Callable[[Problem, Standing, Clock, Dues], tuple[tuple[int, ...], Timetable]]
"""Bounds the tiers of one area; its standing comes with the area's part of the best plan, and keeps the bounds.

With dues the bound of money is none of the area.

Returns the value that each tier is kept at for the bounds of those that follow, in order, as far as it got; and a
timetable that reaches these, if people can be had.
"""

Staff = Callable[[Problem, Standing, Clock, Timetable], Draft | None]
"""Finds places and people for a timetable."""

Pursue = Callable[[Problem, Standing, Clock], object]
"""Betters the plan of one area."""


@dataclass(frozen=True)
class Aim:
    """What an area would do by itself: the values its tiers are kept at, their bounds, and a timetable of the whole.

    `part` is its problem. Without people for it, or without time, there is no timetable.
    """

    part: Problem
    given: tuple[int, ...]
    bounds: tuple[int, ...]
    timetable: Timetable


Aims = Mapping[str, Aim]
"""By area."""


def begun(areas: Areas, standing: Standing, clock: Clock, bound: Bound, staff: Staff, pursue: Pursue) -> Aims:
    """Bound the whole by its areas, and staff what they would do by themselves together, group by group.

    Returns what each area would do by itself.
    """
    aims: dict[str, Aim] = {}
    groups = areas.groups(TOGETHER)
    for n, group in enumerate(groups):
        turn = clock.part(clock.left() / (len(groups) - n))
        alone = turn.part(turn.left() * BOUNDING)
        for k, area in enumerate(group):
            if clock.over:
                return aims
            aims[area] = _aim(areas, area, standing, alone.part(alone.left() / (len(group) - k)), bound)
        if areas.problem.complete:
            _promise(standing, aims.values(), areas.lost)
        if (best := standing.best) is not None:
            standing.offer(_together(areas, group, best, aims, turn, staff, pursue))
    return aims


def _together(
    areas: Areas, group: Sequence[str], before: Draft, aims: Aims, clock: Clock, staff: Staff, pursue: Pursue
) -> Draft | None:
    """Return a plan in which some areas do what they would by themselves, staffed together.

    Those that come off badly are planned anew beside the others.
    """
    pairs = [pair for area in group for pair in aims[area].timetable or _timetable(areas, before, area)]
    draft = _staffed(areas, group, before, aims, clock.part(clock.left() * STAFFING), staff, pairs)
    joint = Standing(areas.problem, lambda: None)
    joint.offer(draft)
    if joint.best is not None and joint.best.values > before.values:
        short = [area for area in group if any(_behind(areas, joint.best, area, aims)[: len(aims[area].given) - 1])]
        planned(areas, joint, aims, clock, pursue, short)
    return joint.best


def _aim(areas: Areas, area: str, standing: Standing, clock: Clock, bound: Bound) -> Aim:
    """Return what an area would do by itself."""
    part = areas.alone(area)
    own = Standing(part, lambda: None)
    own.offer(areas.within(part, areas.held(standing.best, (area,))))
    given, timetable = bound(part, own, clock, {})
    bounds = tuple(own.bound(i, given[:i]) for i in range(len(part.names)))
    return Aim(part, given, bounds, areas.timetable_from(part, timetable))


def _promise(standing: Standing, aims: Collection[Aim], lost: int = 0) -> None:
    """Bound a problem by what some of its areas would do by themselves, as if the others took nothing.

    `lost` is the priority of what is in no area's problem.
    """
    total: list[int] = []
    for i, tier in enumerate(standing.problem.names):
        more = lost if tier == "unheld" else 0
        standing.prove(i, sum(aim.bounds[i] for aim in aims) + more, tuple(total))
        if any(i >= len(aim.given) or aim.given[i] > aim.bounds[i] for aim in aims):
            return
        total.append(sum(aim.given[i] for aim in aims) + more)


def repriced(
    areas: Areas, standing: Standing, aims: Aims, dues: Dues, clock: Clock, bound: Bound, staff: Staff, pursue: Pursue
) -> None:
    """Better the best plan with what areas would do by themselves if they paid dues, staffed together."""
    groups = areas.groups(TOGETHER)
    for n, group in enumerate(groups):
        best = standing.best
        if clock.over or best is None or not aims.keys() >= set(group):
            return
        turn = clock.part(clock.left() / (len(groups) - n))
        alone = turn.part(turn.left() * BOUNDING)
        priced: dict[str, Aim] = {}
        for k, area in enumerate(group):
            aim = aims[area]
            own = Standing(aim.part, lambda: None)
            _promise(own, [aim])
            own.offer(areas.within(aim.part, areas.held(best, (area,))))
            there = areas.dues_of(aim.part, dues)
            _, timetable = bound(aim.part, own, alone.part(alone.left() / (len(group) - k)), there)
            priced[area] = replace(aim, timetable=areas.timetable_from(aim.part, timetable))
        standing.offer(_together(areas, group, best, priced, turn, staff, pursue))


def joined(areas: Areas, standing: Standing, aims: Aims, clock: Clock, staff: Staff) -> None:
    """Share people out anew among the areas with the timetable of the best plan, group by group."""
    groups = areas.groups(TOGETHER)
    for n, group in enumerate(groups):
        best = standing.best
        if clock.over or best is None:
            return
        turn = clock.part(clock.left() / (len(groups) - n))
        pairs = [pair for area in group for pair in _timetable(areas, best, area)]
        standing.offer(_staffed(areas, group, best, aims, turn, staff, pairs))


def _timetable(areas: Areas, draft: Draft, area: str) -> Timetable:
    return [(h.session, h.start) for h in areas.held(draft, (area,))]


def _staffed(
    areas: Areas,
    group: Sequence[str],
    draft: Draft,
    aims: Aims,
    clock: Clock,
    staff: Staff,
    timetable: Timetable,
) -> Draft | None:
    """Return a plan with a timetable of some areas, staffed together beside the others."""
    part = areas.beside(group, draft)
    own = Standing(part, lambda: None)
    _promise_group(own, group, aims)
    found = staff(part, own, clock, areas.timetable_of(part, timetable))
    return None if found is None else areas.with_part(draft, group, found)


def planned(
    areas: Areas, standing: Standing, aims: Aims, clock: Clock, pursue: Pursue, some: Sequence[str] | None = None
) -> None:
    """Better the best plan in all areas, or `some`, those first that are furthest from what they would do alone."""
    first = standing.best
    if first is None:
        return
    order = sorted(areas.names if some is None else some, key=lambda area: _behind(areas, first, area, aims))[::-1]
    for n, area in enumerate(order):
        best = standing.best
        if clock.over or best is None:
            return
        part = areas.beside((area,), best)
        own = Standing(part, lambda: None)
        _promise_group(own, (area,), aims)
        own.offer(areas.within(part, areas.held(best, (area,))))
        pursue(part, own, clock.part(clock.left() / (len(order) - n)))
        if own.best is not None:
            standing.offer(areas.with_part(best, (area,), own.best))


def _promise_group(own: Standing, group: Sequence[str], aims: Aims) -> None:
    """Bound some areas, with what the others leave, by what each would do by itself, where that is known of all."""
    if own.problem.complete and all(area in aims for area in group):
        _promise(own, [aims[area] for area in group])


def _behind(areas: Areas, draft: Draft, area: str, aims: Aims) -> tuple[int, ...]:
    """Return how far an area's part of a plan is from its bounds, tier by tier."""
    if area not in aims:
        return ()
    values = areas.draft_of(aims[area].part, areas.held(draft, (area,))).values
    return tuple(value - bound for value, bound in zip(values, aims[area].bounds, strict=True))
