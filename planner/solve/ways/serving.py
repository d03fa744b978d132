"""The tiers of who serves, where all tiers before them are proven."""

from __future__ import annotations

from collections.abc import Sequence

from planner.solve.draft import Draft
from planner.solve.effort import Clock
from planner.solve.nearby.improve import improve
from planner.solve.problem import Problem
from planner.solve.programs.mip import Answer
from planner.solve.standing import Standing
from planner.solve.timetable.crowds import Crowds
from planner.solve.timetable.flow import Flow
from planner.solve.timetable.lineup import Lineup
from planner.solve.ways.apart import largest
from planner.solve.ways.counting import possible
from planner.solve.ways.offering import offered
from planner.solve.ways.refining import refined

LINED_UP = 0.25
"""Share of the time for people counted over all starts of a session, and (of what is left then) for the busiest."""


def served(problem: Problem, standing: Standing, clock: Clock, best: Draft, crowds: Crowds) -> None:
    """Bound and better these tiers, over what plans as good on all others can contain.

    `crowds` is the relaxation from which the others were proven.
    """
    pairs = possible(problem, best.values[: standing.settled])
    _lined_up(problem, standing, clock, pairs, crowds)
    flow = Flow(problem, (), calendar=True, fixed=pairs, apart=largest(problem, pairs))
    refined(problem, standing, clock, [flow], set(), share=0.4)
    improve(problem, standing, clock, share=1.0)


def _lined_up(
    problem: Problem, standing: Standing, clock: Clock, pairs: Sequence[tuple[int, int]], crowds: Crowds
) -> None:
    """Bound people, then the busiest, with the starts of a session taken together."""
    best = standing.best
    if best is None or not problem.complete:
        return
    lineup = Lineup(problem, pairs, full=best.values[problem.names.index("unfilled")] == 0)
    lineup.inherit(crowds)
    for i, tier in enumerate(problem.names):
        open_ = best.values[i] > standing.bound(i, best.values)
        if open_ and tier == "people":
            answer = lineup.fewest(clock.effort(clock.left() * LINED_UP))
            _proven(standing, i, answer)
            if answer.solution is not None:
                offered(problem, standing, clock, lineup.columns_in(answer.solution))
                best = standing.best or best
        elif open_ and tier == "peak_minutes":
            effort = clock.effort(clock.left() * LINED_UP)
            _proven(standing, i, lineup.least(tier, effort, reached=best.values[i]))
        elif open_:
            return
        lineup.cap(tier, best.values[i])


def _proven(standing: Standing, i: int, answer: Answer) -> None:
    if answer.bound is not None and standing.best is not None:
        standing.prove(i, answer.bound, standing.best.values[:i])
