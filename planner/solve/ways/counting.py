"""Bounds and timetables from counting people, tier after tier."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NamedTuple

from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.standing import Standing
from planner.solve.timetable.crowds import COUNTED, Crowds
from planner.solve.timetable.sparing import sparing
from planner.solve.ways.apart import timeless
from planner.solve.ways.offering import offered
from planner.solve.ways.tiers import GAPS

SURE = 0.7
"""Share of the time for counting, at least, where all tiers before `cost` are proven: most of the work is there."""

MONEY = 0.7
"""Share of that time for `cost`."""

FLOOR = 0.2
"""Share of what is left then for `cost` without times."""


class Chosen(NamedTuple):
    """What each tier is kept at, the last timetable of (joint session, start) pairs, and the relaxation it is from."""

    given: tuple[int, ...]
    timetable: list[tuple[int, int]]
    crowds: Crowds


def counted(problem: Problem, standing: Standing, clock: Clock, share: float) -> tuple[set[int], Crowds]:
    """Bound tiers and choose timetables by counting people; return the joint sessions of these, and the relaxation.

    Once for the least that counting allows, and once more for plans no worse than the best, where that is another.
    """
    total = clock.left()
    until = total * (1 - share)
    crowds = last = whole_crowds(problem, standing)
    columns: set[int] = set()
    for again in (False, True):
        values = standing.best.values if again and standing.best is not None else ()
        part = clock.part(clock.left() - until)
        sure = clock.part(clock.left() - total * (1 - max(share, SURE)))
        given, timetable, last = chosen(problem, standing, part, crowds, values, sure=sure)
        columns |= {c for c, _ in timetable}
        if timetable:
            offered(problem, standing, sure if len(given) <= standing.settled + 1 else part, timetable, 0.5, given[:-1])
        best = standing.best
        all_counted = len(given) == len(problem.names) or problem.names[len(given)] not in COUNTED
        if best is None or (all_counted and best.values[: len(given) - 1] == given[:-1]) or clock.left() <= until:
            break
    return columns, last


def whole_crowds(problem: Problem, standing: Standing) -> Crowds:
    """Return the relaxation over all joint sessions, without empty seats where there need be none."""
    best = standing.best
    i = problem.names.index("unfilled")
    full = best is not None and best.values[i] == 0 and standing.settled > i
    return Crowds(problem, range(len(problem.sessions)), full=full)


def chosen(
    problem: Problem,
    standing: Standing,
    clock: Clock,
    crowds: Crowds,
    values: Sequence[int],
    tiers: Set[str] = COUNTED,
    sure: Clock | None = None,
) -> Chosen:
    """Bound `tiers` in order by counting, for plans no worse than `values` on the tiers before, if there are any.

    With `sure`, a plan that reaches what comes before money is looked for first: money waits where there is none, and
    has the time of `sure` where all of that is proven.
    """
    crowds.release()
    given: list[int] = []
    timetable: list[tuple[int, int]] = []
    for i, tier in enumerate(problem.names):
        best = standing.best
        if clock.over or tier not in tiers:
            break
        if tier == "cost":
            if sure is not None:
                if timetable and (best is None or best.values[:i] > tuple(given)):
                    offered(problem, standing, clock, timetable, share=0.2, hoped=given[:-1])
                    best = standing.best
                if not values and (best is None or best.values[:i] > tuple(given)):
                    break
                clock = sure if standing.settled >= i else clock
            pairs = possible(problem, given)
            crowds = _narrowed(problem, crowds, given, pairs)
            _floored(problem, standing, clock, given, pairs)
        if best is not None and i < standing.settled:
            given.append(best.values[i])
        else:
            hint = None if best is None else crowds.timetable_hint(best)
            most = MONEY if tier == "cost" and standing.settled >= i else 0.5
            floor = standing.bound(i, given)
            answer = crowds.counted(tier, clock.effort(clock.left() * most), hint, floor)
            if answer.bound is not None and problem.complete:
                standing.prove(i, answer.bound, tuple(given))
            if answer.solution is None or answer.value is None:
                break
            timetable = crowds.columns_in(answer.solution)
            given.append(values[i] if values else answer.value)
        crowds.cap(tier, given[-1])
    return Chosen(tuple(given), timetable, crowds)


def _floored(
    problem: Problem, standing: Standing, clock: Clock, given: Sequence[int], pairs: Sequence[tuple[int, int]]
) -> None:
    """Bound money with times left out: soon done, and often all there is to be had."""
    i = len(given)
    flow = timeless(problem, pairs, apart=True)
    for tier, value in zip(problem.names, given, strict=False):
        flow.cap(tier, value)
    answer = flow.least(problem.names[i], clock.effort(clock.left() * FLOOR))
    if answer.bound is not None and problem.complete:
        standing.prove(i, answer.bound, tuple(given))


def _narrowed(problem: Problem, crowds: Crowds, given: Sequence[int], pairs: Sequence[tuple[int, int]]) -> Crowds:
    """Return the relaxation over `pairs`, where that is less, with the first tiers kept at `given`."""
    if len(pairs) == len(crowds.pick):  # nothing is left out
        return crowds
    narrow = Crowds(problem, (), full=given[problem.names.index("unfilled")] == 0, fixed=pairs)
    for tier, value in zip(problem.names, given, strict=False):
        narrow.cap(tier, value)
    return narrow


def possible(problem: Problem, given: Sequence[int]) -> list[tuple[int, int]]:
    """Return the (joint session, start) pairs of plans whose first tiers are kept at `given`."""
    kept = dict(zip(problem.names, given, strict=False))
    if kept.keys() >= {*GAPS, "staff_sessions"} and kept["unheld"] == 0:
        pairs = sparing(problem, kept["staff_sessions"] + kept["unfilled"], kept["unfilled"] + kept["unbacked"])
        if pairs:
            return pairs
    return [(c, s) for c, session in enumerate(problem.sessions) for s in session.starts]


def backless(problem: Problem, standing: Standing, clock: Clock, crowds: Crowds) -> None:
    """Bound person-sessions whoever stands by, where nothing need be unheld or unfilled.

    Many areas together seldom have everybody stand by whom each could have.
    """
    names = problem.names[2:4]
    if standing.best is None or standing.settled < 2 or names != ("unbacked", "staff_sessions"):
        return
    given = standing.best.values[:2]
    for tier, value in zip(problem.names, given, strict=False):
        crowds.cap(tier, value)
    answer = crowds.counted("staff_sessions", clock.effort(clock.left() * 0.5), crowds.timetable_hint(standing.best))
    if answer.bound is not None and problem.complete:
        standing.prove(3, answer.bound, given)
