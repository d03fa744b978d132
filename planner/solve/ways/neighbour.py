"""A neighbour's plan, once it fits here."""

from __future__ import annotations

from planner.solve.effort import Clock
from planner.solve.nearby.improve import improve
from planner.solve.nearby.rework import Known
from planner.solve.problem import Problem
from planner.solve.standing import Standing
from planner.solve.timetable.flow import Flow
from planner.solve.ways.offering import offered
from planner.solve.ways.refining import refined, sharpened


def restaffed(problem: Problem, standing: Standing, clock: Clock, known: Known) -> None:
    """Staff the timetable of a neighbour's mended plan anew, then prove or better it."""
    best = standing.best
    if best is None or not best.held or standing.proven:
        return
    offered(problem, standing, clock, [(h.session, h.start) for h in best.held])
    if known.floors and not as_good(standing, known):
        columns = {h.session for h in best.held}
        plain = Flow(problem, range(len(problem.sessions)), calendar=True)
        refined(problem, standing, clock, [plain], columns, share=0.4)
        improve(problem, standing, clock, share=0.1)
        sharpened(problem, standing, clock, plain, columns, share=0.6)


def as_good(standing: Standing, known: Known) -> bool:
    """Whether the plan is as good as that of a neighbour that allows more: a better one would better that, too."""
    return standing.best is not None and standing.best.values == tuple(tier.value for tier in known.floors)
