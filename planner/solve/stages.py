"""The way from a problem to a proven plan, stage by stage."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from planner.solve.draft import Draft
from planner.solve.effort import Clock
from planner.solve.first.sweep import sweep
from planner.solve.halls.gather import gather
from planner.solve.halls.location import location_of
from planner.solve.nearby.improve import improve
from planner.solve.nearby.rework import Known, inherit, refit
from planner.solve.problem import Problem
from planner.solve.programs.exact import everything, search
from planner.solve.standing import Standing
from planner.solve.team.teams import is_fixed, staff_fixed
from planner.solve.timetable.flow import Flow
from planner.solve.timetable.reshape import reshape
from planner.solve.ways.apart import sponsored, timeless
from planner.solve.ways.by_area import by_area
from planner.solve.ways.counting import counted, possible
from planner.solve.ways.neighbour import as_good, restaffed
from planner.solve.ways.offering import offered
from planner.solve.ways.refining import refined, sharpened
from planner.solve.ways.serving import served
from planner.solve.ways.tiers import LATE
from planner.solve.ways.timetabling import bounded, timetabled

SMALL = 4_000
"""Seat choices (person, seat, joint session) up to which the whole problem goes to the exact model at once."""

LARGE = 700_000
"""Seat choices above which the areas of a problem are planned one after the other."""

COUNTING = 0.4
"""Share of the time for bounds and timetables from counting people."""

FIXED = 0.5
"""Share of the time for the staff of the only timetable there is, seat by seat, where other stages could follow."""

SWEEPING = 2.0
"""Most seconds for sweeps after the first one."""

TINY = 600
"""Seat choices up to which the exact model is quicker than any search."""

SOON = 0.3
"""Seconds for the staff, seat by seat, where the exact model could follow and is quick."""

SMALLER = 0.8
"""Share of the time for the staff, seat by seat, where the exact model could follow."""

MENDING = 2.0
"""Most seconds for making a neighbour's plan fit, before its timetable is staffed anew."""


def pursue(problem: Problem, standing: Standing, clock: Clock, known: Known | None = None) -> None:
    """Better the best draft of `standing` and its bounds until all is proven or the time is over.

    `known` is what a neighbouring scenario's solve gives to begin with.
    """
    if known is not None:
        inherit(standing, known.floors)
        refit(problem, known.plan, standing, clock, seconds=MENDING)
        if _choices(problem) > SMALL:
            restaffed(problem, standing, clock, known)
        if standing.proven or as_good(standing, known):
            return
    if _as_its_form_asks(problem, standing, clock):
        return
    if _choices(problem) <= SMALL:
        sweep(problem, standing, clock, seconds=0)
        _exactly(problem, standing, clock)
        return
    _grounded(problem, standing, clock)
    if standing.infeasible:
        return
    if _choices(problem) > LARGE and len({session.area for session in problem.sessions}) > 1:
        by_area(problem, standing, clock)
        return
    columns, crowds = counted(problem, standing, clock, share=COUNTING)
    if standing.best is not None and standing.best.held and LATE.issuperset(problem.names[standing.settled :]):
        served(problem, standing, clock, standing.best, crowds)
        return
    _flowing(problem, standing, clock, columns)


def _as_its_form_asks(problem: Problem, standing: Standing, clock: Clock) -> bool:
    """Work on a problem of a form that has a way of its own; tell whether that is all there is to do."""
    if is_fixed(problem):
        choices = _choices(problem)
        later = 1.0 if problem.names[-1] == "people" and choices > SMALL else FIXED
        share = SMALLER if TINY < choices <= SMALL else later
        staff_fixed(problem, standing, clock, seconds=SOON if choices <= TINY else clock.left() * share)
    location = location_of(problem)
    if location is not None and gather(problem, location, standing, clock):
        return True
    return standing.proven or clock.over


def _grounded(problem: Problem, standing: Standing, clock: Clock) -> None:
    """Offer a first plan: what a sweep holds, with pins at least what they name; or prove that no plan meets these.

    Sessions without anything pinned can be left out of any plan, so those with something pinned decide.
    """
    standing.offer(Draft(problem, ()))
    sweep(problem, standing, clock, seconds=min(SWEEPING, clock.left() * 0.05))
    pinned = problem.grid.pinned
    for relevant in (pinned.issuperset, lambda members: not pinned.isdisjoint(members)):
        if standing.best is not None or clock.over:
            return
        choices = [choice for choice in everything(problem) if relevant(choice.candidate.members)]
        found = search(problem, choices, clock, seconds=clock.left() * 0.05)
        standing.offer(found.draft)
        standing.infeasible = found.infeasible and relevant != pinned.issuperset and problem.complete


def _exactly(problem: Problem, standing: Standing, clock: Clock) -> None:
    """Give the whole problem to the exact model for all the time left."""
    start, floors = standing.best, standing.bounds()
    found = search(problem, everything(problem), clock, seconds=clock.left(), start=start, floors=floors)
    standing.infeasible = found.infeasible and problem.complete
    standing.offer(found.draft)
    if found.draft is not None and problem.complete:
        for i, bound in enumerate(found.bounds):
            if bound is not None:
                standing.prove(i, bound, found.draft.values)


def _flowing(problem: Problem, standing: Standing, clock: Clock, columns: set[int]) -> None:
    """Bound and plan with people as a flow; first and last, where time is left for it, without the calendar."""
    best = standing.best
    pairs = possible(problem, () if best is None else best.values[: standing.settled])
    sure = "staff_sessions" in problem.names[: standing.settled]  # else many joint sessions may still be held
    horizon = timeless(problem, pairs, apart=sure)
    before = clock.left()
    asked: set[tuple[int, ...]] = set()
    columns |= bounded(problem, standing, horizon, clock, (), asked, later=LATE)
    for_bounds = min(max(before - clock.left(), clock.left() * 0.15), clock.left() * 0.25)
    clock.limit -= for_bounds
    _planned(problem, standing, clock, columns, pairs)
    clock.limit += for_bounds
    if standing.best is None and clock.left() > clock.limit / 4:  # pins that nothing met so far
        _exactly(problem, standing, clock)
    if standing.best is not None and not standing.proven:
        bounded(problem, standing, horizon, clock, standing.best.values, asked)


def _planned(
    problem: Problem, standing: Standing, clock: Clock, columns: set[int], pairs: Sequence[tuple[int, int]]
) -> None:
    """Find plans, and bounds with the calendar."""
    timetabled(problem, standing, clock, columns)
    plain = Flow(problem, (), fixed=pairs, calendar=True)
    refined(problem, standing, clock, [plain], columns, share=0.06)
    if sponsored(problem) is not None:
        sharpened(problem, standing, clock, plain, columns, share=0.3)
    reshape(problem, standing, clock, partial(offered, problem, standing, clock), share=0.3)
    refined(problem, standing, clock, [plain], columns, share=0.4)
    improve(problem, standing, clock, share=0.3)
    if not standing.proven and not clock.over:
        sharpened(problem, standing, clock, plain, columns, share=0.6)
        improve(problem, standing, clock, share=1.0)


def _choices(problem: Problem) -> int:
    """Return the number of seat choices: of a person for a seat of a joint session at one of its starts."""
    return sum(len(kind.eligible) * len(s.starts) for s in problem.sessions for kind in s.kinds)
