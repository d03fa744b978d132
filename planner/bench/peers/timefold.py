"""Timefold: each task a planning entity with its own value range; local search from a first answer, so no bound.

Hard: nobody does two tasks at once. Medium: tasks that nobody does, so that there is always a plan. Soft: people who
serve, and less than that the squares of how many tasks each has, so that whoever has few is freed of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Final

from timefold.solver import BestSolutionChangedEvent, SolverFactory
from timefold.solver.config import (
    Duration,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    SolverConfigOverride,
    TerminationConfig,
)
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardMediumSoftScore,
    Joiners,
    constraint_provider,
)

from planner.bench.peers.protocol import Talk, answer
from planner.bench.peers.sweep import best_swept, busiest

PERSON: Final = 100_000
"""Weight of a person: above the sum of squares, and small enough for scores of 32 bits."""


@dataclass
class Person:
    """Somebody."""

    id: Annotated[int, PlanningId]

    def __hash__(self) -> int:
        return self.id


@planning_entity
@dataclass
class Task:
    """A task, those who are able to do it, and who does."""

    id: Annotated[int, PlanningId]
    start: int
    end: int
    able: Annotated[list[Person], ValueRangeProvider]
    person: Annotated[Person | None, PlanningVariable(allows_unassigned=True)] = field(default=None)


@planning_solution
@dataclass
class Roster:
    """All tasks."""

    people: Annotated[list[Person], ProblemFactCollectionProperty]
    tasks: Annotated[list[Task], PlanningEntityCollectionProperty]
    score: Annotated[HardMediumSoftScore | None, PlanningScore] = field(default=None)


@constraint_provider
def constraints(factory: ConstraintFactory) -> list[Constraint]:
    """Return what is scored."""
    return [
        factory.for_each_unique_pair(
            Task,
            Joiners.equal(lambda task: task.person),
            Joiners.overlapping(lambda task: task.start, lambda task: task.end),
        )
        .penalize(HardMediumSoftScore.ONE_HARD)
        .as_constraint("one task at a time"),
        factory.for_each_including_unassigned(Task)
        .filter(lambda task: task.person is None)
        .penalize(HardMediumSoftScore.ONE_MEDIUM)
        .as_constraint("all tasks"),
        factory.for_each(Task)
        .group_by(lambda task: task.person)
        .penalize(HardMediumSoftScore.of_soft(PERSON))
        .as_constraint("few people"),
        factory.for_each(Task)
        .group_by(lambda task: task.person, ConstraintCollectors.count())
        .reward(HardMediumSoftScore.ONE_SOFT, lambda _, count: count * count)
        .as_constraint("many tasks or none"),
    ]


FACTORY = SolverFactory.create(
    SolverConfig(
        solution_class=Roster,
        entity_class_list=[Task],
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=constraints),
        termination_config=TerminationConfig(spent_limit=Duration(seconds=1)),
    )
)
"""Set-up: the classes and constraints are translated for the Java virtual machine. The seed is Timefold's own, 0."""


def work(talk: Talk) -> None:
    """Search from a sweep until the time is over, or as few serve as tasks go on at once."""
    first = best_swept(talk)
    if talk.proven:
        return
    people = [Person(p) for p in range(talk.tasks.people)]
    spans, able = talk.tasks.spans, talk.tasks.able
    tasks = [
        Task(t, *spans[t], [people[p] for p in able[t]], None if holder is None else people[holder])
        for t, holder in enumerate(first)
    ]
    ending = TerminationConfig(
        spent_limit=Duration(milliseconds=round(1000 * talk.seconds)),
        best_score_limit=f"0hard/0medium/-{busiest(talk.tasks) * PERSON}soft",
    )
    solver = FACTORY.build_solver(SolverConfigOverride(termination_config=ending))

    def tell(event: BestSolutionChangedEvent[Any]) -> None:
        if event.new_best_score.is_feasible:
            talk.found(_holders(event.new_best_solution))

    solver.add_event_listener(tell)
    solver.solve(Roster(people, tasks))


def _holders(roster: Roster) -> list[int | None]:
    return [None if task.person is None else task.person.id for task in roster.tasks]


if __name__ == "__main__":
    answer(work)
