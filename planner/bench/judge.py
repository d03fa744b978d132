"""What a peer is asked of a scenario, and its answer as a plan of ours, so that our verifier can check it."""

from __future__ import annotations

from planner.bench.peers.protocol import Holders, Tasks
from planner.domain.canonical import ordered
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.solve.draft import Draft, Held
from planner.solve.outcome import result
from planner.solve.problem import Problem
from planner.solve.settings import SolveSettings
from planner.solve.standing import Standing
from planner.verify import verify


class Judge:
    """Tasks are the joint sessions of a scenario in which nothing but people is open and each has one seat.

    Raises:
        ValueError: the scenario is of another form.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._problem = Problem(ordered(scenario))
        sessions = self._problem.sessions
        alone = all(len(s.members) == len(s.starts) == len(s.places) == len(s.kinds) == s.seats == 1 for s in sessions)
        if not alone or len(sessions) != len(scenario.activities):
            raise ValueError
        self.tasks = Tasks(
            [(s.starts[0], s.starts[0] + s.minutes) for s in sessions],
            [sorted(s.kinds[0].eligible) for s in sessions],
            len(scenario.people),
        )

    def plan(self, holders: Holders) -> Plan:
        """Return the plan in which these people do the tasks."""
        held = tuple(
            Held(c, s.starts[0], s.places[0], () if p is None else ((0, p),))
            for (c, s), p in zip(enumerate(self._problem.sessions), holders, strict=True)
        )
        standing = Standing(self._problem, lambda: None)
        standing.offer(Draft(self._problem, held))
        return result.plan(standing, None, SolveSettings(baseline=False), 0.0)

    def claimed(self, plan: Plan, least: int) -> Plan:
        """Return a plan with what a peer claims: every answer that does all tasks needs so many people at least."""
        *earlier, people = plan.tiers
        if any(tier.value for tier in earlier):
            return plan
        earlier = [tier.model_copy(update={"bound": 0, "proven": True}) for tier in earlier]
        people = people.model_copy(update={"bound": least, "proven": people.value == least})
        status = "optimal" if people.proven else "feasible"
        return plan.model_copy(update={"tiers": (*earlier, people), "status": status})


def refusal(scenario: Scenario, plan: Plan) -> str:
    """Return the rule that a plan breaks; empty where it breaks none."""
    report = verify(scenario, plan)
    return "" if report.ok else report.violations[0].rule
