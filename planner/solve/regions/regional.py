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
from dataclasses import dataclass

from planner.solve.draft import Draft
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.regions.areas import Areas
from planner.solve.standing import Standing

TOGETHER = 10
"""Areas staffed together: a program of some forty thousand variables, solved in ten or twenty seconds."""

ROOMY = 5.0
"""Seconds for each area from which on they are staffed together: with less each is staffed beside the others."""

LEAST = 2.0
"""Seconds for what an area would do by itself, where a share would be less: with fewer it comes to nothing."""

ENOUGH = 3.0
"""The same for staffing it."""

BOUNDING = 0.5
"""Share of the time of a group of areas for what each would do by itself."""

STAFFING = 0.7
"""Share of what is left then for staffing that together; the rest is for areas that come off badly."""

HOPED = 2
"""Tiers, `unheld` and `unfilled`, in which areas mostly do as well together as alone."""

Timetable = Sequence[tuple[int, int]]
"""Pairs of a joint session and its start."""

Bound = Callable[[Problem, Standing, Clock], tuple[tuple[int, ...], Timetable]]
"""Bounds the tiers of one area; its standing comes with the area's part of the best plan, and keeps the bounds.

Returns the value that each tier is kept at for the bounds of those that follow, in order, as far as it got; and a
timetable that reaches these, if people can be had.
"""

Staff = Callable[[Problem, Standing, Clock, Timetable, Sequence[int]], Draft | None]
"""Finds places and people for a timetable, hoping for values of the first tiers."""

Pursue = Callable[[Problem, Standing, Clock], object]
"""Betters the plan of one area."""


@dataclass(frozen=True)
class Aim:
    """What an area would do by itself: the values its tiers are kept at, their bounds, and a timetable of the whole.

    `part` is its problem. `loose` are bounds whatever the tiers after the first `HOPED` are. Without people for it, or
    without time, there is no timetable.
    """

    part: Problem
    given: tuple[int, ...]
    bounds: tuple[int, ...]
    loose: tuple[int, ...]
    timetable: Timetable


Aims = Mapping[str, Aim]
"""By area."""


def begun(areas: Areas, standing: Standing, clock: Clock, bound: Bound, staff: Staff, pursue: Pursue) -> Aims:
    """Bound the whole by its areas, and staff what they would do by themselves together, group by group.

    Groups in which most is missing come first. Returns what each area would do by itself.
    """
    aims: dict[str, Aim] = {}
    first = standing.best
    groups = sorted(areas.groups(_size(areas, clock)), key=lambda group: -_missing(areas, first, group))
    for n, group in enumerate(groups):
        turn = clock.part(clock.left() / (len(groups) - n))
        alone = turn.part(turn.left() * BOUNDING)
        for k, area in enumerate(group):
            if clock.over:
                return aims
            share = max(LEAST, alone.left() / (len(group) - k))
            aims[area] = _aim(areas, area, standing, alone.part(min(share, clock.left())), bound)
            if areas.problem.complete:
                _promise(standing, aims.values(), areas.lost)
        best = standing.best
        if clock.over or best is None:
            return aims
        own = turn.part(min(max(ENOUGH * len(group), turn.left()), clock.left()))
        if standing.offer(_together(areas, group, best, aims, own, staff, pursue)) or len(group) == 1:
            continue
        for area in group:  # where together came to nothing in time, one by one
            if not clock.over:
                own = clock.part(min(ENOUGH, clock.left()))
                standing.offer(_together(areas, (area,), standing.best or best, aims, own, staff, pursue))
    return aims


def _together(
    areas: Areas, group: Sequence[str], before: Draft, aims: Aims, clock: Clock, staff: Staff, pursue: Pursue
) -> Draft | None:
    """Return a plan in which some areas do what they would by themselves, staffed together.

    Those that come off badly are planned anew beside the others.
    """
    pairs = [pair for area in group for pair in aims[area].timetable or _timetable(areas, before, area)]
    hoped = [sum(values) for values in zip(*(aims[area].given[:HOPED] for area in group), strict=False)]
    draft = _staffed(areas, group, before, aims, clock.part(clock.left() * STAFFING), staff, pairs, hoped)
    joint = Standing(areas.problem, lambda: None)
    joint.offer(draft)
    if joint.best is not None and joint.best.values > before.values:
        short = [area for area in group if any(_behind(areas, joint.best, area, aims)[: len(aims[area].given) - 1])]
        planned(areas, joint, aims, clock, pursue, short)
    return joint.best


def _missing(areas: Areas, draft: Draft | None, group: Sequence[str]) -> int:
    """Return how many seats are empty and how many people do not stand by in sessions of some areas."""
    held = areas.held(draft, group)
    kinds = [kind for h in held for kind in areas.problem.sessions[h.session].kinds]
    return sum(kind.seats + kind.standby for kind in kinds) - sum(len(h.seats) + len(h.standby) for h in held)


def _size(areas: Areas, clock: Clock) -> int:
    """Return how many areas are staffed together."""
    return TOGETHER if clock.left() >= ROOMY * len(areas.names) else 1


def _aim(areas: Areas, area: str, standing: Standing, clock: Clock, bound: Bound) -> Aim:
    """Return what an area would do by itself."""
    part = areas.alone(area)
    own = Standing(part, lambda: None)
    own.offer(areas.within(part, areas.held(standing.best, (area,))))
    given, timetable = bound(part, own, clock)
    tiers = range(len(part.names))
    bounds = tuple(own.bound(i, given[:i]) for i in tiers)
    loose = tuple(own.bound(i, given[: min(i, HOPED)]) for i in tiers)
    return Aim(part, given, bounds, loose, areas.timetable_from(part, timetable))


def _promise(standing: Standing, aims: Collection[Aim], lost: int = 0) -> None:
    """Bound a problem by what some of its areas would do by themselves, as if the others took nothing.

    A plan whose earlier tiers add up to their bounds is at its bounds in each area. `lost` is the priority of what is
    in no area's problem.
    """
    total: list[int] = []
    for i, tier in enumerate(standing.problem.names):
        more = lost if tier == "unheld" else 0
        standing.prove(i, sum(aim.bounds[i] for aim in aims) + more, tuple(total))
        if i > HOPED:
            standing.prove(i, sum(aim.loose[i] for aim in aims), tuple(total[:HOPED]))
        total.append(sum(aim.bounds[i] for aim in aims) + more)


def joined(areas: Areas, standing: Standing, aims: Aims, clock: Clock, staff: Staff) -> None:
    """Share people out anew among the areas with the timetable of the best plan, group by group."""
    groups = areas.groups(_size(areas, clock))
    for n, group in enumerate(groups):
        best = standing.best
        if clock.over or best is None:
            return
        turn = clock.part(clock.left() / (len(groups) - n))
        pairs = [pair for area in group for pair in _timetable(areas, best, area)]
        standing.offer(_staffed(areas, group, best, aims, turn, staff, pairs, ()))


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
    hoped: Sequence[int],
) -> Draft | None:
    """Return a plan with a timetable of some areas, staffed together beside the others."""
    part = areas.beside(group, draft)
    own = Standing(part, lambda: None)
    _promise_group(own, group, aims)
    found = staff(part, own, clock, areas.timetable_of(part, timetable), hoped)
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
        pursue(part, own, clock.part(min(max(clock.left() / (len(order) - n), LEAST), clock.left())))
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
