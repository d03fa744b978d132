"""The whole problem as one CP-SAT model: the rules of planner/model over all joint sessions, none of the stages.

What somebody gets who writes the model down and leaves the rest to the library: tier after tier, each kept at what it
came to. Our own engine, so that the same rules are solved; a peer all the same.
"""

from __future__ import annotations

import threading

from planner.bench.measure import Asked
from planner.bench.peers.protocol import PORTFOLIO
from planner.domain.canonical import ordered
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.solve.effort import Clock
from planner.solve.outcome import result
from planner.solve.problem import Problem
from planner.solve.programs.exact import everything, search
from planner.solve.settings import SolveSettings
from planner.solve.standing import Standing


def solved(scenario: Scenario, asked: Asked) -> Plan:
    """Return the plan that the model came to in time, with its bounds."""
    clock = Clock(asked.time_limit_s, False, max(PORTFOLIO, asked.workers), asked.seed, threading.Event())
    problem = Problem(ordered(scenario))
    standing = Standing(problem, lambda: None)
    found = search(problem, everything(problem), clock, seconds=clock.left())
    if standing.offer(found.draft) and found.draft is not None and problem.complete:
        for tier, bound in enumerate(found.bounds):
            if bound is not None:
                standing.prove(tier, bound, found.draft.values)
    return result.plan(standing, None, SolveSettings(baseline=False), clock.wall())
